"""Make printings of invented stories whose truth is known: what was copied, cut, edited, extended or merged.

The one rule: only printings of one text have one story number.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generators.newsroom import Event, Newsroom

NOISE = str.maketrans({"e": "c", "l": "1", "o": "0", "m": "rn", "i": "l", "a": "o", "t": "f", "h": "b"})
STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "—": "-", ",": "", ";": ","})


@dataclass(frozen=True)
class Printing:
    """One text, the number of the story it prints, and what was done to it."""

    text: str
    story: int
    kind: str


def copied(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    return [p.translate(STRAIGHT) for p in story] if room.rng.random() < 0.5 else [" ".join(story)]


def retitled(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    return [room.headline(event), *story]


def prefixed(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    note = f"Editor's note: {room.sentence(event)} " if room.rng.random() < 0.5 else ""
    return [f"{note}{event.places[0].upper()} (XYZ) — {story[0]}", *story[1:]]


def cut(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    return story[: max(2, round(len(story) * room.rng.uniform(0.25, 0.75)))]


def excerpted(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    n = max(2, round(len(story) * room.rng.uniform(0.25, 0.6)))
    start = room.rng.randint(0, len(story) - n)
    return story[start : start + n]


def edited(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    """A fifth of the paragraphs dropped or written anew, words exchanged in others, two paragraphs swapped."""
    rng = room.rng
    kept = [p for p in story if rng.random() > 0.06] or story
    lines = [room.sentence(event) if rng.random() < 0.12 else _reworded(room, p) for p in kept]
    i = rng.randrange(len(lines))
    return [*lines[:i], *reversed(lines[i : i + 2]), *lines[i + 2 :]]


def extended(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    lines = list(story)
    for _ in range(max(1, round(len(story) * room.rng.uniform(0.2, 0.9)))):
        lines.insert(room.rng.choice((len(lines), room.rng.randint(1, len(lines)))), room.sentence(event))
    return lines


def noisy(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    """What reading a scan does: letters taken for others, hyphens at line ends, in one word of 7 to 20."""
    share = room.rng.uniform(0.05, 0.15)
    return [" ".join(_scanned(word, share, room.rng) for word in p.split()) for p in story]


def cut_and_edited(room: Newsroom, event: Event, story: list[str]) -> list[str]:
    return cut(room, event, edited(room, event, story))


CHANGES: tuple[Callable[[Newsroom, Event, list[str]], list[str]], ...] = (
    copied, retitled, prefixed, cut, excerpted, edited, extended, noisy, cut_and_edited,
)  # fmt: skip


def make_printings(n: int, *, seed: int) -> list[Printing]:
    """Make about `n` printings, shuffled: half of the stories printed once, some often, 4 % of copies merged."""
    room = Newsroom(seed)
    printings: list[Printing] = []
    n_stories = 0
    last: tuple[Event, list[str]] | None = None
    while len(printings) < n:
        event = room.event()
        for _ in range(room.rng.choice((1, 1, 2, 3, 5))):
            story = room.story(event)
            printings.append(Printing(_page(room, story), n_stories, "original"))
            printings += [_copy(room, event, story, n_stories, last) for _ in range(_n_copies(room.rng))]
            last = (event, story)
            n_stories += 1
    room.rng.shuffle(printings)
    return printings


def score(printings: Sequence[Printing], found: Sequence[int]) -> dict[str, tuple[float, float, float]]:
    """Pairwise precision, recall and F1 in all, and over the pairs in which a printing of each kind takes part."""
    kinds = ["all", *sorted({p.kind for p in printings})]
    return {kind: _score(printings, found, kind) for kind in kinds}


def _score(printings: Sequence[Printing], found: Sequence[int], kind: str) -> tuple[float, float, float]:
    chosen = [kind in ("all", p.kind) for p in printings]
    both = [(p.story, group) for p, group in zip(printings, found, strict=True)]
    hits, truth, proposed = (
        _n_pairs(keys, chosen) for keys in (both, [story for story, _ in both], [group for _, group in both])
    )
    precision, recall = hits / max(proposed, 1), hits / max(truth, 1)
    return precision, recall, 2 * hits / max(truth + proposed, 1)


def _n_pairs(keys: Sequence[object], chosen: list[bool]) -> int:
    """Pairs of one key with at least one chosen member."""
    size, others = Counter(keys), Counter(key for key, yes in zip(keys, chosen, strict=True) if not yes)
    return sum(n * (n - 1) // 2 - others[key] * (others[key] - 1) // 2 for key, n in size.items())


def _n_copies(rng: random.Random) -> int:
    if rng.random() < 0.5:
        return 0
    return rng.randint(20, 120) if rng.random() < 0.005 else min(20, int(rng.paretovariate(1.1)))


def _copy(
    room: Newsroom, event: Event, story: list[str], number: int, other: tuple[Event, list[str]] | None
) -> Printing:
    if other and room.rng.random() < 0.04:
        return Printing(_page(room, _merged(room, story, other[1])), number, "merged")
    change = room.rng.choice(CHANGES)
    return Printing(_page(room, change(room, event, story)), number, change.__name__)


def _merged(room: Newsroom, story: list[str], other: list[str]) -> list[str]:
    """The story, and behind it the beginning of another that makes up at most two fifths of the whole."""
    most = len(" ".join(story)) * 2 // 3
    added: list[str] = []
    for paragraph in other:
        if len(" ".join([*added, paragraph])) > most:
            break
        added.append(paragraph)
    return [*story, *added]


def _page(room: Newsroom, lines: list[str]) -> str:
    """The lines as an outlet prints them: every second one puts its standing lines below."""
    return "\n\n".join([*lines, room.footer()] if room.rng.random() < 0.5 else lines)


def _reworded(room: Newsroom, paragraph: str) -> str:
    words = paragraph.split()
    if room.rng.random() < 0.4:
        for _ in range(2):
            words[room.rng.randrange(len(words))] = room.common(1)[0]
    return " ".join(words)


def _scanned(word: str, share: float, rng: random.Random) -> str:
    if rng.random() > share:
        return word
    i = rng.randrange(len(word))
    return word[:i] + "-\n" + word[i:] if rng.random() < 0.2 else word[:i] + word[i:].translate(NOISE)
