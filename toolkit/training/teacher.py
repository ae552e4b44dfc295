"""A teacher: a pretrained encoder fitted to the gold, that labels what the small network is to learn from.

The one rule: no article is labelled by a teacher that saw its gold.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from toolkit.annotate.quotes.reading import N_FLAGS, N_STATES, Window
from toolkit.annotate.quotes.spans import N_TAGS
from toolkit.training.augment import rewrite_some
from toolkit.training.encoder import Cutter, Encoder, load_encoder
from toolkit.training.field import Field
from toolkit.training.gold import Article
from toolkit.training.sequences import Labelled, group_windows, label_windows
from toolkit.training.steps import Average, find_device, share_of_rate
from toolkit.training.taught import Scores

_TOKENS = 4096  # a batch in training
_TOKENS_AT_WORK = 16_000
_LONGEST = 280  # tokens of a window that is labelled
_LENGTHS, _FIRSTS = (160, 300), (40, 300)  # of windows in training
_APART, _JITTER = 500, 20  # tokens: padding costs an encoder little
_RATE = 2e-3  # of what the encoder did not bring along
_WARM_UP, _LEAST = 0.06, 0.02  # shares of all steps, of the rate
_REWRITTEN = 0.3  # of the articles in an epoch
_HIDDEN = 0.06  # of the pieces
_DROPPED = 0.2
_AVERAGED = 0.995
_PIECES = 4  # of a word
_SHAPES = 5

Report = Callable[[int, float], None]


class Teacher(nn.Module):  # type: ignore[misc]
    """Give each token a score for each tag, from the encoder's vectors of its first and last piece."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.looks = nn.ModuleList(nn.Embedding(n, encoder.width) for n in (N_STATES + 1, N_FLAGS + 1, _SHAPES))
        for table in self.looks:
            nn.init.normal_(table.weight, 0, 0.01)
        self.head = nn.Linear(2 * encoder.width, N_TAGS)
        self.field = Field()

    def forward(self, pieces: dict[str, Any]) -> Any:
        """Score tokens: sequence × time × tag."""
        extra = sum(table(pieces["looks"][:, :, i]) for i, table in enumerate(self.looks))
        vectors = self.encoder(pieces["numbers"], pieces["real_pieces"], extra).float()
        ends = [vectors.gather(1, at[:, :, None].expand(-1, -1, vectors.size(2))) for at in pieces["ends"]]
        return self.head(functional.dropout(torch.cat(ends, -1), _DROPPED, self.training))


def fit_teacher(
    folder: str | Path,
    articles: Sequence[Article],
    *,
    seed: int,
    epochs: int = 9,
    rate: float = 2e-4,
    report: Report = lambda epoch, loss: None,
) -> tuple[Teacher, Cutter]:
    """Fit an encoder to gold, on an accelerator where there is one; the weights are averaged.

    Parameters
    ----------
    folder
        Of the pretrained encoder.
    rate
        Learning rate of the encoder.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    device = find_device()
    encoder, cutter = load_encoder(folder)
    teacher = Teacher(encoder).to(device).train()
    average = Average(teacher, _AVERAGED)
    brought = {id(weights) for weights in encoder.parameters()}
    groups = [
        {"params": [w for w in teacher.parameters() if (id(w) in brought) == old], "lr": top, "top": top}
        for old, top in ((True, rate), (False, _RATE))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-2)
    step = total = 0
    for epoch in range(epochs):
        company = [rewrite_some(a, rng, share=1.0) if rng.random() < _REWRITTEN else a for a in articles]
        labelled = list(label_windows(company, lengths=_LENGTHS, firsts=_FIRSTS, rng=rng))
        batches = group_windows(labelled, tokens=_TOKENS, apart=_APART, jitter=_JITTER, rng=rng)
        total = total or epochs * len(batches)
        losses = torch.zeros((), device=device)
        for batch in batches:
            share = share_of_rate(step, total, warm_up=int(_WARM_UP * total), level=0.0, least=_LEAST)
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * share
            losses += _learn(teacher, optimizer, [labelled[i] for i in batch], cutter)
            step += 1
            average.follow(step)
        report(epoch, float(losses) / len(batches))
    return average.model, cutter


def score_articles(teacher: Teacher, cutter: Cutter, articles: Sequence[Article]) -> Any:
    """Give the scores of each token, separators left out, of all articles in a row: token × tag."""
    labelled = list(label_windows(articles, longest=_LONGEST))
    rows: list[Any] = [None] * len(labelled)
    device = find_device()
    with torch.no_grad():
        for batch in group_windows(labelled, tokens=_TOKENS_AT_WORK, apart=_APART):
            windows = [labelled[i].window for i in batch]
            with _halved(device):
                found = teacher(_pieces(windows, cutter, device, teacher.encoder.longest)).float().cpu().numpy()
            for row, i in enumerate(batch):
                real = [bool(word) for word in labelled[i].window.words]
                rows[i] = found[row, : len(real)][real]
    return np.concatenate(rows)


def mean_scores(some: Sequence[tuple[Any, Teacher]]) -> Scores:
    """Put several teachers' scores of the same tokens together: the mean, of the moves, too."""
    moves = [teacher.field.allowed().detach().cpu().numpy() for _, teacher in some]
    return Scores.rounded(np.mean([scores - scores.max(1, keepdims=True) for scores, _ in some], 0), np.mean(moves, 0))


