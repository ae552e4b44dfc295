"""Collect whom an article names: each person or body with the fullest name, the places, and what is said about them.

The one rule: everything about a figure stands in the article or is declared in the codebook; a name tells no gender.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.annotate.names import find_names
from toolkit.annotate.voices import read_zones
from toolkit.codebook import Codebook
from toolkit.language.names import Gender, NameRun, find_name_runs, gender_of, names_no_person
from toolkit.language.nouns import Noun, read_nouns
from toolkit.language.sourcing import is_person_noun
from toolkit.rows import Document, Span

_PREPOSITIONS = frozenset(
    "of to with by for from against about in on at than like between over under and or toward towards after before near "
    "behind including call called".split()
)
_DETERMINERS = frozenset("the a an his her its their".split())
_APPOSITION = re.compile(r",[ \u00a0]((?:an?|the|his|her|its|their)[ \u00a0][^,.;:“”\"()—]{3,90}|[a-z][^,.;:“”\"()—]{3,60})(?=[,.])")
_BEFORE = re.compile(r"(?:(?<=\s)|^)((?:[\w’'./-]+[ \u00a0]){1,6})$")
_POSSESSIVE = re.compile(r"['’]s?(?![\w])")
_FAR_MORE = 3
_LONGEST = 5  # words of a person's name
_HIS = frozenset("he his him himself".split())
_REFLECTS = re.compile(r"\b([Hh]e|[Hh]is|him|himself|[Ss]he|[Hh]er|hers|herself)\b")
_FAMILY_ARTICLE = re.compile(r"^(?:al|el|a|ad|as|ash|an|at|az)-", re.IGNORECASE)
_STOP = re.compile(r"(?<![\s.][A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col))[.!?][’”\"')]*\s+(?=[“‘\"'A-Z\d])")
_THE = re.compile(r"\b[Tt]he[ \u00a0]$")


@dataclass(slots=True)
class Figure:
    """Hold somebody whom an article names.

    Attributes
    ----------
    name
        The fullest form in the article; the codebook's name for an actor.
    descriptions
        What titles and appositions call the figure.
    belongs
        Words in the names of the bodies that the codebook says an actor belongs to.
    after_the, in_full
        How often "the" stands before the name, as it does before no person's, and how often it has two words or more.
    """

    name: str
    words: tuple[str, ...]
    actor: str | None = None
    person: bool | None = None
    outlet: bool = False
    genders: Counter[Gender] = field(default_factory=Counter)
    descriptions: list[Noun] = field(default_factory=list)
    belongs: frozenset[str] = frozenset()
    after_the: int = 0
    in_full: int = 0

    @property
    def gender(self) -> Gender | None:
        """What the article tells, if it does not contradict itself."""
        f, m = self.genders["f"], self.genders["m"]
        return "f" if f > 3 * m else "m" if m > 3 * f else None


@dataclass(frozen=True, slots=True)
class Naming:
    """Hold one place where a figure is named; `leads` where it is the first of its sentence and no preposition's."""

    start: int
    end: int
    figure: Figure
    sentence: int
    leads: bool
    owner: bool  # "Okoro's": somebody else's noun follows
    title: str  # right before the name, with the space between


@dataclass(frozen=True, slots=True)
class Cast:
    """Hold the figures of an article, the places that name them, and its sentences, in order."""

    figures: tuple[Figure, ...]
    namings: tuple[Naming, ...]
    sentences: tuple[int, ...]

    def sentence_at(self, place: int) -> int:
        """Give the number of the sentence that holds a place."""
        return max(0, bisect_right(self.sentences, place) - 1)

    def within(self, start: int, end: int) -> Sequence[Naming]:
        """Give the namings inside a stretch of text."""
        low = bisect_left(self.namings, start, key=lambda n: n.start)
        return [n for n in self.namings[low : bisect_left(self.namings, end, key=lambda n: n.start)] if n.end <= end]


def collect_cast(document: Document, codebook: Codebook | None) -> Cast:
    """Collect the figures of an article."""
    zones = read_zones(document)
    sentences = [start for zone in zones for start in _sentence_starts(document.text, zone.span)]
    runs: list[tuple[NameRun, str | None]] = []
    for zone in zones:
        runs += _runs(document, codebook, zone.span)
    figures = _figures(document, runs, codebook)
    cast = _place(document.text, runs, figures, sentences)
    for naming in (*cast.namings, *_in_captions(document, codebook, figures)):
        _describe(document.text, naming)
    for figure in cast.figures:
        if figure.person is None and figure.genders.total() > 1:
            figure.person = True
        if 2 * figure.after_the > sum(1 for naming in cast.namings if naming.figure is figure):
            figure.person = False
    _read_pronouns(document.text, cast)
    return cast


