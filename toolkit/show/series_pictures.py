"""Series, differences and corrected shares as pictures: the figure, its numbers in words, and what n is of.

The one rule: whoever cannot see the figure reads the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toolkit.show.pictures import Picture, make_picture
from toolkit.show.series import drawn_series, name_series, plot_corrected, plot_periods, plot_series, series_of


def show_series(timeline: pd.DataFrame, *, changes: pd.DataFrame | None = None, top: int = 8) -> Picture:
    """Show ``plot_series(timeline, changes=changes)`` with alternative text, n, and every change in words.

    Parameters
    ----------
    changes
        ``measure_changes(…)`` of the same rows.
    """
    axes = plot_series(timeline, changes=changes, top=top)
    keys, n_all = series_of(timeline)
    dated = timeline[timeline["starts"].notna()]
    groups = drawn_series(timeline, top=top)
    if not groups:
        alt = axes[0].texts[0].get_text() + (f" {_changes(changes, keys)}" if changes is not None else "")
        return make_picture(axes[0].figure, alt, "n = 0 periods with a share.")
    rest = dated.groupby(keys).ngroups - len(groups)
    each = "; ".join(f"{name_series(key, rows)} {_run(rows)}" for key, rows in groups)
    span = f"{dated['period'].iloc[0]} to {dated['period'].iloc[-1]}"
    alt = f"Shares by period, {span}, with intervals, one panel per series. {each}."
    if changes is not None:
        alt += f" {_changes(changes, keys)}"
    unit = "relevant articles" if n_all == "n_articles" else "rows"
    n = dated.drop_duplicates([*keys[:-1], "period"])[n_all].sum()  # all values of a group have the same whole
    note = f"n = {_plain(n)} {unit}; lines are 95 % intervals over stories."
    apart = int(dated["disagrees"].sum()) if "disagrees" in dated else 0
    note += f" Crosses ({apart}): printings and stories moved in opposite directions." if apart else ""
    note += f" Not drawn, but in the table: {rest} series." if rest else ""
    if changes is not None:
        note += " A change is a difference of levels; what made it is not measured."
    return make_picture(axes[0].figure, alt, note)


def show_periods(compared: pd.DataFrame, *, top: int = 12) -> Picture:
    """Show ``plot_periods(compared)`` with alternative text and n, each difference beside its placebo days."""
    ax = plot_periods(compared, top=top)
    drawn = compared.head(top)
    keys = list(compared.columns[: list(compared.columns).index("n_before")])
    each = "; ".join(f"{_named([row[key] for key in keys])} {_difference(row)}" for row in drawn.to_dict("records"))
    sides = [compared[f"n_all_{side}"].max() for side in ("before", "after")]
    note = f"n = at most {_plain(sides[0])} before and {_plain(sides[1])} after; lines are 95 % intervals over stories."
    n_placebos = compared["n_placebos"].max()
    note += f" Grey: 95 % of up to {n_placebos:.0f} placebo days." if drawn["placebo_low"].notna().any() else ""
    left_out = compared["n_straddling"].max()
    note += f" Left out, since they may belong to either side: up to {left_out:.0f} articles." if left_out else ""
    apart = int(compared["disagrees"].sum())
    note += f" In {apart} of {len(compared)} rows printings and stories have opposite signs." if apart else ""
    note += f" Not drawn, but in the table: {len(compared) - top}." if len(compared) > top else ""
    note += " A difference is no effect: whatever else changed is in it."
    return make_picture(ax.figure, f"Differences of shares, after − before. {each or 'None'}.", note)


def show_corrected(corrected: pd.DataFrame, *, top: int = 5) -> Picture:
    """Show ``plot_corrected(corrected)`` with alternative text, n, and why a correction was refused."""
    axes = plot_corrected(corrected, top=top)
    keys = list(corrected.columns[: list(corrected.columns).index("n")])
    each = "; ".join(f"{_named([row[key] for key in keys])} {_correction(row)}" for row in corrected.to_dict("records"))
    rest = corrected.groupby(keys[1:]).ngroups - top if keys[1:] else 0
    n, labels = int(corrected["n_all"].sum()), int(corrected["n_labels"].sum())
    note = f"n = {n} rows, {labels} of them coded by hand; lines are 95 % intervals."
    note += f" Not drawn, but in the table: {rest} panels." if rest > 0 else ""
    reasons = list(dict.fromkeys(reason for reason in corrected["refused"] if reason))
    note += f" Not corrected: {'; '.join(reasons)}." if reasons else ""
    if corrected["drifts"].any():
        note += " Errors of the coding differ between groups, so that each has its own labels alone."
    elif (corrected["errors_are"] == "open").any():
        note += " Whether errors of the coding differ between groups is open: code more rows."
    return make_picture(axes[0].figure, f"Raw shares beside corrected ones. {each}.", note)


def _named(key: Sequence[Any]) -> str:
    return ", ".join(str(part) for part in key)


def _run(rows: pd.DataFrame) -> str:
    """Say where a series begins, ends, and lies highest and lowest."""
    known = rows.dropna(subset=["share"])
    if known.empty:
        return "has too few stories in every period"
    first, last = (f"{row['share']:.2f} in {row['period']}" for row in (known.iloc[0], known.iloc[-1]))
    ordered = known.sort_values("share", kind="stable")
    least, most = (f"{row['share']:.2f} ({row['period']})" for row in (ordered.iloc[0], ordered.iloc[-1]))
    return f"from {first} to {last}, lowest {least}, highest {most}"


def _changes(changes: pd.DataFrame, keys: Sequence[str]) -> str:
    found = [
        f"{_named([row[key] for key in keys])} from {row['period']} on {row['difference']:+.2f}"
        f" ({row['low']:+.2f} to {row['high']:+.2f}), between {row['earliest']} and {row['latest']}, p = {row['p']:.3f}"
        for row in changes[changes["change"] > 0].to_dict("records")
    ]
    return f"Changes of level: {'; '.join(found) or 'none larger than chance makes'}."


def _difference(row: dict[Any, Any]) -> str:
    counts = f"{_plain(row['n_before'])} of {_plain(row['n_all_before'])} before, "
    counts += f"{_plain(row['n_after'])} of {_plain(row['n_all_after'])} after"
    if pd.isna(row["difference"]):
        return f"{counts}: {row['note']}"
    told = f"{counts}: {row['difference']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})"
    if pd.isna(row["placebo_low"]):
        return f"{told}, {row['note']}"
    return f"{told}, placebo days {row['placebo_low']:+.2f} to {row['placebo_high']:+.2f}"


def _correction(row: dict[Any, Any]) -> str:
    raw = f"{row['n']} of {row['n_all']}" + ("" if pd.isna(row["share"]) else f": {row['share']:.2f}")
    if pd.isna(row["likelihood"]):
        return f"{raw}, not corrected"
    return f"{raw}, corrected {row['likelihood']:.2f} ({row['likelihood_low']:.2f} to {row['likelihood_high']:.2f})"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
