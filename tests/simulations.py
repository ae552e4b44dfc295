"""What intervals, tests and corrections do on invented series whose truth is known.

``python tests/simulations.py intervals`` (or differences, correction, changes) prints the tables that docstrings quote.
"""

from __future__ import annotations

import sys
from typing import Any, get_args

import numpy as np
import pandas as pd

from toolkit.measure import measure_corrected
from toolkit.measure.breaks import chance_of_cut, find_cuts
from toolkit.measure.intervals import Method, difference_interval, share_interval
from toolkit.measure.printings import count_once

METHODS = get_args(Method)
Errors = tuple[tuple[float, float], ...]


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


# ---------------------------------------------------------------- differences, per printing and per story


def difference_coverage(k: int, shares: tuple[float, float], alike: float, *, unequal: bool, runs: int) -> list[float]:
    """Give how often the interval of a difference holds the true one, per printing and per story."""
    rng = np.random.default_rng(1)
    held = []
    for _ in range(runs):
        drawn = [draw_stories(rng, k, share, alike, unequal=unequal) for share in shares]
        none = np.zeros(k)
        sides = [
            tuple(np.concatenate([side, none] if at == 0 else [none, side]) for side in drawn[at]) for at in (0, 1)
        ]
        for ends in (sides, [count_once(side) for side in sides]):
            _, low, high = difference_interval(*ends)
            held.append(low <= shares[1] - shares[0] <= high)
    return [float(value) for value in np.array(held).reshape(runs, 2).mean(axis=0)]


def print_differences(runs: int = 1000) -> None:
    for k in (10, 30, 100):
        for shares in ((0.2, 0.2), (0.3, 0.5)):
            for alike in (0.1, 0.5):
                for unequal in (False, True):
                    found = difference_coverage(k, shares, alike, unequal=unequal, runs=runs)
                    sizes = "unequal" if unequal else "equal"
                    say(f"{k:>4} {shares} {alike} {sizes:>7}: per printing {found[0]:.3f}, per story {found[1]:.3f}")


# ---------------------------------------------------------------- correction


def draw_coded(
    rng: np.random.Generator, shares: tuple[float, ...], errors: Errors, *, n: int, n_labels: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw `n` rows a period as a machine codes them with (sensitivity, specificity), and labels of some at random."""
    tables = []
    for at, (share, (sensitivity, specificity)) in enumerate(zip(shares, errors, strict=True)):
        true = rng.random(n) < share
        found = np.where(true, rng.random(n) < sensitivity, rng.random(n) >= specificity)
        names = [f"{2020 + at}-{i}" for i in range(n)]
        table = pd.DataFrame({"row_id": names, "doc_id": names, "period": str(2020 + at)})
        table = table.assign(coded=np.where(true, "yes", "no"), found=np.where(found, "yes", "no"))
        tables.append(table.assign(labelled=np.arange(n) < n_labels // len(shares)))
    rows = pd.concat(tables, ignore_index=True)
    return rows.drop(columns=["coded", "labelled"]), rows[rows["labelled"]].drop(columns="labelled")


def corrections(errors: Errors, *, runs: int, n: int = 1000, n_labels: int = 400) -> dict[str, dict[str, float]]:
    """Give, per way: how often the shift of 20 points is found within 8, held, its width, what is said of errors."""
    found: dict[str, list[tuple[float, ...]]] = {"raw": [], "matrix": [], "likelihood": []}
    for run in range(runs):
        rows, gold = draw_coded(np.random.default_rng(run), (0.3, 0.5), errors, n=n, n_labels=n_labels)
        row = measure_corrected(rows, gold, of="found", value="yes", by=["period"]).iloc[1]
        for name, column in (("raw", "change"), ("matrix", "matrix_change"), ("likelihood", "likelihood_change")):
            change, low, high = row[column], row[f"{column}_low"], row[f"{column}_high"]
            told = [row["errors_are"] == word for word in ("different", "open", "alike")]
            found[name].append((abs(change - 0.2) <= 0.08, low <= 0.2 <= high, high - low, change, *told))
    words = ("within 8 points", "held", "width", "mean", "different", "open", "alike")
    return {name: dict(zip(words, np.nanmean(values, axis=0), strict=True)) for name, values in found.items()}


def print_corrections(runs: int = 1000) -> None:
    for n_labels, n in ((400, 1000), (1000, 1000), (2000, 4000)):
        for name, errors in (("alike", ((0.72, 0.82),) * 2), ("drift", ((0.72, 0.82), (0.62, 0.88)))):
            for way, cells in corrections(errors, runs=runs, n=n, n_labels=n_labels).items():
                line = "  ".join(f"{word} {value:.3f}" for word, value in cells.items())
                say(f"{name:>6} {n_labels:>5} labels, {n:>5} rows {way:>10}  {line}")


# ---------------------------------------------------------------- change points


def draw_months(
    rng: np.random.Generator, levels: np.ndarray[Any, Any], *, likeness: float, spread: float, n: int = 30
) -> np.ndarray[Any, Any]:
    """Draw shares of `n` stories a month around `levels`, which vary by `spread` beside the stories' own chance.

    With a `spread` of None all of the chance is alike from month to month.
    """
    noise = rng.standard_normal(len(levels))
    for at in range(1, len(levels)):
        noise[at] = likeness * noise[at - 1] + np.sqrt(1 - likeness**2) * noise[at]
    if np.isnan(spread):
        return levels + noise * np.sqrt(levels * (1 - levels) / n)
    return rng.binomial(n, np.clip(levels + spread * noise, 0.01, 0.99)) / n


def changes(before: float, after: float, *, likeness: float, spread: float, runs: int) -> tuple[float, float]:
    """Give how often a change is found in 36 months, and how often within one month of the 19th."""
    levels = np.where(np.arange(36) < 18, before, after)
    found = hit = 0
    for run in range(runs):
        series = draw_months(np.random.default_rng(run), levels, likeness=likeness, spread=spread)
        if chance_of_cut(series, (), n_draws=200, seed=run)[0] <= 0.05:
            found += 1
            hit += abs(find_cuts(series, 1)[0] - 18) <= 1
    return found / runs, hit / runs


MONTHS = {
    "flat": (0.0, 0.0),
    "AR(1) .3, months vary by .05": (0.3, 0.05),
    "AR(1) .3, months vary by .1": (0.3, 0.1),
    "AR(1) .3, all chance": (0.3, float("nan")),
    "AR(1) .6, all chance": (0.6, float("nan")),
}


def print_changes(runs: int = 1000) -> None:
    for name, (likeness, spread) in MONTHS.items():
        for before, after in ((0.2, 0.2), (0.35, 0.35), (0.2, 0.5)):
            found, hit = changes(before, after, likeness=likeness, spread=spread, runs=runs)
            say(f"{name:>30} {before} to {after}: found {found:.3f}, within a month {hit:.3f}")


if __name__ == "__main__":
    tables = {
        "intervals": print_intervals,
        "differences": print_differences,
        "correction": print_corrections,
        "changes": print_changes,
    }
    tables[sys.argv[1]](*[int(n) for n in sys.argv[2:]])
