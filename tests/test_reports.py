"""The report, run as a user runs it: whole, the same everywhere, offline, and careful with what is already there."""

from __future__ import annotations

import filecmp
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import toolkit as tk
from toolkit.cli import main
from toolkit.errors import ParameterError
from toolkit.reports.canonical import canonical_notebook
from toolkit.reports.parameters import check_parameters, declared_parameters
from toolkit.reports.render import render_html
from toolkit.rows import Corpus
from toolkit.tables import check_spans, load_table

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
COMMITTED = ROOT / "reports" / "seeds"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SPOKEN = "speakers_by_outlet words_by_side sourcing_by_outlet cues_by_side".split()
FIGURES = {"dates", "timeline", "labels", "speakers", "network", *SPOKEN}
FIGURES |= {"comentions", "series", "series_by_outlet", "keyness", "multiverse"}
COUNTED = "timeline labels_by_voice labels_by_speaker frames_by_voice speakers edges".split()
COUNTED += [*SPOKEN, "verbatim_words_by_side", "hearsay_by_outlet"]
# name of a table of counts: the columns that make its rows
KEYS = {
    "ties_by_voice": ["voice"],
    "ties_by_category": ["category"],
    "ties_by_direction": ["source_side_name", "target_side_name"],
    "tie_series": ["period"],
    "stances_by_holder": ["target_name", "voice"],
    "stances_by_target": ["target_name", "voice"],
    "chains": ["outlet", "relay_names", "speaker_name"],
    "spellings": ["actor", "spelling", "form"],
}
COUNTED += [*KEYS, "comentions", "labels_per_mention", "timeline_by_outlet", "multiverse"]

Run = subprocess.CompletedProcess[str]


def run_together(folder: Path, *commands: tuple[list[str], dict[str, str]]) -> list[Run]:
    """Run ``python …`` several times at once, each with additions to the environment, in `folder`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    started = [
        subprocess.Popen(
            [sys.executable, *words],
            cwd=folder,
            env={**plain, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for words, env in commands
    ]
    ended = [(process, *process.communicate(timeout=300)) for process in started]
    return [
        subprocess.CompletedProcess(process.args, process.returncode, out.decode(), err.decode())
        for process, out, err in ended
    ]


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook with a heading, its parameters, and these cells of code."""
    parameters = nbformat.v4.new_code_cell('corpus: str = "."  # texts\nout: str = ""  # folder')
    parameters.metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Small"), parameters, *map(nbformat.v4.new_code_cell, cells)],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    nbformat.write(notebook, path)
    return path


def contents(folder: Path) -> dict[str, bytes | None]:
    """Give everything under a folder: files with their bytes, folders with None."""
    return {p.relative_to(folder).as_posix(): None if p.is_dir() else p.read_bytes() for p in folder.rglob("*")}


# ---------------------------------------------------------------- the report on the seeds


