"""Bring everything a user names into records, with an account of all that was seen.

The one rule: what goes in comes out, as an article or as a line of the ledger that says why not; the sums are checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.columns import check_mapping
from toolkit.corpus.readers.standoff import ANN_SUFFIX, read_standoff
from toolkit.corpus.readers.tabular import TABLE_SUFFIXES, read_table_file
from toolkit.corpus.readers.text import TEXT_SUFFIXES, read_text
from toolkit.corpus.records import Reason, Record, Refusal, SourceFile, Warn
from toolkit.corpus.sources import SideFile, walk_sources
from toolkit.corpus.text_checks import check_text
from toolkit.rows import Ledger, LedgerRow

if TYPE_CHECKING:
    from toolkit.corpus.checkpoint import Checkpoint

Reader = Callable[[SourceFile], Iterator[Record | Refusal]]
Recogniser = Callable[[SourceFile], bool]
# By suffix, what may read a file: the first reader that recognises it does.
Readers = Mapping[str, Sequence[tuple[Reader, Recogniser]]]

_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")
_STARTS = (
    (b"PAR1", ".parquet"),
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"WARC/", ".warc"),
    (b"\xd0\xcf\x11\xe0", ".xls"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_OFFICE = b"PK\x03\x04"
_IDENTITY = ("url", "outlet", "title", "published_earliest")


def import_records(
    paths: Path | str | Iterable[Path | str],
    *,
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    readers: Readers | None = None,
    base: Path | None = None,
    checkpoint: Checkpoint | None = None,
) -> tuple[list[Record], Ledger]:
    """Read all articles below `paths`; each record has its `doc_id` among its fields.

    Parameters
    ----------
    paths
        Files, folders, patterns and archives, as `walk_sources` takes them.
    mapping
        Field → column, for tables; it wins over what is recognised.
    readers
        Further readers by suffix (``".html"``, ``".warc.gz"``), asked before those for text and tables.
    base
        The folder that names are relative to; by default the one that all of `paths` have in common.
    checkpoint
        Where `readers` keep what they find, and find it again after an interruption.

    Returns
    -------
    records, ledger
        In the order of the names of their files. An id is the one given, else the path of a text file, else a hash of
        what identifies the article (url, outlet, title, day and text), so that it does not depend on other files.

    Raises
    ------
    CorpusError
        If nothing is there under one of `paths`, or the ledger does not add up.
    """
    limits = limits or Limits()
    check_mapping(mapping or {})
    desk = _Desk(_all_readers(partial(read_table_file, mapping=mapping, limits=limits), readers or {}), checkpoint)
    for found in walk_sources(paths, limits=limits, base=base):
        desk.receive(found)
    return desk.close()


def account(found: Iterable[Record | Refusal]) -> tuple[list[Record], Ledger]:
    """Enter what one reader gives, as `import_records` does, where the files were walked by somebody else."""
    desk = _Desk({})
    for one in found:
        desk.decide(one.place.partition(", ")[0], one)
    return desk.close()


def always(source: SourceFile) -> bool:
    """Recognise every file: the last word among the readers of a suffix."""
    return True


@dataclass(slots=True)
class _Desk:
    """Take files in and write down what becomes of them."""

    readers: Readers
    checkpoint: Checkpoint | None = None
    records: list[Record] = field(default_factory=list)
    rows: list[LedgerRow] = field(default_factory=list)
    side_files: list[str] = field(default_factory=list)
    n_seen: int = 0
    _marks: dict[str, SourceFile] = field(default_factory=dict)
    _ids: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _texts: dict[bytes, str] = field(default_factory=dict)

    def receive(self, found: SourceFile | Refusal | SideFile) -> None:
        """Read a file and decide on each thing found in it."""
        if isinstance(found, SideFile):
            self.side_files.append(found.name)
        elif isinstance(found, Refusal):
            self.decide(found.place, found)
        elif found.name.lower().endswith(ANN_SUFFIX):
            self._marks[_bare(found.name)] = found  # sorts before its text
        else:
            self._read(found)

    def close(self) -> tuple[list[Record], Ledger]:
        """Give the records and the ledger, whose totals are checked."""
        for marks in self._marks.values():
            self.decide(marks.name, Refusal(marks.name, "no_article", "marks without the text they were made on"))
        ledger = Ledger(self.n_seen, tuple(self.rows), tuple(self.side_files))
        ledger.check()
        return self.records, ledger

    def _read(self, source: SourceFile) -> None:
        n_before = self.n_seen
        for found in self._readings(source):
            self.decide(source.name, found)
        if self.n_seen == n_before:
            self.decide(source.name, Refusal(source.name, "no_article", "nothing in it is an article"))

    def _readings(self, source: SourceFile) -> Iterator[Record | Refusal]:
        suffix = _suffix(source, self.readers)
        marks = self._marks.pop(_bare(source.name), None) if suffix in TEXT_SUFFIXES else None
        if marks:
            self.side_files.append(marks.name)
            return read_standoff(source, marks)
        for reader, recognises in self.readers.get(suffix, ()):
            if recognises(source):
                slow = recognises is not always  # text and tables are read as fast as what was kept of them
                return self.checkpoint.readings(source, reader) if self.checkpoint and slow else reader(source)
        kind = f"{suffix} files" if suffix else "files of this kind"
        return iter([Refusal(source.name, "unknown_format", f"no reader for {kind}")])

    def decide(self, file: str, found: Record | Refusal) -> None:
        """Enter one thing seen, as what it becomes."""
        self.n_seen += 1
        if isinstance(found, Refusal):
            self._drop(file, found.place, "", found.reason, found.detail)
        elif not found.text or found.text.isspace():
            self._drop(file, found.place, found.fields.get("doc_id", ""), "empty_text", "there is no text")
        else:
            self._take(file, found)

    def _take(self, file: str, record: Record) -> None:
        digest = sha256(record.text.encode("utf-8", "surrogatepass")).digest()
        doc_id = record.fields.get("doc_id") or _hashed_id(record, digest)
        if doc_id in self._ids:
            place, other = self._ids[doc_id]
            detail = f"{place} has this id and {'the same' if other == digest else 'another'} text"
            self._drop(file, record.place, doc_id, "duplicate_id", detail)
            return
        self._ids[doc_id] = record.place, digest
        first = self._texts.setdefault(digest, record.place)
        same = () if first == record.place else (Warn("same_text", f"as {first}"),)
        warnings = _each_once((*record.warnings, *check_text(record.text), *same))
        self.records.append(
            Record(record.place, record.text, {**record.fields, "doc_id": doc_id}, record.zones, warnings)
        )
        reason, detail = ", ".join(w.reason for w in warnings), "; ".join(filter(None, (w.detail for w in warnings)))
        self.rows.append(
            LedgerRow(file, record.place, doc_id, "kept_with_warning" if warnings else "kept", reason, detail)
        )

    def _drop(self, file: str, place: str, doc_id: str, reason: Reason, detail: str) -> None:
        self.rows.append(LedgerRow(file, place, doc_id, "dropped", reason, detail))


def _all_readers(read_table: Reader, further: Readers) -> Readers:
    """Put the readers given before those for text and tables."""
    own = dict.fromkeys(TEXT_SUFFIXES, read_text) | dict.fromkeys(TABLE_SUFFIXES, read_table)
    return {
        suffix: (*further.get(suffix, ()), *([(own[suffix], always)] if suffix in own else []))
        for suffix in {**own, **further}
    }


def _suffix(source: SourceFile, known: Readers) -> str:
    """Tell the kind of a file by its name, else by its first bytes; a name without a suffix is text."""
    suffixes = PurePosixPath(source.name.lower()).suffixes
    for at in range(len(suffixes)):
        if (joined := "".join(suffixes[at:])) in known:
            return joined
    for start, suffix in _STARTS:
        if source.raw.startswith(start):
            return suffix
    if source.raw.startswith(_OFFICE):
        return next((kind for inner, kind in ((b"xl/", ".xlsx"), (b"word/", ".docx")) if inner in source.raw), ".zip")
    if _HTML.match(source.raw[:2048]):
        return ".html"
    if suffixes and _SUFFIX.fullmatch(suffixes[-1]):
        return suffixes[-1]
    return ".jsonl" if source.raw[:1] == b"{" else ".txt"


def _bare(name: str) -> str:
    return name.rpartition(".")[0]


def _hashed_id(record: Record, digest: bytes) -> str:
    known = "\x1f".join(record.fields.get(name, "") for name in _IDENTITY)
    return sha256(known.encode("utf-8", "surrogatepass") + digest).hexdigest()[:16]


def _each_once(warnings: Iterable[Warn]) -> tuple[Warn, ...]:
    """Keep the first warning of each reason."""
    first: dict[Reason, Warn] = {}
    for warning in warnings:
        first.setdefault(warning.reason, warning)
    return tuple(first.values())
