"""Write a trained tagger for onnxruntime, with its tables, vocabularies and the linker's weights.

The one rule: what is written computes what was trained; a test holds the two against each other.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from toolkit.annotate.quotes.confidence import Calibration
from toolkit.annotate.quotes.features import COLUMNS
from toolkit.annotate.quotes.linker import Linker
from toolkit.annotate.quotes.spans import N_TAGS
from toolkit.annotate.quotes.weights import LINKS, NETWORK, TABLES, WORDS
from toolkit.training.fit import Fitted
from toolkit.training.network import WIDTHS

_OPSET, _IR = 17, 9


def save_engine(folder: Path, fitted: Fitted, linker: Linker, calibration: Calibration, *, name: str) -> None:
    """Write the four files of an engine into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().numpy() for key, value in fitted.network.state_dict().items()}
    (folder / NETWORK).write_bytes(_network(state))
    np.savez(folder / TABLES, **_tables(state), transitions=fitted.transitions())
    words = {
        "name": name,
        "values": {column: list(fitted.looks.values[column]) for column in COLUMNS[:-1]},
        "cue_rates": dict(sorted(fitted.looks.cue_rates.items())),
    }
    links = {
        "cue_of_content": _sorted(linker.cue_of_content),
        "source_of_cue": _sorted(linker.source_of_cue),
        "source_of_content": _sorted(linker.source_of_content),
        "calibration": {"weights": list(calibration.weights), "least": calibration.least},
    }
    for path, content in ((folder / WORDS, words), (folder / LINKS, links)):
        path.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _sorted(weights: Any) -> dict[str, float]:
    return dict(sorted(weights.items()))


def _tables(state: dict[str, Any]) -> dict[str, Any]:
    """Multiply the embeddings with the first layer, so that a word costs one sum."""
    lexical = state["lexical.weight"]
    edges = np.cumsum([0, *WIDTHS])
    tables = {
        f"column_{name}": (state[f"columns.{i}.weight"] @ lexical[:, edges[i] : edges[i + 1]].T).astype(np.float16)
        for i, name in enumerate(COLUMNS)
    }
    return {
        **tables,
        "projection": (lexical[:, edges[-1] :] @ state["pieces.weight"]).T.astype(np.float32),
        "states": state["states.weight"],
        "flags": state["flags.weight"],
    }


def _network(state: dict[str, Any]) -> bytes:
    """Build the graph: two recurrent layers, and a linear layer past them."""
    width, hidden = state["skip.weight"].shape[1], state["layers.0.weight_hh_l0"].shape[1]
    constants = {"shape": np.array([0, 0, -1], np.int64)}
    nodes, current = [], "inputs"
    for layer in (0, 1):
        for kind, parts in _layer(state, layer, hidden).items():
            constants[f"{kind}{layer}"] = parts
        names = [current, f"W{layer}", f"R{layer}", f"B{layer}", "lengths"]
        nodes += [
            helper.make_node("LSTM", names, [f"y{layer}"], direction="bidirectional", hidden_size=hidden),
            helper.make_node("Transpose", [f"y{layer}"], [f"t{layer}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"t{layer}", "shape"], [f"h{layer}"]),
        ]
        current = f"h{layer}"
    constants |= {"out": state["out.weight"].T, "skip": state["skip.weight"].T}
    constants["bias"] = state["out.bias"] + state["skip.bias"]
    nodes += [
        helper.make_node("MatMul", [current, "out"], ["deep"]),
        helper.make_node("MatMul", ["inputs", "skip"], ["shallow"]),
        helper.make_node("Add", ["deep", "shallow"], ["sum"]),
        helper.make_node("Add", ["sum", "bias"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "quotations",
        [
            helper.make_tensor_value_info("inputs", TensorProto.FLOAT, ["time", "window", width]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["window"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["time", "window", N_TAGS])],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _layer(state: dict[str, Any], layer: int, hidden: int) -> dict[str, Any]:
    """Give the weights of one layer in ONNX's order of gates: input, output, forget, cell."""

    def gates(name: str) -> Any:
        i, f, c, o = np.split(state[f"layers.{layer}.{name}"], 4)
        return np.concatenate([i, o, f, c])

    def both(name: str) -> Any:
        return np.stack([gates(f"{name}_l0"), gates(f"{name}_l0_reverse")])

    return {
        "W": both("weight_ih"),
        "R": both("weight_hh"),
        "B": np.concatenate([both("bias_ih"), both("bias_hh")], axis=1),
    }