REPORT = ["-m", "toolkit", "report", "--quiet", "--evidence", "full"]  # every passage is read back below


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the report from another folder, in another language and time zone, with an empty home."""
    folder = tmp_path_factory.mktemp("fresh")
    out, elsewhere, home = folder / "another place" / "report", folder / "elsewhere", folder / "empty home"
    elsewhere.mkdir()
    home.mkdir()
    world = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tehran", "LC_ALL": "C", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}
    # a home without caches or settings, and no help from Python against an ASCII locale
    world |= {"HOME": str(home), "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = [*REPORT, os.path.relpath(SEEDS, elsewhere), "--out", os.path.relpath(out, elsewhere)]
    (run,) = run_together(elsewhere, (words, world))
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(elsewhere) == {}
    return out


@pytest.fixture(scope="module")
def page(fresh: Path) -> BeautifulSoup:
    return BeautifulSoup((fresh / "index.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(params=["fresh", "committed"])
def either(request: pytest.FixtureRequest) -> Path:
    """The report made just now, and the one in the repository."""
    if request.param == "fresh":
        return request.getfixturevalue("fresh")
    if not COMMITTED.is_dir():
        pytest.fail("there is no reports/seeds; run make report", pytrace=False)
    return COMMITTED


@pytest.mark.long
def test_hash_seed_time_zone_locale_home_and_folder_leave_no_trace_in_a_report(fresh: Path, tmp_path: Path) -> None:
    usual = {"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"}
    (run,) = run_together(tmp_path, ([*REPORT, str(SEEDS), "--out", str(tmp_path / "r")], usual))
    assert (run.returncode, run.stderr) == (0, "")
    files = sorted(name for name, held in contents(fresh).items() if held is not None)

    assert contents(fresh).keys() == contents(tmp_path / "r").keys()
    assert filecmp.cmpfiles(fresh, tmp_path / "r", files, shallow=False) == (files, [], [])


def test_a_report_has_a_page_a_notebook_tables_figures_and_its_provenance(either: Path) -> None:
    held = contents(either)

    assert {name for name in held if "/" not in name} == {
        "index.html",
        "report.ipynb",
        "provenance.json",
        "tables",
        "figures",
    }
    tables = {Path(name).stem for name in held if name.startswith("tables/")}
    assert {"articles", "zones", "quotes", "mentions", "labels", "frames", "frame_scores"} < tables
    assert {"ties", "stances", "role_conflicts"} < tables
    for counts in COUNTED:
        assert {counts, f"{counts}_evidence"} < tables
    for folder, stems, kinds in (
        ("tables", tables, ["csv", "parquet"]),
        ("figures", FIGURES, ["png", "svg"]),
    ):
        assert {n for n in held if n.startswith(f"{folder}/")} == {f"{folder}/{s}.{k}" for s in stems for k in kinds}


def test_a_report_names_no_folder_of_the_machine_it_was_made_on(either: Path, fresh: Path) -> None:
    folders = [str(ROOT), str(fresh.parent), sys.prefix, *(str(p) for p in [Path.home()] if len(p.parts) > 1)]
    spelled = [f.encode() for folder in folders for f in (folder, json.dumps(folder)[1:-1])]

    assert [name for name, held in contents(either).items() if held and any(f in held for f in spelled)] == []


def test_a_report_holds_no_clock(either: Path) -> None:
    clock = re.compile(rb"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d|" + date.today().isoformat().encode())

    assert [name for name, held in contents(either).items() if held and clock.search(held)] == []


def test_a_report_holds_no_random_ids_and_no_addresses(either: Path) -> None:
    notebook = nbformat.read(either / "report.ipynb", as_version=4)

    assert [cell.id for cell in notebook.cells] == [f"cell-{number:03d}" for number in range(len(notebook.cells))]
    assert " at 0x" not in (either / "report.ipynb").read_text(encoding="utf-8")
    assert not [cell.metadata for cell in notebook.cells if {"papermill", "execution"} & set(cell.metadata)]


def test_the_executed_notebook_has_no_error_and_no_warning(either: Path) -> None:
    notebook = nbformat.read(either / "report.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]

    assert outputs
    assert [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"] == []


def test_the_provenance_gives_the_hash_of_every_table_figure_and_text(either: Path, seeds: Corpus) -> None:
    provenance = json.loads((either / "provenance.json").read_text(encoding="utf-8"))
    made = {
        n: held for n, held in contents(either).items() if held is not None and n.split("/")[0] in ("tables", "figures")
    }

    assert provenance["files"] == {name: sha256(held).hexdigest() for name, held in made.items()}
    assert provenance["corpus"] == {
        "name": "seeds",
        "fingerprint": seeds.fingerprint,
        "documents": {d.doc_id: sha256((SEEDS / d.file).read_bytes()).hexdigest() for d in seeds},
    }
    assert provenance["parameters"] == {"corpus": "seeds", "evidence": "full"}
    assert {"framing-toolkit", "matplotlib", "pandas"} <= set(provenance["packages"])


def test_the_committed_report_was_made_by_the_committed_chapters() -> None:
    provenance = json.loads((COMMITTED / "provenance.json").read_text(encoding="utf-8"))
    made_by = {path.name: sha256(path.read_bytes()).hexdigest() for path in NOTEBOOKS[1:]}

    assert provenance["chapters"] == made_by, "a chapter has changed since; run make report"


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Give lists as lists of Python, which can be compared."""
    nested = [name for name in table.columns if isinstance(table[name].dtype, pd.ArrowDtype)]
    return table.assign(**{name: [list(value) for value in table[name]] for name in nested})


