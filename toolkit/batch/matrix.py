"""Lay out the reports that a plan makes, with what each is made from.

The one rule: a report is named by what it is on, and known by a digest of everything that decides on its bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from toolkit.batch.plans import Period, Plan
from toolkit.corpus.selection import find_selected
from toolkit.errors import ParameterError
from toolkit.rows import Corpus

_ALL = Period("")


@dataclass(frozen=True, slots=True)
class Planned:
    """Hold one report of a plan.

    Attributes
    ----------
    name
        The folder of the report.
    title
        What corpus, outlet, period and dyad the report is on, as far as this tells it from others of the plan.
    values
        The parameters of its notebook: those of the plan, and what is selected.
    """

    name: str
    title: str
    source: Path
    values: Mapping[str, str]
    n_articles: int
    n_stories: int

    @property
    def selection(self) -> dict[str, str]:
        """What is selected of the articles."""
        return {key: self.values.get(key, "") for key in ("outlet", "first_day", "last_day")}


def plan_reports(plan: Plan, corpora: Mapping[Path, Corpus]) -> list[Planned]:
    """List the reports of a plan, also those without any article; too many are a `ParameterError`."""
    _check_outlets(plan, corpora)
    found: list[Planned] = []
    names: set[str] = set()
    for source, dyad, outlet, period in _cells(plan, corpora):
        days = {"first_day": period.first_day, "last_day": period.last_day}
        chosen = {"outlet": outlet, **days, "dyad": dyad}
        kept = find_selected(corpora[source], outlet=outlet, **days)
        title = _title(plan, source, outlet, period, dyad)
        values = dict(plan.parameters) | {key: value for key, value in chosen.items() if value}
        stories = {document.story_id or document.doc_id for document in kept}
        found.append(Planned(_name(title, names), title, source, values, len(kept), len(stories)))
    made = sum(1 for report in found if report.n_articles)
    if made > plan.limit:
        raise ParameterError(
            f"{plan.file} makes {made} reports, and the limit is {plan.limit}: name fewer outlets, periods or dyads, "
            f"or write a line 'limit: {made}'"
        )
    return found


def _cells(plan: Plan, corpora: Mapping[Path, Corpus]) -> Iterator[tuple[Path, str, str, Period]]:
    """Cross what the plan names; reports on the same texts and dyad stand together, so that these are read once."""
    for source in plan.corpora:
        corpus = corpora[source]
        named = tuple(entry.text() for entry in plan.outlets)
        outlets = tuple(sorted({document.outlet for document in corpus})) if plan.each_outlet else named
        periods = _years(corpus) if plan.each_year else plan.periods
        yield from product([source], plan.dyads or [""], outlets or [""], periods or [_ALL])


def _title(plan: Plan, source: Path, outlet: str, period: Period, dyad: str) -> str:
    """Name what tells a report from the others of its plan; where nothing does, the texts."""
    sides = " and ".join(dyad.split()) if len(plan.dyads) > 1 else ""
    about = [source.name if len(plan.corpora) > 1 else "", outlet, period.name, sides]
    return " · ".join(filter(None, about)) or source.name


def _years(corpus: Corpus) -> tuple[Period, ...]:
    days = [day for d in corpus for day in (d.published_earliest, d.published_latest) if day]
    if not days:
        raise ParameterError(f"{corpus.name} has no dated article, and so no years to make reports on")
    years = range(min(days).year, max(days).year + 1)
    return tuple(Period(str(year), f"{year:04d}-01-01", f"{year:04d}-12-31") for year in years)


def _check_outlets(plan: Plan, corpora: Mapping[Path, Corpus]) -> None:
    known = sorted({document.outlet for corpus in corpora.values() for document in corpus})
    for entry in plan.outlets:
        if entry.text() not in known:
            raise entry.error(f"no corpus has the outlet {entry.text()!r}; they have {', '.join(known)}")


def _name(title: str, taken: set[str]) -> str:
    """Make a file name of plain letters that no other report of the plan has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "report"
    numbered = (f"{stem}-{n}" if n > 1 else stem for n in range(1, len(taken) + 2))
    name = next(name for name in numbered if name not in taken)
    taken.add(name)
    return name
