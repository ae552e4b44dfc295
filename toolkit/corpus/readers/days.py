"""Read the day from the line in which a vendor's export says when an article appeared.

The one rule: a line that allows two readings gives no day but a warning that shows the line.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from toolkit.corpus.records import Warn

_SUFFIX = r"(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d{2})(?!\d)"
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:1[5-9]|20)\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:1[5-9]|20)\d{2})[-/](\d{2})[-/](\d{2})(?!\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Days:
    """Hold the first and the last day a line allows; None where it allows no answer, with the reason."""

    earliest: date | None = None
    latest: date | None = None
    warning: Warn | None = None


def read_days(line: str) -> Days:
    """Read the one day, or the one month, that a line names in English, French, German or a neighbour of theirs.

    Examples
    --------
    >>> read_days("January 11, 2010 Monday").earliest
    datetime.date(2010, 1, 11)
    >>> read_days("03/04/2016").warning
    Warn(reason='date_ambiguous', detail="'03/04/2016' is 2016-03-04 or 2016-04-03")
    """
    found = sorted(set(_written(line)) | set(_numeric(line)))
    if len(found) == 1:
        return Days(found[0], found[0], _contradiction(line, found[0]))
    if found:
        return Days(warning=Warn("date_ambiguous", f"{line!r} is {' or '.join(map(str, found))}"))
    if month := _month(line):
        return month
    reason = "cannot be read as a day" if line.strip() else "is empty"
    return Days(warning=Warn("date_unreadable", f"the date {line!r} {reason}"))


def names_year(line: str) -> bool:
    """Tell whether a line names a year, as every date line does.

    Examples
    --------
    >>> names_year("Spring 2014"), names_year("The Harbour Post")
    (True, False)
    """
    return _ANY_YEAR.search(line) is not None


def _written(line: str) -> Iterator[date]:
    for form in _forms()[:-1]:
        for match in form.finditer(line.lower()):
            number = _words("month")[match["month"]]
            yield from _day(int(match["year"]), number, int(match["day"]))


def _numeric(line: str) -> Iterator[date]:
    for match in _ISO.finditer(line):
        yield from _day(int(match[1]), int(match[2]), int(match[3]))
    for match in _NUMERIC.finditer(line):
        one, two, year = (int(part) for part in match.groups())
        yield from _day(year, one, two)
        yield from _day(year, two, one)


def _month(line: str) -> Days | None:
    match = _forms()[-1].search(line.lower())
    if not match or len(set(_named("month", line))) > 1:
        return None
    year, number = int(match["year"]), _words("month")[match["month"]]
    return Days(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        yield date(year, month, day)


def _contradiction(line: str, day: date) -> Warn | None:
    named = _named("weekday", line)
    if not named or day.weekday() in named:
        return None
    english = next(word for word, number in _words("weekday").items() if number == day.weekday())
    return Warn("date_implausible", f"{line!r}: {day} was a {english.title()}")


def _named(kind: str, line: str) -> list[int]:
    words = _words(kind)
    return [words[word] for word in re.findall(r"[^\W\d_]+", line.lower()) if word in words]


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    month = r"(?<![^\W\d_])(?P<month>" + "|".join(sorted(_words("month"), key=len, reverse=True)) + r")\.?"
    return (
        re.compile(rf"{month}\s+(?P<day>\d{{1,2}}){_SUFFIX}(?!\d),?\s+{_YEAR}"),
        re.compile(rf"(?<!\d)(?P<day>\d{{1,2}}){_SUFFIX}\s+(?:de\s+|of\s+)?{month},?\s+(?:de\s+)?{_YEAR}"),
        re.compile(rf"{_YEAR}\s+{month}\s+(?P<day>\d{{1,2}})(?!\d)"),
        re.compile(rf"{month},?\s+(?:de\s+)?{_YEAR}"),
    )


@cache
def _words(kind: str) -> dict[str, int]:
    with files("toolkit").joinpath("corpus/readers/data/calendar_words.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {word: int(row["number"]) for row in rows if row["kind"] == kind for word in row["words"].split()}
