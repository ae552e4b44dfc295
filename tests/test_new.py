"""A study begins with a folder that works as it is, and nothing that is there already is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

import toolkit as tk
from toolkit.cli import main

TEXTS = {
    "talks.txt": "Arle and the Bron Front talk\n\nMarch 3, 2021\n\nArle seeks closer ties with the Bron Front, a "
    "movement in the hills.\n\n“We will never talk to a mob,” said Ana Velk.\n",
    "end.txt": "The end\n\nMay 9, 2021\n\nArle and the Bron Front are at odds over the dam. It broke off the talks.\n",
    "visit.txt": "Visit\n\nAugust 20, 2021\n\nThe Bron Front visited Arle to improve relations, its leader said.\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Make a study between two invented sides and put three texts into it."""
    folder = tmp_path / "a study"
    assert main(["new", str(folder), "--between", "Arle", "Bron Front"]) == 0
    for name, text in TEXTS.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_starter_loads_and_the_doctor_finds_it_sound(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(study / "codebook.yaml")]) == 0
    assert "2 actors, 1 label sets, 2 frames, 0 events): 0 problems" in capsys.readouterr().out


def test_texts_put_in_are_counted_at_once(study: Path) -> None:
    corpus = tk.load_corpus(study / "texts")

    frames = tk.score_frames(corpus)
    with_cue = frames[frames["has_cue"]].groupby("frame")["doc_id"].agg(set).to_dict()

    assert corpus.study.title == "How ties between Arle and Bron Front are framed"
    assert corpus.study.dyad == ("arle", "bron-front")
    assert with_cue == {"closer": {"talks", "visit"}, "apart": {"end"}}
    assert len(tk.build_timeline(frames, every="quarter").query("n_articles > 0")["period"].unique()) == 3


def test_outlets_that_no_text_tells_can_be_filled_in(study: Path) -> None:
    described = tk.load_corpus(study / "texts").describe()

    tk.save_table(described.assign(outlet=["Post", "Herald", "Post"]), study / "texts/documents.csv")

    again = tk.load_corpus(study / "texts").describe()
    assert again["outlet"].tolist() == ["Post", "Herald", "Post"]
    assert again.drop(columns="outlet").equals(described.drop(columns="outlet"))


def test_the_notebooks_read_the_studys_own_texts(study: Path) -> None:
    copied = {path.stem: nbformat.read(path, as_version=4) for path in (study / "notebooks").glob("*.ipynb")}
    sources = {name: "\n".join(cell.source for cell in notebook.cells) for name, notebook in copied.items()}

    assert {"00_start_here", "01_corpus"} <= set(sources)
    assert 'corpus: str = "../texts"' in sources["00_start_here"]
    assert [name for name, source in sources.items() if '"../seeds"' in source] == []


def test_the_readme_of_a_study_names_its_sides_in_ten_lines(study: Path) -> None:
    lines = (study / "README.md").read_text(encoding="utf-8").splitlines()

    assert lines[0] == "# Ties between Arle and Bron Front"
    assert len(lines) <= 10


def test_a_study_without_sides_loads_too_and_counts_every_article(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "mine")]) == 0
    (tmp_path / "mine/texts/a.txt").write_text("They have close ties, it is said.\n", encoding="utf-8")

    corpus = tk.load_corpus(tmp_path / "mine/texts")

    assert corpus.study.dyad is None
    assert tk.score_frames(corpus).query("frame == 'closer'")["has_cue"].tolist() == [True]


def test_a_name_with_signs_of_yaml_in_it_is_kept_as_it_is(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "s"), "--between", 'Arle: the "Free"', "#Bron [Front]"]) == 0

    codebook = tk.load_codebook(tmp_path / "s/codebook.yaml")
    assert [codebook.actor(name).name for name in ("arle-the-free", "bron-front")] == [
        'Arle: the "Free"',
        "#Bron [Front]",
    ]


def test_a_folder_that_holds_anything_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")

    assert main(["new", str(tmp_path)]) == 2
    assert "is there already, and not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path)]) == 0


@pytest.mark.parametrize("sides", [("Arle", "arle"), ("Arle", "!")])
def test_sides_that_cannot_be_told_apart_are_refused(
    sides: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "s"), "--between", *sides]) == 2
    assert "the two sides need two names" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def test_who_reads_only_the_first_line_is_told_no_more(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "toolkit", "new", str(tmp_path / "mine")]
    with os.fdopen(write, "w") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.long
