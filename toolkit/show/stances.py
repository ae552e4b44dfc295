"""A passage with the words that moved a stance marked, so that a reader can see why.

The one rule: whatever comes from a text is escaped, and an abstention is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from toolkit.markup import show_text
from toolkit.show.passages import fold_groups, list_passages
from toolkit.show.texts import Html
from toolkit.tables import require_columns

_READ = "row_id doc_id voice holder_name target label best score confidence words mention_start mention_end".split()
_SENTENCE = ["sentence_start", "sentence_text"]


def explain_stance(stances: pd.DataFrame, *, by: str | None = None, limit: int = 100) -> Html:
    """Show the sentence of each stance, the target bold and the words that moved the score marked.

    Parameters
    ----------
    stances
        Rows of `extract_stances`.
    by
        A column to group by; groups come folded, with their number of rows.
    limit
        Rows to show at most, per group.

    Notes
    -----
    The model cannot see the target; it weighs the words around it. In plain text marked words stand in
    [brackets], the target between *stars*.
    """
    require_columns(stances, [*_READ, *_SENTENCE, *([by] if by else [])], what="the table of stances")
    if by is not None:
        return Html(fold_groups(stances, by, partial(_listed, limit=limit)), f"{len(stances)} stances by {by}")
    rest = len(stances) - limit
    plain = [f"{_plain(record)}\n  {_verdict(record)}" for record in stances.head(limit).to_dict("records")]
    plain += [f"{rest} more in the table."] if rest > 0 else []
    return Html(_listed(stances, limit=limit), "\n".join(plain) or "no stances")


def _listed(stances: pd.DataFrame, *, limit: int) -> str:
    records = stances.head(limit).to_dict("records")
    items = [f"<li>{_html(record)} <small>{show_text(_verdict(record))}</small></li>" for record in records]
    return list_passages(items, n=len(stances))


def _html(record: dict[Any, Any]) -> str:
    marks = {"": "{}", "word": "<mark>{}</mark>", "target": "<strong>{}</strong>"}
    return "".join(marks[kind].format(show_text(text)) for kind, text in _pieces(record))


def _plain(record: dict[Any, Any]) -> str:
    marks = {"": "{}", "word": "[{}]", "target": "*{}*"}
    return "".join(marks[kind].format(text) for kind, text in _pieces(record))


def _pieces(record: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    """Cut the sentence into plain parts, words and the target."""
    text, first = record["sentence_text"], record["sentence_start"]
    places = [(word["start"], word["end"], "word") for word in record["words"]]
    places.append((record["mention_start"], record["mention_end"], "target"))
    position = 0
    for start, end, kind in sorted(places):
        yield "", text[position : start - first]
        yield kind, text[start - first : end - first]
        position = end - first
    yield "", text[position:]


def _verdict(record: dict[Any, Any]) -> str:
    holder = "nobody named" if pd.isna(record["holder_name"]) else record["holder_name"]
    label = f"unclear (perhaps {record['best']})" if record["label"] == "unclear" else record["label"]
    sure = f"score {record['score']:+.2f}, confidence {record['confidence']:.2f}"
    who = f"{record['voice']}: {holder} → {record['target']}"
    return f"{label}, {sure} · {who} · {record['doc_id']} {record['row_id']}"
