"""Put the tagged and linked spans of a window together as drafts of quotations.

The one rule: contents that one cue reports are one quotation; a content that nothing reports stands alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.annotate.quotes.confidence import Evidence, edge_and_mean
from toolkit.annotate.quotes.linker import Link, Linker
from toolkit.annotate.quotes.reading import Window
from toolkit.annotate.quotes.spans import Layout, TokenSpan, read_spans
from toolkit.annotate.quotes.tagger import Tagged

Range = tuple[int, int]
Known = Mapping[TokenSpan, TokenSpan]

# least share of a runner-up, chosen on held-out articles
_CUE_DOUBT = 0.1
_SOURCE_DOUBT = 0.04


@dataclass(frozen=True, slots=True)
class Linked:
    """Hold one quotation as spans of tokens, and what its confidence rests on."""

    content: tuple[TokenSpan, ...]
    cue: TokenSpan | None
    source: TokenSpan | None
    evidence: Evidence


def link_spans(
    window: Window, tagged: Tagged, linker: Linker, *, cues: Known | None = None, sources: Known | None = None
) -> list[Linked]:
    """Link the tagged spans of a window into quotations, in order of their content.

    Parameters
    ----------
    cues, sources
        What is certain: the cue of a content, and the source of a content that has none.
    """
    known, signed = cues or {}, sources or {}
    layout = Layout(window, read_spans(window, tagged.tags))
    doubts = Doubts(layout, tagged)
    reported: dict[TokenSpan, list[tuple[TokenSpan, Link]]] = {}
    alone: list[tuple[TokenSpan, Link]] = []
    for content in layout.spans["content"]:
        if content in signed:
            alone.append((content, Link(None, 1.0)))
            continue
        link = Link(known[content], 1.0) if content in known else _cue(layout, content, linker, doubts)
        if link.partner in known.values() and content not in known and layout.marks(content) == "n":
            continue  # a block is all that its cue reports
        if link.partner is None:
            alone.append((content, link))
        else:
            reported.setdefault(link.partner, []).append((content, link))
    found = []
    for cue, contents in reported.items():
        source = _source(layout, cue, [content for content, _ in contents], linker, doubts)
        found.append(_linked(layout, tagged, contents, cue, source))
    for content, link in alone:
        source = Link(signed[content], 1.0) if content in signed else linker.bare_source(layout, content)
        found.append(_linked(layout, tagged, [(content, link)], None, source))
    return sorted(found, key=lambda linked: linked.content[0])


def _cue(layout: Layout, content: TokenSpan, linker: Linker, doubts: Doubts) -> Link:
    link = linker.cue(layout, content)
    return link if link.partner else doubts.cue(content) or link


def _source(layout: Layout, cue: TokenSpan, contents: Sequence[TokenSpan], linker: Linker, doubts: Doubts) -> Link:
    link = linker.source(layout, cue, contents)
    return link if link.partner else doubts.source(cue) or link


class Doubts:
    """Find the cue or source that the tagger all but tagged, where the linker would do without one.

    Nine in ten quotations have both, so the best runner-up in the sentence is more often right than nothing.
    """

    def __init__(self, layout: Layout, tagged: Tagged) -> None:
        self._layout = layout
        self._tagged = tagged

    def cue(self, content: TokenSpan) -> Link | None:
        """Find a cue beside a content, in its first or last sentence."""
        return self._best(self._tagged.cue, content, _CUE_DOUBT)

    def source(self, cue: TokenSpan) -> Link | None:
        """Find a source in the sentence of a cue."""
        return self._best(self._tagged.source, cue, _SOURCE_DOUBT)

    def _best(self, shares: Sequence[float], span: TokenSpan, least: float) -> Link | None:
        """Find the run of untagged tokens in the span's sentences whose highest share is the greatest."""
        first, last = self._sentence(span)
        runs: list[TokenSpan] = []
        for i in range(first, last):
            if self._tagged.tags[i] or shares[i] < least:
                continue
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
        if not runs:
            return None
        best = max(runs, key=lambda run: max(shares[run[0] : run[1]]))
        return Link(best, max(shares[best[0] : best[1]]))

    def _sentence(self, span: TokenSpan) -> TokenSpan:
        numbers = self._layout.sentences
        first = bisect_left(numbers, numbers[span[0]])
        return first, bisect_right(numbers, numbers[span[1] - 1])


def to_range(window: Window, span: TokenSpan) -> Range:
    """Give the place in the text of a span of tokens."""
    return window.starts[span[0]], window.ends[span[1] - 1]


def _linked(
    layout: Layout, tagged: Tagged, contents: Iterable[tuple[TokenSpan, Link]], cue: TokenSpan | None, source: Link
) -> Linked:
    spans, links = zip(*contents, strict=True)
    edges, mean = edge_and_mean(tagged.sureness, spans)
    evidence = Evidence(
        edges=edges,
        mean=mean,
        cue=min(link.probability for link in links),
        source=source.probability,
        has_cue=cue is not None,
        marked=any(layout.marks(span) == "Q" for span in spans),
    )
    return Linked(tuple(spans), cue, source.partner, evidence)
