"""Map the finders over a corpus and lay their rows out as tables.

The one rule: an extract_ verb adds nothing to its find_ verb but the corpus, its corrections and the table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, TypeVar

import pandas as pd

from toolkit.annotate.breaches import find_breaches
from toolkit.annotate.conflicts import find_role_conflicts
from toolkit.annotate.corrections import RowKind, correct_rows
from toolkit.annotate.frames import find_frames
from toolkit.annotate.labels import find_labels
from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.scare_quotes import find_scare_quotes
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.stance import find_stances
from toolkit.annotate.ties import find_ties
from toolkit.codebook import Codebook, CodebookLike, codebook_for
from toolkit.engine import map_items
from toolkit.rows import (
    Breach,
    Corpus,
    Document,
    FrameCue,
    Label,
    Mention,
    Override,
    Quote,
    RoleConflict,
    ScareQuote,
    Stance,
    Tie,
)
from toolkit.tables import to_frame

Row = TypeVar("Row")


def extract_quotes(
    corpus: Corpus, *, codebook: CodebookLike = None, engine: str = "", workers: int = 1
) -> pd.DataFrame:
    """Extract every quotation of a corpus: one row each, columns as in `Quote`.

    Parameters
    ----------
    codebook
        Names the speakers; by default the study's. Without any, speakers keep the text's words.
    engine
        Folder of an engine that `toolkit train quotes` made; "" is the one that ships.
    workers
        Processes to use; 1 is this one.
    """
    known = codebook_for(corpus, codebook, verb="extract_quotes") if codebook or corpus.study.codebook else None
    find = partial(correct_quotes, codebook=known, engine=engine, overrides=_of_rows(corpus))
    return _table(corpus, find, Quote, workers)


def extract_mentions(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Extract every mention of the codebook's actors: one row each, columns as in `Mention`."""
    known = codebook_for(corpus, codebook, verb="extract_mentions")
    find = partial(_rows, find=find_mentions, kind="mention", codebook=known, overrides=_of_rows(corpus))
    return _table(corpus, find, Mention, workers)


def extract_role_conflicts(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Extract every place where an article calls a person something else than the codebook does: one row each."""
    known = codebook_for(corpus, codebook, verb="extract_role_conflicts")
    return _table(corpus, partial(find_role_conflicts, codebook=known), RoleConflict, workers)


def extract_labels(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Extract every naming choice of the codebook's label sets: one row each, columns as in `Label`."""
    known = codebook_for(corpus, codebook, verb="extract_labels")
    find = partial(_rows, find=find_labels, kind="label", codebook=known, overrides=_of_rows(corpus))
    return _table(corpus, find, Label, workers)


def extract_breaches(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Extract every naming choice that breaks a rule of the codebook: one row each, columns as in `Breach`."""
    known = codebook_for(corpus, codebook, verb="extract_breaches")
    find = partial(_breaches, codebook=known, overrides=_of_rows(corpus))
    return _table(corpus, find, Breach, workers)


def extract_frames(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Extract every frame cue: one row each, columns as in `FrameCue`."""
    known = codebook_for(corpus, codebook, verb="extract_frames")
    find = partial(_rows, find=find_frames, kind="frame", codebook=known, overrides=_of_rows(corpus))
    return _table(corpus, find, FrameCue, workers)


def extract_ties(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Extract every tie between actors of different sides: one row each, columns as in `Tie`."""
    known = codebook_for(corpus, codebook, verb="extract_ties")
    find = partial(_rows, find=find_ties, kind="tie", codebook=known, overrides=_of_rows(corpus))
    return _table(corpus, find, Tie, workers)


def extract_stances(
    corpus: Corpus,
    *,
    codebook: CodebookLike = None,
    targets: Collection[str] = (),
    engine: str = "",
    workers: int = 1,
) -> pd.DataFrame:
    """Extract the stance of the sentence around every mention: one row each, columns as in `Stance`.

    Not validated on your corpus: see `find_stances`. Rows that are ``unclear`` are abstentions and belong into no
    share.

    Parameters
    ----------
    targets
        Ids of the actors wanted; empty is all of the codebook.
    engine
        Folder of a model that `toolkit train stance` made; "" is the one that ships.
    """
    known = codebook_for(corpus, codebook, verb="extract_stances")
    find = partial(_stances, codebook=known, targets=tuple(targets), engine=engine, overrides=_of_rows(corpus))
    return _table(corpus, find, Stance, workers)


def _stances(
    document: Document, *, codebook: Codebook, targets: Collection[str], engine: str, overrides: Sequence[Override]
) -> list[Stance]:
    """Find stances on corrected quotations, which say who speaks."""
    quotes = correct_quotes(document, codebook=codebook, overrides=overrides)
    return find_stances(document, codebook=codebook, targets=targets, quotes=quotes, engine=engine)


def _of_rows(corpus: Corpus) -> tuple[Override, ...]:
    return tuple(override for override in corpus.overrides if override.of_row)


def correct_quotes(
    document: Document, *, codebook: Codebook | None, overrides: Sequence[Override], engine: str = ""
) -> list[Quote]:
    """Find quotations; name and side follow a speaker who was corrected."""
    found = find_quotes(document, codebook=codebook, engine=engine)
    corrected = correct_rows(found, "quote", overrides)
    return [_follow(document, codebook, *pair) for pair in zip(found, corrected, strict=True)] if overrides else found


def _follow(document: Document, codebook: Codebook | None, found: Quote, corrected: Quote) -> Quote:
    """Let name and side follow a speaker who was corrected, unless they were corrected themselves."""
    if codebook is None or corrected.speaker in (None, found.speaker):
        return corrected
    actor = codebook.actor(corrected.speaker)
    changes: dict[str, Any] = {"speaker_name": actor.name, "side": codebook.side(actor.actor_id, document)}
    untouched = {key: value for key, value in changes.items() if getattr(found, key) == getattr(corrected, key)}
    return replace(corrected, **untouched)


def _rows(
    document: Document,
    *,
    find: Callable[..., Sequence[Any]],
    kind: RowKind,
    codebook: Codebook,
    overrides: Sequence[Override],
) -> Sequence[Any]:
    """Find rows; where something is corrected, they follow the corrected quotations before they are corrected, too."""
    if not overrides:
        return find(document, codebook=codebook)
    quotes = correct_quotes(document, codebook=codebook, overrides=overrides)
    return correct_rows(find(document, codebook=codebook, quotes=quotes), kind, overrides)


def _breaches(document: Document, *, codebook: Codebook, overrides: Sequence[Override]) -> list[Breach]:
    labels = _rows(document, find=find_labels, kind="label", codebook=codebook, overrides=overrides)
    return find_breaches(document, codebook=codebook, labels=labels)


def extract_scare_quotes(corpus: Corpus, *, workers: int = 1) -> pd.DataFrame:
    """Extract every short passage in marks without a speaker: one row each, columns as in `ScareQuote`."""
    return _table(corpus, find_scare_quotes, ScareQuote, workers)


def _table(
    corpus: Corpus, find: Callable[[Document], Sequence[Row]], row_type: type[Row], workers: int
) -> pd.DataFrame:
    return to_frame(chain.from_iterable(map_items(find, corpus.documents, workers=workers)), row_type)
