"""Find the words that report: verbs with their auxiliaries, "according to", and passives that name nobody.

The one rule: a cue stands outside quotation marks and is a verb here, not the noun spelled like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from toolkit.annotate.quotes.drafts import Range
from toolkit.language import ReportingVerb, reporting_verbs

_AUXILIARIES = re.compile(
    r"(?:\b(?:has|have|had|will|would|did|does|do|been|all|both|also|often|once|again|later|further|not|never|now|"
    r"then|already|since|long|(?:went|goes|gone) on to|\w+ly)\s+)+$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:a|an|the|this|that|these|those|any|no|its|his|her|their|our|my|of|in|for|with|by|to|various|"
    r"new|recent|media|press|news|conflicting|several|some|many)|'s|s')\s+$",
    re.IGNORECASE,
)
_PLURAL_BEFORE = re.compile(
    r"(?:\b(?:i|we|you|they|who|will|would|can|could|may|might|must|should|do|did|to|not)"
    r"|\w\ws|people|men|women)\s+$",
    re.IGNORECASE,
)
_BOTH = set(
    "report reports claim claims call calls promise promises answer answers charge charges pledge vow fear "
    "fears hope hopes demand demands comment comments state states note notes quote quotes praise remark "
    "remarks threaten thought".split()
)
_PARTICIPLE_BEFORE = re.compile(r"\b(?:a|an|the|its|is|are|was|were)\s+$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|has been|have been)\s+(?:\w+ly\s+)?"
    r"(thought|believed|known|said|reported|understood|alleged|rumoured|rumored)(?=\s+to\s)",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Hold a cue: `place` with its auxiliaries, and the verb it is a form of."""

    place: Range
    verb: ReportingVerb
    word: str
    pattern: str = "verb"


def find_cues(text: str, sentence: Range, marks: Sequence[Range]) -> list[Cue]:
    """Find the cues of one sentence, in order of place; `text` is the plain view."""
    found = [*_passives(text, sentence), *_according(text, sentence)]
    taken = [cue.place for cue in found]
    found += [cue for cue in _verbs(text, sentence) if not _inside(cue.place, taken)]
    return sorted((cue for cue in found if not _inside(cue.place, marks)), key=lambda cue: cue.place)


def _verbs(text: str, sentence: Range) -> Iterator[Cue]:
    for match in _forms().finditer(text, *sentence):
        word = match.group().lower()
        before = text[sentence[0] : match.start()]
        verb_follows = _forms().match(text, match.end() + 1, sentence[1])  # Iranian reports said
        if word in _BOTH and (verb_follows or _is_noun(word, before)):
            continue
        if match.group()[0].isupper() and before.strip():  # Islamic State
            continue
        if word.endswith("ed") and _PARTICIPLE_BEFORE.search(before):
            continue
        auxiliaries = _AUXILIARIES.search(before)
        start = sentence[0] + auxiliaries.start() if auxiliaries else match.start()
        yield Cue((start, match.end()), reporting_verbs()[word], word)


def _is_noun(word: str, before: str) -> bool:
    """Tell "they report" from "a UN report": a base form needs a plural, pronoun or auxiliary before it."""
    if not before.strip() or before.rstrip()[-1] in ",;:(—–-" or _NOUN_BEFORE.search(before):
        return True
    return not word.endswith(("s", "ed")) and not _PLURAL_BEFORE.search(before)


def _passives(text: str, sentence: Range) -> Iterator[Cue]:
    for match in _PASSIVE.finditer(text, *sentence):
        verb = reporting_verbs().get(match.group(1).lower(), reporting_verbs()["believe"])
        yield Cue(match.span(), verb, match.group(1).lower(), "passive")


def _according(text: str, sentence: Range) -> Iterator[Cue]:
    for match in _ACCORDING.finditer(text, *sentence):
        yield Cue(match.span(), reporting_verbs()["report"], "according", "according")


def _inside(place: Range, others: Sequence[Range]) -> bool:
    return any(a <= place[0] < b or a < place[1] <= b for a, b in others)


@cache
def _forms() -> re.Pattern[str]:
    words = "|".join(sorted(reporting_verbs(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)  # not in so-called
