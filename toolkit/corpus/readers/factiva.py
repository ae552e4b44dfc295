"""Read exports of Factiva whose parts carry two-letter codes: HTML, RTF, and text.

The one rule: an article runs from its first code to its accession number (AN), and every headline must have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit.corpus.readers.extraction import library, rtf_lines, text_lines
from toolkit.corpus.readers.layout import Draft, Refused, check_count, finish, read_whole, spaced, unknown_layout
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn

# The order in which Factiva writes its codes (field list of its indexing; HTML of tm.plugin.factiva).
ORDER = tuple(
    "CLM SE HD BY CR WC PD ET SN SC NGC GC ED PG VOL LA CY LP CX TD ART CT RF CO IN NS RE IPC IPD PUB AN".split()
)
_NOTED = {
    **{"CLM": "column", "SE": "section", "ED": "edition", "PG": "page", "ET": "time", "VOL": "volume"},
    **{"LA": "language", "CX": "correction", "CT": "contact", "RF": "reference"},
}
_INDEXED = ("CO", "IN", "NS", "RE")  # their values are pairs: "gcat : Political/General News"
_FIRST = ("CLM", "SE", "HD")
_REQUIRED = ("HD", "PD", "SN")
_SNIFFED = 2**20
_IN_TABLE = re.compile(r"\s*(?P<code>[A-Z]{2,3})\s*\|\s*(?P<value>.*)")
_ON_LINE = re.compile(r"(?P<code>[A-Z]{2,3})(?:\t| {2,}|\s*$)\s*(?P<value>.*)")
# Source code (8 characters), day of loading (8), serial (9), as Dow Jones documents it.
_ACCESSION = re.compile(r"Document\s+([A-Za-z0-9]{8}\d{8}[A-Za-z0-9]{9})(?!\w)")
_TRAILER = re.compile(r"(?:©|\(c\)|Page \d).*|.*Factiva, Inc\..*", re.IGNORECASE)
_SUMMARY = "Search Summary"
_WRAPPED = 100
_HTML_SIGN = re.compile(r"class=[\"']article \w\wArticle|<title>Factiva</title>")


@dataclass(slots=True)
class _Article:
    """Hold the passages under each code, while an article is being read."""

    parts: dict[str, list[str]] = field(default_factory=dict)

    def one(self, code: str) -> str:
        return spaced(" ".join(self.parts.get(code, [])))

    def many(self, *codes: str) -> tuple[str, ...]:
        return tuple(words for code in codes for part in self.parts.get(code, []) if (words := part.strip()))


def recognises_factiva(source: SourceFile) -> bool:
    """Tell whether a file looks like an export of Factiva, of a layout that is read or of another one.

    Examples
    --------
    >>> recognises_factiva(SourceFile("a.html", b"<html><head><title>Factiva</title>"))
    True
    """
    if source.raw.startswith(b"PK"):
        return False
    text = source.raw[:_SNIFFED].decode("utf-8", "replace")
    return bool(_HTML_SIGN.search(text)) or bool(_ACCESSION.search(text) and re.search(r"\bHD\b", text))


def read_factiva(source: SourceFile) -> Iterator[Record | Refusal]:
    """Read every article of one export saved with its codes (“plus indexing”), or refuse the file.

    Yields
    ------
    Record or Refusal
        One record per article, or a refusal of an article without a body; or one refusal of the whole file.

    Examples
    --------
    >>> next(read_factiva(SourceFile("a.html", b"<html><body>HD LP TD"))).reason
    'truncated'
    """
    return read_whole(source, _read)


def _read(source: SourceFile) -> list[Record | Refusal]:
    warnings: tuple[Warn, ...] = ()
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<", source.raw):
        articles = _html(source)
    elif source.raw.startswith(b"{\\rtf"):
        articles = _coded(rtf_lines(source), _IN_TABLE)
    else:
        lines, warnings = text_lines(source)
        articles = _coded(_unwrapped(lines), _ON_LINE)
    for number, article in enumerate(articles, 1):
        missing = [code for code in _REQUIRED if not article.one(code)]
        if missing or not _ACCESSION.search(article.one("AN")):
            raise unknown_layout(f"article {number} lacks {', '.join(missing) or 'AN'}", article.many(*ORDER))
    drafts = [replace(_draft(article), warnings=warnings) for article in articles]
    return [finish(source, number, "factiva", draft) for number, draft in enumerate(drafts, 1)]


def _html(source: SourceFile) -> list[_Article]:
    bs4 = library("bs4")
    if b"<html" not in source.raw[:2000].lower() or b"</html>" not in source.raw[-2000:].lower():
        raise Refused("truncated", "the page is cut off: it does not reach from <html> to </html>")
    page = bs4.BeautifulSoup(source.raw, "html.parser")
    boxes = page.select("div.article")
    articles = [_rows(box) for box in boxes]
    if not articles or not any(article.parts for article in articles):
        hint = 'no rows with codes (HD, LP, TD …); save as "Full Article/Report plus Indexing"'
        raise unknown_layout(hint, page.get_text("\n").splitlines())
    marks = page.find_all("td", class_="index")
    _check_ends([spaced(mark.get_text()) for mark in marks], len(boxes))
    return articles


def _rows(box: Any) -> _Article:
    article = _Article()
    for row in box.find_all("tr"):
        mark = row.find("td", class_="index")
        if mark and (value := mark.find_next_sibling("td")):
            article.parts.setdefault(spaced(mark.get_text()), []).extend(_html_paragraphs(value))
    return article


def _html_paragraphs(cell: Any) -> Iterator[str]:
    for mark in cell.find_all("br"):
        mark.replace_with("\v")
    for block in cell.find_all("p"):
        block.insert_before("\v")
        block.insert_after("\v")
    yield from (words for words in map(spaced, cell.get_text().split("\v")) if words)


def _coded(lines: Sequence[str], form: re.Pattern[str]) -> list[_Article]:
    """Read lines in which codes stand first; a code counts only in Factiva's order, else it is text."""
    reading = _Reading()
    marks: list[str] = []
    for i, line in enumerate(lines):
        match = form.fullmatch(line)
        if match and match["code"] in ORDER and not _in_cell(lines, i, form, reading.code):
            marks.append(match["code"])
            reading.take_coded(line, match["code"], match["value"], _next_words(lines, i))
        else:
            reading.take(line)
    if not reading.articles:
        raise unknown_layout("no line begins with a code (HD, LP, TD …)", lines)
    _check_ends(marks, len(reading.articles))
    if listed := [line for line in reading.front if _ACCESSION.search(line)]:
        check_count(len(listed), len(reading.articles), "the list in front names")
    _check_behind(reading.behind)
    return reading.articles


