"""Write the invented articles of the lessons, and keep what is true of every sentence in them.

The one rule: every choice is drawn from one seed, so that articles and truth, asked for apart, belong together.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from toolkit.corpus import make_document
from toolkit.errors import ParameterError
from toolkit.rows import Document

Course = Literal["step", "trend", "level"]

FIRST_LINE = "Invented text for teaching."
FIRST_DAY, STEP_DAY, LAST_DAY = date(2031, 1, 1), date(2032, 1, 1), date(2032, 12, 31)
LOW, HIGH = 0.25, 0.55
_DAYS = (LAST_DAY - FIRST_DAY).days + 1
_REPEATED = 0.5  # chance that the second sentence of an article means what the first does
_PRINTED_TWICE = 0.15


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold what is true of one sentence: where it stands, what it was made to say, and who is made to say it.

    Attributes
    ----------
    kind
        pair (a sentence on the ties of the pair), label (that names the group), quote, or filler.
    meant
        Of a pair: closer, apart, neither; else "".
    planted
        Of a pair: the chance with which "closer" was drawn on that day.
    label, speaker
        The form that names the group, and the id of who speaks; "" where there is none.
    """

    doc_id: str
    kind: str
    start: int
    end: int
    text: str
    meant: str = ""
    planted: float = float("nan")
    label: str = ""
    speaker: str = ""


Piece = dict[str, Any]
"""The fields of a `Fact` but for its place."""


@cache
def world() -> Mapping[str, Any]:
    """Read what the articles are made of."""
    stored = files("toolkit").joinpath("lessons/data/world.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(stored)
    return read


def planted_share(day: date, course: Course) -> float:
    """Give the chance of "closer" on a day.

    Examples
    --------
    >>> planted_share(date(2031, 12, 31), "step"), planted_share(date(2032, 1, 1), "step")
    (0.25, 0.55)
    """
    if course == "level":
        return (LOW + HIGH) / 2
    if course == "step":
        return HIGH if day >= STEP_DAY else LOW
    return LOW + (HIGH - LOW) * (day - FIRST_DAY).days / (_DAYS - 1)


@cache
def write_articles(course: Course, n: int, seed: int) -> tuple[tuple[Document, ...], tuple[Fact, ...]]:
    """Write `n` stories, some of them printed by two outlets, in order of their days."""
    if course not in get_args(Course):
        raise ParameterError(f"course is {course!r}; it must be one of {', '.join(get_args(Course))}")
    if n < 1:
        raise ParameterError(f"n is {n}; it takes at least one story")
    rng = random.Random(f"{course} {n} {seed}")
    days = sorted(FIRST_DAY + timedelta(rng.randrange(_DAYS)) for _ in range(n))
    documents: list[Document] = []
    facts: list[Fact] = []
    for number, day in enumerate(days, 1):
        doc_id = f"story-{number:04d}"
        outlet, other = rng.sample(world()["outlets"], 2)
        document, held = _article(doc_id, day, outlet, course, rng)
        documents.append(document)
        facts += held
        if rng.random() < _PRINTED_TWICE:
            again = f"{doc_id}-again"
            documents.append(replace(document, doc_id=again, outlet=other))
            facts += [replace(fact, doc_id=again) for fact in held]
    return tuple(documents), tuple(facts)


def _article(doc_id: str, day: date, outlet: str, course: Course, rng: random.Random) -> tuple[Document, list[Fact]]:
    words = _words(rng)
    title = _filled(rng.choice(world()["titles"]), words, rng)
    text = f"{FIRST_LINE}\n\n{title}"
    facts = []
    for paragraph in _paragraphs(outlet, planted_share(day, course), words, rng):
        glue = "\n\n"
        for piece in paragraph:
            start = len(text) + len(glue)
            text += glue + piece["text"]
            facts.append(Fact(doc_id=doc_id, start=start, end=len(text), **piece))
            glue = " "
    known = {"outlet": outlet, "published_earliest": day, "published_latest": day, "published_how": "metadata",
             "published_basis": "invented with the text", "language": "en", "story_id": doc_id}  # fmt: skip
    return make_document(doc_id, text, title=title, known=known), facts


def _paragraphs(outlet: str, planted: float, words: Mapping[str, str], rng: random.Random) -> list[list[Piece]]:
    """Lay out an article: two sentences on the pair, one that names the group, quotations, and its topic."""
    meanings = [_meaning(planted, rng)]
    meanings.append(meanings[0] if rng.random() < _REPEATED else _meaning(planted, rng))
    pairs = [
        {"kind": "pair", "text": _pair(meant, words, rng), "meant": meant, "planted": planted} for meant in meanings
    ]
    label = _weighted(world()["label_shares"][outlet], rng)
    named = {"kind": "label", "text": _filled(world()["labels"][label], words, rng), "label": label}
    fillers = [
        {"kind": "filler", "text": _filled(line, words, rng)}
        for line in rng.sample(world()["fillers"], rng.randint(5, 9))
    ]
    thirds = [{"kind": "filler", "text": _filled(rng.choice(world()["thirds"]), words, rng)}]
    return [[pairs[0], fillers[0], fillers[1]], [_quote(words, rng)], [fillers[2], named, pairs[1]],
            [_quote(words, rng)], [*fillers[3:], *thirds[: rng.randint(0, 1)]]]  # fmt: skip


def _quote(words: Mapping[str, str], rng: random.Random) -> Piece:
    kind = rng.choices(["direct", "indirect", "unnamed"], [5, 3, 2])[0]
    speaker = rng.choice(sorted(world()["speakers"])) if kind != "unnamed" else ""
    about = world()["speakers"].get(speaker, {"who": "", "label": ""})
    pattern = rng.choice(world()[kind])
    line = _filled(pattern, {**words, "who": about["who"], "label": about["label"]}, rng)
    label = about["label"] if "{label}" in pattern else ""
    return {"kind": "quote", "text": line, "label": label, "speaker": speaker}


def _pair(meant: str, words: Mapping[str, str], rng: random.Random) -> str:
    groups: Sequence[Mapping[str, Any]] = world()["pairs"][meant]
    group = rng.choices(groups, [part["of_100"] for part in groups])[0]
    return _filled(rng.choice(group["sentences"]), words, rng)


def _meaning(planted: float, rng: random.Random) -> str:
    if rng.random() < planted:
        return "closer"
    return "apart" if rng.random() < world()["apart_of_100"] / 100 else "neither"


def _weighted(shares: Mapping[str, int], rng: random.Random) -> str:
    return rng.choices([*shares], [*shares.values()])[0]


def _words(rng: random.Random) -> dict[str, str]:
    """Draw the words of a story: its topic, in any order, which come again and again in it."""
    topic: list[str] = rng.choice(world()["topics"])
    return dict(zip("abc", rng.sample(topic, 3), strict=True))


def _filled(pattern: str, words: Mapping[str, str], rng: random.Random) -> str:
    """Fill in a pattern; a place and a number are drawn anew each time."""
    line = pattern.format(**{"place": rng.choice(world()["places"]), "number": rng.randint(3, 60), **words})
    return line[0].upper() + line[1:]
