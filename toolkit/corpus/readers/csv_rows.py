"""Read CSV and TSV: rows whose fields may hold line ends, separated by comma, semicolon, tab or bar.

The one rule: a row whose quotes or fields do not fit the header is refused by itself, and reading goes on behind it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import NamedTuple

from toolkit.corpus.decoding import decode_bytes
from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.rows import Row, Table
from toolkit.corpus.records import Refusal, SourceFile, Warn

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=([,;:|^\t])\r?\n?", re.IGNORECASE)  # what Excel writes before the header
_GKG = re.compile(r"\d{14}-T?\d+\t")
_GKG_NOTE = "GDELT's knowledge graph has no texts: fetch the pages under DocumentIdentifier and import those"


class _Parsed(NamedTuple):
    """Hold a row as parsed: its first line, counted from 0, the line behind it, and its fields, None if it is torn."""

    first: int
    behind: int
    fields: list[str] | None


def read_csv(source: SourceFile, *, limits: Limits) -> Iterator[Table | Refusal]:
    """Give the one table of a CSV or TSV file."""
    decoded = decode_bytes(source.raw, place=source.name)
    if isinstance(decoded, Refusal):
        yield decoded
        return
    lines = list(StringIO(decoded.text, newline=""))
    if not lines or all(line.isspace() for line in lines):
        yield Refusal(source.name, "empty_file", "it has no rows")
        return
    if _GKG.match(lines[0]):
        yield Refusal(source.name, "missing_column", _GKG_NOTE)
        return
    with _field_limit(limits.line_bytes):
        yield from _table(source.name, lines, decoded.warnings)


def _table(name: str, lines: list[str], warnings: tuple[Warn, ...]) -> Iterator[Table | Refusal]:
    start, delimiter = _delimiter(name, lines)
    parsed = _parse(lines, start, delimiter)
    header = next((row for row in parsed if row.fields is None or any(map(str.strip, row.fields))), None)
    if header is None or header.fields is None:
        line = lines[header.first] if header else ""
        yield Refusal(name, "broken_row", f"the names of the columns cannot be read: {line!r:.60}")
        return
    if delimiter == "\t" and _is_unquoted(lines, header):
        parsed = _split(lines, header.behind)
    yield Table(name, tuple(header.fields), lambda _: _rows(name, header, parsed, lines, warnings))


def _rows(
    name: str, header: _Parsed, parsed: Iterator[_Parsed], lines: Sequence[str], warnings: tuple[Warn, ...]
) -> Iterator[Row | Refusal]:
    """Give the rows below the header; the first of them is row 2, as a spreadsheet counts."""
    names = header.fields or []
    number, torn = 1, False
    for row in parsed:
        if torn and _is_rest(row, len(names), lines):
            continue
        number += 1
        torn = row.fields is None
        if row.fields is None or (any(row.fields) and len(row.fields) != len(names)):
            yield _broken(f"{name}, row {number}", row, len(names))
        elif any(row.fields):
            yield Row(f"{name}, row {number}", dict(zip(names, row.fields, strict=True)), warnings)


def _broken(place: str, row: _Parsed, expected: int) -> Refusal:
    if row.fields is None:
        return Refusal(place, "broken_row", f"line {row.first + 1}: a quotation mark is not closed, or not doubled")
    return Refusal(place, "broken_row", f"line {row.first + 1}: {len(row.fields)} fields under {expected} names")


def _is_rest(row: _Parsed, expected: int, lines: Sequence[str]) -> bool:
    """Say whether a row behind a torn one is what is left of it: a part of a row, or with half a pair of quotes."""
    if row.fields is None:
        return max(lines[row.first].count(mark) for mark in _DELIMITERS) < expected - 1
    n_quotes = sum(line.count('"') for line in lines[row.first : row.behind])
    return len(row.fields) < expected or n_quotes % 2 == 1


def _parse(lines: Sequence[str], start: int, delimiter: str) -> Iterator[_Parsed]:
    """Parse from line `start`; behind a broken row, begin again on the line after the one where it began."""
    while start < len(lines):
        reader = csv.reader((lines[i] for i in range(start, len(lines))), delimiter=delimiter, strict=True)
        first = start
        try:
            for fields in reader:
                behind = start + reader.line_num
                yield _Parsed(first, behind, fields)
                first = behind
            return
        except csv.Error:
            yield _Parsed(first, first + 1, None)
            start = first + 1


def _split(lines: Sequence[str], start: int) -> Iterator[_Parsed]:
    """Read tab-separated lines in which a quotation mark is a character like any other."""
    for at in range(start, len(lines)):
        yield _Parsed(at, at + 1, _fields(lines[at]))


def _is_unquoted(lines: Sequence[str], header: _Parsed) -> bool:
    """Say whether quoting breaks rows that fit once quotation marks are read as characters."""
    expected = len(header.fields or ())
    if all(
        len(row.fields or ()) in (0, expected) and row.fields is not None for row in _parse(lines, header.behind, "\t")
    ):
        return False
    return all(line.isspace() or len(_fields(line)) == expected for line in lines[header.behind :])


def _fields(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t")


def _delimiter(name: str, lines: Sequence[str]) -> tuple[int, str]:
    """Find the line of the header and what separates its names: the mark that makes the most of them."""
    start = next(at for at, line in enumerate(lines) if not line.isspace())
    if match := _SEPARATOR_LINE.fullmatch(lines[start]):
        return start + 1, match[1]
    if name.lower().endswith((".tsv", ".tab")):
        return start, "\t"
    return start, max(_DELIMITERS, key=lambda mark: len(next(_parse(lines, start, mark)).fields or ()))


@contextmanager
def _field_limit(n_bytes: int) -> Iterator[None]:
    """Let fields be as long as a line may be; the module's own limit is shared by the whole process."""
    before = csv.field_size_limit(n_bytes)
    try:
        yield
    finally:
        csv.field_size_limit(before)
