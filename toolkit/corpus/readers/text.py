"""Read a plain text or Markdown file as one article.

The one rule: the text is the decoded file, to the last space; nothing is taken out of it and nothing put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from toolkit.corpus.decoding import decode
from toolkit.corpus.records import Record, Refusal, SourceFile

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")


def read_text(source: SourceFile) -> Iterator[Record | Refusal]:
    r"""Read one file as one article, whose id is its path without ``.txt``.

    Examples
    --------
    >>> [record.text for record in read_text(SourceFile("a.txt", b"The bridge was closed.\r\n"))]
    ['The bridge was closed.\r\n']
    """
    found = decode(source.raw, place=source.name)
    if isinstance(found, Refusal):
        yield found
        return
    fields = {"doc_id": text_id(source.name), "file": source.name, "sha256": sha256(source.raw).hexdigest()}
    yield Record(source.name, found.text, fields, None, found.warnings)


def text_id(name: str) -> str:
    """Give the id of the article in a file: its path, less the suffix ``.txt``, which two files cannot share.

    Examples
    --------
    >>> text_id("2016/a.txt"), text_id("2016/a.md")
    ('2016/a', '2016/a.md')
    """
    return name.removesuffix(".txt")