def test_the_committed_tables_are_those_that_the_code_makes(fresh: Path) -> None:
    differing = []
    for path in sorted((fresh / "tables").glob("*.parquet")):
        committed = COMMITTED / "tables" / path.name
        try:
            assert committed.is_file(), "is missing"
            # whole numbers, ids and words exactly; floats to 1e-6
            pd.testing.assert_frame_equal(
                plain(load_table(committed)), plain(load_table(path)), check_exact=False, rtol=0, atol=1e-6
            )
        except AssertionError as difference:
            differing.append(f"{path.stem}: {difference}")
    left_over = {p.name for p in COMMITTED.glob("tables/*")} - {p.name for p in fresh.glob("tables/*")}

    assert not differing, "reports/seeds is not what the code makes; run make report\n" + "\n".join(differing)
    assert not left_over, f"reports/seeds holds tables no longer made: {left_over}; run make report"


def test_a_csv_holds_the_same_rows_and_columns_as_its_parquet(fresh: Path) -> None:
    for path in sorted((fresh / "tables").glob("*.parquet")):
        table, csv = load_table(path), pd.read_csv(path.with_suffix(".csv"), keep_default_na=False, dtype=str)

        assert list(csv.columns) == list(table.columns)
        assert len(csv) == len(table), path.name
        assert len(table) > 0 or path.stem == "corrections"


@pytest.mark.parametrize(
    "name", ["quotes", "mentions", "labels", "frames", "zones", "ties", "stances", "role_conflicts"]
)
def test_every_span_of_an_evidence_table_reads_the_same_in_the_raw_file(name: str, fresh: Path, seeds: Corpus) -> None:
    table = load_table(fresh / "tables" / f"{name}.parquet")

    assert check_spans(table, seeds) >= len(table) > 0


@pytest.mark.parametrize("name", KEYS)
def test_every_cell_that_is_not_nought_is_the_recount_of_its_evidence(name: str, fresh: Path) -> None:
    table, evidence = (load_table(fresh / "tables" / f"{stem}.parquet") for stem in (name, f"{name}_evidence"))
    evidence = evidence.assign(weight=evidence.get("weight", 1), cell=evidence.get("cell", "n"))
    again = evidence.groupby([*KEYS[name], "cell"])["weight"].sum()
    counts = [column for column in table if column in set(evidence["cell"])]
    told = table.melt(id_vars=KEYS[name], value_vars=counts, var_name="cell").set_index([*KEYS[name], "cell"])["value"]
    rows = evidence.groupby([*KEYS[name], "cell"])["row_id"]

    assert (rows.nunique() == rows.size()).all()
    assert (again > 0).all()
    pd.testing.assert_series_equal(
        told[told > 0].sort_index(), again.sort_index(), check_names=False, check_dtype=False, check_index_type=False
    )


# ---------------------------------------------------------------- the page


def test_the_page_names_its_language_and_title_under_one_heading(page: BeautifulSoup, seeds: Corpus) -> None:
    title = seeds.study.title

    assert page.html["lang"] == "en"
    assert page.title.text == title
    assert [heading.text for heading in page.select("h1")] == [title]


