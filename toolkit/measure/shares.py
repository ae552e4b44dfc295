"""Shares of a whole, with intervals over the texts that they come from.

The one rule: a text is drawn or left out as a whole; the method of the interval is the one that `intervals` chose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.measure.figures import Numbers
from toolkit.measure.intervals import share_interval


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
    parts = dict(_grouped(cells[cells["weight"] > 0], by))
    rows = []
    for group, all_rows in _grouped(whole, by):
        inside = parts.get(group, cells.head(0))
        sums = inside.groupby(of)["weight"].sum()
        n_articles = inside.groupby(of)["doc_id"].nunique()
        n_texts, n_all = all_rows["text"].nunique(), all_rows["weight"].sum()
        sizes = all_rows.groupby("text")["weight"].sum()
        hits = inside.groupby([of, "text"])["weight"].sum()
        for name, n, articles in zip(sums.index, sums, n_articles, strict=True):
            figures = (np.nan, np.nan, np.nan)
            if n_texts >= minimum_n:
                figures = (n / n_all, *_interval(hits[name], sizes))
            rows.append([*group, name, n, n_all, *figures, articles, n_texts])
    columns = [*by, of, "n", "n_all", "share", "low", "high", "n_articles", "n_texts"]
    kinds = {name: cells[name].dtype if name in (*by, of) else "int64" for name in columns}
    table = pd.DataFrame(rows, columns=columns).astype(kinds | dict.fromkeys(("share", "low", "high"), "float64"))
    return table.sort_values([*by, "n", of], ascending=[*[True] * len(by), False, True], ignore_index=True)


def _grouped(rows: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], pd.DataFrame]]:
    if by:
        yield from rows.groupby([*by])
    else:
        yield (), rows


def _interval(hits: pd.Series[Any], sizes: pd.Series[Any]) -> tuple[float, float]:
    """Give the interval of a cell's share, from its weight and the whole weight of each text."""
    known = sizes > 0
    held: Numbers = hits.reindex(sizes.index[known], fill_value=0).to_numpy(float)
    return share_interval(held, sizes[known].to_numpy(float))
