"""Which rows of evidence a cell of a table of counts means.

The one rule: a value that stands nowhere is a mistake and is named; a row that is meant and not there is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns

Cell = Mapping[str, object] | pd.Series
_SHOWN = 10


def rows_of_cell(rows: pd.DataFrame, behind: pd.DataFrame | None, cell: Cell | None) -> tuple[pd.DataFrame, str]:
    """Give the rows that are meant, and a sentence about what else is counted; see `read_passages`."""
    if behind is None:
        return (rows if cell is None else _matching(rows, cell, what="the table of passages")), ""
    require_columns(behind, ["doc_id"], what="the table behind the count")
    meant = behind if cell is None else _matching(behind, cell, what="the table behind the count")
    ids = _row_ids(meant)
    require_columns(rows, ["row_id"] if len(ids) else [], what="the table of passages")
    found = rows[rows["row_id"].isin(ids)] if len(ids) else rows.head(0)
    lost = len(set(ids)) - found["row_id"].nunique() if len(ids) else 0
    if len(ids) and found.empty:
        raise TableError(
            f"none of the {lost} rows behind the count are in the table of passages; give the table that was counted"
        )
    without = sorted({*meant["doc_id"]} - {*found["doc_id"]})
    notes = [f"{lost} more rows are counted here that the table of passages does not hold."] if lost else []
    if without and not lost:
        more = "…" if len(without) > _SHOWN else ""
        notes.append(f"Without such a passage: {len(without)} articles ({', '.join(without[:_SHOWN])}{more}).")
    return found, " ".join(notes)


def _row_ids(meant: pd.DataFrame) -> pd.Series[Any]:
    if "row_ids" in meant.columns:
        return meant["row_ids"].explode().dropna()
    require_columns(meant, ["row_id"], what="the table behind the count")
    return meant["row_id"].dropna()


def _matching(table: pd.DataFrame, cell: Cell, *, what: str) -> pd.DataFrame:
    if isinstance(cell, pd.Series):  # a row of counts: its other columns are numbers, not keys
        cell = {str(name): value for name, value in cell.items() if name in table.columns}
        if not cell:
            raise TableError(f"{what} has none of the row's columns; it has {', '.join(map(str, table.columns))}")
    require_columns(table, cell, what=what)
    kept = pd.Series(data=True, index=table.index)
    for name, value in cell.items():
        kept &= _same(table[name], value, what=what)
    return table[kept]


def _same(column: pd.Series[Any], value: object, *, what: str) -> pd.Series[bool]:
    missing = value is None or value is pd.NA or value != value  # not a number
    same = column.isna() if missing else (column == value).fillna(value=False).astype("bool")
    if same.any() or column.empty:
        return same
    there = list(dict.fromkeys(column.dropna()))
    hint = "; counts give missing values such names: pass their evidence as behind=…" if _stands_in(value) else ""
    some = ", ".join(map(str, there[:_SHOWN])) + ("…" if len(there) > _SHOWN else "")
    raise TableError(f"{column.name} is nowhere {value!r} in {what}; it is {some or 'always missing'}{hint}")


def _stands_in(value: object) -> bool:
    return isinstance(value, str) and value.startswith("(") and value.endswith(")")
