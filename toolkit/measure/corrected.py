"""Shares of rows that a machine coded, corrected with a sample that a person coded as well.

The one rule: raw and corrected stand side by side, and where the labels cannot carry a correction there is a reason.

With 1,000 rows in each of two periods, shares .3 and .5, sensitivity .72, specificity .82 (.62 and .88 in the second:
"drift"), half of the labels in each period: how often the shift of 20 points was found within 8, how often its interval
held it, and what was said of the errors, in 1,000 runs (``python tests/simulations.py correction``):

======= ======= ============ ====== ================ ====== =========== ====== ======
errors  labels  matrix: ±8   held   likelihood: ±8   held   different   open   alike
======= ======= ============ ====== ================ ====== =========== ====== ======
alike   400     .920         .964   .965             .940   .107        .595   .298
drift   400     .615         .853   .892             .871   .811        .183   .006
alike   1,000   .966         .975   .997             .942   .086        .000   .914
drift   1,000   .927         .976   .995             .939   .947        .000   .053
======= ======= ============ ====== ================ ====== =========== ====== ======

With 400 labels hardly any test that treats all ways to drift alike can see this drift more often: expected counts
differ by 7.75 in twice the log-likelihood, and a test of two numbers with as many false alarms (.107) has then, to
first order, a power of .811. So what is not seen is not called alike unless the labels show that it would not matter:
one drift of five is "open", and its shift may be too small; code more rows. With 1,000 labels, what is called alike
does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.measure.coding_errors import Corrected, Counted, correct_by_likelihood, correct_by_matrix
from toolkit.measure.labelled import count_labelled

ALL_LABELS = "all"
_FEWEST_LABELS = 200
_FEWEST_OF_LEVEL = 50
_FEWEST_OF_KIND = 10
_LEAST_GAIN = 0.3
_CARED_ABOUT = 0.05  # errors that move shares and changes by less are as good as alike
_Z_ONE_SIDED = 1.644854
_BOTH = {"matrix": correct_by_matrix, "likelihood": correct_by_likelihood}


def measure_corrected(
    rows: pd.DataFrame,
    gold: pd.DataFrame,
    *,
    of: str,
    value: object,
    by: Sequence[str],
    coded: str = "coded",
    minimum_n: int = 10,
    alpha: float = 0.1,
) -> pd.DataFrame:
    """Correct a share, group by group, for the errors of the coding, and compare every group with the one before it.

    Parameters
    ----------
    rows
        Rows of evidence with ``doc_id``, the column `of` as a machine coded it, and the columns of `by`; with
        ``story_id``, stories are what intervals are over.
    gold
        Some of these rows (the same columns), drawn at random within every group, with what a person said in `coded`.
        With ``row_id`` in both tables, a labelled row is not counted twice.
    of, value
        The column, and which of its values the share is of.
    by
        The columns that make the groups, such as ``period``, or ``period`` and ``voice``; in their order.
    minimum_n
        With fewer stories, the shares of a group are missing.
    alpha
        Errors count as different between the values of a column where the chance of such labels is smaller; then only
        the labels of each value are used for it. It is not .05, since what is lost by that is little, and what is lost
        by taking different errors for alike is the truth of the series.

    Returns
    -------
    pandas.DataFrame
        One row per group: `by`, ``n`` (rows with the value), ``n_all``, ``n_stories``, ``share``, ``low``, ``high``
        (raw), ``matrix``, ``matrix_low``, ``matrix_high`` and ``likelihood``, ``likelihood_low``, ``likelihood_high``
        (corrected in two ways, 95 %, the errors of the coding within), ``change``, ``matrix_change`` and
        ``likelihood_change`` (against the row before it with the same other columns), each with ``…_low`` and
        ``…_high``, ``n_labels`` (of the group), ``labels_of`` (whose labels are used: ``all``, or the columns by whose
        values errors differ), ``sensitivity``, ``specificity`` (of these labels), ``p_alike`` (the chance of labels so
        different where errors are alike, the smallest of all columns of `by`), ``drifts`` (they differ),
        ``moved_at_most`` (by how much the share or its change would be another, at most, if errors taken for alike were
        each group's own; a bound that holds in 95 of 100), ``errors_are`` (``different``; ``alike``, where this moves
        nothing by more than .05; or ``open``: the labels cannot tell), ``refused`` (why there is no correction, else
        empty).

    Notes
    -----
    No correction is given with fewer than 200 labels, or where sensitivity + specificity − 1 is less than .3.
    ``matrix`` is that of Rogan and Gladen (1978). ``likelihood`` also uses how many labels are positive, and is
    the more exact of the two; it needs the labels to be a random sample within every group. That no difference of
    errors is seen does not make them alike: ``moved_at_most`` compares the likelihood's shares under common and under
    own errors, as Hausman (1978) compares two estimators, of which one is the more exact and the other right anyway.

    Examples
    --------
    >>> rows = pd.DataFrame({"row_id": range(900), "doc_id": [f"a{n}" for n in range(900)], "period": "2021"})
    >>> rows["stance"] = ["against" if n % 10 < 4 else "other" for n in range(900)]
    >>> gold = rows.head(300).assign(coded=["against" if n % 10 in (0, 1, 2, 4) else "other" for n in range(300)])
    >>> found = measure_corrected(rows, gold, of="stance", value="against", by=["period"])
    >>> found[["share", "matrix", "likelihood", "sensitivity", "specificity"]].round(2)
       share  matrix  likelihood  sensitivity  specificity
    0    0.4     0.4         0.4         0.75         0.83
    """
    groups, counted, n_labels = count_labelled(rows, gold, of, value, by, coded, minimum_n)
    p_alike = _p_alike(groups, by, counted, n_labels)
    drifting = [name for name, p in p_alike.items() if p < alpha]
    levels, names = _levels(groups, drifting)
    counted = replace(counted, levels=levels)
    refused = _refusals(groups, counted, n_labels, names)
    usable = np.flatnonzero(refused == "")
    table = groups.assign(n_labels=n_labels, labels_of=", ".join(drifting) or ALL_LABELS)
    corrected = {name: correct(_only(counted, usable)) for name, correct in _BOTH.items()} if len(usable) else {}
    earlier = _earlier(groups, by)
    raw = Corrected(groups["share"].to_numpy(), np.diag(_raw_variance(counted)), np.empty(0), np.empty(0))
    table = _with_changes(table, "", raw, np.arange(len(groups)), earlier)
    for name in _BOTH:
        table = _with_shares(table, name, corrected.get(name), usable)
        table = _with_changes(table, f"{name}_", corrected.get(name), usable, earlier)
    table = table.assign(**_errors_of(counted))
    table = table.assign(p_alike=min(p_alike.values(), default=np.nan), drifts=bool(drifting))
    others = [[*drifting, name] for name in by if name not in drifting]
    moved = _moved_at_most(groups, counted, usable, others, earlier)
    alike = len(usable) > 0 and bool((moved[usable] <= _CARED_ABOUT).all())
    told = "different" if drifting else "alike" if alike else "open"
    return table.assign(moved_at_most=moved, errors_are=told, refused=refused).drop(columns="few")


def _p_alike(
    groups: pd.DataFrame, by: Sequence[str], counted: Counted, n_labels: npt.NDArray[np.int64]
) -> dict[str, float]:
    """Test, for each column, whether errors are alike over its values: the ratio of likelihoods."""
    from scipy.stats import chi2

    chances = {}
    for name in by:
        codes = pd.factorize(groups[name])[0]
        several = [code for code in np.unique(codes) if _carries(counted, codes == code)]
        kept = np.flatnonzero(np.isin(codes, several) & (n_labels > 0))
        if len(several) < 2:
            continue
        apart = replace(_only(counted, kept), levels=pd.factorize(codes[kept])[0])
        alike = replace(apart, levels=np.zeros(len(kept), dtype="int64"))
        ratio = 2 * (correct_by_likelihood(apart).log_likelihood - correct_by_likelihood(alike).log_likelihood)
        chances[name] = float(chi2.sf(max(ratio, 0.0), 2 * (len(several) - 1)))
    return chances


def _moved_at_most(
    groups: pd.DataFrame, counted: Counted, usable: npt.NDArray[np.int64], apart: Sequence[list[str]],
    earlier: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Bound how far shares and changes would move if errors were apart over more columns; missing with few labels.

    The variance of the difference is the difference of the variances, since common errors use all the labels best.
    """
    most = np.full(len(groups), np.nan)
    most[usable] = 0.0
    for names in apart:
        levels, _ = _levels(groups, names)
        carried = np.array([at for at in usable if _carries(counted, levels == levels[at])], dtype="int64")
        bound = np.full(len(groups), np.nan)
        if len(carried):
            common = correct_by_likelihood(_only(counted, carried))
            own = correct_by_likelihood(_only(replace(counted, levels=levels), carried))
            # of each share, and of each change from the group before
            to = np.eye(len(groups))[carried]
            back = np.array([np.eye(len(groups))[at] if at >= 0 else np.zeros(len(groups)) for at in earlier[carried]])
            bounds = [_bound(weights[:, carried], common, own) for weights in (to, to - back)]
            bound[carried] = np.maximum(*bounds)
        most = np.maximum(most, bound)
    return most


