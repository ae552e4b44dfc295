"""Passages between quotation marks of every habit, told apart from apostrophes.

The one rule: an odd mark may cost one passage, never the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = "“”„«»‹›\"‘’'`"
_PAIRS = {
    "“": ("”",),
    "«": ("»",),
    "„": ("“", "”"),
    "‹": ("›",),
    "``": ("''",),
    '"': ('"',),
    "‘": ("’",),
    "'": ("'",),
}
_SINGLE = {"‘", "'"}
_LONGEST = 10_000  # characters; a passage that does not close within them is not looked for further
_CLOSES_SINGLE = re.compile(r"(?<=[\w,.?!])['’](?!\w)")
_OPENS_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)")
_MARK = re.compile(r"``|''|[“”„«»‹›\"‘’']")
_INSIDE_WORD = re.compile(r"\w['’‘]\w")
_ELISION = re.compile(r"['’‘](?:\d0s|tis|twas|em|cause|til|n)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """Hold the place of a passage that begins with a mark and, if `closed`, ends with one."""

    start: int
    end: int
    closed: bool = True


def find_marked(text: str, start: int = 0, end: int | None = None) -> list[Marked]:
    """Find the outermost marked passages of one paragraph, in order.

    A passage that opens at the very beginning of the paragraph and never closes is newspaper style for
    "goes on in the next paragraph": it reaches the paragraph's end with ``closed=False``.
    Any other mark without a partner is passed over.

    Examples
    --------
    >>> text = "Iran\u2019s envoy said \u201cno,\u201d and left."
    >>> [text[m.start : m.end] for m in find_marked(text)]
    ['\u201cno,\u201d']
    """
    end = len(text) if end is None else end
    found: list[Marked] = []
    position = start
    while match := _MARK.search(text, position, end):
        position = match.end()
        if not _opens(text, match, start, end):
            continue
        closing = _closing(text, match, end)
        if closing is not None:
            found.append(Marked(match.start(), closing))
            position = closing
        elif match.start() == start and match.group() not in _SINGLE:
            found.append(Marked(start, end, closed=False))
            break
    return found


def _opens(text: str, match: re.Match[str], start: int, end: int) -> bool:
    mark = match.group()
    if mark not in _PAIRS:
        return False
    if mark not in ('"', "'", "‘"):
        return True
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    if _ELISION.match(text, match.start(), end) and mark in _SINGLE:
        return False
    return not (before.isalnum() or before in ",.;:?!") and not after.isspace()


def _closing(text: str, opening: re.Match[str], end: int) -> int | None:
    """Find the end of the passage: a partner mark at the same depth; None where there is none."""
    mark = opening.group()
    partners = _PAIRS[mark]
    end = min(end, opening.end() + _LONGEST)
    depth = 1
    position = opening.end()
    while match := _MARK.search(text, position, end):
        position = match.end()
        if match.group() == mark and mark not in partners and mark not in _SINGLE:
            depth += 1
        elif match.group() in partners and _closes(text, match, end):
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def _closes(text: str, match: re.Match[str], end: int) -> bool:
    """Tell a closing mark from an apostrophe or a straight opening mark."""
    before = text[match.start() - 1]
    after = text[match.end()] if match.end() < end else " "
    if match.group() in ("'", "’"):
        if _INSIDE_WORD.match(text, match.start() - 1, end):
            return False
        return not before.isspace() and not (before == "s" and after == " " and _another(text, match, end))
    return match.group() != '"' or not before.isspace()


def _another(text: str, match: re.Match[str], end: int) -> bool:
    """Say whether a later single mark can close the passage, which makes this one a plural possessive."""
    later = _CLOSES_SINGLE.search(text, match.end(), end)
    opening = _OPENS_SINGLE.search(text, match.end(), end)
    return later is not None and (opening is None or later.start() < opening.start())
