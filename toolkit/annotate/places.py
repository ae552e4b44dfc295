"""Tell where a place stands for those who govern there ("Tehran said"), and where it is only a place ("in Tehran").

The one rule: what stands beside the word decides; a place acts unless something beside it makes it a place.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from toolkit.language import CAPITALS

_NEAR = 160  # characters that are looked at on either side
_WORDS_BEFORE = re.compile(r"([\w'.,-]+)\s+(?:(?:the|both)\s+)?$")
_PAIR = re.compile(r"\bbetween\s+(?:the\s+)?(?:[\w'.-]+\s+){1,6}?and\s+(?:the\s+)?$", re.IGNORECASE)
_NAME = rf"[{CAPITALS}][\w'.-]*(?:\s[{CAPITALS}][\w'.-]*)*"
# Behind a list of places: "in Tehran, Doha and "
_LIST = re.compile(
    rf"([\w'-]+)\s+((?:the\s+)?{_NAME}(?:,\s+{_NAME})*"
    r"(?:\s+and|\s+or|,\s+and|,\s+or|,)\s+)(?:the\s+|in\s+|from\s+)?$"
)
_LIST_GOES_ON = re.compile(rf"(?:,\s+{_NAME})*,?\s+(?:and|or)\s+[{CAPITALS}]")
_DATELINE = re.compile(
    r"(?:,\s+[\w.' ]{2,25})?\s*(?:\([^)\n]{2,30}\)\s*)?(?:--|[-–—])\s|\s*\([A-Z][\w ]{1,20}\)\s*[-–—:]"
)
_ADDRESS = re.compile(r",\s+(D\.C\.)?")
_NEXT = re.compile(r"([\s-])([\w.]+)")
_SMALL = re.compile(
    r"(?<![\w'-])(?!(?:the|and|but|nor|for|yet|via|per|off|out|from|into|onto|over|with|than|that|amid)\b)"
    r"[a-z]{3,}"
)
_THING = re.compile(r"'s?\s+([\w-]+)")


def acts(line: str, start: int, end: int, *, owner: re.Pattern[str]) -> bool:
    """Say whether the place at ``line[start:end]`` acts.

    Parameters
    ----------
    line
        The plain view of the paragraph that holds it.
    owner
        The names of the actor whose place it is: "Tehran, Iran" is an address.
    """
    before, after = line[max(0, start - _NEAR) : start], line[end : end + _NEAR]
    if _DATELINE.match(after) and not before.strip():
        return False
    if (address := _ADDRESS.match(after)) and (address[1] or owner.match(after, address.end())):
        return False
    if owned := _THING.match(after):
        return not (_one_of("of", owned[1].lower()) or _one_of("after", owned[1].lower()))
    if (ruled := _NEXT.match(after)) and _one_of("rulers", ruled[2].lower()):
        return True
    return not _named_after(line, after) and not _placed(before, after)


def is_headline(line: str) -> bool:
    """Say whether a line has no word in small letters but those of headlines, so that a capital tells nothing."""
    return _SMALL.search(line) is None


def _placed(before: str, after: str) -> bool:
    """Say whether the words before make the name a place, by themselves or as the head of a list."""
    found = _WORDS_BEFORE.search(before)
    if found is None:
        return False
    word = found[1].lower()
    if word in _words("parts"):
        return True
    if word in ("and", "or") or found[1].endswith(","):
        return _in_list(before, after)
    return _heads(word, before[: found.start()])


def _in_list(before: str, after: str) -> bool:
    if _PAIR.search(before) or (before.rstrip().endswith(",") and not _LIST_GOES_ON.match(after)):
        return False
    found = _LIST.search(before)
    return found is not None and found[1].islower() and _heads(found[1].lower(), before[: found.start()])


def _heads(word: str, earlier: str) -> bool:
    """Say whether a word right before a place makes it one; some words do by what stands before them."""
    last = (re.findall(r"[\w-]+", earlier) or [""])[-1].lower()
    if word == "of":
        return _one_of("of", last)
    if word in _words("directions"):
        return not _one_of("dealings", last)
    return word in _words("before") or f"{last}-{word}" in _words("pairs")


def _named_after(line: str, after: str) -> bool:
    """Say whether the words after make a thing at the place: Tehran University, Tehran-based."""
    found = _NEXT.match(after)
    if found is None:
        return False
    glue, word = found.groups()
    if glue == "-":
        return _one_of("hyphened", word.lower())
    if _one_of("after", word.lower()):
        return True
    proper = word[0].isupper() and not is_headline(line)
    return proper and not _one_of("holders", word.lower())


def _one_of(section: str, word: str) -> bool:
    exact, beginnings = _sections()[section]
    return word in exact or word.startswith(beginnings)


def _words(section: str) -> frozenset[str]:
    return _sections()[section][0]


@cache
def _sections() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Read the lists: per section the words, and the beginnings of words."""
    return {
        name: (
            frozenset(word for word in words if not word.endswith("*")),
            tuple(word[:-1] for word in words if word.endswith("*")),
        )
        for name, words in read_sections("places.txt").items()
    }


def read_sections(file: str) -> dict[str, list[str]]:
    """Read a file of words under ``[headings]``; lines with # are remarks."""
    stored = files("toolkit").joinpath(f"annotate/data/{file}").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in stored.splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words += line.split()
    return sections
