"""Rules for expressions that name a month, a season or a holiday.

The one rule: a name of the calendar is a date only where the words around it say so; "May" may be a verb.
"""

from __future__ import annotations

from datetime import date

from toolkit.corpus.expressions.days import make_day
from toolkit.corpus.expressions.model import Fixed, Interval, Kind, Part, Precision, Unknown, Yearly
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.place import Found, Left, Place, qualifies_noun
from toolkit.corpus.expressions.words import (
    MonthDay,
    calendar_names,
    cut_of,
    full_names,
    holidays,
    name_patterns,
    named_days,
    seasons,
)

_AS_NAMES = ("march", "april", "may", "june", "august")  # people are called so, and a march is a walk


def month(place: Place) -> Found | None:
    """Read a month with what stands around it: a day, days, a year, a part, "last"."""
    if not (place.word.istitle() or place.word.isupper()):
        return None
    return _days_before(place) or _days_after(place) or _month_with_year(place) or _month_alone(place)


def season(place: Place) -> Found | None:
    """Read a season: last summer, the winter of 2014-15, in the fall."""
    left, year = Left.of(place), place.after(pattern("season_year"))
    if year:
        reading = _season_in(place.word.lower(), int(year["year"]), year["short"])
        return Found(left.start, year.end(), reading, "absolute", "season")
    free = pattern("season_before").search(place.view[max(place.floor, left.start - 20) : left.start])
    noun = qualifies_noun(place.view, place.end) or place.view.startswith(" of ", place.end)
    if place.word.istitle() or (left.which == "bare" and (noun or not free)):
        return None
    found = seasons()[place.word.lower()]
    reading_of = Yearly(found.first, found.last, left.which, found.over)
    return Found(left.start, place.end, reading_of, "yearless", "season")


def holiday(place: Place) -> Found | None:
    """Read a holiday; one that another calendar sets is found, and left unresolved."""
    words = pattern("holiday").match(place.view, place.start)
    if words is None:
        return None
    days, year = holidays()[words["name"]], words["year"]
    if days is None:
        return Found(place.start, words.end(), Unknown(), "holiday", "none")
    if words["name"] == "Christmas" and qualifies_noun(place.view, words.end()):
        return None
    reading = _in_year(*days, int(year)) if year else Yearly(*days)
    return Found(place.start, words.end(), reading, "holiday", "day" if days[0] == days[1] else "days")


def quarter(place: Place) -> Found | None:
    """Read "Q1" where no year follows."""
    if not place.word.startswith("Q") or place.after(pattern("year_after")):
        return None
    cut = cut_of("year", place.word.lower())
    if cut is None:
        return None
    return Found(place.start, place.end, Yearly((cut.first, 1), (cut.last, 31)), "yearless", "season")


def _days_before(place: Place) -> Found | None:
    days = pattern("day_before").search(place.before)
    if days is None:
        return None
    year = place.after(pattern("year_after"))
    start, end = place.start - len(days[0]), year.end() if year else place.end
    return _days(place, start, end, days["weekday"], (days["first"], days["last"]), year["year"] if year else None)


def _days_after(place: Place) -> Found | None:
    days = place.after(pattern("day_after"))
    if days is None:
        return None
    named = pattern("weekday_before").search(place.before)
    start = place.start - len(named[0]) if named else place.start
    last = days["last"] or days["first"]
    return _days(place, start, days.end(), named["weekday"] if named else None, (days["first"], last), days["year"])


def _days(
    place: Place, start: int, end: int, weekday: str | None, days: tuple[str | None, str], year: str | None
) -> Found | None:
    number = _month_number(place)
    first, last = (number, int(days[0] or days[1])), (number, int(days[1]))
    if not (_exists(first, year) and _exists(last, year)) or first > last:
        return None
    precision: Precision = "day" if first == last else "days"
    if year:
        return Found(start, end, _in_year(first, last, int(year)), "absolute", precision)
    number_of_weekday = calendar_names("weekday")[weekday.lower()] if weekday else 0
    reading = Yearly(first, last, weekday=number_of_weekday, other=_names_of(place.view, first, end))
    if name_patterns()[1].match(place.view, place.end):
        return None
    return Found(start, end, reading, "yearless", precision)


def _month_with_year(place: Place) -> Found | None:
    year, number = place.after(pattern("year_after")), _month_number(place)
    if year is None:
        return None
    return _with_part(place, year.end(), _in_year((number, 1), (number, 31), int(year["year"])))


def _month_alone(place: Place) -> Found | None:
    left, number = Left.of(place), _month_number(place)
    if place.word.isupper() or not (left.start < place.start or _stands_free(place)):
        return None
    if place.word.lower() not in full_names() and not place.view.startswith(".", place.end):
        return None
    return _with_part(place, place.end, Yearly((number, 1), (number, 31), left.which))


def _with_part(place: Place, end: int, reading: Fixed | Yearly) -> Found:
    left = Left.of(place)
    kind: Kind = "absolute" if isinstance(reading, Fixed) else "yearless"
    cut = cut_of("month", left.part)
    if cut is None:
        return Found(left.start, end, reading, kind, "month")
    return Found(left.start, end, Part(reading, "month", left.part), kind, cut.precision)


def _stands_free(place: Place) -> bool:
    """Say whether a bare month is a time: "in May", "the August war", but not "may" or Ms. May."""
    name, before = place.word.lower(), place.before
    if pattern("determiner").search(before):
        return name != "may" and qualifies_noun(place.view, place.end)
    if name in _AS_NAMES and place.after(pattern("name_after")):
        return bool(pattern("month_preposition_sure").search(before))
    if place.view.startswith("'s ", place.end):
        return name not in ("april", "may", "june")  # people's names more often than not
    if name == "may" and pattern("by_agent").search(before):
        return False
    return place.joined or bool(pattern("month_preposition").search(before))


def _season_in(name: str, year: int, short: str | None) -> Fixed:
    found = seasons()[name]
    if found.first < found.last:
        return _in_year(found.first, found.last, year)
    begun = _in_year(found.first, found.last, year)
    return begun if short else Fixed((*_in_year(found.first, found.last, year - 1).choices, *begun.choices))


def _in_year(first: MonthDay, last: MonthDay, year: int) -> Fixed:
    begin, end = make_day(year, *first), make_day(year + (last < first), *last)
    return Fixed((Interval(begin, end),))


def _exists(month_day: MonthDay, year: str | None) -> bool:
    leap = int(year) if year else 2000
    try:
        return bool(date(leap, *month_day))
    except ValueError:
        return False


def _names_of(view: str, month_day: MonthDay, end: int) -> tuple[Interval, ...]:
    """Give the years in which the day became a name, if one of the nouns of that name follows."""
    noun = (view[end : end + 24].split() or [""])[0].strip(",.;")
    named = [n for n in named_days() if (n.month, n.day) == month_day and noun in n.nouns]
    return tuple(Interval.day(date(n.year, n.month, n.day)) for n in named)


def _month_number(place: Place) -> int:
    return calendar_names("month")[place.word.lower()]
