"""Cards, marked articles and concordances in a browser: legible in light and dark, and nothing runs out of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import toolkit as tk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.look

CONTRAST = Path(__file__).with_name("contrast.js")
ROOT = Path(__file__).parents[2]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>displays</title><style>
:root {{ color-scheme: light dark; font-family: sans-serif; background: {paper}; color: {ink}; }}
</style></head><body>{body}</body></html>"""
COLOURS = {"light": ("#ffffff", "#1a1a1a"), "dark": ("#111111", "#e0e0e0")}  # as JupyterLab has them


@pytest.fixture(scope="module")
def displays() -> str:
    corpus = tk.load_corpus(ROOT / "seeds")
    article = corpus["covert-meeting"]
    one = corpus.filter(lambda document: document is article)
    quotes, labels, frames, ties = (
        extract(one) for extract in (tk.extract_quotes, tk.extract_labels, tk.extract_frames, tk.extract_ties)
    )
    kwic = tk.extract_kwic(labels, one, columns=["voice"])
    shown = [corpus, article, tk.show_article(article, quotes, labels, frames, ties), tk.show_kwic(kwic)]
    return "".join(each._repr_html_() for each in shown)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, displays: str, screenshots: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 900}, color_scheme=request.param)
    opened = context.new_page()
    paper, ink = COLOURS[request.param]
    opened.set_content(PAGE.format(paper=paper, ink=ink, body=displays))
    opened.screenshot(path=screenshots / f"displays-{request.param}.png", full_page=True)
    yield opened
    context.close()


def test_all_text_stands_out_from_its_background(page: Page) -> None:
    found = page.evaluate(CONTRAST.read_text(encoding="utf-8"))

    assert found["seen"]
    assert found["tooLow"] == []


def test_the_page_does_not_scroll_sideways(page: Page) -> None:
    needed, given = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")

    assert needed <= given


def test_brackets_are_left_out_where_there_are_colours(page: Page) -> None:
    assert page.locator(".tk-bracket").count() > 0
    assert page.locator(".tk-bracket:visible").count() == 0
