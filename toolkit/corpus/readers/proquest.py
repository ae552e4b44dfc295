"""Read exports of ProQuest: text files here, RIS and tables in `proquest_tables`.

The one rule: an article's text ends where the fields begin that repeat its title; the file ends with ProQuest's notice.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from toolkit.corpus.readers.extraction import text_lines
from toolkit.corpus.readers.layout import (
    Draft,
    Refused,
    check_count,
    check_titles,
    finish,
    read_whole,
    same_title,
    unknown_layout,
)
from toolkit.corpus.readers.proquest_tables import docview, has_columns, outlet_name, read_ris, read_table
from toolkit.corpus.records import Record, Refusal, SourceFile

_RULE = re.compile(r"_{20,}\s*")
_FIELD = re.compile(r"(?P<name>[A-Z][\w/ ]{2,28}):(?:\s+(?P<value>.*))?")
_NUMBERED = re.compile(r"Document (\d+) of (\d+)\s*")
_LISTED = re.compile(r"(\d+)\. (\S.*)")
_NOTICE = ("Contact us at:", "Bibliography")
_REPORT = "Report Information from ProQuest"
_NOTHING = re.compile(r"(?:none|not) available\.?", re.IGNORECASE)


def recognises_proquest(source: SourceFile) -> bool:
    r"""Tell whether a file looks like an export of ProQuest, of a layout that is read or of another one.

    Examples
    --------
    >>> recognises_proquest(SourceFile("a.ris", b"TY  - NEWS\nUR  - https://www.proquest.com/docview/1\nER  - "))
    True
    """
    if has_columns(source):
        return True
    text = source.raw[: 2**18].decode("utf-8", "replace")
    if re.match(r"\ufeff?\s*TY  - ", text):
        return "proquest" in text.lower()
    signs = (_REPORT, "ProQuest document ID:", "Full text:", "Publication info:", "Document URL:")
    return not text.startswith(("PK", "{\\rtf", "%PDF")) and sum(sign in text for sign in signs) >= 2


def read_proquest(source: SourceFile) -> Iterator[Record | Refusal]:
    r"""Read every article of one export (text, RIS, XLS, XLSX), or refuse the file.

    Yields
    ------
    Record or Refusal
        One record per article, or a refusal of an article without text; or one refusal of the whole file. Where an
        export holds abstracts only, each record says so in a warning.

    Examples
    --------
    >>> reference = b"TY  - NEWS\nT1  - Ferry sails\nY1  - 2014/03/18/\nN2  - It left the quay.\nER  - "
    >>> next(read_proquest(SourceFile("a.ris", reference))).text
    'Ferry sails\nIt left the quay.'
    """
    return read_whole(source, _read)


def _read(source: SourceFile) -> list[Record | Refusal]:
    if source.raw.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"\x09")):
        drafts = read_table(source)
    else:
        lines, warnings = text_lines(source)
        is_ris = next((line for line in lines if line.strip()), "").startswith("TY  - ")
        drafts = [replace(d, warnings=(*warnings, *d.warnings)) for d in (read_ris if is_ris else _read_text)(lines)]
    return [finish(source, number, "proquest", draft) for number, draft in enumerate(drafts, 1)]


def _read_text(lines: Sequence[str]) -> list[Draft]:
    if not _RULE.fullmatch(next(filter(str.strip, lines), "")):
        raise unknown_layout("no line of underscores begins it, as one begins every article", lines)
    blocks = _blocks(lines)
    last = len(blocks)
    while last and blocks[last - 1][0].startswith(_NOTICE):
        last -= 1
    if last == len(blocks):
        raise Refused("truncated", "the file is cut off: ProQuest's notice (Contact us at: …) does not end it")
    titles, articles = _listed(blocks[:last])
    drafts = [_article(block, number) for number, block in enumerate(articles, 1)]
    if titles:
        check_titles(titles, drafts)
    _check_numbers(articles)
    return drafts


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Cut at the lines of underscores, keeping the empty lines within a block."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if _RULE.fullmatch(line):
            blocks.append([])
        elif line.strip() or blocks[-1]:
            blocks[-1].append(line.strip())
    return [block for block in blocks if block]


def _listed(blocks: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Take off the report's front page, which may list the articles by number."""
    if not blocks or blocks[0][:1] != [_REPORT]:
        return [], blocks
    titles: list[str] = []
    for line in blocks[0]:
        match = _LISTED.fullmatch(line)
        if match and int(match[1]) == len(titles) + 1:
            titles.append(match[2])
    return titles, blocks[1:]


