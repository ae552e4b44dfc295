"""Find naming choices for actors, whom they name, and whose choice they are.

The one rule: every actor of a class is offered the same forms, and what the text leaves open stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from toolkit.annotate.mentions import Named, find_names
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook, LabelSet
from toolkit.corpus import as_document
from toolkit.language import find_sentences, make_view
from toolkit.rows import Document, Label, Polarity, Quote, Span, Zone, make_row_id

METHOD = "label-sets-1"

_TITLES = r"(?:(?:the|president|king|emir|ayatollah|sheikh|brigadier|major|general|gen\.|dr\.?)\s+)*"
_AFTER = re.compile(rf"[\s,]*(?:called|known as|like|such as|namely)?[\s“\"'‘(]*{_TITLES}", re.IGNORECASE)
_OF = re.compile(rf"\s+of\s+{_TITLES}", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|and|or|,\s*and)\s*")
_APPOSITION = re.compile(r",\s+(?:the|a|an)\s+(?:[\w-]+\s+){0,3}", re.IGNORECASE)
_WORDS_BEFORE = re.compile(r"(?:[\w'-]+\s+){0,3}$")
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those)\s+(?:(?!other\b)[\w'-]+\s+){0,3}$", re.IGNORECASE)
_DETERMINER = re.compile(r"\b(?:an?|some|any|other|another|several|many|most|both|its|his|her|their)\s+(?:[\w'-]+\s+){0,2}$", re.I)


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold what a codebook says of one form: its sets, and the kind it has in them."""

    sets: tuple[LabelSet, ...]
    polarity: Polarity

    @property
    def actors(self) -> frozenset[str]:
        """Whom the form may name."""
        return frozenset(actor for label_set in self.sets for actor in label_set.actors)


def find_labels(
    document: Document | str, *, codebook: Codebook, quotes: Sequence[Quote] | None = None
) -> list[Label]:
    """Find the forms of the codebook's label sets in title, dek and body.

    Whom a form names is read from, in this order: a form only one actor has (own), a name right after it
    ("the terror group Hamas": apposition; "the regime of Assad": of), a modifier right before it
    ("Palestinian", "Gaza-ruling"), a name it explains ("Hamas, a militant group": apposition); then, only for a
    form that points back ("the terror group"), the first candidate named before it in the sentence (topic) and
    the last one named earlier in the article (antecedent). Everything else stays open: `actor` is None.

    Parameters
    ----------
    quotes
        The article's quotations with speakers, which decide the voice; None finds them.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> row, = find_labels("The Lebanese militant group left.", codebook=load_codebook("iran-hamas"))
    >>> row.actor, row.actor_how, row.polarity, row.voice
    ('hezbollah', 'modifier', 'neutral', 'narrator')
    """
    document = as_document(document)
    quotes = find_quotes(document, codebook=codebook) if quotes is None else quotes
    rows: list[Label] = []
    settled: list[Named] = []
    for zone in read_zones(document):
        for sentence in find_sentences(document.text, zone.span.start, zone.span.end):
            named = find_names(document, codebook, sentence.start, sentence.end)
            for span, choice in _hits(document, codebook, sentence):
                actors, how = _referents(document, codebook, sentence, span, choice, named, settled)
                rows += [
                    _row(document, zone, sentence, span, choice, actor, how, quotes) for actor in actors or [None]
                ]
            settled += [n for n in named if n.form != "demonym"]
    return rows


def _hits(document: Document, codebook: Codebook, sentence: Span) -> list[tuple[Span, Choice]]:
    pattern, choices = _matcher(codebook)
    if pattern is None:
        return []
    view = make_view(sentence.text)
    hits = []
    for match in pattern.finditer(view.text):
        start, end = view.to_text(*match.span())
        span = document.span(sentence.start + start, sentence.start + end)
        hits.append((span, choices[" ".join(match.group().lower().split())]))
    return hits


