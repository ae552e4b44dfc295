"""Figures of who speaks: shares of a whole, one column against another, and who speaks about whom.

The one rule: every bar, number and arrow is a cell of the table; n and its unit stand on the figure.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from toolkit.markup import spell_out
from toolkit.show.figures import named_first, shortened
from toolkit.show.style import HEIGHT, INK, LETTER, PAPER, QUIET, SMALL, WIDTH, broken, house_style
from toolkit.tables import require_columns

_FILL = "#b2abd2"
_ROW = 0.26  # inches
_AROUND = 2.0  # rows that title and ends of a panel take
_GRID_NAME = 24
ALL = "(all)"
_SMALL_SHARE = 0.01  # is said with a digit more
_DARK = 0.55  # of the largest number: from here on, what is written on a cell is white


def plot_shares(measured: pd.DataFrame, *, top: int = 12, top_groups: int = 6) -> np.ndarray[Any, Any]:
    """Draw how much each value has of its whole: one panel per group, the number and its share beside each bar.

    Parameters
    ----------
    measured
        ``measure_quotes(…)``. Where it has no shares, since texts are few, only counts are written.
    top, top_groups
        How many values and groups to draw, the largest first, as far as a page holds them; the rest is in the table.

    Returns
    -------
    numpy.ndarray of matplotlib.axes.Axes
        One per group.
    """
    import matplotlib.pyplot as plt

    panels = share_panels(measured, top=top, top_groups=top_groups) or {ALL: measured.assign(value="")}
    heights = [len(rows) + _AROUND for rows in panels.values()]
    room = WIDTH - 0.4 - 8.5 * LETTER * max((len(shortened(v)) for r in panels.values() for v in r["value"]), default=0)
    with house_style():
        size = (WIDTH, 0.5 + _ROW * sum(heights))
        _, axes = plt.subplots(len(panels), 1, figsize=size, sharex=True, squeeze=False, height_ratios=heights)
        widest = max(1.0, float(measured["n"].max()) if len(measured) else 0.0)
        for ax, (title, rows) in zip(axes[:, 0], panels.items(), strict=True):
            _draw_bars(ax, rows, widest, room)
            whole = f"n = {rows['n_all'].max():,} in {_texts(rows['n_texts'].max())}" if len(rows) else "n = 0"
            about = f"{unit_of(measured).capitalize()} by {_laid_out(measured)[0].replace('_', ' ')}"
            ax.set_title(broken(f"{shortened(about if title == ALL else title, 48)} ({whole})", inches=room))
        axes[-1, 0].set_xlabel(unit_of(measured))
    return np.asarray(axes[:, 0])


def plot_grid(measured: pd.DataFrame, *, top: int = 15, top_groups: int = 8) -> Axes:
    """Draw one column against another: values as rows, groups as columns, the number in each cell and as its shade.

    Parameters
    ----------
    measured
        ``measure_quotes(…, by=[…])``.
    top, top_groups
        How many rows and columns to draw, the largest first; the rest is in the table.
    """
    import matplotlib.pyplot as plt

    cells, wholes = grid_cells(measured, top=top, top_groups=top_groups)
    with house_style():
        _, ax = plt.subplots(figsize=(WIDTH, 1.3 + 0.26 * len(cells)))
        draw_grid(ax, cells, wholes)
        ax.set_xlabel(f"{unit_of(measured)} (n = {int(cells.to_numpy().sum()):,})")
    return ax


def plot_network(edges: pd.DataFrame, *, top: int = 20) -> Axes:
    """Draw who speaks about whom: names on a circle, in order; an arrow leads from the speaker to whom they name.

    Parameters
    ----------
    edges
        ``count_edges(…)``. The width of an arrow, and the number on it, is ``n``.
    top
        How many arrows to draw, the largest first. Speakers who name themselves are in the table only.
    """
    import matplotlib.pyplot as plt

    drawn = network_edges(edges, top=top)
    names = sorted({*drawn["speaker"], *drawn["actor"]}, key=lambda name: (name.startswith("("), name.casefold()))
    places = _on_circle(names)
    largest = max(1.0, float(drawn["n"].max()) if len(drawn) else 0.0)
    with house_style():
        _, ax = plt.subplots(figsize=(WIDTH, 4.4))
        taken: list[tuple[float, float]] = []
        for row in drawn.to_dict("records"):
            _draw_arrow(ax, places[row["speaker"]], places[row["actor"]], int(row["n"]), largest, taken)
        for name, (x, y) in places.items():
            side = "left" if x > 0 else "right"
            ax.plot(x, y, "o", markersize=7, markerfacecolor=_FILL, markeredgecolor=INK)
            ax.text(x + np.copysign(0.07, x), y, shortened(name, 22), ha=side, va="center")
        ax.set_xlim(-2.1, 2.1)
        ax.set_ylim(-1.1, 1.1)
        ax.set_aspect("equal")
        ax.set_axis_off()
        ax.set_title(f"quotations that name the actor (n = {int(drawn['n'].sum())})")
    return ax


def share_panels(measured: pd.DataFrame, *, top: int, top_groups: int) -> dict[str, pd.DataFrame]:
    """Give the rows of each panel of `plot_shares` by its title; ``value`` is what each bar is of."""
    of, groups = _laid_out(measured)
    largest = measured.assign(group=groups).groupby("group")["n_all"].max()
    order = named_first(list(largest.sort_values(ascending=False, kind="stable").index[:top_groups]))
    panels = {}
    for group in order:
        rows = measured[groups == group].head(top)
        if pd.api.types.is_numeric_dtype(rows[of]):
            panels[group] = rows.sort_values(of).assign(value=rows[of].astype("str"))
        else:
            names = named_first([str(name) for name in rows[of]])
            panels[group] = rows.assign(value=rows[of].astype("str")).set_index("value").loc[names].reset_index()
    ends = np.cumsum([len(rows) + _AROUND for rows in panels.values()])
    n_fit = max(1, int((0.5 + _ROW * ends <= HEIGHT).sum()))
    return dict(list(panels.items())[:n_fit])


def grid_cells(measured: pd.DataFrame, *, top: int, top_groups: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Give the numbers of `plot_grid`, values by groups, and the whole of each group."""
    of, groups = _laid_out(measured)
    laid = measured.assign(group=groups, value=measured[of].astype("str"))
    wholes = laid.groupby("group")["n_all"].max().sort_values(ascending=False, kind="stable")
    columns = named_first(list(wholes.index[:top_groups]))
    totals = laid[laid["group"].isin(columns)].groupby("value")["n"].sum().sort_values(ascending=False, kind="stable")
    rows = named_first(list(totals.index[:top]))
    cells = laid.pivot_table(index="value", columns="group", values="n", aggfunc="sum", fill_value=0)
    return cells.reindex(index=rows, columns=columns, fill_value=0).astype("int64"), {
        c: int(wholes[c]) for c in columns
    }


