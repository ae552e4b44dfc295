"""Find the occurrence of what comes again: the last Wednesday, next May, the summer before.

The one rule: which occurrence is meant follows from the words; where they leave two, both are given, earlier first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from toolkit.corpus.expressions.days import make_day, monday_of, plus
from toolkit.corpus.expressions.model import OPEN, Interval, Monthly, Tense, Weekly, Which, Yearly, between

_MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class _Once:
    """Hold one occurrence.

    `start` is the day from which it has begun, `over` the day after which it is "the last"; `starts_in` and
    `ends_in` count years (for weekdays: weeks) from that of the base.
    """

    days: Interval
    start: date
    over: date
    starts_in: int
    ends_in: int


_Series = Callable[[int], _Once | None]


def yearly(reading: Yearly, tense: Tense, day: date) -> tuple[Interval, ...]:
    """Give the occurrences of a yearly day or stretch that a phrase may mean, seen from `day`.

    Examples
    --------
    >>> [str(days) for days in yearly(Yearly((8, 1), (8, 31), "last"), "past", date(2015, 3, 12))]
    ['2014-08-01..2014-08-31', '2014-08-01..2014-08-31']
    """

    def once(steps: int) -> _Once | None:
        return _in_year(reading, day.year, steps)

    if reading.years is not None:
        found = once(reading.years)
        return (found.days if found else OPEN,)
    chosen = _choose(once, reading.which, tense, day)
    if reading.which == "this" and reading.first < reading.last and (this := once(0)):
        chosen = (this.days,)
    return (*chosen, *(year if year.low <= day else chosen[0] for year in reading.other))


def weekly(reading: Weekly, tense: Tense, day: date) -> tuple[Interval, ...]:
    """Give the occurrences of a weekday, or of a weekend, that a phrase may mean, seen from `day`."""
    monday = monday_of(day)

    def once(steps: int) -> _Once:
        start = plus(plus(monday, steps, "week"), reading.first - 1, "day")
        end = plus(start, reading.last - reading.first, "day")
        return _Once(between(plus(start, -reading.early, "day"), end), start, end, steps, steps)

    return _choose(once, reading.which, tense, day)


def monthly(reading: Monthly, tense: Tense, day: date) -> tuple[Interval, ...]:
    """Give the occurrences of a day of the month that a phrase may mean, seen from `day`."""

    def once(steps: int) -> _Once | None:
        month = plus(day.replace(day=1), steps, "month")
        found = make_day(month.year, month.month, reading.day)
        if found is None or found.day != reading.day:
            return None
        return _Once(Interval.day(found), found, found, steps, steps)

    return _choose(once, "bare", tense, day)


def _in_year(reading: Yearly, year: int, steps: int) -> _Once | None:
    year += steps
    first = make_day(year, *reading.first)
    turns = reading.last < reading.first
    last = make_day(year + turns, *reading.last)
    if first is None or last is None or first.day != reading.first[1]:
        return None
    if reading.weekday and first.isoweekday() != reading.weekday:
        return None
    over = make_day(year + turns, *reading.over) if reading.over else last
    return _Once(between(first, last), first, over or last, steps, steps + turns)


def _choose(once: _Series, which: Which, tense: Tense, day: date) -> tuple[Interval, ...]:
    if which == "last":
        over = [o for o in _back(once) if o.over < day]
        return _first(o for o in over if o.starts_in < 0), _first(over)
    if which == "next":
        coming = [o for o in _onward(once) if o.start > day]
        return _first(coming), _first(o for o in coming if o.ends_in > 0)
    if which == "past":
        return (_first(o for o in _back(once) if o.days.high < day),)
    if which == "coming":
        return (_first(o for o in _onward(once) if o.start > day),)
    before, ahead = (o for o in _back(once) if o.start <= day), (o for o in _onward(once) if o.days.high >= day)
    if tense == "unknown":
        return _first(before), _first(ahead)
    return (_first(before if tense == "past" else ahead),)


def _back(once: _Series) -> Iterator[_Once]:
    return (found for steps in range(1, -_MOST_STEPS, -1) if (found := once(steps)))


def _onward(once: _Series) -> Iterator[_Once]:
    return (found for steps in range(-1, _MOST_STEPS) if (found := once(steps)))


def _first(found: Iterator[_Once] | list[_Once]) -> Interval:
    return next((o.days for o in found), OPEN)
