"""Read sample exports in tests, and say what came out."""

from __future__ import annotations

from fixtures.exports.articles import Article

from toolkit.corpus.readers.factiva import read_factiva, recognises_factiva
from toolkit.corpus.readers.nexis import read_nexis, recognises_nexis
from toolkit.corpus.readers.proquest import read_proquest, recognises_proquest
from toolkit.corpus.records import Record, Refusal, SourceFile

READERS = {"nexis": read_nexis, "factiva": read_factiva, "proquest": read_proquest}
RECOGNISERS = {"nexis": recognises_nexis, "factiva": recognises_factiva, "proquest": recognises_proquest}


def read(name: str, raw: bytes) -> list[Record | Refusal]:
    return list(READERS[name.split("_")[0].split(".")[0]](SourceFile(name, raw)))


def records(name: str, raw: bytes) -> list[Record]:
    found = read(name, raw)
    assert all(isinstance(one, Record) for one in found), found
    return [one for one in found if isinstance(one, Record)]


def refusal(name: str, raw: bytes) -> Refusal:
    found = read(name, raw)
    assert len(found) == 1, f"{len(found)} instead of one refusal of the whole file"
    assert isinstance(found[0], Refusal), found[0]
    return found[0]


def zones(record: Record, kind: str) -> tuple[str, ...]:
    return tuple(record.text[start:end] for k, start, end, _ in record.zones or () if k == kind)


def reasons(record: Record) -> list[str]:
    return [warning.reason for warning in record.warnings]


def same(record: Record, article: Article) -> bool:
    return (record.fields.get("title"), zones(record, "body")) == (article.title, article.body)
