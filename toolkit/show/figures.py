"""Tables to figures.

The one rule: a figure computes nothing; every bar is a cell of the table, and n is written on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from toolkit.markup import spell_out
from toolkit.show.style import HEIGHT, INK, LETTER, LOOKS, PAPER, QUIET, SMALL, WIDTH, broken, house_style
from toolkit.tables import require_columns

_POLARITIES = ("delegitimising", "neutral", "legitimising")
_KINDS = ("direct", "mixed", "indirect")
_PANELS = {"Outlets' own wording": ("narrator", "paraphrase"), "Verbatim speech": ("verbatim",)}
_CHARACTERS = 40  # of labels side by side under one of two panels
FRAMES = 14
"""Frames whose panels a page holds."""
NO_TIMELINE = "no article is relevant, or the codebook declares no frames"


def plot_timeline(timeline: pd.DataFrame, *, top: int = FRAMES) -> np.ndarray[Any, Any]:
    """Draw one panel per frame: per period, articles with a cue (dark) out of all relevant articles (outline).

    Parameters
    ----------
    timeline
        As ``build_timeline`` gives it.
    top
        How many frames to draw, in the table's order; the rest is in the table.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        One per frame, in the table's order; a period without any article is written as such, not drawn as zero.
    """
    import matplotlib.pyplot as plt

    needed = ["period", "frame", "frame_title", "n_articles", "n_with_cue"]
    require_columns(timeline, needed, what="the timeline")
    frames = list(dict.fromkeys(timeline["frame"]))[:top]
    if not frames:
        with house_style():
            return np.asarray([say_nothing_drawn(NO_TIMELINE)])
    n_rows = -(-len(frames) // 2)
    tallest = max(1.0, float(timeline["n_articles"].max())) * 1.6
    with house_style():
        size = (WIDTH, min(HEIGHT, 0.5 + 1.35 * n_rows))
        figure, grid = plt.subplots(n_rows, 2, figsize=size, sharex=True, sharey=True)
        axes = np.atleast_2d(grid).ravel()
        for ax, frame in zip(axes, frames, strict=False):
            _draw_frame(ax, timeline[timeline["frame"] == frame], tallest)
        for ax in axes[len(frames) :]:
            ax.set_axis_off()
        for ax in axes[max(0, len(frames) - 2) : len(frames)]:
            ax.tick_params(labelbottom=True)
        figure.supylabel("relevant articles", fontsize=8.5)
        _timeline_legend(figure)
    return np.asarray(axes[: len(frames)])


def plot_labels(counts: pd.DataFrame, *, top: int = 12) -> np.ndarray[Any, Any]:
    """Draw how actors are named: in the outlets' own wording (narrator and paraphrase) and in verbatim speech.

    Parameters
    ----------
    counts
        ``count_labels(labels, by=("actor_name", "voice"))``.
    top
        How many actors to draw, those with most labels first; the rest is in the table. So is a number too long for
        its part of a bar.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        Two panels with the same actors and the same scale.
    """
    import matplotlib.pyplot as plt

    panels = label_panels(counts, top=top)
    n_actors = max(len(cells) for cells in panels.values())
    longest = max(cells.sum(axis=1).max() if len(cells) else 0 for cells in panels.values())
    with house_style():
        size = (WIDTH, 1.3 + 0.26 * max(n_actors, 1))
        figure, axes = plt.subplots(1, 2, figsize=size, sharex=True, sharey=True)
        for ax, (title, cells) in zip(axes, panels.items(), strict=True):
            _stacked(ax, cells, _POLARITIES, longest=longest, panels=2)
            n = counts.loc[counts["voice"].isin(_PANELS[title]), "n"].sum()
            ax.set_title(f"{title}\n(n = {int(n)})")
        _bars_legend(figure, axes[0])
        figure.supxlabel("labels", fontsize=8.5)
    return np.asarray(axes)


def plot_speakers(counts: pd.DataFrame, *, top: int = 15) -> Axes:
    """Draw who is quoted, and how: direct, mixed and indirect quotations per speaker.

    Parameters
    ----------
    counts
        ``count_speakers(quotes)``.
    top
        How many speakers to draw, those quoted most first; the rest is in the table.
    """
    import matplotlib.pyplot as plt

    cells = speaker_cells(counts).head(top)
    cells = cells.loc[named_first(list(cells.index))]
    with house_style():
        figure, ax = plt.subplots(figsize=(WIDTH, 1.1 + 0.26 * max(len(cells), 1)))
        _stacked(ax, cells, _KINDS, longest=cells.sum(axis=1).max() if len(cells) else 0)
        ax.set_xlabel("quotations")
        _bars_legend(figure, ax)
    return ax


def speaker_cells(counts: pd.DataFrame) -> pd.DataFrame:
    """Give the cells of `plot_speakers`: one row per name, whatever sides it has at different times."""
    require_columns(counts, ["speaker", *_KINDS, "n"], what="the table of speakers")
    summed = counts.groupby("speaker", sort=False)[[*_KINDS, "n"]].sum()
    return summed.sort_values("n", ascending=False, kind="stable")[[*_KINDS]]


def label_panels(counts: pd.DataFrame, *, top: int) -> dict[str, pd.DataFrame]:
    """Give the cells of the two panels of `plot_labels`, by their titles: the same `top` actors in the same order."""
    require_columns(counts, ["actor_name", "voice", *_POLARITIES, "n"], what="the table of label counts")
    drawn = counts[counts["voice"].isin([voice for voices in _PANELS.values() for voice in voices])]
    totals = drawn.groupby("actor_name")["n"].sum().sort_values(ascending=False, kind="stable")
    order = named_first(list(totals.index[:top]))
    return {
        title: drawn[drawn["voice"].isin(voices)]
        .groupby("actor_name")[[*_POLARITIES]]
        .sum()
        .reindex(order, fill_value=0)
        for title, voices in _PANELS.items()
    }


def _draw_frame(ax: Axes, rows: pd.DataFrame, top: float) -> None:
    places = range(len(rows))
    n, hits = rows["n_articles"].to_numpy(), rows["n_with_cue"].to_numpy()
    ax.bar(places, n, width=0.8, facecolor="#f2f2f2", edgecolor=QUIET, linewidth=0.8)
    ax.bar(places, hits, width=0.8, facecolor="#542788", edgecolor=INK, linewidth=0.8)
    words = [f"{_plain(a)}\nof {_plain(b)}" if b else "no\narticle" for a, b in zip(hits, n, strict=True)]
    if len(rows) * (max(len(line) for each in words for line in each.split("\n")) + 1) <= _CHARACTERS:
        for place, said, whole in zip(places, words, n, strict=True):
            colour = INK if whole else QUIET
            ax.text(place, whole + top * 0.03, said, ha="center", va="bottom", fontsize=SMALL, linespacing=1,
                    color=colour)  # fmt: skip
    ax.set_title(broken(shortened(str(rows["frame_title"].iloc[0]), 52), inches=WIDTH / 2 - 0.4))
    ax.set_ylim(0, top)
    periods = [str(period) for period in rows["period"]]
    step = max(1, -(-len(periods) * (max(map(len, periods)) + 1) // _CHARACTERS))
    ax.set_xticks(list(places)[::step], periods[::step])


def _stacked(ax: Axes, cells: pd.DataFrame, kinds: Sequence[str], *, longest: float, panels: int = 1) -> None:
    places = range(len(cells))
    names = [shortened(str(name)) for name in cells.index]
    room = (WIDTH - 0.6 - 8.5 * LETTER * max(map(len, names), default=0)) / panels  # inches of the longest bar
    left = np.zeros(len(cells))
    for kind in kinds:
        look, values = LOOKS[kind], cells[kind].to_numpy()
        ax.barh(
            places, values, left=left, height=0.74, facecolor=look.fill, hatch=look.hatch, edgecolor=INK,
            hatchcolor=PAPER, linewidth=0.7, label=kind,
        )  # fmt: skip
        for place, start, value in zip(places, left, values, strict=True):
            if value and value / longest * room > 8 * LETTER * len(str(value)):
                box = {"facecolor": look.fill, "edgecolor": "none", "pad": 1.2}
                ax.text(start + value / 2, place, str(value), ha="center", va="center", color=look.ink, bbox=box)
        left = left + values
    ax.set_yticks(places, names)
    ax.set_ylim(len(cells) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9 // panels, integer=True))


def _bars_legend(figure: Any, ax: Axes) -> None:
    handles, names = ax.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper left", ncols=3, handlelength=2.2, handleheight=1.2)


def _timeline_legend(figure: Any) -> None:
    from matplotlib.patches import Patch

    with_cue = Patch(facecolor="#542788", edgecolor=INK, label="with a cue of the frame")
    every = Patch(facecolor="#f2f2f2", edgecolor=QUIET, label="all relevant articles of the period")
    figure.legend(handles=[with_cue, every], loc="outside upper left", ncols=2)


def named_first(names: list[str]) -> list[str]:
    """Put what stands for a missing name, such as "(nobody named)", below the names."""
    return sorted(dict.fromkeys(names), key=lambda name: name.startswith("("))


def shortened(name: str, limit: int = 34) -> str:
    """Cut a name that is too long for its place, and write out what would turn letters round."""
    name = spell_out(name)
    return name if len(name) <= limit else f"{name[: limit - 1].rstrip()}…"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def say_nothing_drawn(why: str) -> Axes:
    """Give a low figure that says that nothing is drawn, and why."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(WIDTH, 0.8))
    ax.set_axis_off()
    ax.text(0.5, 0.5, f"Nothing is drawn: {why}. Counts are in the table.", ha="center", va="center", fontsize=9)
    return ax