@dataclass(slots=True)
class _Reading:
    """Hold the articles read so far, the code that is open, and the lines that belong to no article."""

    articles: list[_Article] = field(default_factory=list)
    front: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    code: str = ""

    def take_coded(self, line: str, code: str, value: str, following: str) -> None:
        """Open a part, or take the line for text where the code is out of order."""
        opens = ORDER.index(code) > ORDER.index(self.code) if self.code else code in _FIRST
        if not opens and self.code and ORDER.index(self.code) > ORDER.index("ART"):
            raise unknown_layout(f"{code} stands where the order of codes has no place for it", [line])
        if not opens or (code in _INDEXED and " : " not in (value or following)):
            self.take(line)
            return
        if not self.code:
            self.articles.append(_Article())
        self.code = code
        self.take(value)

    def take(self, line: str) -> None:
        """Put a line to the part that is open; the accession number ends the article."""
        if not self.code:
            (self.behind if self.articles else self.front).append(line)
            return
        self.articles[-1].parts.setdefault(self.code, []).append(line.strip().removesuffix("|").rstrip())
        if self.code == "AN" and _ACCESSION.search(line):
            self.code = ""


def _in_cell(lines: Sequence[str], i: int, form: re.Pattern[str], code: str) -> bool:
    """Tell whether a line of a table continues the cell of the line before it."""
    return form is _IN_TABLE and code != "" and not lines[i - 1].rstrip().endswith("|")


def _next_words(lines: Sequence[str], i: int) -> str:
    return next((lines[j] for j in range(i + 1, len(lines)) if lines[j].strip()), "")


def _check_behind(lines: Sequence[str]) -> None:
    """Refuse text that stands between two articles, or behind the last and before the search summary."""
    for line in (line.strip(" |\t\f") for line in lines):
        if line == _SUMMARY:
            return
        if line and not _TRAILER.fullmatch(line):
            raise Refused("truncated", f"text stands between articles or behind the last one: {line!r:.80}")


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Join the lines of a paragraph in a file that is broken into short lines; codes keep lines of their own."""
    if max(map(len, lines), default=0) > _WRAPPED:
        return list(lines)
    joined: list[str] = []
    for line in lines:
        before = _ON_LINE.fullmatch(joined[-1]) if joined else None
        runs_on = joined and joined[-1].strip() and (before is None or before["value"])
        if runs_on and line.strip() and not _ON_LINE.fullmatch(line):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _check_ends(marks: Sequence[str], articles: int) -> None:
    check_count(marks.count("HD"), articles, "its headlines (HD) stand for")
    check_count(marks.count("AN"), articles, "its accession numbers (AN) stand for")


def _draft(article: _Article) -> Draft:
    accession = _ACCESSION.search(article.one("AN"))
    return Draft(
        title=article.one("HD"),
        outlet=article.one("SN"),
        byline=article.one("BY"),
        published=article.one("PD"),
        words=article.one("WC"),
        body=article.many("LP", "TD"),
        captions=article.many("ART"),
        credits=article.many("CR"),
        doc_id=f"factiva-{accession[1]}" if accession else "",
        notes=tuple((name, article.one(code)) for code, name in _NOTED.items()),
    )
