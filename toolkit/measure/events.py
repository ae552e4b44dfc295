"""Before and after: the difference of shares between two times, beside the differences at days when nothing is claimed.

The one rule: it is a difference, not an effect; any trend makes one, which the placebo days show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import ParameterError
from toolkit.measure.intervals import FEWEST, Numbers, difference_interval, share_interval
from toolkit.measure.units import FRAME, count_units, list_row_ids

Days = tuple[str | pd.Timestamp, str | pd.Timestamp]
DayNumbers = npt.NDArray[np.int64]

_FEWEST_PLACEBOS = 200
_PERCENT = (2.5, 97.5)
_BLOCK = 50
_SIDES = ("before", "after", "straddling")
_COLUMNS = (
    *(f"{what}_{side}" for side in _SIDES[:2] for what in ("n", "n_all", "n_stories", "share", "low", "high")),
    *("difference", "low", "high", "difference_stories", "disagrees", "n_straddling", "n_over_edge"),
    *("n_placebos", "n_apart", "placebo_low", "placebo_high", "as_large", "note"),
)


def compare_periods(
    table: pd.DataFrame,
    *,
    before: Days,
    after: Days,
    of: str = FRAME,
    by: Sequence[str] = (),
    minimum_n: int = 10,
    n_placebos: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the shares of two times, and their difference with those of the same two windows at other days.

    Parameters
    ----------
    table, of, by
        As in `build_timeline`.
    before, after
        First and last day of each window; `before` ends before `after` begins.
    minimum_n
        With fewer stories on a side, shares and their difference are missing.
    n_placebos
        How many other places of the windows to try, at least 200: both are moved by the same number of days, within
        the days of the texts and so that the day on which `after` begins is in neither.

    Returns
    -------
    pandas.DataFrame
        One row per group and value: `by`, `of`, and for each side ``n_before``, ``n_all_before``,
        ``n_stories_before``, ``share_before``, ``low_before``, ``high_before``; then ``difference`` (after − before),
        ``low``, ``high`` (95 %, over stories; one printed on both sides is one story), ``difference_stories`` (every
        story counts once on a side), ``disagrees`` (the two have opposite signs), ``n_straddling`` (articles that can
        belong to either side and are left out), ``n_over_edge`` (that can lie outside the windows, left out too),
        ``n_placebos`` (places with at least `minimum_n` articles on both sides), ``n_apart`` (how many of these can
        stand side by side without sharing a day: no more than so many differences are independent), ``placebo_low``,
        ``placebo_high`` (between which 95 % of the placebo differences lie), ``as_large`` (the part of them, the real
        one counted in, that is at least as large in size), ``note`` (why something is missing).

    Notes
    -----
    The interval is Newcombe's (1998) for two shares that may share stories, from the two intervals over stories.
    """
    windows = _windows(before, after)
    if n_placebos < _FEWEST_PLACEBOS:
        raise ParameterError(f"n_placebos={n_placebos} is too few to compare with: at least {_FEWEST_PLACEBOS}")
    counts = count_units(table, of=of, by=by).dropna(subset=["earliest", "latest"])
    shifts = _shifts(counts, windows, n_placebos, seed)
    keys = [*by, of]
    rows = []
    for key, units in counts.groupby(keys, sort=False):
        row: dict[str, Any] = dict(zip(keys, key, strict=True))
        rows.append(row | _sides(units, windows, minimum_n) | _placebos(units, windows, shifts, minimum_n))
    return _with_verdict(pd.DataFrame(rows)) if rows else pd.DataFrame(columns=[*keys, *_COLUMNS])