def _sentence_starts(text: str, span: Span) -> list[int]:
    """Give where sentences begin, by their stops alone: distances need no more, and this takes no time."""
    return [span.start, *(match.end() for match in _STOP.finditer(text, span.start, span.end))]


def _runs(document: Document, codebook: Codebook | None, span: Span) -> Iterable[tuple[NameRun, str | None]]:
    """Give the names in a stretch of text, with the actor where the codebook knows the name."""
    runs = list(find_name_runs(document.text, span.start, span.end))
    known = find_names(document, codebook, span.start, span.end) if codebook else []
    named = [k for k in known if k.form != "demonym"]
    for run in runs:
        held = [k for k in named if k.span.start < run.end and run.start < k.span.end]
        if not held:
            yield run, None
    for k in named:
        over = next((r for r in runs if r.start <= k.span.start < r.end), None)
        # "Ban Vale" beside the alias "Vale" is somebody else's name, and "Vale" in it no mention
        yield (
            NameRun(
                k.span.start,
                k.span.end,
                tuple(k.span.text.split()),
                over.title if over else "",
                over.gender if over else None,
            ),
            k.actor,
        )


def _figures(
    document: Document, runs: Sequence[tuple[NameRun, str | None]], codebook: Codebook | None
) -> dict[object, Figure]:
    """Make the figures: one for each actor, one for each name of two words or more, one for each lone word left."""
    figures: dict[object, Figure] = {}
    for _, actor in runs:
        if actor and codebook and actor not in figures:
            entry = codebook.actor(actor)
            figure = Figure(entry.name, tuple(entry.name.split()), actor, entry.kind == "person", entry.kind == "outlet")
            above = codebook.chain(actor, document)[1:]
            figure.belongs = frozenset(word.lower() for one in above for word in codebook.actor(one).name.split())
            if gender := _declared_gender(codebook, actor):
                figure.genders[gender] += 100
            figures[actor] = figure
    full = {run.words for run, actor in runs if actor is None and len(run.words) > 1}
    for run, actor in runs:
        if actor is None and len(run.words) > 1 and run.words not in figures:
            shorter = next((run.words[i:] for i in range(1, len(run.words) - 1) if run.words[i:] in full), run.words)
            if shorter not in figures:
                figures[shorter] = Figure(" ".join(shorter), shorter, person=_is_person(run))
            figures[run.words] = figures[shorter]  # "Wherever Ada Vale went" names nobody new
    for run, actor in runs:
        if (figure := figures.get(actor or run.words)) and len(run.words) > 1:
            figure.in_full += 1
    return figures


def _declared_gender(codebook: Codebook, actor: str) -> Gender | None:
    declared = dict(getattr(codebook.actor(actor), "attributes", ())).get("gender", "")
    return {"f": "f", "female": "f", "m": "m", "male": "m"}.get(declared)  # type: ignore[return-value]


def _is_person(run: NameRun) -> bool | None:
    if names_no_person(run.words):
        return False
    return True if run.title else None


def _place(
    text: str, runs: Sequence[tuple[NameRun, str | None]], figures: dict[object, Figure], sentences: Sequence[int]
) -> Cast:
    """Say for each name whose it is."""
    by_last: dict[str, list[Figure]] = {}
    by_first: dict[str, list[Figure]] = {}
    for figure in figures.values():
        by_last.setdefault(_surname(figure.words), []).append(figure)
        if figure.person is not False:
            by_first.setdefault(figure.words[0], []).append(figure)
    namings: list[Naming] = []
    begun: set[int] = set()
    for run, actor in sorted(runs, key=lambda item: item[0].start):
        figure = figures.get(actor or run.words) or _by_part(text, run, by_last, by_first)
        if figure is None:
            figure = figures[run.words] = Figure(run.name, run.words, person=True if run.title else None)
            by_last.setdefault(_surname(run.words), []).append(figure)
        if run.gender:
            figure.genders[run.gender] += 5
        if run.title:
            figure.person = figure.person is not False
            figure.descriptions += read_nouns(run.title)
        elif _THE.search(text, max(0, run.start - 5), run.start):
            figure.after_the += 1
        number = max(0, bisect_right(sentences, run.start) - 1)
        governed = _is_governed(text, run)
        owner = _POSSESSIVE.match(text, run.end) is not None
        leads = number not in begun and not governed and not owner
        if leads:
            begun.add(number)
        namings.append(Naming(run.start, run.end, figure, number, leads, owner, run.title and run.title + " "))
    unique = {id(figure): figure for figure in figures.values()}
    return Cast(tuple(unique.values()), tuple(namings), tuple(sentences))


