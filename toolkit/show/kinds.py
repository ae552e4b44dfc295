"""What kinds of evidence rows there are to mark in a text, and what a mark of each kind says.

The one rule: a kind is told by its columns, so that a person's own table of them is marked alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

Record = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """Hold the columns that tell a kind, the letter and colour of its marks, what it is called, what a mark says."""

    columns: frozenset[str]
    letter: str
    colour: str
    noun: str
    said: Callable[[Record], str]


def kind_of(table: pd.DataFrame) -> Kind:
    """Give the kind of a table's rows; a table of no known kind holds passages."""
    return next(kind for kind in KINDS if kind.columns <= {*table.columns})


def known(record: Record, name: str) -> bool:
    """Say whether a record has a value of this name."""
    return name in record and bool(pd.notna(record[name]))


def _first(record: Record, *names: str, otherwise: str) -> str:
    return next((str(record[name]) for name in names if known(record, name)), otherwise)


def _quote(record: Record) -> str:
    return _first(record, "speaker_name", "source_text", otherwise="(nobody named)")


def _label(record: Record) -> str:
    return f"{record['polarity']}: {_first(record, 'actor_name', 'actor', otherwise='(left open)')}"


def _tie(record: Record) -> str:
    status = "" if record["status"] == "asserted" else f" ({record['status']})"
    return f"{record['source']} {record['category']} {record['target']}{status}"


def _conflict(record: Record) -> str:
    return f"{record['conflict']} of {record['actor']}: {record['other']}?"


def _kind(columns: str, letter: str, colour: str, noun: str, said: Callable[[Record], str]) -> Kind:
    return Kind(frozenset(columns.split()), letter, colour, noun, said)


KINDS = (
    _kind("content_start sourced", "Q", "quote", "quotation", _quote),
    _kind("label_start polarity", "L", "label", "label", _label),
    _kind("cue_start frame_title", "F", "frame", "frame cue", lambda r: str(r["frame_title"])),
    _kind("trigger_start source target category status", "T", "tie", "tie", _tie),
    _kind("mention_start label target", "S", "stance", "stance", lambda r: f"{r['label']} {r['target']}"),
    _kind("mention_start actor", "M", "mention", "mention", lambda r: str(r["actor"])),
    _kind("passage_start rule", "B", "label", "breach of a rule", lambda r: str(r["rule"])),
    _kind("passage_start searched", "P", "passage", "passage", lambda r: str(r["searched"])),
    _kind("passage_start", "X", "passage", "scare quote", lambda r: "scare quotes"),
    _kind("described_start conflict actor other", "R", "label", "role conflict", _conflict),
    _kind("", "P", "passage", "passage", lambda r: ""),
)
