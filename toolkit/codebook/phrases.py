"""The small language of indicator phrases, compiled to regular expressions.

The one rule: words, ``*`` for any ending, ``~N`` for up to N words between; anyone can read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\w'.&/-]+\*?")
_GAP = re.compile(r"~\d{1,2}")
_BETWEEN = r"\W+(?:[\w'-]+\W+){0,%d}?"


def check_phrase(phrase: str) -> str | None:
    """Say what is wrong with a phrase; None where nothing is."""
    words = phrase.split()
    if wrong := [w for w in words if not _WORD.fullmatch(w) and not _GAP.fullmatch(w)]:
        return f"the phrase {phrase!r} has {wrong[0]!r}; it may hold words, words ending in *, and ~N between"
    if _GAP.fullmatch(words[0]) or _GAP.fullmatch(words[-1]):
        return f"the phrase {phrase!r} begins or ends with a gap; ~N stands between two words"
    return None


def compile_phrases(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """Compile phrases into one pattern that matches any of them in a plain view of a sentence.

    Group ``p<i>`` tells which phrase matched; longer phrases are tried first. Any word may take *'s*.

    Examples
    --------
    >>> pattern = compile_phrases(["strengthen* ~2 ties"])
    >>> pattern.search("a bid to strengthen Hamas's old ties with Iran").group()
    "strengthen Hamas's old ties"
    """
    if not phrases:
        return None
    openings: dict[str, list[str]] = {}
    for i in sorted(range(len(phrases)), key=lambda i: -len(phrases[i])):
        openings.setdefault(phrases[i][0].lower(), []).append(f"(?P<p{i}>{_expression(phrases[i])})")
    # only phrases that begin with the letter at hand are tried, which takes half the time of trying all
    parts = [f"(?={re.escape(letter)})(?:{'|'.join(some)})" for letter, some in openings.items()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _expression(phrase: str) -> str:
    pieces: list[str] = []
    between = ""
    for word in phrase.split():
        if word.startswith("~"):
            between = _BETWEEN % int(word[1:])
            continue
        pieces += [between if pieces else "", _word(word)]
        between = r"[\s-]+"
    return "".join(pieces)


def _word(word: str) -> str:
    stem = re.escape(word.removesuffix("*"))
    return f"{stem}[\\w-]*(?:'s|')?" if word.endswith("*") else f"{stem}(?:'s|')?"
