"""What a page may say of its own day, and what must not be taken for it."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.expressions import (
    Interval,
    Proposal,
    Published,
    combine_proposals,
    find_dates,
    propose_published,
    resolve_date,
)
from toolkit.corpus.expressions.model import OPEN
from toolkit.rows import Document, Span, Zone, ZoneKind

SEEDS = Path(__file__).parent.parent / "seeds"
STORY = "The two ministers met for an hour in the old harbour town and left without a word to the press."


def interval(words: str) -> Interval:
    first, _, last = words.partition("..")
    return Interval(date.fromisoformat(first), date.fromisoformat(last or first))


def proposed(text: str, url: str = "") -> list[tuple[str, str, str]]:
    found = propose_published(Document("a", text, url=url))
    return [(p.how, " / ".join(map(str, p.choices)) or str(p.interval), p.basis) for p in found]


def published(text: str, url: str = "") -> Published:
    return combine_proposals(propose_published(Document("a", text, url=url)))


def marked(line: str) -> tuple[str, int, int]:
    """Give a line without its angle brackets, and where the words between them stand."""
    return line.replace("<", "").replace(">", ""), line.index("<"), line.index(">") - 1


# --- printed lines


@pytest.mark.parametrize(
    "line",
    [
        "<March 18, 2016>",
        "Published: <18 March 2016>, 10:15 GMT",
        "Posted on <Friday, March 18, 2016> at 3:15 p.m.",
        "First published <2016-03-18>T10:15:00+02:00",
        "<18/03/2016> | 10:15",
        "By Sara Lind, <March 18, 2016>",
        "<Mar. 18, 2016> · 4 min read",
    ],
)
def test_a_day_printed_above_the_text_is_the_day_of_publication(line: str) -> None:
    plain, start, end = marked(line)
    basis = f'"{plain[start:end]}" [{15 + start}:{15 + end}]'
    assert proposed(f"Ministers meet\n{plain}\n{STORY}") == [("printed", "2016-03-18", basis)]


def test_a_line_that_names_a_thing_by_its_day_is_no_printed_line() -> None:
    assert proposed(f"Ministers meet\nThe bridge of March 18, 2016\n{STORY}") == []


def test_an_updated_line_only_says_that_it_was_not_published_later() -> None:
    text = f"Ministers meet\nPublished March 18, 2016 | Updated March 20, 2016\n{STORY}"
    assert [days for _, days, _ in proposed(text)] == ["2016-03-18", "open..2016-03-20"]
    assert published(text).interval == interval("2016-03-18")


def test_a_printed_day_that_can_be_read_twice_is_reported_with_both_readings() -> None:
    found = published(f"Ministers meet\n03/04/2016\n{STORY}")
    (warning,) = found.warnings
    assert found.interval == interval("2016-03-04..2016-04-03")
    assert warning.reason == "date_ambiguous"
    assert "2016-03-04 or 2016-04-03" in warning.detail


def test_the_address_decides_between_two_readings() -> None:
    found = published(f"Ministers meet\n03/04/2016\n{STORY}", "https://example.org/2016/04/talks")
    assert (found.interval, found.warnings) == (interval("2016-04-03"), ())


def test_the_weekday_decides_between_two_readings() -> None:
    assert [days for _, days, _ in proposed(f"Ministers meet\nFriday, 03/04/2016\n{STORY}")] == ["2016-03-04"]


def test_a_day_printed_below_the_text_counts_if_no_other_is_printed() -> None:
    assert [days for _, days, _ in proposed(f"Ministers meet\n{STORY}\nMarch 18, 2016")] == ["2016-03-18"]
    both = f"Ministers meet\nMarch 18, 2016\n{STORY}\nMarch 20, 2016"
    assert [days for _, days, _ in proposed(both)] == ["2016-03-18"]


def test_several_days_printed_below_the_text_date_nothing_and_are_a_warning() -> None:
    found = published(f"Ministers meet\n{STORY}\nMarch 18, 2016\nMarch 20, 2016")
    assert found.interval == OPEN
    assert [warning.reason for warning in found.warnings] == ["date_ambiguous"]


def test_a_caption_a_credit_and_a_line_of_the_page_never_date_the_article() -> None:
    lines = ["March 1, 2016", "Photo: March 2, 2016", "March 3, 2016", STORY]
    kinds: list[ZoneKind] = ["boilerplate", "credit", "caption", "body"]
    text = "\n".join(lines)
    spans = [Span(text.index(line), text.index(line) + len(line), line) for line in lines]
    zones = tuple(Zone(kind, span, "test") for kind, span in zip(kinds, spans, strict=True))
    assert propose_published(Document("a", text, zones)) == []


# --- addresses


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://example.org/2016/03/18/talks", "2016-03-18"),
        ("https://example.org/world/2016/mar/18/talks", "2016-03-18"),
        ("https://example.org/news/2016-03-18-talks.html", "2016-03-18"),
        ("https://example.org/news/20160318/talks", "2016-03-18"),
        ("https://example.org/2016/03/talks", "2016-03-01..2016-03-31"),
        ("https://example.org/18-03-2016/talks", "2016-03-18"),
        ("https://example.org/03-04-2016/talks", "2016-03-04 / 2016-04-03"),
    ],
)
def test_the_path_of_an_address_dates_the_page(url: str, days: str) -> None:
    assert [(how, found) for how, found, _ in proposed(STORY, url)] == [("url", days)]


def test_the_basis_of_an_address_points_into_the_address() -> None:
    url = "https://example.org/2016/03/18/talks"
    assert [basis for _, _, basis in proposed(STORY, url)] == ['"2016/03/18" [20:30] of the address']
    assert url[20:30] == "2016/03/18"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/elections/2016/talks",
        "https://example.org/talks?seen=2016/03/18",
        "https://2016-03-18.example.org/talks",
        "https://example.org/2016/13/45/talks",
        "https://example.org/id/201603181",
    ],
)
def test_other_figures_of_an_address_do_not_date_the_page(url: str) -> None:
    assert proposed(STORY, url) == []


# --- datelines


@pytest.mark.parametrize(
    "head",
    [
        "BEIRUT, <June 3, 2016> (Agency) —",
        "GAZA CITY, Gaza Strip, <June 3, 2016> (Agency) -",
        "TEHRAN, <3 June 2016> –",
        "BEIRUT (Agency), <June 3, 2016> --",
    ],
)
def test_a_dateline_with_a_year_gives_its_day_and_the_next(head: str) -> None:
    plain, start, end = marked(head)
    basis = f'"{plain[start:end]}" [{start}:{end}]'
    assert proposed(f"{plain} {STORY}") == [("dateline", "2016-06-03..2016-06-04", basis)]


def test_a_dash_after_an_ordinary_sentence_makes_no_dateline() -> None:
    text = "They signed it on June 3, 2016 — a Friday — and left the old harbour town without a word to us."
    assert [how for how, _, _ in proposed(text)] == ["inferred"]


def test_a_dateline_without_a_year_takes_it_from_the_rest_of_the_page() -> None:
    text = f"BEIRUT, June 3 (Agency) — {STORY}"
    assert proposed(text) == [("dateline", "open..open", '"June 3" [8:14]')]
    assert published(text, "https://example.org/2016/06/talks").interval == interval("2016-06-03..2016-06-04")


def test_a_dateline_without_a_year_moves_a_lower_bound_to_its_next_day() -> None:
    text = f"BEIRUT, June 3 (Agency) — {STORY} The bridge fell on May 5, 2014."
    assert published(text).interval == Interval(date(2014, 6, 3), None)


def test_a_dateline_without_a_year_that_does_not_fit_the_page_is_a_warning() -> None:
    found = published(f"BEIRUT, June 3 (Agency) — {STORY}", "https://example.org/2016/08/talks")
    assert found.interval == interval("2016-08-01..2016-08-31")
    assert [warning.reason for warning in found.warnings] == ["date_ambiguous"]


# --- what the text looks back on


def test_the_latest_day_that_the_text_looks_back_on_is_a_lower_bound() -> None:
    text = "The dam broke in 2011. The bridge fell on May 5, 2014, and the road was closed in March 2012."
    assert proposed(text) == [("inferred", "2014-05-05..open", '"May 5, 2014" [42:53]')]


@pytest.mark.parametrize(
    "text",
    [
        "The city was awarded the 2030 games in a vote that surprised nobody.",
        "The council agreed on elections in 2030 and left without a word to the press.",
        "The plant will be shut in 2030, the company said.",
        "The deadline was extended until 2030.",
        "The minister wants a million trees by 2030.",
        "The treaty was to end in 2030.",
        "They argued about the budget before 2030.",
    ],
)
def test_what_may_lie_ahead_is_no_lower_bound(text: str) -> None:
    assert proposed(text) == []


# --- all of it together


def test_a_contradiction_is_a_warning_and_both_days_stay_possible() -> None:
    found = published(f"Ministers meet\nMarch 18, 2016\n{STORY}", "https://example.org/2016/03/25/talks")
    (warning,) = found.warnings
    assert found.interval == interval("2016-03-18..2016-03-25")
    assert warning.reason == "date_ambiguous"
    assert "printed 2016-03-18, url 2016-03-25" in warning.detail


def test_a_printed_day_beats_what_is_inferred_and_an_impossible_one_is_a_warning() -> None:
    found = published(f"Ministers meet\nMarch 18, 2016\n{STORY} The bridge fell on May 5, 2017.")
    assert (found.interval, found.how) == (interval("2016-03-18"), "printed")
    assert [warning.reason for warning in found.warnings] == ["date_implausible"]


def test_nothing_said_is_nothing_known() -> None:
    assert combine_proposals([]) == Published(OPEN, "unknown", "")


def test_what_a_format_knows_can_stand_beside_what_the_page_says() -> None:
    metadata = Proposal(interval("2016-03-18"), "metadata", "article:published_time")
    printed = propose_published(Document("a", f"Ministers meet\nMarch 18, 2016\n{STORY}"))
    found = combine_proposals([metadata, *printed])
    assert (found.interval, found.how) == (interval("2016-03-18"), "metadata")
    assert found.basis == 'article:published_time; "March 18, 2016" [15:29]'


LINES = ["March 18, 2016", "03/04/2016", "Updated March 20, 2016", "2016-03-19", "BEIRUT, March 18 — Talks go on."]


@given(
    st.lists(st.sampled_from(LINES), max_size=5).flatmap(
        lambda lines: st.tuples(st.just(lines), st.permutations(lines))
    )
)
def test_the_order_of_the_evidence_changes_no_day(orders: tuple[list[str], list[str]]) -> None:
    found = [[p for line in order for p in propose_published(Document("a", f"{line}\n{STORY}"))] for order in orders]
    assert combine_proposals(found[0]).interval == combine_proposals(found[1]).interval


PIECES = st.sampled_from([*LINES, "\n", "June 3", " — ", "BEIRUT, ", "By A. B. ", "in 2014", " fell ", "10:15 ", "GMT"])


@settings(max_examples=80)
@given(st.text() | st.lists(PIECES, max_size=9).map("".join), st.text())
def test_any_page_can_be_asked_for_its_day(text: str, url: str) -> None:
    found = published(text, url)
    assert found.interval.low <= found.interval.high


# --- the seed articles


class Seed(NamedTuple):
    document: Document
    declared: Interval


def load_seeds() -> dict[str, Seed]:
    with (SEEDS / "documents.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["doc_id"]: Seed(
            Document(row["doc_id"], (SEEDS / row["file"]).read_bytes().decode("utf-8"), title=row["title"]),
            interval(f"{row['published_earliest']}..{row['published_latest']}"),
        )
        for row in rows
    }


@pytest.mark.parametrize("doc_id", load_seeds())
def test_the_page_alone_never_excludes_the_declared_days_of_a_seed(doc_id: str) -> None:
    seed = load_seeds()[doc_id]
    found = combine_proposals(propose_published(seed.document))
    assert found.interval.contains(seed.declared)
    assert found.warnings == ()


def test_the_one_seed_that_prints_its_day_gets_it() -> None:
    seed = load_seeds()["clandestine-meeting"]
    found = combine_proposals(propose_published(seed.document))
    assert (found.interval, found.how) == (seed.declared, "printed")
    assert found.basis == '"March 18, 2016" [163:177]'


def test_the_caption_dates_of_the_seeds_are_in_no_proposal() -> None:
    bases = [p.basis for seed in load_seeds().values() for p in propose_published(seed.document)]
    assert [basis for basis in bases if "August" in basis or "September" in basis] == []


# Phrases of the texts, and the days on which, by the column published_external, that of which they tell took place.
FACTS = {
    "qatar-meeting": [("Wednesday", "2015-03-11"), ("Friday", "2015-03-13")],
    "covert-meeting": [("last summer", "2014-08-26")],
    "iran-visit": [("last week", "2015-01-28"), ("Last month", "2015-01-18")],
    "beirut-iftar": [("last week", "2015-06-18..2015-07-16"), ("Last year", "2014-06-27")],
}


def base_days(doc_id: str) -> set[date]:
    """Give the days between 2014 and 2016 from which every phrase can mean what it is known to tell of."""
    seed = load_seeds()[doc_id]
    found = {f.span.text: f for f in find_dates(seed.document.text)}
    left = {date(2014, 1, 1) + timedelta(days=n) for n in range(1096)}
    for phrase, days in FACTS[doc_id]:
        fact = interval(days)
        meant = {day: resolve_date(found[phrase], base=Interval.day(day)).interval for day in left}
        left = {day for day, i in meant.items() if i.low <= fact.high and fact.low <= i.high}
    return left


@pytest.mark.parametrize("doc_id", FACTS)
def test_with_the_facts_on_record_the_phrases_leave_the_declared_days_of_a_seed(doc_id: str) -> None:
    left, declared = base_days(doc_id), load_seeds()[doc_id].declared
    assert min(left) <= declared.low
    assert declared.high <= max(left)


def test_the_weekdays_of_the_first_seed_leave_exactly_its_declared_days() -> None:
    left = base_days("qatar-meeting")
    assert Interval(min(left), max(left)) == load_seeds()["qatar-meeting"].declared
