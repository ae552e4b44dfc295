"""Read the day out of a web address.

The one rule: only the path is read, and a year alone is no date, for sections are called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from toolkit.corpus.expressions.days import unit_of
from toolkit.corpus.expressions.model import Interval
from toolkit.corpus.expressions.words import calendar_names
from toolkit.rows import Span

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>\d{1,2}|[a-z]{3,9})"
_FORMS = (
    re.compile(rf"(?<=[/-]){_YEAR}([/-]){_MONTH}\2(?P<day>\d{{1,2}})(?![\d])", re.IGNORECASE),
    re.compile(rf"(?<=[/-]){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<=/)(?P<day>\d{{1,2}})([/-])(?P<month>\d{{1,2}})\2{_YEAR}(?![\d])"),
    re.compile(rf"(?<=/){_YEAR}[/-]{_MONTH}(?=/|$)", re.IGNORECASE),
)


def dates_in_address(url: str) -> Iterator[tuple[Span, tuple[Interval, ...]]]:
    """Give the first day or month in the path of an address, with all its readings.

    Examples
    --------
    >>> [(words.text, [str(days) for days in choices]) for words, choices in dates_in_address("https://e.org/2016/03/18/a")]
    [('2016/03/18', ['2016-03-18'])]
    >>> list(dates_in_address("https://e.org/elections/2016/a"))
    []
    """
    host = re.match(r"\w+://[^/]*", url)
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    for form in _FORMS:
        for words in form.finditer(path, host.end() if host else 0):
            if choices := _choices(words):
                yield Span(words.start(), words.end(), words[0]), choices
                return


def _choices(words: re.Match[str]) -> tuple[Interval, ...]:
    parts = words.groupdict()
    year, month = int(parts["year"]), _month(parts["month"])
    if "day" not in parts:
        return (unit_of(date(year, month, 1), "month"),) if 1 <= month <= 12 else ()
    pairs = {(month, int(parts["day"]))}
    if words.start("day") < words.start("year"):
        pairs.add((int(parts["day"]), month))
    return tuple(Interval.day(date(year, m, d)) for m, d in sorted(pairs) if _is_day(year, m, d))


def _month(words: str) -> int:
    return int(words) if words.isdecimal() else calendar_names("month").get(words.lower(), 0)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
