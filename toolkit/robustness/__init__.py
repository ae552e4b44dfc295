"""Articles with gold, rewritten so that the gold stays true: other marks, spaces and forms of quotation."""

from toolkit.robustness.forms import Reformed, change_form
from toolkit.robustness.habits import HABITS, change_marks, make_spaces_unbreakable, make_straight
from toolkit.robustness.measure import measure_robustness
from toolkit.robustness.pieces import Piece, Rewriting, assemble, carry_article, carry_back, rewrite

__all__ = [
    "HABITS",
    "Piece",
    "Reformed",
    "Rewriting",
    "assemble",
    "carry_article",
    "carry_back",
    "change_form",
    "change_marks",
    "make_spaces_unbreakable",
    "make_straight",
    "measure_robustness",
    "rewrite",
]
