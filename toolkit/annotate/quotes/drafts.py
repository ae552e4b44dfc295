"""A quotation while it is being put together.

The one rule: offsets count from the document's start from the first moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.rows import (
    Document,
    Quote,
    QuoteAct,
    QuoteForm,
    QuoteKind,
    Sourced,
    Span,
    Voice,
    ZoneKind,
    make_row_id,
)

METHOD = "rules-1"
_PRONOUNS = ("he", "she", "it", "they", "i", "we")
_DEMONYM_ENDS = ("ian", "ish", "ese", "aeli")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold the places of a quotation's parts, before its wording and kind are read off the text."""

    content: tuple[Range, ...]
    cue: Range | None = None
    cue_class: str | None = None
    act: QuoteAct = "speech"
    source: Range | None = None
    relays: tuple[Range, ...] = ()
    form: QuoteForm = "marked"

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.content[0][0]


def finish(document: Document, draft: Draft, marks: list[Range], zone: ZoneKind) -> Quote:
    """Read wording, kind, voice and source type of a draft off the text."""
    content = tuple(document.span(*segment) for segment in draft.content)
    verbatim = content if draft.form == "block" else _marked_parts(document, draft, marks)
    verbatim = tuple(part for span in verbatim for part in _without_brackets(document, span))
    kind = _kind(draft, marks)
    cue = document.span(*draft.cue) if draft.cue else None
    source = document.span(*draft.source) if draft.source else None
    reported: Voice = "republished" if zone == "republished" else "paraphrase"
    points = tuple(span for span in (*content, cue, source) if span)
    return Quote(
        row_id=make_row_id("quote", document.doc_id, points, METHOD),
        doc_id=document.doc_id,
        zone=zone,
        voice="verbatim" if kind == "direct" else reported,
        method=METHOD,
        kind=kind,
        form=draft.form,
        act=draft.act,
        sourced=_sourced(source),
        content=content,
        verbatim=verbatim,
        cue=cue,
        cue_class=draft.cue_class,
        source=source,
        relays=tuple(document.span(*relay) for relay in draft.relays),
    )


def _kind(draft: Draft, marks: list[Range]) -> QuoteKind:
    if draft.form == "block":
        return "direct"
    inside = [m for m in marks for a, b in draft.content if a <= m[0] and m[1] <= b]
    if not inside:
        return "indirect"
    wholly = all(any(a == m[0] and b <= m[1] for m in inside) for a, b in draft.content)
    return "direct" if wholly else "mixed"


def _marked_parts(document: Document, draft: Draft, marks: list[Range]) -> tuple[Span, ...]:
    parts = [(max(a, m[0]), min(b, m[1])) for a, b in draft.content for m in marks]
    return tuple(document.span(a, b) for a, b in parts if a < b)


def _without_brackets(document: Document, span: Span) -> list[Span]:
    """Cut the editor's insertions out of a verbatim passage; a changed capital ([W]hen) stays in it."""
    parts: list[Span] = []
    start = span.start
    position = span.start
    while (left := document.text.find("[", position, span.end)) >= 0:
        right = document.text.find("]", left, span.end)
        if right < 0:
            break
        position = right + 1
        if right - left > 2:
            if document.text[start:left].strip():
                parts.append(document.span(start, left))
            start = position
    if document.text[start : span.end].strip():
        parts.append(document.span(start, span.end))
    return parts


def _sourced(source: Span | None) -> Sourced:
    """Take a capital for a name, but for the first word's alone and for demonyms ("Israeli officials")."""
    if source is None:
        return "none"
    words = [word for word in source.text.split() if word[0].isalpha()]
    if words and words[0].lower() in _PRONOUNS:
        return "named"
    capitals = [word != word.lower() for word in words]  # al-Zahar has one
    if len(words) > 1 and not capitals[1]:
        capitals[0] = False
    names = [word for word, capital in zip(words, capitals, strict=True) if capital]
    named = any(not name.rstrip("s,.").endswith(_DEMONYM_ENDS) for name in names)
    return "named" if named else "unnamed"