def _is_governed(text: str, run: NameRun) -> bool:
    """Say whether a preposition stands before a name, so that it is no subject."""
    start = run.start - len(run.title) - bool(run.title)
    before = text[max(0, start - 24) : start].lower().split()
    if before and before[-1] in _DETERMINERS:
        before.pop()
    return bool(before) and before[-1] in _PREPOSITIONS


def _surname(words: tuple[str, ...]) -> str:
    last = words[-1]
    if last.lower().rstrip(".") in ("jr", "sr", "ii", "iii") and len(words) > 1:
        last = words[-2]
    return _FAMILY_ARTICLE.sub("", last).lower()


def _by_part(text: str, run: NameRun, by_last: dict[str, list[Figure]], by_first: dict[str, list[Figure]]) -> Figure | None:
    """Find the one whose surname, or whose first name, stands alone; None where two could be meant."""
    if len(run.words) > 1 or _THE.search(text, max(0, run.start - 5), run.start):
        return None
    same = by_last.get(_surname(run.words), [])
    for owners in (same, by_first.get(run.words[0], [])):
        fit = [f for f in owners if f.person is not False and (not run.gender or f.gender in (None, run.gender))]
        if len(fit) == 1:
            if fit[0].person is None and owners is same and len(fit[0].words) < _LONGEST:
                fit[0].person = True
            return fit[0]
        if len(fit) > 1:
            return _foremost(fit)
    return None


def _foremost(figures: Sequence[Figure]) -> Figure | None:
    """Take the one of several of a surname who is named in full far more often; else nobody is taken."""
    ranked = sorted(figures, key=lambda figure: -figure.in_full)
    return ranked[0] if ranked[0].in_full >= _FAR_MORE * ranked[1].in_full else None


def _in_captions(document: Document, codebook: Codebook | None, figures: dict[object, Figure]) -> list[Naming]:
    """Give the names under pictures: they are no part of the article's story, but say who somebody is."""
    namings = []
    for zone in document.zones:
        if zone.kind == "caption":
            for run, actor in _runs(document, codebook, zone.span):
                if figure := figures.get(actor or run.words):
                    figure.descriptions += read_nouns(run.title)
                    namings.append(Naming(run.start, run.end, figure, 0, False, False, run.title and run.title + " "))
    return namings


def _describe(text: str, naming: Naming) -> None:
    """Note what stands around a name in apposition: "senior aide Ada Vale", "Ada Vale, a senior aide,"."""
    figure = naming.figure
    found: list[Noun] = []
    begin = naming.start - len(naming.title)
    last = text[max(0, begin - 24) : begin].split()[-1:]
    if last and is_person_noun(last[0]) and (before := _BEFORE.search(text, max(0, begin - 80), begin)):
        found += [noun for noun in read_nouns(before[1]) if before[1].lower().endswith(noun.head + " ")]
    if text.startswith(",", naming.end) and (after := _APPOSITION.match(text, naming.end)):
        found += read_nouns(after[1])
    for noun in found:
        if not is_person_noun(noun.head):
            continue
        figure.descriptions.append(noun)
        if figure.person is None:
            figure.person = True
        if gender := gender_of(noun.head):
            figure.genders[gender] += 3


def _read_pronouns(text: str, cast: Cast) -> None:
    """Let a pronoun after the one person named before it in a sentence tell that person's gender: "Okoro left her home"."""
    people: dict[int, list[Naming]] = {}
    for naming in cast.namings:
        if naming.figure.person is not False:
            people.setdefault(naming.sentence, []).append(naming)
    for number, (start, end) in enumerate(pairwise([*cast.sentences, len(text)])):
        found = _REFLECTS.search(text, start, end)
        if not found:
            continue
        before = {id(n.figure): n.figure for n in people.get(number, ()) if n.start < found.start()}
        if not before and found.start() == start and number:
            before = {id(n.figure): n.figure for n in people.get(number - 1, ())}
        if len(before) == 1:
            next(iter(before.values())).genders["m" if found[1].lower() in _HIS else "f"] += 1
