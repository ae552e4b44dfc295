"""Chapters are found by name, number or path, and bound so that they say what they say alone."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from toolkit.errors import ParameterError
from toolkit.reports.chapters import bind_chapters, find_chapters


def chapter(path: Path, heading: str, *, parameters: str = 'corpus: str = "."  # texts', setup: str = "x = 1") -> Path:
    """Write a notebook as chapters are: a heading, parameters, the cell they share, and one of its own."""
    cells = [
        nbformat.v4.new_markdown_cell(f"# {heading}\n\n## Part\n\nNo # heading."),
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(setup, metadata={"tags": ["setup"]}),
        nbformat.v4.new_code_cell(f"print({heading!r})"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def sources(paths: list[Path]) -> list[str]:
    return [cell.source for cell in bind_chapters(paths).cells]


def test_chapters_are_found_by_number_by_name_and_all_together() -> None:
    assert [path.stem for path in find_chapters(["07", "speakers", "01_corpus"])] == [
        "07_over_time",
        "02_speakers",
        "01_corpus",
    ]
    assert [path.stem[:2] for path in find_chapters()] == [f"{number:02d}" for number in range(1, 11)]


def test_a_chapter_there_is_not_is_named_with_the_choices() -> None:
    with pytest.raises(ParameterError, match="no chapter named 'tone'; the toolkit has 01_corpus, 02_speakers"):
        find_chapters(["tone"])


def test_bound_chapters_share_parameters_and_setup_and_stand_one_level_lower(tmp_path: Path) -> None:
    more = 'corpus: str = "."  # texts\nevery: str = "year"  # period'
    bound = sources([chapter(tmp_path / "a.ipynb", "Ada"), chapter(tmp_path / "b.ipynb", "Vale", parameters=more)])

    assert bound[:2] == ["# Report", more]
    assert bound.count("x = 1") == 1
    assert bound[2] == "## Ada\n\n### Part\n\nNo # heading."
    assert bound[-2:] == ["## Vale\n\n### Part\n\nNo # heading.", "print('Vale')"]


def test_setups_that_differ_are_both_run(tmp_path: Path) -> None:
    bound = sources([chapter(tmp_path / "a.ipynb", "Ada"), chapter(tmp_path / "b.ipynb", "Vale", setup="x = 2")])

    assert [source for source in bound if source.startswith("x = ")] == ["x = 1", "x = 2"]


def test_one_parameter_declared_in_two_ways_is_refused(tmp_path: Path) -> None:
    other = 'corpus: str = "seeds"  # texts'
    paths = [chapter(tmp_path / "a.ipynb", "Ada"), chapter(tmp_path / "b.ipynb", "Vale", parameters=other)]

    with pytest.raises(ParameterError, match=r"b\.ipynb declares corpus otherwise than a chapter before it does"):
        bind_chapters(paths)


def test_a_notebook_alone_stays_as_it_is(tmp_path: Path) -> None:
    path = chapter(tmp_path / "a.ipynb", "Ada")

    assert sources([path]) == [cell.source for cell in nbformat.read(path, as_version=4).cells]
