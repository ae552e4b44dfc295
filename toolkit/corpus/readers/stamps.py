"""Read the date that a column gives for an article.

The one rule: a value is read only if it has one reading; 03/04/2016 has two and is handed back as it stands.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from toolkit.corpus.dates import parse_day
from toolkit.corpus.records import Warn

# Before the first newspapers and long after today a date is a slip; zero is what many programs make of no date.
_FIRST_YEAR, _LAST_YEAR = 1605, 2100
_SECONDS = range(315_532_800, 4_102_444_800)  # 1980 to 2099
_ZERO = date(1970, 1, 1)
_CLOCK = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)? ?(?:[AaPp]\.?[Mm]\.?)?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_NUMERIC = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? ?[A-Z0-9+-]{0,5}")
_EPOCH = re.compile(r"(-?\d{1,16})(?:\.\d+)?")


class Days(NamedTuple):
    """Hold the first and the last day that a value allows."""

    earliest: date
    latest: date


def read_stamp(value: object) -> Days | Warn:
    """Read a date or time as days; the day is the one that is written, in whatever time zone.

    Parameters
    ----------
    value
        ISO 8601 (also compact, also a month or a year), RFC 2822, "March 18, 2016", 18/03/2016, or seconds or
        milliseconds since 1970, taken as UTC.

    Examples
    --------
    >>> read_stamp("2016-03-18T23:30:00+03:00").earliest
    datetime.date(2016, 3, 18)
    >>> read_stamp("03/04/2016")
    Warn(reason='date_ambiguous', detail="'03/04/2016' is 2016-04-03 or 2016-03-04")
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _plausible(Days(value, value), str(value))
    text = str(value).strip()
    try:
        found = _written(text) or _numeric(text) or _counted(text)
    except (ValueError, OverflowError, OSError):  # no such day, or far outside the calendar
        found = None
    if found is None:
        return Warn("date_unreadable", f"{text!r:.60}")
    return found if isinstance(found, Warn) else _plausible(found, text)


def _written(text: str) -> Days | None:
    """Read the forms that have one reading by themselves."""
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if (match := _COMPACT.fullmatch(text)) and _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR and "01" <= match[2] <= "12":
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if _YEAR.fullmatch(text):
        return Days(date(int(text), 1, 1), date(int(text), 12, 31))
    if _MAIL.fullmatch(text):
        day = parsedate_to_datetime(text).date()
        return Days(day, day)
    printed = parse_day(text)
    return Days(printed, printed) if printed else None


def _numeric(text: str) -> Days | Warn | None:
    """Read day, month and year where only one order fits."""
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    one, two, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        return Warn("date_ambiguous", f"{text!r} does not say which century, nor which number is the day")
    if one > 12 or one == two:
        return _day(year, two, one)
    if two > 12:
        return _day(year, one, two)
    return Warn("date_ambiguous", f"{text!r} is {year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}")


def _counted(text: str) -> Days | None:
    """Read seconds or milliseconds since 1970 if they fall between 1980 and 2099; 0 is given back to be doubted."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    for seconds in (int(match[1]), int(match[1]) // 1000):
        if seconds in _SECONDS or match[1] == "0":
            day = datetime.fromtimestamp(seconds, UTC).date()
            return Days(day, day)
    return None


def _day(year: int, month: int, day: int) -> Days:
    only = date(year, month, day)
    return Days(only, only)


def _plausible(days: Days, text: str) -> Days | Warn:
    if days.earliest == days.latest == _ZERO:
        return Warn("date_implausible", f"{text!r:.60} is the zero of computer clocks")
    if not _FIRST_YEAR <= days.earliest.year <= days.latest.year <= _LAST_YEAR:
        return Warn("date_implausible", f"{text!r:.60} lies outside {_FIRST_YEAR}–{_LAST_YEAR}")
    return days
