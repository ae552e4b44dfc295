"""Learn the linker's three choices from windows whose spans the tagger found in articles it was not trained on.

The one rule: what the linker meets at work is the tagger's spans with their faults, so it learns from those.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp, sqrt

from toolkit.annotate.quotes.linker import Choices, Linker, bare_choices, cue_choices, source_choices
from toolkit.annotate.quotes.reading import Window
from toolkit.annotate.quotes.spans import Layout, TokenSpan, read_spans
from toolkit.rows import Range
from toolkit.training.gold import Attribution

_EPOCHS = 12
_RATE = 0.15
_DECAY = 2e-6
_SMALLEST_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class TaggedWindow:
    """Hold a window with the tags found in it and the attributions of its article."""

    window: Window
    tags: Sequence[int]
    attributions: Sequence[Attribution]


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold the features of each candidate, and which one the gold chooses."""

    features: list[list[str]]
    right: int


def learn_linker(windows: Sequence[TaggedWindow], *, seed: int) -> Linker:
    """Learn the weights of all three choices."""
    gold = [_decisions(tagged) for tagged in windows]
    cue_of_content, source_of_cue, source_of_content = (
        _learn(list(chain.from_iterable(decisions[i] for decisions in gold)), seed=seed) for i in range(3)
    )
    return Linker(cue_of_content, source_of_cue, source_of_content)


def _decisions(tagged: TaggedWindow) -> tuple[list[Decision], list[Decision], list[Decision]]:
    """Lay out the choices of one window: cue of content, source of cue, source of content without cue."""
    layout = Layout(tagged.window, read_spans(tagged.window, tagged.tags))
    to_cue: list[Decision] = []
    to_source: list[Decision] = []
    bare: list[Decision] = []
    reported: dict[TokenSpan, list[TokenSpan]] = {}
    for content in layout.spans["content"]:
        attribution = _of_span(tagged, content, "content")
        if attribution is None:
            continue
        cue = _match(tagged.window, attribution.cue, layout.spans["cue"])
        to_cue += _decision(cue_choices(layout, content), cue)
        if cue is None:
            source = _match(tagged.window, attribution.source, layout.spans["source"])
            bare += _decision(bare_choices(layout, content), source)
        else:
            reported.setdefault(cue, []).append(content)
    for cue in layout.spans["cue"]:
        attribution = _of_span(tagged, cue, "cue")
        if attribution is not None:
            source = _match(tagged.window, attribution.source, layout.spans["source"])
            to_source += _decision(source_choices(layout, cue, reported.get(cue, [])), source)
    return to_cue, to_source, bare


def _decision(choices: Choices, right: TokenSpan | None) -> Iterator[Decision]:
    candidates, features = choices
    if len(candidates) > 1:
        yield Decision(features, candidates.index(right) if right in candidates else len(candidates) - 1)


def _of_span(tagged: TaggedWindow, span: TokenSpan, role: str) -> Attribution | None:
    """Find the attribution whose part of that role overlaps the span most."""
    place = _place(tagged.window, span)
    best = max(tagged.attributions, key=lambda a: _overlap(place, getattr(a, role)), default=None)
    return best if best is not None and _overlap(place, getattr(best, role)) else None


def _match(window: Window, ranges: Iterable[Range], spans: Sequence[TokenSpan]) -> TokenSpan | None:
    """Find the span that overlaps the gold's ranges most."""
    wanted = tuple(ranges)
    best = max(spans, key=lambda span: _overlap(_place(window, span), wanted), default=None)
    return best if best is not None and _overlap(_place(window, best), wanted) else None


def _place(window: Window, span: TokenSpan) -> Range:
    return window.starts[span[0]], window.ends[span[1] - 1]


def _overlap(place: Range, ranges: Iterable[Range]) -> int:
    return sum(max(0, min(place[1], end) - max(place[0], start)) for start, end in ranges)


def _learn(decisions: list[Decision], *, seed: int) -> dict[str, float]:
    """Fit a softmax over candidates by Adagrad (Duchi, Hazan & Singer 2011), averaged over the later epochs."""
    rng = random.Random(seed)
    index: dict[str, int] = {}
    data = [
        ([[index.setdefault(name, len(index)) for name in names] for names in decision.features], decision.right)
        for decision in decisions
    ]
    weights, squares, sums = [0.0] * len(index), [1e-2] * len(index), [0.0] * len(index)
    for epoch in range(_EPOCHS):
        rng.shuffle(data)
        for candidates, right in data:
            _step(candidates, right, weights, squares)
        if epoch >= _EPOCHS // 2:
            sums = [a + b for a, b in zip(sums, weights, strict=True)]
    n = _EPOCHS - _EPOCHS // 2
    return {name: round(sums[i] / n, 3) for name, i in index.items() if abs(sums[i] / n) > _SMALLEST_WEIGHT}


def _step(candidates: list[list[int]], right: int, weights: list[float], squares: list[float]) -> None:
    scores = [sum(weights[i] for i in names) for names in candidates]
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    total = sum(shares)
    for k, names in enumerate(candidates):
        slope = shares[k] / total - (k == right)
        if abs(slope) < 1e-3:
            continue
        for i in names:
            squares[i] += slope * slope
            weights[i] -= _RATE * (slope / sqrt(squares[i]) + _DECAY * weights[i])
