"""Count evidence rows in cells, and say for every cell which rows stand in it.

The one rule: a row without a name for its cell is counted under a name that says so, never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pandas as pd

from toolkit.rows import Polarity, QuoteKind, TieStatus
from toolkit.tables import require_columns

LEFT_OPEN = "(left open)"
NOBODY = "(nobody named)"
_POLARITIES: list[str] = list(get_args(Polarity))
_VOICES: list[str] = ["narrator", "paraphrase", "verbatim", "republished"]
_KINDS: list[str] = list(get_args(QuoteKind))
_TOLD = ("asserted", "reported")
TIE_CELLS = ["cooperative", "conflictual", *(status for status in get_args(TieStatus) if status not in _TOLD)]


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


def count_ties(ties: pd.DataFrame, *, by: Sequence[str] = ("source_side", "target_side")) -> pd.DataFrame:
    """Count ties: cooperation and conflict as asserted and reported, and the rest apart.

    Parameters
    ----------
    ties
        A table of `Tie` rows.
    by
        Its columns that make the rows of the result.

    Returns
    -------
    pandas.DataFrame
        One row per combination found, most ties first: `by`, then ``cooperative`` and ``conflictual`` (asserted or
        reported, by the sign of their valence), ``denied``, ``planned``, ``habitual``, ``hypothetical``, ``n`` (all of
        these), ``n_articles`` and ``mean_valence`` (over the cooperative and conflictual ones; missing where there are
        none). Every telling counts: the same event told in two articles is two ties. In mutual categories ("A met B")
        which side is the source says only who is named first.
    """
    counted = count_cells(_tie_cells(ties, by), by, TIE_CELLS)
    told = _tie_cells(ties, by).assign(valence=ties["valence"]).query("cell in ('cooperative', 'conflictual')")
    means = told.groupby([*by])["valence"].mean().rename("mean_valence").reset_index()
    return counted.merge(means, on=[*by], how="left")


def count_ties_evidence(ties: pd.DataFrame, *, by: Sequence[str] = ("source_side", "target_side")) -> pd.DataFrame:
    """Give the ties behind every cell of ``count_ties(ties, by=by)``."""
    return list_evidence(_tie_cells(ties, by), by)


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


def _tie_cells(ties: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    require_columns(ties, [*by, "row_id", "doc_id"], what="the table of ties")
    cells = ties[["row_id", "doc_id"]].assign(cell=tie_cell(ties))
    return cells.assign(**{name: ties[name].fillna(NOBODY) for name in by})


def tie_cell(ties: pd.DataFrame) -> pd.Series:
    """Give the column of the counts in which each tie stands: by its sign if it is told as so, else by its status."""
    require_columns(ties, ["status", "valence"], what="the table of ties")
    signs = ties["valence"].map(lambda valence: "cooperative" if valence > 0 else "conflictual")
    return ties["status"].where(~ties["status"].isin(_TOLD), signs).astype("str")


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
