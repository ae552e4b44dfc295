"""What tests of ties share: fictional actors, sentences filled with them, and gold against what is found."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.annotate import find_ties
from toolkit.annotate.ties import tie_categories
from toolkit.codebook import Actor, Affiliation, Codebook
from toolkit.corpus import load_corpus
from toolkit.rows import Tie

HERE = Path(__file__).parent
DATA = HERE / "data" / "ties"
NAMES = {"arle": ("Arle", "Arlean", "Ana Velk"), "dorland": ("Dorland", "Dorlander", "Teo Marn")}
ORDERS = (("arle", "dorland"), ("dorland", "arle"))

Told = tuple[str, str, str, str]


@cache
def fictional() -> Codebook:
    """Make a codebook of two states, one person of each, and a movement."""
    actors = [Actor("front", "Bron Front", "organisation")]
    for side, (name, demonym, person) in NAMES.items():
        actors.append(Actor(side, name, "state", demonyms=(demonym,)))
        actors.append(Actor(person, person, "person", affiliations=(Affiliation(side, "minister", None, None),)))
    return Codebook("fictional", "Fictional", "1", "en", "", tuple(actors), (), (), ())


def read_table(name: str) -> list[dict[str, str]]:
    """Read a table of sentences."""
    with (DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def fill(sentence: str, source: str, target: str) -> str:
    """Put the names of a source and a target into a sentence."""
    for marks, side in (("AaP", source), ("BbQ", target)):
        for mark, words in zip(marks, NAMES[side], strict=True):
            sentence = sentence.replace(f"{{{mark}}}", words)
    return sentence


def told(sentence: str, source: str) -> list[Told]:
    """Give source side, target side, category and status of the ties found; in mutual ones `source` comes first."""
    found = []
    for tie in find_ties(sentence, codebook=fictional(), quotes=()):  # no engine: only these rules
        turned = tie_categories()[tie.category].mutual and tie.target_side == source
        sides = (tie.target_side, tie.source_side) if turned else (tie.source_side, tie.target_side)
        found.append((*sides, tie.category, tie.status))
    return found


# ---------------------------------------------------------------- the gold of the seeds


@dataclass(frozen=True)
class GoldTie:
    """Hold one tie that was marked."""

    doc_id: str
    trigger: tuple[int, int]
    sides: tuple[str, str]
    category: str
    status: str
    event: tuple[str | None, str | None]


@cache
def gold_ties() -> list[GoldTie]:
    """Read the gold, parties as sides."""
    seeds, codebook = load_corpus(HERE.parent / "seeds"), _codebook()
    gold = []
    for line in (HERE / "gold" / "seeds_ties.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for tie in article["ties"]:
            sides = (codebook.side(tie[part], seeds[article["doc_id"]]) for part in ("source", "target"))
            event = tuple(tie["event"] or (None, None))
            words = (tie["category"], tie["status"])
            gold.append(GoldTie(article["doc_id"], tuple(tie["trigger"]), tuple(sides), *words, event))  # type: ignore[arg-type]
    return gold


@cache
def found_ties() -> list[Tie]:
    """Find the ties of the seeds between the parties of the gold."""
    seeds = load_corpus(HERE.parent / "seeds")
    rows = [tie for document in seeds for tie in find_ties(document, codebook=_codebook())]
    return [tie for tie in rows if {tie.source_side, tie.target_side} == {"iran", "hamas"}]


@cache
def paired() -> list[tuple[GoldTie, Tie]]:
    """Pair gold and found ties one to one in a sentence: those of one category first, then those of one trigger."""
    pairs: list[tuple[GoldTie, Tie]] = []
    for same in (_same_both, _same_category, _same_trigger):
        for gold in gold_ties():
            if any(gold is g for g, _ in pairs):
                continue
            free = [t for t in found_ties() if not any(t is found for _, found in pairs) and same(gold, t)]
            pairs += [(gold, tie) for tie in free[:1]]
    return pairs


def tie_figures() -> dict[str, float]:
    """Give F1 of category, and over the pairs the shares of the same sign, direction, status and overlapping days."""
    known, pairs = tie_categories(), paired()
    right = sum(gold.category == tie.category for gold, tie in pairs)
    signs = [(known[g.category].valence > 0) == (t.valence > 0) for g, t in pairs]
    ways = [g.sides == (t.source_side, t.target_side) for g, t in pairs if not known[g.category].mutual]
    days = [_same_days(g, t) for g, t in pairs if g.event != (None, None)]
    return {
        "category precision": right / len(found_ties()),
        "category recall": right / len(gold_ties()),
        "category f1": 2 * right / (len(found_ties()) + len(gold_ties())),
        "sign": sum(signs) / len(signs),
        "direction": sum(ways) / len(ways),
        "status": sum(g.status == t.status for g, t in pairs) / len(pairs),
        "days overlap where the gold has days": sum(days) / len(days),
    }


def missed() -> Counter[str]:
    """Count what of the gold is not found, by article and category."""
    right = [gold for gold, tie in paired() if gold.category == tie.category]
    return Counter(f"{g.doc_id} {g.category}" for g in gold_ties() if not any(g is r for r in right))


def _codebook() -> Codebook:
    from toolkit.codebook import load_codebook

    return load_codebook("iran-hamas")


def _in_sentence(gold: GoldTie, tie: Tie) -> bool:
    return gold.doc_id == tie.doc_id and tie.sentence.start <= gold.trigger[0] < tie.sentence.end


def _same_category(gold: GoldTie, tie: Tie) -> bool:
    return _in_sentence(gold, tie) and gold.category == tie.category


def _same_trigger(gold: GoldTie, tie: Tie) -> bool:
    return _in_sentence(gold, tie) and tie.trigger.start < gold.trigger[1] and gold.trigger[0] < tie.trigger.end


def _same_both(gold: GoldTie, tie: Tie) -> bool:
    return _same_category(gold, tie) and _same_trigger(gold, tie)


def _same_days(gold: GoldTie, tie: Tie) -> bool:
    if tie.event_earliest is None and tie.event_latest is None:
        return False
    low, high = gold.event[0] or "0", gold.event[1] or "9"
    found = (str(tie.event_earliest or "0"), str(tie.event_latest or "9"))
    return found[0] <= high and low <= found[1]
