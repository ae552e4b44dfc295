"""Quotations as offsets into an article, as people's marks and other tools' answers come: with or without the rest.

The one rule: places only; what a passage says is read from the article's text, if it is at hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.rows.evidence import QuoteAct, QuoteForm, QuoteKind, Sourced

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MarkedQuote:
    """Hold the places of one quotation, and what is stated about it; None where nothing is.

    Attributes
    ----------
    content, cue, source
        Half-open ranges, in order; empty where the quotation has no such part.
    """

    content: tuple[Range, ...]
    cue: tuple[Range, ...] = ()
    source: tuple[Range, ...] = ()
    kind: QuoteKind | None = None
    form: QuoteForm | None = None
    act: QuoteAct | None = None
    sourced: Sourced | None = None
    speaker: str | None = None
    speaker_name: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """Hold the quotations of one article, and its text; None where the text lies elsewhere."""

    doc_id: str
    text: str | None
    quotes: tuple[MarkedQuote, ...]