def test_every_link_of_the_contents_leads_to_a_heading(page: BeautifulSoup) -> None:
    links = [link["href"] for link in page.select("nav a")]

    assert len(links) == len(page.select("main h2"))
    assert all(link.startswith("#") and page.find("h2", id=link[1:]) for link in links)


def test_the_page_asks_for_nothing_and_is_forbidden_to(page: BeautifulSoup) -> None:
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    sources = [
        tag[name] for tag in page.find_all(True) for name in ("src", "srcset", "data", "poster") if tag.get(name)
    ]
    styles = " ".join([style.text for style in page.select("style")] + [tag["style"] for tag in page.select("[style]")])

    assert policy.startswith("default-src 'none'")
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert page.find_all(["script", "link", "iframe", "object", "embed"]) == []
    assert not re.search(r"url\(|@import|https?:", styles)


def test_links_lead_into_the_page_or_to_every_file_beside_it(page: BeautifulSoup, fresh: Path) -> None:
    outside = {unquote(link["href"]) for link in page.select("a") if not link["href"].startswith("#")}

    assert outside == {name for name, held in contents(fresh).items() if held is not None} - {"index.html"}


def test_every_figure_has_words_for_it_and_n_under_it(page: BeautifulSoup) -> None:
    figures = page.select("figure")

    assert len(figures) == len(FIGURES)
    assert len(page.select("img")) == len(FIGURES)
    for figure in figures:
        assert len(figure.img["alt"]) > 40
        assert re.match(r"Figure \d+\. n = [\d.,]+ ", figure.figcaption.text)


def test_the_study_and_its_caveats_stand_before_the_first_figure(page: BeautifulSoup, seeds: Corpus) -> None:
    study = seeds.study
    before = " ".join(text.get_text() for text in page.select("figure")[0].find_all_previous(["li", "dd"]))

    for words in (study.source, study.selection, *study.caveats):
        assert words in before
    assert "Palestinian, Arab or Iranian outlet" in before
    assert 'not "the media"' in before


def test_every_article_stands_with_dates_outlet_and_body_words(page: BeautifulSoup, seeds: Corpus) -> None:
    (table,) = [t for t in page.select("table") if t.caption and t.caption.text.startswith("Articles:")]
    rows = {row.td.text: [cell.text for cell in row.select("td")] for row in table.select("tbody tr")}

    for document in seeds:
        _, outlet, first, last, how, words, quotations, labels = rows.pop(document.doc_id)
        assert outlet == document.outlet
        assert (first, last, how) == (
            str(document.published_earliest),
            str(document.published_latest),
            document.published_how,
        )
        assert int(words) == document.n_words > 100
        assert int(quotations) > 0
        assert int(labels) > 0
    assert rows == {}


def test_the_basis_of_every_date_stands_in_the_page(page: BeautifulSoup, seeds: Corpus) -> None:
    text = page.get_text()

    assert all(document.published_basis in text for document in seeds)


def test_every_row_of_evidence_can_be_read_in_the_page(page: BeautifulSoup, fresh: Path) -> None:
    passages = " ".join(line.text for line in page.select("ol.passages small"))

    for name in ("quotes", "labels", "frames", "ties_by_voice_evidence", "stances_by_holder_evidence"):
        table = load_table(fresh / "tables" / f"{name}.parquet")
        assert [row_id for row_id in table["row_id"] if row_id not in passages] == []


def test_code_is_folded_and_can_be_opened_without_a_script(page: BeautifulSoup) -> None:
    assert page.select("details.code pre")
    assert page.select("details[open]") == []
    assert [block for block in page.select("pre") if not block.find_parent("details") and "import" in block.text] == []


