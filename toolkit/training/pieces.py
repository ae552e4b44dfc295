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
    """Write ``pieces.txt`` and ``vectors.npz`` from a BERT-like encoder in a local folder (needs transformers)."""
    vocabulary, layers = _encode(Path(model))
    parts = [_components(values, width) for values, width in zip(layers, _WIDTHS, strict=True)]
    vectors = np.clip(np.concatenate(parts, 1), -_LONGEST, _LONGEST)
    unit = _LONGEST / 127
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "pieces.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    np.savez_compressed(target / "vectors.npz", vectors=np.round(vectors / unit).astype(np.int8), unit=unit)


def _encode(model: Path) -> tuple[list[str], list[Any]]:
    """Encode each piece alone; gives the pieces and their vectors in three layers."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    numbers: dict[str, int] = AutoTokenizer.from_pretrained(model).get_vocab()
    encoder = AutoModel.from_pretrained(model).eval()
    first, last = numbers["[CLS]"], numbers["[SEP]"]
    ids = torch.arange(len(numbers))
    final, second = [], []
    with torch.no_grad():
        for part in ids.split(_BATCH):
            alone = torch.stack([torch.full_like(part, first), part, torch.full_like(part, last)], 1)
            found = encoder(alone, output_hidden_states=True)
            final.append(found.last_hidden_state[:, 1].numpy())
            second.append(found.hidden_states[2][:, 1].numpy())
    embedding = encoder.embeddings.word_embeddings.weight.detach().numpy()
    return sorted(numbers, key=lambda piece: numbers[piece]), [embedding, np.concatenate(final), np.concatenate(second)]


def _components(values: Any, width: int) -> Any:
    """Keep the first principal components, scaled to a standard deviation of 1 over all."""
    centred = values - values.mean(0)
    _, _, axes = np.linalg.svd(centred / centred.std(), full_matrices=False)
    kept = centred @ axes[:width].T
    return kept / kept.std()
