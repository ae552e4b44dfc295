"""Turn an executed notebook into one HTML file that needs nothing else.

The one rule: no request leaves the page, and everything works without a script.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

_TEMPLATES = Path(__file__).parent / "templates"


def render_html(notebook: Any, *, language: str = "en") -> str:
    """Render with code folded, a list of contents, and the study's title as the one main heading."""
    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(_TEMPLATES)],
        language_code=language,
        embed_images=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    page = BeautifulSoup(body, "html.parser")
    _set_heading(page, notebook.metadata["title"])
    _add_contents(page)
    for focusable in page.select("[tabindex]"):
        del focusable["tabindex"]
    return f"{page}\n"


def report_style() -> str:
    """Give the style sheet of reports."""
    return (_TEMPLATES / "report" / "report.css").read_text(encoding="utf-8")


def _set_heading(page: BeautifulSoup, title: str) -> None:
    heading = page.select_one("h1")
    if heading is None:
        heading = page.new_tag("h1")
        page.select("main")[0].insert(0, heading)
    heading.string = title


def _add_contents(page: BeautifulSoup) -> None:
    headings = page.select("main h2[id]")
    if not headings:
        return
    nav = page.new_tag("nav", attrs={"aria-label": "Contents"})
    label = page.new_tag("p")
    label.string = "Contents"
    entries = page.new_tag("ol")
    for heading in headings:
        link = page.new_tag("a", href=f"#{heading['id']}")
        link.string = heading.get_text().rstrip("¶")
        entry = page.new_tag("li")
        entry.append(link)
        entries.append(entry)
    nav.extend([label, entries])
    page.select("h1")[0].insert_after(nav)
