"""A pretrained encoder of BERT's form, read from a local folder (PyTorch, tokenizers).

The one rule: it computes what the model in the folder computes; training adds to its input and nothing to its layers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from toolkit.errors import TrainingError

_FILES = ("config.json", "model.safetensors", "tokenizer.json")
_KINDS = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
_DROPPED = 0.1
_SHORTEST = 512  # pieces: the longest paragraph with a piece for each token
_PARTS = {
    "embeddings.word_embeddings": "words",
    "embeddings.position_embeddings": "places",
    "embeddings.token_type_embeddings": "kinds",
    "embeddings.LayerNorm": "norm",
}
_LAYER_PARTS = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "mix",
    "attention.output.LayerNorm": "norm_mixed",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm",
}


class Encoder(nn.Module):  # type: ignore[misc]
    """Give each piece of a text a vector (Devlin et al. 2019, "BERT")."""

    def __init__(self, *, pieces: int, width: int, longest: int, layers: int, heads: int, inner: int) -> None:
        super().__init__()
        self.width, self.longest = width, longest
        self.words, self.places, self.kinds = (nn.Embedding(n, width) for n in (pieces, longest, 2))
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(_Layer(width, heads, inner) for _ in range(layers))

    def forward(self, numbers: Any, real: Any, extra: Any = 0.0) -> Any:
        """Give the last layer, sequence × piece × width; `extra` is added to what the pieces look like."""
        *_, last = self.states(numbers, real, extra)
        return last

    def states(self, numbers: Any, real: Any, extra: Any = 0.0) -> Iterator[Any]:
        """Give the input of the first layer, then what each layer makes of it."""
        places = self.places.weight[: numbers.size(1)]
        values = self.norm(self.words(numbers) + places + self.kinds.weight[0] + extra)
        yield (values := functional.dropout(values, _DROPPED, self.training))
        for layer in self.layers:
            yield (values := layer(values, real[:, None, None, :]))


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.mix = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_mixed, self.norm = (nn.LayerNorm(width, eps=1e-12) for _ in range(2))

    def forward(self, values: Any, real: Any) -> Any:
        n, time, width = values.shape
        parts = (part(values).view(n, time, self.heads, -1).transpose(1, 2) for part in self._attention())
        dropped = _DROPPED if self.training else 0.0
        seen = functional.scaled_dot_product_attention(*parts, attn_mask=real, dropout_p=dropped)
        mixed = self.mix(seen.transpose(1, 2).reshape(n, time, width))
        values = self.norm_mixed(values + functional.dropout(mixed, _DROPPED, self.training))
        made = self.down(functional.gelu(self.up(values)))
        return self.norm(values + functional.dropout(made, _DROPPED, self.training))

    def _attention(self) -> tuple[nn.Linear, nn.Linear, nn.Linear]:
        return self.query, self.key, self.value


class Cutter:
    """Cut words into the numbers of the encoder's pieces."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._cutter = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutter.no_truncation()
        self._cutter.no_padding()
        self.first, self.last, self.unknown, self.hidden = map(
            self._cutter.token_to_id, ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
        )
        self._known: dict[str, list[int]] = {"": [self.last]}

    def vocabulary(self) -> dict[str, int]:
        """Give the number of each piece."""
        found: dict[str, int] = self._cutter.get_vocab()
        return found

    def cut(self, word: str) -> list[int]:
        """Give the numbers of a word's pieces, of a separator that of the encoder's."""
        if word not in self._known:
            self._known[word] = self._cutter.encode(word, add_special_tokens=False).ids or [self.unknown]
        return self._known[word]


def load_encoder(folder: str | Path) -> tuple[Encoder, Cutter]:
    """Load an encoder as it is published: ``config.json``, ``model.safetensors``, ``tokenizer.json``.

    Raises
    ------
    TrainingError
        Where a file is missing, or it is no encoder of BERT's form.
    """
    source = Path(folder)
    if lacking := [name for name in _FILES if not (source / name).is_file()]:
        raise TrainingError(f"{source} is no encoder, since it has no {', '.join(lacking)}")
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert":
        raise TrainingError(f"{source} has a model of type {config.get('model_type')!r}; it must be 'bert'")
    if config["max_position_embeddings"] < _SHORTEST:
        raise TrainingError(f"{source} reads {config['max_position_embeddings']} pieces; a window needs {_SHORTEST}")
    encoder = Encoder(
        pieces=config["vocab_size"],
        width=config["hidden_size"],
        longest=config["max_position_embeddings"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        inner=config["intermediate_size"],
    )
    stored = dict(_read_tensors(source / "model.safetensors"))
    encoder.load_state_dict({_part(name): torch.from_numpy(value) for name, value in stored.items() if _part(name)})
    return encoder, Cutter(source)


def _part(name: str) -> str:
    """Give our name of a stored part; none for what tagging does not need."""
    name, _, kind = name.removeprefix("bert.").rpartition(".")
    if name.startswith("encoder.layer."):
        _, _, number, part = name.split(".", 3)
        return f"layers.{number}.{_LAYER_PARTS[part]}.{kind}"
    return f"{_PARTS[name]}.{kind}" if name in _PARTS else ""


def _read_tensors(path: Path) -> Iterator[tuple[str, Any]]:
    """Read a safetensors file: eight bytes with the length of a JSON header, the header, the numbers."""
    with path.open("rb") as stream:
        header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        numbers = stream.read()
    header.pop("__metadata__", None)
    for name, about in header.items():
        start, end = about["data_offsets"]
        values = np.frombuffer(numbers[start:end], _KINDS[about["dtype"]]).reshape(about["shape"])
        yield name, values.astype(np.float32)
