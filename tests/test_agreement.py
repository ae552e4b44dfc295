"""Agreement of coders: published worked examples, two independent computations, and what cannot be said."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import TableError
from toolkit.measure import evaluate_agreement, tabulate_agreement, tabulate_agreement_evidence

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", examples A to C: a line is a coder, "." no code.
PUBLISHED = {
    0.095: ("0100000010", "1110010000"),
    0.692: ("aabbdcccedda", "babbbccceddd"),
    0.743: ("123321412...", "1233224125.3", ".3332342251.", "12332441251."),
}


def table(*lines: str) -> pd.DataFrame:
    codes = [(n, f"coder {who}", code) for who, line in enumerate(lines) for n, code in enumerate(line) if code != "."]
    return pd.DataFrame(codes, columns=["unit", "coder", "code"])


def value(codes: pd.DataFrame, figure: str = "alpha", **changes: Any) -> float:
    return float(evaluate_agreement(codes, **{"n_boot": 0} | changes).set_index("figure").loc[figure, "value"])


def by_pairs(codes: pd.DataFrame) -> float:
    """Compute alpha from its definition: every ordered pair of codes, within units and of all units together."""
    units = [list(rows["code"]) for _, rows in codes.groupby("unit") if len(rows) > 1]
    within = [(a != b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)]
    every = [code for unit in units for code in unit]
    among = [(a != b) / (len(every) - 1) for a, b in permutations(every, 2)]
    return 1 - sum(within) / sum(among)


@pytest.mark.parametrize(("alpha", "lines"), PUBLISHED.items())
def test_the_published_examples_come_out_as_published(alpha: float, lines: tuple[str, ...]) -> None:
    assert value(table(*lines)) == pytest.approx(alpha, abs=0.0005)


@given(st.lists(st.text("abc.", min_size=8, max_size=8), min_size=2, max_size=4))
def test_alpha_is_that_of_its_definition_over_all_pairs(lines: list[str]) -> None:
    codes = table(*lines)
    paired = codes[codes.groupby("unit")["unit"].transform("size") > 1]
    if paired["code"].nunique() > 1:
        assert value(codes) == pytest.approx(by_pairs(codes))


def test_alpha_is_that_of_nltk_where_nothing_is_missing() -> None:
    from nltk.metrics.agreement import AnnotationTask

    rng = np.random.default_rng(0)
    codes = table(*("".join(rng.choice([*"abc"], 40)) for _ in range(3)))
    task = AnnotationTask([(row.coder, row.unit, row.code) for row in codes.itertuples()])

    assert value(codes) == pytest.approx(task.alpha())


def test_a_rare_category_gives_high_agreement_and_low_alpha() -> None:
    codes = table("a" * 45 + "baaab", "a" * 45 + "abaab")

    assert value(codes, "percent_agreement") == pytest.approx(0.96)
    assert value(codes) < 0.5


def test_full_agreement_is_one_and_the_order_of_rows_does_not_matter() -> None:
    assert value(table("abcabc", "abcabc")) == 1
    codes = table(*PUBLISHED[0.743])
    assert value(codes.sample(frac=1, random_state=1)) == value(codes)


def test_where_all_codes_are_the_same_there_is_no_alpha() -> None:
    codes = table("aaaa", "aaaa")

    assert np.isnan(value(codes))
    assert value(codes, "percent_agreement") == 1


def test_a_unit_with_one_code_is_left_out_and_not_counted() -> None:
    figures = evaluate_agreement(table(*PUBLISHED[0.743]))

    assert set(figures["n_units"]) == {11}
    assert set(figures["n_codes"]) == {40}


def test_the_interval_narrows_with_more_units_and_holds_the_value() -> None:
    few, many = (evaluate_agreement(table(*(line * times for line in PUBLISHED[0.692]))) for times in (5, 80))

    width = [(figures["high"] - figures["low"]).iloc[0] for figures in (few, many)]
    assert width[1] < width[0] / 3
    assert (few["low"] <= few["value"]).all()
    assert (few["value"] <= few["high"]).all()


@pytest.mark.long
def test_the_interval_mostly_holds_the_alpha_of_many_units() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        truth = rng.random(100) < 0.3
        lines = ("".join("ab"[int(t)] for t in np.where(rng.random(100) < 0.9, truth, ~truth)) for _ in range(2))
        alpha = evaluate_agreement(table(*lines), n_boot=400).iloc[0]
        held += alpha["low"] <= 0.599 <= alpha["high"]  # (.82 − .34² − .66²) / (1 − .34² − .66²)

    assert held / 200 >= 0.9


@pytest.mark.parametrize(("n", "missing"), [(49, True), (50, False)])
def test_fewer_than_fifty_units_get_no_interval(n: int, missing: bool) -> None:
    figures = evaluate_agreement(table(("ab" * 25)[:n], ("ab" * 24 + "ba")[:n]))

    assert (figures[["low", "high"]].isna() == missing).all(axis=None)


def test_the_confusion_has_every_pair_of_categories_and_sums_to_the_units() -> None:
    counted = tabulate_agreement(table(*PUBLISHED[0.692]))

    assert len(counted) == 25
    assert counted["n"].sum() == 12
    assert counted.loc[counted["agree"], "n"].sum() == 9


def test_every_cell_of_the_confusion_is_the_recount_of_its_units() -> None:
    codes = table(*PUBLISHED[0.743])
    counted, evidence = tabulate_agreement(codes), tabulate_agreement_evidence(codes)

    keys = ["first", "second", "first_code", "second_code"]
    again = evidence.groupby(keys)["unit"].nunique().rename("n")
    pd.testing.assert_series_equal(counted[counted["n"] > 0].set_index(keys)["n"], again)
    assert counted["n"].sum() == again.sum() == len(evidence)


def test_a_coder_who_coded_a_unit_twice_is_named() -> None:
    with pytest.raises(TableError, match="coder 'coder 0' has coded unit 0 twice"):
        evaluate_agreement(pd.concat([table("ab", "ab")] * 2))


def test_units_of_one_coder_each_are_refused() -> None:
    with pytest.raises(TableError, match="no unit was coded by two people"):
        evaluate_agreement(table("ab..", "..ab"))
