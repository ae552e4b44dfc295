"""The explorer's timeline in a browser, with a model in place of the kernel: points, filters, picks, and no markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.look

PARTS = Path(__file__).parents[2] / "toolkit" / "show" / "explorer"
NASTY = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>explorer</title><style>{css}</style>
<style>:root {{ color-scheme: light dark; font-family: sans-serif; }}</style></head>
<body><div id="here"></div><script type="module">
{js}
const data = {data}, heard = [];
window.model = {{
  get: key => data[key],
  set: (key, value) => {{ data[key] = value; }},
  save_changes: () => heard.forEach(each => each()),
  on: (_, each) => heard.push(each),
  off: () => heard.splice(0),
}};
window.picked = () => data.picked;
render({{ model: window.model, el: document.getElementById("here") }});
</script></body></html>"""


def point(i: int, day: str | None, **known: str) -> dict[str, Any]:
    given = {"outlet": "Herald", "group": "They draw closer", "voice": "narrator", "words": f"words {i}"}
    beside = {"before": "before ", "after": " after.", "doc": f"d{i}", "days": day or "undated"}
    return {"i": i, "from": day, "to": day, **given, **beside, **known}


POINTS = [
    point(0, "2021-01-10"),
    point(1, "2021-03-20", outlet="Post", group="They draw apart"),
    point(2, "2022-05-05", voice="verbatim", words=NASTY),
    point(3, None, group=NASTY),
    point(4, "2021-01-10"),
    point(5, "2021-01-10") | {"from": "2020-06-01", "to": "2021-08-20"},
]


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, screenshots: Path) -> Iterator[Page]:
    file = tmp_path / "explorer.html"
    data = json.dumps({"points": POINTS, "of": "frame title", "picked": []}).replace("<", "\\u003c")
    css, js = ((PARTS / f"explorer.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    file.write_text(PAGE.format(css=css, js=js.replace("export default { render };", ""), data=data), encoding="utf-8")
    context = browser.new_context(viewport={"width": 960, "height": 600}, color_scheme=request.param)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    opened.screenshot(path=screenshots / f"explorer-{request.param}.png")
    assert errors == []
    assert opened.title() == "explorer"
    context.close()


def picked(page: Page) -> list[int]:
    return page.evaluate("window.picked()")


def test_every_row_is_a_point_and_a_click_opens_its_sentence_and_picks_it(page: Page) -> None:
    assert page.locator(".tk-point").count() == len(POINTS)
    page.locator("[data-point='1']").click()

    assert picked(page) == [1]
    assert page.locator(".tk-list li").inner_text().startswith("before words 1 after.")
    page.locator("[data-point='1']").click()
    assert picked(page) == []


def test_points_of_one_place_and_under_the_days_of_others_can_all_be_clicked(page: Page) -> None:
    for i in range(len(POINTS)):
        page.locator(f"[data-point='{i}']").click(timeout=2000)

    assert picked(page) == [0, 1, 2, 3, 4, 5]


def test_a_point_is_picked_from_the_keyboard(page: Page) -> None:
    page.locator("[data-point='0']").focus()
    page.keyboard.press("Enter")

    assert picked(page) == [0]
    assert page.evaluate("document.activeElement.dataset.point") == "0"


def test_filters_leave_the_points_that_fit_and_all_of_them_can_be_picked(page: Page) -> None:
    page.locator("[data-filter='outlet']").select_option("Post")
    assert page.locator(".tk-point").count() == 1
    page.get_by_role("button", name="Pick all shown").click()

    assert picked(page) == [1]
    page.get_by_role("button", name="Clear").click()
    assert picked(page) == []


def test_dragging_over_a_time_picks_what_lies_in_it(page: Page) -> None:
    first, last = (page.locator(f"[data-point='{i}']").bounding_box() for i in (0, 1))
    top = page.locator(".tk-explorer svg").bounding_box()["y"]
    page.mouse.move(first["x"] - 8, top + 12)
    page.mouse.down()
    page.mouse.move(last["x"] + 20, top + 14)
    page.mouse.up()

    assert picked(page) == [0, 1, 4, 5]


def test_nothing_of_a_text_becomes_markup(page: Page) -> None:
    page.get_by_role("button", name="Pick all shown").click()

    assert page.locator("#here img, #here script").count() == 0
    assert NASTY in page.locator(".tk-list").inner_text()


def test_what_python_picks_is_shown(page: Page) -> None:
    page.evaluate("window.model.set('picked', [2]); window.model.save_changes()")

    assert page.locator(".tk-picked").get_attribute("data-point") == "2"
