"""Train the stance model: one command, one file, one model.

The one rule: documents set aside for the test are in no part of it, and what calibrates was not seen by what scored it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from toolkit.annotate.stance.features import REGIONS, SHAPES
from toolkit.annotate.stance.model import ABOUT, CARD, ENGINE_FILES, FEATURES, LABELS, WEIGHTS
from toolkit.errors import TrainingError
from toolkit.files import whole_file
from toolkit.training.gold import set_aside
from toolkit.training.softmax import Softmax, calibrated, fit_calibration, fit_softmax
from toolkit.training.targets import Inputs, Target, fold_of, load_targets, make_inputs

Say = Callable[[str], None]

ONE_IN = 8  # documents set aside for the test
FOLDS = 5
_FEWEST = 30  # targets, of which every label has some
_LOSS_WEIGHT = 0.008
_ANSWERED = 0.5  # share of targets on which the model does not abstain


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Hold the probabilities of targets by models and calibrations that saw no row of their documents."""

    labels: Any
    scores: Any
    shares: Any
    least: float


def train_stance(
    gold: str | Path,
    out: str | Path,
    *,
    seed: int = 1,
    one_in: int = ONE_IN,
    name: str = "stance-1",
    say: Say = lambda line: None,
) -> Path:
    """Train a stance model on labelled targets and write it into a folder.

    Parameters
    ----------
    gold
        JSON lines of ``{id, text, start, end, label}``.
    seed
        Decides the folds from which the calibration is learnt; the weights do not depend on it.
    one_in
        One document in so many is set aside for the test, by hash; 0 sets none aside.

    Returns
    -------
    Path
        The folder, for the parameter `engine` of `find_stances`.
    """
    folder = _own_folder(Path(out))
    if one_in < 0 or one_in == 1:
        raise TrainingError(f"one document in {one_in} cannot be set aside; give 0 (none), or 2 or more")
    targets, test = set_aside(load_targets(gold), one_in=one_in)
    say(f"{len(targets)} targets to learn from, {len(test)} set aside for the test")
    _check_enough(targets)
    inputs = make_inputs(targets)
    features = inputs.choose(range(len(targets)))
    model = _fit(inputs.sparse(features), inputs.dense, inputs.labels)
    say(f"{len(features)} features of words; now {FOLDS} folds for the calibration")
    _save(folder, model, features, cross_validate(inputs, seed=seed), name=name)
    return folder


def cross_validate(inputs: Inputs, *, seed: int) -> HeldOut:
    """Judge every target by a model that has seen no row of its document; features are chosen anew for each fold."""
    labels = inputs.labels
    folds = np.array([fold_of(target.doc_id, seed=seed, folds=FOLDS) for target in inputs.targets])
    scores = np.zeros((len(labels), len(LABELS)))
    for fold in range(FOLDS):
        seen, here = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        sparse = inputs.sparse(inputs.choose(seen.tolist()))
        model = _fit(sparse[seen], inputs.dense[seen], labels[seen])
        scores[here] = model.scores(sparse[here], inputs.dense[here])
    shares = np.zeros_like(scores)
    for fold in range(FOLDS):
        others, here = folds != fold, folds == fold
        shares[here] = calibrated(scores[here], fit_calibration(scores[others], labels[others]))
    least = round(float(np.quantile(shares.max(1), 1 - _ANSWERED)), 2)
    return HeldOut(labels, scores, shares, least)


def _fit(sparse: Any, dense: Any, labels: Any) -> Softmax:
    return fit_softmax(sparse, dense, labels, n_labels=len(LABELS), loss_weight=_LOSS_WEIGHT)


def _own_folder(folder: Path) -> Path:
    if folder.exists() and not folder.is_dir():
        raise TrainingError(f"{folder} is a file; a stance model is a folder of its own")
    held = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if others := [name for name in held if name not in (*ENGINE_FILES, CARD)]:
        raise TrainingError(f"{folder} holds {others[0]}, which is no part of a model; name a new or empty folder")
    return folder


def _check_enough(targets: Sequence[Target]) -> None:
    lacking = [label for label in LABELS if not any(target.label == label for target in targets)]
    documents = {target.doc_id for target in targets}
    if len(targets) < _FEWEST or len(documents) < 2 * FOLDS or lacking:
        without = f", without any that is {lacking[0]}" if lacking else ""
        raise TrainingError(
            f"{len(targets)} targets in {len(documents)} documents{without}, are too few to learn from; "
            f"give {_FEWEST} or more in {2 * FOLDS} documents, of each of {', '.join(LABELS)}"
        )


def _save(folder: Path, model: Softmax, features: Sequence[str], held_out: HeldOut, *, name: str) -> None:
    n_vectors = len(model.dense) - len(SHAPES)
    by_region = model.dense[:n_vectors].reshape(len(REGIONS), -1, len(LABELS))
    arrays = {
        "words": model.sparse,
        "vectors": by_region.transpose(1, 0, 2).reshape(by_region.shape[1], -1),
        "shapes": model.dense[n_vectors:],
        "bias": model.bias,
    }
    about = {
        "name": name,
        "calibration": [float(x) for x in fit_calibration(held_out.scores, held_out.labels)],
        "least": held_out.least,
    }
    with whole_file(folder / FEATURES) as part:
        part.write_text("\n".join(features), encoding="utf-8", newline="\n")
    with whole_file(folder / WEIGHTS) as part:
        _save_arrays(part, arrays)
    with whole_file(folder / ABOUT) as part:
        part.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8", newline="\n")


def _save_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """Write arrays of half precision; no time of day gets into the file, so that equal weights are equal bytes."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, array in arrays.items():
            stream = io.BytesIO()
            np.save(stream, array.astype(np.float16))
            packed.writestr(ZipInfo(f"{name}.npy"), stream.getvalue(), ZIP_DEFLATED)
