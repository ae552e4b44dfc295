"""What the toolkit points at: passages, documents, and the frozen rows that hold passages."""

from toolkit.rows.documents import Corpus, DateHow, Document, Study
from toolkit.rows.evidence import (
    ROW_FIELDS,
    ROW_SPANS,
    FrameCue,
    Label,
    Mention,
    MentionForm,
    Polarity,
    Quote,
    QuoteAct,
    QuoteForm,
    QuoteKind,
    ScareQuote,
    Sourced,
    Voice,
)
from toolkit.rows.ledger import Fate, Ledger, LedgerRow, Override, Totals
from toolkit.rows.marked import MarkedArticle, MarkedQuote, Range
from toolkit.rows.spans import BODY_ZONES, READ_ZONES, Span, Zone, ZoneKind, ZoneRow, make_row_id

__all__ = [
    "BODY_ZONES",
    "READ_ZONES",
    "ROW_FIELDS",
    "ROW_SPANS",
    "Corpus",
    "DateHow",
    "Document",
    "Fate",
    "FrameCue",
    "Label",
    "Ledger",
    "LedgerRow",
    "MarkedArticle",
    "MarkedQuote",
    "Mention",
    "MentionForm",
    "Override",
    "Polarity",
    "Quote",
    "QuoteAct",
    "QuoteForm",
    "QuoteKind",
    "Range",
    "ScareQuote",
    "Sourced",
    "Span",
    "Study",
    "Totals",
    "Voice",
    "Zone",
    "ZoneKind",
    "ZoneRow",
    "make_row_id",
]
