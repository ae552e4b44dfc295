"""``toolkit new``: a starter study for any topic; ``toolkit lab``: JupyterLab on it."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from string import Template
from typing import TYPE_CHECKING
from unicodedata import normalize

from toolkit.cli.words import new_command
from toolkit.errors import ParameterError

if TYPE_CHECKING:
    from toolkit.cli.words import Commands

_NEW = """examples:
  toolkit new my-study
  toolkit new strait --between "Republic of Arle" "Bron Front"
  toolkit lab strait
  toolkit report strait/texts --out strait/report

Makes README.md, codebook.yaml (a commented skeleton that works), texts/study.yaml and the notebooks, which read texts/.
Put your texts into texts/. A folder that holds anything is refused.
"""
_LAB = """examples:
  toolkit lab
  toolkit lab my-study

Whatever follows the folder is handed on: toolkit lab my-study --no-browser --port 8890
"""
_FILES = {"README.md": "README.md", "codebook.yaml": "codebook.yaml", "study.yaml": "texts/study.yaml"}
_FIRST_NOTEBOOK = "notebooks/00_start_here.ipynb"


def add_parser(commands: Commands) -> None:
    """Add both commands and their options."""
    new = new_command(
        commands,
        "new",
        help_line="start a study: a codebook to fill in, study.yaml, notebooks",
        description="Make a folder with all that a study of one's own begins with.",
        examples=_NEW,
    )
    new.add_argument("folder", metavar="STUDY_DIR", help="where to make it; must not exist, or be empty")
    new.add_argument("--between", nargs=2, metavar=("A", "B"), help="the two sides whose ties are asked about")
    new.set_defaults(run=_new)
    lab = new_command(
        commands,
        "lab",
        help_line="open JupyterLab on a study",
        description="Open JupyterLab on a folder, with its first notebook if it has notebooks.",
        examples=_LAB,
    )
    lab.add_argument("folder", metavar="DIR", nargs="?", default=".", help="a study (default: this folder)")
    lab.add_argument("options", nargs=argparse.REMAINDER, metavar="…", help="options of jupyter lab")
    lab.set_defaults(run=_lab)


def _new(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ParameterError(f"{options.folder!r} is there already, and not an empty folder; name another, or empty it")
    words = _words(folder.resolve().name, options.between)
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "notebooks").mkdir()
    starter = files("toolkit").joinpath("cli/starter")
    for name, place in _FILES.items():
        text = Template(starter.joinpath(name).read_text(encoding="utf-8")).substitute(words)
        (folder / place).write_text(text, encoding="utf-8", newline="\n")
    for notebook in _notebooks():
        text = notebook.read_text(encoding="utf-8").replace('\\"../seeds\\"', '\\"../texts\\"')
        (folder / "notebooks" / notebook.name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{folder} is ready. Put your texts into {folder / 'texts'}, fill in {folder / 'codebook.yaml'}, then:")
    print(f"  toolkit lab {quote(str(folder))}")
    print(f"  toolkit report {quote(str(folder / 'texts'))} --out {quote(str(folder / 'report'))}")
    return 0


def _words(name: str, between: list[str] | None) -> dict[str, str]:
    """Give what stands in the templates; names are quoted as YAML, which JSON is."""
    first, second = between or ("First Side", "Second Side")
    ids = _id(first), _id(second)
    if not all(ids) or ids[0] == ids[1]:
        raise ParameterError(f"the two sides need two names with letters in them; they are {first!r} and {second!r}")
    title = f"Ties between {first} and {second}"
    dyad = f"dyad: [{', '.join(ids)}]" if between else f"# dyad: [{', '.join(ids)}]  # without: every article counts"
    quoted = {"first": first, "second": second, "title": title, "name": _id(name) or "my-study"}
    quoted["question"] = f"How ties between {first} and {second} are framed" if between else f"Untitled study ({name})"
    written = {key: json.dumps(value, ensure_ascii=False) for key, value in quoted.items()}
    heading = " ".join(title.split()) if between else name
    return written | {"first_id": ids[0], "second_id": ids[1], "dyad": dyad, "heading": heading}


def _id(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _notebooks() -> list[Path]:
    from toolkit.reports.chapters import shipped_notebooks

    return shipped_notebooks()


def _lab(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    if not folder.is_dir():
        raise ParameterError(f"there is no folder {options.folder!r}; toolkit new {options.folder} makes a study there")
    if find_spec("jupyterlab") is None:
        raise ParameterError(f"JupyterLab is not installed here: {Path(sys.executable).name} -m pip install jupyterlab")
    there = (folder / _FIRST_NOTEBOOK).is_file()
    url = [f"--LabApp.default_url=/lab/tree/{_FIRST_NOTEBOOK}"] if there else []
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}", *url, *options.options]
    if sys.platform == "win32":  # where a process cannot become another
        return subprocess.call(command)
    os.execv(command[0], command)  # so that Ctrl-C reaches JupyterLab, and it alone
