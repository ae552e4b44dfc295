"""A report's page as a tagged PDF, for those who have the extra ``pdf``.

The one rule: nothing is fetched; what the page does not hold itself is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from toolkit.errors import ParameterError


def write_pdf(page: Path) -> Path:
    """Write ``index.pdf`` beside ``index.html``; of a folded part it holds the line that names it."""
    html = printed_html(page.read_text(encoding="utf-8"))
    weasyprint = load_weasyprint()
    local = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    document = weasyprint.HTML(string=html, url_fetcher=local)
    path = page.with_suffix(".pdf")
    document.write_pdf(path, pdf_tags=True)
    return path


def load_weasyprint() -> Any:
    """Import WeasyPrint; a `ParameterError` says what to install where it, or the Pango it draws with, is missing."""
    try:
        import weasyprint
    except (ImportError, OSError) as problem:
        reason = str(problem).splitlines()[0]
        raise ParameterError(f"a PDF needs the extra pdf, and Pango on the system: {reason}") from None
    return weasyprint


def printed_html(html: str) -> str:
    """Leave out what is folded: on paper it cannot be opened."""
    page = BeautifulSoup(html, "html.parser")
    for fold in page.select("details.code, details.files, nav"):
        fold.decompose()
    for fold in page.select("details"):
        for part in fold.find_all(recursive=False):
            if part.name != "summary":
                part.decompose()
    return str(page)
