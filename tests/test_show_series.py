"""Pictures of series, differences, corrections and specification curves: the words hold the numbers that are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from toolkit.errors import TableError
from toolkit.measure import build_timeline
from toolkit.measure.specifications import CHOICES
from toolkit.rows import Alternatives, Contrast, Corpus, Study
from toolkit.show import plot_multiverse, show_corrected, show_multiverse, show_periods, show_series, show_study


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    mpl.use("Agg")
    yield
    plt.close("all")


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw, but write no pixels, where only words are looked at."""
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)


def multiverse(
    *rows: tuple[str, str, float | None], measure: str = "difference", title: str = "Closer"
) -> pd.DataFrame:
    """Make specifications from (relevance, unit, estimate), the study's own first."""
    table = pd.DataFrame([*rows], columns=["relevance", "unit", "estimate"]).astype({"estimate": "float64"})
    same = {"voices": "own", "dates": "all", "quotations": "all", "codebook": "declared", "contrast": "split"}
    table = table.assign(**same, frame="closer", frame_title=title, measure=measure)
    table = table.assign(
        specification=range(1, len(table) + 1), low=table["estimate"] - 0.1, n=[40.0, 60, 80][: len(table)]
    )
    return table.assign(primary=table["specification"] == 1, high=table["estimate"] + 0.1)


CURVE = multiverse(("paragraph", "article", 0.2), ("paragraph", "story", -0.05), ("document", "article", 0.1))


# ---------------------------------------------------------------- specification curves


def test_estimates_are_drawn_in_order_of_size_with_n_and_a_dot_for_each_choice() -> None:
    estimates, n, choices = plot_multiverse(CURVE)

    others, own = estimates.lines[:2]
    assert list(others.get_ydata()) == [-0.05, 0.1]
    assert (list(own.get_xdata()), list(own.get_ydata())) == ([2], [0.2])
    assert [bar.get_height() for bar in n.patches] == [60, 80, 40]
    assert n.get_title(loc="left") == "n: articles or stories"
    assert [label.get_text() for label in choices.get_yticklabels()] == [
        "relevance: paragraph", "relevance: document", "unit: article", "unit: story"]  # fmt: skip
    dots = {int(line.get_ydata()[0]): [] for line in choices.lines if len(line.get_ydata())}
    for line in choices.lines:
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
            dots[int(y)].append(int(x))
    assert {row: sorted(places) for row, places in dots.items()} == {0: [0, 2], 1: [1], 2: [1, 2], 3: [0]}


def test_the_title_says_how_many_agree_in_sign_and_what_was_not_estimated() -> None:
    with_gap = multiverse(("paragraph", "article", 0.2), ("paragraph", "story", -0.1), ("document", "article", None))
    estimates, n, _ = plot_multiverse(with_gap)
    assert [bar.get_height() for bar in n.patches] == [60, 40, 80]
    assert [text.get_text() for text in estimates.texts] == ["too few\nstories"]
    assert (
        estimates.get_title(loc="left")
        == "Closer (2 of 3 specifications estimated)\n50 % have the sign of the study's own; median +0.05"
    )


def test_shares_have_a_spread_instead_of_signs_and_no_line_at_nought() -> None:
    shares = multiverse(("paragraph", "article", 0.2), ("document", "article", 0.4), measure="share")
    ax = plot_multiverse(shares)[0]
    assert ax.get_title(loc="left") == "Closer (2 specifications)\nfrom 0.20 to 0.40, median 0.30"
    assert len(ax.lines) == 2


@pytest.mark.usefixtures("words")
def test_the_words_for_a_curve_hold_its_agreement_its_own_estimate_and_the_medians() -> None:
    picture = show_multiverse(CURVE)

    assert picture.alt == (
        "Specification curve of Closer: 2 of 3 differences have the sign of the declared one (+0.20); from -0.05 to "
        "+0.20, median +0.10. The study's own specification: 0.20 (0.10 to 0.30), n = 40. "
        "Medians by choice: relevance paragraph 0.08, document 0.10; unit article 0.15, story -0.05."
    )
    assert picture.note.startswith("n = 40 to 80 articles or stories in each of 3 specifications;")
    assert picture.note.endswith("agreement is no further evidence.")


@pytest.mark.usefixtures("words")
def test_a_curve_without_any_estimate_says_so_and_names_no_medians() -> None:
    picture = show_multiverse(CURVE.assign(estimate=np.nan, low=np.nan, high=np.nan))
    assert picture.alt == (
        "Specification curve of Closer: none of 3 specifications has enough stories. The study's own specification: "
        "not estimated."
    )
    assert "Not estimated, since stories are too few: 3." in picture.note


def test_a_study_shows_what_else_it_tries() -> None:
    tried = Alternatives((), ("story",), (), (), (), ("a/b/strict.yaml",), (Contrast.split(date(2021, 7, 1)),))
    html = show_study(Corpus((), Study(alternatives=tried)))._repr_html_()
    assert "<dd>unit story; codebook strict.yaml; contrasts up to 2021-06-30 / from 2021-07-01</dd>" in html
    assert "Also tried" not in show_study(Corpus(()))._repr_html_()


@pytest.mark.long
def test_a_curve_drawn_twice_is_the_same_to_the_byte_and_leaves_no_figure_open() -> None:
    first, second = show_multiverse(CURVE), show_multiverse(CURVE)
    assert (first.png, first.svg) == (second.png, second.svg)
    assert plt.get_fignums() == []


