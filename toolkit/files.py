"""Write files so that a reader never meets half of one, and processes one at a time.

The one rule: an older file stays until the new one is whole.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path | str) -> Iterator[Path]:
    """Give a place beside `path` to write to, which takes its name when the block ends without an error.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "new" / "rows.jsonl"
    >>> with whole_file(path) as part:
    ...     _ = part.write_text("{}", encoding="utf-8")
    >>> [file.name for file in path.parent.iterdir()]
    ['rows.jsonl']
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def held_alone(path: Path | str) -> Iterator[None]:
    """Let one process at a time into the block; the others wait. A process that dies lets go.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> with held_alone(Path(mkdtemp()) / "kept.lock"):
    ...     pass
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        _lock(file.fileno())
        yield  # closing the file lets go


def _lock(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(number, msvcrt.LK_LOCK, 1)
            except OSError:  # it waits for ten seconds and no longer
                continue
            return
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX)
