"""How many of one thing for each of another, with an interval over the stories in which they stand.

The one rule: both are summed over the stories before they are divided, and a story is drawn whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from toolkit.measure.figures import Numbers

_NORMAL = NormalDist()
_TAILS = (0.025, 0.975)
_AT_ONCE = 2_000_000  # numbers drawn
_NONE = (np.nan, np.nan)


def rate_intervals(parts: Sequence[Numbers], whole: Numbers, *, n_boot: int, seed: int) -> list[tuple[float, float]]:
    """Give the 95 % interval of ``part.sum() / whole.sum()`` for each of `parts`, one number of each per story.

    It is missing where there is no part or no whole, and where every draw has the same rate.

    Notes
    -----
    Bias-corrected and accelerated bootstrap (Efron 1987, JASA 82) of whole stories. In 500 simulated corpora each
    (mentions per story negative binomial with mean 5, rates per story exponential) it held a true rate of .2 in
    85, 91, 93 and 91 % at 10, 20, 30 and 60 stories, and one of .05 in 97, 94, 92 and 94 % of those in which there
    was any label (10 % had none at 10 stories). Plain percentiles held .2 in 83 to 90 %; a studentised bootstrap
    in 87 to 94 %, but the rare .05 at 10 stories only in two of three. Of few stories, read it as too narrow.
    """
    drawn = _draw(np.column_stack([*parts, whole]), n_boot, seed)
    return [_interval(part, whole, drawn[:, n], drawn[:, -1]) for n, part in enumerate(parts)]


def _draw(columns: Numbers, n_boot: int, seed: int) -> Numbers:
    """Draw as many stories as there are, `n_boot` times, and give the sums of every column, one row per draw."""
    n = len(columns)
    rng = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // max(1, n))
    sizes = [min(step, n_boot - done) for done in range(0, n_boot, step)]
    sums = [rng.multinomial(n, np.full(n, 1 / n), size=size) @ columns for size in sizes if n]
    return np.concatenate(sums) if sums else np.zeros((0, columns.shape[1]))


def _interval(part: Numbers, whole: Numbers, parts: Numbers, wholes: Numbers) -> tuple[float, float]:
    if not part.sum() or not whole.sum():
        return _NONE
    rate = part.sum() / whole.sum()
    drawn = parts[wholes > 0] / wholes[wholes > 0]
    if not len(drawn) or np.ptp(drawn) == 0:
        return _NONE
    below = float(np.mean(drawn < rate) + np.mean(drawn == rate) / 2)
    bias = _NORMAL.inv_cdf(min(max(below, 1 / (len(drawn) + 1)), 1 - 1 / (len(drawn) + 1)))
    bend = _acceleration(part, whole)
    low, high = np.quantile(drawn, [_shifted(tail, bias, bend) for tail in _TAILS])
    return float(low), float(high)


def _shifted(tail: float, bias: float, bend: float) -> float:
    place = bias + _NORMAL.inv_cdf(tail)
    return _NORMAL.cdf(bias + place / (1 - bend * place))


def _acceleration(part: Numbers, whole: Numbers) -> float:
    """Say how the spread of the rate changes with the rate, from leaving out one story after another."""
    rest = whole.sum() - whole
    left_out = (part.sum() - part)[rest > 0] / rest[rest > 0]
    away = left_out.mean() - left_out if len(left_out) else left_out
    spread = float((away**2).sum())
    return float((away**3).sum()) / (6 * spread**1.5) if spread else 0.0
