"""Lay passages out as key words in context: what stands left of them, the words, what stands right.

The one rule: the context comes from the text and from the passage's own zone; only its white space is evened out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import pandas as pd

from toolkit.errors import TableError
from toolkit.places import places_of
from toolkit.rows import Corpus, Document
from toolkit.tables import require_columns

KwicOrder = Literal["place", "left", "right", "date"]
_WHAT = "the table of passages"
_COLUMNS = ("doc_id", "row_id", "start", "end", "left", "hit", "right")
_WORD = re.compile(r"[\w’'-]+")


def extract_kwic(
    rows: pd.DataFrame,
    corpus: Corpus,
    *,
    width: int = 60,
    order: KwicOrder = "place",
    columns: Sequence[str] = (),
    node: str | None = None,
) -> pd.DataFrame:
    """Lay the passages of an evidence table out with their contexts.

    Parameters
    ----------
    rows
        Rows of any evidence table or of tokens, or a part of them: those behind a number.
    width
        Characters of context on either side at most; words are kept whole.
    order
        By article and place; or by the words left of the passage, the nearest first; or by those right of it; or by
        the first day on which the article can have appeared, undated articles last.
    columns
        What to keep beside each line, to filter, group and export by: columns of `rows` such as ``voice`` and
        ``speaker_name``, or else of ``corpus.describe()`` such as ``outlet`` and ``published_earliest``.
    node
        Which words stand in the middle: by default what a row is about; or ``cue`` or ``source`` of quotations,
        ``source_mention`` of ties. A row that has none keeps its own.

    Returns
    -------
    pandas.DataFrame
        A row per row: `columns`, then ``doc_id``, ``row_id`` ("" for tokens, which have none), ``start`` and ``end`` of
        the passage, ``left``, ``hit``, ``right``.

    Examples
    --------
    >>> from toolkit.annotate import extract_labels
    >>> from toolkit.corpus import as_document
    >>> corpus = Corpus((as_document("They fought the Lebanese militant group for years."),))
    >>> kwic = extract_kwic(extract_labels(corpus, codebook="iran-hamas"), corpus, width=14, columns=["voice"])
    >>> kwic[["voice", "left", "hit", "right"]].values.tolist()
    [['narrator', 'the Lebanese', 'militant group', 'for years.']]
    """
    if width < 0:
        raise TableError(f"width is {width}; it must be 0 characters or more")
    require_columns(rows, ["doc_id", *([f"{node}_start", f"{node}_end"] if node else [])], what=_WHAT)
    ids = rows["row_id"] if "row_id" in rows.columns else [""] * len(rows)
    places = list(_envelopes(rows, node))
    lines = [
        (doc_id, row_id, start, end, *_context(corpus[doc_id], start, end, width))
        for doc_id, row_id, (start, end) in zip(rows["doc_id"], ids, places, strict=True)
    ]
    texts = dict.fromkeys(("doc_id", "row_id", "left", "hit", "right"), "str")
    table = pd.DataFrame(lines, columns=list(_COLUMNS)).astype(texts | {"start": "int64", "end": "int64"})
    beside = _beside(rows, corpus, [name for name in dict.fromkeys(columns) if name not in _COLUMNS])
    return _ordered(pd.concat([beside, table], axis=1), order, corpus)


def _envelopes(rows: pd.DataFrame, node: str | None) -> Iterator[tuple[int, int]]:
    own = places_of(rows, what=_WHAT)
    asked = places_of(rows, what=_WHAT, field=node) if node else own
    for segments, instead in zip(asked, own, strict=True):
        place = segments or instead
        yield place[0][0], place[-1][1]


def _beside(rows: pd.DataFrame, corpus: Corpus, columns: Sequence[str]) -> pd.DataFrame:
    own = rows.reset_index(drop=True)
    if all(name in own.columns for name in columns):
        return own[[*columns]]
    articles = corpus.describe().set_index("doc_id")
    if lacking := [name for name in columns if name not in own.columns and name not in articles.columns]:
        raise TableError(
            f"neither {_WHAT} nor corpus.describe() has {lacking[0]}; they have "
            f"{', '.join(dict.fromkeys([*map(str, own.columns), *articles.columns]))}"
        )
    found = own[["doc_id"]].join(articles, on="doc_id")
    return pd.DataFrame({name: (own if name in own.columns else found)[name] for name in columns})


def _context(document: Document, start: int, end: int, width: int) -> tuple[str, str, str]:
    zone = next((zone.span for zone in document.zones if zone.span.start <= start and end <= zone.span.end), None)
    first, last = (zone.start, zone.end) if zone else (0, len(document.text))
    text = document.text
    left, right = max(first, start - width), min(last, end + width)
    while left < start and left > first and not (text[left - 1].isspace() or text[left].isspace()):
        left += 1
    while right > end and right < last and not (text[right - 1].isspace() or text[right].isspace()):
        right -= 1
    return _even(text[left:start]), _even(text[start:end]), _even(text[end:right])


def _even(text: str) -> str:
    return " ".join(text.split())


def _ordered(table: pd.DataFrame, order: KwicOrder, corpus: Corpus) -> pd.DataFrame:
    days = {document.doc_id: document.published_earliest for document in corpus} if order == "date" else {}
    keys: dict[str, Any] = {
        "left": _words(table["left"], nearest=-1),
        "right": _words(table["right"], nearest=1),
        "date": pd.to_datetime(table["doc_id"].map(days)),
    }
    sides = {"place": [], "left": ["left", "right"], "right": ["right", "left"], "date": ["date"]}[order]
    ranked = pd.DataFrame({name: keys[name] for name in sides}, index=table.index)
    ranked = pd.concat([ranked, table[["doc_id", "start"]]], axis=1)
    return table.loc[ranked.sort_values([*sides, "doc_id", "start"], kind="stable").index].reset_index(drop=True)


def _words(contexts: pd.Series[str], *, nearest: Literal[1, -1]) -> list[str]:
    return [" ".join(_WORD.findall(context.lower())[::nearest]) for context in contexts]
