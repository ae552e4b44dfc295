"""How well stances are found: against labels of people, with what the model abstains from told apart.

The one rule: "unclear" is no class; a figure is over what was answered, or over what would have been, and says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.figures import draw_articles
from toolkit.tables import require_columns

LABELS = ("favour", "against", "neutral")
_BINS = np.linspace(0, 1, 11)[1:-1]
_PERCENT = (2.5, 97.5)

_Sums = Mapping[str, Any]


def evaluate_stances(table: pd.DataFrame, *, n_boot: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Compare the stances found with those that people gave.

    Parameters
    ----------
    table
        One row per target: ``doc_id``, ``gold`` (favour, against, neutral), and what was found: ``label`` (those or
        unclear), ``best`` (never unclear), ``confidence``.
    n_boot
        Draws of documents for the intervals, in which 95 of 100 lie; 0 gives none.

    Returns
    -------
    pandas.DataFrame
        ``figure``, ``n``, ``value``, ``low``, ``high``. Of ``best``: ``macro_f1``, ``f1_…``, ``accuracy``, and
        ``accuracy_surer_half`` over the half with the higher confidence. ``answered`` is the share that is not
        unclear, ``accuracy_answered`` how many of them are right. ``calibration_error``: the mean distance, over
        ten equal steps of confidence, between confidence and share of right ones (Naeini et al. 2015).

    Examples
    --------
    >>> rows = [("a", "favour", "favour", "favour", 0.9), ("b", "against", "unclear", "favour", 0.4)]
    >>> table = pd.DataFrame(rows, columns=["doc_id", "gold", "label", "best", "confidence"])
    >>> evaluate_stances(table, n_boot=0).set_index("figure").loc[["accuracy", "answered"], "value"].to_list()
    [0.5, 0.5]
    """
    require_columns(table, ["doc_id", "gold", "label", "best", "confidence"], what="the table of stances")
    for column, labels in (("gold", LABELS), ("best", LABELS), ("label", (*LABELS, "unclear"))):
        if strange := sorted(set(map(str, table[column])) - set(labels)):
            raise TableError(f"the column {column} has {strange[0]!r}; it may have {', '.join(labels)}")
    if table.empty:
        raise TableError("there is no stance in the table")
    counts = _counts(table)
    by_document = counts.groupby(table["doc_id"].to_numpy(), sort=True).sum()
    columns = {str(name): by_document[name].to_numpy() for name in by_document}
    whole = {name: column.sum(keepdims=True) for name, column in columns.items()}
    draws = draw_articles(len(by_document), n_boot, seed=seed)
    drawn = {name: draws @ column for name, column in columns.items()}
    rows = []
    for name, (n, figure) in _figures().items():
        value = float(figure(whole)[0])
        samples = figure(drawn)
        known = samples[~np.isnan(samples)]
        low, high = map(float, np.percentile(known, _PERCENT)) if len(known) else (np.nan, np.nan)
        rows.append({"figure": name, "n": int(whole[n][0]), "value": value, "low": low, "high": high})
    return pd.DataFrame(rows)


def _counts(table: pd.DataFrame) -> pd.DataFrame:
    """Count per row what the figures are made of."""
    gold, best = table["gold"].to_numpy(), table["best"].to_numpy()
    confidence = table["confidence"].to_numpy(float)
    right, answered = gold == best, table["label"].to_numpy() != "unclear"
    surer = np.zeros(len(table), bool)
    surer[np.argsort(-confidence, kind="stable")[: (len(table) + 1) // 2]] = True
    columns: dict[str, Any] = {"n": np.ones(len(table)), "right": right, "answered": answered, "surer": surer}
    columns |= {"answered_right": answered & right, "surer_right": surer & right}
    for label in LABELS:
        columns[f"gold {label}"] = gold == label
        columns[f"found {label}"] = best == label
        columns[f"both {label}"] = (gold == label) & right
    steps = np.digitize(confidence, _BINS)
    columns |= {f"excess {step}": (steps == step) * (confidence - right) for step in range(len(_BINS) + 1)}
    return pd.DataFrame({name: np.asarray(column, float) for name, column in columns.items()})


def _figures() -> dict[str, tuple[str, Callable[[_Sums], Any]]]:
    """Give each figure: which count is its n, and how it is made of the sums."""
    return {
        "macro_f1": ("n", lambda sums: sum(_f1(sums, label=label) for label in LABELS) / len(LABELS)),
        **{f"f1_{label}": (f"gold {label}", partial(_f1, label=label)) for label in LABELS},
        "accuracy": ("n", lambda sums: _share(sums["right"], sums["n"])),
        "accuracy_surer_half": ("surer", lambda sums: _share(sums["surer_right"], sums["surer"])),
        "answered": ("n", lambda sums: _share(sums["answered"], sums["n"])),
        "accuracy_answered": ("answered", lambda sums: _share(sums["answered_right"], sums["answered"])),
        "calibration_error": ("n", _calibration_error),
    }


def _f1(sums: _Sums, *, label: str) -> Any:
    """Give the harmonic mean of precision and recall; 0 for a label that is nowhere."""
    both = 2 * sums[f"both {label}"]
    whole = sums[f"gold {label}"] + sums[f"found {label}"]
    return np.divide(both, whole, out=np.zeros(len(whole)), where=whole > 0)


def _share(part: Any, whole: Any) -> Any:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _calibration_error(sums: _Sums) -> Any:
    return _share(sum(abs(sums[f"excess {step}"]) for step in range(len(_BINS) + 1)), sums["n"])
