"""Reckon with days: move by units, find the unit around a day, cut a part out of an interval.

The one rule: nothing here fails; what leaves the calendar stops at its first or last day, which stands for an open end.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from toolkit.corpus.expressions.model import CalendarUnit, Interval, between, hull
from toolkit.corpus.expressions.words import cut_of

_MONTHS = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}
_HALF_DAYS = {"hour": 0, "day": 0, "week": 3, "month": 15, "season": 45, "year": 183}
_FURTHEST = 10_000_000


def plus(day: date, number: int, unit: CalendarUnit) -> date:
    """Move a day by a number of units; the 31st becomes the last day of a shorter month.

    Examples
    --------
    >>> plus(date(2015, 1, 31), 1, "month"), plus(date(2015, 3, 12), -9000, "year")
    (datetime.date(2015, 2, 28), datetime.date(1, 1, 1))
    """
    number = max(-_FURTHEST, min(number, _FURTHEST))
    if unit == "hour":
        return _plus_days(day, -(-number // 24) if number > 0 else number // 24)
    if unit in ("day", "week"):
        return _plus_days(day, number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * _MONTHS[unit]
    if not 12 <= months < 12 * 10_000:
        return date.min if months < 12 else date.max
    return make_day(months // 12, months % 12 + 1, day.day) or date.max


def make_day(year: int, month: int, day: int) -> date | None:
    """Make a day, cut to the last of its month; None for years outside 1 to 9999."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return date(year, month, min(day, monthrange(year, month)[1]))


def spread(day: date, unit: CalendarUnit) -> Interval:
    """Give half a unit to either side of a day: what "two weeks ago" leaves open."""
    if unit in ("decade", "century"):
        years = 5 if unit == "decade" else 50
        return between(plus(day, -years, "year"), plus(day, years, "year"))
    return between(_plus_days(day, -_HALF_DAYS[unit]), _plus_days(day, _HALF_DAYS[unit]))


def unit_of(day: date, unit: CalendarUnit, steps: int = 0) -> Interval:
    """Give the calendar unit that lies `steps` units after that of a day.

    A week ends on Sunday and begins on Sunday or Monday, whichever leaves more days.

    Examples
    --------
    >>> str(unit_of(date(2015, 3, 12), "week")), str(unit_of(date(2015, 3, 12), "month", -1))
    ('2015-03-08..2015-03-15', '2015-02-01..2015-02-28')
    """
    if unit in ("hour", "day"):
        moved = plus(day, steps, "day")
        return between(moved, moved)
    if unit == "week":
        return _weeks_of(plus(day, steps, "week"))
    months = _MONTHS[unit]
    number = (day.year * 12 + day.month - 1) // months + steps
    first = make_day(number * months // 12, number * months % 12 + 1, 1)
    last = make_day((number * months + months - 1) // 12, (number * months + months - 1) % 12 + 1, 31)
    outside = date.min if number * months < 12 else date.max
    return between(first or outside, last or outside)


def part_of(interval: Interval, unit: CalendarUnit, part: str) -> Interval:
    """Cut a part out of an interval that is such a unit: early, the first half, the last week.

    Examples
    --------
    >>> str(part_of(unit_of(date(2014, 8, 5), "month"), "month", "late"))
    '2014-08-20..2014-08-31'
    """
    cut = cut_of(unit, part)
    if cut is None or interval.earliest is None or interval.latest is None:
        return interval
    step: CalendarUnit = {"year": "month", "decade": "year", "century": "year"}.get(unit, "day")  # type: ignore[assignment]
    after = plus(interval.latest, 1, "day")
    first = plus(interval.earliest, cut.first - 1, step) if cut.first > 0 else plus(after, cut.first, step)
    last = plus(interval.earliest, cut.last, step) if cut.last > 0 else plus(after, cut.last + 1, step)
    return between(first, plus(last, -1, "day"))


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return _plus_days(day, -day.weekday())


def _weeks_of(day: date) -> Interval:
    monday, sunday = monday_of(day), _plus_days(day, -(day.isoweekday() % 7))
    return hull((between(monday, _plus_days(monday, 6)), between(sunday, _plus_days(sunday, 6))))


def _plus_days(day: date, number: int) -> date:
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return date.min if number < 0 else date.max
