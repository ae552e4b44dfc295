"""What sets two groups of texts apart, as a figure: the words most the one's own above, the other's below.

The one rule: an effect is drawn with its counts beside it, and whether it may be chance is written, not hinted at.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.errors import TableError
from toolkit.show.figures import say_nothing_drawn, shortened
from toolkit.show.style import INK, LETTER, QUIET, SMALL, WIDTH, broken, house_style
from toolkit.tables import require_columns

KeynessEffect = Literal["log_ratio", "log_odds", "log_odds_z", "log_likelihood"]
EFFECTS: dict[str, str] = {
    "log_ratio": "log ratio (1 is twice as often)",
    "log_odds": "log-odds ratio with prior",
    "log_odds_z": "weighted log-odds (z)",
    "log_likelihood": "log-likelihood G², signed",
}
_LEVEL = 0.05
_LOOKS_SAY = ("false findings below 5 %", "may be chance")
_NEEDED = ["group", "against", "feature", "n", "n_against", "n_all", "n_all_against", "p_fdr", "why_no_p"]


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    group: str = "",
    effect: KeynessEffect = "log_odds_z",
    top: int = 12,
    unit: str = "words",
) -> Axes:
    """Draw what stands more often in a group than in those it is set against, and what stands less often.

    Parameters
    ----------
    keyness
        As ``compare_keyness`` gives it.
    group
        Whose rows to draw, where the table has several groups; "" is the first.
    effect
        The column to draw.
    top
        How many to draw on either side, those with the largest effect; the rest is in the table.
    unit
        What was counted, in words.

    Returns
    -------
    matplotlib.axes.Axes
        Each bar has its counts beside it. It is dark where the expected share of false findings is below 5 %
        (``p_fdr``), light where it is not, and where there are too few stories to tell.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Patch

    if keyness.empty:
        return say_nothing_drawn("there are no two groups with words that stand often enough")
    drawn = drawn_rows(keyness, group=group, effect=effect, top=top)
    with house_style():
        _, ax = plt.subplots(figsize=(WIDTH, 1.5 + 0.24 * max(len(drawn), 1)))
        places, values = np.arange(len(drawn)), drawn[effect].to_numpy(dtype=float)
        sure = (drawn["p_fdr"] < _LEVEL).to_numpy()
        looks: list[dict[str, Any]] = [
            {"facecolor": fill, "edgecolor": INK, "linewidth": 0.7} for fill in ("#542788", "#f2f2f2")
        ]
        for kind, look in zip((sure, ~sure), looks, strict=True):
            ax.barh(places[kind], values[kind], height=0.74, **look)
        counts = [f"{row['n']:.0f} : {row['n_against']:.0f}" for row in drawn.to_dict("records")]
        for place, value, words in zip(places, values, counts, strict=True):
            ax.annotate(words, (value, place), xytext=(4 if value >= 0 else -4, 0), textcoords="offset points",
                        va="center", ha="left" if value >= 0 else "right", fontsize=SMALL, color=QUIET)  # fmt: skip
        ax.axvline(0, color=INK, linewidth=0.8)
        names = [shortened(str(name)) for name in drawn["feature"]]
        ax.set_yticks(places, names)
        ax.set_ylim(len(drawn) - 0.4, -0.6)
        room = WIDTH - 0.4 - 8.5 * LETTER * max(map(len, names))
        beside = SMALL * LETTER * max(map(len, counts)) + 0.15
        ax.margins(x=max(0.16, beside / (room - 2 * beside)))
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(EFFECTS[effect])
        ax.set_title(broken(keyness_size(drawn, unit), inches=room))
        handles = [Patch(label=words, **look) for words, look in zip(_LOOKS_SAY, looks, strict=True)]
        ax.figure.legend(handles=handles, loc="outside upper left", ncols=2, handlelength=2.2, handleheight=1.2)
    return ax


def drawn_rows(keyness: pd.DataFrame, *, group: str, effect: str, top: int) -> pd.DataFrame:
    """Give the rows that are drawn, largest effect first: `top` above nought and `top` below it."""
    if effect not in EFFECTS:
        raise TableError(f"effect is {effect!r}; it must be one of {', '.join(EFFECTS)}")
    require_columns(keyness, [*_NEEDED, effect], what="the table of keyness")
    groups = list(dict.fromkeys(keyness["group"]))
    if group and group not in groups:
        raise TableError(f"the table has no rows of {group!r}; it has {', '.join(groups)}")
    rows = keyness[keyness["group"] == (group or groups[0])].sort_values(effect, ascending=False, kind="stable")
    drawn = pd.concat([rows[rows[effect] > 0].head(top), rows[rows[effect] < 0].tail(top)], ignore_index=True)
    return drawn if len(drawn) else rows.head(top)


def keyness_size(drawn: pd.DataFrame, unit: str) -> str:
    """Say how much was compared: "9,120 words in Daily Herald, 8,015 in Evening Post"."""
    first: dict[Any, Any] = drawn.iloc[0].to_dict()
    one, other = (shortened(str(first[name])) for name in ("group", "against"))
    return f"{first['n_all']:,.0f} {unit} in {one}, {first['n_all_against']:,.0f} in {other}"


def effects_in_words(rows: pd.DataFrame, effect: str) -> str:
    """Say what each bar shows: "dam +2.1 (40 : 9); sea +1.2 (12 : 5, may be chance)"."""
    parts = [
        f"{row['feature']} {row[effect]:+.1f} ({row['n']:.0f} : {row['n_against']:.0f}"
        + (")" if row["p_fdr"] < _LEVEL else ", may be chance)")
        for row in rows.to_dict("records")
    ]
    return "; ".join(parts) or "nothing"
