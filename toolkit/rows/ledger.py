"""Account for every file and record that an import has seen.

The one rule: seen = kept + kept with warning + dropped, or the import fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal

from toolkit.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd

Fate = Literal["kept", "kept_with_warning", "dropped"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Hold what became of one file or record.

    Attributes
    ----------
    source, place
        The file, and where in it the record stands; equal where the file is the record.
    doc_id
        Id of the article kept, or that a dropped record claims; "" where there is none.
    reason, detail
        Why it was dropped, or the reasons of all its warnings, joined by ", "; "" for what is simply kept.
    """

    source: str
    place: str
    doc_id: str
    fate: Fate
    reason: str = ""
    detail: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons, one by one."""
        return tuple(self.reason.split(", ")) if self.reason else ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Hold the sums of a ledger."""

    seen: int
    kept: int
    kept_with_warning: int
    dropped: int

    @property
    def articles(self) -> int:
        """How many articles came in, with a warning or without."""
        return self.kept + self.kept_with_warning


@dataclass(frozen=True, slots=True)
class Ledger:
    """Hold the account of an import.

    Attributes
    ----------
    seen
        Files and records that the readers handed over, counted before anything was decided about them.
    side_files
        Files that stand beside articles and are none, by name; they are not among `seen`.

    Examples
    --------
    >>> rows = (LedgerRow("a.txt", "a.txt", "a", "kept"), LedgerRow("b.txt", "b.txt", "", "dropped", "binary"))
    >>> Ledger(2, rows).check().articles
    1
    """

    seen: int
    rows: tuple[LedgerRow, ...]
    side_files: tuple[str, ...] = ()

    def totals(self) -> Totals:
        """Add up the fates."""
        fates = Counter(row.fate for row in self.rows)
        return Totals(self.seen, fates["kept"], fates["kept_with_warning"], fates["dropped"])

    def check(self) -> Totals:
        """Give the totals; a `CorpusError` says that they do not add up, or that an id was kept twice."""
        totals = self.totals()
        if totals.seen != totals.articles + totals.dropped:
            raise CorpusError(
                f"the ledger does not add up: {totals.seen} seen, {totals.kept} kept, "
                f"{totals.kept_with_warning} kept with warning, {totals.dropped} dropped"
            )
        if twice := _twice(row.doc_id for row in self.rows if row.fate != "dropped"):
            raise CorpusError(f"the ledger keeps ids twice: {', '.join(map(repr, twice[:10]))}")
        if unexplained := [row.place for row in self.rows if (row.fate == "kept") != (row.reason == "")]:
            raise CorpusError(f"the ledger gives no reason, or one too many, for {', '.join(unexplained[:10])}")
        return totals

    def reasons(self) -> dict[tuple[Fate, str], int]:
        """Count how often each reason led to each fate, the most frequent first."""
        return dict(Counter((row.fate, reason) for row in self.rows for reason in row.reasons).most_common())

    def table(self) -> pd.DataFrame:
        """Lay the ledger out: source, place, doc_id, fate, reason, detail."""
        import pandas as pd

        names = [f.name for f in fields(LedgerRow)]
        return pd.DataFrame([[getattr(row, name) for name in names] for row in self.rows], columns=names, dtype="str")

    def amend(self, fates: Mapping[str, tuple[Fate, tuple[tuple[str, str], ...]]]) -> Ledger:
        """Give a new ledger in which the kept articles of these ids have another fate, with (reason, detail) pairs."""
        return replace(self, rows=tuple(_amended(row, fates) for row in self.rows))


Outcome = Literal["pending", "applied", "unchanged", "stale"]


@dataclass(frozen=True, slots=True)
class Override:
    """Hold one correction made by hand, and what became of it.

    Attributes
    ----------
    field
        A field of `Document` (title, outlet, byline, url, language, notes, published_earliest, published_latest),
        or ``zone [start:end]`` for what the line with these offsets is; or a field of the evidence row that
        `row_id` or `place` point at.
    outcome
        ``stale`` where the article, the line or the row is not there (any more); ``unchanged`` where it said so
        already; ``pending`` for an evidence row, until it is found.
    row_id
        The evidence row that is corrected. It holds the method, so another version of the toolkit has another.
    place
        Where that row stands, ``quote [start:end]`` (or mention, label, frame) in the article `doc_id`: looked at
        if no row has the `row_id`, and so what a correction outlasts a new version by.
    """

    doc_id: str
    field: str
    value: str
    who: str
    why: str
    outcome: Outcome = "pending"
    row_id: str = ""
    place: str = ""

    @property
    def of_row(self) -> bool:
        """Whether an evidence row is corrected, not an article."""
        return bool(self.row_id or self.place)


def _amended(row: LedgerRow, fates: Mapping[str, tuple[Fate, tuple[tuple[str, str], ...]]]) -> LedgerRow:
    if row.fate == "dropped" or row.doc_id not in fates:
        return row
    fate, notes = fates[row.doc_id]
    reasons = dict.fromkeys((*(row.reasons if fate != "dropped" else ()), *(reason for reason, _ in notes)))
    details = dict.fromkeys(filter(None, (row.detail if fate != "dropped" else "", *(detail for _, detail in notes))))
    return replace(row, fate=fate, reason=", ".join(reasons), detail="; ".join(details))


def _twice(values: Iterable[str]) -> list[str]:
    return sorted(value for value, n in Counter(values).items() if n > 1)
