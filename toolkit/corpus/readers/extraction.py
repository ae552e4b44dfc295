"""Get lines of text out of Word, RTF, PDF and plain text files.

The one rule: what a file holds comes out in its order and in its words; a file that is damaged or cut off is refused.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from importlib import import_module
from io import BytesIO
from typing import Any

from toolkit.corpus.decoding import decode_bytes
from toolkit.corpus.readers.layout import Refused
from toolkit.corpus.records import Refusal, SourceFile, Warn

MOST_BYTES_UNPACKED = 512 * 2**20
# What libraries raise on bytes that are not what they claim to be.
BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError),
    *(RecursionError, SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error),
)
_FIELD_LINK = re.compile(r"(\\fldinst\b[^{}]{0,40}\{?[^{}]{0,80}?)HYPERLINK")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IN_WORD = {f"{_WORD}{tag}": mark for tag, mark in (("br", "\n"), ("cr", "\n"), ("tab", "\t"), ("noBreakHyphen", "‑"))}
_SHORT_LINE = 0.75


def library(name: str) -> Any:
    """Import a library that belongs to the extra ``exports``, which few readers need."""
    return import_module(name)


def is_zip_with(raw: bytes, member: str) -> bool:
    """Tell whether bytes are a zip archive that holds a file of this name."""
    return member in _members(raw)


def zip_member(raw: bytes, member: str, *, most: int = MOST_BYTES_UNPACKED) -> bytes:
    """Read one file of a zip archive; nothing, if it is not there, damaged, or larger than `most`."""
    if _members(raw).get(member, most + 1) > most:
        return b""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return archive.read(member)
    except BROKEN:
        return b""


def text_lines(source: SourceFile) -> tuple[list[str], tuple[Warn, ...]]:
    """Decode a text file and cut it into lines, form feeds kept; a guessed encoding is reported."""
    decoded = decode_bytes(source.raw, place=source.name)
    if isinstance(decoded, Refusal):
        raise Refused(decoded.reason, decoded.detail)
    return re.split(r"\r\n|\r|\n", decoded.text), decoded.warnings


def rtf_lines(source: SourceFile) -> list[str]:
    r"""Give the lines of an RTF file: a line per paragraph, cells of a table row divided by ``|``.

    Page headers and footers are left out, and so are the addresses under links.

    Examples
    --------
    >>> rtf_lines(SourceFile("a.rtf", rb"{\rtf1\ansi {\header Page 1\par}Caf\'e9\par Closed\par}"))
    ['Café', 'Closed', '']
    """
    striprtf = library("striprtf.striprtf")
    text = source.raw.decode("latin-1").rstrip("\0 \r\n\t")
    if len(re.findall(r"\{\\rtf\d", text)) > 1:
        raise Refused("count_mismatch", "the file holds more than one RTF document; save them as files of their own")
    if not text.endswith("}") or (r"\bin" not in text and _open_groups(text)):
        raise Refused("truncated", "the RTF document is cut off: not every group that it opens is closed")
    try:
        plain: str = striprtf.rtf_to_text(_FIELD_LINK.sub(r"\1LINK", text))
    except BROKEN as problem:
        raise Refused("unreadable", f"not readable as RTF: {problem}") from None
    return plain.split("\n")


def docx_lines(source: SourceFile) -> list[str]:
    """Give the lines of a Word file: a line per paragraph, those in table cells too, or per line break.

    Headers, footers, footnotes, text boxes and deleted text are not part of it; inserted text is.
    """
    docx = library("docx")
    if sum(_members(source.raw).values()) > MOST_BYTES_UNPACKED:
        raise Refused("archive_too_large", f"unpacked it is larger than {MOST_BYTES_UNPACKED // 2**20} MiB")
    broken = (*BROKEN, docx.opc.exceptions.OpcError)
    try:
        body = docx.Document(BytesIO(source.raw)).element.body
        paragraphs = [_paragraph(node) for node in body.iter(f"{_WORD}p") if not _in_text_box(node)]
    except broken as problem:
        raise Refused("unreadable", f"not readable as a Word document: {problem}") from None
    return "\n".join(paragraphs).split("\n")


def pdf_lines(source: SourceFile) -> list[str]:
    """Give the paragraphs of a PDF file's text; lines are joined where a paragraph seems to run on.

    A paragraph ends at an empty line or at a line clearly shorter than a full one, so that one which ends in a full
    line runs into the next; hyphens at line ends are kept as they are.
    """
    pypdf = library("pypdf")
    broken = (*BROKEN, pypdf.errors.PyPdfError)
    try:
        reader = pypdf.PdfReader(BytesIO(source.raw))
        if reader.is_encrypted:
            raise Refused("unreadable", "the PDF is encrypted; save it without a password")
        pages = [page.extract_text() for page in reader.pages]
    except broken as problem:
        raise Refused("unreadable", f"not readable as PDF: {problem}") from None
    return _run_on("\n".join(pages).split("\n"))


def _members(raw: bytes) -> dict[str, int]:
    if not raw.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return {info.filename: info.file_size for info in archive.infolist()}
    except BROKEN:
        return {}


def _open_groups(text: str) -> int:
    braces = re.sub(r"\\[\\{}]", "", text)
    return braces.count("{") - braces.count("}")


def _paragraph(node: Any) -> str:
    return "".join(
        (part.text or "") if part.tag == f"{_WORD}t" else _IN_WORD[part.tag]
        for part in node.iter(f"{_WORD}t", *_IN_WORD)
        if next(part.iterancestors(f"{_WORD}p")) is node
    )


def _in_text_box(node: Any) -> bool:
    return next(node.iterancestors(f"{_WORD}txbxContent"), None) is not None


def _run_on(lines: list[str]) -> list[str]:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    full = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraphs: list[str] = []
    running = False
    for line in map(str.strip, lines):
        if running and line:
            paragraphs[-1] += line if paragraphs[-1].endswith("-") else f" {line}"
        elif line:
            paragraphs.append(line)
        running = len(line) >= _SHORT_LINE * full and bool(line)
    return paragraphs
