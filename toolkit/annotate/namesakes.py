"""Say whose a part of a name is; apart from the cast, because it looks at names and figures alone, and at no text.

The one rule: a surname alone is the one person who bears it here; where two do, it is open unless a title decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from toolkit.annotate.bearers import Words, begins_with_surname
from toolkit.annotate.figures import Figure
from toolkit.annotate.outlets import names_outlet
from toolkit.language.names import NameRun
from toolkit.language.nouns import read_nouns

_FAR_MORE = 3  # times more often in full, and a bare surname is theirs
_LONGEST = 5  # words of a person's name
_FAMILY_ARTICLE = re.compile(r"^(?:al|el|a|ad|as|ash|an|at|az)-", re.IGNORECASE)


class Namesakes:
    """Find figures by a surname or a first name that stands alone.

    Parameters
    ----------
    shared
        Surnames of several words that two or more bear.
    """

    def __init__(self, shared: Set[Words]) -> None:
        self._shared = shared
        self._figures: list[Figure] = []
        self._by_last: dict[str, list[Figure]] = {}
        self._by_first: dict[str, list[Figure]] = {}

    def add(self, figure: Figure) -> None:
        """Let a figure be found by the parts of its name."""
        if figure.actor is None and _is_behind_outlet(figure.words):
            return
        surnames = {_surname(figure.words)}
        if figure.person is not False and begins_with_surname(figure.words):
            surnames.add(_surname(figure.words[:1]))
        for surname in surnames:
            self._by_last.setdefault(surname, []).append(figure)
        if figure.person is not False:
            self._by_first.setdefault(figure.words[0], []).append(figure)
        self._figures.append(figure)

    def find(self, run: NameRun) -> Figure | None:
        """Find who is meant; an open figure where it may be one of two, None where it is nobody."""
        if run.words in self._shared:
            choices = [[figure for figure in self._figures if _ends_with(figure.words, run.words)]]
        elif len(run.words) > 1:
            return None
        else:
            choices = [self._by_last.get(_surname(run.words), []), self._by_first.get(run.words[0], [])]
        for owners in choices:
            fit = [f for f in owners if f.person is not False and _may_be(f, run)]
            if run.title and len(fit) > 1:
                heads = {noun.head for noun in read_nouns(run.title)}
                fit = [f for f in fit if any(noun.head in heads for noun in f.descriptions)] or fit
            if len(fit) > 1:
                return _foremost(fit) or Figure(run.name, run.words, person=True, open=True)
            if fit:
                if fit[0].person is None and owners is choices[0]:
                    fit[0].person = len(fit[0].words) <= _LONGEST or None
                return fit[0]
        return None


def _is_behind_outlet(words: Words) -> bool:
    """Tell "China Daily Li", two names that no mark parts, from "Sun Li"."""
    return (len(words) > 2 or words[0].isupper()) and names_outlet(" ".join(words[:-1]))


def _ends_with(words: Words, surname: Words) -> bool:
    return [word.lower() for word in words[-len(surname) :]] == [word.lower() for word in surname]


def _may_be(figure: Figure, run: NameRun) -> bool:
    return not run.gender or figure.gender in (None, run.gender)


def _foremost(figures: Sequence[Figure]) -> Figure | None:
    """Take the one of several of a surname who is named in full far more often; else nobody is taken."""
    ranked = sorted(figures, key=lambda figure: -figure.in_full)
    return ranked[0] if ranked[0].in_full >= _FAR_MORE * ranked[1].in_full else None


@lru_cache(maxsize=65536)
def _surname(words: Words) -> str:
    last = words[-1]
    if last.lower().rstrip(".") in ("jr", "sr", "ii", "iii") and len(words) > 1:
        last = words[-2]
    return _FAMILY_ARTICLE.sub("", last).lower()
