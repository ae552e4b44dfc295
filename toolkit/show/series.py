"""Figures of series: shares with their intervals, before and after, change points, raw beside corrected.

The one rule: an interval is drawn with every share that has one, and n and its unit stand on the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.show.figures import say_nothing_drawn, shortened
from toolkit.show.style import HEIGHT, INK, QUIET, SMALL, WIDTH, house_style
from toolkit.tables import require_columns

_DARK, _LIGHT = "#542788", "#b2abd2"
_MOST_TICKS = 9
_TITLE = 68  # letters over a panel as wide as the figure
_MOST_NUMBERS = 7  # periods with their n below them


def plot_series(timeline: pd.DataFrame, *, changes: pd.DataFrame | None = None, top: int = 8) -> np.ndarray[Any, Any]:
    """Draw one panel per series: the share of every period with its interval; a gap where there is none.

    Parameters
    ----------
    timeline
        ``build_timeline(…)``; where it was smoothed, the smoothed share is a line with its own interval.
    changes
        ``measure_changes(…)`` of the same: changes found are marked, with the periods between which they lie.
    top
        How many series to draw, in the table's order, of those with a share; the rest is in the table.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        One per series; where none has a share, one that says so. On each stand n and its unit; crosses mark periods
        where printings and stories disagree.
    """
    import matplotlib.pyplot as plt

    keys, n_all = series_of(timeline)
    dated = timeline[timeline["starts"].notna()]
    periods = list(dict.fromkeys(dated["period"]))
    groups = drawn_series(timeline, top=top)
    with house_style():
        if not groups:
            why = "no period is dated" if dated.empty else "no period has enough stories for a share"
            return np.asarray([say_nothing_drawn(why)])
        size = (WIDTH, 0.6 + min(1.5 * len(groups), max(HEIGHT - 0.6, len(groups))))
        figure, axes = plt.subplots(len(groups), 1, figsize=size, sharex=True, sharey=True, squeeze=False)
        for ax, (key, rows) in zip(axes[:, 0], groups, strict=True):
            ordered = rows.set_index("period").loc[periods]
            _draw_shares(ax, ordered)
            if changes is not None:
                here = np.logical_and.reduce([changes[name] == part for name, part in zip(keys, key, strict=True)])
                _draw_changes(ax, changes[here & (changes["change"] > 0)], periods)
            unit = "relevant articles" if n_all == "n_articles" else "rows"
            many = f"n = {_plain(ordered[n_all].sum())} {unit}, {_plain(ordered[n_all].max())} at most in a period"
            ax.set_title(_titled(name_series(key, rows), many))
        step = -(-len(periods) // _MOST_TICKS)
        axes[-1, 0].set_xticks(range(0, len(periods), step), periods[::step])
        axes[0, 0].set_ylim(0, 1)
        figure.supylabel("share, 95 % over stories", fontsize=8.5)
    return np.asarray(axes[:, 0])


def drawn_series(timeline: pd.DataFrame, *, top: int) -> list[tuple[tuple[Any, ...], pd.DataFrame]]:
    """Give the series that are drawn: the first ones with a share in any period."""
    keys, _ = series_of(timeline)
    dated = timeline[timeline["starts"].notna()]
    groups = [(key, rows) for key, rows in dated.groupby(keys, sort=False) if rows["share"].notna().any()]
    return groups[:top]


def name_series(key: tuple[Any, ...], rows: pd.DataFrame) -> str:
    """Name a series by its groups and its frame's title."""
    last = rows["frame_title"].iloc[0] if "frame_title" in rows else key[-1]
    return ", ".join(str(part) for part in (*key[:-1], last))


def plot_periods(compared: pd.DataFrame, *, top: int = 12) -> Axes:
    """Draw each difference of two times with its interval, on the band in which 95 % of the placebo differences lie.

    Parameters
    ----------
    compared
        ``compare_event(…)`` or ``compare_periods(…)``. Where there is no difference, only counts are written.
    top
        How many rows to draw, in the table's order; the rest is in the table.
    """
    import matplotlib.pyplot as plt

    needed = ["n_before", "n_all_before", "n_all_after", "difference", "low", "high", "placebo_low", "placebo_high"]
    require_columns(compared, needed, what="the table of differences")
    drawn = compared.head(top)
    keys = list(compared.columns[: list(compared.columns).index("n_before")])
    names = drawn[keys].astype("str").agg(", ".join, axis=1)
    with house_style():
        figure, ax = plt.subplots(figsize=(WIDTH, 1.2 + 0.36 * max(1, len(drawn))))
        for place, row in enumerate(drawn.to_dict("records")):
            if not pd.isna(row["placebo_low"]):
                wide = row["placebo_high"] - row["placebo_low"]
                label = "95 % of placebo days"
                ax.barh(place, wide, left=row["placebo_low"], height=0.7, facecolor="#f2f2f2", edgecolor=QUIET,
                        linewidth=0.7, label=label)  # fmt: skip
            if not pd.isna(row["difference"]):
                ax.plot([row["low"], row["high"]], [place, place], color=INK, linewidth=1.4)
                ax.plot(row["difference"], place, "D", color=_DARK, markersize=5, label="difference, 95 % over stories")
            words = f"n = {_plain(row['n_all_before'])} before, {_plain(row['n_all_after'])} after"
            ax.text(1.01, place, words, transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL)
        ax.axvline(0, color=QUIET, linewidth=0.8, zorder=0)
        ax.set_yticks(range(len(drawn)), [shortened(name) for name in names])
        ax.set_ylim(len(drawn) - 0.4, -0.6)
        ax.set_xlabel("difference of shares, after − before")
        _legend_once(figure, [ax])
    return ax


