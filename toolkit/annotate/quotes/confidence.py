"""Say how likely a quotation is right: from the tagger's and the linker's probabilities, calibrated on held-out folds.

The one rule: a confidence of .8 means that eight in ten such quotations of the training newspapers were right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what the confidence of one quotation rests on.

    Attributes
    ----------
    edges
        Network's probability of the tags around the ends of its content, the lowest.
    mean
        Geometric mean of the network's probabilities over its content.
    cue, source
        Probability of the links that were chosen.
    has_cue, marked
        Whether there is a cue; whether the content opens with a mark or is a block.
    """

    edges: float
    mean: float
    cue: float
    source: float
    has_cue: bool
    marked: bool

    def features(self) -> tuple[float, ...]:
        """Give the numbers that the logistic model weighs, the constant first."""
        return (
            1.0,
            _logit(self.edges),
            _logit(self.mean),
            _logit(self.cue),
            _logit(self.source),
            float(self.has_cue),
            float(self.marked),
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Hold the weights of a logistic model over `Evidence`, and the confidence below which nothing is reported."""

    weights: Sequence[float]
    least: float

    def confidence(self, evidence: Evidence) -> float:
        """Give the probability that the quotation is right, to two decimals, so that machines agree."""
        score = sum(w * x for w, x in zip(self.weights, evidence.features(), strict=True))
        return round(1 / (1 + exp(-max(-30.0, min(30.0, score)))), 2)


def edge_and_mean(sureness: Sequence[float], spans: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Give the lowest probability on both sides of the ends of some spans, and the geometric mean inside them.

    A window begins and ends with a separator, so every span has neighbours.
    """
    edges = min(sureness[i] for start, stop in spans for i in (start - 1, start, stop - 1, stop))
    inside = [log(max(_LEAST, p)) for start, stop in spans for p in sureness[start:stop]]
    return edges, exp(sum(inside) / len(inside))


def _logit(probability: float) -> float:
    bounded = min(1 - _LEAST, max(_LEAST, probability))
    return log(bounded / (1 - bounded))
