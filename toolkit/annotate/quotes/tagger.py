"""Tag every token as content, cue, source or neither: a small recurrent network with constrained decoding.

The one rule: one article per run and one thread, so that an article's tags depend on nothing but the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.annotate.quotes.features import Looks
from toolkit.annotate.quotes.reading import Window
from toolkit.annotate.quotes.spans import N_TAGS

Floats = npt.NDArray[np.float32]

FORBIDDEN = -1e4
_WORDS_KEPT = 50_000
_ROWS_AT_FIRST = 4096
_TOKENS_AT_ONCE = 16_000
_SHORTEST = 0.7  # of the longest window in a batch


@dataclass(frozen=True, slots=True)
class Tagged:
    """Hold the tag of each token of a window, and the network's own probabilities.

    Attributes
    ----------
    sureness
        Of the tag that was chosen.
    cue, source
        Of being part of a cue or of a source, whatever was chosen.
    """

    tags: list[int]
    sureness: list[float]
    cue: list[float]
    source: list[float]


@dataclass(frozen=True, slots=True)
class Tables:
    """Hold what is looked up before the network runs; the sums of rows are the input of its first layer.

    Attributes
    ----------
    columns
        One table per column of `COLUMNS`, values × width.
    pieces, projection
        Vectors of the word pieces (as integers of the unit `piece_unit`), and the matrix that brings their mean to
        `width`.
    states, flags
        Small tables, put beside the sum; row 0 is a separator's.
    transitions
        Scores of tag pairs; forbidden ones are `FORBIDDEN`.
    """

    columns: tuple[Floats, ...]
    pieces: npt.NDArray[np.int8]
    piece_unit: float
    projection: Floats
    states: Floats
    flags: Floats
    transitions: Floats


class Tagger:
    """Tag windows; keeps the rows of words it has seen, which changes its speed and nothing else."""

    def __init__(self, looks: Looks, tables: Tables, session: Any) -> None:
        self._looks = looks
        self._tables = tables
        self._session = session
        self._known: dict[str, int] = {}
        self._lexical: Floats = np.zeros((_ROWS_AT_FIRST, tables.projection.shape[1]), np.float32)

    def tag(self, windows: Sequence[Window]) -> list[Tagged]:
        """Tag the windows of one article."""
        return tag_scores(windows, self._scores(windows), self._tables.transitions)

    def _scores(self, windows: Sequence[Window]) -> list[Floats]:
        """Let the network score each token of each window; windows of like length run together."""
        scores: list[Floats] = [np.zeros((0, N_TAGS), np.float32)] * len(windows)
        for batch in _batches(windows):
            together = [windows[i] for i in batch]
            lengths = np.array([len(window) for window in together], np.int32)
            feed = {"inputs": self._inputs(together, int(lengths.max())), "lengths": lengths}
            found = self._session.run(None, feed)[0]
            for row, i in enumerate(batch):
                scores[i] = found[: len(windows[i]), row]
        return scores

    def _inputs(self, windows: Sequence[Window], longest: int) -> Floats:
        """Give time × window × width."""
        width = self._lexical.shape[1]
        inputs = np.zeros((longest, len(windows), width + 16), np.float32)
        for i, window in enumerate(windows):
            real = np.array([bool(word) for word in window.words])
            rows = self._rows(window.words)
            inputs[: len(window), i, :width] = self._lexical[rows]
            inputs[: len(window), i, width : width + 8] = self._tables.states[(np.array(window.states) + 1) * real]
            inputs[: len(window), i, width + 8 :] = self._tables.flags[(np.array(window.flags) + 1) * real]
        return inputs

    def _rows(self, words: Sequence[str]) -> list[int]:
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if len(self._known) + len(new) > _WORDS_KEPT:
            self._known.clear()
            new = list(dict.fromkeys(words))
        if new:
            self._learn(new)
        return [self._known[word] for word in words]

    def _learn(self, words: Sequence[str]) -> None:
        tables, first = self._tables, len(self._known)
        indices = np.array([self._looks.row(word) for word in words])
        rows = sum(table[indices[:, i]] for i, table in enumerate(tables.columns))
        # word by word: the product of a whole matrix would depend, in its last digits, on which words come together
        rows = rows + np.stack([self._piece_mean(word) @ tables.projection for word in words])
        while first + len(words) > len(self._lexical):
            self._lexical = np.concatenate([self._lexical, np.zeros_like(self._lexical)])
        self._lexical[first : first + len(words)] = rows
        self._known.update({word: first + i for i, word in enumerate(words)})

    def _piece_mean(self, word: str) -> Floats:
        rows = self._looks.piece_rows(word) if word else []
        if not rows:
            return np.zeros(self._tables.pieces.shape[1], np.float32)
        mean: Floats = self._tables.pieces[rows].astype(np.float32).mean(0) * np.float32(self._tables.piece_unit)
        return mean


def tag_scores(windows: Sequence[Window], scores: Sequence[Floats], transitions: Floats) -> list[Tagged]:
    """Find the best tags that the transitions allow, and how sure the network is of each."""
    tags = _decode(windows, scores, transitions)
    return [_tagged(rows, found) for rows, found in zip(scores, tags, strict=True)]


def _decode(windows: Sequence[Window], scores: Sequence[Floats], transitions: Floats) -> list[list[int]]:
    """Find the best tags (Viterbi 1967); a separator's is 0.

    So the paragraphs can be decoded side by side, each between two separators.
    """
    places = [(w, *span) for w, window in enumerate(windows) for span in window.paragraphs()]
    places.sort(key=lambda place: place[1] - place[2])  # the longest first
    found = _decode_side_by_side([scores[w][start:stop] for w, start, stop in places], transitions)
    tags = [[0] * len(window) for window in windows]
    for (w, start, stop), path in zip(places, found, strict=True):
        tags[w][start:stop] = path
    return tags


def _decode_side_by_side(scores: Sequence[Floats], transitions: Floats) -> list[list[int]]:
    """Decode sequences that are sorted by length, longest first, so that those still running stand in front."""
    if not scores:
        return []
    lengths = np.array([len(rows) for rows in scores])
    padded = np.zeros((int(lengths[0]), len(scores), N_TAGS), np.float32)
    for i, rows in enumerate(scores):
        padded[: len(rows), i] = rows
    running = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left").tolist()
    back = np.zeros(padded.shape, np.intp)
    best = transitions[0] + padded[0]
    for t in range(1, len(padded)):
        n = running[t]
        paths = best[:n, :, None] + transitions
        back[t, :n] = paths.argmax(1)
        best[:n] = paths.max(1) + padded[t, :n]
    path = (best + transitions[:, 0]).argmax(1)
    tags = np.zeros(padded.shape[:2], np.intp)
    every = np.arange(len(scores))
    for t in range(len(padded) - 1, -1, -1):
        n = running[t]
        tags[t, :n] = path[:n]
        path[:n] = back[t, every[:n], path[:n]]
    return [tags[:n, i].tolist() for i, n in enumerate(lengths.tolist())]


def _tagged(scores: Floats, tags: list[int]) -> Tagged:
    shares = np.exp(scores - scores.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    sureness: list[float] = shares[np.arange(len(tags)), tags].tolist()
    return Tagged(tags, sureness, (shares[:, 3] + shares[:, 4]).tolist(), (shares[:, 5] + shares[:, 6]).tolist())


def _batches(windows: Sequence[Window]) -> list[list[int]]:
    """Put windows of like length together, so that little of a batch is padding."""
    order = sorted(range(len(windows)), key=lambda i: -len(windows[i]))
    batches: list[list[int]] = []
    longest = 0
    for i in order:
        n = len(windows[i])
        if not batches or n < _SHORTEST * longest or longest * (len(batches[-1]) + 1) > _TOKENS_AT_ONCE:
            batches.append([])
            longest = n
        batches[-1].append(i)
    return batches
