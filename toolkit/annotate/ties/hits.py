"""Find triggers in a sentence, with the words that they need beside them.

The one rule: of triggers that overlap the longer counts, and one that needs a noun takes that noun with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from toolkit.annotate.ties.arguments import Hit, is_passive
from toolkit.annotate.ties.lexicon import FormKind, Trigger, trigger_index, word_class, words_of
from toolkit.annotate.ties.reading import Reading
from toolkit.annotate.ties.subjects import is_adverb

_AFTER = 9
_BEFORE = 12
_NEAR = 4


def find_hits(reading: Reading, telling: Callable[[Hit], bool]) -> list[Hit]:
    """Find the triggers of a sentence, none inside another; of such the one by which `telling` finds a tie counts."""
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(_all(reading), key=lambda hit: (not telling(hit), *_rank(hit))):
        used = {*range(hit.start, hit.end), *([hit.noun] if hit.noun is not None and hit.noun > hit.start else [])}
        if not used & taken:
            kept.append(hit)
            taken |= used
    return _unswallowed(reading, sorted(kept, key=lambda h: h.start), telling)


def _unswallowed(reading: Reading, hits: Sequence[Hit], telling: Callable[[Hit], bool]) -> list[Hit]:
    """Leave out what stands inside what is asked for, refused or threatened."""
    kept: list[Hit] = []
    until = -1
    for hit in hits:
        if hit.start < until:
            continue
        kept.append(hit)
        if hit.trigger.swallows and telling(hit):
            until = _clause_end(reading, hit.end)
    return kept


def _rank(hit: Hit) -> tuple[int, int, int]:
    return -(hit.end - hit.start) - 2 * (hit.noun is not None), int(hit.trigger.kind == "noun"), hit.start


def _all(reading: Reading) -> Iterator[Hit]:
    for i, word in enumerate(reading.words):
        for trigger, forms in trigger_index().get(word, []):
            end = i + len(trigger.words)
            if reading.words[i + 1 : end] == trigger.words[1:]:
                hit = _complete(reading, Hit(trigger, _form_here(reading, i, end, trigger, forms), i, end))
                if hit is not None:
                    yield hit


def _form_here(reading: Reading, i: int, end: int, trigger: Trigger, forms: frozenset[FormKind]) -> FormKind:
    """Say which of the forms that a word can be it is here: "they cut", "was cut", "will cut"."""
    if len(forms) == 1:
        return next(iter(forms))
    if "participle" in forms and is_passive(reading, Hit(trigger, "participle", i, end)):
        return "participle"
    helped = i > 0 and reading.words[i - 1] in words_of("auxiliaries") - {"has", "have", "had", "having"}
    return "base" if "base" in forms and helped else "past"


def _complete(reading: Reading, hit: Hit) -> Hit | None:
    """Check a trigger's surroundings; gives it with the noun it needs."""
    if hit.trigger.kind == "verb" and not _may_be_verb(reading, hit):
        return None
    if hit.trigger.kind == "noun" and _is_verb_use(reading, hit):
        return None
    if (party := reading.party_at(hit.start)) and party.span.start <= reading.tokens[hit.start].start < party.span.end:
        return None  # "Amnesty International" grants none
    if not hit.trigger.needs:
        return hit
    for need in hit.trigger.needs:
        if need == "%close":
            if _is_close(reading, hit):
                return hit
        elif (noun := _needed(reading, hit, need)) is not None:
            return Hit(hit.trigger, hit.form, hit.start, hit.end, noun)
    return None


def _may_be_verb(reading: Reading, hit: Hit) -> bool:
    """Tell "they met" from "its support", "an attack", "Iranian aid"."""
    i, words = hit.start, reading.words
    if (party := reading.party_at(i)) and (i < party.at or words[i] in words_of("agents")):
        return False
    before = words[i - 1] if i else ""
    if before in words_of("determiners", "possessives") or before.endswith(("'s", "s'")):
        return before in ("both", "all")
    if hit.form in ("base", "s") and before in words_of("prepositions") - {"to"}:
        return False
    if (
        hit.form == "base"
        and before.endswith("ed")
        and reading.is_verb(i - 1)
        and not before.startswith(("help", "need"))
    ):
        return False  # "staged mass demonstrations"
    return not (_has_noun(words[i]) and hit.form in ("base", "s", "ing")) or _follows_subject(reading, hit)


