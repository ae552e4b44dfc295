"""Read JSON: one object per line, a list of objects, or the answer of an interface that wraps such a list.

The one rule: a bad line or a cut-off end costs itself; every object before and after it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from toolkit.corpus.decoding import decode_bytes
from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.columns import has_text_name
from toolkit.corpus.readers.rows import Row
from toolkit.corpus.records import Refusal, SourceFile, Warn

_BOM = b"\xef\xbb\xbf"
_WRAPPERS = (("articles", "results"), ("articles",), ("results",), ("data",), ("items",), ("stories",), ("rows",))
_JSON_FAILURES = (
    ValueError,
    RecursionError,
)  # numbers of too many digits are ValueErrors, too deep nesting is the other
_SPACE = " \t\r\n"


def read_json(source: SourceFile, *, limits: Limits) -> Iterator[Row | Refusal]:
    """Read the objects of a JSON or JSONL file, whichever of the two it really is."""
    found = _as_utf8(source)
    if isinstance(found, Refusal):
        yield found
        return
    raw, warnings = found
    if not raw[:1024].lstrip().startswith(b"[") and _is_by_lines(raw, limits):
        yield from _lines(source.name, raw, warnings, limits)
    else:
        yield from _document(source.name, raw, warnings)


def _as_utf8(source: SourceFile) -> tuple[bytes, tuple[Warn, ...]] | Refusal:
    """Bring UTF-16 and UTF-32 to UTF-8; other bytes are left as they are, to be decoded line by line."""
    raw = source.raw.removeprefix(_BOM)
    if not raw:
        return Refusal(source.name, "empty_file", "it has no bytes")
    if raw[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\x00" not in raw[:4]:
        return raw, ()
    decoded = decode_bytes(raw, place=source.name)
    if isinstance(decoded, Refusal):
        return decoded
    return decoded.text.encode("utf-8", "surrogatepass"), decoded.warnings


def _is_by_lines(raw: bytes, limits: Limits) -> bool:
    """Say whether a line among several is an object by itself, which no line of an object over several lines is."""
    if b"\n" not in raw.strip():
        return False
    stream = BytesIO(raw)
    while line := stream.readline(limits.line_bytes):
        if line.startswith(b"{"):
            try:
                json.loads(line)
            except _JSON_FAILURES:
                continue
            return True
    return False


def _lines(name: str, raw: bytes, warnings: tuple[Warn, ...], limits: Limits) -> Iterator[Row | Refusal]:
    stream = BytesIO(raw)
    number = 0
    while line := stream.readline(limits.line_bytes + 1):
        number += 1
        place = f"{name}, line {number}"
        if len(line) > limits.line_bytes and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield Refusal(place, "line_too_long", f"the line is longer than {limits.line_bytes:,} bytes")
        elif not line.isspace():
            yield _line(place, line, warnings, last=stream.tell() == len(raw))


def _line(place: str, line: bytes, warnings: tuple[Warn, ...], *, last: bool) -> Row | Refusal:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        decoded = decode_bytes(line, place=place)
        if isinstance(decoded, Refusal):
            return decoded
        text, warnings = decoded.text, (*warnings, *decoded.warnings)
    try:
        return _row(place, json.loads(text), warnings)
    except _JSON_FAILURES as problem:
        if last and not line.endswith(b"\n"):
            return Refusal(place, "truncated", f"the last line is cut off ({problem})")
        return Refusal(place, "invalid_json", _said(problem))


def _document(name: str, raw: bytes, warnings: tuple[Warn, ...]) -> Iterator[Row | Refusal]:
    """Read a file that is one JSON value."""
    decoded = decode_bytes(raw, place=name)
    if isinstance(decoded, Refusal):
        yield decoded
        return
    warnings = (*warnings, *decoded.warnings)
    try:
        value = json.loads(decoded.text)
    except _JSON_FAILURES as problem:
        yield from _piecewise(name, decoded.text, warnings, problem)
        return
    members = _members(value)
    if members is None:
        yield _row(name, value, warnings)
        return
    for number, member in enumerate(members, 1):
        yield _row(f"{name}, item {number}", member, warnings)


def _members(value: object) -> list[Any] | None:
    """Give the objects of a list, or of a list inside a wrapper; None for an object that is an article itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or has_text_name(value):
        return None
    for path in _WRAPPERS:
        inner: object = value
        for key in path:
            inner = inner.get(key) if isinstance(inner, Mapping) else None
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            # The viewer of a data hub puts each row into an object of its own.
            return [part.get("row", part) if isinstance(part, Mapping) else part for part in inner]
    return None


def _piecewise(name: str, text: str, warnings: tuple[Warn, ...], problem: Exception) -> Iterator[Row | Refusal]:
    """Read a damaged list object by object, up to the damage."""
    decoder = json.JSONDecoder()
    at, number = _skip(text, 0), 0
    if text[at : at + 1] != "[":
        cut_off = text[at : at + 1] == "{" and text.rstrip()[-1:] != "}"
        yield Refusal(name, "truncated" if cut_off else "invalid_json", _said(problem))
        return
    at = _skip(text, at + 1)
    while at < len(text):
        number += 1
        place = f"{name}, item {number}"
        try:
            value, at = decoder.raw_decode(text, at)
        except _JSON_FAILURES as stopped:
            cut_off = text.rstrip()[-1:] != "]"
            yield Refusal(
                place, "truncated" if cut_off else "invalid_json", f"nothing is read from here on: {_said(stopped)}"
            )
            return
        yield _row(place, value, warnings)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] == "]":
            yield Refusal(f"{name}, behind item {number}", "invalid_json", "there is more behind the end of the list")
            return
    yield Refusal(f"{name}, behind item {number}", "truncated", "the list does not end")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _row(place: str, value: object, warnings: tuple[Warn, ...]) -> Row | Refusal:
    if not isinstance(value, dict):
        return Refusal(place, "invalid_json", f"it is no object with named values but of type {type(value).__name__}")
    return Row(place, value, warnings)


def _said(problem: Exception) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"{problem.msg} at character {problem.pos}"
    return "it is nested too deeply" if isinstance(problem, RecursionError) else f"{problem!s:.80}"
