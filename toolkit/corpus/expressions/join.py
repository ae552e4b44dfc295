"""Join neighbouring expressions: ranges, bounds, and years that one lends to the other.

The one rule: a joined expression keeps both readings and takes its days from them; it never adds any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from toolkit.corpus.expressions.days import make_day
from toolkit.corpus.expressions.model import (
    Around,
    Bound,
    Fixed,
    Interval,
    Monthly,
    Part,
    Precision,
    Range,
    Reading,
    Stretch,
    Unit,
    Unknown,
    Yearly,
)
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.place import Found, qualifies_noun
from toolkit.corpus.expressions.tense import sentence_start

_REACH = 32
_NEAR = 4  # expressions before one that can lend it their year
_SIDES: dict[str, Literal["since", "before", "after"]] = {
    "since": "since",
    "before": "before",
    "prior to": "before",
    "after": "after",
}
_MOVING = ("yearless", "weekday", "relative", "holiday")
_RANGED = dict.fromkeys(_MOVING, _MOVING) | dict.fromkeys(("absolute", "numeric"), ("absolute", "numeric", *_MOVING))
_FINENESS: list[Precision] = ["day", "days", "week", "month", "season", "year", "open", "none", "ambiguous"]
_UNBOUNDED = (Bound, Stretch, Unknown)


def join_expressions(view: str, text: str, found: list[Found]) -> list[Found]:
    """Join what belongs together, in the order of the text."""
    if not found:
        return []
    found = _ranges(view, _with_years(view, text, _with_relative_years(view, found)))
    floors = [0, *(one.event_at or one.end for one in found)]
    return [_bounded(view, _week_of(view, one), floor) for one, floor in zip(found, floors, strict=False)]


def _with_relative_years(view: str, found: list[Found]) -> list[Found]:
    """Join "June 16th of last year", "in March that year"."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined and _is_whole_year(one.reading) else None
        if before and _bare(before.reading) and view[before.end : one.start] in (" ", " of "):
            joined[-1] = _in_relative_year(before, one)
        else:
            joined.append(one)
    return joined


def _is_whole_year(reading: Reading) -> bool:
    return isinstance(reading, Unit) and reading.unit == "year" and reading.side == "all"


def _in_relative_year(one: Found, year: Found) -> Found:
    reading = one.reading.of if isinstance(one.reading, Part) else one.reading
    if not (isinstance(reading, Yearly) and isinstance(year.reading, Unit)):
        return one
    within: Reading = replace(reading, years=year.reading.steps, of_event=year.reading.of_event)
    kept = replace(one.reading, of=within) if isinstance(one.reading, Part) else within
    return replace(one, end=year.end, reading=kept, kind="event" if year.reading.of_event else "relative")


def _with_years(view: str, text: str, found: list[Found]) -> list[Found]:
    """Let "June and July 2015" share the year, and let an earlier year of the sentence stay possible."""
    shared: list[Found] = []
    for one, following in zip(found, [*found[1:], None], strict=True):
        year = _year_of(following) if following and _bare(one.reading) and _joins(view, one, following) else None
        shared.append(replace(one, reading=_fixed(one.reading, year), kind="absolute") if year else one)
    return [_with_earlier_year(text, shared[max(0, i - _NEAR) : i], one) for i, one in enumerate(shared)]


def _with_earlier_year(text: str, before: list[Found], one: Found) -> Found:
    if not _bare(one.reading) or not before:
        return one
    start = sentence_start(text, one.start)
    years = [year for earlier in before if earlier.start >= start and (year := _year_of(earlier))]
    return replace(one, reading=_or_in(one.reading, years[-1])) if years else one


def _joins(view: str, one: Found, following: Found) -> bool:
    return bool(pattern("year_joint").fullmatch(view, one.end, following.start))


def _bare(reading: Reading) -> bool:
    inner = reading.of if isinstance(reading, Part) else reading
    return isinstance(inner, Yearly) and inner.which == "bare" and not inner.weekday and inner.years is None


