"""Where the rows of an evidence table stand in their texts.

The one rule: every kind of row is about one passage, and all who show or list passages read it here.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from toolkit.errors import TableError

Segments = list[tuple[int, int]]

# What an evidence row can be about; a row that has several is about the first. "" is a table with a plain start, end.
_FIELDS = ("content", "label", "cue", "trigger", "mention", "passage", "described", "zone", "")


def field_of(table: pd.DataFrame, *, what: str) -> str:
    """Name the field that a table's rows are about; a `TableError` says that they stand nowhere."""
    for name in _FIELDS:
        if {*_columns(name)} <= {*table.columns}:
            return name
    raise TableError(
        f"{what} lacks content_start, label_start or the like: it has {', '.join(map(str, table.columns))}. If it says "
        "only which rows are meant, as count_labels_evidence does, give the table that was counted, and this one as "
        "behind=…"
    )


def places_of(table: pd.DataFrame, *, what: str, field: str | None = None) -> list[Segments]:
    """Give, row by row, the offsets of every segment of its passage; none where a row has no such field.

    Examples
    --------
    >>> places_of(pd.DataFrame({"label_start": [4, 9], "label_end": [6, 12]}), what="the table")
    [[(4, 6)], [(9, 12)]]
    """
    name = field_of(table, what=what) if field is None else field
    first, last = _columns(name)
    envelopes = zip(table[first], table[last], strict=True)
    lists = table[name] if name in table.columns else [None] * len(table)
    return [_segments(parts, start, end) for parts, (start, end) in zip(lists, envelopes, strict=True)]


def _columns(field: str) -> tuple[str, str]:
    return (f"{field}_start", f"{field}_end") if field else ("start", "end")


def _segments(parts: Any, start: Any, end: Any) -> Segments:
    if isinstance(parts, str) and parts.startswith("["):  # read back from a CSV
        parts = json.loads(parts)
    if parts is not None and not isinstance(parts, str) and len(parts):
        return [(int(part["start"]), int(part["end"])) for part in parts]
    return [] if pd.isna(start) else [(int(start), int(end))]
