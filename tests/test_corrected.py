"""Shares corrected for the errors of the coding: the formulas, what is refused, and whether the truth is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2, ncx2
from simulations import corrections, draw_coded

from toolkit.errors import TableError
from toolkit.measure import measure_corrected
from toolkit.measure.coding_errors import Counted, correct_by_likelihood, correct_by_matrix

ALIKE = ((0.72, 0.82), (0.72, 0.82))
DRIFT = ((0.72, 0.82), (0.62, 0.88))


def measured(n: int = 1000, n_labels: int = 400, errors: Any = ALIKE, *, seed: int = 0, **changes: Any) -> pd.DataFrame:
    rows, gold = draw_coded(np.random.default_rng(seed), (0.3, 0.5), errors, n=n, n_labels=n_labels)
    return measure_corrected(rows, gold, **{"of": "found", "value": "yes", "by": ["period"]} | changes)


def counted(**changes: Any) -> Counted:
    values = {"found": [400.0, 500], "rows": [1000.0, 1000], "fresh_found": [320.0, 400], "fresh": [800.0, 800],
              "positive": [60.0, 100], "found_positive": [43.0, 73], "negative": [140.0, 100],
              "found_negative": [25.0, 17]}  # fmt: skip
    arrays: dict[str, Any] = {name: np.array(value) for name, value in values.items()} | {"levels": np.zeros(2, int)}
    return Counted(**arrays | changes)


def test_the_matrix_is_solved_as_rogan_and_gladen_do() -> None:
    found = correct_by_matrix(counted())

    sensitivity, specificity = 116 / 160, 1 - 42 / 240
    gain = sensitivity + specificity - 1
    share = (0.4 + specificity - 1) / gain
    assert found.shares[0] == pytest.approx(share)
    smooth = [((h + 0.5) / (n + 1)) * (1 - (h + 0.5) / (n + 1)) / n for h, n in ((400, 1000), (116, 160), (42, 240))]
    variance = (smooth[0] + share**2 * smooth[1] + (1 - share) ** 2 * smooth[2]) / gain**2
    assert found.covariance[0, 0] == pytest.approx(variance)


def test_errors_in_common_make_the_difference_as_sure_as_the_delta_method_says() -> None:
    found = correct_by_matrix(counted())

    gain = 116 / 160 - 42 / 240
    difference, low, high = found.difference(0, 1)
    assert difference == pytest.approx(0.1 / gain)
    spread = [((h + 0.5) / (n + 1)) * (1 - (h + 0.5) / (n + 1)) / n for h, n in
              ((400, 1000), (500, 1000), (116, 160), (42, 240))]  # fmt: skip
    variance = (spread[0] + spread[1] + difference**2 * (spread[2] + spread[3])) / gain**2
    assert (high - low) / 2 == pytest.approx(1.959964 * np.sqrt(variance))


def test_the_likelihood_is_at_its_highest() -> None:
    c = counted()
    found = correct_by_likelihood(c)

    def minus(theta: np.ndarray[Any, Any]) -> float:
        p, q, sensitivity, specificity = theta
        chances = [p * sensitivity + (1 - p) * (1 - specificity), q * sensitivity + (1 - q) * (1 - specificity), p, q,
                   sensitivity, specificity]  # fmt: skip
        counts = [(320, 800), (400, 800), (60, 200), (100, 200), (116, 160), (198, 240)]
        return -sum(h * np.log(x) + (n - h) * np.log(1 - x) for x, (h, n) in zip(chances, counts, strict=True))

    best = minimize(minus, [0.3, 0.5, 0.7, 0.8], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9})
    assert [*found.shares, *found.sensitivity, *found.specificity] == pytest.approx(best.x, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-5)


def test_own_errors_of_every_group_are_as_many_as_groups() -> None:
    assert len(correct_by_likelihood(replace(counted(), levels=np.arange(2))).sensitivity) == 2


def test_raw_and_corrected_stand_side_by_side_and_the_corrected_interval_is_wider() -> None:
    table = measured()

    assert list(table["period"]) == ["2020", "2021"]
    assert (table["matrix_high"] - table["matrix_low"] > table["high"] - table["low"]).all()
    assert (table["refused"] == "").all()
    assert table["change"].isna().tolist() == [True, False]


def test_a_coding_without_errors_is_left_as_it_is() -> None:
    table = measured(errors=((1.0, 1.0), (1.0, 1.0)))

    assert table["matrix"].to_numpy() == pytest.approx(table["share"].to_numpy())
    assert table["likelihood"].to_numpy() == pytest.approx(table["share"].to_numpy(), abs=0.005)


def test_fewer_than_two_hundred_labels_are_refused_with_the_reason_and_the_raw_share_stays() -> None:
    table = measured(n_labels=198)

    assert table[["matrix", "likelihood", "matrix_change"]].isna().all(axis=None)
    assert table["share"].notna().all()
    assert table["refused"].str.contains("198 labels; at least 200").all()


def test_a_coding_that_tells_little_is_refused_with_the_reason() -> None:
    table = measured(errors=((0.6, 0.55), (0.6, 0.55)))

    assert table["refused"].str.contains("less than 0.3").all()
    assert table["likelihood"].isna().all()


def test_errors_that_drift_are_flagged_and_each_periods_own_labels_used() -> None:
    table = measured(errors=((0.9, 0.9), (0.6, 0.9)), n_labels=600)

    assert table["drifts"].all()
    assert set(table["labels_of"]) == {"period"}
    assert table["sensitivity"].nunique() == 2
    assert table["p_alike"].max() < 0.01


def test_errors_that_differ_between_voices_are_found_as_those_of_voices() -> None:
    rng = np.random.default_rng(1)
    one, two = (draw_coded(rng, (0.3, 0.5), errors, n=600, n_labels=400)
                for errors in (((0.9, 0.9),) * 2, ((0.65, 0.75),) * 2))  # fmt: skip
    rows, gold = (pd.concat([a.assign(voice="narrator"), b.assign(voice="verbatim", doc_id="v" + b["doc_id"],
                  row_id="v" + b["row_id"])]) for a, b in zip(one, two, strict=True))  # fmt: skip

    table = measure_corrected(rows, gold, of="found", value="yes", by=["period", "voice"], alpha=0.01)

    assert set(table["labels_of"]) == {"voice"}
    assert table.groupby("voice")["sensitivity"].nunique().tolist() == [1, 1]
    assert table["change"].notna().tolist() == [False, False, True, True]


def test_where_errors_drift_a_period_with_few_labels_is_refused() -> None:
    rows, gold = draw_coded(np.random.default_rng(2), (0.3, 0.5), ((0.95, 0.95), (0.5, 0.95)), n=1000, n_labels=800)
    few = pd.concat([gold[gold["period"] == "2020"], gold[gold["period"] == "2021"].head(45)])

    table = measure_corrected(rows, few, of="found", value="yes", by=["period"]).set_index("period")

    assert table.loc["2020", "refused"] == ""
    assert "45 labels of 2021" in table.loc["2021", "refused"]


def test_few_stories_give_counts_only() -> None:
    rows, gold = draw_coded(np.random.default_rng(3), (0.3, 0.5), ALIKE, n=400, n_labels=300)
    rows.loc[rows["period"] == "2021", "doc_id"] = "one"

    table = measure_corrected(rows, gold, of="found", value="yes", by=["period"]).set_index("period")

    assert "too few stories" in table.loc["2021", "refused"]
    assert table.loc["2021", ["share", "matrix"]].isna().all()
    assert table.loc["2020", ["share", "matrix"]].notna().all()


def test_rows_of_few_stories_are_known_less_well() -> None:
    rows, gold = draw_coded(np.random.default_rng(4), (0.3, 0.5), ALIKE, n=1000, n_labels=400)
    ordered = rows.sort_values(["period", "found"]).assign(story_id=np.repeat(np.arange(20), 100).astype(str))

    apart, together = (
        measure_corrected(table, gold, of="found", value="yes", by=["period"]) for table in (rows, ordered)
    )

    width = [(t["matrix_high"] - t["matrix_low"]).iloc[0] for t in (apart, together)]
    assert width[1] > 2 * width[0]


def test_labels_of_a_group_without_rows_and_a_value_that_nothing_has_are_refused() -> None:
    rows, gold = draw_coded(np.random.default_rng(3), (0.3, 0.5), ALIKE, n=200, n_labels=200)

    with pytest.raises(TableError, match=r"labels of .*2021.*no rows"):
        measure_corrected(rows[rows["period"] == "2020"], gold, of="found", value="yes", by=["period"])
    with pytest.raises(TableError, match="no row has found = 'maybe'"):
        measure_corrected(rows, gold, of="found", value="maybe", by=["period"])


@pytest.mark.parametrize("runs", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_a_shift_of_twenty_points_is_recovered(runs: int) -> None:
    found = corrections(ALIKE, runs=runs)
    slack = 0.06 if runs < 1000 else 0.0

    for name in ("matrix", "likelihood"):
        assert found[name]["within 8 points"] >= 0.90 - slack
        assert 0.93 - slack <= found[name]["held"] <= min(1, 0.97 + slack)


@pytest.mark.parametrize("runs", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_errors_that_drift_are_hardly_ever_called_alike(runs: int) -> None:
    found = corrections(DRIFT, runs=runs)["likelihood"]

    assert found["different"] >= (0.78 if runs >= 1000 else 0.65)
    assert found["alike"] <= 0.01
    assert found["within 8 points"] >= (0.87 if runs >= 1000 else 0.8)


def test_what_is_quoted_of_the_power_to_see_this_drift() -> None:
    shares, right_1, right_0 = np.array([0.3, 0.5]), np.array([0.72, 0.62]), np.array([0.82, 0.88])
    found = shares * right_1 + (1 - shares) * (1 - right_0)
    expected = Counted(1000 * found, np.full(2, 1000.0), 800 * found, np.full(2, 800.0), 200 * shares,
                       200 * shares * right_1, 200 * (1 - shares), 200 * (1 - shares) * (1 - right_0),
                       np.arange(2))  # fmt: skip

    own = correct_by_likelihood(expected).log_likelihood
    common = correct_by_likelihood(replace(expected, levels=np.zeros(2, int))).log_likelihood

    assert 2 * (own - common) == pytest.approx(7.75, abs=0.005)
    assert ncx2.sf(chi2.isf(0.107, 2), 2, 2 * (own - common)) == pytest.approx(0.811, abs=0.001)


def test_errors_that_are_alike_are_called_so_where_the_labels_suffice() -> None:
    found = corrections(ALIKE, runs=20, n=2000, n_labels=1600)["likelihood"]

    assert found["alike"] >= 0.8


def test_the_bound_holds_what_taking_errors_for_alike_does_to_the_change() -> None:
    expected = counted(found=np.array([342.0, 370]), fresh_found=np.array([273.6, 296]),
                       positive=np.array([60.0, 100]), negative=np.array([140.0, 100]),
                       found_positive=np.array([43.2, 62]), found_negative=np.array([25.2, 12]))  # fmt: skip
    common = correct_by_likelihood(expected).shares
    true = abs(common[1] - common[0] - 0.2)  # own errors would give .2

    bounds = [measured(errors=DRIFT, seed=seed, alpha=0.0)["moved_at_most"].iloc[1] for seed in range(40)]

    assert true > 0.03
    assert np.mean(np.array(bounds) >= true) >= 0.9


def test_errors_are_open_where_a_group_has_too_few_labels_to_tell() -> None:
    rows, gold = draw_coded(np.random.default_rng(2), (0.3, 0.5), ALIKE, n=1000, n_labels=800)
    few = pd.concat([gold[gold["period"] == "2020"], gold[gold["period"] == "2021"].head(9)])

    table = measure_corrected(rows, few, of="found", value="yes", by=["period"]).set_index("period")

    assert set(table["errors_are"]) == {"open"}
    assert table["moved_at_most"].isna().tolist() == [False, True]
