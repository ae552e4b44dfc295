"""Read noun phrases that say what somebody is: "the senior Ruritanian official", "Sen.".

The one rule: a phrase is read up to its head; what follows a preposition is told about it, and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.language.sourcing import core_of

_DETERMINERS = frozenset("the this that these those a an one some several many his her its their no any another".split())
_AND = re.compile(r"\s(?:and|or)\s")


@dataclass(frozen=True, slots=True)
class Noun:
    """Hold a noun phrase, in lower case: how it is determined, the words before its head, and the head."""

    determiner: str
    modifiers: tuple[str, ...]
    head: str

    @property
    def definite(self) -> bool:
        """Whether the phrase points back to somebody known."""
        return self.determiner in ("the", "this", "that", "these", "those")


def read_nouns(words: str) -> list[Noun]:
    """Read a noun phrase, or several that "and" joins, each up to its head.

    Examples
    --------
    >>> read_nouns("the senior Ruritanian official in the delegation")
    [Noun(determiner='the', modifiers=('senior', 'ruritanian'), head='official')]
    """
    return [noun for part in _AND.split(words) if (noun := _read(part))]


def _read(words: str) -> Noun | None:
    core = core_of(words).lower().replace("’", "'").split()
    determiner = core[0] if core and core[0] in _DETERMINERS else ""
    rest = core[1:] if determiner else core
    return Noun(determiner, tuple(rest[:-1]), rest[-1].rstrip(",")) if rest else None
