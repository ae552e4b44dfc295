"""Ties over time: how many are told as cooperation and as conflict in each period.

The one rule: time is that of publication unless the event's own is asked for; ties without days stay in the table.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.counts import TIE_CELLS, tie_cell
from toolkit.measure.timeline import Every, all_periods, period_parts
from toolkit.tables import require_columns

When = Literal["published", "event"]


def build_tie_series(
    ties: pd.DataFrame, articles: pd.DataFrame, *, every: Every = "quarter", when: When = "published"
) -> pd.DataFrame:
    """Build the series of ties told, as reported in each period.

    Parameters
    ----------
    ties
        A table of `Tie` rows, of one pair of sides or several.
    articles
        ``corpus.describe()``, or any table with ``doc_id``, ``published_earliest`` and ``published_latest``.
    when
        ``published``: when the tie was told; ``event``: when it is said to have happened.

    Returns
    -------
    pandas.DataFrame
        One row per period, from the first to the last without a break, then ``undated``: ``period``, ``starts``,
        ``ends`` (inclusive days), ``cooperative`` and ``conflictual`` (asserted or reported ties, the primary
        measure), ``denied``, ``planned``, ``habitual``, ``hypothetical``, and ``mean_valence`` (over the cooperative
        and conflictual ties; missing where there are none).

    Notes
    -----
    A tie of d days, k of them in the period, weighs k/d there; one that misses an end of its days is undated.
    """
    weighted = _spread(ties, articles, every, when)
    periods = all_periods(weighted, every)
    cells = weighted.pivot_table(index="period", columns="cell", values="weight", aggfunc="sum", fill_value=0.0)
    table = cells.reindex(index=periods["period"], columns=TIE_CELLS, fill_value=0.0)
    told = weighted[weighted["cell"].isin(TIE_CELLS[:2])]
    sums = told.assign(valence=told["valence"] * told["weight"]).groupby("period")[["valence", "weight"]].sum()
    table["mean_valence"] = sums["valence"] / sums["weight"]
    return periods.merge(table.rename_axis(columns=None).reset_index(), on="period", how="left")


def build_tie_series_evidence(
    ties: pd.DataFrame, articles: pd.DataFrame, *, every: Every = "quarter", when: When = "published"
) -> pd.DataFrame:
    """Give the ties behind every cell of `build_tie_series`: ``period``, ``cell``, ``doc_id``, ``row_id``, ``weight``.

    A cell is the sum of ``weight`` over its rows.
    """
    weighted = _spread(ties, articles, every, when)
    columns = ["period", "cell", "doc_id", "row_id", "weight"]
    return weighted[columns].sort_values(columns[:4], ignore_index=True)


def _spread(ties: pd.DataFrame, articles: pd.DataFrame, every: Every, when: When) -> pd.DataFrame:
    """Repeat each tie once per period that its days touch, with its ``weight``."""
    require_columns(ties, ["row_id", "doc_id", "valence", "status"], what="the table of ties")
    days = _days(ties, articles, when)
    if not (turned := days[days["earliest"] > days["latest"]]).empty:
        raise TableError(f"row {turned['row_id'].iloc[0]}: its first day lies after its last")
    parts = period_parts(days["earliest"], days["latest"], every)
    spread = parts.assign(row_id=days["row_id"].to_numpy()[parts["at"]]).drop(columns="at")
    spread = spread.rename(columns={"part": "weight"})
    rows = ties[["row_id", "doc_id", "valence"]].assign(cell=tie_cell(ties))
    return rows.merge(spread, on="row_id", how="inner")


def _days(ties: pd.DataFrame, articles: pd.DataFrame, when: When) -> pd.DataFrame:
    if when == "event":
        require_columns(ties, ["event_earliest", "event_latest"], what="the table of ties")
        found = ties[["row_id", "event_earliest", "event_latest"]]
    else:
        names = ["doc_id", "published_earliest", "published_latest"]
        require_columns(articles, names, what="the table of articles")
        found = ties[["row_id", "doc_id"]].merge(articles[names], on="doc_id", how="left").drop(columns="doc_id")
    return found.set_axis(["row_id", "earliest", "latest"], axis=1)
