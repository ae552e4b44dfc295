"""Labels per mention: counted by hand, recounted from the evidence, with intervals that are drawn over stories."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.annotate import extract_kwic, extract_labels, extract_mentions
from toolkit.codebook import load_codebook
from toolkit.corpus import as_document, make_document
from toolkit.errors import TableError
from toolkit.measure import measure_labels, measure_labels_evidence
from toolkit.measure.naming import NamingBy
from toolkit.measure.rates import rate_intervals
from toolkit.rows import NAMING_FORMS, Corpus, MentionForm, Polarity

HARBOUR = Path(__file__).parent / "data" / "codebooks" / "harbour.yaml"
KINDS = get_args(Polarity)
FORMS = get_args(MentionForm)
ACTORS = {"league": "vessia", "lind": "vessia", "front": "front"}


def label_table(*rows: tuple[str, str | None, str]) -> pd.DataFrame:
    """Make labels of (doc_id, actor, polarity)."""
    table = pd.DataFrame(list(rows), columns=["doc_id", "actor", "polarity"]).astype("str")
    return table.assign(row_id=[f"l{n}" for n in range(len(rows))], voice="narrator", zone="body")


def mention_table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Make mentions of (doc_id, actor, form)."""
    table = pd.DataFrame(list(rows), columns=["doc_id", "actor", "form"]).astype("str")
    made = table.assign(row_id=[f"m{n}" for n in range(len(rows))], voice="narrator", zone="body")
    return made.assign(side=made["actor"].map(ACTORS))


def article_table(*ids: str, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": list(ids), **columns})


def row_of(table: pd.DataFrame, polarity: str, **names: str) -> dict[str, Any]:
    [row] = [
        row
        for row in table.to_dict("records")
        if row["polarity"] == polarity and all(row[k] == v for k, v in names.items())
    ]
    return {str(key): value for key, value in row.items()}


# ---------------------------------------------------------------- what is counted


def test_labels_are_counted_for_each_mention_of_their_actor() -> None:
    labels = label_table(("a", "league", "neutral"), ("b", "league", "neutral"), ("b", "front", "legitimising"))
    mentions = mention_table(*[("a", "league", "name")] * 3, ("b", "league", "role"), ("b", "front", "alias"))
    table = measure_labels(labels, mentions, article_table("a", "b"), minimum_n=1)
    row = row_of(table, "neutral", actor="league")
    assert (row["n_labels"], row["n_mentions"], row["per_mention"]) == (2, 4, 0.5)
    assert (row["n_articles"], row["n_stories"]) == (2, 2)
    assert row_of(table, "legitimising", actor="front")["per_mention"] == 1
    assert table["polarity"].tolist() == [*KINDS] * 2


def test_pronouns_and_demonyms_stand_apart() -> None:
    mentions = mention_table(*[("a", "league", form) for form in FORMS])
    row = row_of(measure_labels(label_table(), mentions, article_table("a")), "neutral", actor="league")
    assert (row["n_mentions"], row["n_demonyms"], row["n_pronouns"]) == (len(NAMING_FORMS), 1, 1)
    assert {*FORMS} - {*NAMING_FORMS} == {"demonym", "pronoun"}


def test_a_label_left_open_keeps_its_row_and_has_no_rate() -> None:
    table = measure_labels(label_table(("a", None, "neutral")), mention_table(), article_table("a"), minimum_n=1)
    row = row_of(table, "neutral", actor="(left open)")
    assert (row["n_labels"], row["n_mentions"]) == (1, 0)
    assert np.isnan(row["per_mention"])


def test_a_label_has_the_side_of_its_actor() -> None:
    labels = label_table(
        ("a", "lind", "neutral"), ("b", "lind", "neutral"), ("a", "front", "neutral"), ("a", None, "neutral")
    )
    mentions = mention_table(("a", "lind", "name"), ("a", "league", "name"))
    table = measure_labels(labels, mentions, article_table("a", "b"), by=("side",), minimum_n=1)
    counts = {side: row_of(table, "neutral", side=side)["n_labels"] for side in table["side"].unique()}
    assert counts == {"vessia": 2, "(side unknown)": 1, "(left open)": 1}
    assert row_of(table, "neutral", side="vessia")["per_mention"] == 1


def test_a_side_that_changes_is_that_of_the_article() -> None:
    labels = label_table(("a", "lind", "neutral"), ("b", "lind", "neutral"))
    mentions = mention_table(("a", "lind", "name"), ("b", "lind", "name")).assign(side=["vessia", "front"])
    table = measure_labels(labels, mentions, article_table("a", "b"), by=("side",), minimum_n=1)
    assert [row_of(table, "neutral", side=side)["n_labels"] for side in ("vessia", "front")] == [1, 1]


DAYS = {
    "a": ("2031-01-05", "2031-01-05", "2031Q1"),
    "b": ("2031-01-01", "2031-03-31", "2031Q1"),
    "c": ("2031-03-31", "2031-04-01", "(several)"),
    "d": ("2031-03-31", None, "(undated)"),
    "e": (None, None, "(undated)"),
}


def test_an_article_counts_in_the_one_period_it_must_be_of() -> None:
    earliest, latest, _ = zip(*DAYS.values(), strict=True)
    dated = article_table(*DAYS, published_earliest=[*earliest], published_latest=[*latest], outlet="Quay Post")
    dated = dated.astype({"published_earliest": "datetime64[s]", "published_latest": "datetime64[s]"})
    mentions = mention_table(*[(name, "league", "name") for name in DAYS])
    evidence = measure_labels_evidence(label_table(), mentions, dated, by=("actor", "period"))
    assert dict(zip(evidence["doc_id"], evidence["period"], strict=True)) == {k: v[2] for k, v in DAYS.items()}


def test_an_outlet_that_is_not_known_has_a_row_that_says_so() -> None:
    mentions = mention_table(("a", "league", "name"), ("b", "league", "name"), ("c", "league", "name"))
    articles = article_table("a", "b", "c", outlet=["Quay Post", "", None])
    table = measure_labels(label_table(), mentions, articles, by=("actor", "outlet"))
    assert set(zip(table["outlet"], table["n_mentions"], strict=True)) == {("Quay Post", 1), ("(outlet unknown)", 2)}


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([*ACTORS, None]), st.sampled_from(KINDS)), max_size=12),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([*ACTORS]), st.sampled_from(FORMS)), max_size=12),
    st.sampled_from([("actor",), ("side",), ("actor", "outlet"), ("side", "voice", "zone")]),
)
@settings(max_examples=40)
def test_every_count_is_its_evidence_and_no_row_is_lost(
    labels: list[Any], mentions: list[Any], by: tuple[NamingBy, ...]
) -> None:
    tables = label_table(*labels), mention_table(*mentions), article_table(*"abc", outlet=["x", "", "x"])
    table = measure_labels(*tables, by=by, n_boot=0)
    evidence = measure_labels_evidence(*tables, by=by)
    assert len(evidence) == len(labels) + len(mentions) == evidence["row_id"].nunique()
    sizes = evidence.groupby([*by, "cell"]).size().to_dict()
    for row in table.to_dict("records"):
        names = tuple(row[name] for name in by)
        assert row["n_labels"] == sizes.get((*names, row["polarity"]), 0)
        for cell in ("n_mentions", "n_demonyms", "n_pronouns"):
            assert row[cell] == sizes.get((*names, cell), 0)