def compare_event(
    table: pd.DataFrame,
    *,
    day: str | pd.Timestamp,
    days: int = 90,
    of: str = FRAME,
    by: Sequence[str] = (),
    minimum_n: int = 10,
    n_placebos: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare so many `days` before an event with as many from its `day` on; see `compare_periods`.

    Examples
    --------
    >>> dates = pd.date_range("2021-01-01", periods=400)
    >>> rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(400)], "published_earliest": dates})
    >>> rows["published_latest"] = dates
    >>> rows["tone"] = ["harsh" if n > 200 or n % 4 == 0 else "mild" for n in range(400)]
    >>> found = compare_event(rows, day="2021-07-21", days=40, of="tone").set_index("tone")
    >>> found.loc["harsh", ["share_before", "share_after", "difference"]].astype(float).round(2).to_list()
    [0.25, 1.0, 0.75]
    """
    if days < 1:
        raise ParameterError(f"days={days}: a window has at least one day")
    first, step = pd.Timestamp(day), pd.Timedelta(days=1)
    before = (first - days * step, first - step)
    after = (first, first + (days - 1) * step)
    return compare_periods(
        table, before=before, after=after, of=of, by=by, minimum_n=minimum_n, n_placebos=n_placebos, seed=seed
    )


def compare_events(
    table: pd.DataFrame,
    events: pd.DataFrame,
    *,
    days: int = 90,
    of: str = FRAME,
    by: Sequence[str] = (),
    minimum_n: int = 10,
    n_placebos: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare so many `days` before each of several events with as many from its first day on; see `compare_periods`.

    Parameters
    ----------
    events
        ``codebook.describe("events")``: ``event_id``, ``title``, ``first_day``.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``event_title``, ``first_day``, and the columns of `compare_periods`.
    """
    compared = [pd.DataFrame(columns=["event", "event_title", "first_day", *by, of, *_COLUMNS])]
    for event in events.to_dict("records"):
        day = event["first_day"]
        found = compare_event(
            table, day=day, days=days, of=of, by=by, minimum_n=minimum_n, n_placebos=n_placebos, seed=seed
        )
        told = {"event": event["event_id"], "event_title": event["title"], "first_day": day}
        compared.append(found.assign(**told)[[*told, *found.columns]])
    return pd.concat(compared[1:] or compared, ignore_index=True)


