"""Say which written names are one bearer's; apart from the cast, because only the writing counts here.

The one rule: names of several words are put together if both stand in the article; whom a lone word means is the cast's
question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from toolkit.annotate.lexicon import given_names
from toolkit.annotate.places import is_headline
from toolkit.language import CAPITALS
from toolkit.language.names import PARTICLES, NameRun, names_no_person
from toolkit.language.sourcing import is_demonym

Words = tuple[str, ...]

_INITIALS = re.compile(rf"(?:[{CAPITALS}]\.)+")
_PLACING = (" in ", " at ", " near ", " across ", " outside ", " inside ")
_DIRECTIONS = frozenset("north south east west central northern southern eastern western latin native anglo".split())


@dataclass(frozen=True, slots=True)
class Written:
    """Hold the names of several words in an article.

    Attributes
    ----------
    names
        All of them, in order.
    told
        Where each stands first outside of headlines.
    headed
        Those in headlines.
    whole
        Those whose first word is theirs: behind a title, amid a sentence, or a given name.
    placed
        Those behind "in" and the like.
    """

    names: tuple[Words, ...]
    told: dict[Words, int]
    headed: frozenset[Words]
    whole: frozenset[Words]
    placed: frozenset[Words]


def read_names(text: str, runs: Iterable[NameRun]) -> Written:
    """Read how and where names are written."""
    names: dict[Words, None] = {}
    told: dict[Words, int] = {}
    headed, whole, placed = set(), set(), set()
    ended, headline, given = -1, False, given_names()[0]
    for run in runs:
        words = run.words
        names[words] = None
        if run.start > ended:
            first, last = text.rfind("\n", 0, run.start) + 1, text.find("\n", run.start)
            ended = last if last >= 0 else len(text)
            headline = is_headline(text[first:ended])
        begin = run.start - len(run.title) - bool(run.title)
        before = text[max(0, begin - 9) : begin]
        if headline:
            headed.add(words)
        else:
            told.setdefault(words, run.start)
            if run.title or (before[-1:] == " " and (before[-2:-1].islower() or before[-2:-1] == ",")):
                whole.add(words)
        if words[0].lower() in given:
            whole.add(words)
        if before.lower().endswith(_PLACING):
            placed.add(words)
    return Written(tuple(names), told, frozenset(headed), frozenset(whole), frozenset(placed))


def find_fullest(written: Written) -> dict[Words, Words]:
    """Give the names as which the bearers of other ones are known; what is not among the keys is known by itself.

    "Ada M. Vale" and "Ada Vale" are one person, known by the longer name, unless there is an "Ada N. Vale", too; so are
    "Carmen Ruiz Ortega" and "Ruiz Ortega", "Jan van Dijk" and "Van Dijk". "Wherever Ada Vale" names nobody new, nor
    does "Ada Vale Speaks" in a headline.
    """
    long = [name for name in written.names if len(name) > 2]
    longer: dict[Words, list[Words]] = {}
    forms = {tuple(map(str.lower, name)): name for name in written.names} if long else {}
    for name in long:
        if (bare := _without_initials(name)) != name:
            longer.setdefault(bare, []).append(name)
        for rest in _endings(name):
            surname = forms.get(tuple(map(str.lower, rest)))
            if surname and _is_surname(name, surname, written):
                longer.setdefault(surname, []).append(name)
    fullest = {one: of[0] for one, of in longer.items() if len(of) == 1}
    known = {*written.names, *fullest}
    inner = {name: _within(name, known, headed=name in written.headed) for name in long}
    return fullest | {name: fullest.get(part, part) for name, part in inner.items()}


def find_surnames(written: Written) -> set[str]:
    """Give the surnames that look like adjectives of countries: Petrosian, Darwish."""
    return {name[-1] for name in written.whole if is_demonym(name[-1]) and not _is_people(name)}


def _within(name: Words, known: Set[Words], *, headed: bool) -> Words:
    """Give the name inside a longer run of words with capitals; the run itself if there is none."""
    parts = _endings(name)
    if headed and not names_no_person(name):
        parts += [name[:i] for i in range(len(name) - 1, 1, -1)]
    return next((part for part in parts if part in known), name)


def _endings(name: Words) -> list[Words]:
    return [name[i:] for i in range(1, len(name) - 1)]


def _without_initials(name: Words) -> Words:
    """Leave out the initials inside a name: of "J. Ada M. Vale" the M."""
    return (name[0], *(word for word in name[1:-1] if not _INITIALS.fullmatch(word)), name[-1])


def _is_surname(name: Words, rest: Words, written: Written) -> bool:
    """Say whether what a name ends in is its bearer's surname, and not the whole name behind another word."""
    if rest[0].lower() in PARTICLES:
        return True
    given = given_names()[0]
    if rest[0].lower() in given or rest in written.placed or name not in written.whole or names_no_person(name):
        return False
    if name[0].lower() in given:
        return True
    # others are told in full first, and "Crooked Ada Vale" comes after "Ada Vale"
    told = written.told.get(name, 0)
    two = len(name) == len(rest) + 1 == 3 and not is_demonym(name[0]) and not is_demonym(rest[0])
    return two and told <= written.told.get(rest, told)


def _is_people(name: Words) -> bool:
    """Tell "African American" from "Ani Petrosian"."""
    return name[0].lower() in _DIRECTIONS or any(map(is_demonym, name[:-1])) or names_no_person(name)
