"""Resolve a date expression against a base: the days that its words leave.

The one rule: a base is an interval, and the answer holds the answers for all of its days.
"""

from __future__ import annotations

from datetime import date

from toolkit.corpus.expressions.days import part_of, plus, spread, unit_of
from toolkit.corpus.expressions.model import (
    OPEN,
    Around,
    Bound,
    DateExpression,
    Fixed,
    Interval,
    Monthly,
    Offset,
    Part,
    Precision,
    Range,
    Reading,
    Resolution,
    Stretch,
    Tense,
    Unit,
    Unknown,
    WeekdayOf,
    Weekly,
    Yearly,
    between,
    hull,
)
from toolkit.corpus.expressions.recurring import monthly, weekly, yearly

Choices = tuple[Interval, ...]
_LEAST_ROUND_DAYS = 7  # "three days ago" is counted, "ten days ago" is estimated


def resolve_date(
    expression: DateExpression, *, base: Interval | None = None, event: Interval | None = None
) -> Resolution:
    """Resolve an expression to the days that it leaves.

    Parameters
    ----------
    base
        The days on which the words can have been written; None resolves only what needs no base.
    event
        The days of what the words count from ("two weeks after the war ended", "the same day"); by default
        the date that those words themselves contain.

    Returns
    -------
    Resolution
        Inclusive days, open where nothing bounds them. Several readings are all given as `choices`, and the
        interval spans them; an expression that cannot be resolved has precision ``none`` and open ends.

    Notes
    -----
    A weekday in the past tense is the last one on or before the base day, in the future tense the first one on or
    after it. "Two weeks ago" is open by half a unit to either side. A week ends on Sunday and begins on Sunday or
    Monday, whichever leaves more days.

    Examples
    --------
    >>> from toolkit.corpus.expressions.find import find_dates
    >>> base = Interval(date(2015, 3, 11), date(2015, 3, 13))
    >>> (wednesday,) = find_dates("They met on Wednesday.")
    >>> str(resolve_date(wednesday, base=base).interval)
    '2015-03-11'
    >>> str(resolve_date(find_dates("They met last week.")[0], base=base).interval)
    '2015-03-01..2015-03-08'
    """
    if of_event(expression.reading):
        base = event or _inner_days(expression, base)
    choices = _over_base(expression.reading, expression.tense, base)
    kept = tuple(sorted(set(choices), key=lambda i: (i.low, i.high)))
    interval = hull(kept)
    if interval == OPEN:
        return Resolution(OPEN, "none")
    if len(kept) > 1:
        return Resolution(interval, "ambiguous", kept)
    return Resolution(interval, _precision(expression.precision, interval))


def of_event(reading: Reading) -> bool:
    """Say whether a reading counts from an event, not from the base."""
    if isinstance(reading, Part | Around | Bound):
        return of_event(reading.of)
    if isinstance(reading, Range):
        return of_event(reading.first) or of_event(reading.last)
    return isinstance(reading, Unit | Offset | Yearly) and reading.of_event


def needs_base(reading: Reading) -> bool:
    """Say whether a reading moves with its base."""
    if isinstance(reading, Part | Around | Bound):
        return needs_base(reading.of)
    if isinstance(reading, Range):
        return needs_base(reading.first) or needs_base(reading.last)
    return not isinstance(reading, Fixed | Unknown)


