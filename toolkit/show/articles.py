"""One article with everything that was found in it.

The one rule: each mark says what it is and has its row in the list under the article; nothing found is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.markup import Mark, show_text
from toolkit.places import Segments, places_of
from toolkit.rows import Document
from toolkit.rows.cards import article_heading, article_html
from toolkit.show.kinds import Kind, Record, kind_of, known
from toolkit.show.texts import Html, show_table
from toolkit.tables import require_columns, to_frame

_WHAT = "a table of rows to mark"


def show_article(document: Document, *rows: pd.DataFrame | Sequence[Any]) -> Html:
    """Show an article with quotations, speakers, labels, frame cues, ties or any other rows of evidence marked.

    Parameters
    ----------
    document
        The article, ``corpus[doc_id]``.
    rows
        Evidence tables of the corpus (rows of other articles are left aside), or what ``find_…`` gives. A mark says
        its number and what it means: ``Q3 Ada Lind`` is the third quotation, of Ada Lind. Under the article every mark
        is listed with voice and ``row_id``.

    Examples
    --------
    >>> from toolkit.corpus import as_document
    >>> show_article(as_document("The pact was signed."))
    text: nothing marked
    """
    marks: list[Mark] = []
    listed: list[Record] = []
    counts: list[str] = []
    for table in _tables(document, rows):
        kind = kind_of(table)
        places = places_of(table, what=_WHAT)
        records = sorted(zip(places, table.to_dict("records"), strict=True), key=lambda pair: pair[0])
        numbered = [(f"{kind.letter}{n}", *each) for n, each in enumerate(records, start=1)]
        for name, segments, record in numbered:
            marks += _marks(name, kind, segments, record)
            listed.append(_entry(name, kind, segments, record, document))
        marks += _sources(kind, numbered)
        counts.append(f"{len(table)} {kind.noun}{'' if len(table) == 1 else 's'} ({kind.letter})")
    said = ", ".join(counts) or "nothing marked"
    below = show_table(pd.DataFrame(listed), caption="Marks", limit=len(listed), folded=True).html if listed else ""
    html = f"{article_heading(document)}<p><small>{show_text(said)}</small></p>{article_html(document, marks)}{below}"
    return Html(html, f"{document.doc_id}: {said}", coloured=True)


def _tables(document: Document, rows: Sequence[pd.DataFrame | Sequence[Any]]) -> Iterator[pd.DataFrame]:
    """Lay out what was given, the rows of this article only; equal kinds are one table, so that no number is double."""
    kinds: dict[str, list[pd.DataFrame]] = {}
    for given in rows:
        table = given if isinstance(given, pd.DataFrame) else to_frame(given, type(given[0])) if given else None
        if table is not None:
            require_columns(table, ["doc_id"], what=_WHAT)
            here = table[table["doc_id"] == document.doc_id]
            kinds.setdefault(kind_of(table).letter, []).append(here)
    for tables in kinds.values():
        yield pd.concat(tables, ignore_index=True)


def _marks(name: str, kind: Kind, segments: Segments, record: Record) -> Iterator[Mark]:
    *before, last = segments
    yield from (Mark(*place, f"{name}…", kind=kind.colour) for place in before)
    yield Mark(*last, name, kind.said(record), kind.colour)


def _sources(kind: Kind, numbered: Sequence[tuple[str, Segments, Record]]) -> Iterator[Mark]:
    """Mark the words that say who is quoted, once where they say it of several quotations."""
    of: dict[tuple[int, int], list[str]] = {}
    for name, _, record in numbered if kind.letter == "Q" else ():
        if known(record, "source_start"):
            of.setdefault((int(record["source_start"]), int(record["source_end"])), []).append(name)
    yield from (Mark(*place, "source", f"of {', '.join(names)}", "source") for place, names in of.items())


def _entry(name: str, kind: Kind, segments: Segments, record: Record, document: Document) -> Record:
    first, last = segments[0][0], segments[-1][1]
    if not 0 <= first < last <= len(document.text):
        raise TableError(f"row {record.get('row_id', name)} stands at {first}:{last}, outside {document.doc_id}")
    words = " … ".join(document.text[start:end] for start, end in segments)
    entry = {"mark": name, "is": kind.noun, "says": kind.said(record), "words": words}
    return entry | {column: record.get(column) for column in ("voice", "row_id")}
