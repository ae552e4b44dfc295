"""The wheel, in an environment that has never seen the repository: it brings all it needs, and nobody's articles."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

from toolkit.tables import load_table

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]

CODEBOOK = """
name: arle-bron
title: Ties between Arle and the Bron Front
version: "1"
language: en
actors:
  - {id: arle, name: Arle, kind: state, aliases: [Republic of Arle], demonyms: [Arlean]}
  - {id: front, name: Bron Front, kind: organisation, aliases: [the Front]}
  - id: minister
    name: Ana Velk
    kind: person
    aliases: [Velk]
    affiliations: [{with: arle, role: foreign minister}]
labels:
  - id: groups
    actors: [front]
    delegitimising: [bandits]
    neutral: [movement]
    legitimising: [freedom fighters]
frames:
  - id: closer
    title: Arle and the Front draw closer
    pair: apart
    definition: The text says that ties grow.
    phrases: [closer ties, "hold* talks"]
    example: They seek closer ties.
    counter_example: They are tied for second place.
  - id: apart
    title: Arle and the Front draw apart
    pair: closer
    definition: The text says that ties weaken.
    phrases: [broke off]
    example: Arle broke off talks.
    counter_example: A branch broke off.
events:
  - {id: flood, title: The great flood, date: 2021-04-01, source: Invented}
"""
STUDY = """
title: How ties between Arle and the Bron Front are framed
corpus: {source: Invented, selection: All two}
codebook: ours.yaml
dyad: [arle, front]
every: month
minimum_n: 1
events: [flood]
"""
TEXTS = {
    "talks.txt": "Arle and the Bron Front hold talks\n\nMarch 3, 2021\n\n"
    "Arle now has closer ties with the Bron Front, the movement in the hills.\n\n"
    "“We will never talk to bandits,” Ana Velk said.",
    "end.txt": "Talks end\n\nMay 9, 2021\n\nThe Republic of Arle broke off talks with the Front.",
}


def run(*words: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    ended = subprocess.run([*map(str, words)], cwd=cwd, env={**plain, **env}, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    return ended


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment of the wheel and the dependencies of this one, without the network.

    The dependencies come by a .pth file that names this environment's site-packages. The .pth files that lie in
    there are not read on this way, so that the editable install, which is one of them, stays out.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    asked = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    ours = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(asked.stdout.strip(), "dependencies.pth").write_text("\n".join(ours) + "\n", encoding="utf-8")
    return python


def test_the_wheel_holds_code_data_weights_and_notebooks(wheel: Path) -> None:
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    lying = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "toolkit").rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }
    shelf = ROOT / "notebooks"
    notebooks = {f"toolkit/notebooks/{path.relative_to(shelf).as_posix()}" for path in shelf.rglob("*.ipynb")}

    assert held == lying | notebooks
    assert "toolkit/codebook/data/iran-hamas.yaml" in held
    assert "toolkit/weights/punkt.json" in held
    assert "toolkit/reports/templates/report/index.html.j2" in held
    assert "toolkit/py.typed" in held


def test_the_wheel_holds_no_text_of_a_publisher(wheel: Path) -> None:
    held = ZipFile(wheel)
    passages = [path.read_bytes()[1000:1100] for path in sorted((ROOT / "seeds").glob("*.txt"))]

    assert len(passages) == 5
    assert [name for name in held.namelist() if "seeds" in name or any(p in held.read(name) for p in passages)] == []


def test_the_wheel_is_what_the_environment_imports(environment: Path, tmp_path: Path) -> None:
    said = run(environment, "-c", "import sys, toolkit; print(toolkit.__file__, *sys.path, sep='\\n')", cwd=tmp_path)
    file, *path = said.stdout.splitlines()

    assert Path(file).is_relative_to(environment.parents[1])
    assert str(ROOT) not in path


def test_the_wheel_makes_a_report_on_a_users_own_texts_and_codebook(environment: Path, tmp_path: Path) -> None:
    texts, desk, home = (tmp_path / name for name in ("texts", "desk", "home"))
    for folder in (texts, desk, home):
        folder.mkdir()
    for name, text in {"study.yaml": STUDY, "ours.yaml": CODEBOOK, **TEXTS}.items():
        (texts / name).write_text(text, encoding="utf-8")
    # page templates of nbconvert are data of an environment, not of site-packages
    shared = {"JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter")), "HOME": str(home)}

    run(environment.with_name("toolkit"), "report", texts, "--out", "r", "--quiet", cwd=desk, **shared)

    report = desk / "r"
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "How ties between Arle and the Bron Front are framed" in page
    assert "1 The great flood (01 Apr 2021)" in page
    timeline = load_table(report / "tables" / "timeline.parquet")
    assert list(timeline["period"].unique()) == ["2021-03", "2021-04", "2021-05"]
    shares = timeline.set_index(["period", "frame"])["share"].dropna().to_dict()
    assert shares == {
        ("2021-03", "closer"): 1,
        ("2021-03", "apart"): 0,
        ("2021-05", "closer"): 0,
        ("2021-05", "apart"): 1,
    }
    labels = load_table(report / "tables" / "labels.parquet").set_index("form")
    assert labels.loc["movement", "voice"] == "narrator"
    assert labels.loc["bandits", ["voice", "speaker_name"]].to_list() == ["verbatim", "Ana Velk"]
    assert [p.name for p in report.rglob("*") if p.is_file() and str(tmp_path).encode() in p.read_bytes()] == []
    assert {p.name for p in texts.iterdir()} == {"study.yaml", "ours.yaml", *TEXTS}
