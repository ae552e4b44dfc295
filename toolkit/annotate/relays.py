"""Say who passed words on before they reached the reader: outlets, reports, people who tell what others said.

The one rule: a relay stands in the text; it is kept with its span, and the outermost comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from toolkit.rows import Document, Quote, Span

NameAt = Callable[[Span], str | None]
IsOutlet = Callable[[Span], bool]

_NAME = r"(?:[A-Z][\w’'.-]*|[A-Z]+)(?:[ \u00a0](?:of|for|al|the|and|de|la)?[ \u00a0]?(?:[A-Z][\w’'.-]*))*"
_NOUN = r"(?:[a-z][\w-]*[ \u00a0]){0,4}"
_OUTLET = rf"((?:(?:[Tt]he|an?|its|their|state|local)[ \u00a0])?(?:[A-Z][\w’'-]*[ \u00a0])?{_NOUN}{_NAME}(?:[ \u00a0](?:television|radio|newspaper|magazine|channel|network|agency|daily|website|site|news agency|TV))*)"
_TOLD = re.compile(rf"(?:[ \u00a0](?:on|last|late|earlier|this)[ \u00a0]\w+)?[ \u00a0]{_OUTLET}")
_TELLING = frozenset("told tell tells telling informed".split())
_SPOKE_TO = re.compile(
    rf"\b(?:in an? (?:\w+[ \u00a0]){{0,2}}(?:interview|conversation|statement|column|op-ed)[ \u00a0](?:with|to|in|for|on|published by|carried by)|"
    rf"(?:speaking|talking|writing|remarks|comments|statement|quoted|cited|carried|published|aired|broadcast|reported|republished|picked[ \u00a0]up)[ \u00a0](?:to|in|on|with|by|through|via)|via)[ \u00a0]{_OUTLET}"
)
_IN = re.compile(rf"[ \u00a0](?:in|for|of)[ \u00a0]{_OUTLET}$")
_SENTENCE_END = re.compile(r"[.!?][’”\"')]*(?:\s|$)|\n")


@dataclass(frozen=True, slots=True)
class _Link:
    span: Span
    name: str


def with_relays(document: Document, quotes: Sequence[Quote], name_at: NameAt, is_outlet: IsOutlet) -> list[Quote]:
    """Give the quotations with who passed them on.

    Parameters
    ----------
    name_at
        Gives the name of whom some words of the article stand for.
    is_outlet
        Says whether some words name an outlet.
    """
    reader = _Reader(document, quotes, name_at, is_outlet)
    return [reader.read(quote) for quote in quotes]


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    quotes: Sequence[Quote]
    name_at: NameAt
    is_outlet: IsOutlet

    def read(self, quote: Quote) -> Quote:
        links = [link for outer in self._around(quote) for link in self._of(outer)]
        own = self._own(quote)
        seen: set[str] = {quote.speaker_name or ""}
        kept = []
        for link in (*links, *own):
            if link.name not in seen:
                seen.add(link.name)
                kept.append(link)
        if not kept:
            return replace(quote, relays=(), relay_names=None)
        names = "; ".join(link.name for link in kept)
        return replace(quote, relays=tuple(link.span for link in kept), relay_names=names)

    def _around(self, quote: Quote) -> list[Quote]:
        """Give the quotations that report this one, the outermost first."""
        start, end = quote.content[0].start, quote.content[-1].end
        outer = [
            other
            for other in self.quotes
            if other is not quote
            and other.source is not None
            and other.content[0].start <= start
            and end <= other.content[-1].end
            and _length(other) > _length(quote)
            and not _inside(other.source, quote)
        ]
        if quote.zone == "republished":
            outer += self._introducing(quote)
        return sorted(outer, key=lambda other: -_length(other))

    def _introducing(self, quote: Quote) -> list[Quote]:
        """Give the quotation whose source brings in an excerpt: "…, according to a report by Ada Vale:"."""
        start = quote.content[0].start
        before = [o for o in self.quotes if o.zone != "republished" and o.source and o.source.end < start]
        last = max(before, key=lambda other: other.content[-1].end, default=None)
        return [last] if last is not None else []

    def _of(self, outer: Quote) -> list[_Link]:
        """Give the links that an outer quotation adds: its own relays, then its speaker."""
        links = self._own(outer)
        if outer.source is not None and outer.speaker_name:
            links.append(_Link(outer.source, outer.speaker_name))
        return links

    def _own(self, quote: Quote) -> list[_Link]:
        """Give the relays that the reporting clause of a quotation names."""
        spans = [*self._carried(quote), *self._in_source(quote), *self._told(quote), *map(self._pronoun, quote.relays)]
        return [_Link(span, name) for span in spans if (name := self.name_at(span))]

    def _pronoun(self, span: Span) -> Span:
        """Keep the pronoun alone of a relay like "which it"."""
        last = span.text.split()[-1]
        return self.document.span(span.end - len(last), span.end) if last.lower() in ("it", "he", "she") else span

    def _told(self, quote: Quote) -> list[Span]:
        """Read "told the Daily Herald"."""
        if quote.cue is None or quote.cue.text.split()[-1].lower() not in _TELLING:
            return []
        return self._outlets([_TOLD.match(self.document.text, quote.cue.end)])

    def _in_source(self, quote: Quote) -> list[Span]:
        """Read "a report by Ada Vale in the Daily Herald"."""
        if quote.source is None or not (found := _IN.search(quote.source.text)):
            return []
        start = quote.source.start + found.start(1)
        span = self.document.span(start, quote.source.start + found.end(1))
        return [span] if self.is_outlet(span) else []

    def _carried(self, quote: Quote) -> list[Span]:
        """Read "in an interview with the Daily Herald", "also carried by Vale Radio" in the reporting sentence."""
        anchor = quote.cue or quote.source
        if anchor is None:
            return []
        text = self.document.text
        ended = _SENTENCE_END.search(text, anchor.end)
        starts = [m.end() for m in _SENTENCE_END.finditer(text, max(0, anchor.start - 300), anchor.start)]
        start = starts[-1] if starts else max(0, anchor.start - 300)
        found = _SPOKE_TO.finditer(text, start, ended.start() if ended else len(text))
        inside = [(s.start, s.end) for s in quote.content]
        return self._outlets([m for m in found if not any(a <= m.start() < b for a, b in inside)])

    def _outlets(self, matches: Sequence[re.Match[str] | None]) -> list[Span]:
        spans = [self.document.span(*m.span(1)) for m in matches if m]
        return [span for span in spans if self.is_outlet(span)]


def _inside(span: Span, quote: Quote) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in quote.content)


def _length(quote: Quote) -> int:
    return quote.content[-1].end - quote.content[0].start
