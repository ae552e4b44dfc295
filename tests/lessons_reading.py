"""The solutions of the exercises, for instructors and tests: how they are computed, and how they become digests.

The one rule: an answer that the library can compute stands as an expression, so that it cannot grow old unseen.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import yaml

import toolkit as tk
from toolkit.lessons.answers import answer_forms, digest, word_forms
from toolkit.rows import Corpus

ROOT = Path(__file__).parents[1]
SOLUTIONS = ROOT / "tests" / "data" / "lessons" / "solutions.yaml"
ANSWERS = ROOT / "toolkit" / "lessons" / "data" / "answers.json"

Solution = dict[str, Any]


def load_solutions() -> dict[str, Solution]:
    return yaml.safe_load(SOLUTIONS.read_text(encoding="utf-8"))


def forms_of(solution: Solution, answer: object) -> list[str]:
    return answer_forms(solution["kind"], answer, step=solution.get("step", 1.0))


def compiled(name: str, solution: Solution) -> dict[str, Any]:
    """Give what ships of a solution."""
    right = [solution["answer"], *solution.get("also", ())]
    entry: dict[str, Any] = {"kind": solution["kind"], "hint": solution["hint"]}
    entry |= {key: solution[key] for key in ("step", "slack") if key in solution}
    entry["right"] = [digest(name, forms_of(solution, answer)[0]) for answer in right]
    if solution["kind"] == "words":
        entry["parts"] = [digest(name, word) for word in word_forms(solution["answer"])]
    entry["wrong"] = {digest(name, forms_of(solution, w["answer"])[0]): w["hint"] for w in solution["wrong"]}
    return entry


def write_answers() -> None:
    shipped = {name: compiled(name, solution) for name, solution in load_solutions().items()}
    ANSWERS.write_text(json.dumps(shipped, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def compute(expression: str) -> object:
    """Compute an answer from the texts."""
    return eval(expression, {"tk": tk, "pd": pd, **TABLES})


def lone(table: pd.DataFrame, **values: Any) -> pd.Series:
    """Give the only row of a table that has these values."""
    rows = table
    for column, value in values.items():
        rows = rows[rows[column] == value]
    (row,) = rows.to_dict("records")
    return pd.Series(row)


# ---------------------------------------------------------------- the tables of the lessons, each made once


@cache
def quotes() -> pd.DataFrame:
    return tk.extract_quotes(tk.load_corpus(ROOT / "seeds"))


@cache
def labels() -> pd.DataFrame:
    return tk.extract_labels(tk.load_corpus(ROOT / "seeds"))


@cache
def said() -> pd.DataFrame:
    """Lesson 2: quotations of the invented articles."""
    return tk.extract_quotes(tk.load_teaching_corpus(n=60))


@cache
def named() -> pd.DataFrame:
    """Lesson 3: labels of the invented articles, with their outlets."""
    texts = tk.load_teaching_corpus(n=60)
    return tk.with_articles(tk.extract_labels(texts), texts.describe())


@cache
def coded() -> pd.DataFrame:
    """Lesson 4: sentences on the pair, as meant and as found."""
    texts, truth = tk.load_teaching_corpus(n=230), tk.load_teaching_truth(n=230)
    cues = tk.extract_frames(texts)
    hits = cues.loc[cues["frame"] == "closer", ["doc_id", "sentence_start"]].drop_duplicates()
    hits = hits.rename(columns={"sentence_start": "start"}).assign(found="closer")
    rows = truth[truth["kind"] == "pair"].merge(hits, on=["doc_id", "start"], how="left").fillna({"found": "other"})
    period = rows["published_earliest"].dt.year.astype("str")
    return rows.assign(coded=rows["meant"].where(rows["meant"] == "closer", "other"), period=period)


def once() -> pd.DataFrame:
    return coded()[coded()["doc_id"] == coded()["story_id"]]


@cache
def corrected() -> pd.DataFrame:
    return tk.measure_corrected(coded(), once().sample(300, random_state=1), of="found", value="closer", by=["period"])


@cache
def tokens() -> pd.DataFrame:
    texts = tk.load_teaching_corpus(course="level", n=240)
    found = tk.extract_tokens(texts, voiced=False)
    return tk.with_articles(found, texts.describe(), columns=["outlet", "story_id"])


@cache
def halves() -> pd.DataFrame:
    return tk.compare_halves(tokens(), cuts=10, n_permutations=1000)


@cache
def keyness() -> pd.DataFrame:
    return tk.compare_keyness(tokens(), by="outlet", groups=["Ansel Herald", "Ostrel Gazette"])


@cache
def pairs(course: str, n: int = 360) -> pd.DataFrame:
    truth = tk.load_teaching_truth(course=course, n=n)
    return truth[truth["kind"] == "pair"]


def closer(n: int = 360) -> pd.DataFrame:
    series = tk.build_timeline(pairs("step", n), every="quarter", of="meant", minimum_n=10 if n == 360 else 1)
    return series[series["meant"] == "closer"].assign(planted=[0.25] * 4 + [0.55] * 4 if n == 360 else float("nan"))


def event(course: str) -> pd.DataFrame:
    return tk.compare_event(pairs(course), day="2032-01-01", days=90, of="meant")


def changes() -> pd.DataFrame:
    return tk.measure_changes(pairs("step"), of="meant", every="month", minimum_n=8)


def codes(round_: str = "first") -> pd.DataFrame:
    table = tk.load_teaching_codes()
    return table[table["round"] == round_]


def agreement(table: pd.DataFrame, figure: str) -> float:
    return float(lone(tk.evaluate_agreement(table), figure=figure)["value"])


def mixed_up(rank: int) -> list[str]:
    """Lesson 7: the two categories that are mixed up most often, or next to most often."""
    table = tk.tabulate_agreement(codes())
    apart = table[~table["agree"]]
    sums = apart["n"].groupby(
        [" ".join(sorted(two)) for two in zip(apart["first_code"], apart["second_code"], strict=True)]
    )
    return str(sums.sum().sort_values(ascending=False).index[rank]).split()


@cache
def own_study() -> Corpus:
    with TemporaryDirectory() as folder:
        texts = tk.load_corpus(tk.write_teaching_study(Path(folder) / "study"))
        tk.load_codebook(texts.study.codebook)
    return replace(texts, study=replace(texts.study, codebook=str(ROOT / "toolkit/lessons/data/teaching.yaml")))


def relevant(*dyad: str, relevance: str = "paragraph") -> int:
    study: Any = replace(own_study().study, dyad=dyad, relevance=relevance)
    return int(tk.score_frames(replace(own_study(), study=study)).drop_duplicates("doc_id")["relevant"].sum())


def findings() -> pd.DataFrame:
    return tk.check_codebook(tk.load_codebook(own_study().study.codebook), own_study())


def error_of(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except tk.ToolkitError as error:
        return type(error).__name__
    return ""


TABLES: dict[str, Any] = {
    each.__name__: each
    for each in (lone, quotes, labels, said, named, coded, once, corrected, tokens, halves, keyness, pairs, closer,
                 event, changes, codes, agreement, mixed_up, own_study, relevant, findings, error_of)
}  # fmt: skip

if __name__ == "__main__":
    write_answers()
