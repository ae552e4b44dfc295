"""Link the tagged spans: which cue reports a content, and which source stands with a cue.

The one rule: each choice is a softmax over the candidates near by and none at all, by a linear model whose weights
are words a reader can look up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import exp

from toolkit.annotate.quotes.spans import Layout, Role, TokenSpan

Weights = Mapping[str, float]

_NEAR = 2  # candidates on each side
_FAR_APART = 2  # paragraphs
_SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
_SHORT_GAP = 4  # tokens between two spans that are looked at one by one
_SIGNS = frozenset(',.;:“”‘’"!?()—–-¶')
_JOINTS = _SIGNS | {"and", "but", "who", "which", "that", "to", "of", "by"}


@dataclass(frozen=True, slots=True)
class Link:
    """Hold the choice made for one span: a partner or None, and its probability."""

    partner: TokenSpan | None
    probability: float


@dataclass(frozen=True, slots=True)
class Linker:
    """Hold the weights of the three choices: content to cue, cue to source, content without a cue to source."""

    cue_of_content: Weights
    source_of_cue: Weights
    source_of_content: Weights

    def cue(self, layout: Layout, content: TokenSpan) -> Link:
        """Choose the cue that reports a content."""
        return _choose(self.cue_of_content, *cue_choices(layout, content))

    def source(self, layout: Layout, cue: TokenSpan, contents: Sequence[TokenSpan]) -> Link:
        """Choose the source of a cue that reports `contents`."""
        return _choose(self.source_of_cue, *source_choices(layout, cue, contents))

    def bare_source(self, layout: Layout, content: TokenSpan) -> Link:
        """Choose the source of a content without a cue ("Smith: “No.”")."""
        return _choose(self.source_of_content, *bare_choices(layout, content))


Choices = tuple[list[TokenSpan | None], list[list[str]]]


def cue_choices(layout: Layout, content: TokenSpan) -> Choices:
    """Give the candidates for a content's cue, None last, and the features of each.

    Beside the cues that were tagged stands the one that was all but tagged.
    """
    cues = _near(layout, "cue", content)
    features = [*_content_cues(layout, content, cues)]
    if doubt := layout.runner_up("cue", content):
        cues = [*cues, doubt[0]]
        features += [names + _doubt(doubt[1]) for names in _content_cues(layout, content, [doubt[0]])]
    return [*cues, None], [*features, _no_cue(layout, content, cues)]


def source_choices(layout: Layout, cue: TokenSpan, contents: Sequence[TokenSpan]) -> Choices:
    """Give the candidates for a cue's source, None last, and the features of each; runners-up as for cues."""
    sources = _near(layout, "source", cue)
    features = [*_cue_sources(layout, cue, sources, contents)]
    if doubt := layout.runner_up("source", cue):
        sources = [*sources, doubt[0]]
        features += [names + _doubt(doubt[1]) for names in _cue_sources(layout, cue, [doubt[0]], contents)]
    return [*sources, None], [*features, _no_source(layout, cue, sources)]


def _doubt(share: float) -> list[str]:
    """Give the features of a candidate that was not tagged: how near it came."""
    step = sum(share > edge for edge in _SHARES)
    return ["doubt", f"doubt{step}"]


def bare_choices(layout: Layout, content: TokenSpan) -> Choices:
    """Give the candidates for the source of a content without a cue, None last, and the features of each."""
    sources = _near(layout, "source", content)
    features = [_content_source(layout, content, source) for source in sources]
    return [*sources, None], [*features, ["none", f"none{len(sources) > 0}", f"none{layout.marks(content)}"]]


def _choose(weights: Weights, candidates: list[TokenSpan | None], features: list[list[str]]) -> Link:
    if len(candidates) == 1:
        return Link(None, 1.0)
    scores = [sum(map(weights.get, names, repeat(0.0))) for names in features]
    best = max(range(len(scores)), key=scores.__getitem__)
    total = sum(exp(score - scores[best]) for score in scores)
    return Link(candidates[best], 1 / total)


