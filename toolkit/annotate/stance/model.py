"""Load the stance model and judge targets with it: a linear model of words and of vectors of word pieces.

The one rule: each text is read alone, so that a target gets the same answer in any company.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.annotate.quotes.features import Looks
from toolkit.annotate.quotes.weights import load_pieces
from toolkit.annotate.stance.features import Key, fired_features, read_feature, region_weights, shape_values
from toolkit.annotate.stance.masking import NAME, NUMBER, TARGET, Masked, mask_target
from toolkit.errors import ParameterError
from toolkit.rows import Range, StanceLabel

WEIGHTS, FEATURES, ABOUT = ENGINE_FILES = ("weights.npz", "features.txt", "about.json")
CARD = "README.md"
LABELS: tuple[StanceLabel, StanceLabel, StanceLabel] = ("against", "neutral", "favour")
WORD_SCALE = 7.0  # what words count beside vectors

_HIDDEN = frozenset((NAME, TARGET, NUMBER))
_MOST_WORDS = 5
_LEAST_SHARE = 0.25  # of the strongest word's weight


@dataclass(frozen=True, slots=True)
class Judgement:
    """Hold what the model says of one target; `words` are places in the text that moved the score to its side."""

    label: StanceLabel
    best: StanceLabel
    score: float
    confidence: float
    words: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Hold the weights of a stance model.

    Attributes
    ----------
    rows
        Row of `words` for each feature, by its kind.
    words
        Weights of features, features × labels.
    vectors
        Weights of regions, vector numbers × (regions · labels).
    shapes, bias
        Weights of shapes, and of nothing.
    calibration
        Factor and three terms by which scores become probabilities.
    least
        Confidence below which the model abstains.
    """

    name: str
    rows: Mapping[str, Mapping[Key, int]]
    words: Any
    vectors: Any
    shapes: Any
    bias: Any
    calibration: Any
    least: float
    known: dict[str, Any] = field(default_factory=dict)

    def judge(self, text: str, start: int, end: int) -> Judgement:
        """Judge one target of a text, by its place."""
        masked, target = mask_target(text, start, end)
        tokens, rest = self.weigh(masked, target)
        shares = self.shares(tokens.sum(0) + rest)
        top = int(shares.argmax())
        confidence = round(float(shares[top]), 2)
        score = round(float(shares[2] - shares[0]), 3)
        words = tuple(
            (masked.starts[i], masked.ends[i]) for i in _strongest(masked, tokens[:, 2] - tokens[:, 0], score)
        )
        return Judgement(LABELS[top] if confidence >= self.least else "unclear", LABELS[top], score, confidence, words)

    def weigh(self, masked: Masked, target: int) -> tuple[Any, Any]:
        """Give what each token adds to the score of each label, and what comes from no token."""
        vectors = np.array([self._vector(form) for form in masked.forms])
        tokens = np.einsum("nr,nrl->nl", region_weights(masked, target), vectors)
        fired: dict[int, tuple[int, int]] = {}
        for kind, key, first, last in fired_features(masked, target):
            row = self.rows[kind].get(key)
            if row is not None:
                fired[row] = (first, last)
        if fired:
            half = self.words[list(fired)] * (WORD_SCALE / sqrt(len(fired)) / 2)
            np.add.at(
                tokens, np.array(list(fired.values())), half[:, None]
            )  # half to the first token, half to the last
        return tokens, shape_values(masked, target) @ self.shapes + self.bias

    def shares(self, scores: Any) -> Any:
        """Turn scores into calibrated probabilities of `LABELS`."""
        logits = scores * self.calibration[0] + self.calibration[1:]
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    def _vector(self, form: str) -> Any:
        """Give what a word adds per region and label, worked out once per word."""
        found = self.known.get(form)
        if found is None:
            found = (word_vector(form) @ self.vectors).reshape(-1, len(LABELS))
            self.known[form] = found
        return found


def word_vector(form: str) -> Any:
    """Give the mean vector of a word's pieces; nothing for what is hidden."""
    pieces, vectors, unit = load_pieces()
    rows = [] if form in _HIDDEN else Looks({}, {}, pieces).piece_rows(form)
    return (vectors[rows].astype(np.float32).mean(0) if rows else np.zeros(vectors.shape[1], np.float32)) * unit


def _strongest(masked: Masked, weights: Any, score: float) -> list[int]:
    """Choose the words that moved the score to the side where it is, in order of place."""
    pull = {
        i: abs(weight)
        for i, weight in enumerate(weights.tolist())
        if weight * score > 0 and masked.forms[i] not in _HIDDEN and masked.forms[i][0].isalpha()
    }
    least = _LEAST_SHARE * max(pull.values(), default=0)
    ranked = sorted((i for i in pull if pull[i] >= least), key=lambda i: -pull[i])
    return sorted(ranked[:_MOST_WORDS])


@cache
def load_stance_model(folder: str = "") -> StanceModel:
    """Load a model from a folder that training wrote, once per process; "" is the one that ships."""
    source = find_stance_model(folder)
    about = json.loads((source / ABOUT).read_text(encoding="utf-8"))
    features = (source / FEATURES).read_text(encoding="utf-8").split("\n")
    with (source / WEIGHTS).open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    return StanceModel(
        name=about["name"],
        rows=_by_kind(features),
        calibration=np.array(about["calibration"], np.float32),
        least=about["least"],
        **arrays,
    )


def _by_kind(features: Sequence[str]) -> Mapping[str, Mapping[Key, int]]:
    rows: dict[str, dict[Key, int]] = defaultdict(dict)
    for i, name in enumerate(features):
        kind, key = read_feature(name)
        rows[kind][key] = i
    return rows


def find_stance_model(folder: str = "") -> Traversable:
    """Give the folder of a stance model, "" for the one that ships; raises where it is none."""
    source: Traversable = Path(folder) if folder else files("toolkit").joinpath("weights", "stance")
    if lacking := [name for name in ENGINE_FILES if not (source / name).is_file()]:
        raise ParameterError(
            f"{folder!r} is no stance model, since it has no {', '.join(lacking)}; toolkit train stance makes one"
        )
    return source


def stance_digest(folder: str = "") -> str:
    """Give the sha256 of a stance model: its weights, the code that reads them, and its word lists."""
    source, code = find_stance_model(folder), files("toolkit").joinpath("annotate/stance")
    read = [path for place in (code, code / "data") for path in place.iterdir() if path.is_file()]
    digest = hashlib.sha256()
    for path in (*(source / name for name in ENGINE_FILES), *sorted(read, key=lambda path: path.name)):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
