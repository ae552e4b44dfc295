"""Counts and series of ties: small tables counted by hand, each cell again from its evidence."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from toolkit.errors import TableError
from toolkit.measure import (
    build_tie_series,
    build_tie_series_evidence,
    count_ties,
    count_ties_evidence,
    evaluate_ties,
)
from toolkit.rows import Span, Tie
from toolkit.tables import to_frame

WORDS = Span(0, 5, "words")
DAY = date(2015, 2, 1)


def tie_table(*rows: tuple[str, str, float, date | None]) -> pd.DataFrame:
    """Make ties of (doc_id, status, valence, day of the event)."""
    made = [
        Tie(
            row_id=f"row{n}", doc_id=doc_id, zone="body", voice="narrator", method="by hand", source="a", target="b",
            source_side="a", target_side="b", category="meet", valence=valence, status=status,  # type: ignore[arg-type]
            event_earliest=day, event_latest=day, event_id="e", trigger=WORDS, source_mention=None, target_mention=None,
            sentence=WORDS,
        )
        for n, (doc_id, status, valence, day) in enumerate(rows)
    ]  # fmt: skip
    return to_frame(made, Tie)


def article_table(**days: tuple[date | None, date | None]) -> pd.DataFrame:
    rows = [(name, *both) for name, both in days.items()]
    table = pd.DataFrame(rows, columns=["doc_id", "published_earliest", "published_latest"])
    return table.astype({"published_earliest": "datetime64[s]", "published_latest": "datetime64[s]"})


TIES = tie_table(
    ("x", "asserted", 1.0, DAY),
    ("x", "reported", 8.3, None),
    ("y", "reported", -4.0, DAY),
    ("y", "denied", -4.0, DAY),
    ("y", "planned", 1.9, None),
    ("y", "habitual", 3.5, None),
)
ARTICLES = article_table(x=(date(2015, 3, 31), date(2015, 4, 1)), y=(date(2015, 7, 1), date(2015, 7, 1)))


def test_what_is_denied_planned_or_possible_is_counted_apart() -> None:
    (row,) = count_ties(TIES).to_dict("records")
    counts = [row[name] for name in ("cooperative", "conflictual", "denied", "planned", "habitual", "hypothetical")]
    assert counts == [2, 1, 1, 1, 1, 0]
    assert (row["n"], row["n_articles"]) == (6, 2)
    assert row["mean_valence"] == pytest.approx((1.0 + 8.3 - 4.0) / 3)


def test_a_mean_is_missing_where_nothing_is_told() -> None:
    (row,) = count_ties(tie_table(("x", "planned", 1.0, None))).to_dict("records")
    assert pd.isna(row["mean_valence"])


@pytest.mark.parametrize("by", [("doc_id",), ("source_side", "target_side"), ("doc_id", "category")])
def test_every_count_is_the_recount_of_its_evidence(by: tuple[str, ...]) -> None:
    counted = count_ties(TIES, by=by).set_index([*by])
    evidence = count_ties_evidence(TIES, by=by).groupby([*by, "cell"])["row_id"].nunique()
    assert evidence.sum() == 2 * len(TIES)
    for (*keys, cell), n in evidence.items():  # type: ignore[misc]
        assert counted.loc[tuple(keys) if len(keys) > 1 else keys[0], cell] == n


def test_a_series_spreads_an_article_over_its_days_and_keeps_empty_periods() -> None:
    series = build_tie_series(TIES, ARTICLES).set_index("period")
    assert list(series.index) == ["2015Q1", "2015Q2", "2015Q3"]
    assert list(series["cooperative"]) == [1.0, 1.0, 0.0]
    assert list(series["conflictual"]) == [0.0, 0.0, 1.0]
    assert list(series["denied"]) == [0.0, 0.0, 1.0]
    assert series.loc["2015Q3", "mean_valence"] == -4.0


def test_a_series_by_event_leaves_undated_what_has_no_days() -> None:
    series = build_tie_series(TIES, ARTICLES, every="month", when="event").set_index("period")
    assert list(series.index) == ["2015-02", "undated"]
    assert list(series["cooperative"]) == [1.0, 1.0]
    assert list(series["planned"]) == [0.0, 1.0]


@pytest.mark.parametrize("when", ["published", "event"])
def test_every_cell_of_a_series_is_the_sum_of_its_evidence(when: str) -> None:
    series = build_tie_series(TIES, ARTICLES, when=when).set_index("period")  # type: ignore[arg-type]
    evidence = build_tie_series_evidence(TIES, ARTICLES, when=when)  # type: ignore[arg-type]
    assert evidence["weight"].sum() == pytest.approx(len(TIES))
    for (period, cell), weight in evidence.groupby(["period", "cell"])["weight"].sum().items():  # type: ignore[misc]
        assert series.loc[period, cell] == pytest.approx(weight)


def test_a_series_of_nothing_has_its_columns() -> None:
    assert build_tie_series(tie_table(), ARTICLES).columns.to_list()[:5] == [
        "period", "starts", "ends", "cooperative", "conflictual",
    ]  # fmt: skip


def test_turned_days_are_named() -> None:
    with pytest.raises(TableError, match="row row0: its first day lies after its last"):
        build_tie_series(TIES, article_table(x=(date(2015, 2, 1), date(2015, 1, 1))))


# ---------------------------------------------------------------- scores


def test_scores_of_ties_are_those_counted_by_hand() -> None:
    answers = pd.DataFrame(
        {
            "label": ["AID", "AID", "FIGHT", "FIGHT", "FIGHT"],
            "sign": [1, 1, -1, -1, -1],
            "found_label": ["AID", None, "FIGHT", "FIGHT", "AID"],
            "found_sign": [1, None, -1, -1, 1],
        }
    )
    figures = evaluate_ties(answers, n_boot=50).set_index("figure")
    assert figures.loc["balanced_sign_accuracy", "value"] == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert figures.loc["label_macro_f1", "value"] == pytest.approx((2 / 4 + 4 / 5) / 2)
    assert figures.loc["label_accuracy", "value"] == 0.6
    assert figures.loc["answered", "value"] == 0.8
    assert figures.loc["balanced_sign_accuracy", "baseline"] == 0.5
    assert (figures["low"] <= figures["value"]).all()
    assert (figures["value"] <= figures["high"]).all()


def test_scores_need_a_row() -> None:
    empty = pd.DataFrame(columns=["label", "sign", "found_label", "found_sign"])
    with pytest.raises(TableError, match="there is no row"):
        evaluate_ties(empty)
