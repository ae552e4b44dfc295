"""Make a report again from its record, and say whether it says the same.

The one rule: what differs is named, with what may be the reason; nothing in the report's folder is touched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.errors import ParameterError
from toolkit.reports.chapters import shipped_notebooks
from toolkit.reports.comparing import compare_reports
from toolkit.reports.provenance import Record, differing_files, explain_differences, read_provenance
from toolkit.reports.run import run_report


@dataclass(frozen=True, slots=True)
class Check:
    """Hold how a report and the same made again differ, and what may be the reason.

    Attributes
    ----------
    files
        Tables and figures that are not the same to the byte.
    changes
        What differs in them; see `compare_reports`. None where only bytes differ.
    reasons
        What else is not as it was: versions, texts, chapters, or files changed by hand.
    """

    files: list[str]
    changes: pd.DataFrame
    reasons: list[str]

    @property
    def identical(self) -> bool:
        """Whether every table and figure is the same to the byte."""
        return not self.files


def check_report(
    report: Path | str,
    corpus: Path | str | Sequence[Path | str],
    *,
    study: Path | str | None = None,
    chapters: Sequence[Path | str] = (),
    workers: int = 1,
    progress: bool = False,
) -> Check:
    """Make a report again, with its chapters and parameters, and compare.

    Parameters
    ----------
    report
        The folder of a report.
    corpus
        The texts it was made of.
    study
        The path of the study it was made with, where that was no name of one that ships.
    chapters
        Paths of its notebooks that did not come with the toolkit.

    Raises
    ------
    ParameterError
        If the report cannot be made again: it has no record, or a chapter or study of it has to be named.
    """
    record = read_provenance(Path(report))
    values = {name: value for name, value in record["parameters"].items() if name not in ("corpus", "study_name")}
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again"
        run_report(
            corpus,
            again,
            study=study or _study(record),
            chapters=_chapters(record, chapters),
            parameters=values,
            workers=workers,
            progress=progress,
        )
        made = read_provenance(again)
        touched = differing_files(Path(report), record)
        by_hand = [f"changed since the report was made: {', '.join(touched)}"] if touched else []
        files = {*touched} | {name for name, _ in {*record["files"].items()} ^ {*made["files"].items()}}
        return Check(sorted(files), compare_reports(report, again), [*by_hand, *explain_differences(record, made)])


def _study(record: Record) -> str | None:
    name: str | None = record["parameters"].get("study_name")
    if name and name.endswith((".yaml", ".yml")):
        raise ParameterError(f"the report was made with the study {name}; give its path with --study")
    return name


def _chapters(record: Record, given: Sequence[Path | str]) -> list[Path]:
    there = {path.name: path for path in [*shipped_notebooks(), *map(Path, given)]}
    if missing := [name for name in record["chapters"] if name not in there]:
        raise ParameterError(
            f"the report was made with {', '.join(missing)}, which did not come with the toolkit; "
            "give the path with --chapters"
        )
    return [there[name] for name in record["chapters"]]
