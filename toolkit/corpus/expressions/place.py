"""What a rule sees of the text, and what it gives back.

The one rule: a rule never looks behind the end of the expression before it, so no word is read twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.corpus.expressions.model import Kind, Precision, Reading, Which
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.words import word_set

STEPS = {"last": -1, "next": 1, "this": 0, "that": 0, "same": 0, "following": 1, "previous": -1, "preceding": -1}
OF_EVENT = ("that", "same", "following", "previous", "preceding")  # counted from what was told
_REACH = 64
_WHICH: dict[str, Which] = {
    "last": "last",
    "next": "next",
    "this": "this",
    "this past": "past",
    "this coming": "coming",
    "coming": "coming",
}
_NEXT_WORD = re.compile(r"[ -]([a-z]+)")


class Place(NamedTuple):
    """Hold a word that can belong to a date: where it stands in the view, and where the last expression ended."""

    view: str
    start: int
    end: int
    floor: int

    @property
    def word(self) -> str:
        """The word as written."""
        return self.view[self.start : self.end]

    @property
    def before(self) -> str:
        """The words before it that are still free."""
        return self.view[max(self.floor, self.start - _REACH) : self.start]

    def after(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match what follows it."""
        return pattern.match(self.view, self.end)

    @property
    def joined(self) -> bool:
        """Whether only a comma, a dash or a joining word parts it from the expression before."""
        return self.floor > 0 and bool(_JOINT.fullmatch(self.view, self.floor, self.start))


class Left(NamedTuple):
    """Hold what stands before a month or season: where it begins, "late" or "end of", and "last"."""

    start: int
    part: str
    which: Which

    @classmethod
    def of(cls, place: Place) -> Left:
        """Read the words before a name."""
        words = pattern("part_before").search(place.before)
        if words is None:
            return cls(place.start, "", "bare")
        return cls(place.start - len(words[0]), plain_part(words["part"] or ""), which_of(words["which"]))


@dataclass(frozen=True, slots=True)
class Found:
    """Hold an expression before its tense is known; `only_ahead`: it is one in the future tense alone."""

    start: int
    end: int
    reading: Reading
    kind: Kind
    precision: Precision
    only_ahead: bool = False
    event_at: int = 0


_QUARTERS = {"first": "q1", "second": "q2", "third": "q3", "fourth": "q4", "last": "q4"}
_SAME_PARTS = {"beginning": "start", "close": "end", "middle": "mid"}
_JOINT = re.compile(r"(?:, | ?[-–—] ?|,? (?:and|or|to|through|until) )")


def which_of(words: str | None) -> Which:
    """Say which occurrence the word before a name asks for."""
    return _WHICH.get((words or "").lower(), "bare")


def plain_part(words: str) -> str:
    """Give the name under which the table of parts has a part.

    Examples
    --------
    >>> plain_part("Second quarter"), plain_part("beginning")
    ('q2', 'start')
    """
    words = words.lower().replace("latter", "second")
    if words.endswith("quarter"):
        return _QUARTERS[words.split()[0]]
    return _SAME_PARTS.get(words, words)


def qualifies_noun(view: str, end: int) -> bool:
    """Say whether the word after `end` is a noun, or at least no word that a clause goes on with."""
    following = _NEXT_WORD.match(view, end)
    return following is not None and following[1] not in word_set("function_words")
