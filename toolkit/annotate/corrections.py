"""Apply corrections made by hand to evidence rows.

The one rule: a correction reaches one row, found by its id or, after a change of the rules, by its place; where two
rows stand at that place, none is corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar

from toolkit.errors import CorpusError
from toolkit.rows import ROW_FIELDS, ROW_SPANS, FrameCue, Label, Mention, Override, Quote, Tie

Row = TypeVar("Row", Quote, Mention, Label, FrameCue, Tie)
RowKind = Literal["quote", "mention", "label", "frame", "tie"]


def correct_rows(rows: Sequence[Row], kind: RowKind, overrides: Sequence[Override]) -> list[Row]:
    """Give the rows of one kind and one article as corrections leave them, the later ones last.

    A `CorpusError` says that a field cannot be corrected in a row of this kind.
    """
    corrected = list(rows)
    for override in overrides:
        found = _pointed_at(corrected, kind, override) if override.of_row else None
        if found is not None:
            corrected[found] = _applied(corrected[found], kind, override)
    return corrected


def _pointed_at(rows: Sequence[Row], kind: RowKind, override: Override) -> int | None:
    by_id = [i for i, row in enumerate(rows) if override.row_id and row.row_id == override.row_id]
    by_place = [
        i for i, row in enumerate(rows) if row.doc_id == override.doc_id and _place(row, kind) == override.place
    ]
    found = by_id or by_place
    return found[0] if len(found) == 1 else None


def _place(row: Row, kind: RowKind) -> str:
    span: Any = getattr(row, ROW_SPANS[kind])
    first, last = (span[0], span[-1]) if isinstance(span, tuple) else (span, span)
    return f"{kind} [{first.start}:{last.end}]"


def _applied(row: Row, kind: RowKind, override: Override) -> Row:
    if override.field not in ROW_FIELDS[kind]:
        choices = ", ".join(ROW_FIELDS[kind])
        raise CorpusError(
            f"{override.field!r} cannot be corrected in row {row.row_id}, a {kind}; choose from {choices}"
        )
    changes: dict[str, Any] = {override.field: override.value or None}
    return replace(row, **changes)
