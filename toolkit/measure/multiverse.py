"""What a multiverse of specifications says together: how far estimates lie apart, and how many agree in sign.

The one rule: agreement is counted, not tested; specifications of one corpus are no independent observations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.tables import require_columns

_NEEDED = ["specification", "primary", "frame", "frame_title", "measure", "estimate", "low", "high"]
_SIGNS = ["n_above", "n_below", "share_same_sign", "n_intervals_same_sign"]
_COLUMNS = ["frame", "frame_title", "measure", "n_specifications", "n_estimated", "declared", "median", "lowest",
            "highest", *_SIGNS, "in_words"]  # fmt: skip


def measure_multiverse(multiverse: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Measure how much an estimate depends on the choices behind it.

    Parameters
    ----------
    multiverse
        ``build_multiverse(corpus)``.
    by
        Choices within which to look, such as ``relevance``: a row for each, and what this choice alone moves is seen.

    Returns
    -------
    pandas.DataFrame
        One row per frame and group: `by`, ``frame``, ``frame_title``, ``measure``, ``n_specifications``,
        ``n_estimated`` (the others have too few stories), ``declared`` (the estimate of the study's own
        specification), ``median``, ``lowest``, ``highest``; of differences also ``n_above``, ``n_below`` (nought),
        ``share_same_sign`` (of the estimates, how many have the sign of the declared one) and
        ``n_intervals_same_sign`` (whose interval lies wholly on its side); ``in_words``.

    Examples
    --------
    >>> table = pd.DataFrame({"specification": [1, 2, 3], "primary": [True, False, False], "frame": "closer"})
    >>> table = table.assign(frame_title="Draw closer", measure="difference", estimate=[0.2, 0.1, -0.1])
    >>> found = measure_multiverse(table.assign(low=[0.1, -0.1, -0.3], high=[0.3, 0.3, 0.1]))
    >>> found["in_words"].iloc[0]
    '2 of 3 differences have the sign of the declared one (+0.20); from -0.10 to +0.20, median +0.10'
    """
    require_columns(multiverse, [*_NEEDED, *by], what="the multiverse")
    declared = multiverse[multiverse["primary"]].set_index("frame")["estimate"]
    rows = []
    for key, group in multiverse.groupby([*by, "frame"], sort=False):
        known = group.dropna(subset=["estimate"])
        row: dict[str, Any] = dict(zip([*by, "frame"], key, strict=True))
        row |= {"frame_title": group["frame_title"].iloc[0], "measure": group["measure"].iloc[0]}
        row |= {"n_specifications": len(group), "n_estimated": len(known)}
        row["declared"] = float(declared.get(key[-1], np.nan))
        row |= {"median": known["estimate"].median()}
        row |= {"lowest": known["estimate"].min(), "highest": known["estimate"].max()}
        if row["measure"] == "difference":
            row |= _signs(known, row["declared"])
        rows.append(row | {"in_words": _in_words(row)})
    table = pd.DataFrame(rows, columns=[*by, *_COLUMNS])
    return table.astype(dict.fromkeys(("declared", "median", "lowest", "highest", *_SIGNS), "float64"))


def _signs(known: pd.DataFrame, declared: float) -> dict[str, float]:
    """Count signs; what is compared with the declared estimate is missing where that is missing or nought."""
    estimates = known["estimate"]
    found: dict[str, float] = {"n_above": int((estimates > 0).sum()), "n_below": int((estimates < 0).sum())}
    if not abs(declared) > 0 or known.empty:
        return found
    inner = known["low"] if declared > 0 else -known["high"]
    same = found["n_above" if declared > 0 else "n_below"]
    return found | {"share_same_sign": same / len(known), "n_intervals_same_sign": int((inner > 0).sum())}


def _in_words(row: Mapping[str, Any]) -> str:
    n = row["n_estimated"]
    if not n:
        return f"none of {row['n_specifications']} specifications has enough stories"
    if row["measure"] == "share":
        spread = f"from {row['lowest']:.2f} to {row['highest']:.2f}, median {row['median']:.2f}"
        return f"{n} shares {spread}"
    spread = f"from {row['lowest']:+.2f} to {row['highest']:+.2f}, median {row['median']:+.2f}"
    if "share_same_sign" in row:
        same = row["n_above"] if row["declared"] > 0 else row["n_below"]
        return f"{same} of {n} differences have the sign of the declared one ({row['declared']:+.2f}); {spread}"
    return f"{row['n_above']} of {n} differences are above nought, {row['n_below']} below; {spread}"
