"""Series: intervals over stories, gaps, printings and stories, smoothing, and their speed."""

from __future__ import annotations

from time import process_time
from typing import Any

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import TableError
from toolkit.measure import build_timeline, build_timeline_evidence
from toolkit.measure.intervals import share_interval


def evidence(*rows: tuple[str, str, str, str], last: str = "", **columns: Any) -> pd.DataFrame:
    """Make rows of (article, story, day, polarity)."""
    table = pd.DataFrame([*rows], columns=["doc_id", "story_id", "published_earliest", "polarity"])
    table["published_earliest"] = pd.to_datetime(table["published_earliest"])
    table["published_latest"] = pd.to_datetime(last) if last else table["published_earliest"]
    return table.assign(row_id=[f"r{n}" for n in range(len(table))], **columns)


def many(n: int, *, seed: int = 0, n_stories: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n_articles = max(2, n // 3)
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1095, n_articles), unit="D")
    longer = np.where(rng.random(n_articles) < 0.1, rng.integers(1, 60, n_articles), 0)
    articles = pd.DataFrame({"doc_id": [f"d{i}" for i in range(n_articles)], "published_earliest": days})
    articles["published_latest"] = days + pd.to_timedelta(longer, unit="D")
    articles["story_id"] = [f"s{i}" for i in rng.integers(0, n_stories, n_articles)]
    rows = articles.iloc[rng.integers(0, n_articles, n)].reset_index(drop=True)
    kinds = rng.choice(["negative", "neutral", "positive"], n)
    return rows.assign(polarity=kinds, outlet=rng.choice(["Herald", "Post"], n), row_id=[f"r{i}" for i in range(n)])


def test_a_value_has_its_share_of_the_rows_of_the_period_and_its_stories() -> None:
    rows = evidence(("a", "s", "2021-01-01", "x"), ("a", "s", "2021-01-01", "y"), ("b", "s", "2021-01-02", "x"),
                    ("c", "u", "2021-01-03", "y"))  # fmt: skip

    x = build_timeline(rows, every="month", of="polarity").set_index("polarity").loc["x"]

    assert (x["n"], x["n_all"], x["share"]) == (2, 4, 0.5)
    assert (x["n_stories"], x["n_stories_with"], x["n_touching"]) == (2, 1, 3)
    assert x["share_stories"] == pytest.approx((2 / 3 + 0) / 2)


def test_a_period_without_rows_is_a_gap_not_a_zero() -> None:
    rows = evidence(("a", "s", "2021-01-01", "x"), ("b", "t", "2021-03-01", "x"))

    series = build_timeline(rows, every="month", of="polarity")

    assert list(series["share"].isna()) == [False, True, False]
    assert list(series["n_all"]) == [1, 0, 1]


def test_shares_are_taken_within_groups_and_each_has_every_period() -> None:
    rows = evidence(("a", "s", "2021-01-01", "x"), ("b", "t", "2021-02-01", "y"), outlet=["Herald", "Post"])

    series = build_timeline(rows, every="month", of="polarity", by=["outlet"])

    assert len(series) == 2 * 2 * 2
    assert series.query("outlet == 'Herald' and polarity == 'x' and period == '2021-01'")["share"].item() == 1


def test_the_interval_is_that_of_the_stories_of_the_period() -> None:
    rows = many(400)

    row = build_timeline(rows, every="year", of="polarity").query("period == '2021' and polarity == 'neutral'").iloc[0]
    days = pd.date_range("2021-01-01", "2021-12-31")
    inside = [days.isin(pd.date_range(a, b)).sum() / ((b - a).days + 1)
              for a, b in zip(rows["published_earliest"], rows["published_latest"], strict=True)]  # fmt: skip
    stories = rows.assign(den=inside, num=np.array(inside) * (rows["polarity"] == "neutral"))
    sums = stories[stories["den"] > 0].groupby("story_id")[["num", "den"]].sum()

    assert row["n_stories"] == len(sums)
    assert (row["low"], row["high"]) == pytest.approx(share_interval(sums["num"].to_numpy(), sums["den"].to_numpy()))


