"""Read a sentence as the stance model sees it: the target, and every other name, hidden.

The one rule: what is hidden leaves no trace; a name of one word and a name of six are one and the same token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from toolkit.errors import SpanError
from toolkit.language import plain

NAME, TARGET, NUMBER = "NAME", "TARGET", "0"

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)\S+ | [@\#]\w+ | [\w.]+@[\w.]+     # addresses, handles, hashtags
    | (?:[^\W\d_]\.){{2,}}                                # U.S.
    | (?:{_LETTER})+(?:'(?!s\b|S\b)(?:{_LETTER})+)*        # O'Neil, don't
    | '[sS]\b
    | \d[\d.,:]*(?:st|nd|rd|th|s|m|bn|k)?\b | \d
    | [^\w\s] | _
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"https?://|www\.|[@#]\w|[\w.]+@[\w.]")
_ENDS = frozenset('.!?:;"“”‘([—–-*•')
_QUOTE_MARKS = frozenset('"“”„«»')
_DASHES = frozenset("-–/&")
_FIRST_PERSON = frozenset(("I", "I'm", "I've", "I'd", "I'll"))
_ARTICLES = frozenset("ad al an ar as ash at az el ul".split())
_MOST_JOINTS = 2  # "of the", "and the"


@dataclass(frozen=True, slots=True)
class Masked:
    """Hold the tokens of a sentence as the model sees them, and where each stands in the text."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)


@lru_cache(maxsize=64)  # the targets of one sentence come one after another
def mask_names(text: str) -> Masked:
    """Hide every name of a sentence.

    A name is a run of words with a capital, with what joins them ("Justice and Development Party"), titles,
    initials, and the article before it. A capital counts at the beginning of a sentence, too, unless the word
    is one of a closed list (`data/openers.txt`).

    Examples
    --------
    >>> mask_names("The Vale of Orm and Gen. A. Tarn praised the deal.").forms
    ('NAME', 'praised', 'the', 'deal', '.')
    """
    view = plain(text)
    matches = [m.span() for m in _TOKEN.finditer(view)]
    words = [view[a:b] for a, b in matches]
    named = _names(words)
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i = 0
    while i < len(words):
        stop = _run(words, named, i) if named[i] or words[i].lower() in _before_names() else i
        start, end = matches[i][0], matches[max(i, stop - 1)][1]
        if stop > i:
            forms.append(NAME)
            i = stop
        else:
            forms.append(_form(words, i, after_name=bool(forms) and forms[-1] == NAME and ends[-1] == start))
            i += 1
        starts.append(start)
        ends.append(end)
    return Masked(tuple(forms), tuple(starts), tuple(ends))


def mask_target(text: str, start: int, end: int) -> tuple[Masked, int]:
    """Hide the target as well, with the whole of a name that it is part of; gives its index among the tokens.

    Examples
    --------
    >>> masked, k = mask_target("Critics of Gen. Tarn laughed.", 16, 20)
    >>> masked.forms, k
    (('critics', 'of', 'TARGET', 'laughed', '.'), 2)
    """
    masked = mask_names(text)
    held = [i for i in range(len(masked)) if masked.starts[i] < end and start < masked.ends[i]]
    if not held:
        raise SpanError(f"there is no word at {start}:{end} of {text!r}")
    a, b = held[0], held[-1] + 1
    if a and masked.forms[a - 1] in ("the", "a"):
        a -= 1
    return (
        Masked(
            (*masked.forms[:a], TARGET, *masked.forms[b:]),
            (*masked.starts[:a], masked.starts[held[0]], *masked.starts[b:]),
            (*masked.ends[:a], masked.ends[b - 1], *masked.ends[b:]),
        ),
        a,
    )


def _names(words: Sequence[str]) -> list[bool]:
    """Say of each token whether it is a word of a name by itself."""
    openers, hidden = word_list("openers"), word_list("hidden")
    named = []
    opening = True
    for i, word in enumerate(words):
        low = word.lower()
        if word in _FIRST_PERSON:
            name = i + 1 < len(words) and words[i + 1] == "." and i + 2 < len(words)
        elif word[0].isalpha() and len(word) > 1 and word[1] == ".":
            name = True
        elif word[0].isalpha():
            capital = word != low or low == word.upper()  # scripts without capitals, too
            name = (capital and not (opening and low in openers)) or low in hidden
        else:
            name = _ADDRESS.match(word) is not None
        named.append(name)
        opening = word in _ENDS and not (word == "." and i > 0 and _shortened(words[i - 1]))
        opening = opening or (i == 0 and not word[0].isalnum())
    return named


def _shortened(word: str) -> bool:
    return len(word) == 1 or word.lower() in word_list("titles")


def _run(words: Sequence[str], named: Sequence[bool], i: int) -> int:
    """Give the end of the run of a name that begins at `i`; `i` itself where none does."""
    first = i + 1 if words[i] in ("the", "The") else i
    particles = word_list("particles")
    while first + 1 < len(words) and words[first] in particles:
        first += 1
    first = _behind_article(words, first)
    if first >= len(words) or not named[first]:
        return i
    stop = first + 1
    while (further := _further(words, named, stop)) > stop:
        stop = further
    return stop


@cache
def _before_names() -> frozenset[str]:
    """Give the words with which a name may begin, though they are no name."""
    return frozenset({"the"} | word_list("particles") | _ARTICLES)


def _behind_article(words: Sequence[str], i: int) -> int:
    """Step over an Arabic article before its hyphen: "al-", "an-"; or a hyphen that particles left."""
    if i + 1 < len(words) and words[i + 1] == "-" and words[i].lower() in _ARTICLES:
        return i + 2
    return i + 1 if 0 < i < len(words) and words[i] == "-" and words[i - 1] in _ARTICLES else i


def _further(words: Sequence[str], named: Sequence[bool], stop: int) -> int:
    """Give the end of the run with the next part of the name in it; `stop` where the name ends."""
    n = len(words)
    if stop < n and (named[stop] or words[stop][0].isdigit()):
        return stop + 1
    if stop + 1 < n and words[stop] == "." and _shortened(words[stop - 1]):
        return stop + 1
    i = stop
    if i < n and words[i] in _DASHES:
        i += 1
    else:
        joints = word_list("joints")
        while i < n and i - stop < _MOST_JOINTS and (words[i] in joints or words[i] == "the"):
            i += 1
    i = _behind_article(words, i)
    return i + 1 if i < n and named[i] else stop


def _form(words: Sequence[str], i: int, *, after_name: bool) -> str:
    word = words[i]
    if word in _QUOTE_MARKS:
        return '"'
    if word[0].isdigit():
        return NUMBER
    if word == "'" and after_name and i + 1 < len(words) and words[i + 1][0].isalnum():
        return "'s"
    low = word.lower()
    return alike().get(low, low)


@cache
def word_list(name: str) -> frozenset[str]:
    """Load one of the word lists beside this module."""
    return frozenset(_data(f"{name}.txt").split())


@cache
def alike() -> dict[str, str]:
    """Load the forms that are seen as others, so that number and sex of whom they stand with cannot be told."""
    lines = _data("alike.tsv").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def _data(name: str) -> str:
    return files("toolkit.annotate.stance").joinpath("data", name).read_text(encoding="utf-8")
