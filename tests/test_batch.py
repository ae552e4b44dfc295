"""Many reports from one plan: what it may say, that one failure stays one, and that an interruption leaves no trace."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from toolkit.batch import run, run_batch
from toolkit.batch.matrix import Planned, plan_reports
from toolkit.batch.overview import Finished, write_overview
from toolkit.batch.plans import load_plan
from toolkit.batch.workers import run_each
from toolkit.cli import main
from toolkit.errors import ParameterError, ReportFailed
from toolkit.rows import Corpus, Document

ROOT = Path(__file__).parents[1]
PARAMETERS = """\
corpus: str = "."  # texts
out: str = ""  # folder
outlet: str = ""  # outlet
first_day: str = ""  # day
last_day: str = ""  # day"""


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook that can be selected for, with these cells of code."""
    parameters = nbformat.v4.new_code_cell(PARAMETERS)
    parameters.metadata["tags"] = ["parameters"]
    cells_of_code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[parameters, *cells_of_code], metadata=metadata), path)
    return path


def contents(folder: Path) -> dict[str, bytes | None]:
    """Give everything under a folder: files with their bytes, folders with None."""
    return {p.relative_to(folder).as_posix(): None if p.is_dir() else p.read_bytes() for p in folder.rglob("*")}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of three outlets and a notebook, in which commands are run."""
    make_desk(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_desk(folder: Path) -> None:
    (folder / "texts").mkdir()
    lines = ["doc_id,file,title,outlet,published_earliest,published_latest"]
    outlets = {"Hill Gazette": "2015-01-02", "The Lamp": "2015-03-04", "Post": "2017-05-06"}
    for n, (outlet, day) in enumerate(outlets.items()):
        (folder / "texts" / f"{n}.txt").write_text(f"Norland met Sudia.\n\nThey met {n} times.\n", encoding="utf-8")
        lines.append(f"a{n},{n}.txt,,{outlet},{day},{day}")
    (folder / "texts" / "documents.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_notebook(folder / "n.ipynb", "print(outlet, first_day)")


def write_plan(folder: Path, *lines: str) -> Path:
    words = "\n".join(["title: T", "corpora: [texts]", "chapters: n.ipynb", *lines])
    (folder / "plan.yaml").write_text(words + "\n", encoding="utf-8")
    return folder / "plan.yaml"


# ---------------------------------------------------------------- plans

MISTAKES = {
    "an unknown key": ("outlet: each", "plan.yaml, line 4: 'outlet' is not a key of the file; the keys are title"),
    "an unknown word": ("outlets: every", "plan.yaml, line 4: outlets is 'every'; it must be the word each, or a list"),
    "an empty list": ("outlets: []", "plan.yaml, line 4: outlets names nothing"),
    "a name twice": ("outlets: [Post, Post]", "'Post' stands twice"),
    "an outlet there is not": ("outlets: [Lamp]", "no corpus has the outlet 'Lamp'; they have Hill Gazette, Post, The"),
    "a period without days": ("periods: [{name: a}]", "a period has a first day, from, or a last day, to"),
    "a period that ends early": (
        "periods: [{name: a, from: 2016-01-01, to: 2015-01-01}]",
        "the period ends on 2015-01-01",
    ),
    "a period twice": ("periods: [{name: a, to: 2015-01-01}, {name: a, to: 2016-01-01}]", "two periods are named 'a'"),
    "a day that is none": ("periods: [{name: a, from: 2015}]", "line 4: from is '2015'; a day is written YYYY-MM-DD"),
    "a side alone": ("dyads: [[norland]]", "a dyad is two different sides"),
    "a study there is not": ("study: s.yaml", "line 4: there is no file or folder 's.yaml' beside the plan"),
    "an unknown parameter": ("parameters: {every: year}", "no parameter 'every'; this report has outlet, first_day"),
    "what the notebook cannot choose": ("dyads: [[norland, sudia]]", "no parameter 'dyad'; this report has outlet"),
    "too many": (
        "outlets: each\nlimit: 2",
        "makes 3 reports, and the limit is 2: name fewer outlets",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_plan_is_one_line_and_nothing_is_written(
    mistake: str, desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    line, told = MISTAKES[mistake]
    write_plan(desk, line)
    before = contents(desk)

    status = main(["report", "--plan", "plan.yaml", "--out", "r"])

    said, error = capfd.readouterr()
    assert (status, said, error.count("\n")) == (2, "", 1)
    assert told in error
    assert contents(desk) == before


def test_a_corpus_there_is_not_is_named_with_its_line(desk: Path) -> None:
    (desk / "plan.yaml").write_text("title: T\ncorpora: [texts, nowhere]\n", encoding="utf-8")

    with pytest.raises(ParameterError, match="line 2: there is no file or folder 'nowhere' beside the plan"):
        load_plan(desk / "plan.yaml")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["texts", "--plan", "plan.yaml", "-p", "a=b"], "with --plan the plan says it all; leave out a corpus, -p"),
        (["--dry-run"], "name a corpus, or a plan"),
        (["--plan", "plan.yaml", "--workers", "0"], "workers is 0; it must be 1 or more"),
        (["--plan", "plan.yaml", "--out", "texts"], "'texts' holds other files and no reports of a plan"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line(
    words: list[str], told: str, desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_plan(desk)
    before = contents(desk)

    assert main(["report", *words, *([] if "--out" in words else ["--out", "r"])]) == 2
    assert told in capfd.readouterr().err
    assert contents(desk) == before


def test_a_dry_run_lists_the_reports_and_writes_nothing(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_plan(desk, "outlets: each", "periods: [{name: early, to: 2016-12-31}]")
    before = contents(desk)

    assert main(["report", "--plan", "plan.yaml", "--out", "r", "--dry-run"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "hill-gazette-early: Hill Gazette · early; 1 article",
        "post-early: Post · early; 0 articles",
        "the-lamp-early: The Lamp · early; 1 article",
        "2 reports to make; nothing is written",
    ]
    assert contents(desk) == before


@pytest.fixture
def listed(desk: Path) -> Callable[..., list[Planned]]:
    """List what a plan makes of two articles of 2015 and 2017, the second over a turn of the year."""
    days = (date(2015, 5, 1), date(2015, 5, 1)), (date(2016, 12, 31), date(2017, 1, 2))
    names = ("Ä/B", "ä b")
    documents = tuple(
        Document(f"d{n}", "Words.", outlet=names[n], published_earliest=first, published_latest=last)
        for n, (first, last) in enumerate(days)
    )
    return lambda *lines: plan_reports(
        load_plan(write_plan(desk, *lines)), {desk / "texts": Corpus(documents, name="texts")}
    )


def test_everything_is_crossed_with_everything(listed: Callable[..., list[Planned]]) -> None:
    reports = listed("dyads: [[a, b], [c, d]]", "outlets: each", "periods: year", "parameters: {k: v}")

    assert len({report.name for report in reports}) == len(reports) == 2 * 2 * 3
    assert reports[0].title == "Ä/B · 2015 · a and b"
    assert reports[0].values == {
        "k": "v",
        "outlet": "Ä/B",
        "first_day": "2015-01-01",
        "last_day": "2015-12-31",
        "dyad": "a b",
    }


def test_an_article_over_the_turn_of_a_year_is_in_no_year(listed: Callable[..., list[Planned]]) -> None:
    assert [(report.title, report.n_articles) for report in listed("periods: year")] == [
        ("2015", 1),
        ("2016", 0),
        ("2017", 0),
    ]


def test_reports_have_names_that_every_disk_takes(listed: Callable[..., list[Planned]]) -> None:
    assert [report.name for report in listed("outlets: each")] == ["a-b", "a-b-2"]


# ---------------------------------------------------------------- processes


@pytest.mark.long
def test_a_process_that_dies_or_fails_ends_its_own_task_alone() -> None:
    harmless, none = signal.SIGCHLD, 10**6
    tasks = [harmless, signal.SIGKILL, none, harmless]

    ended = [(task, type(result).__name__) for task, result in run_each(signal.raise_signal, tasks, workers=1)]

    assert ended == [
        (harmless, "NoneType"),
        (signal.SIGKILL, "BrokenProcessPool"),
        (none, "OSError"),
        (harmless, "NoneType"),
    ]


# ---------------------------------------------------------------- the index


@pytest.fixture
def index(tmp_path: Path) -> BeautifulSoup:
    """The index of a report that is done, one that failed and one without articles, under hostile names."""
    hostile = "<script>alert(1)</script> & <!--cards-->"
    reports = [Planned(name, f"{hostile} {name}", tmp_path, {}, n, n) for name, n in (("a", 9), ("b", 1), ("c", 0))]
    finished = {"a": Finished("done"), "b": Finished("failed", "ValueError: <b>", cell=4), "c": Finished("no articles")}
    compared = pd.DataFrame(
        [["a", "f", "<i>Peace", 8.0, 2.0, 7, 0.25, 0.1, 0.5], ["b", "f", "<i>Peace", 1.0, 1.0, 1, 1.0, None, None]],
        columns="report frame frame_title n_articles n_with_cue n_stories share low high".split(),
    )
    page = write_overview(tmp_path, hostile, "Texts: t.", reports, finished=finished, compared=compared)
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def test_the_index_says_of_each_report_what_became_of_it(index: BeautifulSoup) -> None:
    assert [(card["id"], card.select_one(".state").text) for card in index.select(".card")] == [
        ("a", "done"),
        ("b", "failed at cell [4]: ValueError: <b>"),
        ("c", "no articles"),
    ]
    assert [link["href"] for link in index.select(".card a")] == ["reports/a/index.html"]
    assert "3 reports: 1 done, 1 failed, 1 no articles. Texts: t." in index.get_text()


def test_a_share_stands_with_its_interval_and_its_n_and_without_an_interval_there_are_counts(
    index: BeautifulSoup,
) -> None:
    shown = [cell.text.replace("\u00a0", " ") for cell in index.select("td.numbers")]

    assert shown == ["25 % (10–50); 2 of 8, n = 7", "1 of 1, n = 1"]
    assert [mark["style"] for mark in index.select(".track span")] == ["left:10.0%;width:40.0%", "left:25.0%"]


def test_the_index_runs_no_script_and_shows_markup_as_it_stands(index: BeautifulSoup) -> None:
    assert index.script is None
    assert index.i is None
    assert index.h1.text == index.title.text == "<script>alert(1)</script> & <!--cards-->"
    assert "default-src 'none'" in index.select_one("meta[http-equiv]")["content"]


# ---------------------------------------------------------------- runs, without a kernel


@pytest.fixture
def without_kernels(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make reports in this process and by a stand-in that fails for the Post; give the list of those begun."""
    begun: list[str] = []

    def make(source: Path, out: Path, *, inputs: str, **settings: object) -> None:
        begun.append(out.name)
        if out.name.endswith("post"):
            raise ReportFailed("it stopped", cell=4, error="ValueError: x", partial=None)
        out.mkdir(parents=True, exist_ok=True)
        (out / "provenance.json").write_text(json.dumps({"inputs": inputs}), encoding="utf-8")

    def each(function: Callable[[object], object], tasks: list[object], *, workers: int) -> list[tuple[object, object]]:
        return [(task, function(task)) for task in tasks]

    monkeypatch.setattr(run, "run_report", make)
    monkeypatch.setattr(run, "run_each", each)
    return begun


def test_a_failure_is_told_and_the_others_are_made(desk: Path, without_kernels: list[str]) -> None:
    batch = run_batch(write_plan(desk, "outlets: each"), desk / "r")

    assert {name: report.words for name, report in batch.reports.items()} == {
        "hill-gazette": "done",
        "post": "failed at cell [4]: ValueError: x",
        "the-lamp": "done",
    }


def test_what_is_done_is_kept_and_what_failed_is_tried_again(desk: Path, without_kernels: list[str]) -> None:
    run_batch(write_plan(desk, "outlets: each"), desk / "r")
    without_kernels.clear()

    again = run_batch(desk / "plan.yaml", desk / "r")

    assert without_kernels == ["post"]
    assert again.n_before == 2


@pytest.mark.parametrize("change", ["a text", "the notebook", "a parameter"])
def test_a_report_is_made_again_where_what_it_rests_on_has_changed(
    change: str, desk: Path, without_kernels: list[str]
) -> None:
    run_batch(write_plan(desk, "outlets: each"), desk / "r")
    without_kernels.clear()
    all_of_them = ["hill-gazette", "post", "the-lamp"]

    if change == "a text":
        (desk / "texts" / "0.txt").write_text("Norland met Sudia.\n\nThey met 9 times.\n", encoding="utf-8")
        all_of_them.remove("the-lamp")
    elif change == "the notebook":
        write_notebook(desk / "n.ipynb", "print(2)")
    else:
        write_plan(desk, "outlets: each", "parameters: {first_day: 2000-01-01}")
    run_batch(desk / "plan.yaml", desk / "r")

    assert without_kernels == all_of_them


def test_what_an_interrupted_run_left_is_swept(desk: Path, without_kernels: list[str]) -> None:
    plan = write_plan(desk, "outlets: each")
    run_batch(plan, desk / "r")
    before = contents(desk / "r")
    (desk / "r" / "reports" / ".post.x1").mkdir()
    (desk / "r" / ".index.html.1.part").touch()

    run_batch(plan, desk / "r")

    assert contents(desk / "r") == before


# ---------------------------------------------------------------- runs with kernels

Run = subprocess.CompletedProcess[str]
FAILS_FOR_POST = 'if outlet == "Post":\n    raise ValueError("no <post> today")\nprint(outlet)'
COMMAND = ["-m", "toolkit", "report", "--plan", "plan.yaml", "--workers", "2"]


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, *COMMAND, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> Run:
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """Make three reports, of which one fails."""
    folder = tmp_path_factory.mktemp("batch")
    make_desk(folder)
    write_notebook(folder / "n.ipynb", "a = 1", FAILS_FOR_POST)
    write_plan(folder, "outlets: each")
    return folder, finish(start(folder, "--out", "r"))


@pytest.mark.long
def test_a_report_that_fails_does_not_stop_the_others(made: tuple[Path, Run]) -> None:
    folder, run = made
    kept = "hill-gazette post.failed.ipynb the-lamp".split()

    assert run.returncode == 1, run.stderr
    assert run.stdout.startswith("3 reports: 2 done (0 of them before), 1 failed, 0 without articles\n")
    assert sorted(path.name for path in (folder / "r" / "reports").iterdir()) == kept


@pytest.mark.long
def test_the_index_names_the_cell_and_the_error_of_a_failure(made: tuple[Path, Run]) -> None:
    page = BeautifulSoup((made[0] / "r" / "index.html").read_text(encoding="utf-8"), "html.parser")
    state = page.select_one("#post .state")

    assert state.text.startswith("failed at cell [4]: ValueError: no <post> today")
    assert state.a["href"] == "reports/post.failed.ipynb"


@pytest.mark.long
def test_progress_is_told_with_the_time_that_is_left(made: tuple[Path, Run]) -> None:
    assert re.search(r"Reports:.*\| [23]/3 \[\d\d:\d\d<", made[1].stderr)
    assert "1 failed" in made[1].stderr


@pytest.mark.long
def test_what_is_done_is_kept_and_what_failed_or_changed_is_made_again(made: tuple[Path, Run]) -> None:
    folder, _ = made
    times = {path: path.stat().st_mtime_ns for path in (folder / "r" / "reports").glob("*/provenance.json")}
    with (folder / "texts" / "0.txt").open("a", encoding="utf-8") as text:
        text.write("They met again.\n")

    again = finish(start(folder, "--out", "r", "--quiet"))

    assert again.stderr == ""
    assert again.stdout.startswith("3 reports: 2 done (1 of them before), 1 failed")
    assert {path.parent.name for path, when in times.items() if path.stat().st_mtime_ns == when} == {"the-lamp"}


@pytest.mark.long
def test_a_run_that_is_killed_and_started_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    make_desk(tmp_path)
    write_notebook(tmp_path / "n.ipynb", "a = 1", FAILS_FOR_POST)
    write_plan(tmp_path, "outlets: each")
    assert finish(start(tmp_path, "--out", "whole", "--quiet")).returncode == 1

    for n_done in (0, 1):
        process = start(tmp_path, "--out", "killed", "--quiet")
        while process.poll() is None and count_begun(tmp_path / "killed") <= n_done:
            time.sleep(0.02)
        assert process.poll() is None
        process.kill()
        process.communicate()
    left = [path for path in (tmp_path / "killed").rglob(".*") if path.is_dir()]
    again = finish(start(tmp_path, "--out", "killed", "--quiet"))

    assert left
    assert again.returncode == 1
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def count_begun(folder: Path) -> int:
    """Count reports that are done, and one more where others are being worked on."""
    entries = list((folder / "reports").glob("*")) if (folder / "reports").is_dir() else []
    done = sum(1 for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    return done + any(entry.name.startswith(".") for entry in entries)
