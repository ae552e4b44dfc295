"""The card of the quotation engine speaks of the engine that ships, and a bench writes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.annotate.quotes.weights import CARD, ENGINE_FILES, engine_digest, find_engine
from toolkit.bench import save_scores
from toolkit.cli import main
from toolkit.errors import ParameterError

REFRESH = "the engine changed; write its card again: toolkit bench quotes DATA.jsonl --card"
GOLD = {"doc_id": "a", "text": "“We will wait here,” Ada Vale said.", "attributions": [{"content": [[0, 20]]}]}


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """Copy the engine that ships, with a card of two lines."""
    folder = tmp_path / "engine"
    folder.mkdir()
    for name in ENGINE_FILES:
        (folder / name).write_bytes((find_engine() / name).read_bytes())
    (folder / CARD).write_text("before\n<!-- scores -->\nold\n<!-- /scores -->\nafter\n", encoding="utf-8")
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return path


def test_the_card_speaks_of_the_engine_that_ships() -> None:
    assert engine_digest() in (find_engine() / CARD).read_text(encoding="utf-8"), REFRESH


@pytest.mark.parametrize("name", ENGINE_FILES)
def test_the_digest_changes_with_every_file_of_the_engine(engine: Path, name: str) -> None:
    before = engine_digest(str(engine))
    (engine / name).write_bytes((engine / name).read_bytes() + b" ")
    assert engine_digest(str(engine)) != before


def test_the_digest_does_not_depend_on_where_the_engine_lies(engine: Path) -> None:
    assert engine_digest(str(engine)) == engine_digest()


def test_the_bench_writes_scores_and_digests_into_the_card(
    engine: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("toolkit.bench._ENOUGH_SECONDS", 0.01)
    assert main(["bench", "quotes", str(gold), "--engine", str(engine), "--card"]) == 0
    said = capsys.readouterr().out.strip()
    card = (engine / CARD).read_text(encoding="utf-8")
    assert card == f"before\n<!-- scores -->\n\n```text\n{said}\n```\n\n<!-- /scores -->\nafter\n"
    assert engine_digest(str(engine)) in said
    assert "times the time of splitting sentences" in said


def test_a_card_without_a_place_for_scores_is_left_alone(tmp_path: Path) -> None:
    card = tmp_path / CARD
    card.write_text("mine\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="no place for scores"):
        save_scores(card, "words")
    assert card.read_text(encoding="utf-8") == "mine\n"


def test_gold_without_texts_is_refused(gold: Path, engine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold.write_text('{"doc_id": "a", "quotes": []}\n', encoding="utf-8")
    assert main(["bench", "quotes", str(gold), "--engine", str(engine)]) == 2
    assert "no text in 1 articles" in capsys.readouterr().err


def test_a_folder_that_is_no_engine_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"doc_id": "a", "text": "“No,” she said."}\n', encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert main(["extract", "quotes", str(source), "--out", str(out), "--engine", str(tmp_path)]) == 2
    assert "is no engine, since it has no network.onnx" in capsys.readouterr().err
    assert not out.exists()


def test_extract_uses_the_engine_that_is_named(engine: Path, tmp_path: Path) -> None:
    words = json.loads((engine / "words.json").read_text(encoding="utf-8"))
    (engine / "words.json").write_text(json.dumps({**words, "name": "ours-1"}), encoding="utf-8")
    source, out = tmp_path / "a.jsonl", tmp_path / "out.csv"
    source.write_text('{"doc_id": "a", "text": "“No,” she said."}\n', encoding="utf-8")
    assert main(["extract", "quotes", str(source), "--out", str(out), "--engine", str(engine), "--quiet"]) == 0
    assert "ours-1" in out.read_text(encoding="utf-8")
