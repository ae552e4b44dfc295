"""Shares of a whole, with intervals over the texts that they come from.

The one rule: where there are too few texts, or all of them agree, there is no interval rather than one without width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

_Numbers = npt.NDArray[np.float64]

_PERCENT = (2.5, 97.5)
_BLOCK = 100  # draws held in memory at once
_NO_WIDTH = 1e-12


def share_table(
    cells: pd.DataFrame, whole: pd.DataFrame, *, by: Sequence[str], of: str, minimum_n: int, n_boot: int, seed: int
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
        if enough := n_texts >= minimum_n and len(sums) > 0:
            lows, highs = _intervals(inside, all_rows, inside[of], sums.index, n_boot, seed)
        for place, (name, n, articles) in enumerate(zip(sums.index, sums, n_articles, strict=True)):
            figures = (n / n_all, lows[place], highs[place]) if enough else (np.nan, np.nan, np.nan)
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


def _intervals(
    cells: pd.DataFrame, whole: pd.DataFrame, values: pd.Series[Any], kept: pd.Index[Any], n_boot: int, seed: int
) -> tuple[_Numbers, _Numbers]:
    """Draw the texts of one group with replacement; give the percentiles of each cell's share."""
    from scipy.sparse import coo_array

    texts, names = pd.factorize(whole["text"])
    bottom = np.bincount(texts, weights=whole["weight"], minlength=len(names))
    places = (pd.Index(names).get_indexer(cells["text"]), kept.get_indexer(pd.Index(values)))
    top = coo_array((cells["weight"].to_numpy(float), places), shape=(len(names), len(kept))).tocsr()
    rng = np.random.default_rng(seed)
    drawn = []
    for start in range(0, n_boot, _BLOCK):
        chances = np.full(len(names), 1 / len(names))
        times = rng.multinomial(len(names), chances, size=min(_BLOCK, n_boot - start)).astype(float)
        above, below = (top.T @ times.T).T, (times @ bottom)[:, None]
        drawn.append(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))
    low, high = np.nanpercentile(np.concatenate(drawn), _PERCENT, axis=0)
    flat = high - low < _NO_WIDTH
    return np.where(flat, np.nan, low), np.where(flat, np.nan, high)
