"""Shares of a whole, with intervals over the texts that they come from.

The one rule: a text is drawn or left out as a whole; the method of the interval is the one that `intervals` chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.measure.figures import Numbers
from toolkit.measure.intervals import share_interval

_ALL = "_all"  # the one group of a table that has none


def share_table(
    cells: pd.DataFrame, whole: pd.DataFrame, *, by: Sequence[str], of: str, minimum_n: int
) -> pd.DataFrame:
    """Lay out what part of a group's whole each cell is.

    Parameters
    ----------
    cells
        ``doc_id``, ``text`` (what is drawn: the article or its story), ``weight``, and the columns of `by` and `of`.
        The parts need not add up to the whole, as a quotation can stand in several cells.
    whole
        The same without `of`: what the shares are of.

    Returns
    -------
    pandas.DataFrame
        One row per cell that is not nought, groups in order and the largest cell first: `by`, `of`, ``n``, ``n_all``,
        ``share``, ``low``, ``high``, ``n_articles``, ``n_texts``.
    """
    keys = [*by] or [_ALL]
    inside, whole = (rows if by else rows.assign(**{_ALL: 0}) for rows in (cells[cells["weight"] > 0], whole))
    table = inside.groupby([*keys, of], as_index=False).agg(n=("weight", "sum"), n_articles=("doc_id", "nunique"))
    totals = whole.groupby(keys, as_index=False).agg(n_all=("weight", "sum"), n_texts=("text", "nunique"))
    table = table.merge(totals, on=keys)
    figures = np.full((len(table), 2), np.nan)
    for group in totals.loc[totals["n_texts"] >= minimum_n, keys].to_numpy().tolist():
        sizes = whole[_of_group(whole, keys, group)].groupby("text")["weight"].sum()
        sizes = sizes[sizes > 0]
        hits = inside[_of_group(inside, keys, group)].groupby([of, "text"])["weight"].sum()
        places = np.flatnonzero(_of_group(table, keys, group))
        figures[places] = _intervals(hits, sizes, pd.Index(table[of].iloc[places]))
    share = (table["n"] / table["n_all"]).where(table["n_texts"] >= minimum_n)
    table = table.assign(share=share, low=figures[:, 0], high=figures[:, 1])
    columns = [*by, of, "n", "n_all", "share", "low", "high", "n_articles", "n_texts"]
    kinds = {name: cells[name].dtype if name in (*by, of) else "int64" for name in columns}
    table = table[columns].astype(kinds | dict.fromkeys(("share", "low", "high"), "float64"))
    return table.sort_values([*by, "n", of], ascending=[*[True] * len(by), False, True], ignore_index=True)


def _of_group(rows: pd.DataFrame, keys: Sequence[str], group: Sequence[Any]) -> npt.NDArray[np.bool_]:
    same = [(rows[key] == value).to_numpy(bool) for key, value in zip(keys, group, strict=True)]
    return np.asarray(np.logical_and.reduce(same), bool)


def _intervals(hits: pd.Series[Any], sizes: pd.Series[Any], values: pd.Index[Any]) -> Numbers:
    """Give the interval of the share of each value, from its weight and the whole weight of each text.

    `hits` are by value and text, `sizes` by text.
    """
    weights, whole = hits.to_numpy(float), sizes.to_numpy(float)
    rows = values.get_indexer(hits.index.get_level_values(0))
    texts = sizes.index.get_indexer(hits.index.get_level_values(1))
    found = np.empty((len(values), 2))
    for row in range(len(values)):
        own = (rows == row) & (texts >= 0)
        held = np.zeros(len(whole))
        held[texts[own]] = weights[own]
        found[row] = share_interval(held, whole)
    return found
