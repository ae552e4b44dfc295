"""Figures with the words they need: an alternative text made from the data, and a line that gives n.

The one rule: whoever cannot see the figure reads the same numbers.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.markup import show_text
from toolkit.show.dates import NAMED, plot_dates
from toolkit.show.figures import (
    FRAMES,
    NO_TIMELINE,
    label_panels,
    plot_labels,
    plot_speakers,
    plot_timeline,
    speaker_cells,
)
from toolkit.show.keyness import EFFECTS, KeynessEffect, drawn_rows, effects_in_words, keyness_size, plot_keyness
from toolkit.show.speaking import (
    ALL,
    grid_cells,
    in_numbers,
    network_edges,
    plot_grid,
    plot_network,
    plot_shares,
    share_panels,
    unit_of,
)
from toolkit.show.style import house_style

_CAVEAT = "Who speaks was found by rules; not validated on this corpus."


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a drawn figure as PNG and SVG, its alternative text, and the note under it."""

    png: bytes = field(repr=False)
    svg: bytes = field(repr=False)
    alt: str
    note: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        data = b64encode(self.png).decode("ascii")
        html = (
            f'<figure class="mathjax_ignore"><img src="data:image/png;base64,{data}" alt="{show_text(self.alt)}">'
            f"<figcaption>{show_text(self.note)}</figcaption></figure>"
        )
        return {"text/html": html, "text/plain": f"{self.alt} {self.note}"}, {}


def show_timeline(timeline: pd.DataFrame, *, minimum_n: int = 10) -> Picture:
    """Show ``plot_timeline(timeline)`` with alternative text and n.

    Parameters
    ----------
    minimum_n
        Below this many articles in a period only counts are to be read; the note says so.
    """
    axes = plot_timeline(timeline)
    if timeline.empty:
        return make_picture(axes[0].figure, f"Nothing is drawn: {NO_TIMELINE}.", "n = 0 relevant articles.")
    first = timeline[timeline["frame"] == timeline["frame"].iloc[0]]
    n = first["n_articles"].sum()
    few = first.loc[(first["n_articles"] < minimum_n) & (first["n_articles"] > 0), "period"]
    empty = first.loc[first["n_articles"] == 0, "period"]
    totals = timeline.groupby(["frame", "frame_title"], sort=False)[["n_with_cue", "n_articles"]].sum()
    each = "; ".join(
        f"{title}: {_plain(a)} of {_plain(b)}"
        for (_, title), (a, b) in zip(totals.index, totals.to_numpy(), strict=True)
    )
    span = f"{first['period'].iloc[0]} to {first['period'].iloc[-1]}"
    alt = f"Bars by period, {span}, one panel per frame. Relevant articles with a cue, all periods together: {each}."
    note = f"n = {_plain(n)} relevant articles; an article with a date interval is spread over it."
    if len(empty):
        note += f" No article in {_listed(empty)}."
    if len(few):
        note += f" Fewer than {minimum_n} articles in {_listed(few)}: read counts, not shares."
    note += _left_out(len(totals) - FRAMES, "frames")
    return make_picture(axes[0].figure, alt, note)


def show_dates(articles: pd.DataFrame, *, events: pd.DataFrame | None = None) -> Picture:
    """Show ``plot_dates(articles, events=events)`` with alternative text, n, and the events by number."""
    ax = plot_dates(articles, events=events)
    dated = articles.dropna(subset=["published_earliest", "published_latest"])
    each = "; ".join(
        f"{row.doc_id} {row.published_earliest:%Y-%m-%d} to {row.published_latest:%Y-%m-%d}"
        for row in dated.head(NAMED).itertuples()
    )
    rest = len(dated) - NAMED
    each += f"; {rest} articles more, in the table" if rest > 0 else ""
    note = f"n = {len(dated)} dated articles of {len(articles)}; bars span the possible days, diamonds are single days."
    if events is not None and len(events):
        marked = "; ".join(f"{i} {e.title} ({e.first_day:%d %b %Y})" for i, e in enumerate(events.itertuples(), 1))
        note += f" Outside events, from the codebook: {marked}."
    return make_picture(ax.figure, f"Intervals in which each article can have appeared. {each}.", note)


