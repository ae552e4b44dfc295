"""Shares as they would be without the errors of the coding, from a sample that a person coded.

The one rule: what is not known of the errors makes the interval wider; it is never taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toolkit.measure.intervals import Numbers

Levels = npt.NDArray[np.int64]

_Z = 1.959964
_ROUNDS = 200
_NEAR = 1e-9
_EDGE = 30.0  # a logit beyond which a share is 0 or 1
_MOST_STEP = 2.0


@dataclass(frozen=True)
class Counted:
    """Hold effective counts of each group, and which groups have their errors in common (``levels``, 0, 1, …).

    ``found`` of ``rows`` have the value as coded by machine. Of the labels ``positive`` and ``negative`` by the person,
    ``found_positive`` and ``found_negative`` have it by machine as well. ``fresh_found`` of ``fresh`` are those rows
    without a label.
    """

    found: Numbers
    rows: Numbers
    fresh_found: Numbers
    fresh: Numbers
    positive: Numbers
    found_positive: Numbers
    negative: Numbers
    found_negative: Numbers
    levels: Levels


@dataclass(frozen=True)
class Corrected:
    """Hold the corrected shares of the groups, their covariances, and the errors they rest on, by level."""

    shares: Numbers
    covariance: Numbers
    sensitivity: Numbers
    specificity: Numbers
    log_likelihood: float = float("nan")

    def interval(self, group: int) -> tuple[float, float]:
        """Give the 95 % interval of a share."""
        half = _Z * float(np.sqrt(self.covariance[group, group]))
        return max(0.0, float(self.shares[group]) - half), min(1.0, float(self.shares[group]) + half)

    def difference(self, before: int, after: int) -> tuple[float, float, float]:
        """Give the difference of two shares and its 95 % interval; errors in common are the same for both."""
        c = self.covariance
        variance = float(c[before, before] + c[after, after] - 2 * c[before, after])
        difference, half = float(self.shares[after] - self.shares[before]), _Z * np.sqrt(max(variance, 0.0))
        return difference, max(-1.0, float(difference - half)), min(1.0, float(difference + half))


def correct_by_matrix(counted: Counted) -> Corrected:
    """Solve the confusion matrix for the true shares (Rogan and Gladen 1978), errors by the delta method.

    The labels need not be a random sample: it is enough that of rows alike to the person, all could be drawn alike.
    """
    sums = [_by_level(values, counted.levels) for values in _labels(counted)]
    positive, found_positive, negative, found_negative = sums
    sensitivity, specificity = found_positive / positive, 1 - found_negative / negative
    spread_1 = _variance(found_positive, positive)[counted.levels]
    spread_0 = _variance(found_negative, negative)[counted.levels]
    gain = (sensitivity + specificity - 1)[counted.levels]
    shares = (counted.found / counted.rows + specificity[counted.levels] - 1) / gain
    alike = counted.levels[:, None] == counted.levels[None, :]
    common = np.outer(shares, shares) * spread_1 + np.outer(1 - shares, 1 - shares) * spread_0
    covariance = (np.diag(_variance(counted.found, counted.rows)) + common * alike) / np.outer(gain, gain)
    return Corrected(np.clip(shares, 0, 1), covariance, sensitivity, specificity)


def correct_by_likelihood(counted: Counted) -> Corrected:
    """Find the shares and errors that make all counts likeliest (as in Buonaccorsi 2010), errors by their information.

    The labels have to be drawn at random within each group: how many of them are positive then tells of its share, too.
    """
    n_groups, n_levels = len(counted.rows), int(counted.levels.max()) + 1
    start = correct_by_matrix(counted)
    theta = np.concatenate([_logit(start.shares), _logit(start.sensitivity), _logit(start.specificity)])
    best = _log_likelihood(theta, counted)
    information = np.eye(len(theta))
    for _ in range(_ROUNDS):
        score, information = _score(theta, counted)
        step = np.clip(np.linalg.solve(information + _NEAR * np.eye(len(theta)), score), -_MOST_STEP, _MOST_STEP)
        moved, size = theta, 1.0
        while size > _NEAR:
            moved = np.clip(theta + size * step, -_EDGE, _EDGE)
            if (found := _log_likelihood(moved, counted)) >= best:
                break
            size /= 2
        else:
            break
        done, theta, best = found - best < _NEAR, moved, found
        if done:
            break
    shares = _share(theta[:n_groups])
    slope = shares * (1 - shares)
    inverse = np.linalg.pinv(information)[:n_groups, :n_groups]
    errors = _share(theta[n_groups:])
    return Corrected(shares, inverse * np.outer(slope, slope), errors[:n_levels], errors[n_levels:], best)


def _labels(counted: Counted) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    return counted.positive, counted.found_positive, counted.negative, counted.found_negative


def _terms(counted: Counted) -> tuple[Numbers, Numbers]:
    """Lay all counts out as binomials: how many, of how many; group by group within each kind."""
    hits = [counted.fresh_found, counted.positive, counted.found_positive, counted.negative - counted.found_negative]
    sizes = [counted.fresh, counted.positive + counted.negative, counted.positive, counted.negative]
    return np.concatenate(hits), np.concatenate(sizes)


def _chances(theta: Numbers, counted: Counted) -> tuple[Numbers, Numbers]:
    """Give the chance in each binomial, and its slopes along the parameters."""
    n, levels = len(counted.rows), counted.levels
    n_levels = int(levels.max()) + 1
    values = _share(theta)
    share, right_1, right_0 = values[:n], values[n : n + n_levels][levels], values[n + n_levels :][levels]
    chances = np.concatenate([share * right_1 + (1 - share) * (1 - right_0), share, right_1, right_0])
    slopes = np.zeros((4 * n, len(theta)))
    each, at_1, at_0 = np.arange(n), n + levels, n + n_levels + levels
    slopes[each, each] = right_1 + right_0 - 1
    slopes[each, at_1] = share
    slopes[each, at_0] = -(1 - share)
    slopes[n + each, each] = 1
    slopes[2 * n + each, at_1] = 1
    slopes[3 * n + each, at_0] = 1
    return np.clip(chances, _NEAR, 1 - _NEAR), slopes * (values * (1 - values))


def _score(theta: Numbers, counted: Counted) -> tuple[Numbers, Numbers]:
    hits, sizes = _terms(counted)
    chances, slopes = _chances(theta, counted)
    weights = 1 / (chances * (1 - chances))
    return slopes.T @ ((hits - sizes * chances) * weights), (slopes * (sizes * weights)[:, None]).T @ slopes


def _log_likelihood(theta: Numbers, counted: Counted) -> float:
    hits, sizes = _terms(counted)
    chances, _ = _chances(theta, counted)
    return float((hits * np.log(chances) + (sizes - hits) * np.log1p(-chances)).sum())


def _by_level(values: Numbers, levels: Levels) -> Numbers:
    return np.bincount(levels, values).astype(float)


def _variance(hits: Numbers, sizes: Numbers) -> Numbers:
    share = (hits + 0.5) / (sizes + 1)  # none of few is not known to be none
    spread: Numbers = share * (1 - share) / sizes
    return spread


def _logit(share: Numbers) -> Numbers:
    inside = np.clip(share, 0.01, 0.99)
    logit: Numbers = np.log(inside / (1 - inside))
    return logit


def _share(logit: Numbers) -> Numbers:
    share: Numbers = 1 / (1 + np.exp(-logit))
    return share
