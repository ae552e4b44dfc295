"""A sentence as words and parties: which actors its phrases name, and how each phrase is joined to the rest.

The one rule: a name counts for the phrase that it heads or whose office it qualifies; "Iran-backed" names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.annotate.ties.lexicon import cue_forms, verb_lemmas, words_of
from toolkit.language import MARKS, find_tokens, plain
from toolkit.rows import Document, Span

_LOOK = 4  # words between a name and the noun that says it stands for people
_LEFT = 4  # words of a phrase before a name
_CLOSING = frozenset('.,;:!?()[]—–"“”‘…')
_LINKS = frozenset(("and", "or", ",", "both"))
_OF = frozenset(("of", "from", "in", "at", "within"))


@dataclass(frozen=True, slots=True)
class Naming:
    """Hold words that name an actor, and the side on which the actor stands."""

    actor: str
    side: str
    span: Span
    demonym: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Hold a phrase for an actor, in tokens of its sentence: ``start`` to ``end``, after the preposition `prep`.

    `owner` says that the phrase names something of the actor's, not the actor: "Iran's rockets"; `at` is where the
    naming ends. `joined` says that "and" or a comma joins it to the party before.
    """

    actor: str
    side: str
    span: Span
    start: int
    at: int
    end: int
    prep: str = ""
    owner: bool = False
    joined: bool = False
    pronoun: bool = False


@dataclass(frozen=True, eq=False)
class Reading:
    """Hold the tokens of a sentence, their plain words in lower case, and its parties in order."""

    document: Document
    sentence: Span
    tokens: tuple[Span, ...]
    words: tuple[str, ...]
    parties: tuple[Party, ...] = ()
    headline: bool = False

    def is_verb(self, i: int) -> bool:
        """Say whether a word can be a verb here; after an article or adjective of a party it is none."""
        word = self.words[i]
        participle = word.endswith("ed") and len(word) > 4 and (self.headline or self.tokens[i].text[0].islower())
        if not (word in verb_lemmas() or word in cue_forms() or participle):
            return False
        before = self.words[i - 1] if i else ""
        if before in words_of("determiners", "possessives"):
            return False
        if before in words_of("prepositions") - {"to"} and not word.endswith("ing"):
            return False
        return self.party_at(i) is None

    def party_at(self, i: int) -> Party | None:
        """Give the party in whose phrase a word stands."""
        return self._by_token.get(i)

    def party_before(self, i: int) -> Party | None:
        """Give the party whose phrase ends right before a word."""
        return self.party_at(i - 1)

    @cached_property
    def _by_token(self) -> dict[int, Party]:
        return {i: party for party in self.parties for i in range(party.start, party.end)}


def read_words(document: Document, sentence: Span, *, headline: bool) -> Reading:
    """Split a sentence into words."""
    tokens = tuple(t for t in find_tokens(document.text, sentence.start, sentence.end) if t.text not in MARKS)
    words = tuple(plain(t.text).lower() if i == 0 or t.text != "May" else t.text for i, t in enumerate(tokens))
    return Reading(document, sentence, tokens, words, headline=headline)


def read_parties(reading: Reading, namings: Sequence[Naming]) -> Reading:
    """Find the phrases of the actors named in a sentence."""
    parties: list[Party] = []
    for naming in sorted(namings, key=lambda n: (n.span.start, -n.span.end)):
        place = _tokens_of(reading, naming.span)
        if place is None or _is_compound(reading, naming.span) or _is_other(reading, place[1]):
            continue
        party = _phrase(reading, naming, *place)
        while parties and party.start < parties[-1].end and not _joins(parties[-1], party):
            party = replace(party, start=parties[-1].end)
        if parties and _joins(parties[-1], party):
            party = replace(party, start=parties[-1].start, owner=party.owner and parties[-1].owner)
            parties.pop()
        parties.append(party)
    return replace(reading, parties=_placed(reading, parties))


def with_pronouns(reading: Reading, pronouns: Sequence[Party]) -> Reading:
    """Add parties that pronouns stand for."""
    both = sorted((*reading.parties, *pronouns), key=lambda p: (p.start, p.end))
    return replace(reading, parties=_placed(reading, both))