def _referents(
    document: Document,
    codebook: Codebook,
    sentence: Span,
    span: Span,
    choice: Choice,
    named: list[Named],
    settled: list[Named],
) -> tuple[list[str], str]:
    """Say whom a form names and how that is known; nobody ([], "open") where the text leaves it open."""
    if len(choice.actors) == 1:
        return list(choice.actors), "own"
    settle = partial(_candidate, codebook, document, choice)
    if actors := _following(document.text, span, named, settle, first=_AFTER):
        return actors, "apposition"
    if actors := _following(document.text, span, named, settle, first=_OF):
        return actors, "of"
    before = make_view(document.text[sentence.start : span.start]).text
    if actor := _modified(document, before, span, choice, named, settle):
        return [actor], "modifier"
    earlier = [n for n in named if n.span.end <= span.start]
    if earlier and settle(earlier[-1]) and _APPOSITION.fullmatch(document.text, earlier[-1].span.end, span.start):
        return [str(settle(earlier[-1]))], "apposition"
    if not _points_back(codebook, before, span, choice):
        return [], "open"
    if topic := [n.actor for n in earlier if n.form != "demonym" and n.actor in choice.actors]:
        return [topic[0]], "topic"
    antecedent = next((n.actor for n in reversed(settled) if n.actor in choice.actors), None)
    return ([antecedent], "antecedent") if antecedent else ([], "open")


def _points_back(codebook: Codebook, before: str, span: Span, choice: Choice) -> bool:
    """Say whether a form can rest on an earlier name: "the terror group", "regime officials", but not "terrorists".

    Words for persons ("the official") are too common to be traced this way and stay open.
    """
    if all(codebook.actor(actor).kind == "person" for actor in choice.actors):
        return False
    if _DEFINITE.search(before):
        return True
    return not _DETERMINER.search(before) and not span.text.endswith("s") and before[-1:] in ("", " ")


def _following(
    text: str, span: Span, named: list[Named], settle: Callable[[Named], str | None], *, first: re.Pattern[str]
) -> list[str]:
    """Read "the terrorist groups Hamas and Hezbollah": names that follow at once, joined by commas or "and"."""
    actors: list[str] = []
    end = span.end
    for name in (n for n in named if n.span.start >= span.end and n.form != "demonym"):
        glue = _AND if actors else first
        actor = settle(name)
        if actor is None or not glue.fullmatch(text, end, name.span.start):
            break
        if text[name.span.end : name.span.end + 2] in ("'s", "’s"):
            break
        actors.append(actor)
        end = name.span.end
        if not span.text.endswith("s"):
            break
    return actors


def _modified(
    document: Document,
    before: str,
    span: Span,
    choice: Choice,
    named: list[Named],
    settle: Callable[[Named], str | None],
) -> str | None:
    """Read the words right before: declared modifiers, then a name that stands directly before the form."""
    match = _WORDS_BEFORE.search(before)
    words = match.group() if match else ""
    for label_set in choice.sets:
        for actor, modifiers in label_set.modifiers:
            if any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", words) for word in modifiers):
                return actor
    adjacent = [n for n in named if n.span.end < span.start and not document.text[n.span.end : span.start].strip()]
    return settle(adjacent[-1]) if adjacent else None


def _candidate(codebook: Codebook, document: Document, choice: Choice, named: Named) -> str | None:
    """Give the actor named, or what it belongs to, if the form may name it ("the regime of Bashar Assad")."""
    return next((a for a in codebook.chain(named.actor, document) if a in choice.actors), None)


def _row(
    document: Document,
    zone: Zone,
    sentence: Span,
    span: Span,
    choice: Choice,
    actor: str | None,
    how: str,
    quotes: Sequence[Quote],
) -> Label:
    whose = attribute(document, zone, span, quotes)
    sets = [s for s in choice.sets if actor is None or actor in s.actors]
    return Label(
        row_id=make_row_id(f"label:{actor}", document.doc_id, (span,), METHOD),
        doc_id=document.doc_id,
        zone=zone.kind,
        voice=whose.voice,
        method=METHOD,
        label_set=sets[0].set_id,
        form=" ".join(make_view(span.text).text.lower().split()),
        polarity=choice.polarity,
        actor=actor,
        actor_how=how,
        speaker=whose.speaker,
        speaker_name=whose.speaker_name,
        reported_of=whose.reported_of,
        label=span,
        sentence=sentence,
    )


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> tuple[re.Pattern[str] | None, dict[str, Choice]]:
    choices: dict[str, Choice] = {}
    for label_set in codebook.labels:
        for polarity, forms in label_set.forms:
            for form in forms:
                key = form.lower()
                sets = (*choices[key].sets, label_set) if key in choices else (label_set,)
                choices[key] = Choice(sets, polarity)
    if not choices:
        return None, {}
    words = [re.escape(form).replace(r"\ ", r"\s+") for form in sorted(choices, key=len, reverse=True)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE), choices
