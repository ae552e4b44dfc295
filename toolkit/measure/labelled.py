"""Counts of rows that a machine coded and of those that a person coded as well, group by group.

The one rule: rows of one story are worth less than as many stories, for rows and labels alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ParameterError, TableError
from toolkit.measure.coding_errors import Counted
from toolkit.measure.intervals import effective_n, share_interval
from toolkit.measure.speakers import NOT_GIVEN, drawn_texts
from toolkit.tables import require_columns

_RAW = ["n", "n_all", "n_stories", "share", "low", "high", "few"]


def count_labelled(
    rows: pd.DataFrame, gold: pd.DataFrame, of: str, value: object, by: Sequence[str], coded: str, minimum_n: int
) -> tuple[pd.DataFrame, Counted, npt.NDArray[np.int64]]:
    """Count rows and labels of every group; give the raw shares, the effective counts, and the numbers of labels."""
    if not by:
        raise ParameterError("by names no column: a series has one at least, such as period")
    keys = [*by]
    ours, labels = (_prepared(table, of, value, by) for table in _checked(rows, gold, of, coded, by))
    if not ours["hit"].any() and not (gold[coded] == value).any():
        raise TableError(f"no row has {of} = {value!r}: {', '.join(map(str, rows[of].unique()[:10]))}")
    labels["true"] = (gold[coded] == value).to_numpy()
    groups, found, worth = _raw_shares(ours, keys, minimum_n)
    index = pd.MultiIndex.from_frame(groups[keys])
    strange = pd.MultiIndex.from_frame(labels[keys].drop_duplicates()).difference(index)
    if len(strange):
        named = ", ".join(map(str, strange[0]))
        raise TableError(f"there are labels of {named}, but no rows: leave them out, or give the rows")
    labelled = set(labels["row_id"]) if "row_id" in rows and "row_id" in gold else set()
    fresh = _per_group(ours[~ours["row_id"].isin(labelled)], index)
    kinds = [labels[labels["true"]], labels[~labels["true"]]]
    positive, negative = (_per_group(kind, index) for kind in kinds)
    worth_1, worth_0 = (_worth(kind) for kind in kinds)
    counted = Counted(
        found=found[:, 0] * worth,
        rows=found[:, 1] * worth,
        fresh_found=fresh[:, 0] * worth,
        fresh=fresh[:, 1] * worth,
        positive=positive[:, 1] * worth_1,
        found_positive=positive[:, 0] * worth_1,
        negative=negative[:, 1] * worth_0,
        found_negative=negative[:, 0] * worth_0,
        levels=np.zeros(len(groups), dtype="int64"),
    )
    return groups, counted, (positive[:, 1] + negative[:, 1]).astype("int64")


def _checked(
    rows: pd.DataFrame, gold: pd.DataFrame, of: str, coded: str, by: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    require_columns(rows, ["doc_id", of, *by], what="the table of rows")
    require_columns(gold, [of, coded, *by], what="the table of labels")
    if (empty := gold[coded].isna()).any():
        raise TableError(f"{int(empty.sum())} rows of labels have no {coded!r}: leave out what nobody coded")
    return rows, gold


def _raw_shares(
    ours: pd.DataFrame, keys: list[str], minimum_n: int
) -> tuple[pd.DataFrame, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give the table of raw shares; hits and rows of every group; and what a row there is worth."""
    raw, found, worth = [], [], []
    for key, group in ours.groupby(keys):
        hits, sizes = group.groupby("text")["hit"].agg(["sum", "size"]).to_numpy(float).T
        few = len(sizes) < minimum_n
        low, high = (np.nan, np.nan) if few else share_interval(hits, sizes)
        share = np.nan if few else hits.sum() / sizes.sum()
        raw.append([*key, int(hits.sum()), int(sizes.sum()), len(sizes), share, low, high, few])
        found.append((hits.sum(), sizes.sum()))
        worth.append(effective_n(hits, sizes) / sizes.sum())
    return pd.DataFrame(raw, columns=[*keys, *_RAW]), np.array(found), np.array(worth)


def _prepared(table: pd.DataFrame, of: str, value: object, by: Sequence[str]) -> pd.DataFrame:
    alone = pd.Series(range(len(table)), index=table.index).astype("str")
    text = drawn_texts(table) if "doc_id" in table else alone
    kept = pd.DataFrame({"text": text, "hit": table[of] == value}, index=table.index)
    for name in by:
        column = table[name]
        kept[name] = column if column.notna().all() else column.astype("str").fillna(NOT_GIVEN)
    return kept.assign(row_id=table.get("row_id", ""))


def _per_group(table: pd.DataFrame, index: pd.MultiIndex) -> npt.NDArray[np.float64]:
    """Give hits and rows of every group."""
    sums = table.groupby([str(name) for name in index.names])["hit"].agg(["sum", "size"])
    sums.index = pd.MultiIndex.from_frame(sums.index.to_frame(index=False))
    return sums.reindex(index, fill_value=0).to_numpy(float)


def _worth(labels: pd.DataFrame) -> float:
    """Give what a label is worth beside one that is alone in its story."""
    if labels.empty:
        return 1.0
    hits, sizes = labels.groupby("text")["hit"].agg(["sum", "size"]).to_numpy(float).T
    return min(1.0, effective_n(hits, sizes) / sizes.sum()) if sizes.max() > 1 else 1.0
