"""The patterns that rules match before and after a word of a date.

The one rule: a pattern is compiled once, when it is first asked for; importing this module reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from toolkit.corpus.expressions.words import (
    alternatives,
    calendar_names,
    hedges,
    holidays,
    numbers,
    read_lines,
    word_set,
)

_MARKER = re.compile(r"(?<!\?P)<([a-z_]+)>")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Give a pattern by its name, filled in from the tables.

    Examples
    --------
    >>> pattern("relation").match(" and a half ago")["relation"]
    'ago'
    """
    case, text = _patterns()[name]
    while (filled := _MARKER.sub(_fill, text)) != text:
        text = filled
    return re.compile(text, re.IGNORECASE if case == "any" else 0)


@cache
def _patterns() -> dict[str, tuple[str, str]]:
    lines = (line.split(" ", 2) for line in read_lines("patterns.txt"))
    return {name: (case, text) for name, case, text in lines}


def _fill(marker: re.Match[str]) -> str:
    shared = _patterns().get(marker[1])
    return shared[1] if shared else _words(marker[1])


@cache
def _words(name: str) -> str:
    tables: dict[str, Callable[[], Iterable[str]]] = {
        "weekdays": lambda: _titled(calendar_names("weekday")),
        "months": lambda: _titled(calendar_names("month")),
        "numbers": numbers,
        "hedges": hedges,
        "holidays": holidays,
        "counted": lambda: word_set("counted"),
    }
    words = alternatives(tables[name]())
    return rf"(?:{words})\b" if name == "counted" else words


def _titled(words: Iterable[str]) -> list[str]:
    return [form for word in words for form in (word.title(), word.upper())]
