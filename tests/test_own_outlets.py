"""One's own table of outlets is laid over the one that ships, by argument, by command or by the study."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.corpus import load_corpus, save_corpus
from toolkit.corpus.outlets import canonical_outlet, load_outlets, merge_outlets
from toolkit.corpus.store import read_saved
from toolkit.errors import CorpusError, StudyError

OWN = (
    "name\taliases\tdomains\n"
    "Harbour Post\tThe Post of Aldmouth | HP\tharbourpost.example\n"
    "Times Group\tThe New York Times\t\n"
)
TEXT = "The council of Aldmouth said on Monday that the bridge would reopen in the spring, after repairs."


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "own.tsv").write_text(OWN, encoding="utf-8")
    return tmp_path / "own.tsv"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    rows = "".join(f'{doc_id},{outlet},"{TEXT}"\n' for doc_id, outlet in (("a", "HP"), ("b", "NYT"), ("c", "Reuters")))
    (folder / "a.csv").write_text("doc_id,outlet,text\n" + rows, encoding="utf-8")
    return folder


def outlets(corpus: object) -> list[str]:
    return [document.outlet for document in corpus]  # type: ignore[attr-defined]


NAMED = ["Harbour Post", "Times Group", "Reuters"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("hp", ("Harbour Post", "alias")),
        ("https://www.harbourpost.example/x", ("Harbour Post", "domain")),
        ("The Guardian", ("The Guardian", "name")),
        ("The New York Times", ("Times Group", "alias")),
        ("NYT", ("Times Group", "alias")),
        ("nytimes.com", ("Times Group", "domain")),
    ],
)
def test_what_the_own_table_says_of_a_name_holds_for_all_its_spellings(
    table: Path, written: str, found: tuple[str, str]
) -> None:
    assert canonical_outlet(written, table=merge_outlets(load_outlets(table))) == found


def test_a_table_is_passed_when_articles_are_loaded(articles: Path, table: Path) -> None:
    assert outlets(load_corpus(articles, outlets=table)) == NAMED
    assert outlets(load_corpus(articles, outlets=load_outlets(table))) == NAMED
    assert outlets(load_corpus(articles)) == ["HP", "The New York Times", "Reuters"]


def test_a_study_names_its_table(articles: Path, table: Path) -> None:
    table.rename(articles.parent / "moved.tsv")
    (articles / "study.yaml").write_text("title: Bridges\noutlets: ../moved.tsv\n", encoding="utf-8")
    assert outlets(load_corpus(articles)) == NAMED


def test_a_table_that_a_study_names_and_that_is_not_there_is_named_with_its_line(articles: Path) -> None:
    (articles / "study.yaml").write_text("title: Bridges\noutlets: gone.tsv\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"study\.yaml, line 2: outlets: there is no file 'gone.tsv' beside the study"):
        load_corpus(articles)


def test_the_command_takes_a_table(articles: Path, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus.parquet"
    assert main(["import", str(articles), "--out", str(out), "--outlets", str(table), "--quiet"]) == 0
    assert outlets(read_saved(out)) == NAMED


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "name\tdomains\n",
            "own.tsv, line 1 is ['name', 'domains']; it has to be name, aliases, domains, sep",
        ),
        (
            "name\taliases\tdomains\nPost\n",
            "own.tsv, line 2 is ['Post']; it needs name, aliases, domains, sep",
        ),
        (
            "name\taliases\tdomains\nA\tX\t\nB\tX\t\n",
            "own.tsv, line 3: 'X' stands for 'B' and, in a line above, for",
        ),
    ],
)
def test_a_wrong_row_is_named_with_file_line_and_choices(
    articles: Path, table: Path, rows: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(rows, encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(message)):
        load_corpus(articles, outlets=table)
    options = ["--out", str(articles / "x.parquet"), "--outlets", str(table), "--quiet"]
    assert main(["import", str(articles), *options]) == 2
    assert message in capsys.readouterr().err


def test_a_table_for_a_saved_corpus_is_refused_not_ignored(articles: Path, table: Path, tmp_path: Path) -> None:
    saved = save_corpus(load_corpus(articles), tmp_path / "saved.parquet")
    with pytest.raises(CorpusError, match=r"when saved\.parquet was imported; import the articles again"):
        load_corpus(saved, outlets=table)
