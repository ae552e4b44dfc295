"""Read the invented sentences of `data/speakers`, and compare who is found to speak with what they say.

The one rule: places of quotations are not judged here; a marked one is the found one that shares most words with it.

A line ends in one chain for each marked quotation: relays, outermost first, then the speaker, as in
``|| Radio Tarsu → Ivo Lund | nobody``. A relay is given by words that its span must hold, a speaker by name; ``-`` is
not judged, ``A / B`` are equally right, ``@ side`` asks with the codebook (``@ none``: no side).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest.mock import patch

from constructions_reading import Marked, Places, read_lines, read_marked, words_at

from toolkit.annotate import find_quotes
from toolkit.codebook import Codebook, load_codebook
from toolkit.corpus import as_document
from toolkit.language import read_cue
from toolkit.rows import Document, Quote, Span, make_row_id

FOLDER = Path(__file__).parent / "data" / "speakers"
VARIANTS = FOLDER / "variants.txt"
KNOWN = FOLDER / "known_failures.tsv"
_LEADING = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_OUTLET = re.compile(r"(?:\s+(?:news|agency|newspaper|paper|daily|weekly|website|site|magazine|television|network))+$")

Find = Callable[["Chained"], list[Quote]]


@dataclass(frozen=True)
class Chain:
    """Hold who speaks and who passed it on; no names is nobody."""

    speaker: tuple[str, ...]
    relays: tuple[tuple[str, ...], ...] = ()
    side: str = ""


@dataclass(frozen=True)
class Chained:
    """Hold one variant: its text, its marked quotations, and the chain of each; None is not judged."""

    case_id: str
    text: str
    quotations: list[Marked]
    chains: list[Chain | None] = field(default_factory=list)

    @property
    def construction(self) -> str:
        return self.case_id.rsplit("/", 1)[0]

    @property
    def codebook(self) -> Codebook | None:
        asked = any(chain and chain.side for chain in self.chains)
        return load_codebook(FOLDER / "codebook.yaml") if asked else None


# ---- reading


@cache
def read_cases() -> list[Chained]:
    """Read every variant."""
    lines = read_lines("speakers", VARIANTS.read_text(encoding="utf-8"))
    return [read_variant(case_id.removeprefix("speakers/"), line) for case_id, line in lines]


def read_variant(case_id: str, line: str) -> Chained:
    """Read one line, and refuse what is not sound."""
    marked, bar, suffix = line.partition(" || ")
    text, quotations, faults = read_marked(marked)
    chains = [_read_chain(words) for words in suffix.split(" | ")] if bar else []
    if len(chains) != len(quotations):
        faults.append(f"{len(quotations)} quotations have {len(chains)} chains")
    if not any(chains):
        faults.append("nothing is judged")
    for chain in filter(None, chains):
        faults += [f"{name} is not in the text" for relay in chain.relays for name in relay if name not in text]
    assert not faults, f"{case_id}: {'; '.join(faults)}"
    return Chained(case_id, text, quotations, chains)


def _read_chain(words: str) -> Chain | None:
    if words == "-":
        return None
    named, _, side = words.partition(" @ ")
    *relays, speaker = (tuple(link.split(" / ")) for link in named.split(" → "))
    return Chain(() if speaker == ("nobody",) else speaker, tuple(relays), side)


# ---- comparing


def find_differences(case: Chained, found: list[Quote]) -> list[str]:
    """Say where speaker, relays or side differ from the chains of a variant."""
    pairs = match_quotes(case.text, case.quotations, found)
    differences = []
    for number, (chain, quote) in enumerate(zip(case.chains, pairs, strict=True), 1):
        if chain is not None:
            wrong = _wrong_parts(chain, quote) if quote else ["not found"]
            differences += [f"{number}: {part}" for part in wrong]
    return differences


def match_quotes(text: str, marked: Sequence[Marked], found: Sequence[Quote]) -> list[Quote | None]:
    """Give each marked quotation the found one most like it, the likest pairs first, none twice; None is not found."""
    pairs = sorted(
        ((_likeness(text, m, q), -i, -j) for i, m in enumerate(marked) for j, q in enumerate(found)), reverse=True
    )
    matched: dict[int, int] = {}
    for (shared, _), i, j in pairs:
        if shared > 0 and -i not in matched and -j not in matched.values():
            matched[-i] = -j
    return [found[matched[i]] if i in matched else None for i in range(len(marked))]


def _likeness(text: str, marked: Marked, quote: Quote) -> tuple[float, float]:
    """Say how many words the contents share; then the sources decide."""
    content = [(s.start, s.end) for s in quote.content]
    source = [(quote.source.start, quote.source.end)] if quote.source else []
    return _shared(text, marked.content, content), _shared(text, marked.source, source)


def _shared(text: str, marked: Places, found: Places) -> float:
    """Give the words on both sides as a share of those on either."""
    ours, theirs = words_at(text, marked), words_at(text, found)
    return len(ours & theirs) / max(len(ours | theirs), 1)


def _wrong_parts(chain: Chain, quote: Quote) -> list[str]:
    wrong = []
    if not same_speaker(chain.speaker, quote.speaker_name):
        wrong.append(f"speaker is {quote.speaker_name}")
    if not same_relays(chain.relays, quote.relays):
        wrong.append(f"relays are {' → '.join(span.text for span in quote.relays) or 'none'}")
    if chain.side and (quote.side or "none") != chain.side:
        wrong.append(f"side is {quote.side}")
    return wrong


def same_speaker(expected: tuple[str, ...], name: str | None) -> bool:
    """Say whether a name is one of those expected; no names is nobody."""
    return plain_name(name or "") in {plain_name(known) for known in expected or ("",)}


def plain_name(name: str) -> str:
    """Give a name without article, capitals and an outlet's common noun; a typed class without number."""
    name = _LEADING.sub("", " ".join(name.replace("’", "'").split()), count=1)
    if name.startswith("unnamed "):
        return name.removesuffix("s").casefold()
    return (_OUTLET.sub("", name) or name).casefold()


