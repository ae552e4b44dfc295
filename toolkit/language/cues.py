"""Read a cue: which of its words reports, what class of reporting that is, and whether it says, thinks or plans.

The one rule: what words mean is data. `cues.tsv` holds the commonest sense in news; the code only finds the head.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

CueAct = Literal["speech", "thought", "plan"]
CuePos = Literal["verb", "noun", "adjective", "adverb", "phrase"]

_BE = frozenset(
    "is are was were be been being am 's 're 'm isn't aren't wasn't weren't remain remains remained "
    "become became".split()
)
_HAVE = frozenset("has have had having 've hasn't haven't hadn't".split())
_BEFORE_VERBS = frozenset(
    "do does did don't doesn't didn't will would can could may might must should shall won't wouldn't can't cannot "
    "couldn't shouldn't 'll 'd not to i he she it we you they who that which".split()
)
_BLOCKS = frozenset("to that who which".split())  # what follows them is no main verb of the cue
_SKIPPED = frozenset(
    "also just now even still never ever often once later then already since long too again soon both all so well and "
    "or but n't".split()
)
_OPENS_NOUNS = frozenset(
    "a an the this that these those any no some many much more most his her its their our my your whose 's "
    "of in on with for about by under from at as into over against".split()
)
_ARTICLES = frozenset("a an the his her its their my our your".split())
_AFTER_NOUNS = frozenset("of about on over against from for toward towards is was are were surfaced".split())
_CARRIERS = frozenset(  # "voiced concern" is concern that is said, "continued to insist" is insisting
    "continue express voice issue release offer deliver launch raise give renew post".split()
)
_EDGES = ',.;:!?()[]"“”'
_INFLECTED = re.compile(r"(\w{2,}?)(?:(i)(?:es|ed)|(s|x|ch|sh)es|([bdgmnprt])\4(?:ing|ed)|(ing|ed)|s)")
_LOST_E = re.compile(r"[vczu]$|[dr]g$|[aeiou]s$|[^aeiou][aiou][dkr]$|[^aeou]at$")


class CueWord(NamedTuple):
    """Hold one row of `cues.tsv`; `bare` is yes, no, or empty where nobody has judged it."""

    lemma: str
    pos: CuePos
    forms: tuple[str, ...]
    act: CueAct
    cue_class: str
    bare: str


@dataclass(frozen=True, slots=True)
class CueReading:
    """Hold the head of a cue with its class and act; the class of a head outside the table is `other`."""

    lemma: str
    pos: CuePos
    cue_class: str
    act: CueAct


class _Entry(NamedTuple):
    """Hold what a form may be read as, and the phrases it begins, the longest first."""

    verb: CueReading | None
    noun: CueReading | None
    adjective: CueReading | None
    adverb: CueReading | None
    phrases: tuple[tuple[list[str], CueReading], ...]


@cache
def cue_words() -> tuple[CueWord, ...]:
    """Give the rows of the table of cues, in its order.

    Examples
    --------
    >>> [word.act for word in cue_words() if word.lemma == "vow" and word.pos == "verb"]
    ['speech']
    """
    with files("toolkit").joinpath("language/data/cues.tsv").open(encoding="utf-8") as lines:
        return tuple(
            CueWord(
                row["lemma"].replace("_", " "),
                cast("CuePos", row["pos"]),
                tuple(form.replace("_", " ") for form in row["forms"].split()),
                cast("CueAct", row["act"]),
                row["cue_class"],
                row["bare"],
            )
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


@lru_cache(maxsize=1 << 14)  # a corpus repeats its cues: every fifth is "said"
def read_cue(words: str) -> CueReading:
    """Read a cue from its words as they stand in the text.

    The head is the first verb that reports, not its auxiliaries; a verb that only carries a noun ("voiced concern")
    leaves the head to the noun, and the act is then speech. A noun or adjective is the head where no finite verb
    follows it, an adverb ("reportedly") where there is nothing else.

    Examples
    --------
    >>> read_cue("has been telling").lemma
    'tell'
    >>> read_cue("in a statement")
    CueReading(lemma='statement', pos='noun', cue_class='say', act='speech')
    >>> read_cue("is going to try").act
    'plan'
    """
    tokens = [word.strip(_EDGES) or word for word in words.lower().replace("’", "'").replace("'s", " 's").split()]
    return _head(tokens) or _unknown(tokens)


def _head(tokens: list[str]) -> CueReading | None:
    entries = _entries()
    waiting: CueReading | None = None  # a noun or adjective, until a finite verb follows
    carrier: CueReading | None = None
    adverb: CueReading | None = None
    skip = 0
    for place, token in enumerate(tokens):
        entry = entries.get(token)
        if entry is None or place < skip:
            continue
        reading, width = _read_at(entry, tokens, place)
        skip = place + width
        if reading is None or reading.pos == "adverb":
            adverb = adverb or reading
        elif reading.pos == "noun" or reading.pos == "adjective":
            if waiting is None or (reading.pos == "noun" and _is_adjective(tokens[place - 1])):
                waiting = reading
        elif carrier is None and waiting is None and reading.lemma in _CARRIERS:
            carrier = reading
        elif waiting is None or (carrier is None and _is_finite(tokens, place)):
            return _carried(reading, carrier)
    return _carried(waiting, carrier) if waiting else carrier or adverb


def _read_at(entry: _Entry, tokens: list[str], place: int) -> tuple[CueReading | None, int]:
    """Give the reading of the phrase or word at a place and how many words it takes."""
    for phrase, reading in entry.phrases:
        if tokens[place : place + len(phrase)] == phrase:
            return reading, len(phrase)
    verb, noun, adjective, adverb, _ = entry
    if tokens[place] in _SKIPPED and place < len(tokens) - 1:  # "has long said" does not long
        return None, 1
    if place and tokens[place - 1] in _ARTICLES and tokens[place] == (verb and verb.lemma):  # the brief revolt
        verb = None
    if verb and noun:
        return (noun if _is_noun(tokens, place) else verb), 1
    if verb and adjective:
        return (adjective if _before(tokens, place) in _BE else verb), 1
    return verb or noun or adjective or adverb, 1


def _carried(reading: CueReading, carrier: CueReading | None) -> CueReading:
    """Make an act of speech of what somebody voices, issues or offers, but not of what somebody goes on doing."""
    if carrier is None or carrier.lemma == "continue" or reading.act == "speech":
        return reading
    return replace(reading, act="speech")


def _is_adjective(token: str) -> bool:
    entry = _entries().get(token)
    return entry is not None and entry.adjective is not None


def _is_noun(tokens: list[str], place: int) -> bool:
    """Tell "questions about" and "is support" from "he questions" and "will support"."""
    token, before = tokens[place], _before(tokens, place)
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    participle = token.endswith(("ing", "ed")) or token == "thought"
    if before is None:
        return not participle and (after in _AFTER_NOUNS or _is_other_verb(after))
    if before in _BEFORE_VERBS:
        return False
    if before in _BE or before in _HAVE:
        return not participle
    return not participle or (before != "'s" and tokens[0] in _OPENS_NOUNS)


def _is_other_verb(after: str) -> bool:
    """Find the verb of "reports show", whose first word is then a noun."""
    entry = _entries().get(after)
    return entry is not None and entry.verb is not None and not after.endswith("ing")


def _is_finite(tokens: list[str], place: int) -> bool:
    return not tokens[place].endswith("ing") and _before(tokens, place) not in _BLOCKS


def _before(tokens: list[str], place: int) -> str | None:
    """Give the word before a place that is no adverb."""
    for token in reversed(tokens[:place]):
        if token not in _SKIPPED and not token.endswith("ly"):
            return token
    return None


def _unknown(tokens: list[str]) -> CueReading:
    """Read a head that the table lacks; the acts are the commonest of such heads in news (see data/README.md)."""
    for place, token in enumerate(tokens):
        before = _before(tokens, place)
        if token in _BE or token in _HAVE or token in _BEFORE_VERBS or token in _OPENS_NOUNS:
            continue
        if token in _SKIPPED or token.endswith("ly") or not token[0].isalpha():
            continue
        if before in _OPENS_NOUNS:
            return CueReading(_lemma(token), "noun", "other", "thought")
        if before in _BE and not token.endswith(("ing", "ed")):
            return CueReading(token, "adjective", "other", "thought")
        return CueReading(_lemma(token), "verb", "other", "speech")
    return CueReading(" ".join(tokens), "phrase", "other", "speech")


def _lemma(form: str) -> str:
    """Take off an ending, by rules that err now and then: the lemma of an unknown head is a label, not a finding."""
    match = _INFLECTED.fullmatch(form)
    if match is None or form.endswith(("ss", "thing")):
        return form
    stem, y, sibilant, double, ending = match.groups()
    return stem + ("y" if y else sibilant or double or ("e" if ending and _LOST_E.search(stem) else ""))


@cache
def _entries() -> dict[str, _Entry]:
    readings: dict[str, dict[CuePos, CueReading]] = {}
    phrases: dict[str, list[tuple[list[str], CueReading]]] = {}
    for word in cue_words():
        reading = CueReading(word.lemma, word.pos, word.cue_class, word.act)
        for form in word.forms:
            first, *rest = form.split()
            if rest or word.pos == "phrase":
                phrases.setdefault(first, []).append(([first, *rest], reading))
            else:
                readings.setdefault(form, {}).setdefault(word.pos, reading)
    return {first: _entry(readings.get(first, {}), phrases.get(first, [])) for first in readings | phrases}


def _entry(readings: Mapping[CuePos, CueReading], phrases: list[tuple[list[str], CueReading]]) -> _Entry:
    longest_first = tuple(sorted(phrases, key=lambda phrase: -len(phrase[0])))
    one = readings.get
    return _Entry(one("verb"), one("noun"), one("adjective"), one("adverb"), longest_first)
