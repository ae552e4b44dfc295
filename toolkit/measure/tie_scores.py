"""How well ties are told apart: sign and category against labels that people gave.

The one rule: every figure stands beside what the commonest label alone would reach; a row without an answer is wrong.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns

Codes = npt.NDArray[np.int64]

_PERCENT = (2.5, 97.5)


def evaluate_ties(answers: pd.DataFrame, *, n_boot: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Compare the signs and labels found with those given.

    Parameters
    ----------
    answers
        One row per text: ``label`` and ``sign`` as given, ``found_label`` and ``found_sign`` as found, missing where
        nothing was found. Signs are 1 and -1.

    Returns
    -------
    pandas.DataFrame
        ``figure``, ``n`` (rows), ``value``, ``low``, ``high`` (percentiles over resampled rows) and ``baseline`` (the
        same figure for the commonest sign or label throughout). *balanced_sign_accuracy*: mean of the shares right
        among positive and among negative rows. *label_macro_f1*: mean over the labels given of F1, 0 for a label that
        is never found. *label_accuracy* and *answered* are shares of rows.
    """
    require_columns(answers, ["label", "sign", "found_label", "found_sign"], what="the table of answers")
    if answers.empty:
        raise TableError("there is no row to evaluate")
    coded = _coded(answers)
    rng = np.random.default_rng(seed)
    draws = [rng.integers(0, len(answers), len(answers)) for _ in range(n_boot)]
    usual = answers.assign(found_label=answers["label"].mode()[0], found_sign=answers["sign"].mode()[0])
    rows = []
    for name, figure in _FIGURES.items():
        drawn = [figure(coded[:, draw]) for draw in draws]
        low, high = np.percentile(drawn, _PERCENT) if drawn else (np.nan, np.nan)
        rows.append((name, len(answers), figure(coded), low, high, figure(_coded(usual))))
    return pd.DataFrame(rows, columns=["figure", "n", "value", "low", "high", "baseline"])


def _coded(answers: pd.DataFrame) -> Codes:
    """Lay the answers out as rows of label, sign, found label, found sign; missing is 0, labels count from 2."""
    known = sorted(set(answers["label"]) | set(answers["found_label"].dropna()))
    names = {label: n for n, label in enumerate(known, 2)}
    labels = [[names.get(label, 0) for label in answers[column]] for column in ("label", "found_label")]
    signs = [answers[column].fillna(0).astype("int64").to_list() for column in ("sign", "found_sign")]
    return np.array([labels[0], signs[0], labels[1], signs[1]])


def _balanced_sign(codes: Codes) -> float:
    _, given, _, found = codes
    return float(np.mean([(found[given == sign] == sign).mean() for sign in np.unique(given)]))


def _macro_f1(codes: Codes) -> float:
    given, _, found, _ = codes
    scores = []
    for label in np.unique(given):
        both = int(((given == label) & (found == label)).sum())
        scores.append(2 * both / (int((given == label).sum()) + int((found == label).sum())))
    return float(np.mean(scores))


def _accuracy(codes: Codes) -> float:
    return float((codes[0] == codes[2]).mean())


def _answered(codes: Codes) -> float:
    return float((codes[2] > 0).mean())


_FIGURES: dict[str, Callable[[Codes], float]] = {
    "balanced_sign_accuracy": _balanced_sign,
    "label_macro_f1": _macro_f1,
    "label_accuracy": _accuracy,
    "answered": _answered,
}
