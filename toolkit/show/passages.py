"""From a number to the words: passages of evidence, each in its paragraph.

The one rule: every passage is shown in its own text with its place, and what a number counts beyond them is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.excerpts import Evidence, find_excerpt, words_of
from toolkit.markup import Mark, mark_text, show_text
from toolkit.places import Segments, places_of
from toolkit.rows import Corpus, Document
from toolkit.show.cells import rows_of_cell
from toolkit.show.kinds import known
from toolkit.show.samples import MOST, fold_groups, in_sample, sample_rows
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
    cell: Mapping[str, object] | pd.Series[Any] | pd.DataFrame | None = None,
    by: str | None = None,
    beside: Mapping[str, str] | None = None,
    limit: int = 100,
    most: int = MOST,
    evidence: Evidence = "full",
    seed: int = 0,
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
        table of counts, such as ``counts.iloc[0]``, or several such rows, ``counts.head(3)``; of none nothing is shown.
    by
        A column to group by; groups come folded, with their number of passages.
    beside
        Further columns for the line under each passage, and the words before them; a missing value is left out.
    limit
        Passages to show at most, per group. Of more, a sample is shown, and the list says of how many.
    most
        Passages to show at most in all groups together; large groups give way to small ones.
    evidence
        How much of the texts to show: the whole lines that hold a passage (``"full"``), 40 words around it
        (``"snippet"``), or its place alone (``"offsets"``), for texts that may not be passed on.

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
    words_of(evidence)
    listed = partial(_passages, corpus=corpus, beside=beside, evidence=evidence)
    rest = f"<p><small>{show_text(note)}</small></p>" if note else ""
    plain = (
        f"{len(meant)} passage{'' if len(meant) == 1 else 's'}"
        + (f" by {by}" if by else "")
        + (f". {note}" if note else "")
    )
    if by:
        return Html(fold_groups(meant, by, listed, limit=limit, most=most, seed=seed) + rest, plain)
    return Html(listed(sample_rows(meant, limit, seed=seed), len(meant)) + rest, plain)


def list_passages(items: Sequence[str], *, n: int) -> str:
    """Give the HTML of a list of passages; of a sample of `n` it says so."""
    more = f"<p><small>{in_sample(len(items), n)}</small></p>" if n > len(items) else ""
    return f'<ol class="passages">{"".join(items)}</ol>{more}'


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    require_columns(table, ["doc_id"], what=_WHAT)
    places = places_of(table, what=_WHAT)
    return table.assign(**{_PLACES: pd.Series(places, index=table.index, dtype="object")})


def _passages(rows: pd.DataFrame, n: int, *, corpus: Corpus, beside: Mapping[str, str], evidence: Evidence) -> str:
    records = rows.to_dict("records")
    return list_passages([_passage(r, corpus[r["doc_id"]], beside, evidence) for r in records], n=n)


def _passage(record: dict[Any, Any], document: Document, beside: Mapping[str, str], evidence: Evidence) -> str:
    places: Segments = record[_PLACES]
    first, last = places[0][0], places[-1][1]
    text = "" if evidence == "offsets" else _words(document, places, words_of(evidence))
    told = [f"{words} {value_in_words(record[name])}".strip() for name, words in beside.items() if known(record, name)]
    where = [*([", ".join(told)] if told else []), f"{document.doc_id} [{first}:{last}]", *_voice(record)]
    where += [record["row_id"]] if known(record, "row_id") else []
    return f"<li>{text} <small>{show_text(' · '.join(where))}</small></li>"


def _words(document: Document, places: Segments, most: int | None) -> str:
    """Give the HTML of a passage in its lines, or of so many words around it."""
    first, last = _context(document, places[0][0], places[-1][1])
    start, end = find_excerpt(document.text, places[0][0], places[-1][1], first=first, last=last, most=most)
    text = mark_text(document.text, [Mark(*place) for place in places], start=start, end=end)
    return f"{'… ' if start > first else ''}{text}{' …' if end < last else ''}"


def _voice(record: dict[Any, Any]) -> list[str]:
    if not known(record, "voice"):
        return []
    whose = "speaker_name" if record["voice"] == "verbatim" else "reported_of"
    return [f"{record['voice']}: {record[whose]}" if known(record, whose) else record["voice"]]


def _context(document: Document, start: int, end: int) -> tuple[int, int]:
    """Give the lines of the text that hold the passage."""
    holding = [z.span for z in document.zones if z.span.start < end and start < z.span.end]
    return (holding[0].start, holding[-1].end) if holding else (start, end)
