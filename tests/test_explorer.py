"""The explorer: a point for every row, the selection as a table, and the same passages where there is no widget."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import toolkit as tk
from toolkit.errors import TableError
from toolkit.rows import Corpus, Document

NASTY = "<script>alert(1)</script>\u202e"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    day = date(2021, 3, 4)
    told = Document("a", "The dam broke. It held.", outlet="Herald", published_earliest=day, published_latest=day)
    return Corpus((told, Document("b", f"A dam {NASTY} too.")))


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    given = {
        "row_id": ["1", "2"],
        "doc_id": ["a", "b"],
        "voice": ["narrator", "verbatim"],
        "actor_name": ["Arle", None],
    }
    return pd.DataFrame({**given, "label_start": [4, 2], "label_end": [7, 5], "polarity": "neutral"}, index=[7, 9])


def test_without_the_extra_the_passages_are_listed_by_year_and_it_says_how_to_install(
    rows: pd.DataFrame, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.show.explorer.find_spec", lambda name: None)

    shown = tk.show_explorer(rows, corpus)

    page = BeautifulSoup(shown._repr_html_(), "html.parser")
    assert page.p.text == (
        "To pick and filter on a timeline: pip install 'framing-toolkit[explore]', then restart the kernel."
    )
    assert [each.text for each in page.select("summary")] == ["(undated) (1)", "2021 (1)"]
    assert page.script is None


def test_more_rows_than_can_be_shown_are_refused(rows: pd.DataFrame, corpus: Corpus) -> None:
    with pytest.raises(TableError, match="2 rows are more than 1; filter them, or pass limit=2"):
        tk.show_explorer(rows, corpus, limit=1)


def test_every_row_is_a_point_with_its_sentence_and_days(rows: pd.DataFrame, corpus: Corpus) -> None:
    pytest.importorskip("anywidget", reason="the extra explore is not installed")

    explorer = tk.show_explorer(rows, corpus)

    assert explorer.of == "actor name"
    first, second = explorer.points
    assert first == {
        "i": 0, "before": "The ", "words": "dam", "after": " broke. It held.", "outlet": "Herald", "group": "Arle",
        "voice": "narrator", "days": "2021-03-04", "doc": "a", "from": "2021-03-04", "to": "2021-03-04",
    }  # fmt: skip
    assert (second["from"], second["group"]) == (None, "(left open)")
    assert second["after"] == " <script>alert(1)</script>[U+202E] too."


def test_what_is_picked_comes_back_as_rows_of_the_table(rows: pd.DataFrame, corpus: Corpus) -> None:
    pytest.importorskip("anywidget", reason="the extra explore is not installed")
    explorer = tk.show_explorer(rows, corpus)

    assert list(explorer.selection.columns) == list(rows.columns)
    assert len(explorer.selection) == 0
    explorer.picked = [1]
    assert explorer.selection["row_id"].tolist() == ["2"]


def test_a_page_without_a_kernel_shows_the_passages(rows: pd.DataFrame, corpus: Corpus) -> None:
    pytest.importorskip("anywidget", reason="the extra explore is not installed")
    data, _ = tk.show_explorer(rows, corpus)._repr_mimebundle_()

    assert "application/vnd.jupyter.widget-view+json" in data
    assert "2021 <small>(1)</small>" in data["text/html"]
    assert data["text/plain"] == "2 passages by period"


def test_the_explorer_asks_for_nothing_from_elsewhere() -> None:
    parts = Path(tk.__file__).parent / "show" / "explorer"
    code = "".join((parts / name).read_text(encoding="utf-8") for name in ("explorer.js", "explorer.css"))

    code = code.replace("http://www.w3.org/2000/svg", "")  # the name of a vocabulary
    assert [word for word in ("http", "import ", "innerHTML", "@import", "fetch(", "url(") if word in code] == []
