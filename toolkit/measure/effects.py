"""How much more often a word stands in one group of texts than in another: three effect sizes.

The one rule: these measure size, and say nothing about chance, since the words of one text are not independent.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_NONE = 0.5  # what a count of nought is taken for in a ratio


def log_ratio(n: Numbers, n_against: Numbers, all_n: float, all_against: float) -> Numbers:
    """Give the binary logarithm of the ratio of two shares: 1 is twice as often, −1 half as often.

    Notes
    -----
    Hardie 2014, "Log Ratio: an informal introduction"; a count of nought is taken for a half.

    Examples
    --------
    >>> log_ratio(np.array([8.0, 0.0]), np.array([2.0, 2.0]), 100, 100).tolist()
    [2.0, -2.0]
    """
    above, below = np.where(n > 0, n, _NONE) / all_n, np.where(n_against > 0, n_against, _NONE) / all_against
    ratio: Numbers = np.log2(above / below)
    return ratio


def log_likelihood(n: Numbers, n_against: Numbers, all_n: float, all_against: float) -> Numbers:
    """Give the log-likelihood ratio G² of the two-by-two table, negative where the word is rarer than against.

    Notes
    -----
    Dunning 1993, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19(1).

    Examples
    --------
    >>> round(float(log_likelihood(np.array([52.0]), np.array([57.0]), 50_000, 75_000)[0]), 2)
    2.65
    """
    both, all_both = n + n_against, all_n + all_against
    g = np.zeros(len(n))
    for count, row, column in (
        (n, both, all_n),
        (n_against, both, all_against),
        (all_n - n, all_both - both, all_n),
        (all_against - n_against, all_both - both, all_against),
    ):
        expected = row * column / all_both
        g += 2 * count * np.log(np.where(count > 0, count, 1) / np.where(expected > 0, expected, 1))
    signed: Numbers = np.sign(n / all_n - n_against / all_against) * np.maximum(g, 0)
    return signed


def log_odds(
    n: Numbers, n_against: Numbers, all_n: float, all_against: float, *, share: Numbers, prior: float
) -> tuple[Numbers, Numbers]:
    """Give the log-odds ratio under an informative Dirichlet prior, and the same over its standard deviation.

    Parameters
    ----------
    share
        Of each word in the texts that the prior comes from.
    prior
        Its weight, in words.

    Notes
    -----
    Monroe, Colaresi & Quinn 2008, "Fightin' Words", Political Analysis 16(4), equations 16, 20 and 22.
    """
    added = share * prior
    here, there = n + added, n_against + added
    others, others_there = all_n + prior - here, all_against + prior - there
    alone = (others <= 0) | (others_there <= 0)  # there is no other word, so that it cannot be more or less often
    odds = np.log(here * np.where(alone, 1, others_there)) - np.log(there * np.where(alone, 1, others))
    odds = np.where(alone, 0.0, odds)
    deviation = np.sqrt(1 / here + 1 / there)
    return odds, odds / deviation
