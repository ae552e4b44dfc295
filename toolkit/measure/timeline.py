"""Frames over time: of the relevant articles of a period, how many hold a cue of a frame.

The one rule: an article whose date is an interval is spread over it, and an empty period is still a row.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns

Every = Literal["month", "quarter", "year"]
UNDATED = "undated"
_FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}
_KEYS = ["period", "frame"]


def build_timeline(frames: pd.DataFrame, *, every: Every = "quarter") -> pd.DataFrame:
    """Build the series of every frame's share of relevant articles.

    Parameters
    ----------
    frames
        ``score_frames(corpus)``, or a table with its columns.

    Returns
    -------
    pandas.DataFrame
        One row per period and frame, from the first period to the last without a break, then ``undated``:
        ``period``, ``starts``, ``ends`` (inclusive days), ``frame``, ``frame_title``, ``n_articles`` (relevant
        articles, each counted with the part of its date interval that lies in the period), ``n_with_cue``
        (of these, weighted alike, those with a cue in the outlet's own wording), ``share``
        (``n_with_cue / n_articles``; missing where a period has no article), ``n_touching``
        (whole articles whose interval touches the period).

    Notes
    -----
    An article published on one of d days, k of them in the period, weighs k/d there: each day is held
    equally likely. Articles that miss an end of their interval are undated.
    """
    weighted = _spread(frames, every)
    titles = frames.drop_duplicates("frame").set_index("frame")["frame_title"]
    periods = all_periods(weighted, every)
    index = pd.MultiIndex.from_product([periods["period"], titles.index], names=_KEYS)
    grouped = weighted.groupby(_KEYS)
    table = pd.DataFrame(index=index)
    table["n_articles"] = grouped["weight"].sum()
    table["n_with_cue"] = weighted[weighted["has_cue"]].groupby(_KEYS)["weight"].sum()
    table["n_touching"] = grouped["doc_id"].nunique()
    table = table.fillna(0.0).astype({"n_touching": "int64"}).reset_index()
    table["share"] = (table["n_with_cue"] / table["n_articles"]).where(table["n_articles"] > 0)
    table["frame_title"] = table["frame"].map(titles)
    columns = [
        "period",
        "starts",
        "ends",
        "frame",
        "frame_title",
        "n_articles",
        "n_with_cue",
        "share",
        "n_touching",
    ]
    return table.merge(periods, on="period", how="left")[columns]


def build_timeline_evidence(frames: pd.DataFrame, *, every: Every = "quarter") -> pd.DataFrame:
    """Give what stands behind every cell of ``build_timeline(frames, every=every)``.

    Returns
    -------
    pandas.DataFrame
        ``period``, ``frame``, ``cell`` (``n_articles`` or ``n_with_cue``), ``doc_id``, ``weight`` (the article's
        part in the period) and ``row_id`` (a frame cue; missing for ``n_articles``). A cell is the sum of
        ``weight`` over its articles, each once.
    """
    weighted = _spread(frames, every)
    articles = weighted.assign(cell="n_articles", row_id=pd.Series(pd.NA, index=weighted.index, dtype="str"))
    cues = weighted[weighted["has_cue"]].assign(cell="n_with_cue")
    cues["row_id"] = pd.Series([list(ids) for ids in cues["cue_ids"]], index=cues.index, dtype="object")
    cues = cues.explode("row_id").astype({"row_id": "str"})
    columns = [*_KEYS, "cell", "doc_id", "weight", "row_id"]
    both = pd.concat([articles[columns], cues[columns]], ignore_index=True)
    return both.sort_values([*_KEYS, "cell", "doc_id", "row_id"], ignore_index=True)


def _spread(frames: pd.DataFrame, every: Every) -> pd.DataFrame:
    """Repeat each relevant article × frame once per period that its interval touches, with its ``weight``."""
    needed = [
        "doc_id",
        "frame",
        "frame_title",
        "relevant",
        "has_cue",
        "published_earliest",
        "published_latest",
    ]
    require_columns(frames, needed, what="the table of frame scores")
    relevant = frames[frames["relevant"]]
    days = relevant.drop_duplicates("doc_id")[["doc_id", "published_earliest", "published_latest"]]
    if not (turned := days[days["published_earliest"] > days["published_latest"]]).empty:
        raise TableError(f"{turned['doc_id'].iloc[0]}: published_earliest lies after published_latest")
    parts = [part for row in days.itertuples(index=False) for part in period_parts(row[0], row[1], row[2], every)]
    columns = ["doc_id", "period", "starts", "ends", "weight"]
    spread = pd.DataFrame(parts, columns=columns).astype(
        {
            "doc_id": "str",
            "period": "str",
            "starts": "datetime64[s]",
            "ends": "datetime64[s]",
            "weight": "float64",
        }
    )
    return relevant.merge(spread, on="doc_id", how="inner")


def period_parts(doc_id: str, earliest: Any, latest: Any, every: Every) -> list[tuple[object, ...]]:
    """Spread the days of one row over periods: its name, period, first and last day, and its part in the period."""
    if pd.isna(earliest) or pd.isna(latest):
        return [(doc_id, UNDATED, pd.NaT, pd.NaT, 1.0)]
    n_days = (latest - earliest).days + 1
    parts: list[tuple[object, ...]] = []
    for period in pd.period_range(earliest, latest, freq=_FREQUENCY[every]):
        starts, ends = period.start_time.normalize(), period.end_time.normalize()
        inside = (min(ends, latest) - max(starts, earliest)).days + 1
        parts.append((doc_id, str(period), starts, ends, inside / n_days))
    return parts


def all_periods(weighted: pd.DataFrame, every: Every) -> pd.DataFrame:
    """Give all periods from first to last, the empty ones too; then ``undated``, if anything is."""
    columns = ["period", "starts", "ends"]
    found = weighted[columns].drop_duplicates().sort_values("starts")
    dated = found.dropna()
    if dated.empty:
        return found
    whole = pd.period_range(dated["starts"].min(), dated["starts"].max(), freq=_FREQUENCY[every])
    rows = [(str(p), p.start_time.normalize(), p.end_time.normalize()) for p in whole]
    table = pd.DataFrame(rows, columns=columns).astype({"starts": "datetime64[s]", "ends": "datetime64[s]"})
    return pd.concat([table, found[found["period"] == UNDATED]], ignore_index=True)