def read(reading: Reading, tense: Tense, day: date) -> Choices:
    """Give the days of each reading of an expression, seen from one day; each moves on with that day."""
    match reading:
        case Fixed(choices):
            return choices
        case Yearly():
            return yearly(reading, tense, day)
        case Weekly():
            return weekly(reading, tense, day)
        case Monthly():
            return monthly(reading, tense, day)
        case WeekdayOf(weekday, weeks):
            week = unit_of(day, "week", weeks)
            return (weekly(Weekly(weekday, weekday), "past", week.high)[0],)
        case Unit():
            return (_unit(reading, day),)
        case Offset():
            return (_offset(reading, day),)
        case Stretch(number, unit, sign):
            return (between(day, plus(day, sign * number, unit)),)
        case Part(of, unit, part):
            return tuple(part_of(found, unit, part) for found in read(of, tense, day))
        case Around(of):
            found = read(of, tense, day)
            return tuple(hull((unit_of(i.low, "week"), unit_of(i.high, "week"))) for i in found)
        case Bound(of, side):
            return tuple(_beside(found, side) for found in read(of, tense, day))
        case Range(first, last):
            return tuple(_from_to(first, found, day) for found in read(last, tense, day))
        case Unknown():
            return (OPEN,)


def _inner_days(expression: DateExpression, base: Interval | None) -> Interval | None:
    if expression.inner is None:
        return None
    found = resolve_date(expression.inner, base=base)
    return None if found.precision == "none" else found.interval


def _over_base(reading: Reading, tense: Tense, base: Interval | None) -> Choices:
    """Join, reading by reading, the days seen from the first and from the last base day."""
    if not needs_base(reading):
        return read(reading, tense, date.min)
    if base is None or base == OPEN:
        return (OPEN,)
    low = read(reading, tense, base.earliest or base.high)
    high = read(reading, tense, base.latest or base.low)
    return tuple(
        between(a.low if base.earliest else date.min, z.high if base.latest else date.max)
        for a, z in zip(low, high, strict=True)
    )


def _unit(reading: Unit, day: date) -> Interval:
    """Give a calendar unit, or the side of it that lies before or after the day; that is never the day alone."""
    whole = unit_of(day, reading.unit, reading.steps)
    if reading.side == "earlier":
        return between(min(whole.low, plus(day, -1, "day")), day)
    return between(day, max(whole.high, plus(day, 1, "day"))) if reading.side == "later" else whole


def _offset(reading: Offset, day: date) -> Interval:
    low, high, unit, sign, fit = reading.low, reading.high, reading.unit, reading.sign, reading.fit
    near, far = plus(day, sign * low, unit), plus(day, sign * high, unit)
    if unit == "hour" and fit not in ("within", "beyond"):
        return between(plus(day, sign * (low // 24), "day"), plus(day, sign * (high // 24 + 1), "day"))
    match fit:
        case "over":
            return between(near, plus(day, sign * (high + 1), unit))
        case "under":
            return between(plus(day, sign * (low - 1), unit), far)
        case "within":
            return between(day, far)
        case "beyond" | "open":
            return between(near, date.min if sign < 0 else date.max)
        case "about" if unit != "day":
            return between(plus(day, sign * (low - 1), unit), plus(day, sign * (high + 1), unit))
    if unit == "day":
        slack = 2 if fit == "about" else 1 if low == high >= _LEAST_ROUND_DAYS else 0
        return between(plus(near, sign * -slack, "day"), plus(far, sign * slack, "day"))
    return hull((spread(near, unit), spread(far, unit)))


def _beside(found: Interval, side: str) -> Interval:
    if side == "since":
        return Interval(found.earliest, None)
    if side == "until":
        return Interval(None, found.latest)
    if side == "after":
        return between(plus(found.high, 1, "day"), date.max)
    return between(date.min, plus(found.low, -1, "day"))


def _from_to(first: Reading, last: Interval, day: date) -> Interval:
    """Let a beginning that recurs be the last one before the end: from November to February."""
    recurs = isinstance(first, Yearly | Weekly | Monthly) or (isinstance(first, Part) and isinstance(first.of, Yearly))
    begin = read(first, "past", last.high if recurs and last.latest else day)
    return between(begin[0].low, last.high)


def _precision(of_phrase: Precision, interval: Interval) -> Precision:
    if interval.earliest is None or interval.latest is None:
        return "open"
    return "days" if of_phrase == "day" and interval.earliest != interval.latest else of_phrase
