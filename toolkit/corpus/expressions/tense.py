"""Say from the verb beside a date whether the time lies behind or ahead of the writer.

The one rule: the nearest cue of the same sentence decides, before the date if there is one; no cue, no tense.
"""

from __future__ import annotations

import re

from toolkit.corpus.expressions.model import Tense
from toolkit.corpus.expressions.words import cue_words, word_set
from toolkit.language import CAPITALS

_REACH = 220
_LONGEST_PROGRESSIVE = 8
_CONDITION_WORDS = 6
_WORD = re.compile(r"(?<![\w-])(?:[A-Za-z]+?(?=n['’]t\b)|[A-Za-z]+(?!-\w))")  # "coal-fired" is no verb
_BOUNDARY = re.compile(rf"[.!?…;][\"”’')\]]*\s+(?=[\"“‘'(\[]*[{CAPITALS}0-9])|[.!?…][\"”’']*\Z|;|\n\s*\n|\n(?=[^a-z])")
_TITLE_POINT = re.compile(r"(?:\b[A-Z]|\b(?:Mrs|Prof|Brig|[A-Z][a-z]{1,2}))\Z")
_HELPERS = frozenset(
    "will shall must wo ll would should could may might can ca to be been being have not also soon now then".split()
)
_OPEN_HELPERS = frozenset("would should could may might can ca being".split())
_STAYING = frozenset("stay stays remain remains keep keeps leave leaves".split())  # "will stay closed"
_SUBJECTS = frozenset("he she it they we i you who which that".split())


def tense_at(text: str, start: int, end: int) -> Tense:
    """Say whether ``text[start:end]`` is a time behind or ahead.

    Examples
    --------
    >>> tense_at("They said that talks will resume Monday.", 33, 39)
    'future'
    >>> tense_at("In Doha, Monday", 9, 15)
    'unknown'
    """
    before = _WORD.findall(text, sentence_start(text, start), start)
    found = _from_before(before, owned=text.startswith(("'s", "’s"), end))
    return found or _from_after(_clause_after(text, end)) or "unknown"


def sentence_start(text: str, place: int) -> int:
    """Give where the sentence around `place` begins, as far back as the cues of a tense are looked for."""
    low = max(0, place - _REACH)
    for boundary in reversed(list(_BOUNDARY.finditer(text, low, place))):
        if not (boundary[0][0] == "." and _TITLE_POINT.search(text, low, boundary.start())):
            return boundary.end()
    return low


def _clause_after(text: str, end: int) -> list[str]:
    boundary = _BOUNDARY.search(text, end, end + _REACH)
    return _WORD.findall(text, end, boundary.start() if boundary else min(len(text), end + _REACH))


def _from_before(words: list[str], *, owned: bool) -> Tense | None:
    for i in range(len(words) - 1, -1, -1):
        if words[i] == "to" and _is_infinitive(words, i):
            return _of_infinitive(words, i)
        if _is_progressive(words, i):
            return "unknown" if owned or len(words) - i > _LONGEST_PROGRESSIVE else "future"
        if cue := _cue(words, i):
            return "unknown" if _is_conditional(words, i) else cue
    return None


def _is_conditional(words: list[str], i: int) -> bool:
    return bool({"if", "If", "unless", "Unless", "whether"} & set(words[max(0, i - _CONDITION_WORDS) : i]))


def _from_after(words: list[str]) -> Tense | None:
    for i, word in enumerate(words):
        if _is_progressive(words, i) or (word in ("is", "are") and words[i + 1 : i + 2] == ["to"]):
            return "future"
        if cue := _cue(words, i):
            return cue
    return None


def _cue(words: list[str], i: int) -> Tense | None:
    """Read one word as a cue, with the auxiliaries to its left."""
    word = words[i]
    if word in cue_words("future") or words[i : i + 2] == ["set", "for"]:
        return None if words[i : i + 2] == ["due", "to"] else "unknown" if _is_past_plan(words, i) else "future"
    if word in cue_words("unsure") or _is_present_relative(words, i):
        return "unknown"
    if word in cue_words("bare"):
        return _of_bare(words, i)
    return _of_past(words, i) if _is_past(words, i) else None


def _is_present_relative(words: list[str], i: int) -> bool:
    """Say whether this is "which votes", "who heads": what is timed in the present may come or recur."""
    word, relative = words[i], i > 0 and words[i - 1] in ("which", "who")
    return relative and word.endswith("s") and word not in ("is", "was", "has")


def _of_bare(words: list[str], i: int) -> Tense | None:
    """Read a form that is present or no verb at all: "doors open Saturday", but "the road stayed open"."""
    if i == 0 or words[i - 1] in _HELPERS | word_set("function_words") or _is_past(words, i - 1):
        return None
    return "future"


def _of_past(words: list[str], i: int) -> Tense | None:
    """Read a past form: after "will be" it lies ahead, after "were to be" nobody knows, after "is" it is a state."""
    start = i
    while start and (words[start - 1] in _HELPERS or words[start - 1].endswith("ly")):
        start -= 1
    helpers = words[start:i]
    if "to" in helpers:
        return _of_infinitive(words, start + helpers.index("to"))
    if start and words[start - 1] in _STAYING:
        return None
    if _OPEN_HELPERS & set(helpers) or (start and words[start - 1] in ("is", "are")):
        return "unknown"
    return "future" if {"will", "shall", "must", "wo", "ll"} & set(helpers) else "past"


def _of_infinitive(words: list[str], i: int) -> Tense:
    """Read what stands before "to visit": "plans to" looks ahead, "was to" did so once, "tried to" is past."""
    if i and words[i - 1] in cue_words("done_to"):
        return "past"
    governed = cue_words("governor") & set(words[max(0, i - 2) : i])
    return "future" if governed and not _is_past_plan(words, i) else "unknown"


def _is_infinitive(words: list[str], i: int) -> bool:
    """Tell "to host", "plans to focus" from "to prison", "to the coast", "to reports"."""
    following = words[i + 1] if i + 1 < len(words) else ""
    if following in ("be", "have"):
        return True
    if not following.islower() or following in word_set("function_words"):
        return False
    return not (following in word_set("after_to") or following.endswith(("s", "ing", "ion", "ment", "ed")))


def _is_past_plan(words: list[str], i: int) -> bool:
    return bool({"was", "were", "had", "been"} & set(words[max(0, i - 3) : i]))


def _is_past(words: list[str], i: int) -> bool:
    word = words[i]
    if word in cue_words("past") or word in cue_words("part"):
        return True
    if not (word.endswith("ed") and word.islower() and len(word) > 3) or word in cue_words("not_verb"):
        return False
    before, following = words[i - 1] if i else "the", words[i + 1] if i + 1 < len(words) else ""
    noun_follows = following.islower() and following not in word_set("function_words")
    return not (noun_follows and before in word_set("function_words") and before not in _SUBJECTS)  # "armed men"


def _is_progressive(words: list[str], i: int) -> bool:
    return words[i] in ("is", "are", "re") and any(w.endswith("ing") and w.islower() for w in words[i + 1 : i + 3])