def test_the_code_of_a_chapter_stands_in_one_fold_before_the_next() -> None:
    cells = ["# Report", "a = 1", "## One", "b = 2", "words", "c = 3", "## Two", "d = 4"]
    made = [nbformat.v4.new_code_cell(c) if "=" in c else nbformat.v4.new_markdown_cell(c) for c in cells]
    notebook = nbformat.v4.new_notebook(cells=made, metadata={"title": "t"})

    page = BeautifulSoup(render_html(notebook), "html.parser")

    folds = [(fold.summary.text, [pre.text for pre in fold.select("pre")]) for fold in page.select("details.code")]
    assert folds == [("Code of “One”", ["a = 1", "b = 2", "c = 3"]), ("Code of “Two”", ["d = 4"])]
    assert page.select("details.code")[0].find_next("h2").text.startswith("Two")


def test_headings_of_the_same_words_have_ids_of_their_own() -> None:
    cells = [nbformat.v4.new_markdown_cell(words) for words in ("## One", "### Read", "## Two", "### Read")]

    page = BeautifulSoup(render_html(nbformat.v4.new_notebook(cells=cells, metadata={"title": "t"})), "html.parser")

    assert [heading["id"] for heading in page.select("h3")] == ["Read", "Read-2"]
    assert [heading.a["href"] for heading in page.select("h3")] == ["#Read", "#Read-2"]


def test_files_beside_a_page_are_listed_with_links_to_them() -> None:
    notebook = nbformat.v4.new_notebook(metadata={"title": "t"})

    page = BeautifulSoup(render_html(notebook, files=["tables/a b.csv", "figures/x.png"]), "html.parser")

    assert [link["href"] for link in page.select("details.files a")] == ["tables/a%20b.csv", "figures/x.png"]
    assert page.select_one("details.files summary").text.startswith("Files beside this page: 1 tables, 1 figures")


def test_markup_in_a_title_or_in_an_output_is_shown_as_it_stands() -> None:
    title = "<script>alert(1)</script> & $x$"
    cell = nbformat.v4.new_code_cell("print(title)", outputs=[nbformat.v4.new_output("stream", text=title)])
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"title": title})

    page = BeautifulSoup(render_html(notebook), "html.parser")

    assert page.script is None
    assert page.h1.text == page.title.text == title
    assert title in page.get_text()


def test_a_warning_in_a_report_names_its_file_but_no_folder_and_no_process(tmp_path: Path) -> None:
    said = "/tmp/ipykernel_123/45.py:1: UserWarning: oops\nC:\\Users\\me\\env\\show.py:3: UserWarning: and/or\n"
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("stream", name="stderr", text=said)])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "executed.ipynb")

    notebook = canonical_notebook(tmp_path / "executed.ipynb", title="", parameters={}, names={})

    assert notebook.cells[0].outputs[0].text == "45.py:1: UserWarning: oops\nshow.py:3: UserWarning: and/or\n"


def test_a_codebook_without_events_leaves_nothing_to_mark_beside_the_dates(tmp_path: Path) -> None:
    words = "name: n\ntitle: t\nversion: v\nlanguage: en\nactors: []\nlabels: []\nframes: []\n"
    (tmp_path / "book.yaml").write_text(words, encoding="utf-8")

    book = tk.load_codebook(tmp_path / "book.yaml")

    assert book.describe("events", only=[]).empty
    with pytest.raises(tk.CodebookError, match="no 'flood' among its events"):
        book.describe("events", only=["flood"])


# ---------------------------------------------------------------- notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_committed_notebook_holds_no_outputs_and_no_execution_counts(path: Path) -> None:
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]

    assert code
    assert [cell for cell in code if cell.outputs or cell.execution_count is not None] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_declares_its_parameters_in_one_cell_of_plain_lines(path: Path) -> None:
    tagged = [cell for cell in nbformat.read(path, as_version=4).cells if "parameters" in cell.metadata.get("tags", [])]
    lines = [line for cell in tagged for line in cell.source.splitlines()]
    line_of = re.compile(r'(\w+): (?:str = "[^"]*"|int = \d+|float = [\d.]+|bool = (?:True|False))  # \S.*')

    assert len(tagged) <= 1
    assert [line for line in lines if not line_of.fullmatch(line)] == []
    assert list(declared_parameters(path)) == [line_of.fullmatch(line)[1] for line in lines]


