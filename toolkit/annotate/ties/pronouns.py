"""Whom pronouns and "both sides" stand for, as far as the nearest subject tells.

The one rule: a pronoun takes the first acting party of its sentence before it, else of the sentence before, else nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.annotate.ties.lexicon import word_class, words_of
from toolkit.annotate.ties.reading import Party, Reading
from toolkit.rows import Span


@dataclass
class Memory:
    """Keep, along an article, the parties of the sentence before and all parties named so far."""

    topic: Party | None = None
    named: list[Party] = field(default_factory=list)

    def keep(self, reading: Reading) -> None:
        """Take note of a sentence that has been read."""
        acting = [p for p in reading.parties if not p.prep and not p.owner]
        if acting:
            self.topic = acting[0]
        self.named = [*self.named, *reading.parties][-12:]


def find_pronouns(reading: Reading, memory: Memory) -> list[Party]:
    """Find the pronouns of a sentence that have somebody to stand for."""
    found: list[Party] = []
    for i in range(len(reading.words)):
        if pair := _pair(reading, i, memory):
            found += pair
        elif party := _single(reading, i, memory):
            found.append(party)
    return found


def _single(reading: Reading, i: int, memory: Memory) -> Party | None:
    word = reading.words[i]
    owner = word in words_of("possessives")
    if not (owner or word in ("he", "she", "it", "they")) or reading.party_at(i):
        return None
    before = [p for p in reading.parties if p.start < i and not p.prep and not p.owner]
    meant = before[0] if before else memory.topic
    if meant is None:
        return None
    span = reading.tokens[i]
    return Party(meant.actor, meant.side, span, i, i + 1, i + 1, owner=owner, pronoun=True)


def _pair(reading: Reading, i: int, memory: Memory) -> list[Party]:
    """Read "both sides", "the two entities", "each other": the last two sides named."""
    for phrase in sorted(word_class("reciprocals"), key=len, reverse=True):
        end = i + len(phrase)
        if reading.words[i:end] == phrase and not reading.party_at(i):
            span = _span(reading, i, end)
            two = _last_two([*memory.named, *(p for p in reading.parties if p.start < i)])
            made = [Party(p.actor, p.side, span, i, end, end, pronoun=True) for p in two]
            return made
    return []


def _last_two(parties: Sequence[Party]) -> list[Party]:
    sides: dict[str, Party] = {}
    for party in reversed(parties):
        sides.setdefault(party.side, party)
        if len(sides) == 2:
            return list(reversed(sides.values()))
    return []


def _span(reading: Reading, i: int, end: int) -> Span:
    a, b = reading.tokens[i].start, reading.tokens[end - 1].end
    return Span(a, b, reading.document.text[a:b])
