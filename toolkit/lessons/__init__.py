"""Lessons: exercises whose answers are checked, and invented articles of which the truth is known."""

from toolkit.lessons.answers import Verdict, check_answer
from toolkit.lessons.teaching import (
    load_teaching_codes,
    load_teaching_corpus,
    load_teaching_truth,
    write_teaching_study,
)

__all__ = [
    "Verdict",
    "check_answer",
    "load_teaching_codes",
    "load_teaching_corpus",
    "load_teaching_truth",
    "write_teaching_study",
]
