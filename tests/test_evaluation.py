"""Figures of quotations found against those marked: worked by hand, computed again the slow way, and stable."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.annotate import extract_quotes, find_quotes
from toolkit.cli import main
from toolkit.corpus import as_document
from toolkit.errors import CorpusError, TableError
from toolkit.measure import compare_quotes, evaluate_quotes
from toolkit.measure.marked_words import read_text
from toolkit.rows import Corpus, MarkedArticle, MarkedQuote, Range
from toolkit.standoff import load_quotes, mark_quotes, write_quotes

TEXT = (
    "“We will wait,” the mayor said. He denied that the bridge is closed. "
    "“Not yet” will be the answer, she thinks."
)  # fmt: skip


def at(*words: str) -> tuple[Range, ...]:
    return tuple((TEXT.index(one), TEXT.index(one) + len(one)) for one in words)


GOLD = [
    MarkedArticle(
        "a",
        TEXT,
        (
            MarkedQuote(at("“We will wait,”"), at("said"), at("the mayor"), act="speech"),
            MarkedQuote(at("that the bridge is closed"), at("denied"), at("He"), act="speech"),
            MarkedQuote(at("“Not yet” will be the answer"), at("thinks"), at("she"), act="thought"),
        ),
    )
]
FOUND = [
    MarkedArticle(
        "a",
        None,
        (
            MarkedQuote(at("We will wait"), at("said"), at("mayor"), act="speech"),
            MarkedQuote(at("the bridge is closed"), at("denied"), act="thought"),
            MarkedQuote(at("He denied"), act="speech"),
        ),
    )
]


def figures(gold: Sequence[MarkedArticle], pred: Any, **options: Any) -> dict[tuple[str, str], float]:
    table = evaluate_quotes(gold, pred, **{"n_boot": 0} | options)
    return dict(zip(zip(table["group"], table["figure"], strict=True), table["value"], strict=True))


# ---------------------------------------------------------------- worked by hand


@pytest.mark.parametrize(
    ("group", "figure", "value"),
    [
        ("all", "strict_precision", 1 / 3),  # of three found, the first has the words of one marked
        ("all", "strict_recall", 1 / 3),
        ("all", "strict_f1", 1 / 3),
        ("all", "soft_precision", (3 / 3 + 4 / 4 + 0 / 2) / 3),
        ("all", "soft_recall", (3 / 3 + 4 / 5 + 0 / 6) / 3),
        ("all", "soft_f1", 12 / 19),  # of 2/3 and 3/5
        ("direct", "strict_f1", 1.0),
        ("direct", "soft_f1", 1.0),
        ("mixed", "strict_recall", 0.0),
        ("mixed", "strict_f1", 0.0),
        ("indirect", "strict_f1", 0.0),
        ("indirect", "soft_precision", 1 / 2),
        ("indirect", "soft_recall", 4 / 5),
        ("indirect", "soft_f1", 8 / 13),
        ("all", "source_overlap", 1 / 2),  # two pairs; “mayor” is in “the mayor”, and the second has none
        ("all", "source_exact", 0.0),
        ("all", "source_given", 1 / 2),
        ("direct", "source_overlap", 1.0),
        ("indirect", "source_overlap", 0.0),
        ("all", "paired_f1", 2 / 3),
        ("all", "quote_source_f1", 1 / 3),
        ("all", "words_precision", 7 / 9),
        ("all", "words_recall", 7 / 14),
        ("all", "cue_exact_precision", 1.0),
        ("all", "cue_exact_recall", 2 / 3),
        ("all", "cue_overlap_f1", 4 / 5),
    ],
)
def test_a_figure_is_the_one_worked_by_hand(group: str, figure: str, value: float) -> None:
    assert figures(GOLD, FOUND)[group, figure] == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(("group", "figure"), [("mixed", "strict_precision"), ("mixed", "source_overlap")])
def test_the_share_of_nothing_is_missing(group: str, figure: str) -> None:
    assert math.isnan(figures(GOLD, FOUND)[group, figure])


def test_every_figure_travels_with_its_denominators() -> None:
    table = evaluate_quotes(GOLD, FOUND, n_boot=0).set_index(["group", "figure"])
    assert list(table.loc[("indirect", "strict_f1"), ["n_gold", "n_pred"]]) == [1, 2]
    assert list(table.loc[("all", "source_exact"), ["n_gold", "n_pred"]]) == [2, 2]
    assert list(table.loc[("all", "cue_exact_f1"), ["n_gold", "n_pred"]]) == [3, 2]


@pytest.mark.parametrize(
    ("group", "figure", "value"),
    [
        ("speech", "strict_f1", 1 / 2),  # two marked, two found, one the same
        ("speech", "soft_recall", (1 + 4 / 5) / 2),  # found is found, whatever act it was taken for
        ("thought", "soft_precision", 1.0),
        ("thought", "strict_f1", 0.0),
        ("speech", "source_overlap", 1 / 2),
    ],
)
def test_acts_are_those_that_are_stated(group: str, figure: str, value: float) -> None:
    assert figures(GOLD, FOUND, by="act")[group, figure] == pytest.approx(value)


def test_a_split_quotation_is_one_unit_of_attribution_and_two_of_segments() -> None:
    whole = MarkedQuote((*at("We will wait"), *at("Not yet")))
    gold = [MarkedArticle("a", TEXT, (whole,))]
    half = [MarkedArticle("a", TEXT, (MarkedQuote(at("We will wait")),))]
    assert figures(gold, half, unit="segment")["all", "strict_recall"] == 1 / 2
    assert figures(gold, half, unit="attribution")["all", "strict_recall"] == 0
    assert figures(gold, gold, unit="attribution")["all", "strict_f1"] == 1


def test_one_cue_of_two_quotations_counts_once() -> None:
    twice = [MarkedArticle("a", TEXT, tuple(MarkedQuote(at(w), at("said")) for w in ("We will wait", "Not yet")))]
    assert evaluate_quotes(GOLD, twice, n_boot=0).set_index("figure").loc["cue_exact_f1", "n_pred"] == 1


def test_the_most_alike_are_paired_first() -> None:
    near = MarkedQuote(at("the bridge is closed"), source=at("she"))
    best = MarkedQuote(at("that the bridge is closed"), source=at("He"))
    assert figures(GOLD, [MarkedArticle("a", None, (near, best))])["all", "source_exact"] == 1.0


def test_an_article_without_a_line_is_one_in_which_nothing_was_found() -> None:
    other = MarkedArticle("b", "He said no.", (MarkedQuote(((8, 10),)),))
    empty = MarkedArticle("b", None, ())
    assert figures([*GOLD, other], FOUND) == pytest.approx(figures([*GOLD, other], [*FOUND, empty]), nan_ok=True)


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("text", "in_marks"),
    [
        ("He said “no” and «yes».", ["“no”", "«yes»"]),
        ("He said \"no\" and ``yes''.", ['"no"', "``yes''"]),
        ("“It goes on\n\n“and ends.”", ["“It goes on", "“and ends.”"]),
        ('A 6" nail, a "so-called" hammer', ['"so-called"']),
        ('He said "no, and "yes" twice', ['"yes"']),
        ("He said ‘no’ and 'yes'.", []),
        ("stray ” close", []),
        ("", []),
    ],
)
def test_words_in_double_marks_are_found(text: str, in_marks: list[str]) -> None:
    assert [text[start:end] for start, end in read_text(text).in_marks] == in_marks


def test_marks_around_the_cue_do_not_make_a_report_direct() -> None:
    text = read_text("“She thought it was over,” he said.")
    assert text.kind([(13, 24)], [(5, 12)]) == "indirect"
    assert text.kind([(13, 24)], [(27, 34)]) == "direct"


# ---------------------------------------------------------------- the slow way

WORDS = re.compile(r"\w+")
PASSAGES = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
CONTENTS = st.lists(PASSAGES, min_size=1, max_size=2).map(tuple)
PARTS = st.lists(PASSAGES, max_size=2).map(tuple)
ACTS = st.sampled_from(["speech", "thought", "plan"])
QUOTES = st.lists(
    st.builds(MarkedQuote, content=CONTENTS, cue=PARTS, source=PARTS, act=ACTS),
    max_size=4,
).map(tuple)
ARTICLE_TEXTS = st.text(st.sampled_from("abc   ,“”\n"), min_size=72, max_size=72)
ANSWERS = st.lists(st.tuples(ARTICLE_TEXTS, QUOTES, QUOTES), min_size=1, max_size=3)


def touched(text: str, passages: Sequence[Range]) -> frozenset[int]:
    words = list(WORDS.finditer(text))
    return frozenset(
        n for n, word in enumerate(words) if any(word.start() < end and start < word.end() for start, end in passages)
    )


def slowly(answers: list[tuple[str, tuple[MarkedQuote, ...], tuple[MarkedQuote, ...]]], act: str | None) -> list[float]:
    """Give strict P and R of all, soft P and R of an act, from one set of words at a time."""
    hits = n_gold = n_pred = 0
    shares: dict[str, list[float]] = {"gold": [], "pred": []}
    for text, gold, pred in answers:
        gold_units, pred_units = (
            [(touched(text, [part]), quote.act) for quote in quotes for part in quote.content]
            for quotes in (gold, pred)
        )
        gold_units, pred_units = [u for u in gold_units if u[0]], [u for u in pred_units if u[0]]
        same = Counter(words for words, _ in gold_units) & Counter(words for words, _ in pred_units)
        hits, n_gold, n_pred = hits + same.total(), n_gold + len(gold_units), n_pred + len(pred_units)
        for name, ours, theirs in (("gold", gold_units, pred_units), ("pred", pred_units, gold_units)):
            covered = {word for words, _ in theirs for word in words}
            shares[name] += [
                sum(word in covered for word in words) / len(words) for words, a in ours if act in (None, a)
            ]
    ratio = [hits / n if n else math.nan for n in (n_pred, n_gold)]
    return ratio + [float(np.mean(s)) if s else math.nan for s in (shares["pred"], shares["gold"])]


def as_articles(answers: list[Any]) -> tuple[list[MarkedArticle], list[MarkedArticle]]:
    gold = [MarkedArticle(str(n), text, quotes) for n, (text, quotes, _) in enumerate(answers)]
    return gold, [MarkedArticle(str(n), None, quotes) for n, (_, _, quotes) in enumerate(answers)]


@given(ANSWERS)
def test_content_figures_equal_those_computed_word_by_word(answers: list[Any]) -> None:
    found = figures(*as_articles(answers), by="act")
    names = ("strict_precision", "strict_recall", "soft_precision", "soft_recall")
    assert [found["all", name] for name in names] == pytest.approx(slowly(answers, None), nan_ok=True)
    assert [found["plan", name] for name in names[2:]] == pytest.approx(slowly(answers, "plan")[2:], nan_ok=True)


@given(ANSWERS)
def test_the_parts_of_a_figure_add_up(answers: list[Any]) -> None:
    table = evaluate_quotes(*as_articles(answers), n_boot=0)
    strict = table[table["figure"] == "strict_f1"].set_index("group")[["n_gold", "n_pred"]]
    assert list(strict.loc["all"]) == list(strict.drop(index="all").sum())
    known = table["value"].dropna()
    assert known.between(0, 1 + 1e-12).all()


@given(ANSWERS)
def test_gold_against_itself_is_without_fault(answers: list[Any]) -> None:
    gold, _ = as_articles(answers)
    for (_, name), value in figures(gold, gold).items():
        assert math.isnan(value) or value == pytest.approx(1.0), name


@given(ANSWERS)
def test_swapping_the_sides_swaps_precision_and_recall(answers: list[Any]) -> None:
    there, back = (figures(*as_articles(a)) for a in (answers, [(t, p, g) for t, g, p in answers]))
    for name in ("strict", "soft", "words", "cue_exact"):
        swapped = back["all", f"{name}_recall"]
        assert there["all", f"{name}_precision"] == pytest.approx(swapped, nan_ok=True)


# ---------------------------------------------------------------- intervals


def many() -> tuple[list[MarkedArticle], list[MarkedArticle]]:
    """Give forty articles of one quotation each, of which every fourth is found."""
    gold = [MarkedArticle(str(n), TEXT, GOLD[0].quotes[:1]) for n in range(40)]
    return gold, [MarkedArticle(str(n), None, GOLD[0].quotes[:1]) for n in range(0, 40, 4)]


def test_an_interval_is_that_of_a_share_of_independent_articles() -> None:
    table = evaluate_quotes(*many(), n_boot=4000).set_index(["group", "figure"])
    row = table.loc[("all", "strict_recall")]
    half = 1.96 * math.sqrt(0.25 * 0.75 / 40)
    assert row["value"] == 0.25
    assert [row["low"], row["high"]] == pytest.approx([0.25 - half, 0.25 + half], abs=0.02)


def test_articles_that_are_all_alike_leave_no_doubt() -> None:
    gold = [MarkedArticle(str(n), TEXT, GOLD[0].quotes) for n in range(5)]
    pred = [MarkedArticle(str(n), None, FOUND[0].quotes) for n in range(5)]
    table = evaluate_quotes(gold, pred).dropna()
    assert len(table)
    assert table["low"].to_numpy() == pytest.approx(table["value"].to_numpy())
    assert table["high"].to_numpy() == pytest.approx(table["value"].to_numpy())


def test_the_same_seed_gives_the_same_intervals() -> None:
    first, again, other = (evaluate_quotes(*many(), n_boot=20, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["low"].equals(other["low"])


def test_without_draws_there_are_no_intervals() -> None:
    assert evaluate_quotes(*many(), n_boot=0)[["low", "high"]].isna().all(axis=None)


# ---------------------------------------------------------------- changes


def test_a_change_is_the_difference_of_two_evaluations() -> None:
    gold, new = many()
    old = new[:5]
    table = evaluate_quotes(gold, new, against=old, n_boot=500).set_index(["group", "figure"])
    row = table.loc[("all", "strict_recall")]
    assert (row["value"], row["old"], row["change"]) == (10 / 40, 5 / 40, 5 / 40)
    assert 0 < row["change_low"] < row["change"] < row["change_high"] < row["high"]


def test_an_answer_against_itself_has_not_changed_in_any_draw() -> None:
    gold, new = many()
    table = evaluate_quotes(gold, new, against=new).dropna()
    assert (table[["change", "change_low", "change_high"]] == 0).all(axis=None)


def test_what_was_gained_and_lost_is_listed_with_its_words() -> None:
    old = [MarkedArticle("a", None, (MarkedQuote(at("that the bridge is closed")), MarkedQuote(at("is closed"))))]
    table = compare_quotes(GOLD, FOUND, old)
    assert list(zip(table["change"], table["right"], table["kind"], table["text"], strict=True)) == [
        ("gained", True, "direct", "We will wait"),
        ("gained", False, "indirect", "the bridge is closed"),
        ("gained", False, "indirect", "He denied"),
        ("lost", True, "indirect", "that the bridge is closed"),
        ("lost", False, "indirect", "is closed"),
    ]
    assert all(TEXT[row.start : row.end] == row.text for row in table.itertuples())


def test_marks_at_the_ends_are_no_change() -> None:
    old = [MarkedArticle("a", None, (MarkedQuote(at("“We will wait,”")),))]
    new = [MarkedArticle("a", None, (MarkedQuote(at("We will wait")),))]
    assert compare_quotes(GOLD, new, old).empty


# ---------------------------------------------------------------- what can be given


def test_a_table_of_quotations_is_evaluated_like_its_places() -> None:
    document = as_document(TEXT)
    places = [mark_quotes(document.doc_id, None, find_quotes(document))]
    gold = [MarkedArticle(document.doc_id, None, GOLD[0].quotes)]
    corpus = Corpus((document,))
    expected = figures(gold, places, corpus=corpus)
    assert expected["all", "strict_recall"] > 0
    assert figures(gold, extract_quotes(corpus), corpus=corpus) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("gold", "pred", "options", "error", "said"),
    [
        ([MarkedArticle("a", None, ())], FOUND, {}, TableError, "no text for 'a'; name the corpus"),
        (GOLD, [MarkedArticle("b", None, ())], {}, TableError, "'a' and 'b'; both must have the same doc_id"),
        (GOLD, FOUND, {"by": "form"}, TableError, "the gold states no form for a quotation of 'a'; take by='kind'"),
        (GOLD, [MarkedArticle("a", None, (MarkedQuote(((0, 999),)),))], {}, CorpusError, "ends at 999"),
    ],
)
def test_what_cannot_be_compared_is_said(gold: Any, pred: Any, options: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        evaluate_quotes(gold, pred, **options)


# ---------------------------------------------------------------- the command


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Write gold with and without texts, two answers, and the texts by themselves."""
    paths = {name: str(tmp_path / f"{name}.jsonl") for name in ("bare", "pred", "old", "gold", "texts", "json")}
    write_quotes(GOLD, paths["bare"])
    write_quotes(FOUND, paths["pred"])
    write_quotes([MarkedArticle("a", None, FOUND[0].quotes[1:])], paths["old"])
    line = json.loads(Path(paths["bare"]).read_text(encoding="utf-8")) | {"text": TEXT}
    Path(paths["gold"]).write_text(json.dumps(line), encoding="utf-8")
    Path(paths["texts"]).write_text(json.dumps({"doc_id": "a", "text": TEXT}), encoding="utf-8")
    return paths


