"""Rules of the house: read strictly, broken only where they say so, and listed for a newsroom's checks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from toolkit.annotate import extract_breaches, find_breaches, find_labels
from toolkit.cli import main
from toolkit.codebook import Codebook, Rule, load_codebook, shipped_codebooks
from toolkit.corpus import as_document
from toolkit.errors import CodebookError
from toolkit.rows import Breach, Corpus, Override
from toolkit.tables import check_spans, from_frame, load_table

HARBOUR = Path(__file__).parent / "data" / "codebooks" / "harbour.yaml"
DECLARED = HARBOUR.read_text(encoding="utf-8")
FREE = "The criminal mob called Dune Front left the quay."
SAID = "“The Dune Front is a criminal mob,” Ada Lind said."
REPORTED = "Ada Lind said that the criminal mob called Dune Front had left."


@pytest.fixture(scope="module")
def harbour() -> Codebook:
    return load_codebook(HARBOUR)


def broken(text: str, codebook: Codebook) -> list[tuple[str, str, str | None, str]]:
    rows = find_breaches(text, codebook=codebook)
    return [(row.rule, row.passage.text, row.actor, row.voice) for row in rows]


# ---------------------------------------------------------------- reading them


def test_a_rule_keeps_forms_as_label_rows_have_them(harbour: Codebook) -> None:
    first, second = harbour.rules
    assert (first.kinds, first.forms, first.actors, first.allowed) == (("delegitimising",), (), (), ("verbatim",))
    assert (second.kinds, second.forms, second.actors, second.allowed) == (
        (), ("people's vanguard",), ("league", "front"), (),
    )  # fmt: skip


def test_rules_can_be_laid_out_as_a_table(harbour: Codebook) -> None:
    assert harbour.describe("rules")["rule_id"].tolist() == ["as-said", "no-vanguard"]


@pytest.mark.parametrize("name", shipped_codebooks())
def test_no_rule_ships(name: str) -> None:
    assert load_codebook(name).rules == ()


def test_the_example_in_the_shipped_file_can_be_put_in_force_and_treats_all_alike(tmp_path: Path) -> None:
    text = files("toolkit").joinpath("codebook/data/iran-hamas.yaml").read_text(encoding="utf-8")
    path = tmp_path / "my.yaml"
    example = re.search(r"^# rules:\n(?:#   .*\n)+", text, flags=re.MULTILINE)
    assert example
    path.write_text(text.replace(example.group(), re.sub(r"(?m)^# ", "", example.group())), encoding="utf-8")
    [rule] = load_codebook(path).rules
    assert (rule.actors, set(rule.kinds)) == ((), {"delegitimising", "legitimising"})


SLIPS = [
    ("kind: delegitimising", "kind: bad", 35, "kind is 'bad'; it must be one of delegitimising, neutral, legitimising"),
    ("kind: delegitimising\n", "kind: neutral\n    label: [wreckers]\n", 34, "an entry of rules has either label"),
    ("    kind: delegitimising\n", "", 34, "an entry of rules has either label (forms) or kind (delegitimising, "),
    ("kind: delegitimising", "kind: []", 34, "an entry of rules names no form and no kind, so nothing could break it"),
    ("kind: delegitimising", "label: [wrecker]", 35, "'wrecker' is a form of no label set; near it are wreckers"),
    ("kind: delegitimising", "label: [zeal]", 35, "'zeal' is a form of no label set"),
    ("actors: all", "actors: everybody", 36, "actors is 'everybody'; it must be one of all, vessia, league, front, "),
    ("actors: all", "actors: []", 36, "actors names nobody; it is all, or a list of vessia, league, front, lind"),
    ("allowed: [verbatim]", "allowed: [quoted]", 37, "an entry of allowed is 'quoted'; it must be one of narrator, "),
    ("    allowed: [verbatim]\n", "", 34, "an entry of rules lacks allowed"),
    ("id: no-vanguard", "id: as-said", 39, "'as-said' is used twice as an id; the other is 'as-said' in line 34"),
    ("message: Say", "remark: Say", 38, "'remark' is not a key of an entry of rules; the keys are id, actors, "),
]


@pytest.mark.parametrize(("right", "wrong", "line", "message"), SLIPS)
def test_a_slip_in_a_rule_is_named_with_file_line_and_choices(
    tmp_path: Path, right: str, wrong: str, line: int, message: str
) -> None:
    assert right in DECLARED
    path = tmp_path / "my.yaml"
    path.write_text(DECLARED.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=re.escape(f"my.yaml, line {line}: {message}")):
        load_codebook(path)


# ---------------------------------------------------------------- breaking them


@pytest.mark.parametrize(("text", "voice"), [(FREE, "narrator"), (REPORTED, "paraphrase")])
def test_the_outlets_own_wording_breaks_a_rule_that_allows_only_speech(
    harbour: Codebook, text: str, voice: str
) -> None:
    assert broken(text, harbour) == [("as-said", "criminal mob", "front", voice)]


def test_a_speakers_own_words_break_no_rule_that_allows_speech(harbour: Codebook) -> None:
    assert [row.form for row in find_labels(SAID, codebook=harbour)] == ["criminal mob"]
    assert broken(SAID, harbour) == []


def test_a_form_allowed_nowhere_breaks_its_rule_in_speech_too(harbour: Codebook) -> None:
    text = "“The people’s vanguard, the Dune Front, is here,” Ada Lind said."
    assert [row[:2] for row in broken(text, harbour)] == [("no-vanguard", "people’s vanguard")]


def test_a_rule_for_all_holds_where_the_text_leaves_the_actor_open(harbour: Codebook) -> None:
    assert broken("Some wreckers came.", harbour) == [("as-said", "wreckers", None, "narrator")]


def test_a_rule_for_some_spares_the_others_and_what_is_left_open(harbour: Codebook) -> None:
    rule = Rule("some", (), ("delegitimising",), ("league",), (), "Not of them.")
    some = replace(harbour, rules=(rule,))
    assert broken(f"{FREE} Some wreckers came.", some) == []
    assert [row[2] for row in broken("The Vessian wreckers came.", some)] == ["league"]


def test_every_actor_of_a_set_breaks_a_rule_for_all_alike(harbour: Codebook) -> None:
    rows = {name: broken(f"The criminal mob called {name} left.", harbour) for name in ("Dune Front", "Harbour League")}
    assert [(len(found), found[0][0], found[0][3]) for found in rows.values()] == [(1, "as-said", "narrator")] * 2


def test_breaches_are_the_labels_that_are_handed_in(harbour: Codebook) -> None:
    labels = find_labels(FREE, codebook=harbour)
    assert find_breaches(FREE, codebook=harbour, labels=labels) == find_breaches(FREE, codebook=harbour)
    assert find_breaches(FREE, codebook=harbour, labels=[]) == []


def test_a_table_of_breaches_points_into_the_texts_and_reads_back(harbour: Codebook) -> None:
    corpus = Corpus((replace(as_document(FREE), doc_id="a"), replace(as_document(SAID), doc_id="b")))
    table = extract_breaches(corpus, codebook=harbour)
    assert check_spans(table, corpus) == 2
    assert from_frame(table, Breach) == find_breaches(corpus["a"], codebook=harbour)


def test_a_corrected_voice_decides(harbour: Codebook) -> None:
    document = as_document(FREE)
    [label] = find_labels(document, codebook=harbour)
    row = Override(document.doc_id, "voice", "verbatim", "a reader", "a title", row_id=label.row_id)
    assert len(extract_breaches(Corpus((document,)), codebook=harbour)) == 1
    assert extract_breaches(Corpus((document,), overrides=(row,)), codebook=harbour).empty


# ---------------------------------------------------------------- the command


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    texts = {"free": f"{FREE} {FREE}", "said": SAID}
    lines = [json.dumps({"doc_id": name, "text": text}) for name, text in texts.items()]
    (tmp_path / "drafts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "drafts.jsonl"


def test_check_lists_every_occurrence_under_its_article_and_fails(
    drafts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(drafts), "--rules", str(HARBOUR)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["free", "  as-said: Say who calls them so, in their words."]
    assert lines[2].startswith("    4-16  The [criminal mob] called Dune Front left")
    assert lines[2].endswith("(Dune Front; narrator)")
    assert lines[3].startswith("    54-66  ")
    assert lines[-1] == "2 occurrences in 1 of 2 articles, by 2 rules"


def test_check_passes_where_no_rule_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"doc_id": "said", "text": SAID}), encoding="utf-8")
    assert main(["check", str(tmp_path / "a.jsonl"), "--rules", str(HARBOUR)]) == 0
    assert capsys.readouterr().out == "0 occurrences in 0 of 1 article, by 2 rules\n"


def test_a_form_that_names_two_is_one_occurrence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "The criminal mobs Dune Front and Harbour League left."
    (tmp_path / "a.jsonl").write_text(json.dumps({"doc_id": "a", "text": text}), encoding="utf-8")
    assert main(["check", str(tmp_path / "a.jsonl"), "--rules", str(HARBOUR)]) == 1
    out = capsys.readouterr().out
    assert "(Dune Front and Harbour League; narrator)" in out
    assert out.endswith("1 occurrence in 1 of 1 article, by 2 rules\n")


def test_check_writes_the_occurrences_as_a_table(drafts: Path, tmp_path: Path) -> None:
    main(["check", str(drafts), "--rules", str(HARBOUR), "--out", str(tmp_path / "breaches.parquet")])
    assert load_table(tmp_path / "breaches.parquet")["passage_start"].tolist() == [4, 54]


def test_a_codebook_without_rules_is_a_mistake_and_no_pass(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(drafts), "--rules", "iran-hamas"]) == 2
    assert "iran-hamas.yaml has no rules" in capsys.readouterr().err


def test_the_rule_that_the_help_shows_can_be_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    shown = re.search(r"^  rules:\n(?:    .*\n)+", capsys.readouterr().out, flags=re.MULTILINE)
    assert shown
    rules = re.sub(r"^  ", "", shown.group(), flags=re.MULTILINE)
    path = tmp_path / "my.yaml"
    path.write_text(DECLARED.partition("rules:\n")[0] + rules, encoding="utf-8")
    assert [rule.rule_id for rule in load_codebook(path).rules] == ["as-said"]
