"""Read exports of Nexis Uni and Lexis Advance (Word, RTF), and know the older, numbered ones from them.

The one rule: an article runs from its title to "End of Document"; the cover list must name as many, in that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.corpus.readers.days import names_year, read_days
from toolkit.corpus.readers.extraction import docx_lines, rtf_lines, text_lines, zip_member
from toolkit.corpus.readers.labels import Labelled, read_label, with_label
from toolkit.corpus.readers.layout import (
    Draft,
    Refused,
    check_count,
    check_titles,
    finish,
    read_whole,
    same_title,
    spaced,
    unknown_layout,
)
from toolkit.corpus.readers.nexis_numbered import has_numbers, read_numbered
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn

_SNIFFED = 2**17
_SIGNS = (
    r"\d+ of \d+ DOCUMENTS?\b|Dokument \d+ von \d+|Document \d+ de \d+",
    r"End of Document",
    r"Load-Date:|LOAD-DATE:|DATE-CHARGEMENT:",
    r"\b(?:Length|LENGTH|LÄNGE|LONGUEUR):(?:\s|\xa0)*\d",
    r"PUBLICATION-TYPE:|Publication-Type:|TYPE-PUBLICATION:",
    r"Lexis(?:Nexis|\W+Advance)|Nexis\W+Uni",
    r"Search Type:|Narrowed by:|Download Request:",
)
_END = "End of Document"
_COVER = re.compile(r"Documents? \((\d+)\)")
_LISTED = re.compile(r"(\d+)\.\s*(\S.*)")
_RIGHTS = re.compile(r"(?:Copyright|©)\s*(?:©|\(c\))?\s*\d{4}\b.*|All Rights Reserved\.?", re.IGNORECASE)
_INDEX = "Classification"


def recognises_nexis(source: SourceFile) -> bool:
    """Tell whether a file looks like an export of Nexis, of a layout that is read or of another one.

    Examples
    --------
    >>> recognises_nexis(SourceFile("a.txt", b"1 of 2 DOCUMENTS ... LENGTH: 355 words"))
    True
    """
    found = _sample(source)
    return sum(re.search(sign, found) is not None for sign in _SIGNS) >= 2


def read_nexis(source: SourceFile) -> Iterator[Record | Refusal]:
    """Read every article of one export (txt, rtf, docx), or refuse the file.

    Yields
    ------
    Record or Refusal
        One record per article, or a refusal of an article without a body; or one refusal of the whole file: its
        layout is unknown, it is cut off, or the articles are not as many as it says.

    Examples
    --------
    >>> next(read_nexis(SourceFile("a.txt", b"The ferry sails again."))).reason
    'unknown_layout'
    """
    return read_whole(source, _read)


def _read(source: SourceFile) -> list[Record | Refusal]:
    wrapped = False
    warnings: tuple[Warn, ...] = ()
    if source.raw.startswith(b"PK"):
        lines = docx_lines(source)
    elif source.raw.startswith(b"{\\rtf"):
        lines = rtf_lines(source)
    else:
        lines, warnings = text_lines(source)
        wrapped = True
    drafts = read_numbered(lines, wrapped=wrapped) if has_numbers(lines) else _read_uni(lines)
    noted = [replace(draft, warnings=(*warnings, *draft.warnings)) for draft in drafts]
    return [finish(source, number, "nexis", draft) for number, draft in enumerate(noted, 1)]


def _sample(source: SourceFile) -> str:
    raw = source.raw
    if raw.startswith(b"PK"):
        return re.sub(r"<[^>]*>", "", zip_member(raw, "word/document.xml").decode("utf-8", "replace"))
    text = raw[:_SNIFFED].decode("utf-8", "replace") + raw[-_SNIFFED:].decode("utf-8", "replace")
    return text.replace(r"\'a0", " ").replace(r"\~", " ") if raw.startswith(b"{\\rtf") else text


def _read_uni(lines: Sequence[str]) -> list[Draft]:
    kept = [line.strip() for line in lines if line.strip()]
    ends = [i for i, line in enumerate(kept) if line == _END]
    if not ends:
        raise unknown_layout('neither "1 of N DOCUMENTS" nor "End of Document" divides it into articles', kept)
    if ends[-1] != len(kept) - 1:
        rest = len(kept) - 1 - ends[-1]
        raise Refused("truncated", f'{rest} lines stand behind the last "{_END}": the last article is cut off')
    titles, start = _cover(kept[: ends[0]])
    starts = [start, *(end + 1 for end in ends[:-1])]
    drafts = [_article(kept[a:b], n) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)]
    if titles:
        check_titles(titles, drafts)
    return drafts


def _cover(lines: Sequence[str]) -> tuple[list[str], int]:
    """Read the titles that the cover lists, and find the line at which the first article begins."""
    heading = next((i for i, line in enumerate(lines) if _COVER.fullmatch(line)), None)
    if heading is None:
        return [], 0
    stated = int(_COVER.sub(r"\1", lines[heading]))
    titles: list[str] = []
    for i, line in enumerate(lines[heading + 1 :], heading + 1):
        if len(titles) == stated and same_title(line, titles[0]):
            return titles, i
        match = _LISTED.fullmatch(line)
        if match and int(match[1]) == len(titles) + 1 and len(titles) < stated:
            titles.append(match[2])
    check_count(stated, len(titles), "the cover announces")
    raise unknown_layout(f"no article begins with {titles[0]!r}, the first title on the cover", lines)


def _article(lines: Sequence[str], number: int) -> Draft:
    body = next((i for i, line in enumerate(lines) if line == "Body"), None)
    end = _tail_start(lines)
    if body is None:
        body = end = _bare_head(lines, number)
    dated = [i for i in range(2, min(body, 6)) if names_year(lines[i]) and not _RIGHTS.fullmatch(lines[i])]
    if not dated:
        raise unknown_layout(f"article {number} has no title, outlet and date before its body", lines)
    date = next((i for i in dated if read_days(lines[i]).earliest), dated[0])
    draft = Draft(title=" ".join(map(spaced, lines[: date - 1])), outlet=lines[date - 1], published=lines[date])
    draft = _with_head(draft, lines[date + 1 : body])
    for label in filter(None, map(_label, lines[end:])):
        draft = with_label(draft, label)
    return _with_text(draft, lines[body + 1 : end])


def _bare_head(lines: Sequence[str], number: int) -> int:
    """Accept an article without a body only if it is nothing but title, outlet, date, rights and labels."""
    odd = [line for line in lines[3:] if not (_RIGHTS.fullmatch(line) or _label(line) or line == _INDEX)]
    if odd or not any(map(_label, lines)):
        raise unknown_layout(f'article {number} has no line "Body"', lines)
    return len(lines)


def _tail_start(lines: Sequence[str]) -> int:
    """Find where the index begins: at its heading, or at the first of the labels that end the article."""
    start = len(lines)
    while start and ((label := _label(lines[start - 1])) and label.place == "tail"):
        start -= 1
    headings = [i for i, line in enumerate(lines[:-1]) if line == _INDEX]
    return headings[-1] if headings and _label(lines[headings[-1] + 1]) else start


def _label(line: str) -> Labelled | None:
    return read_label(line, capitals=False)


def _with_head(draft: Draft, lines: Sequence[str]) -> Draft:
    """Read the labels between date and body; a line without one continues the summary, or is kept as a note."""
    for line in lines:
        if label := _label(line):
            draft = with_label(draft, label)
        elif draft.dek:
            draft = replace(draft, dek=(*draft.dek, line))
        elif not _RIGHTS.fullmatch(line):
            draft = replace(draft, notes=(*draft.notes, ("head", line)))
    return draft


def _with_text(draft: Draft, lines: Sequence[str]) -> Draft:
    """Divide what stands between "Body" and the tail: an abstract, the text, the captions behind "Graphic"."""
    text = list(lines)
    if "FULL TEXT" in text and text[0] == "ABSTRACT":
        cut = text.index("FULL TEXT")
        draft = replace(draft, dek=(*draft.dek, *text[1:cut]))
        text = text[cut + 1 :]
    captions: list[str] = []
    if "Graphic" in text:
        cut = len(text) - 1 - text[::-1].index("Graphic")
        text, captions = text[:cut], text[cut + 1 :]
    return replace(draft, body=tuple(text), captions=tuple(captions))
