"""Levels of a series of numbers: where they change, and whether chance makes such a change.

The one rule: the chance is drawn from series that are as alike from one number to the next as this one.

36 months of 30 stories; "step" is .2 and from the 19th month on .5, the others stay at .2 or .35 (the worse is told).
Months are alike from one to the next by the autocorrelation given, and vary beside the stories' own chance; "all" is
where all chance is autocorrelated. At p <= .05, in 500 series each (``python tests/simulations.py changes 500``):

=============== ============ ============ ========== ======================
autocorrelation months vary  false alarms step found within a month of it
=============== ============ ============ ========== ======================
0               0            .016         1.000      .986
.3              .05          .030         .998       .964
.3              .1           .030         .932       .804
.3              all          .028         .960       .940
.6              all          .040         .752       .724
=============== ============ ============ ========== ======================
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from toolkit.errors import ParameterError

Series = npt.NDArray[np.float64]
Cuts = tuple[int, ...]

MIN_SIZE = 3
"""Fewer numbers are no level."""
_LIKENESSES = np.linspace(0, 0.9, 10)
_TAIL = 0.975
_CAREFUL = 0.35
_NOTHING = 1e-12


def find_cuts(series: Series, n: int) -> Cuts:
    """Place `n` changes so that the numbers lie nearest to their levels; each is the first number of its level."""
    if n == 1:
        return (int(_best_cuts(series[None, :], (0, len(series)))[1][0]),)
    try:
        from ruptures import Dynp
    except ModuleNotFoundError as missing:
        raise ParameterError(
            "more than one change needs the package ruptures: pip install 'framing-toolkit[changes]', or max_changes=1"
        ) from missing
    found = Dynp(model="l2", min_size=MIN_SIZE, jump=1).fit(series).predict(n_bkps=n)
    return tuple(int(cut) for cut in found[:-1])


def chance_of_cut(series: Series, cuts: Cuts, *, n_draws: int, seed: int) -> tuple[float, float]:
    """Give the chance that one more change is found as large where there is none, and the autocorrelation.

    The autocorrelation is taken once the best further change is removed, and raised to what series of this length must
    have for about two in three of them to show as much.
    """
    bounds = (0, *cuts, len(series))
    size, _, shown = _best_cuts(series[None, :], bounds)
    noise = np.random.default_rng(seed).standard_normal((n_draws, len(series)))
    for likeness in _LIKENESSES:
        sizes, _, usual = _best_cuts(_alike(noise, likeness), bounds)
        if np.quantile(usual, _CAREFUL) >= shown[0]:
            break
    return float((1 + (sizes >= size[0]).sum()) / (1 + n_draws)), float(likeness)


def fit_levels(series: Series, cuts: Cuts, number: int, likeness: float) -> dict[str, float]:
    """Give the levels before and after one of the changes, their difference, and its 95 % interval."""
    from scipy.special import stdtrit

    bounds = (0, *cuts, len(series))
    parts = [series[first:last] for first, last in pairwise(bounds)]
    before, after = parts[number], parts[number + 1]
    freedom = len(series) - len(parts)
    spread = sum(float(((part - part.mean()) ** 2).sum()) for part in parts) / freedom
    longer = (1 + likeness) / (1 - likeness)
    half = float(stdtrit(freedom, _TAIL)) * np.sqrt(spread * longer * (1 / len(before) + 1 / len(after)))
    difference = float(after.mean() - before.mean())
    found = {"share_before": float(before.mean()), "share_after": float(after.mean()), "difference": difference}
    return found | {"low": max(-1.0, difference - half), "high": min(1.0, difference + half)}


def _alike(noise: Series, likeness: float) -> Series:
    """Make each number like the one before it, with the same variance throughout."""
    drawn = noise.copy()
    fresh = np.sqrt(1 - likeness**2)
    for at in range(1, noise.shape[1]):
        drawn[:, at] = likeness * drawn[:, at - 1] + fresh * noise[:, at]
    return drawn


def _best_cuts(rows: Series, bounds: Cuts) -> tuple[Series, npt.NDArray[np.int64], Series]:
    """Give, for each row, the largest F of one more change between `bounds`, its place, and what is left's likeness."""
    left = np.empty_like(rows)
    gains = np.zeros(rows.shape)
    for first, last in pairwise(bounds):
        left[:, first:last] = rows[:, first:last] - rows[:, first:last].mean(axis=1, keepdims=True)
        n = last - first
        before = np.arange(MIN_SIZE, n - MIN_SIZE + 1)
        if len(before):
            sums = left[:, first:last].cumsum(axis=1)[:, before - 1]
            gains[:, first + before] = sums**2 * n / (before * (n - before))
    places = gains.argmax(axis=1)
    gain = gains.max(axis=1)
    edges, at = np.array(bounds), np.arange(rows.shape[1])
    segment = np.searchsorted(edges, places, side="right")
    for first, last in ((edges[segment - 1], places), (places, edges[segment])):
        inside = (at >= first[:, None]) & (at < last[:, None])
        means = (left * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
        left -= means[:, None] * inside
    rest = (left**2).sum(axis=1)
    likeness = np.divide((left[:, 1:] * left[:, :-1]).sum(axis=1), rest, out=np.zeros(len(rows)), where=rest > 0)
    sizes = gain / np.maximum(rest, _NOTHING) * (rows.shape[1] - len(bounds))
    return sizes, places, likeness
