"""Put the tagged and linked spans of a window together as drafts of quotations.

The one rule: contents that one cue reports are one quotation; a content that nothing reports stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from toolkit.annotate.quotes.clauses import end_of_relative, is_hearsay, said_to_have_said, surfaced
from toolkit.annotate.quotes.confidence import Evidence, edge_and_mean
from toolkit.annotate.quotes.linker import Link, Linker
from toolkit.annotate.quotes.reading import Window
from toolkit.annotate.quotes.spans import Doubts, Layout, TokenSpan, read_spans
from toolkit.annotate.quotes.tagger import Tagged

Range = tuple[int, int]
Known = Mapping[TokenSpan, TokenSpan]


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
    layout = Layout(window, read_spans(window, tagged.tags), Doubts(tagged.cue, tagged.source))
    reported: dict[TokenSpan, list[tuple[TokenSpan, Link]]] = {}
    alone: list[tuple[TokenSpan, Link]] = []
    for content in layout.spans["content"]:
        if content in signed:
            alone.append((content, Link(None, 1.0)))
            continue
        link = Link(known[content], 1.0) if content in known else linker.cue(layout, content)
        if link.partner in known.values() and content not in known and layout.marks(content) == "n":
            continue  # a block is all that its cue reports
        if link.partner is None:
            alone.append((content, link))
        else:
            reported.setdefault(link.partner, []).append((content, link))
    found = []
    for cue, contents in reported.items():
        source = linker.source(layout, cue, [content for content, _ in contents])
        if source.partner is None and said_to_have_said(window, cue):
            contents, source = _with_reported(layout, cue, contents)
        found.append(_linked(layout, tagged, contents, cue, source))
    for content, link in alone:
        source = Link(signed[content], 1.0) if content in signed else linker.bare_source(layout, content)
        found.append(_linked(layout, tagged, [(content, link)], None, source))
    return sorted(found, key=lambda linked: linked.content[0])


def to_range(window: Window, span: TokenSpan) -> Range:
    """Give the place in the text of a span of tokens."""
    return window.starts[span[0]], window.ends[span[1] - 1]


def _with_reported(
    layout: Layout, cue: TokenSpan, contents: list[tuple[TokenSpan, Link]]
) -> tuple[list[tuple[TokenSpan, Link]], Link]:
    """Find who is said to have spoken: what stands before the cue as content, or the last source of the sentence."""
    first, link = contents[0]
    if first[1] == cue[0] and len(contents) > 1:
        return contents[1:], Link(first, link.probability)
    before, _ = layout.neighbours("source", cue)
    near = before is not None and layout.sentences[before[0]] == layout.sentences[cue[0]]
    return contents, Link(before if near else None, 1.0)


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
    return settle(layout.window, Linked(tuple(spans), cue, source.partner, evidence))


def settle(window: Window, linked: Linked) -> Linked:
    """Settle what is certain once a cue and its parts are known: hearsay has no source, relative clauses end."""
    content, cue, source = linked.content, linked.cue, linked.source
    if cue is None:
        return linked
    if is_hearsay(window, cue):
        subject = source is not None and source[1] in range(cue[0] - 1, cue[0] + 1)
        whole = cue[1] - cue[0] > 1  # "Tehran is thought to have …", but not "a figure thought to be …"
        if whole and subject and source is not None and window.words[source[0]].lower() != "it":
            content = (source, *content)
        source = None
    elif source is not None and surfaced(window, source, cue):
        cue, source = (source[0], cue[1]), None
    last = content[-1]
    content = (*content[:-1], (last[0], end_of_relative(window, last, cue)))
    return replace(linked, content=content, cue=cue, source=source)