# ---------------------------------------------------------------- what may not be measured


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (("outlet",), "by has neither actor nor side"),
        (("actor", "author"), "by has 'author'; it may hold actor, side, voice, zone, outlet, period"),
    ],
)
def test_names_that_make_no_cell_are_refused(by: Any, message: str) -> None:
    with pytest.raises(TableError, match=message):
        measure_labels(label_table(), mention_table(), article_table("a"), by=by)


def test_rows_of_articles_that_are_not_there_are_refused() -> None:
    with pytest.raises(TableError, match="'b' is not in the table of articles"):
        measure_labels(label_table(), mention_table(("b", "league", "name")), article_table("a"))


def test_an_article_that_stands_twice_is_refused() -> None:
    with pytest.raises(TableError, match="'a' stands twice"):
        measure_labels(label_table(), mention_table(), article_table("a", "a"))


# ---------------------------------------------------------------- how sure it is

MANY = [f"d{n:02}" for n in range(20)]
SOME = label_table(*[(name, "league", "neutral") for name in MANY[:12]])
OFTEN = mention_table(*[(name, "league", "name") for n, name in enumerate(MANY) for _ in range(1 + n % 3)])


def test_the_interval_holds_the_rate_and_is_the_same_for_the_same_seed() -> None:
    first, again, other = (measure_labels(SOME, OFTEN, article_table(*MANY), seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    row = row_of(first, "neutral", actor="league")
    assert 0 < row["low"] < row["per_mention"] < row["high"]
    assert (first[["low", "high"]] != other[["low", "high"]]).any(axis=None)


def test_the_order_of_rows_makes_no_difference() -> None:
    turned = measure_labels(SOME[::-1], OFTEN[::-1], article_table(*MANY[::-1]))
    pd.testing.assert_frame_equal(measure_labels(SOME, OFTEN, article_table(*MANY)), turned)


@pytest.mark.parametrize(("minimum_n", "shown"), [(20, True), (21, False)])
def test_fewer_stories_than_the_minimum_get_counts_only(minimum_n: int, shown: bool) -> None:
    row = row_of(measure_labels(SOME, OFTEN, article_table(*MANY), minimum_n=minimum_n), "neutral", actor="league")
    assert (row["n_labels"], row["n_mentions"]) == (12, 39)
    assert [not np.isnan(row[name]) for name in ("per_mention", "low", "high")] == [shown] * 3


def test_printings_of_one_story_are_one_draw() -> None:
    apart = article_table(*MANY, story_id="")
    together = article_table(*MANY, story_id=[f"s{n // 2}" for n in range(20)])
    rows = [row_of(measure_labels(SOME, OFTEN, t), "neutral", actor="league") for t in (apart, together)]
    assert [(row["n_articles"], row["n_stories"]) for row in rows] == [(20, 20), (20, 10)]
    assert rows[0]["per_mention"] == rows[1]["per_mention"]
    assert rows[0]["low"] != rows[1]["low"]


def test_no_label_at_all_has_a_rate_of_0_and_no_interval() -> None:
    row = row_of(measure_labels(SOME, OFTEN, article_table(*MANY)), "legitimising", actor="league")
    assert row["per_mention"] == 0
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])


