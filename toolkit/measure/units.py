"""What a share is counted from: per article and key, how much was counted and of how much.

The one rule: nothing relevant is left out; what is not known of a row is counted under a name that says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.intervals import Method, share_interval
from toolkit.measure.speakers import NOT_GIVEN, drawn_texts
from toolkit.tables import require_columns

FRAME = "frame"
DAYS = ["published_earliest", "published_latest"]
_MOST_VALUES = 50
_KEPT = ["doc_id", "text", "earliest", "latest"]
MEASURED = ["n", "n_all", "n_stories", "n_stories_with", "share", "low", "high", "share_stories"]


def count_units(table: pd.DataFrame, *, of: str, by: Sequence[str]) -> pd.DataFrame:
    """Count, per article: ``doc_id``, ``text`` (its story), ``earliest``, ``latest``, `by`, `of`, ``num``, ``den``.

    Scores of frames give one row per relevant article and frame, with ``num`` 1 where it has a cue and ``den`` 1.
    Rows of evidence give one per article, group and value: the rows with the value, of all rows of the article.
    """
    named = prepared(table, of=of, by=by)
    if of == FRAME:
        return named.assign(num=named["has_cue"].astype(float), den=1.0)[[*_KEPT, *by, of, "num", "den"]]
    values = named[of].drop_duplicates().sort_values()
    if len(values) > _MOST_VALUES:
        raise TableError(
            f"{of!r} has {len(values)} values, which is too many for one series each (at most {_MOST_VALUES}): "
            "join the rare ones under one name, or choose another column"
        )
    group = [*_KEPT, *by]
    den = named.groupby(group, dropna=False, sort=False).size().rename("den").reset_index()
    num = named.groupby([*group, of], dropna=False).size().rename("num").reset_index()
    crossed = den.merge(values.to_frame(), how="cross").merge(num, on=[*group, of], how="left")
    return crossed.assign(num=crossed["num"].fillna(0.0), den=crossed["den"].astype(float))


def prepared(table: pd.DataFrame, *, of: str, by: Sequence[str]) -> pd.DataFrame:
    """Check the columns, name what is missing, and add ``text``, ``earliest`` and ``latest``; only what is relevant."""
    if of in by:
        raise TableError(f"shares of {of!r} within groups of {of!r} are all one; by has to name other columns")
    what = "the table of frame scores" if of == FRAME else "the table of evidence (dates come with with_articles)"
    own = [FRAME, "frame_title", "relevant", "has_cue"] if of == FRAME else [of]
    require_columns(table, ["doc_id", *own, *DAYS, *by], what=what)
    rows = table[table["relevant"].astype(bool)] if of == FRAME else table
    first, last = (pd.to_datetime(rows[name]) for name in DAYS)
    if (turned := first > last).any():
        raise TableError(f"{rows['doc_id'][turned].iloc[0]}: published_earliest lies after published_latest")
    rows = rows.assign(text=drawn_texts(rows), earliest=first, latest=last)
    return rows.assign(**{name: _named(rows[name]) for name in (*by, *([] if of == FRAME else [of]))})


def list_row_ids(table: pd.DataFrame, *, of: str, by: Sequence[str]) -> pd.DataFrame:
    """List, per article and key, the ``row_ids`` of what was counted: cues of a frame, or the rows of evidence."""
    named = prepared(table, of=of, by=by)
    keys, name = ["doc_id", *by, of], "cue_ids" if of == FRAME else "row_id"
    if name not in named:
        return named[keys].drop_duplicates().assign(row_ids=None)
    ids = named[[*keys, name]].explode(name).dropna(subset=[name])
    return ids.groupby(keys, sort=False)[name].agg(list).rename("row_ids").reset_index()


def measure_cells(
    counts: pd.DataFrame, cell: Sequence[str], *, minimum_n: int, method: Method, n_boot: int, seed: int
) -> pd.DataFrame:
    """Measure the share of every cell, with its interval over stories, and the share that counts each story once.

    Parameters
    ----------
    counts
        ``text``, ``num``, ``den``, ``part`` (how much of the article lies in the cell) and the columns of `cell`.

    Returns
    -------
    pandas.DataFrame
        By `cell`: ``n``, ``n_all``, ``n_stories``, ``n_stories_with``, ``share``, ``low``, ``high``, ``share_stories``.
    """
    sums = {"num": "sum", "den": "sum", "part": "mean"}
    stories = counts[counts["den"] > 0].groupby([*cell, "text"]).agg(sums).reset_index()
    codes = stories.groupby([*cell]).ngroup().to_numpy()
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    columns = stories[["num", "den", "part"]].to_numpy(float)
    rows = []
    for block in np.split(columns, firsts[1:]) if len(firsts) else []:
        num, den, part = block.T
        row = [num.sum(), den.sum(), len(num), int((num > 0).sum()), *[np.nan] * 4]
        if len(num) >= minimum_n:
            row[4] = num.sum() / den.sum()
            row[5:7] = share_interval(num, den, method=method, n_boot=n_boot, seed=seed)
            row[7] = (part * num / den).sum() / part.sum()
        rows.append(row)
    index = pd.MultiIndex.from_frame(stories.iloc[firsts][[*cell]])
    measured = pd.DataFrame(rows, index=index, columns=MEASURED)
    return measured.astype("float64").astype({"n_stories": "int64", "n_stories_with": "int64"})


def _named(column: pd.Series) -> pd.Series:
    return column if column.notna().all() else column.astype("str").fillna(NOT_GIVEN)
