"""Ties: who does what to whom, in every construction, and nothing where two actors are only named together."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ties_reading import ORDERS, fictional, fill, read_table, told

from toolkit.annotate import extract_ties, find_ties
from toolkit.annotate import ties as ties_room
from toolkit.annotate.ties import plover_label, plover_signs, tie_categories
from toolkit.corpus import make_document
from toolkit.rows import Corpus, Tie
from toolkit.tables import check_spans, from_frame

DATA = Path(ties_room.__file__).parent / "data"
CONSTRUCTIONS = read_table("constructions.tsv")
KNOWN = {row["sentence"]: row["reason"] for row in read_table("known_failures.tsv")}


def second_set() -> list[object]:
    return [
        pytest.param(row, marks=pytest.mark.xfail(reason=KNOWN[row["sentence"]], strict=True))
        if row["sentence"] in KNOWN
        else row
        for row in read_table("second.tsv")
    ]


def ties(text: str, **published: date) -> list[Tie]:
    document = replace(make_document("d", text, title="none"), **published)
    return find_ties(document, codebook=fictional(), quotes=())


# ---------------------------------------------------------------- constructions


def test_every_construction_has_ten_variants_with_denials_plans_and_possibilities() -> None:
    names = {row["construction"] for row in CONSTRUCTIONS}
    for name in names - {"no tie"}:
        rows = [row for row in CONSTRUCTIONS if row["construction"] == name]
        assert len({row["sentence"] for row in rows}) >= 10
        assert {"asserted", "denied", "planned", "hypothetical"} <= {row["status"] for row in rows}


@pytest.mark.parametrize("row", CONSTRUCTIONS, ids=lambda row: row["sentence"])
def test_a_construction_is_read_in_both_orders(row: dict[str, str]) -> None:
    for source, target in ORDERS:
        wanted = [] if row["category"] == "none" else [(source, target, row["category"], row["status"])]
        assert told(fill(row["sentence"], source, target), source) == wanted


@pytest.mark.parametrize("row", second_set())
def test_a_sentence_of_the_second_set_is_read(row: dict[str, str]) -> None:
    for source, target in ORDERS:
        wanted = {(source, target, *row["ties"].split()[1:])} if row["ties"] else set()
        assert set(told(fill(row["sentence"], source, target), source)) == wanted


@pytest.mark.parametrize("name", tie_categories())
def test_a_category_is_found_in_its_example_and_not_in_its_counter_example(name: str) -> None:
    category = tie_categories()[name]
    found, other = ({tie.category for tie in ties(text)} for text in (category.example, category.counter_example))
    assert found == {name}
    assert name not in other


@given(st.permutations(["Arle", "Dorland", "and", "the", "in", "rain", "old", ",", "of", "snow"]))
def test_names_without_a_word_that_tells_a_tie_give_none(words: list[str]) -> None:
    assert ties(" ".join(words) + ".") == []


_PIECES = (
    "Arle Dorland Arle's Dorlander and to that who by ( ) , ; — it they was will not if with between attacked met "
    "supplied weapons ties asked refused support for meeting demanded ? ” “ must said its reportedly"
).split()


@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_whatever_the_words_a_tie_has_two_sides_and_an_id_of_its_own(words: list[str]) -> None:
    text = " ".join(words)
    rows = ties(text)
    assert len({row.row_id for row in rows}) == len(rows)
    for row in rows:
        assert row.source_side != row.target_side
        assert text[row.trigger.start : row.trigger.end] == row.trigger.text


# ---------------------------------------------------------------- parties


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Officials from Arle met Teo Marn.", ("arle", "Teo Marn")),
        ("Arle's foreign minister, Ana Velk, met Teo Marn.", ("Ana Velk", "Teo Marn")),
        ("Ana Velk left. She met Teo Marn.", ("Ana Velk", "Teo Marn")),
        ("Dorland backs Arle. The two sides met.", ("dorland", "arle")),
        ("The head of the Bron Front, who lives in Arle, met Teo Marn.", ("front", "Teo Marn")),
    ],
)
def test_the_most_exact_words_name_a_party(text: str, parties: tuple[str, str]) -> None:
    last = ties(text)[-1]
    assert (last.source, last.target) == parties


@pytest.mark.parametrize(
    "text",
    [
        "Arle-backed rebels met Teo Marn.",
        "Arle's neighbours attacked Dorland.",
        "Rebels in Arle said that somebody met Teo Marn.",
        "Arle's army attacked Arle.",
        "While Arle voted, rebels attacked Dorland.",
    ],
)
def test_who_is_no_party_has_no_tie(text: str) -> None:
    assert ties(text) == []


def test_several_targets_give_a_tie_each() -> None:
    rows = ties("Arle armed Dorland and the Bron Front.")
    assert [(row.target, row.category) for row in rows] == [("dorland", "military_aid"), ("front", "military_aid")]


def test_what_is_demanded_or_refused_is_no_tie_of_its_own() -> None:
    assert [row.category for row in ties("Arle demanded that Dorland attack the Bron Front.")] == ["demand"]


# ---------------------------------------------------------------- rows


def test_a_row_points_at_its_words() -> None:
    (row,) = ties("Last night, Ana Velk attacked Dorland.")
    assert (row.trigger.text, row.sentence.text) == ("attacked", "Last night, Ana Velk attacked Dorland.")
    assert row.source_mention is not None
    assert row.target_mention is not None
    assert (row.source_mention.text, row.target_mention.text) == ("Ana Velk", "Dorland")
    assert (row.source_side, row.valence) == ("arle", -9.0)


def test_a_tie_in_quotation_marks_is_verbatim() -> None:
    text = "“Arle attacked Dorland at dawn,” Ana Velk said."
    (row,) = find_ties(make_document("d", text, title="none"), codebook=fictional())
    assert (row.voice, row.status) == ("verbatim", "reported")


def test_a_table_of_ties_reads_back_with_its_days() -> None:
    day = date(2015, 3, 12)
    document = make_document("d", "Arle attacked Dorland on Monday.", title="t")
    document = replace(document, published_earliest=day, published_latest=day)
    corpus = Corpus((document,))
    table = extract_ties(corpus, codebook=fictional())
    (row,) = from_frame(table, Tie)
    assert row.event_earliest == row.event_latest == date(2015, 3, 9)
    assert check_spans(table, corpus) == 4


# ---------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Arle met Dorland on Monday.", ("2015-03-09", "2015-03-09")),
        ("Arle met Dorland on Monday, the paper reported on Wednesday.", ("2015-03-09", "2015-03-09")),
        ("Arle met Dorland, the paper reported on Wednesday.", (None, None)),
        ("On Tuesday, the paper said that Arle had met Dorland.", (None, None)),
        ("Arle will meet Dorland next month.", ("2015-04-01", "2015-04-30")),
        ("Arle attacked Dorland.", (None, None)),
    ],
)
def test_the_day_of_an_event_is_that_of_its_own_clause(text: str, days: tuple[str | None, str | None]) -> None:
    (row,) = ties(text, published_earliest=date(2015, 3, 12), published_latest=date(2015, 3, 12))
    assert tuple(day and day.isoformat() for day in (row.event_earliest, row.event_latest)) == days


def test_one_event_told_twice_has_one_id() -> None:
    first, second, other = (
        find_ties(make_document(name, text, title="none"), codebook=fictional(), quotes=())[0].event_id
        for name, text in (
            ("a", "Arle met Dorland on 9 March 2015."),
            ("b", "On March 9, 2015, Teo Marn met Ana Velk."),
            ("c", "Arle met Dorland on 10 March 2015."),
        )
    )
    assert first == second != other


def test_events_without_days_are_one_only_within_their_article() -> None:
    ids = [ties("Arle attacked Dorland. Later, Arle attacked Dorland.")[n].event_id for n in (0, 1)]
    document = make_document("e", "Arle attacked Dorland.", title="none")
    (elsewhere,) = find_ties(document, codebook=fictional(), quotes=())
    assert ids[0] == ids[1] != elsewhere.event_id


# ---------------------------------------------------------------- the tables


@pytest.mark.parametrize("category", tie_categories().values(), ids=lambda c: c.name)
def test_the_value_of_a_category_has_the_sign_of_its_label(category: object) -> None:
    known = tie_categories()[category.name]  # type: ignore[attr-defined]
    assert -10 <= known.valence <= 10
    if known.plover:
        assert plover_signs()[known.plover] * known.valence > 0


def test_all_labels_of_plover_have_a_sign_and_a_category() -> None:
    assert set(plover_signs()) == {c.plover for c in tie_categories().values()} - {""}
    assert sorted(plover_signs().values()).count(1) == 7


@pytest.mark.parametrize(
    ("category", "status", "label"),
    [
        ("meet", "asserted", "CONSULT"),
        ("military_aid", "reported", "AID"),
        ("military_aid", "planned", "AGREE"),
        ("sanction", "planned", "THREATEN"),
        ("meet", "denied", "REJECT"),
        ("fight", "denied", "FIGHT"),
    ],
)
def test_plover_codes_promises_and_refusals_as_acts_of_their_own(category: str, status: str, label: str) -> None:
    assert plover_label(category, status) == label  # type: ignore[arg-type]


def test_every_trigger_is_told_once_and_names_categories_classes_and_places_that_exist() -> None:
    with (DATA / "triggers.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    classes = yaml.load((DATA / "classes.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    words = yaml.load((DATA / "words.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    places = {"obj", "subj", "any", "that", "to", *words["prepositions"]}
    for row in rows:
        assert row["category"] in tie_categories()
        assert {need[0] for need in row["needs"].split()} <= set("@^=%")
        assert {need[1:] for need in row["needs"].split()} <= {*classes, *words}
        assert {*row["target"].split()} <= places | {"for", "behind"}
    told = Counter((row["category"], row["kind"], word, row["needs"]) for row in rows for word in row["words"].split())
    assert [key for key, n in told.items() if n > 1] == []
    assert not {*classes} & {*words}
