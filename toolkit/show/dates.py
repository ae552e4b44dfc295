"""When articles can have appeared, as a figure.

The one rule: an interval is drawn as one; no article gets a day that its text does not give.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from toolkit.show.figures import shortened
from toolkit.show.style import INK, QUIET, SMALL, WIDTH, house_style
from toolkit.tables import require_columns

NAMED = 30
"""Articles that have their names beside their dates; of more, only the dates are drawn."""
_MANY = 3.2  # inches, for more
_APART = 0.08  # of the width, between the numbers of two events


def plot_dates(articles: pd.DataFrame, *, events: pd.DataFrame | None = None) -> Axes:
    """Draw when each article can have appeared: a bar over its interval, a diamond for one day.

    Of many articles the axis counts them, in the order of their dates, in place of their names.

    Parameters
    ----------
    articles
        ``corpus.describe()``, or a table with doc_id, published_earliest and published_latest.
    events
        Outside events to mark with their numbers: a table with ``title`` and ``first_day``, such as
        ``codebook.describe("events")``.
    """
    import matplotlib.pyplot as plt
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

    require_columns(articles, ["doc_id", "published_earliest", "published_latest"], what="the table of articles")
    dated = articles.dropna(subset=["published_earliest", "published_latest"])
    dated = dated.sort_values(["published_earliest", "published_latest", "doc_id"])
    with house_style():
        few = len(dated) <= NAMED
        _, ax = plt.subplots(figsize=(WIDTH, 1.1 + 0.26 * max(len(dated), 1) if few else _MANY))
        first = date2num(dated["published_earliest"])
        length = date2num(dated["published_latest"]) - first + 1
        places = np.arange(len(dated))
        if few:
            ax.barh(places, length, left=first, height=0.55, facecolor="#b2abd2", edgecolor=INK, linewidth=0.7)
        else:
            ax.hlines(places, first, first + length, color="#b2abd2", linewidth=max(0.4, 250 / len(dated)))
        one_day = length == 1
        ax.plot(first[one_day] + 0.5, places[one_day], "D", color="#542788", markersize=5 if few else 1.5)
        if few:
            ax.set_yticks(places, [shortened(str(name)) for name in dated["doc_id"]])
        else:
            ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
            ax.set_ylabel("articles by date")
        ax.set_ylim(len(dated) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        _mark_events(ax, [] if events is None else [float(date2num(day)) for day in events["first_day"]])
        locator = AutoDateLocator()
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    return ax


def _mark_events(ax: Axes, days: Sequence[float]) -> None:
    """Mark days with their numbers; those of days close together stand as one: "2–4"."""
    for day in days:
        ax.axvline(day, color=QUIET, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0)
    low, high = ax.get_xlim()
    groups: list[list[int]] = []
    for at in sorted(range(len(days)), key=lambda at: days[at]):
        if groups and days[at] - days[groups[-1][-1]] < _APART * (high - low):
            groups[-1].append(at)
        else:
            groups.append([at])
    for group in groups:
        first, last = min(group) + 1, max(group) + 1
        words = f"{first}–{last}" if last - first + 1 == len(group) > 1 else ", ".join(str(at + 1) for at in group)
        middle = (days[group[0]] + days[group[-1]]) / 2
        ax.annotate(words, (middle, 1), xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points",
                    ha="center", fontsize=SMALL, color=QUIET)  # fmt: skip