def plot_corrected(corrected: pd.DataFrame, *, top: int = 5) -> np.ndarray[Any, Any]:
    """Draw raw shares beside the corrected ones, with intervals; one panel for each value of the further columns.

    Parameters
    ----------
    corrected
        ``measure_corrected(…)``; a group whose correction is refused has its raw share only.
    top
        How many panels to draw, in the table's order; the rest is in the table.
    """
    import matplotlib.pyplot as plt

    require_columns(corrected, ["n_all", "share", "low", "high", "matrix", "likelihood"], what="the corrected shares")
    period, *others = list(corrected.columns[: list(corrected.columns).index("n")])
    panels = [(key, rows) for key, rows in corrected.groupby(others)][:top] if others else [((), corrected)]
    with house_style():
        size = (WIDTH, 0.9 + min(1.7 * len(panels), max(HEIGHT - 0.9, len(panels))))
        figure, axes = plt.subplots(len(panels), 1, figsize=size, sharey=True, squeeze=False)
        looks = {"raw": ("share", "", "o", QUIET), "by the matrix": ("matrix", "matrix_", "s", _LIGHT),
                 "by likelihood": ("likelihood", "likelihood_", "D", _DARK)}  # fmt: skip
        for ax, (key, rows) in zip(axes[:, 0], panels, strict=True):
            places = np.arange(len(rows))
            for shift, (label, (name, start, marker, colour)) in zip((-0.2, 0, 0.2), looks.items(), strict=True):
                ax.vlines(places + shift, rows[f"{start}low"], rows[f"{start}high"], color=colour, linewidth=1.4)
                ax.plot(
                    places + shift, rows[name], marker, color=colour, markeredgecolor=INK, markersize=5, label=label
                )
            n_all = rows["n_all"].to_numpy()
            labels = [str(name) for name in rows[period]]
            if len(rows) <= _MOST_NUMBERS:
                labels = [f"{shortened(name, 12)}\nn = {n}" for name, n in zip(labels, n_all, strict=True)]
            step = -(-len(rows) // _MOST_TICKS)
            ax.set_xticks(places[::step], labels[::step], fontsize=SMALL)
            words = ", ".join(str(part) for part in key) or "all"
            ax.set_title(_titled(words, f"n = {n_all.sum()} rows, {rows['n_labels'].sum()} labels"))
        axes[0, 0].set_ylim(0, 1)
        figure.supylabel("share, 95 %", fontsize=8.5)
        _legend_once(figure, list(axes[:, 0]))
    return np.asarray(axes[:, 0])


def series_of(timeline: pd.DataFrame) -> tuple[list[str], str]:
    """Give the columns that tell the series of a timeline apart, and the column of their whole."""
    n_all = "n_articles" if "n_articles" in timeline else "n_all"
    require_columns(timeline, ["period", "starts", "ends", n_all, "share", "low", "high"], what="the timeline")
    names = list(timeline.columns)
    keys = names[names.index("ends") + 1 : names.index(n_all)]
    return [name for name in keys if name != "frame_title"], n_all


def _draw_shares(ax: Axes, rows: pd.DataFrame) -> None:
    places = np.arange(len(rows))
    ax.vlines(places, rows["low"], rows["high"], color=_LIGHT, linewidth=2.2)
    ax.plot(places, rows["share"], "o", color=_DARK, markersize=3.5)
    if "smooth" in rows:
        ax.fill_between(places, rows["smooth_low"], rows["smooth_high"], color="#f2f2f2", zorder=0)
        ax.plot(places, rows["smooth"], color=INK, linewidth=1)
    if "disagrees" in rows:
        apart = rows["disagrees"].to_numpy()
        ax.plot(places[apart], rows["share"][apart], "x", color=INK, markersize=6)


def _draw_changes(ax: Axes, changes: pd.DataFrame, periods: Sequence[str]) -> None:
    for number, row in enumerate(changes.to_dict("records")):
        place = periods.index(row["period"]) - 0.5
        ax.axvspan(periods.index(row["earliest"]) - 0.5, periods.index(row["latest"]) - 0.5, color="#f2f2f2", zorder=0)
        ax.axvline(place, color=INK, linewidth=1, linestyle=(0, (3, 2)))
        words = f"{row['difference']:+.2f}, p = {row['p']:.3f}"
        late = place > 0.7 * len(periods)
        ax.annotate(words, (place, 0.97 - 0.24 * (number % 4)), xytext=(-3 if late else 3, 0), va="top",
                    ha="right" if late else "left", textcoords="offset points", fontsize=SMALL)  # fmt: skip


def _titled(words: str, many: str) -> str:
    return f"{shortened(words, _TITLE - len(many))} ({many})"


def _legend_once(figure: Any, axes: Sequence[Axes]) -> None:
    found = {name: handle for ax in axes for handle, name in zip(*ax.get_legend_handles_labels(), strict=True)}
    if found:
        figure.legend(list(found.values()), list(found), loc="outside upper left", ncols=3)


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
