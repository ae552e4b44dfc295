"""Training a stance model: documents stay together, one file gives one model, and figures are what they say."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.annotate.stance.model import CARD, ENGINE_FILES, LABELS, load_stance_model
from toolkit.cli import main
from toolkit.errors import TableError, TrainingError
from toolkit.measure import evaluate_stances
from toolkit.training.softmax import calibrated, fit_calibration
from toolkit.training.stance import cross_validate, train_stance
from toolkit.training.stance_scores import error_by_target
from toolkit.training.targets import Target, fold_of, load_targets, make_inputs, of_several

WORDS = {
    "favour": ["brave", "honest", "kind", "gifted"],
    "against": ["corrupt", "cruel", "brutal", "dishonest"],
    "neutral": ["tall", "northern", "local", "young"],
}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write 240 invented targets in 80 documents."""
    chance = random.Random(0)
    lines = []
    for n in range(240):
        label = LABELS[n % 3]
        text = f"People say that Orm is a {chance.choice(WORDS[label])} and {chance.choice(WORDS[label])} person."
        row_id = f"paper_v1_{n // 3}_{n}"
        lines.append(json.dumps({"id": row_id, "text": text, "start": 16, "end": 19, "label": label}) + "\n")
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def model(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_stance(gold, tmp_path_factory.mktemp("model") / "ours", name="ours-1")


def test_a_trained_model_reads_what_it_was_taught(model: Path) -> None:
    judge = load_stance_model(str(model)).judge
    assert judge("People say that Vale is a cruel person.", 16, 20).best == "against"
    assert judge("People say that Vale is a kind person.", 16, 20).best == "favour"
    assert load_stance_model(str(model)).name == "ours-1"


@pytest.mark.long
def test_one_file_and_one_seed_give_one_model(gold: Path, model: Path, tmp_path: Path) -> None:
    again = train_stance(gold, tmp_path / "again", name="ours-1")
    for name in ENGINE_FILES:
        assert (again / name).read_bytes() == (model / name).read_bytes()


@pytest.mark.long
def test_the_seed_changes_the_folds_and_not_the_weights(gold: Path, model: Path, tmp_path: Path) -> None:
    other = train_stance(gold, tmp_path / "other", name="ours-1", seed=2)
    assert (other / "weights.npz").read_bytes() == (model / "weights.npz").read_bytes()
    documents = [f"paper_v1_{n}" for n in range(80)]
    assert [fold_of(d, seed=1, folds=5) for d in documents] != [fold_of(d, seed=2, folds=5) for d in documents]


def test_the_model_that_is_saved_scores_as_the_one_that_was_fitted(gold: Path, model: Path) -> None:
    targets = load_targets(gold)
    scores = cross_validate(make_inputs(targets), seed=1).scores
    loaded = load_stance_model(str(model))
    best = [LABELS.index(loaded.judge(t.text, t.start, t.end).best) for t in targets]  # type: ignore[arg-type]
    assert np.mean(scores.argmax(1) == np.array(best)) > 0.95


def test_rows_of_a_document_are_never_on_both_sides(gold: Path) -> None:
    targets = load_targets(gold)
    assert {target.doc_id for target in targets} == {f"paper_v1_{n}" for n in range(80)}
    own = Target("x", "mine", "Orm won.", 0, 3, "favour")
    assert of_several([own, own, Target("y", "mine", "Vale lost.", 0, 4, "against")]) == [True, True, False]


def test_labels_of_two_kinds_are_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = {"id": "a", "doc_id": "d", "text": "Orm won.", "start": 0, "end": 3}
    path.write_text("\n".join(json.dumps({**row, "label": label}) for label in ("negative", "against")), "utf-8")
    assert [(t.label, t.doc_id) for t in load_targets(path)] == [("against", "d")] * 2


@pytest.mark.parametrize("label", [None, "unclear"])
def test_gold_without_one_of_the_three_labels_is_refused(tmp_path: Path, label: str | None) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "Orm won.", "start": 0, "end": 3, "label": label}), "utf-8")
    with pytest.raises(TrainingError, match="it must be against, neutral, favour"):
        load_targets(path)


def test_too_little_gold_is_refused(gold: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(gold.read_text(encoding="utf-8").splitlines()[:12]), encoding="utf-8")
    with pytest.raises(TrainingError, match="too few to learn from"):
        train_stance(few, tmp_path / "out", one_in=0)


def test_a_folder_of_something_else_is_left_alone(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"holds thesis\.txt"):
        train_stance(gold, tmp_path)


def test_calibration_brings_overconfident_scores_down() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 3000)
    scores = np.eye(3)[np.where(rng.random(3000) < 0.6, labels, rng.integers(0, 3, 3000))] * 9
    shares = calibrated(scores, fit_calibration(scores, labels))
    right = shares.argmax(1) == labels
    assert abs(shares.max(1).mean() - right.mean()) < 0.02


