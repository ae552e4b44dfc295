"""Say what a page itself tells of its day: a printed line, its address, a dateline, the dates that it looks back on.

The one rule: captions, credits and lines of the page never date an article; every proposal names the words it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from toolkit.corpus.expressions.address import dates_in_address
from toolkit.corpus.expressions.days import plus
from toolkit.corpus.expressions.find import find_dates, find_readings, tense_of
from toolkit.corpus.expressions.model import (
    OPEN,
    Bound,
    DateExpression,
    Interval,
    Range,
    Reading,
    Yearly,
    between,
    hull,
)
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.resolve import needs_base, read
from toolkit.corpus.expressions.tense import sentence_start
from toolkit.corpus.expressions.words import read_lines
from toolkit.corpus.zones import find_zones
from toolkit.language import CAPITALS
from toolkit.language.view import plain
from toolkit.rows import BODY_ZONES, DateHow, Document, Span, Zone

_NOT_READ = ("caption", "credit", "boilerplate")
_LONGEST_PRINTED = 140
_LEAST_PROSE_WORDS = 12
_LONGEST_DATELINE = 110
_LONGEST_BYLINE_WORDS = 8
_DATELINE_PARAGRAPHS = 2
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"[12](?<!\d[12])\d{3}(?!\d)")  # looks behind where there is a digit, not at every letter
_DASH = re.compile(r" ?(?:—|–|--) ?| - ")
_AGENCY = re.compile(r"\([^()]{1,40}\)")
_UPDATED = re.compile(r"updated|modified|edited|revised|changed", re.IGNORECASE)
_BYLINE = re.compile(rf"\W*by (?=[{CAPITALS}])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold one piece of evidence of the day on which an article appeared.

    Attributes
    ----------
    interval
        The days that it leaves; open where it says nothing.
    basis
        The words it rests on, as ``"words" [start:end]``.
    choices
        The readings, if the words have several.
    yearly
        Month and day of a printed day or dateline without a year.
    """

    interval: Interval
    how: DateHow
    basis: str
    choices: tuple[Interval, ...] = ()
    yearly: tuple[int, int] | None = None


def propose_published(document: Document) -> list[Proposal]:
    r"""Propose, from the page alone, when an article appeared.

    Returns
    -------
    list of Proposal
        Printed lines first, then the address, datelines, and what the text looks back on. A dateline is the day of
        writing: the article appeared on it or on the day after. "Updated" is an upper bound, the latest day the text
        looks back on a lower one.

    Examples
    --------
    >>> page = Document("a", "Talks end\nMarch 18, 2016\nThe talks ended without a result, an aide said.")
    >>> [(proposal.how, str(proposal.interval), proposal.basis) for proposal in propose_published(page)]
    [('printed', '2016-03-18', '"March 18, 2016" [10:24]')]
    """
    zones = document.zones or find_zones(document.text, title=document.title)
    direct = [*_printed(zones), *_from_address(document.url), *_datelines(zones)]
    return [*direct, *_looked_back_on(zones, {proposal.basis for proposal in direct})]


def _printed(zones: Sequence[Zone]) -> list[Proposal]:
    """Read the printed lines above the text; those below it only if there are none, and only if they agree."""
    first = next((i for i, zone in enumerate(zones) if _is_prose(zone)), len(zones))
    above = [p for zone in zones[:first] for p in _printed_on(zone)]
    if above:
        return above
    below = [p for zone in zones[first:] for p in _printed_on(zone) if p.yearly is None]
    days = sorted({(p.interval.low, p.interval.high) for p in below})
    if len(days) < 2:
        return below[:1]
    return [Proposal(OPEN, "printed", below[0].basis, tuple(between(*pair) for pair in days))]


def _is_prose(zone: Zone) -> bool:
    return zone.kind in BODY_ZONES and zone.span.text.count(" ") >= _LEAST_PROSE_WORDS


def _printed_on(zone: Zone) -> Iterator[Proposal]:
    text = zone.span.text
    if zone.kind in _NOT_READ or len(text) > _LONGEST_PRINTED or not _DIGIT.search(text):
        return
    rows = [row for row in find_dates(text) if row.kind in ("absolute", "numeric", "yearless")]
    if not rows or any(row.precision not in ("day", "month") for row in rows) or not _is_bare(text, rows):
        return
    before = 0
    for row in rows:
        found = _proposal(row, "printed", zone.span)
        is_update = bool(_UPDATED.search(text, before, row.span.start))
        before = row.span.end
        if found and row.precision == "day":
            yield Proposal(Interval(None, found.interval.latest), "printed", found.basis) if is_update else found
        elif found and found.interval != OPEN:
            yield found