def _year_of(found: Found) -> int | None:
    """Give the one year that an absolute expression lies in."""
    reading = found.reading.of if isinstance(found.reading, Part) else found.reading
    if found.kind != "absolute" or not isinstance(reading, Fixed) or len(reading.choices) > 1:
        return None
    days = reading.choices[0]
    return days.low.year if days.low.year == days.high.year else None


def _fixed(reading: Reading, year: int) -> Reading:
    if isinstance(reading, Part):
        return replace(reading, of=_fixed(reading.of, year))
    return Fixed((_in(reading, year),)) if isinstance(reading, Yearly) else reading


def _or_in(reading: Reading, year: int) -> Reading:
    if isinstance(reading, Part):
        return replace(reading, of=_or_in(reading.of, year))
    return replace(reading, other=(*reading.other, _in(reading, year))) if isinstance(reading, Yearly) else reading


def _in(reading: Yearly, year: int) -> Interval:
    turns = reading.last < reading.first
    return Interval(make_day(year, *reading.first), make_day(year + turns, *reading.last))


def _ranges(view: str, found: list[Found]) -> list[Found]:
    joined: list[Found] = []
    for one in found:
        merged = _range(view, joined[-1], one) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(one)
    return joined


def _range(view: str, first: Found, last: Found) -> Found | None:
    joint = pattern("range_joint").fullmatch(view, first.end, last.start)
    if (
        joint is None
        or first.reading == last.reading
        or first.kind not in _RANGED
        or last.kind not in _RANGED[first.kind]
    ):
        return None
    before = view[max(0, first.start - _REACH) : first.start]
    opening = pattern("between_before").search(before)
    opened_by = opening["word"].lower() if opening else ""
    alike = first.kind == last.kind and first.precision == last.precision
    wanted = {"and": opened_by == "between", None: alike}.get(joint["word"], opened_by == "from" or alike)
    if not wanted or pattern("moved_before").search(before):
        return None
    precision = max(first.precision, last.precision, key=_FINENESS.index)
    start = first.start - len(opening[0]) if opening else first.start
    reading = Range(first.reading, last.reading)
    return Found(start, last.end, reading, "range", "days" if precision == "day" else precision)


def _week_of(view: str, one: Found) -> Found:
    week = pattern("week_of").search(view[max(0, one.start - _REACH) : one.start])
    if week is None or one.precision != "day":
        return one
    return replace(one, start=one.start - len(week[0]), reading=Around(one.reading), precision="week")


def _bounded(view: str, one: Found, floor: int) -> Found:
    """Make "until" and its like part of the expression, where the date is not merely a name: after the 2014 war."""
    before = view[max(floor, one.start - _REACH) : one.start]
    origin = pattern("from_before").search(before)
    onwards = pattern("onwards").match(view, one.end) if origin else None
    if origin and onwards:
        return _bound(one, one.start - len(origin[0]), onwards.end(), "since")
    bound = pattern("bound_before").search(before)
    if bound is None or isinstance(one.reading, _UNBOUNDED) or view.startswith("'s", one.end):
        return one
    side = bound["side"].lower()
    if (bound["the"] and _is_name(view, one)) or (side == "by" and qualifies_noun(view, one.end)):
        return one
    return _bound(one, one.start - len(bound[0]), one.end, side)


def _bound(one: Found, start: int, end: int, word: str) -> Found:
    reading = Bound(one.reading, _SIDES.get(word, "until"))
    return Found(start, end, reading, "open", "open", one.only_ahead, one.event_at)


def _is_name(view: str, one: Found) -> bool:
    """Say whether "the" turns a date into a qualifier: the 2014 war, the March meeting."""
    if isinstance(one.reading, Part | Range | Monthly) or one.precision == "season" or view[one.end - 1] == "s":
        return False
    return one.kind in ("absolute", "numeric", "yearless", "weekday")
