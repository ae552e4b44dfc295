"""Fit the tagger: AdamW, averaged weights, words dropped at random, some quotations rewritten.

The one rule: one seed and one set of gold give one network, on one thread of one machine.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from toolkit.annotate.quotes.features import COLUMNS, N_CUE_RATES, UNKNOWN, Looks, learn_looks
from toolkit.annotate.quotes.weights import load_pieces
from toolkit.training.augment import rewrite_some
from toolkit.training.gold import Article
from toolkit.training.network import Network
from toolkit.training.sequences import Batch, Labelled, WordTable, label_windows, make_batches

_CUE_TAGS = (3, 4)
_TOKENS = 1600  # a batch
_RATE = 2e-3
_WARM_UP = 200  # steps
_REWRITTEN = 0.35  # of the articles in an epoch
_AVERAGED = 0.998
_EAGER = 0.5  # chosen on held-out folds: recall rises more than precision falls
_EVERY = 4  # steps between two looks of the average

Report = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Hold a trained network in evaluation mode, and the vocabularies it was trained with."""

    network: Network
    looks: Looks
    table: WordTable

    def transitions(self) -> Any:
        """Give the scores of tag pairs, with what is forbidden and the bonus for beginning a span."""
        scores = (self.network.transitions + self.network.bar).detach().numpy().copy()
        scores[0, 1::2] += _EAGER
        return scores


def fit_tagger(
    articles: Sequence[Article], *, seed: int, epochs: int, report: Report = lambda epoch, loss: None
) -> Fitted:
    """Train a tagger.

    Parameters
    ----------
    epochs
        Passes over the articles; the learning rate falls from a third of the way on.
    report
        Is told epoch and mean loss per token after each.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    table, cues = _word_table(articles)
    sizes = [len(table.looks.values[name]) + 2 for name in COLUMNS[:-1]] + [N_CUE_RATES + 2]
    network = Network(sizes, pieces=table.vectors.shape[1])
    average = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-2, betas=(0.9, 0.98))
    total, step = 0, 0
    for epoch in range(epochs):
        batches = make_batches(list(label_windows(_company(articles, rng), rng=rng)), table, tokens=_TOKENS, rng=rng)
        total = total or epochs * len(batches)
        dropped = _drop_rates(table, cues, sizes[0])
        network.train()
        losses = 0.0
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = _RATE * _schedule(step, total)
            losses += _learn(network, optimizer, batch, table, dropped)
            step += 1
            _follow(average, network, step)
        report(epoch, losses / len(batches))
    return Fitted(average, table.looks, table)


def score_windows(fitted: Fitted, labelled: Sequence[Labelled]) -> list[Any]:
    """Give the network's scores for each window, time × tag, in order."""
    scores: list[Any] = [None] * len(labelled)
    with torch.no_grad():
        for batch in make_batches(labelled, fitted.table, tokens=_TOKENS):
            found = fitted.network(*_inputs(batch, fitted.table)).numpy()
            for row, i in enumerate(batch.windows):
                scores[i] = found[row, : len(labelled[i].window)]
    return scores


def _company(articles: Sequence[Article], rng: random.Random) -> list[Article]:
    return [rewrite_some(a, rng, share=1.0) if rng.random() < _REWRITTEN else a for a in articles]


def _word_table(articles: Sequence[Article]) -> tuple[WordTable, dict[int, int]]:
    """Learn the vocabularies; gives them, and how often each word index was seen."""
    labelled = list(label_windows(articles))
    tokens = [
        (word, tag in _CUE_TAGS)
        for item in labelled
        for word, tag in zip(item.window.words, item.tags, strict=True)
        if word
    ]
    pieces, vectors, unit = load_pieces()
    looks = learn_looks(tokens, pieces)
    seen: dict[int, int] = {}
    for word, _ in tokens:
        index = looks.row(word)[0]
        seen[index] = seen.get(index, 0) + 1
    return WordTable(looks, vectors.astype(np.float32) * np.float32(unit)), seen


def _drop_rates(table: WordTable, seen: dict[int, int], n_words: int) -> Any:
    """Give how often each word is hidden: rare ones often, so that the network learns to do without."""
    counts = torch.tensor([1e9, 1e9] + [float(seen.get(i, 1)) for i in range(2, n_words)])
    return 0.4 / (0.4 + counts) + 0.06


def _learn(network: Network, optimizer: Any, batch: Batch, table: WordTable, dropped: Any) -> float:
    indices, means, states, flags = _inputs(batch, table)
    words = indices[:, :, 0]
    hidden = (torch.rand(words.shape) < dropped[words]) & (words > 0)
    indices[:, :, 0] = torch.where(hidden, torch.full_like(words, UNKNOWN), words)
    real = torch.from_numpy(batch.real)
    scores = network(indices, means, states, flags)
    loss = network.loss(scores, torch.from_numpy(batch.tags), real).sum() / real.sum()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.item())


def _inputs(batch: Batch, table: WordTable) -> tuple[Any, Any, Any, Any]:
    numbers, places = np.unique(batch.words, return_inverse=True)
    places = places.reshape(batch.words.shape)
    indices = np.array([table.indices[n] for n in numbers])[places]
    means = np.stack([table.means[n] for n in numbers])[places]
    return (
        torch.from_numpy(indices),
        torch.from_numpy(means),
        torch.from_numpy(batch.states),
        torch.from_numpy(batch.flags),
    )


def _schedule(step: int, total: int) -> float:
    """Give the share of the learning rate: warm-up, level, then a straight fall to 3 %."""
    done = min(1.0, step / total)
    return min(1.0, (step + 1) / _WARM_UP) * (1 - 0.97 * max(0.0, (done - 0.35) / 0.65))


def _follow(average: Network, network: Network, step: int) -> None:
    """Let the averaged weights follow the trained ones (Polyak & Juditsky 1992)."""
    if step % _EVERY:
        return
    kept = min(_AVERAGED, (step + 1) / (step + 10)) ** _EVERY
    with torch.no_grad():
        for slow, fast in zip(average.parameters(), network.parameters(), strict=True):
            slow.mul_(kept).add_(fast, alpha=1 - kept)