def _near(layout: Layout, role: Role, span: TokenSpan) -> list[TokenSpan]:
    """Give the nearest spans of a role before, inside and after a span, in order."""
    here, paragraphs = layout.paragraphs[span[0]], layout.paragraphs
    first, last = layout.between(role, *span)
    spans = layout.spans[role][max(0, first - _NEAR) : last + _NEAR]
    return [s for s in spans if abs(paragraphs[s[0]] - here) <= _FAR_APART and (s[0] >= span[1] or s[1] <= span[1])]


def _gap(left: TokenSpan, right: TokenSpan) -> tuple[str, int, int]:
    """Say whether the second span stands after (A), before (B) or in (I) the first, and what lies between."""
    if left[1] <= right[0]:
        return "A", left[1], right[0]
    if right[1] <= left[0]:
        return "B", right[1], left[0]
    return "I", 0, 0


def _between(layout: Layout, start: int, stop: int) -> str:
    return " ".join(role or word for role, word in zip(layout.roles[start:stop], layout.words[start:stop], strict=True))


def _distance(tokens: int) -> str:
    if tokens < 5:
        return str(tokens)
    return "5" if tokens < 8 else "8" if tokens < 13 else "13" if tokens < 21 else "21"


def _steps(n: int) -> int:
    return max(-2, min(2, n))


def _content_cues(layout: Layout, content: TokenSpan, cues: Sequence[TokenSpan]) -> Iterator[list[str]]:
    """Give the features of each cue that may report a content."""
    sentences, paragraphs = layout.sentences, layout.paragraphs
    marks = layout.marks(content)
    first_sentence, last_sentence = sentences[content[0]], sentences[content[1] - 1]
    before, after = layout.neighbours("cue", content)
    alone = len(layout.spans["cue"]) == 1
    opening, closing, follower = layout.word(content[0]), layout.word(content[1] - 1), layout.word(content[1])
    leader, capital = layout.word(content[0] - 1), layout.window.words[content[0]][:1].isupper()
    for cue in cues:
        side, start, stop = _gap(content, cue)
        here = sentences[cue[0]]
        apart = f"{_steps(here - first_sentence)}/{_steps(here - last_sentence)}"
        first, last = layout.cue_stems(cue)
        distance = _distance(stop - start)
        n_cues, n_contents = layout.count("cue", start, stop), layout.count("content", start, stop)
        nearest = f"{cue == before}{cue == after}|{before is not None}{after is not None}"
        served = layout.count("content", cue[1], cue[1] + 3) - (0 <= content[0] - cue[1] <= 2)
        names = [
            f"o{side}",
            f"g{side}{distance}",
            f"S{apart}",
            f"Sq{apart}{marks}",
            f"oq{side}{marks}",
            f"go{side}{distance}{marks}",
            f"VC{side}{n_cues}{n_contents}",
            f"ncS{side}{layout.count('source', start, stop)}",
            f"p{side}{_steps(paragraphs[cue[0]] - paragraphs[content[0]])}{marks}",
            f"pat{side}{layout.pattern(start, stop, _SIGNS)}",
            f"c-1{side}{leader}",
            f"c0{side}{opening}",
            f"c+{side}{follower}",
            f"cl{side}{closing}",
            f"v+{side}{layout.word(cue[1])}",
            f"v-{side}{layout.word(cue[0] - 1)}",
            f"cue{side}{first}",
            f"cue2{side}{last}",
            f"cueG{side}{first}{min(2, stop - start)}",
            f"near{nearest}",
            f"near{nearest}{marks}{apart}",
            f"one{alone}",
            f"adj{side}{layout.role(cue[0] - 1)}{layout.role(cue[1])}",
            f"serv{side}{served}{marks}{apart}",
            f"cap{capital}{side}{apart}",
        ]
        if stop - start <= _SHORT_GAP:
            names.append(f"gs{side}{_between(layout, start, stop)}")
        yield names


