"""Lessons: exercises whose answers are checked, and invented articles of which the truth is known."""

from toolkit.lessons.teaching import (
    load_teaching_codes,
    load_teaching_corpus,
    load_teaching_truth,
    write_teaching_study,
)

__all__ = [
    "load_teaching_codes",
    "load_teaching_corpus",
    "load_teaching_truth",
    "write_teaching_study",
]
