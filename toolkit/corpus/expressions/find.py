"""Find the date expressions of a text.

The one rule: every expression re-reads at its offsets, and a text without a word of time costs one pass over its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import Literal

from toolkit.corpus.alternatives import any_of
from toolkit.corpus.expressions import calendar_rules, day_rules, figure_rules, unit_rules
from toolkit.corpus.expressions.join import join_expressions
from toolkit.corpus.expressions.model import Bound, DateExpression, Interval, Tense
from toolkit.corpus.expressions.patterns import pattern
from toolkit.corpus.expressions.place import Found, Place, qualifies_noun
from toolkit.corpus.expressions.resolve import needs_base, of_event, resolve_date
from toolkit.corpus.expressions.tense import tense_at
from toolkit.corpus.expressions.words import calendar_names, holidays, seasons
from toolkit.errors import CorpusError
from toolkit.language.view import plain
from toolkit.rows import Span

Rule = Callable[[Place], Found | None]
# With case ignored they match i, s and k; spelt so, no word would be found in the tables.
_LOOKALIKES = {"\u0130": "I", "\u0131": "i", "\u017f": "s", "\u212a": "K"}
_UNITS = ("hour", "day", "week", "month", "year", "decade", "century")


def find_dates(text: str, *, base: Interval | None = None, language: Literal["en"] = "en") -> list[DateExpression]:
    """Find the words of a text that say when.

    Parameters
    ----------
    base
        The days on which the text can have been written; relative expressions are resolved against it.

    Returns
    -------
    list of DateExpression
        In the order of the text. "Two days after Friday's attack" is one expression and holds another.

    Raises
    ------
    CorpusError
        If the language is another than English.

    Examples
    --------
    >>> from datetime import date
    >>> said = "Iran may agree, an aide said on Wednesday; talks began in late August."
    >>> base = Interval.day(date(2015, 3, 12))
    >>> [(found.span.text, found.precision, str(found.resolution.interval)) for found in find_dates(said, base=base)]
    [('Wednesday', 'day', '2015-03-11'), ('late August', 'days', '2014-08-20..2014-08-31')]
    """
    if language != "en":
        raise CorpusError(f"cannot read dates in language {language!r}; the choices are: en")
    return _expressions(text, find_readings(text), base)


def find_readings(text: str) -> list[Found]:
    """Find the expressions of an English text, in its order, before anything is asked about their tense."""
    view = plain(text)
    for odd, usual in _LOOKALIKES.items():
        view = view.replace(odd, usual)
    return join_expressions(view, text, list(_scan(view)))


def _scan(view: str) -> Iterator[Found]:
    rules, floor = _rules(), 0
    for word in _triggers().finditer(view.replace("_", " ").lower()):
        if word.start() < floor:
            continue
        known = rules.get(word[0], (figure_rules.figures,))
        place = Place(view, word.start(), word.end(), floor)
        found = next((f for rule in known if (f := rule(place))), None)
        if found:
            floor = found.event_at or found.end
            yield found


@cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    """Give the rules that a word sets off, lower case."""
    rules: dict[str, tuple[Rule, ...]] = {}
    tables: list[tuple[list[str], Rule]] = [
        ([name.split()[0].split("'")[0].split("-")[0].lower() for name in holidays()], calendar_rules.holiday),
        (list(calendar_names("month")), calendar_rules.month),
        (list(calendar_names("weekday")), day_rules.weekday),
        (list(seasons()), calendar_rules.season),
        (["q1", "q2", "q3", "q4"], calendar_rules.quarter),
        ([f"fy{year}" for year in range(1950, 2051)], figure_rules.fiscal),
        (["century"], figure_rules.century),
        (["yesterday", "today", "tonight", "tomorrow"], day_rules.relative_day),
        (["overnight"], day_rules.overnight),
        (["recently"], day_rules.recently),
        (["weekend"], day_rules.weekend),
        (["morning", "afternoon", "evening", "night"], day_rules.time_of_day),
        ([form for unit in _UNITS for form in (unit, f"{unit}s")], unit_rules.unit),
    ]
    for words, rule in tables:
        for word in dict.fromkeys(words):
            rules[word] = (*rules.get(word, ()), rule)
    return rules


@cache
def _triggers() -> re.Pattern[str]:
    """Match a figure, or a word that sets off a rule, in lower case."""
    return re.compile(rf"\b(?:\d\w*|{any_of(_rules())}\b)")


def _expressions(text: str, found: list[Found], base: Interval | None) -> list[DateExpression]:
    rows: list[DateExpression] = []
    for one in reversed(found):  # an event's words are looked at before the expression that counts from it
        tense = tense_of(text, one)
        if one.only_ahead and tense != "future":
            continue
        inner = _inner(rows, one)
        end = max(one.end, inner.span.end) if inner else one.end
        event = Span(one.event_at, end, text[one.event_at : end]) if one.event_at else None
        span = Span(one.start, end, text[one.start : end])
        row = DateExpression(span, one.kind, one.precision, tense, one.reading, event, inner)
        rows.append(row if base is None and _unresolved(row) else replace(row, resolution=resolve_date(row, base=base)))
    return rows[::-1]


def tense_of(text: str, one: Found) -> Tense:
    """Say the tense; a dateline is past, and of "the November report" a verb that looks ahead says nothing."""
    since = isinstance(one.reading, Bound) and one.reading.side == "since"
    if since or pattern("dateline_after").match(text, one.end):
        return "past"
    tense = tense_at(text, one.start, one.end)
    qualifies = one.kind == "yearless" and pattern("determiner").search(text[max(0, one.start - 8) : one.start])
    return "unknown" if tense == "future" and qualifies and qualifies_noun(text, one.end) else tense


def _unresolved(row: DateExpression) -> bool:
    return needs_base(row.reading)


def _inner(later: list[DateExpression], one: Found) -> DateExpression | None:
    """Give the first expression inside the words of an event; `later` holds the following ones, last first."""
    inside = takewhile(lambda row: row.span.start < one.end, reversed(later) if one.event_at else ())
    return next((row for row in inside if row.span.start >= one.event_at and not of_event(row.reading)), None)
