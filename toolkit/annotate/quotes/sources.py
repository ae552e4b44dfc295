"""Find the words that say who is quoted, to the left or right of a cue.

The one rule: better no source than half a sentence.
"""

from __future__ import annotations

import re

from toolkit.annotate.quotes.drafts import Range

_TIME = (
    r"(?:\d{4}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|week|month|year|summer|winter|spring|autumn|fall|night)"
)
_OPENERS = re.compile(
    rf"^(?:(?:and|but|or|also|meanwhile|however|then|moreover|earlier|later),?\s+"
    rf"|(?:also\s+)?(?:last|this|in|on|late|early|since|by|earlier this)\s+{_TIME}\b,?\s+"
    r"|(?:also|on|in|at|by|after|before|during|following|despite|although|while|since|last|earlier|when|as)\b[^,“”\"]*,\s+"
    r"|(?:[\w' -]+ly),\s+)",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:–—]\s+|,\s+(?:and|but|while|though|although|as|because|however)\s+|\s(?:that|because|despite|whether|if)\s+",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s+(?:who|which|that)$", re.IGNORECASE)
_RELATIVE_END = re.compile(r"\b(?:who|which)\s+$", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might)\b", re.IGNORECASE)
_ENDS_RIGHT = re.compile(r"[.,;:?!“\"(–—]|\s(?:in|on|at|during|after|before|to|when|while|as|that|and then)\s|$")
_NOT_A_SOURCE = re.compile(
    r"(?:in|on|at|to|by|with|after|when|as|that|and|but|so|if|of|for|from|there|last|this week|yesterday)\b",
    re.IGNORECASE,
)
_WORDS_AT_MOST = 25


def source_left(text: str, start: int, end: int) -> Range | None:
    """Find the source in ``text[start:end]``, which ends where the cue begins."""
    if breaks := list(_BREAK.finditer(text, start, end)):
        start = breaks[-1].end()
    while opener := _OPENERS.match(text[start:end]):
        start += opener.end()
    segment = text[start:end]
    if relative := _RELATIVE.search(segment.rstrip(" ,")):
        end = start + relative.start()
        comma = text.rfind(", ", start, end)
        start = comma + 2 if comma >= 0 else start
    found = _trim(text, start, end)
    if found is None or len(text[slice(*found)].split()) > _WORDS_AT_MOST or _VERB.search(text, *found):
        return _last_name(text, found)
    return found


def relative_before(text: str, start: int, end: int) -> Range | None:
    """Find the relative pronoun that is the cue's subject ("…, who is thought")."""
    match = _RELATIVE_END.search(text, start, end)
    return _trim(text, *match.span()) if match else None


def source_right(text: str, start: int, end: int, *, whole_phrase: bool = False) -> Range | None:
    """Find the source in ``text[start:end]``, which begins where the cue ends.

    With `whole_phrase` prepositions do not end it ("according to a report by Fars in Tehran").
    """
    while start < end and text[start].isspace():
        start += 1
    if _NOT_A_SOURCE.match(text, start, end):
        return None
    stop = re.compile(r"[.,;?!“\"](?:\s|$)|[;:(–—]") if whole_phrase else _ENDS_RIGHT
    match = stop.search(text, start + 1, end)
    found = _trim(text, start, match.start() if match else end)
    if found is None or len(text[slice(*found)].split()) > _WORDS_AT_MOST:
        return None
    return found


def _last_name(text: str, found: Range | None) -> Range | None:
    """Fall back on the words after the last comma, if they are few and hold no verb."""
    if found is None:
        return None
    comma = text.rfind(", ", *found)
    rest = _trim(text, comma + 2, found[1]) if comma >= 0 else None
    if rest is None or len(text[slice(*rest)].split()) > 8 or _VERB.search(text, *rest):
        return None
    return rest


def _trim(text: str, start: int, end: int) -> Range | None:
    while start < end and (text[start].isspace() or text[start] in ",\"“”'"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ',.;:"“”'):
        end -= 1
    return (start, end) if start < end and any(c.isalpha() for c in text[start:end]) else None
