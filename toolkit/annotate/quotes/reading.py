"""Read an article as the tagger sees it: tokens with quotation state, in windows of whole paragraphs.

The one rule: marks of every habit look alike here, and a block looks as if it stood in marks, so that what is
learnt from curly quotation marks holds for all others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from toolkit.language import MARKS, Marked, find_marked

_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                 # U.S.
    | \d+(?:[.,:]\d+)*(?!\w)           # 15,000
    | ['’](?:s|re|ve|ll|d|m)\b         # the clitic of Clinton’s, so that a source can end before it
    | \w+(?:[-&]\w+|['’]t\b)*          # so-called, AT&T, don’t
    | ``|''
    | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = frozenset(".!?")
_CLOSING = frozenset("”’)]")
_GOES_ON = frozenset('“«„"')

OUTSIDE, OPENING, CLOSING, INSIDE = range(4)
UNCLOSED = 3  # added to the states of a passage that goes on in the next paragraph
N_STATES = 7
N_FLAGS = 16
GOES_ON, FOLLOWED = 4, 8  # flags: the paragraph before is not closed; the one behind opens with a mark
LONGEST_WINDOW = 160  # tokens; a longer paragraph stands alone
LONGEST_PARAGRAPH = 400  # tokens; a longer one is read in pieces


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold the place of one paragraph that is read; a `block` is a quotation without marks."""

    start: int
    end: int
    block: bool = False


@dataclass(slots=True)
class Window:
    """Hold some paragraphs in a row as tokens; between two of them and at both ends stands a separator, "".

    Attributes
    ----------
    words
        Tokens with the marks made alike; "" is a separator.
    starts, ends
        Places in the text; a mark put around a block has none and starts where it ends.
    states
        0 outside marks, 1 opening mark, 2 closing mark, 3 inside; 3 more in a passage that is not closed.
    sentences
        Number of the sentence, counted through the window.
    flags
        Whether the sentence begins here, has marks, and how the paragraph joins its neighbours.
    """

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    states: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def paragraphs(self) -> list[tuple[int, int]]:
        """Give the ranges of tokens between separators."""
        separators = [i for i, word in enumerate(self.words) if not word]
        return [(a + 1, b) for a, b in pairwise(separators) if b > a + 1]

    def add(self, other: Window) -> None:
        """Append the tokens of `other`, which counts its sentences from 0."""
        first = self.sentences[-1] + 1 if self.sentences else 0
        for name in ("words", "starts", "ends", "states", "flags"):
            getattr(self, name).extend(getattr(other, name))
        self.sentences.extend(first + number for number in other.sentences)


def read_windows(
    text: str, passages: Sequence[Passage], *, longest: int = LONGEST_WINDOW, first: int | None = None
) -> list[Window]:
    """Read passages in order into windows of at most `longest` tokens.

    Parameters
    ----------
    first
        Another length for the first window, so that training sees paragraphs in other company.
    """
    windows: list[Window] = []
    room = 0
    for paragraph in read_paragraphs(text, passages):
        if not windows or (len(paragraph) >= room and not _is_block(paragraph)):
            room = (first or longest) if not windows else longest
            windows.append(_separator())
        windows[-1].add(paragraph)
        windows[-1].add(_separator())
        room -= len(paragraph) + 1
    return windows


def read_paragraphs(text: str, passages: Sequence[Passage]) -> list[Window]:
    """Read each passage as tokens; very long ones come in pieces, empty ones not at all."""
    pieces: list[Window] = []
    for passage, marks in zip(passages, mark_passages(text, passages), strict=True):
        pieces += _pieces(_read(text, passage, marks))
    for i, piece in enumerate(pieces):
        goes_on = i > 0 and pieces[i - 1].states[-1] > UNCLOSED
        followed = i + 1 < len(pieces) and pieces[i + 1].states[0] in (OPENING, OPENING + UNCLOSED)
        _set_flags(piece, goes_on + 2 * followed)
    return pieces


def _is_block(paragraph: Window) -> bool:
    """Tell a block, which stays with the paragraph that introduces it."""
    return paragraph.starts[0] == paragraph.ends[0]


def split_passages(text: str) -> Iterator[Passage]:
    """Give the lines of a text that are not blank."""
    for match in re.finditer(r"[^\n\r]+", text):
        if match.group().strip():
            yield Passage(*match.span())


