"""A timeline to explore: points that open their sentences, and a selection that comes back as a table.

The one rule: whatever the widget shows is in the table, and without it the same sentences are listed.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.markup import show_text, spell_out
from toolkit.measure import with_articles
from toolkit.places import Segments, places_of
from toolkit.rows import Corpus, Document
from toolkit.show.kinds import known
from toolkit.show.passages import read_passages
from toolkit.show.texts import Html
from toolkit.tables import require_columns

if TYPE_CHECKING:
    from toolkit.show.explorer.widget import Explorer

_WHAT = "the table of rows to explore"
_OF = "frame_title actor_name speaker_name category target actor searched rule token voice".split()
_LEFT_OPEN = "(left open)"
_AROUND = 160  # characters on either side where a row has no sentence
_INSTALL = "pip install 'framing-toolkit[explore]'"


def show_explorer(rows: pd.DataFrame, corpus: Corpus, *, of: str | None = None, limit: int = 3000) -> Explorer | Html:
    """Show rows of evidence as points on a timeline that open their sentences.

    Points can be filtered by outlet, voice and the column `of`, and picked by a click or by dragging over a time; what
    is picked is ``explorer.selection``, a table of these rows.

    Parameters
    ----------
    rows
        Any evidence table: frame cues, labels, quotations, ties, stances.
    of
        The column whose values make the lines: by default the frame, the actor, the speaker, the category.
    limit
        Rows to show at most; more are refused, so that none is missing unseen.

    Returns
    -------
    Explorer or Html
        A widget, where the extra ``explore`` is installed; else the passages period by period, and how to install it.
        A page without a kernel shows the passages, too.
    """
    require_columns(rows, ["doc_id", *([of] if of else [])], what=_WHAT)
    if len(rows) > limit:
        raise TableError(f"{len(rows)} rows are more than {limit}; filter them, or pass limit={len(rows)}")
    column = of or next((name for name in _OF if name in rows.columns), "doc_id")
    shown = rows.reset_index(drop=True)
    listed = _listed(shown, corpus)
    if find_spec("anywidget") is None:
        hint = f"To pick and filter on a timeline: {_INSTALL}, then restart the kernel."
        return Html(f"<p>{show_text(hint)}</p>{listed.html}", f"{listed.plain}. {hint}")
    from toolkit.show.explorer.widget import make_explorer

    return make_explorer(shown, _points(shown, corpus, column), of=column.replace("_", " "), fallback=listed)


def _listed(rows: pd.DataFrame, corpus: Corpus) -> Html:
    """List the passages year by year: what is shown where no widget can be."""
    return read_passages(with_articles(rows, corpus.describe(), columns=[], every="year"), corpus, by="period")


def _points(rows: pd.DataFrame, corpus: Corpus, column: str) -> list[dict[str, Any]]:
    places = places_of(rows, what=_WHAT)
    records = zip(rows.to_dict("records"), places, strict=True)
    return [_point(i, record, place, corpus[record["doc_id"]], column) for i, (record, place) in enumerate(records)]


def _point(i: int, record: dict[Any, Any], places: Segments, document: Document, column: str) -> dict[str, Any]:
    start, end = places[0][0], places[-1][1]
    first, last = _around(record, document, start, end)
    texts = {
        "before": document.text[first:start],
        "words": document.text[start:end],
        "after": document.text[end:last],
        "outlet": document.outlet,
        "group": str(record[column]) if known(record, column) else _LEFT_OPEN,
        "voice": record["voice"] if known(record, "voice") else "(not told)",
        "days": document.published,
        "doc": document.doc_id,
    }
    days = {"from": document.published_earliest, "to": document.published_latest}
    return {
        "i": i,
        **{name: spell_out(text) for name, text in texts.items()},
        **{name: day and day.isoformat() for name, day in days.items()},
    }


def _around(record: dict[Any, Any], document: Document, start: int, end: int) -> tuple[int, int]:
    """Give the sentence of a row, or so many characters of its line."""
    if known(record, "sentence_start"):
        return min(start, int(record["sentence_start"])), max(end, int(record["sentence_end"]))
    line = next((z.span for z in document.zones if z.span.start <= start < z.span.end), None)
    first, last = (line.start, max(end, line.end)) if line else (0, len(document.text))
    return max(first, start - _AROUND), min(last, end + _AROUND)
