"""Score articles: one row per article and frame, also where nothing was found.

The one rule: zero is a row; nothing is dropped before it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any, get_args

import pandas as pd
import pyarrow as pa

from toolkit.annotate.corrections import correct_rows
from toolkit.annotate.frames import find_frames
from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.speakers import find_quotes
from toolkit.codebook import Codebook, CodebookLike, codebook_for
from toolkit.engine import map_items
from toolkit.errors import StudyError
from toolkit.language import find_sentences
from toolkit.rows import BODY_ZONES, Corpus, Document, FrameCue, Mention, Override, Span, Study, Window

_WINDOWS: tuple[Window, ...] = get_args(Window)  # each holds the ones before it
_DTYPES: dict[str, Any] = {
    "doc_id": "str",
    "outlet": "str",
    "published_earliest": "datetime64[s]",
    "published_latest": "datetime64[s]",
    "relevant": "bool",
    "frame": "str",
    "frame_title": "str",
    "has_cue": "bool",
    "n_cues": "int64",
    "n_cues_verbatim": "int64",
    "n_cues_republished": "int64",
    "n_cues_title": "int64",
    "n_sentences_with_cue": "int64",
    "n_sentences": "int64",
    "cue_ids": pd.ArrowDtype(pa.list_(pa.string())),
}


def score_frames(corpus: Corpus, *, codebook: CodebookLike = None, workers: int = 1) -> pd.DataFrame:
    """Score every article on every frame.

    Returns
    -------
    pandas.DataFrame
        One row per article and frame. ``has_cue`` and ``n_cues`` rest on cues in the outlet's own wording
        (narrator and paraphrase voice) outside the title; cues in verbatim and republished voice and in
        titles are counted apart; ``cue_ids`` holds the row ids behind ``n_cues``, ``n_sentences`` the body's
        length. ``relevant`` says that both sides of the study's dyad are named within one paragraph (or, if
        the study says so, one sentence or anywhere in the article); without a dyad every article is relevant.
    """
    known = codebook_for(corpus, codebook, verb="score_frames")
    check_dyad(known, corpus.study)
    overrides = tuple(override for override in corpus.overrides if override.of_row)
    score = partial(_score, codebook=known, study=corpus.study, overrides=overrides)
    return lay_out_scores(record for rows in map_items(score, corpus.documents, workers=workers) for record in rows)


def lay_out_scores(scored: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Lay what `score_article` gives out as a table."""
    records = list(scored)
    return pd.DataFrame({name: pd.Series([r[name] for r in records], dtype=dtype) for name, dtype in _DTYPES.items()})


def _score(
    document: Document, *, codebook: Codebook, study: Study, overrides: Sequence[Override]
) -> list[dict[str, Any]]:
    quotes = correct_rows(find_quotes(document, codebook=codebook), "quote", overrides)
    cues = correct_rows(find_frames(document, codebook=codebook, quotes=quotes), "frame", overrides)
    mentions = find_mentions(document, codebook=codebook, quotes=quotes)
    return score_article(document, codebook=codebook, study=study, cues=cues, mentions=mentions)


def score_article(
    document: Document,
    *,
    codebook: Codebook,
    study: Study,
    cues: Sequence[FrameCue],
    mentions: Sequence[Mention],
) -> list[dict[str, Any]]:
    """Give one record per frame of the codebook, from the cues and mentions of an article."""
    body = [zone for zone in document.zones if zone.kind in BODY_ZONES]
    known = {
        "doc_id": document.doc_id,
        "outlet": document.outlet,
        "published_earliest": document.published_earliest,
        "published_latest": document.published_latest,
        "relevant": _is_relevant(document, mentions, study),
        "n_sentences": sum(len(find_sentences(document.text, z.span.start, z.span.end)) for z in body),
    }
    return [
        {**known, "frame": frame.frame_id, "frame_title": frame.title, **_counts(cues, frame.frame_id)}
        for frame in codebook.frames
    ]


def _counts(cues: Sequence[FrameCue], frame: str) -> dict[str, Any]:
    hits = [cue for cue in cues if cue.frame == frame]
    outside_title = [cue for cue in hits if cue.zone != "title"]
    voices = Counter(cue.voice for cue in outside_title)
    own = [cue for cue in outside_title if cue.voice in ("narrator", "paraphrase")]
    return {
        "has_cue": bool(own),
        "n_cues": len(own),
        "n_cues_verbatim": voices["verbatim"],
        "n_cues_republished": voices["republished"],
        "n_cues_title": len(hits) - len(outside_title),
        "n_sentences_with_cue": len({cue.sentence for cue in own if cue.zone in BODY_ZONES}),
        "cue_ids": [cue.row_id for cue in own],
    }


def _is_relevant(document: Document, mentions: Sequence[Mention], study: Study) -> bool:
    if study.dyad is None:
        return True
    narrowest = narrowest_window(document, mentions, study.dyad)
    return narrowest is not None and _WINDOWS.index(narrowest) <= _WINDOWS.index(study.relevance)


def narrowest_window(document: Document, mentions: Sequence[Mention], sides: Collection[str]) -> Window | None:
    """Give the narrowest window of the body that names all of `sides`; None where not even the article does."""
    body = [m for m in mentions if m.zone in BODY_ZONES and m.side in sides]
    if not set(sides) <= {m.side for m in body}:
        return None
    paragraphs = [zone.span for zone in document.zones if zone.kind in BODY_ZONES]
    holding = [place for place in paragraphs if _holds(place, body, sides)]
    if not holding:
        return "document"
    sentences = (s for place in holding for s in find_sentences(document.text, place.start, place.end))
    return "sentence" if any(_holds(place, body, sides) for place in sentences) else "paragraph"


def check_dyad(codebook: Codebook, study: Study) -> None:
    """Refuse a dyad with a side that the codebook does not have."""
    actors = [actor.actor_id for actor in codebook.actors]
    if strange := [side for side in study.dyad or () if side not in actors]:
        raise StudyError(f"the study's dyad names {strange[0]!r}; codebook {codebook.name} has {', '.join(actors)}")


def _holds(place: Span, mentions: Sequence[Mention], sides: Collection[str]) -> bool:
    return set(sides) <= {m.side for m in mentions if place.start <= m.mention.start < place.end}
