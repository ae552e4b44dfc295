"""Count stances in cells, what the model abstains from first.

The one rule: an abstention is no answer; shares of answers leave it out, and it is counted beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pandas as pd

from toolkit.measure.counts import NOBODY, count_cells, list_evidence
from toolkit.rows import StanceLabel
from toolkit.tables import require_columns

UNCLEAR = "unclear"
_CELLS = [UNCLEAR, *(label for label in get_args(StanceLabel) if label != UNCLEAR)]


def count_stances(stances: pd.DataFrame, *, by: Sequence[str] = ("target", "voice")) -> pd.DataFrame:
    """Count stances: how many are unclear, then the answers.

    Parameters
    ----------
    stances
        A table of `Stance` rows.
    by
        Its columns that make the rows of the result. A missing holder is counted as ``(nobody named)``.

    Returns
    -------
    pandas.DataFrame
        One row per combination found, most mentions first: `by`, then ``share_unclear`` (in ``n``), ``unclear``,
        ``favour``, ``against``, ``neutral``, ``n`` (mentions, the unclear ones among them) and ``n_articles``. There is
        no mean: the score was calibrated on other texts, and one number would hide how often nothing was answered.

    Examples
    --------
    >>> stances = pd.DataFrame({
    ...     "row_id": ["s1", "s2"], "doc_id": ["a", "a"], "target": ["arle", "arle"], "voice": ["narrator"] * 2,
    ...     "label": ["unclear", "against"],
    ... })
    >>> count_stances(stances)[["target", "share_unclear", "unclear", "against", "n"]].values.tolist()
    [['arle', 0.5, 1, 1, 2]]
    """
    counted = count_cells(_cells(stances, by), by, _CELLS)
    counted.insert(len(by), "share_unclear", counted[UNCLEAR] / counted["n"])
    return counted


def count_stances_evidence(stances: pd.DataFrame, *, by: Sequence[str] = ("target", "voice")) -> pd.DataFrame:
    """Give the stances behind every cell of ``count_stances(stances, by=by)``."""
    return list_evidence(_cells(stances, by), by)


def _cells(stances: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    require_columns(stances, [*by, "label", "row_id", "doc_id"], what="the table of stances")
    cells = stances[["row_id", "doc_id"]].assign(cell=stances["label"])
    return cells.assign(**{name: stances[name].fillna(NOBODY) for name in by})
