"""The figure of keyness: every bar has its counts, what may be chance is written, and the words say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from toolkit.errors import TableError
from toolkit.measure import compare_keyness
from toolkit.show import plot_keyness, show_keyness


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def keyness_table(*rows: tuple[str, float, float, float, float], why_no_p: str = "") -> pd.DataFrame:
    """Make a comparison from (feature, n, n_against, log_odds_z, p_fdr)."""
    table = pd.DataFrame([*rows], columns=["feature", "n", "n_against", "log_odds_z", "p_fdr"])
    return table.assign(group="Herald", against="Post", n_all=900.0, n_all_against=1200.0, why_no_p=why_no_p)


TABLE = keyness_table(
    ("dam", 40, 9, 3.25, 0.01), ("sea", 12, 5, 1.5, 0.4), ("sky", 3, 3, -0.1, 1), ("fog", 0, 30, -4, 0)
)


def test_the_picture_says_what_it_shows() -> None:
    picture = show_keyness(TABLE, top=2)
    assert picture.alt == (
        "Bars of weighted log-odds (z); counts are Herald : Post. "
        "More often in Herald: dam +3.2 (40 : 9); sea +1.5 (12 : 5, may be chance). "
        "More often in Post: fog -4.0 (0 : 30); sky -0.1 (3 : 3, may be chance)."
    )
    assert picture.note == "n = 900 words in Herald, 1,200 in Post. Chance was drawn by story, not by word."


def test_what_is_not_drawn_is_said() -> None:
    picture = show_keyness(TABLE, top=1, unit="labels")
    assert "sea" not in picture.alt
    assert picture.note.startswith("n = 900 labels in Herald, 1,200 in Post. Not drawn, but in the table: 2 with")


def test_where_there_is_no_test_the_note_says_why_and_no_bar_is_dark() -> None:
    why = "4 stories in Herald and 30 in Post; a test takes 10 in each"
    table = keyness_table(("dam", 40, 9, 3.25, float("nan")), why_no_p=why)
    assert show_keyness(table).note.endswith(f"No test: {why}.")
    assert all(bar.get_facecolor()[:3] > (0.9, 0.9, 0.9) for bar in plot_keyness(table).patches)


def test_every_bar_is_a_cell_with_its_counts_beside_it() -> None:
    ax = plot_keyness(TABLE)
    assert sorted(bar.get_width() for bar in ax.patches) == sorted(TABLE["log_odds_z"])
    assert [text.get_text() for text in ax.texts] == ["40 : 9", "12 : 5", "3 : 3", "0 : 30"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["dam", "sea", "sky", "fog"]
    assert ax.get_title(loc="left") == "900 words in Herald, 1,200 in Post"


def test_of_many_groups_one_is_drawn() -> None:
    rows = pd.DataFrame({"doc_id": list("abc"), "outlet": list("XYZ"), "token": ["dam", "sea", "sky"]})
    table = compare_keyness(rows, by="outlet", minimum_n=1)
    picture = show_keyness(table, group="Y", effect="log_ratio")
    assert "counts are Y : (the rest). More often in Y: sea +2.0 (1 : 0, may be chance)." in picture.alt


def test_what_comes_from_a_text_is_never_read_as_code() -> None:
    table = keyness_table(('$x_{$ & <script>alert("1")</script>', 40, 9, 3.25, 0.01))
    data: dict[str, Any] = show_keyness(table)._repr_mimebundle_()[0]
    assert "<script" not in data["text/html"]


@pytest.mark.parametrize(
    ("table", "options", "says"),
    [
        (TABLE, {"group": "Times"}, "no rows of 'Times'; it has Herald"),
        (TABLE, {"effect": "p"}, "effect is 'p'; it must be one of log_ratio"),
        (TABLE.drop(columns="n_all"), {}, "lacks n_all"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_choices(
    table: pd.DataFrame, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(TableError, match=says):
        plot_keyness(table, **options)


def test_where_nothing_was_compared_the_figure_says_so() -> None:
    picture = show_keyness(TABLE.head(0))

    assert picture.alt.startswith("Nothing is drawn: there are no two groups with words that stand often enough.")
    assert picture.note == "n = 0 words compared."
