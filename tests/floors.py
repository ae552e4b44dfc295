"""Floors under the figures on a gold, kept in a file beside it with the gold's digest.

The one rule: a floor is lowered only when that is asked for out loud (`--lower-floors`); raising one is suggested.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

SAID = pytest.StashKey[list[str]]()  # what is said about floors at the end of a run
_WORTH_RAISING = 0.005
_DIGITS = 4


@dataclass(frozen=True)
class Floors:
    """Hold the file of floors and the gold under which they lie."""

    path: Path
    gold: Path

    @property
    def values(self) -> dict[str, float]:
        found: dict[str, float] = self._read()["floors"]
        return found

    def check_gold(self, *, lower: bool) -> None:
        """Fail if the gold is not the one the floors were measured on."""
        digest = sha256(self.gold.read_bytes()).hexdigest()
        if digest != self._read()["sha256"]:
            assert lower, f"{self.gold.name} has changed; see that it is meant, and run again with --lower-floors"
            self._write(sha256=digest)

    def check(self, name: str, value: float, *, lower: bool) -> str:
        """Fail if a figure is below its floor; gives what is worth saying, or nothing."""
        floor = self.values[name]
        new = 0.0 if math.isnan(value) else math.floor(value * 10**_DIGITS) / 10**_DIGITS
        if not value >= floor:
            assert lower, f"{name} is {value:.4f} and its floor {floor}; to lower it, run again with --lower-floors"
            self._write(floors=self.values | {name: new})
            return f"{name}: floor lowered from {floor} to {new}"
        return f"{name}: floor {floor} can be raised to {new}" if new - floor >= _WORTH_RAISING else ""

    def _read(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return found

    def _write(self, **changed: Any) -> None:
        self.path.write_text(json.dumps(self._read() | changed, indent=1) + "\n", encoding="utf-8")
