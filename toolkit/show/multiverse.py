"""The specification curve: every estimate in order of size, and under it the choices that made it.

The one rule: every specification is drawn, also one that could not be estimated, and the study's own is marked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.errors import TableError
from toolkit.measure import measure_multiverse
from toolkit.show.figures import shortened
from toolkit.show.pictures import Picture, make_picture
from toolkit.show.style import INK, LETTER, QUIET, SMALL, WIDTH, broken, house_style
from toolkit.tables import require_columns

_DARK, _LIGHT = "#542788", "#b2abd2"
_CHOICES = ["relevance", "unit", "voices", "dates", "quotations", "codebook", "contrast"]
_NEEDED = ["specification", "primary", *_CHOICES, "frame", "frame_title", "measure", "estimate", "low", "high", "n"]
_LARGEST = 4.5  # points across, of a dot


def plot_multiverse(multiverse: pd.DataFrame, *, frame: str = "") -> np.ndarray[Any, Any]:
    """Draw the estimates of all specifications in order of size with their intervals, n, and the choices of each.

    Parameters
    ----------
    multiverse
        ``build_multiverse(corpus)``. Specifications without an estimate come last, with their n and choices alone.
    frame
        Whose estimates to draw; "" is the first frame of the table.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Estimates, n, and choices; without a choice that has an alternative, the first two.

    Notes
    -----
    Simonsohn, Simmons & Nelson 2020, "Specification curve analysis", Nature Human Behaviour 4.
    """
    import matplotlib.pyplot as plt

    rows = _rows_of(multiverse, frame)
    drawn = _ordered(rows)
    choices = _varied(drawn)
    heights = [2.3, 0.6, *([0.2 * len(choices)] if choices else [])]
    with house_style():
        size = (WIDTH, 1.2 + sum(heights))
        figure, axes = plt.subplots(len(heights), 1, figsize=size, sharex=True, height_ratios=heights)
        _draw_estimates(axes[0], drawn)
        names = [len(_choice(*each)) for each in choices]
        room = WIDTH - 0.5 - SMALL * LETTER * max(names, default=0)
        axes[0].set_title("\n".join(broken(line, inches=room) for line in _titled(drawn)))
        axes[1].bar(range(len(drawn)), drawn["n"].to_numpy(), width=0.8, facecolor=_LIGHT, edgecolor="none")
        axes[1].set_title(f"n: {_units(drawn)}", fontsize=SMALL, fontweight="normal")
        axes[1].set_yticks([0, drawn["n"].max()])
        if choices:
            _draw_choices(axes[2], drawn, choices)
        for ax in axes:
            ax.tick_params(axis="x", length=0, labelbottom=False)
        axes[0].set_xlim(-0.8, max(1, len(drawn)) - 0.2)
        axes[-1].set_xlabel("specifications, in order of their estimate")
        handles, names = axes[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside upper left", ncols=2)
    return np.asarray(axes)


def show_multiverse(multiverse: pd.DataFrame, *, frame: str = "") -> Picture:
    """Show ``plot_multiverse(multiverse)`` with alternative text, n, and how many estimates agree in sign."""
    axes = plot_multiverse(multiverse, frame=frame)
    rows = _rows_of(multiverse, frame)
    drawn = _ordered(rows)
    said = measure_multiverse(rows)["in_words"].iloc[0]
    decisions = dict.fromkeys(name for name, _ in _varied(drawn)) if drawn["estimate"].notna().any() else ()
    medians = "; ".join(f"{name} {_medians(rows, name)}" for name in decisions)
    own = drawn[drawn["primary"] & drawn["estimate"].notna()]
    told = _estimate(own.iloc[0].to_dict()) if len(own) else "not estimated"
    alt = f"Specification curve of {rows['frame_title'].iloc[0]}: {said}. The study's own specification: {told}."
    alt += f" Medians by choice: {medians}." if medians else ""
    smallest, largest = (f"{n:.0f}" for n in (rows["n"].min(), rows["n"].max()))
    span = smallest if smallest == largest else f"{smallest} to {largest}"
    note = f"n = {span} {_units(rows)} in each of {len(rows)} specifications; lines are 95 % intervals over stories."
    few = int(rows["estimate"].isna().sum())
    note += f" Not estimated, since stories are too few: {few}." if few else ""
    note += f" {said[0].upper()}{said[1:]}. Specifications share their articles: agreement is no further evidence."
    return make_picture(axes[0].figure, alt, note)


def _rows_of(multiverse: pd.DataFrame, frame: str) -> pd.DataFrame:
    require_columns(multiverse, _NEEDED, what="the multiverse")
    frames = list(dict.fromkeys(multiverse["frame"]))
    if not frames:
        raise TableError("the multiverse is empty: there is no article, or the codebook declares no frames")
    if frame and frame not in frames:
        raise TableError(f"the multiverse has no frame {frame!r}; it has {', '.join(frames)}")
    return multiverse[multiverse["frame"] == (frame or frames[0])]


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["estimate", "specification"], na_position="last", ignore_index=True)


def _varied(drawn: pd.DataFrame) -> list[tuple[str, str]]:
    """Give the choices among which there are alternatives, each with its decision, the study's own first."""
    order = drawn.sort_values("specification")
    values = {name: list(dict.fromkeys(order[name])) for name in _CHOICES}
    return [(name, value) for name, found in values.items() if len(found) > 1 for value in found]


