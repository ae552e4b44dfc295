"""Offset-true sentences, tokens and quotation marks: the only floor that knows how English is written."""

from toolkit.language.marks import MARKS, Marked, find_marked
from toolkit.language.sentences import find_sentences, train_sentences
from toolkit.language.tokens import count_words, find_tokens
from toolkit.language.verbs import ReportingVerb, reporting_verbs
from toolkit.language.view import View, make_view, plain

__all__ = [
    "MARKS",
    "Marked",
    "ReportingVerb",
    "View",
    "count_words",
    "find_marked",
    "find_sentences",
    "find_tokens",
    "make_view",
    "plain",
    "reporting_verbs",
    "train_sentences",
]