def evaluate(*words: str) -> int:
    return main(["evaluate", "quotes", *words])


def test_the_command_prints_figures_per_cent_with_their_numbers(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(files["gold"], files["pred"]) == 0
    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "1 articles" in printed
    assert "indirect 50.0 [50.0, 50.0] 80.0 [80.0, 80.0] 61.5 [61.5, 61.5] 1 / 2" in printed
    assert "cue exact 100.0 [100.0, 100.0] 66.7 [66.7, 66.7] 80.0 [80.0, 80.0] 3 / 2" in printed


def test_the_command_says_what_changed_and_where(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(files["gold"], files["pred"], "--against", files["old"], "--boot", "0") == 0
    printed = capsys.readouterr().out
    assert "all strict_f1 0.0 33.3 +33.3" in [" ".join(line.split()) for line in printed.splitlines()]
    assert "gained, right: 1\n  a 1–13 (direct): We will wait\n\ngained, wrong: 0\n" in printed


def test_texts_of_the_gold_may_lie_elsewhere(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(files["gold"], files["pred"])
    expected = capsys.readouterr().out
    assert evaluate(files["bare"], files["pred"], "--corpus", files["texts"]) == 0
    assert capsys.readouterr().out == expected


def test_figures_are_written_as_json(files: dict[str, str]) -> None:
    evaluate(files["gold"], files["pred"], "--json", files["json"], "--against", files["old"])
    written = json.loads(Path(files["json"]).read_text(encoding="utf-8"))
    values = {(row["group"], row["figure"]): row["value"] for row in written["figures"]}
    assert values["direct", "strict_f1"] == 1.0
    assert values["mixed", "strict_precision"] is None
    assert [unit["text"] for unit in written["units"]] == ["We will wait"]


def test_the_command_reads_what_extract_wrote(files: dict[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "found.jsonl")
    assert main(["extract", "quotes", files["gold"], "--out", out, "--quiet"]) == 0
    assert load_quotes(out)[0].quotes
    assert evaluate(files["gold"], out, "--by", "kind") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bare", "pred"], "has no texts; say where they are: --corpus IN"),
        (["gold", "missing"], "there is no file 'missing'"),
        (["gold", "pred", "--by", "sourced"], "the gold states no sourced"),
        (["gold", "pred", "--boot", "-1"], "--boot is -1"),
    ],
)
def test_a_mistake_is_one_line(
    files: dict[str, str], capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert evaluate(*[files.get(word, word) for word in words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
