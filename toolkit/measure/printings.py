"""Differences between groups counted twice: once per printing, once per story.

The one rule: where the two have opposite signs, what is found is who prints much, not who writes how.

How often a 95 % interval held the true difference, in the worst of 8 settings each (shares alike at .2, or .3 and .5;
rows of a story alike .1, .5; stories of equal size, and from 1 to 60 rows; 400 runs a setting;
``python tests/simulations.py differences 400``):

==================== ============ =========
stories on each side per printing per story
==================== ============ =========
10                   .990         .990
30                   .955         .980
100                  .945         .978
==================== ============ =========

Per story they are too wide (1.000 at most) where rows of a story are little alike and many.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.intervals import FEWEST, Numbers, difference_interval
from toolkit.measure.units import DAYS, FRAME, count_units, list_row_ids

OTHERS = "(all others)"
_MISSING = (np.nan, np.nan, np.nan)
_COUNTED = ["n", "n_all", "n_stories", "share", "share_stories"]


def compare_printings(table: pd.DataFrame, *, between: str, of: str = FRAME, minimum_n: int = 10) -> pd.DataFrame:
    """Compare the shares of groups, each with all others together, per printing and per story.

    Parameters
    ----------
    table
        ``score_frames(corpus)``, or with `of` rows of evidence such as labels (``of="polarity"``); in both cases with
        ``story_id``, from ``with_articles(table, corpus.describe(), columns=["outlet", "story_id"])``.
    between
        The column that makes the groups: ``outlet``, ``period``, ``voice``.
    of
        ``frame``, or the column whose values are measured.
    minimum_n
        With fewer stories on a side, shares and differences are missing.

    Returns
    -------
    pandas.DataFrame
        One row per group and value; of two groups the first alone, since the other's differences are the same turned
        round: `between`, ``against``, `of` (and ``frame_title``), ``n`` (articles with a cue, or rows with the value),
        ``n_all`` (relevant articles, or rows), ``n_stories``, ``share`` (``n / n_all``: per printing),
        ``share_stories`` (each story once, with the mean of its printings in the group); the same of the others with
        ``…_against``; ``difference``, ``low``, ``high`` (per printing, 95 %, over stories), ``difference_stories``,
        ``low_stories``, ``high_stories`` (per story), ``disagrees`` (the two have opposite signs), ``note`` (why
        something is missing).

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(10)], "outlet": ["Herald"] * 5 + ["Post"] * 5})
    >>> rows["story_id"] = ["s1", "s1", "s1", "s2", "s3", "t1", "t2", "t3", "t4", "t5"]
    >>> rows["tone"] = ["harsh"] * 3 + ["mild"] * 2 + ["harsh"] * 2 + ["mild"] * 3
    >>> found = compare_printings(rows, between="outlet", of="tone", minimum_n=1).set_index("tone").loc["harsh"]
    >>> round(found["difference"], 2), round(found["difference_stories"], 2), found["disagrees"]
    (np.float64(0.2), np.float64(-0.07), np.True_)

    Notes
    -----
    Intervals are Newcombe's (1998) for two shares that may share stories, as in `compare_periods`.
    """
    counts = _counts(table, between, of)
    groups = sorted(counts[between].unique(), key=str)
    if len(groups) < 2:
        raise TableError(f"{between!r} makes {len(groups)} group of these rows: there is nothing to compare it with")
    pairs = [(groups[0], groups[1])] if len(groups) == 2 else [(group, OTHERS) for group in groups]
    titles = dict(zip(table["frame"], table["frame_title"], strict=True)) if of == FRAME else {}
    rows = []
    for value, units in counts.groupby(of, sort=False):
        stories, names = pd.factorize(units["text"])
        for group, against in pairs:
            here = (units[between] == group).to_numpy()
            row = {between: group, "against": against, of: value, "frame_title": titles.get(value)}
            sides = [_sums(units, stories, side, len(names)) for side in (~here, here)]
            rows.append(row | _compared(*sides, minimum_n=max(1, minimum_n)))
    compared = pd.DataFrame(rows)
    order = compared.sort_values(between, kind="stable", key=lambda column: column.astype("str"), ignore_index=True)
    return order if of == FRAME else order.drop(columns="frame_title")


def compare_printings_evidence(table: pd.DataFrame, *, between: str, of: str = FRAME) -> pd.DataFrame:
    """Give the articles behind `compare_printings`.

    Returns
    -------
    pandas.DataFrame
        `between`, `of`, ``story``, ``doc_id``, ``num``, ``den``, ``row_ids`` (what ``num`` rests on): ``n`` and
        ``n_all`` are the sums of ``num`` and ``den`` over a group and value, ``share_stories`` is the mean over stories
        of what they are summed within each.
    """
    counts = _counts(table, between, of).rename(columns={"text": "story"})
    counts = counts.merge(list_row_ids(_dated(table), of=of, by=[between]), on=["doc_id", between, of], how="left")
    columns = [between, of, "story", "doc_id", "num", "den", "row_ids"]
    return counts[columns].sort_values(columns[:-3], ignore_index=True)


def _counts(table: pd.DataFrame, between: str, of: str) -> pd.DataFrame:
    return count_units(_dated(table), of=of, by=[between])


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    """Add days that are not known where a table has none: here they do not matter."""
    return table.assign(**{day: pd.Series(pd.NaT, index=table.index) for day in DAYS if day not in table})


def _sums(units: pd.DataFrame, stories: Any, inside: Any, many: int) -> tuple[Numbers, Numbers]:
    """Give hits and sizes of every story among the rows `inside`."""
    hits, sizes = (np.bincount(stories[inside], units[name][inside], minlength=many) for name in ("num", "den"))
    return hits.astype(float), sizes.astype(float)


def _compared(others: tuple[Numbers, Numbers], group: tuple[Numbers, Numbers], *, minimum_n: int) -> dict[str, Any]:
    n_stories = [int((sizes > 0).sum()) for _, sizes in (group, others)]
    few = min(n_stories) < minimum_n
    row: dict[str, Any] = {}
    for end, (hits, sizes), n in zip(("", "_against"), (group, others), n_stories, strict=True):
        shares = (np.nan, np.nan) if few else (hits.sum() / sizes.sum(), (hits[sizes > 0] / sizes[sizes > 0]).mean())
        values = (hits.sum(), sizes.sum(), n, *shares)
        row |= {name + end: value for name, value in zip(_COUNTED, values, strict=True)}
    for end in ("", "_stories"):
        ends = (others, group) if not end else (count_once(others), count_once(group))
        figures = _MISSING if few else (row[f"share{end}"] - row[f"share{end}_against"], np.nan, np.nan)
        if not few and min(n_stories) >= FEWEST:
            figures = difference_interval(*ends)
        row |= {name + end: figure for name, figure in zip(("difference", "low", "high"), figures, strict=True)}
    row["disagrees"] = bool(row["difference"] * row["difference_stories"] < 0)
    return row | {"note": f"fewer than {minimum_n} stories on a side: read the counts" if few else ""}


def count_once(counted: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Let each story count once, with the mean of its printings."""
    hits, sizes = counted
    return np.divide(hits, sizes, out=np.zeros(len(sizes)), where=sizes > 0), (sizes > 0).astype(float)
