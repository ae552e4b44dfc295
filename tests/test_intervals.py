"""Intervals of shares over stories: their formulas, and how often they hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap, t
from simulations import coverage

from toolkit.errors import ParameterError
from toolkit.measure.intervals import Method, draw_sums, effective_n, share_interval, story_variance

GRID = [(k, share, alike) for k in (10, 30, 100) for share in (0.05, 0.2, 0.5) for alike in (0.1, 0.5)]


def test_the_variance_over_stories_is_that_of_the_shares_that_leave_one_out() -> None:
    hits, sizes = np.array([1.0, 0, 3, 2, 0, 1]), np.array([2.0, 1, 5, 2, 4, 1])

    without = np.array([(hits.sum() - h) / (sizes.sum() - s) for h, s in zip(hits, sizes, strict=True)])
    away = without - hits.sum() / sizes.sum()

    assert story_variance(hits, sizes) == pytest.approx(5 / 6 * (away**2).sum())


def test_the_interval_of_stories_that_all_say_the_same_is_wilsons_for_as_many_rows_as_stories() -> None:
    low, high = share_interval(np.zeros(12), np.full(12, 7.0))

    square = t.ppf(0.975, 11) ** 2
    assert (low, high) == pytest.approx((0, square / (12 + square)))


def test_unequal_stories_that_all_say_the_same_count_as_fewer() -> None:
    assert effective_n(np.zeros(4), np.array([1.0, 1, 1, 9])) == pytest.approx(144 / 84)


def test_ten_rows_of_a_story_know_less_than_ten_stories() -> None:
    apart = share_interval(np.tile([1.0, 0], 50), np.ones(100))
    together = share_interval(np.tile([10.0, 0], 5), np.full(10, 10.0))

    assert together[1] - together[0] > 2 * (apart[1] - apart[0])


def test_bca_is_scipys() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 6, 40).astype(float)
    hits = rng.binomial(sizes.astype(int), 0.3).astype(float)

    scipys = bootstrap((hits, sizes), lambda h, s, axis: h.sum(axis) / s.sum(axis), paired=True, vectorized=True,
                       method="BCa", n_resamples=20_000, rng=np.random.default_rng(5)).confidence_interval  # fmt: skip

    assert share_interval(hits, sizes, method="bca", n_boot=20_000) == pytest.approx(tuple(scipys), abs=0.006)


@pytest.mark.parametrize("method", ["wilson", "studentised", "bca", "percentile"])
@pytest.mark.parametrize("hits", [[0.0] * 8, [1.0] * 8, [1.0] + [0.0] * 7])
def test_no_interval_is_without_width(method: Method, hits: list[float]) -> None:
    low, high = share_interval(np.array(hits), np.ones(8), method=method)

    assert np.isnan(low) == np.isnan(high)
    assert np.isnan(low) or high > low


def test_few_stories_have_no_interval() -> None:
    assert np.isnan(share_interval(np.array([1.0, 0, 1, 0]), np.ones(4))).all()


def test_a_strange_method_is_refused_with_the_choices() -> None:
    with pytest.raises(ParameterError, match="wilson, studentised, bca, percentile"):
        share_interval(np.ones(8), np.ones(8), method="exact")  # type: ignore[arg-type]


def test_a_draw_takes_every_story_alike_and_as_many_as_there_are() -> None:
    sums = draw_sums(np.column_stack([np.ones(70), np.arange(70) == 69]).astype(float), 2000, seed=1)

    assert (sums[:, 0] == 70).all()
    assert sums[:, 1].mean() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("k", "share", "alike"), [(10, 0.2, 0.5), (30, 0.05, 0.5), (100, 0.2, 0.5)])
def test_the_interval_holds_the_truth_with_unequal_stories(k: int, share: float, alike: float) -> None:
    held, _, none = coverage(k, share, alike, unequal=True, runs=500, methods=("wilson",))["wilson"]

    assert held >= (0.90 if k < 30 else 0.93)
    assert none == 0


@pytest.mark.long
@pytest.mark.parametrize(("k", "share", "alike"), GRID)
@pytest.mark.parametrize("unequal", [True, False])
def test_the_interval_holds_the_truth_on_the_whole_grid(k: int, share: float, alike: float, unequal: bool) -> None:
    held, _, none = coverage(k, share, alike, unequal=unequal, runs=2000, methods=("wilson",))["wilson"]

    assert held >= (0.90 if k < 30 else 0.93)
    assert none == 0
