"""From a trigger and the places around it to pairs of parties: who acts, and towards whom.

The one rule: both parties have to stand in a place of the trigger; a pair of one side is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.annotate.ties.arguments import Hit, Places, places_of_modal, places_of_noun, places_of_verb
from toolkit.annotate.ties.lexicon import tie_categories
from toolkit.annotate.ties.reading import Party, Reading

Pair = tuple[Party, Party]


def find_pairs(reading: Reading, hit: Hit) -> list[Pair]:
    """Give the pairs of parties of different sides between which the trigger tells a tie, source first."""
    places = places_of(reading, hit)
    if both := _between(places, hit):
        return both
    sources, targets = sources_of(places, hit), targets_of(places, hit)
    pairs = list(_different(sources, targets))
    mutual = tie_categories()[hit.trigger.category].mutual
    if not pairs and mutual and hit.trigger.target[:1] != ("to",) and len({p.side for p in sources}) > 1:
        return list(_two_of(sources))
    return pairs


def places_of(reading: Reading, hit: Hit) -> Places:
    """Find the places around a trigger of any kind."""
    if hit.trigger.kind == "modal":
        return places_of_modal(reading, hit)
    return places_of_noun(reading, hit) if hit.trigger.kind == "noun" else places_of_verb(reading, hit)


def sources_of(places: Places, hit: Hit) -> list[Party]:
    """Give the parties in the place of the one who acts."""
    return places.take(hit.trigger.source)


def targets_of(places: Places, hit: Hit) -> list[Party]:
    """Give the parties in the first filled place of those to whom it is done."""
    sides = {party.side for party in sources_of(places, hit)}
    for place in hit.trigger.target:
        taken = places.take(place)
        if found := [p for p in taken if p.side not in sides]:
            return found
        if place == "obj" and any(not p.owner and not p.pronoun for p in taken):
            return []  # "Arle urged Arle's army to attack Dorland" asks nothing of Dorland
    if hit.trigger.kind == "noun":
        return places.before.get("subj") or [p for p in places.objects if p.side not in sides]
    return []


def _between(places: Places, hit: Hit) -> list[Pair]:
    """Read "between A and B", and "of A and B" in mutual categories."""
    found = places.after.get("between") or places.before.get("between") or []
    mutual = tie_categories()[hit.trigger.category].mutual or hit.trigger.category == "fight"
    if not found and mutual and hit.trigger.kind == "noun":
        found = places.after.get("of", [])
    return list(_two_of(found)) if mutual and len({p.side for p in found}) > 1 else []


def _two_of(parties: Sequence[Party]) -> Iterator[Pair]:
    for i, first in enumerate(parties):
        yield from ((first, second) for second in parties[i + 1 :] if second.side != first.side)


def _different(sources: Sequence[Party], targets: Sequence[Party]) -> Iterator[Pair]:
    yield from ((a, b) for a in sources for b in targets if a.side != b.side)
