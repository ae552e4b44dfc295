"""Read a Word, RTF or PDF file that is one article.

The one rule: one file gives one record, its text as extracted; a file of many articles is never taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.corpus.readers.extraction import docx_lines, is_zip_with, pdf_lines, rtf_lines
from toolkit.corpus.readers.factiva import recognises_factiva
from toolkit.corpus.readers.layout import Refused, read_whole, unknown_layout
from toolkit.corpus.readers.nexis import recognises_nexis
from toolkit.corpus.readers.proquest import recognises_proquest
from toolkit.corpus.records import Record, Refusal, SourceFile


def recognises_document(source: SourceFile) -> bool:
    r"""Tell whether a file is Word (docx), RTF or PDF, by its first bytes.

    Ask the readers of vendor exports first: theirs are such files too, of many articles.

    Examples
    --------
    >>> recognises_document(SourceFile("a.rtf", rb"{\rtf1\ansi Closed.}"))
    True
    """
    return source.raw.startswith((b"{\\rtf", b"%PDF-")) or is_zip_with(source.raw, "word/document.xml")


def read_document(source: SourceFile) -> Iterator[Record | Refusal]:
    r"""Read one document: paragraphs as lines, without the empty ones.

    Examples
    --------
    >>> next(read_document(SourceFile("a.rtf", rb"{\rtf1\ansi The port\par Closed on Monday.\par}"))).text
    'The port\nClosed on Monday.'
    """
    return read_whole(source, _read)


def _read(source: SourceFile) -> list[Record | Refusal]:
    if source.raw.startswith(b"{\\rtf"):
        lines = rtf_lines(source)
    elif source.raw.startswith(b"%PDF-"):
        lines = pdf_lines(source)
    elif recognises_document(source):
        lines = docx_lines(source)
    else:
        raise Refused("unknown_format", "neither a Word document (docx), nor RTF, nor PDF")
    text = "\n".join(line.strip() for line in lines if line.strip())
    for recognises in (recognises_nexis, recognises_factiva, recognises_proquest):
        if recognises(SourceFile(source.name, text.encode("utf-8", "surrogatepass"))):
            raise unknown_layout("a vendor's export in a format that is not read; save it as Word or as text", lines)
    if not text:
        return [Refusal(source.name, "empty_text", "no text in it; a scan needs text recognition first")]
    return [Record(source.name, text)]
