"""A report on texts that try to be markup, script or style: in the browser they are words, and nothing of them runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from bs4 import BeautifulSoup
from hostile import ALL, EVERY, FORMULA, TURNED, write_hostile

from toolkit.markup import spell_out
from toolkit.reports import run_report
from toolkit.tables import export_spreadsheet, load_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.look


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    texts, study = write_hostile(folder)
    return run_report(texts, folder / "report", study=study).parent


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the browser did that a report must not do."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, report: Path, said: list[str]) -> Iterator[Page]:
    opened = browser.new_page()
    opened.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda words: words.type == "error" and said.append(words.text))
    opened.on("request", lambda sent: sent.url.startswith("data:") or said.append(sent.url))
    opened.goto((report / "index.html").as_uri(), wait_until="load")
    opened.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    yield opened
    opened.close()


def test_nothing_of_a_text_runs_and_the_page_asks_for_nothing_but_itself(
    page: Page, report: Path, said: list[str]
) -> None:
    assert page.title() == f"Study {spell_out(EVERY)}"
    assert said == [(report / "index.html").as_uri()]
    assert page.locator("script, main img[src=x], main style:not(.tk style), [onerror]").count() == 0
    assert page.evaluate("[...document.links].filter(a => !/^(file|data):/.test(a.href)).map(a => a.href)") == []


@pytest.mark.parametrize("words", ALL)
def test_what_stands_in_a_text_is_seen_as_it_stands(page: Page, words: str) -> None:
    seen = page.locator("main").inner_text()

    assert page.locator("main").is_visible()
    assert " ".join(spell_out(words).split()) in " ".join(seen.split())


def test_no_character_turns_the_words_after_it_round(report: Path) -> None:
    assert not set((report / "index.html").read_text(encoding="utf-8")) & set(TURNED[::9])


def test_the_notebook_of_the_report_shows_the_same_words_as_words(report: Path) -> None:
    notebook = nbformat.read(report / "report.ipynb", as_version=4)
    shown = [output.data["text/html"] for cell in notebook.cells for output in cell.get("outputs", [])
             if "text/html" in output.get("data", {})]  # fmt: skip
    tags = {tag.name for html in shown for tag in BeautifulSoup(html, "html.parser").find_all(True)}

    assert shown
    assert not tags & {"script", "iframe", "link", "object", "a"}
    assert [
        html for html in shown if "onerror" in html and BeautifulSoup(html, "html.parser").select("[onerror]")
    ] == []


def test_no_cell_of_a_spreadsheet_copy_is_a_formula(report: Path, tmp_path: Path) -> None:
    outlets = load_table(report / "tables" / "articles.parquet")["outlet"].str.removeprefix("Post ").to_frame()
    copy = export_spreadsheet(outlets, tmp_path / "copy.csv").read_text(encoding="utf-8-sig")

    assert f"'{FORMULA}" in copy
    assert [line for line in copy.splitlines() if line.lstrip('"').startswith(("=", "+", "-", "@"))] == []


def test_the_provenance_keeps_the_words_as_they_are(report: Path) -> None:
    record = json.loads((report / "provenance.json").read_text(encoding="utf-8"))

    assert any("<script>" in doc_id for doc_id in record["corpus"]["documents"])
