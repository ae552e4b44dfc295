"""Read targets with their labels, and turn them into what the stance model weighs.

The one rule: rows of one document stay together, in folds and in what is set aside.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from toolkit.annotate.stance.features import fired_features, region_weights, shape_values
from toolkit.annotate.stance.masking import mask_target
from toolkit.annotate.stance.model import LABELS, WORD_SCALE, word_vector
from toolkit.errors import TrainingError

_SEEN_AS = {"negative": "against", "neutral": "neutral", "positive": "favour"}
_FEWEST_DOCUMENTS = 4  # in which a feature stands
_ID_PARTS = 3


@dataclass(frozen=True, slots=True)
class Target:
    """Hold one target with its label."""

    row_id: str
    doc_id: str
    text: str
    start: int
    end: int
    label: str | None

    @property
    def words(self) -> str:
        """Give the words of the target."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Hold targets as numbers: which features fire (rows × features), and regions and shapes (rows × numbers)."""

    sparse: Any
    dense: Any
    labels: Any

    def take(self, rows: Any) -> Inputs:
        """Give some of the rows."""
        return Inputs(self.sparse[rows], self.dense[rows], self.labels[rows])


def load_targets(path: str | Path, *, labelled: bool = True) -> list[Target]:
    """Load JSON lines of ``{id, text, start, end, label}``.

    The document is ``doc_id`` or else the first three parts of the id between underscores. Labels are against,
    neutral, favour, or negative, neutral, positive.

    Raises
    ------
    TrainingError
        Where a line is no such target, or lacks its label though `labelled`.
    """
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    return [_target(line, f"{path}, line {n}", labelled) for n, line in enumerate(lines, 1) if line.strip()]


def _target(line: str, place: str, labelled: bool) -> Target:
    try:
        row = json.loads(line)
        row_id, text, start, end = str(row["id"]), row["text"], row["start"], row["end"]
        good = isinstance(text, str) and type(start) is type(end) is int and 0 <= start < end <= len(text)
    except (ValueError, KeyError, TypeError) as wrong:
        raise TrainingError(f"{place} is no target: it needs id, text, start and end ({wrong!r})") from wrong
    if not good:
        raise TrainingError(f"{place}: start and end must be whole numbers that mark a part of the text")
    label = _SEEN_AS.get(row.get("label"), row.get("label"))
    if labelled and label not in LABELS:
        raise TrainingError(f"{place}: the label is {label!r}; it must be {', '.join(LABELS)}")
    return Target(row_id, str(row.get("doc_id") or _document(row_id)), text, start, end, label)


def _document(row_id: str) -> str:
    return "_".join(row_id.split("_")[:_ID_PARTS])


def of_several(targets: Sequence[Target]) -> list[bool]:
    """Say of each target whether its text holds further ones."""
    texts = Counter((target.doc_id, target.text) for target in targets)
    return [texts[target.doc_id, target.text] > 1 for target in targets]


def fold_of(doc_id: str, *, seed: int, folds: int) -> int:
    """Give the fold of a document, by hash."""
    return int(sha256(f"{seed} {doc_id}".encode("utf-8", "surrogatepass")).hexdigest(), 16) % folds


def choose_features(targets: Iterable[Target]) -> list[str]:
    """Choose the features that stand in enough documents, in order of their letters."""
    documents: dict[str, set[str]] = {}
    for target in targets:
        for name in _names(target):
            documents.setdefault(name, set()).add(target.doc_id)
    return sorted(name for name, held in documents.items() if len(held) >= _FEWEST_DOCUMENTS)


def make_inputs(targets: Sequence[Target], features: Sequence[str]) -> Inputs:
    """Turn labelled targets into numbers, just as the model at work sees them."""
    rows = {name: i for i, name in enumerate(features)}
    fired = [sorted({rows[name] for name in _names(target) if name in rows}) for target in targets]
    values = [np.full(len(some), WORD_SCALE / sqrt(len(some) or 1), np.float32) for some in fired]
    ends = np.cumsum([0, *map(len, fired)])
    columns = np.concatenate([*map(np.array, fired), []]).astype(np.int32)
    sparse = csr_matrix((np.concatenate([*values, []]), columns, ends), (len(targets), len(features)), np.float32)
    dense = np.stack([_dense(target) for target in targets])
    return Inputs(sparse, dense, np.array([LABELS.index(target.label) for target in targets]))


def _names(target: Target) -> set[str]:
    return {name for name, _, _ in fired_features(*mask_target(target.text, target.start, target.end))}


def _dense(target: Target) -> Any:
    masked, k = mask_target(target.text, target.start, target.end)
    vectors = np.stack([_vector(form) for form in masked.forms])
    return np.concatenate([(region_weights(masked, k).T @ vectors).ravel(), shape_values(masked, k)])


_vector = lru_cache(maxsize=50_000)(word_vector)
