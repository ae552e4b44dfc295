"""Find words that stand in quotation marks though nobody is said to have said them.

The one rule: a row reports that words stand in marks without a speaker; it does not say why.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.voices import read_zones
from toolkit.corpus import as_document
from toolkit.language import MarkedPassage, cue_words, find_marked, read_marked, reporting_verbs
from toolkit.rows import Document, Quote, ScareQuote, Zone, make_row_id

METHOD = "marks-1"

_SAYING = frozenset("say criticise praise name accuse warn promise deny reject reply complain joke".split())
_WORD = re.compile(r"[^\W\d_]+")
_LABELLED_BEFORE = re.compile(r":\s?$")
_LABELLED_AFTER = re.compile(r"\s?:|\s[–—-]\s")


def find_scare_quotes(document: Document | str, *, quotes: Sequence[Quote] | None = None) -> list[ScareQuote]:
    r"""Find passages of at most five words in marks, in title, dek and body, that belong to no quotation.

    Left out are names, titles of works, words spoken of as words, sentences and measures (`read_marked` says by
    which forms), passages that "and", "or" or a comma joins to a quotation, and block quotations. In titles and deks,
    where no quotations are looked for, a reporting verb, or a colon or dash at the marks, stands for a speaker.

    Parameters
    ----------
    quotes
        The article's quotations; None finds them.

    Returns
    -------
    list of ScareQuote
        In order of place. `voice` is narrator, in the excerpt of another outlet republished.

    Examples
    --------
    >>> [row.passage.text for row in find_scare_quotes("The \u201cmoderate\u201d rebels left Sarid at dawn.")]
    ['“moderate”']

    Notes
    -----
    A name in marks ("the “Free Republic”") has the form of a title and is left out unless "so-called" or the like
    stands before it.
    """
    document = as_document(document)
    quotes = segment_quotes(document) if quotes is None else quotes
    said = _Said(quotes)
    return [
        _row(document, zone, passage)
        for zone in read_zones(document)
        if zone.kind != "block_quotation"
        for passage in _unattributed(document.text, zone, said)
    ]


class _Said:
    """Answer whether any quotation's content reaches into a passage."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        segments = sorted((span.start, span.end) for quote in quotes for span in quote.content)
        self._starts = [start for start, _ in segments]
        self._ends: list[int] = []  # the farthest end so far, so that one look answers for nested contents
        for _, end in segments:
            self._ends.append(max(end, self._ends[-1] if self._ends else 0))

    def reaches(self, start: int, end: int) -> bool:
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._ends[before - 1] > start


def _unattributed(text: str, zone: Zone, said: _Said) -> list[MarkedPassage]:
    start, end = zone.span.start, zone.span.end
    passages = read_marked(text, find_marked(text, start, end), start, end)
    if not passages or (zone.kind in ("title", "dek") and _has_speaker(text, passages, start, end)):
        return []
    found: list[MarkedPassage] = []
    attributed = False
    for passage in passages:
        attributed = said.reaches(passage.start, passage.end) or (attributed and passage.joined)
        if not attributed and passage.reading is None:
            found.append(passage)
    return found


def _has_speaker(text: str, passages: Sequence[MarkedPassage], start: int, end: int) -> bool:
    edges = [start, *(edge for passage in passages for edge in (passage.start, passage.end)), end]
    outside = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if any(_LABELLED_BEFORE.search(part) for part in outside[:-1]):
        return True
    if any(_LABELLED_AFTER.match(part) for part in outside[1:]):
        return True
    return any(word.lower() in _saying_verbs() for part in outside for word in _WORD.findall(part))


@cache
def _saying_verbs() -> frozenset[str]:
    """Give the forms of the verbs by which headlines put words into mouths."""
    saying = (word.forms for word in cue_words() if word.pos == "verb" and word.cue_class in _SAYING)
    return reporting_verbs().union(*saying)


def _row(document: Document, zone: Zone, passage: MarkedPassage) -> ScareQuote:
    span = document.span(passage.start, passage.end)
    return ScareQuote(
        row_id=make_row_id("scare_quote", document.doc_id, (span,), METHOD),
        doc_id=document.doc_id,
        zone=zone.kind,
        voice="republished" if zone.kind == "republished" else "narrator",
        method=METHOD,
        passage=span,
        sentence=passage.sentence,
    )
