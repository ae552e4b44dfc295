"""Turn gold articles into sequences of indices and tags, and sequences into batches.

The one rule: the same reading as at work; only the company of the paragraphs changes from epoch to epoch.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.annotate.quotes.features import Looks
from toolkit.annotate.quotes.reading import CLOSING, OPENING, Window, read_windows
from toolkit.annotate.quotes.spans import N_TAGS
from toolkit.rows import Range
from toolkit.training.gold import Article
from toolkit.training.taught import Taught, text_key, window_targets

Array = npt.NDArray[Any]

_TRUST = 0.3  # in people's marks, where a teacher gives labels too
_CONTENT, _CUE, _SOURCE = 1, 3, 5  # tag that begins a span of the role; the next number goes on in it


@dataclass(frozen=True, slots=True)
class Labelled:
    """Hold a window, the tags of its tokens, its article's number, and what is to be learnt of it.

    Attributes
    ----------
    shares, moves
        Of each tag at each token, and of each move from tag to tag in the window.
    """

    window: Window
    tags: list[int]
    article: int
    shares: Array
    moves: Array


@dataclass(slots=True)
class WordTable:
    """Number distinct words as they come, with their indices and the mean of their pieces' vectors."""

    looks: Looks
    vectors: Array
    known: dict[str, int] = field(default_factory=dict)
    indices: list[tuple[int, ...]] = field(default_factory=list)
    means: list[Array] = field(default_factory=list)

    def number(self, word: str) -> int:
        """Give the number of a word."""
        if word not in self.known:
            self.known[word] = len(self.indices)
            self.indices.append(self.looks.row(word))
            pieces = self.looks.piece_rows(word) if word else []
            self.means.append(self.vectors[pieces].mean(0) if pieces else np.zeros_like(self.vectors[0]))
        return self.known[word]

    def arrays(self) -> tuple[Array, Array]:
        """Give the indices and the means of all words numbered so far."""
        return np.array(self.indices), np.stack(self.means)


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold some windows as arrays, sequence × time; `real` says where there is a token or separator."""

    words: Array
    states: Array
    flags: Array
    shares: Array
    moves: Array
    real: Array
    windows: list[int]


def label_windows(
    articles: Iterable[Article],
    *,
    longest: int | None = None,
    lengths: Range = (90, 220),
    firsts: Range = (20, 200),
    rng: random.Random | None = None,
    taught: Mapping[str, Taught] = MappingProxyType({}),
) -> Iterator[Labelled]:
    """Read articles into windows with tags; with `rng` the windows are cut anew each time, as long as `lengths` say.

    Of a text that a teacher labelled and people marked, three tenths of the target are the marks and the rest is the
    teacher's; without marks it is all the teacher's.
    """
    for number, article in enumerate(articles):
        length = rng.randint(*lengths) if rng else longest or 160
        first = rng.randint(*firsts) if rng else None
        lesson = taught.get(text_key(article.text)) if taught else None
        at = 0
        for window in read_windows(article.text, article.passages, longest=length, first=first):
            tags = _tags(window, article)
            shares, moves = _one_path(tags)
            if lesson:
                trust = _TRUST if article.attributions else 0.0
                likely, likely_moves = window_targets(window, lesson, at)
                shares = trust * shares + (1 - trust) * likely
                moves = trust * moves + (1 - trust) * likely_moves
            at += sum(map(bool, window.words))
            yield Labelled(window, tags, number, shares, moves)


def _one_path(tags: Sequence[int]) -> tuple[Array, Array]:
    shares = np.eye(N_TAGS, dtype=np.float32)[tags]
    moves = np.zeros((N_TAGS, N_TAGS), np.float32)
    np.add.at(moves, (tags[:-1], tags[1:]), 1)
    return shares, moves


def make_batches(
    labelled: Sequence[Labelled], table: WordTable, *, tokens: int, rng: random.Random | None = None
) -> list[Batch]:
    """Put windows of one length together, at most `tokens` a batch; with `rng` in random order.

    A network that reads from both ends must not begin in padding, which no article has. In training, lengths may
    differ by two, so that batches are full.
    """
    groups = group_windows(labelled, tokens=tokens, apart=2 if rng else 0, rng=rng)
    return [_batch(labelled, group, table) for group in groups]


def group_windows(
    labelled: Sequence[Labelled], *, tokens: int, apart: int, jitter: int = 1, rng: random.Random | None = None
) -> list[list[int]]:
    """Put windows together whose lengths are at most `apart`, and whose tokens, with padding, at most `tokens`.

    With `rng` the groups come in random order, and windows change places with others that `jitter` tokens part.
    """
    order = sorted(range(len(labelled)), key=lambda i: len(labelled[i].window) + (jitter * rng.random() if rng else 0))
    groups: list[list[int]] = []
    for i in order:
        length = len(labelled[i].window)
        if (
            not groups
            or length * (len(groups[-1]) + 1) > tokens
            or length > len(labelled[groups[-1][0]].window) + apart
        ):
            groups.append([])
        groups[-1].append(i)
    if rng:
        rng.shuffle(groups)
    return groups


def _batch(labelled: Sequence[Labelled], group: list[int], table: WordTable) -> Batch:
    longest = max(len(labelled[i].window) for i in group)
    arrays = {name: np.zeros((len(group), longest), np.int64) for name in ("words", "states", "flags")}
    shares = np.zeros((len(group), longest, N_TAGS), np.float32)
    real = np.zeros((len(group), longest), bool)
    for row, i in enumerate(group):
        window, n = labelled[i].window, len(labelled[i].window)
        token = np.array([bool(word) for word in window.words])
        arrays["words"][row, :n] = [table.number(word) for word in window.words]
        arrays["states"][row, :n] = (np.array(window.states) + 1) * token
        arrays["flags"][row, :n] = (np.array(window.flags) + 1) * token
        shares[row, :n] = labelled[i].shares
        real[row, :n] = True
    # padding is the separator's number, whatever that is
    arrays["words"][~real] = table.number("")
    return Batch(**arrays, shares=shares, moves=np.stack([labelled[i].moves for i in group]), real=real, windows=group)


def _tags(window: Window, article: Article) -> list[int]:
    """Tag the tokens; where gold overlaps, cue and source stand over content."""
    tags = [0] * len(window)
    places = [i for i, word in enumerate(window.words) if word and window.ends[i] > window.starts[i]]
    starts, ends = [window.starts[i] for i in places], [window.ends[i] for i in places]
    for name, tag in (("content", _CONTENT), ("cue", _CUE), ("source", _SOURCE)):
        ranges: list[Range] = sorted(r for a in article.attributions for r in getattr(a, name))
        for start, end in ranges:
            inside = places[bisect_right(ends, start) : bisect_left(starts, end)]
            for i in inside:
                tags[i] = tag if i == inside[0] else tag + 1
    _take_marks_along(window, tags)
    return tags


def _take_marks_along(window: Window, tags: list[int]) -> None:
    """Let the marks that were put around a block belong to its content."""
    for i, word in enumerate(window.words):
        if not word or window.ends[i] > window.starts[i]:
            continue
        if window.states[i] == OPENING and tags[i + 1] == _CONTENT:
            tags[i], tags[i + 1] = _CONTENT, _CONTENT + 1
        elif window.states[i] == CLOSING and tags[i - 1] in (_CONTENT, _CONTENT + 1):
            tags[i] = _CONTENT + 1
