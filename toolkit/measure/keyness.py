"""What sets groups of texts apart: the words, labels, cues or speakers that stand in one more often than in others.

The one rule: how much is said by effect sizes, and whether it may be chance by drawing stories, never words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.counts import NOBODY
from toolkit.measure.effects import log_likelihood, log_odds, log_ratio
from toolkit.measure.permutation import draw_chances
from toolkit.measure.speakers import drawn_texts
from toolkit.measure.story_counts import Counted, NothingToCompare, count_in_stories, stories_with
from toolkit.rows import BODY_ZONES
from toolkit.tables import require_columns

REST = "(the rest)"
NO_GROUP = "(no group)"
FEWEST_STORIES = 10
_ZONES = ("dek", *BODY_ZONES)
_TEXTS = ("group", "against", "feature", "why_no_p")
_COUNTS = ("n_stories", "n_stories_against")
_COLUMNS = (
    "group against feature n n_against n_all n_all_against n_stories n_stories_against "
    "log_ratio log_likelihood log_odds log_odds_z p p_max p_fdr why_no_p"
).split()


def compare_keyness(
    tokens: pd.DataFrame,
    *,
    by: str,
    of: str = "token",
    groups: Sequence[str] = (),
    per: Literal["story", "printing"] = "story",
    zones: Collection[str] = _ZONES,
    minimum_n: float = 5,
    prior: float = 500,
    n_permutations: int = 10_000,
    seed: int = 0,
    refuse: bool = True,
) -> pd.DataFrame:
    """Compare how often each word stands in two or more groups of texts.

    Parameters
    ----------
    tokens
        Rows of `extract_tokens`, labels, frame cues, quotations, or any table with ``doc_id``. With ``story_id`` (see
        `with_articles`), printings of one text are one story; else every article is one.
    by
        The column that tells the groups: ``outlet``, ``period``, ``voice``.
    of
        The column to count: ``token``, ``form``, ``phrase``, ``speaker_name``.
    groups
        The groups to compare, other rows left out; by default all, in order of their names.
    per
        story: a story counts once in each group that printed it, with the mean of its printings there; printing: every
        printing counts, in the counts and effect sizes. Chances are always by story.
    zones
        Where the table has ``zone``: only rows in these count, so that titles stay apart.
    minimum_n
        What stands less often in all groups together is left out of the table, not out of the totals.
    prior
        Weight of the prior of the log-odds, in words; it spreads as the words of all groups compared do.
    n_permutations
        Draws for the chances; at least 10,000 for results that are reported.
    refuse
        Whether one group only, or words that all stand less often than `minimum_n`, is an error; False gives an empty
        table, for reports on whatever texts.

    Returns
    -------
    pandas.DataFrame
        Of two groups, the first against the second; of more, each against all others. Per group those most its own
        first (by ``log_odds_z``), those least its own last. ``group``, ``against``, ``feature``; ``n`` and
        ``n_against`` out of ``n_all`` and ``n_all_against`` (fractions where printings of a story differ);
        ``n_stories`` and ``n_stories_against`` that have it. ``log_ratio`` (binary), ``log_likelihood`` (G², signed),
        ``log_odds`` and ``log_odds_z`` say how much. ``p``, ``p_max`` (bounds the chance of one false finding in the
        whole table) and ``p_fdr`` (the expected share of false findings) say how surely; they are missing where a
        side has fewer than 10 stories, and ``why_no_p`` says so.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": list("aabb"), "outlet": list("XXYY"), "token": "dam sea dam dam".split()})
    >>> compared = compare_keyness(tokens, by="outlet", minimum_n=1)
    >>> compared[["feature", "n", "n_against", "log_ratio"]].values.tolist()
    [['sea', 1.0, 0.0, 1.0], ['dam', 1.0, 2.0, -1.0]]
    >>> compared["why_no_p"].iloc[0]
    '1 story in X and 1 in Y; a test takes 10 in each'

    Notes
    -----
    Tests that take words for independent flag many differences between random halves of one corpus (`compare_halves`
    shows it on yours): Lijffijt et al. 2016, "Significance testing of word frequencies in corpora", Digital Scholarship
    in the Humanities 31(2). Largest statistic: Westfall & Young 1993. False discovery rate: Benjamini & Hochberg 1995.
    Stories of one group are drawn among the groups, so a difference in anything, also in length, breaks the premise
    that groups do not matter; a story in several groups is drawn within itself only.
    """
    if n_permutations < 1:
        raise TableError(f"n_permutations is {n_permutations}; it must be 1 or more, for results at least 10,000")
    rows = _read(tokens, by=by, of=of, zones=zones)
    kinds = dict.fromkeys(_COLUMNS, "float64") | dict.fromkeys(_TEXTS, "str") | dict.fromkeys(_COUNTS, "int64")
    try:
        names = _groups(rows, groups, by)
        counted = count_in_stories(rows[rows["group"].isin(names)], names, per=per, minimum_n=minimum_n)
    except NothingToCompare:
        if refuse:
            raise
        return pd.DataFrame(columns=list(_COLUMNS)).astype(kinds)
    table = pd.concat([pd.DataFrame(part) for part in _effects(counted, prior)], ignore_index=True)
    table = _with_chances(table, counted, n_permutations, seed)
    order = {name: place for place, name in enumerate(names)}
    keys = pd.DataFrame({"group": table["group"].map(order), "z": -table["log_odds_z"], "feature": table["feature"]})
    return table.loc[keys.sort_values(["group", "z", "feature"]).index, _COLUMNS].astype(kinds).reset_index(drop=True)


def compare_keyness_evidence(
    tokens: pd.DataFrame, *, by: str, of: str = "token", groups: Sequence[str] = (), zones: Collection[str] = _ZONES
) -> pd.DataFrame:
    """Give the rows that ``compare_keyness`` counts: `tokens` with ``group`` and ``feature`` before its columns."""
    rows = _read(tokens, by=by, of=of, zones=zones)
    rows = rows[rows["group"].isin(_groups(rows, groups, by))]
    others = tokens.loc[rows.index].drop(columns=["group", "feature"], errors="ignore")
    return pd.concat([rows[["group", "feature"]], others], axis=1).reset_index(drop=True)


def _read(tokens: pd.DataFrame, *, by: str, of: str, zones: Collection[str]) -> pd.DataFrame:
    require_columns(tokens, ["doc_id", by, of], what="the table of rows to compare")
    kept = tokens[tokens["zone"].isin([*zones])] if "zone" in tokens else tokens
    columns = {"doc_id": kept["doc_id"], "story": drawn_texts(kept)}
    return pd.DataFrame(columns | {"group": _named(kept[by], NO_GROUP), "feature": _named(kept[of], NOBODY)})


def _named(column: pd.Series[Any], missing: str) -> pd.Series[str]:
    return column.astype(object).where(column.notna(), missing).astype("str")


def _groups(rows: pd.DataFrame, groups: Sequence[str], by: str) -> list[str]:
    there = sorted(rows["group"].unique())
    if lacking := [name for name in groups if name not in there]:
        raise TableError(f"{by} is nowhere {lacking[0]!r}; it is {', '.join(there[:10])}")
    names = list(dict.fromkeys(groups)) or there
    if len(names) < 2:
        raise NothingToCompare(
            f"{by} has one group only, {', '.join(names) or 'as the table is empty'}; comparing takes two"
        )
    return names


def _sides(counted: Counted) -> Iterator[tuple[int, list[int], str]]:
    """Give each group that has rows of its own, those it is set against, and what these are called."""
    n = len(counted.names)
    for group in range(1 if n == 2 else n):
        others = [other for other in range(n) if other != group]
        yield group, others, counted.names[others[0]] if n == 2 else REST


def _effects(counted: Counted, prior: float) -> Iterator[dict[str, Any]]:
    share = counted.counts.sum(axis=0) / counted.sizes.sum()
    for group, others, against in _sides(counted):
        n, n_against = counted.counts[group], counted.counts[others].sum(axis=0)
        sizes = float(counted.sizes[group]), float(counted.sizes[others].sum())
        odds, odds_z = log_odds(n, n_against, *sizes, share=share, prior=prior)
        yield {
            "group": counted.names[group],
            "against": against,
            "feature": counted.features,
            "n": n,
            "n_against": n_against,
            "n_all": sizes[0],
            "n_all_against": sizes[1],
            "n_stories": stories_with(counted.cells, [group]),
            "n_stories_against": stories_with(counted.cells, others),
            "log_ratio": log_ratio(n, n_against, *sizes),
            "log_likelihood": log_likelihood(n, n_against, *sizes),
            "log_odds": odds,
            "log_odds_z": odds_z,
        }


def _with_chances(table: pd.DataFrame, counted: Counted, n_permutations: int, seed: int) -> pd.DataFrame:
    from scipy.stats import false_discovery_control

    why = {
        counted.names[group]: _why_not(counted, group, others, against) for group, others, against in _sides(counted)
    }
    tested = [group for group, _, _ in _sides(counted) if not why[counted.names[group]]]
    table = table.assign(p=np.nan, p_max=np.nan, p_fdr=np.nan, why_no_p=table["group"].map(why))
    if tested:
        chances = draw_chances(cells=counted.cells, groups=np.array(tested), n_draws=n_permutations, seed=seed)
        rows = table["why_no_p"] == ""
        table.loc[rows, "p"] = chances.p.ravel()
        table.loc[rows, "p_max"] = chances.p_max.ravel()
        table.loc[rows, "p_fdr"] = false_discovery_control(chances.p.ravel())
    return table


def _why_not(counted: Counted, group: int, others: list[int], against: str) -> str:
    """Say why there is no test of one group against others; "" where there is one."""
    n_stories, n_against = (
        len(np.unique(counted.cells.story[np.isin(counted.cells.group, side)])) for side in ([group], others)
    )
    if min(n_stories, n_against) >= FEWEST_STORIES:
        return ""
    noun = "story" if n_stories == 1 else "stories"
    there = f"{n_stories} {noun} in {counted.names[group]} and {n_against} in {against}"
    return f"{there}; a test takes {FEWEST_STORIES} in each"
