"""Notebook 00 and the lessons in a real JupyterLab, run from the first cell to the last as a reader would."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.look

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [Path("notebooks/00_start_here.ipynb"), *sorted(Path("notebooks/lessons").glob("*.ipynb"))]
LOCAL = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:")
RAN = """async () => {
  const app = window.jupyterapp;
  await app.restored;
  await app.shell.currentWidget.context.ready;
  await app.shell.currentWidget.sessionContext.ready;
  await app.commands.execute("notebook:run-all-cells");
  const cells = [...app.shell.currentWidget.content.model.cells];
  return cells.filter(cell => cell.type === "code" && cell.sharedModel.source.trim()).map(cell => cell.executionCount);
}"""
# the colour of the words, and the backgrounds behind them, the nearest first
LAYERS = """mark => {
  const found = [getComputedStyle(mark).color];
  for (let at = mark; at; at = at.parentElement) found.push(getComputedStyle(at).backgroundColor);
  return found;
}"""
SAVED = """async () => { await window.jupyterapp.commands.execute("docmanager:save"); }"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a reader has: notebooks and texts; the toolkit itself stays where it is installed."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def lab(desk: Path) -> Iterator[str]:
    """The address of a JupyterLab that ``toolkit lab`` opened on the desk, with settings of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        name: str(desk / ".jupyter" / name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    }
    options = ["--no-browser", f"--port={port}", "--ip=127.0.0.1", "--allow-root", "--IdentityProvider.token=t"]
    options += ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None", "--ServerApp.log_level=ERROR"]
    server = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "lab", str(desk), *options], env={**os.environ, **own}, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api?token=t", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[Any]) -> None:
    for _ in range(300):
        assert server.poll() is None, "JupyterLab ended before it could be asked"
        try:
            with urlopen(address) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("JupyterLab did not answer within a minute")


def opened(page: Page, lab: str, notebook: Path) -> None:
    page.goto(f"{lab}/lab/tree/{notebook.as_posix()}?token=t&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_run_all_gives_no_error_and_asks_nothing_of_the_network(
    notebook: Path, lab: str, desk: Path, browser: Browser, screenshots: Path
) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(180_000)
    away: list[str] = []
    broken: list[str] = []
    page.on("request", lambda sent: None if LOCAL.match(sent.url) else away.append(sent.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    opened(page, lab, notebook)

    prompts = page.evaluate(RAN)
    page.evaluate(SAVED)
    page.screenshot(path=screenshots / f"lab-{notebook.stem}.png")
    page.close()

    saved = nbformat.read(desk / notebook, as_version=4)
    failed = [output for cell in saved.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert prompts == list(range(1, len(prompts) + 1))
    assert len(prompts) >= 8
    assert failed == []
    assert away == []
    assert broken == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_marked_article_tells_its_marks_apart_from_the_page(
    theme: str, lab: str, browser: Browser, screenshots: Path
) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 1400})
    page.set_default_timeout(180_000)
    opened(page, lab, NOTEBOOKS[0])
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.evaluate(RAN)
    article = page.locator(".jp-OutputArea mark").first
    article.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)

    colours = article.evaluate(LAYERS)
    page.screenshot(path=screenshots / f"lab-article-{theme.split()[-1].lower()}.png")
    page.close()

    assert _contrast(_channels(colours[0]), _laid_over(colours[:0:-1])) >= 4.5


def _channels(colour: str) -> list[float]:
    """Read red, green, blue and opacity."""
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    return parts if len(parts) == 4 else [*parts, 1.0]


def _laid_over(colours: Sequence[str]) -> list[float]:
    """Mix backgrounds, the lowest first."""
    mixed = [255.0] * 3
    for *channels, opacity in map(_channels, colours):
        mixed = [over * opacity + under * (1 - opacity) for over, under in zip(channels, mixed, strict=True)]
    return mixed


def _contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the contrast of two colours, as WCAG 2 has it."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[float]) -> float:
    parts = [part / 255 for part in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_click_on_a_point_of_the_explorer_arrives_in_python(lab: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 1400})
    page.set_default_timeout(180_000)
    opened(page, lab, NOTEBOOKS[0])
    page.evaluate(RAN)
    point = page.locator(".tk-point").first
    point.scroll_into_view_if_needed()
    point.click()
    assert page.locator(".tk-list li").count() == 1

    said = page.evaluate("""async () => {
      const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
      const told = [];
      const asked = kernel.requestExecute({ code: "print(len(explorer.selection), 'picked')" });
      asked.onIOPub = message => { if (message.header.msg_type === "stream") told.push(message.content.text); };
      await asked.done;
      return told.join("");
    }""")
    page.close()

    assert said == "1 picked\n"
