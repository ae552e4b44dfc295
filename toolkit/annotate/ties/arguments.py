"""The places around a trigger in which its parties stand: subject, object, after a preposition, before "'s".

The one rule: parties are looked for in the trigger's own clause; a co-mention elsewhere in the sentence is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.annotate.ties.lexicon import FormKind, Trigger, reporting_forms, tie_categories, verb_lemmas, words_of
from toolkit.annotate.ties.reading import Party, Reading
from toolkit.annotate.ties.subjects import all_of, find_subject, is_adverb

_REACH = 24
_NEAR = 10  # words between a trigger and a party that stands after no preposition of its own
_BE = frozenset("is are was were be been being get gets got".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold a trigger at its place: tokens ``start`` to ``end``, its form, and the noun that it needs, if any."""

    trigger: Trigger
    form: FormKind
    start: int
    end: int
    noun: int | None = None


@dataclass
class Places:
    """Hold the parties around a trigger by place; prepositions are keys of `after` and `before`."""

    subject: list[Party] = field(default_factory=list)
    objects: list[Party] = field(default_factory=list)
    after: dict[str, list[Party]] = field(default_factory=dict)
    before: dict[str, list[Party]] = field(default_factory=dict)
    passive: bool = False
    end: int = 0

    def take(self, place: str) -> list[Party]:
        """Give the parties in one of the places that triggers name."""
        if place == "subj":
            return self.subject
        if place == "obj":
            return self.objects
        if place == "any":
            known = (
                p for kind, found in self.after.items() if kind != "by" for p in found if p.start - self.end < _NEAR
            )
            return self.objects or sorted(known, key=lambda p: p.start)[:1]
        return [*self.after.get(place, ()), *self.before.get(place, ())]


def is_passive(reading: Reading, hit: Hit) -> bool:
    """Say whether a participle stands in the passive: after a form of "be", or right before "by"."""
    if hit.trigger.kind != "verb" or hit.form not in ("past", "participle"):
        return False
    i = hit.start - 1
    while i >= 0 and (is_adverb(reading.words[i]) or reading.words[i] == "not"):
        i -= 1
    if i >= 0 and reading.words[i] in _BE:
        return True
    return reading.words[hit.end : hit.end + 1] == ("by",)


def places_of_verb(reading: Reading, hit: Hit) -> Places:
    """Find the places around a verb or predicate; in the passive its subject is what it is done to."""
    places = Places(passive=is_passive(reading, hit), end=hit.end)
    subject = find_subject(reading, hit.start)
    found = parties_after(reading, hit.end, over_that="that" in hit.trigger.target)
    for party in found:
        if party.prep:
            places.after.setdefault(party.prep, []).append(party)
        if party.prep and party.start - 1 not in range(hit.start, hit.end):  # the "by" of "stand by" is the verb's
            continue
        if not places.objects or party.joined or party.start == places.objects[0].start:
            places.objects.append(party)
    if places.passive or (hit.noun is not None and hit.noun < hit.start):
        start = _clause_start(reading, hit.start)
        places.before = _within(reading, start if hit.noun is None else min(start, hit.noun), hit.start)
    if places.passive:
        places.objects = subject or _described(reading, hit.start)
        places.subject = places.after.get("by") or places.before.get("from") or []
        if not places.subject and tie_categories()[hit.trigger.category].mutual:
            places.subject, places.objects = places.objects, []
    else:
        places.subject = subject
        if not found and subject and (asked := _relative_object(reading, subject[0])):
            places.objects = [asked]
    return places


def places_of_modal(reading: Reading, hit: Hit) -> Places:
    """Read "Arle said that Dorland must pay": who says it, and who must."""
    bound = find_subject(reading, hit.start)
    if not bound:
        return Places()
    i = bound[0].start - 1
    while i >= 0 and (
        reading.words[i] == "that" or is_adverb(reading.words[i]) or reading.words[i] in words_of("dates")
    ):
        i -= 1
    if i < 0 or reading.words[i] not in reporting_forms():
        return Places()
    return Places(subject=find_subject(reading, i), objects=bound)


def places_of_noun(reading: Reading, hit: Hit) -> Places:
    """Find the places around a noun: whose it is, who does or has it, and what its prepositions lead to."""
    places = Places()
    given = _reduced_relative(reading, hit.end)
    for party in parties_after(reading, _past_verb(reading, given.end) if given else hit.end):
        places.after.setdefault(party.prep or "obj", []).append(party)
    if given:
        places.subject = [given]
        return places
    owner = _owner(reading, hit.start)
    verb = governor(reading, hit.start)
    acting = find_subject(reading, verb) if verb is not None else []
    if verb is not None:
        inside = [p for p in reading.parties if verb < p.start and p.end <= hit.start and not p.prep]
        between = {w for p in inside for w in reading.words[p.end : hit.start]}
        places.objects = [] if between & words_of("prepositions") else inside
    made = places.after.get("by") or places.after.get("from") or []
    places.subject = [owner] if owner else made or acting
    if owner or made:
        near = verb is not None and _receives(reading, verb, owner)
        sides = {party.side for party in places.subject}
        places.before["subj"] = [p for p in acting if near and p.side not in sides]
    return places


