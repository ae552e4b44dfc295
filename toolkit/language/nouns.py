"""Read noun phrases that say what somebody is: "the senior Ruritanian official", "Sen.".

The one rule: the head is the last word before a preposition; it alone says what somebody is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from toolkit.language.sourcing import core_of

_DETERMINERS = frozenset(
    "the this that these those a an one some several many his her its their no any another".split()
)
_BELONGS = re.compile(r"\s(?:of|for|at|in)\s(?:the\s)?([^,;.()]+)")
_AND = re.compile(r"\s(?:and|or)\s")


@dataclass(frozen=True, slots=True)
class Noun:
    """Hold a noun phrase, in lower case: its determiner, the words before its head, the head, and what it is of."""

    determiner: str
    modifiers: tuple[str, ...]
    head: str
    of: tuple[str, ...] = ()

    @property
    def definite(self) -> bool:
        """Whether the phrase points back to somebody known."""
        return self.determiner in ("the", "this", "that", "these", "those")


@lru_cache(maxsize=65536)  # of one source several steps ask
def read_nouns(words: str) -> tuple[Noun, ...]:
    """Read a noun phrase, or several that "and" joins.

    Examples
    --------
    >>> read_nouns("the senior Ruritanian official")
    (Noun(determiner='the', modifiers=('senior', 'ruritanian'), head='official', of=()),)
    >>> read_nouns("commander of the River Guard")
    (Noun(determiner='', modifiers=(), head='commander', of=('river', 'guard')),)
    """
    return tuple(noun for part in _AND.split(words) if (noun := _read(part)))


def _read(words: str) -> Noun | None:
    words = " ".join(words.replace("’", "'").split())
    whole = core_of(words)
    core = whole.lower().split()
    determiner = core[0] if core and core[0] in _DETERMINERS else ""
    rest = core[1:] if determiner else core
    if rest and rest[0].endswith("'s"):  # "Belmora's minister"
        determiner, rest = determiner or "the", [rest[0].removesuffix("'s"), *rest[1:]]
    if not rest:
        return None
    belongs = _BELONGS.match(words, len(whole))
    told = belongs[1].lower().split() if belongs else []
    return Noun(determiner, _bare(rest[:-1]), rest[-1].rstrip(","), _bare(told))


def _bare(words: list[str]) -> tuple[str, ...]:
    """Give words without the possessive."""
    return tuple(word.removesuffix("'s").removesuffix("'") for word in words)