def test_there_are_the_notebooks_that_are_promised() -> None:
    chapters = "corpus speakers labels frames ties stance over_time keyness robustness methods".split()
    names = [f"{number:02d}_{name}" for number, name in enumerate(["start_here", *chapters])]

    assert [path.stem for path in NOTEBOOKS] == names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_short_and_hold_no_logic(path: Path) -> None:
    code = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]

    assert [source for source in code if len(source.splitlines()) > 12] == []
    assert [source for source in code if re.search(r"^\s*(?:def|class|for|while|try)\b", source, re.MULTILINE)] == []


@pytest.mark.parametrize(
    "name", ["00_start_here", *(pytest.param(path.stem, marks=pytest.mark.long) for path in NOTEBOOKS[1:])]
)
def test_a_notebook_runs_from_its_own_folder(name: str, tmp_path: Path) -> None:
    before = contents(ROOT / "notebooks")
    command = ["-m", "papermill", f"{name}.ipynb", str(tmp_path / "out.ipynb"), "--no-progress-bar"]

    (run,) = run_together(ROOT / "notebooks", (command, {"PYTHONDONTWRITEBYTECODE": "1"}))

    assert run.returncode == 0, run.stderr
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")
    assert contents(ROOT / "notebooks") == before


# ---------------------------------------------------------------- mistakes: one line, status 2, nothing written


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with good and bad corpora, in which commands are run."""
    for folder in ("texts", "empty", "binary", "listed", "work"):
        (tmp_path / folder).mkdir()
    article = b"Iran met Hamas.\n\nBoth sides said so."
    (tmp_path / "texts" / "a.txt").write_bytes(article)
    (tmp_path / "binary" / "a.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "listed" / "a.txt").write_bytes(article)
    (tmp_path / "listed" / "documents.csv").write_text("doc_id,file\nb,b.txt\n", encoding="utf-8")
    (tmp_path / "work" / "thesis.docx").write_bytes(b"years of it")
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "bare.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


MISTAKES: dict[str, tuple[list[str], str]] = {
    "an unknown parameter": (
        ["texts", "-p", "topic=iran"],
        "no parameter 'topic'; this report has evidence,",
    ),
    "a parameter of another kind": (["texts", "-p", "minimum_n=ten"], "must be a whole number, like 0"),
    "a part of a whole number": (["texts", "-p", "minimum_n=1.5"], "must be a whole number"),
    "no number at all": (["texts", "-p", "minimum_n=NaN"], "must be a whole number"),
    "a number without end": (["texts", "-p", "minimum_n=inf"], "must be a whole number"),
    "a choice there is not": (["texts", "-p", "every=week"], "'week'; it must be one of study, month, quarter, year"),
    "a reserved parameter": (["texts", "-p", "corpus=b"], "'corpus' is set by the command itself"),
    "the other reserved parameter": (["texts", "-p", "out=b"], "'out' is set by the command itself"),
    "a parameter without a value": (["texts", "-p", "novalue"], "expected NAME=VALUE, and got 'novalue'"),
    "a parameter without a name": (["texts", "-p", "=year"], "expected NAME=VALUE"),
    "a name that is none": (["texts", "-p", "the every=year"], "expected NAME=VALUE"),
    "a name of code": (["texts", "-p", "x;import os=1"], "expected NAME=VALUE"),
    "a corpus that is not there": (["nowhere"], "there is no file or folder 'nowhere'"),
    "an empty folder": (["empty"], "'empty' holds no articles"),
    "a file that is no text": (["binary"], "a.txt: binary"),
    "a listing that does not fit": (["listed"], "documents.csv does not list a.txt"),
    "a file of another kind": (["broken.ipynb"], "broken.ipynb: unknown format (no reader for .ipynb files)"),
    "a notebook that is not there": (["texts", "--chapters", "x.ipynb"], "there is no notebook 'x.ipynb'"),
    "a name of no chapter": (["texts", "--chapters", "99"], "no chapter named '99'; the toolkit has 01_corpus, 02_sp"),
    "a notebook that is none": (["texts", "--chapters", "broken.ipynb"], "cannot be read as a Python notebook"),
    "a notebook of nothing": (["texts", "--chapters", "bare.ipynb"], "cannot be read as a Python notebook"),
    "a place that holds other files": (["texts", "--out", "work"], "'work' holds other files and no report"),
    "a place that is a file": (["texts", "--out", "work/thesis.docx"], "--out names a file: thesis.docx"),
    "a place below a file": (["texts", "--out", "work/thesis.docx/r"], "cannot write 'r' into 'thesis.docx'"),
    "the corpus as the place": (["texts", "--out", "texts"], "'texts' holds other files and no report"),
    "a place around the corpus": (["texts", "--out", "."], "holds other files and no report"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_nothing_is_written(
    mistake: str, desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words, told = MISTAKES[mistake]
    out = [] if "--out" in words else ["--out", "r"]
    before = contents(desk)

    status = main(["report", *words, *out])

    said, error = capfd.readouterr()
    assert status == 2
    assert said == ""
    assert error.startswith("toolkit: ")
    assert error.count("\n") == 1
    assert told in error
    assert contents(desk) == before


def test_a_corpus_that_was_the_place_of_a_report_is_not_replaced(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "texts" / "provenance.json").write_text("{}", encoding="utf-8")
    before = contents(desk)

    assert main(["report", "texts", "--out", "texts"]) == 2
    assert "would replace the corpus itself" in capfd.readouterr().err
    assert contents(desk) == before


def test_values_come_in_their_declared_kinds(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell(
        'n: int = 1  # n\npart: float = 0.5  # part\nwords: str = "a"  # words\nfold: bool = True  # fold'
    )
    cell.metadata["tags"] = ["parameters"]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=metadata), tmp_path / "p.ipynb")
    declared = declared_parameters(tmp_path / "p.ipynb")

    given: Mapping[str, Any] = {"n": "7", "part": "1", "words": "12", "fold": "no"}
    values = check_parameters(declared, given)

    assert values == {"n": 7, "part": 1.0, "words": "12", "fold": False}
    assert [type(value) for value in values.values()] == [int, float, str, bool]
    for name, odd in {"n": True, "part": "nan", "words": 3, "fold": "perhaps"}.items():
        with pytest.raises(ParameterError, match=f"the parameter {name} is {odd!r}; it must be"):
            check_parameters(declared, {name: odd})


# ---------------------------------------------------------------- what goes wrong in a cell


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Run, Path, dict[str, bytes | None]]]:
    """Run four reports that cannot be finished, at once, each over an older report; give the run and its folder."""
    folder = tmp_path_factory.mktemp("stopped")
    for texts in ("texts", "texts without a codebook"):
        (folder / texts).mkdir()
        (folder / texts / "a.txt").write_text("Iran met Hamas.\n\nBoth sides said so.", encoding="utf-8")
    study = "title: T\ncodebook: iran-hamas\ndyad: [iran, atlantis]\n"
    (folder / "texts" / "study.yaml").write_text(study, encoding="utf-8")
    write_notebook(folder / "fails.ipynb", "a = 1", 'raise ValueError("x\\ny")', "b = 1")
    write_notebook(folder / "dies.ipynb", "a = 1", "import os; os._exit(1)")
    commands = {
        "fails": ["texts", "--chapters", "fails.ipynb"],
        "dies": ["texts", "--chapters", "dies.ipynb", "--quiet"],
        "asks for no codebook": ["texts without a codebook", "--chapters", "01_corpus", "--quiet"],
        "asks for an unknown side": ["texts", "--chapters", "01_corpus", "--quiet"],
    }
    for name in commands:
        for kind in ("", "tables"):
            (folder / name / "r" / kind).mkdir(parents=True, exist_ok=True)
        (folder / name / "r" / "provenance.json").write_text("{}", encoding="utf-8")
        (folder / name / "r" / "tables" / "old.csv").write_bytes(b"n\n1\n")
    before = {name: contents(folder / name) for name in commands}
    ended = run_together(
        folder,
        *[(["-m", "toolkit", "report", *words, "--out", f"{name}/r"], {}) for name, words in commands.items()],
    )
    runs = dict(zip(commands, ended, strict=True))
    return lambda name: (runs[name], folder / name, before[name])


@pytest.mark.parametrize(
    ("name", "told"),
    [("fails", "stopped at cell [4] with ValueError: x;"), ("dies", "stopped at cell [4] with DeadKernelError")],
)
def test_a_failing_cell_is_named_with_its_error_and_the_old_report_stays(name: str, told: str, stopped) -> None:
    run, folder, before = stopped(name)
    after = contents(folder)
    kept = nbformat.reads(after.pop("r.failed.ipynb").decode(), as_version=4)

    assert run.returncode == 1
    assert run.stdout == ""
    assert told in run.stderr
    assert "the notebook up to there is r.failed.ipynb" in run.stderr
    assert after == before
    assert [cell.source for cell in kept.cells if cell.get("execution_count") == 3] == ["a = 1"]


def test_the_last_line_is_the_error_even_after_a_progress_bar(stopped) -> None:
    last = re.split(r"[\r\n]", stopped("fails")[0].stderr.rstrip("\n"))[-1]

    assert last.startswith("toolkit: the report stopped at cell [4]")


def test_without_a_progress_bar_the_error_is_the_only_line(stopped) -> None:
    error = stopped("dies")[0].stderr

    assert error.startswith("toolkit: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("asks for no codebook", "names none. Pass codebook=…, or write a line 'codebook: NAME' into study.yaml"),
        ("asks for an unknown side", "dyad names 'atlantis'; codebook iran-hamas has iran,"),
    ],
)
def test_a_mistake_that_shows_only_in_a_cell_is_still_one_line_with_status_2(name: str, told: str, stopped) -> None:
    run, folder, before = stopped(name)

    assert run.returncode == 2
    assert run.stderr.startswith("toolkit: ")
    assert run.stderr.count("\n") == 1
    assert told in run.stderr
    assert contents(folder) == before


def test_the_command_itself_says_a_mistake_in_one_line(tmp_path: Path) -> None:
    (run,) = run_together(tmp_path, (["-m", "toolkit", "report", "nowhere", "--out", "r"], {}))

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "toolkit: there is no file or folder 'nowhere', and no pattern that matches one\n"
    assert contents(tmp_path) == {}


def test_a_report_replaces_an_older_one_as_a_whole(tmp_path: Path) -> None:
    old = tmp_path / "{r}"  # braces mean something to papermill, and are to mean nothing in a path
    (old / "tables").mkdir(parents=True)
    (old / "provenance.json").write_text("{}", encoding="utf-8")
    (old / "tables" / "old.csv").touch()
    write_notebook(tmp_path / "n.ipynb", "print(corpus)")

    (run,) = run_together(
        tmp_path, (["-m", "toolkit", "report", str(SEEDS), "--out", "{r}", "--chapters", "n.ipynb", "--quiet"], {})
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f"The report is in {old.resolve() / 'index.html'}\n"
    assert sorted(contents(old)) == ["index.html", "provenance.json", "report.ipynb"]
    assert sorted(contents(tmp_path)) == ["n.ipynb", "{r}", "{r}/index.html", "{r}/provenance.json", "{r}/report.ipynb"]