def test_the_interval_is_that_of_an_independent_computation() -> None:
    scipy = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(3)
    whole = 1.0 + rng.poisson(4, size=40)
    part = rng.poisson(whole * rng.gamma(1, 0.3, size=40)).astype(float)
    [(low, high)] = rate_intervals([part], whole, n_boot=9999, seed=0)
    theirs = scipy.bootstrap(
        (part, whole), lambda p, w, axis=-1: p.sum(axis) / w.sum(axis), paired=True, method="BCa", rng=1
    ).confidence_interval
    assert (low, high) == pytest.approx((theirs.low, theirs.high), rel=0.03)


@pytest.mark.parametrize(("n_stories", "least"), [(10, 0.75), (30, 0.85)])
def test_the_interval_holds_the_true_rate_nearly_as_often_as_it_says(n_stories: int, least: float) -> None:
    rng = np.random.default_rng(7)
    held = []
    for seed in range(150):
        whole = 1.0 + rng.negative_binomial(1.5, 1.5 / 5.5, size=n_stories)
        part = rng.poisson(rng.gamma(1.0, 0.2, size=n_stories) * whole).astype(float)
        [(low, high)] = rate_intervals([part], whole, n_boot=400, seed=seed)
        held.append(low <= 0.2 <= high)
    assert least <= np.mean(held) < 1


def test_draws_in_blocks_are_the_draws_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, part = np.arange(1.0, 9.0), np.array([0.0, 1, 0, 2, 0, 1, 3, 0])
    at_once = rate_intervals([part], whole, n_boot=200, seed=5)
    monkeypatch.setattr("toolkit.measure.rates._AT_ONCE", 24)
    assert rate_intervals([part], whole, n_boot=200, seed=5) == at_once


# ---------------------------------------------------------------- behind a number

TEXT = "The Dune Front, a trade group, met another trade group. Later the wreckers of the quay, a trade group, left."


def test_a_context_stands_in_the_text_and_keeps_words_whole() -> None:
    corpus = Corpus((as_document(TEXT),))
    labels = extract_labels(corpus, codebook=load_codebook(HARBOUR))
    kwic = extract_kwic(labels, corpus, width=12)
    assert kwic[["left", "hit", "right"]].values.tolist() == [
        ["Front, a", "trade group", ", met"],
        ["met another", "trade group", ". Later the"],
        ["Later the", "wreckers", "of the"],
        ["the quay, a", "trade group", ", left."],
    ]
    assert set(kwic["row_id"]) == set(labels["row_id"])


def test_contexts_are_sorted_by_the_words_nearest_on_the_side_asked_for() -> None:
    corpus = Corpus((as_document(TEXT),))
    labels = extract_labels(corpus, codebook=load_codebook(HARBOUR))
    right = extract_kwic(labels, corpus, width=15, order="right")["right"].tolist()
    assert right == [". Later the", ", left.", ", met another", "of the quay, a"]
    left = extract_kwic(labels, corpus, width=15, order="left")["left"].tolist()
    assert left == ["Dune Front, a", "of the quay, a", "met another", "Later the"]


def test_a_context_ends_with_its_zone() -> None:
    document = make_document("a", "Wreckers at quay\n\nThe trade group left.")
    kinds = {zone.kind for zone in document.zones}
    labels = extract_labels(Corpus((document,)), codebook=load_codebook(HARBOUR))
    kwic = extract_kwic(labels, Corpus((document,)), width=60)
    assert {"title", "body"} <= kinds
    assert kwic[["left", "hit", "right"]].values.tolist() == [
        ["", "Wreckers", "at quay"],
        ["The", "trade group", "left."],
    ]


def test_no_rows_have_no_contexts() -> None:
    corpus = Corpus((as_document("Nothing."),))
    labels = extract_labels(corpus, codebook=load_codebook(HARBOUR))
    assert len(extract_kwic(labels, corpus, order="left")) == 0
    with pytest.raises(TableError, match="width is -1"):
        extract_kwic(labels, corpus, width=-1)


def test_the_rows_behind_a_number_can_be_read_in_context() -> None:
    corpus = Corpus((as_document(TEXT),))
    codebook = load_codebook(HARBOUR)
    labels, mentions = (verb(corpus, codebook=codebook) for verb in (extract_labels, extract_mentions))
    row = row_of(measure_labels(labels, mentions, corpus.describe()), "neutral", actor="front")
    evidence = measure_labels_evidence(labels, mentions, corpus.describe())
    behind = evidence[(evidence["actor"] == "front") & (evidence["cell"] == "neutral")]["row_id"]
    kwic = extract_kwic(labels[labels["row_id"].isin(behind)], corpus)
    assert len(kwic) == row["n_labels"] > 0
    assert set(kwic["hit"]) == {"trade group"}
