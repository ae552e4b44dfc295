"""The declared measure under every combination of choices: each row as if it alone had been measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import toolkit.multiverse.scores as reading
from toolkit.annotate import extract_frames, extract_mentions, extract_quotes, find_quotes, score_frames
from toolkit.corpus import load_study, make_document
from toolkit.errors import StudyError, TableError
from toolkit.measure import compare_periods, measure_multiverse
from toolkit.measure.intervals import share_interval
from toolkit.measure.specifications import (
    VOICES,
    lay_out_specifications,
    list_specification_evidence,
    measure_specifications,
)
from toolkit.multiverse import build_multiverse, build_multiverse_evidence, score_multiverse
from toolkit.rows import Alternatives, Contrast, Corpus, Study

BOOK = """\
name: arle-dorland
title: Arle and Dorland
version: "1"
language: en
actors:
  - {id: arle, name: Arle, kind: state}
  - {id: dorland, name: Dorland, kind: state}
labels: []
frames:
  - id: closer
    title: Draw closer
    definition: d
    phrases: [warm ties, warm* ~1 ties, close friends]
    example: e
    counter_example: c
  - {id: apart, title: Draw apart, definition: d, phrases: [at odds], example: e, counter_example: c}
events: [{id: pact, title: The pact, date: 2021-07-01, source: s}]
"""
TEXTS = {
    "a1": "Arle and Dorland met.\nThey have warm ties and warm old ties.",
    "a2": "Arle came. Dorland waited.\nThey have warm ties.",
    "a3": "Arle spoke.\nDorland was silent. They were at odds.",
    "a4": "Arle and Dorland met.\nThe two are close friends.",
    "a5": "Arle spoke to nobody. They have warm ties.",
}


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return str(path)


def corpus(book: str, texts: dict[str, str] = TEXTS, **declared: Any) -> Corpus:
    """Make articles, one a month from January 2021 on."""
    days = [date(2021, month, 1) for month in range(1, len(texts) + 1)]
    documents = [
        replace(make_document(name, text, title=None), published_earliest=day, published_latest=day,
                published_how="printed", story_id=name)
        for (name, text), day in zip(texts.items(), days, strict=True)
    ]  # fmt: skip
    return Corpus(tuple(documents), Study(codebook=book, **({"dyad": ("arle", "dorland"), "minimum_n": 1} | declared)))


ONLY = Alternatives((), (), (), (), (), ())


# ---------------------------------------------------------------- what is declared


def study_of(folder: Path, alternatives: str) -> Study:
    (folder / "study.yaml").write_text(f"title: x\nalternatives:\n{alternatives}", encoding="utf-8")
    (folder / "other.yaml").write_text(BOOK, encoding="utf-8")
    return load_study(folder / "study.yaml")


def test_a_study_declares_alternatives_and_leaves_other_decisions_as_they_are(tmp_path: Path) -> None:
    declared = """\
  relevance: [document, sentence]
  voices: [narrator]
  codebook: [without_top_phrases, other.yaml]
  contrasts:
    - {split: 2021-03-01}
    - {event: pact, days: 30}
    - {before: [2021-01-01, 2021-01-31], after: [2021-02-01, 2021-02-28]}