def _is_bare(text: str, rows: Sequence[DateExpression]) -> bool:
    """Say whether a line holds nothing but days, times, labels and perhaps the name of a writer."""
    ends = [0, *(row.span.end for row in rows)]
    starts = [*(row.span.start for row in rows), len(text)]
    rest = _beside_a_day().sub(" ", " ".join(text[a:b] for a, b in zip(ends, starts, strict=True)))
    if _BYLINE.match(rest) and len(rest.split()) <= _LONGEST_BYLINE_WORDS:
        return True
    return not any(char.isalnum() for char in rest)


@cache
def _beside_a_day() -> re.Pattern[str]:
    return re.compile("|".join(read_lines("printed.txt")), re.IGNORECASE)


def _proposal(row: DateExpression, how: DateHow, line: Span) -> Proposal | None:
    start, end = line.start + row.span.start, line.start + row.span.end
    basis = f'"{row.span.text}" [{start}:{end}]'
    if isinstance(row.reading, Yearly):
        return Proposal(OPEN, how, basis, yearly=row.reading.first)
    if row.resolution is None or row.resolution.precision == "none":
        return None
    return Proposal(row.resolution.interval, how, basis, row.resolution.choices)


def _from_address(url: str) -> list[Proposal]:
    found = []
    for words, choices in dates_in_address(url):
        basis = f'"{words.text}" [{words.start}:{words.end}] of the address'
        found.append(Proposal(hull(choices), "url", basis, choices if len(choices) > 1 else ()))
    return found


def _datelines(zones: Sequence[Zone]) -> list[Proposal]:
    """Read "BEIRUT, June 3 (Agency) —" at the head of the first paragraphs."""
    paragraphs = [zone for zone in zones if zone.kind in ("body", "dateline")][:_DATELINE_PARAGRAPHS]
    heads = [(zone.span, _DASH.search(zone.span.text, 0, _LONGEST_DATELINE)) for zone in paragraphs]
    return [found for line, dash in heads if dash and (found := _dateline(line, line.text[: dash.start()]))]


def _dateline(line: Span, head: str) -> Proposal | None:
    if not head[:3].isupper():
        return None
    rows = [row for row in find_dates(head) if row.precision == "day"]
    if len(rows) != 1:
        return None
    rest = _AGENCY.sub("", head[: rows[0].span.start] + head[rows[0].span.end :])
    if not all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", rest)):
        return None
    found = _proposal(rows[0], "dateline", line)
    return found and Proposal(_or_next_day(found.interval), "dateline", found.basis, found.choices, found.yearly)


def _or_next_day(days: Interval) -> Interval:
    return days if days == OPEN else between(days.low, plus(days.high, 1, "day"))


def _looked_back_on(zones: Sequence[Zone], used: Collection[str]) -> list[Proposal]:
    """Give the latest day that the text tells of in the past tense: it appeared no earlier."""
    lines = [zone.span for zone in zones if zone.kind in BODY_ZONES and _YEAR.search(zone.span.text)]
    told = ((line, one) for line in lines for one in find_readings(line.text))
    found = [(day, line, one) for line, one in told if (day := _no_earlier_than(one.reading))]
    for day, line, one in sorted(found, key=lambda item: item[0], reverse=True):  # tense is asked of few, as it costs
        basis = f'"{line.text[one.start : one.end]}" [{line.start + one.start}:{line.start + one.end}]'
        is_past = tense_of(line.text, one) == "past" and not _may_lie_ahead(plain(line.text), one.start)
        if is_past and basis not in used:
            return [Proposal(Interval(day, None), "inferred", basis)]
    return []


def _no_earlier_than(reading: Reading) -> date | None:
    """Give the first day that must have come before one can tell of the reading as past."""
    if isinstance(reading, Range):
        return _no_earlier_than(reading.last)
    if isinstance(reading, Bound):
        return _no_earlier_than(reading.of) if reading.side == "since" else None
    if needs_base(reading):
        return None
    choices = read(reading, "past", date.min)
    return choices[0].earliest if len(choices) == 1 else None


def _may_lie_ahead(view: str, start: int) -> bool:
    """Say whether the date names a thing ("the 2022 games") or hangs on a word that looks ahead."""
    before = view[sentence_start(view, start) : start]
    return bool(pattern("determiner").search(before) or _ahead_words().search(before))


@cache
def _ahead_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read_lines('looks_ahead.txt'))})\b", re.IGNORECASE)
