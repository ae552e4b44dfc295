"""Read articles out of tables: CSV, TSV, JSONL, JSON, Parquet and Excel.

The one rule: one row is one article or one refusal; a table whose text column nobody can name is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.columns import Recogniser
from toolkit.corpus.readers.csv_rows import read_csv
from toolkit.corpus.readers.excel_rows import read_excel
from toolkit.corpus.readers.json_rows import read_json
from toolkit.corpus.readers.rows import Row, Table, make_record
from toolkit.corpus.records import Record, Refusal, SourceFile

_Tables = Callable[..., Iterator[Table | Refusal]]


def _read_parquet(source: SourceFile, *, limits: Limits) -> Iterator[Table | Refusal]:
    from toolkit.corpus.readers.arrow_rows import read_parquet  # loads pyarrow, which nothing else here needs

    return read_parquet(source, limits=limits)


_BY_START: tuple[tuple[bytes, _Tables], ...] = (
    (b"PAR1", _read_parquet),
    (b"PK\x03\x04", read_excel),
    (b"\xd0\xcf\x11\xe0", read_excel),
)
_BY_SUFFIX: Mapping[str, _Tables] = {
    **dict.fromkeys((".csv", ".tsv", ".tab"), read_csv),
    **dict.fromkeys((".parquet", ".pq"), _read_parquet),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), read_excel),
}
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
TABLE_SUFFIXES = (*_BY_SUFFIX, *_JSON_SUFFIXES)


def read_table_file(
    source: SourceFile, *, mapping: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Iterator[Record | Refusal]:
    r"""Read the articles of a table, whose kind is told by its first bytes, else by its suffix.

    Parameters
    ----------
    mapping
        Field → column, as in ``{"text": "content", "published": "seendate"}``; it wins over what is recognised.

    Raises
    ------
    ParameterError
        If `mapping` names a field that does not exist.

    Examples
    --------
    >>> source = SourceFile("a.csv", b"id,content,extra\n7,The bridge was closed.,x\n")
    >>> [(record.place, record.text) for record in read_table_file(source)]
    [('a.csv, row 2', 'The bridge was closed.')]
    """
    limits = limits or Limits()
    recogniser = Recogniser(dict(mapping or {}))
    tables = _tables(source)
    if tables is None:
        yield from _objects(source, recogniser, limits)
        return
    for table in tables(source, limits=limits):
        yield from [table] if isinstance(table, Refusal) else _records(table, recogniser, source.name)


def _tables(source: SourceFile) -> _Tables | None:
    """Choose the reader of a table; None is JSON, whose objects each have their own names."""
    for start, reader in _BY_START:
        if source.raw.startswith(start):
            return reader
    suffix = "." + source.name.lower().rpartition(".")[2]
    if suffix in _JSON_SUFFIXES or (suffix not in _BY_SUFFIX and source.raw[:1] in (b"{", b"[")):
        return None
    return _BY_SUFFIX.get(suffix, read_csv)


def _records(table: Table, recogniser: Recogniser, file: str) -> Iterator[Record | Refusal]:
    columns = recogniser.recognise(table.names, place=table.place)
    if isinstance(columns, Refusal):
        yield columns
        return
    for row in table.read(columns.needed()):
        yield make_record(row, columns, file=file) if isinstance(row, Row) else row


def _objects(source: SourceFile, recogniser: Recogniser, limits: Limits) -> Iterator[Record | Refusal]:
    for row in read_json(source, limits=limits):
        if isinstance(row, Refusal):
            yield row
            continue
        columns = recogniser.recognise(row.values, place=row.place)
        yield columns if isinstance(columns, Refusal) else make_record(row, columns, file=source.name)
