"""Rows to DataFrames, to Parquet and CSV, and back; the schema comes from the row type.

The one rule: an empty result keeps every column and dtype, and a written table reads back equal.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.errors import SpanError, TableError
from toolkit.excerpts import CUT, Evidence, cut_table
from toolkit.files import whole_file
from toolkit.rows import Corpus, Span

Row = TypeVar("Row")

_SPAN_LIST = pd.ArrowDtype(pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])))
_DTYPES: dict[type, Any] = {str: "str", int: "int64", float: "float64", bool: "bool", date: "datetime64[s]"}
TABLE_SUFFIXES = (".csv", ".parquet")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def schema(row_type: type) -> dict[str, Any]:
    """Give the name and dtype of every column that `row_type` declares, in order.

    Examples
    --------
    >>> schema(Span)
    {'start': 'int64', 'end': 'int64', 'text': 'str'}
    """
    columns: dict[str, Any] = {}
    for name, kind, optional in _declared(cast("Hashable", row_type)):
        if kind in (Span, tuple):
            offset = "Int64" if optional or kind is tuple else "int64"
            if kind is tuple:
                columns[name] = _SPAN_LIST
            columns |= {f"{name}_start": offset, f"{name}_end": offset, f"{name}_text": "str"}
        else:
            columns[name] = _DTYPES[kind]
    return columns


def to_frame(rows: Iterable[Row], row_type: type[Row]) -> pd.DataFrame:
    """Lay rows out as a table with exactly the columns of ``schema(row_type)``."""
    columns = schema(row_type)
    records = [_flatten(row) for row in rows]
    return pd.DataFrame({name: pd.Series([r[name] for r in records], dtype=dtype) for name, dtype in columns.items()})


def from_frame(table: pd.DataFrame, row_type: type[Row]) -> list[Row]:
    """Read a table back into rows; a `TableError` names the columns it lacks."""
    require_columns(table, schema(row_type), what=f"a table of {row_type.__name__} rows")
    names = [str(name) for name in table.columns]
    # column by column: a table of strings gives its cells one by one at ten times the cost
    columns = [table[name].to_numpy(dtype=object) if _is_text(table[name]) else table[name] for name in names]
    return [_build(dict(zip(names, cells, strict=True)), row_type) for cells in zip(*columns, strict=True)]


def rows_by_article(table: pd.DataFrame, row_type: type[Row]) -> dict[str, list[Row]]:
    """Read a table of evidence back into rows, by the article that they come from."""
    found: dict[str, list[Row]] = {}
    for doc_id, row in zip(table["doc_id"], from_frame(table, row_type), strict=True):
        found.setdefault(str(doc_id), []).append(row)
    return found


def require_columns(table: pd.DataFrame, columns: Iterable[str], *, what: str) -> None:
    """Raise a `TableError` naming what `table` lacks, so that a person's own table can be put right."""
    if missing := [name for name in columns if name not in table.columns]:
        raise TableError(f"{what} lacks {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")


def check_spans(table: pd.DataFrame, corpus: Corpus) -> int:
    """Read every span of an evidence table again from the texts; of words that were cut, what is left of them.

    Returns
    -------
    int
        How many spans were read; a `SpanError` names the first that does not fit.
    """
    lists = [name for name in table.columns if table[name].dtype == _SPAN_LIST]
    starts = [name.removesuffix("_start") for name in table.columns if name.endswith("_start")]
    singles = [name for name in starts if name not in lists]
    n_read = 0
    for record in table.to_dict("records"):
        text = corpus[record["doc_id"]].text
        parts = [part for name in lists for part in record[name]]
        parts += [
            {key: record[f"{name}_{key}"] for key in ("start", "end", "text")}
            for name in singles
            if not pd.isna(record[f"{name}_start"])
        ]
        for part in parts:
            if not _reads(text[part["start"] : part["end"]], part["text"]):
                place = f"{record['doc_id']} {part['start']}:{part['end']}"
                raise SpanError(f"{place} does not read {part['text']!r} (row {record.get('row_id', '?')})")
        n_read += len(parts)
    return n_read


def _reads(words: str, told: str) -> bool:
    return words == told or (told.endswith(CUT) and words.startswith(told.removesuffix(CUT)))


def write_table(table: pd.DataFrame, folder: Path | str, name: str) -> list[Path]:
    """Write ``name.csv`` (raw, UTF-8) and ``name.parquet`` into `folder`, which is made if it is missing."""
    return [save_table(table, Path(folder) / f"{name}{suffix}") for suffix in TABLE_SUFFIXES]


def save_table(table: pd.DataFrame, path: Path | str) -> Path:
    """Write one file, ``.csv`` (raw, UTF-8) or ``.parquet``; an older one is replaced when the new one is whole."""
    path = Path(path)
    if path.suffix not in TABLE_SUFFIXES:
        raise TableError(f"a table is written as {' or '.join(TABLE_SUFFIXES)}; {path.name!r} ends in neither")
    with whole_file(path) as part:
        if path.suffix == ".csv":
            _write_csv(_for_csv(table), part, encoding="utf-8")
        else:
            pq.write_table(_for_pandas(pa.Table.from_pandas(table, preserve_index=False)), part, compression="zstd")
    return path


