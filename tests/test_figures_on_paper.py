"""Figures on a printed page: with long names and many rows no text is too small, cut off, or under another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from toolkit.show import (
    plot_comentions,
    plot_corrected,
    plot_dates,
    plot_grid,
    plot_keyness,
    plot_labels,
    plot_multiverse,
    plot_network,
    plot_periods,
    plot_series,
    plot_shares,
    plot_speakers,
    plot_timeline,
    show_dates,
    show_timeline,
)

PAPER = (178 / 25.4, 235 / 25.4)  # inches: what the report's style sheet leaves a figure on A4
SMALLEST = 8.0  # points
TOUCHING = 1.0  # pixels: boxes of text have air around their letters

rng = np.random.default_rng(7)


def named(what: str, n: int) -> list[str]:
    return [f"{what} of the Confederated Municipalities of Upper Graustark no. {i}" for i in range(1, n + 1)]


def months(n: int) -> list[str]:
    return list(pd.period_range("2019-01", periods=n, freq="M").astype(str))


def dates(n: int) -> pd.DataFrame:
    days = pd.to_datetime("2019-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 1200, n)), unit="D")
    last = days + pd.to_timedelta(rng.integers(0, 30, n), unit="D")
    return pd.DataFrame({"doc_id": named("Article", n), "published_earliest": days, "published_latest": last})


def events(n: int) -> pd.DataFrame:
    first = pd.to_datetime("2019-03-01") + pd.to_timedelta(rng.integers(0, 60, n), unit="D")
    return pd.DataFrame({"title": named("Event", n), "first_day": sorted(first)})


def timeline(n_frames: int, n_periods: int) -> pd.DataFrame:
    rows = [
        (period, f"f{i}", title, n := int(rng.integers(0, 900)), int(rng.integers(0, n + 1)))
        for i, title in enumerate(named("Frame", n_frames))
        for period in months(n_periods)
    ]
    return pd.DataFrame(rows, columns="period frame frame_title n_articles n_with_cue".split())


def counted(name: str, kinds: list[str], n: int, **more: Any) -> pd.DataFrame:
    table = pd.DataFrame(rng.integers(0, 900, (n, len(kinds))), columns=kinds).assign(**more)
    table.insert(0, name, named(name.capitalize(), n))
    return table.assign(n=table[kinds].sum(axis=1))


def labels(n: int) -> pd.DataFrame:
    kinds = ["delegitimising", "neutral", "legitimising"]
    return pd.concat(
        [counted("actor_name", kinds, n, voice="narrator"), counted("actor_name", kinds, n, voice="verbatim")],
        ignore_index=True,
    )


def shares(n_groups: int, n: int) -> pd.DataFrame:
    rows = [
        (group, value, "verbatim words", int(count), 99999, 0.31, 0.28, 0.36, 400, 400)
        for group in named("Outlet", n_groups)
        for value, count in zip(named("Speaker", n), np.sort(rng.integers(1, 99999, n))[::-1], strict=True)
    ]
    return pd.DataFrame(rows, columns="outlet speaker unit n n_all share low high n_articles n_texts".split())


def edges(n: int) -> pd.DataFrame:
    pairs = [(one, other) for one in named("Speaker", 9) for other in named("Actor", 9)]
    chosen = [pairs[i] for i in rng.permutation(len(pairs))[:n]]
    return pd.DataFrame([(*pair, 400 - i) for i, pair in enumerate(chosen)], columns=["speaker", "actor", "n"])


def comentions(n: int) -> pd.DataFrame:
    unit = "stories that name both in one sentence"
    rows = [(*pair, unit, 3500, 9999, 9) for pair in permutations(named("Actor", n), 2)]
    return pd.DataFrame(rows, columns="actor other unit n n_all n_texts".split())


def keyness(n: int) -> pd.DataFrame:
    table = pd.DataFrame({"feature": named("Word", n), "n": 40_000, "n_against": 9_000, "p_fdr": 0.5, "why_no_p": ""})
    one, other = named("Outlet", 2)
    table = table.assign(log_odds_z=np.linspace(9, -9, n), group=one, against=other, n_all=9e6, n_all_against=8e6)
    return table


def multiverse(n: int) -> pd.DataFrame:
    choices = {"relevance": ["paragraph", "document"], "unit": ["article", "story"], "voices": ["own", "all"],
               "dates": ["interval", "latest"], "quotations": ["all"], "codebook": named("codebook", 3),
               "contrast": named("contrast", 2)}  # fmt: skip
    table = pd.DataFrame({name: [values[i % len(values)] for i in range(n)] for name, values in choices.items()})
    estimate = np.linspace(-0.3, 0.4, n)
    numbers = {"estimate": estimate, "low": estimate - 0.1, "high": estimate + 0.1, "n": 4000.0}
    return table.assign(specification=range(n), primary=[i == 3 for i in range(n)], frame="f",
                        frame_title=named("Frame", 1)[0], measure="difference", **numbers)  # fmt: skip


def series(n_series: int, n_periods: int) -> pd.DataFrame:
    rows = [
        (period, pd.Timestamp(period), pd.Timestamp(period), title, 900, 400, 0.4, 0.3, 0.5)
        for title in named("Tone", n_series)
        for period in months(n_periods)
    ]
    return pd.DataFrame(rows, columns="period starts ends tone n_all n share low high".split())


def changes(n_series: int, n_periods: int) -> pd.DataFrame:
    periods = months(n_periods)
    rows = [
        (title, i + 1, periods[at], periods[at - 1], periods[at + 1], 0.31, 0.001)
        for title in named("Tone", n_series)
        for i, at in enumerate((n_periods // 2, n_periods // 2 + 1))
    ]
    return pd.DataFrame(rows, columns="tone change period earliest latest difference p".split())


def compared(n: int) -> pd.DataFrame:
    table = pd.DataFrame({"event": named("Event", n), "frame": named("Frame", n), "n_before": 9999.0})
    numbers = {"n_all_before": 99999.0, "n_all_after": 99999.0, "difference": 0.1, "low": 0.0, "high": 0.2}
    return table.assign(**numbers, placebo_low=-0.1, placebo_high=0.1)


def corrected(n_panels: int, n_periods: int) -> pd.DataFrame:
    rows = [(period, frame) for frame in named("Frame", n_panels) for period in months(n_periods)]
    table = pd.DataFrame(rows, columns=["period", "frame"]).assign(n=400, n_all=99999, n_labels=900)
    for start, name in (("", "share"), ("matrix_", "matrix"), ("likelihood_", "likelihood")):
        table = table.assign(**{name: 0.5, f"{start}low": 0.4, f"{start}high": 0.6})
    return table


DRAWN: dict[str, Callable[[], Any]] = {
    "dates, few": lambda: plot_dates(dates(12), events=events(9)),
    "dates, many": lambda: plot_dates(dates(3000), events=events(30)),
    "timeline": lambda: plot_timeline(timeline(13, 8)),
    "timeline, many": lambda: plot_timeline(timeline(20, 24)),
    "labels": lambda: plot_labels(labels(30)),
    "speakers": lambda: plot_speakers(counted("speaker", ["direct", "mixed", "indirect"], 40)),
    "shares": lambda: plot_shares(shares(9, 30)),
    "grid": lambda: plot_grid(shares(9, 30)),
    "network": lambda: plot_network(edges(60)),
    "comentions": lambda: plot_comentions(comentions(14)),
    "keyness": lambda: plot_keyness(keyness(60)),
    "multiverse": lambda: plot_multiverse(multiverse(144)),
    "series": lambda: plot_series(series(12, 60), changes=changes(12, 60)),
    "periods": lambda: plot_periods(compared(30)),
    "corrected": lambda: plot_corrected(corrected(9, 48)),
}  # fmt: skip


QUICK = {"dates, few", "labels", "grid", "network", "keyness", "periods"}


@pytest.fixture(scope="module", params=[pytest.param(n, marks=[] if n in QUICK else [pytest.mark.long]) for n in DRAWN])
def figure(request: pytest.FixtureRequest) -> Iterator[Figure]:
    DRAWN[request.param]()
    drawn = plt.gcf()
    drawn.canvas.draw()
    drawn.set_layout_engine("none")
    yield drawn
    plt.close("all")


def texts_of(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Give every text that is seen, with the place it takes; ticks beyond the ends of an axis are not drawn."""
    unseen = set()
    for ax in figure.axes:
        for axis, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            for tick in axis.get_major_ticks():
                if not ax.axison or not min(ends) <= tick.get_loc() <= max(ends):
                    unseen |= {tick.label1, tick.label2}
    found = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(text, text.get_window_extent()) for text in found if text not in unseen]