def show_labels(counts: pd.DataFrame, *, top: int = 12) -> Picture:
    """Show ``plot_labels(counts)`` with alternative text and n; `counts` is by actor_name and voice."""
    axes = plot_labels(counts, top=top)
    panels = label_panels(counts, top=top)
    parts = " ".join(f"{title}: {_in_words(cells) or 'none'}." for title, cells in panels.items())
    n = counts.groupby("voice")["n"].sum().reindex(["narrator", "paraphrase", "verbatim", "republished"], fill_value=0)
    note = f"n = {n['narrator'] + n['paraphrase']} labels in the outlets' own wording (narrator and paraphrase)"
    note += f", {n['verbatim']} in verbatim speech"
    note += f"; {n['republished']} in republished excerpts are in the table only." if n["republished"] else "."
    rest = counts.loc[counts["voice"] != "republished", "actor_name"].nunique() - top
    note += f" Not drawn, but in the table: {rest} with fewer labels." if rest > 0 else ""
    return make_picture(axes[0].figure, f"Stacked bars of labels per actor. {parts}", note)


def show_speakers(counts: pd.DataFrame, *, top: int = 15) -> Picture:
    """Show ``plot_speakers(counts)`` with alternative text and n."""
    ax = plot_speakers(counts, top=top)
    cells = speaker_cells(counts)
    each = _in_words(cells.head(top))
    alt = f"Stacked bars of quotations per speaker. {each or 'None'}."
    rest = max(0, len(cells) - top)
    note = f"n = {int(counts['n'].sum()):,} quotations by {len(cells):,} speakers or kinds of source"
    note += f"; the {rest:,} quoted least are in the table only." if rest else "."
    return make_picture(ax.figure, alt, note)


def show_shares(measured: pd.DataFrame, *, top: int = 12, top_groups: int = 6) -> Picture:
    """Show ``plot_shares(measured)`` with alternative text and n."""
    axes = plot_shares(measured, top=top, top_groups=top_groups)
    panels = share_panels(measured, top=top, top_groups=top_groups)
    parts = [
        ("" if title == ALL else f"{title}: ")
        + "; ".join(f"{row['value']} {in_numbers(row)}" for row in rows.to_dict("records"))
        + "."
        for title, rows in panels.items()
    ]
    drawn = pd.concat(list(panels.values())) if panels else measured
    note = _size(measured) + _left_out(len(measured) - len(drawn), "rows")
    if drawn["share"].isna().any():
        note += " Where texts are too few for a share, only counts are given."
    if drawn["low"].notna().any():
        note += " In brackets: 95 % intervals over the texts."
    alt = f"Bars of {unit_of(measured)} by {_named(measured)}. {' '.join(parts) or 'None.'}"
    return make_picture(axes[0].figure, alt, f"{note} {_CAVEAT}")


def show_grid(measured: pd.DataFrame, *, top: int = 15, top_groups: int = 8) -> Picture:
    """Show ``plot_grid(measured)`` with alternative text and n."""
    ax = plot_grid(measured, top=top, top_groups=top_groups)
    cells, _ = grid_cells(measured, top=top, top_groups=top_groups)
    filled = [(name, [f"{n} {group}" for group, n in row.items() if n]) for name, row in cells.iterrows()]
    each = "; ".join(f"{name}: {', '.join(parts)}" for name, parts in filled if parts)
    alt = f"Grid of {unit_of(measured)} by {_named(measured)}. {each or 'None'}."
    inside = int(cells.to_numpy().sum())
    note = f"{_size(measured)} {inside} of them are drawn, the rest is in the table. Numbers are counts, not shares;"
    return make_picture(ax.figure, alt, f"{note} columns differ in n. {_CAVEAT}")


