"""Write files so that a reader never meets half of one.

The one rule: an older file stays until the new one is whole.
"""

from __future__ import annotations

import os
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