def test_a_single_specification_has_no_choices_to_draw() -> None:
    assert len(plot_multiverse(multiverse(("paragraph", "article", 0.2)))) == 2


def test_dollar_signs_in_a_title_are_never_typeset_as_mathematics() -> None:
    figure = plot_multiverse(CURVE.assign(frame_title="$x_{$"))[0].figure
    named = [text for text in figure.findobj(Text) if "$" in text.get_text()]
    assert named
    assert not any(text.get_parse_math() for text in named)


def test_a_frame_that_is_not_there_is_named_with_the_choices() -> None:
    with pytest.raises(TableError, match="the multiverse has no frame 'apart'; it has closer"):
        plot_multiverse(CURVE, frame="apart")
    with pytest.raises(TableError, match="the multiverse is empty"):
        plot_multiverse(CURVE.head(0))
    with pytest.raises(TableError, match="the multiverse lacks relevance"):
        show_multiverse(CURVE.drop(columns=CHOICES))


# ---------------------------------------------------------------- series, differences, corrections


def timeline() -> pd.DataFrame:
    days = pd.date_range("2021-01-10", periods=3, freq="MS").repeat(8)
    rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(24)], "published_earliest": days, "published_latest": days})
    return build_timeline(rows.assign(tone=np.where(np.arange(24) % 8 < 2, "harsh", "mild")), every="month", of="tone")


@pytest.mark.usefixtures("words")
def test_the_words_for_a_series_hold_where_it_begins_ends_and_lies_highest_and_lowest() -> None:
    changes = pd.DataFrame([["mild", 1, "2021-04", 0.25, 0.1, 0.4, 0.01, "2021-03", "2021-04"]],
                           columns="tone change period difference low high p earliest latest".split())  # fmt: skip
    picture = show_series(timeline(), changes=changes, top=1)

    assert picture.alt.startswith("Shares by period, 2021-02 to 2021-04, with intervals, one panel per series. harsh ")
    assert "harsh from 0.25 in 2021-02 to 0.25 in 2021-04, lowest 0.25 (" in picture.alt
    assert "mild from 2021-04 on +0.25 (+0.10 to +0.40), between 2021-03 and 2021-04, p = 0.010." in picture.alt
    assert picture.note == (
        "n = 24 rows; lines are 95 % intervals over stories. Not drawn, but in the table: 1 series. "
        "A change is a difference of levels; what made it is not measured."
    )


@pytest.mark.usefixtures("words")
def test_a_series_without_a_change_says_so_and_one_without_shares_too() -> None:
    none = pd.DataFrame({"tone": ["mild"], "change": [0]})
    empty = timeline().assign(share=np.nan, low=np.nan, high=np.nan)
    alt = show_series(empty, changes=none).alt
    assert alt.endswith("Changes of level: none larger than chance makes.")
    assert alt.startswith("Nothing is drawn: no period has enough stories for a share.")


PERIODS = pd.DataFrame(
    [["harsh", 5, 20, 12, 24, 0.25, 0.05, 0.45, -0.1, 0.1, 300, 2, True, ""],
     ["mild", 1, 3, 0, 2, None, None, None, None, None, 0, 0, False, "too few stories on a side: read the counts"]],
    columns="tone n_before n_all_before n_after n_all_after difference low high placebo_low placebo_high n_placebos "
    "n_straddling disagrees note".split(),
)  # fmt: skip


@pytest.mark.usefixtures("words")
def test_the_words_for_a_difference_hold_its_counts_its_interval_and_its_placebo_days() -> None:
    picture = show_periods(PERIODS)

    assert picture.alt == (
        "Differences of shares, after − before. harsh 5 of 20 before, 12 of 24 after: +0.25 (+0.05 to +0.45), placebo "
        "days -0.10 to +0.10; mild 1 of 3 before, 0 of 2 after: too few stories on a side: read the counts."
    )
    assert picture.note == (
        "n = at most 20 before and 24 after; lines are 95 % intervals over stories. Grey: 95 % of up to 300 placebo "
        "days. Left out, since they may belong to either side: up to 2 articles. In 1 of 2 rows printings and stories "
        "have opposite signs. A difference is no effect: whatever else changed is in it."
    )


@pytest.mark.usefixtures("words")
def test_the_words_for_a_correction_hold_raw_and_corrected_shares_and_why_there_is_none() -> None:
    corrected = pd.DataFrame(
        [["2021", 30, 100, 0.3, 0.2, 0.4, 0.35, 0.25, 0.45, 0.36, 0.26, 0.46, 120, "", True],
         ["2022", 9, 40, None, None, None, None, None, None, None, None, None, 30, "too few stories", True]],
        columns="period n n_all share low high matrix matrix_low matrix_high likelihood likelihood_low likelihood_high "
        "n_labels refused drifts".split(),
    )  # fmt: skip
    picture = show_corrected(corrected)

    assert picture.alt == (
        "Raw shares beside corrected ones. 2021 30 of 100: 0.30, corrected 0.36 (0.26 to 0.46); "
        "2022 9 of 40, not corrected."
    )
    assert picture.note == (
        "n = 140 rows, 150 of them coded by hand; lines are 95 % intervals. Not corrected: too few stories. "
        "Errors of the coding differ between groups, so that each has its own labels alone."
    )