def show_network(edges: pd.DataFrame, *, top: int = 20) -> Picture:
    """Show ``plot_network(edges)`` with alternative text and n."""
    ax = plot_network(edges, top=top)
    drawn = network_edges(edges, top=top)
    each = "; ".join(f"{row.speaker} about {row.actor} {row.n}" for row in drawn.itertuples())
    n_all = int(edges["n"].sum())
    note = f"n = {n_all} times that a quotation names an actor; {int(drawn['n'].sum())} are drawn"
    note += (
        ", the rest, and speakers who name themselves, are in the table. To name is neither to favour nor to oppose."
    )
    return make_picture(
        ax.figure, f"Arrows from speakers to the actors they name. {each or 'None'}.", f"{note} {_CAVEAT}"
    )


def show_keyness(
    keyness: pd.DataFrame,
    *,
    group: str = "",
    effect: KeynessEffect = "log_odds_z",
    top: int = 12,
    unit: str = "words",
) -> Picture:
    """Show ``plot_keyness(keyness)`` with alternative text, n, and what the chances rest on."""
    ax = plot_keyness(keyness, group=group, effect=effect, top=top, unit=unit)
    if keyness.empty:
        return make_picture(ax.figure, ax.texts[0].get_text(), "n = 0 words compared.")
    drawn = drawn_rows(keyness, group=group, effect=effect, top=top)
    first = drawn.iloc[0]
    sides = {first["group"]: drawn[drawn[effect] > 0], first["against"]: drawn[drawn[effect] < 0].iloc[::-1]}
    each = " ".join(f"More often in {name}: {effects_in_words(rows, effect)}." for name, rows in sides.items())
    alt = f"Bars of {EFFECTS[effect]}; counts are {first['group']} : {first['against']}. {each}"
    rest = int((keyness["group"] == first["group"]).sum()) - len(drawn)
    note = f"n = {keyness_size(drawn, unit)}."
    note += f" Not drawn, but in the table: {rest:,} with smaller effects." if rest > 0 else ""
    note += f" No test: {first['why_no_p']}." if first["why_no_p"] else " Chance was drawn by story, not by word."
    return make_picture(ax.figure, alt, note)


def write_figure(picture: Picture, folder: Path | str, name: str) -> list[Path]:
    """Write ``name.png`` and ``name.svg`` into `folder`, which is made if it is missing."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    png.write_bytes(picture.png)
    svg.write_bytes(picture.svg)
    return [png, svg]


def make_picture(figure: Any, alt: str, note: str) -> Picture:
    """Draw into memory, then close, so that a notebook does not show the figure a second time."""
    import matplotlib.pyplot as plt

    png, svg = BytesIO(), BytesIO()
    with house_style():
        figure.savefig(png, format="png", metadata={"Software": None})
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return Picture(png.getvalue(), svg.getvalue(), alt, note)


def _size(measured: pd.DataFrame) -> str:
    return f"n = {int(measured['n'].sum()):,} {unit_of(measured)}."


def _named(measured: pd.DataFrame) -> str:
    """Say which columns a table of shares is about: "side and outlet"."""
    *by, of = measured.columns[: list(measured.columns).index("unit")]
    return " and ".join(str(name).replace("_", " ") for name in (of, *by))


def _left_out(n: int, what: str) -> str:
    return f" Not drawn, but in the table: {n:,} {what}." if n > 0 else ""


def _in_words(cells: pd.DataFrame) -> str:
    """Say what each bar holds, its empty parts left out: "Hamas 9 delegitimising, 2 neutral; Iran 1 neutral"."""
    bars = [(name, [f"{n} {kind}" for kind, n in row.items() if n]) for name, row in cells.iterrows()]
    return "; ".join(f"{name} {', '.join(parts)}" for name, parts in bars if parts)


def _listed(values: pd.Series[Any]) -> str:
    words = [str(value) for value in values]
    return ", ".join(words) if len(words) <= 6 else f"{len(words)} periods"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
