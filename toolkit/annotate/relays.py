"""Say who passed words on before they reached the reader: outlets, reports, people who tell what others said.

The one rule: a relay stands in the text; it is kept with its span, and the outermost comes first.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.annotate.figures import Naming
from toolkit.annotate.outlets import OUTLET_NOUNS, names_outlet
from toolkit.annotate.sources import SourceReader
from toolkit.language import CAPITALS
from toolkit.rows import Document, Quote, Range, Span

_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|[’”\"')]*(?:\s|$))")
_LONGEST = 500  # letters of a sentence on either side of a cue
_NOUNS = "|".join(sorted(OUTLET_NOUNS))
_LEFT = re.compile(
    rf"(?:(?<=\s)|^)(?:(?:[Tt]he|[Aa]n?|[Ii]ts)\s)?(?:[{CAPITALS}][\w-]+\s)?(?:(?:{_NOUNS})\s)+$|\b[Tt]he\s$"
)
_RIGHT = re.compile(rf"(?:\s(?:{_NOUNS}))*\b")
_PLACES = "|".join(  # letters first, then what stands before them: ten times as fast as \b first
    rf"{word}(?<!\w{'.' * len(word)})" for word in ("The", "the", "State", "state", "Local", "local")
)
_NAMELESS_NOUNS = (
    "agency broadcaster channel daily magazine network newspaper paper radio station television website weekly".split()
)
_NAMELESS = re.compile(rf"(?:{_PLACES})\s(?:{'|'.join(_NAMELESS_NOUNS)})\b")
_CITED = re.compile(
    r"\b(?:citing|quoting|cit(?:ed|es)|quoted|quotes|with reference to|in reference to)\s(?:(?:the|an?)\s)?$",
    re.IGNORECASE,
)
# what ends the words before: compared sooner than a pattern
_CITING = ("citing", "quoting", "cites", "cited", "quotes", "quoted", "reference to", " the", " a", " an")
_SUBJECT = re.compile(
    rf"(?:^|[,;]\s|\b(?:to|by)\s)((?:[Tt]he\s)?[{CAPITALS}][\w’'-]*(?:\s[{CAPITALS}][\w’'-]*)*)"
    r"(?=,?\s(?:said|say|says|reported|reports|wrote|writes|which|citing|quot|who))"
)
_RELATIVE = re.compile(r"\b(?:which|who|that|turn)\b")
_QUOTED = re.compile(
    rf"((?:[{CAPITALS}][\w’'-]*\s|[a-z]+\s){{0,3}}(?:[\w’'-]+))\s(?:has\s|had\s|have\s)?(?:quot|cit)(?:ed|es)\s$"
)


@dataclass(frozen=True, slots=True)
class _Link:
    span: Span
    name: str


def with_relays(reader: SourceReader, quotes: Sequence[Quote]) -> list[Quote]:
    """Give the quotations of an article with who passed them on."""
    finder = _Finder(reader, quotes)
    return [finder.read(number) for number in range(len(quotes))]


class _Finder:
    def __init__(self, reader: SourceReader, quotes: Sequence[Quote]) -> None:
        self._reader = reader
        self._document: Document = reader.document
        self._quotes = quotes
        self._around = _nest(quotes)
        ends = [match.span() for match in _SENTENCE_END.finditer(reader.document.text)]
        self._stops, self._starts = [stop for stop, _ in ends], [start for _, start in ends]
        self._nameless = list(_find_nameless(reader.document))
        self._own = [list(self._links_of(quote)) for quote in quotes]

    def read(self, number: int) -> Quote:
        """Give one quotation with its relays."""
        quote = self._quotes[number]
        links = [link for outer in self._outer(number) for link in (*self._own[outer], *self._speaker_of(outer))]
        seen = {quote.speaker_name}
        kept = []
        for link in (*links, *self._own[number]):
            if link.name not in seen:
                seen.add(link.name)
                kept.append(link)
        if not kept and not quote.relays:
            return quote
        names = "; ".join(link.name for link in kept) or None
        return replace(quote, relays=tuple(link.span for link in kept), relay_names=names)

    def _outer(self, number: int) -> list[int]:
        """Give the quotations that report this one, the outermost first; an excerpt's is what brings it in."""
        quote = self._quotes[number]
        if quote.zone != "republished":
            return self._around[number]
        start = quote.content[0].start
        before = [
            i
            for i, other in enumerate(self._quotes)
            if other.zone != "republished" and other.source and other.source.end < start
        ]
        last = max(before, key=lambda i: self._quotes[i].content[-1].end, default=None)
        return ([] if last is None else [last]) + self._around[number]

    def _speaker_of(self, number: int) -> Iterator[_Link]:
        outer = self._quotes[number]
        if outer.source is not None and outer.speaker_name:
            yield _Link(outer.source, outer.speaker_name)

    # ---- what the reporting clause names

    def _links_of(self, quote: Quote) -> Iterator[_Link]:
        """Give the outlets in the reporting clause, and who is said to quote the speaker, in the order of the text."""
        anchor = quote.cue or quote.source
        if anchor is None:
            return
        clause = self._clause(quote, anchor)
        spans = [*self._outlets(quote, clause), *self._citing(quote, clause), *map(self._bare, quote.relays)]
        placed: list[Span] = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)) if spans else ():
            if not placed or span.start >= placed[-1].end:
                placed.append(span)
        for span in placed:
            if name := self._name(span):
                yield _Link(span, name)

    def _clause(self, quote: Quote, anchor: Span) -> Range:
        text = self._document.text
        low = max(0, anchor.start - _LONGEST)
        inside = [s for s in quote.content if s.end <= anchor.start]
        before = bisect_right(self._starts, anchor.start) - 1
        while before >= 0 and any(i.start < self._starts[before] <= i.end for i in inside):
            before -= 1
        start = max(low, self._starts[before]) if before >= 0 else low
        after = bisect_left(self._stops, max(anchor.end, quote.source.end if quote.source else 0))
        ended = self._stops[after] if after < len(self._stops) else len(text)
        return start, min(ended, anchor.end + _LONGEST)

    def _outlets(self, quote: Quote, clause: Range) -> Iterator[Span]:
        """Find outlets named in the clause outside of what is said, other than the speaker."""
        source = (quote.source,) if quote.source else ()
        for naming in self._reader.cast.within(*clause):
            known = naming.owner or naming.figure.name == quote.speaker_name
            if known or _meets(quote.content, naming.start, naming.end):
                continue
            if _meets(source, naming.start, naming.end) and names_outlet(quote.speaker_name or ""):
                continue
            span = self._with_nouns(naming, clause[0])
            if self._reader.is_outlet(span):
                yield span
        parts = (*quote.content, *source)
        for span in self._nameless:
            if clause[0] <= span.start and span.end <= clause[1] and not _meets(parts, span.start, span.end):
                yield span

    def _with_nouns(self, naming: Naming, low: int) -> Span:
        """Give a name with the article and the nouns for outlets around it: "the Lantern news agency"."""
        text = self._document.text
        start, end = naming.start, naming.end
        before = text[max(low, start - 48) : start]
        last = before.split()[-1:] if before[-1:].isspace() else ()
        # the noun is looked for only where a search will find one
        if last and (last[0] in OUTLET_NOUNS or last[0].endswith(("the", "The"))):
            left = _LEFT.search(text, max(low, start - 48), start)
            start = left.start() if left else start
        right = _RIGHT.match(text, end)
        return self._document.span(start, right.end() if right else end)

    def _citing(self, quote: Quote, clause: Range) -> Iterator[Span]:
        """Find whose words "citing" the speaker stand beside: "Lantern reported, citing fishermen"."""
        text, source = self._document.text, quote.source
        if source is None or not text[max(0, source.start - 16) : source.start].lower().rstrip().endswith(_CITING):
            return
        cited = _CITED.search(text, clause[0], source.start)
        if cited is None:
            return
        quoted = _QUOTED.search(text, clause[0], source.start)
        if quoted and not _RELATIVE.search(quoted[1]):
            yield self._bare(self._document.span(*quoted.span(1)))
            return
        for found in _SUBJECT.finditer(text, *clause):
            if not _meets((*quote.content, source), *found.span(1)) and found.start(1) != cited.start():
                yield self._document.span(*found.span(1))

    def _bare(self, span: Span) -> Span:
        """Keep the pronoun alone of a relay like "which it"."""
        last = span.text.split()[-1]
        return self._document.span(span.end - len(last), span.end) if last.lower() in ("it", "he", "she") else span

    def _name(self, span: Span) -> str | None:
        if outlets := [n.figure.name for n in self._reader.cast.within(span.start, span.end) if n.figure.outlet]:
            return outlets[0]
        return self._reader.read(span).name or span.text


