"""Find the notebooks that a report is made of, and bind them into one.

The one rule: a chapter says the same alone and bound; what all have in common is run once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import ValidationError

from toolkit.errors import ParameterError

CHAPTER = "chapter"  # in the metadata of a bound notebook's cell: the number of its chapter
_CHAPTER = re.compile(r"(?!00)\d\d_\w+")  # 00 is for beginners, not for readers of a report
_HEADING = re.compile(r"^(#{1,5} )", re.MULTILINE)
_NAME = re.compile(r"\s*(\w+)\s*:")


def find_chapters(names: Sequence[Path | str] = ()) -> list[Path]:
    """Find notebooks: paths, or names or numbers of chapters that come with the toolkit; without any, all of these."""
    shipped = {path.stem: path for path in shipped_notebooks() if _CHAPTER.fullmatch(path.stem)}
    return [_find(name, shipped) for name in names] if names else list(shipped.values())


def bind_chapters(paths: Sequence[Path]) -> Any:
    """Bind notebooks into one: their parameters in one cell, and cells tagged ``setup`` that are alike once.

    A chapter's heading becomes one of the second level, and those in it one lower; one notebook stays as it is. Cells
    have ids of their own, and bear the number of their chapter, but for ``setup``.

    Returns
    -------
    nbformat.NotebookNode
    """
    chapters = [_read(path) for path in paths]
    if len(chapters) == 1:
        return chapters[0]
    bound = nbformat.v4.new_notebook(metadata=chapters[0].metadata)
    bound.cells = [nbformat.v4.new_markdown_cell("# Report"), _parameters(paths, chapters)]
    seen: set[str] = set()
    for number, chapter in enumerate(chapters):
        for cell in chapter.cells:
            tags = cell.metadata.get("tags", [])
            if "parameters" in tags or ("setup" in tags and cell.source in seen):
                continue
            if "setup" in tags:
                seen.add(cell.source)
            else:
                cell.metadata[CHAPTER] = number
            if cell.cell_type == "markdown":
                cell.source = _HEADING.sub(r"#\1", cell.source)
            bound.cells.append(cell)
    for place, cell in enumerate(bound.cells):
        cell.id = f"bound-{place}"
    return bound


def shipped_notebooks(shelf: str = "") -> list[Path]:
    """Give the notebooks that come with the toolkit, or those of one shelf of theirs, in the order of their names."""
    package = Path(__file__).parents[1]
    # in a wheel the notebooks lie in the package, in a checkout beside it
    shelves = [package / "notebooks", package.parent / "notebooks"]
    return [path for place in shelves for path in sorted((place / shelf).glob("*.ipynb"))]


def _find(name: Path | str, shipped: dict[str, Path]) -> Path:
    if str(name).endswith(".ipynb"):
        if not Path(name).is_file():
            raise ParameterError(f"there is no notebook {str(name)!r}")
        return Path(name)
    found = [path for stem, path in shipped.items() if str(name) in (stem, stem[:2], stem[3:])]
    if not found:
        raise ParameterError(f"no chapter named {str(name)!r}; the toolkit has {', '.join(shipped)}")
    return found[0]


def _read(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)
    except (AttributeError, ValueError, ValidationError) as problem:
        reason = str(problem).splitlines()[0]
        raise ParameterError(f"{path.name} cannot be read as a Python notebook: {reason}") from None


def _parameters(paths: Sequence[Path], chapters: Sequence[Any]) -> Any:
    """Join the parameters of all chapters; one that is declared twice has to be declared in the same words."""
    lines: dict[str, str] = {}
    for path, chapter in zip(paths, chapters, strict=True):
        tagged = [cell for cell in chapter.cells if "parameters" in cell.metadata.get("tags", [])]
        for line in (line for cell in tagged for line in cell.source.splitlines()):
            name = _NAME.match(line)
            if name and lines.setdefault(name[1], line) != line:
                raise ParameterError(f"{path.name} declares {name[1]} otherwise than a chapter before it does: {line}")
    cell = nbformat.v4.new_code_cell("\n".join(lines.values()))
    cell.metadata["tags"] = ["parameters"]
    return cell
