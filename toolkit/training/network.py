"""The tagger as it is trained: embeddings, a bidirectional recurrent network, a conditional random field (PyTorch).

The one rule: nothing stands here that the exported network does not compute, but for dropout and the loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from toolkit.annotate.quotes.reading import N_FLAGS, N_STATES
from toolkit.annotate.quotes.spans import N_TAGS
from toolkit.training.field import Field

WIDTHS = (64, 24, 16, 8, 16, 8)  # of the columns: word, suffix3, prefix3, suffix2, shape, cue
_PIECES = 80
_SMALL = 8
_LOCKED = 0.25  # of the hidden units


class Network(nn.Module):  # type: ignore[misc]
    """Give each token a score for each tag.

    Lample et al. 2016, "Neural Architectures for Named Entity Recognition", is the model for the shape; variational
    dropout after Gal & Ghahramani 2016.
    """

    def __init__(self, sizes: Sequence[int], *, pieces: int, lexical: int = 96, hidden: int = 128) -> None:
        super().__init__()
        self.columns = nn.ModuleList([_embedding(n, width) for n, width in zip(sizes, WIDTHS, strict=True)])
        nn.init.normal_(self.columns[0].weight, 0, 0.1)
        self.pieces = nn.Linear(pieces, _PIECES, bias=False)
        nn.init.normal_(self.pieces.weight, 0, 0.4 * pieces**-0.5)
        self.lexical = nn.Linear(sum(WIDTHS) + _PIECES, lexical, bias=False)
        self.states = _embedding(N_STATES + 1, _SMALL)
        self.flags = _embedding(N_FLAGS + 1, _SMALL)
        width = lexical + 2 * _SMALL
        self.layers = nn.ModuleList(
            nn.LSTM(n, hidden, bidirectional=True, batch_first=True) for n in (width, 2 * hidden)
        )
        self.skip = nn.Linear(width, N_TAGS)
        self.out = nn.Linear(2 * hidden, N_TAGS)
        self.field = Field()

    def forward(self, indices: Any, means: Any, states: Any, flags: Any) -> Any:
        """Score tokens: sequence × time × tag."""
        parts = [table(indices[:, :, i]) for i, table in enumerate(self.columns)]
        words = functional.dropout(torch.cat([*parts, self.pieces(means)], -1), 0.15, self.training)
        lexical = self.lexical(self._locked(words, 0.2))
        inputs = self._locked(torch.cat([lexical, self.states(states), self.flags(flags)], -1), 0.1)
        hidden = inputs
        for layer in self.layers:
            hidden = self._locked(layer(hidden)[0], _LOCKED)
        return self.out(functional.dropout(hidden, 0.2, self.training)) + self.skip(inputs)

    def _locked(self, values: Any, rate: float) -> Any:
        """Drop the same units at every token of a sequence."""
        if not self.training:
            return values
        kept = torch.rand(values.size(0), 1, values.size(2), device=values.device) > rate
        return values * kept / (1 - rate)


def _embedding(n: int, width: int) -> Any:
    """Make an embedding whose row 0 is a separator's: nothing."""
    table = nn.Embedding(n, width, padding_idx=0)
    nn.init.normal_(table.weight, 0, 0.3)
    with torch.no_grad():
        table.weight[0] = 0
    return table