def _find_nameless(document: Document) -> Iterator[Span]:
    """Find "the newspaper", "state television" and the like; letters are looked for sooner than a pattern is."""
    if any(noun in document.text for noun in _NAMELESS_NOUNS):
        for found in _NAMELESS.finditer(document.text):
            yield document.span(*found.span())


def _meets(spans: Iterable[Span], start: int, end: int) -> bool:
    for span in spans:  # noqa: SIM110 - any() of a generator takes three times as long, and this is asked most
        if span.start < end and start < span.end:
            return True
    return False


def _nest(quotes: Sequence[Quote]) -> list[list[int]]:
    """Give for each quotation those whose content holds it, the outermost first."""
    spans = [(q.content[0].start, q.content[-1].end) for q in quotes]
    order = sorted(range(len(quotes)), key=lambda i: (spans[i][0], -spans[i][1]))
    around: list[list[int]] = [[] for _ in quotes]
    open_: list[int] = []
    for i in order:
        open_ = [o for o in open_ if spans[o][1] >= spans[i][1]]
        around[i] = [o for o in open_ if spans[o] != spans[i] and quotes[o].source and not _holds(quotes[i], quotes[o])]
        open_.append(i)
    return around


def _holds(inner: Quote, outer: Quote) -> bool:
    """Say whether the source of what should be the outer quotation stands inside the inner one."""
    source = outer.source
    return source is not None and any(s.start <= source.start and source.end <= s.end for s in inner.content)
