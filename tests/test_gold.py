"""The quotations of the seeds against those a reader marked, so that no change goes unnoticed.

The figures say how the finder does on the texts it was developed with, not on others (see gold/README.md). The floors
are in gold/floors.json; `python -m pytest tests/test_gold.py --lower-floors` lowers those that are missed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from floors import SAID, Floors

from toolkit.annotate import find_quotes
from toolkit.codebook import load_codebook
from toolkit.corpus import load_corpus
from toolkit.measure import evaluate_quotes
from toolkit.measure.marked_words import read_text
from toolkit.rows import MarkedArticle, MarkedQuote
from toolkit.standoff import load_quotes, mark_quotes, with_texts

HERE = Path(__file__).parent
FLOORS = Floors(HERE / "gold" / "floors.json", HERE / "gold" / "seeds_quotes.jsonl")
PARTS = ("kind", "form", "act", "sourced")


@cache
def gold() -> list[MarkedArticle]:
    return with_texts(load_quotes(FLOORS.gold), load_corpus(HERE.parent / "seeds"))


@cache
def found() -> list[MarkedArticle]:
    codebook = load_codebook("iran-hamas")
    seeds = load_corpus(HERE.parent / "seeds")
    return [mark_quotes(d.doc_id, d.text, find_quotes(d, codebook=codebook)) for d in seeds]


@cache
def figures() -> dict[str, float]:
    """Give every figure under its name in the file of floors."""
    named: dict[str, float] = {}
    for by in ("kind", "act"):
        table = evaluate_quotes(gold(), found(), by=by, n_boot=0)
        named |= {f"{by} {row.group} {row.figure}": row.value for row in table.itertuples()}
    for part in PARTS:
        pairs = [(getattr(a, part), getattr(b, part)) for a, b in pairs_of_same_content()]
        named[f"same {part} where the content is exact"] = sum(a == b for a, b in pairs) / len(pairs)
    plain = [quote for quote in quotes(gold()) if quote[1].kind == "direct" or quote[1].form == "block"]
    right = set(map(content_and_source, quotes(found())))
    named["direct and block, exact with the right source"] = sum(
        content_and_source(quote) in right for quote in plain
    ) / len(plain)
    return named


def quotes(articles: list[MarkedArticle]) -> list[tuple[MarkedArticle, MarkedQuote]]:
    return [(article, quote) for article in articles for quote in article.quotes]


def content(pair: tuple[MarkedArticle, MarkedQuote]) -> tuple[str, frozenset[int]]:
    article, quote = pair
    return article.doc_id, read_text(article.text or "").words(quote.content)


def content_and_source(pair: tuple[MarkedArticle, MarkedQuote]) -> tuple[str, frozenset[int], frozenset[int]]:
    article, quote = pair
    return *content(pair), read_text(article.text or "").words(quote.source)


def pairs_of_same_content() -> list[tuple[MarkedQuote, MarkedQuote]]:
    marked = {content(pair): pair[1] for pair in quotes(gold())}
    return [(marked[content(pair)], pair[1]) for pair in quotes(found()) if content(pair) in marked]


@pytest.fixture
def lower(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--lower-floors"))


# ---------------------------------------------------------------- the gold and the figures


def test_the_gold_is_the_one_the_floors_were_measured_on(lower: bool) -> None:
    FLOORS.check_gold(lower=lower)


def test_the_gold_marks_spans_that_can_be_read() -> None:
    for article in gold():
        text = article.text or ""
        words = [text[a:b] for q in article.quotes for a, b in (*q.content, *q.cue, *q.source)]
        assert words
        assert all(word and word == word.strip() for word in words)


@pytest.mark.parametrize("name", FLOORS.values)
def test_a_figure_reaches_its_floor(name: str, lower: bool, pytestconfig: pytest.Config) -> None:
    if said := FLOORS.check(name, figures()[name], lower=lower):
        pytestconfig.stash[SAID].append(said)


# ---------------------------------------------------------------- the floors themselves


@pytest.fixture
def floors(tmp_path: Path) -> Floors:
    made = Floors(tmp_path / "floors.json", tmp_path / "gold.jsonl")
    made.gold.write_text("gold", encoding="utf-8")
    digest = "a2f19e0a9ed6ea1ddcb1f5e8f1a3e8b0"
    made.path.write_text(json.dumps({"sha256": digest, "floors": {"f1": 0.7, "other": 0.1}}), encoding="utf-8")
    return made


@pytest.mark.parametrize("value", [0.6999, float("nan")])
def test_a_figure_below_its_floor_fails_and_the_floor_stays(floors: Floors, value: float) -> None:
    with pytest.raises(AssertionError, match=r"its floor 0\.7; to lower it, run again with --lower-floors"):
        floors.check("f1", value, lower=False)
    assert floors.values["f1"] == 0.7


def test_a_floor_is_lowered_when_that_is_asked_for(floors: Floors) -> None:
    assert floors.check("f1", 0.65438, lower=True) == "f1: floor lowered from 0.7 to 0.6543"
    assert floors.values == {"f1": 0.6543, "other": 0.1}


def test_raising_is_only_suggested(floors: Floors) -> None:
    assert floors.check("f1", 0.75, lower=True) == "f1: floor 0.7 can be raised to 0.75"
    assert floors.values["f1"] == 0.7


def test_a_figure_at_its_floor_is_not_worth_a_word(floors: Floors) -> None:
    assert floors.check("f1", 0.7, lower=False) == ""


def test_another_gold_fails_until_it_is_asked_for(floors: Floors) -> None:
    with pytest.raises(AssertionError, match=r"gold\.jsonl has changed"):
        floors.check_gold(lower=False)
    floors.check_gold(lower=True)
    floors.check_gold(lower=False)
