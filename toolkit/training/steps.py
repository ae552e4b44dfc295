"""What the network and its teacher share in training: where it runs, the fall of the rate, and averaged weights."""

from __future__ import annotations

import copy
from typing import Any

import torch

_EVERY = 4  # steps between two looks of the average


def find_device() -> str:
    """Name where training runs: on an accelerator if PyTorch finds one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


class Average:
    """Let averaged weights follow trained ones (Polyak & Juditsky 1992)."""

    def __init__(self, trained: Any, kept: float) -> None:
        self.model = copy.deepcopy(trained).eval()
        self._trained = trained
        self._kept = kept

    def follow(self, step: int) -> None:
        """Take over a little of what was trained; sooner in the beginning."""
        if step % _EVERY:
            return
        kept = min(self._kept, (step + 1) / (step + 10)) ** _EVERY
        with torch.no_grad():
            for slow, fast in zip(self.model.parameters(), self._trained.parameters(), strict=True):
                slow.mul_(kept).add_(fast, alpha=1 - kept)


def share_of_rate(step: int, total: int, *, warm_up: int, level: float, least: float) -> float:
    """Give the share of the learning rate: warm-up, level up to a share of all steps, then a straight fall."""
    done = min(1.0, step / total)
    return min(1.0, (step + 1) / max(1, warm_up)) * (1 - (1 - least) * max(0.0, (done - level) / (1 - level)))
