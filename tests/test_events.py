"""Before and after: the difference, its interval, what is left out, and placebo days."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ParameterError
from toolkit.measure import compare_event, compare_events, compare_periods, compare_periods_evidence
from toolkit.measure.intervals import difference_interval, share_interval

WINDOWS: Any = {"before": ("2021-01-01", "2021-01-31"), "after": ("2021-02-01", "2021-02-28")}


def rows_of(share: Any, *, n: int = 900, seed: int = 1, per_day: int = 3) -> pd.DataFrame:
    """Make articles, some a day; `share` gives the chance of "harsh" by the day's number."""
    rng = np.random.default_rng(seed)
    days = np.arange(n) // per_day
    dates = pd.Timestamp("2020-01-01") + pd.to_timedelta(days, unit="D")
    table = pd.DataFrame(
        {"doc_id": [f"a{i}" for i in range(n)], "published_earliest": dates, "published_latest": dates}
    )
    return table.assign(tone=np.where(rng.random(n) < share(days), "harsh", "mild"))


def harsh(compared: pd.DataFrame) -> pd.Series:
    return compared.set_index("tone").loc["harsh"]


def dated(*articles: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame([*articles], columns=["doc_id", "published_earliest", "published_latest", "tone"])
    return table.astype({"published_earliest": "datetime64[s]", "published_latest": "datetime64[s]"})


def test_the_difference_is_that_of_the_two_shares() -> None:
    rows = dated(("a", "2021-01-02", "2021-01-02", "harsh"), ("b", "2021-01-03", "2021-01-04", "mild"),
                 ("c", "2021-02-01", "2021-02-01", "harsh"))  # fmt: skip

    row = harsh(compare_periods(rows, **WINDOWS, of="tone", minimum_n=1))

    assert (row["share_before"], row["share_after"], row["difference"]) == (0.5, 1, 0.5)


def test_an_article_that_can_be_on_either_side_is_left_out_and_counted() -> None:
    rows = dated(("a", "2021-01-02", "2021-01-02", "harsh"), ("b", "2021-01-30", "2021-02-02", "harsh"),
                 ("c", "2020-12-30", "2021-01-02", "mild"), ("d", "2021-02-01", "2021-02-01", "mild"),
                 ("e", "2021-05-01", "2021-05-01", "mild"))  # fmt: skip

    row = harsh(compare_periods(rows, **WINDOWS, of="tone", minimum_n=1))

    assert (row["n_straddling"], row["n_over_edge"]) == (1, 1)
    assert (row["n_all_before"], row["n_all_after"]) == (1, 1)
    evidence = compare_periods_evidence(rows, **WINDOWS, of="tone")
    assert evidence.query("tone == 'harsh'").set_index("side")["doc_id"].to_dict() == {
        "before": "a", "straddling": "b", "after": "d"}  # fmt: skip


def test_stories_of_two_sides_that_share_none_have_newcombes_interval() -> None:
    rng = np.random.default_rng(0)
    hits = [rng.integers(0, 2, 30).astype(float) for _ in range(2)]
    none = np.zeros(30)

    difference, low, high = difference_interval(
        (np.append(hits[0], none), np.repeat([1.0, 0], 30)), (np.append(none, hits[1]), np.repeat([0.0, 1], 30))
    )
    (l0, u0), (l1, u1) = (share_interval(h, np.ones(30)) for h in hits)
    p0, p1 = hits[0].mean(), hits[1].mean()

    assert difference == pytest.approx(p1 - p0)
    assert low == pytest.approx(difference - np.hypot(p1 - l1, u0 - p0))
    assert high == pytest.approx(difference + np.hypot(u1 - p1, p0 - l0))


def test_stories_printed_on_both_sides_make_the_difference_surer() -> None:
    hits, rest = np.tile([1.0, 0], 20), np.tile([0.0, 1], 20)
    ones = np.ones(40)

    alike = difference_interval((hits, ones), (hits, ones))
    unlike = difference_interval((hits, ones), (rest, ones))

    assert alike[2] - alike[1] < 0.01 < unlike[2] - unlike[1]


@pytest.mark.parametrize("story", ["a story in two places", None])
def test_the_interval_of_the_difference_holds_it(story: str | None) -> None:
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(300):
        own = rng.beta(1, 2, 60)
        both = np.arange(60) < 20 if story else np.zeros(60, bool)
        sizes = [(both | (np.arange(60) % 2 == side)) * rng.integers(1, 8, 60) for side in (0, 1)]
        hits = [rng.binomial(size, own) for size in sizes]
        _, low, high = difference_interval(
            *[(h.astype(float), s.astype(float)) for h, s in zip(hits, sizes, strict=True)]
        )
        held += low <= 0 <= high

    assert held / 300 >= 0.93


def test_a_sudden_change_is_larger_than_the_differences_at_other_days() -> None:
    row = harsh(compare_event(rows_of(lambda day: np.where(day < 450, 0.2, 0.5), n=2700), day="2021-03-26", of="tone"))

    assert row["n_placebos"] >= 200
    assert row["as_large"] < 0.05
    assert row["low"] > 0


def test_a_steady_trend_makes_a_difference_that_the_placebo_days_make_as_well() -> None:
    trend = rows_of(lambda day: 0.1 + 0.8 * day / 900, n=9000, per_day=10)

    row = harsh(compare_event(trend, day="2021-03-26", of="tone"))

    assert row["low"] > 0
    assert row["as_large"] > 0.1


def test_no_placebo_window_holds_the_day_of_the_event() -> None:
    day = pd.Timestamp("2020-07-19")
    rows = rows_of(lambda days: days >= 200, n=1800)

    row = harsh(compare_event(rows, day=day, days=30, of="tone"))

    assert (row["placebo_low"], row["placebo_high"], row["difference"]) == (0, 0, 1)


def test_too_short_a_time_for_placebos_is_told() -> None:
    row = harsh(compare_event(rows_of(lambda day: 0.3, n=600), day="2020-04-10", of="tone"))

    assert np.isnan(row["as_large"])
    assert "placebo days fit" in row["note"]


def test_few_stories_give_counts_only() -> None:
    rows = dated(("a", "2021-01-02", "2021-01-02", "harsh"), ("b", "2021-02-03", "2021-02-04", "mild"))

    row = harsh(compare_periods(rows, **WINDOWS, of="tone"))

    assert row[["share_before", "difference", "low", "as_large"]].isna().all()
    assert (row["n_before"], row["n_all_after"]) == (1, 1)
    assert "too few stories" in row["note"]


def test_printings_and_stories_that_differ_in_sign_are_flagged() -> None:
    story = [f"s{n}" for n in range(12)] + ["wire"] * 20 + [f"t{n}" for n in range(12)]
    tone = ["harsh"] * 6 + ["mild"] * 6 + ["harsh"] * 20 + ["harsh"] * 2 + ["mild"] * 10
    days = ["2021-01-05"] * 12 + ["2021-02-05"] * 32
    rows = dated(*[(f"a{n}", day, day, t) for n, (day, t) in enumerate(zip(days, tone, strict=True))])

    row = harsh(compare_periods(rows.assign(story_id=story), **WINDOWS, of="tone"))

    assert row["difference"] > 0 > row["difference_stories"]
    assert row["disagrees"]


def test_scores_of_frames_are_compared_by_articles() -> None:
    rows = dated(*[(f"a{n}", "2021-01-05", "2021-01-05", "") for n in range(12)],
                 *[(f"b{n}", "2021-02-05", "2021-02-05", "") for n in range(12)])  # fmt: skip
    scores = rows.assign(
        frame="closer", frame_title="Draw closer", relevant=True, has_cue=[n % 3 == 0 for n in range(24)]
    )

    row = compare_periods(scores, **WINDOWS).iloc[0]

    assert (row["frame"], row["n_before"], row["n_all_after"]) == ("closer", 4, 12)


def test_windows_in_the_wrong_order_and_few_placebos_are_refused() -> None:
    rows = rows_of(lambda day: day < 0)

    with pytest.raises(ParameterError, match="follow each other"):
        compare_periods(rows, before=WINDOWS["after"], after=WINDOWS["before"], of="tone")
    with pytest.raises(ParameterError, match="at least 200"):
        compare_event(rows, day="2020-04-10", of="tone", n_placebos=20)


def test_several_events_are_one_table_with_the_rows_of_each() -> None:
    dates = pd.date_range("2021-01-01", periods=400)
    rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(400)], "published_earliest": dates})
    rows = rows.assign(published_latest=dates, tone=["harsh" if n > 200 else "mild" for n in range(400)])
    days = pd.to_datetime(["2021-07-21", "2021-10-01"])
    events = pd.DataFrame({"event_id": ["flood", "vote"], "title": ["The flood", "The vote"], "first_day": days})

    found = compare_events(rows, events, of="tone", days=40)

    for event, day in zip(["flood", "vote"], days, strict=True):
        own = found[found["event"] == event].drop(columns=["event", "event_title", "first_day"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(own, compare_event(rows, day=day, of="tone", days=40), check_dtype=False)
    for nothing in (compare_events(rows, events.head(0), of="tone"), compare_events(rows[:0], events, of="tone")):
        assert nothing.empty
        assert list(nothing.columns) == list(found.columns)
