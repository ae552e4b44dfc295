"""Give the persons of an article names from another language, to see whether they are followed as well.

The one rule: who is meant stays; in one article no two surnames become one, so that every name can be led back.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from toolkit.annotate.lexicon import given_names
from toolkit.language.names import find_name_runs, names_no_person
from toolkit.language.sourcing import is_demonym, noun_kind
from toolkit.robustness.pieces import Piece, Rewriting, rewrite

_BETWEEN = " | "
_PLAIN = re.compile("[A-Z][a-z]+")
_BEGINS = re.compile(r"(?:^|[.!?:\n][”’\"']?\s*)[“‘\"']?$")  # what stands before the first word of a sentence


@dataclass(frozen=True, slots=True)
class PersonNames:
    """Hold given names and surnames of one language, and whether the surname comes first."""

    language: str
    surname_first: bool
    given: tuple[str, ...]
    surnames: tuple[str, ...]

    def join(self, given: str, surname: str) -> str:
        """Give the full name."""
        return f"{surname} {given}" if self.surname_first else f"{given} {surname}"


@dataclass(frozen=True)
class Renamed:
    """Hold an article with other names: the new text, and the new name for each old one."""

    made: Rewriting
    names: Mapping[str, str]

    def touches(self, words: str) -> bool:
        """Say whether words hold a name that was changed."""
        return self._old.search(words) is not None

    def restore(self, words: str) -> str:
        """Put the old names back, in small letters."""
        back = {new.lower(): old.lower() for old, new in self.names.items()}
        return _any_of(back).sub(lambda found: back[found.group()], words.lower())

    @cached_property
    def _old(self) -> re.Pattern[str]:
        return _any_of(self.names)


def tells(word: str) -> bool:
    """Say whether a word in a name says what somebody is: "Committee", "Iranian"."""
    return noun_kind(word) is not None or is_demonym(word) or names_no_person((word,))


@cache
def read_persons() -> dict[str, PersonNames]:
    """Read the names that ship, by language."""
    with files("toolkit").joinpath("robustness/data/persons.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {
        row["names"]: PersonNames(
            row["names"],
            row["first"] == "surname",
            tuple(row["given"].split(_BETWEEN)),
            tuple(row["surnames"].split(_BETWEEN)),
        )
        for row in rows
    }


def change_persons(text: str, language: str) -> Renamed:
    """Rename the persons whom an article names by a known given name and a surname.

    Which names they get depends on the article alone; when the names run out, the others keep theirs. A given name or
    a surname is changed wherever it stands as a word, in capitals, too.

    Parameters
    ----------
    language
        A key of `read_persons`.

    Examples
    --------
    >>> renamed = change_persons("“It rains,” John Harper said. Harper smiled.", "Korean")
    >>> sorted(renamed.names)
    ['HARPER', 'Harper', 'JOHN', 'JOHN HARPER', 'John', 'John Harper']
    >>> renamed.restore(renamed.made.new) == renamed.made.old.lower()
    True
    """
    names = _exchange(text, read_persons()[language])
    return Renamed(rewrite(text, _pieces(text, names)), names)


def _exchange(text: str, new: PersonNames) -> dict[str, str]:
    draw = random.Random(text)
    given, surnames = draw.sample(new.given, len(new.given)), draw.sample(new.surnames, len(new.surnames))
    firsts: dict[str, str] = {}
    lasts: dict[str, str] = {}
    full: dict[str, str] = {}
    for first, last in _persons(text):
        if (first in firsts or given) and (last in lasts or surnames) and first not in lasts and last not in firsts:
            firsts[first] = firsts.get(first) or given.pop()
            lasts[last] = lasts.get(last) or surnames.pop()
            full[f"{first} {last}"] = new.join(firsts[first], lasts[last])
    names = full | firsts | lasts
    return names | {old.upper(): name.upper() for old, name in names.items()}


def _persons(text: str) -> Iterator[tuple[str, str]]:
    known = given_names()[0]
    for run in find_name_runs(text):
        if len(run.words) == 2 and run.words[0].lower() in known and not any(map(tells, run.words)):
            first, last = run.words
            if _PLAIN.fullmatch(first) and _PLAIN.fullmatch(last):
                yield first, last


def _pieces(text: str, names: Mapping[str, str]) -> Iterator[Piece]:
    for found in _any_of(names).finditer(text):
        new = names[found.group()]
        # "Jan van Dijk", but "Van Dijk"; "al-Masri", but "Al-Masri" at the beginning
        alone = " " not in found.group()
        if (
            alone
            and new[0].islower()
            and (" " in new or _BEGINS.search(text, max(0, found.start() - 5), found.start()))
        ):
            new = new[0].upper() + new[1:]
        yield Piece(found.start(), found.end(), new)


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    """Give a pattern of names as whole words, the longest first; of no names it finds nothing."""
    choices = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])")
