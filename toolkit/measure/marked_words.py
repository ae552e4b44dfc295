"""Words of a text by number, and which of them stand inside double quotation marks.

The one rule: a passage is the set of words it touches, so that marks, points and blanks at its ends never count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.rows import QuoteKind, Range

Words = frozenset[int]

_WORD = re.compile(r"\w+")
_BREAK = re.compile(r"\n\s*\n|\n")
_MARK = re.compile(r"[“«„]|[”»]|\"|''|``")
_WHOLLY = 0.999


@dataclass(frozen=True, slots=True)
class Text:
    """Hold where the words of a text start and end, and its passages in double marks, marks included."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    in_marks: tuple[Range, ...]

    def words(self, passages: Sequence[Range]) -> Words:
        """Give the numbers of the words that lie at least partly in the passages."""
        touched = ((bisect_right(self.ends, start), bisect_left(self.starts, end)) for start, end in passages)
        return frozenset(number for first, after in touched for number in range(first, after))

    def kind(self, content: Sequence[Range], cue: Sequence[Range]) -> QuoteKind:
        """Say whether all words of the content stand in double marks, some, or none.

        Marks around the whole cue do not count: a report inside somebody else's quotation is not itself marked.
        """
        regions = [r for r in self.in_marks if not cue or not all(r[0] <= start and end <= r[1] for start, end in cue)]
        words = [(m.start(), m.end()) for start, end in content for m in _WORD.finditer(self.text, start, end)]
        inside = sum(any(first <= start and end <= last for first, last in regions) for start, end in words)
        if not inside:
            return "indirect"
        return "direct" if inside / len(words) >= _WHOLLY else "mixed"


def read_text(text: str) -> Text:
    """Give every word of a text a number, and find its passages in double marks.

    Examples
    --------
    >>> read_text("“No,” she said.").in_marks
    ((0, 5),)
    """
    words = [match.span() for match in _WORD.finditer(text)]
    marked = tuple(region for start, end in _paragraphs(text) for region in _marked(text, start, end))
    return Text(text, tuple(start for start, _ in words), tuple(end for _, end in words), marked)


def _paragraphs(text: str) -> Iterator[Range]:
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _marked(text: str, start: int, end: int) -> Iterator[Range]:
    """Pair the marks of a paragraph from left to right; one that is never closed reaches to its end."""
    opened: int | None = None
    for match in _MARK.finditer(text, start, end):
        role = _role(text, match, start, end, inside=opened is not None)
        if (role == "open" and opened is None) or role == "open anew":
            opened = match.start()
        elif role == "close" and opened is not None:
            yield opened, match.end()
            opened = None
    if opened is not None:
        yield opened, end


def _role(text: str, mark: re.Match[str], start: int, end: int, *, inside: bool) -> str:
    """Say what a mark does; the blanks around it decide where it can open and close."""
    sign = mark.group()
    if sign in "“«„" or sign == "``":
        return "open"
    if sign in "”»":
        return "close"
    after = text[mark.end()] if mark.end() < end else " "
    if not inside:
        return "open" if not after.isspace() and after not in ".,;:!?)" else "stray"
    before = text[mark.start() - 1] if mark.start() > start else " "
    return "open anew" if before.isspace() and after.isalnum() else "close"
