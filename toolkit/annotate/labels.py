"""Find naming choices for actors, whom they name, and whose choice they are.

The one rule: every actor of a class is offered the same forms, and what the text leaves open stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.annotate.names import Named, find_names
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook, LabelSet, plain_form
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
_DETERMINER = re.compile(
    r"\b(?:an?|some|any|other|another|several|many|most|both|its|his|her|their)\s+(?:[\w'-]+\s+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold what a codebook says of one form: its sets, and the kind it has in them."""

    sets: tuple[LabelSet, ...]
    polarity: Polarity

    @property
    def actors(self) -> frozenset[str]:
        """Whom the form may name."""
        return frozenset(actor for label_set in self.sets for actor in label_set.actors)


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold a form at the place where it stands, and the names in its sentence."""

    document: Document
    codebook: Codebook
    zone: Zone
    sentence: Span
    span: Span
    choice: Choice
    named: tuple[Named, ...]

    @property
    def before(self) -> str:
        """The plain view of the sentence up to the form."""
        return make_view(self.document.text[self.sentence.start : self.span.start]).text

    @property
    def plural(self) -> bool:
        """Whether the form may name several at once."""
        return self.span.text.endswith("s")

    def candidate(self, named: Named) -> str | None:
        """Give the actor named, or what it belongs to, if the form may name it ("the regime of Assad")."""
        chain = self.codebook.chain(named.actor, self.document)
        return next((actor for actor in chain if actor in self.choice.actors), None)


def find_labels(document: Document | str, *, codebook: Codebook, quotes: Sequence[Quote] | None = None) -> list[Label]:
    """Find the forms of the codebook's label sets in title, dek and body.

    Whom a form names is read from, in this order: a form only one actor has (own), a name right after it
    ("the terror group Hamas": apposition; "the regime of Assad": of), a modifier right before it
    ("Palestinian", "Gaza-ruling"), a name it explains ("Hamas, a militant group": apposition); then, only
    for a form that points back ("the terror group"), the first candidate named before it in the sentence
    (topic) and the last one named earlier in the article (antecedent). Everything else stays open: `actor`
    is None.

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
            for span, choice in _forms(document, codebook, sentence):
                hit = Hit(document, codebook, zone, sentence, span, choice, tuple(named))
                actors, how = _referents(hit, settled)
                rows += [_row(hit, actor, how, quotes) for actor in actors] or [_row(hit, None, how, quotes)]
            settled += [n for n in named if n.form != "demonym"]
    return rows


def _forms(document: Document, codebook: Codebook, sentence: Span) -> Iterator[tuple[Span, Choice]]:
    pattern, choices = _matcher(codebook)
    view = make_view(sentence.text)
    for match in pattern.finditer(view.text) if pattern else ():
        start, end = view.to_text(*match.span())
        span = document.span(sentence.start + start, sentence.start + end)
        yield span, choices[" ".join(match.group().lower().split())]


def _referents(hit: Hit, settled: Sequence[Named]) -> tuple[list[str], str]:
    """Say whom a form names and how that is known; nobody ([], "open") where the text leaves it open."""
    if len(hit.choice.actors) == 1:
        return list(hit.choice.actors), "own"
    if actors := _following(hit, first=_AFTER):
        return actors, "apposition"
    if actors := _following(hit, first=_OF):
        return actors, "of"
    if actor := _modified(hit):
        return [actor], "modifier"
    earlier = [n for n in hit.named if n.span.end <= hit.span.start]
    if actor := _explained(hit, earlier):
        return [actor], "apposition"
    if not _points_back(hit):
        return [], "open"
    if topic := [n.actor for n in earlier if n.form != "demonym" and n.actor in hit.choice.actors]:
        return [topic[0]], "topic"
    antecedent = next((n.actor for n in reversed(settled) if n.actor in hit.choice.actors), None)
    return ([antecedent], "antecedent") if antecedent else ([], "open")


def _following(hit: Hit, *, first: re.Pattern[str]) -> list[str]:
    """Read "the terrorist groups Hamas and Hezbollah": names that follow at once, joined by "and"."""
    text = hit.document.text
    actors: list[str] = []
    end = hit.span.end
    for name in (n for n in hit.named if n.span.start >= hit.span.end and n.form != "demonym"):
        glue = _AND if actors else first
        actor = hit.candidate(name)
        if actor is None or not glue.fullmatch(text, end, name.span.start):
            break
        if text[name.span.end : name.span.end + 2] in ("'s", "’s"):
            break
        actors.append(actor)
        end = name.span.end
        if not hit.plural:
            break
    return actors


def _modified(hit: Hit) -> str | None:
    """Read the words right before: declared modifiers, then a name that stands directly before the form."""
    match = _WORDS_BEFORE.search(hit.before)
    words = match.group() if match else ""
    for label_set in hit.choice.sets:
        for actor, modifiers in label_set.modifiers:
            plain = [re.escape(make_view(modifier).text) for modifier in modifiers]
            if any(re.search(rf"(?<![\w-]){word}(?![\w-])", words) for word in plain):
                return actor
    between = [(n, hit.document.text[n.span.end : hit.span.start]) for n in hit.named if n.span.end < hit.span.start]
    adjacent = [n for n, words_between in between if not words_between.strip()]
    return hit.candidate(adjacent[-1]) if adjacent else None


def _explained(hit: Hit, earlier: Sequence[Named]) -> str | None:
    """Read "Hamas, a militant group": the last name before the form, if the form explains it."""
    if not earlier or not _APPOSITION.fullmatch(hit.document.text, earlier[-1].span.end, hit.span.start):
        return None
    return hit.candidate(earlier[-1])


def _points_back(hit: Hit) -> bool:
    """Say whether a form can rest on an earlier name: "the terror group", "regime officials".

    Words for persons ("the official") are too common to be traced this way and stay open.
    """
    if all(hit.codebook.actor(actor).kind == "person" for actor in hit.choice.actors):
        return False
    if _DEFINITE.search(hit.before):
        return True
    return not _DETERMINER.search(hit.before) and not hit.plural and hit.before[-1:] in ("", " ")


def _row(hit: Hit, actor: str | None, how: str, quotes: Sequence[Quote]) -> Label:
    whose = attribute(hit.document, hit.zone, hit.span, quotes)
    sets = [s for s in hit.choice.sets if actor is None or actor in s.actors]
    return Label(
        row_id=make_row_id(f"label:{actor}", hit.document.doc_id, (hit.span,), METHOD),
        doc_id=hit.document.doc_id,
        zone=hit.zone.kind,
        voice=whose.voice,
        method=METHOD,
        label_set=sets[0].set_id,
        form=plain_form(hit.span.text),
        polarity=hit.choice.polarity,
        actor=actor,
        actor_name=hit.codebook.actor(actor).name if actor else None,
        actor_how=how,
        speaker=whose.speaker,
        speaker_name=whose.speaker_name,
        reported_of=whose.reported_of,
        label=hit.span,
        sentence=hit.sentence,
    )


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> tuple[re.Pattern[str] | None, dict[str, Choice]]:
    choices: dict[str, Choice] = {}
    for label_set in codebook.labels:
        for polarity, forms in label_set.forms:
            for form in forms:
                key = make_view(form).text.lower()
                sets = (*choices[key].sets, label_set) if key in choices else (label_set,)
                choices[key] = Choice(sets, polarity)
    if not choices:
        return None, {}
    words = [re.escape(form).replace(r"\ ", r"\s+") for form in sorted(choices, key=len, reverse=True)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE), choices