def table(rows: list[tuple[str, str, str, str, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc_id", "gold", "label", "best", "confidence"])


def test_figures_agree_with_an_independent_count() -> None:
    rng = np.random.default_rng(1)
    names = ["favour", "against", "neutral"]
    gold, best = rng.choice(names, 200), rng.choice(names, 200)
    confidence = rng.random(200).round(2)
    label = np.where(confidence < 0.5, "unclear", best)
    frame = table(list(zip(map(str, range(200)), gold, label, best, confidence, strict=True)))
    found = evaluate_stances(frame, n_boot=0).set_index("figure")["value"]
    f1 = []
    for name in names:
        precision = (gold == name)[best == name].mean()
        recall = (best == name)[gold == name].mean()
        f1.append(2 * precision * recall / (precision + recall))
    error = 0.0
    for n in range(10):
        here = (confidence >= n / 10) & ((confidence < (n + 1) / 10) | (n == 9))
        error += here.mean() * abs(confidence[here].mean() - (gold == best)[here].mean())
    assert found["macro_f1"] == pytest.approx(np.mean(f1))
    assert found["accuracy"] == pytest.approx((gold == best).mean())
    assert found["accuracy_answered"] == pytest.approx((gold == best)[confidence >= 0.5].mean())
    assert found["answered"] == pytest.approx((confidence >= 0.5).mean())
    assert found["calibration_error"] == pytest.approx(error)


def test_an_abstention_is_no_class_and_changes_no_f1() -> None:
    rows = [("a", "favour", "favour", "favour", 0.9), ("b", "neutral", "neutral", "against", 0.3)]
    shy = [(doc, gold, "unclear", best, sure) for doc, gold, _, best, sure in rows]
    one, other = (evaluate_stances(table(r), n_boot=0).set_index("figure")["value"] for r in (rows, shy))
    assert other["macro_f1"] == one["macro_f1"]
    assert other["answered"] == 0
    with pytest.raises(TableError, match="the column gold has 'unclear'"):
        evaluate_stances(table([("a", "unclear", "unclear", "favour", 0.2)]))


def test_intervals_draw_documents_and_hold_the_figure() -> None:
    rows = [(str(n // 4), "favour", "favour", "favour" if n % 3 else "against", 0.8) for n in range(80)]
    figures = evaluate_stances(table(rows)).set_index("figure")
    assert figures.loc["accuracy", "low"] < figures.loc["accuracy", "value"] < figures.loc["accuracy", "high"]
    assert figures.loc["accuracy", "n"] == 80


def test_the_mean_error_of_a_group_is_score_less_gold() -> None:
    rows = [("a", "orm", "favour", 0.5), ("b", "orm", "against", -0.5), ("c", "vale", "neutral", 0.25)]
    errors = error_by_target(pd.DataFrame(rows, columns=["doc_id", "words", "gold", "score"])).set_index("group")
    assert errors.loc["orm", "error"] == 0
    assert errors.loc["vale", "error"] == 0.25
    assert errors.loc["orm", "n"] == 2


@pytest.mark.long
def test_train_extract_evaluate_and_bench_work_together(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, pred, figures = tmp_path / "ours", tmp_path / "pred.jsonl", tmp_path / "figures.json"
    assert main(["train", "stance", str(gold), "--out", str(out), "--seed", "3", "--set-aside", "4"]) == 0
    assert main(["extract", "stance", str(gold), "--out", str(pred), "--engine", str(out)]) == 0
    assert main(["evaluate", "stance", str(gold), str(pred), "--boot", "50", "--json", str(figures)]) == 0
    assert "240 targets in 80 documents" in capsys.readouterr().out
    written = {row["figure"]: row["value"] for row in json.loads(figures.read_text(encoding="utf-8"))["figures"]}
    assert written["macro_f1"] > 0.95

    card = out / CARD
    card.write_text("a\n<!-- scores -->\n<!-- /scores -->\nb\n", encoding="utf-8")
    monkeypatch.setattr("toolkit.training.audit.swap_sentences", lambda: ("{T} met {O} and {aD} aide in {P}.",))
    assert main(["bench", "stance", str(gold), "--engine", str(out), "--set-aside", "4", "--card"]) == 0
    said = capsys.readouterr().out.strip()
    assert f"```text\n{said}\n```" in card.read_text(encoding="utf-8")
    assert "seed 3" in said
    assert "set aside, all" in said
    assert "targets per second" in said


def test_evaluate_names_targets_that_were_not_judged(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pred = tmp_path / "pred.jsonl"
    pred.write_text('{"id": "x", "label": "unclear", "best": "favour", "confidence": 0.4}\n', encoding="utf-8")
    assert main(["evaluate", "stance", str(gold), str(pred)]) == 2
    assert "has no line for 240 targets" in capsys.readouterr().err
