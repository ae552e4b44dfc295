"""Who does what a verb tells: its subject, found by going left through auxiliaries, insertions and other verbs.

The one rule: a clause with a subject of its own that is no party has no party for subject.
"""

from __future__ import annotations

from toolkit.annotate.ties.lexicon import words_of
from toolkit.annotate.ties.reading import Party, Reading

_DEEP = 5
_BACK = 14
_PERFECT = frozenset(("has", "have", "had"))


def find_subject(reading: Reading, verb: int, depth: int = 0) -> list[Party]:
    """Find the parties that are the subject of the verb at a token; none where it is somebody else or nobody."""
    if depth > _DEEP:
        return []
    i, infinitive = _over_auxiliaries(reading, verb)
    words = reading.words
    if i < 0:
        return []
    if infinitive:
        return _of_infinitive(reading, i, depth)
    gerund = words[verb].endswith("ing") and words[i] not in words_of("auxiliaries")
    if gerund and (found := _of_gerund(reading, i, depth)) is not None:
        return found
    if words[i] in ("and", "or", "but", "then"):
        return _of_verb_before(reading, i, depth)
    return _of_clause(reading, verb, i, depth)


def verb_before(reading: Reading, i: int) -> int | None:
    """Give the nearest word at or left of `i` that can be a verb, within the reach of a clause."""
    for k in range(i, max(-1, i - _BACK), -1):
        if reading.words[k] in (";", ":", "—", "–"):
            return None
        if reading.is_verb(k) or (reading.words[k] in ("is", "are", "was", "were") and not reading.party_at(k)):
            return k
    return None


def all_of(reading: Reading, party: Party) -> list[Party]:
    """Give a party with those that "and" joins to it on the left, and both of "both sides"."""
    index = reading.parties.index(party)
    while index and (reading.parties[index].joined or reading.parties[index - 1].start == party.start):
        index -= 1
    last = reading.parties.index(party)
    while last + 1 < len(reading.parties) and reading.parties[last + 1].start == party.start:
        last += 1
    return list(reading.parties[index : last + 1])


def is_adverb(word: str) -> bool:
    """Say whether a word between a verb and its auxiliary or subject can be passed over."""
    return word in words_of("adverbs") or (word.endswith("ly") and word not in ("italy", "ally", "family"))


def _over_auxiliaries(reading: Reading, verb: int) -> tuple[int, bool]:
    i = verb - 1
    while i >= 0:
        word = reading.words[i]
        if word == "to":
            return i - 1, True
        inserted = i > 0 and reading.words[i - 1] in _PERFECT and reading.party_at(i) is None and word.isalpha()
        if not (word in words_of("auxiliaries") or is_adverb(word) or word.endswith("n't") or inserted):
            break
        i -= 1
    return i, False


def _of_infinitive(reading: Reading, i: int, depth: int) -> list[Party]:
    if party := reading.party_at(i):
        return all_of(reading, party)
    governor = verb_before(reading, i)
    for _ in range(3):  # "attempts to" looks like a verb, too
        if governor is not None and (found := find_subject(reading, governor, depth + 1)):
            return found
        governor = verb_before(reading, governor - 1) if governor else None
    return [p for p in reading.parties if p.end <= i + 1 and not p.prep and not p.owner][:1]


def _of_gerund(reading: Reading, i: int, depth: int) -> list[Party] | None:
    word = reading.words[i]
    if word in words_of("prepositions", "subordinators"):
        if (party := reading.party_at(i - 1)) and not party.owner:
            return [party]
        return _of_verb_before(reading, i, depth)
    if word == "," or reading.is_verb(i) or word in words_of("texts"):
        return _of_verb_before(reading, i, depth)
    return None if reading.party_at(i) else []  # in "Arle backed rebels bombing Dorland" the rebels bomb


def _of_verb_before(reading: Reading, i: int, depth: int) -> list[Party]:
    before = verb_before(reading, i)
    return find_subject(reading, before, depth + 1) if before is not None else []


def _of_clause(reading: Reading, verb: int, i: int, depth: int) -> list[Party]:
    words, own, agent = reading.words, False, list[Party]()
    while i >= 0 and verb - i < 60:
        word = words[i]
        if party := reading.party_at(i):
            touching = not own or not any(w in words_of("others", "things") for w in words[party.at : verb])
            if not party.prep and (not own or party.owner) and touching:
                return all_of(reading, party)
            agent = [party] if party.prep == "by" else agent
            i = party.start - 2 if party.prep else party.start - 1
            continue
        if word in words_of("relatives") or (word == "that" and not own):
            return _antecedent(reading, i)
        if word == ",":
            if own or (jumped := _over_insertion(reading, i)) is None:
                return []
            if isinstance(jumped, Party):
                return all_of(reading, jumped)
            i = jumped
            continue
        if word == ")":
            i = _opening(words, i) - 1
            continue
        if word in words_of("subordinators") or word in ';:(—–“"' or word in ("and", "or"):
            return []
        if reading.is_verb(i):
            return agent or ([] if own else find_subject(reading, i, depth + 1))
        passing = word in words_of("prepositions", "determiners", "auxiliaries", "dates") or is_adverb(word)
        own = own or not (passing or word.isdigit())
        i -= 1
    return []


def _antecedent(reading: Reading, i: int) -> list[Party]:
    near = [p for p in reading.parties if p.end <= i and i - p.end < 8]
    return [near[-1]] if near else []


def _over_insertion(reading: Reading, comma: int) -> Party | int | None:
    """Jump from the comma that closes an insertion before the one that opens it; an apposition is the subject."""
    for k in range(comma - 1, max(-1, comma - 40), -1):
        if reading.words[k] == ")":
            return k
        if reading.words[k] == ",":
            inside = [p for p in reading.parties if k < p.start and p.end <= comma and not p.prep and not p.owner]
            apposed = inside and inside[0].start == k + 1 and all(p.joined for p in inside[1:])
            return inside[-1] if apposed else k - 1
    return None


def _opening(words: tuple[str, ...], i: int) -> int:
    return next((k for k in range(i - 1, -1, -1) if words[k] == "("), 0)
