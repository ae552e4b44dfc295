"""Search articles for words: a phrase, a regular expression, or whatever stands for an actor.

The one rule: a search finds words in title, dek and body, and says in whose voice each of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import get_args

import pandas as pd

from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook, CodebookLike, codebook_for, compile_phrases
from toolkit.codebook.phrases import check_phrase
from toolkit.corpus import as_document
from toolkit.engine import map_items
from toolkit.errors import TableError
from toolkit.language import make_view
from toolkit.rows import Corpus, Document, Passage, Quote, Span, Voice, Zone, make_row_id
from toolkit.tables import to_frame

METHOD = "search-1"


def extract_passages(
    corpus: Corpus,
    phrase: str = "",
    *,
    regex: str = "",
    actor: str = "",
    voices: Collection[Voice] = (),
    codebook: CodebookLike = None,
    workers: int = 1,
) -> pd.DataFrame:
    """Extract every passage that a search finds: one row each, columns as in `Passage`; options as in `find_passages`.

    By default the study's codebook names actors and speakers; without any, speakers keep the text's words.
    """
    needed = bool(codebook or actor or corpus.study.codebook)
    known = codebook_for(corpus, codebook, verb="extract_passages") if needed else None
    search = partial(find_passages, phrase=phrase, regex=regex, actor=actor, voices=voices, codebook=known)
    _check(phrase, regex, actor, voices, known)
    return to_frame(chain.from_iterable(map_items(search, corpus.documents, workers=workers)), Passage)


def find_passages(
    document: Document | str,
    phrase: str = "",
    *,
    regex: str = "",
    actor: str = "",
    voices: Collection[Voice] = (),
    codebook: Codebook | None = None,
    quotes: Sequence[Quote] | None = None,
) -> list[Passage]:
    r"""Find passages by a phrase, by a regular expression, or by the actor for whom they stand.

    Apostrophes, hyphens and spaces of every kind are alike, and so are capital and small letters.

    Parameters
    ----------
    phrase
        Words as in a codebook: ``*`` stands for any ending, ``~2`` for up to two words between.
    regex
        A regular expression of Python.
    actor
        Id of an actor of the codebook; found are its mentions, names as well as other words for it.
    voices
        Only passages in one of these voices; empty is all.
    quotes
        The article's quotations, which decide the voice; None finds them.

    Examples
    --------
    >>> text = "Sarid backs the rebels. It had been backing them for years."
    >>> [row.passage.text for row in find_passages(text, "back* ~1 them")]
    ['backing them']
    >>> [row.passage.text for row in find_passages(text, regex=r"\bback\w+")]
    ['backs', 'backing']
    """
    _check(phrase, regex, actor, voices, codebook)
    document = as_document(document)
    pattern = None if actor else _compiled(phrase, regex)
    hits = [(zone, span) for zone in read_zones(document) for span in _hits(document, zone, pattern)]
    if quotes is None:  # finding them takes far longer than a search, and most articles do not have the words
        quotes = find_quotes(document, codebook=codebook) if hits or actor else ()
    if actor and codebook:
        hits = list(_mentions(document, actor, codebook, quotes))
    rows = [_row(document, zone, span, actor or phrase or regex, quotes) for zone, span in hits]
    return [row for row in rows if not voices or row.voice in voices]


def _check(phrase: str, regex: str, actor: str, voices: Collection[str], codebook: Codebook | None) -> None:
    if sum(map(bool, (phrase, regex, actor))) != 1:
        raise TableError("a search takes one of phrase, regex and actor; two searches are two tables")
    if phrase and (wrong := check_phrase(phrase)):
        raise TableError(wrong)
    if strange := [voice for voice in voices if voice not in get_args(Voice)]:
        raise TableError(f"voices has {strange[0]!r}; a voice is one of {', '.join(get_args(Voice))}")
    if actor and codebook is None:
        raise TableError(f"to search for the actor {actor!r} takes a codebook that declares it; pass codebook=…")
    if actor and codebook:
        codebook.actor(actor)  # raises an error that lists the actors
    if regex:
        _compiled("", regex)


def _compiled(phrase: str, regex: str) -> re.Pattern[str] | None:
    try:
        return compile_phrases([phrase]) if phrase else re.compile(regex, re.IGNORECASE)
    except re.error as mistake:
        raise TableError(f"{regex!r} is no regular expression: {mistake}") from None


def _hits(document: Document, zone: Zone, pattern: re.Pattern[str] | None) -> Iterator[Span]:
    if pattern is None:
        return
    view = make_view(zone.span.text)
    for match in pattern.finditer(view.text):
        if match.end() > match.start():
            start, end = view.to_text(*match.span())
            yield document.span(zone.span.start + start, zone.span.start + end)


def _mentions(
    document: Document, actor: str, codebook: Codebook, quotes: Sequence[Quote]
) -> Iterator[tuple[Zone, Span]]:
    found = [row.mention for row in find_mentions(document, codebook=codebook, quotes=quotes) if row.actor == actor]
    for zone in read_zones(document):
        yield from ((zone, span) for span in found if zone.span.start <= span.start and span.end <= zone.span.end)


def _row(document: Document, zone: Zone, span: Span, searched: str, quotes: Sequence[Quote]) -> Passage:
    whose = attribute(document, zone, span, quotes)
    return Passage(
        row_id=make_row_id(f"passage:{searched}", document.doc_id, (span,), METHOD),
        doc_id=document.doc_id,
        zone=zone.kind,
        voice=whose.voice,
        method=METHOD,
        searched=searched,
        speaker=whose.speaker,
        speaker_name=whose.speaker_name,
        reported_of=whose.reported_of,
        passage=span,
    )
