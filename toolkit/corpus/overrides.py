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
from toolkit.rows import BODY_ZONES, Document, Override, Zone, ZoneKind

OVERRIDES_FILE = "overrides.csv"
_COLUMNS = ("doc_id", "field", "value", "who", "why")
_WORDS = ("title", "outlet", "byline", "url", "language", "notes")
_DAYS = ("published_earliest", "published_latest")
_ZONE = re.compile(r"zone \[(\d+):(\d+)\]")


def load_overrides(path: Path | str) -> tuple[Override, ...]:
    """Read corrections; a `CorpusError` names row, value and choices."""
    import pandas as pd

    path = Path(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False).fillna("")  # rows may end early
    except (OSError, pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as problem:
        raise CorpusError(f"{path.name} cannot be read: {problem}") from None
    if missing := [name for name in _COLUMNS if name not in table.columns]:
        raise CorpusError(f"{path.name} lacks {', '.join(missing)}; its columns are {', '.join(_COLUMNS)}")
    rows = [Override(**{name: row[name].strip() for name in _COLUMNS}) for row in table.to_dict("records")]
    for number, row in enumerate(rows, 2):
        _check(row, f"{path.name}, row {number}")
    return tuple(rows)


def apply_overrides(
    documents: tuple[Document, ...], overrides: tuple[Override, ...]
) -> tuple[tuple[Document, ...], tuple[Override, ...]]:
    """Apply corrections in order; gives the documents, and the corrections with their outcomes.

    A `CorpusError` says that an article's first day now lies after its last.
    """
    by_id = {document.doc_id: document for document in documents}
    outcomes: list[Override] = []
    for override in overrides:
        before = by_id.get(override.doc_id)
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
    if row.field in _DAYS:
        try:
            date.fromisoformat(row.value)
        except ValueError:
            raise CorpusError(f"{place}: {row.field} is {row.value!r}; a day is written YYYY-MM-DD") from None
    elif _ZONE.fullmatch(row.field):
        if row.value not in get_args(ZoneKind):
            raise CorpusError(f"{place}: a zone is one of {', '.join(get_args(ZoneKind))}, not {row.value!r}")
    elif row.field not in _WORDS:
        choices = ", ".join((*_WORDS, *_DAYS, "zone [start:end]"))
        raise CorpusError(f"{place}: {row.field!r} cannot be corrected; choose from {choices}")


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
