"""Frames over time: of the relevant articles of a period, how many hold a cue of a frame.

The one rule: an article whose date is an interval is spread over it, and an empty period is still a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

import numpy as np
import pandas as pd

from toolkit.measure.intervals import Method
from toolkit.measure.units import FRAME, count_units, measure_cells, prepared
from toolkit.tables import require_columns

Every = Literal["month", "quarter", "year"]
UNDATED = "undated"
_FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}
_NO_MOVE = 1e-12


class _Settings(TypedDict):
    minimum_n: int
    method: Method
    n_boot: int
    seed: int


def build_timeline(
    table: pd.DataFrame,
    *,
    every: Every = "quarter",
    by: Sequence[str] = (),
    of: str = FRAME,
    minimum_n: int = 1,
    smooth: int = 0,
    method: Method = "wilson",
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Build the series of every frame's share of relevant articles, or of every value's share of rows of evidence.

    Parameters
    ----------
    table
        ``score_frames(corpus)``, or with `of` any rows of evidence that have their article's dates:
        ``with_articles(rows, corpus.describe(), columns=["published_earliest", "published_latest", "story_id"])``.
        Without ``story_id`` every article is a story of its own, and intervals are too narrow where there is wire copy.
    by
        Columns within whose groups shares are taken, such as ``outlet`` or ``voice``.
    of
        ``frame``, or the column of the rows of evidence whose values are measured.
    minimum_n
        With fewer stories in a period, share and interval are missing and the counts alone are to be read: pass
        ``study.minimum_n``.
    smooth
        Adds the share of each period together with so many periods before and after it; 0 adds nothing.
    method, n_boot, seed
        How the interval is found (see `toolkit.measure.intervals`); draws and seed are for methods that draw.

    Returns
    -------
    pandas.DataFrame
        One row per period, group and frame, from the first period to the last without a break, then ``undated``:
        ``period``, ``starts``, ``ends`` (inclusive days), `by`, ``frame``, ``frame_title``, ``n_articles`` (relevant
        articles, each counted with the part of its date interval that lies in the period), ``n_with_cue``
        (of these, weighted alike, those with a cue in the outlet's own wording), ``share``
        (``n_with_cue / n_articles``; missing where a period has no article), ``n_touching``
        (whole articles whose interval touches the period), ``low``, ``high`` (95 %, over stories), ``n_stories``
        (that touch the period), ``n_stories_with`` (a cue), ``share_stories`` (every story counts once, whoever
        printed it), ``disagrees`` (since the last period with articles, share and share_stories moved in opposite
        directions: say which of them is meant). With `smooth`: ``smooth``, ``smooth_low``, ``smooth_high``,
        ``smooth_n_stories``. Of rows of evidence: the column `of`, and ``n`` and ``n_all`` (rows, weighted alike) for
        ``n_with_cue`` and ``n_articles``.

    Notes
    -----
    An article published on one of d days, k of them in the period, weighs k/d there: each day is held
    equally likely. Articles that miss an end of their interval are undated.

    Examples
    --------
    >>> days = pd.to_datetime(["2021-01-05", "2021-01-09", "2021-03-02"])
    >>> rows = pd.DataFrame({"doc_id": ["a", "b", "c"], "published_earliest": days, "published_latest": days})
    >>> rows["polarity"] = ["neutral", "positive", "neutral"]
    >>> build_timeline(rows, every="month", of="polarity")[["period", "polarity", "n", "n_all", "share"]]
        period  polarity    n  n_all  share
    0  2021-01   neutral  1.0    2.0    0.5
    1  2021-01  positive  1.0    2.0    0.5
    2  2021-02   neutral  0.0    0.0    NaN
    3  2021-02  positive  0.0    0.0    NaN
    4  2021-03   neutral  1.0    1.0    1.0
    5  2021-03  positive  0.0    1.0    0.0
    """
    counts = spread_units(count_units(table, of=of, by=by), every)
    keys = ["period", *by, of]
    periods = all_periods(counts, every)
    whole = periods[["period"]].merge(counts[[*by, of]].drop_duplicates(), how="cross")
    settings: _Settings = {"minimum_n": minimum_n, "method": method, "n_boot": n_boot, "seed": seed}
    measured = measure_cells(counts, keys, **settings)
    measured["n_touching"] = counts.groupby(keys)["doc_id"].nunique()
    series = whole.merge(measured.reset_index(), on=keys, how="left").merge(periods, on="period", how="left")
    filled = ["n", "n_all", "n_stories", "n_stories_with", "n_touching"]
    series[filled] = series[filled].fillna(0.0)
    series = series.astype(dict.fromkeys(filled[2:], "int64"))
    series["disagrees"] = _disagreements(series, [*by, of])
    columns = ["period", "starts", "ends", *by, of, "n_all", "n", "share", "n_touching", "low", "high",
               "n_stories", "n_stories_with", "share_stories", "disagrees"]  # fmt: skip
    if smooth:
        smoothed = measure_cells(_windows(counts, periods["period"], smooth), keys, **settings)
        names = {"share": "smooth", "low": "smooth_low", "high": "smooth_high", "n_stories": "smooth_n_stories"}
        series = series.merge(smoothed[[*names]].rename(columns=names).reset_index(), on=keys, how="left")
        columns += names.values()
    if of == FRAME:
        titles = table.drop_duplicates("frame").set_index("frame")["frame_title"]
        series.insert(0, "frame_title", series["frame"].map(titles).astype(table["frame_title"].dtype))
        columns.insert(columns.index(of) + 1, "frame_title")
        return series[columns].rename(columns={"n_all": "n_articles", "n": "n_with_cue"})
    return series[columns]


