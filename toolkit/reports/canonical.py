"""Make an executed notebook the same to the byte whenever and wherever it was run.

The one rule: what is removed says nothing about the texts: times, machine paths, random ids, memory addresses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat

from toolkit.reports.chapters import CHAPTER

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
# a warning names the file it comes from; that of a cell lies in a folder named after the process
_FOLDERS = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\\/:\n]+[\\/])*(?=[^\\/:\n]+\.py:)")


def canonical_notebook(
    path: Path, *, title: str, parameters: Mapping[str, Any], names: Mapping[str, str], machine: Collection[str] = ()
) -> Any:
    """Read an executed notebook and strip it of what differs from run to run.

    Parameters
    ----------
    names
        Paths of this machine, and the names that stand for them.
    machine
        Parameters that say how the machine was used, and nothing about the outcome: their values are left out.

    Returns
    -------
    nbformat.NotebookNode
    """
    text = path.read_text(encoding="utf-8")
    for machine_path, name in sorted(names.items(), reverse=True):  # a folder comes after what lies in it
        text = text.replace(json.dumps(machine_path)[1:-1], json.dumps(name)[1:-1])
    notebook = nbformat.reads(text, as_version=4)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "parameters": dict(sorted(parameters.items())),
            "title": title,
        }
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:03d}"
        for key in ("papermill", "execution", CHAPTER):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            lines = cell.source.splitlines()
            cell.source = "\n".join(line for line in lines if line.partition(" = ")[0] not in machine)
        for output in cell.get("outputs", []):
            _strip_machine(output)
    return notebook


def _strip_machine(output: Any) -> None:
    if output.get("name") == "stderr":
        output["text"] = _FOLDERS.sub("", output["text"])
    data = output.get("data", {})
    for kind in ("text/plain", "text/html"):
        if kind in data:
            data[kind] = _ADDRESS.sub("", data[kind])
