"""What the resolver of date expressions must get right, and what it must never claim."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.corpus.expressions import (
    DateExpression,
    Interval,
    find_dates,
    resolve_date,
)
from toolkit.corpus.expressions.resolve import needs_base, of_event
from toolkit.errors import CorpusError

GOLD = Path(__file__).parent / "data" / "date_expressions.tsv"
THURSDAY = date(2015, 3, 12)


class Row(NamedTuple):
    expression: str
    sentence: str
    base_earliest: str
    base_latest: str
    earliest: str
    latest: str
    precision: str
    tense_or_hint: str
    note: str

    @property
    def base(self) -> Interval | None:
        return interval(f"{self.base_earliest}..{self.base_latest}") if self.base_earliest else None

    def hint(self, kind: str) -> str:
        return self.tense_or_hint.removeprefix(f"{kind} ") if self.tense_or_hint.startswith(f"{kind} ") else ""


def interval(words: str) -> Interval:
    first, _, last = words.partition("..")
    return Interval(date.fromisoformat(first), date.fromisoformat(last or first))


def gold() -> list[Row]:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return [Row(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def found_for(row: Row) -> DateExpression | None:
    return next((found for found in find_dates(row.sentence) if found.span.text == row.expression), None)


def is_right(row: Row) -> bool:
    if row.tense_or_hint == "no date":
        places = [i for i in range(len(row.sentence)) if row.sentence.startswith(row.expression, i)]
        spans = [found.span for found in find_dates(row.sentence)]
        return not any(s.start < i + len(row.expression) and i < s.end for s in spans for i in places)
    found = found_for(row)
    if found is None:
        return False
    event = interval(row.hint("event")) if row.hint("event") else None
    resolved = resolve_date(found, base=row.base, event=event)
    days = (str(resolved.earliest or ""), str(resolved.latest or ""), resolved.precision)
    readings = " / ".join(map(str, resolved.choices))
    return days == (row.earliest, row.latest, row.precision) and readings == row.hint("readings")


def only(text: str, base: Interval | None = None) -> DateExpression:
    (found,) = find_dates(text, base=base)
    return found


ROWS = gold()
EXPRESSIONS = [found for row in ROWS for found in find_dates(row.sentence)]


# ------------------------------------------------------------------------------------------- the table


def test_the_table_is_large_and_every_expression_stands_in_its_sentence() -> None:
    assert len(ROWS) >= 170
    assert [row.expression for row in ROWS if row.expression not in row.sentence] == []


def test_at_least_95_percent_of_the_table_are_right() -> None:
    wrong = [f"{row.expression} | {row.sentence}" for row in ROWS if not is_right(row)]
    assert len(wrong) <= 0.05 * len(ROWS), wrong


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.expression}-{row.base_earliest}-{row.precision}")
def test_a_row_of_the_table_is_right(row: Row) -> None:
    assert is_right(row)


def test_an_imprecise_phrase_never_gets_a_day_whatever_the_base() -> None:
    imprecise = {e.reading: e for e in EXPRESSIONS if e.precision != "day"}.values()
    days = [Interval.day(date(2014, 12, 1) + timedelta(days=n)) for n in range(0, 460)]
    precise = {
        (found.span.text, str(day))
        for found in imprecise
        for day in (days if needs_base(found.reading) else days[:1])
        if _is_day(at(found, day))
    }
    assert len(imprecise) > 100
    assert precise == set()


def at(found: DateExpression, base: Interval) -> Interval:
    """Resolve against a base, or against an event on the same days where it counts from one."""
    return resolve_date(found, base=base, event=base if of_event(found.reading) else None).interval


def _is_day(days: Interval) -> bool:
    return days.earliest is not None and days.earliest == days.latest


def test_the_table_calls_no_interval_a_day() -> None:
    assert [
        row.expression for row in ROWS if row.precision != "day" and row.earliest and row.earliest == row.latest
    ] == []


# ------------------------------------------------------------------------------------------- finding


def test_offsets_point_into_the_text_as_it_is_with_its_no_break_spaces_and_curly_marks() -> None:
    text = "It ended on March\u00a018,\u00a02016, unlike last summer’s war."
    assert [found.span.text for found in find_dates(text)] == ["March\u00a018,\u00a02016", "last summer"]


def test_a_date_may_be_broken_by_the_end_of_a_line_but_not_by_a_blank_line() -> None:
    assert only("The treaty was signed on March\n18, 2016.").span.text == "March\n18, 2016"
    assert [found.span.text for found in find_dates("The treaty was signed in March\n\n18 people left.")] == ["March"]


def test_a_text_without_a_word_of_time_has_no_dates() -> None:
    assert find_dates("The minister denied that the port had been sold to 2,000 investors.") == []


def test_without_a_base_only_what_needs_none_is_resolved() -> None:
    absolute, relative = find_dates("The port opened on 18 March 2016 and closed last week.")
    assert absolute.resolution is not None and absolute.resolution.interval == interval("2016-03-18")
    assert relative.resolution is None


def test_a_language_that_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(CorpusError, match=r"'fr'.*choices are: en"):
        find_dates("Le 18 mars 2016", language="fr")  # type: ignore[arg-type]


def test_a_distance_from_an_event_carries_the_words_of_the_event_and_their_date() -> None:
    outer, inner = find_dates("They met two days after March 18, 2016.")
    assert (outer.span.text, outer.event and outer.event.text) == ("two days after March 18, 2016", "March 18, 2016")
    assert outer.inner == inner
    assert resolve_date(outer).interval == interval("2016-03-20")


def test_what_is_known_of_the_event_beats_the_date_in_its_words() -> None:
    outer = find_dates("They met two days after March 18, 2016.")[0]
    assert resolve_date(outer, event=interval("2016-03-19")).interval == interval("2016-03-21")


@pytest.mark.parametrize("joint", ["and", "or", "to"])
def test_a_year_after_the_second_month_holds_for_the_first(joint: str) -> None:
    found = find_dates(f"It rained in June {joint} July 2012.", base=Interval.day(THURSDAY))
    days = [f.resolution.interval for f in found if f.resolution]
    assert days[0].earliest == date(2012, 6, 1)
    assert days[-1].latest == date(2012, 7, 31)


def test_a_year_told_relative_to_the_base_holds_for_the_month_before_it() -> None:
    base = Interval.day(date(2015, 10, 5))
    found = only("The vote was held in June last year.", base)
    assert (found.span.text, str(found.resolution and found.resolution.interval)) == (
        "June last year",
        "2014-06-01..2014-06-30",
    )


# ------------------------------------------------------------------------------------------- tense


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("The talks will not be held on <Friday>.", "future"),
        ("The talks won't begin on <Friday>.", "future"),
        ("They were arrested on <Friday>.", "past"),
        ("The plant, coal-fired and old, will close on <Friday>.", "future"),
        ("On <Friday>, armed men will guard the vote.", "future"),
        ("On <Friday>, rebels attacked villages in the hills.", "past"),
        ("The group tried to sell the ship on <Friday>.", "past"),
        ("He was expected to sell the ship on <Friday>.", "unknown"),
        ("If she won on <Friday>, the party would split.", "unknown"),
        ("The province, which votes on <Friday>, was calm.", "unknown"),
        ("The shop stayed open on <Friday>.", "past"),
        ("TYRE, <June 3> (Agency) — Fishermen are hoping for calm.", "past"),
        ("Gen. Karim left the port. On <Friday> he returned.", "past"),
    ],
)
def test_the_verb_beside_a_weekday_tells_its_tense(sentence: str, tense: str) -> None:
    text = sentence.replace("<", "").replace(">", "")
    (found,) = (f for f in find_dates(text) if f.span.start == sentence.index("<"))
    assert found.tense == tense


# ------------------------------------------------------------------------------------------- resolving

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 6))
def test_a_past_weekday_is_the_last_one_up_to_the_base_and_a_future_one_the_first_from_it(
    day: date, number: int
) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number]
    past, future = only(f"They met on {name}."), only(f"They will meet on {name}.")
    week = [day + timedelta(days=n) for n in range(7)]
    assert resolve_date(past, base=Interval.day(day)).earliest == next(
        d for d in (w - timedelta(6) for w in week) if d.weekday() == number
    )
    assert resolve_date(future, base=Interval.day(day)).earliest == next(d for d in week if d.weekday() == number)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.sampled_from(EXPRESSIONS), DAYS, st.integers(0, 500), st.integers(0, 40), st.integers(0, 40))
def test_a_wider_base_never_gives_a_narrower_answer(found: DateExpression, day: date, n: int, a: int, b: int) -> None:
    narrow = Interval(day, day + timedelta(days=n))
    wide = Interval(day - timedelta(days=a), day + timedelta(days=n + b))
    answers = [
        resolve_date(found, base=base, event=base if of_event(found.reading) else None) for base in (narrow, wide)
    ]
    assert answers[1].interval.contains(answers[0].interval)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.sampled_from(EXPRESSIONS), DAYS, st.integers(0, 90))
def test_the_answer_to_a_base_is_the_union_of_the_answers_to_its_days(found: DateExpression, day: date, n: int) -> None:
    each = [at(found, Interval.day(day + timedelta(days=i))) for i in range(n + 1)]
    union = (min(i.low for i in each), max(i.high for i in each))
    whole = at(found, Interval(day, day + timedelta(days=n)))
    assert (whole.low, whole.high) == union


@given(st.sampled_from(EXPRESSIONS), st.none() | st.dates(), st.none() | st.dates())
def test_no_base_is_too_odd(found: DateExpression, first: date | None, last: date | None) -> None:
    if first and last and first > last:
        first, last = last, first
    base = Interval(first, last)
    resolved = resolve_date(found, base=base, event=base)
    assert resolved.interval.low <= resolved.interval.high


def test_an_open_base_leaves_the_answer_open_on_that_side() -> None:
    assert resolve_date(only("They met last week."), base=Interval(THURSDAY, None)).interval == Interval(
        date(2015, 3, 1), None
    )


WORDS = st.sampled_from(
    "March 18, 2016 3/4/2016 last next this week two of in since until ago after the 31st Feb. 29 30 and – to Friday’s "
    "9999 1000 Christmas Q4 FY2015 '90s from between summer 21st century year earlier\u00a0 \n . “ overnight a".split(
        " "
    )
)


@settings(max_examples=150)
@given(st.text() | st.lists(WORDS, max_size=14).map(" ".join), st.none() | st.dates())
def test_any_text_can_be_read_and_every_offset_re_reads(text: str, day: date | None) -> None:
    for found in find_dates(text, base=Interval.day(day) if day else None):
        assert text[found.span.start : found.span.end] == found.span.text
        if found.event:
            assert text[found.event.start : found.event.end] == found.event.text


@pytest.mark.parametrize("odd", ["e\u0130ght days ago", "\u017feven wee\u212as ago", "la\u017ft wee\u212a"])
def test_letters_that_only_look_like_those_of_a_word_of_time_do_no_harm(odd: str) -> None:
    (found,) = find_dates(f"They met {odd}.", base=Interval.day(date(2015, 3, 12)))
    assert found.span.text == odd


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(CorpusError, match=r"2016-03-19.*2016-03-18"):
        Interval(date(2016, 3, 19), date(2016, 3, 18))
