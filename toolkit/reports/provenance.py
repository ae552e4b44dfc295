"""Say from what a report was made, so that it can be made again and checked.

The one rule: no clock and no path; the same texts, code and parameters give the same record.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from toolkit.rows import Corpus

_PACKAGES = ("framing-toolkit", "matplotlib", "nbconvert", "nltk", "numpy", "pandas", "papermill", "pyarrow")


def write_provenance(
    folder: Path, *, corpus: Corpus, chapters: Sequence[Path], parameters: Mapping[str, Any], inputs: str = ""
) -> Path:
    """Write ``provenance.json``: versions, parameters, corpus fingerprint, and a hash of every table and figure."""
    made = sorted(p for kind in ("tables", "figures") for p in (folder / kind).glob("*"))
    record = {
        "corpus": {
            "documents": {document.doc_id: document.sha256 for document in corpus},
            "fingerprint": corpus.fingerprint,
            "name": corpus.name,
        },
        "files": {p.relative_to(folder).as_posix(): _digest(p) for p in made},
        "chapters": {path.name: _digest(path) for path in chapters},
        "packages": package_versions(),
        "parameters": dict(parameters),
        "python": ".".join(platform.python_version_tuple()[:2]),
    }
    if inputs:
        record["inputs"] = inputs
    path = folder / "provenance.json"
    path.write_text(json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def read_inputs(folder: Path) -> str:
    """Give the digest of inputs that a finished report was made from; "" where there is none."""
    try:
        record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(record.get("inputs", "")) if isinstance(record, dict) else ""


def package_versions() -> dict[str, str]:
    """Give the versions of the packages that decide on a report's bytes."""
    return {name: version(name) for name in _PACKAGES}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
