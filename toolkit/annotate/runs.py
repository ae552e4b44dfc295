"""Find the runs of capitalised words that may name somebody whom no codebook lists.

The one rule: a run is what the text shows; whether it is a name is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from toolkit.annotate.names import find_names
from toolkit.annotate.places import is_headline, read_sections
from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.voices import read_zones
from toolkit.codebook import Codebook
from toolkit.language import NAME_WORD, find_sentences, plain
from toolkit.rows import Document, Span

_INSIDE = frozenset(("al", "el", "ad", "ibn", "bin", "bint", "ben", "of", "de", "van", "von"))  # in small letters
_GLUE = re.compile(r" +|-")
_AFTER_INITIAL = re.compile(r"\. ?")
_SMALL = re.compile(r"(?<![\w'])[a-z][a-z']+")


@dataclass(frozen=True, slots=True)
class Run:
    """Hold capitalised words that follow each other, and what tells whether they are a name."""

    doc_id: str
    text: str
    words: tuple[Span, ...]
    opens: bool  # a sentence, so that its first capital tells nothing
    quoted: bool  # the source of a quotation holds it


@dataclass(frozen=True, slots=True)
class Runs:
    """Hold the runs of one article, and the words that it writes in small letters."""

    runs: tuple[Run, ...]
    small: frozenset[str]


def find_runs(document: Document, *, codebook: Codebook | None, engine: str = "") -> Runs:
    """Find capitalised runs in dek and body that no actor of the codebook owns."""
    sources = [quote.source for quote in segment_quotes(document, engine=engine) if quote.source]
    found: list[Run] = []
    small: set[str] = set()
    for zone in read_zones(document):
        for sentence in find_sentences(document.text, zone.span.start, zone.span.end):
            text = plain(sentence.text)
            small.update(_SMALL.findall(text))
            if zone.kind == "title" or is_headline(text):
                continue
            for words in _runs(_without_owned(document, codebook, sentence, text)):
                spans = tuple(document.span(sentence.start + a, sentence.start + b) for a, b in words)
                start, end = spans[0].start, spans[-1].end
                quoted = any(source.start <= start and end <= source.end for source in sources)
                opens = not re.search(r"\w", text[: words[0][0]])
                found.append(Run(document.doc_id, document.text[start:end], spans, opens, quoted))
    return Runs(tuple(found), frozenset(small))


def _without_owned(document: Document, codebook: Codebook | None, sentence: Span, text: str) -> str:
    """Blank out what the codebook names, so that offsets stay."""
    for named in find_names(document, codebook, sentence.start, sentence.end) if codebook else ():
        start, end = named.span.start - sentence.start, named.span.end - sentence.start
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


def _runs(text: str) -> Iterator[Sequence[tuple[int, int]]]:
    """Give the places of the words of each run; a possessive ends one, as any mark does."""
    words: list[tuple[int, int]] = []
    for match in NAME_WORD.finditer(text):
        bare = match.group().removesuffix("'s")
        capital = bare[0].isupper() and bare not in _not_names()
        if not (words and _goes_on(text, words[-1], match.start()) and (capital or bare in _INSIDE)):
            yield from _trimmed(text, words)
            words = []
        if capital or words:
            words.append((match.start(), match.start() + len(bare)))
    yield from _trimmed(text, words)


def _goes_on(text: str, before: tuple[int, int], start: int) -> bool:
    glued = _GLUE.fullmatch(text, before[1], start)
    return (glued or (_is_initial(before) and _AFTER_INITIAL.fullmatch(text, before[1], start))) is not None


def _is_initial(word: tuple[int, int]) -> bool:
    return word[1] - word[0] == 1


def _trimmed(text: str, words: list[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    while words and not text[words[-1][0]].isupper():
        words = words[:-1]
    after = text[words[-1][1] :].removeprefix("." if _is_initial(words[-1]) else "") if words else ""
    before_owned = after.startswith((" _", "-_"))  # a title, a given name, or the like
    if words and not before_owned and words[-1][1] - words[0][0] > 1:
        yield words


@cache
def _not_names() -> frozenset[str]:
    return frozenset(read_sections("not_names.txt")["words"])