def network_edges(edges: pd.DataFrame, *, top: int) -> pd.DataFrame:
    """Give the edges that `plot_network` draws."""
    require_columns(edges, ["speaker", "actor", "n"], what="the table of edges")
    return edges[edges["speaker"] != edges["actor"]].head(top)


def draw_grid(ax: Axes, cells: pd.DataFrame, wholes: Mapping[str, int]) -> None:
    """Draw every number of `cells` and its shade; under the name of each column stands its whole."""
    largest = max(1, int(cells.to_numpy().max(initial=0)))
    if cells.size:
        ax.imshow(cells.to_numpy(), cmap="Purples", vmin=0, vmax=largest, aspect="auto")
    for (row, column), n in np.ndenumerate(cells.to_numpy()):
        colour = QUIET if n == 0 else PAPER if n > _DARK * largest else INK
        ax.text(column, row, str(n), ha="center", va="center", color=colour)
    names = [shortened(str(name), _GRID_NAME) for name in cells.index]
    wide = (WIDTH - 0.5 - 8.5 * LETTER * max(map(len, names), default=0)) / max(1, len(wholes))
    letters = int(wide / (SMALL * LETTER)) - 1
    upright = all(len(word) <= letters for name, n in wholes.items() for word in (*str(name).split(), f"n = {n}"))
    columns = [_column(str(name), n, letters=letters if upright else 0) for name, n in wholes.items()]
    ax.set_xticks(range(len(columns)), columns, fontsize=SMALL, rotation="horizontal" if upright else "vertical")
    if not upright and isinstance(ax.figure, Figure):
        ax.figure.set_figheight(ax.figure.get_figheight() + SMALL * LETTER * max(map(len, columns)))
    ax.set_yticks(range(len(cells)), names)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)


