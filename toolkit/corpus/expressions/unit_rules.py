"""Rules for expressions that count in units: two weeks ago, the past three years, late last month, that day.

The one rule: what is counted in weeks is never answered in days.
"""

from __future__ import annotations

import re
from typing import cast

from toolkit.corpus.expressions.model import CalendarUnit, Fit, Offset, Part, Precision, Reading, Stretch, Unit
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.place import OF_EVENT, STEPS, Found, Place, plain_part
from toolkit.corpus.expressions.words import cut_of, hedges, numbers, reaches


def unit(place: Place) -> Found | None:
    """Read what is counted in units: two weeks ago, the past three years, earlier this month."""
    return _around_day(place) or _distance(place) or _ahead(place) or _stretch(place) or _one_unit(place)


def _around_day(place: Place) -> Found | None:
    for words, steps in ((" before yesterday", -2), (" after tomorrow", 2)):
        if place.word.lower() == "day" and place.view.startswith(words, place.end):
            return Found(place.start, place.end + len(words), Unit("day", steps), "relative", "day")
    return None


def _distance(place: Place) -> Found | None:
    """Read "two weeks ago", "a year earlier", "the day after the attack"."""
    relation = place.after(pattern("relation"))
    if relation is None:
        return None
    counted = pattern("quantity_before").search(place.before)
    single, the = not place.word.endswith("s"), place.before.lower().endswith("the ")
    if relation["relation"] == "before last" and single and place.word.lower() not in ("hour", "day"):
        return Found(place.start, relation.end(), Unit(_unit(place), -2), "relative", _unit_precision(_unit(place)))
    if relation["relation"] == "before last" or (single and not counted and not the):
        return None
    start = place.start - len(counted[0]) if counted else place.start
    low, high, fit = _amount(counted) if counted else (1, 1, "exact") if the else (1, 1, "open")
    if relation["half"]:
        fit = "over"
    return _counted_from(place, start, relation, (low, high, fit))


def _counted_from(place: Place, start: int, relation: re.Match[str], amount: tuple[int, int, Fit]) -> Found | None:
    words, kind = relation["relation"], _unit(place)
    back = words in ("ago", "earlier", "before", "prior to")
    from_base = words in ("ago", "from now", "from today")
    low, high, fit = amount
    high = 23 if kind == "hour" and fit == "open" else high
    reading = Offset(low, high, kind, -1 if back else 1, fit, of_event=not from_base)
    is_open = fit == "beyond" or (fit == "open" and kind != "hour")
    precision: Precision = "open" if is_open else _unit_precision(kind, amount)
    if from_base:
        return Found(start, relation.end(), reading, "relative", precision)
    told = pattern("event_words").match(place.view, relation.end()) if words not in ("earlier", "later") else None
    if told is None:
        return Found(start, relation.end(), reading, "event", precision)
    if told[0].split()[0].lower() == place.word.lower():
        return None
    event_at = told.start() + len(told[0]) - len(told[0].lstrip())
    return Found(start, told.end(), reading, "event", precision, event_at=event_at)


def _ahead(place: Place) -> Found | None:
    """Read "in two weeks", "within 48 hours", where the verb looks ahead."""
    before, after = pattern("ahead_before").search(place.before), place.after(pattern("ahead_after"))
    if before is None or after is None:
        return None
    if pattern("first_in").search(place.before[: before.start()]):
        return None  # "the first visit in eight years"
    low, high, fit = _amount(before)
    if before["in"].lower() == "within":
        fit = "within"
    kind, precision = _unit(place), _unit_precision(_unit(place), (low, high, fit))
    reading = Offset(low, high, kind, 1, fit)
    return Found(place.start - len(before[0]), after.end(), reading, "relative", precision, only_ahead=True)


def _stretch(place: Place) -> Found | None:
    """Read "the past three years", "the coming days"; "last week" is no stretch, "over the last week" is one."""
    before = pattern("stretch_before").search(place.before)
    if before is None or place.view.startswith(" of ", place.end):
        return None
    which, plural, kind = before["which"].lower(), place.word.lower().endswith("s"), _unit(place)
    start = place.start - len(before[0])
    if not plural and which in ("last", "next") and not pattern("stretch_article").search(place.view[:start][-24:]):
        return None
    number = numbers_of(before["quantity"])[1] if before["quantity"] else 1
    reach: CalendarUnit = kind
    if (plural and not before["quantity"]) or which in ("recent", "coming"):
        number, reach = (number, kind) if before["quantity"] else reaches().get(kind, (1, kind))
    reading = Stretch(number, reach, 1 if which in ("next", "coming") else -1)
    return Found(start, place.end, reading, "stretch", "days" if kind in ("day", "hour") else _unit_precision(kind))


def _one_unit(place: Place) -> Found | None:
    """Read "last year", "late last month", "the end of the week", "that day"."""
    before, kind = pattern("unit_before").search(place.before), _unit(place)
    part_of_the = None if before else pattern("part_of_the").search(place.before)
    words = before or part_of_the
    if words is None or place.word.lower().endswith("s") or place.view.startswith((" of ", "-"), place.end):
        return None
    which = before["which"].lower() if before else "this"
    the_next = which == "next" and place.before.lower().endswith("the next ")
    event = which in OF_EVENT or the_next
    if kind == "hour" or (kind == "day" and not event):
        return None
    side = (words["side"] or "all").lower()
    reading = Unit(kind, STEPS[which], side, event)  # type: ignore[arg-type]
    return _with_part(place, place.start - len(words[0]), reading, plain_part(words["part"] or ""))


def _with_part(place: Place, start: int, reading: Unit, part: str) -> Found:
    cut = cut_of(reading.unit, part)
    kept: Reading = Part(reading, reading.unit, part) if cut else reading
    precision = cut.precision if cut else _unit_precision(reading.unit)
    return Found(start, place.end, kept, "event" if reading.of_event else "relative", precision)


def _amount(words: re.Match[str]) -> tuple[int, int, Fit]:
    low, high = numbers_of(words["quantity"])
    return low, high, hedges()[words["hedge"].lower()] if words["hedge"] else "exact"


def numbers_of(words: str) -> tuple[int, int]:
    """Give the least and the most that words of quantity mean.

    Examples
    --------
    >>> numbers_of("several"), numbers_of("twenty-five"), numbers_of("48")
    ((3, 9), (25, 25), (48, 48))
    """
    words = words.lower()
    if words.isdecimal():
        return int(words), int(words)
    if words in numbers():
        return numbers()[words]
    tens, _, ones = words.partition("-")
    total = numbers()[tens][0] + numbers().get(ones, (0, 0))[0]
    return total, total


def _unit(place: Place) -> CalendarUnit:
    return cast(CalendarUnit, place.word.lower().removesuffix("s"))


def _unit_precision(kind: CalendarUnit, amount: tuple[int, int, Fit] = (1, 1, "exact")) -> Precision:
    if kind in ("day", "hour"):
        low, high, fit = amount
        return "day" if kind == "day" and low == high < 7 and fit == "exact" else "days"
    return cast(Precision, "year" if kind in ("decade", "century") else kind)
