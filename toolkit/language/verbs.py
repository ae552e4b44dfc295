"""Reporting verbs as data: which forms report, what kind of act, and what class of cue.

The one rule: the list is a file with one row per verb, so that a reader can question it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """Hold one verb; `bare` says that it may report without *that* ("he said Iran won")."""

    lemma: str
    cue_class: str
    act: str
    bare: bool


@cache
def reporting_verbs() -> dict[str, ReportingVerb]:
    """Give the reporting verb of every inflected form, lower case.

    Examples
    --------
    >>> reporting_verbs()["boasted"].cue_class
    'boast'
    """
    with files("toolkit").joinpath("language/data/reporting_verbs.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {
        form: ReportingVerb(row["lemma"], row["cue_class"], row["act"], row["bare"] == "yes")
        for row in rows
        for form in row["forms"].split()
    }
