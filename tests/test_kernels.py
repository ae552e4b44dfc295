"""Chapters in kernels side by side: the same notebook comes of them, and a failure ends them all."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest

from toolkit.reports.chapters import bind_chapters
from toolkit.reports.kernels import CellStopped, run_cells

CHAPTERS = {
    "01_a": ["a = base + 1", "a"],
    "02_b": ["print(base)", "", "display(base)", "{'b': base}"],
    "03_c": ["import os", "os.path.basename(os.getcwd())"],
}


def bound(folder: Path, **changed: list[str]) -> Any:
    """Bind three chapters, with parameters and a cell in common."""
    paths = []
    for name, sources in (CHAPTERS | changed).items():
        new = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        )
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        tagged = [
            nbformat.v4.new_code_cell("start: int = 1  # a number"),
            nbformat.v4.new_code_cell("base = start * 10"),
        ]
        for cell, tag in zip(tagged, ("parameters", "setup"), strict=True):
            cell.metadata["tags"] = [tag]
        new.cells = [nbformat.v4.new_markdown_cell(f"# {name}"), *tagged, *cells]
        paths.append(folder / f"{name}.ipynb")
        nbformat.write(new, paths[-1])
    return bind_chapters(paths)


def run(notebook: Any, folder: Path, kernels: int) -> Any:
    folder.mkdir()
    run_cells(notebook, folder / "report.ipynb", {"start": 2}, kernels=kernels)
    return nbformat.read(folder / "report.ipynb", as_version=4)


def told(notebook: Any) -> list[Any]:
    return [(c.source, c.get("execution_count"), c.get("outputs")) for c in notebook.cells]


def test_the_same_notebook_comes_of_one_kernel_and_of_several(tmp_path: Path) -> None:
    one, two = (run(bound(tmp_path), tmp_path / str(n), n) for n in (1, 2))

    assert [cell[:2] for cell in told(two)] == [cell[:2] for cell in told(one)]
    assert [o.data for c in two.cells for o in c.get("outputs", []) if "data" in o][-1]["text/plain"] == "'2'"
    assert told(two)[:-1] == told(one)[:-1]  # the last names the folder
    assert [path.name for path in (tmp_path / "2").iterdir()] == ["report.ipynb"]


def test_a_run_minds_nothing_of_one_whose_folder_is_gone(tmp_path: Path) -> None:
    notebook = bound(tmp_path, **{"02_b": ["import time", "time.sleep(1)"]})  # so that one kernel ends before the other
    first = run(notebook, tmp_path / "first", 2)
    shutil.rmtree(tmp_path / "first")

    assert told(run(notebook, tmp_path / "second", 2))[:-1] == told(first)[:-1]


@pytest.mark.parametrize(
    "kernels", [pytest.param(1, marks=pytest.mark.long), 2, pytest.param(9, marks=pytest.mark.long)]
)
@pytest.mark.parametrize(
    ("cell", "name", "words"),
    [("1 / 0", "ZeroDivisionError", "division by zero"), ("os._exit(1)", "DeadKernelError", "Kernel died")],
)
def test_a_failure_is_told_with_its_prompt_and_the_notebook_kept(
    cell: str, name: str, words: str, kernels: int, tmp_path: Path
) -> None:
    notebook = bound(tmp_path, **{"03_c": ["import os", cell, "'never'"]})

    with pytest.raises(CellStopped) as stop:
        run(notebook, tmp_path / "out", kernels)

    kept = nbformat.read(tmp_path / "out" / "report.ipynb", as_version=4)
    assert (stop.value.name, stop.value.cell) == (name, 10)
    assert words in stop.value.words
    assert [c.source for c in kept.cells if c.get("execution_count") == 9] == ["import os"]
    assert "'never'" not in str([c.get("outputs") for c in kept.cells])
    assert len([c for c in kept.cells if c.source == "base = start * 10"]) == 1


def test_a_failure_ends_the_other_kernels_at_once(tmp_path: Path) -> None:
    notebook = bound(tmp_path, **{"01_a": ["1 / 0"], "02_b": ["import time", "time.sleep(300)"]})
    before = time.monotonic()

    with pytest.raises(CellStopped, match="ZeroDivisionError"):
        run(notebook, tmp_path / "out", 2)

    assert time.monotonic() - before < 60