def _for_pandas(stored: pa.Table) -> pa.Table:
    """Say of lists that pandas holds them as objects: of its own name for their type `pandas.read_parquet` fails."""
    told = json.loads(stored.schema.metadata[b"pandas"])
    for column in told["columns"]:
        if column["numpy_type"].startswith("list<"):
            column["numpy_type"] = "object"
    return stored.replace_schema_metadata({**stored.schema.metadata, b"pandas": json.dumps(told)})


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path | str, *, evidence: Evidence = "full") -> list[Path]:
    """Write several tables by name, each as CSV and Parquet.

    Parameters
    ----------
    evidence
        ``"snippet"`` or ``"offsets"`` cuts the words of the texts, as `cut_table` does; offsets stay.
    """
    cut = {name: cut_table(table, evidence=evidence) for name, table in tables.items()}
    return [path for name, table in cut.items() for path in write_table(table, folder, name)]


def load_table(path: Path | str) -> pd.DataFrame:
    """Read a Parquet table that `write_table` wrote, with its dtypes.

    A CSV is for eyes and other programs and is not read back: it cannot keep the types.
    """
    path = Path(path)
    if path.suffix != ".parquet":
        raise TableError(f"{path.name} is not a .parquet file; tables are read back from Parquet, which keeps types")
    stored = pq.read_table(path)
    made = pa.schema(map(_as_made, stored.schema), metadata=stored.schema.metadata)
    table: pd.DataFrame = stored.cast(made).to_pandas(types_mapper=_pandas_type)
    days = table.select_dtypes("datetime64[ms]").columns  # Parquet has no coarser unit than this; rows have seconds
    return table.astype(dict.fromkeys(days, "datetime64[s]"))


def export_spreadsheet(table: pd.DataFrame, path: Path | str) -> Path:
    """Write a CSV copy that is safe to open in a spreadsheet: cells that look like formulas are escaped.

    The copy is for reading; it is never read back.
    """
    safe = _for_csv(table)
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [_escape(value) for value in safe[name]]
    path = Path(path)
    _write_csv(safe, path, encoding="utf-8-sig")
    return path


@cache  # asked for every row, and dear
def _declared(row_type: Any) -> tuple[tuple[str, type, bool], ...]:
    hints = get_type_hints(row_type)
    return tuple((item.name, *_plain(hints[item.name])) for item in fields(row_type))


def _plain(hint: Any) -> tuple[type, bool]:
    """Reduce a type hint to the plain type that decides the column, and whether it may be missing."""
    if get_origin(hint) in (Union, UnionType):
        inner = [kind for kind in get_args(hint) if kind is not NoneType]
        return _plain(inner[0])[0], True
    if get_origin(hint) is Literal:
        return str, False
    kind: type = get_origin(hint) or hint
    return kind, False


def _flatten(row: object) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, kind, _ in _declared(cast("Hashable", type(row))):
        value = getattr(row, name)
        if kind in (Span, tuple):
            parts = _envelope(value) if kind is tuple else _parts(value)
            flat |= {f"{name}_{key}": part for key, part in parts.items()}
        if kind is not Span:
            flat[name] = [_parts(span) for span in value] if kind is tuple else value
    return flat


def _parts(span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"start": None, "end": None, "text": None}
    return {"start": span.start, "end": span.end, "text": span.text}


def _envelope(spans: tuple[Span, ...]) -> dict[str, Any]:
    """Lay segments out for reading: offsets from first to last, words joined by an ellipsis."""
    if not spans:
        return _parts(None)
    return {"start": spans[0].start, "end": spans[-1].end, "text": " … ".join(span.text for span in spans)}


def _build(record: dict[Any, Any], row_type: type[Row]) -> Row:
    values: dict[str, Any] = {}
    for name, kind, _ in _declared(cast("Hashable", row_type)):
        if kind is tuple:
            values[name] = tuple(Span(**part) for part in record[name])
        elif kind is Span:
            start, end, text = (record[f"{name}_{key}"] for key in ("start", "end", "text"))
            values[name] = None if pd.isna(start) else Span(int(start), int(end), text)
        else:
            value = record[name]
            values[name] = None if pd.isna(value) else value.date() if kind is date else value
    return row_type(**values)


def _for_csv(table: pd.DataFrame) -> pd.DataFrame:
    plain = table.copy()
    for name in plain.columns:
        if isinstance(plain[name].dtype, pd.ArrowDtype):
            plain[name] = [json.dumps(_listed(value), ensure_ascii=False) for value in plain[name]]
    return plain


def _write_csv(table: pd.DataFrame, path: Path, *, encoding: str) -> None:
    # before Python 3.13 a carriage return is quoted only where all words are, and unquoted it ends the record
    quoting: Literal[0, 2] = 2 if any(_has_return(table[name]) for name in table.columns) else 0  # NONNUMERIC, MINIMAL
    table.to_csv(path, index=False, encoding=encoding, lineterminator="\n", quoting=quoting)


def _is_text(column: pd.Series[Any]) -> bool:
    return isinstance(column.dtype, pd.StringDtype)


def _has_return(column: pd.Series[Any]) -> bool:
    if _is_text(column):
        return bool(column.str.contains("\r", regex=False).any())
    if pd.api.types.is_numeric_dtype(column):
        return False
    return any(isinstance(value, str) and "\r" in value for value in column.to_numpy(dtype=object))


def _listed(value: Any) -> list[Any]:
    return [] if value is None else list(value)


def _escape(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _as_made(column: pa.Field) -> pa.Field:
    """Give a list's parts the name that they have before they are written; a table kept is then the table made."""
    return column.with_type(pa.list_(column.type.value_type)) if pa.types.is_list(column.type) else column


def _pandas_type(kind: pa.DataType) -> Any:
    return pd.ArrowDtype(kind) if pa.types.is_list(kind) else None