"""
    found = study_of(tmp_path, declared).alternatives

    assert found == Alternatives(
        relevance=("document", "sentence"),
        unit=(),
        voices=("narrator",),
        dates=(),
        quotations=(),
        codebook=("without_top_phrases", str(tmp_path / "other.yaml")),
        contrasts=(
            Contrast((None, date(2021, 2, 28)), (date(2021, 3, 1), None)),
            Contrast(event="pact", days=30),
            Contrast((date(2021, 1, 1), date(2021, 1, 31)), (date(2021, 2, 1), date(2021, 2, 28))),
        ),
    )


@pytest.mark.parametrize(
    ("declared", "line", "message"),
    [
        ("  voice: [own]", 3, "'voice' is not a key of alternatives; the keys are relevance, unit, voices, dates, "),
        ("  unit: [article, text]", 3, "an entry of unit is 'text'; it must be one of article, story"),
        ("  unit: [story, story]", 3, "unit names a choice twice"),
        ("  unit: []", 3, "unit names no choice: leave the line out, or name one"),
        ("  unit: story", 3, "unit must be a list"),
        ("  codebook: [mine.yaml]", 3, "there is no file 'mine.yaml' beside the study"),
        ("  contrasts:\n    - {split: March}", 4, "split is 'March'; a day is written YYYY-MM-DD"),
        ("  contrasts:\n    - {event: pact}", 4, "has the keys split; or event and days; or before and after"),
        ("  contrasts:\n    - {event: pact, days: 0}", 4, "days is 0; a stretch has one day at least"),
        ("  contrasts:\n    - {before: [2021-01-01], after: [2021-02-01, 2021-02-02]}", 4,
         "before must name a first and a last day"),
        ("  contrasts:\n    - {before: [2021-01-01, 2021-02-01], after: [2021-02-01, 2021-02-02]}", 4,
         "before ends on 2021-02-01 and after begins on 2021-02-01: they overlap"),
    ],
)  # fmt: skip
def test_a_slip_in_the_alternatives_is_named_with_line_and_choices(
    tmp_path: Path, declared: str, line: int, message: str
) -> None:
    with pytest.raises(StudyError) as failed:
        study_of(tmp_path, declared)
    assert f"study.yaml, line {line}: " in str(failed.value)
    assert message in str(failed.value)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (
            Alternatives(contrasts=(Contrast(event="war", days=3),)),
            "no event 'war' in codebook arle-dorland; it has pact",
        ),
        (Alternatives(contrasts=(Contrast((None, date(2021, 2, 1)), (date(2021, 1, 1), None)),)), "do not overlap"),
        (
            Alternatives(codebook=("iran-hamas",)),
            "codebook iran-hamas has no frame 'closer' to compare with; it has rap",
        ),
    ],
)
def test_what_cannot_be_tried_is_refused_before_anything_is_read(
    book: str, choices: Alternatives, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "find_quotes", None)
    with pytest.raises(StudyError, match=message):
        build_multiverse(corpus(book), choices)


# ---------------------------------------------------------------- from articles to specifications


def test_every_combination_is_a_row_for_each_frame_and_the_studys_own_comes_first(book: str) -> None:
    found = build_multiverse(corpus(book), Alternatives())

    assert len(found) == 2 * 3 * 2 * 3 * 2
    assert not found.duplicated(["relevance", "unit", "voices", "codebook", "frame"]).any()
    own = found[found["primary"]]
    assert list(own["specification"]) == [1, 1]
    assert own[["relevance", "unit", "voices", "dates", "quotations", "codebook"]].iloc[0].tolist() == [
        "paragraph", "article", "own", "all", "all", "declared"]  # fmt: skip


def test_the_studys_own_specification_is_what_score_frames_measures(book: str) -> None:
    texts = corpus(book)
    scores = score_frames(texts).query("relevant").groupby("frame")["has_cue"].agg(["sum", "size"])

    own = build_multiverse(texts, ONLY).set_index("frame")

    assert own["n_with"].to_dict() == scores["sum"].to_dict() == {"closer": 3, "apart": 0}
    assert own["n"].to_dict() == scores["size"].to_dict()


def test_what_was_found_before_is_not_found_again_and_gives_the_same_scores(seeds: Corpus) -> None:
    given = {"quotes": extract_quotes(seeds), "mentions": extract_mentions(seeds), "frames": extract_frames(seeds)}

    pd.testing.assert_frame_equal(score_multiverse(seeds, **given), score_multiverse(seeds))
    none = score_multiverse(seeds, quotes=given["quotes"].head(0), mentions=given["mentions"].head(0))
    assert none["together"].isna().all()
    uncued = score_multiverse(seeds, **given | {"frames": given["frames"].head(0)})
    assert uncued[["cues_narrator", "cues_verbatim"]].map(len).sum().sum() == 0


def test_a_wider_window_makes_more_articles_relevant(book: str) -> None:
    found = build_multiverse(corpus(book), replace(ONLY, relevance=("document", "sentence")))
    assert found[found["frame"] == "apart"].set_index("relevance")["n"].to_dict() == {
        "paragraph": 3, "document": 4, "sentence": 2}  # fmt: skip


def test_without_a_dyad_every_article_counts_and_relevance_is_no_choice(book: str) -> None:
    found = build_multiverse(corpus(book, dyad=None), Alternatives(unit=(), voices=(), codebook=()))
    assert set(found["relevance"]) == {"any"}
    assert set(found["n"]) == {5}


def test_a_codebook_without_its_top_phrases_finds_what_they_hid_and_says_which_they_were(book: str) -> None:
    scores = score_multiverse(corpus(book), replace(ONLY, codebook=("without_top_phrases",)))

    assert scores.groupby(["codebook", "frame"], sort=False)["left_out"].first().to_dict() == {
        ("declared", "closer"): "", ("declared", "apart"): "",
        ("without_top_phrases", "closer"): "warm* ~1 ties", ("without_top_phrases", "apart"): "at odds"}  # fmt: skip
    n_cues = scores.assign(n=scores["cues_narrator"].map(len)).query("frame == 'closer'")
    assert n_cues.groupby("codebook")["n"].agg(list).to_dict() == {
        "declared": [2, 1, 0, 1, 1], "without_top_phrases": [1, 1, 0, 1, 1]}  # fmt: skip
    apart = scores[(scores["codebook"] == "without_top_phrases") & (scores["frame"] == "apart")]
    assert apart["cues_narrator"].map(len).sum() == 0


def test_a_codebook_of_ones_own_is_tried_under_its_files_name(book: str, tmp_path: Path) -> None:
    other = tmp_path / "strict.yaml"
    other.write_text(BOOK.replace("[warm ties, warm* ~1 ties, close friends]", "[close friends]"), encoding="utf-8")

    found = build_multiverse(corpus(book), replace(ONLY, codebook=(str(other),)))

    assert found[found["frame"] == "closer"].set_index("codebook")["n_with"].to_dict() == {"declared": 3, "strict": 1}


def test_what_an_unsure_quotation_reports_is_narrated_where_only_sure_ones_count(
    book: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(*args: Any, **options: Any) -> list[Any]:
        return [replace(quote, confidence=0.5) for quote in find_quotes(*args, **options)]

    monkeypatch.setattr(reading, "find_quotes", unsure)
    texts = corpus(book, {"a": "Arle and Dorland met.\nA minister of Arle said that the two were close friends."})

    found = build_multiverse(texts, replace(ONLY, voices=("narrator",), quotations=("sure",)))

    closer = found[found["frame"] == "closer"].set_index(["voices", "quotations"])["n_with"]
    assert closer.to_dict() == {
        ("own", "all"): 1, ("own", "sure"): 1, ("narrator", "all"): 0, ("narrator", "sure"): 1}  # fmt: skip


def test_each_article_is_read_once_whatever_is_tried(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("find_quotes", "find_mentions", "find_frames"):
        find: Callable[..., Any] = getattr(reading, name)
        monkeypatch.setattr(reading, name, lambda *a, find=find, name=name, **k: (calls.append(name), find(*a, **k))[1])
    every = Alternatives(dates=("stated",), quotations=("sure",), contrasts=(Contrast.split(date(2021, 3, 1)),))

    found = build_multiverse(corpus(book), every)

    assert found["specification"].nunique() == 144
    again = 4  # articles with a phrase that is left out: their sentences with it
    assert sorted(calls) == ["find_frames"] * (5 + again) + ["find_mentions"] * 5 + ["find_quotes"] * 5


def test_scores_are_used_as_given_and_refused_where_they_lack_a_choice(book: str) -> None:
    texts = corpus(book)
    scores = score_multiverse(texts, ONLY)

    pd.testing.assert_frame_equal(build_multiverse(texts, ONLY, scores=scores), build_multiverse(texts, ONLY))
    with pytest.raises(TableError, match="no rows of codebook declared and quotations sure: give score_multiverse"):
        build_multiverse(texts, replace(ONLY, quotations=("sure",)), scores=scores)


def test_a_corpus_without_articles_has_an_empty_multiverse(book: str) -> None:
    empty = Corpus((), Study(codebook=book, dyad=("arle", "dorland")))
    assert list(build_multiverse(empty, ONLY).columns) == list(build_multiverse(corpus(book), ONLY).columns)
    assert len(build_multiverse_evidence(empty, ONLY)) == len(build_multiverse(empty, ONLY)) == 0


def test_an_event_is_compared_from_its_first_day_on(book: str) -> None:
    found = build_multiverse(corpus(book), replace(ONLY, contrasts=(Contrast(event="pact", days=100),)))
    assert set(found["contrast"]) == {"100 days around pact"}
    assert found["n_before"].max() == 1  # a4; a5 is not relevant
    assert found["n_after"].max() == 0


# ---------------------------------------------------------------- formulas


def drawn_scores(n: int = 140, seed: int = 1) -> pd.DataFrame:
    """Make scores of articles of which some are printings of one story, on both sides of a day."""
    rng = np.random.default_rng(seed)
    days = [date(2021, 1, 1) + timedelta(days=int(day)) for day in rng.integers(0, 300, n)]
    ends = [day + timedelta(days=int(long)) for day, long in zip(days, rng.choice([0, 0, 20], n), strict=True)]
    articles = {
        "doc_id": [f"d{i:02}" for i in range(n)],
        "story_id": [f"s{i}" for i in rng.integers(0, 90, n)],
        "published_earliest": pd.to_datetime(days),
        "published_latest": pd.to_datetime(ends),
        "published_how": rng.choice(["printed", "url", "inferred"], n),
        "together": rng.choice(["sentence", "paragraph", "document", None], n),
    }
    tables = []
    for frame in ("closer", "apart"):
        cues = {f"cues_{voice}": [[f"{frame}-{voice}-{i}"] * int(rng.random() < 0.3) for i in range(n)]
                for voice in VOICES["all"]}  # fmt: skip
        tables.append(pd.DataFrame(articles | cues).assign(frame=frame, frame_title=frame.title()))
    return pd.concat(tables, ignore_index=True).assign(codebook="declared", quotations="all")


CHOICES = {
    "relevance": ("paragraph", "document", "sentence"),
    "unit": ("article", "story"),
    "voices": ("own", "narrator", "all"),
    "dates": ("all", "stated"),
    "quotations": ("all",),
    "codebook": ("declared",),
}
DAYS = {"split": (date(1900, 1, 1), date(2021, 5, 31), date(2021, 6, 1), date(2100, 1, 1))}
CONTRASTS = {name: np.array([(day - date(1970, 1, 1)).days for day in days]) for name, days in DAYS.items()}
SCORES = drawn_scores()
RECORDS = {frame: rows.to_dict("records") for frame, rows in SCORES.groupby("frame")}


def counted_by_hand(row: dict[str, Any], first: date, last: date) -> tuple[list[float], list[float]]:
    """Give hits and sizes of each story of one specification between two days, with plain loops."""
    wide = {"sentence": ["sentence"], "paragraph": ["sentence", "paragraph"],
            "document": ["sentence", "paragraph", "document"]}[row["relevance"]]  # fmt: skip
    voices = {"own": "narrator paraphrase", "narrator": "narrator", "all": "narrator paraphrase verbatim republished"}
    stories: dict[str, list[bool]] = {}
    for one in RECORDS[row["frame"]]:
        stated = one["published_how"] != "inferred" or row["dates"] == "all"
        inside = first <= one["published_earliest"].date() and one["published_latest"].date() <= last
        if one["together"] in wide and stated and inside:
            hit = any(one[f"cues_{voice}"] for voice in voices[row["voices"]].split())
            stories.setdefault(one["story_id"], []).append(hit)
    if row["unit"] == "article":
        return [float(sum(s)) for s in stories.values()], [float(len(s)) for s in stories.values()]
    return [sum(s) / len(s) for s in stories.values()], [1.0] * len(stories)


def test_every_share_and_its_interval_are_those_counted_by_hand() -> None:
    laid_out = lay_out_specifications(CHOICES | {"contrast": ("none",)})
    found = measure_specifications(SCORES, laid_out, contrasts={}, minimum_n=5)

    assert len(found) == 2 * len(list(product(*CHOICES.values())))
    for row in found.to_dict("records"):
        hits, sizes = counted_by_hand(row, date(1900, 1, 1), date(2100, 1, 1))
        assert (row["n_with"], row["n"], row["n_stories"]) == (pytest.approx(sum(hits)), sum(sizes), len(sizes))
        assert row["estimate"] == pytest.approx(sum(hits) / sum(sizes))
        interval = share_interval(np.array(hits), np.array(sizes))
        assert (row["low"], row["high"]) == pytest.approx(interval, nan_ok=True)


def test_every_difference_is_that_counted_by_hand_and_who_straddles_the_line_is_left_out() -> None:
    laid_out = lay_out_specifications(CHOICES | {"contrast": ("split",)})
    found = measure_specifications(SCORES, laid_out, contrasts=CONTRASTS, minimum_n=5)

    b_first, b_last, a_first, a_last = DAYS["split"]
    for row in found.to_dict("records"):
        before, after = counted_by_hand(row, b_first, b_last), counted_by_hand(row, a_first, a_last)
        shares = [sum(hits) / sum(sizes) for hits, sizes in (before, after)]
        assert (row["share_before"], row["share_after"]) == pytest.approx(shares)
        assert row["estimate"] == pytest.approx(shares[1] - shares[0])
        assert row["low"] < row["estimate"] < row["high"]
        assert (row["n_before"], row["n_after"]) == (sum(before[1]), sum(after[1]))
    assert found["n_left_out"].max() > 0


def test_a_difference_of_articles_has_the_interval_that_compare_periods_gives() -> None:
    laid_out = lay_out_specifications(CHOICES | {"contrast": ("split",)}).head(1)
    found = measure_specifications(SCORES, laid_out, contrasts=CONTRASTS, minimum_n=3).set_index("frame")
    has_cue = [bool(a or b) for a, b in zip(SCORES["cues_narrator"], SCORES["cues_paraphrase"], strict=True)]
    scores = SCORES.assign(relevant=SCORES["together"].isin(["sentence", "paragraph"]), has_cue=has_cue)

    compared = compare_periods(scores, before=("2020-12-01", "2021-05-31"), after=("2021-06-01", "2022-01-01"),
                               minimum_n=3).set_index("frame")  # fmt: skip

    for mine, theirs in {"estimate": "difference", "low": "low", "high": "high", "n_before": "n_all_before"}.items():
        assert found[mine].to_dict() == pytest.approx(compared[theirs].to_dict())


def test_with_too_few_stories_nothing_is_estimated_and_the_counts_stay() -> None:
    laid_out = lay_out_specifications(CHOICES | {"contrast": ("split",)}).head(1)
    found = measure_specifications(SCORES, laid_out, contrasts=CONTRASTS, minimum_n=60)
    assert found[["estimate", "low", "high", "share_before"]].isna().all().all()
    assert set(found["note"]) == {"fewer than 60 stories on a side"}
    assert (found["n"] > 0).all()


@pytest.mark.parametrize("contrast", ["none", "split"])
def test_every_count_is_the_recount_of_its_evidence(contrast: str) -> None:
    laid_out = lay_out_specifications(CHOICES | {"contrast": (contrast,)}).iloc[::5]
    found = measure_specifications(SCORES, laid_out, contrasts=CONTRASTS, minimum_n=1)
    evidence = list_specification_evidence(SCORES, laid_out, contrasts=CONTRASTS)

    once = evidence.drop_duplicates(["specification", "frame", "side", "cell", "doc_id"])
    n = once[once["cell"] == "n"].groupby("specification")["weight"].sum()
    n_with = once[once["cell"] == "n_with"].groupby(["specification", "frame"])["weight"].sum()
    keys = pd.MultiIndex.from_frame(found[["specification", "frame"]])
    np.testing.assert_allclose(found["n"], n.reindex(found["specification"]))
    np.testing.assert_allclose(found["n_with"], n_with.reindex(keys, fill_value=0))
    assert evidence.loc[evidence["cell"] == "n_with", "row_id"].notna().all()


# ---------------------------------------------------------------- together


def table(estimates: list[float | None], measure: str = "difference", **columns: Any) -> pd.DataFrame:
    n = len(estimates)
    rows = pd.DataFrame({"specification": range(1, n + 1), "primary": [True] + [False] * (n - 1)})
    rows = rows.assign(frame="closer", frame_title="Draw closer", measure=measure, estimate=estimates, **columns)
    rows["estimate"] = rows["estimate"].astype("float64")
    return rows.assign(low=rows["estimate"] - 0.15, high=rows["estimate"] + 0.15)


def test_agreement_in_sign_is_counted_among_what_could_be_estimated() -> None:
    found = measure_multiverse(table([-0.1, -0.2, 0.3, None, 0.0])).iloc[0]

    assert (found["n_specifications"], found["n_estimated"]) == (5, 4)
    assert (found["n_above"], found["n_below"], found["share_same_sign"]) == (1, 2, 0.5)
    assert found["n_intervals_same_sign"] == 1
    assert (found["declared"], found["median"], found["lowest"], found["highest"]) == (-0.1, -0.05, -0.2, 0.3)


def test_within_a_choice_the_sign_is_still_compared_with_the_studys_own() -> None:
    found = measure_multiverse(table([0.1, -0.1, -0.3], unit=["article", "story", "story"]), by=["unit"])

    assert found.set_index("unit")["share_same_sign"].to_dict() == {"article": 1.0, "story": 0.0}
    assert found.set_index("unit")["median"].to_dict() == {"article": 0.1, "story": -0.2}


def test_shares_have_no_sign_to_agree_in() -> None:
    found = measure_multiverse(table([0.2, 0.4], "share")).iloc[0]
    assert pd.isna(found["share_same_sign"])
    assert found["in_words"] == "2 shares from 0.20 to 0.40, median 0.30"


@pytest.mark.parametrize("own", [None, 0.0])
def test_without_a_sign_of_the_studys_own_both_signs_are_told(own: float | None) -> None:
    found = measure_multiverse(table([own, 0.2, -0.1])).iloc[0]
    assert pd.isna(found["share_same_sign"])
    assert "are above nought, 1 below" in found["in_words"]


def test_where_nothing_could_be_estimated_that_is_said() -> None:
    found = measure_multiverse(table([None, None]))
    assert found["in_words"].tolist() == ["none of 2 specifications has enough stories"]