def compare_periods_evidence(
    table: pd.DataFrame, *, before: Days, after: Days, of: str = FRAME, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Give the articles behind `compare_periods`, those that straddle the line as well.

    Returns
    -------
    pandas.DataFrame
        ``side`` (before, after, straddling), `by`, `of`, ``doc_id``, ``num``, ``den``, ``row_ids`` (what ``num`` rests
        on): ``n_before`` and ``n_all_before`` are the sums of ``num`` and ``den`` over a group, value and side.
    """
    counts = count_units(table, of=of, by=by)
    found = counts.assign(side=side_of(counts, _windows(before, after)))
    ids = list_row_ids(table, of=of, by=by)
    found = found[found["side"].isin(_SIDES)].merge(ids, on=["doc_id", *by, of], how="left")
    columns = ["side", *by, of, "doc_id", "num", "den", "row_ids"]
    return found[columns].sort_values(columns[:-3], ignore_index=True)


def _windows(before: Days, after: Days) -> npt.NDArray[np.int64]:
    days = [pd.Timestamp(day) for day in (*before, *after)]
    if not days[0] <= days[1] < days[2] <= days[3]:
        told = ", ".join(f"{day:%Y-%m-%d}" for day in days)
        raise ParameterError(f"the windows have to follow each other, first and last day of each: {told}")
    return np.array([_number(day) for day in days])


def _number(day: pd.Timestamp) -> int:
    return (day.normalize() - pd.Timestamp("1970-01-01")).days


def _numbers(days: pd.Series) -> npt.NDArray[np.int64]:
    return np.asarray(days.astype("datetime64[s]").astype("int64") // 86_400)


def side_of(units: pd.DataFrame, windows: npt.NDArray[np.int64]) -> list[str]:
    """Say of each row whether it lies before, after, on both sides of the line, over an outer edge, or outside."""
    known = (units["earliest"].notna() & units["latest"].notna()).to_numpy()
    first, last = (_numbers(units[name].fillna(pd.Timestamp("1900-01-01"))) for name in ("earliest", "latest"))
    b_first, b_last, a_first, a_last = windows
    inside = [(first >= b_first) & (last <= b_last), (first >= a_first) & (last <= a_last)]
    crossing = (first <= b_last) & (last >= a_first)
    touching = ((first <= b_last) & (last >= b_first)) | ((first <= a_last) & (last >= a_first))
    cases = [~known, *inside, crossing, touching]
    return list(np.select(cases, ["outside", "before", "after", "straddling", "edge"], default="outside"))


def _sides(units: pd.DataFrame, windows: npt.NDArray[np.int64], minimum_n: int) -> dict[str, Any]:
    sides = np.array(side_of(units, windows))
    texts, names = pd.factorize(units["text"])
    pairs = {}
    row: dict[str, Any] = {}
    for side in _SIDES[:2]:
        at = sides == side
        hits, sizes = (_sums(texts[at], units[name][at], len(names)) for name in ("num", "den"))
        pairs[side] = (hits, sizes)
        here = sizes > 0
        enough = here.sum() >= max(1, minimum_n)
        low, high = share_interval(hits[here], sizes[here]) if enough else (np.nan, np.nan)
        row |= {f"n_{side}": hits.sum(), f"n_all_{side}": sizes.sum(), f"n_stories_{side}": int(here.sum())}
        row |= {f"share_{side}": hits.sum() / sizes.sum() if enough else np.nan}
        row |= {f"low_{side}": low, f"high_{side}": high}
        row |= {f"per_story_{side}": (hits[here] / sizes[here]).mean() if enough else np.nan}
    few = min(int((sizes > 0).sum()) for _, sizes in pairs.values()) < max(minimum_n, FEWEST)
    missing = (row["share_after"] - row["share_before"], np.nan, np.nan)
    figures = missing if few else difference_interval(pairs["before"], pairs["after"])
    row |= dict(zip(("difference", "low", "high"), figures, strict=True))
    row["difference_stories"] = row.pop("per_story_after") - row.pop("per_story_before")
    row["disagrees"] = bool(row["difference"] * row["difference_stories"] < 0)
    left_out = [units["doc_id"][sides == side].nunique() for side in ("straddling", "edge")]
    return row | dict(zip(("n_straddling", "n_over_edge"), left_out, strict=True))


def _sums(codes: npt.NDArray[Any], values: pd.Series, n: int) -> Numbers:
    return np.bincount(codes, values.to_numpy(float), minlength=n).astype(float)


def _shifts(counts: pd.DataFrame, windows: npt.NDArray[np.int64], n_placebos: int, seed: int) -> npt.NDArray[np.int64]:
    """Give by how many days the windows can be moved, without the day of the change in either."""
    if counts.empty:
        return np.array([], dtype="int64")
    first, last = _numbers(counts["earliest"]).min(), _numbers(counts["latest"]).max()
    moves = np.arange(first - windows[0], last - windows[3] + 1)
    holds = (windows[0] + moves < windows[2]) & (windows[3] + moves >= windows[2])
    free: npt.NDArray[np.int64] = moves[~holds]
    if len(free) > n_placebos:
        free = np.sort(np.random.default_rng(seed).choice(free, n_placebos, replace=False))
    return free


def _placebos(
    units: pd.DataFrame, windows: npt.NDArray[np.int64], shifts: npt.NDArray[np.int64], minimum_n: int
) -> dict[str, Any]:
    """Measure the differences of the moved windows."""
    by_days = units.assign(one=1.0).groupby(["earliest", "latest"])[["num", "den", "one"]].sum()
    first, last = (_numbers(by_days.index.get_level_values(name).to_series()) for name in ("earliest", "latest"))
    columns = by_days.to_numpy(float)
    differences = []
    for start in range(0, len(shifts), _BLOCK):
        moved = shifts[start : start + _BLOCK, None]
        sums = [
            ((first >= windows[at] + moved) & (last <= windows[at + 1] + moved)).astype(float) @ columns
            for at in (0, 2)
        ]
        enough = np.minimum(sums[0][:, 2], sums[1][:, 2]) >= max(1, minimum_n)
        before, after = (side[enough] for side in sums)
        differences.append(np.column_stack([moved[enough, 0], after[:, 0] / after[:, 1] - before[:, 0] / before[:, 1]]))
    found = np.concatenate(differences) if differences else np.empty((0, 2))
    return {"placebos": found[:, 1], "n_placebos": len(found), "n_apart": _apart(found[:, 0], windows[3] - windows[0])}


def _apart(moves: Numbers, length: int) -> int:
    n, last = 0, -np.inf
    for move in moves:
        if move > last + length:
            n, last = n + 1, move
    return n


def _with_verdict(compared: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for placebos, difference in zip(compared["placebos"], compared["difference"], strict=True):
        if np.isnan(difference):
            rows.append((np.nan, np.nan, np.nan, "too few stories on a side: read the counts"))
        elif len(placebos) < _FEWEST_PLACEBOS:
            told = (
                f"only {len(placebos)} placebo days fit, {_FEWEST_PLACEBOS} are needed: shorter windows or more texts"
            )
            rows.append((np.nan, np.nan, np.nan, told))
        else:
            as_large = (1 + (np.abs(placebos) >= abs(difference)).sum()) / (1 + len(placebos))
            rows.append((*np.percentile(placebos, _PERCENT), as_large, ""))
    columns = ["placebo_low", "placebo_high", "as_large", "note"]
    verdicts = pd.DataFrame(rows, columns=columns, index=compared.index)
    return pd.concat([compared.drop(columns="placebos"), verdicts], axis=1)
