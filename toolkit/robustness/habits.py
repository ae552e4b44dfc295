"""Give an article the quotation marks and spaces of another newsroom, or names in other letters.

The one rule: only marks, spaces and the first letters of names change; a single mark that is an apostrophe stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.language import find_marked
from toolkit.language.names import find_name_runs
from toolkit.measure.marked_words import read_text
from toolkit.robustness.persons import tells
from toolkit.robustness.pieces import Piece, Rewriting, rewrite
from toolkit.rows import Range

HABITS = {
    "single": ("‘", "’"),
    "guillemets": ("«", "»"),
    "low-high": ("„", "“"),
    "backticks": ("``", "''"),
}
LETTERS = dict(zip("ACDEGHIJKLNORSTUWYZ", "ĀČĎĒĢĦİĴĶŁŇŐŘŠŤŪŴŸŽ", strict=True))
_CAPITAL_WORD = re.compile(r"\b[A-Z][a-z]{2,}\b")
_DOUBLE = ("“", "”")
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_CURLY = re.compile("[“”‘’]")
_OPENING = re.compile(r"``|[“«„\"]")
_CLOSING = re.compile(r"(?:''|[”»\"])$")
_SPACE_AT_MARK = re.compile(r"(?<=[”»\"’']) (?=\w)|(?<=\w) (?=[“«„\"‘])|(?<=[,:]) (?=[“«„\"‘])")
_SPACE_IN_NAME = re.compile(r"(?<=[A-Z]\.) (?=[A-Z])|(?<=Mr\.|Ms\.|Dr\.) (?=[A-Z])")
_NO_BREAK = "\u00a0"


def change_marks(text: str, habit: str) -> Rewriting:
    """Put the marks of a habit (a key of `HABITS`) in place of double marks.

    With single marks outside, single ones inside become double, as British papers have it.

    Examples
    --------
    >>> change_marks("“It’s what they call ‘peace’,” she said.", "single").new
    '‘It’s what they call “peace”,’ she said.'
    """
    opening, closing = HABITS[habit]
    changes: list[Piece] = []
    for region in read_text(text).in_marks:
        first, last = _marks_of(text, region)
        changes.append(Piece(*first, opening))
        if last:
            changes.append(Piece(*last, closing))
        if habit == "single":
            changes += _nested(text, first[1], last[0] if last else region[1])
    return rewrite(text, changes)


def make_straight(text: str) -> Rewriting:
    """Put straight marks and apostrophes in place of curly ones."""
    return rewrite(text, (Piece(*m.span(), _STRAIGHT[m.group()]) for m in _CURLY.finditer(text)))


def make_spaces_unbreakable(text: str) -> Rewriting:
    """Put no-break spaces between a mark and its neighbours, and inside initials and titles of persons."""
    places = {m.span() for pattern in (_SPACE_AT_MARK, _SPACE_IN_NAME) for m in pattern.finditer(text)}
    return rewrite(text, (Piece(start, end, _NO_BREAK) for start, end in places))


def change_letters(text: str) -> Rewriting:
    """Begin the names that tell nothing but who is meant with letters of other alphabets of Latin script.

    Left alone are words that say what somebody is, of which a text has no other spelling: "Committee", "Iranian".

    Examples
    --------
    >>> change_letters("Ada Vale of the River Committee met Lukas Novak.").new
    'Āda Vale of the River Committee met Łukas Ňovak.'
    """
    names = [run.words for run in find_name_runs(text) if not any(map(tells, run.words))]
    words = {word for name in names if len(name) > 1 for word in name}
    places = [found for found in _CAPITAL_WORD.finditer(text) if found.group() in words]
    changes = (Piece(p.start(), p.start() + 1, LETTERS[p.group()[0]]) for p in places if p.group()[0] in LETTERS)
    return rewrite(text, changes)


def _marks_of(text: str, region: Range) -> tuple[Range, Range | None]:
    """Give the places of the opening mark and of the closing one, if the passage is closed."""
    opening = _OPENING.match(text, *region)
    first = opening.span() if opening else (region[0], region[0] + 2)
    closing = _CLOSING.search(text, first[1], region[1])
    return first, closing.span() if closing else None


def _nested(text: str, start: int, end: int) -> Iterator[Piece]:
    for marked in find_marked(text, start, end):
        if text[marked.start] in "‘'" and marked.closed:
            yield Piece(marked.start, marked.start + 1, _DOUBLE[0])
            yield Piece(marked.end - 1, marked.end, _DOUBLE[1])