def _tokens_of(reading: Reading, span: Span) -> tuple[int, int] | None:
    inside = [i for i, token in enumerate(reading.tokens) if token.start < span.end and span.start < token.end]
    return (inside[0], inside[-1] + 1) if inside else None


def _is_compound(reading: Reading, span: Span) -> bool:
    """Say whether the name is part of "Iran-backed" or "anti-Iran"."""
    text = reading.document.text
    return text[span.end : span.end + 1] in ("-", "‑") or text[span.start - 1 : span.start] in ("-", "‑")


def _is_other(reading: Reading, end: int) -> bool:
    """Say whether the phrase is for somebody else: "Iran's neighbours", "the U.S. ally"."""
    following = reading.words[end : end + 2]
    first = following[:1] if not following or _ends_phrase(following[0]) else following
    return any(word in words_of("others") for word in first)


def _phrase(reading: Reading, naming: Naming, i: int, j: int) -> Party:
    words = reading.words
    possessive = plain(reading.document.text[naming.span.end : naming.span.end + 1]) == "'"
    head = agent_head(words, j, owned=possessive or naming.demonym)
    end = j if head is None else head + 1
    owner = head is None and (possessive or naming.demonym)
    start = _left_edge(reading, i)
    while start >= 2 and words[start - 1] in _OF and words[start - 2] in words_of("agents"):
        edge = _left_edge(reading, start - 2)
        if words[edge] in words_of("possessives"):  # in "its troops from Arle" the troops are not Arle's
            break
        start, owner = edge, False
    return Party(naming.actor, naming.side, naming.span, start, j, end, owner=owner)


def agent_head(words: Sequence[str], j: int, *, owned: bool) -> int | None:
    """Give the last noun for people or forces that follows a name within its phrase."""
    head = None
    for k in range(j, min(j + _LOOK, len(words))):
        if words[k] in words_of("agents"):
            head = k
        elif (
            _ends_phrase(words[k])
            or words[k].endswith(("'s", "ly"))
            or (words[k] in verb_lemmas() and (head is not None or not owned))
        ):
            break
    return head


def _ends_phrase(word: str) -> bool:
    stops = words_of(
        "prepositions", "subordinators", "auxiliaries", "determiners", "pronouns", "possessives", "adverbs"
    )
    return word in _CLOSING or word in stops or word in ("and", "or") or word.endswith("n't")


def _left_edge(reading: Reading, i: int) -> int:
    """Go left over the adjectives and the article of a phrase."""
    words, start = reading.words, i
    while start and i - start < _LEFT:
        before = words[start - 1]
        if before in words_of("determiners", "possessives"):
            return start - 1
        if _ends_phrase(before) or before.endswith(("'s", "ly")) or before in cue_forms():
            break
        if before in verb_lemmas() and not reading.tokens[start - 1].text[0].isupper():
            break
        start -= 1
    return start


def _joins(before: Party, party: Party) -> bool:
    """Say whether two phrases are one: "Iran's Quds Force commander Qassem Soleimani"."""
    touching = before.end >= party.start
    return touching and (before.owner or before.end > before.at or before.side == party.side)


def _placed(reading: Reading, parties: Sequence[Party]) -> tuple[Party, ...]:
    """Say after which preposition each party stands; a joined one takes that of the party before."""
    words, placed = reading.words, list[Party]()
    for n, party in enumerate(parties):
        before = words[party.start - 1] if party.start else ""
        prep = before if before in words_of("prepositions") or before == "to" else ""
        joined = bool(placed) and _is_joined(reading, placed[-1], party, parties[n + 1 :])
        placed.append(replace(party, prep=placed[-1].prep if joined else prep, joined=joined))
    return tuple(placed)


def _is_joined(reading: Reading, before: Party, party: Party, later: Sequence[Party]) -> bool:
    """Say whether "and" joins a party to the one before, or a comma in a list that "and" ends or in a headline."""
    between = _between(reading, before, party)
    if not between or not {*between} <= _LINKS:
        return False
    following = _between(reading, party, later[0]) if later else ()
    listed = bool({*following} & {"and", "or"}) and {*following} <= _LINKS
    return bool({*between} & {"and", "or"}) or listed or reading.headline


def _between(reading: Reading, first: Party, second: Party) -> tuple[str, ...]:
    return reading.words[first.end : second.start]
