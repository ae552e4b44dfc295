"""Text as HTML, with passages marked.

The one rule: whatever comes from a text is escaped, and a mark says in words what it means; colour only adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise

NO_MATH = "mathjax_ignore"
"""Class of HTML in which JupyterLab leaves dollar signs alone: "$5 million and $6 million" is no formula."""

_THIN_SPACE = "\u2009"
# Characters without a shape of their own that hide or turn round what stands after them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold what is marked in a text, what the mark is called, what it says, and its class for the colour."""

    start: int
    end: int
    name: str = ""
    words: str = ""
    kind: str = ""

    def opening(self) -> str:
        """Give the tag that opens it, and where it will say something a bracket, for whoever sees no colours."""
        tag = f'<mark class="tk-{escape(self.kind)}">' if self.kind else "<mark>"
        return f"{tag}{_bracket('[')}" if self.name or self.words else tag

    def closing(self, *, at: int) -> str:
        """Give the tag that closes it, at its end with all its words, else with its name alone."""
        said = f"{self.name} {self.words}".strip() if at == self.end else f"{self.name}…" if self.name else ""
        return f"{_bracket(']')}<sup>{_THIN_SPACE}{show_text(said)}</sup></mark>" if said else "</mark>"


def spell_out(text: str) -> str:
    r"""Write out control characters, which could turn the words of a text round or hide them.

    Examples
    --------
    >>> spell_out("a \u202etxt")
    'a [U+202E]txt'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def show_text(text: str) -> str:
    """Escape a text for HTML, its control characters written out."""
    return spell_out(escape(text))


def mark_text(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> str:
    """Give the HTML of ``text[start:end]`` with its marks.

    Parameters
    ----------
    marks
        Offsets are those of the whole text. A mark inside another is nested; of two that cross, the one opened later
        is cut where the earlier ends, and goes on behind it.

    Examples
    --------
    >>> mark_text("ab cd", [Mark(0, 4), Mark(3, 5)])
    '<mark>ab <mark>c</mark></mark><mark>d</mark>'
    """
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < end and start < mark.end and mark.start < mark.end]
    ends = (min(max(place, start), end) for mark in inside for place in (mark.start, mark.end))
    pieces: list[str] = []
    opened: list[Mark] = []
    for here, there in pairwise(sorted({start, end, *ends})):
        # the longer first, so that the shorter is inside it
        new = sorted((m for m in inside if max(m.start, start) == here), key=lambda mark: -mark.end)
        opened += new
        pieces += [*(mark.opening() for mark in new), show_text(text[here:there])]
        lowest = next((at for at, mark in enumerate(opened) if min(mark.end, end) == there), len(opened))
        pieces += [mark.closing(at=there) for mark in reversed(opened[lowest:])]
        opened[lowest:] = [mark for mark in opened[lowest:] if min(mark.end, end) > there]
        pieces += [mark.opening() for mark in opened[lowest:]]
    return "".join(pieces)


def _bracket(sign: str) -> str:
    return f'<span class="tk-bracket">{sign}</span>'  # left out where there are colours


def wrap(html: str) -> str:
    """Give HTML ready for a notebook: with colours for light and dark, which an untrusted notebook leaves out."""
    return f'<div class="{NO_MATH} tk"><style>{_colours()}</style>{html}</div>'


@cache
def _colours() -> str:
    return files("toolkit").joinpath("markup.css").read_text(encoding="utf-8")
