"""Make the table of word pieces: static vectors drawn once from a pretrained encoder.

The one rule: the table is made by this code from a model whose name and licence stand in weights/pieces/README.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

_WIDTHS = (64, 48, 48)  # principal components kept of input embedding, last layer, second layer
_LONGEST = 4.0  # standard deviations
_BATCH = 512


def save_pieces(model: str | Path, folder: str | Path) -> None:
    """Write ``pieces.txt`` and ``vectors.npz`` from a BERT-like encoder in a local folder."""
    vocabulary, layers = _encode(Path(model))
    parts = [_components(values, width) for values, width in zip(layers, _WIDTHS, strict=True)]
    vectors = np.clip(np.concatenate(parts, 1), -_LONGEST, _LONGEST)
    unit = _LONGEST / 127
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "pieces.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    np.savez_compressed(target / "vectors.npz", vectors=np.round(vectors / unit).astype(np.int8), unit=unit)


def _encode(folder: Path) -> tuple[list[str], list[Any]]:
    """Encode each piece alone; gives the pieces and their vectors in three layers."""
    import torch

    from toolkit.training.encoder import load_encoder

    encoder, cutter = load_encoder(folder)
    encoder.eval()
    numbers = cutter.vocabulary()
    final, second = [], []
    with torch.no_grad():
        for part in torch.arange(len(numbers)).split(_BATCH):
            alone = torch.stack([torch.full_like(part, cutter.first), part, torch.full_like(part, cutter.last)], 1)
            layers = list(encoder.states(alone, torch.ones_like(alone, dtype=torch.bool)))
            final.append(layers[-1][:, 1].numpy())
            second.append(layers[2][:, 1].numpy())
    embedding = encoder.words.weight.detach().numpy()
    return sorted(numbers, key=lambda piece: numbers[piece]), [embedding, np.concatenate(final), np.concatenate(second)]


def _components(values: Any, width: int) -> Any:
    """Keep the first principal components, scaled to a standard deviation of 1 over all."""
    centred = values - values.mean(0)
    _, _, axes = np.linalg.svd(centred / centred.std(), full_matrices=False)
    kept = centred @ axes[:width].T
    return kept / kept.std()