def _has_noun(word: str) -> bool:
    return any(trigger.kind == "noun" and len(trigger.words) == 1 for trigger, _ in trigger_index()[word])


def _follows_subject(reading: Reading, hit: Hit) -> bool:
    """Say whether a word that can be a noun, too, stands where a verb does."""
    k = hit.start - 1
    while k >= 0 and is_adverb(reading.words[k]):
        k -= 1
    if k < 0 or reading.words[hit.end : hit.end + 1] == ("between",):
        return False
    if hit.form == "ing":
        return reading.words[k] in words_of("auxiliaries", "prepositions") or reading.is_verb(k)
    party = reading.party_at(k)
    if party and reading.words[party.start] in ("a", "an", "another"):  # a Bron Front attack
        return False
    return bool(party and not party.owner) or reading.words[k] in words_of("auxiliaries", "pronouns", "relatives")


def _is_verb_use(reading: Reading, hit: Hit) -> bool:
    """Tell "support for" from "they support": a noun that is a verb, too, needs the look of a noun."""
    if not any(trigger.kind == "verb" for trigger, _ in trigger_index()[reading.words[hit.start]]):
        return False
    before = reading.words[hit.start - 1] if hit.start else ""
    return before in words_of("auxiliaries", "pronouns", "relatives")


def _needed(reading: Reading, hit: Hit, need: str) -> int | None:
    classes = word_class(need[1:])
    subject = need.startswith("^") or is_passive(reading, hit)
    if subject and (noun := _in_subject(reading, hit.start, classes)) is not None:
        return noun
    if need.startswith("="):
        near = range(hit.end, min(len(reading.words), hit.end + _NEAR))
        verb = next((k for k in near if reading.is_verb(k)), len(reading.words))
        return next((k for k in near if k < verb and _matches(reading, k, classes)), None)
    return None if need.startswith("^") else _in_object(reading, hit.end, classes)


def _in_subject(reading: Reading, verb: int, classes: tuple[tuple[str, ...], ...]) -> int | None:
    spoken_of = any(word in ("they", "it") for word in reading.words[max(0, verb - 3) : verb])
    for k in range(verb - 1, max(-1, verb - (3 if spoken_of else 1) * _BEFORE), -1):
        if (reading.words[k] in words_of("subordinators") and not spoken_of) or reading.words[k] in (";", ":"):
            return None
        if _matches(reading, k, classes):
            return k
    return None


def _in_object(reading: Reading, end: int, classes: tuple[tuple[str, ...], ...]) -> int | None:
    for k in range(end, min(len(reading.words), end + _AFTER)):
        if reading.words[k] in words_of("subordinators") - {"that"} or reading.words[k] in (";", ":", ","):
            return None
        if _matches(reading, k, classes):
            return k
    return None


def _matches(reading: Reading, k: int, classes: tuple[tuple[str, ...], ...]) -> bool:
    return any(reading.words[k : k + len(phrase)] == phrase for phrase in classes)


def _is_close(reading: Reading, hit: Hit) -> bool:
    """Say whether relations are called close or good: "close ties", "the relationship … was positive"."""
    words = reading.words
    close = words_of("close")
    if any(word in close for word in words[max(0, hit.start - 3) : hit.start]):
        return True
    for k in range(hit.end, min(len(words), hit.end + 10)):
        if words[k] in ("is", "are", "was", "were", "remain", "remained", "remains"):
            return any(word in close for word in words[k + 1 : k + 1 + _NEAR])
        if words[k] in words_of("subordinators"):
            return False
    return False


def _clause_end(reading: Reading, start: int) -> int:
    for k in range(start, len(reading.words)):
        if reading.words[k] in (";", "—", "–", "(", ")"):
            return k
        if reading.words[k] == "," and k > start + 1:
            return k
        following = reading.words[k + 1] if k + 1 < len(reading.words) else ""
        if reading.words[k] == "and" and not following.endswith("ing") and following and reading.is_verb(k + 1):
            return k
    return len(reading.words)
