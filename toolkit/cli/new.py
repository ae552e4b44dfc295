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
  toolkit new my-lessons --lessons

Makes README.md, codebook.yaml (a commented skeleton that works), texts/study.yaml and the notebooks, which read texts/.
Put your texts into texts/. A folder that holds anything is refused.

With --lessons: the eight lessons, for somebody to work in. Lessons 1, 2, 3 and 6 read the five articles of seeds/.
They are their publishers', so the repository has them and the wheel has not: there, name a copy with --texts.
"""
_LAB = """examples:
  toolkit lab
  toolkit lab my-study

Whatever follows the folder is handed on: toolkit lab my-study --no-browser --port 8890
"""
_SEEDS_OF_LESSONS = '\\"../../seeds\\"'
_FILES = {"README.md": "README.md", "codebook.yaml": "codebook.yaml", "study.yaml": "texts/study.yaml"}
_LESSONS_README = """# Lessons

1. `toolkit lab .` opens this folder; begin with `notebooks/1_quotations.ipynb`. Each lesson takes 40 to 60 minutes.
2. `tk.check_answer("1.1", ...)` says whether an answer is right, and gives a hint where it is not.
3. What you change stays in this folder.
"""
_FIRST_LESSON = "notebooks/1_quotations.ipynb"
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
    new.add_argument("--lessons", action="store_true", help="the eight lessons in place of a study")
    new.add_argument(
        "--texts", metavar="DIR", help="for lessons: the five articles (default: seeds/ of the repository)"
    )
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
    return _lessons(folder, options) if options.lessons else _study(folder, options)


def _lessons(folder: Path, options: argparse.Namespace) -> int:
    """Copy the lessons, so that those who work in them need not write where the toolkit is installed."""
    if options.between:
        raise ParameterError("--between names the sides of a study; lessons have none")
    texts = _given_texts(options.texts)
    (folder / "notebooks").mkdir(parents=True)
    for lesson in _shelf("lessons"):
        text = lesson.read_text(encoding="utf-8")
        if texts:
            text = text.replace(_SEEDS_OF_LESSONS, json.dumps(json.dumps(str(texts), ensure_ascii=False))[1:-1])
        (folder / "notebooks" / lesson.name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(_LESSONS_README, encoding="utf-8", newline="\n")
    print(f"{folder} has the lessons; to open them:\n  toolkit lab {quote(str(folder))}")
    if not texts:
        print(
            "Lessons 1, 2, 3 and 6 lack their five articles, which the wheel has not. With a copy of the repository's"
        )
        print(f"seeds/, remove {folder} and make it again: toolkit new … --lessons --texts seeds")
    return 0


def _given_texts(given: str | None) -> Path | None:
    """Give the folder of the five articles: that named, or the one beside the package; none where there is none."""
    if given and not Path(given).is_dir():
        raise ParameterError(f"there is no folder {given!r}")
    beside = Path(str(files("toolkit"))).parent / "seeds"
    return Path(given or beside).resolve() if given or (beside / "study.yaml").is_file() else None


def _study(folder: Path, options: argparse.Namespace) -> int:
    if options.texts:
        raise ParameterError(f"--texts goes with --lessons; a study has its texts in {options.folder}/texts")
    words = _words(folder.resolve().name, options.between)
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "notebooks").mkdir()
    starter = files("toolkit").joinpath("cli/starter")
    for name, place in _FILES.items():
        text = Template(starter.joinpath(name).read_text(encoding="utf-8")).substitute(words)
        (folder / place).write_text(text, encoding="utf-8", newline="\n")
    for notebook in _shelf():
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


def _shelf(name: str = "") -> list[Path]:
    from toolkit.reports.chapters import shipped_notebooks

    return shipped_notebooks(name)


def _lab(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    if not folder.is_dir():
        raise ParameterError(f"there is no folder {options.folder!r}; toolkit new {options.folder} makes a study there")
    if find_spec("jupyterlab") is None:
        raise ParameterError(f"JupyterLab is not installed here: {Path(sys.executable).name} -m pip install jupyterlab")
    first = next((name for name in (_FIRST_NOTEBOOK, _FIRST_LESSON) if (folder / name).is_file()), None)
    url = [f"--LabApp.default_url=/lab/tree/{first}"] if first else []
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}", *url, *options.options]
    if sys.platform == "win32":  # where a process cannot become another
        return subprocess.call(command)
    os.execv(command[0], command)  # so that Ctrl-C reaches JupyterLab, and it alone
