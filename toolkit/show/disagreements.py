"""Say where counting printings and counting stories lead to opposite answers.

The one rule: nothing is said of an agreement that was not looked at; how many were compared stands in the sentence.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.markup import show_text
from toolkit.show.texts import Html
from toolkit.tables import require_columns

_MOVES, _DIFFERENCES = ("share", "share_stories"), ("difference", "difference_stories")


def show_disagreements(table: pd.DataFrame, *, limit: int = 20) -> Html:
    """Show in sentences where a table's figures per printing and per story have opposite signs.

    Parameters
    ----------
    table
        What ``compare_printings``, ``compare_event``, ``compare_periods`` or ``build_timeline`` gave.
    limit
        How many to list; the sentence says how many there are.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["Herald", "Post"], "tone": "harsh", "difference": [0.2, 0.1]})
    >>> show_disagreements(table.assign(difference_stories=[-0.07, 0.1], disagrees=[True, False]))
    Printings and stories have opposite signs in 1 of 2 comparisons. Herald, harsh: +0.20 per printing, -0.07 per story.
    """
    require_columns(table, ["disagrees"], what="the table")
    columns = next((pair for pair in (_DIFFERENCES, _MOVES) if {*pair} <= {*table.columns}), None)
    if columns is None:
        raise TableError("the table has neither difference and difference_stories nor share and share_stories")
    known = table.dropna(subset=[*columns])
    apart = known[known["disagrees"].astype(bool)]
    what = "comparisons" if columns == _DIFFERENCES else "shares, each with the period before"
    if known.empty:
        return _said("Printings and stories were not compared: there are too few stories.", [])
    if apart.empty:
        return _said(f"Printings and stories agree in sign in all of {len(known)} {what}.", [])
    listed = [_line(row, table, columns) for row in apart.head(limit).to_dict("records")]
    more = f" The first {limit} are listed." if len(apart) > limit else ""
    return _said(f"Printings and stories have opposite signs in {len(apart)} of {len(known)} {what}.{more}", listed)


def _line(row: dict[Any, Any], table: pd.DataFrame, columns: tuple[str, str]) -> str:
    """Name a row by its leading columns of words."""
    names = []
    for name in table.columns:
        if pd.api.types.is_numeric_dtype(table[name]):
            break
        if not pd.api.types.is_datetime64_any_dtype(table[name]) and name != "against":
            names.append(str(row[name]))
    sign = "+" if columns == _DIFFERENCES else ""
    per_printing, per_story = (f"{row[name]:{sign}.2f}" for name in columns)
    return f"{', '.join(names)}: {per_printing} per printing, {per_story} per story"


def _said(sentence: str, listed: list[str]) -> Html:
    items = "".join(f"<li>{show_text(line)}</li>" for line in listed)
    html = f"<p>{show_text(sentence)}</p>" + (f"<ul>{items}</ul>" if items else "")
    return Html(html, " ".join([sentence, *(f"{line}." for line in listed)]))
