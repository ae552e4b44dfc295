"""Lay out under which spellings each actor was found.

The one rule: it reads the mentions table alone, so that it shows what was matched and not what was meant.
"""

from __future__ import annotations

import pandas as pd

from toolkit.tables import require_columns

_KEYS = ["actor", "spelling", "form"]


def tabulate_spellings(mentions: pd.DataFrame) -> pd.DataFrame:
    """Lay out every spelling of every actor, with the articles where it stands.

    Parameters
    ----------
    mentions
        A table of `Mention` rows.

    Returns
    -------
    pandas.DataFrame
        One row per actor, spelling and form, actors in order and their most frequent spelling first: ``actor``,
        ``spelling`` (spaces of every kind made plain), ``form``, ``n`` (mentions), ``share`` (in the actor's mentions),
        ``n_articles``, ``articles`` (their ids, joined by "; ").

    Examples
    --------
    >>> mentions = pd.DataFrame(
    ...     [["r1", "d1", "mashaal", "Mashaal", "alias"], ["r2", "d2", "mashaal", "Meshaal", "variant"]],
    ...     columns=["row_id", "doc_id", "actor", "mention_text", "form"],
    ... )
    >>> tabulate_spellings(mentions)[["spelling", "n", "articles"]].values.tolist()
    [['Mashaal', 1, 'd1'], ['Meshaal', 1, 'd2']]
    """
    cells = _cells(mentions)
    groups = cells.groupby(_KEYS)["doc_id"]
    counted = groups.agg(n="size", n_articles="nunique", articles=lambda ids: "; ".join(sorted(set(ids)))).reset_index()
    counted.insert(4, "share", counted["n"] / counted.groupby("actor")["n"].transform("sum"))
    return counted.sort_values(
        ["actor", "n", "spelling", "form"], ascending=[True, False, True, True], ignore_index=True
    )


def tabulate_spellings_evidence(mentions: pd.DataFrame) -> pd.DataFrame:
    """Give the mentions behind every row of `tabulate_spellings`: its keys, ``doc_id``, ``row_id``."""
    return _cells(mentions).sort_values([*_KEYS, "doc_id", "row_id"], ignore_index=True)


def _cells(mentions: pd.DataFrame) -> pd.DataFrame:
    require_columns(mentions, ["actor", "mention_text", "form", "doc_id", "row_id"], what="the table of mentions")
    spelling = mentions["mention_text"].map(lambda text: " ".join(text.split())).astype(mentions["mention_text"].dtype)
    return mentions.assign(spelling=spelling)[[*_KEYS, "doc_id", "row_id"]]
