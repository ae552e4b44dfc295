"""What must hold for whoever opens `reports/seeds/index.html`: offline, on a phone, in the dark, on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from look.conftest import View

pytestmark = pytest.mark.look

CONTRAST = Path(__file__).with_name("contrast.js")  # of all text; axe needs minutes for that
TRIED = """rules => axe.run({rules, resultTypes: ["violations"]}).then(found =>
    found.violations.map(each => `${each.id}: ${each.help}: ${each.nodes.map(n => n.html).slice(0, 3)}`))"""


def test_the_browser_reports_no_error(view: View):
    assert view.errors == []


def test_the_page_asks_for_nothing_but_itself(view: View, report_address: str):
    asked = [url for url in view.requests if not url.startswith("data:")]

    assert asked == [report_address]


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "unfolded"])
def test_the_page_does_not_scroll_sideways(view: View, folded: bool):
    needed, given = view.page.evaluate(
        """folded => {
            const parts = folded ? [] : [...document.querySelectorAll("details:not([open])")];
            parts.forEach(part => { part.open = true; });
            const page = document.documentElement;
            const widths = [page.scrollWidth, page.clientWidth];
            parts.forEach(part => { part.open = false; });
            return widths;
        }""",
        folded,
    )

    assert needed <= given


def test_every_image_is_drawn_and_has_words_for_it(view: View):
    images = view.page.eval_on_selector_all("img", "all => all.map(i => [i.alt.trim(), i.naturalWidth])")

    assert images
    assert [image for image in images if not image[0] or not image[1]] == []


def test_the_page_names_its_language_and_title_and_has_one_heading(view: View):
    page = view.page

    assert page.locator("html").get_attribute("lang")
    assert page.title().strip()
    assert page.locator("h1").count() == 1


def test_no_id_is_used_twice(view: View):
    ids = view.page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")

    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_every_link_inside_the_page_has_its_target(view: View):
    links = view.page.eval_on_selector_all(
        "a[href^='#']",
        """all => all
            .map(a => decodeURIComponent(a.hash.slice(1)))
            .map(id => [id, !!document.getElementById(id)])""",
    )

    assert links
    assert [target for target, found in links if not found] == []


def test_all_text_stands_out_from_its_background(view: View):
    found = view.page.evaluate(CONTRAST.read_text(encoding="utf-8"))

    assert found["seen"]
    assert found["tooLow"] == []


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "unfolded"])
def test_axe_finds_nothing_that_keeps_anybody_out(view: View, axe: str, folded: bool):
    view.page.evaluate(axe)
    view.page.evaluate("open => document.querySelectorAll('details').forEach(d => { d.open = open; })", not folded)
    found = view.page.evaluate(TRIED, {"color-contrast": {"enabled": False}})
    view.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false; })")

    assert found == []


def test_contents_folds_and_wide_tables_are_reached_and_opened_by_keyboard(view: View):
    page = view.page
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav') !== null")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash.length > 1")
    page.keyboard.press("Tab")
    reached = [page.evaluate("document.activeElement.tagName")]
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName"))
    assert {"SUMMARY", "FIGURE"} < set(reached)
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    page.evaluate("location.hash = ''")


def test_the_page_prints(view: View):
    printed = view.page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 1


def test_a_screenshot_is_kept_for_the_eye(view: View, screenshots: Path):
    kept = screenshots / f"{view.name}.png"
    view.page.screenshot(path=kept, full_page=True)

    assert kept.stat().st_size > 0
