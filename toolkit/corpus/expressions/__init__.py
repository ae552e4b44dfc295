"""When a text says that something happened, and what a page says of its own day."""

from toolkit.corpus.expressions.evidence import Proposal, propose_published
from toolkit.corpus.expressions.find import find_dates
from toolkit.corpus.expressions.model import DateExpression, Interval, Resolution
from toolkit.corpus.expressions.published import Published, combine_proposals
from toolkit.corpus.expressions.resolve import resolve_date

__all__ = [
    "DateExpression",
    "Interval",
    "Proposal",
    "Published",
    "Resolution",
    "combine_proposals",
    "find_dates",
    "propose_published",
    "resolve_date",
]