def _learn(teacher: Teacher, optimizer: Any, batch: Sequence[Labelled], cutter: Cutter) -> Any:
    device = find_device()
    pieces = _pieces([item.window for item in batch], cutter, device, teacher.encoder.longest)
    hidden = torch.rand(pieces["numbers"].shape, device=device) < _HIDDEN
    kept = (pieces["numbers"] == cutter.first) | (pieces["numbers"] == cutter.last) | ~pieces["real_pieces"]
    pieces["numbers"] = pieces["numbers"].masked_fill(hidden & ~kept, cutter.hidden)
    with _halved(device):
        scores = teacher(pieces)
    shares = torch.zeros(scores.shape, device=device)
    for row, item in enumerate(batch):
        shares[row, : len(item.window)] = torch.from_numpy(item.shares)
    moves = torch.from_numpy(np.stack([item.moves for item in batch])).to(device)
    real = pieces["real"]
    loss = teacher.field.loss(scores.float(), shares, moves, real).sum() / real.sum()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
    optimizer.step()
    return loss.detach()


def _pieces(windows: Sequence[Window], cutter: Cutter, device: str, longest: int) -> dict[str, Any]:
    """Lay windows out as pieces: their numbers and looks, and where each token's first and last piece is."""
    cut = [[cutter.cut(word)[:_PIECES] for word in window.words] for window in windows]
    cut = [[some[:1] for some in parts] if sum(map(len, parts)) > longest else parts for parts in cut]
    width = max(sum(map(len, parts)) for parts in cut)
    numbers = np.zeros((len(windows), width), np.int64)
    looks = np.zeros((len(windows), width, 3), np.int64)
    ends = np.zeros((2, len(windows), max(map(len, cut))), np.int64)
    for row, (window, parts) in enumerate(zip(windows, cut, strict=True)):
        lengths = [len(part) for part in parts]
        edges = np.cumsum([0, *lengths])
        numbers[row, : edges[-1]] = np.concatenate(parts)
        numbers[row, 0] = cutter.first
        ends[:, row, : len(parts)] = edges[:-1], edges[1:] - 1
        token = np.array([bool(word) for word in window.words])
        seen = [(np.array(window.states) + 1) * token, (np.array(window.flags) + 1) * token, _shapes(window)]
        looks[row, : edges[-1]] = np.repeat(np.stack(seen, 1), lengths, 0)
    arrays: dict[str, Any] = {"numbers": numbers, "looks": looks, "ends": ends}
    lengths = [len(parts) for parts in cut]
    arrays["real"] = np.arange(max(lengths)) < np.array(lengths)[:, None]
    arrays["real_pieces"] = np.arange(width) < np.array([sum(map(len, parts)) for parts in cut])[:, None]
    return {name: torch.from_numpy(values).to(device) for name, values in arrays.items()}


def _shapes(window: Window) -> Any:
    """Give the capitals of each token, which the encoder does not see: none, small, Capital, CAPITALS, mixed."""
    return np.array([_shape(word) for word in window.words])


def _shape(word: str) -> int:
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() else 4


def _halved(device: str) -> Any:
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu")