def test_the_first_notebook_runs_where_the_codebook_knows_nothing_of_the_texts(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "mine"), "--between", "Arle", "Bron Front"]) == 0
    for n in range(3):
        text = f"Rain\n\nMarch {n + 3}, 2021\n\nIt rained in Sarid, Ada Vale said.\n"
        (tmp_path / f"mine/texts/{n}.txt").write_text(text, encoding="utf-8")
    notebook = tmp_path / "mine/notebooks/00_start_here.ipynb"
    papermill.execute_notebook(notebook, tmp_path / "out.ipynb", cwd=notebook.parent, progress_bar=False)


@pytest.mark.long
def test_a_new_study_makes_its_report_as_it_is(study: Path) -> None:
    assert main(["report", str(study / "texts"), "--out", str(study / "report"), "--quiet"]) == 0
    assert (study / "report/index.html").is_file()


# ---------------------------------------------------------------- lessons


def parameters(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return next(str(cell.source) for cell in cells if "parameters" in cell.metadata.get("tags", []))


def test_lessons_are_copied_and_read_the_repositorys_articles(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "mine"), "--lessons"]) == 0

    lessons = sorted((tmp_path / "mine/notebooks").glob("*.ipynb"))
    assert [path.stem[0] for path in lessons] == list("12345678")
    scope: dict[str, str] = {}
    exec(parameters(lessons[0]), scope)
    assert (Path(scope["corpus"]) / "study.yaml").is_file()
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["README.md", "notebooks"]


def test_lessons_read_articles_that_stand_elsewhere(tmp_path: Path) -> None:
    texts = tmp_path / 'my "own" texts'
    texts.mkdir()
    assert main(["new", str(tmp_path / "mine"), "--lessons", "--texts", str(texts)]) == 0

    scope: dict[str, str] = {}
    exec(parameters(tmp_path / "mine/notebooks/6_change.ipynb"), scope)
    assert scope["corpus"] == str(texts)


def test_where_the_articles_lack_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("toolkit.cli.new.files", lambda package: tmp_path / "toolkit")

    assert main(["new", str(tmp_path / "mine"), "--lessons"]) == 0
    assert "Lessons 1, 2, 3 and 6 lack their five articles" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--lessons", "--between", "A", "B"), "lessons have none"),
        (("--lessons", "--texts", "none"), "there is no folder 'none'"),
        (("--texts", "."), "goes with --lessons"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    options: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "mine"), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


# ---------------------------------------------------------------- toolkit lab


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Catch what would be started instead of this process."""
    commands: list[str] = []

    def become(_: str, words: list[str]) -> None:
        commands.extend(words)
        raise SystemExit(0)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "execv", become)
    return commands


def test_lab_opens_the_first_notebook_of_a_study_in_its_folder(study: Path, started: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["lab", str(study), "--no-browser", "--port", "8890"])

    assert started == [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={study}",
        "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb",
        *["--no-browser", "--port", "8890"],
    ]


def test_lab_opens_the_first_lesson_of_a_folder_of_lessons(tmp_path: Path, started: list[str]) -> None:
    assert main(["new", str(tmp_path / "mine"), "--lessons"]) == 0

    with pytest.raises(SystemExit):
        main(["lab", str(tmp_path / "mine")])

    assert started[-1] == "--LabApp.default_url=/lab/tree/notebooks/1_quotations.ipynb"


def test_lab_opens_any_folder_by_default_this_one(
    tmp_path: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit):
        main(["lab"])

    assert started[1:] == ["-m", "jupyterlab", f"--ServerApp.root_dir={tmp_path}"]


def test_lab_without_jupyterlab_says_how_to_get_it(
    tmp_path: Path, started: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("toolkit.cli.new.find_spec", lambda name: None)

    assert main(["lab", str(tmp_path)]) == 2
    assert "-m pip install jupyterlab" in capsys.readouterr().err
    assert started == []


def test_lab_of_no_folder_says_how_to_make_one(
    tmp_path: Path, started: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lab", str(tmp_path / "none")]) == 2
    assert "toolkit new" in capsys.readouterr().err
    assert started == []
