"""Whether a tie is asserted, reported, denied, planned, habitual or hypothetical.

The one rule: of the words that govern a trigger the strongest decides, in the order denied, hypothetical, planned,
habitual, reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from toolkit.annotate.ties.arguments import Hit, governor
from toolkit.annotate.ties.lexicon import cue_forms, reporting_forms, verb_lemmas, words_of
from toolkit.annotate.ties.reading import Reading
from toolkit.rows import TieStatus

_BACK = 16


@dataclass(frozen=True)
class Governors:
    """Hold the words that govern a trigger, the nearest first: in its own clause, and those its clause hangs on."""

    own: tuple[str, ...]
    outer: tuple[str, ...]

    @property
    def both(self) -> tuple[str, ...]:
        """All of them."""
        return self.own + self.outer


def read_status(reading: Reading, hit: Hit, *, attributed: bool) -> TieStatus:
    """Read the status of a tie from the words around its trigger.

    Parameters
    ----------
    attributed
        Whether the trigger stands in what somebody is said to have said or thought.
    """
    words = reading.words
    verb = hit.start if hit.trigger.kind != "noun" else governor(reading, hit.start)
    governors = _governors(reading, hit, hit.start if verb is None else verb)
    if {"if", "unless", "whether"} & set(governors.both):
        return "hypothetical"
    if hit.trigger.kind == "modal":
        return "reported" if attributed and not governors.outer else "asserted"
    if _is_denied(words, hit, governors):
        return "denied"
    if _is_hypothetical(words, governors):
        return "hypothetical"
    if _is_planned(reading, hit, governors, verb):
        return "planned"
    if _is_habitual(reading, hit, governors, verb):
        return "habitual"
    return "reported" if attributed or _is_reported(words, hit, governors) else "asserted"


def _governors(reading: Reading, hit: Hit, first: int) -> Governors:
    own = [*reversed(reading.words[first : hit.start])]
    outer: list[str] = []
    i = _own_clause(reading, first, own)
    if hit.trigger.kind == "noun" or (hit.noun is not None and hit.noun < hit.start):
        own += _predicate(reading, hit.end)
    for k in range(i, max(-1, i - 8), -1):
        word = reading.words[k]
        if word in ("if", "unless", "whether", "that") or reading.party_at(k):
            outer.append(word)
        elif word in cue_forms() or word in verb_lemmas():
            outer += [word, *reading.words[max(0, k - 2) : k]]
            break
        elif word not in words_of("determiners", "adverbs", "dates"):
            break
    return Governors(tuple(own), tuple(outer))


def _own_clause(reading: Reading, first: int, own: list[str]) -> int:
    """Collect the words from a verb left to its subject; gives where to look on, -1 where nothing governs it."""
    words, i = reading.words, first - 1
    while i >= 0 and first - i < _BACK:
        word, party = words[i], reading.party_at(i)
        if party and not party.prep and not party.owner:
            return party.start - 1
        if word in (";", ":", "—", "–", ")", "“", "‘", ",") or word in ("who", "which", "while", "although", "because"):
            return -1
        if word in ("and", "but", "or") and words[first].endswith("ed"):
            return -1
        if word in ("that", "if", "unless", "whether"):
            return i
        own.append(word)
        i -= 1
    return i


def _predicate(reading: Reading, end: int) -> list[str]:
    """Collect the auxiliaries of a verb that follows a noun: "a meeting between them would surprise"."""
    words = reading.words
    for k in range(end, min(len(words), end + 14)):
        if reading.party_at(k):
            continue
        if words[k] in words_of("future", "hypothetical", "negations") or words[k].endswith("n't"):
            return [words[k]]
        if words[k] in words_of("subordinators") or words[k] in ",;" or reading.is_verb(k):
            return []
    return []


def _lemmas(words: Iterable[str]) -> set[str]:
    return {lemma for word in words for lemma in verb_lemmas().get(word, ())}


def _is_denied(words: tuple[str, ...], hit: Hit, governors: Governors) -> bool:
    both = governors.both
    if any(word in words_of("negations") or word.endswith("n't") for word in both) or _lemmas(both) & words_of("deny"):
        return True
    if _lemmas(governors.outer) & words_of("dismissing"):
        return True
    near = words[max(0, hit.start - 3) : hit.start]
    inside = words[hit.end : hit.noun] if hit.noun is not None and hit.noun > hit.end else ()
    return bool({"no", "lack"} & {*near, *inside[-2:]}) or ("fail" in _lemmas(both[:3]) and "to" in both[:2])


def _is_hypothetical(words: tuple[str, ...], governors: Governors) -> bool:
    if "?" in words[-2:]:
        return True
    found = {word for word in governors.own if word in words_of("hypothetical")}
    if found - {"would"} or ("would" in found and not set(governors.outer) & reporting_forms()):
        return True
    open_ = {"possibility", "possible", "chance", "prospect"} & set(governors.outer)
    return bool(open_ or _lemmas(governors.both) & words_of("proposing"))


def _is_planned(reading: Reading, hit: Hit, governors: Governors, verb: int | None) -> bool:
    own = governors.own
    if any(word in words_of("future") or word == "would" for word in own):
        return True
    if "to" in own or hit.form == "ing":
        governing = own[own.index("to") + 1 :] if "to" in own else own
        if _lemmas(governing) & words_of("planning"):
            return True
        if any(word in words_of("planned_words") for word in governing[:4]):
            return not _lemmas(governing[:2]) & words_of("under_way")
        if "to" in own and governing[:1] and governing[0] in ("is", "are", "was", "were"):
            return True
    bare = reading.headline and verb is not None and verb > 0 and reading.words[verb - 1] == "to"
    return bare and not any(word in words_of("believed") for word in own)


def _is_habitual(reading: Reading, hit: Hit, governors: Governors, verb: int | None) -> bool:
    words = reading.words
    near = words[max(0, hit.start - 4) : hit.start] if hit.trigger.kind == "verb" else governors.own[:4]
    noun = hit.trigger.kind == "noun"
    if any(word in words_of("habits") and not (noun and word == "long") for word in near):
        return True
    if verb is None or reading.headline or hit.trigger.category in ("relations", "rift"):
        return False
    if hit.trigger.kind == "noun":
        return bool(_lemmas(words[max(0, verb - 1) : hit.start]) & words_of("relying"))
    helped = any(word in words_of("auxiliaries") for word in governors.own[:3])
    return hit.form in ("base", "s") and not helped and words[hit.start] not in words_of("ambiguous")


def _is_reported(words: tuple[str, ...], hit: Hit, governors: Governors) -> bool:
    if any(word in words_of("hedges") for word in words) or words[:2] == ("report", ":"):
        return True
    if ("according", "to") in pairwise(words):
        return True
    said = any(word in words_of("believed") for word in governors.own)
    governed = any(word in reporting_forms() for word in governors.both)
    return said or governed or _tail_reports(words, hit.end)


def _tail_reports(words: tuple[str, ...], end: int) -> bool:
    """Read ", the agency reported." after the trigger."""
    commas = [k for k in range(end, len(words)) if words[k] == ","]
    tail = words[commas[-1] + 1 : commas[-1] + 12] if commas else ()
    return any(word in reporting_forms() for word in tail) and not any(
        word in words_of("subordinators") for word in tail
    )
