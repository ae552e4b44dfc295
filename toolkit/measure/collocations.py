"""Which words keep company: pairs that stand near each other more often than their frequencies would have it.

The one rule: a pair never reaches over the end of a paragraph, and how many articles have it stands beside its score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns

_KINDS = {
    "first": "str",
    "second": "str",
    "n": "int64",
    "n_first": "int64",
    "n_second": "int64",
    "n_articles": "int64",
    "log_likelihood": "float64",
    "pmi": "float64",
    "t": "float64",
}


def measure_collocations(
    tokens: pd.DataFrame, *, node: str = "", window: int = 2, minimum_n: int = 3, of: str = "token"
) -> pd.DataFrame:
    """Measure which words stand together, in their order.

    Parameters
    ----------
    tokens
        Rows of `extract_tokens`, in order of place.
    node
        Only pairs with this word; "" is all.
    window
        2 pairs neighbours only; 5 pairs a word with each of the four that follow.
    minimum_n
        Pairs that stand together less often are left out.

    Returns
    -------
    pandas.DataFrame
        One row per pair, highest ``log_likelihood`` first: ``first``, ``second``, ``n`` (times together),
        ``n_first``, ``n_second`` (of each word alone), ``n_articles`` with the pair; ``log_likelihood`` (G²), ``pmi``
        (binary) and ``t`` (of Student) as NLTK's `BigramAssocMeasures` has them. None of them is a test: the words of
        an article are not independent.

    Examples
    --------
    >>> words = "harbour master met harbour master".split()
    >>> tokens = pd.DataFrame({"doc_id": "a", "paragraph": 0, "token": words})
    >>> measure_collocations(tokens, minimum_n=2)[["first", "second", "n"]].values.tolist()
    [['harbour', 'master', 2]]

    Notes
    -----
    Dunning 1993, Computational Linguistics 19(1); Church & Hanks 1990, the same 16(1); Manning & Schütze 1999, ch. 5.
    """
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures as Measures

    require_columns(tokens, ["doc_id", "paragraph", of], what="the table of tokens")
    if window < 2:
        raise TableError(f"window is {window}; it must be 2 (neighbours) or more")
    paragraphs = _paragraphs(tokens, of)
    finder = BigramCollocationFinder.from_words(_padded(paragraphs, window), window_size=window)
    articles = _count_articles(paragraphs, window)
    rows = []
    for (first, second), n in finder.ngram_fd.items():
        if n < minimum_n or (node and node not in (first, second)):
            continue
        n_first, n_second = finder.word_fd[first], finder.word_fd[second]
        given = (n / (window - 1), (n_first, n_second), finder.N)  # as NLTK scales a wider window
        scores = (Measures.likelihood_ratio(*given), Measures.pmi(*given), Measures.student_t(*given))
        rows.append((first, second, n, n_first, n_second, articles[first, second], *scores))
    table = pd.DataFrame(rows, columns=list(_KINDS)).astype(_KINDS)
    return table.sort_values(["log_likelihood", "first", "second"], ascending=[False, True, True], ignore_index=True)


def _paragraphs(tokens: pd.DataFrame, of: str) -> list[tuple[str, list[str]]]:
    grouped = tokens.groupby(["doc_id", "paragraph"], sort=False)
    words = tokens[of].astype("str").to_numpy(dtype=object)
    places: dict[Any, Any] = grouped.indices
    return [(str(key[0]), words[rows].tolist()) for key, rows in places.items()]


def _padded(paragraphs: Iterable[tuple[str, list[str]]], window: int) -> Iterator[str | None]:
    """Give all words, with as much nothing after each paragraph as keeps pairs from reaching over its end."""
    for _, words in paragraphs:
        yield from words
        yield from [None] * (window - 1)


def _count_articles(paragraphs: Iterable[tuple[str, list[str]]], window: int) -> Counter[tuple[str, str]]:
    pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for doc_id, words in paragraphs:
        for step in range(1, window):
            pairs[doc_id].update(zip(words, words[step:], strict=False))
    return Counter(pair for each in pairs.values() for pair in each)
