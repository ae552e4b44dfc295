"""A plain-character view of a text for matching, with a way back to the text's own offsets.

The one rule: the text is never changed; only the view is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_PLAIN = {" ": "\u00a0\u202f\u2009\t\n\r", "'": "\u2018\u2019\u02bc", "-": "\u2010\u2011"}
_MAY_JOIN = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_ASCII = {" ": "\t\n\r"}  # what of it such a text can hold


@dataclass(frozen=True, slots=True)
class View:
    """Hold a text with plain apostrophes, hyphens and spaces, composed (NFC), and the map of its offsets.

    Examples
    --------
    >>> view = make_view("Hamas\u2019s\u00a0leader")
    >>> view.text
    "Hamas's leader"
    >>> view.to_text(5, 7)
    (5, 7)
    """

    text: str
    starts: tuple[int, ...] | None

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        """Give the offsets in the text of a range of the view; a cluster is never cut."""
        if self.starts is None:
            return start, end
        after = bisect_right(self.starts, self.starts[end - 1])  # behind the last cluster
        return self.starts[start], self.starts[after]

    def from_text(self, offset: int) -> int:
        """Give the offset in the view of an offset in the text."""
        return offset if self.starts is None else bisect_right(self.starts, offset) - 1


def plain(text: str) -> str:
    """Give `text` with plain apostrophes, hyphens and spaces, one character for one, so that offsets stay."""
    for usual, odd in _ASCII.items() if text.isascii() else _PLAIN.items():
        for char in odd:  # str.translate asks for every character of the text and takes ten times as long
            text = text.replace(char, usual)
    return text


def make_view(text: str) -> View:
    """Make the view of `text`; characters map one to one unless NFC joins some of them."""
    if unicodedata.is_normalized("NFC", text):
        return View(plain(text), None)
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for odd in _MAY_JOIN.finditer(text):
        pieces.append(text[done : odd.start()])
        starts += range(done, odd.start())
        done = odd.end()
        for start, end in _clusters(odd.group()):
            piece = unicodedata.normalize("NFC", odd.group()[start:end])
            pieces.append(piece)
            starts += [odd.start() + start] * len(piece)
    pieces.append(text[done:])
    starts += range(done, len(text))
    return View(plain("".join(pieces)), (*starts, len(text)))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut before every character that does not combine with the one before it."""
    cuts = [i for i in range(len(text)) if i == 0 or not _combines(text[i])]
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _combines(char: str) -> bool:
    # all that NFC joins to the character before it: marks, and Hangul vowels and finals
    return unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"