def _no_cue(layout: Layout, content: TokenSpan, cues: Sequence[TokenSpan]) -> list[str]:
    here = {layout.sentences[content[0]], layout.sentences[content[1] - 1]}
    same = any(layout.sentences[cue[0]] in here for cue in cues)
    marks = layout.marks(content)
    return ["none", f"none{min(2, len(cues))}", f"same{same}", f"marks{marks}{len(cues) > 0}", f"both{same}{marks}"]


def _cue_sources(
    layout: Layout, cue: TokenSpan, sources: Sequence[TokenSpan], contents: Sequence[TokenSpan]
) -> Iterator[list[str]]:
    """Give the features of each source that may stand with a cue."""
    sentences, paragraphs = layout.sentences, layout.paragraphs
    first, last = layout.cue_stems(cue)
    opening, leader, follower = layout.word(cue[0]), layout.word(cue[0] - 1), layout.word(cue[1])
    here = sentences[cue[0]]
    before, after = layout.neighbours("source", cue)
    same_before = before is not None and sentences[before[0]] == here
    same_after = after is not None and sentences[after[0]] == here
    for source in sources:
        side, start, stop = _gap(source, cue)
        n_cues, n_contents = layout.count("cue", start, stop), layout.count("content", start, stop)
        n_sources = layout.count("source", start, stop)
        nearest = f"{source == before}{source == after}|{same_before}{same_after}"
        crossed = any(source[1] <= a < cue[0] or cue[1] <= a < source[0] for a, _ in contents)
        names = [
            f"o{side}",
            f"g{side}{_distance(stop - start)}",
            f"S{_steps(here - sentences[source[0]])}{side}",
            f"cue{side}{first}",
            f"cue2{side}{last}",
            f"cueG{side}{first}{min(2, stop - start)}",
            f"vs{side}{n_cues}{n_sources}{n_contents}",
            f"p{side}{_steps(paragraphs[cue[0]] - paragraphs[source[0]])}",
            f"pat{side}{layout.pattern(start, stop, _JOINTS)}",
            f"near{nearest}",
            f"near{nearest}{first}",
            f"nearV{nearest}{n_cues}{n_contents}",
            f"v+{side}{follower}",
            f"v-{side}{leader}",
            f"s-{side}{layout.word(source[0] - 1)}",
            f"s+{side}{layout.word(source[1])}",
            f"s0{side}{layout.word(source[1] - 1)}",
            f"v0{side}{opening}",
            f"in{any(a <= source[0] < b for a, b in contents)}",
            f"crossed{crossed}{side}",
        ]
        if stop - start < _SHORT_GAP:
            names.append(f"gs{side}{_between(layout, start, stop)}")
        yield names


def _no_source(layout: Layout, cue: TokenSpan, sources: Sequence[TokenSpan]) -> list[str]:
    first, _ = layout.cue_stems(cue)
    same = sum(layout.sentences[s[0]] == layout.sentences[cue[0]] for s in sources)
    touching = any(s[1] == cue[0] or s[0] == cue[1] for s in sources)
    return [
        "none",
        f"same{same}",
        f"touching{touching}",
        f"cue{first}",
        f"v-{layout.word(cue[0] - 1)}",
        f"v0{layout.word(cue[0])}",
        f"any{len(sources) > 0}",
    ]


def _content_source(layout: Layout, content: TokenSpan, source: TokenSpan) -> list[str]:
    side, start, stop = _gap(content, source)
    marks = layout.marks(content)
    apart = _steps(layout.sentences[source[0]] - layout.sentences[content[0]])
    distance = _distance(stop - start)
    linked = layout.count("cue", start, stop)
    return [
        f"o{side}{marks}",
        f"g{side}{distance}{marks}",
        f"S{apart}{side}",
        f"nv{side}{linked}",
        f"pat{side}{layout.pattern(start, stop, _SIGNS)}",
        f"s+{side}{layout.word(source[1])}",
        f"s-{side}{layout.word(source[0] - 1)}",
        f"p{side}{_steps(layout.paragraphs[source[0]] - layout.paragraphs[content[0]])}{marks}",
        f"adj{side}{layout.role(source[0] - 1)}{layout.role(source[1])}",
    ]
