"""From declared alternatives to specifications: which codebooks, which choices, which days.

The one rule: the study's own choice comes first, and what cannot be tried is refused before anything is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.annotate.scores import check_dyad
from toolkit.codebook import Codebook, CodebookLike, codebook_for, load_codebook
from toolkit.errors import StudyError
from toolkit.measure.events import DayNumbers
from toolkit.measure.specifications import ANY_ARTICLE, NO_CONTRAST, lay_out_specifications
from toolkit.rows import Alternatives, Contrast, Corpus
from toolkit.rows.alternatives import DECLARED, WITHOUT_TOP

_FAR = 10**7  # days: before and after everything


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what is tried: codebooks and contrasts by name, and every combination of choices."""

    books: dict[str, Codebook]
    quotations: tuple[str, ...]
    without_top: bool
    specifications: pd.DataFrame
    contrasts: dict[str, DayNumbers]


def plan_multiverse(corpus: Corpus, choices: Alternatives | None, codebook: CodebookLike) -> Plan:
    """Combine the choices passed, else the study's, else the usual ones."""
    study = corpus.study
    known = codebook_for(corpus, codebook, verb="build_multiverse")
    wanted = choices or study.alternatives or Alternatives()
    others = [name for name in wanted.codebook if name not in (DECLARED, WITHOUT_TOP)]
    books = {DECLARED: known} | {Path(name).stem: _other(name, known) for name in others}
    if len(books) <= len(others):
        raise StudyError(f"two of the codebooks {', '.join(others)} have one name; rename a file")
    for book in books.values():
        check_dyad(book, study)
    without_top = WITHOUT_TOP in wanted.codebook
    contrasts = {contrast.name: _windows(contrast, known) for contrast in wanted.contrasts}
    combined = {
        "relevance": _first(study.relevance, wanted.relevance) if study.dyad else (ANY_ARTICLE,),
        "unit": _first("article", wanted.unit),
        "voices": _first("own", wanted.voices),
        "dates": _first("all", wanted.dates),
        "quotations": _first("all", wanted.quotations),
        "codebook": (*books, *([WITHOUT_TOP] if without_top else [])),
        "contrast": tuple(contrasts) or (NO_CONTRAST,),
    }
    return Plan(books, combined["quotations"], without_top, lay_out_specifications(combined), contrasts)


def _first(own: str, others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((own, *others)))


def _other(name: str, known: Codebook) -> Codebook:
    book = load_codebook(name)
    frames = [frame.frame_id for frame in book.frames]
    if lacking := [frame.frame_id for frame in known.frames if frame.frame_id not in frames]:
        raise StudyError(f"codebook {name} has no frame {lacking[0]!r} to compare with; it has {', '.join(frames)}")
    return book


def _windows(contrast: Contrast, codebook: Codebook) -> DayNumbers:
    """Give first and last day before, first and last day after, as numbers."""
    if contrast.event:
        events = {event.event_id: event.first_day for event in codebook.events}
        if contrast.event not in events:
            raise StudyError(f"no event {contrast.event!r} in codebook {codebook.name}; it has {', '.join(events)}")
        contrast = contrast.around(events[contrast.event])
    if contrast.before is None or contrast.after is None or contrast.before[1] >= contrast.after[0]:
        raise StudyError(f"the contrast {contrast.name!r} needs a time before and one after it that do not overlap")
    (first, until), (since, last) = contrast.before, contrast.after
    return np.array([_number(first, -_FAR), _number(until, 0), _number(since, 0), _number(last, _FAR)])


def _number(day: date | None, unknown: int) -> int:
    return unknown if day is None else (day - date(1970, 1, 1)).days
