"""Say in whose voice a passage stands: narrator, verbatim, paraphrase or republished.

The one rule: a speaker's own words stand in quotation marks or a block quotation; the rest is the outlet's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.language import find_marked
from toolkit.rows import READ_ZONES, Document, Quote, Span, Voice, Zone


@dataclass(frozen=True, slots=True)
class Attribution:
    """Hold whose words a passage is: `speaker` in verbatim voice, `reported_of` in paraphrase."""

    voice: Voice
    speaker: str | None = None
    speaker_name: str | None = None
    reported_of: str | None = None


def read_zones(document: Document) -> list[Zone]:
    """Give the zones in which mentions, labels and frames are looked for, in order."""
    return [zone for zone in document.zones if zone.kind in READ_ZONES]


def attribute(document: Document, zone: Zone, span: Span, quotes: Sequence[Quote]) -> Attribution:
    """Say in whose voice `span` stands.

    The innermost quotation decides. Inside a block or in marks its words are verbatim, except an editor's
    insertion in brackets; in the reporter's wording they are paraphrase. Marks that belong to no quotation
    (scare quotes) are verbatim with no speaker.
    """
    holding = [q for q in quotes if any(s.start <= span.start and span.end <= s.end for s in q.content)]
    spoken = [q for q in holding if _covers(q.verbatim, span)]
    if spoken:
        quote = min(spoken, key=_length)
        return Attribution("verbatim", quote.speaker, quote.speaker_name)
    if not any(q.kind == "direct" for q in holding):
        if holding and zone.kind != "republished":
            return Attribution("paraphrase", reported_of=min(holding, key=_length).speaker_name)
        marked = find_marked(document.text, zone.span.start, zone.span.end)
        if any(m.closed and m.start <= span.start and span.end <= m.end for m in marked):
            return Attribution("verbatim")
    return Attribution("republished" if zone.kind == "republished" else "narrator")


def _covers(parts: Iterable[Span], span: Span) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in parts)


def _length(quote: Quote) -> int:
    return sum(segment.end - segment.start for segment in quote.content)
