"""A passage with the words that moved a stance marked, so that a reader can see why.

The one rule: whatever comes from a text is escaped, and an abstention is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from toolkit.excerpts import Evidence, find_excerpt, words_of
from toolkit.markup import show_text
from toolkit.show.passages import list_passages
from toolkit.show.samples import MOST, fold_groups, in_sample, sample_rows
from toolkit.show.texts import Html
from toolkit.tables import require_columns

_READ = "row_id doc_id voice holder_name target label best score confidence words mention_start mention_end".split()
_SENTENCE = ["sentence_start", "sentence_text"]
_HTML = {"": "{}", "word": "<mark>{}</mark>", "target": "<strong>{}</strong>"}
_PLAIN = {"": "{}", "word": "[{}]", "target": "*{}*"}


def explain_stance(
    stances: pd.DataFrame,
    *,
    by: str | None = None,
    limit: int = 100,
    most: int = MOST,
    evidence: Evidence = "full",
    seed: int = 0,
) -> Html:
    """Show the sentence of each stance, the target bold and the words that moved the score marked.

    Parameters
    ----------
    stances
        Rows of `extract_stances`.
    by
        A column to group by; groups come folded, with their number of rows.
    limit
        Rows to show at most, per group; of more, a sample.
    most
        Rows to show at most in all groups together.
    evidence
        How much of a sentence to show: all of it, 40 words around the target (``"snippet"``), or the place of the
        target alone (``"offsets"``).

    Notes
    -----
    The model cannot see the target; it weighs the words around it. In plain text marked words stand in
    [brackets], the target between *stars*.
    """
    require_columns(stances, [*_READ, *_SENTENCE, *([by] if by else [])], what="the table of stances")
    words_of(evidence)
    listed = partial(_listed, evidence=evidence)
    if by is not None:
        html = fold_groups(stances, by, listed, limit=limit, most=most, seed=seed)
        return Html(html, f"{len(stances)} stances by {by}")
    drawn = sample_rows(stances, limit, seed=seed)
    plain = [f"{_marked(record, _PLAIN, evidence)}\n  {_verdict(record)}" for record in drawn.to_dict("records")]
    plain += [in_sample(len(drawn), len(stances))] if len(drawn) < len(stances) else []
    return Html(listed(drawn, len(stances)), "\n".join(plain) or "no stances")


def _listed(stances: pd.DataFrame, n: int, *, evidence: Evidence) -> str:
    records = stances.to_dict("records")
    items = [f"<li>{_marked(r, _HTML, evidence)} <small>{show_text(_verdict(r))}</small></li>" for r in records]
    return list_passages(items, n=n)


def _marked(record: dict[Any, Any], marks: Mapping[str, str], evidence: Evidence) -> str:
    """Write the sentence, or what is to be shown of it, with its words and the target marked."""
    if evidence == "offsets":
        return f"[{record['mention_start']}:{record['mention_end']}]"
    escaped = show_text if marks is _HTML else str
    return "".join(marks[kind].format(escaped(text)) for kind, text in _pieces(record, words_of(evidence)))


def _pieces(record: dict[Any, Any], most: int | None) -> Iterator[tuple[str, str]]:
    """Cut the sentence, or so many words around the target, into plain parts, words and the target."""
    text, begin = record["sentence_text"], record["sentence_start"]
    target = record["mention_start"] - begin, record["mention_end"] - begin
    start, end = find_excerpt(text, *target, first=0, last=len(text), most=most)
    places = [(word["start"] - begin, word["end"] - begin, "word") for word in record["words"]]
    places = [place for place in [*places, (*target, "target")] if start <= place[0] and place[1] <= end]
    position = start
    yield "", "… " if start else ""
    for first, last, kind in sorted(places):
        yield "", text[position:first]
        yield kind, text[first:last]
        position = last
    yield "", text[position:end]
    yield "", " …" if end < len(text) else ""


def _verdict(record: dict[Any, Any]) -> str:
    holder = "nobody named" if pd.isna(record["holder_name"]) else record["holder_name"]
    label = f"unclear (perhaps {record['best']})" if record["label"] == "unclear" else record["label"]
    sure = f"score {record['score']:+.2f}, confidence {record['confidence']:.2f}"
    who = f"{record['voice']}: {holder} → {record['target']}"
    return f"{label}, {sure} · {who} · {record['doc_id']} {record['row_id']}"
