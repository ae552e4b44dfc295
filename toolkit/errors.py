"""Every error a user can meet, in one tree.

The one rule: a message names the value, the place and the choices, so that the reader knows what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable


class ToolkitError(Exception):
    """Stand at the root of every error raised on purpose by the toolkit."""

    def _render_traceback_(self) -> list[str]:
        """Show itself in a notebook as one line: the mistake is in what was asked, not in the toolkit's code."""
        return [f"{type(self).__name__}: {self}"]


class CorpusError(ToolkitError):
    """Say which file or record could not become a document, and why."""


class StudyError(ToolkitError):
    """Say which entry of a ``study.yaml`` is wrong, and what it may be."""


class CodebookError(ToolkitError):
    """Say which line of a codebook is wrong, and what it may be."""


class CodebookMissing(CodebookError):
    """Say that a verb needs a codebook, which the corpus does not name."""

    def __init__(self, verb: str, choices: Iterable[str]) -> None:
        super().__init__(
            f"{verb} needs a codebook and the corpus names none. Pass codebook=…, or write a line "
            f"'codebook: NAME' into study.yaml beside the texts. NAME is a path to a YAML file, or one that "
            f"ships with the toolkit: {', '.join(choices)}."
        )


class TableError(ToolkitError):
    """Say which column of a table is missing or does not fit."""


class TrainingError(ToolkitError):
    """Say why nothing can be learnt from some gold."""


class SpanError(ToolkitError, ValueError):
    """Say that a span and the text it points into disagree."""


class ParameterError(ToolkitError):
    """Say that a report parameter is not declared, or has a value of another kind."""


class LessonError(ToolkitError):
    """Say that the lessons have no such exercise."""


class ReportFailed(ToolkitError):
    """Carry the cell at which a notebook stopped, and the error it stopped with."""

    def __init__(self, message: str, *, cell: int, error: str, partial: str | None) -> None:
        super().__init__(message)
        self.cell = cell
        self.error = error
        self.partial = partial