def _bound(weights: npt.NDArray[np.float64], common: Corrected, own: Corrected) -> npt.NDArray[np.float64]:
    spread = np.einsum("ij,jk,ik->i", weights, own.covariance - common.covariance, weights)
    moved = np.abs(weights @ (own.shares - common.shares))
    bound: npt.NDArray[np.float64] = moved + _Z_ONE_SIDED * np.sqrt(np.clip(spread, 0, None))
    return bound


def _carries(counted: Counted, here: npt.NDArray[np.bool_]) -> bool:
    kinds = (counted.positive[here].sum(), counted.negative[here].sum())
    return bool(min(kinds) >= _FEWEST_OF_KIND)


def _levels(groups: pd.DataFrame, drifting: list[str]) -> tuple[npt.NDArray[np.int64], list[str]]:
    if not drifting:
        return np.zeros(len(groups), dtype="int64"), [""]
    words = groups[drifting].astype("str").agg(", ".join, axis=1)
    codes, names = pd.factorize(words)
    return codes.astype("int64"), [f" of {name}" for name in names]


def _refusals(
    groups: pd.DataFrame, counted: Counted, n_labels: npt.NDArray[np.int64], names: list[str]
) -> npt.NDArray[np.object_]:
    refused = np.full(len(groups), "", dtype=object)
    if (n := int(n_labels.sum())) < _FEWEST_LABELS:
        refused[:] = f"{n} labels; at least {_FEWEST_LABELS} are needed: code more rows"
        return refused
    for level, name in enumerate(names):
        here = counted.levels == level
        if (n := int(n_labels[here].sum())) < _FEWEST_OF_LEVEL or not _carries(counted, here):
            refused[here] = (
                f"errors differ and there are {n} labels{name}: at least {_FEWEST_OF_LEVEL} are needed, "
                f"{_FEWEST_OF_KIND} of them with the value and {_FEWEST_OF_KIND} without it"
            )
            continue
        gain = counted.found_positive[here].sum() / counted.positive[here].sum()
        gain -= counted.found_negative[here].sum() / counted.negative[here].sum()
        if gain < _LEAST_GAIN:
            refused[here] = (
                f"sensitivity + specificity − 1{name} is {gain:.2f}, less than {_LEAST_GAIN}: the coding "
                + ("tells too little of the truth to be corrected")
            )
    few = groups["few"].to_numpy() & (refused == "")
    refused[few] = "too few stories: read the counts"
    return refused


