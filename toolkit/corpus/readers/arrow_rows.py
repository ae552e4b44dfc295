"""Read Parquet: only the columns that are needed, some hundred rows at a time.

The one rule: a value that cannot be read costs its row, a damaged file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.corpus.decoding import decode_bytes
from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.rows import Row, Table
from toolkit.corpus.records import Refusal, SourceFile

_BATCH = 512
_ARROW_FAILURES = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, NotImplementedError, OverflowError)


def read_parquet(source: SourceFile, *, limits: Limits) -> Iterator[Table | Refusal]:
    """Give the one table of a Parquet file."""
    try:
        file = pq.ParquetFile(pa.BufferReader(source.raw))
        names = tuple(dict.fromkeys(file.schema_arrow.names))
        size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
    except _ARROW_FAILURES as problem:
        yield Refusal(source.name, "unreadable", f"it is no whole Parquet file: {problem!s:.100}")
        return
    if size > limits.may_unpack(len(source.raw)):
        yield Refusal(source.name, "too_large", f"unpacked it has {size:,} bytes")
        return
    yield Table(source.name, names, lambda needed: _rows(source.name, file, [n for n in names if n in needed]))


def _rows(name: str, file: Any, names: list[str]) -> Iterator[Row | Refusal]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH, columns=names):
            columns = [_values(column) for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield Row(f"{name}, row {number}", dict(zip(batch.schema.names, values, strict=True)))
    except _ARROW_FAILURES as problem:
        yield Refusal(f"{name}, behind row {number}", "unreadable", f"nothing is read from here on: {problem!s:.100}")


def _values(column: Any) -> list[Any]:
    """Give the values of a column; times as days, in the time zone that the column names, and bytes decoded."""
    if pa.types.is_timestamp(column.type):
        column = _days(column)
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError):  # words that are no UTF-8, days outside the calendar
        values = [_value(scalar) for scalar in column]
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return [_words(value) for value in values]
    return values


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return _words(scalar.as_buffer().to_pybytes())
    except (ValueError, OverflowError):
        return "outside the calendar"


def _words(raw: bytes | None) -> str | None:
    decoded = decode_bytes(raw or b"")
    return None if isinstance(decoded, Refusal) else decoded.text


def _days(column: Any) -> Any:
    try:
        return pc.cast(pc.local_timestamp(column) if column.type.tz else column, pa.date32(), safe=False)
    except _ARROW_FAILURES:  # a time zone that this computer does not know
        return pc.cast(column, pa.date32(), safe=False)