def overlap(a: Bbox, b: Bbox) -> bool:
    across, up = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
    return min(across, up) > TOUCHING


def told(text: Text) -> str:
    return text.get_text().replace("\n", " / ")[:60]


def test_no_text_is_below_eight_points_on_a4(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    scale = min(1, PAPER[0] / width, PAPER[1] / height)

    assert {told(t): size for t, _ in texts_of(figure) if (size := t.get_fontsize() * scale) < SMALLEST} == {}


def test_no_text_stands_on_another(figure: Figure) -> None:
    over = [(told(one), told(other)) for (one, a), (other, b) in combinations(texts_of(figure), 2) if overlap(a, b)]

    assert over == []


def test_no_text_is_cut_off(figure: Figure) -> None:
    whole = figure.bbox

    cut = [told(text) for text, box in texts_of(figure)
           if min(box.x0 - whole.x0, box.y0 - whole.y0, whole.x1 - box.x1, whole.y1 - box.y1) < -TOUCHING]  # fmt: skip

    assert cut == []


@pytest.mark.long
def test_what_a_page_cannot_hold_is_left_to_the_table_and_the_note_says_so() -> None:
    assert show_timeline(timeline(20, 2)).note.endswith("Not drawn, but in the table: 6 frames.")
    assert "4 articles more, in the table." in show_dates(dates(34)).alt
    shown = plot_shares(shares(9, 30))
    assert len(shown) * (12 + 2) * 0.26 < PAPER[1]
    plt.close("all")
