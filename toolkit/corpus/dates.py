"""Read a day that a page prints on a line of its own.

The one rule: only unambiguous forms are read; 03/04/2016 is nobody's date until somebody says whose.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_FORMS = (
    re.compile(_WEEKDAY + r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
    re.compile(_WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]+)\.?,? (?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)


def parse_day(line: str) -> date | None:
    """Read a line that is nothing but a day; None for any other line.

    Examples
    --------
    >>> parse_day("March 18, 2016")
    datetime.date(2016, 3, 18)
    >>> parse_day("03/04/2016") is None
    True
    """
    words = line.strip().lower()
    if len(words) > len("wednesday, september 30th, 2016"):
        return None
    for form in _FORMS:
        if match := form.fullmatch(words):
            return _day(match["year"], match["month"], match["day"])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    starts = [i for i, name in enumerate(_MONTHS, 1) if len(month) >= 3 and name.startswith(month)]
    number = int(month) if month.isdecimal() else starts[0] if starts else 0
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
