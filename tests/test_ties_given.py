"""Ties between given parties: what `toolkit extract ties` writes and `toolkit bench ties` scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit.annotate.ties import GivenPair, find_given_ties, load_pairs
from toolkit.bench import measure_ties
from toolkit.cli import main
from toolkit.errors import CorpusError
from toolkit.tables import load_table

LINES = [
    {"id": "a", "text": "Arle accused the Bron Front of theft.", "source": "Arle", "target": "Bron Front"},
    {"id": "b", "text": "Arle and Dorland signed a treaty.", "source": ["Arle", "Dorland"], "target": []},
    {"id": "c", "text": "Arle and Dorland lie on one river.", "source": ["Arle"], "target": ["Dorland"]},
    {"id": "d", "text": "Arle will send tents to Dorland.", "source": ["Arle"], "target": ["Dorland"]},
]
LABELS = ["DISAPPROVE", "SUPPORT", "FIGHT", "AGREE"]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return write(tmp_path, [line | {"label": label} for line, label in zip(LINES, LABELS, strict=True)])


def write(folder: Path, lines: list[dict[str, Any]]) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_every_text_has_its_line_and_parties_keep_the_words_given(pairs: Path, tmp_path: Path) -> None:
    out = tmp_path / "ties.jsonl"
    assert main(["extract", "ties", str(pairs), "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c", "d"]
    assert [[(t["source"], t["target"], t["category"], t["plover"]) for t in line["ties"]] for line in lines] == [
        [("Arle", "Bron Front", "disapprove", "DISAPPROVE")],
        [("Arle", "Dorland", "accord", "SUPPORT")],
        [],
        [("Arle", "Dorland", "aid", "AGREE")],
    ]
    assert LINES[0]["text"][slice(*lines[0]["ties"][0]["trigger"])] == "accused"


def test_a_corpus_with_a_codebook_gives_a_table(tmp_path: Path) -> None:
    out = tmp_path / "ties.parquet"
    assert main(["extract", "ties", str(Path(__file__).parent.parent / "seeds"), "--out", str(out)]) == 0
    assert len(load_table(out)) > 50


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"id": "a"}, "line 1: it needs id and text as words"),
        ({"id": "a", "text": "x", "source": "x"}, "line 1: target must be words or a list of words, and is None"),
        ({"id": "a", "text": "x", "source": [3], "target": []}, r"line 1: source must be words .*, and is \[3\]"),
    ],
)
def test_a_line_that_gives_no_pair_is_named(tmp_path: Path, line: dict[str, Any], said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        load_pairs(write(tmp_path, [line]))


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no line in it"):
        load_pairs(write(tmp_path, []))


def test_a_party_that_stands_in_no_place_has_no_mention() -> None:
    row, *_ = find_given_ties(GivenPair("a", "Arle attacked a village.", ("Arle",), ("Dorland",)))
    assert (row.source, row.target, row.category) == ("Arle", "Dorland", "assault")
    assert row.source_mention is not None
    assert row.target_mention is None


def test_the_bench_counts_what_was_not_answered_as_wrong(pairs: Path) -> None:
    figures = measure_ties(pairs, rows="all").set_index("figure")["value"]
    assert figures["label_accuracy"] == figures["answered"] == 0.75
    assert figures["balanced_sign_accuracy"] == pytest.approx((1 + 1 / 2) / 2)


def test_the_bench_takes_odd_or_even_rows(pairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "ties", str(pairs), "--rows", "odd"]) == 0
    assert main(["bench", "ties", str(pairs)]) == 0
    said = capsys.readouterr().out
    assert "2 odd rows of pairs.jsonl" in said
    assert "2 even rows of pairs.jsonl" in said


def test_a_label_that_plover_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="label is 'HUG'; it must be one of AGREE, "):
        measure_ties(write(tmp_path, [LINES[0] | {"label": "HUG"}]), rows="all")
