"""Compare who is found to speak in the seeds with `gold/seeds_speakers.jsonl`.

The one rule: shares are of the quotations found, and the share found stands beside them; a claim about one that is
not found fails.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from constructions_reading import Marked, words_at
from speakers_reading import as_quote, match_quotes, resolve, same_speaker

from toolkit.annotate import find_quotes
from toolkit.codebook import load_codebook
from toolkit.corpus import load_corpus
from toolkit.rows import Document, Quote

HERE = Path(__file__).parent
QUOTES = HERE / "gold" / "seeds_quotes.jsonl"
SPEAKERS = HERE / "gold" / "seeds_speakers.jsonl"
LEAST_INDIRECT = 0.9
# the first words of each chain's content, in the order of gold/speakers.md
CHAINS = {
    "fars-yousef": ("iran-visit", "“Mashaal will travel"),
    "ynet-al-hayat": ("covert-meeting", "Mashaal was only allowed"),
    "fars-hajizadeh": ("iran-visit", "“The IRGC’s Aerospace Force has developed"),
    "hamas-member-suleimani-told": ("clandestine-meeting", "that Iran was a staunch supporter"),
    "hamas-member-suleimani-emphasized": ("clandestine-meeting", "that during the negotiations"),
    "times-of-israel-issacharoff-media": ("beirut-iftar", "Senior members of the Palestinian"),
    "times-of-israel-officials": ("covert-meeting", "that the country’s intelligence apparatus"),
}


@dataclass(frozen=True)
class Judged:
    """Hold a gold quotation with its speaker, and the found one that stands for it; None is not found."""

    document: Document
    marked: Marked
    kind: str
    gold: dict[str, Any]
    found: Quote | None

    @property
    def place(self) -> str:
        return f"{self.document.doc_id}/{self.marked.content[0][0]}"


def read_gold() -> list[tuple[Document, list[dict[str, Any]], list[dict[str, Any]]]]:
    """Give each article with its gold quotations and their speakers, in the same order."""
    documents = {document.doc_id: document for document in load_corpus(HERE.parent / "seeds")}
    speakers = [json.loads(line) for line in SPEAKERS.read_text(encoding="utf-8").splitlines()]
    articles = [json.loads(line) for line in QUOTES.read_text(encoding="utf-8").splitlines()]
    return [
        (documents[a["doc_id"]], a["quotes"], [s for s in speakers if s["doc_id"] == a["doc_id"]]) for a in articles
    ]


@cache
def judge(way: str) -> list[Judged]:
    """Resolve the speakers of the quotations that are found, or of the marked ones, and lay them beside the gold."""
    codebook = load_codebook("iran-hamas")
    rows = []
    for document, quotes, speakers in read_gold():
        marked = [Marked(*([tuple(p) for p in q[part] or ()] for part in ("content", "cue", "source"))) for q in quotes]
        if way == "in-text":
            found = find_quotes(document, codebook=codebook)
        else:
            given = [as_quote(document, m) for m in marked]
            found = resolve(document, given, codebook)
        pairs = match_quotes(document.text, marked, found)
        rows += [
            Judged(document, m, q["kind"], s, f) for m, q, s, f in zip(marked, quotes, speakers, pairs, strict=True)
        ]
    return rows


def has_right_speaker(judged: Judged) -> bool:
    """Say whether the actor, or the name where the gold has no actor, is the gold's."""
    gold, found = judged.gold, judged.found
    if found is None or found.speaker != gold["speaker"]:
        return False
    names = tuple(filter(None, (gold["speaker_name"], *gold.get("also", ()))))
    return gold["speaker"] is not None or same_speaker(names, found.speaker_name)


def has_right_relays(judged: Judged) -> bool:
    """Say whether there are as many relays, in order, each with a word of the gold's span."""
    if judged.found is None:
        return False
    text = judged.document.text
    places = [relay["span"] for relay in judged.gold["relays"]]
    spans = judged.found.relays
    shared = [
        words_at(text, [tuple(p)]) & words_at(text, [(s.start, s.end)]) for p, s in zip(places, spans, strict=False)
    ]
    return len(places) == len(spans) and all(shared)


@cache
def figures(way: str) -> dict[str, float]:
    """Give the shares of the quotations found that have the right speaker, side and relays."""
    found = [judged for judged in judge(way) if judged.found]
    indirect = [judged for judged in found if judged.kind != "direct"]
    relayed = [judged for judged in judge(way) if judged.gold["relays"]]
    return {
        "found": len(found) / len(judge(way)),
        "speaker": _share([has_right_speaker(j) for j in found]),
        "speaker of indirect and mixed": _share([has_right_speaker(j) for j in indirect]),
        "side": _share([j.found is not None and j.found.side == j.gold["side"] for j in found]),
        "relays": _share([has_right_relays(j) for j in found]),
        "relays where gold has some": _share([has_right_relays(j) for j in relayed]),
    }


def _share(right: list[bool]) -> float:
    return sum(right) / len(right)


@cache
def claims(way: str) -> dict[str, list[str]]:
    """Give each claim about the seeds with what is wrong with it; nothing is a claim that holds."""
    wrong = {
        f"seeds/direct/{j.place}": [] if has_right_speaker(j) else [f"speaker is {_said(j)}"]
        for j in judge(way)
        if j.kind == "direct"
    }
    wrong |= {f"seeds/chain/{name}": chain_faults(_chain(way, name)) for name in CHAINS}
    share = figures(way)["speaker of indirect and mixed"]
    wrong["seeds/indirect"] = [] if share >= LEAST_INDIRECT else [f"below {LEAST_INDIRECT} of indirect and mixed"]
    return wrong


def chain_faults(judged: Judged) -> list[str]:
    """Say what of a chain is not as in the gold."""
    faults = [] if has_right_speaker(judged) else [f"speaker is {_said(judged)}"]
    relays = [span.text for span in judged.found.relays] if judged.found else []
    return faults + ([] if has_right_relays(judged) else [f"relays are {' → '.join(relays) or 'none'}"])


def _said(judged: Judged) -> str:
    return str(judged.found.speaker_name) if judged.found else "not found"


def _chain(way: str, name: str) -> Judged:
    doc_id, first = CHAINS[name]
    (judged,) = (
        j
        for j in judge(way)
        if j.document.doc_id == doc_id
        and j.document.text.startswith(first, j.marked.content[0][0])
        and len(j.marked.content) == 1
        and not (j.kind == "mixed" and first.startswith("“"))
    )
    return judged
