"""Which rows of evidence a cell of a table of counts means.

The one rule: a value that stands nowhere is a mistake and is named; a row that is meant and not there is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns

Cell = Mapping[str, object] | pd.Series | pd.DataFrame
_ROWS, _BEHIND = "the table of passages", "the table behind the count"
_SHOWN = 10


def rows_of_cell(rows: pd.DataFrame, behind: pd.DataFrame | None, cell: Cell | None) -> tuple[pd.DataFrame, str]:
    """Give the rows that are meant, and a sentence about what else is counted; see `read_passages`."""
    if behind is None:
        return (rows if cell is None else _matching(rows, cell, what=_ROWS)), ""
    require_columns(behind, ["doc_id"], what=_BEHIND)
    meant = behind if cell is None else _matching(behind, cell, what=_BEHIND)
    if "row_id" not in meant.columns and "row_ids" not in meant.columns:
        return _standing_alike(rows, meant), ""
    ids = (meant["row_ids"].explode() if "row_ids" in meant.columns else meant["row_id"]).dropna()
    require_columns(rows, ["row_id"] if len(ids) else [], what=_ROWS)
    found = rows[rows["row_id"].isin(ids)] if len(ids) else rows.head(0)
    lost = ids.nunique() - (found["row_id"].nunique() if len(ids) else 0)
    if len(ids) and found.empty:
        raise TableError(f"none of the {lost} rows behind the count are in {_ROWS}; give the table that was counted")
    return found, _note(lost, without=sorted({*meant["doc_id"]} - {*found["doc_id"]}))


def _standing_alike(rows: pd.DataFrame, meant: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that stand where rows without an id do: tokens."""
    place = ["doc_id", "start", "end"]
    require_columns(meant, place, what=_BEHIND)
    require_columns(rows, place, what=_ROWS)
    return rows.merge(meant[place].drop_duplicates(), on=place)


def _note(lost: int, *, without: Sequence[str]) -> str:
    if lost:
        return f"{lost} more rows are counted here that {_ROWS} does not hold."
    if not without:
        return ""
    return f"Without such a passage: {len(without)} article{'' if len(without) == 1 else 's'} ({_listed(without)})."


def _matching(table: pd.DataFrame, cell: Cell, *, what: str) -> pd.DataFrame:
    if isinstance(cell, pd.DataFrame):  # rows of counts; of no count there are no rows
        plain = table.reset_index(drop=True)
        meant = {i for _, row in cell.iterrows() for i in _matching(plain, row, what=what).index}
        return plain[plain.index.isin(meant)]
    counted = isinstance(cell, pd.Series)  # a row of counts: its other columns are numbers, and no row may stand behind
    values = {str(name): value for name, value in cell.items() if not counted or name in table.columns}
    if not values:
        raise TableError(f"{what} has none of the columns of {[*cell.keys()]}; it has {_listed(table.columns)}")
    require_columns(table, values, what=what)
    kept = pd.Series(data=True, index=table.index)
    for name, value in values.items():
        same = _same(table[name], value)
        if not (counted or same.any()) and len(table):
            raise TableError(_nowhere(table[name], value, what=what))
        kept &= same
    return table[kept]


def _same(column: pd.Series[Any], value: object) -> pd.Series[bool]:
    missing = value is None or value is pd.NA or value != value  # not a number
    return column.isna() if missing else (column == value).fillna(value=False).astype("bool")


def _nowhere(column: pd.Series[Any], value: object, *, what: str) -> str:
    stands_in = isinstance(value, str) and value.startswith("(") and value.endswith(")")
    hint = "; counts give missing values such names: pass their evidence as behind=…" if stands_in else ""
    there = _listed(dict.fromkeys(column.dropna())) or "always missing"
    return f"{column.name} is nowhere {value!r} in {what}; it is {there}{hint}"


def _listed(values: Iterable[Any]) -> str:
    words = [str(value) for value in values]
    return ", ".join(words[:_SHOWN]) + ("…" if len(words) > _SHOWN else "")
