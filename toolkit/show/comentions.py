"""Who is named together with whom, as a grid.

The one rule: rows and columns hold the same names in the same order, and each column says what its numbers are of.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from toolkit.show.pictures import Picture, make_picture
from toolkit.show.speaking import draw_grid
from toolkit.show.style import WIDTH, house_style
from toolkit.tables import require_columns

_NEEDED = ["actor", "other", "unit", "n", "n_all", "n_texts"]


def plot_comentions(counted: pd.DataFrame, *, top: int = 10) -> Axes:
    """Draw in how many stories, articles or windows each pair is named together.

    Parameters
    ----------
    counted
        ``count_comentions(…)``.
    top
        How many actors to draw, those named most often first; the rest is in the table.
    """
    import matplotlib.pyplot as plt

    cells, wholes = _laid_out(counted, top)
    with house_style():
        _, ax = plt.subplots(figsize=(WIDTH, 1.4 + 0.26 * len(cells)))
        draw_grid(ax, cells, wholes)
        for at in range(len(cells)):
            ax.texts[at * (len(cells) + 1)].set_text("–")  # nobody is named together with themselves
        ax.set_xlabel(f"{_unit(counted)};\nn: all that name the column's actor")
    return ax


def show_comentions(counted: pd.DataFrame, *, top: int = 10) -> Picture:
    """Show ``plot_comentions(counted)`` with alternative text and n."""
    ax = plot_comentions(counted, top=top)
    cells, _ = _laid_out(counted, top)
    once = counted[counted["actor"] < counted["other"]]
    drawn = once[once["actor"].isin(cells.index) & once["other"].isin(cells.index)]
    each = "; ".join(f"{row.actor} and {row.other} {row.n}" for row in drawn.itertuples())
    note = f"n = {drawn['n'].sum()} {_unit(counted)}, summed over {len(drawn)} pair{'s' if len(drawn) != 1 else ''}"
    rest = len(once) - len(drawn)
    note += f"; {rest} more pairs are in the table." if rest else "."
    note += " To be named together is no tie, and says nothing of what is said."
    return make_picture(ax.figure, f"Grid of pairs: {_unit(counted)}. {each or 'None'}.", note)


def _laid_out(counted: pd.DataFrame, top: int) -> tuple[pd.DataFrame, dict[str, int]]:
    require_columns(counted, _NEEDED, what="the table of co-mentions")
    wholes = counted.groupby("actor")["n_all"].max().sort_values(ascending=False, kind="stable").head(top)
    names = list(wholes.index)
    cells = counted.pivot_table(index="other", columns="actor", values="n", aggfunc="sum", fill_value=0)
    laid_out = cells.reindex(index=names, columns=names, fill_value=0).astype("int64")
    return laid_out, {str(name): int(n) for name, n in wholes.items()}


def _unit(counted: pd.DataFrame) -> str:
    return str(counted["unit"].iloc[0]) if len(counted) else "stories that name both"
