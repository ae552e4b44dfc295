"""Turn texts into sets of hashed word runs (shingles), and count what any two of them share.

The one rule: case, punctuation and line breaks make no difference; which words follow each other does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Hashes = NDArray[np.int32]  # shingles, as hashes of 31 bits: columns of a sparse matrix

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # Thai, Lao, kana, Han: a letter for a word
_NOT_IN_WORDS = ("-\n", "-\r\n", "'", "\u2019", "\u02bc", "\u00ad")  # broken words, apostrophes, soft hyphens
_MARKS = "“”‘–—•«»"  # that keep a text from being ASCII, for the most part
_WORDS_ALONE = bytes(char if chr(char).isalnum() or char == ord("_") else ord(" ") for char in range(256))
_WORDS = 3
_HASHES = (1 << 31) - 1
_LEAD = 25  # shingles that say how a text begins
_FORMULA_TEXTS = 8
_FORMULA_LEADS = 0.25
_AT_ONCE = 20_000_000  # shingles in memory while pairs are compared


@dataclass(frozen=True, slots=True)
class ShingleSets:
    """Hold one set of shingles per distinct text, the largest first, equal ones by their words.

    Attributes
    ----------
    text_of
        For every text that was read, in its order, the row of its set.
    hashes, starts
        The sets one behind the other, each sorted; row `i` is ``hashes[starts[i]:starts[i + 1]]``.
    """

    text_of: Ints
    hashes: Hashes
    starts: Ints

    @property
    def sizes(self) -> Ints:
        """Give the number of shingles of every set."""
        import numpy as np

        return np.diff(self.starts)

    def count_shared(self, left: Ints, right: Ints) -> Ints:
        """Count the shingles that the sets ``left[i]`` and ``right[i]`` share, for every i."""
        import numpy as np

        matrix = self._matrix()
        bulk = np.cumsum(self.sizes[left] + self.sizes[right])
        cuts = np.flatnonzero(np.diff(bulk // _AT_ONCE)) + 1
        parts = zip(np.split(left, cuts), np.split(right, cuts), strict=True)
        counts = [matrix[a].multiply(matrix[b]).getnnz(axis=1) for a, b in parts]
        return np.concatenate(counts).astype(np.int64)

    def _matrix(self) -> Any:
        import numpy as np
        from scipy.sparse import csr_matrix

        ones = np.ones(len(self.hashes), dtype=np.uint8)
        return csr_matrix((ones, self.hashes, self.starts), shape=(len(self.starts) - 1, _HASHES))


def read_shingles(texts: Iterable[str]) -> ShingleSets:
    """Read the sets of all texts, without the formulas that many unlike texts share.

    Texts of the same words have one set; a text without words has an empty one of its own.

    Examples
    --------
    >>> sets = read_shingles(["Iran denied it all again.", "It rained in Doha", "“Iran” denied it all — again"])
    >>> sets.text_of.tolist(), sets.sizes.tolist()
    ([0, 1, 0], [3, 2])
    """
    import numpy as np

    words = _WordHashes()
    keys: dict[bytes, int] = {}
    text_of: list[int] = []
    rows: list[Hashes] = []
    leads: list[int] = []
    for text in texts:
        ids = words.read(text)
        key = blake2b(ids.tobytes(), digest_size=16).digest() if len(ids) else b"%d" % len(text_of)
        text_of.append(keys.setdefault(key, len(keys)))
        if len(keys) > len(rows):
            run = _shingles(ids)
            leads.append(int(run[:_LEAD].min(initial=_HASHES)))
            run.sort()
            rows.append(run[_run_starts(run)])
    return _without_formulas(np.array(text_of, dtype=np.int64), list(keys), rows, np.array(leads, dtype=np.uint64))


class _WordHashes(dict[str, int]):
    """Hash every word once, alike on every machine and in every run."""

    def __missing__(self, word: str) -> int:
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[word] = number = int.from_bytes(digest, "little")
        return number

    def read(self, text: str) -> NDArray[np.uint64]:
        import numpy as np

        text = unicodedata.normalize("NFKC", text).casefold()
        for sign in _NOT_IN_WORDS:
            text = text.replace(sign, "")
        return np.array(list(map(self.__getitem__, _words(text))), dtype=np.uint64)


def _words(text: str) -> list[str]:
    """Give the runs of letters, digits and underscores; splitting ASCII takes a third of the time of a pattern."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    if text.isascii():
        return text.encode().translate(_WORDS_ALONE).decode().split()
    return _WORD.findall(_UNSPACED.sub(r" \g<0> ", text))


def _shingles(ids: NDArray[np.uint64]) -> Hashes:
    import numpy as np

    n = max(0, len(ids) - _WORDS + 1)
    mixed = np.zeros(n, dtype=np.uint64)
    for place in range(_WORDS):
        mixed = (mixed ^ ids[place : place + n]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed % np.uint64(_HASHES)).astype(np.int32)


def _without_formulas(text_of: Ints, keys: list[bytes], rows: list[Hashes], leads: NDArray[np.uint64]) -> ShingleSets:
    """Lay the sets one behind the other in an order that depends on their words alone, without formulas."""
    import numpy as np

    if not rows:
        return ShingleSets(text_of, np.empty(0, dtype=np.int32), np.zeros(1, dtype=np.int64))
    order = sorted(range(len(rows)), key=lambda i: (-len(rows[i]), keys[i]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    hashes = np.concatenate([rows[i] for i in order])
    row_of = np.repeat(np.arange(len(order), dtype=np.int32), [len(rows[i]) for i in order])
    rows.clear()
    own = ~_contains(_formulas(hashes, leads[order][row_of]), hashes)
    sizes = np.bincount(row_of[own], minlength=len(order))
    return ShingleSets(place[text_of], hashes[own], np.concatenate(([0], np.cumsum(sizes))))


def _formulas(hashes: Hashes, leads: NDArray[np.uint64]) -> Hashes:
    """Find what stands in many texts that begin unlike each other: standing lines, stock phrases, common quotations.

    A text that is often reprinted is no formula, as most of its printings begin alike.
    """
    import numpy as np

    packed = hashes.astype(np.uint64) << np.uint64(32) | leads
    packed.sort()
    runs = np.append(_run_starts(packed), len(packed))
    shingle = packed[runs[:-1]] >> np.uint64(32)
    alike = np.diff(runs)  # texts with this shingle and this lead
    if not len(alike):
        return np.empty(0, dtype=np.int32)
    starts = _run_starts(shingle)
    n_texts, most_alike = np.add.reduceat(alike, starts), np.maximum.reduceat(alike, starts)
    spread = (n_texts >= _FORMULA_TEXTS) & (most_alike < _FORMULA_LEADS * n_texts)
    found: Hashes = shingle[starts][spread].astype(np.int32)
    return found


def _run_starts(ordered: NDArray[np.integer[Any]]) -> Ints:
    import numpy as np

    return np.flatnonzero(np.concatenate((np.ones(min(1, len(ordered)), dtype=bool), ordered[1:] != ordered[:-1])))


def _contains(ordered: Hashes, asked: Hashes) -> NDArray[np.bool_]:
    import numpy as np

    if not len(ordered):
        return np.zeros(len(asked), dtype=bool)
    at = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    found: NDArray[np.bool_] = ordered[at] == asked
    return found