def _only(counted: Counted, kept: npt.NDArray[np.int64]) -> Counted:
    parts: dict[str, Any] = {name: values[kept] for name, values in vars(counted).items()}
    parts["levels"] = pd.factorize(parts["levels"])[0].astype("int64")
    return Counted(**parts)


def _errors_of(counted: Counted) -> dict[str, npt.NDArray[np.float64]]:
    sums = [np.bincount(counted.levels, values) for values in (counted.positive, counted.found_positive)]
    sums += [np.bincount(counted.levels, values) for values in (counted.negative, counted.found_negative)]
    with np.errstate(invalid="ignore"):
        return {
            "sensitivity": (sums[1] / sums[0])[counted.levels],
            "specificity": (1 - sums[3] / sums[2])[counted.levels],
        }


def _raw_variance(counted: Counted) -> npt.NDArray[np.float64]:
    share = (counted.found + 0.5) / (counted.rows + 1)
    spread: npt.NDArray[np.float64] = share * (1 - share) / counted.rows
    return spread


def _earlier(groups: pd.DataFrame, by: Sequence[str]) -> npt.NDArray[np.int64]:
    """Give the place of the group before each, along the first column of `by`; −1 where there is none."""
    places = pd.Series(range(len(groups)), index=groups.index)
    others = list(by[1:])
    before = places.groupby([groups[name] for name in others]).shift(1) if others else places.shift(1)
    return before.fillna(-1).to_numpy().astype("int64")


def _with_shares(
    table: pd.DataFrame, name: str, corrected: Corrected | None, usable: npt.NDArray[np.int64]
) -> pd.DataFrame:
    columns = np.full((len(table), 3), np.nan)
    if corrected is not None:
        for at, group in enumerate(usable):
            low, high = corrected.interval(at)
            columns[group] = corrected.shares[at], low, high
    return table.assign(**{name: columns[:, 0], f"{name}_low": columns[:, 1], f"{name}_high": columns[:, 2]})


def _with_changes(
    table: pd.DataFrame, name: str, corrected: Corrected | None, usable: npt.NDArray[np.int64],
    earlier: npt.NDArray[np.int64],
) -> pd.DataFrame:  # fmt: skip
    columns = np.full((len(table), 3), np.nan)
    place = {int(group): at for at, group in enumerate(usable)}
    for group, before in enumerate(earlier):
        if corrected is not None and group in place and int(before) in place:
            columns[group] = corrected.difference(place[int(before)], place[group])
    words = (f"{name}change", f"{name}change_low", f"{name}change_high")
    return table.assign(**dict(zip(words, columns.T, strict=True)))
