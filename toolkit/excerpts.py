"""How much of a text is shown: its place alone, an excerpt, or all of it.

The one rule: what was cut ends in an ellipsis, and offsets are those of the uncut words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, get_args

import pandas as pd
import pyarrow as pa

from toolkit.errors import ParameterError

Evidence = Literal["offsets", "snippet", "full"]

WORDS: Mapping[str, int | None] = {"offsets": 8, "snippet": 40, "full": None}
"""Words in a row that may stand of a text, by how much of it is shown; None for all."""

CUT = " …"

_WORD = re.compile(r"\w+")
# columns that hold words of a text, beside all that end in _text; a role or description stands where no name does
_OF_TEXT = re.compile(
    r".*_text|(?:published|outlet)_basis|title|byline|speaker|(?:speaker|holder|relay|actor|source|target)_names?|"
    r"reported_of|spelling|left|hit|right"
)


def words_of(evidence: str) -> int | None:
    """Give how many words of a text in a row may stand; a `ParameterError` names the choices."""
    if evidence not in WORDS:
        raise ParameterError(f"evidence is {evidence!r}; it must be one of {', '.join(get_args(Evidence))}")
    return WORDS[evidence]


def cut_words(text: str, most: int) -> str:
    """Cut a text after its first words.

    Examples
    --------
    >>> cut_words("They met in the old mill.", 3)
    'They met in …'
    >>> cut_words("They met.", 3)
    'They met.'
    """
    if len(text) < 2 * most:  # so many words do not fit
        return text
    longer = _more_than(most).match(text)
    return f"{longer[0]}{CUT}" if longer else text


@cache
def _more_than(most: int) -> re.Pattern[str]:
    """Give what matches the first words of a text that goes on behind them; possessive, so that it takes one try."""
    first = rf"\W*+(?:\w++\W++){{{most - 1}}}\w++" if most else ""
    return re.compile(rf"{first}(?=\W*+\w)")


def find_excerpt(text: str, start: int, end: int, *, first: int, last: int, most: int | None) -> tuple[int, int]:
    """Find the part of ``text[first:last]`` that holds a passage and as much before it as after, `most` words in all.

    A passage of more words than that is cut after the first of them.

    Examples
    --------
    >>> text = "In the end both of them met in the old mill at noon."
    >>> start, end = find_excerpt(text, 23, 26, first=0, last=len(text), most=5)
    >>> text[start:end]
    'of them met in the'
    """
    words = [found.span() for found in _WORD.finditer(text, first, last)]
    if most is None or len(words) <= most:
        return first, last
    held = [at for at, (begin, stop) in enumerate(words) if begin < end and start < stop]
    at = held[0] if held else next((n for n, word in enumerate(words) if word[0] >= end), len(words) - 1)
    spare = max(0, most - max(1, len(held)))
    after = len(words) - at - max(1, len(held))
    before = 0 if len(held) >= most else min(at, max(spare // 2, spare - after))
    begin, stop = at - before, at - before + most
    return (words[begin][0] if begin else first), (words[stop - 1][1] if stop < len(words) else last)


def cut_table(table: pd.DataFrame, *, evidence: str) -> pd.DataFrame:
    """Cut what a table holds of texts; a cell keeps at most the first words, a list of passages so many in all.

    Parameters
    ----------
    evidence
        ``"full"`` cuts nothing, ``"snippet"`` after 40 words, ``"offsets"`` after 8. Which columns hold words of a
        text is told by their names: ``…_text``, ``title``, ``…_basis``, names that a text gives somebody, and lists
        of passages.

    Examples
    --------
    >>> table = pd.DataFrame({"passage_start": [4], "passage_text": ["a b c d e f g h i j"]})
    >>> cut_table(table, evidence="offsets")["passage_text"][0]
    'a b c d e f g h …'
    """
    most = words_of(evidence)
    if most is None:
        return table
    cut = {name: _cut_column(table[name], most) for name in table.columns if _holds_text(table[name])}
    return table.assign(**cut)


def _holds_text(column: pd.Series[Any]) -> bool:
    if isinstance(column.dtype, pd.ArrowDtype):
        kind = column.dtype.pyarrow_dtype
        return bool(pa.types.is_list(kind) and pa.types.is_struct(kind.value_type))
    return bool(_OF_TEXT.fullmatch(str(column.name))) and not pd.api.types.is_numeric_dtype(column)


def _cut_column(column: pd.Series[Any], most: int) -> pd.Series[Any]:
    values = [_cut_value(value, most) for value in column]
    return pd.Series(values, index=column.index, name=column.name, dtype=column.dtype)


def _cut_value(value: Any, most: int) -> Any:
    if isinstance(value, str):
        return cut_words(value, most)
    return _cut_parts(value, most) if isinstance(value, Iterable) else value


def _cut_parts(parts: Iterable[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Cut a list of passages as one: what stands in several is read in a row."""
    left, cut = most, []
    for part in parts:
        cut.append({**part, "text": cut_words(part["text"], left)})
        left = max(0, left - len(_WORD.findall(part["text"])))
    return cut
