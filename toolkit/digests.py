"""Say in one word what something rests on, so that a change of it shows.

The one rule: every field counts, also one that an object leaves out when it shows itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def digest_values(*values: Any) -> str:
    """Give a SHA-256 of values: plain ones, and rows and objects whose fields are such, also in a tuple."""
    digest = sha256()
    for value in values:
        for part in value if isinstance(value, tuple) else (value,):
            digest.update(_spelled(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def digest_code(parts: Sequence[str] = ()) -> str:
    """Give a SHA-256 of the toolkit's code, word lists and weights, or of these of its packages."""
    package = files("toolkit")
    folders = [package / part for part in parts] or [package]
    held = {name: sha256(file.read_bytes()).hexdigest() for folder in folders for name, file in _under(folder)}
    return sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _spelled(value: Any) -> str:
    """Write out all fields: the ``repr`` of an article, made for people, leaves out its text."""
    if not is_dataclass(value) or isinstance(value, type):
        return repr(value)
    return repr([(field.name, getattr(value, field.name)) for field in fields(value)])


def _under(folder: Traversable) -> list[tuple[str, Traversable]]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            found += [(f"{folder.name}/{name}", file) for name, file in _under(entry)]
        elif entry.is_file():
            found.append((f"{folder.name}/{entry.name}", entry))
    return found
