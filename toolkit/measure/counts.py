"""Count evidence rows in cells, and say for every cell which rows stand in it.

The one rule: a row without a name for its cell is counted under a name that says so, never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pandas as pd

from toolkit.rows import Polarity, QuoteKind
from toolkit.tables import require_columns

LEFT_OPEN = "(left open)"
NOBODY = "(nobody named)"
_POLARITIES: list[str] = list(get_args(Polarity))
_VOICES: list[str] = ["narrator", "paraphrase", "verbatim", "republished"]
_KINDS: list[str] = list(get_args(QuoteKind))


def count_labels(labels: pd.DataFrame, *, by: Sequence[str] = ("actor", "voice")) -> pd.DataFrame:
    """Count naming choices.

    Parameters
    ----------
    labels
        A table of `Label` rows.
    by
        Its columns that make the rows of the result. A label whose actor the text leaves open is counted as
        ``(left open)``; a missing speaker as ``(nobody named)``.

    Returns
    -------
    pandas.DataFrame
        One row per combination found, most labels first: `by`, then ``delegitimising``, ``neutral``,
        ``legitimising`` and ``n`` (labels), ``n_articles``, and ``share_…`` of each kind in ``n``.
    """
    counted = count_cells(_label_cells(labels, by), by, _POLARITIES)
    for polarity in _POLARITIES:
        counted[f"share_{polarity}"] = counted[polarity] / counted["n"]
    return counted


def count_labels_evidence(labels: pd.DataFrame, *, by: Sequence[str] = ("actor", "voice")) -> pd.DataFrame:
    """Give the labels behind every cell of ``count_labels(labels, by=by)``: `by`, ``cell``, ``doc_id``, ``row_id``."""
    return list_evidence(_label_cells(labels, by), by)


def count_frames(cues: pd.DataFrame, *, by: Sequence[str] = ("frame",)) -> pd.DataFrame:
    """Count frame cues per voice.

    Parameters
    ----------
    cues
        A table of `FrameCue` rows.
    by
        Its columns that make the rows of the result.

    Returns
    -------
    pandas.DataFrame
        One row per combination found, most cues first: `by`, then ``narrator``, ``paraphrase``, ``verbatim``,
        ``republished``, ``n`` and ``n_articles``.
    """
    return count_cells(_frame_cells(cues, by), by, _VOICES)


def count_frames_evidence(cues: pd.DataFrame, *, by: Sequence[str] = ("frame",)) -> pd.DataFrame:
    """Give the frame cues behind every cell of ``count_frames(cues, by=by)``."""
    return list_evidence(_frame_cells(cues, by), by)


def count_quotes(quotes: pd.DataFrame, *, by: Sequence[str] = ("doc_id",)) -> pd.DataFrame:
    """Count quotations per combination of `by`: ``direct``, ``mixed``, ``indirect``, ``n``, ``n_articles``."""
    return count_cells(_quote_cells(quotes, by), by, _KINDS)


def count_quotes_evidence(quotes: pd.DataFrame, *, by: Sequence[str] = ("doc_id",)) -> pd.DataFrame:
    """Give the quotations behind every cell of ``count_quotes(quotes, by=by)``."""
    return list_evidence(_quote_cells(quotes, by), by)


def tabulate_articles(articles: pd.DataFrame, quotes: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Lay out what each article holds; an article with nothing keeps its row.

    Parameters
    ----------
    articles
        ``corpus.describe()``, or any table with ``doc_id``.

    Returns
    -------
    pandas.DataFrame
        `articles` with ``n_quotes``, ``n_direct``, ``n_mixed``, ``n_indirect`` and ``n_labels``.
    """
    kinds = count_quotes(quotes).set_index("doc_id").rename(columns={"n": "n_quotes"} | {k: f"n_{k}" for k in _KINDS})
    named = labels.groupby("doc_id").size().rename("n_labels")
    found = pd.concat([kinds.drop(columns="n_articles"), named], axis=1)
    columns = ["n_quotes", *(f"n_{kind}" for kind in _KINDS), "n_labels"]
    aligned = found.reindex(articles["doc_id"])[columns].fillna(0).astype("int64")
    return pd.concat([articles.reset_index(drop=True), aligned.reset_index(drop=True)], axis=1)


def _label_cells(labels: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    require_columns(labels, [*by, "polarity", "row_id", "doc_id"], what="the table of labels")
    cells = labels[["row_id", "doc_id"]].assign(cell=labels["polarity"])
    names = {"actor": LEFT_OPEN, "actor_name": LEFT_OPEN}
    return cells.assign(**{name: labels[name].fillna(names.get(name, NOBODY)) for name in by})


def _frame_cells(cues: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    require_columns(cues, [*by, "voice", "row_id", "doc_id"], what="the table of frame cues")
    cells = cues[["row_id", "doc_id"]].assign(cell=cues["voice"])
    return cells.assign(**{name: cues[name].fillna(NOBODY) for name in by})


def _quote_cells(quotes: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    require_columns(quotes, [*by, "kind", "row_id", "doc_id"], what="the table of quotations")
    cells = quotes[["row_id", "doc_id"]].assign(cell=quotes["kind"])
    return cells.assign(**{name: quotes[name].fillna(NOBODY) for name in by})


def count_cells(cells: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Count rows of ``row_id``, ``doc_id``, ``cell`` and `by`: a column per cell, then ``n`` and ``n_articles``."""
    keys = list(by)
    counted = cells.groupby([*keys, "cell"]).size().unstack("cell", fill_value=0)
    counted = counted.reindex(columns=list(columns), fill_value=0)
    counted["n"] = counted.sum(axis=1)
    counted["n_articles"] = cells.groupby(keys)["doc_id"].nunique()
    ordered = counted.reset_index().sort_values(["n", *keys], ascending=[False, *[True] * len(keys)])
    return ordered.rename_axis(columns=None).reset_index(drop=True)


def list_evidence(cells: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Give the rows behind every cell of `count_cells`."""
    both = pd.concat([cells, cells.assign(cell="n")], ignore_index=True)
    ordered = both.sort_values([*by, "cell", "doc_id", "row_id"], ignore_index=True)
    return ordered[list(dict.fromkeys([*by, "cell", "doc_id", "row_id"]))]
