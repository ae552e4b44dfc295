"""Rules for expressions that name a day by its distance or its weekday: yesterday, last night, on Wednesday.

The one rule: a weekday stays one until its tense is known; which of them is meant is not decided here.
"""

from __future__ import annotations

from toolkit.corpus.expressions.model import Bound, Stretch, Unit, WeekdayOf, Weekly
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.place import OF_EVENT, STEPS, Found, Place, which_of
from toolkit.corpus.expressions.words import calendar_names, full_names, name_patterns

_RELATIVE_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def weekday(place: Place) -> Found | None:
    """Read a weekday; one before a date is left to the date."""
    word = place.word
    if not (word.istitle() or word.isupper()) or place.after(pattern("date_follows")):
        return None
    if word.lower() not in full_names():
        if not place.view.startswith(".", place.end):
            return None
        place = place._replace(end=place.end + 1)
    in_name, after_name = name_patterns()
    if place.joined and place.view[place.floor - 1].isdigit() and place.view.startswith(", ", place.floor):
        return None  # the weekday of the day before it
    if in_name.search(place.before) or after_name.match(place.view, place.end):
        return None
    return _weekday(place, calendar_names("weekday")[word.lower()])


def relative_day(place: Place) -> Found | None:
    """Read yesterday, today, tonight, tomorrow."""
    if place.word.lower() == "today" and (pattern("newspaper_before").search(place.before) or _is_quoted(place)):
        return None
    time = place.after(pattern("time_of_day"))
    steps = _RELATIVE_DAYS[place.word.lower()]
    return Found(place.start, time.end() if time else place.end, Unit("day", steps), "relative", "day")


def _is_quoted(place: Place) -> bool:
    return place.before.endswith(("“", '"')) and place.view.startswith(("”", '"', ",”"), place.end)


def overnight(place: Place) -> Found:
    """Read overnight: the base day or the one before it."""
    return Found(place.start, place.end, Stretch(1, "day", -1), "relative", "days")


def recently(place: Place) -> Found:
    """Read recently: some time up to the base."""
    return Found(place.start, place.end, Bound(Unit("day", 0), "until"), "open", "open")


def weekend(place: Place) -> Found | None:
    """Read a weekend: Saturday and Sunday, and Friday, which begins it in some countries."""
    before = pattern("weekend_before").search(place.before)
    if before is None:
        return None
    start = place.start - len(before[0]) if before["which"] else place.start
    return Found(start, place.end, Weekly(6, 7, which_of(before["which"]), early=1), "relative", "days")


def time_of_day(place: Place) -> Found | None:
    """Read last night, this morning, that evening, the next morning."""
    before = pattern("unit_before").search(place.before)
    if before is None or before["part"] or before["side"] or place.word.istitle():
        return None
    which = before["which"].lower()
    start = place.start - len(before[0])
    if (which, place.word.lower()) == ("last", "night"):
        return Found(start, place.end, Stretch(1, "day", -1), "relative", "days")
    if which == "next" or which in OF_EVENT:
        return Found(start, place.end, Unit("day", STEPS[which], of_event=True), "event", "day")
    if (which, place.word.lower()) == ("this", "night"):
        return None
    return Found(start, place.end, Unit("day", STEPS[which]), "relative", "day")


def _weekday(place: Place, number: int) -> Found | None:
    before, after = pattern("weekday_which").search(place.before), place.after(pattern("weekday_after"))
    start = place.start - len(before[0]) if before else place.start
    end = after.end() if after else place.end
    if before and place.before[: -len(before[0])].lower().endswith("the ") and before["which"].lower() == "last":
        return None
    if after and after["week"]:
        return Found(start, end, WeekdayOf(number, STEPS[after["week"]]), "weekday", "day")
    which = which_of(before["which"] if before else None)
    return Found(start, end, Weekly(number, number, which), "weekday", "day")
