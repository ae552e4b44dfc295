"""The lessons as a student meets them: whole, short, readable, on the public face alone, and quick to run."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from readability import count_syllables, read_grade

import toolkit as tk
from toolkit.lessons.answers import exercises

FOLDER = Path(__file__).parents[1] / "notebooks" / "lessons"
LESSONS = sorted(FOLDER.glob("*.ipynb"))
NAMES = ["1_quotations", "2_speakers", "3_naming", "4_frames", "5_keyness", "6_change", "7_agreement", "8_own_dyad"]
HEADINGS = ["Data", "Table", "Figure", "Reading", "Exercises", "Limits", "Further reading"]
BESIDES = {"toolkit", "dataclasses", "matplotlib", "pathlib", "tempfile"}
MOST_LINES, MOST_GRADE, MOST_SECONDS = 12, 12, 60

every = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def sources(path: Path, kind: str) -> list[str]:
    return [str(cell.source) for cell in cells(path, kind)]


def prose(path: Path) -> str:
    """Give the paragraphs of a lesson: no headings, lists, exercises, code or literature."""
    text = "\n\n".join(sources(path, "markdown")).split("## Further reading")[0]
    paragraphs = re.split(r"\n\s*\n", text)
    kept = [
        p
        for p in paragraphs
        if not re.match(r"#|- |\d\. |\*\*(?:Exercise|Time)", p) and p.rstrip().endswith((".", "?"))
    ]
    return re.sub(r"`([^`]*)`|[*]", r"\1", "\n\n".join(kept))


def test_there_are_the_eight_lessons_that_are_promised() -> None:
    assert [path.stem for path in LESSONS] == NAMES


@every
def test_a_lesson_is_committed_without_outputs(path: Path) -> None:
    assert [cell for cell in cells(path, "code") if cell.outputs or cell.execution_count is not None] == []


@every
def test_a_lesson_opens_with_its_question_what_is_learnt_and_how_long_it_takes(path: Path) -> None:
    first = sources(path, "markdown")[0]

    assert first.startswith(f"# Lesson {path.stem[0]}: ")
    assert re.search(r"\*\*Question\.\*\* .+\?", first)
    assert "**You learn** " in first
    assert re.search(r"\*\*Time\.\*\* \d+ minutes", first)


@every
def test_a_lesson_goes_from_data_to_reading_and_says_its_limits(path: Path) -> None:
    found = re.findall(r"^## (.+)$", "\n".join(sources(path, "markdown")), flags=re.MULTILINE)
    steps = [heading for heading in found if heading in HEADINGS]

    assert steps == HEADINGS


@every
def test_a_lesson_ends_with_its_provenance(path: Path) -> None:
    last = sources(path, "code")[-1]

    assert last.splitlines()[-1].startswith('f"Provenance: toolkit {tk.__version__}, ')


@every
def test_parameters_are_plain_lines_in_one_cell(path: Path) -> None:
    tagged = [cell.source for cell in cells(path, "code") if "parameters" in cell.metadata.get("tags", [])]

    assert len(tagged) == 1
    assert all(re.fullmatch(r'\w+: (?:str = "[^"]*"|int = \d+)  # \S.*', line) for line in tagged[0].splitlines())


@every
def test_no_cell_is_long_and_none_defines_a_function(path: Path) -> None:
    for source in sources(path, "code"):
        assert len(source.splitlines()) <= MOST_LINES
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]


@every
def test_a_lesson_uses_the_public_face_alone(path: Path) -> None:
    tree = ast.parse("\n".join(sources(path, "code")))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "tk"
    }

    assert {name.split(".")[0] for name in imported} <= BESIDES
    assert {name for name in imported if name.startswith("toolkit")} == {"toolkit"}
    assert used <= {*tk.__all__, "__version__"}


@every
def test_the_exercises_of_a_lesson_are_those_that_are_checked(path: Path) -> None:
    told = re.findall(r"\*\*Exercise ([\d.]+)\.\*\* .+ \*.+\.\*", "\n".join(sources(path, "markdown")))
    code = [source for source in sources(path, "code") if "check_answer" in source]

    assert told == [name for name in exercises() if name.startswith(f"{path.stem[0]}.")]
    assert 3 <= len(told) <= 5
    assert code == [f'answer = ...\ntk.check_answer("{name}", answer)' for name in told]


def test_the_grade_is_that_of_texts_whose_grade_is_known() -> None:
    words = {"cat": 1, "table": 2, "articles": 3, "codes": 1, "reading": 2, "being": 2, "quotation": 3, "science": 2}

    assert {word: count_syllables(word) for word in words} == words
    assert read_grade("The cat sat on the mat.") == pytest.approx(-1.45)
    platypus = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert read_grade(platypus) == pytest.approx(11.26, abs=0.01)


@every
def test_a_lesson_can_be_read_with_twelve_years_of_school(path: Path) -> None:
    text = prose(path)

    assert len(text.split()) > 100
    assert read_grade(text) <= MOST_GRADE


@pytest.mark.long
@every
def test_a_lesson_runs_in_a_minute_without_an_error_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in FOLDER.rglob("*")}
    used = os.times()

    run = subprocess.run(
        [sys.executable, "-m", "papermill", path.name, str(tmp_path / "out.ipynb"), "--no-progress-bar"],
        cwd=FOLDER,
        # this checkout, whichever one is installed
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(FOLDER.parents[1])},
        capture_output=True,
        encoding="utf-8",
    )

    assert run.returncode == 0, run.stderr
    spent = os.times()
    # time of processors, as other tests run beside this one
    assert spent.children_user + spent.children_system - used.children_user - used.children_system < MOST_SECONDS
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"] == []
    assert [
        o for o in outputs if " at 0x" in str(o.get("data", {}).get("text/plain", "")) and "image/png" not in o.data
    ] == []
    assert sum("image/png" in str(o.get("data", {})) for o in outputs) >= 1
    assert {file: file.stat().st_mtime_ns for file in FOLDER.rglob("*")} == before
