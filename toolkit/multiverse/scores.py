"""Read every article once per codebook, and lay out its cues for every choice that changes them.

The one rule: what costs time, the finding of quotations and mentions, is done once for all specifications.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from toolkit.annotate import find_frames, find_mentions, find_quotes
from toolkit.annotate.corrections import correct_rows
from toolkit.annotate.frames import attribute_frames
from toolkit.annotate.scores import narrowest_window
from toolkit.codebook import Codebook
from toolkit.engine import map_items
from toolkit.measure.specifications import VOICES
from toolkit.multiverse.plan import Plan
from toolkit.rows import Corpus, Document, FrameCue, Mention, Override, Quote, Span, Study
from toolkit.rows.alternatives import DECLARED, WITHOUT_TOP
from toolkit.tables import rows_by_article

_SURE = 0.8
_SECONDS_BEFORE_THE_BAR = 2.0
_LISTS = pd.ArrowDtype(pa.list_(pa.string()))
_DTYPES: dict[str, Any] = {
    "doc_id": "str",
    "story_id": "str",
    "published_earliest": "datetime64[s]",
    "published_latest": "datetime64[s]",
    "published_how": "str",
    "together": "str",
    "codebook": "str",
    "quotations": "str",
    "frame": "str",
    "frame_title": "str",
    "left_out": "str",
    **{f"cues_{voice}": _LISTS for voice in VOICES["all"]},
}
_OF_ARTICLE = ["doc_id", "story_id", "published_earliest", "published_latest", "published_how"]

_Cues = Mapping[str, Sequence[FrameCue]]  # by choice of quotations


@dataclass(frozen=True, slots=True)
class _Reading:
    """Hold an article as one codebook reads it, with the narrowest window that names both sides of the dyad."""

    document: Document
    quotes: tuple[Quote, ...]
    together: str | None
    cues: _Cues


class _Given(NamedTuple):
    """Hold an article with what was found in it by the declared codebook; None is to be found."""

    document: Document
    quotes: Sequence[Quote] | None
    mentions: Sequence[Mention] | None
    cues: Sequence[FrameCue] | None


def score_plan(
    corpus: Corpus,
    plan: Plan,
    *,
    quotes: pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
    frames: pd.DataFrame | None = None,
    workers: int,
    progress: bool,
) -> pd.DataFrame:
    """Score every article, columns as in `score_multiverse`."""
    from tqdm import tqdm

    overrides = tuple(override for override in corpus.overrides if override.of_row)
    read = partial(_read, plan=plan, study=corpus.study, overrides=overrides)
    tables: Sequence[tuple[pd.DataFrame | None, Any]] = ((quotes, Quote), (mentions, Mention), (frames, FrameCue))
    known: list[dict[str, list[Any]] | None]
    known = [None if table is None else rows_by_article(table, row_type) for table, row_type in tables]
    given = [_Given(d, *(None if rows is None else rows.get(d.doc_id, []) for rows in known)) for d in corpus]
    many = map_items(read, given, workers=workers)
    bar = tqdm(many, total=len(corpus), unit=" articles", disable=not progress, delay=_SECONDS_BEFORE_THE_BAR)
    readings = list(bar)
    titles = {frame.frame_id: frame.title for frame in plan.books[DECLARED].frames}
    records = [record for reading in readings for label in plan.books
               for record in _records(reading[label], reading[label].cues, label, titles, {})]  # fmt: skip
    if plan.without_top:
        declared = [reading[DECLARED] for reading in readings]
        tops = _top_phrases(cue for reading in declared for cue in reading.cues["all"])
        fewer = partial(_fewer, book=_without(plan.books[DECLARED], tops), tops=tops, overrides=overrides)
        for reading, cues in zip(declared, map(fewer, declared), strict=True):
            records += _records(reading, cues, WITHOUT_TOP, titles, tops)
    return pd.DataFrame({name: pd.Series([r[name] for r in records], dtype=dtype) for name, dtype in _DTYPES.items()})


def _read(given: _Given, *, plan: Plan, study: Study, overrides: Sequence[Override]) -> dict[str, _Reading]:
    readings = {}
    document = given.document
    for label, book in plan.books.items():
        quotes, mentions = (given.quotes, given.mentions) if label == DECLARED else (None, None)
        if quotes is None:
            quotes = correct_rows(find_quotes(document, codebook=book), "quote", overrides)
        together = None
        if study.dyad:
            if mentions is None:
                mentions = find_mentions(document, codebook=book, quotes=quotes)
            together = narrowest_window(document, mentions, study.dyad)
        reading = _Reading(document, tuple(quotes), together, {})
        known = given.cues if label == DECLARED and not overrides else None  # what is corrected is found anew
        cues = _cues(reading, plan.quotations, book=book, overrides=overrides, known=known)
        readings[label] = replace(reading, cues=cues)
    return readings


def _cues(
    reading: _Reading,
    choices: Iterable[str],
    *,
    book: Codebook,
    overrides: Sequence[Override],
    known: Sequence[FrameCue] | None = None,
    within: Collection[Span] | None = None,
) -> dict[str, Sequence[FrameCue]]:
    """Find the cues once, and say in whose voice they stand under each choice of what counts as a quotation."""
    document, quotes = reading.document, reading.quotes
    found = find_frames(document, codebook=book, quotes=quotes, within=within) if known is None else known
    sure = [quote for quote in quotes if _is_sure(quote)]
    cues: dict[str, Sequence[FrameCue]] = {}
    for choice in choices:
        voiced = found if choice == "all" else attribute_frames(document, found, sure)
        cues[choice] = correct_rows(voiced, "frame", overrides)
    return cues


def _fewer(
    reading: _Reading, *, book: Codebook, tops: Mapping[str, str], overrides: Sequence[Override]
) -> dict[str, Sequence[FrameCue]]:
    """Give the cues without the top phrases, which may have hidden others: their sentences are read again."""
    # a cue stands in the same sentence under every choice
    touched = {cue.sentence for cues in reading.cues.values() for cue in cues if cue.phrase == tops.get(cue.frame)}
    if not touched:
        return dict(reading.cues)
    found = _cues(reading, reading.cues, book=book, overrides=overrides, within=touched)
    return {
        choice: [*(cue for cue in cues if cue.sentence not in touched), *found[choice]]
        for choice, cues in reading.cues.items()
    }


def _is_sure(quote: Quote) -> bool:
    return quote.confidence is None or quote.confidence >= _SURE


def _top_phrases(cues: Iterable[FrameCue]) -> dict[str, str]:
    """Give the phrase of each frame that is found most often outside titles; of equals, the first by letter."""
    found = Counter((cue.frame, cue.phrase) for cue in cues if cue.zone != "title")
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    tops: dict[str, str] = {}
    for (frame, phrase), _ in ordered:
        tops.setdefault(frame, phrase)
    return tops


def _without(book: Codebook, tops: Mapping[str, str]) -> Codebook:
    kept = (
        replace(frame, phrases=tuple(phrase for phrase in frame.phrases if phrase != tops.get(frame.frame_id)))
        for frame in book.frames
    )
    return replace(book, frames=tuple(kept))


def _records(
    reading: _Reading, cues: _Cues, label: str, titles: Mapping[str, str], tops: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    of_article = {name: getattr(reading.document, name) for name in _OF_ARTICLE}
    for choice, rows in cues.items():
        for frame, title in titles.items():
            hits = [cue for cue in rows if cue.frame == frame and cue.zone != "title"]
            voices = {f"cues_{voice}": [cue.row_id for cue in hits if cue.voice == voice] for voice in VOICES["all"]}
            yield (
                of_article
                | voices
                | {
                    "together": reading.together,
                    "codebook": label,
                    "quotations": choice,
                    "frame": frame,
                    "frame_title": title,
                    "left_out": tops.get(frame, ""),
                }
            )
