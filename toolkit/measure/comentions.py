"""Who is named together with whom: within one sentence, one paragraph or one article.

The one rule: to be named together is no tie; a pair counts once in each story, article or window, however often named.
"""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.shares import share_table
from toolkit.measure.speakers import drawn_texts
from toolkit.tables import require_columns

Within = Literal["sentence", "paragraph", "document"]
ComentionUnit = Literal["story", "article", "window"]
Level = Literal["actor", "side", "actor_name", "side_name"]
_UNITS = {"story": ["text"], "article": ["doc_id"], "window": ["doc_id", "window"]}
_WORDS = {"story": "stories", "article": "articles"}


def count_comentions(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame | None = None,
    *,
    within: Within = "sentence",
    unit: ComentionUnit = "story",
    level: Level = "actor",
    minimum_n: int = 10,
) -> pd.DataFrame:
    """Count in how many stories two actors are named together.

    Parameters
    ----------
    mentions
        A table of `Mention` rows; with ``story_id`` (from `with_articles`) printings of one text are one story.
    sentences
        ``extract_sentences(corpus)``; not needed within documents.
    within
        What has to hold both.
    unit
        What is counted: stories, articles, or the sentences (paragraphs) themselves.
    level
        Actors, or their sides; by id, or by name (``side_name`` comes from `with_attributes`).
    minimum_n
        With fewer stories that name the actor, counts alone are given.

    Returns
    -------
    pandas.DataFrame
        Two rows per pair, one from either end, most frequent first: ``actor``, ``other``, ``unit`` (what is counted, in
        words), ``n`` (units that name both), ``n_all`` (that name ``actor``), ``share`` (``n / n_all``), ``low``,
        ``high`` (95 %, over stories), ``n_articles`` (that name both), ``n_texts`` (stories that name ``actor``).

    Examples
    --------
    >>> mentions = pd.DataFrame({"row_id": ["m1", "m2", "m3"], "doc_id": ["a", "a", "b"]})
    >>> mentions["actor"] = ["Ada Vale", "Ruritania", "Ruritania"]
    >>> found = count_comentions(mentions.assign(mention_start=0), within="document")
    >>> found[["actor", "other", "n", "n_all"]].values.tolist()
    [['Ada Vale', 'Ruritania', 1, 1], ['Ruritania', 'Ada Vale', 1, 2]]
    """
    if unit not in get_args(ComentionUnit):
        raise TableError(f"there is no unit {unit!r}: {', '.join(get_args(ComentionUnit))}")
    named = _named(mentions, sentences, within, level)
    pairs = _pairs(named)
    keys = _UNITS[unit]
    cells = pairs.drop_duplicates(["actor", "other", *keys]).assign(weight=1)
    whole = named.drop_duplicates(["actor", *keys]).assign(weight=1)
    table = share_table(cells, whole, by=["actor"], of="other", minimum_n=minimum_n)
    n_articles = pairs.groupby(["actor", "other"])["doc_id"].nunique()
    at = pd.MultiIndex.from_frame(table[["actor", "other"]])
    table["n_articles"] = n_articles.reindex(at).to_numpy().astype("int64")
    counted = _WORDS.get(unit, f"{within}s")
    table.insert(
        2, "unit", f"{counted} that name both in one {within}" if unit in _WORDS else f"{counted} that name both"
    )
    return table.sort_values(["n", "actor", "other"], ascending=[False, True, True], ignore_index=True)


def count_comentions_evidence(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame | None = None,
    *,
    within: Within = "sentence",
    level: Level = "actor",
) -> pd.DataFrame:
    """Give the mentions behind every row of `count_comentions`.

    Returns
    -------
    pandas.DataFrame
        ``actor``, ``other``, ``story`` , ``doc_id``, ``window`` (number of the sentence or paragraph in the article, 0
        for the whole), ``row_id`` (a mention of the actor): ``n`` is how many different stories, articles or windows
        the rows of a pair have.
    """
    columns = ["actor", "other", "story", "doc_id", "window", "row_id"]
    found = _pairs(_named(mentions, sentences, within, level), every=True).rename(columns={"text": "story"})
    return found[columns].sort_values(columns, ignore_index=True)


def _named(mentions: pd.DataFrame, sentences: pd.DataFrame | None, within: Within, level: Level) -> pd.DataFrame:
    """Give ``actor``, ``text`` (the story), ``doc_id``, ``window`` and ``row_id`` of every mention."""
    if within not in get_args(Within):
        raise TableError(f"within is {within!r}; it must be one of {', '.join(get_args(Within))}")
    if level not in get_args(Level):
        raise TableError(f"level is {level!r}; it must be one of {', '.join(get_args(Level))}")
    require_columns(mentions, ["row_id", "doc_id", level, "mention_start"], what="the table of mentions")
    named = mentions[["row_id", "doc_id"]].assign(
        actor=mentions[level].astype("str"), text=drawn_texts(mentions), start=mentions["mention_start"].astype("int64")
    )
    if within == "document":
        return named.assign(window=0)
    if sentences is None:
        raise TableError(f"within one {within} needs the places of sentences: give sentences=extract_sentences(corpus)")
    require_columns(sentences, ["doc_id", "sentence", "paragraph", "start", "end"], what="the table of sentences")
    places = sentences[["doc_id", "start", "end"]].assign(window=sentences[within])
    found = pd.merge_asof(
        named.sort_values("start", kind="stable"), places.sort_values("start"), on="start", by="doc_id"
    )
    named_at = named.sort_values("start", kind="stable")["start"].to_numpy()
    if (outside := found["end"].isna() | (found["end"] <= named_at)).any():
        raise TableError(
            f"a mention of {found['doc_id'][outside].iloc[0]} stands in no sentence: of which corpus are they?"
        )
    return found.astype({"window": "int64"})


def _pairs(named: pd.DataFrame, *, every: bool = False) -> pd.DataFrame:
    """Give what is named beside what else in each window, once, or with every mention."""
    window = ["doc_id", "window"]
    once = named.drop_duplicates([*window, "actor"])
    others = once[[*window, "actor"]].rename(columns={"actor": "other"})
    both = (named if every else once).merge(others, on=window)
    return both[both["actor"] != both["other"]]
