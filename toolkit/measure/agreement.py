"""How far two or more people code alike: percent agreement, and Krippendorff's alpha, which takes chance off.

The one rule: a figure is over the units that at least two people coded, and travels with an interval over units.

How often the interval of alpha held it, two coders, two categories, the worst of 6 settings each (a category of .1, .3,
.5; each coder right in .9, .97; 1,000 runs a setting, 1,000 draws): 20 units .601, 50 units .902, 100 units .924,
200 units .930. With fewer than 50 units no interval is given.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.intervals import Numbers, draw_sums
from toolkit.tables import require_columns

_FEWEST_UNITS = 50
_PERCENT = (2.5, 97.5)


def evaluate_agreement(
    codes: pd.DataFrame,
    *,
    unit: str = "unit",
    coder: str = "coder",
    of: str = "code",
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare what several people coded, category against category.

    Parameters
    ----------
    codes
        One row per unit and coder; a code that is missing was not given. No coder may code a unit twice.
    unit, coder, of
        The columns that name the unit, who coded it, and the category.
    n_boot
        Draws of units for the intervals; 0 gives none.

    Returns
    -------
    pandas.DataFrame
        ``figure``, ``n_units`` (coded by at least two people; others are left out), ``n_codes`` (of these units),
        ``value``, ``low``, ``high``. Figures: ``alpha`` (Krippendorff's, for categories: 1 is full agreement, 0 what
        chance gives, below 0 less than chance; missing where all codes are the same, as chance then agrees, too),
        ``percent_agreement`` (the share of pairs of codes of one unit that are the same; with more than two
        coders a unit weighs as many as it has codes), ``expected_agreement`` (the share that chance gives).
        Intervals are percentiles of 2.5 and 97.5 over units drawn again; missing with fewer than 50 units, and
        without width where all agree.

    Notes
    -----
    Krippendorff 2004, "Content Analysis", 2nd ed., chapter 11; Hayes & Krippendorff 2007, "Answering the call for a
    standard reliability measure for coding data", Communication Methods and Measures 1(1). They draw disagreements
    and hold what chance gives fixed; here units are drawn, and chance with them.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit": [*range(10)] * 2, "coder": ["ann"] * 10 + ["bo"] * 10})
    >>> codes["code"] = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> evaluate_agreement(codes, n_boot=0).set_index("figure")["value"].round(3).to_dict()
    {'alpha': 0.095, 'percent_agreement': 0.6, 'expected_agreement': 0.558}
    """
    paired = _paired(codes, unit, coder, of)
    counts = pd.crosstab(paired[unit], paired[of]).to_numpy(dtype=float)
    sizes = counts.sum(axis=1)
    alike = (counts * (counts - 1)).sum(axis=1) / (sizes - 1)
    columns = np.column_stack([alike, sizes, counts])
    drawn = draw_sums(columns, n_boot, seed=seed) if n_boot and len(columns) >= _FEWEST_UNITS else None
    whole = _figures(columns.sum(axis=0, keepdims=True))
    spread = _figures(drawn) if drawn is not None else {}
    rows: list[dict[str, Any]] = []
    for name, value in whole.items():
        low, high = _interval(spread.get(name))
        shared = {"figure": name, "n_units": len(columns), "n_codes": int(sizes.sum())}
        rows.append(shared | {"value": float(value[0]), "low": low, "high": high})
    return pd.DataFrame(rows)


def tabulate_agreement(
    codes: pd.DataFrame, *, unit: str = "unit", coder: str = "coder", of: str = "code"
) -> pd.DataFrame:
    """Tabulate, pair of coders by pair, how often a category of the one met each category of the other.

    Returns
    -------
    pandas.DataFrame
        ``first`` and ``second`` (two coders, in order of their names), ``first_code``, ``second_code``, ``n`` (units
        that both coded, 0 where it never happened), ``agree``.

    Examples
    --------
    >>> codes = pd.DataFrame({"unit": [1, 2, 1, 2], "coder": ["ann", "ann", "bo", "bo"], "code": list("xyxx")})
    >>> tabulate_agreement(codes)[["first_code", "second_code", "n"]].values.tolist()
    [['x', 'x', 1], ['x', 'y', 0], ['y', 'x', 1], ['y', 'y', 0]]
    """
    paired = tabulate_agreement_evidence(codes, unit=unit, coder=coder, of=of)
    values = sorted({*paired["first_code"], *paired["second_code"]})
    keys = ["first", "second", "first_code", "second_code"]
    cells = paired[keys[:2]].drop_duplicates()
    for name in keys[2:]:
        cells = cells.merge(pd.DataFrame({name: values}), how="cross")
    counted = cells.merge(paired.groupby(keys).size().rename("n").reset_index(), on=keys, how="left")
    return counted.assign(n=counted["n"].fillna(0).astype("int64"), agree=_agree(counted))


def tabulate_agreement_evidence(
    codes: pd.DataFrame, *, unit: str = "unit", coder: str = "coder", of: str = "code"
) -> pd.DataFrame:
    """Give the units behind ``tabulate_agreement``: one row per unit and pair of coders who both coded it."""
    paired = _paired(codes, unit, coder, of)
    wide = paired.pivot(index=unit, columns=coder, values=of)
    names = list(wide.columns)
    pairs = [(one, other) for n, one in enumerate(names) for other in names[n + 1 :]]
    parts = []
    for one, other in pairs:
        both = wide[[one, other]].dropna()
        shared = {unit: both.index, "first": one, "second": other}
        parts.append(pd.DataFrame(shared | {"first_code": both[one].to_numpy(), "second_code": both[other].to_numpy()}))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(agree=_agree(table))


def _paired(codes: pd.DataFrame, unit: str, coder: str, of: str) -> pd.DataFrame:
    """Check the table, and keep the units that at least two people coded."""
    require_columns(codes, [unit, coder, of], what="the table of codes")
    given = codes.dropna(subset=[of])
    ordered = given.sort_values([unit, coder], kind="stable")[[unit, coder]].itertuples(index=False)
    for one, other in pairwise(ordered):
        if one == other:
            raise TableError(f"{coder} {one[1]!r} has coded {unit} {one[0]!r} twice; keep one code of each")
    paired = given[given.groupby(unit)[unit].transform("size") >= 2]
    if paired.empty:
        raise TableError(f"no {unit} was coded by two people; agreement takes at least two codes of one {unit}")
    return paired


def _figures(sums: Numbers) -> dict[str, Numbers]:
    """Give the figures of rows of sums: pairs alike, codes, codes of each category."""
    alike, n, per_code = sums[:, 0], sums[:, 1], sums[:, 2:]
    observed = alike / n
    expected = (per_code * (per_code - 1)).sum(axis=1) / (n * (n - 1))
    varied = expected < 1
    alpha = np.divide(observed - expected, 1 - expected, out=np.full(len(n), np.nan), where=varied)
    return {"alpha": alpha, "percent_agreement": observed, "expected_agreement": expected}


def _interval(drawn: Numbers | None) -> tuple[float, float]:
    known = drawn[~np.isnan(drawn)] if drawn is not None else np.empty(0)
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.percentile(known, _PERCENT)
    return float(low), float(high)


def _agree(table: pd.DataFrame) -> pd.Series[bool]:
    return table["first_code"] == table["second_code"]
