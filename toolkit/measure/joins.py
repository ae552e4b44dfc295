"""Columns that rows of evidence lack: what their articles are, and what a codebook declares of an actor.

The one rule: every row stays, once, and nothing is known of an article or an actor that nobody declared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns

_FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}


def with_articles(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    columns: Sequence[str] = ("outlet",),
    every: Literal["month", "quarter", "year"] | None = None,
) -> pd.DataFrame:
    """Give rows of evidence the columns of their articles.

    Parameters
    ----------
    rows
        A table with ``doc_id``.
    articles
        ``corpus.describe()``, or any table with one row per ``doc_id``.
    columns
        Which of its columns to take. Of ``story_id``, texts of which nobody looked for other printings have none, and
        each then counts by itself.
    every
        Adds ``period``: the month, quarter or year of publication; ``(undated)``, or ``(several)`` where the interval
        of the date is not inside one.

    Examples
    --------
    >>> rows = pd.DataFrame({"row_id": ["r1"], "doc_id": ["a"]})
    >>> articles = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Daily Herald", "Evening Post"]})
    >>> with_articles(rows, articles)
      row_id doc_id        outlet
    0     r1      a  Daily Herald
    """
    days = ["published_earliest", "published_latest"] if every else []
    require_columns(rows, ["doc_id"], what="the table of rows")
    require_columns(articles, ["doc_id", *columns, *days], what="the table of articles")
    if not articles["doc_id"].is_unique:
        raise TableError(f"{articles['doc_id'][articles['doc_id'].duplicated()].iloc[0]} has two rows of articles")
    taken = articles[["doc_id", *columns]]
    if every:
        taken = taken.assign(period=_periods(articles["published_earliest"], articles["published_latest"], every))
    kept = rows.drop(columns=[name for name in taken.columns if name != "doc_id"], errors="ignore")
    joined = kept.merge(taken, on="doc_id", how="left")
    joined.index = rows.index
    return joined


def with_attributes(rows: pd.DataFrame, actors: pd.DataFrame, *, actor: str = "speaker") -> pd.DataFrame:
    """Give rows of evidence what a codebook declares of an actor in them.

    Parameters
    ----------
    actors
        ``codebook.describe("actors")``: ``actor_id``, ``name`` (may be missing) and ``attributes``
        ("gender: female; country: Ruritania").
    actor
        The column that holds the actor's id: ``speaker``, ``side``, ``actor``.

    Returns
    -------
    pandas.DataFrame
        `rows` with ``<actor>_name``, if they have none, and a column ``<actor>_<attribute>`` for each attribute that
        anybody has; missing where none is declared of this actor itself. What it may have from those it belongs to is
        not looked up.

    Examples
    --------
    >>> rows = pd.DataFrame({"speaker": ["vale", "okoro", None]})
    >>> actors = pd.DataFrame({"actor_id": ["vale", "okoro"], "attributes": ["gender: female; country: Ruritania", ""]})
    >>> with_attributes(rows, actors)["speaker_country"].fillna("?").tolist()
    ['Ruritania', '?', '?']
    """
    require_columns(rows, [actor], what="the table of rows")
    require_columns(actors, ["actor_id", "attributes"], what="the table of actors")
    declared = [_attributes(words) for words in actors["attributes"]]
    names = list(dict.fromkeys(name for each in declared for name in each))
    joined = rows.copy()
    if "name" in actors and f"{actor}_name" not in rows:
        titles = dict(zip(actors["actor_id"], actors["name"], strict=True))
        joined[f"{actor}_name"] = rows[actor].map(titles).astype("str")
    for name in names:
        values = {key: each.get(name) for key, each in zip(actors["actor_id"], declared, strict=True)}
        joined[f"{actor}_{name}"] = rows[actor].map(values).astype("str")
    return joined


def _attributes(words: object) -> dict[str, str]:
    """Read "gender: female; country: Ruritania"; a semicolon within a value stays in it."""
    attributes: dict[str, str] = {}
    name = ""
    for part in words.split("; ") if isinstance(words, str) else []:
        before, colon, value = part.partition(": ")
        if colon:
            name, attributes[before] = before, value
        elif name:
            attributes[name] += f"; {part}"
    return attributes


def _periods(earliest: pd.Series, latest: pd.Series, every: str) -> list[str]:
    frequency = _FREQUENCY[every]
    return [_period(first, last, frequency) for first, last in zip(earliest, latest, strict=True)]


def _period(first: Any, last: Any, frequency: str) -> str:
    if pd.isna(first) or pd.isna(last):
        return "(undated)"
    period = first.to_period(frequency)
    return str(period) if period == last.to_period(frequency) else "(several)"
