"""Read Excel workbooks: every sheet is a table whose first row names its columns.

The one rule: a sheet that holds no articles gets its own line, and never stands in the way of the others.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module
from io import BytesIO, StringIO
from itertools import islice
from struct import error as struct_error
from typing import Any

from toolkit.corpus.archives import unpacks_within
from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.rows import Row, Table
from toolkit.corpus.records import Refusal, SourceFile

_OLD = b"\xd0\xcf\x11\xe0"
_MOST_COLUMNS = 500
_REMEDY = "install framing-toolkit[exports]"
# openpyxl and xlrd do not say what they raise on damaged workbooks; these have been met.
_FAILURES = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, zipfile.BadZipFile, zlib.error, struct_error),
)


def read_excel(source: SourceFile, *, limits: Limits) -> Iterator[Table | Refusal]:
    """Give the sheets of a workbook that have rows."""
    old = source.raw.startswith(_OLD)
    try:
        library = import_module("xlrd" if old else "openpyxl")
    except ImportError:
        yield Refusal(source.name, "extra_missing", _REMEDY)
        return
    if not old and not unpacks_within(source.raw, limits):
        yield Refusal(
            source.name, "archive_too_large", "the workbook unpacks to more than its size and the limits allow"
        )
        return
    try:
        sheets = _old_sheets(library, source.raw) if old else _sheets(library, source.raw)
    except _failures(library) as problem:
        yield Refusal(source.name, "unreadable", f"it is no whole workbook: {type(problem).__name__}: {problem!s:.80}")
        return
    if not sheets:
        yield Refusal(source.name, "empty_file", "no sheet has rows")
    for title, rows in sheets:
        yield _table(f"{source.name}, sheet {title!r}", rows)


def _table(place: str, rows: list[tuple[Any, ...]]) -> Table:
    names = tuple("" if cell is None else str(cell) for cell in rows[0])
    return Table(place, names, lambda _: _rows(place, names, rows[1:]))


def _rows(place: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Iterator[Row | Refusal]:
    for number, cells in enumerate(rows, 2):
        if any(cell is not None and cell != "" for cell in cells):
            yield Row(f"{place}, row {number}", dict(zip(names, cells, strict=False)))


def _sheets(library: Any, raw: bytes) -> list[tuple[str, list[tuple[Any, ...]]]]:
    with warnings.catch_warnings():  # about styles and validation, which are not read
        warnings.simplefilter("ignore")
        book = library.load_workbook(BytesIO(raw), read_only=True, data_only=True)
        sheets = [(sheet.title, _filled(sheet)) for sheet in book.worksheets]
        book.close()
    return [(title, rows) for title, rows in sheets if rows]


def _filled(sheet: Any) -> list[tuple[Any, ...]]:
    """Read the rows of a sheet, whatever size it claims to have; blank rows behind the last filled one are left out."""
    sheet.reset_dimensions()
    rows = [tuple(islice(row, _MOST_COLUMNS)) for row in sheet.iter_rows(values_only=True)]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return rows


def _old_sheets(library: Any, raw: bytes) -> list[tuple[str, list[tuple[Any, ...]]]]:
    book = library.open_workbook(file_contents=raw, logfile=StringIO(), on_demand=True)
    found = []
    for sheet in book.sheets():
        rows = [tuple(_old_cell(library, cell, book.datemode) for cell in sheet.row(i)) for i in range(sheet.nrows)]
        if rows:
            found.append((sheet.name, rows))
    return found


def _old_cell(library: Any, cell: Any, datemode: int) -> Any:
    if cell.ctype == library.XL_CELL_DATE:
        moment: datetime = library.xldate_as_datetime(cell.value, datemode)
        return moment
    if cell.ctype == library.XL_CELL_NUMBER and cell.value.is_integer():
        return int(cell.value)
    return None if cell.ctype in (library.XL_CELL_EMPTY, library.XL_CELL_BLANK, library.XL_CELL_ERROR) else cell.value


def _failures(library: Any) -> tuple[type[Exception], ...]:
    if library.__name__ == "xlrd":
        return (*_FAILURES, library.XLRDError, library.compdoc.CompDocError)
    return (*_FAILURES, library.utils.exceptions.InvalidFileException)
