"""Load what training wrote: the network, its tables, the vocabularies, and the linker's weights.

The one rule: weights are read once per process, when the first article is tagged, and never from the network.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.annotate.quotes.confidence import Calibration
from toolkit.annotate.quotes.features import COLUMNS, Looks
from toolkit.annotate.quotes.linker import Linker
from toolkit.annotate.quotes.tagger import Tables, Tagger
from toolkit.errors import ParameterError

NETWORK, TABLES, WORDS, LINKS = ENGINE_FILES = ("network.onnx", "tables.npz", "words.json", "links.json")
CARD = "README.md"


@dataclass(frozen=True, slots=True)
class Engine:
    """Hold what finds quotations; `name` goes into each row's method."""

    name: str
    tagger: Tagger
    linker: Linker
    calibration: Calibration


@cache
def load_engine(folder: str = "") -> Engine:
    """Load an engine from a folder that training wrote; "" is the one that ships.

    A folder is read once per process, so an engine trained anew belongs into a new folder.
    """
    source = find_engine(folder)
    words = json.loads((source / WORDS).read_text(encoding="utf-8"))
    linker, calibration = load_links(source)
    values = {name: {value: i for i, value in enumerate(words["values"][name], 2)} for name in COLUMNS[:-1]}
    arrays = _arrays(source / TABLES)
    pieces, vectors, unit = load_pieces()
    tables = Tables(
        columns=tuple(arrays[f"column_{name}"].astype(np.float32) for name in COLUMNS),
        pieces=vectors,
        piece_unit=unit,
        **{name: arrays[name].astype(np.float32) for name in _PLAIN},
    )
    tagger = Tagger(Looks(values, words["cue_rates"], pieces), tables, _session((source / NETWORK).read_bytes()))
    return Engine(words["name"], tagger, linker, calibration)


def find_engine(folder: str = "") -> Traversable:
    """Give the folder of an engine, "" for the one that ships; raises where it is none."""
    source: Traversable = Path(folder) if folder else _shipped() / "quotes"
    if lacking := [name for name in ENGINE_FILES if not (source / name).is_file()]:
        raise ParameterError(
            f"{folder!r} is no engine, since it has no {', '.join(lacking)}; toolkit train quotes makes one"
        )
    return source


def engine_digest(folder: str = "") -> str:
    """Give the sha256 of an engine: its weights, and the code that reads them."""
    source, code = find_engine(folder), files("toolkit").joinpath("annotate/quotes")
    modules = sorted((path for path in code.iterdir() if path.name.endswith(".py")), key=lambda path: path.name)
    digest = hashlib.sha256()
    for path in (*(source / name for name in ENGINE_FILES), *modules):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def load_links(folder: Traversable) -> tuple[Linker, Calibration]:
    """Load the weights of the linker and of the confidence from an engine's folder."""
    links = json.loads((folder / LINKS).read_text(encoding="utf-8"))
    linker = Linker(links["cue_of_content"], links["source_of_cue"], links["source_of_content"])
    return linker, Calibration(**links["calibration"])


_PLAIN = ("projection", "states", "flags", "transitions")


@cache
def load_pieces() -> tuple[Mapping[str, int], Any, float]:
    """Load the word pieces with their pretrained vectors, as integers of a unit (see weights/pieces/README.md)."""
    folder = _shipped() / "pieces"
    listed = (folder / "pieces.txt").read_text(encoding="utf-8").split("\n")
    arrays = _arrays(folder / "vectors.npz")
    return {piece: i for i, piece in enumerate(listed)}, arrays["vectors"], float(arrays["unit"])


def _shipped() -> Traversable:
    return files("toolkit").joinpath("weights")


def _arrays(path: Traversable) -> dict[str, Any]:
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _session(model: bytes) -> Any:
    # From 1.29 on, onnxruntime tells its maker about each session unless this stands there before it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # where somebody had imported it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
