"""How often the right name is given for a source without one: "he", "the senator", "a campaign aide".

The one rule: to say nothing costs coverage and never precision; to name somebody where the text names nobody is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import pandas as pd

from toolkit.errors import CorpusError, TableError
from toolkit.measure.figures import Figure, draw_articles, figure_table
from toolkit.measure.matching import ALL, Counts
from toolkit.measure.names import same_name
from toolkit.rows import Range
from toolkit.standoff import read_lines

SourceForm = Literal["pronoun", "nominal"]
_FORMS: tuple[SourceForm, ...] = get_args(SourceForm)

_FIGURES = (
    Figure("precision", "right", "answers", grouped=True),
    Figure("coverage", "answered", "named", grouped=True),
    Figure("recall", "right", "named", grouped=True),
    Figure("nobody_named", "misnamed", "nobody", grouped=True),
    Figure("found", "found", "cases", grouped=True),
)


@dataclass(frozen=True, slots=True)
class Referent:
    """Hold whom a source means, as a person coded it.

    Attributes
    ----------
    referent
        The name as the article gives it at its fullest; None where it names nobody.
    sure
        False where the coder could not decide, or where several are meant.
    """

    doc_id: str
    source: Range
    form: SourceForm
    referent: str | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class NamedSource:
    """Hold whom a source is taken to mean; None is no answer."""

    doc_id: str
    source: Range
    speaker_name: str | None


def load_referents(path: Path | str) -> list[Referent]:
    """Read coded sources from JSON lines; other fields than those of `Referent` are left alone.

    Raises
    ------
    CorpusError
        Names file and line of what is no coded source, or of a source that is coded twice.
    """
    rows: dict[tuple[str, Range], Referent] = {}
    for place, line in read_lines(Path(path)):
        row = _referent(place, line)
        if rows.setdefault((row.doc_id, row.source), row) is not row:
            raise CorpusError(f"{place}: the source {row.source} of {row.doc_id!r} is coded twice")
    if not rows:
        raise CorpusError(f"{path}: there is no line in it; it should hold one JSON object per source")
    return list(rows.values())


def evaluate_referents(
    gold: Sequence[Referent],
    answers: Iterable[NamedSource],
    *,
    unsure: Literal["leave", "count"] = "leave",
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the names given to sources with those that were coded.

    The answer to a case is the one whose source shares most characters with it; with none, the case is not found and
    counts as unanswered. Names are compared by `same_name`.

    Parameters
    ----------
    answers
        For the very sources of the gold, or for whatever quotations were found in its articles.
    unsure
        Whether cases the coder was not sure of are left out.
    n_boot
        Draws for the intervals; 0 leaves them missing.

    Returns
    -------
    pandas.DataFrame
        One row per ``group`` (all, pronoun, nominal) and ``figure``: ``n`` (its denominator), ``value``, ``low``,
        ``high``. Figures: ``precision`` (right, of all names given), ``coverage`` (cases with a named referent that got
        a name), ``recall`` (those that got the right one), ``nobody_named`` (cases with nobody named that got a name),
        ``found`` (cases with any answer at their place, be it none). The share of nothing is missing. Intervals are
        percentiles 2.5 and 97.5 of the figure over articles drawn again with replacement.

    Examples
    --------
    >>> gold = [Referent("a", (20, 22), "pronoun", "Ada Vale"), Referent("a", (50, 57), "nominal", None)]
    >>> answers = [NamedSource("a", (20, 22), "Vale"), NamedSource("a", (50, 57), "Vale")]
    >>> table = evaluate_referents(gold, answers, n_boot=0).set_index(["group", "figure"])["value"]
    >>> float(table["all", "precision"]), float(table["all", "nobody_named"])
    (0.5, 1.0)
    """
    kept = [case for case in gold if case.sure or unsure == "count"]
    if not kept:
        raise TableError(f"none of {len(gold)} coded sources can be scored; is there a sure one?")
    given: dict[str, list[NamedSource]] = defaultdict(list)
    for answer in answers:
        given[answer.doc_id].append(answer)
    counts: dict[str, Counts] = {}
    for case in kept:
        _count(counts.setdefault(case.doc_id, defaultdict(float)), case, _nearest(case, given[case.doc_id]))
    draws = draw_articles(len(counts), n_boot, seed=seed)
    table = figure_table(list(counts.values()), (ALL, *_FORMS), draws, figures=_FIGURES)
    return table.drop(columns=["drawn", "n_gold"]).rename(columns={"n_pred": "n"})


def _count(counts: Counts, case: Referent, answer: NamedSource | None) -> None:
    name = answer.speaker_name if answer else None
    right = bool(name and case.referent and same_name(name, case.referent))
    for group in (ALL, case.form):
        counts["cases", group] += 1
        counts["found", group] += answer is not None
        counts["answers", group] += bool(name)
        counts["right", group] += right
        counts["named", group] += bool(case.referent)
        counts["answered", group] += bool(case.referent and name)
        counts["nobody", group] += not case.referent
        counts["misnamed", group] += bool(name and not case.referent)


def _nearest(case: Referent, answers: list[NamedSource]) -> NamedSource | None:
    """Take the answer that overlaps most; of several alike the shortest, and one with a name before one without."""

    def rank(answer: NamedSource) -> tuple[int, int, bool]:
        return _overlap(case, answer), answer.source[0] - answer.source[1], answer.speaker_name is not None

    return max((answer for answer in answers if _overlap(case, answer) > 0), key=rank, default=None)


def _overlap(case: Referent, answer: NamedSource) -> int:
    return min(case.source[1], answer.source[1]) - max(case.source[0], answer.source[0])


def _referent(place: str, line: dict[str, Any]) -> Referent:
    doc_id, name, sure = line.get("doc_id"), line.get("referent"), line.get("sure", True)
    form: SourceForm | None = next((form for form in _FORMS if form == line.get("form")), None)
    if not isinstance(doc_id, str) or form is None or not isinstance(sure, bool):
        raise CorpusError(f"{place}: it needs doc_id, form ({' or '.join(_FORMS)}) and sure (true or false)")
    if not (name is None or (isinstance(name, str) and name.strip())):
        raise CorpusError(f"{place}: referent is {name!r}; it must be a name or null")
    source = line.get("source")
    if not (isinstance(source, list) and len(source) == 2 and all(type(n) is int for n in source)):
        raise CorpusError(f"{place}: source is {source!r:.40}; it must be [start, end]")
    start, end = source
    if not 0 <= start < end:
        raise CorpusError(f"{place}: source is {source}; it must be [start, end] with 0 ≤ start < end")
    return Referent(doc_id, (start, end), form, name, sure)
