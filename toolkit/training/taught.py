"""What a teacher finds likely: for each token the share of each tag, and of each move from the tag before.

The one rule: labels belong to a text, letter by letter; a text that was rewritten has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.annotate.quotes.reading import Window, read_paragraphs
from toolkit.annotate.quotes.spans import N_TAGS
from toolkit.errors import TrainingError
from toolkit.training.gold import Article

Floats = npt.NDArray[np.float32]

UNIT = 0.1  # of the scores in the file
_FARTHEST = 25.0  # below the best
_LEAST = -1e3  # of a move that is forbidden anyway
_AT_ONCE = 60_000  # tokens


@dataclass(frozen=True, slots=True)
class Taught:
    """Hold the labels of one text, over its tokens in order, separators left out.

    Attributes
    ----------
    shares
        Token × tag.
    moves
        Token × tag before × tag; a separator's tag is 0.
    """

    shares: npt.NDArray[np.float16]
    moves: npt.NDArray[np.float16]


def text_key(text: str) -> str:
    """Give the key under which a text's labels stand."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def window_targets(window: Window, taught: Taught, at: int) -> tuple[Floats, Floats]:
    """Give token × tag and tag × tag of a window whose first token is the text's number `at`."""
    real = np.array([bool(word) for word in window.words])
    here = slice(at, at + int(real.sum()))
    shares = np.zeros((len(window), N_TAGS), np.float32)
    shares[~real, 0] = 1
    shares[real] = taught.shares[here]
    moves = taught.moves[here].sum(0, dtype=np.float32)
    moves[:, 0] += shares[:-1][~real[1:]].sum(0)
    return shares, moves


@dataclass(frozen=True, slots=True)
class Scores:
    """Hold a teacher's scores over the tokens of some texts in a row, separators left out.

    Attributes
    ----------
    scores
        Token × tag: how far below the best tag, in units of `UNIT`.
    moves
        Tag before × tag.
    """

    scores: npt.NDArray[np.uint8]
    moves: Floats

    @classmethod
    def rounded(cls, scores: Floats, moves: Floats) -> Scores:
        """Round scores for the file."""
        below = scores.max(1, keepdims=True) - scores
        return cls(np.round(np.minimum(below, _FARTHEST) / UNIT).astype(np.uint8), moves)


def save_labels(path: Path, groups: Mapping[str, tuple[Sequence[Article], Scores]]) -> None:
    """Write the scores of some groups of articles, each with a digest of its texts."""
    arrays: dict[str, Any] = {}
    for name, (articles, found) in groups.items():
        arrays |= {f"{name}.scores": found.scores, f"{name}.moves": found.moves, f"{name}.texts": _digest(articles)}
    np.savez_compressed(path, **arrays)


def load_labels(path: Path, articles: Mapping[str, Sequence[Article]]) -> dict[str, Taught]:
    """Load the labels of some groups of articles, by `text_key`.

    Raises
    ------
    TrainingError
        Where the file is none of labels, or holds those of other texts.
    """
    found: dict[str, Taught] = {}
    try:
        with np.load(path, allow_pickle=False) as stored:
            for name, group in articles.items():
                if str(stored[f"{name}.texts"]) != _digest(group):
                    raise TrainingError(f"{path}: the labels {name!r} are of other texts than these, or in other order")
                found.update(read_scores(group, Scores(stored[f"{name}.scores"], stored[f"{name}.moves"])))
    except (OSError, KeyError, ValueError) as wrong:
        raise TrainingError(
            f"{path} is no file of a teacher's labels ({wrong}); toolkit train teacher makes one"
        ) from wrong
    return found


def _digest(articles: Iterable[Article]) -> str:
    return sha256(" ".join(text_key(article.text) for article in articles).encode()).hexdigest()


def read_scores(articles: Sequence[Article], found: Scores) -> Iterator[tuple[str, Taught]]:
    """Turn scores into labels by text."""
    lengths = [[len(part) for part in read_paragraphs(a.text, a.passages)] for a in articles]
    if (n := sum(map(sum, lengths))) != len(found.scores):
        raise TrainingError(f"the teacher scored {len(found.scores)} tokens, where the articles have {n}")
    shares, moves = _shares([n for some in lengths for n in some], found)
    at = 0
    for article, some in zip(articles, lengths, strict=True):
        here = slice(at, at := at + sum(some))
        yield text_key(article.text), Taught(shares[here], moves[here])


def _shares(lengths: Sequence[int], given: Scores) -> tuple[Any, Any]:
    """Give the probabilities of tags and of moves in sequences that stand between two separators."""
    import torch

    from toolkit.training.field import Field
    from toolkit.training.steps import find_device

    device, scores = find_device(), given.scores
    field = Field().to(device)
    with torch.no_grad():
        for name, value in (("transitions", given.moves), ("start", given.moves[0]), ("end", given.moves[:, 0])):
            getattr(field, name).copy_(torch.from_numpy(np.maximum(value, _LEAST)))
    starts = np.cumsum([0, *lengths])
    shares = np.zeros((len(scores), N_TAGS), np.float16)
    moves = np.zeros((len(scores), N_TAGS, N_TAGS), np.float16)
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    for group in _groups(order, lengths):
        longest = lengths[group[-1]]
        padded = np.zeros((len(group), longest, N_TAGS), np.float32)
        real = np.arange(longest) < np.array([lengths[i] for i in group])[:, None]
        places = np.concatenate([np.arange(starts[i], starts[i + 1]) for i in group])
        padded[real] = scores[places] * np.float32(-UNIT)
        found, steps = field.shares(torch.from_numpy(padded).to(device), torch.from_numpy(real).to(device))
        first = torch.zeros(len(group), 1, N_TAGS, N_TAGS, device=device)
        first[:, 0, 0] = found[:, 0]
        shares[places] = found.cpu().numpy()[real]
        moves[places] = torch.cat([first, steps], 1).cpu().numpy()[real]
    return shares, moves


def _groups(order: Iterable[int], lengths: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i in order:
        if not groups or lengths[i] * (len(groups[-1]) + 1) > _AT_ONCE or lengths[i] > 1.2 * lengths[groups[-1][0]] + 2:
            groups.append([])
        groups[-1].append(i)
    return groups