def _column(name: str, n: int, *, letters: int) -> str:
    """Give the name of a column in at most three lines, and its whole below; without room for words, all in one."""
    if not letters:
        return f"{shortened(name, _GRID_NAME)} (n = {n})"
    lines = textwrap.wrap(spell_out(name), letters)
    lines = [*lines[:2], shortened(" ".join(lines[2:]), letters)] if len(lines) > 2 else lines
    return "\n".join([*lines, f"n = {n}"])


def unit_of(measured: pd.DataFrame) -> str:
    """Say what the numbers of a table of shares count."""
    return str(measured["unit"].iloc[0]) if len(measured) else "quotations"


def _laid_out(measured: pd.DataFrame) -> tuple[str, pd.Series[str]]:
    """Give the column that was measured, and each row's group in words."""
    require_columns(measured, ["unit", "n", "n_all", "share", "low", "high", "n_texts"], what="the table of shares")
    *by, of = measured.columns[: list(measured.columns).index("unit")]
    groups = pd.Series(ALL, index=measured.index, dtype="str")
    if by and len(measured):
        groups = measured[by].astype("str").agg(", ".join, axis=1)
    return str(of), groups


def _draw_bars(ax: Axes, rows: pd.DataFrame, widest: float, room: float) -> None:
    places = range(len(rows))
    ax.barh(places, rows["n"].to_numpy(), height=0.74, facecolor=_FILL, edgecolor=INK, linewidth=0.7)
    said = [in_numbers(row) for row in rows.to_dict("records")]
    for place, n, words in zip(places, rows["n"], said, strict=True):
        ax.text(n + widest * 0.012, place, words, ha="left", va="center", fontsize=SMALL)
    ax.set_yticks(places, [shortened(name) for name in rows["value"]])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    beside = SMALL * LETTER * max(map(len, said), default=0) + 0.15
    ax.set_xlim(0, max(ax.get_xlim()[1], widest / max(0.3, 1 - beside / room)))
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def in_numbers(row: dict[Any, Any]) -> str:
    """Say a cell in numbers: "12 of 40", and where there are shares "12 of 40: 30 % (20–41)"."""
    counts = f"{row['n']:,} of {row['n_all']:,}"
    if pd.isna(row["share"]):
        return counts
    digits = 1 if 0 < row["share"] < _SMALL_SHARE else 0
    low, share, high = (f"{100 * row[name]:.{digits}f}" for name in ("low", "share", "high"))
    return f"{counts}: {share} %" + ("" if pd.isna(row["low"]) else f" ({low}–{high})")


def _on_circle(names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Give names places on a circle, clockwise, each on a line of its own on its side."""
    right = -(-len(names) // 2)
    places: dict[str, tuple[float, float]] = {}
    for side, here in ((1, names[:right]), (-1, names[right:][::-1])):
        heights = np.linspace(0.95, -0.95, len(here)) if len(here) > 1 else [0.0] * len(here)
        places |= {name: (side * float(np.sqrt(1 - y * y)), float(y)) for name, y in zip(here, heights, strict=True)}
    return {name: places[name] for name in names}


def _draw_arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    n: int,
    largest: float,
    taken: list[tuple[float, float]],
) -> None:
    bend = 0.14
    look = {"arrowstyle": "-|>", "color": QUIET, "linewidth": 0.6 + 2.6 * n / largest, "shrinkA": 6, "shrinkB": 7,
            "connectionstyle": f"arc3,rad={bend}"}  # fmt: skip
    ax.annotate("", xy=end, xytext=start, arrowprops=look)
    across, up = end[0] - start[0], end[1] - start[1]
    # the first point of the curve, from two fifths along, where no other number stands
    along = [(start[0] + t * across + 2 * t * (1 - t) * bend * up, start[1] + t * up - 2 * t * (1 - t) * bend * across)
             for t in (0.4, 0.5, 0.3, 0.6, 0.25, 0.7, 0.45, 0.35, 0.55, 0.2, 0.8)]  # fmt: skip
    wide = 0.05 + 0.05 * len(str(n))
    free = [(x, y) for x, y in along if all(abs(x - a) > wide or abs(y - b) > 0.11 for a, b in taken)]
    x, y = (free or along)[0]
    taken.append((x, y))
    ax.text(x, y, str(n), fontsize=SMALL, ha="center", va="center", color=INK,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8})  # fmt: skip


def _texts(n: int) -> str:
    return f"{n:,} text{'s' if n != 1 else ''}"
