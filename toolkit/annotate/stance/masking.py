"""Read a sentence as the stance model sees it: the target, and every other name, hidden.

The one rule: what is hidden leaves no trace; a name of one word and a name of six are one and the same token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

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
    | \d+[^\W\d_]*[A-Z]\w*                                # 3M, 5G
    | \s[-–/](?=\s)                                      # a dash between spaces joins no name
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
_OWNS = frozenset(("'s", "'"))  # the People's Party
_SHORT = 2  # letters of a part in small letters behind a hyphen: Jong-un
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
    places = [match.span() for match in _TOKEN.finditer(view)]
    looks = [_look(view[a:b]) for a, b in places]
    named = _names(looks)
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i = 0
    while i < len(looks):
        start, end = places[i]
        form, stop = looks[i].form, i
        if named[i] or looks[i].begins:
            stop = _run(looks, named, i)
        if stop > i:
            form, end, i = NAME, places[stop - 1][1], stop
        else:
            if form == "'" and forms and forms[-1] == NAME and ends[-1] == start and _goes_on(looks, i):
                form = "'s"
            i += 1
        forms.append(form)
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


@dataclass(frozen=True, slots=True)
class _Look:
    """Hold what can be said of a word without its neighbours.

    Attributes
    ----------
    form
        As the model sees it, where it is no name.
    named
        Whether it is a word of a name: always, never, only where it opens no sentence, or only before a full stop.
    begins
        Whether a name may begin with it, though it is no name.
    """

    word: str
    form: str
    named: Literal["always", "never", "inside", "initial"]
    begins: bool
    ends: bool


@lru_cache(maxsize=50_000)
def _look(word: str) -> _Look:
    low = word.lower()
    begins = low == "the" or word in word_list("particles") or low in _ARTICLES
    ends = word.strip() in _ENDS
    if word in _QUOTE_MARKS:
        return _Look(word, '"', "never", begins, ends)
    if word[0].isdigit():
        return _Look(word, NUMBER, "never" if word == low else "always", begins, ends)
    form = alike().get(low, low.strip())
    if word in _FIRST_PERSON:
        return _Look(word, form, "initial", begins, ends)
    if not word[0].isalpha():
        return _Look(word, form, "always" if _ADDRESS.match(word) else "never", begins, ends)
    if low in word_list("hidden") or "." in word or _ADDRESS.match(word):
        return _Look(word, form, "always", begins, ends)
    if word == low != word.upper():  # a script without capitals has names only
        return _Look(word, form, "never", begins, ends)
    return _Look(word, form, "inside" if low in word_list("openers") else "always", begins, ends)


def _names(looks: Sequence[_Look]) -> list[bool]:
    """Say of each token whether it is a word of a name by itself."""
    named = []
    opening = True
    for i, look in enumerate(looks):
        kind = look.named
        if kind == "initial":
            named.append(i + 2 < len(looks) and looks[i + 1].word == ".")
        else:
            named.append(kind == "always" or (kind == "inside" and not opening))
        opening = look.ends and not (i and look.word == "." and _shortened(looks[i - 1].word))
        opening = opening or (i == 0 and not look.word[0].isalnum())
    return named


def _shortened(word: str) -> bool:
    return len(word) == 1 or word.lower() in word_list("titles")


def _goes_on(looks: Sequence[_Look], i: int) -> bool:
    return i + 1 < len(looks) and looks[i + 1].word[0].isalnum()


def _run(looks: Sequence[_Look], named: Sequence[bool], i: int) -> int:
    """Give the end of the run of a name that begins at `i`; `i` itself where none does."""
    first = i
    if looks[i].word in ("the", "The"):
        first += 1 + (i + 2 < len(looks) and looks[i + 1].form == NUMBER)  # the 82nd Division
    particles = word_list("particles")
    while first + 1 < len(looks) and looks[first].word in particles:
        first += 1
    first = _behind_article(looks, first)
    if first >= len(looks) or not named[first]:
        return i
    stop = first + 1
    while (further := _further(looks, named, stop)) > stop:
        stop = further
    return stop


def _behind_article(looks: Sequence[_Look], i: int) -> int:
    """Step over an Arabic article with its hyphen ("al-", "an-"), or over the hyphen where the article was passed."""
    if i + 1 < len(looks) and looks[i + 1].word == "-" and looks[i].word.lower() in _ARTICLES:
        return i + 2
    return i + 1 if 0 < i < len(looks) and looks[i].word == "-" and looks[i - 1].word in _ARTICLES else i


def _further(looks: Sequence[_Look], named: Sequence[bool], stop: int) -> int:
    """Give the end of the run with the next part of the name in it; `stop` where the name ends."""
    n = len(looks)
    if stop < n and (named[stop] or looks[stop].form == NUMBER or looks[stop].word == "I"):
        return stop + 1
    if stop + 1 < n and looks[stop].word == "." and _shortened(looks[stop - 1].word):
        return stop + 1
    i = stop
    if i < n and looks[i].word in _OWNS:
        i += 1
    elif i < n and looks[i].word in _DASHES:
        i += 1
        if i < n and (looks[i].form == NUMBER or (looks[i].word.isalpha() and len(looks[i].word) <= _SHORT)):
            return i + 1
    else:
        joints = word_list("joints")
        while i < n and i - stop < _MOST_JOINTS and (looks[i].word in joints or looks[i].word == "the"):
            i += 1
    i = _behind_article(looks, i)
    return i + 1 if i < n and named[i] else stop


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
