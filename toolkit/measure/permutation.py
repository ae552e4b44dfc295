"""Chance by drawing lots among stories: how often groups drawn at random differ as much as those found.

The one rule: a story is drawn whole; one that several groups printed stays in all of them and is drawn within itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_AT_ONCE = 500_000  # numbers held in memory; what the processor keeps at hand is a quarter faster
_EXACT = 2**24  # whole numbers below it are exact in 32 bits
_ALIKE = 1e-9  # what rounding may part


@dataclass(frozen=True, slots=True)
class Cells:
    """Hold what is drawn: each row is one story in one group.

    Attributes
    ----------
    counts
        Sparse, by column: cells by words.
    sizes
        Words of each cell, also those that `counts` leaves out.
    story, group
        Number of each cell's story and group; no two cells share both.
    """

    counts: Any
    sizes: Numbers
    story: Integers
    group: Integers


@dataclass(frozen=True, slots=True)
class Chances:
    """Hold, groups by words, the standardised difference and its chances: of itself, and of the largest of all."""

    z: Numbers
    p: Numbers
    p_max: Numbers


def draw_chances(cells: Cells, *, groups: Integers, n_draws: int, seed: int) -> Chances:
    """Draw the groups of stories at random, and count how often a word's share differs as much as it was found to.

    What is drawn is each word's count in a group less what its share in all groups would give, over the standard
    deviation that this has over all draws.

    Parameters
    ----------
    groups
        Numbers of the groups for which chances are wanted; drawn among are all.

    Returns
    -------
    Chances
        `p` is two-sided, (1 + draws that reach it) / (1 + draws). `p_max` is the same for the largest of all words and
        groups, which bounds the chance that even one word is taken for different where none is.
    """
    share = _share(cells)
    means, deviations = _moments(cells, groups, share)
    found = standardised(cells, _chosen(cells.group[:, None], groups), share, means, deviations)[:, :, 0]
    sizes = np.abs(found) - _ALIKE
    reached, topped = np.zeros(found.shape), np.zeros(found.shape)
    cells = _narrow(cells)
    for drawn in _draws(cells, n_draws, found.size, np.random.default_rng(seed)):
        z = standardised(cells, _chosen(drawn, groups), share, means, deviations)
        np.abs(z, out=z)
        reached += np.einsum("wgd->wg", (z >= sizes[:, :, None]).view(np.uint8), dtype=np.int64)
        largest = np.sort(z.reshape(len(z), -1).max(axis=0, initial=0.0).reshape(len(groups), -1).max(axis=0))
        topped += len(largest) - np.searchsorted(largest, sizes)
    return Chances(found.T, (1 + reached.T) / (1 + n_draws), (1 + topped.T) / (1 + n_draws))


def standardised(cells: Cells, chosen: Numbers, share: Numbers, means: Numbers, deviations: Numbers) -> Numbers:
    """Give words by groups by draws: the differences of `chosen` (cells by groups by draws) in standard deviations."""
    n_cells, n_groups, n_draws = chosen.shape
    # all groups in one product: a sparse matrix is the faster, the more columns it is multiplied with at a time
    inside = chosen.reshape(n_cells, n_groups * n_draws)
    expected = np.outer(share, cells.sizes @ inside)
    np.subtract(cells.counts.T @ inside.astype(cells.counts.dtype), expected, out=expected)
    z: Numbers = expected.reshape(len(share), n_groups, n_draws)
    z -= means.T[:, :, None]
    scale = np.divide(1, deviations, out=np.zeros_like(deviations), where=deviations > 0)
    z *= scale.T[:, :, None]
    return z


def _narrow(cells: Cells) -> Cells:
    """Hold whole numbers in half of the room where they and all their sums are exact in it, at half of the time."""
    whole = bool((cells.counts.data == np.floor(cells.counts.data)).all())
    exact = whole and abs(cells.counts).sum() < _EXACT
    return replace(cells, counts=cells.counts.astype(np.float32)) if exact else cells


def _share(cells: Cells) -> Numbers:
    share: Numbers = np.asarray(cells.counts.sum(axis=0), dtype=float).ravel() / cells.sizes.sum()
    return share


def _chosen(drawn: Integers, groups: Integers) -> Numbers:
    return np.stack([drawn == group for group in groups], axis=1).astype(float)


def _strata(cells: Cells) -> tuple[Integers, list[Integers]]:
    """Give the cells of stories in one group, and those of stories in several, as stories by cells."""
    order = np.argsort(cells.story, kind="stable")
    starts = np.flatnonzero(np.diff(cells.story[order], prepend=-1))
    n_cells = np.diff(starts, append=len(order))
    blocks = [order[starts[n_cells == n][:, None] + np.arange(n)] for n in np.unique(n_cells)]
    alone = [block.ravel() for block in blocks if block.shape[1] == 1]
    return (alone[0] if alone else np.empty(0, dtype=np.int64)), [block for block in blocks if block.shape[1] > 1]


def _draws(cells: Cells, n_draws: int, n_cells: int, rng: np.random.Generator) -> Iterator[Integers]:
    """Give the group of every cell in every draw, some draws at a time: cells by draws."""
    alone, shared = _strata(cells)
    step = max(1, _AT_ONCE // max(n_cells, len(cells.group), 1))
    for start in range(0, n_draws, step):
        n = min(step, n_draws - start)
        drawn = np.empty((len(cells.group), n), dtype=np.int64)
        drawn[alone] = rng.permuted(np.tile(cells.group[alone][:, None], n), axis=0)
        for block in shared:
            drawn[block] = rng.permuted(np.tile(cells.group[block][:, :, None], n), axis=1)
        yield drawn


def _moments(cells: Cells, groups: Integers, share: Numbers) -> tuple[Numbers, Numbers]:
    """Give mean and standard deviation of the difference over all draws that are possible: groups by words.

    Drawn without replacement, as in any test of ranks; stories in several groups are each a stratum of their own.
    """
    alone, shared = _strata(cells)
    means, variances = (np.zeros((len(groups), len(share))) for _ in range(2))
    total, squares = _sums(cells, alone, share)
    n = len(alone)
    for place, group in enumerate(groups):
        inside = int((cells.group[alone] == group).sum())
        means[place] += inside * total / max(n, 1)
        if n > 1:
            variances[place] += inside * (n - inside) / (n * (n - 1)) * (squares - total**2 / n)
        for block in shared:
            own = block[(cells.group[block] == group).any(axis=1)]
            mean, variance = _within(cells, own, share)
            means[place] += mean
            variances[place] += variance
    deviations: Numbers = np.sqrt(np.where(variances > _ALIKE, variances, 0))
    return means, deviations


def _sums(cells: Cells, rows: Integers, share: Numbers) -> tuple[Numbers, Numbers]:
    """Sum, over cells, each word's count less its share of the cell's words; and the squares of that."""
    counts, sizes = cells.counts[rows], cells.sizes[rows]
    total = np.asarray(counts.sum(axis=0)).ravel() - share * sizes.sum()
    squares = np.asarray(counts.power(2).sum(axis=0)).ravel() - 2 * share * (counts.T @ sizes)
    return total, squares + share**2 * (sizes @ sizes)


def _within(cells: Cells, stories: Integers, share: Numbers) -> tuple[Numbers, Numbers]:
    """Give mean and variance of the sum over `stories` (by their cells) of one cell of each, drawn at random."""
    from scipy.sparse import csr_array

    n_stories, n = stories.shape
    if not n_stories:
        return np.zeros(len(share)), np.zeros(len(share))
    total, squares = _sums(cells, stories.ravel(), share)
    places = (np.repeat(np.arange(n_stories), n), np.arange(stories.size))
    adding = csr_array((np.ones(stories.size), places), shape=(n_stories, stories.size))
    rows = stories.ravel()
    by_story = Cells(adding @ cells.counts[rows], adding @ cells.sizes[rows], np.arange(n_stories), places[0])
    _, squares_of_sums = _sums(by_story, np.arange(n_stories), share)
    return total / n, squares / n - squares_of_sums / n**2
