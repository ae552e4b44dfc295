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
from toolkit.annotate.quotes.spans import Doubts, Layout, TokenSpan, read_spans
from toolkit.annotate.quotes.tagger import Tagged
from toolkit.rows import Range
from toolkit.training.gold import Attribution

_EPOCHS = 12
_RATE = 0.15
_DECAY = 2e-6
_SMALLEST_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Hold a window tagged by a network that did not see its article, the article's number and its gold there."""

    window: Window
    tagged: Tagged
    attributions: Sequence[Attribution]
    article: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold the features of each candidate, and which one the gold chooses."""

    features: list[list[str]]
    right: int


def learn_linker(windows: Sequence[HeldOut], *, seed: int) -> Linker:
    """Learn the weights of all three choices."""
    gold = [_decisions(held) for held in windows]
    cue_of_content, source_of_cue, source_of_content = (
        _learn(list(chain.from_iterable(decisions[i] for decisions in gold)), seed=seed) for i in range(3)
    )
    return Linker(cue_of_content, source_of_cue, source_of_content)


def _decisions(held: HeldOut) -> tuple[list[Decision], list[Decision], list[Decision]]:
    """Lay out the choices of one window: cue of content, source of cue, source of content without cue."""
    window, tagged = held.window, held.tagged
    layout = Layout(window, read_spans(window, tagged.tags), Doubts(tagged.cue, tagged.source))
    to_cue: list[Decision] = []
    to_source: list[Decision] = []
    bare: list[Decision] = []
    reported: dict[TokenSpan, list[TokenSpan]] = {}
    for content in layout.spans["content"]:
        attribution = _of_span(held, content, "content")
        if attribution is None:
            continue
        cue = _match(window, attribution.cue, layout.spans["cue"])
        to_cue += _decision(window, cue_choices(layout, content), attribution.cue, cue)
        if cue is None:
            source = _match(window, attribution.source, layout.spans["source"])
            bare += _decision(window, bare_choices(layout, content), attribution.source, source)
        else:
            reported.setdefault(cue, []).append(content)
    for cue in layout.spans["cue"]:
        attribution = _of_span(held, cue, "cue")
        if attribution is not None:
            source = _match(window, attribution.source, layout.spans["source"])
            choices = source_choices(layout, cue, reported.get(cue, []))
            to_source += _decision(window, choices, attribution.source, source)
    return to_cue, to_source, bare


def _decision(window: Window, choices: Choices, gold: Sequence[Range], tagged: TokenSpan | None) -> Iterator[Decision]:
    """Say which candidate is right: the tagged one; without it any other that gold overlaps; else none."""
    candidates, features = choices
    spans = [span for span in candidates if span is not None]
    right = tagged if tagged in spans else _match(window, gold, spans)
    if spans:
        yield Decision(features, candidates.index(right) if right else len(spans))


def _of_span(held: HeldOut, span: TokenSpan, role: str) -> Attribution | None:
    """Find the attribution whose part of that role overlaps the span most."""
    place = _place(held.window, span)
    best = max(held.attributions, key=lambda a: _overlap(place, getattr(a, role)), default=None)
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
