"""What a date expression is: its words, the way it is to be read, and the days that the reading leaves.

The one rule: a phrase is read as the interval that its words leave, never as a likely day in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolkit.errors import CorpusError
from toolkit.rows import Span

Precision = Literal["day", "days", "week", "month", "season", "year", "open", "none", "ambiguous"]
Kind = Literal["absolute", "numeric", "yearless", "weekday", "relative", "stretch", "event", "holiday", "open", "range"]
Tense = Literal["past", "future", "unknown"]
CalendarUnit = Literal["hour", "day", "week", "month", "season", "year", "decade", "century"]
Which = Literal["bare", "last", "next", "this", "past", "coming"]
Fit = Literal["exact", "about", "over", "under", "within", "beyond", "open"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Hold first and last day, both included; None is an open end.

    Examples
    --------
    >>> Interval(date(2016, 3, 18), None).contains(Interval.day(date(2016, 5, 1)))
    True
    """

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise CorpusError(f"an interval cannot begin on {self.earliest} and end before that, on {self.latest}")

    @classmethod
    def day(cls, day: date) -> Interval:
        """Make the interval of one day."""
        return cls(day, day)

    @property
    def low(self) -> date:
        """The first day, or the calendar's first where the end is open."""
        return self.earliest or date.min

    @property
    def high(self) -> date:
        """The last day, or the calendar's last where the end is open."""
        return self.latest or date.max

    def contains(self, other: Interval) -> bool:
        """Say whether every day of `other` lies in this interval."""
        return self.low <= other.low and other.high <= self.high

    def __str__(self) -> str:
        if self.earliest and self.earliest == self.latest:
            return self.earliest.isoformat()
        return f"{self.earliest or 'open'}..{self.latest or 'open'}"


OPEN = Interval(None, None)


def between(low: date, high: date) -> Interval:
    """Make an interval; the calendar's first and last day stand for what cannot be reckoned, an open end."""
    low, high = min(low, high), max(low, high)
    return Interval(None if low == date.min else low, None if high == date.max else high)


def hull(intervals: tuple[Interval, ...]) -> Interval:
    """Give the smallest interval that holds all of `intervals`."""
    return between(min(i.low for i in intervals), max(i.high for i in intervals))


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that need no base; several `choices` are readings between which the words do not decide."""

    choices: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day or stretch that comes every year, from one (month, day) to another; day 31 is the month's last.

    `over` is the day from which one says "last" of it; `weekday` (Monday is 1) singles out years; `other` are
    years that the text or common use offers besides; `years` says how many calendar years after that of the base
    or event it lies.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    which: Which = "bare"
    over: tuple[int, int] | None = None
    weekday: int = 0
    other: tuple[Interval, ...] = ()
    years: int | None = None
    of_event: bool = False


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekday or several (Monday is 1); `early` days are let in before the first."""

    first: int
    last: int
    which: Which = "bare"
    early: int = 0


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """A weekday of the last, this or next week."""

    weekday: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Monthly:
    """A day of a month that is not named."""

    day: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the calendar, counted from that of the base or event: 0 is this one, -1 the last."""

    unit: CalendarUnit
    steps: int
    side: Literal["all", "earlier", "later"] = "all"
    of_event: bool = False


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from the base or event: `low` to `high` units, before (-1) or after (+1)."""

    low: int
    high: int
    unit: CalendarUnit
    sign: Literal[-1, 1]
    fit: Fit = "exact"
    of_event: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from the base back (-1) or on (+1) over a number of units."""

    number: int
    unit: CalendarUnit
    sign: Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what another reading gives: late August, the first half of 2015."""

    of: Reading
    unit: CalendarUnit
    part: str


@dataclass(frozen=True, slots=True)
class Around:
    """The week in which another reading lies."""

    of: Reading


@dataclass(frozen=True, slots=True)
class Bound:
    """All days on one side of another reading."""

    of: Reading
    side: Literal["since", "after", "until", "before"]


@dataclass(frozen=True, slots=True)
class Range:
    """All days from one reading to another."""

    first: Reading
    last: Reading


@dataclass(frozen=True, slots=True)
class Unknown:
    """A day that the words name and that takes another calendar to find: Ramadan, Easter."""


Reading = (
    Fixed | Yearly | Weekly | WeekdayOf | Monthly | Unit | Offset | Stretch | Part | Around | Bound | Range | Unknown
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Hold what an expression leaves: inclusive days, how fine they are, and the readings if there are several.

    `interval` of an ambiguous expression spans all `choices`; it is no reading itself.
    """

    interval: Interval
    precision: Precision
    choices: tuple[Interval, ...] = ()

    @property
    def earliest(self) -> date | None:
        """First possible day; None where nothing bounds it."""
        return self.interval.earliest

    @property
    def latest(self) -> date | None:
        """Last possible day; None where nothing bounds it."""
        return self.interval.latest


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Hold words that say when: where they stand, what kind they are, how fine, and how they are to be read.

    Attributes
    ----------
    precision
        Of the phrase; a base of several days, or several readings, make the resolution coarser.
    tense
        What the verb beside it says: whether the time lies behind or ahead of the base.
    event
        The words after "after" or "before", if the time is counted from what they tell.
    inner
        The expression inside those words that dates them.
    resolution
        Against the base that was given; without one only absolute expressions have days.
    """

    span: Span
    kind: Kind
    precision: Precision
    tense: Tense
    reading: Reading
    event: Span | None = None
    inner: DateExpression | None = None
    resolution: Resolution | None = None