def _draw_estimates(ax: Axes, drawn: pd.DataFrame) -> None:
    places = np.arange(len(drawn))
    ax.vlines(places, drawn["low"], drawn["high"], color=_LIGHT, linewidth=_width(drawn, 2.0))
    own = drawn["primary"].to_numpy()
    estimates = drawn["estimate"].to_numpy()
    ax.plot(places[~own], estimates[~own], "o", color=_DARK, markersize=_width(drawn, 3.5), label="another choice")
    ax.plot(places[own], estimates[own], "D", color="#e08214", markeredgecolor=INK, markersize=6,
            label="the study's own specification")  # fmt: skip
    if (drawn["measure"] == "difference").any():
        ax.axhline(0, color=QUIET, linewidth=0.8, zorder=0)
        ax.set_ylabel("difference of shares,\nafter − before")
    else:
        ax.set_ylabel("share")
    few = int(drawn["estimate"].isna().sum())
    if few:
        ax.text(len(drawn) - few / 2 - 0.5, 0.5, "too few\nstories", transform=ax.get_xaxis_transform(), ha="center",
                va="center", color=QUIET)  # fmt: skip
    if few == len(drawn):
        ax.set_yticks([])


def _draw_choices(ax: Axes, drawn: pd.DataFrame, choices: list[tuple[str, str]]) -> None:
    """Draw a dot where a specification made a choice; every other decision stands on a grey ground."""
    decisions = list(dict.fromkeys(name for name, _ in choices))
    for row, (name, value) in enumerate(choices):
        if decisions.index(name) % 2 == 0:
            ax.axhspan(row - 0.5, row + 0.5, color="#f2f2f2", linewidth=0, zorder=0)
        made = np.flatnonzero(drawn[name] == value)
        own = drawn["primary"].to_numpy()[made]
        ax.plot(made[~own], np.full((~own).sum(), row), "o", color=_DARK, markersize=_width(drawn, 3.5))
        ax.plot(made[own], np.full(own.sum(), row), "D", color="#e08214", markeredgecolor=INK, markersize=5)
    ax.set_yticks(range(len(choices)), [_choice(*each) for each in choices])
    ax.set_ylim(len(choices) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0, labelsize=SMALL)


def _choice(name: str, value: str) -> str:
    return shortened(f"{name}: {value.replace('_', ' ')}", 36)


def _width(drawn: pd.DataFrame, points: float) -> float:
    """Make marks smaller where there are many."""
    return min(points, _LARGEST * 72 / max(1, len(drawn)))


def _titled(rows: pd.DataFrame) -> list[str]:
    found = measure_multiverse(rows).iloc[0]
    n, n_all = found["n_estimated"], found["n_specifications"]
    many = f"{n} of {n_all} specifications estimated" if n < n_all else f"{n} specifications"
    title = f"{shortened(str(rows['frame_title'].iloc[0]), 48)} ({many})"
    if not pd.isna(found["share_same_sign"]):
        same = f"{100 * found['share_same_sign']:.0f} % have the sign of the study's own"
        return [title, f"{same}; median {found['median']:+.2f}"]
    if n:
        return [title, f"from {found['lowest']:.2f} to {found['highest']:.2f}, median {found['median']:.2f}"]
    return [title]


def _units(rows: pd.DataFrame) -> str:
    names = {"article": "articles", "story": "stories"}
    return " or ".join(names[unit] for unit in dict.fromkeys(rows.sort_values("specification")["unit"]))


def _estimate(row: dict[Any, Any]) -> str:
    interval = "" if pd.isna(row["low"]) else f" ({row['low']:.2f} to {row['high']:.2f})"
    return f"{row['estimate']:.2f}{interval}, n = {row['n']:.0f}"


def _medians(rows: pd.DataFrame, name: str) -> str:
    found = measure_multiverse(rows, by=[name]).dropna(subset=["median"])
    pairs = zip(found[name], found["median"], strict=True)
    return ", ".join(f"{value.replace('_', ' ')} {median:.2f}" for value, median in pairs)
