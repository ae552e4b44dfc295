"""Counts of words by story and group, from rows of words, labels or whatever else stands in articles.

The one rule: a story counts once in each group that printed it, with the mean of its printings there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.permutation import Cells, Integers, Numbers

_DIGITS = 9  # so that the mean of three equal printings is a whole number again


class NothingToCompare(TableError):
    """Two groups are needed, and words that stand often enough."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Hold how often each feature stands in each group, and in each story of each group.

    Attributes
    ----------
    cells
        One per story and group, for the chances; each printing has its part in them.
    counts, sizes
        Groups by features, and all rows of each group, for the effects.
    """

    names: list[str]
    features: pd.Index[Any]
    cells: Cells
    counts: Any
    sizes: Numbers


def count_in_stories(rows: pd.DataFrame, names: Sequence[str], *, per: str, minimum_n: float) -> Counted:
    """Count words per story and group; what is too rare goes, but stays in the sizes."""
    from scipy.sparse import coo_array, csr_array

    if per not in ("story", "printing"):
        raise TableError(f"per is {per!r}; it must be story or printing")
    word, features = pd.factorize(rows["feature"], sort=True)
    group = pd.Index([*names]).get_indexer(pd.Index(rows["group"]))
    story, _ = pd.factorize(rows["story"])
    cell, pairs = pd.factorize(story.astype(np.int64) * len(names) + group, sort=True)
    cell_of, article = cell.astype(np.int64), pd.factorize(rows["doc_id"])[0]
    n_printings = pd.Series(article).groupby(cell_of).nunique().to_numpy()
    weights = 1 / n_printings[cell_of]
    shape = (len(pairs), len(features))
    counts = coo_array((weights, (cell_of, word)), shape=shape).tocsr()
    counts.sum_duplicates()
    counts.data = counts.data.round(_DIGITS)
    sizes = np.bincount(cell_of, weights, minlength=len(pairs)).astype(float).round(_DIGITS)
    in_story, in_group = np.divmod(np.asarray(pairs), len(names))
    adding = csr_array((np.ones(len(pairs)), (in_group, np.arange(len(pairs)))), shape=(len(names), len(pairs)))
    times = n_printings if per == "printing" else np.ones(len(pairs))
    totals = np.asarray((adding @ counts.multiply(times[:, None]).tocsr()).todense()).round(_DIGITS)
    kept = np.flatnonzero(totals.sum(axis=0) >= minimum_n)
    if not len(kept):
        raise NothingToCompare(f"nothing stands {minimum_n:g} times in these {len(rows):,} rows; lower minimum_n")
    return Counted(
        names=[*names],
        features=features[kept],
        cells=Cells(counts[:, kept].tocsc(), sizes, in_story, in_group),
        counts=totals[:, kept],
        sizes=np.bincount(in_group, sizes * times, minlength=len(names)).astype(float).round(_DIGITS),
    )


def stories_with(cells: Cells, groups: list[int]) -> Integers:
    """Count, by feature, the stories that some of `groups` printed with it."""
    from scipy.sparse import csr_array

    inside = np.flatnonzero(np.isin(cells.group, groups))
    _, story = np.unique(cells.story[inside], return_inverse=True)
    joining = csr_array((np.ones(len(inside)), (story, np.arange(len(inside)))), shape=(story.max() + 1, len(inside)))
    return np.asarray(((joining @ cells.counts[inside]) > 0).sum(axis=0), dtype=np.int64).ravel()
