"""Refuse what would be counted for one thing although it is declared for two.

The one rule: both entries are named, because either may be the slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from toolkit.codebook.model import Actor
from toolkit.codebook.variants import variant_key
from toolkit.declared import Entry
from toolkit.rows import Polarity

Owned = tuple[object, Entry]


def read_ids(entries: list[Entry]) -> list[str]:
    """Give the ids of entries; the same one twice is refused."""
    found = list(_owned(entries, "id"))
    _check_unshared([(number, entry) for number, _, entry in found], "is used twice as an id")
    return [entry.text() for _, _, entry in found]


def check_meanings(listed: dict[str, list[Entry]]) -> None:
    """Refuse a name of two actors, a form of two kinds, a phrase of two frames."""
    names = _owned(listed["actors"], "name", "aliases", "demonyms", "metonyms")
    _check_unshared([(actor, entry) for actor, _, entry in names], "stands for two actors")
    forms = _owned(listed["labels"], *get_args(Polarity))
    _check_unshared([(kind, entry) for _, kind, entry in forms], "is a form of two kinds", key=str.lower)
    check_phrases(listed["frames"])


def check_phrases(frames: list[Entry]) -> None:
    """Refuse a phrase of two frames of one set: two sets may well read the same words each in its own way."""
    phrases = _owned(frames, "phrases")
    _check_unshared([(frame, entry) for frame, _, entry in phrases], "stands in two frames", key=str.lower)


def check_spellings(actors: tuple[Actor, ...], entries: list[Entry]) -> None:
    """Refuse two actors whose forms are spellings of each other, or one whose surname another lists, unless apart."""
    declared = [(actors[n], entry) for n, _, entry in _owned(entries, "name", "aliases")]
    seen: dict[tuple[str, ...], list[tuple[Actor, Entry]]] = {}
    for actor, entry in declared:
        key = variant_key(entry.text(), actor.kind)
        same = seen.setdefault(key, []) if key else []
        same.append((actor, entry))
        for first, other in [(a, e) for a, e in same if a is not actor and not _apart(a, actor)]:
            raise entry.error(
                f"{entry.text()!r} of {actor.actor_id} is a spelling of {other.text()!r} of {first.actor_id} in line "
                f"{other.line}; where they are two, one of them says apart: [{first.actor_id}]"
            )
    alone = {entry.text(): (actor, entry) for actor, entry in declared if actor.kind == "person"}
    for actor, entry in declared:
        first, other = alone.get(actor.surname, (actor, entry))
        if actor.kind == "person" and first is not actor and not _apart(first, actor):
            raise entry.error(
                f"{actor.surname!r}, the surname of {actor.actor_id}, is listed alone for {first.actor_id} in line "
                f"{other.line}; where it still names only that one, {actor.actor_id} says apart: [{first.actor_id}]"
            )


def check_rings(entries: list[Entry]) -> None:
    """Refuse actors that belong to each other, one after another, whatever the days."""
    above: dict[str, list[Entry]] = {}
    for entry in entries:
        fields = dict(entry.pairs())
        held = fields["affiliations"].items() if "affiliations" in fields else []
        above[fields["id"].text()] = [dict(each.pairs())["with"] for each in held]
    for actor, links in above.items():
        for link in links:
            if (ring := _way(above, link.text(), actor)) is not None:
                last = ring[-1] if ring else link
                places = f"line {link.line} and line {last.line}" if ring else f"line {link.line}"
                names = " -> ".join([actor, link.text(), *(each.text() for each in ring)])
                raise link.error(f"affiliations go round in a ring: {names} ({places})")


def _way(above: dict[str, list[Entry]], start: str, goal: str) -> list[Entry] | None:
    """Give the links that lead from one actor up to another, none where they are the same; None without a way."""
    ways: dict[str, list[Entry]] = {start: []}
    waiting = [start]
    while waiting and goal not in ways:
        actor = waiting.pop(0)
        for link in above[actor]:
            if link.text() not in ways:
                ways[link.text()] = [*ways[actor], link]
                waiting.append(link.text())
    return ways.get(goal)


def _apart(one: Actor, other: Actor) -> bool:
    return one.actor_id in other.apart or other.actor_id in one.apart


def _owned(entries: list[Entry], *keys: str) -> Iterator[tuple[int, str, Entry]]:
    """Give what stands under `keys`, with the number of the entry and the key that hold it."""
    for number, entry in enumerate(entries):
        for key, value in entry.pairs():
            if key in keys:
                yield from ((number, key, each) for each in value.each())


def _check_unshared(owned: Iterable[Owned], problem: str, *, key: Callable[[str], str] = str) -> None:
    owners: dict[str, Owned] = {}
    for owner, entry in owned:
        first, other = owners.setdefault(key(entry.text()), (owner, entry))
        if first != owner:
            place = f"line {other.line}" if other.file == entry.file else f"{other.file}, line {other.line}"
            raise entry.error(f"{entry.text()!r} {problem}; the other is {other.text()!r} in {place}")