def same_relays(expected: tuple[tuple[str, ...], ...], spans: tuple[Span, ...]) -> bool:
    """Say whether there are as many relays, in the same order, each span with the words of its name."""
    held = [
        any(re.search(rf"\b{re.escape(name)}\b", " ".join(span.text.split())) for name in names)
        for names, span in zip(expected, spans, strict=False)
    ]
    return len(expected) == len(spans) and all(held)


# ---- finding


def find_in_text(case: Chained) -> list[Quote]:
    """Find the quotations of a variant and their speakers."""
    return find_quotes(case.text, codebook=case.codebook)


def find_at_marks(case: Chained) -> list[Quote]:
    """Find the speakers of the marked quotations, so that the finder's slips are not the resolver's."""
    document = as_document(case.text)
    quotes = [as_quote(document, quotation) for quotation in case.quotations]
    return resolve(document, quotes, case.codebook)


def as_quote(document: Document, marked: Marked) -> Quote:
    """Give marked places as a row whose speaker is still open."""
    spans = tuple(document.span(*place) for place in marked.content)
    said, who = (document.span(*places[-1]) if places else None for places in (marked.cue, marked.source))
    reading = read_cue(said.text) if said else None
    zone = next((z.kind for z in document.zones if z.span.start <= spans[0].start < z.span.end), "body")
    block = zone == "block_quotation"
    points = tuple(span for span in (*spans, said, who) if span)
    return Quote(
        row_id=make_row_id("quote", document.doc_id, points, "marked"),
        doc_id=document.doc_id,
        zone=zone,
        voice="paraphrase",
        method="marked",
        kind="direct" if block or spans[0].text[0] in "“‘" else "indirect",
        form="block" if block else "marked",
        act=reading.act if reading else "speech",
        sourced="named" if who else "none",
        content=spans,
        verbatim=(),
        cue=said,
        cue_class=reading.cue_class if reading else None,
        source=who,
        relays=tuple(document.span(*place) for place in marked.relay),
    )


def resolve(document: Document, quotes: list[Quote], codebook: Codebook | None) -> list[Quote]:
    """Say who speaks in given quotations."""
    given = sorted(quotes, key=lambda q: (q.content[0].start, -q.content[-1].end))
    with patch("toolkit.annotate.speakers.segment_quotes", lambda *_, **__: given):
        return find_quotes(document, codebook=codebook)


# in the text, quotations are those the finder finds; at the marks, those a person marked
WAYS: dict[str, Find] = {"in-text": find_in_text, "at-marks": find_at_marks}


@cache
def failing_cases(way: str) -> dict[str, list[str]]:
    """Give each variant that fails, with what is different."""
    differences = {case.case_id: find_differences(case, WAYS[way](case)) for case in read_cases()}
    return {case_id: found for case_id, found in differences.items() if found}
