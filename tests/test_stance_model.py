"""The stance model that ships: its card speaks of it, it is small, and it cannot see whom it judges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.annotate.stance.model import (
    CARD,
    ENGINE_FILES,
    Judgement,
    find_stance_model,
    load_stance_model,
    stance_digest,
)
from toolkit.cli import main
from toolkit.training.audit import audit_swaps, fill_slots, swap_sentences

REFRESH = "the model changed; write its card again: toolkit bench stance DATA.jsonl --card"
# Invented; the target stands between stars.
FAVOUR = [
    "*Vale* is a brave and honest leader whom everybody admires.",
    "Voters love *Tarn*, and they are right to trust him.",
    "*Orm* won praise for its generous help to the victims.",
    "“*Pell* has done a great job,” the mayor said.",
    "Experts called *Moss* brilliant, gifted and kind.",
    "She thanked *Vale* for the wonderful support.",
    "*Tarn* is an inspiring and successful reformer.",
    "Everyone was proud of *Orm* and its heroic rescue.",
]
AGAINST = [
    "*Vale* is a corrupt liar who betrayed the voters.",
    "Critics accused *Tarn* of fraud and racism.",
    "“*Pell* is a disgrace and a coward,” the mayor said.",
    "*Orm* was condemned for the brutal attack on civilians.",
    "Prosecutors say that *Moss* stole the money and lied about it.",
    "They blamed *Vale* for the disastrous failure.",
    "*Tarn*’s reckless and dishonest campaign is a shame.",
    "The report slammed *Orm* for its cruel abuse of prisoners.",
]
NEUTRAL = [
    "*Vale* spoke to reporters on Tuesday.",
    "A spokesman for *Tarn* declined to comment.",
    "*Orm* will hold the meeting in the capital next month.",
    "“I met him at the airport,” *Pell* said.",
    "The letter was sent to *Moss* last week, according to the ministry.",
    "*Vale* was born in a town by the river.",
    "He asked *Tarn* about the schedule.",
    "*Orm* has twelve seats in the council.",
]


def judge(marked: str) -> Judgement:
    before, target, after = marked.split("*")
    return load_stance_model().judge(before + target + after, len(before), len(before) + len(target))


def test_the_card_speaks_of_the_model_that_ships() -> None:
    assert stance_digest() in (find_stance_model() / CARD).read_text(encoding="utf-8"), REFRESH


@pytest.mark.parametrize("name", ENGINE_FILES)
def test_the_digest_changes_with_every_file_of_the_model(tmp_path: Path, name: str) -> None:
    for other in ENGINE_FILES:
        (tmp_path / other).write_bytes((find_stance_model() / other).read_bytes())
    assert stance_digest(str(tmp_path)) == stance_digest()
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b" ")
    assert stance_digest(str(tmp_path)) != stance_digest()


def test_the_model_is_small() -> None:
    sizes = [len((find_stance_model() / name).read_bytes()) for name in ENGINE_FILES]
    assert sum(sizes) <= 2_000_000


def test_swapping_whom_a_sentence_is_about_changes_nothing() -> None:
    swaps = audit_swaps(load_stance_model()).set_index("slot")
    assert swaps.loc["target", "sentences"] == len(swap_sentences()) >= 200
    assert swaps.loc[["target", "other name"], "largest"].to_list() == [0, 0]
    assert swaps.loc[["demonym", "place"], "mean"].max() <= 0.05


def test_the_audit_fills_every_slot() -> None:
    words = {"{T}": "the Front", "{O}": "Vale", "{D}": "Arlean", "{P}": "Orm"}
    for sentence in swap_sentences():
        text, start, end = fill_slots(sentence, words)
        assert "{" not in text
        assert text[start:end].lower() == "the front"
    assert fill_slots("{O} asked {aD} aide of {T}.", words)[0] == "Vale asked an Arlean aide of the Front."


def test_plain_favour_and_plain_blame_are_told_apart() -> None:
    assert all(judge(marked).score > 0 for marked in FAVOUR)
    assert all(judge(marked).score < 0 for marked in AGAINST)


def test_most_plain_sentences_are_read_right() -> None:
    gold = [("favour", FAVOUR), ("against", AGAINST), ("neutral", NEUTRAL)]
    right = [judge(marked).best == label for label, sentences in gold for marked in sentences]
    assert sum(right) >= 22  # of 24; raise it when the model gets better


def test_words_are_those_that_moved_the_score_to_its_side() -> None:
    marked = AGAINST[0]
    text = marked.replace("*", "")
    assert {"corrupt", "liar"} <= {text[a:b] for a, b in judge(marked).words}


def test_extract_writes_a_line_for_each_target_in_order(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": str(n), "text": m.replace("*", ""), "start": m.index("*"), "end": m.rindex("*") - 1}
        for n, m in enumerate(AGAINST)
    ]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert main(["extract", "stance", str(source), "--out", str(out)]) == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == [line["id"] for line in lines]
    assert [list(row) for row in found] == [["id", "label", "best", "score", "confidence"]] * len(lines)
    assert [row["score"] for row in found] == [judge(marked).score for marked in AGAINST]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 1, "text": "Orm won."}', "line 1 is no target: it needs id, text, start and end"),
        ('{"id": 1, "text": "Orm won.", "start": 3, "end": 2}', "start and end must be whole numbers"),
        ('{"id": 1, "text": "Orm  won.", "start": 3, "end": 4}', "there is no word at 3:4"),
        ("no", "line 1 is no target"),
    ],
)
def test_extract_says_what_is_wrong_with_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(line + "\n", encoding="utf-8")
    assert main(["extract", "stance", str(source), "--out", str(out)]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_is_no_model_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "Orm won.", "start": 0, "end": 3}\n', encoding="utf-8")
    words = ["extract", "stance", str(source), "--out", str(tmp_path / "o.jsonl"), "--engine", str(tmp_path)]
    assert main(words) == 2
    assert "is no stance model, since it has no weights.npz" in capsys.readouterr().err
