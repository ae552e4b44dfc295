"""Rules for expressions in figures: 03/04/2016, 2014, the 1990s, the 19th century, on the 12th.

The one rule: figures that can be read in two ways are given in both, and a number that counts things is no date.
"""

from __future__ import annotations

import re
from datetime import date

from toolkit.corpus.expressions.days import make_day
from toolkit.corpus.expressions.model import Fixed, Interval, Monthly, Part, Precision
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.place import Found, Left, Place, qualifies_noun
from toolkit.corpus.expressions.words import calendar_names, cut_of

_YEAR = re.compile(r"[12]\d{3}")
_DECADE = re.compile(r"(?:1[5-9]|20)\d0s|\d0s")
_NTH = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)")
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_LONGEST_SPAN = 60  # years that "1967-73" may hold


def figures(place: Place) -> Found | None:
    """Read a number: a day in figures, a year, a decade, a day of the month."""
    word, day = place.word, pattern("figures").match(place.view, place.start)
    if day and not pattern("not_figures_before").search(place.before):
        return _day_in_figures(place, day)
    if _YEAR.fullmatch(word):
        return _decade_with_mark(place) or _year(place)
    if _DECADE.fullmatch(word):
        return _decade(place)
    return _day_of_month(place) if _NTH.fullmatch(word) else None


def fiscal(place: Place) -> Found | None:
    """Read "FY2015": the year of a budget, which can begin or end in the year before or after."""
    word = place.word
    if not (word.startswith("FY") and _YEAR.fullmatch(word[2:])):
        return None
    return Found(place.start, place.end, _years(int(word[2:]) - 1, int(word[2:]) + 1), "absolute", "year")


def century(place: Place) -> Found | None:
    """Read "the early 19th century"."""
    nth = pattern("century_before").search(place.before)
    if nth is None:
        return None
    number, start = int(nth["nth_century"]), place.start - len(nth[0])
    days = _years(number * 100 - 99, number * 100)
    return Found(start, place.end, Part(days, "century", (nth["part"] or "").lower()), "absolute", "year")


def _day_in_figures(place: Place, day: re.Match[str]) -> Found | None:
    named = pattern("weekday_before").search(place.before)
    weekday = calendar_names("weekday")[named["weekday"].lower()] if named and named["weekday"] else 0
    found = sorted(set(_readings(day["a"], day["b"], day["c"], day["mark"])))
    kept = [d for d in found if d.isoweekday() == weekday] or found
    if not kept:
        return None
    start = place.start - len(named[0] if named else "")
    return Found(start, day.end(), Fixed(tuple(Interval.day(d) for d in kept)), "numeric", "day")


def _readings(a: str, b: str, c: str, mark: str) -> list[date]:
    """Give the days that three numbers can be; two-digit years only between slashes, and then year first as well."""
    if len(a) == 4:
        orders = [(a, b, c)] if len(c) <= 2 else []
    elif len(a) > 2 or (len(c) == 2 and mark != "/"):
        orders = []
    elif len(c) == 4:
        orders = [(c, b, a), (c, a, b)]
    else:
        orders = [(f"20{c}", b, a), (f"20{c}", a, b), (f"20{a}", b, c)]
    return [day for year, month, number in orders if (day := _day(int(year), int(month), int(number)))]


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _year(place: Place) -> Found | None:
    year = int(place.word)
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not _is_year(place):
        return None
    fiscal_year = pattern("fiscal_before").search(place.before)
    if fiscal_year:
        return Found(place.start - len(fiscal_year[0]), place.end, _years(year - 1, year + 1), "absolute", "year")
    pair = place.after(pattern("year_pair"))
    if pair and (last := _pair_end(year, int(pair["short"]))):
        return Found(place.start, pair.end(), _years(year, last), "absolute", "year")
    return _with_part(place, "year", _years(year, year))


def _is_year(place: Place) -> bool:
    before = place.before
    if pattern("not_year_before").search(before) or place.after(pattern("not_year_after")):
        return False
    if pattern("year_preposition").search(before) or Left.of(place).part:
        return True
    if pattern("fiscal_before").search(before) or (place.joined and place.view[place.floor - 1].isdigit()):
        return True
    opens = pattern("sentence_start").search(before)
    return bool(opens and place.after(pattern("year_verb")))


def _pair_end(year: int, short: int) -> int | None:
    last = year - year % 100 + short + (100 if short < year % 100 else 0)
    return last if last - year < _LONGEST_SPAN else None


def _decade(place: Place) -> Found | None:
    word = place.word[:-1]
    if len(word) == 2 and not place.before.endswith("'"):
        return None
    first = int(word) if len(word) == 4 else 1900 + int(word)
    return _with_part(place, "decade", _years(first, first + 9))


def _decade_with_mark(place: Place) -> Found | None:
    """Read "the 1980's" as the ten years; "2010's best book" is of the one."""
    the, mark = place.before.lower().endswith("the "), place.view.startswith("'s", place.end)
    if not (the and mark and place.word.endswith("0")):
        return None
    first = int(place.word)
    return Found(place.start, place.end + 2, _years(first, first + 9), "absolute", "year")


def _with_part(place: Place, unit: str, days: Fixed) -> Found:
    left = Left.of(place)
    cut = cut_of(unit, left.part)
    if cut is None:
        return Found(place.start, place.end, days, "absolute", "year")
    reading = Part(days, "year" if unit == "year" else "decade", left.part)
    return Found(left.start, place.end, reading, "absolute", cut.precision)


def _day_of_month(place: Place) -> Found | None:
    noun = qualifies_noun(place.view, place.end) or place.view.startswith(" of ", place.end)
    if noun or not pattern("on_the").search(place.before):
        return None
    precision: Precision = "day"
    return Found(place.start, place.end, Monthly(int(place.word[:-2])), "yearless", precision)


def _years(first: int, last: int) -> Fixed:
    return Fixed((Interval(make_day(first, 1, 1), make_day(last, 12, 31)),))
