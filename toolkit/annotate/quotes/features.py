"""Turn tokens into numbers: one row of indices per distinct word, learnt vocabularies, and pretrained word pieces.

The one rule: what a word looks like is worked out once per word, never once per token.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COLUMNS = ("word", "suffix3", "prefix3", "suffix2", "shape", "cue")
PAD, UNKNOWN = 0, 1
N_CUE_RATES = 8
_CUE_RATES = (0.005, 0.05, 0.15, 0.3, 0.5, 0.75)
_DIGIT = re.compile(r"\d")
_REPEATED = re.compile(r"(.)\1+")
_LONGEST_WORD = 40  # characters; more is no word, and matching its pieces takes time


@dataclass(frozen=True, slots=True)
class Looks:
    """Hold the vocabularies that turn a word into a row of indices; 0 is a separator, 1 an unknown value.

    Attributes
    ----------
    values
        Per column the values that have an index, in order, from 2 on.
    cue_rates
        Step (1 to 7) of the share of a stem's occurrences that were cues in training.
    pieces
        Index of each word piece in the table of pretrained vectors; ``##`` marks one that continues a word.
    """

    values: Mapping[str, Mapping[str, int]]
    cue_rates: Mapping[str, int]
    pieces: Mapping[str, int]

    def row(self, word: str) -> tuple[int, ...]:
        """Give the indices of one token, in the order of `COLUMNS`."""
        if not word:
            return (PAD,) * len(COLUMNS)
        parts = parts_of(word)
        known = [self.values[name].get(part, UNKNOWN) for name, part in zip(COLUMNS[:-1], parts, strict=True)]
        return (*known, self.cue_rates.get(stem(parts[0]), 0) + 1)

    def piece_rows(self, word: str) -> list[int]:
        """Cut a word into the longest known pieces from the left; gives their rows, none for a separator."""
        rest = normal(word)[:_LONGEST_WORD].replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")
        rows: list[int] = []
        start = 0
        while start < len(rest):
            end = len(rest)
            while end > start and ("##" if start else "") + rest[start:end] not in self.pieces:
                end -= 1
            if end > start:
                rows.append(self.pieces[("##" if start else "") + rest[start:end]])
            start = max(end, start + 1)
        return rows


def normal(word: str) -> str:
    """Give a word as it is looked up: lower case, digits as 0."""
    return _DIGIT.sub("0", word.lower())


def parts_of(word: str) -> tuple[str, str, str, str, str]:
    """Give the word, its ends and its shape: the values of `COLUMNS` but for the cue's."""
    low = normal(word)
    return low, low[-3:], low[:3], low[-2:], shape(word)


def shape(word: str) -> str:
    """Give the pattern of capitals, small letters and digits, runs as one: ``Xx``, ``X.X.``, ``d``."""
    pattern = "".join("X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word)
    return _REPEATED.sub(r"\1", pattern)


def stem(word: str) -> str:
    """Cut the inflection off a lower-case word, roughly: reports, reported, reporting are one."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def learn_looks(tokens: Iterable[tuple[str, bool]], pieces: Mapping[str, int], *, rare: int = 3) -> Looks:
    """Learn the vocabularies from tokens, each with whether it belongs to a cue.

    Parameters
    ----------
    rare
        A word seen less often gets no index of its own; ends and shapes need five.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in COLUMNS[:-1]}
    stems: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for word, is_cue in tokens:
        parts = parts_of(word)
        for name, part in zip(COLUMNS[:-1], parts, strict=True):
            counts[name][part] += 1
        stems[stem(parts[0])] += 1
        cues[stem(parts[0])] += is_cue
    floors = {name: rare if name == "word" else 5 for name in counts}
    kept = {name: sorted(v for v, n in counts[name].items() if n >= floors[name]) for name in counts}
    values = {name: {value: i for i, value in enumerate(kept[name], 2)} for name in kept}
    rates = {s: sum(cues[s] / (n + 1) > rate for rate in _CUE_RATES) + 1 for s, n in stems.items() if n >= 3}
    return Looks(values, rates, pieces)
