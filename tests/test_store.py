"""A saved corpus comes back as it was, and a save that fails leaves the old file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus import load_corpus, make_document, save_corpus
from toolkit.corpus.store import is_saved_corpus, read_saved
from toolkit.errors import CorpusError
from toolkit.rows import Corpus, Document, Ledger, LedgerRow, Override, Study

TEXT = "The bridge reopens\nMarch 18, 2016\nThe council of Aldmouth said, “It is done.”\n"
DAY = date(2016, 3, 18)
ODD = "high \ud83d, low \ude00, both \ud83d\ude00, nul \0"


def saved(corpus: Corpus, folder: Path) -> Corpus:
    return load_corpus(save_corpus(corpus, folder / "corpus.parquet"))


@pytest.fixture
def whole() -> Corpus:
    study = Study("Bridges", caveats=("a", "b"), dyad=("iran", "hamas"), every="month", minimum_n=3, events=("x",))
    rows = (LedgerRow("a", "a", "a", "kept"), LedgerRow("b", "b, row 2", "", "dropped", "broken_row", "line “2”"))
    correction = Override("a", "zone [0:18]", "title", "E. Reader", "it is, isn’t it?", "unchanged")
    return Corpus((make_document("a", TEXT),), study, "bridges", Ledger(2, rows, ("README",)), (correction,))


def test_all_that_a_corpus_holds_comes_back(whole: Corpus, tmp_path: Path) -> None:
    assert len(whole["a"].zones) == 3
    assert saved(whole, tmp_path) == whole


def test_corrections_come_back_with_their_outcomes(whole: Corpus, tmp_path: Path) -> None:
    assert saved(whole, tmp_path).overrides == whole.overrides


def test_the_seeds_come_back(seeds: Corpus, tmp_path: Path) -> None:
    assert saved(seeds, tmp_path) == seeds


@pytest.mark.parametrize(
    "document",
    [
        Document("", ""),
        make_document("a", TEXT.replace("March 18, 2016", "")),
        Document("a", "x", published_earliest=DAY),
        Document("a", "x", published_latest=DAY, published_how="metadata"),
    ],
    ids=["empty", "no day", "no last day", "no first day"],
)
def test_what_is_empty_or_unknown_stays_so(document: Document, tmp_path: Path) -> None:
    assert saved(Corpus((document,)), tmp_path)[document.doc_id] == document


def test_a_corpus_without_articles_or_ledger_comes_back(tmp_path: Path) -> None:
    assert saved(Corpus(()), tmp_path) == Corpus(())


@pytest.mark.parametrize("field", ["text", "title", "doc_id", "notes"])
def test_halves_of_surrogate_pairs_come_back_wherever_they_stand(field: str, tmp_path: Path) -> None:
    document = replace(Document("a", "The bridge."), **{field: ODD})
    assert saved(Corpus((document,)), tmp_path).documents == (document,)


def test_halves_of_surrogate_pairs_in_ledger_and_study_come_back(tmp_path: Path) -> None:
    ledger = Ledger(1, (LedgerRow(ODD, ODD, "", "dropped", "binary", ODD),), (ODD,))
    corpus = Corpus((), Study(ODD), ODD, ledger, (Override(ODD, "title", ODD, "E. Reader", ODD, "stale"),))
    assert saved(corpus, tmp_path) == corpus


def test_a_text_that_is_no_unicode_can_be_read_in_the_table_too(tmp_path: Path) -> None:
    table = pd.read_parquet(save_corpus(Corpus((Document("a", "so\ud83d!"),)), tmp_path / "a.parquet"))
    assert table["text"].str.contains("^so.+!$").all()


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=10))
def test_any_text_comes_back_with_its_zones(tmp_path_factory: pytest.TempPathFactory, text: str, title: str) -> None:
    corpus = Corpus((make_document("a", text, known={"byline": title}),))
    assert saved(corpus, tmp_path_factory.mktemp("any")) == corpus


def test_saving_what_was_loaded_gives_the_same_bytes(whole: Corpus, tmp_path: Path) -> None:
    first = save_corpus(whole, tmp_path / "first.parquet")
    second = save_corpus(load_corpus(first), tmp_path / "second.parquet")
    assert first.read_bytes() == second.read_bytes()


# ---- what is no saved corpus


def test_a_table_by_another_hand_is_no_saved_corpus(tmp_path: Path) -> None:
    path = tmp_path / "dump.parquet"
    pd.DataFrame({"doc_id": ["a"], "text": [TEXT * 5]}).to_parquet(path)
    assert not is_saved_corpus(path)
    assert load_corpus(path).ledger.rows[0].place == "dump.parquet, row 1"


@pytest.mark.parametrize("raw", [b"", b"PAR1 and no more", b"text"])
def test_a_file_that_only_has_the_name_is_no_saved_corpus(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(raw)
    assert not is_saved_corpus(tmp_path / "a.parquet")


def test_a_folder_or_nothing_is_no_saved_corpus(tmp_path: Path) -> None:
    (tmp_path / "folder.parquet").mkdir()
    assert not is_saved_corpus(tmp_path / "folder.parquet")
    assert not is_saved_corpus(tmp_path / "gone.parquet")


def test_another_format_is_named(whole: Corpus, tmp_path: Path) -> None:
    path = save_corpus(whole, tmp_path / "a.parquet")
    table = pq.read_table(path)
    ((mark, stored),) = table.schema.metadata.items()
    later = json.loads(stored) | {"format": 99}
    pq.write_table(table.replace_schema_metadata({mark: json.dumps(later)}), path)
    with pytest.raises(CorpusError, match=r"a\.parquet was saved in format 99; this version reads format 1"):
        read_saved(path)


def test_a_corpus_is_saved_under_the_name_of_what_it_is(whole: Corpus, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"saved as a \.parquet file; 'corpus\.csv' is none"):
        save_corpus(whole, tmp_path / "corpus.csv")


# ---- the file is replaced whole


@pytest.mark.parametrize("problem", [OSError("no space left"), KeyboardInterrupt()])
def test_a_save_that_is_interrupted_leaves_the_old_file_and_nothing_else(
    whole: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    path = save_corpus(whole, tmp_path / "a.parquet")
    before = path.read_bytes()

    def write_half(table: Any, where: Path, **options: Any) -> None:
        Path(where).write_bytes(b"PAR1 half")
        raise problem

    monkeypatch.setattr(pq, "write_table", write_half)
    with pytest.raises(type(problem)):
        save_corpus(Corpus(()), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_corpus_is_saved_into_a_folder_that_is_made_for_it(whole: Corpus, tmp_path: Path) -> None:
    assert read_saved(save_corpus(whole, tmp_path / "new" / "folder" / "a.parquet")) == whole


def test_a_saved_corpus_in_a_folder_of_texts_is_no_article(whole: Corpus, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    save_corpus(whole, tmp_path / "a.parquet")
    corpus = load_corpus(tmp_path)
    assert ([d.doc_id for d in corpus], corpus.ledger.side_files) == (["b"], ("a.parquet",))
