"""How evenly words are spread over articles: a word that one article uses fifty times is not a word of the corpus.

The one rule: an article's part in a word is set against its part in all words, so that long articles may have more.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns


def measure_dispersion(tokens: pd.DataFrame, *, of: str = "token", minimum_n: int = 1) -> pd.DataFrame:
    """Measure how unevenly each word is spread over the articles.

    Parameters
    ----------
    tokens
        Rows of `extract_tokens`, or any table with ``doc_id``; articles without a row are not known of.
    of
        The column to count.
    minimum_n
        Words that stand less often are left out of the table, not out of the totals.

    Returns
    -------
    pandas.DataFrame
        One row per word, most frequent first: `of`, ``n``, ``n_articles``, ``dp`` (0: in every article as its length
        would have it; towards 1: in few) and ``dp_norm`` (the same, so that 1 is the highest possible; missing where
        there is one article).

    Notes
    -----
    Deviation of proportions: Gries 2008, "Dispersions and adjusted frequencies in corpora", International Journal of
    Corpus Linguistics 13(4). Its norm: Lijffijt & Gries 2012, the same journal 17(1).

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": list("aabb"), "token": "dam sea dam sky".split()})
    >>> measure_dispersion(tokens)[["token", "n", "dp"]].values.tolist()
    [['dam', 2, 0.0], ['sea', 1, 0.5], ['sky', 1, 0.5]]
    """
    require_columns(tokens, ["doc_id", of], what="the table of tokens")
    if minimum_n < 1:
        raise TableError(f"minimum_n is {minimum_n}; it must be 1 or more")
    lengths = tokens.groupby("doc_id").size()
    parts = lengths / lengths.sum()
    counts = tokens.dropna(subset=[of]).groupby([of, "doc_id"]).size().rename("k").reset_index()
    counts["n"] = counts.groupby(of)["k"].transform("sum")
    expected = counts["doc_id"].map(parts).astype("float64")
    # articles without the word add their whole part, which is all that the others leave
    counts["dp"] = ((counts["k"] / counts["n"] - expected).abs() - expected) / 2
    grouped = counts[counts["n"] >= minimum_n].groupby(of)
    table = grouped.agg(n=("k", "sum"), n_articles=("k", "size"), dp=("dp", "sum")).reset_index()
    table["dp"] = (table["dp"] + 0.5).clip(0, 1)
    table["dp_norm"] = table["dp"] / (1 - parts.min()) if len(parts) > 1 else np.nan
    return table.sort_values(["n", of], ascending=[False, True], ignore_index=True)
