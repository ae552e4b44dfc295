"""Turn an executed notebook into one HTML file that needs nothing else.

The one rule: no request leaves the page, and everything works without a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML

from toolkit.markup import spell_out

_TEMPLATES = Path(__file__).parent / "templates"
_SCROLLING = "div.table, div.tk-scroll, figure"  # wider than a phone


def render_html(notebook: Any, *, language: str = "en", files: Sequence[str] = ()) -> str:
    """Render with a list of contents, figures numbered, and the code of each chapter folded at its end.

    Parameters
    ----------
    files
        What lies beside the page, as paths from its folder; the page links to them.
    """
    exporter = _Exporter(  # type: ignore[no-untyped-call]
        template_name="report",
        extra_template_basedirs=[str(_TEMPLATES)],
        language_code=language,
        embed_images=_refers_to_images(notebook),  # figures are embedded anyway, and looking for others takes seconds
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    page = BeautifulSoup(body, "html.parser")
    for image in page.find_all("img", alt=False):
        image["alt"] = "No description has been provided for this image"
    _set_heading(page, notebook.metadata["title"])
    _tell_headings_apart(page)
    _gather_code(page)
    _add_files(page, files)
    _add_contents(page)
    _number_figures(page)
    _reach_by_keyboard(page)
    return f"{page}\n"


class _Exporter(HTMLExporter):
    """Fill in the template and no more: nbconvert would read the page once and write it again, which takes seconds."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        filled: Any = self  # as the classes of nbconvert are not typed
        filled.register_filter("highlight_code", Highlight2HTML(pygments_lexer="python", parent=self))
        return TemplateExporter.from_notebook_node(self, nb, filled._init_resources(resources), **kw)


def _refers_to_images(notebook: Any) -> bool:
    return any("![" in cell.source or "<img" in cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def report_style() -> str:
    """Give the style sheet of reports."""
    return (_TEMPLATES / "report" / "report.css").read_text(encoding="utf-8")


def _set_heading(page: BeautifulSoup, title: str) -> None:
    heading = page.find("h1")
    if heading is None:
        heading = page.new_tag("h1")
        _only(page, "main").insert(0, heading)
    heading.string = spell_out(title)
    _only(page, "title").string = spell_out(title)


def _only(page: BeautifulSoup, name: str) -> Tag:
    """Give the first element of a name; a selector would read the whole page."""
    found = page.find(name)
    if found is None:
        raise LookupError(f"the template has no {name}")
    return found


def _tell_headings_apart(page: BeautifulSoup) -> None:
    """Give headings of the same words, such as "Read them" in several chapters, ids of their own."""
    seen: dict[str, int] = {}
    for heading in page.select("main :is(h2, h3, h4, h5, h6)[id]"):
        words = str(heading["id"])
        seen[words] = seen.get(words, 0) + 1
        if seen[words] > 1:
            heading["id"] = f"{words}-{seen[words]}"
        for link in heading.select("a.anchor-link"):
            link["href"] = f"#{heading['id']}"


def _gather_code(page: BeautifulSoup) -> None:
    """Move the code of all cells under a heading into one fold before the next: between results it is in the way."""
    main = _only(page, "main")
    heading, code = "", list[Tag]()
    for cell in main.find_all("div", recursive=False):
        found = cell.select_one("h2[id]")
        if found is not None:
            if heading and code:
                cell.insert_before(_folded(page, f"Code of “{heading}”", code))
                code = []
            heading = _words(found)
        for fold in cell.select("details.code"):
            code += [pre.extract() for pre in fold.select("pre")]
            fold.decompose()
        if not cell.get_text(strip=True) and cell.img is None:
            cell.decompose()
    if code:
        main.append(_folded(page, f"Code of “{heading}”" if heading else "Code", code))


def _folded(page: BeautifulSoup, words: str, inside: Sequence[Tag], *, kind: str = "code") -> Tag:
    fold = page.new_tag("details", attrs={"class": kind})
    summary = page.new_tag("summary")
    summary.string = words
    fold.extend([summary, *inside])
    return fold


def _add_contents(page: BeautifulSoup) -> None:
    headings = page.select("main h2[id]")
    if not headings:
        return
    nav = page.new_tag("nav", attrs={"aria-label": "Contents"})
    label = page.new_tag("p")
    label.string = "Contents"
    entries = page.new_tag("ol")
    for heading in headings:
        entries.append(_entry(page, _words(heading), f"#{heading['id']}"))
    nav.extend([label, entries])
    _only(page, "h1").insert_after(nav)


def _add_files(page: BeautifulSoup, files: Sequence[str]) -> None:
    if not files:
        return
    entries = page.new_tag("ul")
    entries.extend([_entry(page, path, quote(path)) for path in files])
    tables = {PurePosixPath(path).stem for path in files if path.startswith("tables/")}
    figures = {PurePosixPath(path).stem for path in files if path.startswith("figures/")}
    words = f"Files beside this page: {len(tables)} tables, {len(figures)} figures, the notebook and its provenance"
    _only(page, "h1").insert_after(_folded(page, words, [entries], kind="files"))


def _entry(page: BeautifulSoup, words: str, address: str) -> Tag:
    link = page.new_tag("a", href=address)
    link.string = words
    entry = page.new_tag("li")
    entry.append(link)
    return entry


def _number_figures(page: BeautifulSoup) -> None:
    for number, figure in enumerate(page.select("figure:has(> figcaption)"), 1):
        figure["id"] = f"figure-{number}"
        name = page.new_tag("strong")
        name.string = f"Figure {number}."
        figure.select("figcaption")[0].insert(0, name, " ")


def _reach_by_keyboard(page: BeautifulSoup) -> None:
    """Let what scrolls sideways, and nothing else that takes no input, be reached with the tabulator key."""
    for focusable in page.select("[tabindex]"):
        del focusable["tabindex"]
    for number, part in enumerate(page.select(_SCROLLING), 1):
        part["tabindex"] = "0"
        if part.name != "figure":
            part["role"] = "group"
        part["aria-label"] = _label(part) or f"Part {number}"


def _label(part: Tag) -> str:
    """Give the words by which a part is known: of a figure its number, of a table its caption or its fold's."""
    fold = part.find_parent("details")
    named = part.select_one("figcaption strong, caption") or (fold.find("summary") if fold else None)
    return " ".join(named.get_text(" ").split()) if named else ""


def _words(heading: Tag) -> str:
    return heading.get_text().rstrip("¶")
