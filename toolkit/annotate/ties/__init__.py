"""Interactions between actors: who does what to whom, as it is told."""

from toolkit.annotate.ties.find import find_ties
from toolkit.annotate.ties.given import GivenPair, find_given_ties, load_pairs, write_ties
from toolkit.annotate.ties.lexicon import Category, plover_label, plover_signs, tie_categories

__all__ = [
    "Category",
    "GivenPair",
    "find_given_ties",
    "find_ties",
    "load_pairs",
    "plover_label",
    "plover_signs",
    "tie_categories",
    "write_ties",
]
