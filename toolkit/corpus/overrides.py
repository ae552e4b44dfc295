"""Apply hand corrections from ``overrides.csv``: who changed what, to what, and why.

The one rule: corrections come last, each leaves its trace, and one that no longer fits is listed, not applied.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from toolkit.errors import CorpusError
from toolkit.language import count_words
from toolkit.rows import BODY_ZONES, ROW_FIELDS, Document, Override, Zone, ZoneKind

OVERRIDES_FILE = "overrides.csv"
_COLUMNS = ("field", "value", "who", "why")
_POINTERS = ("doc_id", "row_id", "place")  # any may be missing, but not all
_WORDS = ("title", "outlet", "byline", "url", "language", "notes")
_DAYS = ("published_earliest", "published_latest")
_PLACE = re.compile(rf"({'|'.join(ROW_FIELDS)}) \[\d+:\d+\]")
_ZONE = re.compile(r"zone \[(\d+):(\d+)\]")


def load_overrides(path: Path | str) -> tuple[Override, ...]:
    """Read corrections; a `CorpusError` names row, value and choices.

    Each row has ``field``, ``value``, ``who`` and ``why``, and says what is corrected: an article by ``doc_id``; an
    evidence row by ``row_id``, by ``doc_id`` and ``place`` (``quote [120:164]``: its first and last offset), or by
    both. A ``row_id`` holds for this version of the toolkit's rules alone; a ``place`` as long as a row stands there.
    An empty value says that there is none.
    """
    import pandas as pd

    path = Path(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False).fillna("")  # rows may end early
    except (OSError, pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as problem:
        raise CorpusError(f"{path.name} cannot be read: {problem}") from None
    if missing := [name for name in _COLUMNS if name not in table.columns]:
        columns = ", ".join(("doc_id", *_COLUMNS, "row_id", "place"))
        raise CorpusError(f"{path.name} lacks {', '.join(missing)}; its columns are {columns}")
    filled = table.reindex(columns=[*_POINTERS, *_COLUMNS], fill_value="")
    rows = [Override(**{str(name): words.strip() for name, words in row.items()}) for row in filled.to_dict("records")]
    for number, row in enumerate(rows, 2):
        _check(row, f"{path.name}, row {number}")
    return tuple(rows)


def apply_overrides(
    documents: tuple[Document, ...], overrides: tuple[Override, ...]
) -> tuple[tuple[Document, ...], tuple[Override, ...]]:
    """Apply corrections of articles in order; gives the documents, and all corrections with their outcomes.

    A `CorpusError` says that an article's first day now lies after its last.
    """
    by_id = {document.doc_id: document for document in documents}
    outcomes: list[Override] = []
    for override in overrides:
        before = by_id.get(override.doc_id)
        if override.of_row:
            gone = override.doc_id and before is None
            outcomes.append(replace(override, outcome="stale") if gone else override)
            continue
        after = _applied(before, override) if before else None
        outcomes.append(
            replace(override, outcome="stale" if after is None else "unchanged" if after == before else "applied")
        )
        if after is not None:
            by_id[override.doc_id] = after
    for document in by_id.values():
        first, last = document.published_earliest, document.published_latest
        if first and last and first > last:
            raise CorpusError(f"{document.doc_id!r}: published_earliest {first} lies after published_latest {last}")
    return tuple(by_id[document.doc_id] for document in documents), tuple(outcomes)


def _check(row: Override, place: str) -> None:
    if not row.who or not row.why:
        raise CorpusError(f"{place}: a correction says who made it and why")
    if not (row.doc_id or row.row_id):
        raise CorpusError(f"{place}: a correction names an article by doc_id, or an evidence row by row_id")
    if row.of_row:
        _check_row(row, place)
    elif row.field in _DAYS:
        try:
            date.fromisoformat(row.value)
        except ValueError:
            raise CorpusError(f"{place}: {row.field} is {row.value!r}; a day is written YYYY-MM-DD") from None
    elif _ZONE.fullmatch(row.field):
        if row.value not in get_args(ZoneKind):
            raise CorpusError(f"{place}: a zone is one of {', '.join(get_args(ZoneKind))}, not {row.value!r}")
    elif row.field not in _WORDS:
        choices = ", ".join((*_WORDS, *_DAYS, "zone [start:end]"))
        more = "; of an evidence row, named by row_id or place, other fields can be"
        raise CorpusError(f"{place}: {row.field!r} cannot be corrected; choose from {choices}{more}")


def _check_row(row: Override, place: str) -> None:
    """Check the correction of an evidence row as far as it can be without that row."""
    words = _PLACE.fullmatch(row.place)
    if row.place and not words:
        kinds = ", ".join(ROW_FIELDS)
        raise CorpusError(f"{place}: a place is one of {kinds} with offsets, as in 'quote [1:9]'; not {row.place!r}")
    if row.place and not row.doc_id:
        raise CorpusError(f"{place}: a place needs the doc_id of its article")
    possible = [ROW_FIELDS[words[1]]] if words else list(ROW_FIELDS.values())
    fields = {name: choices for one in possible for name, choices in one.items()}
    if row.field not in fields:
        raise CorpusError(f"{place}: {row.field!r} cannot be corrected; choose from {', '.join(fields)}")
    if fields[row.field] and row.value not in fields[row.field]:
        raise CorpusError(f"{place}: {row.field} is {row.value!r}; it must be one of {', '.join(fields[row.field])}")


def _applied(document: Document, override: Override) -> Document | None:
    if zone := _ZONE.fullmatch(override.field):
        return _rezoned(document, int(zone[1]), int(zone[2]), override)
    value: Any = date.fromisoformat(override.value) if override.field in _DAYS else override.value
    changes: dict[str, Any] = {override.field: value}
    if override.field in _DAYS:
        changes["published_basis"] = f"corrected by {override.who}: {override.why}"
    return replace(document, **changes)


def _rezoned(document: Document, start: int, end: int, override: Override) -> Document | None:
    """Change what the line at these offsets is; None where no line has them."""
    places = [(zone.span.start, zone.span.end) for zone in document.zones]
    if (start, end) not in places:
        return None
    kind: Any = override.value
    zones = tuple(
        Zone(kind, zone.span, f"corrected by {override.who}")
        if (zone.span.start, zone.span.end) == (start, end)
        else zone
        for zone in document.zones
    )
    n_words = sum(count_words(zone.span.text) for zone in zones if zone.kind in BODY_ZONES)
    return replace(document, zones=zones, n_words=n_words)
