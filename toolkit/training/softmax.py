"""Fit a softmax over sparse and dense inputs, and calibrate its scores.

The one rule: both problems are convex, so that the same rows give the same weights, whatever the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

_STEPS = 40
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Softmax:
    """Hold weights of sparse and dense inputs, inputs × labels, and the bias."""

    sparse: Any
    dense: Any
    bias: Any

    def scores(self, sparse: Any, dense: Any) -> Any:
        """Give rows × labels."""
        return sparse @ self.sparse + dense @ self.dense + self.bias


def fit_softmax(sparse: Any, dense: Any, labels: Any, *, n_labels: int, loss_weight: float) -> Softmax:
    """Minimise ``loss_weight`` times the log loss plus half the squared weights, by L-BFGS (Liu & Nocedal 1989)."""
    n, n_sparse, n_dense = len(labels), sparse.shape[1], dense.shape[1]
    truth = np.eye(n_labels, dtype=np.float32)[labels]
    turned = sparse.T.tocsr()
    cuts = np.cumsum([n_sparse * n_labels, n_dense * n_labels])

    def parts(weights: Any) -> Softmax:
        a, b, bias = np.split(weights, cuts)
        return Softmax(a.reshape(-1, n_labels), b.reshape(-1, n_labels), bias)

    def loss(weights: Any) -> tuple[float, Any]:
        small = weights.astype(np.float32)
        model = parts(small)
        shares = _shares(model.scores(sparse, dense))
        wrong = loss_weight * (shares - truth)
        value = -loss_weight * np.log(np.maximum(shares[np.arange(n), labels], _TINY)).sum()
        slopes = (turned @ wrong + model.sparse, dense.T @ wrong + model.dense, wrong.sum(0))
        slope = np.concatenate([part.ravel() for part in slopes]).astype(np.float64)
        return float(value + (small[: cuts[1]] ** 2).sum() / 2), slope

    start = np.zeros(int(cuts[1]) + n_labels)
    return parts(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x.astype(np.float32))


def fit_calibration(scores: Any, labels: Any) -> Any:
    """Fit one factor and a term per label to scores of rows that their model did not see (Guo et al. 2017)."""
    n = np.arange(len(labels))

    def loss(weights: Any) -> float:
        shares = _shares(scores * weights[0] + weights[1:])
        return float(-np.log(np.maximum(shares[n, labels], _TINY)).mean() + 1e-4 * (weights[1:] ** 2).sum())

    start = np.array([1.0, *np.zeros(scores.shape[1])])
    return np.round(minimize(loss, start, method="L-BFGS-B").x, 4)


def calibrated(scores: Any, calibration: Any) -> Any:
    """Turn rows of scores into probabilities."""
    return _shares(scores * calibration[0] + calibration[1:])


def _shares(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)
