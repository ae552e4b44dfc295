"""What intervals, tests and corrections do on invented series whose truth is known.

``python tests/simulations.py intervals`` (or correction, drift, changes) prints the tables that docstrings quote.
"""

from __future__ import annotations

import sys
from typing import Any, get_args

import numpy as np

from toolkit.measure.intervals import Method, share_interval

METHODS = get_args(Method)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


# ---------------------------------------------------------------- intervals of a share


def draw_stories(
    rng: np.random.Generator, k: int, share: float, alike: float, *, unequal: bool
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Draw k stories: rows with the value, and all rows; `alike` is how much the rows of a story agree (0 to 1)."""
    sizes = np.minimum(1 + np.floor(rng.pareto(1.2, k) * 2), 60) if unequal else np.full(k, 4.0)
    own = rng.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1), k)
    return rng.binomial(sizes.astype(int), own).astype(float), sizes


def coverage(
    k: int, share: float, alike: float, *, unequal: bool, runs: int, methods: tuple[Method, ...] = METHODS
) -> dict[str, tuple[float, float, float]]:
    """Give, per method: how often the interval holds the true share, its mean width, how often there is none."""
    rng = np.random.default_rng(1)
    found: dict[str, list[tuple[float, float]]] = {method: [] for method in methods}
    for run in range(runs):
        hits, sizes = draw_stories(rng, k, share, alike, unequal=unequal)
        for method in methods:
            found[method].append(share_interval(hits, sizes, method=method, n_boot=500, seed=run))
    result = {}
    for method, pairs in found.items():
        low, high = np.array(pairs).T
        result[method] = (
            float(((low <= share) & (share <= high)).mean()),
            float(np.nanmean(high - low)),
            float(np.isnan(low).mean()),
        )
    return result


def print_intervals(runs: int = 1000) -> None:
    say(f"{'stories':>7} {'share':>5} {'alike':>5} {'sizes':>7} " + "".join(f"{m:>24}" for m in METHODS))
    for k in (5, 10, 30, 100):
        for share in (0.05, 0.2, 0.5):
            for alike in (0.1, 0.5):
                for unequal in (False, True):
                    cells = coverage(k, share, alike, unequal=unequal, runs=runs)
                    words = [f"{held:.3f} ({width:.2f}, none {none:.2f})" for held, width, none in cells.values()]
                    sizes = "unequal" if unequal else "equal"
                    line = "".join(f"{word:>24}" for word in words)
                    say(f"{k:>7} {share:>5} {alike:>5} {sizes:>7} {line}")


if __name__ == "__main__":
    {"intervals": print_intervals}[sys.argv[1]](*[int(n) for n in sys.argv[2:]])
