"""Whom a source means: names agree or not, and naming nobody is neither right nor wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from toolkit import bench
from toolkit.annotate import find_quotes
from toolkit.cli import main
from toolkit.errors import CorpusError, TableError
from toolkit.measure.names import same_name
from toolkit.measure.referents import NamedSource, Referent, evaluate_referents, load_referents
from toolkit.rows import Document, MarkedArticle, Quote, SpeakerHow

GOLD = Path(__file__).parent / "gold"

# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vale", "Ada Vale"),
        ("President Ada Vale", "Ada B. Vale"),
        ("Sen. Tom Rook (R-Norr.)", "Tom Rook"),
        ("Tom Rook Jr.", "Mr. Rook"),
        ("Vale’s", "Ada Vale"),
        ("A. Vale", "Ada Vale"),
        ("Ada Berta Vale", "Ada B. Vale"),
        ("Norran nominee Ada Vale", "Ada B. Vale"),
        ("House Speaker Ada Vale", "Ada B. Vale"),
        ("the Vale campaign", "Ada Vale campaign"),
        ("Vale camp", "Vale campaign"),
        ("N.F.O.", "Norran Fisheries Office"),
        ("FO", "Norran Fisheries Office"),
        ("The Times", "Norr Times"),
        ('Robert C. "Bobby" Rook', "Bobby Rook"),
    ],
)
def test_names_that_agree(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tom Vale", "Ada Vale"),
        ("Ada Rook", "Ada Vale"),
        ("Ada W. Vale", "Ada H.W. Vale"),
        ("Vale", "Vale campaign"),
        ("Vale spokesman", "Vale campaign"),
        ("Norr", "Norr Times"),
        ("Sund Times", "Norr Times"),
        ("the senator", "Ada Vale"),
        ("", "Ada Vale"),
        ("Mr.", "Ada Vale"),
        ("V", "Ada Vale"),
    ],
)
def test_names_that_do_not_agree(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


# ---------------------------------------------------------------- the figures

CASES = [
    Referent("a", (10, 12), "pronoun", "Ada Vale"),
    Referent("a", (30, 41), "nominal", "Tom Rook"),
    Referent("b", (10, 13), "pronoun", "Ada Vale"),
    Referent("b", (50, 60), "nominal", None),
    Referent("b", (70, 74), "pronoun", None, sure=False),
]


def values(answers: list[NamedSource], cases: list[Referent] = CASES, **options: str) -> pd.Series[float]:
    table = evaluate_referents(cases, answers, n_boot=0, **options)  # type: ignore[arg-type]
    return table.set_index(["group", "figure"])["value"]


def test_precision_is_over_all_names_given_and_coverage_over_named_cases() -> None:
    found = values(
        [
            NamedSource("a", (10, 12), "Vale"),
            NamedSource("a", (30, 41), "Ada Vale"),
            NamedSource("b", (10, 13), None),
            NamedSource("b", (50, 60), "Tom Rook"),
        ]
    )
    assert found["all", "precision"] == pytest.approx(1 / 3)
    assert found["all", "coverage"] == pytest.approx(2 / 3)
    assert found["all", "recall"] == pytest.approx(1 / 3)
    assert found["all", "nobody_named"] == 1
    assert found["pronoun", "precision"] == 1
    assert found["nominal", "precision"] == 0


def test_to_say_nothing_costs_coverage_and_no_precision() -> None:
    found = values([NamedSource("a", (10, 12), "Vale")])
    assert found["all", "precision"] == 1
    assert found["all", "coverage"] == pytest.approx(1 / 3)
    assert found["all", "nobody_named"] == 0
    assert found["all", "found"] == pytest.approx(1 / 4)


def test_an_answer_of_another_article_does_not_count() -> None:
    assert values([NamedSource("c", (10, 12), "Vale")])["all", "found"] == 0


def test_the_answer_that_overlaps_most_is_taken() -> None:
    found = values([NamedSource("a", (25, 32), "Ada Vale"), NamedSource("a", (28, 41), "Tom Rook")])
    assert found["nominal", "precision"] == 1


def test_of_two_answers_that_overlap_alike_the_shorter_is_taken() -> None:
    found = values([NamedSource("a", (0, 60), "Ada Vale"), NamedSource("a", (30, 41), "Tom Rook")])
    assert found["nominal", "precision"] == 1


def test_an_answer_beside_the_source_is_none() -> None:
    assert values([NamedSource("a", (12, 20), "Vale")])["all", "found"] == 0


def test_unsure_cases_count_only_if_asked_for() -> None:
    answers = [NamedSource("b", (70, 74), "Tom Rook")]
    assert pd.isna(values(answers)["all", "precision"])
    assert values(answers, unsure="count")["all", "precision"] == 0


def test_intervals_are_over_articles() -> None:
    answers = [NamedSource("a", (10, 12), "Vale"), NamedSource("b", (10, 13), "Rook")]
    table = evaluate_referents(CASES, answers, n_boot=200).set_index(["group", "figure"])
    row = table.loc[("pronoun", "precision")]
    assert (row["value"], row["low"], row["high"], row["n"]) == (0.5, 0, 1, 2)


def test_without_a_sure_case_there_is_nothing_to_score() -> None:
    with pytest.raises(TableError, match="none of 1 coded sources"):
        evaluate_referents(CASES[-1:], [])


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form": "noun"}, "form"),
        ({"sure": "yes"}, "sure"),
        ({"referent": " "}, "referent"),
        ({"source": [4, 4]}, "0 ≤ start < end"),
        ({"source": "4-6"}, r"must be \[start, end\]"),
    ],
)
def test_a_line_that_is_no_coded_source_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    line = {"doc_id": "a", "source": [4, 6], "form": "pronoun", "referent": "Ada Vale", "sure": True}
    path = tmp_path / "referents.jsonl"
    path.write_text(json.dumps(line) + "\n" + json.dumps(line | {"source": [9, 11]} | change) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"line 2: .*{said}"):
        load_referents(path)


def test_a_source_that_is_coded_twice_is_named(tmp_path: Path) -> None:
    line = json.dumps({"doc_id": "a", "source": [4, 6], "form": "pronoun", "referent": None})
    path = tmp_path / "referents.jsonl"
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"line 2: .*coded twice"):
        load_referents(path)


@pytest.mark.parametrize(("name", "least"), [("dev_referents.jsonl", 170), ("train_referents.jsonl", 130)])
def test_the_gold_can_be_read_and_has_both_forms_and_cases_of_nobody(name: str, least: int) -> None:
    cases = load_referents(GOLD / name)
    pronouns = sum(case.form == "pronoun" for case in cases)
    assert len(cases) >= least
    assert 0.5 < pronouns / len(cases) < 0.75
    assert 0.1 < sum(case.referent is None for case in cases) / len(cases) < 0.4


def test_the_gold_of_dev_and_of_train_share_no_article() -> None:
    dev, train = (load_referents(GOLD / f"{name}_referents.jsonl") for name in ("dev", "train"))
    assert not {case.doc_id for case in dev} & {case.doc_id for case in train}


# ---------------------------------------------------------------- the bench

TEXT = "“We will wait here,” the senator said."


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "texts.jsonl").write_text(json.dumps({"doc_id": "a", "text": TEXT, "quotes": []}) + "\n", "utf-8")
    cases = [("the senator", "nominal", "Ada Vale"), ("We", "pronoun", None)]
    lines = []
    for words, form, name in cases:
        start = TEXT.index(words)
        place = {"doc_id": "a", "source": [start, start + len(words)]}
        lines.append(json.dumps(place | {"form": form, "referent": name}) + "\n")
    (tmp_path / "referents.jsonl").write_text("".join(lines), "utf-8")
    return [str(tmp_path / "texts.jsonl"), "--referents", str(tmp_path / "referents.jsonl")]


def _says(monkeypatch: pytest.MonkeyPatch, name: str | None, how: SpeakerHow = "description") -> None:
    """Let the bench find one quotation of the senator, by whom is said."""

    def find(document: Document, *, engine: str = "") -> list[Quote]:
        (quote,) = find_quotes(document)
        assert quote.source is not None
        assert quote.source.text == "the senator"
        return [replace(quote, speaker_name=name, speaker_how=how)]

    monkeypatch.setattr(bench, "find_quotes", find)


def test_the_bench_scores_the_speaker_found_at_the_source(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _says(monkeypatch, "Vale")
    assert main(["bench", "speakers", *files]) == 0
    said = capsys.readouterr().out
    assert "2 sources in 1 articles; 0 of which" in said
    assert "1 are the source of no quotation found" in said
    (nominal,) = [line for line in said.splitlines() if "nominal" in line]
    assert nominal.split() == ["nominal", *["100.0", "[100.0,", "100.0]", "1"] * 3, "–", "0"]


def test_a_class_is_no_answer(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _says(monkeypatch, "unnamed senator", how="class")
    cases = load_referents(files[-1])
    table = bench.measure_speakers([MarkedArticle("a", TEXT, ())], cases).set_index(["group", "figure"])
    assert table.loc[("all", "coverage"), "value"] == 0
    assert table.loc[("nominal", "found"), "value"] == 1


def test_articles_without_a_text_are_named(files: list[str]) -> None:
    with pytest.raises(CorpusError, match="1 of 1 articles with coded sources have no text, as 'a'"):
        bench.measure_speakers([], load_referents(files[-1]))


def test_the_bench_asks_for_the_coded_sources(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "speakers", files[0]]) == 2
    assert "--referents" in capsys.readouterr().err
