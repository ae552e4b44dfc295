"""Lay passages out as key words in context: what stands left of them, the words, what stands right.

The one rule: the context comes from the text and from the passage's own zone; only its white space is evened out.
"""

from __future__ import annotations

import re
from typing import Literal

import pandas as pd

from toolkit.errors import TableError
from toolkit.rows import Corpus, Document
from toolkit.tables import require_columns

KwicOrder = Literal["place", "left", "right"]
_FIELDS = ("label", "cue", "passage", "mention", "content")
_COLUMNS = ("doc_id", "row_id", "start", "end", "left", "hit", "right")
_WORD = re.compile(r"[\w’'-]+")


def extract_kwic(rows: pd.DataFrame, corpus: Corpus, *, width: int = 60, order: KwicOrder = "place") -> pd.DataFrame:
    """Lay the passages of an evidence table out with their contexts.

    Parameters
    ----------
    rows
        Labels, frame cues, breaches, mentions or quotations, or a part of them: those behind a number.
    width
        Characters of context on either side at most; words are kept whole.
    order
        By article and place; or by the words left of the passage, the nearest first; or by those right of it.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``row_id``, ``start`` and ``end`` of the passage, ``left``, ``hit``, ``right``; a row per row.

    Examples
    --------
    >>> from toolkit.annotate import extract_labels
    >>> from toolkit.corpus import as_document
    >>> corpus = Corpus((as_document("They fought the Lebanese militant group for years."),))
    >>> kwic = extract_kwic(extract_labels(corpus, codebook="iran-hamas"), corpus, width=14)
    >>> kwic[["left", "hit", "right"]].values.tolist()
    [['the Lebanese', 'militant group', 'for years.']]
    """
    if width < 0:
        raise TableError(f"width is {width}; it must be 0 characters or more")
    name = next((field for field in _FIELDS if f"{field}_start" in rows.columns), _FIELDS[0])
    require_columns(rows, ["doc_id", "row_id", f"{name}_start", f"{name}_end"], what="the table of passages")
    places = zip(rows["doc_id"], rows["row_id"], rows[f"{name}_start"], rows[f"{name}_end"], strict=True)
    lines = [
        (doc_id, row_id, int(start), int(end), *_context(corpus[doc_id], int(start), int(end), width))
        for doc_id, row_id, start, end in places
    ]
    texts = dict.fromkeys(("doc_id", "row_id", "left", "hit", "right"), "str")
    table = pd.DataFrame(lines, columns=list(_COLUMNS)).astype(texts | {"start": "int64", "end": "int64"})
    return _ordered(table, order)


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


def _ordered(table: pd.DataFrame, order: KwicOrder) -> pd.DataFrame:
    keys = {"left": _words(table["left"], nearest=-1), "right": _words(table["right"], nearest=1)}
    sides = {"place": [], "left": ["left", "right"], "right": ["right", "left"]}[order]
    ranked = pd.DataFrame({name: keys[name] for name in sides}, index=table.index)
    ranked = pd.concat([ranked, table[["doc_id", "start"]]], axis=1)
    return table.loc[ranked.sort_values([*sides, "doc_id", "start"], kind="stable").index].reset_index(drop=True)


def _words(contexts: pd.Series[str], *, nearest: Literal[1, -1]) -> list[str]:
    return [" ".join(_WORD.findall(context.lower())[::nearest]) for context in contexts]
