"""The README keeps its word: its script runs as written, and what it names is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [code for language, code in BLOCKS if language in ("", "sh", "bash", "console")]


def test_the_five_lines_run_as_they_are_written(tmp_path: Path) -> None:
    (script,) = [code for language, code in BLOCKS if language == "python" and code.startswith("import toolkit as tk")]
    before = sorted(path.name for path in ROOT.iterdir())

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        env={**os.environ, "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert len([line for line in script.splitlines() if line.strip() and not line.startswith("import")]) <= 5
    assert sorted(path.name for path in ROOT.iterdir()) == before


def test_every_link_leads_to_a_file_of_the_repository() -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", README) if not link.startswith(("#", "http"))]

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_folder_and_notebook_that_is_named_is_there() -> None:
    named = re.findall(r"`([\w./-]+)`", PROSE)
    folders = [name for name in named if name.endswith("/")]
    notebooks = [name for name in named if re.fullmatch(r"\d\d_\w+", name)]

    assert folders + notebooks
    assert [name for name in folders if not (ROOT / name).is_dir()] == []
    assert [name for name in notebooks if not (ROOT / "notebooks" / f"{name}.ipynb").is_file()] == []


def test_every_make_command_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE)
    named = re.findall(r"`make ([a-z]+)`", PROSE)
    named += [name for code in COMMANDS for name in re.findall(r"^make ([a-z]+)", code, flags=re.MULTILINE)]

    assert {"report", "test"} <= set(named) <= set(targets)


def test_every_file_a_command_reads_is_there() -> None:
    read = [name for code in COMMANDS for name in re.findall(r"(?:-r|toolkit report) ([\w./-]+)", code)]

    assert "requirements.lock" in read
    made = {name for code in COMMANDS for name in re.findall(r"--out ([\w./-]+)", code)}
    assert [name for name in read if name not in made and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?:`|/)toolkit ([a-z]+)", "\n".join(COMMANDS) + PROSE))))
def test_every_toolkit_command_is_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    from toolkit.cli import main

    with pytest.raises(SystemExit) as left:
        main([command, "--help"])

    assert left.value.code == 0
    assert f"usage: toolkit {command}" in capsys.readouterr().out
