"""Keep a corpus in one Parquet file and bring it back unchanged: texts, zones, dates, study, ledger, corrections.

The one rule: what is loaded equals what was saved, and saving it again gives the same bytes.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from toolkit.errors import CorpusError
from toolkit.rows import Corpus, Document, Ledger, LedgerRow, Override, Study, Zone

_MARK = b"framing-toolkit-corpus"
_FORMAT = 1
_DAYS = ("published_earliest", "published_latest")
_WORDS = [f.name for f in fields(Document) if f.name not in ("text", "zones", "n_words", *_DAYS)]


def save_corpus(corpus: Corpus, path: Path | str) -> Path:
    """Write a corpus to one ``.parquet`` file; an older file is replaced only when the new one is whole.

    One row per document under the names of `Document`'s fields; what is no valid Unicode (a lone half of a surrogate
    pair) stands as bytes in ``not_unicode`` as well.
    """
    path = check_place(path)
    import pyarrow as pa
    import pyarrow.parquet as pq

    about = {
        "format": _FORMAT,
        "name": corpus.name,
        "study": asdict(corpus.study),
        "ledger": _ledger_out(corpus.ledger),
        "overrides": [_values(override) for override in corpus.overrides],
    }
    schema = _schema().with_metadata({_MARK: _raw(json.dumps(about, ensure_ascii=False))})
    table = pa.Table.from_pylist([_row_out(document) for document in corpus], schema=schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(table, part, compression="zstd")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def check_place(path: Path | str) -> Path:
    """Give the path if a corpus can be saved under this name."""
    path = Path(path)
    if path.suffix != ".parquet":
        raise CorpusError(f"a corpus is saved as a .parquet file; {path.name!r} is none")
    return path


def is_saved_corpus(path: Path) -> bool:
    """Say whether a file was written by `save_corpus`."""
    if path.suffix != ".parquet" or not path.is_file():
        return False
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return _MARK in (pq.read_schema(path).metadata or {})
    except (pa.ArrowException, OSError):
        return False


def read_saved(path: Path) -> Corpus:
    """Bring a saved corpus back."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    about = json.loads(_read(table.schema.metadata[_MARK]))
    if about["format"] != _FORMAT:
        raise CorpusError(f"{path.name} was saved in format {about['format']}; this version reads format {_FORMAT}")
    study: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in about["study"].items()}
    documents = tuple(_document_in(row) for row in table.to_pylist())
    overrides = tuple(Override(*values) for values in about["overrides"])
    return Corpus(documents, Study(**study), about["name"], _ledger_in(about["ledger"]), overrides)


def _schema() -> Any:
    import pyarrow as pa

    zone = pa.struct([("kind", pa.string()), ("start", pa.int64()), ("end", pa.int64()), ("rule", pa.string())])
    columns = [(name, pa.string()) for name in _WORDS] + [(name, pa.date32()) for name in _DAYS]
    columns += [("n_words", pa.int64()), ("zones", pa.list_(zone)), ("text", pa.string())]
    columns += [("not_unicode", pa.map_(pa.string(), pa.binary()))]
    return pa.schema(columns)


def _row_out(document: Document) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(document, name) for name in (*_WORDS, *_DAYS, "n_words", "text")}
    row["zones"] = [{"kind": z.kind, "start": z.span.start, "end": z.span.end, "rule": z.rule} for z in document.zones]
    raw = {name: _raw(row[name]) for name in (*_WORDS, "text")}
    plain = {name: value.decode("utf-8", "replace") for name, value in raw.items()}
    return row | plain | {"not_unicode": [(name, raw[name]) for name in raw if plain[name] != row[name]]}


def _document_in(row: dict[str, Any]) -> Document:
    row |= {name: _read(raw) for name, raw in row.pop("not_unicode")}
    bare = Document(row["doc_id"], row["text"])
    zones = tuple(Zone(z["kind"], bare.span(z["start"], z["end"]), z["rule"]) for z in row.pop("zones"))
    return Document(zones=zones, **row)


def _raw(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def _read(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


def _values(row: LedgerRow | Override) -> list[str]:
    return [getattr(row, f.name) for f in fields(row)]


def _ledger_out(ledger: Ledger | None) -> Any:
    if ledger is None:
        return None
    return {"seen": ledger.seen, "rows": [_values(row) for row in ledger.rows], "side_files": list(ledger.side_files)}


def _ledger_in(stored: Any) -> Ledger | None:
    if stored is None:
        return None
    return Ledger(stored["seen"], tuple(LedgerRow(*row) for row in stored["rows"]), tuple(stored["side_files"]))
