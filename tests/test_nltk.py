"""NLTK gets the words of the articles and nothing of the page around them."""

from __future__ import annotations

from pathlib import Path

import nltk
import pytest

from toolkit.corpus import export_nltk, make_document
from toolkit.errors import CorpusError
from toolkit.rows import Corpus

PAGE = (
    "The bridge reopens\nShare on Facebook\nThe council voted on Monday. It was late.\n"
    "A walker at the bridge. (Reuters)\nThe mayor said the bridge would last."
)
CORPUS = Corpus((make_document("b", PAGE), make_document("a", "A storm\nThe harbour closed its bridge.")))


@pytest.fixture(autouse=True)
def _paths_of_nltk_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nltk.data, "path", list(nltk.data.path))


def test_words_are_those_of_the_body_in_the_order_of_the_corpus(tmp_path: Path) -> None:
    words = list(export_nltk(CORPUS, tmp_path / "texts").words())
    assert (
        words
        == (
            "The council voted on Monday . It was late . The mayor said the bridge would last . "
            "The harbour closed its bridge ."
        ).split()
    )


def test_sentences_are_cut_as_the_toolkit_cuts_them(tmp_path: Path) -> None:
    assert [" ".join(words) for words in export_nltk(CORPUS, tmp_path).sents()] == [
        "The council voted on Monday .",
        "It was late .",
        "The mayor said the bridge would last .",
        "The harbour closed its bridge .",
    ]


def test_a_paragraph_is_a_line_of_the_body(tmp_path: Path) -> None:
    assert [len(sentences) for sentences in export_nltk(CORPUS, tmp_path).paras()] == [2, 1, 1]


def test_each_article_is_a_file_in_the_order_of_the_corpus(tmp_path: Path) -> None:
    reader = export_nltk(CORPUS, tmp_path)
    assert reader.fileids() == ["000001.txt", "000002.txt"]
    assert reader.words("000002.txt")[1] == "harbour"


def test_a_concordance_finds_the_word_in_every_article(tmp_path: Path) -> None:
    text = nltk.Text(export_nltk(CORPUS, tmp_path).words())
    assert [line.right[:2] for line in text.concordance_list("bridge")] == [["would", "last"], ["."]]


def test_an_article_without_a_body_is_an_empty_file(tmp_path: Path) -> None:
    assert list(export_nltk(Corpus((make_document("a", "Share on Facebook"),)), tmp_path).words()) == []


def test_half_a_surrogate_pair_goes_over_as_a_mark(tmp_path: Path) -> None:
    reader = export_nltk(Corpus((make_document("a", "Title\nThey left \ud83d at once."),)), tmp_path)
    assert list(reader.words()) == ["They", "left", "?", "at", "once", "."]


@pytest.mark.parametrize("name", ["", "notes.txt"], ids=["a folder with files", "a file"])
def test_what_is_there_is_not_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="is not a new or empty folder"):
        export_nltk(CORPUS, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