def governor(reading: Reading, noun: int) -> int | None:
    """Give the verb of which a noun can be the object: the nearest on the left in the same clause."""
    for k in range(noun - 1, max(-1, noun - 10), -1):
        word = reading.words[k]
        if reading.is_verb(k) or word in ("has", "had", "have", "having", "is", "are", "was", "were"):
            return k
        if (word in words_of("subordinators") and word != "as") or word in ",;:()—–":
            return None
    return None


def parties_after(reading: Reading, start: int, *, over_that: bool = False) -> list[Party]:
    """Find the parties from a token on to the end of its clause."""
    found: list[Party] = []
    i = start
    while i < min(len(reading.words), start + _REACH):
        word = reading.words[i]
        if party := reading.party_at(i):
            found += [p for p in all_of(reading, party) if p not in found and p.at > start]
            i = party.end
            continue
        if word == "(":
            i = next((k for k in range(i, len(reading.words)) if reading.words[k] == ")"), len(reading.words)) + 1
            continue
        if word == "that" and (found or not (over_that or i == start)):
            break
        if word != "that" and _ends_clause(reading, i, found=bool(found)):
            break
        i += 1
    return found


def _ends_clause(reading: Reading, i: int, *, found: bool) -> bool:
    words = reading.words
    word = words[i]
    if word in (";", ":", "—", "–", ")", "”", "?", "!"):
        return True
    following = reading.party_at(i + 1) if i + 1 < len(words) else None
    if word == ",":
        return not (following and following.joined)
    if word in ("and", "or", "but"):
        return following is None and found
    if word in words_of("subordinators"):
        return True
    led = words[i - 1] in ("to", "and", "or", ",", "that") or words[i - 1] in words_of("prepositions", "auxiliaries")
    return reading.is_verb(i) and not led and (found or word.endswith("ing"))


def _clause_start(reading: Reading, verb: int) -> int:
    for k in range(verb - 1, -1, -1):
        if reading.words[k] in words_of("subordinators") or reading.words[k] in ";:—–,":
            return k + 1
    return 0


def _within(reading: Reading, start: int, end: int) -> dict[str, list[Party]]:
    found: dict[str, list[Party]] = {}
    for party in reading.parties:
        if start <= party.start and party.end <= end and party.prep:
            found.setdefault(party.prep, []).append(party)
    return found


def _described(reading: Reading, verb: int) -> list[Party]:
    """Read "the rebels backed by Arle", "an Orskan backed by Arle": what stands right before a participle."""
    party = reading.party_before(verb)
    return [party] if party else []


def _relative_object(reading: Reading, subject: Party) -> Party | None:
    """Read "(the other's) request Arle rejected": its party is the last one named before."""
    i = subject.start - 1
    if i < 1 or subject.joined or reading.is_verb(i):
        return None
    noun = reading.words[i].isalpha() and reading.words[i - 1] in words_of("determiners", "possessives")
    before = [p for p in reading.parties if p.end <= i and p.side != subject.side]
    return before[-1] if noun and before else None


def _owner(reading: Reading, noun: int) -> Party | None:
    """Give whose a noun is: "Iran's long support", "Iranian aid", "its visit"."""
    for k in range(noun - 1, max(-1, noun - 6), -1):
        party = reading.party_at(k)
        if party:
            possessive = reading.words[party.end - 1].endswith(("'s", "s'"))
            return party if party.owner or possessive else None
        if reading.words[k] in words_of("prepositions", "subordinators", "auxiliaries", "determiners"):
            return None
        if reading.is_verb(k) and not reading.words[k].endswith(("ed", "ing")):
            return None
    return None


def _receives(reading: Reading, verb: int, owner: Party | None) -> bool:
    """Tell "relies on Arle's support", "discussed aid from Arle" from "condemned Arle's invasion of"."""
    if owner is None:
        return True
    between = {*reading.words[verb + 1 : owner.start]} <= {"on", "upon", "for", "from"}
    return between and bool(verb_lemmas().get(reading.words[verb], frozenset()) & words_of("receiving"))


def _past_verb(reading: Reading, i: int) -> int:
    while i < len(reading.words) and (reading.words[i] in words_of("auxiliaries") or reading.is_verb(i)):
        i += 1
    return i


def _reduced_relative(reading: Reading, end: int) -> Party | None:
    """Read "the support it has given to", "the aid we provide": a subject right after the noun."""
    party = reading.party_at(end) if end < len(reading.words) else None
    if party is None or party.prep or party.owner or party.joined:
        return None
    following = reading.words[party.end] if party.end < len(reading.words) else ""
    return party if following in words_of("auxiliaries") or (following and reading.is_verb(party.end)) else None
