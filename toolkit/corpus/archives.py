"""Unpack zip and gzip in memory, member by member.

The one rule: a member is read in small pieces and counted as it comes, so a bomb costs its limit and no more.
"""

from __future__ import annotations

import gzip
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from struct import error as struct_error
from typing import IO

from toolkit.corpus.limits import Limits
from toolkit.corpus.records import Refusal, SourceFile

INSIDE = "!/"
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_PIECE = 1 << 16
_READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_OUTSIDE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)")
# What the standard library raises on bytes that only begin like an archive.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct_error, EOFError, OSError, ValueError, RuntimeError, OverflowError)


@dataclass(slots=True)
class Budget:
    """Count down the bytes that an archive may still unpack to, with all archives inside it."""

    left: int


def is_archive(source: SourceFile) -> bool:
    """Say whether `source` is to be unpacked: gzip by its first bytes, zip by its name (office files are zips too).

    Examples
    --------
    >>> is_archive(SourceFile("articles.zip", b""))
    True
    """
    suffix = PurePosixPath(source.name.lower()).suffix
    if source.name.lower().endswith(".warc.gz"):  # read member by member by its own reader
        return False
    return suffix in (".zip", ".gz") or source.raw.startswith(_GZIP) or (not suffix and source.raw.startswith(_ZIP))


def unpack(source: SourceFile, *, limits: Limits, budget: Budget) -> Iterator[SourceFile | Refusal]:
    """Give the members of an archive in the order of their names, or a refusal for what cannot be read."""
    if source.name.lower().endswith(".zip") or source.raw.startswith(_ZIP):
        yield from _unzip(source, limits, budget)
    else:
        yield _gunzip(source, limits, budget)


def unpacks_within(raw: bytes, limits: Limits) -> bool:
    """Say whether an office file, a zip by its make, unpacks to no more than its size and the limits allow."""
    budget = Budget(limits.may_unpack(len(raw)))
    members = _unzip(SourceFile("", raw), limits, budget)
    return not any(isinstance(m, Refusal) and m.reason in ("archive_too_large", "too_large") for m in members)


def _gunzip(source: SourceFile, limits: Limits, budget: Budget) -> SourceFile | Refusal:
    bare = PurePosixPath(source.name).name
    inner = bare[:-3] if bare.lower().endswith(".gz") else bare
    try:
        with gzip.GzipFile(fileobj=BytesIO(source.raw)) as stream:
            raw = _read_counted(stream, limits, budget)
    except _DAMAGE as problem:
        return Refusal(source.name, "archive_damaged", f"gzip: {problem}")
    if raw is None:
        return _too_large(source.name, limits, budget)
    return SourceFile(f"{source.name}{INSIDE}{inner}", raw)


def _unzip(source: SourceFile, limits: Limits, budget: Budget) -> Iterator[SourceFile | Refusal]:
    try:
        archive = zipfile.ZipFile(BytesIO(source.raw))
    except _DAMAGE as problem:
        yield Refusal(source.name, "archive_damaged", f"zip: {problem}")
        return
    taken: set[str] = set()
    with archive:
        members = sorted(
            (m for m in archive.infolist() if not m.filename.endswith("/")), key=lambda member: member.filename
        )
        for number, member in enumerate(members, 1):
            name = f"{source.name}{INSIDE}{_unused(member.filename, taken)}"
            found = _member(archive, member, name, limits, budget)
            yield found
            if budget.left < 0:
                if unread := len(members) - number:
                    yield Refusal(source.name, "archive_too_large", f"{unread} further members were not read")
                return


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits, budget: Budget
) -> SourceFile | Refusal:
    """Read one member, unless its name, kind or content forbids it."""
    if _OUTSIDE.match(member.filename.replace("\\", "/")):
        return Refusal(name, "path_outside", f"a member is named {member.filename!r}, outside its archive")
    if stat.S_ISLNK(member.external_attr >> 16):
        return Refusal(name, "path_outside", "a link inside an archive is not followed")
    if member.flag_bits & _ENCRYPTED:
        return Refusal(name, "unreadable", "it is encrypted; unpack it first")
    if member.compress_type not in _READ_METHODS:
        return Refusal(name, "unreadable", "it is packed by a method other than stored and deflated")
    try:
        with archive.open(member) as stream:
            raw = _read_counted(stream, limits, budget)
    except _DAMAGE as problem:
        return Refusal(name, "archive_damaged", f"zip: {problem}")
    return _too_large(name, limits, budget) if raw is None else SourceFile(name, raw)


def _read_counted(stream: IO[bytes] | gzip.GzipFile, limits: Limits, budget: Budget) -> bytes | None:
    """Read to the end; None as soon as the file or the budget is exceeded."""
    pieces, size = [], 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        budget.left -= len(piece)
        if size > limits.file_bytes or budget.left < 0:
            return None
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(name: str, limits: Limits, budget: Budget) -> Refusal:
    if budget.left < 0:
        return Refusal(name, "archive_too_large", "the archive unpacks to more than its size and the limits allow")
    return Refusal(name, "too_large", f"unpacked it is larger than {limits.file_bytes:,} bytes")


def _unused(name: str, taken: set[str]) -> str:
    """Give each further member of one name a number, and so a place of its own."""
    plain, n = name.replace("\\", "/"), 1
    unused = plain
    while unused in taken:
        n += 1
        unused = f"{plain} ({n})"
    taken.add(unused)
    return unused
