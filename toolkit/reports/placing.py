"""Make a report aside, and put it in its place when it is whole.

The one rule: nothing is replaced but an older report, and that only by a whole one.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from toolkit.errors import ParameterError


def check_place(out: Path, corpus: Path) -> None:
    """Refuse to replace a folder that is no report: it may hold somebody's work."""
    if out.is_file():
        raise ParameterError(f"--out names a file: {out.name}; it must be a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / "provenance.json").is_file():
        raise ParameterError(f"the folder {out.name!r} holds other files and no report; name a new or empty one")
    if out == corpus.resolve() or out in corpus.resolve().parents:
        raise ParameterError(f"the report would replace the corpus itself; name another folder than {out.name!r}")


def work_folder(out: Path) -> Path:
    """Make a folder beside `out`, on the same disk, to work in."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as problem:
        raise ParameterError(f"cannot write {out.name!r} into {out.parent.name!r}: {problem.strerror}") from None


def put_in_place(work: Path, out: Path) -> None:
    """Swap the finished report in; the old one goes only when the new one stands."""
    work.chmod(0o755)  # temporary folders are private to their maker, a report is not
    if not out.exists():
        work.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.replace(old / "report")
    try:
        work.replace(out)
    except OSError:
        (old / "report").replace(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
