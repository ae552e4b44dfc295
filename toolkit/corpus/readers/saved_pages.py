"""Tell the files that a browser saved along with a page from pages of their own.

The one rule: a file belongs to a saved page if it lies in the folder that browsers name after that page.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from toolkit.corpus.readers.html import PAGE_SUFFIXES


def find_saved_parts(names: Iterable[str]) -> dict[str, str]:
    """Tell which files were saved along with a web page, as its pictures, styles and frames.

    Parameters
    ----------
    names
        Paths of the files of a folder, with ``/``.

    Returns
    -------
    dict
        The name of each such file with the name of its page. The page alone is read.

    Examples
    --------
    >>> find_saved_parts(["storm.html", "storm_files/ad.html", "notes.html"])
    {'storm_files/ad.html': 'storm.html'}
    """
    names = sorted(names)
    folders = {
        stem + ending: name
        for name in names
        if (stem := str(PurePosixPath(name).with_suffix(""))) != name and name.lower().endswith(PAGE_SUFFIXES)
        for ending in _saved_endings()
    }
    return {name: page for name in names if (page := _page_of(name, folders))}


def _page_of(name: str, folders: dict[str, str]) -> str:
    around = (str(folder) for folder in PurePosixPath(name).parents)
    return next((folders[folder] for folder in reversed(list(around)) if folder in folders), "")


@cache
def _saved_endings() -> tuple[str, ...]:
    stored = files("toolkit").joinpath("corpus/readers/data/saved_folders.txt").read_text(encoding="utf-8")
    return tuple(line for line in stored.splitlines() if line and not line.startswith("#"))
