"""Say which written names are one bearer's; apart from the cast, because only the writing counts here.

The one rule: names of several words are put together if both stand in the article; whom a part of one means is
another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache

from toolkit.annotate.lexicon import given_names
from toolkit.annotate.places import is_headline, read_sections
from toolkit.language import CAPITALS
from toolkit.language.names import PARTICLES, NameRun, names_no_person
from toolkit.language.sourcing import is_demonym

Words = tuple[str, ...]

_INITIALS = re.compile(rf"(?:[{CAPITALS}]\.)+")
_PLACING = (" in ", " at ", " near ", " across ", " outside ", " inside ")
_FOLLOWING = re.compile(
    r"[’']s\s|,|\s[—–-]|\s(?:\w+n[’']t|said|says|told|is|was|has|had|who|will|would|did|does|on|in|at|to|of|with|for|from|by)\s"
)
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
    followed
        Those before a word that no adjective stands before: "said", "on".
    lone
        Words that stand alone.
    """

    names: tuple[Words, ...]
    told: dict[Words, int]
    headed: frozenset[Words]
    whole: frozenset[Words]
    placed: frozenset[Words]
    followed: frozenset[Words]
    lone: frozenset[str]


def read_names(text: str, runs: Iterable[NameRun]) -> Written:
    """Read how and where names are written."""
    names: dict[Words, None] = {}
    told: dict[Words, int] = {}
    headed, whole, placed, followed, lone = set(), set(), set(), set(), set()
    ended, headline, given = -1, False, given_names()[0]
    for run in runs:
        words = run.words
        if len(words) == 1:
            lone.add(words[0])
            continue
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
        if before.lower().endswith(_PLACING) and not text.startswith(("’s", "'s"), run.end):
            placed.add(words)
        if _FOLLOWING.match(text, run.end):
            followed.add(words)
    return Written(
        tuple(names),
        told,
        frozenset(headed),
        frozenset(whole),
        frozenset(placed),
        frozenset(followed),
        frozenset(lone),
    )


def find_fullest(written: Written) -> tuple[dict[Words, Words], set[Words]]:
    """Give the names as which the bearers of other ones are known, and the surnames of several words that two bear.

    What is not among the keys is known by itself. "Ada M. Vale" and "Ada Vale" are one person, known by the longer
    name, unless there is an "Ada N. Vale", too; so are "Carmen Ruiz Ortega" and "Ruiz Ortega", "Jan van Dijk" and "Van
    Dijk", unless there is an "Els van Dijk". "Wherever Ada Vale" names nobody new, nor does "Ada Vale Speaks" in a
    headline.
    """
    long = [name for name in written.names if len(name) > 2]
    longer: dict[Words, list[Words]] = {}
    bearers: dict[Words, list[Words]] = {}
    forms = {tuple(map(str.lower, name)): name for name in written.names} if long else {}
    for name in long:
        if (bare := without_initials(name)) != name:
            longer.setdefault(bare, []).append(name)
        for rest in _endings(name):
            surname = forms.get(tuple(map(str.lower, rest)))
            if surname and _is_surname(name, surname, written):
                bearers.setdefault(surname, []).append(name)
    for surname, names in bearers.items():  # "Crooked Ada Ruiz Ortega" is no second one
        bearers[surname] = [name for name in names if not any(rest in names for rest in _endings(name))]
    fullest = {one: of[0] for one, of in (longer | bearers).items() if len(of) == 1}
    known = {*written.names, *fullest}
    whole = {name for names in bearers.values() for name in names}
    inner = {name: _within(name, known, headed=name in written.headed) for name in long if name not in whole}
    shared = {surname for surname, names in bearers.items() if len(names) > 1}
    return fullest | {name: fullest.get(part, part) for name, part in inner.items()}, shared


def without_initials(name: Words) -> Words:
    """Leave out the initials inside a name.

    Examples
    --------
    >>> without_initials(("J.", "Ada", "M.", "Vale"))
    ('J.', 'Ada', 'Vale')
    """
    return (name[0], *(word for word in name[1:-1] if not _INITIALS.fullmatch(word)), name[-1])


def begins_with_surname(words: Words) -> bool:
    """Say whether a full name has its surname first: "Sun Yulan", "Park Geun-hye".

    Examples
    --------
    >>> begins_with_surname(("Sun", "Yulan")), begins_with_surname(("Ada", "Sun"))
    (True, False)
    """
    return 1 < len(words) < 4 and words[0] in _first_surnames() and not names_no_person(words)


@cache
def _first_surnames() -> frozenset[str]:
    return frozenset(name for names in read_sections("first_surnames.txt").values() for name in names)


def find_surnames(written: Written) -> set[str]:
    """Give the surnames that look like adjectives of countries: Petrosian, Darwish."""
    sure = written.whole | written.followed
    return {name[-1] for name in sure if is_demonym(name[-1]) and not _is_people(name)}


def _within(name: Words, known: Set[Words], *, headed: bool) -> Words:
    """Give the name inside a longer run of words with capitals; the run itself if there is none."""
    parts = _endings(name)
    if headed and not names_no_person(name):
        parts += [name[:i] for i in range(len(name) - 1, 1, -1)]
    return next((part for part in parts if part in known), name)


def _endings(name: Words) -> list[Words]:
    return [name[i:] for i in range(1, len(name) - 1)]


def _is_surname(name: Words, rest: Words, written: Written) -> bool:
    """Say whether what a name ends in is its bearer's surname, and not the whole name behind another word."""
    if name in written.placed:  # "in Africa Le Pen (said)"
        return False
    if rest[0].lower() in PARTICLES:
        return True
    given = given_names()[0]
    if rest[0].lower() in given or rest in written.placed or names_no_person(name):
        return False
    if name[0].lower() in given:
        return True
    if len(name) != len(rest) + 1 or len(name) != 3 or is_demonym(name[0]) or is_demonym(rest[0]):
        return False
    # others have no shorter name, or are told in full first; "Crooked Ada Vale" comes after Ada Vale, who is Vale, too
    shortest = written.lone.isdisjoint(rest)
    if name not in written.whole:
        return shortest and name in written.followed
    told = written.told.get(name, 0)
    return shortest or told <= written.told.get(rest, told)


def _is_people(name: Words) -> bool:
    """Tell "African American" from "Ani Petrosian"."""
    return name[0].lower() in _DIRECTIONS or any(map(is_demonym, name[:-1])) or names_no_person(name)
