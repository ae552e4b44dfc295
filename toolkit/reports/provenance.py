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

from toolkit.errors import ParameterError
from toolkit.rows import Corpus

Record = dict[str, Any]

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


def read_provenance(folder: Path) -> Record:
    """Read the record of a report."""
    try:
        record: Record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ParameterError(f"there is no report in {folder.name!r}: no provenance.json that can be read") from None
    if missing := {"chapters", "corpus", "files", "packages", "parameters"} - {*record}:
        raise ParameterError(
            f"the record of {folder.name!r} lacks {', '.join(sorted(missing))}: it cannot be made again"
        )
    return record


def differing_files(folder: Path, record: Record) -> list[str]:
    """Name the tables and figures of a report that are not, or no longer, what its record says."""
    there = {name: _digest(folder / name) for name in record["files"] if (folder / name).is_file()}
    return sorted(name for name, digest in record["files"].items() if there.get(name) != digest)


def explain_differences(first: Record, second: Record) -> list[str]:
    """Say what two reports were made of that is not the same: texts, chapters, parameters, versions."""
    said = _texts(first["corpus"], second["corpus"])
    for what in ("chapters", "parameters"):
        if names := _apart(first.get(what, {}), second.get(what, {})):
            said.append(f"other {what}: {', '.join(names)}")
    versions = {"python": (first.get("python"), second.get("python"))}
    packages = first["packages"], second["packages"]
    versions |= {name: (packages[0].get(name), packages[1].get(name)) for name in _apart(*packages)}
    other = [f"{name} {old or 'none'} → {new or 'none'}" for name, (old, new) in versions.items() if old != new]
    return said + ([f"other versions: {', '.join(other)}"] if other else [])


def _texts(first: Record, second: Record) -> list[str]:
    if first["fingerprint"] == second["fingerprint"]:
        return []
    texts = first["documents"], second["documents"]
    gained, lost = (len({*these} - {*those}) for these, those in (texts[::-1], texts))
    changed = len(_apart(*texts)) - gained - lost
    counted = f"{gained:,} articles gained, {lost:,} lost, {changed:,} with other bytes"
    return [f"other texts: {counted}; fingerprint {first['fingerprint']} → {second['fingerprint']}"]


def _apart(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*first} | {*second} if first.get(name) != second.get(name))


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
