"""Fit the tagger: AdamW, averaged weights, words dropped at random, some quotations rewritten.

The one rule: one seed and one set of gold give one network, on one thread of one machine.
"""

from __future__ import annotations

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
from toolkit.training.lessons import NO_LESSONS, Lessons
from toolkit.training.network import Network
from toolkit.training.sequences import Batch, Labelled, WordTable, label_windows, make_batches
from toolkit.training.steps import Average, find_device, share_of_rate

_CUE_TAGS = [3, 4]
_EVEN = 0.5
_TOKENS = 1600  # a batch
_RATE = 2e-3
_WARM_UP = 200  # steps
_LEVEL, _LEAST = 0.35, 0.03  # share of all steps after which the rate falls, and to which share of it
_REWRITTEN = 0.35  # of the articles in an epoch
_AVERAGED = 0.998
_EAGER = 0.5  # chosen on held-out folds: recall rises more than precision falls

Report = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Hold a trained network in evaluation mode, and the vocabularies it was trained with."""

    network: Network
    looks: Looks
    table: WordTable

    def transitions(self) -> Any:
        """Give the scores of tag pairs, with what is forbidden and the bonus for beginning a span."""
        scores = self.network.field.allowed().detach().cpu().numpy().copy()
        scores[0, 1::2] += _EAGER
        return scores


def fit_tagger(
    articles: Sequence[Article],
    *,
    seed: int,
    epochs: int,
    lessons: Lessons = NO_LESSONS,
    report: Report = lambda epoch, loss: None,
) -> Fitted:
    """Train a tagger, on an accelerator where PyTorch finds one.

    Parameters
    ----------
    epochs
        Passes over the articles; the learning rate falls from a third of the way on.
    lessons
        What a teacher says of these articles, and of others that nobody marked.
    report
        Is told epoch and mean loss per token after each.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    device = find_device()
    table, cues = _word_table(articles, lessons)
    sizes = [len(table.looks.values[name]) + 2 for name in COLUMNS[:-1]] + [N_CUE_RATES + 2]
    network = Network(sizes, pieces=table.vectors.shape[1]).to(device)
    average = Average(network, _AVERAGED)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-2, betas=(0.9, 0.98))
    total, step = 0, 0
    for epoch in range(epochs):
        company = [*_company(articles, rng), *lessons.unmarked]
        labelled = list(label_windows(company, rng=rng, taught=lessons.taught))
        batches = make_batches(labelled, table, tokens=_TOKENS, rng=rng)
        words = _words(table, device)
        total = total or epochs * len(batches)
        dropped = _drop_rates(cues, sizes[0]).to(device)
        network.train()
        losses = torch.zeros((), device=device)
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = _RATE * share_of_rate(step, total, warm_up=_WARM_UP, level=_LEVEL, least=_LEAST)
            losses += _learn(network, optimizer, batch, words, dropped)
            step += 1
            average.follow(step)
        report(epoch, float(losses) / len(batches))
    return Fitted(average.model.cpu(), table.looks, table)


def score_windows(fitted: Fitted, labelled: Sequence[Labelled]) -> list[Any]:
    """Give the network's scores for each window, time × tag, in order."""
    scores: list[Any] = [None] * len(labelled)
    batches = make_batches(labelled, fitted.table, tokens=_TOKENS)
    words = _words(fitted.table, "cpu")
    with torch.no_grad():
        for batch in batches:
            found = fitted.network(*_inputs(batch, words)).numpy()
            for row, i in enumerate(batch.windows):
                scores[i] = found[row, : len(labelled[i].window)]
    return scores


def _company(articles: Sequence[Article], rng: random.Random) -> list[Article]:
    return [rewrite_some(a, rng, share=1.0) if rng.random() < _REWRITTEN else a for a in articles]


def _word_table(articles: Sequence[Article], lessons: Lessons) -> tuple[WordTable, dict[int, int]]:
    """Learn the vocabularies; gives them, and how often each word index was seen."""
    labelled = label_windows([*articles, *lessons.unmarked], taught=lessons.taught)
    tokens = [
        (word, share > _EVEN)
        for item in labelled
        for word, share in zip(item.window.words, item.shares[:, _CUE_TAGS].sum(1).tolist(), strict=True)
        if word
    ]
    pieces, vectors, unit = load_pieces()
    looks = learn_looks(tokens, pieces)
    seen: dict[int, int] = {}
    for word, _ in tokens:
        index = looks.row(word)[0]
        seen[index] = seen.get(index, 0) + 1
    return WordTable(looks, vectors.astype(np.float32) * np.float32(unit)), seen


def _drop_rates(seen: dict[int, int], n_words: int) -> Any:
    """Give how often each word is hidden: rare ones often, so that the network learns to do without."""
    counts = torch.tensor([1e9, 1e9] + [float(seen.get(i, 1)) for i in range(2, n_words)])
    return 0.4 / (0.4 + counts) + 0.06


def _learn(network: Network, optimizer: Any, batch: Batch, words: tuple[Any, Any], dropped: Any) -> Any:
    indices, means, states, flags = _inputs(batch, words)
    seen = indices[:, :, 0]
    hidden = (torch.rand(seen.shape, device=seen.device) < dropped[seen]) & (seen > 0)
    indices[:, :, 0] = torch.where(hidden, torch.full_like(seen, UNKNOWN), seen)
    shares, moves, real = (torch.from_numpy(a).to(seen.device) for a in (batch.shares, batch.moves, batch.real))
    scores = network(indices, means, states, flags)
    loss = network.field.loss(scores, shares, moves, real).sum() / real.sum()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return loss.detach()


def _words(table: WordTable, device: str) -> tuple[Any, Any]:
    indices, means = table.arrays()
    return torch.from_numpy(indices).to(device), torch.from_numpy(means).to(device)


def _inputs(batch: Batch, words: tuple[Any, Any]) -> tuple[Any, Any, Any, Any]:
    indices, means = words
    places, states, flags = (torch.from_numpy(a).to(means.device) for a in (batch.words, batch.states, batch.flags))
    return indices[places], means[places], states, flags
