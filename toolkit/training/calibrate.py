"""Learn from held-out articles how far the engine's probabilities can be believed, and what is too unsure to report.

The one rule: an article calibrates only a linker and a tagger that have not seen it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.annotate.quotes.assemble import Linked, link_spans, to_range
from toolkit.annotate.quotes.confidence import Calibration, Evidence
from toolkit.errors import TrainingError
from toolkit.rows import Range
from toolkit.training.gold import Attribution
from toolkit.training.links import HeldOut, learn_linker

_STEPS = 30
_RIDGE = 1e-2
_ALIKE = 0.5  # Dice of the content, from which a quotation counts as found


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold the evidence for a quotation, whether gold has its content, and whether also its source."""

    evidence: Evidence
    found: bool
    right: bool


def learn_calibration(windows: Sequence[HeldOut], *, seed: int) -> Calibration:
    """Fit the logistic model on both halves in turn, and choose the least confidence that is reported."""
    judged: list[Judged] = []
    for half in (0, 1):
        linker = learn_linker([held for held in windows if held.article % 2 != half], seed=seed)
        for held in windows:
            if held.article % 2 == half:
                judged += _judge(held, link_spans(held.window, held.tagged, linker))
    if not judged:
        raise TrainingError(
            "the network finds no quotation in articles that it did not see; it needs more gold, or more half epochs"
        )
    inputs = np.array([j.evidence.features() for j in judged])
    right = np.array([j.right for j in judged], float)
    weights = [round(float(w), 4) for w in _logistic(inputs, right)]
    confidence = 1 / (1 + np.exp(-inputs @ np.array(weights)))
    n_gold = len({id(a) for held in windows for a in held.attributions})
    found = np.array([j.found for j in judged])
    marked = np.array([j.evidence.marked for j in judged])
    return Calibration(weights, _best_least(np.where(marked, 1.0, confidence), found, right, n_gold))


def _judge(held: HeldOut, found: Sequence[Linked]) -> Iterator[Judged]:
    window = held.window
    for linked in found:
        content = [to_range(window, span) for span in linked.content]
        source = [to_range(window, linked.source)] if linked.source else []
        best = max(held.attributions, key=lambda a: _dice(content, a.content), default=None)
        alike = best is not None and _dice(content, best.content) >= _ALIKE
        yield Judged(linked.evidence, alike, best is not None and alike and _same_source(source, best))


def _same_source(source: Sequence[Range], gold: Attribution) -> bool:
    if not source or not gold.source:
        return not source and not gold.source
    return _shared(source, gold.source) > 0


def _dice(a: Sequence[Range], b: Sequence[Range]) -> float:
    total = sum(end - start for start, end in (*a, *b))
    return 2 * _shared(a, b) / total if total else 0.0


def _shared(a: Sequence[Range], b: Sequence[Range]) -> int:
    return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)


def _logistic(inputs: Any, right: Any) -> Any:
    """Fit by Newton's method with a small ridge."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (share - right) + _RIDGE * weights
        curve = (inputs * (share * (1 - share))[:, None]).T @ inputs + _RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _best_least(confidence: Any, found: Any, right: Any, n_gold: int) -> float:
    """Choose the confidence from which quotations are reported: the best F1, with and without the source, together."""
    steps = np.arange(0.0, 0.6, 0.01)
    f1 = [(found[kept].sum() + right[kept].sum()) / (kept.sum() + n_gold) for kept in (confidence >= s for s in steps)]
    return round(float(steps[int(np.argmax(f1))]), 2)
