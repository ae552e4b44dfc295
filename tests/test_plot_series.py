"""Figures of series: what is drawn is what the tables hold, and n with its unit stands on them."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from simulations import draw_coded
from test_changes import monthly

from toolkit.measure import build_timeline, compare_event, measure_changes, measure_corrected
from toolkit.show import plot_corrected, plot_periods, plot_series, show_corrected
from toolkit.show.style import house_style


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    mpl.use("Agg")
    yield
    plt.close("all")


ROWS = monthly(np.where(np.arange(24) < 12, 0.2, 0.7))


def test_a_series_has_a_panel_with_its_n_and_unit_and_a_gap_where_no_share_is() -> None:
    gap = ROWS[ROWS["published_earliest"].dt.strftime("%Y-%m") != "2018-05"]

    axes = plot_series(build_timeline(gap, every="month", of="tone"))

    assert [ax.get_title(loc="left") for ax in axes] == [
        "harsh (n = 690 rows, 30 at most in a period)", "mild (n = 690 rows, 30 at most in a period)"]  # fmt: skip
    drawn = np.asarray(axes[0].lines[0].get_ydata(), float)
    assert list(np.flatnonzero(np.isnan(drawn))) == [3]


def test_a_change_is_marked_where_it_was_found_with_its_size_and_chance() -> None:
    changes = measure_changes(ROWS, of="tone", n_draws=200, n_resamples=50)

    axes = plot_series(build_timeline(ROWS, every="month", of="tone", smooth=1), changes=changes)

    assert axes[0].texts[0].get_text().startswith("+0.5")
    assert list(np.asarray(axes[0].lines[-1].get_xdata())) == [11.5, 11.5]


def test_a_difference_is_drawn_on_the_placebo_band_with_n_before_and_after() -> None:
    days = pd.date_range("2020-01-01", periods=900)
    rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(900)], "published_earliest": days, "published_latest": days})
    rows["tone"] = np.where(np.random.default_rng(0).random(900) < 0.4, "harsh", "mild")
    compared = compare_event(rows, day="2021-03-01", of="tone", days=60)

    ax = plot_periods(compared)

    assert [text.get_text() for text in ax.texts] == ["n = 60 before, 60 after"] * 2
    assert len(ax.patches) == 2
    assert ax.patches[0].get_x() == pytest.approx(compared["placebo_low"].iloc[0])


def test_raw_and_corrected_shares_are_drawn_side_by_side_with_n() -> None:
    rows, gold = draw_coded(np.random.default_rng(0), (0.3, 0.5), ((0.8, 0.8),) * 2, n=500, n_labels=300)
    table = measure_corrected(rows, gold, of="found", value="yes", by=["period"])

    axes = plot_corrected(table)

    assert axes[0].get_title(loc="left") == "all (n = 1000 rows, 300 labels)"
    assert [list(line.get_ydata()) for line in axes[0].lines] == [
        pytest.approx(list(table[name])) for name in ("share", "matrix", "likelihood")
    ]


@pytest.mark.parametrize(
    ("told", "drifts", "words"),
    [
        ("different", True, "Errors of the coding differ"),
        ("open", False, "is open: code more rows"),
        ("alike", False, ""),
    ],
)
def test_the_note_of_a_correction_says_what_is_known_of_its_errors(told: str, drifts: bool, words: str) -> None:
    rows, gold = draw_coded(np.random.default_rng(0), (0.3, 0.5), ((0.8, 0.8),) * 2, n=500, n_labels=300)
    table = measure_corrected(rows, gold, of="found", value="yes", by=["period"])

    note = show_corrected(table.assign(errors_are=told, drifts=drifts)).note

    assert (words in note) if words else ("rrors" not in note)


def test_a_timeline_without_dates_says_that_nothing_is_drawn() -> None:
    undated = ROWS.head(3).assign(published_earliest=pd.NaT, published_latest=pd.NaT)

    (ax,) = plot_series(build_timeline(undated, of="tone"))

    assert ax.texts[0].get_text() == "Nothing is drawn: no period is dated. Counts are in the table."


@pytest.mark.parametrize("at_once", [True, False])
def test_drawing_leaves_it_to_the_notebook_whether_figures_are_shown_at_once(at_once: bool) -> None:
    with mpl.rc_context({"interactive": at_once}):
        with house_style():
            assert mpl.is_interactive() == at_once
            mpl.interactive(True)  # as the backend of a notebook does with its first figure
        assert mpl.is_interactive()