def build_timeline_evidence(
    table: pd.DataFrame, *, every: Every = "quarter", by: Sequence[str] = (), of: str = FRAME
) -> pd.DataFrame:
    """Give what stands behind every cell of ``build_timeline(table, every=every, by=by, of=of)``.

    Returns
    -------
    pandas.DataFrame
        ``period``, `by`, ``frame``, ``cell`` (``n_articles`` or ``n_with_cue``), ``doc_id``, ``weight`` (the article's
        part in the period) and ``row_id`` (a frame cue; missing for ``n_articles``). A cell is the sum of
        ``weight`` over its articles, each once. Of rows of evidence: ``period``, `by`, `of`, ``doc_id``, ``weight``,
        ``row_id``; ``n`` is the sum of ``weight`` over a period, group and value, ``n_all`` that over the group.
    """
    weighted = spread_units(prepared(table, of=of, by=by), every).rename(columns={"part": "weight"})
    keys = ["period", *by, of]
    if of != FRAME:
        require_columns(table, ["row_id"], what="the table of evidence")
        columns = [*keys, "doc_id", "weight", "row_id"]
        return weighted[columns].sort_values([*keys, "doc_id", "row_id"], ignore_index=True)
    articles = weighted.assign(cell="n_articles", row_id=pd.Series(pd.NA, index=weighted.index, dtype="str"))
    cues = weighted[weighted["has_cue"]].assign(cell="n_with_cue")
    cues["row_id"] = pd.Series([list(ids) for ids in cues["cue_ids"]], index=cues.index, dtype="object")
    cues = cues.explode("row_id").astype({"row_id": "str"})
    columns = [*keys, "cell", "doc_id", "weight", "row_id"]
    both = pd.concat([articles[columns], cues[columns]], ignore_index=True)
    return both.sort_values([*keys, "cell", "doc_id", "row_id"], ignore_index=True)


def spread_units(counts: pd.DataFrame, every: Every) -> pd.DataFrame:
    """Repeat each row once per period that its days touch, with its ``part`` there, by which counts are weighted."""
    pairs = counts[["earliest", "latest"]].drop_duplicates(ignore_index=True)
    parts = period_parts(pairs["earliest"], pairs["latest"], every)
    spread = pairs.assign(at=range(len(pairs))).merge(parts, on="at").drop(columns="at")
    repeated = counts.merge(spread, on=["earliest", "latest"], how="inner")
    weighted = {name: repeated[name] * repeated["part"] for name in ("num", "den") if name in repeated}
    return repeated.assign(**weighted)


def _windows(counts: pd.DataFrame, periods: pd.Series, smooth: int) -> pd.DataFrame:
    """Repeat the rows of every period in the periods around it; what has no date stays by itself."""
    dated = periods[periods != UNDATED].reset_index(drop=True)
    places = counts["period"].map({period: at for at, period in dated.items()})
    moved = [counts[places.isna()]]
    for step in range(-smooth, smooth + 1):
        there = (places + step).map(dated)
        moved.append(counts.assign(period=there)[there.notna()])
    return pd.concat(moved, ignore_index=True)


def _disagreements(series: pd.DataFrame, keys: list[str]) -> pd.Series[bool]:
    """Say where the share per printing and the share per story moved in opposite directions."""
    known = series[series["share"].notna() & (series["period"] != UNDATED)]
    moves = known.groupby(keys)[["share", "share_stories"]].diff()
    opposite = moves["share"] * moves["share_stories"] < -_NO_MOVE
    return opposite.reindex(series.index, fill_value=False).astype("bool")


def period_parts(earliest: pd.Series, latest: pd.Series, every: Every) -> pd.DataFrame:
    """Spread days over periods: ``at`` (which of the rows given), ``period``, ``starts``, ``ends``, ``part``."""
    frequency = _FREQUENCY[every]
    known = np.flatnonzero(earliest.notna() & latest.notna())
    first, last = (pd.DatetimeIndex(days.iloc[known]).normalize() for days in (earliest, latest))
    begin = first.to_period(frequency).astype("int64").to_numpy()
    many = last.to_period(frequency).astype("int64").to_numpy() - begin + 1
    which = np.repeat(np.arange(len(known)), many)
    step = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    none = pd.PeriodIndex([], freq=frequency)
    calendar = pd.period_range(first.min(), last.max(), freq=frequency) if len(known) else none
    periods = calendar[begin[which] + step - (begin.min() if len(known) else 0)]
    starts, ends = periods.start_time, periods.end_time.normalize()
    inside = (np.minimum(ends, last[which]) - np.maximum(starts, first[which])).days + 1
    parts = pd.DataFrame({"at": known[which], "period": periods.astype(str), "starts": starts, "ends": ends})
    parts["part"] = np.asarray(inside, float) / np.asarray((last - first).days + 1, float)[which]
    rest = np.setdiff1d(np.arange(len(earliest)), known)
    undated = pd.DataFrame({"at": rest, "period": UNDATED, "starts": pd.NaT, "ends": pd.NaT, "part": 1.0})
    kinds = {"at": "int64", "period": "str", "starts": "datetime64[s]", "ends": "datetime64[s]", "part": "float64"}
    return pd.concat([parts.astype(kinds), undated.astype(kinds)], ignore_index=True)


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
