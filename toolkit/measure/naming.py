"""How often an actor is named by a form of each kind, for each mention of it.

The one rule: the denominator stands beside every rate, and a cell of few stories shows counts only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.counts import LEFT_OPEN
from toolkit.measure.rates import rate_intervals
from toolkit.measure.timeline import Every
from toolkit.rows import NAMING_FORMS, Polarity
from toolkit.tables import require_columns

NamingBy = Literal["actor", "side", "voice", "zone", "outlet", "period"]
NO_OUTLET = "(outlet unknown)"
NO_SIDE = "(side unknown)"
SEVERAL, UNDATED = "(several)", "(undated)"
_POLARITIES: list[str] = list(get_args(Polarity))
_MENTIONS = dict.fromkeys(NAMING_FORMS, "n_mentions") | {"demonym": "n_demonyms", "pronoun": "n_pronouns"}
_APART = ["n_demonyms", "n_pronouns"]
_FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}
_OWN = ("voice", "zone")  # columns of labels and mentions alike


def measure_labels(
    labels: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Sequence[NamingBy] = ("actor",),
    every: Every = "quarter",
    minimum_n: int = 10,
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how many labels of each kind there are for each mention of an actor.

    Parameters
    ----------
    labels, mentions
        Tables of `Label` and `Mention` rows of the same articles.
    articles
        ``corpus.describe()``, or any table with ``doc_id`` and what `by` needs (``outlet``, ``published_earliest``
        and ``published_latest``); with ``story_id``, printings of one story are drawn together.
    by
        What makes the rows; actor or side is among them. A label whose actor the text leaves open is counted as
        ``(left open)``, where nothing is mentioned. The side of a label is that of its actor in the same article.
    every
        Length of a period. An article that may be of two is counted as ``(several)``, one without a date
        as ``(undated)``.
    minimum_n
        Fewer stories than these get counts only.
    n_boot, seed
        Draws of stories for the intervals; 0 draws give none.

    Returns
    -------
    pandas.DataFrame
        Three rows per combination, most mentions first: `by`, ``polarity``, ``n_labels``, ``n_mentions`` (by name,
        alias, variant, metonym, role or description), ``n_demonyms`` and ``n_pronouns`` (not among them),
        ``n_articles`` and ``n_stories`` (with a label or a mention), ``per_mention`` (``n_labels / n_mentions``;
        a label need not stand with a name, so it may exceed 1), ``low`` and ``high`` (95 % of draws of stories).
        ``per_mention`` is missing below `minimum_n` and where nothing is mentioned; its interval also where there
        is no label, because draws cannot say how near to 0 the rate is.

    Notes
    -----
    `toolkit.measure.rates.rate_intervals` says how the intervals are made and how often they held the true rate.
    """
    if minimum_n < 1 or n_boot < 0:
        raise TableError(f"minimum_n is {minimum_n} and n_boot {n_boot}; they must be 1 and 0, or more")
    keys = _keys(by)
    cells = _cells(labels, mentions, articles, keys, every)
    kinds = [*_POLARITIES, "n_mentions", *_APART]
    counts = cells.groupby([*keys, "story", "cell"]).size().unstack("cell", fill_value=0)
    counts = counts.reindex(columns=kinds, fill_value=0)
    counted = [*_POLARITIES, "n_mentions"]
    n_articles = {name: rows["doc_id"].nunique() for name, rows in cells[cells["cell"].isin(counted)].groupby(keys)}
    rows: list[dict[str, Any]] = []
    for name, group in counts.groupby(level=keys, sort=False):
        shared = dict(zip(keys, name, strict=True))
        shared |= {kind: int(group[kind].sum()) for kind in ("n_mentions", *_APART)}
        held = group[group[counted].any(axis=1)]
        shared |= {"n_articles": n_articles.get(name, 0), "n_stories": len(held)}
        rates = _rates(held, shown=len(held) >= minimum_n, n_boot=n_boot, seed=seed)
        rows += [shared | rate for rate in rates]
    return _laid_out(rows, keys)


def measure_labels_evidence(
    labels: pd.DataFrame,
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: Sequence[NamingBy] = ("actor",),
    every: Every = "quarter",
) -> pd.DataFrame:
    """Give the rows behind every count of ``measure_labels(…, by=by, every=every)``.

    Returns
    -------
    pandas.DataFrame
        `by`, ``cell`` (a polarity for ``n_labels`` of that row, else ``n_mentions``, ``n_demonyms`` or
        ``n_pronouns``), ``doc_id``, ``row_id`` (of a label or a mention).
    """
    keys = _keys(by)
    cells = _cells(labels, mentions, articles, keys, every)
    return cells.sort_values([*keys, "cell", "doc_id", "row_id"], ignore_index=True)[
        [*keys, "cell", "doc_id", "row_id"]
    ]


def _keys(by: Sequence[NamingBy]) -> list[str]:
    if strange := [name for name in by if name not in get_args(NamingBy)]:
        raise TableError(f"by has {strange[0]!r}; it may hold {', '.join(get_args(NamingBy))}")
    if not {"actor", "side"} & set(by):
        raise TableError("by has neither actor nor side; labels are counted for each mention of one of them")
    return list(dict.fromkeys(by))


def _rates(stories: pd.DataFrame, *, shown: bool, n_boot: int, seed: int) -> list[dict[str, Any]]:
    """Give the counts and rates of a cell, kind by kind, from its counts per story."""
    whole = stories["n_mentions"].to_numpy(dtype=float)
    parts = [stories[kind].to_numpy(dtype=float) for kind in _POLARITIES]
    known = shown and whole.sum() > 0
    intervals = rate_intervals(parts, whole, n_boot=n_boot if known else 0, seed=seed)
    return [
        {
            "polarity": kind,
            "n_labels": int(part.sum()),
            "per_mention": part.sum() / whole.sum() if known else np.nan,
            "low": low,
            "high": high,
        }
        for kind, part, (low, high) in zip(_POLARITIES, parts, intervals, strict=True)
    ]


def _laid_out(rows: list[dict[str, Any]], keys: Sequence[str]) -> pd.DataFrame:
    counts = ["n_labels", "n_mentions", *_APART, "n_articles", "n_stories"]
    rates = ["per_mention", "low", "high"]
    types = dict.fromkeys([*keys, "polarity"], "str") | dict.fromkeys(counts, "int64") | dict.fromkeys(rates, "float64")
    table = pd.DataFrame(rows, columns=[*keys, "polarity", *counts, *rates]).astype(types)
    order = table.sort_values(["n_mentions", *keys], ascending=[False, *[True] * len(keys)], kind="stable")
    return order.reset_index(drop=True)


def _cells(
    labels: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame, keys: Sequence[str], every: Every
) -> pd.DataFrame:
    """Give every label and mention its cell: the names under `keys`, what it counts as, its article and story."""
    own = [name for name in keys if name in _OWN]
    require_columns(labels, ["row_id", "doc_id", "actor", "polarity", *own], what="the table of labels")
    require_columns(mentions, ["row_id", "doc_id", "actor", "form", "side", *own], what="the table of mentions")
    if strange := set(mentions["form"]) - set(_MENTIONS):
        raise TableError(f"a mention has the form {min(strange)!r}; it must be one of {', '.join(_MENTIONS)}")
    columns = ["row_id", "doc_id", "actor", "side", "cell", *own]
    named = labels.assign(
        cell=labels["polarity"], side=_sides(labels, mentions), actor=labels["actor"].fillna(LEFT_OPEN)
    )
    counted = mentions.assign(cell=mentions["form"].map(_MENTIONS))
    both = pd.concat([named[columns], counted[columns]], ignore_index=True)
    of_articles = _articles(articles, keys, every)
    if lost := sorted(set(both["doc_id"]) - set(of_articles.index)):
        raise TableError(f"{lost[0]!r} is not in the table of articles, and has labels or mentions")
    return both.join(of_articles, on="doc_id")


def _sides(labels: pd.DataFrame, mentions: pd.DataFrame) -> list[str]:
    """Give each label the side that its actor has in the article, or else everywhere."""
    pairs = mentions[["doc_id", "actor", "side"]].drop_duplicates()
    there = {(doc_id, actor): side for doc_id, actor, side in pairs.itertuples(index=False)}
    ever = pairs.groupby("actor")["side"].agg(set).to_dict()
    sides = []
    for doc_id, actor in zip(labels["doc_id"], labels["actor"], strict=True):
        others = ever.get(actor, set())
        only = next(iter(others)) if len(others) == 1 else NO_SIDE
        sides.append(LEFT_OPEN if pd.isna(actor) else there.get((doc_id, actor), only))
    return sides


def _articles(articles: pd.DataFrame, keys: Sequence[str], every: Every) -> pd.DataFrame:
    """Give each article, by its id, its story, outlet and period, as far as `keys` ask for them."""
    days = ["published_earliest", "published_latest"] if "period" in keys else []
    needed = [*days, *(["outlet"] if "outlet" in keys else [])]
    require_columns(articles, ["doc_id", *needed], what="the table of articles")
    known = pd.DataFrame(index=pd.Index(articles["doc_id"], name="doc_id"))
    if not known.index.is_unique:
        twice = known.index[known.index.duplicated()][0]
        raise TableError(f"{twice!r} stands twice in the table of articles")
    ids = articles["doc_id"]
    stories = articles["story_id"].fillna("") if "story_id" in articles.columns else ids
    known["story"] = stories.where(stories != "", ids).to_numpy()
    if "outlet" in keys:
        known["outlet"] = articles["outlet"].fillna("").replace("", NO_OUTLET).to_numpy()
    if "period" in keys:
        first, last = (articles[day].dt.to_period(_FREQUENCY[every]) for day in days)
        period = first.astype("str").where(first == last, SEVERAL)
        known["period"] = period.mask(first.isna() | last.isna(), UNDATED).to_numpy()
    return known
