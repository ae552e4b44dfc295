"""Who speaks about whom: actors named inside what somebody is reported to have said.

The one rule: a name counts for the quotation whose content holds its place, whatever is said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from toolkit.measure.shares import share_table
from toolkit.measure.speakers import NO_SIDE, drawn_texts, name_speakers
from toolkit.tables import require_columns

if TYPE_CHECKING:
    import networkx as nx

Level = Literal["actor", "side"]


def count_edges(
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    level: Level = "actor",
    minimum_n: int = 10,
) -> pd.DataFrame:
    """Count who speaks about whom.

    Parameters
    ----------
    quotes, mentions
        Tables of `Quote` and `Mention` rows of the same articles.
    actors
        ``codebook.describe("actors")``, for names instead of ids.
    level
        Edges from speakers to actors, or from the side of the speaker to the side of the actor.

    Returns
    -------
    pandas.DataFrame
        One row per speaker and actor: ``speaker``, ``actor``, ``n`` (quotations of the speaker whose content names the
        actor), ``n_all`` (all quotations of the speaker), ``share``, ``low``, ``high``, ``n_articles`` and ``n_texts``
        as in `measure_quotes`, ``n_mentions``. Most quotations first. Shares of one speaker do not add up to one: a
        quotation may name several actors, or none.

    Notes
    -----
    Speaking about somebody is not speaking for or against them. Speakers who name themselves keep that row. A mention
    within a quotation within a quotation counts for both.

    Examples
    --------
    >>> quotes = pd.DataFrame({
    ...     "row_id": ["q1"], "doc_id": ["a"], "speaker": [None], "speaker_name": ["Ada Vale"], "sourced": ["named"],
    ...     "side": [None], "content": [[{"start": 10, "end": 40}]],
    ... })
    >>> mentions = pd.DataFrame({
    ...     "row_id": ["m1", "m2"], "doc_id": ["a", "a"], "actor": ["ruritania", "graustark"],
    ...     "side": ["ruritania", "graustark"], "mention_start": [12, 50], "mention_end": [21, 59],
    ... })
    >>> count_edges(quotes, mentions)[["speaker", "actor", "n", "n_all"]].values.tolist()
    [['Ada Vale', 'ruritania', 1, 1]]
    """
    held = _held(quotes, mentions, actors, level)
    cells = held.drop_duplicates(["quote_id", "speaker", "actor"]).assign(weight=1)
    whole = pd.DataFrame({"doc_id": quotes["doc_id"], "text": drawn_texts(quotes), "weight": 1})
    whole["speaker"] = _speakers(quotes, _names(quotes, actors), level)
    counted = share_table(cells, whole, by=["speaker"], of="actor", minimum_n=minimum_n)
    n_mentions = held.groupby(["speaker", "actor"])["row_id"].nunique().rename("n_mentions").reset_index()
    edges = counted.merge(n_mentions, on=["speaker", "actor"], how="left").astype({"n_mentions": "int64"})
    return edges.sort_values(["n", "speaker", "actor"], ascending=[False, True, True], ignore_index=True)


def count_edges_evidence(
    quotes: pd.DataFrame, mentions: pd.DataFrame, *, actors: pd.DataFrame | None = None, level: Level = "actor"
) -> pd.DataFrame:
    """Give the mentions behind every row of `count_edges`.

    Returns
    -------
    pandas.DataFrame
        ``speaker``, ``actor``, ``doc_id``, ``quote_id`` and ``row_id`` (the mention): ``n`` is the number of different
        quotations of a row, ``n_mentions`` that of different mentions.
    """
    columns = ["speaker", "actor", "doc_id", "quote_id", "row_id"]
    return _held(quotes, mentions, actors, level)[columns].sort_values(columns, ignore_index=True)


def build_network(edges: pd.DataFrame) -> nx.DiGraph:
    """Build the directed graph of ``count_edges(…)``.

    Parameters
    ----------
    edges
        A table with ``speaker``, ``actor`` and ``n``; its other columns become attributes of the edges, too.

    Returns
    -------
    networkx.DiGraph
        Nodes by name, in the table's order; an edge leads from who speaks to whom they name, its ``weight`` is ``n``.

    Examples
    --------
    >>> edges = pd.DataFrame({"speaker": ["Ada Vale"], "actor": ["Ruritania"], "n": [3]})
    >>> build_network(edges).edges["Ada Vale", "Ruritania"]["weight"]
    3
    """
    import networkx as nx

    require_columns(edges, ["speaker", "actor", "n"], what="the table of edges")
    graph = nx.DiGraph()
    for record in edges.to_dict("records"):
        values: dict[str, Any] = {str(key): value for key, value in record.items() if key not in ("speaker", "actor")}
        graph.add_edge(record["speaker"], record["actor"], weight=record["n"], **values)
    return graph


def _held(quotes: pd.DataFrame, mentions: pd.DataFrame, actors: pd.DataFrame | None, level: Level) -> pd.DataFrame:
    """Give one row per quotation and mention inside it."""
    names = _names(quotes, actors)
    spans = quotes[["doc_id"]].assign(
        quote_id=quotes["row_id"], speaker=_speakers(quotes, names, level), text=drawn_texts(quotes)
    )
    spans["part"] = pd.Series([[*parts] for parts in quotes["content"]], index=quotes.index, dtype="object")
    spans = spans.explode("part").dropna(subset=["part"])
    spans = spans.assign(start=[p["start"] for p in spans["part"]], end=[p["end"] for p in spans["part"]])
    needed = ["row_id", "doc_id", level, "mention_start", "mention_end"]
    require_columns(mentions, needed, what="the table of mentions")
    found = mentions[needed[:2]].assign(actor=_named(mentions[level], names))
    found = found.assign(mention_start=mentions["mention_start"], mention_end=mentions["mention_end"])
    both = spans.drop(columns="part").merge(found, on="doc_id")
    inside = (both["start"] <= both["mention_start"]) & (both["mention_end"] <= both["end"])
    return both.loc[np.asarray(inside, bool), ["speaker", "actor", "doc_id", "text", "quote_id", "row_id"]]


def _speakers(quotes: pd.DataFrame, names: dict[str, str], level: Level) -> pd.Series[str]:
    needed = ["row_id", "doc_id", "speaker", "speaker_name", "sourced", "side", "content"]
    require_columns(quotes, needed, what="the table of quotations")
    if level == "side":
        return _named(quotes["side"], names).fillna(NO_SIDE)
    return quotes["speaker"].map(names).astype("str").fillna(name_speakers(quotes))


def _names(quotes: pd.DataFrame, actors: pd.DataFrame | None) -> dict[str, str]:
    """Give the name of every actor: as the codebook has it, else as the quotations do."""
    known = quotes.dropna(subset=["speaker", "speaker_name"])
    names = dict(zip(known["speaker"], known["speaker_name"], strict=True))
    if actors is not None:
        require_columns(actors, ["actor_id", "name"], what="the table of actors")
        names |= dict(zip(actors["actor_id"], actors["name"], strict=True))
    return names


def _named(ids: pd.Series[str], names: dict[str, str]) -> pd.Series[str]:
    return ids.map(names).astype("str").fillna(ids)
