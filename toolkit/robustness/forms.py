"""Give direct quotations the form of a block, a press release (``“…” – X``) or a transcript (``X: “…”``).

The one rule: only a sentence that is nothing but content, source and cue is rewritten, with no other quotation around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.measure.marked_words import Text, read_text
from toolkit.robustness.pieces import Piece, Rewriting, assemble, carry_article
from toolkit.rows import MarkedArticle, MarkedQuote, Range

Form = Literal["block", "press release", "label"]

_INNER = re.compile(r"[A-Z](?:[^\s“”\"]*[^\S\n\r]){3}[^\n\r“”\"]*[.!?,]")
_NO_NAME = r"(?!(?:The|A|An|He|She|They|It|We|You|I|His|Her|Their|One|This|That|Both|Another)\b)"
_NAME = re.compile(rf"{_NO_NAME}[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){{0,4}}")
_LINK = re.compile(r"[,:]? ")
_SENTENCE_ENDS = '.!?”"'
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Reformed:
    """Hold the rewritten article, how it was rewritten, and the quotations in it that changed their form."""

    article: MarkedArticle
    made: Rewriting
    changed: tuple[MarkedQuote, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Hold a sentence that is one direct quotation: its place, and those of its parts."""

    quote: int
    place: Range
    content: Range
    source: Range
    cue: Range


def change_form(article: MarkedArticle, form: Form) -> Reformed:
    """Rewrite every direct quotation of an article that can take a form; the gold follows.

    A block quotation is a paragraph without marks after one that ends in “said,” or, every second time, “stating,”.
    In a press release and in a transcript no cue is left, and the source is a name.
    """
    text = article.text or ""
    sentences = list(_sentences(article, named=form != "block"))
    blocks: dict[Range, list[Piece]] = {}
    for number, sentence in enumerate(sentences):
        for gap in _gaps(text, sentence.place):
            blocks[gap] = [Piece(*gap, _BREAK)]
        blocks[sentence.place] = _written(text, sentence, form, stating=number % 2 == 1)
    made = assemble(text, list(_filled(text, blocks)))
    carried = carry_article(article, made)
    changed = {sentence.quote for sentence in sentences}
    quotes = [
        replace(quote, form="block" if form == "block" and number in changed else "marked")
        for number, quote in enumerate(carried.quotes)
    ]
    return Reformed(replace(carried, quotes=tuple(quotes)), made, tuple(quotes[number] for number in sorted(changed)))


def _sentences(article: MarkedArticle, *, named: bool) -> Iterator[_Sentence]:
    """Find the sentences that can be rewritten, in order of place, none of them in another."""
    text = read_text(article.text or "")
    found = [s for n, quote in enumerate(article.quotes) if (s := _sentence(text, n, quote)) and _alone(article, s)]
    position = 0
    for sentence in sorted(found, key=lambda s: s.place):
        if sentence.place[0] >= position and (not named or _NAME.fullmatch(text.text, *sentence.source)):
            position = sentence.place[1]
            yield sentence


def _sentence(text: Text, number: int, quote: MarkedQuote) -> _Sentence | None:
    if any(len(part) != 1 for part in (quote.content, quote.cue, quote.source)):
        return None
    [source], [cue] = quote.source, quote.cue
    content = _with_marks(text.text, *quote.content[0])
    if content is None or text.kind(quote.content, quote.cue) != "direct" or text.text[cue[0]].isupper():
        return None
    place = _cue_first(text.text, content, source, cue) or _cue_last(text.text, content, source, cue)
    if place is None or not _begins(text.text, place[0]) or text.text[place[1] : place[1] + 1].strip():
        return None
    return _Sentence(number, place, content, source, cue)


