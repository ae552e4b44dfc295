"""The report as a browser shows it: one headless Chromium, the page in every size and colour scheme.

The rule: without a browser these checks fail; they never pass by being skipped.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "reports" / "seeds" / "index.html"
SCREENSHOTS = ROOT / "build" / "look"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VIEWS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]


@dataclass
class View:
    """The open page and what the browser said while opening it."""

    page: Page
    name: str
    width: int
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no Chromium: none of {', '.join(BROWSERS)} on PATH; or set CHROMIUM", pytrace=False)
    if not REPORT.is_file():
        pytest.fail(f"no report to look at: {REPORT.relative_to(ROOT)}; run make report", pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session", params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def view(request: pytest.FixtureRequest, browser: Browser) -> Iterator[View]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = View(page=context.new_page(), name=f"{width}-{scheme}", width=width)
    opened.page.on("console", lambda said: said.type == "error" and opened.errors.append(said.text))
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("request", lambda sent: opened.requests.append(sent.url))
    opened.page.goto(REPORT.as_uri(), wait_until="load")
    yield opened
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, from a package: nothing is downloaded."""
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.fail("axe-playwright-python is not installed; it brings axe-core", pytrace=False)
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def report_address() -> str:
    return REPORT.as_uri()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS
