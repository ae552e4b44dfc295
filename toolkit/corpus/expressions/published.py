"""Combine what a page tells of its day into one interval.

The one rule: evidence that contradicts itself is reported and widens the interval; nothing is chosen in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.corpus.expressions.days import make_day, plus
from toolkit.corpus.expressions.evidence import Proposal
from toolkit.corpus.expressions.model import OPEN, Interval, between, hull
from toolkit.corpus.records import Warn
from toolkit.rows import DateHow

_MOST_YEARS = 30


@dataclass(frozen=True, slots=True)
class Published:
    """Hold the days on which an article can have appeared, what they rest on, and what is doubtful about them."""

    interval: Interval
    how: DateHow
    basis: str
    warnings: tuple[Warn, ...] = ()


def combine_proposals(proposals: Sequence[Proposal]) -> Published:
    """Combine proposals: what is printed, in the address or in a dateline beats what is inferred.

    Returns
    -------
    Published
        Open ends where nothing bounds them. Contradictions and undecided readings are warnings
        (``date_ambiguous``; ``date_implausible`` if the text looks back on a later day), and the interval then
        spans what was said.

    Examples
    --------
    >>> from datetime import date
    >>> read_twice = tuple(Interval.day(day) for day in (date(2016, 3, 4), date(2016, 4, 3)))
    >>> printed = Proposal(hull(read_twice), "printed", '"03/04/2016" [0:10]', read_twice)
    >>> print(combine_proposals([printed]).interval, [warn.reason for warn in combine_proposals([printed]).warnings])
    2016-03-04..2016-04-03 ['date_ambiguous']
    >>> address = Proposal(Interval(date(2016, 4, 1), date(2016, 4, 30)), "url", '"2016/04" [14:21] of the address')
    >>> print(combine_proposals([printed, address]).interval)
    2016-04-03
    """
    direct = [p for p in proposals if p.how != "inferred"]
    inferred = _met([p.interval for p in proposals if p.how == "inferred"]) or OPEN
    interval, warnings = _agreed([p for p in direct if p.interval != OPEN and not p.choices])
    interval, warnings = _decided(interval, inferred, direct, warnings)
    interval, warnings = _in_years(interval, inferred, direct, warnings)
    met = _meet(interval, inferred)
    if met is None:
        said = f"dated {interval}, but the text looks back on {inferred.earliest}"
        warnings = (*warnings, Warn("date_implausible", said))
    if interval == OPEN and (met is None or met == OPEN):
        return Published(OPEN, "unknown", _bases(proposals), warnings)
    used = direct or list(proposals)
    return Published(met or interval, used[0].how, _bases(used), warnings)


def _agreed(proposals: Sequence[Proposal]) -> tuple[Interval, tuple[Warn, ...]]:
    """Intersect what has one reading; where that leaves nothing, span it and say so."""
    met = _met([p.interval for p in proposals])
    if met is not None:
        return met, ()
    closed = [p for p in proposals if p.interval.earliest and p.interval.latest] or list(proposals)
    said = ", ".join(f"{p.how} {p.interval}" for p in proposals)
    return hull(tuple(p.interval for p in closed)), (Warn("date_ambiguous", f"the page contradicts itself: {said}"),)


def _decided(
    interval: Interval, inferred: Interval, direct: Sequence[Proposal], warnings: tuple[Warn, ...]
) -> tuple[Interval, tuple[Warn, ...]]:
    """Let the other evidence decide between readings; what it leaves undecided stays a span and a warning."""
    for proposal in direct:
        if not proposal.choices:
            continue
        possible = [c for c in proposal.choices if (met := _meet(interval, inferred)) and _meet(c, met)]
        met = _meet(interval, hull(tuple(possible))) if possible and proposal.interval != OPEN else None
        if len(possible) != 1:
            said = " or ".join(map(str, possible or proposal.choices))
            warnings = (*warnings, Warn("date_ambiguous", f"{proposal.basis} can be {said}"))
        interval = met or (interval if interval != OPEN else proposal.interval)
    return interval, warnings


def _in_years(
    interval: Interval, inferred: Interval, direct: Sequence[Proposal], warnings: tuple[Warn, ...]
) -> tuple[Interval, tuple[Warn, ...]]:
    """Place a day without a year in the years that the other evidence leaves."""
    for proposal in direct:
        known = _meet(interval, inferred) or interval
        if proposal.yearly is None or known.earliest is None:
            continue
        first = known.earliest.year - 1
        last = min(known.high.year, first + _MOST_YEARS)
        days = [d for year in range(first, last + 1) if (d := _on(proposal, year)) and _meet(d, known)]
        if not days:
            warnings = (*warnings, Warn("date_ambiguous", f"{proposal.basis} does not lie in {known}"))
        elif known.latest is None:
            interval = between(max(days[0].low, known.low), known.high)
        else:
            interval = _meet(hull(tuple(days)), known) or interval
    return interval, warnings


def _on(proposal: Proposal, year: int) -> Interval | None:
    month, number = proposal.yearly or (0, 0)
    day = make_day(year, month, number)
    if day is None or day.day != number:
        return None
    return between(day, plus(day, 1, "day")) if proposal.how == "dateline" else Interval.day(day)


def _meet(a: Interval | None, b: Interval) -> Interval | None:
    """Give the days that two intervals share; None if there are none."""
    if a is None or max(a.low, b.low) > min(a.high, b.high):
        return None
    return between(max(a.low, b.low), min(a.high, b.high))


def _met(intervals: Sequence[Interval]) -> Interval | None:
    met: Interval | None = OPEN
    for interval in intervals:
        met = _meet(met, interval)
    return met


def _bases(proposals: Sequence[Proposal]) -> str:
    return "; ".join(dict.fromkeys(p.basis for p in proposals))
