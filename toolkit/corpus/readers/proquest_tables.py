"""Read ProQuest's RIS files and spreadsheets.

The one rule: a field that is defined as an abstract is never passed off as the article; the record says what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from toolkit.corpus.readers.extraction import BROKEN, library, zip_member
from toolkit.corpus.readers.layout import Draft, Refused, check_count, spaced, unknown_layout
from toolkit.corpus.records import SourceFile, Warn

_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?")
_DOCVIEW = re.compile(r"https?://(?:www|search)\.proquest\.com/[^\s?&]*docview/(\d+)[^\s?&]*")
_MOST_CELL = 32_767  # characters; Excel cuts what is longer
_ABSTRACT = Warn("abstract_only", "the export holds the abstract; save the full text as text to have the article")
_RIS_NOTES = {"SP": "page", "LA": "language", "VL": "volume", "IS": "issue", "CY": "place", "DB": "database"}
_COLUMNS = {
    **{"title": "title", "authors": "byline", "pubtitle": "outlet", "publication title": "outlet"},
    **{"pubdate": "date", "publication date": "date", "fulltext": "text", "full text": "text", "abstract": "abstract"},
    **{"storeid": "id", "accessionnumber": "id", "documenturl": "url", "document url": "url", "pages": "pages"},
    **{"startpage": "page", "language": "language", "section": "section", "word count": "length"},
}


def docview(url: str) -> str:
    """Give the public address of a document, without a library's proxy before it and an account behind it.

    Examples
    --------
    >>> docview("https://proxy.example.org/login?url=https://www.proquest.com/docview/123/se-2?accountid=9")
    'https://www.proquest.com/docview/123/se-2'
    """
    match = _DOCVIEW.search(url)
    return match.group() if match else ""


def outlet_name(title: str) -> str:
    """Give a publication's title without the place that ProQuest writes after it.

    Examples
    --------
    >>> outlet_name("Harbour Post; Port Ellen, Ont.")
    'Harbour Post'
    """
    return re.split(r"\s*;\s+", title)[0].strip()


def read_ris(lines: Sequence[str]) -> list[Draft]:
    """Read every reference of a RIS file; lines without a tag continue the field above them.

    An own reading of the tags, because rispy joins the paragraphs of a field into one and drops a reference that is
    cut off without a word.
    """
    entries: list[list[tuple[str, list[str]]]] = []
    ended = True
    for line in lines:
        match = _TAG.fullmatch(line.rstrip())
        tag = match[1] if match else ""
        if ended and line.strip() and tag != "TY":
            raise unknown_layout(f"{line.strip()!r:.60} stands outside every reference (TY … ER)", lines)
        if match and (tag == "TY") is not ended:
            raise Refused("truncated", f"reference {len(entries)} has no end (ER) before {line.strip()!r:.60}")
        if match and tag == "TY":
            entries.append([])
        if match:
            entries[-1].append((tag, [match[2] or ""]))
        elif not ended:
            entries[-1][-1][1].append(line)
        ended = tag == "ER" or (ended and not match)
    if not ended:
        raise Refused("truncated", f"reference {len(entries)}, the last, has no end (ER)")
    return [_reference(entry) for entry in entries]


def read_table(source: SourceFile) -> list[Draft]:
    """Read every row of a spreadsheet that ProQuest made."""
    rows = [row for row in (_xlsx_rows if source.raw.startswith(b"PK") else _xls_rows)(source) if any(row)]
    header = [spaced(name).lower() for name in rows[0]] if rows else []
    roles = [_COLUMNS.get(name, "") for name in header]
    if "title" not in roles or not {"text", "abstract"} & set(roles):
        names = ", ".join(name for name in rows[0] if name) if rows else "none"
        raise Refused("missing_column", f"expected the columns Title and FullText or Abstract; there are: {names}")
    drafts = [_row(dict(zip(reversed(roles), reversed(row), strict=False)), n) for n, row in enumerate(rows[1:], 2)]
    ids = [draft.doc_id for draft in drafts if draft.doc_id]
    check_count(len(ids), len(set(ids)), "its document numbers stand for")
    return drafts


def has_columns(source: SourceFile) -> bool:
    """Tell whether a file is a spreadsheet with the column names that ProQuest alone writes."""
    if source.raw.startswith(b"PK"):
        members = (zip_member(source.raw, name) for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"))
        return any(b"pubtitle" in member for member in members)
    names = (b"pubtitle", "pubtitle".encode("utf-16-le"))
    is_old = source.raw.startswith((b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x00"))
    return is_old and any(name in source.raw for name in names)


def _reference(entry: Sequence[tuple[str, list[str]]]) -> Draft:
    fields: dict[str, list[str]] = {}
    for tag, lines in entry:
        fields.setdefault(tag, []).append("\n".join(lines))
    dates = [spaced(date) for tag in ("DA", "Y1", "PY") for date in fields.get(tag, [])]
    url = next((address for address in map(docview, _all(fields, "UR", "L2", "LK")) if address), "")
    return Draft(
        title=spaced(_first(fields, "T1", "TI")),
        outlet=outlet_name(spaced(_first(fields, "JF", "T2", "JO"))),
        byline="; ".join(map(spaced, _all(fields, "A1", "AU"))),
        published=max(dates, key=_precision, default=""),
        body=_paragraphs(_first(fields, "N2", "AB")),
        doc_id=_document_id(_first(fields, "AN", "ID"), url),
        url=url,
        notes=tuple((name, spaced("; ".join(fields.get(tag, [])))) for tag, name in _RIS_NOTES.items()),
        warnings=(_ABSTRACT,),
    )


def _row(cells: dict[str, str], number: int) -> Draft:
    text, abstract = cells.get("text", ""), cells.get("abstract", "")
    if len(text) >= _MOST_CELL:
        raise Refused("truncated", f"row {number}: the text fills its cell, so Excel has cut it; save as text instead")
    url = docview(cells.get("url", ""))
    draft = Draft(
        title=spaced(cells.get("title", "")),
        outlet=outlet_name(spaced(cells.get("outlet", ""))),
        byline=spaced(cells.get("byline", "")),
        published=spaced(cells.get("date", "")),
        words=cells.get("length", ""),
        body=_paragraphs(text or abstract),
        doc_id=_document_id(cells.get("id", ""), url),
        url=url,
        notes=tuple((name, spaced(cells.get(name, ""))) for name in ("section", "page", "pages", "language")),
    )
    return draft if text else replace(draft, warnings=(_ABSTRACT,))


def _xlsx_rows(source: SourceFile) -> Iterator[list[str]]:
    openpyxl = library("openpyxl")
    broken = (*BROKEN, openpyxl.utils.exceptions.InvalidFileException)
    try:
        sheet = openpyxl.load_workbook(BytesIO(source.raw), read_only=True, data_only=True).worksheets[0]
        yield from ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True))
    except broken as problem:
        raise Refused("unreadable", f"not readable as a spreadsheet: {problem}") from None


def _xls_rows(source: SourceFile) -> Iterator[list[str]]:
    xlrd = library("xlrd")
    broken = (*BROKEN, xlrd.XLRDError, xlrd.compdoc.CompDocError)
    try:
        book = xlrd.open_workbook(file_contents=source.raw, logfile=StringIO())
        sheet = book.sheet_by_index(0)
        for i in range(sheet.nrows):
            yield [_xls_cell(cell, book) for cell in sheet.row(i)]
    except broken as problem:
        raise Refused("unreadable", f"not readable as a spreadsheet: {problem}") from None


def _xls_cell(cell: Any, book: Any) -> str:
    if cell.ctype == 3:  # a date
        day = library("xlrd").xldate_as_datetime(cell.value, book.datemode)
        return str(day.date().isoformat())
    return _cell(cell.value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "date"):
        return str(value.date().isoformat())
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(words for line in re.split(r"[\r\n\v]+|_x000D_", text) if (words := spaced(line)))


def _precision(date: str) -> int:
    return len(re.findall(r"\w+", date))


def _document_id(number: str, url: str) -> str:
    match = _DOCVIEW.search(url)
    found = spaced(number) or (match[1] if match else "")
    return f"proquest-{found}" if found else ""


def _all(fields: dict[str, list[str]], *tags: str) -> list[str]:
    return [value for tag in tags for value in fields.get(tag, []) if value.strip()]


def _first(fields: dict[str, list[str]], *tags: str) -> str:
    return next(iter(_all(fields, *tags)), "")
