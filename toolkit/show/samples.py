"""Which rows are shown where not all can be.

The one rule: rows are drawn by what they are, not by where they stand, so that others come and go without moving them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from toolkit.markup import show_text

MOST = 500
"""Rows that one list shows in all groups together, so that a page of some ten lists can be opened and sent."""
_GROUPS = 40  # that one list shows, so that a page can be leafed through


def sample_rows(table: pd.DataFrame, most: int, *, seed: int = 0) -> pd.DataFrame:
    """Draw at most so many rows, in the order in which they stand.

    Rows are told apart by ``row_id``, or else by all their words and numbers.

    Examples
    --------
    >>> table = pd.DataFrame({"row_id": ["r1", "r2", "r3", "r4"]})
    >>> [*sample_rows(table, 2)["row_id"]] == [*sample_rows(table.iloc[::-1], 2)["row_id"]][::-1]
    True
    """
    if len(table) <= most:
        return table
    told = ["row_id"] if "row_id" in table.columns else [name for name in table if _is_plain(table[name])]
    ranks = pd.util.hash_pandas_object(table[told], index=False, hash_key=f"{seed:016d}").to_numpy()
    return table.iloc[np.sort(np.argsort(ranks, kind="stable")[:most])]


def _is_plain(column: pd.Series[Any]) -> bool:
    return column.dtype != "object" and not isinstance(column.dtype, pd.ArrowDtype)


def fold_groups(
    rows: pd.DataFrame, by: str, listed: Callable[[pd.DataFrame, int], str], *, limit: int, most: int, seed: int = 0
) -> str:
    """Give the HTML of each group of rows, folded under its name and number of rows.

    Parameters
    ----------
    listed
        Gives the HTML of rows of one group, and of how many they are drawn.
    limit
        Rows to show at most per group.
    most
        Rows to show at most in all: large groups give way to small ones. Of more than forty groups the smallest are
        left out.
    """
    groups = dict([*rows.assign(**{by: rows[by].fillna("(left open)")}).groupby(by, sort=True)])
    sizes = pd.Series({name: len(group) for name, group in groups.items()}, dtype="int64")
    largest = sizes.sort_values(ascending=False, kind="stable").index[: min(most, _GROUPS)]
    each = _each(sizes[largest], limit=limit, most=most)
    folded = [
        _folded(name, len(group), listed(sample_rows(group, each, seed=seed), len(group)))
        for name, group in groups.items()
        if name in largest
    ]
    left = sizes.drop(largest)
    rest = f"{len(left):,} more groups with {left.sum():,} rows are in the table."
    return "".join(folded) + (f"<p><small>{rest}</small></p>" if len(left) else "")


def in_sample(shown: int, n: int) -> str:
    """Say that a list is a sample; nothing where it is whole.

    Examples
    --------
    >>> in_sample(100, 2345)
    'A sample of 100 of 2,345; all are in the table.'
    """
    return f"A sample of {shown:,} of {n:,}; all are in the table." if shown < n else ""


def _each(sizes: pd.Series[Any], *, limit: int, most: int) -> int:
    """Give the rows per group with which all groups together stay within `most`."""
    largest = min(limit, most, int(sizes.max()) if len(sizes) else 0)
    return next((each for each in range(largest, 0, -1) if sizes.clip(upper=each).sum() <= most), 0)


def _folded(name: object, n: int, html: str) -> str:
    return f"<details><summary>{show_text(str(name))} <small>({n})</small></summary>{html}</details>"
