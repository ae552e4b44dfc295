"""The doctor finds what a codebook leaves out or counts twice, says where, and calls a sound one sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from toolkit.annotate import check_codebook
from toolkit.cli import main
from toolkit.codebook import Codebook, load_codebook
from toolkit.corpus import as_document
from toolkit.rows import Corpus

HARBOUR = Path(__file__).parent / "data" / "codebooks" / "harbour.yaml"
DECLARED = HARBOUR.read_text(encoding="utf-8")


@pytest.fixture
def altered(tmp_path: Path) -> Path:
    """Give a place for a codebook with one change."""
    return tmp_path / "my.yaml"


def changed(path: Path, right: str, wrong: str) -> Codebook:
    assert right in DECLARED
    path.write_text(DECLARED.replace(right, wrong, 1), encoding="utf-8")
    return load_codebook(path)


def corpus(*texts: str) -> Corpus:
    return Corpus(tuple(replace(as_document(text), doc_id=f"d{n}") for n, text in enumerate(texts)))


def found(findings: pd.DataFrame, check: str) -> list[tuple[str, str, str]]:
    some = findings[findings["check"] == check]
    return list(some[["severity", "where", "what"]].itertuples(index=False, name=None))


# ---------------------------------------------------------------- the codebook alone


def test_a_sound_codebook_has_no_problem_and_says_whom_no_set_holds() -> None:
    findings = check_codebook(load_codebook(HARBOUR))
    assert set(findings["severity"]) == {"note"}
    assert found(findings, "actor without label set") == [
        ("note", "harbour.yaml, line 6", "vessia is in no label set"),
        ("note", "harbour.yaml, line 9", "lind is in no label set"),
    ]
    assert list(findings.columns) == ["severity", "check", "where", "what", "advice"]
    assert (findings["advice"] != "").all()


def test_a_set_without_one_kind_is_a_problem(altered: Path) -> None:
    codebook = changed(altered, "neutral: [trade group, trade groups]", "neutral: []")
    assert found(check_codebook(codebook), "set lacks a kind") == [
        ("problem", "my.yaml, line 11", "groups has no neutral form")
    ]


def test_a_form_in_two_sets_is_noted_where_it_stands_again(altered: Path) -> None:
    kinds = "delegitimising: [Wreckers], neutral: [power], legitimising: [haven]"
    codebook = changed(altered, "frames:", f"  - {{id: states, actors: [vessia], {kinds}}}\nframes:")
    assert found(check_codebook(codebook), "form in two sets") == [
        ("note", "my.yaml, line 17", "'wreckers' stands in groups and states")
    ]


def test_a_phrase_whose_hits_another_frame_counts_is_a_problem(altered: Path) -> None:
    codebook = changed(altered, "phrases: [at odds]", "phrases: [at odds, very close ties]")
    [problem] = found(check_codebook(codebook), "phrase in two frames")
    assert problem[2] == "hits of 'very close ties' count for apart and, by 'close ties', for close"


def test_a_phrase_that_the_other_frame_excludes_is_none(altered: Path) -> None:
    codebook = changed(altered, "phrases: [at odds]", "phrases: [at odds, no close ties]")
    assert found(check_codebook(codebook), "phrase in two frames") == []


def test_a_frame_without_counterpart_is_noted(altered: Path) -> None:
    findings = check_codebook(changed(altered, "    pair: close\n", ""))
    assert [row[2] for row in found(findings, "frame without counterpart")] == ["apart has no pair"]
    assert [row[0] for row in found(findings, "counterpart of another")] == ["problem"]


def test_a_rule_for_some_actors_of_a_set_is_noted(altered: Path) -> None:
    findings = check_codebook(changed(altered, "actors: all", "actors: [front]"))
    assert [row[2] for row in found(findings, "rule for some actors")] == [
        "as-said holds for front, and not for league, whom the same forms may name"
    ]


# ---------------------------------------------------------------- against texts


def test_forms_and_phrases_that_never_occur_are_named_each_with_its_line() -> None:
    texts = corpus("The trade group called Dune Front has close ties to the wreckers.")
    findings = check_codebook(load_codebook(HARBOUR), texts)
    assert [what for *_, what in found(findings, "dead form")] == [
        "'criminal mob' of groups never occurs",
        "'criminal mobs' of groups never occurs",
        "'trade groups' of groups never occurs",
        '"people\'s vanguard" of groups never occurs',
    ]
    assert found(findings, "dead phrase") == [
        ("note", "harbour.yaml, line 22", "'seal* ~3 pact' of close never occurs"),
        ("note", "harbour.yaml, line 30", "'at odds' of apart never occurs"),
    ]


@pytest.mark.parametrize(("times", "severities"), [(4, []), (5, ["problem"])])
def test_an_actor_named_five_times_without_a_set_is_a_problem(times: int, severities: list[str]) -> None:
    findings = check_codebook(load_codebook(HARBOUR), corpus(*["Vessia slept. The Vessian shore did, too."] * times))
    assert [row[0] for row in found(findings, "actor without label set")] == severities


@pytest.mark.parametrize(("others", "severity"), [(4, "note"), (5, "problem"), (6, "problem"), (9, "problem")])
def test_a_phrase_that_carries_half_of_ten_hits_is_a_problem(others: int, severity: str) -> None:
    texts = corpus("They sealed a pact. " * others + "They have close ties. " * 5)
    [row] = found(check_codebook(load_codebook(HARBOUR), texts), "share of one phrase")
    assert row[0] == severity
    assert f"{max(others, 5)} of the {others + 5} hits of close" in row[2]


def test_a_phrase_with_one_hit_is_not_worth_a_note() -> None:
    findings = check_codebook(load_codebook(HARBOUR), corpus("They have close ties."))
    assert found(findings, "share of one phrase") == []


def test_problems_come_first_and_every_kind_in_the_order_of_the_file() -> None:
    findings = check_codebook(load_codebook(HARBOUR), corpus("Vessia. " * 5))
    assert findings["severity"].is_monotonic_decreasing
    lines = findings["where"].str.extract(r"line (\d+)")[0].astype(int)
    assert all(group.is_monotonic_increasing for _, group in lines.groupby(findings["check"]))


# ---------------------------------------------------------------- the command


def test_doctor_ends_with_0_where_there_are_only_notes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(HARBOUR)]) == 0
    out = capsys.readouterr().out
    assert "note: actor without label set (2)\n  harbour.yaml, line 6: vessia is in no label set\n" in out
    assert out.endswith("Codebook('harbour' 1: 4 actors, 1 label sets, 2 frames, 0 events): 0 problems, 2 notes\n")


def test_doctor_ends_with_1_where_there_is_a_problem(altered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(altered, "neutral: [trade group, trade groups]", "neutral: []")
    assert main(["doctor", str(altered)]) == 1
    assert capsys.readouterr().out.startswith(
        "problem: set lacks a kind (1)\n  my.yaml, line 11: groups has no neutral"
    )


def test_doctor_ends_with_2_and_the_line_where_a_codebook_cannot_be_read(
    altered: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered.write_text(DECLARED.replace("kind: state", "kind: country"), encoding="utf-8")
    assert main(["doctor", str(altered)]) == 2
    assert "my.yaml, line 6: kind is 'country'" in capsys.readouterr().err


def test_doctor_shortens_long_lists_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nNothing of it is here.", encoding="utf-8")
    main(["doctor", "iran-hamas", str(tmp_path / "a.txt")])
    short = capsys.readouterr().out
    main(["doctor", "iran-hamas", str(tmp_path / "a.txt"), "--all"])
    whole = capsys.readouterr().out
    assert "more; --all lists them" in short
    assert "more; --all lists them" not in whole
    assert whole.count("never occurs\n") > short.count("never occurs\n") == 20
    assert short.splitlines()[-1] == whole.splitlines()[-1]
