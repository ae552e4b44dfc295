"""Read ``documents.csv``, which says of each text in a folder what is known about it.

The one rule: list and folder agree file by file, or nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import StringIO
from pathlib import Path

from toolkit.corpus.decoding import decode
from toolkit.corpus.records import Record, Refusal
from toolkit.errors import CorpusError

DOCUMENTS_FILE = "documents.csv"


def read_listing(folder: Path) -> Iterator[Record | Refusal]:
    """Give a record for every row of the folder's list.

    Raises
    ------
    CorpusError
        If a text is not listed, a listed file is not there, or is not the file that was listed.
    """
    rows = _csv_rows(folder / DOCUMENTS_FILE)
    listed = {row.get("file") for row in rows}
    texts = sorted(p.name for p in folder.iterdir() if p.suffix == ".txt" and p.is_file())
    if unlisted := [name for name in texts if name not in listed]:
        raise CorpusError(f"{DOCUMENTS_FILE} does not list {', '.join(unlisted)}; add a row or move the file away")
    for number, row in enumerate(rows, 2):
        yield _listed(folder, row, f"{DOCUMENTS_FILE}, row {number}")


def _listed(folder: Path, row: Mapping[str, str], place: str) -> Record | Refusal:
    name = row.get("file", "")
    if not name or Path(name).name != name:
        raise CorpusError(f"{place}: file is {name!r}; it must be the name of a file in this folder")
    try:
        raw = (folder / name).read_bytes()
    except FileNotFoundError:
        raise CorpusError(f"{place}: there is no file {name!r} in the folder") from None
    except OSError as problem:
        raise CorpusError(f"{place}: cannot read {name!r}: {problem.strerror}") from None
    digest = sha256(raw).hexdigest()
    if row.get("sha256") not in (None, "", digest):
        raise CorpusError(f"{place}: {name} is not the file that was listed (its sha256 is {digest})")
    if not row.get("doc_id"):
        raise CorpusError(f"{place}: doc_id missing or empty")
    found = decode(raw, place=name)
    if isinstance(found, Refusal):
        return found
    return Record(place, found.text, {**row, "sha256": digest}, None, found.warnings)


def _csv_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows below the header; the first of them is row 2, as a spreadsheet counts."""
    import pandas as pd

    found = decode(path.read_bytes(), place=path.name)
    if isinstance(found, Refusal):
        raise CorpusError(f"{path.name} cannot be read: {found.detail or found.reason}")
    try:
        table = pd.read_csv(StringIO(found.text), dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise CorpusError(f"{path.name} cannot be read as CSV: {problem}") from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas takes the first field of longer rows for a name
        raise CorpusError(f"{path.name} cannot be read as CSV: its rows have more fields than its header names")
    return [{str(key): str(value) for key, value in row.items()} for row in table.to_dict("records")]
