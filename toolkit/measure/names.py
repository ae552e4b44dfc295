"""Whether two written names mean the same person or body, as far as the names alone can tell.

The one rule: nothing is looked up; "Vale" may be "Ada Vale", but never "Tom Vale" when the other name is "Ada Vale".
"""

from __future__ import annotations

import re

_ASIDE = re.compile(r"\([^)]*\)")  # "(R-Tex.)"
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_INITIALS = 2  # letters: "H.W."
_SILENT = frozenset(
    "mr mrs ms miss dr prof sir lord lady dame rev sen senator rep representative congressman congresswoman gov "
    "governor pres president vice prime minister mayor judge justice attorney general secretary speaker leader "
    "chairman chairwoman director gen lt col maj capt sgt former jr sr ii iii iv the a an of and for".split()
)
# What stands beside a name and makes it that of somebody or something else: "the Vale campaign" is not Vale.
_OTHERS = frozenset(
    "administration aide aides allies ally attorney camp campaign committee company department family foundation "
    "government herald institute journal lawyer ministry news newspaper office organization party post press "
    "spokesman spokesperson spokeswoman staff supporters team times tribune university".split()
)
_ALIKE = {"camp": "campaign", "team": "campaign"}


def same_name(one: str, other: str) -> bool:
    """Say whether two names agree.

    They do if the words of one are among those of the other, or if they share the last word and a first name or its
    initial ("A. Vale", "Ada B. Vale", "Republican nominee Ada Vale"); titles, Jr., possessives and what stands in
    brackets do not count. A word such as "campaign" or "Times" has to be in both. Capitals may be the initials of the
    other name's last words.

    Examples
    --------
    >>> same_name("President Vale", "Ada Vale"), same_name("Tom Vale", "Ada Vale"), same_name("Vale", "Vale campaign")
    (True, False, False)
    """
    if _initials(one, other) or _initials(other, one):
        return True
    a, b = _words(one), _words(other)
    if not (a and b) or _others(a) != _others(b):
        return False
    x, y = set(a) - _OTHERS, set(b) - _OTHERS
    return x <= y or y <= x or (a[-1] == b[-1] and _first_fits(a[:-1], b[:-1]))


def _words(name: str) -> list[str]:
    plain = _POSSESSIVE.sub("", _ASIDE.sub(" ", name)).replace(".", "").casefold()
    return [word for word in _WORD.findall(plain) if word not in _SILENT]


def _others(words: list[str]) -> set[str]:
    return {_ALIKE.get(word, word) for word in words if word in _OTHERS}


def _first_fits(one: list[str], other: list[str]) -> bool:
    """Ask for a first name in common, or an initial of it; two middle initials that differ are a conflict."""
    rest, rest_of_other = set(one) - set(other), set(other) - set(one)
    if all(len(word) <= _INITIALS for word in rest | rest_of_other):
        return not (rest and rest_of_other)
    return bool(set(one) & set(other)) or (min(len(one[0]), len(other[0])) == 1 and one[0][0] == other[0][0])


def _initials(short: str, name: str) -> bool:
    capitals = _POSSESSIVE.sub("", short).replace(".", "").removeprefix("the ").strip()
    letters = "".join(word[0] for word in _words(name))
    return len(capitals) > 1 and capitals.isupper() and letters.endswith(capitals.casefold()) and " " in name
