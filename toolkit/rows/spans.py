"""Passages of a text, and what a line of a page is.

The one rule: offsets are half-open and count Unicode code points of `Document.text`, which is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from toolkit.errors import SpanError

ZoneKind = Literal[
    "title",
    "dek",
    "byline",
    "dateline",
    "caption",
    "credit",
    "boilerplate",
    "body",
    "block_quotation",
    "republished",
]

READ_ZONES: tuple[ZoneKind, ...] = ("title", "dek", "body", "block_quotation", "republished")
BODY_ZONES: tuple[ZoneKind, ...] = ("body", "block_quotation", "republished")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Hold a passage: where it starts, where it ends, what it says.

    Examples
    --------
    >>> Span(0, 4, "Iran")
    Span(start=0, end=4, text='Iran')
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or not self.text or self.end - self.start != len(self.text):
            raise SpanError(f"a span {self.start}:{self.end} cannot read {self.text!r} ({len(self.text)} characters)")


@dataclass(frozen=True, slots=True)
class Zone:
    """Mark what one paragraph or line of a page is, and the rule that says so."""

    kind: ZoneKind
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """Hold a zone together with the article it stands in, for tables."""

    doc_id: str
    kind: ZoneKind
    rule: str
    zone: Span


def make_row_id(kind: str, doc_id: str, spans: tuple[Span, ...], method: str) -> str:
    """Hash what a row is and where it points, so that the same finding keeps its id from run to run."""
    places = ",".join(f"{s.start}-{s.end}" for s in spans)
    return sha256("\x1f".join((kind, doc_id, places, method)).encode()).hexdigest()[:12]
