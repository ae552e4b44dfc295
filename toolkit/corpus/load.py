"""Load texts from a folder, a JSONL or a CSV file into a corpus.

The one rule: a text is kept exactly as decoded, and a file that cannot be kept is named, never skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, get_args

from toolkit.corpus.dates import parse_day
from toolkit.corpus.study import STUDY_FILE, load_study
from toolkit.corpus.zones import find_zones
from toolkit.errors import CorpusError
from toolkit.language import count_words
from toolkit.rows import BODY_ZONES, Corpus, DateHow, Document, Study

DOCUMENTS_FILE = "documents.csv"
_DAYS = ("published_earliest", "published_latest")
_WORDS = [f.name for f in fields(Document) if f.name not in ("doc_id", "text", "zones", "n_words", *_DAYS)]


def load_corpus(path: Path | str, *, study: Study | Path | str | None = None) -> Corpus:
    """Load a folder of ``.txt`` files (with or without ``documents.csv``), a ``.jsonl`` or a ``.csv`` file.

    Parameters
    ----------
    path
        A record of a file, or a row of ``documents.csv``, has `doc_id` and any of title, outlet,
        outlet_basis, published_earliest, published_latest (YYYY-MM-DD), published_how, published_basis,
        published_external, notes; a record also has `text`, a row `file` and, if it is to be checked,
        `sha256`.
    study
        A `Study`, or the path of one; by default ``study.yaml`` beside the texts, if there is one.

    Returns
    -------
    Corpus
        Texts as decoded from UTF-8 (a byte order mark left out, line ends kept), zones marked,
        and a day printed on its own line taken as the date where none is declared.

    Raises
    ------
    CorpusError
        If nothing is there, a file is no UTF-8 text, ``documents.csv`` and the folder disagree, or an id is
        missing or used twice; the message names the file or record.
    """
    path = Path(path)
    if not path.exists():
        raise CorpusError(f"there is no file or folder {str(path)!r}")
    documents = tuple(_folder(path) if path.is_dir() else _file(path))
    if not documents:
        raise CorpusError(f"{str(path)!r} holds no articles: expected .txt files, a .jsonl or a .csv file")
    return Corpus(documents, _study(path, study), path.resolve().name)


def make_document(doc_id: str, text: str, **known: Any) -> Document:
    r"""Make a document from a text: zones, word count, hash, and a printed day if no date is given.

    Examples
    --------
    >>> make_document("a", "March 18, 2016\nIran denied it.").published_how
    'printed'
    """
    zones = find_zones(text, title=known.get("title", ""))
    body = [zone for zone in zones if zone.kind in BODY_ZONES]
    known.setdefault("title", next((zone.span.text for zone in zones if zone.kind == "title"), ""))
    known.setdefault("sha256", sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    n_words = sum(count_words(zone.span.text) for zone in body)
    document = Document(doc_id, text, zones, n_words=n_words, **known)
    return document if document.published_earliest or document.published_latest else _dated(document)


def as_document(text: Document | str) -> Document:
    """Take a document as it is, and a string as an article that is all body."""
    if isinstance(text, Document):
        return text
    return Document("text", text, find_zones(text, title=None), n_words=count_words(text))


def _dated(document: Document) -> Document:
    for zone in document.zones:
        day = parse_day(zone.span.text) if zone.kind == "dateline" else None
        if day:
            basis = f'"{zone.span.text}" [{zone.span.start}:{zone.span.end}]'
            dated = replace(document, published_earliest=day, published_latest=day)
            return replace(dated, published_how="printed", published_basis=basis)
    return document


def _study(path: Path, study: Study | Path | str | None) -> Study:
    if isinstance(study, Study):
        return study
    if study is not None:
        return load_study(study)
    beside = (path if path.is_dir() else path.parent) / STUDY_FILE
    return load_study(beside) if beside.is_file() else Study(title=path.stem)


def _folder(folder: Path) -> Iterator[Document]:
    listing = folder / DOCUMENTS_FILE
    texts = sorted(p for p in folder.iterdir() if p.suffix == ".txt" and p.is_file())
    if not listing.is_file():
        yield from map(_bare, texts)
        return
    rows = _csv_rows(_decode(_read(listing), DOCUMENTS_FILE), DOCUMENTS_FILE)
    listed = {row.get("file") for row in rows}
    if unlisted := [p.name for p in texts if p.name not in listed]:
        raise CorpusError(f"{DOCUMENTS_FILE} does not list {', '.join(unlisted)}; add a row or move the file away")
    for number, row in enumerate(rows, 2):
        yield _listed(folder, row, f"{DOCUMENTS_FILE}, row {number}")


def _listed(folder: Path, row: Mapping[str, Any], place: str) -> Document:
    name = row.get("file")
    if not name or Path(name).name != name:
        raise CorpusError(f"{place}: file is {name!r}; it must be the name of a file in this folder")
    if not (folder / name).is_file():
        raise CorpusError(f"{place}: there is no file {name!r} in the folder")
    raw = _read(folder / name)
    digest = sha256(raw).hexdigest()
    if row.get("sha256") not in (None, "", digest):
        raise CorpusError(f"{place}: {name} is not the file that was listed (its sha256 is {digest})")
    return _record({**row, "sha256": digest, "text": _decode(raw, name)}, place)


def _bare(path: Path) -> Document:
    raw = _read(path)
    return make_document(path.stem, _decode(raw, path.name), file=path.name, sha256=sha256(raw).hexdigest())


def _file(path: Path) -> Iterator[Document]:
    if path.suffix == ".txt":
        yield _bare(path)
        return
    if path.suffix not in (".jsonl", ".csv"):
        raise CorpusError(f"cannot load {path.name!r}: expected a folder, or a .txt, .jsonl or .csv file")
    text = _decode(_read(path), path.name)
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            place = f"{path.name}, line {number}"
            if line.strip():
                yield _record(_json_object(line, place), place)
    else:
        for number, row in enumerate(_csv_rows(text, path.name), 2):
            yield _record(row, f"{path.name}, row {number}")


def _csv_rows(text: str, name: str) -> list[dict[str, str]]:
    """Read the rows below the header; the first of them is row 2, as a spreadsheet counts."""
    import pandas as pd

    try:
        table = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise CorpusError(f"{name} cannot be read as CSV: {problem}") from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas takes the first field of longer rows for a name
        raise CorpusError(f"{name} cannot be read as CSV: its rows have more fields than its header names")
    return [{str(key): str(value) for key, value in row.items()} for row in table.to_dict("records")]


def _json_object(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as problem:
        raise CorpusError(f"{place}: not valid JSON ({problem.msg} at column {problem.colno})") from None
    if not isinstance(record, dict):
        raise CorpusError(f"{place}: expected an object with doc_id and text")
    return record


def _record(record: Mapping[str, Any], place: str) -> Document:
    """Make a document from one record, whose unknown columns are left where they are."""
    if missing := [name for name in ("doc_id", "text") if not record.get(name)]:
        raise CorpusError(f"{place}: {' and '.join(missing)} missing or empty")
    if not isinstance(record["text"], str):
        raise CorpusError(f"{place}: text must be words; it is {record['text']!r:.60}")
    known: dict[str, Any] = {name: str(record[name]) for name in _WORDS if record.get(name)}
    known |= {name: _day(record[name], name, place) for name in _DAYS if record.get(name)}
    how, choices = known.get("published_how", "unknown"), get_args(DateHow)
    if how not in choices:
        raise CorpusError(f"{place}: published_how is {how!r}; it must be one of {', '.join(choices)}")
    first, last = (known.get(name) for name in _DAYS)
    if first and last and first > last:
        raise CorpusError(f"{place}: published_earliest {first} lies after published_latest {last}")
    return make_document(str(record["doc_id"]), record["text"], **known)


def _day(value: object, name: str, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CorpusError(f"{place}: {name} is {value!r}; a day is written YYYY-MM-DD") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CorpusError(f"cannot read {path.name}: {problem.strerror}") from None


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        odd = f"byte {problem.start} is 0x{raw[problem.start]:02x}"
        raise CorpusError(f"{name} is not UTF-8 text ({odd}); save it as UTF-8 first") from None
