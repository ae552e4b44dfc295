"""Quotations as lines beside their texts: what is written reads back equal, and a wrong line is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import CorpusError
from toolkit.rows import Corpus, Document, MarkedArticle, MarkedQuote
from toolkit.standoff import load_quotes, with_texts, write_quotes

RANGES = st.lists(st.tuples(st.integers(0, 50), st.integers(51, 99)), max_size=3).map(tuple)
QUOTES = st.builds(
    MarkedQuote,
    content=RANGES.filter(bool),
    cue=RANGES,
    source=RANGES,
    kind=st.sampled_from([None, "direct", "mixed", "indirect"]),
    act=st.sampled_from([None, "speech", "plan"]),
    speaker_name=st.none() | st.text(st.characters(codec="utf-16", categories=None), max_size=5),
    confidence=st.none() | st.floats(0, 1),
)


def line(**values: Any) -> dict[str, Any]:
    return {"doc_id": "a", "text": "He said no.", "quotes": [{"content": [[8, 10]]}]} | values


def load(tmp_path: Path, *lines: object) -> list[MarkedArticle]:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in lines), encoding="utf-8")
    return load_quotes(path)


@given(st.lists(st.lists(QUOTES, max_size=3).map(tuple), min_size=1, max_size=3))
def test_what_is_written_reads_back_equal(tmp_path_factory: pytest.TempPathFactory, found: list[Any]) -> None:
    articles = [MarkedArticle(f"doc {n} \ud800", None, quotes) for n, quotes in enumerate(found)]
    path = tmp_path_factory.getbasetemp() / "round.jsonl"
    assert load_quotes(write_quotes(articles, path)) == articles


def test_a_part_that_is_missing_is_null(tmp_path: Path) -> None:
    path = write_quotes([MarkedArticle("a", "No.", (MarkedQuote(((0, 3),)),))], tmp_path / "a.jsonl")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert (written["quotes"][0]["cue"], written["quotes"][0]["source"]) == (None, None)


@pytest.mark.parametrize("name", ["quotes", "attributions"])
def test_marks_of_people_and_of_engines_are_read_alike(tmp_path: Path, name: str) -> None:
    marked = {"content": [[8, 10]], "cue": [[3, 7]], "source": None, "kind": "indirect", "id": "E1"}
    [article] = load(tmp_path, {"doc_id": "a", "text": "He said no.", name: [marked]})
    assert article.quotes == (MarkedQuote(((8, 10),), ((3, 7),), (), kind="indirect"),)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (line(doc_id=None), "line 1: it needs a doc_id and a list of quotes or attributions"),
        (line(quotes=None), "line 1: it needs a doc_id and a list of quotes or attributions"),
        (line(text=3), "line 1: text is of type int"),
        (line(quotes=["x"]), "line 1, quotes 1: it is of type str"),
        (line(quotes=[{"content": []}]), "line 1, quotes 1: it has no content"),
        (line(quotes=[{"content": [[3, 3]]}]), r"line 1, quotes 1, content holds \[3, 3\]"),
        (line(quotes=[{"content": [[3, 4]], "cue": [3, 4]}]), "line 1, quotes 1, cue holds 3"),
        (line(quotes=[{"content": [[True, 4]]}]), "line 1, quotes 1, content holds"),
        (line(quotes=[{"content": [[3, 4]], "act": "shout"}]), "act is 'shout'; it must be one of speech, thought"),
        (line(quotes=[{"content": [[3, 40]]}]), "ends at 40 and the text of 'a' has 11 characters"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        load(tmp_path, wrong)


def test_an_id_that_is_used_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="doc_id 'a' is used twice"):
        load(tmp_path, line(), line())


@pytest.mark.parametrize("path", ["missing.jsonl", "."])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, path: str) -> None:
    with pytest.raises(CorpusError, match="there is no file"):
        load_quotes(tmp_path / path)


def test_texts_that_lie_elsewhere_come_from_a_corpus() -> None:
    corpus = Corpus((Document("a", "He said no."),))
    [article] = with_texts([MarkedArticle("a", None, (MarkedQuote(((8, 10),)),))], corpus)
    assert article.text == "He said no."


def test_an_offset_outside_the_text_of_the_corpus_is_an_error() -> None:
    corpus = Corpus((Document("a", "No."),))
    with pytest.raises(CorpusError, match="do the offsets count Unicode characters"):
        with_texts([MarkedArticle("a", None, (MarkedQuote(((8, 10),)),))], corpus)