def _check_numbers(blocks: Sequence[Sequence[str]]) -> None:
    numbers = [match for block in blocks if (match := _NUMBERED.fullmatch(block[0]))]
    for n, match in enumerate(numbers, 1):
        if (int(match[1]), int(match[2])) != (n, len(blocks)):
            detail = f"article {n} of {len(blocks)} is numbered {match[1]} of {match[2]}"
            raise Refused("count_mismatch", detail)
    if numbers:
        check_count(len(numbers), len(blocks), "its number lines stand for")


def _article(lines: Sequence[str], number: int) -> Draft:
    block = lines[1:] if _NUMBERED.fullmatch(lines[0]) else lines
    heading = next((line for line in block if line), "")
    start = next((i for i, line in enumerate(block) if _role(line) == "text"), None)
    end = _fields_start(block, heading)
    if start is None or end is None or end <= start:
        raise unknown_layout(f'article {number} has no "Full text:" or no "Title:" that repeats its first line', block)
    draft = Draft(title=heading)
    for line in (*block[:start], *block[end:]):
        draft = _with_field(draft, line)
    return _with_text(draft, [_value(block[start]), *block[start + 1 : end]])


def _fields_start(block: Sequence[str], heading: str) -> int | None:
    """Find the field that repeats the title, then go up over the index fields that stand before it."""
    same = [i for i, line in enumerate(block) if _role(line) == "title" and same_title(_value(line), heading)]
    if not same:
        return None
    start = same[-1]
    for i in range(start - 1, 0, -1):
        if block[i] and _role(block[i]) != "index":
            break
        start = i if block[i] else start
    return start


def _with_field(draft: Draft, line: str) -> Draft:
    role, value = _role(line), _value(line)
    if role == "outlet":
        return replace(draft, outlet=outlet_name(value))
    if role == "id":
        return replace(draft, doc_id=f"proquest-{value}")
    if role == "url":
        return replace(draft, url=docview(value))
    if role == "byline":
        return replace(draft, byline=value)
    if role == "length":
        return replace(draft, words=value)
    if role == "date" or (role == "year" and not draft.published):
        return replace(draft, published=value)
    if role == "note":
        return replace(draft, notes=(*draft.notes, (line.split(":")[0].lower(), value)))
    return draft


def _with_text(draft: Draft, lines: Sequence[str]) -> Draft:
    """Divide the text from the captions and credits that ProQuest puts at its end."""
    kept = [line for line in lines if line and not _NOTHING.fullmatch(line)]
    captions = tuple(line.partition(":")[2].strip() for line in kept if line.startswith("CAPTION:"))
    credits_ = tuple(line.partition(":")[2].strip() for line in kept if line.startswith("CREDIT:"))
    body = tuple(line for line in kept if not line.startswith(("CAPTION:", "CREDIT:")))
    return replace(draft, body=body, captions=captions, credits=credits_)


def _role(line: str) -> str:
    match = _FIELD.fullmatch(line)
    return _fields().get(match["name"].lower(), "") if match else ""


def _value(line: str) -> str:
    return line.partition(":")[2].strip()


@cache
def _fields() -> dict[str, str]:
    with files("toolkit").joinpath("corpus/readers/data/proquest_fields.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    return {row["field"]: row["role"] for row in rows}
