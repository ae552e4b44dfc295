"""Read web archives (WARC, CC-NEWS): each archived page goes through the reader of web pages.

The one rule: every record of an archive is answered for, and a damaged place costs the records it holds, no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from toolkit.corpus.readers.html import read_page
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_MOST_DAMAGES = 1000  # places at which reading is taken up again; more is no archive but noise
_PAGES = ("text/html", "application/xhtml+xml", "")
# Where a record may begin: a gzip member, or the version line after the blank lines that end the record before.
_START = re.compile(rb"\x1f\x8b\x08|(?<=\r\n\r\n)WARC/\d\.\d\r\n")


def read_warc(source: SourceFile) -> Iterator[Record | Refusal]:
    """Read every page of a web archive, compressed or not, and name every record that is no page.

    Examples
    --------
    >>> next(read_warc(SourceFile("news.warc", b"")))
    Refusal(place='news.warc', reason='empty_file', detail='')
    """
    if not source.raw:
        yield Refusal(source.name, "empty_file")
        return
    try:
        for number, found in enumerate(_records(source.raw), 1):
            place = f"{source.name}, record {number}"
            if number <= source.skip:
                yield Refusal(place, "no_article")
            else:
                yield replace(found, place=place) if isinstance(found, Refusal) else _read_record(place, found)
    except ImportError as missing:
        yield Refusal(source.name, "extra_missing", f"{missing.name}: install framing-toolkit[warc]")


def recognises_warc(source: SourceFile) -> bool:
    """Tell by name or first bytes whether a file is a web archive."""
    return source.raw.startswith(b"WARC/") or source.name.lower().endswith((".warc", ".warc.gz"))


def _records(raw: bytes) -> Iterator[WarcRecord | Refusal]:
    """Give the records one after the other; a damaged place is one refusal, and reading goes on behind it."""
    start, damaged = 0, False
    for _ in range(_MOST_DAMAGES):
        read_to, problem, short = start, "", False
        for record in _until_damage(raw[start:]):
            if isinstance(record, str):
                problem = record
                continue
            read_to, damaged, short = start + record.stream_pos, False, _is_short(record)
            yield record
        following = _START.search(raw, read_to + 1) if problem or short else None
        if problem and not damaged:
            damaged = True
            yield _damage(problem, read_to, tail=following is None)
        if following is None:
            return
        start = following.start()


def _is_short(record: WarcRecord) -> bool:
    """Tell whether a record holds less than it announces: it was cut off, or swallowed those behind it."""
    return record.headers.get("Content-Length") != str(record.content_length)


def _until_damage(raw: bytes) -> Iterator[WarcRecord | str]:
    """Give the records up to the first that cannot be read, and then what is wrong with that one."""
    from fastwarc.warc import ArchiveIterator

    try:
        for record in ArchiveIterator(BytesIO(raw), parse_http=False):
            record.freeze()
            yield record
    except OSError as problem:
        yield str(problem)


def _damage(problem: str, position: int, *, tail: bool) -> Refusal:
    if not position and tail:
        return Refusal("", "unknown_format", f"no WARC record is in it ({problem})")
    where = f"{problem}, behind byte {position:,}"
    return Refusal("", "truncated", f"{where}; nothing follows") if tail else Refusal("", "archive_damaged", where)


def _read_record(place: str, record: WarcRecord) -> Record | Refusal:
    url = record.headers.get("WARC-Target-URI") or ""
    place = f"{place} ({url})" if url else place
    if _is_short(record):
        announced = record.headers.get("Content-Length") or "an unknown number of"
        return Refusal(place, "truncated", f"{record.content_length:,} of {announced} bytes")
    if str(record.record_type) != "response" or not record.is_http:
        return Refusal(place, "no_article", f"a record of type {record.record_type!s}")
    try:
        record.parse_http(auto_decode="all")
        raw = record.reader.read()
    except (OSError, ValueError) as problem:
        return Refusal(place, "unreadable", str(problem))
    return _read_response(place, url, record, raw)


def _read_response(place: str, url: str, record: WarcRecord, raw: bytes) -> Record | Refusal:
    status = record.http_headers.status_code
    if status != 200:
        return Refusal(place, "no_article", f"HTTP status {status}")
    kind = (record.http_content_type or "").lower()
    if kind not in _PAGES:
        return Refusal(place, "unknown_format", f"{kind} is no web page")
    found = read_page(place, raw, url=url.strip("<>"), charset=record.http_charset or "")
    return _retrieved(found, record) if isinstance(found, Record) else found


def _retrieved(found: Record, record: WarcRecord) -> Record:
    """Note when the page was fetched; an article cannot have appeared after that."""
    warnings = found.warnings
    if cut := record.headers.get("WARC-Truncated"):
        warnings += (Warn("truncated", f"the crawler cut the page off: {cut}"),)
    day = (record.headers.get("WARC-Date") or "")[:10]
    try:
        fetched = date.fromisoformat(day)
    except ValueError:
        return replace(found, warnings=warnings)
    latest = found.fields.get("published_latest")
    if latest and date.fromisoformat(latest) > fetched + timedelta(days=1):
        warnings += (Warn("date_implausible", f"published {latest}, but fetched {fetched}"),)
    return replace(found, fields={**found.fields, "notes": f"retrieved {fetched}"}, warnings=warnings)