def _with_marks(text: str, start: int, end: int) -> Range | None:
    """Take the marks around a content in, and see whether a whole sentence stands between them."""
    start -= text[start] not in '“"' and text[start - 1 : start] in ("“", '"')
    end += text[end - 1] not in '”"' and text[end : end + 1] in ("”", '"')
    whole = text[start] in '“"' and text[end - 1] in '”"' and _INNER.fullmatch(text, start + 1, end - 1)
    return (start, end) if whole else None


def _cue_first(text: str, content: Range, source: Range, cue: Range) -> Range | None:
    """Give the place of ``X said, “….”``."""
    linked = text[source[1] : cue[0]] == " " and _LINK.fullmatch(text, cue[1], content[0])
    return (source[0], content[1]) if linked and text[content[1] - 2] in ".!?" else None


def _cue_last(text: str, content: Range, source: Range, cue: Range) -> Range | None:
    """Give the place of ``“…,” X said.`` and ``“…,” said X.``."""
    first, second = sorted((source, cue))
    gaps = text[content[1] : first[0]], text[first[1] : second[0]], text[second[1] : second[1] + 1]
    return (content[0], second[1] + 1) if gaps == (" ", " ", ".") else None


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or "\n" in text[len(before) : start] or before[-1] in _SENTENCE_ENDS


def _alone(article: MarkedArticle, sentence: _Sentence) -> bool:
    """Say whether every other quotation lies outside the sentence, or wholly inside its content."""
    start, end = sentence.place
    inner = _inner(sentence)
    for number, quote in enumerate(article.quotes):
        for first, last in (*quote.content, *quote.cue, *quote.source):
            touches = first < end and start < last
            if number != sentence.quote and touches and not (inner[0] <= first and last < inner[1]):
                return False
    return True


def _inner(sentence: _Sentence) -> Range:
    return sentence.content[0] + 1, sentence.content[1] - 1


def _gaps(text: str, place: Range) -> Iterator[Range]:
    """Give the blanks around a sentence that are to become the end of a paragraph."""
    start, end = place
    left, right = len(text[:start].rstrip()), len(text) - len(text[end:].lstrip())
    yield from ((a, b) for a, b in ((left, start), (end, right)) if 0 < a < b < len(text))


def _written(text: str, sentence: _Sentence, form: Form, *, stating: bool) -> list[Piece]:
    """Put the parts of a sentence into their new order; what is not used is deleted."""
    start, end = sentence.place
    inner = _inner(sentence)
    words = [Piece(inner[0], inner[1] - 1), Piece(inner[1] - 1, inner[1], "." if text[inner[1] - 1] == "," else None)]
    marked = [Piece(inner[0] - 1, inner[0]), *words, Piece(inner[1], inner[1] + 1)]
    first = sentence.source[0]
    source = [Piece(first, first + 1, text[first].upper()), Piece(first + 1, sentence.source[1])]
    cue = [Piece(*sentence.cue)]
    if stating and text[slice(*sentence.cue)] == "said":
        cue = [Piece(end, end, "made a statement, "), Piece(*sentence.cue, "stating")]
    orders = {
        "block": [*source, Piece(end, end, " "), *cue, Piece(end, end, f",{_BREAK}"), *words],
        "press release": [*marked, Piece(end, end, " – "), *source],
        "label": [*source, Piece(end, end, ": "), *marked],
    }
    used = sorted((piece.start, piece.end) for piece in orders[form])
    return [*orders[form], *(Piece(a, b, "") for a, b in _between(used, start, end))]


def _filled(text: str, blocks: dict[Range, list[Piece]]) -> Iterator[Piece]:
    """Give the pieces of all blocks in order, and between them the text as it is."""
    copied = {place: [Piece(*place)] for place in _between(sorted(blocks), 0, len(text))}
    for _, pieces in sorted((copied | blocks).items()):
        yield from (piece for piece in pieces if piece.start < piece.end or piece.new)


def _between(places: list[Range], start: int, end: int) -> Iterator[Range]:
    position = start
    for first, last in [*places, (end, end)]:
        if position < first:
            yield position, first
        position = max(position, last)
