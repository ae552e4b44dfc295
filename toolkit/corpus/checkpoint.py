"""Keep what an import has done so far, so that one that is stopped at any moment goes on from there.

The one rule: a part is on the disk as a whole or not at all, and what was kept is used only for the very same input.

Two things cost time and are kept: what slow readers (web pages, exports, WARC) found, and the documents made. Text
and tables are read again, which takes a fiftieth of the time of all; so the ledger is always made anew and adds up.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from toolkit.corpus.documents import Made
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn
from toolkit.rows import Document, Zone

PART = 250  # entries: half a second of making documents, five of reading web pages
_ABOUT = "about.json"
_DAYS = ("published_earliest", "published_latest")
Entry = dict[str, Any]


@dataclass(slots=True)
class Checkpoint:
    """Keep what was found in files and what documents were made of it, in parts below `folder`.

    Attributes
    ----------
    options
        All that the results depend on besides the input; what was kept under others is thrown away.
    tell
        Is told, in a sentence, when something that was kept is thrown away.
    """

    folder: Path
    options: str
    tell: Callable[[str], None]
    _found: dict[str, list[Entry]] = field(default_factory=dict)
    _made: dict[str, Entry] = field(default_factory=dict)
    _waiting: list[Entry] = field(default_factory=list)
    _n_parts: int = 0

    def __post_init__(self) -> None:
        for entry in self._kept():
            if "made" in entry:
                self._made[entry["of"]] = entry
            else:
                self._found.setdefault(entry["file"], []).append(entry)

    def readings(self, source: SourceFile, read: Callable[[SourceFile], Iterator[Record | Refusal]]) -> Any:
        """Give what is found in a file: first what was kept of it, then what its reader gives."""
        digest = sha256(source.raw).hexdigest()
        kept = self._found.get(source.name, [])
        if any(entry["digest"] != digest for entry in kept):
            self._forget(f"{source.name} is another file than the one whose import was interrupted")
            kept = []
        if kept and kept[-1]["found"] is None:
            yield from (_found_in(entry["found"]) for entry in kept[:-1])
            return
        for number, found in enumerate(read(replace(source, skip=len(kept)))):
            if number < len(kept):
                yield _found_in(kept[number]["found"])
            else:
                self._keep({"file": source.name, "digest": digest, "found": _found_out(found)})
                yield found
        self._keep({"file": source.name, "digest": digest, "found": None})

    def check(self, records: list[Record]) -> None:
        """Throw away what was kept if documents were made of other records; called when all are read."""
        self._write()
        if self._made and not self._made.keys() <= {_digest(record) for record in records}:
            self._forget("the source has changed since its import was interrupted")

    def made_of(self, record: Record) -> Made | None:
        """Give the document that was made of this very record, if it was kept."""
        entry = self._made.get(_digest(record)) if self._made else None
        return _made_in(entry, record.text) if entry else None

    def keep_made(self, record: Record, made: Made) -> None:
        """Keep a document that was made."""
        self._keep({"of": _digest(record), "made": _made_out(made)})

    def close(self) -> None:
        """Write what is left, so that nothing is done again if a later source is interrupted."""
        self._write()

    def _kept(self) -> Iterator[Entry]:
        """Read the parts in order; a part is whole, because it got its name only then."""
        about = self.folder / _ABOUT
        if not about.is_file():
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        if about.read_text(encoding="utf-8") != self.options:
            self._forget("the options are others than those of the import that was interrupted")
            return
        for part in sorted(self.folder.glob("*.jsonl.gz")):
            self._n_parts = int(part.name.partition(".")[0])
            yield from map(json.loads, gzip.decompress(part.read_bytes()).decode("utf-8", "surrogatepass").split("\n"))

    def _keep(self, entry: Entry) -> None:
        self._waiting.append(entry)
        if len(self._waiting) >= PART:
            self._write()

    def _write(self) -> None:
        if not self._waiting:
            return
        if not self._n_parts:
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self.folder / _ABOUT, self.options.encode())
        self._n_parts += 1
        lines = "\n".join(json.dumps(entry, ensure_ascii=False) for entry in self._waiting)
        raw = gzip.compress(lines.encode("utf-8", "surrogatepass"), compresslevel=1, mtime=0)
        _replace(self.folder / f"{self._n_parts:06}.jsonl.gz", raw)
        self._waiting.clear()

    def _forget(self, why: str) -> None:
        self.tell(f"{why}; it starts from its beginning")
        shutil.rmtree(self.folder, ignore_errors=True)
        self._found.clear()
        self._made.clear()
        self._waiting.clear()
        self._n_parts = 0


def _replace(path: Path, raw: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(raw)
    part.replace(path)


def _digest(record: Record) -> str:
    """Hash all that a document is made of."""
    known = json.dumps([record.place, record.text, dict(record.fields), record.zones])
    return sha256(known.encode()).hexdigest()


def _found_out(found: Record | Refusal) -> Entry:
    return {"refused" if isinstance(found, Refusal) else "record": asdict(found)}


def _found_in(entry: Mapping[str, Any]) -> Record | Refusal:
    if "refused" in entry:
        return Refusal(**entry["refused"])
    values = entry["record"]
    zones = None if values["zones"] is None else tuple((kind, a, b, rule) for kind, a, b, rule in values["zones"])
    return Record(**values | {"zones": zones, "warnings": _warnings_in(values["warnings"])})


def _made_out(made: Made) -> Entry:
    document = made.document
    values = {f.name: getattr(document, f.name) for f in fields(Document) if f.name not in ("text", "zones")}
    values |= {name: values[name] and values[name].isoformat() for name in _DAYS}
    zones = [(zone.kind, zone.span.start, zone.span.end, zone.rule) for zone in document.zones]
    return {"values": values, "zones": zones, "warnings": [asdict(warning) for warning in made.warnings]}


def _made_in(entry: Mapping[str, Any], text: str) -> Made:
    made = entry["made"]
    values = made["values"] | {name: date.fromisoformat(made["values"][name]) for name in _DAYS if made["values"][name]}
    bare = Document("", text)
    zones = tuple(Zone(kind, bare.span(start, end), rule) for kind, start, end, rule in made["zones"])
    return Made(Document(text=text, zones=zones, **values), _warnings_in(made["warnings"]))


def _warnings_in(stored: list[dict[str, Any]]) -> tuple[Warn, ...]:
    return tuple(Warn(**warning) for warning in stored)
