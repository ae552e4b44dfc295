"""Swap names in neutral sentences, and see what that changes: the proof that the model cannot see whom it judges.

The one rule: the sentences and names of the audit are no part of training, and hold nobody's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Literal

import pandas as pd

from toolkit.annotate.stance.model import StanceModel

Slot = Literal["target", "other name", "demonym", "place"]

_SLOTS: dict[Slot, tuple[str, str]] = {
    "target": ("{T}", "name"),
    "other name": ("{O}", "name"),
    "demonym": ("{D}", "demonym"),
    "place": ("{P}", "place"),
}
_PLAIN = {"{T}": "Orm", "{O}": "Vale", "{D}": "Orman", "{P}": "Orm City"}


@dataclass(frozen=True, slots=True)
class Swap:
    """Hold one sentence with one of its slots filled, and the score of its target."""

    sentence: str
    slot: Slot
    words: str
    score: float


def audit_swaps(model: StanceModel) -> pd.DataFrame:
    """Judge every sentence with every word in each of its slots, one slot at a time.

    Returns
    -------
    pandas.DataFrame
        Per slot: ``sentences``, ``words``, and over all pairs of words in a sentence the ``mean`` and the
        ``largest`` change of the score.
    """
    rows = []
    for slot in _SLOTS:
        scores: dict[str, list[float]] = {}
        for swap in _swaps(model, slot):
            scores.setdefault(swap.sentence, []).append(swap.score)
        changes = [abs(a - b) for found in scores.values() for a, b in combinations(found, 2)]
        n_words = len(_words(_SLOTS[slot][1]))
        rows.append((slot, len(scores), n_words, sum(changes) / len(changes), max(changes)))
    return pd.DataFrame(rows, columns=["slot", "sentences", "words", "mean", "largest"])


def _swaps(model: StanceModel, slot: Slot) -> Iterator[Swap]:
    mark, kind = _SLOTS[slot]
    for sentence in swap_sentences():
        if mark in sentence or (slot == "demonym" and "{aD}" in sentence):
            for words in _words(kind):
                text, start, end = fill_slots(sentence, {**_PLAIN, mark: words})
                yield Swap(sentence, slot, words, model.judge(text, start, end).score)


def fill_slots(sentence: str, words: dict[str, str]) -> tuple[str, int, int]:
    """Put words into the slots of a sentence; gives the text, and where the target stands."""
    demonym = words["{D}"]
    article = "an" if demonym[0] in "AEIOU" and not demonym.startswith(("Eu", "U")) else "a"
    filled = sentence.replace("{aD}", f"{article} {demonym}")
    before, after = filled.split("{T}")
    for mark in ("{O}", "{D}", "{P}"):
        before, after = before.replace(mark, words[mark]), after.replace(mark, words[mark])
    before = before[:1].upper() + before[1:]
    target = words["{T}"] if before.strip() not in ("", "“") else words["{T}"][:1].upper() + words["{T}"][1:]
    return before + target + after, len(before), len(before) + len(target)


@cache
def swap_sentences() -> tuple[str, ...]:
    """Load the invented sentences, with slots {T} target, {O} other name, {D} and {aD} demonym, {P} place."""
    return tuple(_data("swap_sentences.txt").splitlines())


@cache
def _words(kind: str) -> tuple[str, ...]:
    lines = (line.split("\t") for line in _data("swap_words.tsv").splitlines()[1:])
    return tuple(words for what, words in lines if what == kind)


def _data(name: str) -> str:
    return files("toolkit.training").joinpath("data", name).read_text(encoding="utf-8")
