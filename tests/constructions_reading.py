"""Read the invented sentences of `data/constructions`, and compare what an engine finds with what they mark.

The one rule: markup is either sound or refused; nothing is repaired.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from marked import read_spans

from toolkit.annotate import find_quotes
from toolkit.rows import Quote

FOLDER = Path(__file__).parent / "data" / "constructions"
KNOWN = FOLDER / "known_failures.tsv"
VALUES = {
    "kind": {"direct", "mixed", "indirect"},
    "act": {"speech", "thought", "plan"},
    "sourced": {"named", "unnamed", "none"},
}
PARTS = ("content", "cue", "source", "relay")
_HEADING = re.compile(r"# ([a-z]+(?:-[a-z]+)*): \S.*\S")

Places = list[tuple[int, int]]


@dataclass(frozen=True)
class Marked:
    """Hold the places of one marked quotation; a part is empty where no words stand for it."""

    content: Places
    cue: Places
    source: Places
    relay: Places = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """Hold one variant: its text, what it marks, and the values its first quotation must have."""

    case_id: str
    text: str
    quotations: list[Marked]
    values: dict[str, str]

    @property
    def construction(self) -> str:
        return self.case_id.rsplit("/", 1)[0]


# ---- reading


@cache
def read_cases() -> list[Case]:
    """Read every variant of every file."""
    return [case for path in _files() for case in read_file(path.stem, path.read_text(encoding="utf-8"))]


def read_file(name: str, content: str) -> Iterator[Case]:
    """Read the variants of one file."""
    for case_id, line in read_lines(name, content):
        yield read_variant(case_id, line)


def read_lines(name: str, content: str) -> Iterator[tuple[str, str]]:
    """Give each line of a file with its id; the number of a variant is its place in its section."""
    headings, section, number = set(), "", 0
    for line in filter(None, content.split("\n")):
        if line.startswith("#"):
            heading = _HEADING.fullmatch(line)
            assert heading, f"{name}: not a heading: {line!r}"
            section, number = heading[1], 0
            assert section not in headings, f"{name}: two sections are called {section}"
            headings.add(section)
            continue
        assert section, f"{name}: a variant stands before the first heading"
        number += 1
        yield f"{name}/{section}/{number}", line


def read_variant(case_id: str, line: str) -> Case:
    """Read one line, and refuse what is not sound."""
    marked, bar, suffix = line.partition(" || ")
    text, quotations, faults = read_marked(marked)
    values = dict(pair.split("=", 1) for pair in suffix.split())
    faults += [f"{k}={v} is no value" for k, v in values.items() if v not in VALUES.get(k, ())]
    if bar and not (values and quotations):
        faults.append("values stand without a quotation, or none after ||")
    assert not faults, f"{case_id}: {'; '.join(faults)}"
    return Case(case_id, text, quotations, values)


def read_marked(marked: str) -> tuple[str, list[Marked], list[str]]:
    """Give the text of a line, its quotations in the order of their numbers, and what is not sound."""
    text, spans = read_spans(marked.replace(" ¶ ", "\n\n"))
    quotations = [Marked(*(s.get(part, []) for part in PARTS)) for _, s in sorted(spans.items())]
    return text, quotations, [*_text_faults(text), *_span_faults(text, spans)]


def _text_faults(text: str) -> Iterator[str]:
    if re.search(r"[<>{}|¶]", text):
        yield "a tag or sign of the format is left in the text"
    if text != text.strip() or re.search(r"[^\S\n]{2}|\n[^\S\n]|[^\S\n]\n|\n{3}", text):
        yield "blanks stand at an edge or side by side"


def _span_faults(text: str, spans: dict[str, dict[str, Places]]) -> Iterator[str]:
    if sorted(spans) != ["", *map(str, range(2, len(spans) + 1))][: len(spans)]:
        yield f"quotations are numbered {sorted(spans)}"
    for number, parts in spans.items():
        if "content" not in parts:
            yield f"quotation {number or 1} has no content"
        for start, end in (place for places in parts.values() for place in places):
            if not re.search(r"\w", text[start:end]) or text[start:end] != text[start:end].strip():
                yield f"{text[start:end]!r} is empty or has a blank at its edge"
        taken = Counter(i for places in parts.values() for start, end in places for i in range(start, end))
        if max(taken.values(), default=0) > 1:
            yield f"parts of quotation {number or 1} overlap"


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def digest() -> str:
    """Give one number for the whole set, so that no variant changes unnoticed."""
    return sha256(b"".join(path.name.encode() + path.read_bytes() for path in _files())).hexdigest()


def to_standoff(cases: Iterable[Case]) -> Iterator[dict[str, Any]]:
    """Give variants as documents with offsets: `{doc_id, text, attributions: [{content, cue, source}]}`."""
    for case in cases:
        attributions = [
            {part: [list(place) for place in getattr(q, part)] for part in ("content", "cue", "source")}
            for q in case.quotations
        ]
        yield {"doc_id": case.case_id, "text": case.text, "attributions": attributions}


# ---- comparing


def find_differences(case: Case, found: list[Quote]) -> list[str]:
    """Say where found quotations differ from the marked ones; nothing is said of marks and edges."""
    left, differences = list(found), []
    for number, marked in enumerate(case.quotations, 1):
        same = [q for q in left if words_at(case.text, _places(q, "content")) == words_at(case.text, marked.content)]
        if not same:
            differences.append(f"content of {number}")
            continue
        wrong, best = min(((_wrong_parts(case.text, marked, q), q) for q in same), key=lambda pair: len(pair[0]))
        left.remove(best)
        differences += [f"{part} of {number}" for part in wrong]
        if number == 1:
            differences += [f"{k} is {getattr(best, k)}" for k, v in case.values.items() if getattr(best, k) != v]
    return differences + ["extra"] * len(left)


def _wrong_parts(text: str, marked: Marked, quote: Quote) -> list[str]:
    """Name the parts that are there on one side only, or have no word in common."""
    wrong = []
    for part in ("cue", "source"):
        expected, got = words_at(text, getattr(marked, part)), words_at(text, _places(quote, part))
        if not (expected & got if expected else not got):
            wrong.append(part)
    return wrong


def _places(quote: Quote, part: str) -> Places:
    spans = quote.content if part == "content" else (getattr(quote, part),)
    return [(span.start, span.end) for span in spans if span]


def words_at(text: str, places: Places) -> frozenset[int]:
    """Give the words that places cover as the offsets at which they start."""
    return frozenset(m.start() for start, end in places for m in re.compile(r"\w+").finditer(text, start, end))


@cache
def failing_cases() -> dict[str, list[str]]:
    """Give each variant that fails, with what is different."""
    differences = {case.case_id: find_differences(case, find_quotes(case.text)) for case in read_cases()}
    return {case_id: found for case_id, found in differences.items() if found}


def read_known_failures(path: Path = KNOWN) -> dict[str, str]:
    """Give the reason of each variant that is known to fail."""
    if not path.exists():
        return {}
    return dict(line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines())
