"""From a number to the words: passages of evidence, each in its paragraph.

The one rule: every passage is shown in its own text with its place, and what a number counts beyond them is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.markup import Mark, mark_text, show_text
from toolkit.places import Segments, places_of
from toolkit.rows import Corpus, Document
from toolkit.show.cells import rows_of_cell
from toolkit.show.kinds import known
from toolkit.show.texts import Html, value_in_words
from toolkit.tables import require_columns

Tables = pd.DataFrame | Sequence[pd.DataFrame]
_PLACES = "places of the passage"
_WHAT = "the table of passages"


def read_passages(
    rows: Tables,
    corpus: Corpus,
    *,
    behind: pd.DataFrame | None = None,
    cell: Mapping[str, object] | pd.Series[Any] | None = None,
    by: str | None = None,
    beside: Mapping[str, str] | None = None,
    limit: int = 100,
) -> Html:
    """Read the passages behind any number or evidence table, each in its paragraph, with its place in the text.

    Parameters
    ----------
    rows
        Rows of an evidence table (quotations, mentions, labels, frame cues, ties, stances, breaches, scare quotes, role
        conflicts, passages, KWIC, tokens), or several tables.
    behind
        The evidence of a count, such as ``count_labels_evidence(labels)``: only rows that it names are shown.
    cell
        Which rows are meant: values by column of `behind`, or else of `rows`, None for a missing one; or a row of the
        table of counts, such as ``counts.iloc[0]``.
    by
        A column to group by; groups come folded, with their number of passages.
    beside
        Further columns for the line under each passage, and the words before them; a missing value is left out.
    limit
        Passages to show at most per group.

    Examples
    --------
    What stands behind the first row of a count, and behind one of its numbers::

        counts, evidence = tk.count_labels(labels), tk.count_labels_evidence(labels)
        tk.read_passages(labels, corpus, behind=evidence, cell=counts.iloc[0])
        tk.read_passages(labels, corpus, behind=evidence, cell={"actor": "hamas", "cell": "neutral"})
    """
    beside = dict(beside or {})
    tables = [rows] if isinstance(rows, pd.DataFrame) else [*rows]
    if not tables:
        raise TableError(f"{_WHAT} is missing; give the evidence that was counted, such as labels")
    placed = pd.concat([_placed(table) for table in tables], ignore_index=True)
    require_columns(placed, [*beside, *([by] if by else [])], what=_WHAT)
    meant, note = rows_of_cell(placed, behind, cell)
    listed = partial(_passages, corpus=corpus, beside=beside, limit=limit)
    rest = f"<p><small>{show_text(note)}</small></p>" if note else ""
    plain = (
        f"{len(meant)} passage{'' if len(meant) == 1 else 's'}"
        + (f" by {by}" if by else "")
        + (f". {note}" if note else "")
    )
    return Html((fold_groups(meant, by, listed) if by else listed(meant)) + rest, plain)


def list_passages(items: Sequence[str], *, n: int) -> str:
    """Give the HTML of a list of passages, and how many of the `n` it leaves out."""
    more = f"<p><small>{n - len(items)} more in the table.</small></p>" if n > len(items) else ""
    return f'<ol class="passages">{"".join(items)}</ol>{more}'


def fold_groups(rows: pd.DataFrame, by: str, listed: Callable[[pd.DataFrame], str]) -> str:
    """Give the HTML of each group of rows, folded under its name and number of rows."""
    groups = rows.assign(**{by: rows[by].fillna("(left open)")}).groupby(by, sort=True)
    return "".join(
        f"<details><summary>{show_text(str(name))} <small>({len(group)})</small></summary>{listed(group)}</details>"
        for name, group in groups
    )


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    require_columns(table, ["doc_id"], what=_WHAT)
    places = places_of(table, what=_WHAT)
    return table.assign(**{_PLACES: pd.Series(places, index=table.index, dtype="object")})


def _passages(rows: pd.DataFrame, *, corpus: Corpus, beside: Mapping[str, str], limit: int) -> str:
    records = rows.head(limit).to_dict("records")
    return list_passages([_passage(r, corpus[r["doc_id"]], beside) for r in records], n=len(rows))


def _passage(record: dict[Any, Any], document: Document, beside: Mapping[str, str]) -> str:
    places: Segments = record[_PLACES]
    first, last = places[0][0], places[-1][1]
    start, end = _context(document, first, last)
    text = mark_text(document.text, [Mark(*place) for place in places], start=start, end=end)
    told = [f"{words} {value_in_words(record[name])}".strip() for name, words in beside.items() if known(record, name)]
    where = [*([", ".join(told)] if told else []), f"{document.doc_id} [{first}:{last}]", *_voice(record)]
    where += [record["row_id"]] if known(record, "row_id") else []
    return f"<li>{text} <small>{show_text(' · '.join(where))}</small></li>"


def _voice(record: dict[Any, Any]) -> list[str]:
    if not known(record, "voice"):
        return []
    whose = "speaker_name" if record["voice"] == "verbatim" else "reported_of"
    return [f"{record['voice']}: {record[whose]}" if known(record, whose) else record["voice"]]


def _context(document: Document, start: int, end: int) -> tuple[int, int]:
    """Give the lines of the text that hold the passage."""
    holding = [z.span for z in document.zones if z.span.start < end and start < z.span.end]
    return (holding[0].start, holding[-1].end) if holding else (start, end)