def mark_passages(text: str, passages: Sequence[Passage]) -> list[list[Marked]]:
    """Find the marked parts of each passage.

    A mark that is never closed, before a paragraph that opens with one, is newspaper style for "goes on there".
    """
    found: list[list[Marked]] = []
    for passage, after in zip(passages, [*passages, None][1:], strict=True):
        marks = [] if passage.block else find_marked(text, passage.start, passage.end)
        if after and not after.block and text[after.start] in _GOES_ON and not (marks and not marks[-1].closed):
            start = text.rfind(text[after.start], marks[-1].end if marks else passage.start, passage.end - 1)
            if start >= 0 and not text[start + 1].isspace() and not text[start - 1 : start].isalnum():
                marks.append(Marked(start, passage.end, closed=False))
        found.append(marks)
    return found


def _read(text: str, passage: Passage, marks: Sequence[Marked]) -> Window:
    tokens = list(_TOKEN.finditer(text, passage.start, passage.end))
    words = [token.group() for token in tokens]
    starts = [token.start() for token in tokens]
    ends = [token.end() for token in tokens]
    states = [OUTSIDE] * len(tokens)
    for mark in marks:
        first, last = bisect_left(starts, mark.start), bisect_left(starts, mark.end)
        inside = INSIDE if mark.closed else INSIDE + UNCLOSED
        states[first:last] = [inside] * (last - first)
        states[first] += OPENING - INSIDE
        if mark.closed and ends[last - 1] == mark.end:
            states[last - 1] = CLOSING
    for i, word in enumerate(words):
        if word[0] in MARKS:
            words[i] = _alike(word, states[i], text[ends[i] : ends[i] + 1])
    window = Window(words, starts, ends, states)
    if passage.block and words:
        _put_in_marks(window, passage)
    return window


def _alike(word: str, state: int, after: str) -> str:
    """Give a token with its marks and apostrophes made alike: outer marks double, inner ones single."""
    if word[0] not in MARKS:
        return word
    if state in (OPENING, OPENING + UNCLOSED):
        return "“"
    if state == CLOSING:
        return "”"
    if len(word) > 1 and word[1].isalpha():
        return "’" + word[1:]
    if state == OUTSIDE:
        return word
    return "’" if not after or after.isspace() or not after.isalnum() else "‘"


def _put_in_marks(window: Window, passage: Passage) -> None:
    window.words = ["“", *window.words, "”"]
    window.starts = [passage.start, *window.starts, passage.end]
    window.ends = [passage.start, *window.ends, passage.end]
    window.states = [OPENING, *[INSIDE] * len(window.states), CLOSING]


def _pieces(window: Window) -> Iterable[Window]:
    """Cut a paragraph that is too long, after the last end of a sentence that fits."""
    cut = 0
    while len(window) - cut > LONGEST_PARAGRAPH:
        last = range(cut + LONGEST_PARAGRAPH - 1, cut + LONGEST_PARAGRAPH // 2, -1)
        stop = next((i for i in last if window.words[i] in _ENDS), cut + LONGEST_PARAGRAPH - 1) + 1
        yield _part(window, cut, stop)
        cut = stop
    if len(window) > cut:
        yield _part(window, cut, len(window)) if cut else window


def _part(window: Window, start: int, stop: int) -> Window:
    here = slice(start, stop)
    return Window(window.words[here], window.starts[here], window.ends[here], window.states[here])


def _set_flags(window: Window, neighbours: int) -> None:
    window.sentences = _number_sentences(window.words)
    marked = {number for number, state in zip(window.sentences, window.states, strict=True) if state}
    flags = [4 * neighbours + 2 * (number in marked) for number in window.sentences]
    for i, (before, number) in enumerate(pairwise([-1, *window.sentences])):
        if before != number:
            flags[i] += 1
    window.flags = flags


def _number_sentences(words: Sequence[str]) -> list[int]:
    """Count the sentences: one ends at a full stop that no abbreviation needs, with the marks that close it."""
    numbers: list[int] = []
    number = 0
    for i, word in enumerate(words):
        numbers.append(number)
        if (word in _ENDS or (word in _CLOSING and i and words[i - 1] in _ENDS)) and _ends_sentence(words, i):
            number += 1
    return numbers


def _ends_sentence(words: Sequence[str], i: int) -> bool:
    after = words[i + 1] if i + 1 < len(words) else ""
    if not after or after[0].islower() or (after in _CLOSING and words[i] in _ENDS):
        return False
    return words[i] != "." or i == 0 or words[i - 1].lower() not in _abbreviations()


def _separator() -> Window:
    return Window([""], [0], [0], [OUTSIDE], [0], [0])


@cache
def _abbreviations() -> frozenset[str]:
    stored = files("toolkit").joinpath("language/data/abbreviations.txt").read_text(encoding="utf-8")
    return frozenset(stored.split())
