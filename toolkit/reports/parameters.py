"""Check the parameters of a report notebook before anything runs.

The one rule: only declared names pass, and only values of the declared kind; papermill itself merely warns.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbformat import ValidationError

from toolkit.errors import ParameterError

RESERVED = ("corpus", "out", "study_name", "annotations", "workers")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_CHOICES = "one of: "


@dataclass(frozen=True, slots=True)
class Parameter:
    """Hold one declared parameter: ``name: kind = default  # help``; help may say ``one of: a, b, c``."""

    name: str
    kind: str
    default: str
    help: str

    @property
    def choices(self) -> list[str]:
        """The words the parameter may be; empty where any will do."""
        _, found, words = self.help.partition(_CHOICES)
        return [word.strip() for word in words.split(",")] if found else []


def declared_parameters(notebook: Path) -> dict[str, Parameter]:
    """Read the cell tagged ``parameters`` of a notebook."""
    try:
        found = papermill.inspect_notebook(literal(notebook))
    except (AttributeError, ValueError, ValidationError) as problem:
        reason = str(problem).splitlines()[0]
        raise ParameterError(f"{notebook.name} cannot be read as a Python notebook: {reason}") from None
    return {name: Parameter(name, p["inferred_type_name"], p["default"], p["help"]) for name, p in found.items()}


def literal(path: Path) -> str:
    """Keep papermill, which fills in names between braces, from doing so in a path."""
    return str(path).replace("{", "{{").replace("}", "}}")


def check_parameters(declared: Mapping[str, Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values in their declared kinds; a `ParameterError` names value and choices.

    Words from a command line are read as the declared kind: ``"7"`` is a number where a number is declared.
    """
    free = [name for name in declared if name not in RESERVED]
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name in RESERVED:
            raise ParameterError(f"the parameter {name!r} is set by the command itself, not with -p")
        if name not in declared:
            raise ParameterError(f"no parameter {name!r}; this report has {', '.join(free) or 'none'}")
        checked[name] = _value(declared[name], value)
    return checked


def _value(parameter: Parameter, value: Any) -> Any:
    read = _read(parameter.kind, value)
    problem = f"the parameter {parameter.name} is {value!r}; it must be"
    if read is None:
        raise ParameterError(f"{problem} {_KINDS.get(parameter.kind, parameter.kind)}, like {parameter.default}")
    if parameter.choices and read not in parameter.choices:
        raise ParameterError(f"{problem} one of {', '.join(parameter.choices)}")
    try:
        json.dumps(read, allow_nan=False)
    except (TypeError, ValueError):
        raise ParameterError(f"{problem} a plain word, number, or truth value") from None
    return read


_KINDS = {"str": "words", "int": "a whole number", "float": "a number", "bool": "true or false"}


def _read(kind: str, value: Any) -> Any:
    """Read a value as the declared kind; None where it is of another."""
    if kind == "bool":
        return value if isinstance(value, bool) else _TRUTH.get(str(value).lower())
    if isinstance(value, bool):
        return None
    if kind == "str":
        return value if isinstance(value, str) else None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if not math.isfinite(number) or (kind == "int" and not number.is_integer()):
        return None
    return int(number) if kind == "int" else number
