"""Whom pronouns and "both sides" stand for, as far as the nearest subject tells.

The one rule: a pronoun takes the first acting party before it in its sentence, else that of the sentence before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.annotate.ties.lexicon import word_class, words_of
from toolkit.annotate.ties.reading import Party, Reading, agent_head
from toolkit.rows import Span, Tie

_OPENING = 4
_PAIR_STARTS = frozenset(("both", "the", "two", "each", "one"))


@dataclass
class Memory:
    """Keep, along an article, the first acting party of the sentence before, and the parties of the last tie told."""

    topic: Party | None = None
    pair: tuple[Party, ...] = ()

    def keep(self, reading: Reading, ties: Sequence[Tie]) -> None:
        """Take note of a sentence that has been read, and of the ties found in it."""
        if acting := acting_parties(reading):
            self.topic = acting[0]
        for tie in ties[-1:]:
            first = next(p for p in reading.parties if p.actor == tie.source)
            self.pair = (first, next(p for p in reading.parties if p.actor == tie.target))


def find_pronouns(reading: Reading, memory: Memory) -> list[Party]:
    """Find the pronouns of a sentence that have somebody to stand for."""
    found: list[Party] = []
    pair: list[Party] = []
    for i, word in enumerate(reading.words):
        if named := _pair(reading, i, memory):
            pair = named
            found += named
        elif word in ("they", "their") and pair:
            found += [_meaning(reading, i, i + 1, party, owner=word == "their") for party in pair]
        elif party := _single(reading, i, memory) or _land(reading, i):
            found.append(party)
    return found


def acting_parties(reading: Reading) -> list[Party]:
    """Give the parties that can be subjects: after no preposition, no owners, and not right behind a verb."""
    free = (p for p in reading.parties if not p.prep and not p.owner)
    return [p for p in free if p.start == 0 or not reading.is_verb(p.start - 1)]


def _single(reading: Reading, i: int, memory: Memory) -> Party | None:
    word = reading.words[i]
    owner = word in words_of("possessives")
    if not (owner or word in ("he", "she", "it", "they")) or reading.party_at(i):
        return None
    acting = acting_parties(reading)
    before = [p for p in acting if p.start < i]
    ahead = acting[:1] if reading.words[0] in words_of("prepositions", "subordinators") else []  # "On his visit, …"
    earlier = memory.topic if i < _OPENING else None  # later on, the sentence has a subject of its own
    meant = before[-1 if owner else 0] if before else (ahead[0] if ahead else earlier)
    head = agent_head(reading.words, i + 1, owned=True) if owner else None
    end = i + 1 if head is None else head + 1
    return _meaning(reading, i, end, meant, owner=owner and head is None) if meant else None


def _land(reading: Reading, i: int) -> Party | None:
    """Read "the country" as the last party named before the one beside it: "aid from Arle, and having Marn visit …"."""
    for phrase in word_class("lands"):
        if reading.words[i : i + len(phrase)] == phrase:
            before = [p for p in reading.parties if p.end <= i]
            meant = next((p for p in reversed(before) if p.side != before[-1].side), None)
            return _meaning(reading, i, i + len(phrase), meant, owner=False) if meant else None
    return None


def _pair(reading: Reading, i: int, memory: Memory) -> list[Party]:
    """Read "both sides", "the two entities", "each other": two sides named before, or the parties of the last tie."""
    if reading.words[i] not in _PAIR_STARTS:
        return []
    for phrase in sorted(word_class("reciprocals"), key=len, reverse=True):
        end = i + len(phrase)
        if reading.words[i:end] == phrase and not reading.party_at(i):
            two = _last_two([p for p in reading.parties if p.start < i]) or list(memory.pair)
            return [_meaning(reading, i, end, party, owner=False) for party in two]
    return []


def _last_two(parties: Sequence[Party]) -> list[Party]:
    sides: dict[str, Party] = {}
    for party in reversed(parties):
        sides.setdefault(party.side, party)
    return list(reversed(sides.values())) if len(sides) == 2 else []


def _meaning(reading: Reading, i: int, end: int, meant: Party, *, owner: bool) -> Party:
    a, b = reading.tokens[i].start, reading.tokens[end - 1].end
    span = Span(a, b, reading.document.text[a:b])
    return Party(meant.actor, meant.side, span, i, end, end, owner=owner, pronoun=True)
