"""Walk what a user names: files, folders, patterns and archives, in an order that does not depend on the naming.

The one rule: every file met is given, refused with a reason, or listed as a side file; no link leads out of a folder.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.corpus.archives import INSIDE, Budget, is_archive, unpack
from toolkit.corpus.limits import Limits
from toolkit.corpus.records import Reason, Refusal, SourceFile
from toolkit.corpus.store import is_saved_corpus
from toolkit.errors import CorpusError

_SIDE_NAMES = frozenset(
    "documents.csv overrides.csv thumbs.db desktop.ini __macosx "
    "annotation.conf visual.conf tools.conf kb_shortcuts.conf".split()
)
_PATTERN = re.compile(r"[*?\[]")
_SIDE_STEMS = frozenset("readme license licence copying notice changelog".split())


@dataclass(frozen=True, slots=True)
class SideFile:
    """Hold the name of a file that stands beside articles and is none: hidden, a README, a corpus that was saved."""

    name: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """Hold a file on the disk that is still to be read, or what is known of it without reading."""

    name: str
    path: Path
    known: Refusal | SideFile | None = None


def walk_sources(
    paths: Path | str | Iterable[Path | str], *, limits: Limits | None = None, base: Path | None = None
) -> Iterator[SourceFile | Refusal | SideFile]:
    """Give every file below `paths`, unpacked, one at a time and sorted by name.

    Parameters
    ----------
    paths
        A file, a folder (read with all folders in it), a pattern such as ``exports/*.csv``, or several of these.
    base
        The folder that names are relative to; by default `common_folder` of `paths`.

    Raises
    ------
    CorpusError
        If nothing is there under one of `paths`; the message names it.

    Examples
    --------
    >>> list(walk_sources("no/such/folder"))
    Traceback (most recent call last):
    toolkit.errors.CorpusError: there is no file or folder 'no/such/folder', and no pattern that matches one
    """
    limits = limits or Limits()
    for entry in _entries([paths] if isinstance(paths, (str, Path)) else paths, base):
        found = entry.known or _read(entry, limits)
        if isinstance(found, SourceFile):
            yield from _opened(found, limits, Budget(limits.may_unpack(len(found.raw))), depth=0)
        else:
            yield found


def common_folder(paths: Iterable[Path | str]) -> Path:
    """Give the one folder named, or the folder that all of several have in common."""
    return _base(_named(paths))


def is_side(name: str) -> bool:
    """Say whether a file or folder of this name is no article by its name alone.

    Examples
    --------
    >>> [is_side(name) for name in (".DS_Store", "README.txt", "documents.csv", "reader.txt")]
    [True, True, True, False]
    """
    low = name.lower()
    path = PurePosixPath(low)
    # a study's YAML, its codebook's included, is what is asked of the articles
    return low.startswith(".") or low in _SIDE_NAMES or path.stem in _SIDE_STEMS or path.suffix in (".yaml", ".yml")


def _opened(
    source: SourceFile, limits: Limits, budget: Budget, *, depth: int
) -> Iterator[SourceFile | Refusal | SideFile]:
    if not is_archive(source):
        yield source
        return
    if depth >= limits.depth:
        yield Refusal(source.name, "archive_too_deep", f"{depth} archives stand around it; the limit is {limits.depth}")
        return
    for member in unpack(source, limits=limits, budget=budget):
        inner = "" if isinstance(member, Refusal) else member.name.removeprefix(source.name + INSIDE)
        if isinstance(member, Refusal):
            yield member
        elif any(is_side(part) for part in inner.split("/")):
            yield SideFile(member.name)
        else:
            yield from _opened(member, limits, budget, depth=depth + 1)


def _entries(paths: Iterable[Path | str], base: Path | None) -> list[_Entry]:
    """List what `paths` name, each place once, sorted by name."""
    named = _named(paths)
    base = base or _base(named)
    entries: dict[Path, _Entry] = {}
    for path in named:
        for entry in _folder(path, base) if path.is_dir() else [_Entry(_name(path, base), path)]:
            # A link that is refused is an entry of its own; a file reached twice is one file.
            entries.setdefault(entry.path if entry.known else _real(entry.path), entry)
    return sorted(entries.values(), key=lambda entry: entry.name)


def _named(paths: Iterable[Path | str]) -> list[Path]:
    named = sorted({found for path in paths for found in _expanded(path)})
    if not named:
        raise CorpusError("no file or folder is named")
    return named


def _base(named: list[Path]) -> Path:
    return named[0] if len(named) == 1 and named[0].is_dir() else _common([path.parent for path in named])


def _expanded(named: Path | str) -> list[Path]:
    """Give what is named, as a place or by a pattern; files that a pattern brings along as side files are left out."""
    # Not resolved: a link that is named is meant.
    path = Path(os.path.normpath(Path(named).absolute()))
    if os.path.lexists(path):
        return [path]
    matches = Path(path.anchor).glob(str(path.relative_to(path.anchor))) if _PATTERN.search(str(named)) else ()
    found = [match for match in matches if not is_side(match.name)]
    if not found:
        raise CorpusError(f"there is no file or folder {str(named)!r}, and no pattern that matches one")
    return found


def _common(folders: list[Path]) -> Path:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return Path()


def _folder(root: Path, base: Path) -> Iterator[_Entry]:
    """Walk a folder without following links to folders."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as scan:
                children = sorted(scan, key=lambda child: child.name)
        except OSError as problem:
            yield _refused(folder, base, "unreadable", problem.strerror or "the folder cannot be listed")
            continue
        for child in children:
            path = Path(child.path)
            if is_side(child.name) or is_saved_corpus(path):
                yield _Entry(_name(path, base), path, SideFile(_name(path, base)))
            elif child.is_symlink():
                yield _link(path, root, base)
            elif child.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                yield _Entry(_name(path, base), path)


def _link(link: Path, root: Path, base: Path) -> _Entry:
    """Refuse a link, unless it stands for a file that is kept out of sight inside the same folder."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError) as problem:
        if isinstance(problem, RuntimeError) or problem.errno == errno.ELOOP:
            return _refused(link, base, "link_loop", "the link leads to itself")
        return _refused(link, base, "unreadable", "the link leads to nothing")
    real_root = root.resolve()
    if not target.is_relative_to(real_root):
        return _refused(link, base, "path_outside", "the link leads out of the folder; name the file itself to read it")
    if target.is_file() and any(is_side(part) for part in target.relative_to(real_root).parts):
        return _Entry(_name(link, base), link)
    return _refused(link, base, "link_loop", "the link leads to what is read in its own place")


def _read(entry: _Entry, limits: Limits) -> SourceFile | Refusal:
    try:
        state = entry.path.stat()
        if not stat.S_ISREG(state.st_mode):  # a pipe or device would be waited for without end
            return Refusal(entry.name, "unreadable", "it is no regular file")
        if state.st_size <= limits.file_bytes:
            with entry.path.open("rb") as stream:
                raw = stream.read(limits.file_bytes + 1)
            if len(raw) <= limits.file_bytes:
                return SourceFile(entry.name, raw)
    except OSError as problem:
        return Refusal(entry.name, "unreadable", problem.strerror or "it cannot be opened")
    return Refusal(entry.name, "too_large", f"it is larger than {limits.file_bytes:,} bytes")


def _refused(path: Path, base: Path, reason: Reason, detail: str) -> _Entry:
    name = _name(path, base)
    return _Entry(name, path, Refusal(name, reason, detail))


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _name(path: Path, base: Path) -> str:
    """Give the path below `base`, printable even where the disk's name is no UTF-8."""
    below = path.relative_to(base) if path.is_relative_to(base) else path
    return os.fsencode(below.as_posix()).decode("utf-8", "replace")
