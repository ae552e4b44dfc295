"""Figures of an evaluation from counts per article, with intervals over articles.

The one rule: numerators and denominators are summed over the articles before they are divided, in every draw alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.measure.matching import ALL, Counts

Numbers = npt.NDArray[np.float64]
_Sums = Mapping[tuple[str, str], Numbers]

_PERCENT = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold which counts make a figure: a share, or precision, recall and F1.

    `right` and `n` name the counts of the side that was found; those of the gold are the same where none are named.
    """

    name: str
    right: str
    n: str
    gold_right: str = ""
    gold_n: str = ""
    grouped: bool = False


_FIGURES = (
    Figure("strict", "pred_strict", "pred", "gold_strict", "gold", grouped=True),
    Figure("soft", "pred_soft", "pred", "gold_soft", "gold", grouped=True),
    Figure("source_overlap", "source_overlap", "sourced", grouped=True),
    Figure("source_exact", "source_exact", "sourced", grouped=True),
    Figure("source_given", "source_given", "sourced", grouped=True),
    Figure("unsourced", "unsourced_right", "unsourced"),
    Figure("words", "words_right", "words_pred", "words_right", "words_gold"),
    Figure("paired", "pairs", "whole_pred", "pairs", "whole_gold"),
    Figure("quote_source", "pairs_sourced_alike", "whole_pred", "pairs_sourced_alike", "whole_gold"),
    Figure("cue_exact", "cues_exact", "cues_pred", "cues_exact", "cues_gold"),
    Figure("cue_overlap", "cues_overlap", "cues_pred", "cues_overlap", "cues_gold"),
)


def draw_articles(n: int, n_boot: int, *, seed: int) -> Numbers:
    """Draw n of n articles with replacement, `n_boot` times: how often each was drawn, one row per draw."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(n, np.full(n, 1 / n), size=n_boot).astype(float)


def figure_table(
    counts: Sequence[Counts], groups: Sequence[str], draws: Numbers, *, figures: Sequence[Figure] = _FIGURES
) -> pd.DataFrame:
    """Lay out group, figure, n_gold, n_pred, value, low, high, and the figure in every draw (``drawn``)."""
    keys = {key for article in counts for key in article}
    columns = {key: np.array([article[key] for article in counts]) for key in keys}
    sums = {key: column.sum(keepdims=True) for key, column in columns.items()}
    drawn = {key: draws @ column for key, column in columns.items()}
    rows = []
    for group in groups:
        for figure in figures:
            if group == ALL or figure.grouped:
                rows += _rows(figure, group, sums, drawn, n_draws=len(draws))
    return pd.DataFrame(rows)


def with_changes(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Add the older value of every figure and the change, its interval from the same draws for both."""
    changes = [_interval(a - b) for a, b in zip(new["drawn"], old["drawn"], strict=True)]
    both = new.drop(columns="drawn").assign(old=old["value"], change=new["value"] - old["value"])
    return both.assign(change_low=[low for low, _ in changes], change_high=[high for _, high in changes])


def _rows(figure: Figure, group: str, sums: _Sums, drawn: _Sums, *, n_draws: int) -> list[dict[str, object]]:
    values = _values(figure, group, sums, 1)
    samples = _values(figure, group, drawn, n_draws)
    n = {"n_gold": int(_sum(sums, figure.gold_n or figure.n, group, 1)[0])}
    n |= {"n_pred": int(_sum(sums, figure.n, group, 1)[0])}
    rows: list[dict[str, object]] = []
    for name, value in values.items():
        low, high = _interval(samples[name])
        rows.append({"group": group, "figure": name, **n, "value": float(value[0]), "low": low, "high": high})
        rows[-1]["drawn"] = samples[name]
    return rows


def _values(figure: Figure, group: str, sums: _Sums, n: int) -> dict[str, Numbers]:
    precision = _share(_sum(sums, figure.right, group, n), _sum(sums, figure.n, group, n))
    if not figure.gold_n:
        return {figure.name: precision}
    recall = _share(_sum(sums, figure.gold_right, group, n), _sum(sums, figure.gold_n, group, n))
    names = (f"{figure.name}_precision", f"{figure.name}_recall", f"{figure.name}_f1")
    return dict(zip(names, (precision, recall, _f1(precision, recall)), strict=True))


def _sum(sums: _Sums, name: str, group: str, n: int) -> Numbers:
    return sums.get((name, group), np.zeros(n))


def _share(part: Numbers, whole: Numbers) -> Numbers:
    share: Numbers = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share


def _f1(precision: Numbers, recall: Numbers) -> Numbers:
    """Give the harmonic mean; 0 where only one side has anything, missing where neither has."""
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    f1: Numbers = np.divide(2 * p * r, p + r, out=np.zeros(len(p)), where=p + r > 0)
    f1[np.isnan(precision) & np.isnan(recall)] = np.nan
    return f1


def _interval(samples: Numbers) -> tuple[float, float]:
    """Give the percentiles of the draws in which there is a figure."""
    known = samples[~np.isnan(samples)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.percentile(known, _PERCENT)
    return float(low), float(high)
