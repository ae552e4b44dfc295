"""Confidence: a probability, from the worst edge, the mean inside, and the links."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from toolkit.annotate.quotes.confidence import Calibration, Evidence, edge_and_mean
from toolkit.annotate.quotes.weights import load_engine
from toolkit.training.calibrate import _best_least, _logistic

SHARES = st.floats(0, 1)
EVIDENCE = st.builds(Evidence, SHARES, SHARES, SHARES, SHARES, st.booleans(), st.booleans())


@given(EVIDENCE)
def test_the_confidence_of_the_engine_is_a_probability_to_two_decimals(evidence: Evidence) -> None:
    confidence = load_engine().calibration.confidence(evidence)
    assert 0 <= confidence <= 1
    assert confidence == round(confidence, 2)


@given(EVIDENCE, st.lists(st.floats(-1e6, 1e6), min_size=7, max_size=7))
def test_no_weights_overflow(evidence: Evidence, weights: list[float]) -> None:
    assert 0 <= Calibration(weights, 0.0).confidence(evidence) <= 1


@given(EVIDENCE, SHARES, st.sampled_from(["edges", "mean", "cue", "source"]))
def test_more_probable_parts_never_lower_it_where_their_weight_is_positive(
    evidence: Evidence, other: float, name: str
) -> None:
    calibration = Calibration([0.3, 0.2, 0.8, 0.4, 0.5, -1.0, 0.7], 0.0)
    low, high = sorted((getattr(evidence, name), other))
    assert calibration.confidence(replace(evidence, **{name: low})) <= calibration.confidence(
        replace(evidence, **{name: high})
    )


def test_the_constant_alone_gives_its_logistic() -> None:
    evidence = Evidence(0.5, 0.5, 0.5, 0.5, has_cue=False, marked=False)
    assert Calibration([1.0986, 1, 1, 1, 1, 1, 1], 0.0).confidence(evidence) == 0.75


def test_the_edge_is_the_least_sure_token_on_both_sides_of_an_end() -> None:
    sureness = [0.9, 0.8, 0.1, 0.7, 0.6]
    assert edge_and_mean(sureness, [(1, 4)])[0] == 0.6
    assert edge_and_mean(sureness, [(1, 3)])[0] == 0.1


@given(st.lists(st.floats(1e-3, 1), min_size=3, max_size=20))
def test_the_mean_is_geometric(sureness: list[float]) -> None:
    inside = sureness[1:-1]
    assert edge_and_mean(sureness, [(1, len(sureness) - 1)])[1] == pytest.approx(
        float(np.prod(inside)) ** (1 / len(inside))
    )


# ---- calibration


def test_the_logistic_model_is_the_least_of_its_loss() -> None:
    rng = np.random.default_rng(3)
    inputs = np.column_stack([np.ones(300), rng.normal(size=(300, 6))])
    right = (rng.random(300) < 1 / (1 + np.exp(-inputs @ [0.5, 1, -1, 0, 2, 0.3, -0.2]))).astype(float)

    def loss(weights: np.ndarray) -> float:
        scores = inputs @ weights
        return float(np.sum(np.logaddexp(0, scores) - right * scores) + 0.5e-2 * np.sum(weights**2))

    found = minimize(loss, np.zeros(7), method="BFGS", options={"gtol": 1e-8}).x
    assert _logistic(inputs, right) == pytest.approx(found, abs=1e-4)


def test_the_logistic_model_stays_finite_where_all_are_right() -> None:
    weights = _logistic(np.column_stack([np.ones(50), np.linspace(0, 1, 50)]), np.ones(50))
    assert np.isfinite(weights).all()
    assert (1 / (1 + np.exp(-weights[0]))) > 0.9


@given(st.lists(st.tuples(SHARES, st.booleans(), st.booleans()), min_size=1, max_size=30), st.integers(1, 40))
def test_the_least_confidence_is_as_good_as_any(judged: list[tuple[float, bool, bool]], n_gold: int) -> None:
    confidence, found, right = (np.array(column) for column in zip(*judged, strict=True))

    def both_f1(least: float) -> float:
        kept = [(f, r) for c, f, r in judged if c >= least]
        return sum(f + r for f, r in kept) / (len(kept) + n_gold)

    chosen = _best_least(confidence, found, right, n_gold)
    assert both_f1(chosen) == pytest.approx(max(both_f1(step / 100) for step in range(60)))
