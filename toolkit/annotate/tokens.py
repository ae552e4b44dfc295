"""Cut a corpus into words, stems or pairs of words, each with its place and the voice in which it stands.

The one rule: a token points into the text; only its form for counting (small letters, plain apostrophes) is made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Any, Literal, get_args

import pandas as pd

from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.engine import map_items
from toolkit.errors import TableError
from toolkit.language import find_marked, plain, word_places
from toolkit.rows import Corpus, Document, Quote, Zone
from toolkit.tables import rows_by_article

TokenUnit = Literal["word", "stem", "bigram"]
_Token = tuple[str, str, int, str | None, str, int, int]
_COLUMNS = ("doc_id", "zone", "paragraph", "voice", "token", "start", "end")
_DTYPES = dict.fromkeys(_COLUMNS, "str") | dict.fromkeys(("paragraph", "start", "end"), "int64")


def extract_tokens(
    corpus: Corpus,
    *,
    unit: TokenUnit = "word",
    quotes: pd.DataFrame | None = None,
    voiced: bool = True,
    workers: int = 1,
) -> pd.DataFrame:
    """Extract every word, stem or pair of neighbouring words from title, dek and body.

    Parameters
    ----------
    unit
        word: in small letters; stem: by the Porter2 stemmer of NLTK; bigram: two words with nothing but space between.
    quotes
        What `extract_quotes` gave for these articles, which decides the voice; None finds quotations.
    voiced
        False leaves ``voice`` missing, and takes a small part of the time.

    Returns
    -------
    pandas.DataFrame
        One row per token in order of place: ``doc_id``, ``zone``, ``paragraph`` (its number in the article, from 0),
        ``voice``, ``token`` (the form that is counted), ``start``, ``end``. Titles are rows of the zone ``title``;
        captions, credits and boilerplate have none. Marks and signs are no tokens.

    Examples
    --------
    >>> from toolkit.corpus import as_document
    >>> corpus = Corpus((as_document("Sarid\u2019s ministers were meeting."),))
    >>> extract_tokens(corpus)["token"].tolist()
    ["sarid's", 'ministers', 'were', 'meeting']
    >>> extract_tokens(corpus, unit="stem")["token"].tolist()
    ['sarid', 'minist', 'were', 'meet']

    Notes
    -----
    Porter2: M. F. Porter 2001, "Snowball: a language for stemming algorithms".
    """
    if unit not in get_args(TokenUnit):
        raise TableError(f"unit is {unit!r}; it must be one of {', '.join(get_args(TokenUnit))}")
    given = rows_by_article(quotes, Quote) if quotes is not None else None
    pairs = [(document, None if given is None else given.get(document.doc_id, ())) for document in corpus]
    found = map_items(partial(_tokens, unit=unit, voiced=voiced), pairs, workers=workers)
    columns = list(zip(*(token for tokens in found for token in tokens), strict=True)) or [()] * len(_COLUMNS)
    laid_out = {name: pd.Series(column, dtype=_DTYPES[name]) for name, column in zip(_COLUMNS, columns, strict=True)}
    return pd.DataFrame(laid_out)


def _tokens(pair: tuple[Document, Sequence[Quote] | None], *, unit: TokenUnit, voiced: bool) -> list[_Token]:
    document, quotes = pair
    if quotes is None:
        quotes = segment_quotes(document) if voiced else ()
    view = plain(document.text).lower()
    if len(view) != len(document.text):  # a few capitals are two letters when small
        view = "".join(small if len(small := char.lower()) == 1 else char for char in plain(document.text))
    return [
        (document.doc_id, zone.kind, number, voice(start, end), form, start, end)
        for number, zone in enumerate(read_zones(document))
        for voice in [_voice_of(document, zone, quotes) if voiced else _no_voice]
        for form, start, end in _forms(view, word_places(document.text, zone.span.start, zone.span.end), unit)
    ]


def _forms(view: str, places: Sequence[tuple[int, int]], unit: TokenUnit) -> Iterator[tuple[str, int, int]]:
    if unit == "bigram":
        for (start, stop), (again, end) in pairwise(places):
            if view[stop:again].isspace():
                yield f"{view[start:stop]} {view[again:end]}", start, end
        return
    for start, end in places:
        yield (_stem(view[start:end]) if unit == "stem" else view[start:end]), start, end


def _no_voice(start: int, end: int) -> None:
    return None


def _voice_of(document: Document, zone: Zone, quotes: Sequence[Quote]) -> Callable[[int, int], str]:
    """Give what says a token's voice; tokens between the same edges of quotations and marks share it."""
    low, high = zone.span.start, zone.span.end
    here = [quote for quote in quotes if any(part.start < high and low < part.end for part in quote.content)]
    parts = [part for quote in here for part in (*quote.content, *quote.verbatim)]
    marked = find_marked(document.text, low, high)
    places = [(part.start, part.end) for part in parts] + [(mark.start, mark.end) for mark in marked]
    edges = sorted({edge for place in places for edge in place})
    known: dict[tuple[int, int], str] = {}

    def voice(start: int, end: int) -> str:
        key = bisect_right(edges, start), bisect_left(edges, end)
        if key not in known:
            known[key] = attribute(document, zone, document.span(start, end), here).voice
        return known[key]

    return voice


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stem(word))


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import EnglishStemmer

    return EnglishStemmer()
