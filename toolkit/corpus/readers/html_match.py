"""Find the extractor's lines again in the page they come from.

The one rule: a line is the same if its letters and digits are; what the extractor lost of a quotation is put back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from toolkit.corpus.readers.html_page import Element, PageLine, line_key, page_lines

_CELL_BREAK = " | "
_XML_INLINE = frozenset(("cell", "code", "del", "graphic", "hi", "ref"))
_XML_ROLES = {"quote": "quote", "head": "head", "item": "item", "row": "cell"}
_HEAD_ROLES = frozenset(("byline", "caption", "credit", "dek", "modified", "published", "time", "title"))
_KEPT = ("attribution", "item", "quote")  # put back where the extractor dropped it
_NOT_HEAD = frozenset(("attribution", "caption", "credit", "modified", "quote", "update"))
_SENTENCE = re.compile(r"\S+(?:\s+\S+){3,}[.!?…][\"'”’»)]*$")
_SURE = 60  # letters of a line that is certainly text
_FEW = 8  # letters of a key that may stand anywhere by chance
_LOOK_BACK = 8  # lines before the text that may hold byline and date where the title is not found


@dataclass(frozen=True, slots=True)
class Match:
    """Hold an extracted line with its role on the page, and the index of its line there; -1 if it was not found."""

    line: PageLine
    place: int = -1

    @property
    def key(self) -> str:
        """Give the letters and digits of the line."""
        return self.line.key


@dataclass(frozen=True, slots=True)
class Matched:
    """Hold an article as matched: the page's lines above the text, and the lines of the text."""

    head: tuple[PageLine, ...]
    text: tuple[Match, ...]


def extracted_lines(main: Element) -> list[PageLine]:
    """Read the extractor's XML line by line.

    Examples
    --------
    >>> from lxml.etree import fromstring
    >>> [(line.role, line.text) for line in extracted_lines(fromstring("<main><quote><p>No.</p></quote></main>"))]
    [('quote', 'No.')]
    """
    for cell in main.iter("cell"):
        if cell.getnext() is not None:
            cell.tail = _CELL_BREAK
    return page_lines(main, inline=_XML_INLINE, roles=_XML_ROLES)


def match_article(page: Sequence[PageLine], article: Sequence[PageLine], title: str) -> Matched:
    """Match an article with its page, and divide the page where the text begins."""
    matches = _match(page, article)
    key = line_key(title)
    start = next((match.place for match in matches if _is_text(match, key)), 0)
    above = next((i + 1 for i in range(start - 1, -1, -1) if page[i].key == key), max(0, start - _LOOK_BACK))
    text = [match for match in matches if match.place < 0 or match.place >= start]
    head = (line for line in page[above:start] if line.role not in _NOT_HEAD)
    return Matched(tuple(head), tuple(_with_lost(page, text)))


def _is_text(match: Match, title: str) -> bool:
    if match.place < 0 or match.line.role in _HEAD_ROLES or match.key == title:
        return False
    return len(match.key) > _SURE or bool(_SENTENCE.search(match.line.text))


def _match(page: Sequence[PageLine], article: Sequence[PageLine]) -> list[Match]:
    """Look the lines up one after the other, so that the second printing of a line is matched with the second."""
    keys = [line.key for line in page]
    starts = list(accumulate(map(len, keys), initial=0))
    whole = "".join(keys)
    matches, after = [], 0
    for line in article:
        key = line.key
        at = whole.find(key, starts[after]) if len(key) >= _FEW else -1
        at = whole.find(key) if at < 0 and len(key) >= _FEW else at
        if at < 0:
            exact = [i for i in range(len(keys)) if key and keys[i] == key]
            matches.append(Match(_shown(line, page[exact[0]]), exact[0]) if exact else Match(line))
            continue
        first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(key) - 1) - 1
        matches += _found(line, page[first : last + 1], first)
        after = last + 1
    return matches


def _found(line: PageLine, shown: Sequence[PageLine], place: int) -> list[Match]:
    """Take the page's own lines where the extractor has run several into one; a table's row stays one line."""
    if len(shown) == 1:
        return [Match(_shown(line, shown[0]) if shown[0].key == line.key else replace(line, role=shown[0].role), place)]
    if line.role != "cell" and line.key == "".join(one.key for one in shown):
        return [Match(_shown(line, one), place + i) for i, one in enumerate(shown)]
    return [Match(line, place)]


def _shown(line: PageLine, shown: PageLine) -> PageLine:
    return shown if shown.role else replace(shown, role=line.role)


def _with_lost(page: Sequence[PageLine], text: Sequence[Match]) -> list[Match]:
    """Put back quotations, their signatures and list items that stand between two lines of the text."""
    held = {match.key for match in text}
    places = [match.place for match in text if match.place >= 0]
    full: list[Match] = []
    for match in text:
        before = max((one.place for one in full), default=match.place)
        if match.place > before >= 0:
            lost = (Match(page[i], i) for i in range(before + 1, match.place) if i not in places)
            full += [one for one in lost if one.key not in held and _is_lost(one.line)]
        full.append(match)
    return full


def _is_lost(line: PageLine) -> bool:
    return line.role in _KEPT and not line.linked and len(line.key) > _FEW
