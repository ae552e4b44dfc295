"""Exercises and the invented corpus: right answers pass, wrong ones get their hint, and the truth is in the texts."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lessons_reading import ANSWERS, Solution, compiled, compute, forms_of, load_solutions

import toolkit as tk
from toolkit.errors import LessonError, ParameterError
from toolkit.lessons import (
    check_answer,
    load_teaching_codes,
    load_teaching_corpus,
    load_teaching_truth,
    write_teaching_study,
)
from toolkit.lessons.answers import answer_forms, exercises
from toolkit.lessons.invented import FIRST_LINE, planted_share, world

SOLUTIONS = load_solutions()

each = pytest.mark.parametrize(("name", "solution"), SOLUTIONS.items(), ids=[*SOLUTIONS])


# ---------------------------------------------------------------- the exercises that ship


def test_what_ships_is_made_of_the_solutions() -> None:
    shipped = json.loads(ANSWERS.read_text(encoding="utf-8"))

    made = {name: compiled(name, solution) for name, solution in SOLUTIONS.items()}
    assert shipped == made, "run python tests/lessons_reading.py"


@each
def test_the_solution_is_right_in_every_spelling_that_is_allowed(name: str, solution: Solution) -> None:
    for answer in (solution["answer"], *solution.get("also", ())):
        assert repr(check_answer(name, answer)) == f"{name}: Right."


@each
def test_a_common_wrong_answer_is_wrong_and_gets_its_hint(name: str, solution: Solution) -> None:
    assert solution["wrong"]
    for wrong in solution["wrong"]:
        verdict = check_answer(name, wrong["answer"])
        assert (verdict.state, verdict.hint) == ("wrong", wrong["hint"])


@each
def test_another_wrong_answer_gets_the_hint_of_the_exercise(name: str, solution: Solution) -> None:
    verdict = check_answer(name, -12345 if solution["kind"] == "number" else "nothing of the kind")

    assert not verdict
    assert verdict.hint.endswith(solution["hint"])


@each
def test_no_hint_gives_the_answer_away(name: str, solution: Solution) -> None:
    answers = solution["answer"] if isinstance(solution["answer"], list) else [solution["answer"]]
    said = {str(answer).casefold() for answer in answers} - {"no"}
    hints = [solution["hint"], *(wrong["hint"] for wrong in solution["wrong"])]

    for hint in hints:
        assert not said & {*re.findall(r"[\w.-]+", hint.casefold().rstrip("."))}
        assert not [answer for answer in said if " " in answer and answer in hint.casefold()]


@each
def test_no_answer_stands_in_plain_words_in_what_ships(name: str, solution: Solution) -> None:
    stored = json.loads(ANSWERS.read_text(encoding="utf-8"))[name]

    assert all(re.fullmatch(r"[0-9a-f]{16}", found) for found in (*stored["right"], *stored["wrong"]))


@pytest.mark.long
@each
def test_an_answer_is_what_the_texts_give_today(name: str, solution: Solution) -> None:
    assert check_answer(name, compute(solution["compute"])), f"{name} is now {compute(solution['compute'])}"
    for wrong in solution["wrong"]:
        if "compute" in wrong:
            assert forms_of(solution, compute(wrong["compute"])) == forms_of(solution, wrong["answer"])


# ---------------------------------------------------------------- how answers are read


@pytest.mark.parametrize(
    "answer",
    ["0.349", "0.35", 0.34, np.float64(0.36), pd.Series([0.35]), pd.DataFrame({"share": [0.35]}), [0.35], "35e-2"],
)
def test_a_number_may_come_in_any_dress_and_be_a_little_off(answer: object) -> None:
    assert "35" in answer_forms("number", answer, step=0.01, slack=1)


@pytest.mark.parametrize("answer", ["Said", "“said,”", " said ", np.str_("said"), pd.Series(["SAID"]), {"said"}])
def test_a_word_may_come_with_marks_in_any_case(answer: object) -> None:
    assert answer_forms("word", answer) == ["said"]


@pytest.mark.parametrize("answer", [["b", "a"], {"a", "b"}, "b, a", pd.Series(["b", "a", "b"]), np.array(["a", "b"])])
def test_several_words_may_come_in_any_order(answer: object) -> None:
    assert answer_forms("words", answer) == ["a|b"]


@pytest.mark.parametrize(
    ("words", "number"), [("1,200", 1200), ("0,35", 0), ("35 %", 35), ("2,5", 2), ("-1,200.4", -1200)]
)
def test_commas_and_percent_signs_are_read(words: str, number: int) -> None:
    assert answer_forms("number", words) == [str(number)]


def test_true_is_yes_and_days_and_months_are_written_as_such() -> None:
    days = pd.Series(pd.to_datetime(["2032-01-05"]))

    assert answer_forms("word", np.True_) == ["yes"]
    assert answer_forms("word", days) == answer_forms("word", days.iloc[0]) == ["2032-01-05"]
    assert answer_forms("word", days.dt.to_period("M")) == ["2032-01"]


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        ("1.1", "many", "The answer is a number; yours is a word."),
        ("1.1", [1, 2], "The answer is a number; yours is several values, or none."),
        ("1.1", float("nan"), "The answer is a number; yours is a missing value."),
        ("1.1", True, "The answer is a number; yours is yes or no."),
        ("1.2", ["said", "told"], "The answer is one word or name; yours is several values, or none."),
        ("1.4", {"a": 1}, "The answer is a list of words; yours is a mapping."),
    ],
)
def test_an_answer_of_another_kind_is_wrong_and_told_so(name: str, answer: object, told: str) -> None:
    verdict = check_answer(name, answer)

    assert (verdict.state, verdict.hint) == ("wrong", told)


@pytest.mark.parametrize("answer", [..., None])
def test_no_answer_is_neither_right_nor_wrong(answer: object) -> None:
    verdict = check_answer("1.1", answer)

    assert verdict.state == "open"
    assert not verdict


def test_a_percentage_for_a_share_is_told_so() -> None:
    percent = 100 * SOLUTIONS["7.1"]["answer"]

    assert "not a percentage" in check_answer("7.1", percent).hint


def test_a_list_in_part_right_is_told_how_far() -> None:
    some, *others = SOLUTIONS["1.4"]["answer"]

    assert check_answer("1.4", [some, "elsewhere"]).hint.startswith(
        f"1 of your 2 belong to the answer, and {len(others)} are missing."
    )


def test_an_exercise_that_is_none_is_refused_with_one_that_is() -> None:
    with pytest.raises(LessonError, match=r"no exercise '2\.33'; the numbers are like '2\.3'"):
        check_answer("2.33", 1)


def test_a_verdict_is_shown_with_what_is_in_it_as_plain_words() -> None:
    verdict = tk.Verdict("1.1", "wrong", "<b>no</b>")

    assert "&lt;b&gt;no" in verdict._repr_html_()
    assert repr(verdict) == "1.1: Not yet. <b>no</b>"


def test_every_lesson_has_three_to_five_exercises() -> None:
    lessons = pd.Series([name.split(".")[0] for name in exercises()]).value_counts()

    assert sorted(lessons.index) == list("12345678")
    assert lessons.between(3, 5).all()


# ---------------------------------------------------------------- the invented corpus


def test_every_invented_text_says_so_in_its_first_line_which_is_no_part_of_the_article() -> None:
    for document in load_teaching_corpus(n=20):
        first = document.zones[0]
        assert (first.span.text, first.kind) == (FIRST_LINE, "boilerplate")
        assert document.zones[1].kind == "title"


def test_no_actor_place_or_outlet_of_the_lessons_is_one_of_the_codebook_on_the_world(codebook: tk.Codebook) -> None:
    real = {name.casefold() for actor in codebook.actors for name in (actor.name, *actor.aliases, *actor.metonyms)}
    ours = tk.load_codebook(load_teaching_corpus(n=1).study.codebook)
    invented = {name for actor in ours.actors for name in (actor.name, *actor.aliases, *actor.metonyms)}

    assert not real & {name.casefold() for name in (*invented, *world()["places"], *world()["outlets"])}


def test_the_same_seed_gives_the_same_texts_and_another_gives_others() -> None:
    first, again, other = (load_teaching_corpus(n=5, seed=seed) for seed in (3, 3, 4))

    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_every_fact_stands_in_the_text_at_its_place() -> None:
    corpus, truth = load_teaching_corpus(n=30), load_teaching_truth(n=30)

    assert {*truth["doc_id"]} == {document.doc_id for document in corpus}
    assert all(corpus[row.doc_id].text[row.start : row.end] == row.text for row in truth.itertuples())
    assert truth["row_id"].is_unique


@pytest.mark.parametrize("course", ["step", "trend", "level"])
def test_the_planted_shares_are_those_of_the_sentences(course: str) -> None:
    truth = load_teaching_truth(course=course, n=700)
    pairs = truth[truth["kind"] == "pair"]
    halves = pairs.groupby(pairs["published_earliest"].dt.year)
    planted = halves["planted"].mean()

    assert planted.to_numpy() == pytest.approx(
        halves["meant"].agg(lambda meant: (meant == "closer").mean()).to_numpy(), abs=0.06
    )
    assert (planted.iloc[1] - planted.iloc[0] > 0.1) == (course != "level")


def test_a_trend_has_no_step() -> None:
    days = [date(2031, 12, 31), date(2032, 1, 1)]

    assert planted_share(days[1], "trend") - planted_share(days[0], "trend") < 0.001
    assert planted_share(days[1], "step") - planted_share(days[0], "step") == pytest.approx(0.3)


def test_a_story_printed_twice_is_one_story() -> None:
    corpus = load_teaching_corpus(n=60)
    printings = corpus.describe().groupby("story_id")

    assert len(corpus) > 60
    assert printings.ngroups == 60
    assert (printings["outlet"].nunique() == printings.size()).all()


def test_speakers_are_found_as_they_were_planted() -> None:
    corpus, truth = load_teaching_corpus(n=12), load_teaching_truth(n=12)
    planted = truth[truth["kind"] == "quote"]

    found = tk.extract_quotes(corpus)
    assert (
        found["speaker"].value_counts().to_dict()
        == planted[planted["speaker"] != ""]["speaker"].value_counts().to_dict()
    )
    # a pact that is signed and talks that are broken off are now and then taken for a plan that is told
    assert 0 <= len(found) - len(planted) <= len(planted) / 10


def test_phrases_miss_some_and_hit_some_that_do_not_mean_it() -> None:
    corpus, truth = load_teaching_corpus(n=40), load_teaching_truth(n=40)
    cues = tk.extract_frames(corpus)
    hit = {
        *zip(cues[cues["frame"] == "closer"]["doc_id"], cues[cues["frame"] == "closer"]["sentence_start"], strict=True)
    }
    pairs = truth[truth["kind"] == "pair"]
    found = np.array([(row.doc_id, row.start) in hit for row in pairs.itertuples()])
    meant = (pairs["meant"] == "closer").to_numpy()

    assert 0.5 < found[meant].mean() < 0.95
    assert 0.03 < found[~meant].mean() < 0.4


def test_the_coders_agree_more_once_they_have_a_rule() -> None:
    codes = load_teaching_codes()
    alphas = [
        tk.evaluate_agreement(codes[codes["round"] == name], n_boot=0)["value"].iloc[0] for name in ("first", "second")
    ]

    assert alphas[0] < 0.6
    assert alphas[1] > 0.75


def test_a_study_is_written_for_a_student_and_loads_with_its_codebook(tmp_path: Path) -> None:
    corpus = tk.load_corpus(write_teaching_study(tmp_path / "mine", n=3))

    assert {document.text for document in corpus} == {document.text for document in load_teaching_corpus(n=3)}
    assert corpus.study.dyad == ("kelmaria", "tidal-front")
    assert tk.load_codebook(corpus.study.codebook).name == "teaching"
    assert Path(str(corpus.study.codebook)).parent == tmp_path / "mine"


def test_a_study_is_not_written_over_somebodys_work(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of it", encoding="utf-8")

    with pytest.raises(ParameterError, match="is there and not empty"):
        write_teaching_study(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("load", "told"),
    [
        (lambda: load_teaching_corpus(course="jump"), "course is 'jump'; it must be one of step, trend, level"),
        (lambda: load_teaching_corpus(n=0), "n is 0; it takes at least one story"),
        (lambda: load_teaching_codes(n=100_000), "there are 720 sentences to code"),
    ],
)
def test_an_option_that_cannot_be_is_refused(load, told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        load()
