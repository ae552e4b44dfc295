"""A study is laid over the texts of a report by name or path, and a report made twice is compared byte by byte."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from toolkit.bench import measure_twice
from toolkit.cli import main
from toolkit.errors import ParameterError
from toolkit.reports import run_report

WITH_STUDY = 'corpus: str = "."  # texts\nout: str = ""  # folder\nstudy_name: str = ""  # study'
READS = (
    "import toolkit as tk\n"
    "texts = tk.load_corpus(corpus, study=study_name or None)\n"
    "tk.write_tables({'articles': texts.describe()}, f'{out}/tables')\n"
    "print(texts.study.title, len(texts))"
)


def notebook(path: Path, parameters: str = WITH_STUDY, *cells: str) -> Path:
    declared = nbformat.v4.new_code_cell(parameters)
    declared.metadata["tags"] = ["parameters"]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    cells_of_code = [declared, *map(nbformat.v4.new_code_cell, cells or (READS,))]
    nbformat.write(nbformat.v4.new_notebook(cells=cells_of_code, metadata=metadata), path)
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Give a folder with two files of texts, beside gold that is neither, and a study."""
    (tmp_path / "polls").mkdir()
    for name in ("train", "dev", "other"):
        row = {"doc_id": name, "publisher": "Harbour Post", "date": "2016-09-01", "text": "The league met the front."}
        (tmp_path / "polls" / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("title: Of my own", encoding="utf-8")
    notebook(tmp_path / "small.ipynb")
    return tmp_path


def test_a_study_of_ones_own_is_laid_over_several_files_and_leaves_no_path(desk: Path) -> None:
    sources = [desk / "polls" / name for name in ("train.jsonl", "dev.jsonl")]
    page = run_report(sources, desk / "r", study=desk / "mine.yaml", chapters=[desk / "small.ipynb"])
    assert "Of my own 2" in page.read_text(encoding="utf-8")
    record = json.loads((desk / "r" / "provenance.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"corpus": "train.jsonl, dev.jsonl", "study_name": "mine.yaml"}
    assert not [p for p in (desk / "r").rglob("*") if p.is_file() and str(desk).encode() in p.read_bytes()]


def test_a_notebook_that_takes_no_study_is_not_run_with_one(desk: Path) -> None:
    notebook(desk / "plain.ipynb", 'corpus: str = "."  # texts\nout: str = ""  # folder')
    with pytest.raises(ParameterError, match="takes no study: it has no parameter study_name"):
        run_report(desk / "polls", desk / "r", study="us-election", chapters=[desk / "plain.ipynb"])
    assert not (desk / "r").exists()


def test_an_unknown_study_is_one_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["report", str(desk / "polls" / "dev.jsonl"), "--out", str(desk / "r")]
    assert main([*words, "--chapters", str(desk / "small.ipynb"), "--study", "elections"]) == 2
    assert "no study named 'elections'; the toolkit ships us-election" in capsys.readouterr().err


@pytest.mark.long
def test_a_report_made_twice_of_both_parts_of_a_gold_folder_is_the_same(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook(desk / "counts.ipynb", WITH_STUDY, READS, "assert sorted(d.doc_id for d in texts) == ['dev', 'train']")
    words = ["bench", "report", str(desk / "polls"), "--study", "us-election"]
    assert main([*words, "--chapters", str(desk / "counts.ipynb")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "the same to the byte"


def test_what_is_not_the_same_twice_is_named() -> None:
    made: list[Path] = []

    def make(out: Path) -> None:
        made.append(out)
        out.mkdir()
        (out / "same.txt").write_bytes(b"a")
        (out / "changed.txt").write_bytes(bytes([len(made)]))
        (out / f"once-{len(made)}.txt").write_bytes(b"a")

    _, unlike, n_files = measure_twice(make)
    assert (unlike, n_files) == (["changed.txt", "once-1.txt", "once-2.txt"], 4)
