"""Score the stance model: cross-validated, on documents set aside, by whom it judges, with names swapped, and in time.

The one rule: what is scored was not seen in training, and documents, not rows, are what intervals are drawn from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
import pandas as pd

from toolkit.annotate.stance.model import LABELS, StanceModel
from toolkit.measure import evaluate_stances
from toolkit.measure.figures import draw_articles
from toolkit.training.gold import set_aside
from toolkit.training.stance import HeldOut, cross_validate
from toolkit.training.targets import Inputs, Target, make_inputs, of_several

_GROUPS = 12  # of targets with the same last word
_PERCENT = (2.5, 97.5)
_BOOT = 1000
_TIMED = 2000  # targets
_WORTH = {"against": -1.0, "neutral": 0.0, "favour": 1.0}


@dataclass(frozen=True, slots=True)
class StanceScores:
    """Hold the figures of one model, by part of the data.

    Attributes
    ----------
    figures
        What `evaluate_stances` gives, by part: ``seed 1``, … are cross-validated, the others were set aside.
    errors
        Mean of score less gold (1, 0, −1) by group of targets with the same last word, cross-validated.
    n
        Targets and documents, by part.
    """

    figures: dict[str, pd.DataFrame]
    errors: pd.DataFrame
    n: dict[str, tuple[int, int]]


def score_stance(targets: Sequence[Target], model: StanceModel, *, one_in: int, seeds: Sequence[int]) -> StanceScores:
    """Cross-validate the training on what is not set aside, and score `model` on what is."""
    learnt, test = set_aside(targets, one_in=one_in)
    inputs = make_inputs(learnt)
    tables = {}
    for seed in seeds:
        tables[f"seed {seed}"] = _table(inputs, cross_validate(inputs, seed=seed))
    errors = error_by_target(next(iter(tables.values())))
    several = dict(zip((target.row_id for target in targets), of_several(targets), strict=True))
    if test:
        judged = judge_targets(test, model)
        among = judged["row_id"].map(several)
        tables |= {"set aside, all": judged, "one target": judged[~among], "several targets": judged[among]}
    tables = {name: table.reset_index(drop=True) for name, table in tables.items() if len(table)}
    return StanceScores(
        {name: evaluate_stances(table) for name, table in tables.items()},
        errors,
        {name: (len(table), table["doc_id"].nunique()) for name, table in tables.items()},
    )


def judge_targets(targets: Sequence[Target], model: StanceModel) -> pd.DataFrame:
    """Judge each target by itself, as the model does at work."""
    rows = []
    for target in targets:
        found = model.judge(target.text, target.start, target.end)
        known = (target.row_id, target.doc_id, _last_word(target), target.label)
        rows.append((*known, found.label, found.best, found.score, found.confidence))
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["row_id", "doc_id", "words", "gold", "label", "best", "score", "confidence"]


def _table(inputs: Inputs, held_out: HeldOut) -> pd.DataFrame:
    rows = []
    for target, shares in zip(inputs.targets, held_out.shares, strict=True):
        best, confidence = LABELS[int(shares.argmax())], float(shares.max())
        label = best if confidence >= held_out.least else "unclear"
        known = (target.row_id, target.doc_id, _last_word(target), target.label)
        rows.append((*known, label, best, float(shares[2] - shares[0]), confidence))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _last_word(target: Target) -> str:
    words = target.words.replace("’", "'").removesuffix("'s").split()
    return words[-1].lower() if words else ""


def error_by_target(table: pd.DataFrame) -> pd.DataFrame:
    """Give ``group``, ``n``, mean ``error`` with ``low`` and ``high`` (draws of documents), and the gold's ``mean``."""
    common = {words for words, _ in Counter(table["words"]).most_common(_GROUPS)}
    groups = table["words"].where(table["words"].isin(common), "all others")
    worth = table["gold"].map(_WORTH).to_numpy(float)
    errors = table["score"].to_numpy(float) - worth
    documents, places = np.unique(table["doc_id"], return_inverse=True)
    draws = draw_articles(len(documents), _BOOT, seed=0)
    rows = []
    for group in [*sorted(common), "all others"]:
        held = (groups == group).to_numpy()
        if held.any():
            low, high = _interval(draws, places[held], errors[held], len(documents))
            rows.append((group, int(held.sum()), errors[held].mean(), low, high, worth[held].mean()))
    return pd.DataFrame(rows, columns=["group", "n", "error", "low", "high", "mean"])


def _interval(draws: Any, places: Any, errors: Any, n: int) -> tuple[float, float]:
    weights = draws @ np.bincount(places, minlength=n)
    means = (draws @ np.bincount(places, errors, minlength=n))[weights > 0] / weights[weights > 0]
    low, high = np.percentile(means, _PERCENT)
    return float(low), float(high)


def targets_per_second(targets: Sequence[Target], model: StanceModel) -> float:
    """Time the judging of targets, by processor time, once the words are known: the best of three times."""
    some = targets[:_TIMED]
    judge_targets(some, model)
    times = []
    for _ in range(3):
        start = process_time()
        for target in some:
            model.judge(target.text, target.start, target.end)
        times.append(process_time() - start)
    return len(some) / min(times)