def test_below_the_minimum_there_are_only_counts() -> None:
    days = ["2021-01-01"] * 12 + ["2021-02-01"] * 3
    rows = evidence(*[(f"a{n}", f"s{n}", day, "xy"[n % 2]) for n, day in enumerate(days)])

    series = build_timeline(rows, every="month", of="polarity", minimum_n=10).set_index("period")

    figures = ["share", "low", "high", "share_stories"]
    assert series.loc["2021-01", figures].notna().all(axis=None)
    assert series.loc["2021-02", figures].isna().all(axis=None)
    assert list(series.loc["2021-02", "n"]) == [2, 1]


def test_no_interval_of_a_series_is_without_width() -> None:
    series = build_timeline(many(300), every="month", of="polarity")

    known = series.dropna(subset=["low"])
    assert len(known) and (known["high"] > known["low"]).all()


def test_where_printings_and_stories_move_in_opposite_directions_it_is_flagged() -> None:
    january = [("a", "s", "2021-01-01", "x"), ("b", "t", "2021-01-01", "y")]
    wire = [(f"w{n}", "wire", "2021-02-01", "x") for n in range(8)]
    others = [("c", "u", "2021-02-01", "y"), ("d", "v", "2021-02-01", "y")]

    x = build_timeline(evidence(*january, *wire, *others), every="month", of="polarity").query("polarity == 'x'")

    assert list(x["share"]) == [0.5, 0.8]
    assert list(x["share_stories"]) == pytest.approx([0.5, 1 / 3])
    assert list(x["disagrees"]) == [False, True]


def test_nothing_is_smoothed_unless_it_is_asked_for() -> None:
    assert not [name for name in build_timeline(many(90), of="polarity") if name.startswith("smooth")]


def test_a_smoothed_share_is_that_of_its_periods_taken_together_and_a_story_in_two_of_them_is_one() -> None:
    rows = evidence(*[(f"{month}{n}", f"s{n}", f"2021-0{month}-01", "xy"[n % month > 0])
                      for month in (1, 2, 3) for n in range(6)])  # fmt: skip

    series = build_timeline(rows, every="month", of="polarity", smooth=1).query("polarity == 'x'")
    middle = series[series["period"] == "2021-02"].iloc[0]

    assert middle["smooth"] == pytest.approx(series["n"].sum() / series["n_all"].sum())
    assert middle["smooth_n_stories"] == 6
    assert middle["smooth_low"] < middle["smooth"] < middle["smooth_high"]


def test_every_number_of_a_series_is_recounted_from_its_evidence() -> None:
    rows = many(300)

    series = build_timeline(rows, every="month", of="polarity", by=["outlet"])
    keys = ["period", "outlet", "polarity"]
    weights = build_timeline_evidence(rows, every="month", of="polarity", by=["outlet"]).groupby(keys)["weight"].sum()

    assert series.set_index(keys)["n"].to_numpy() == pytest.approx(
        weights.reindex(pd.MultiIndex.from_frame(series[keys]), fill_value=0.0).to_numpy()
    )


def test_a_column_with_very_many_values_is_refused() -> None:
    with pytest.raises(TableError, match="'row_id' has 60 values"):
        build_timeline(many(60), of="row_id")


def test_rows_without_dates_are_refused_with_what_to_do() -> None:
    with pytest.raises(TableError, match="with_articles"):
        build_timeline(pd.DataFrame({"doc_id": ["a"], "polarity": ["x"]}), of="polarity")


def test_the_same_seed_draws_the_same_interval() -> None:
    series = [build_timeline(many(200), of="polarity", method="studentised", seed=4) for _ in range(2)]

    pd.testing.assert_frame_equal(*series)


@pytest.mark.long
def test_a_hundred_thousand_rows_by_month_with_a_thousand_draws_take_less_than_five_seconds() -> None:
    rows = many(100_000, n_stories=20_000)

    start = process_time()
    build_timeline(rows, every="month", of="polarity", method="studentised", n_boot=1000)

    assert process_time() - start < 5
