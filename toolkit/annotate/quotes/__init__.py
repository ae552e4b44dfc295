"""Find quotations in one article: direct, mixed, indirect, in marks or in blocks.

The one rule: one face, `segment_quotes`, so that another engine can stand behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from toolkit.annotate.quotes.assemble import Linked, link_spans, to_range
from toolkit.annotate.quotes.certain import Certain, apply_certain, is_transcript
from toolkit.annotate.quotes.clauses import find_swallowed, with_antecedent
from toolkit.annotate.quotes.drafts import Draft, finish
from toolkit.annotate.quotes.reading import Passage, Window, mark_passages, read_windows
from toolkit.annotate.quotes.weights import Engine, load_engine
from toolkit.language import Marked
from toolkit.rows import BODY_ZONES, Document, MarkedQuote, Quote, Zone

__all__ = ["read_marked_quotes", "segment_quotes"]


def segment_quotes(document: Document, *, engine: str = "") -> list[Quote]:
    """Find the quotations of an article, without saying which actor speaks.

    Parameters
    ----------
    engine
        Folder of an engine that `toolkit train quotes` made; "" is the one that ships.

    Returns
    -------
    list of Quote
        In order of place; `speaker`, `speaker_name` and `side` are empty.

    Notes
    -----
    A recurrent tagger and a learned linker (weights/quotes/README.md), with rules where rules are certain.
    """
    loaded = load_engine(engine)
    text = document.text
    zones = [zone for zone in document.zones if zone.kind in BODY_ZONES]
    passages = [Passage(z.span.start, z.span.end, z.kind == "block_quotation") for z in zones]
    windows = read_windows(text, passages)
    marks = list(chain.from_iterable(mark_passages(text, passages)))
    drafts = _join_paragraphs(list(_drafts(windows, loaded)), marks, zones)
    near = _Marks(marks)
    inner = _drafts_in_blocks(text, drafts, loaded)
    rows = [finish(document, d, near.of(d), _zone(zones, d).kind, method=loaded.name) for d in (*drafts, *inner)]
    return sorted(rows, key=lambda row: (row.content[0].start, -row.content[-1].end))


def read_marked_quotes(document: Document, marked: Sequence[MarkedQuote]) -> list[Quote]:
    """Give rows for quotations that somebody else has marked, with kind and act as the text tells them."""
    zones = [zone for zone in document.zones if zone.kind in BODY_ZONES]
    passages = [Passage(z.span.start, z.span.end, z.kind == "block_quotation") for z in zones]
    near = _Marks(list(chain.from_iterable(mark_passages(document.text, passages))))
    drafts = [
        Draft(
            content=quote.content,
            cue=(quote.cue[0][0], quote.cue[-1][1]) if quote.cue else None,
            source=(quote.source[0][0], quote.source[-1][1]) if quote.source else None,
            form=quote.form or "marked",
            confidence=quote.confidence,
        )
        for quote in marked
        if quote.content and zones and zones[0].span.start <= quote.content[0][0]
    ]
    return [finish(document, d, near.of(d), _zone(zones, d).kind, method="marked") for d in drafts]


class _Marks:
    """Give the marked passages that a draft can hold, without a look at all others."""

    def __init__(self, marks: Sequence[Marked]) -> None:
        self._marks = marks
        self._starts = [mark.start for mark in marks]
        self._ends = [mark.end for mark in marks]

    def of(self, draft: Draft) -> Sequence[Marked]:
        """Give the passages that reach into the stretch of a draft's content."""
        first = bisect_right(self._ends, draft.start)
        return self._marks[first : bisect_right(self._starts, draft.content[-1][1])]


def _drafts(windows: Sequence[Window], engine: Engine) -> Iterator[Draft]:
    transcript = is_transcript(windows)
    for window, tagged in zip(windows, engine.tagger.tag(windows), strict=True):
        known = apply_certain(window, tagged.tags, transcript=transcript)
        for linked in link_spans(window, tagged, engine.linker, cues=known.cues, sources=known.sources):
            confidence = engine.calibration.confidence(linked.evidence)
            # words in marks are somebody's, whoever that is
            certain = linked.evidence.marked or linked.content[0] in known.sources
            if certain or confidence >= engine.calibration.least:
                yield _draft(window, linked, known, confidence)
                if swallowed := find_swallowed(window, linked.content[0]):
                    content, cue, source = swallowed
                    yield _draft(window, replace(linked, content=(content,), cue=cue, source=source), known, confidence)


def _drafts_in_blocks(text: str, drafts: Sequence[Draft], engine: Engine) -> list[Draft]:
    """Find what speech in blocks reports in its turn: a block is read again as if it were narrated.

    Only blocks, where it is certain which words are whose: the training data marks no report inside a report.
    """
    blocks = [Passage(*segment) for draft in drafts if draft.form == "block" for segment in draft.content]
    if not blocks:
        return []
    found = _drafts(read_windows(text, blocks), engine)
    return [draft for draft in found if draft.cue and draft.source]


def _zone(zones: Sequence[Zone], draft: Draft) -> Zone:
    return zones[bisect_right(zones, draft.start, key=lambda zone: zone.span.start) - 1]


def _draft(window: Window, linked: Linked, known: Certain, confidence: float) -> Draft:
    relay = known.relays.get(linked.cue) if linked.cue else None
    first = linked.content[0]
    unmarked = not any(window.states[slice(*first)])
    block = window.ends[first[0]] == window.starts[first[0]] or (first in known.sources and unmarked)
    return Draft(
        content=tuple(to_range(window, span) for span in linked.content),
        cue=to_range(window, linked.cue) if linked.cue else None,
        source=to_range(window, with_antecedent(window, linked.source)) if linked.source else None,
        relays=(to_range(window, relay),) if relay else (),
        form="block" if block else "marked",
        confidence=confidence,
    )


def _join_paragraphs(drafts: list[Draft], marks: Sequence[Marked], zones: Sequence[Zone]) -> list[Draft]:
    """Join newspaper style: a paragraph that opens without closing goes on in the next one that opens."""
    unclosed = {(mark.start, mark.end) for mark in marks if not mark.closed}
    begins = {before.span.end: zone.span.start for before, zone in pairwise(zones)}
    joined: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: draft.start):
        last = joined[-1] if joined else None
        if last and last.content[-1] in unclosed and begins.get(last.content[-1][1]) == draft.start:
            whole = replace(draft if draft.cue else last, content=(*last.content, *draft.content))
            joined[-1] = whole
        else:
            joined.append(draft)
    return joined
