"""From a draft of a quotation, which is places only, to its row: wording, kind, act, voice, source type.

The one rule: offsets count from the document's start, and what a row says is read off the text at those places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.language import Marked, read_cue, read_source
from toolkit.rows import Document, Quote, QuoteForm, QuoteKind, Sourced, Span, Voice, ZoneKind, make_row_id

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold the places of a quotation's parts, before its wording and kind are read off the text."""

    content: tuple[Range, ...]
    cue: Range | None = None
    source: Range | None = None
    relays: tuple[Range, ...] = ()
    form: QuoteForm = "marked"
    confidence: float | None = None

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.content[0][0]


def finish(document: Document, draft: Draft, marks: Sequence[Marked], zone: ZoneKind, *, method: str) -> Quote:
    """Read wording, kind, act, voice and source type of a draft off the text."""
    content = tuple(document.span(*segment) for segment in draft.content)
    verbatim = content if draft.form == "block" else _marked_parts(document, draft, marks)
    verbatim = tuple(part for span in verbatim for part in _without_brackets(document, span))
    kind = _kind(draft, marks)
    cue = document.span(*draft.cue) if draft.cue else None
    source = document.span(*draft.source) if draft.source else None
    reading = read_cue(cue.text) if cue else None
    reported: Voice = "republished" if zone == "republished" else "paraphrase"
    points = tuple(span for span in (*content, cue, source) if span)
    return Quote(
        row_id=make_row_id("quote", document.doc_id, points, method),
        doc_id=document.doc_id,
        zone=zone,
        voice="verbatim" if kind == "direct" else reported,
        method=method,
        kind=kind,
        form=draft.form,
        act=reading.act if reading else "speech",
        sourced=_sourced(source),
        content=content,
        verbatim=verbatim,
        cue=cue,
        cue_class=reading.cue_class if reading else None,
        source=source,
        relays=tuple(document.span(*relay) for relay in draft.relays),
        confidence=draft.confidence,
    )


def _kind(draft: Draft, marks: Sequence[Marked]) -> QuoteKind:
    if draft.form == "block":
        return "direct"
    inside = [m for m in marks for a, b in draft.content if a <= m.start and m.end <= b]
    if not inside:
        return "indirect"
    wholly = all(any(a == m.start and b <= m.end for m in inside) for a, b in draft.content)
    return "direct" if wholly else "mixed"


def _marked_parts(document: Document, draft: Draft, marks: Sequence[Marked]) -> tuple[Span, ...]:
    parts = [(max(a, m.start), min(b, m.end)) for a, b in draft.content for m in marks]
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
    """Say whether the source names somebody; a pronoun stands for somebody named before."""
    if source is None:
        return "none"
    return "unnamed" if read_source(source.text) == "unnamed" else "named"
