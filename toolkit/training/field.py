"""The conditional random field over tags: what training asks of it (PyTorch).

The one rule: a target is a distribution over paths, given by its shares of tags and of moves; one path is the case of
ones and zeros, so that what people marked and what a teacher finds likely are learnt by the same loss.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from toolkit.annotate.quotes.spans import N_TAGS
from toolkit.annotate.quotes.tagger import FORBIDDEN


class Field(nn.Module):  # type: ignore[misc]
    """Score paths of tags (Lafferty, McCallum & Pereira 2001)."""

    def __init__(self) -> None:
        super().__init__()
        self.start, self.end = nn.Parameter(torch.zeros(N_TAGS)), nn.Parameter(torch.zeros(N_TAGS))
        self.transitions = nn.Parameter(torch.zeros(N_TAGS, N_TAGS))
        self.register_buffer("bar", _bar())

    def allowed(self) -> Any:
        """Give the scores of moves from tag to tag, with what is forbidden."""
        return self.transitions + self.bar

    def loss(self, scores: Any, shares: Any, moves: Any, real: Any) -> Any:
        """Give the cross-entropy between each sequence's target and what the field finds likely.

        Of a teacher's target this is distillation of whole paths: Wang et al. 2020, "Structure-Level Knowledge
        Distillation for Multilingual Sequence Labeling".

        Parameters
        ----------
        scores, shares
            Sequence × time × tag.
        moves
            Sequence × tag × tag: how often the target goes from one to the other.
        real
            Sequence × time: where there is a token.
        """
        kept = real.to(scores.dtype)[:, :, None]
        last = shares.gather(1, (real.sum(1) - 1)[:, None, None].expand(-1, 1, N_TAGS))[:, 0]
        expected = (shares * scores * kept).sum((1, 2)) + (moves * self.allowed()).sum((1, 2))
        expected = expected + shares[:, 0] @ (self.start + self.bar[0]) + last @ self.end
        return self.log_partition(scores, self.steps(scores, real)) - expected

    def steps(self, scores: Any, real: Any) -> Any:
        """Give the score of each move at each time but the first; behind the end it changes nothing."""
        steps = self.allowed() + scores[:, 1:, None, :]
        return torch.where(real[:, 1:, None, None], steps, _stay(steps))

    def log_partition(self, scores: Any, steps: Any) -> Any:
        """Sum over all paths, pairs of steps at once: as many rounds as the length has binary digits."""
        while steps.size(1) > 1:
            if steps.size(1) % 2:
                steps = torch.cat([steps, _stay(steps[:, :1])], 1)
            steps = torch.logsumexp(steps[:, 0::2, :, :, None] + steps[:, 1::2, None, :, :], 3)
        first = self.start + self.bar[0] + scores[:, 0]
        through = first[:, :, None] + (steps[:, 0] if steps.size(1) else _stay(self.transitions))
        return torch.logsumexp(through + self.end, (1, 2))

    def shares(self, scores: Any, real: Any) -> tuple[Any, Any]:
        """Give the probability of each tag at each time, and of each move into each time but the first."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            steps = self.steps(scores, real).detach().requires_grad_()
            total = self.log_partition(scores, steps).sum()
            first, moves = torch.autograd.grad(total, [scores, steps])
        moves = moves * real[:, 1:, None, None]
        return torch.cat([first[:, :1], moves.sum(2)], 1), moves


def _stay(like: Any) -> Any:
    """Give a step that changes nothing: 0 from a tag to itself, and forbidden else."""
    return ((1 - torch.eye(N_TAGS, dtype=like.dtype, device=like.device)) * FORBIDDEN).expand_as(like)


def _bar() -> Any:
    """Forbid that a span goes on without having begun."""
    bar = torch.zeros(N_TAGS, N_TAGS)
    for inside in range(2, N_TAGS, 2):
        for before in range(N_TAGS):
            if before not in (inside, inside - 1):
                bar[before, inside] = FORBIDDEN
    return bar
