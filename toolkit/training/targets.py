"""Read targets with their labels, and turn them into what the stance model weighs.

The one rule: rows of one document stay together, in folds and in what is set aside.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from toolkit.annotate.stance.features import feature_name, fired_features, region_weights, shape_values
from toolkit.annotate.stance.masking import Masked, mask_target
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
    """Hold what the model weighs of each target: the names of features, and numbers of regions and shapes."""

    targets: Sequence[Target]
    names: Sequence[frozenset[str]]
    dense: Any

    @property
    def labels(self) -> Any:
        """Give the number of each target's label among `LABELS`."""
        order = {label: i for i, label in enumerate(LABELS)}
        return np.array([order[target.label] for target in self.targets if target.label in order])

    def choose(self, rows: Sequence[int]) -> list[str]:
        """Choose the features that stand in enough documents of these rows, in order of their letters."""
        documents: dict[str, set[str]] = {}
        for i in rows:
            for name in self.names[i]:
                documents.setdefault(name, set()).add(self.targets[i].doc_id)
        return sorted(name for name, held in documents.items() if len(held) >= _FEWEST_DOCUMENTS)

    def sparse(self, features: Sequence[str]) -> Any:
        """Lay the features out as rows × features, weighed just as the model at work does."""
        number = {name: i for i, name in enumerate(features)}
        fired = [sorted(number[name] for name in names if name in number) for names in self.names]
        values = [np.full(len(some), WORD_SCALE / sqrt(len(some) or 1), np.float32) for some in fired]
        ends = np.cumsum([0, *map(len, fired)])
        columns = np.array([i for some in fired for i in some], np.int32)
        return csr_matrix((np.concatenate(values), columns, ends), (len(fired), len(features)), np.float32)


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
    return [_target(line, f"{path}, line {n}", labelled=labelled) for n, line in enumerate(lines, 1) if line.strip()]


def _target(line: str, place: str, *, labelled: bool) -> Target:
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


def make_inputs(targets: Sequence[Target]) -> Inputs:
    """Read each target just as the model at work does."""
    masked = [mask_target(target.text, target.start, target.end) for target in targets]
    names = [frozenset(feature_name(kind, key) for kind, key, _, _ in fired_features(*one)) for one in masked]
    return Inputs(targets, names, np.stack([_dense(*one) for one in masked]))


def _dense(masked: Masked, k: int) -> Any:
    vectors = np.stack([_vector(form) for form in masked.forms])
    return np.concatenate([(region_weights(masked, k).T @ vectors).ravel(), shape_values(masked, k)])


_vector = lru_cache(maxsize=50_000)(word_vector)
