"""Change points of a series: whether its level changed at all, when, and how sure the place is.

The one rule: neighbouring periods are alike without any change; a change has to be larger than that likeness makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import ParameterError
from toolkit.measure.breaks import MIN_SIZE, Cuts, Series, chance_of_cut, find_cuts, fit_levels
from toolkit.measure.intervals import Numbers, draw_sums
from toolkit.measure.timeline import UNDATED, Every, all_periods, spread_units
from toolkit.measure.units import FRAME, count_units

_FEWEST_PERIODS = 12
_PERCENT = (2.5, 97.5)


def measure_changes(
    table: pd.DataFrame,
    *,
    every: Every = "month",
    of: str = FRAME,
    by: Sequence[str] = (),
    minimum_n: int = 10,
    max_changes: int = 1,
    alpha: float = 0.05,
    n_draws: int = 500,
    n_resamples: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the periods from which on a share stays at another level.

    Parameters
    ----------
    table, every, of, by
        As in `build_timeline`.
    minimum_n
        Periods with fewer stories are passed over, as are empty ones; what is undated is left out.
    max_changes
        How many changes to look for, one after the other, until one is not larger than chance makes: a level that
        goes up and soon down again may so be missed. More than one needs the package ruptures, which places them
        together: ``pip install "framing-toolkit[changes]"``.
    alpha
        How often a series without any change may be said to have one.

    Returns
    -------
    pandas.DataFrame
        One row per change, or one with ``change`` 0 where none was found: `by`, `of`, ``n_periods`` (used),
        ``n_left_out`` (passed over), ``n_stories``, ``change`` (1, 2, …), ``period`` (the first at the new level),
        ``starts``, ``share_before``, ``share_after`` (means of the periods' shares up to the next change),
        ``difference``, ``low``, ``high`` (95 %, for a change at this place), ``p``
        (of the last change accepted, or of the one refused), ``likeness`` (of neighbouring periods: autocorrelation),
        ``stability`` (in how many of `n_resamples` draws of the stories of every period the change is found there or
        one period beside it), ``earliest``, ``latest`` (the periods between which it lies in 95 % of the draws),
        ``note``.

    Notes
    -----
    The test is that of the largest F of any place (Andrews 1993), its distribution drawn from series without a change
    whose autocorrelation is that of this series, once a change is taken out and the bias of short series corrected.
    How often it finds a step, and one where there is none, stands in `toolkit.measure.breaks`.

    Examples
    --------
    >>> days = pd.date_range("2020-01-15", periods=24, freq="MS").repeat(12)
    >>> rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(288)], "published_earliest": days})
    >>> rows["published_latest"] = days
    >>> rows["tone"] = ["harsh" if n % 12 < (3 if n < 144 else 9) + n // 12 % 2 else "mild" for n in range(288)]
    >>> measure_changes(rows, of="tone")[["tone", "change", "period", "difference"]]
        tone  change   period  difference
    0  harsh       1  2021-02         0.5
    1   mild       1  2021-02        -0.5
    """
    if max_changes < 1:
        raise ParameterError(f"max_changes={max_changes}: look for one change at least")
    counts = spread_units(count_units(table, of=of, by=by), every)
    counts = counts[counts["period"] != UNDATED]
    keys = [*by, of]
    periods = all_periods(counts, every)
    rows: list[dict[str, Any]] = []
    for key, units in counts.groupby(keys, sort=False):
        blocks = _blocks(units, periods, minimum_n)
        named = dict(zip(keys, key, strict=True))
        named |= {"n_periods": len(blocks), "n_left_out": len(periods) - len(blocks)}
        named |= {"n_stories": int(units["text"].nunique())}
        if len(blocks) < _FEWEST_PERIODS:
            told = f"{len(blocks)} periods have {minimum_n} stories; at least {_FEWEST_PERIODS} are needed"
            rows.append(named | {"change": 0, "note": f"{told}: take shorter periods, or read the counts"})
            continue
        found = _changes(blocks, periods, max_changes, alpha, n_draws, n_resamples, seed)
        rows += [named | row for row in found]
    columns = [*keys, "n_periods", "n_left_out", "n_stories", "change", "period", "starts", "share_before",
               "share_after", "difference", "low", "high", "p", "likeness", "stability", "earliest", "latest",
               "note"]  # fmt: skip
    found_table = pd.DataFrame(rows, columns=columns)
    return found_table.astype({"change": "int64", "note": "str"}) if rows else found_table


def _blocks(units: pd.DataFrame, periods: pd.DataFrame, minimum_n: int) -> dict[int, Numbers]:
    """Give the hits and sizes of the stories of each period that has enough of them, by the period's place."""
    stories = units[units["den"] > 0].groupby(["period", "text"])[["num", "den"]].sum()
    places = dict(zip(periods["period"], range(len(periods)), strict=True))
    blocks = {places[str(name)]: rows.to_numpy(float) for name, rows in stories.groupby(level="period")}
    return {at: blocks[at] for at in sorted(blocks) if len(blocks[at]) >= max(1, minimum_n)}


def _changes(
    blocks: dict[int, Numbers], periods: pd.DataFrame, max_changes: int, alpha: float, n_draws: int,
    n_resamples: int, seed: int,
) -> list[dict[str, Any]]:  # fmt: skip
    series: Series = np.array([block[:, 0].sum() / block[:, 1].sum() for block in blocks.values()])
    cuts: Cuts = ()
    p = likeness = np.nan
    while len(cuts) < max_changes and len(series) >= MIN_SIZE * (len(cuts) + 2):
        chance, alike = chance_of_cut(series, cuts, n_draws=n_draws, seed=seed)
        if len(cuts) == 0 or chance <= alpha:
            p, likeness = chance, alike
        if chance > alpha:
            break
        cuts = find_cuts(series, len(cuts) + 1)
    if not cuts:
        return [{"change": 0, "p": p, "likeness": likeness, "note": "no change larger than chance makes"}]
    names = periods.iloc[list(blocks)].reset_index(drop=True)
    drawn = _places_drawn(list(blocks.values()), len(cuts), n_resamples, seed)
    rows = []
    for number, cut in enumerate(cuts):
        nearest = drawn[np.arange(len(drawn)), np.abs(drawn - cut).argmin(axis=1)]
        first, last = np.percentile(nearest, _PERCENT, method="nearest").astype(int)
        row = {"change": number + 1, "period": names["period"][cut], "starts": names["starts"][cut]}
        row |= fit_levels(series, cuts, number, likeness) | {"p": p, "likeness": likeness}
        row |= {"stability": float((np.abs(nearest - cut) <= 1).mean())}
        rows.append(row | {"earliest": names["period"][first], "latest": names["period"][last], "note": ""})
    return rows


def _places_drawn(blocks: list[Numbers], n_cuts: int, n_resamples: int, seed: int) -> Numbers:
    """Draw the stories of every period with replacement; give the places of the changes in every draw."""
    sums = [draw_sums(block, n_resamples, seed=seed + at) for at, block in enumerate(blocks)]
    drawn = np.column_stack([each[:, 0] / each[:, 1] for each in sums])
    return np.array([find_cuts(series, n_cuts) for series in drawn])
