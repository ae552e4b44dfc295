"""Write the page that lists the reports of a plan and compares them.

The one rule: no request leaves the page, everything works without a script, and every word from outside is escaped.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

import pandas as pd

from toolkit.batch.matrix import Planned
from toolkit.files import whole_file
from toolkit.markup import show_text
from toolkit.reports.render import report_style

_HERE = Path(__file__).parent
# the first of them that a report has stands for it
_FIGURES = ("series", "timeline", "labels", "speakers", "dates")
_THUMBNAIL = 480  # pixels


@dataclass(frozen=True, slots=True)
class Finished:
    """Hold what became of a report, and where and why it failed, if it did."""

    state: Literal["done", "failed", "no articles"]
    error: str = ""
    cell: int | None = None

    @property
    def words(self) -> str:
        """All of it in words: "failed at cell [4]: ValueError: x"."""
        place = f" at cell [{self.cell}]" if self.cell is not None else ""
        return f"{self.state}{place}: {self.error}" if self.error else self.state


def write_overview(
    out: Path,
    title: str,
    about: str,
    reports: Sequence[Planned],
    *,
    finished: Mapping[str, Finished],
    compared: pd.DataFrame | None,
) -> Path:
    """Write ``index.html`` with a card for every report and a panel for every frame."""
    style = f"{report_style()}\n{(_HERE / 'overview.css').read_text(encoding='utf-8')}"
    cards = "\n".join(_card(out, report, finished[report.name]) for report in reports)
    shell = (_HERE / "overview.html").read_text(encoding="utf-8")
    parts = {
        "title": show_text(title),
        "style": style,
        "summary": show_text(f"{_summary(finished)}. {about}"),
        "comparison": "" if compared is None else _comparison(reports, compared),
        "cards": cards,
    }
    for name, words in parts.items():  # the style first, titles of reports last: none can stand for another part
        shell = shell.replace(f"<!--{name}-->", words)
    with whole_file(out / "index.html") as part:
        part.write_text(shell, encoding="utf-8", newline="\n")
    return out / "index.html"


def _summary(finished: Mapping[str, Finished]) -> str:
    states = [one.state for one in finished.values()]
    told = [f"{states.count(state)} {state}" for state in ("done", "failed", "no articles") if state in states]
    return f"{len(states)} reports: {', '.join(told)}"


def _card(out: Path, report: Planned, finished: Finished) -> str:
    title, place = show_text(report.title), f"reports/{report.name}"
    heading = f'<a href="{place}/index.html">{title}</a>' if finished.state == "done" else title
    counts = f"Articles: {report.n_articles}; stories: {report.n_stories}"
    state = show_text(finished.words)
    if (out / f"{place}.failed.ipynb").is_file():
        state += f' (<a href="{place}.failed.ipynb">the notebook up to there</a>)'
    return (
        f'<li id="{report.name}" class="card {finished.state.split()[0]}">{_thumbnail(out / place, report.title)}'
        f'<h3>{heading}</h3><p>{counts}</p><p class="state">{state}</p></li>'
    )


def _thumbnail(folder: Path, title: str) -> str:
    """Give the first figure of a report as a small picture."""
    found = [path for name in _FIGURES if (path := folder / "figures" / f"{name}.png").is_file()]
    found += sorted((folder / "figures").glob("*.png"))
    if not found:
        return ""
    words = escape(f"{found[0].stem.replace('_', ' ')} of {title}")
    return f'<img src="data:image/png;base64,{b64encode(_small(found[0])).decode()}" alt="{words}">'


def _small(picture: Path) -> bytes:
    """Make a picture smaller, by whole pixels averaged."""
    from matplotlib import image

    pixels = image.imread(picture)
    step = max(1, -(-pixels.shape[1] // _THUMBNAIL))
    rows, columns = (size // step * step for size in pixels.shape[:2])
    blocks = pixels[:rows, :columns].reshape(rows // step, step, columns // step, step, -1)
    made = io.BytesIO()
    image.imsave(made, blocks.mean(axis=(1, 3)), format="png")
    return made.getvalue()


def _comparison(reports: Sequence[Planned], compared: pd.DataFrame) -> str:
    titles = {report.name: report.title for report in reports}
    panels = "\n".join(_panel(str(title), rows, titles) for title, rows in _frames(compared))
    return (
        "<h2>The primary measure in all reports</h2>\n"
        "<p>Share of relevant articles with a cue of a frame in the outlet's own wording, over all articles of a "
        "report, with 95 % intervals over stories; all panels go from 0 to 100 %. Where stories are too few, only "
        "counts are given; n is the number of stories. Reports share articles where their periods or outlets do, and "
        "shares describe these texts, nothing beyond them. The numbers are in <code>tables/comparison.csv</code>.</p>\n"
        f'<div class="panels">\n{panels}\n</div>'
    )


def _frames(compared: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for (_, title), rows in compared.groupby(["frame", "frame_title"], sort=False):
        if rows["n_articles"].sum() > 0:
            yield str(title), rows


def _panel(title: str, rows: pd.DataFrame, titles: Mapping[str, str]) -> str:
    lines = "\n".join(_line(row, titles[str(row["report"])]) for _, row in rows.iterrows())
    names = "".join(f'<th scope="col">{name}</th>' for name in ("Report", "Share", "In numbers"))
    head = f"<caption>{show_text(title)}</caption><thead><tr>{names}</tr></thead>"
    return f"<table>{head}<tbody>\n{lines}\n</tbody></table>"


def _line(row: pd.Series, title: str) -> str:
    n = f"{row['n_with_cue']:g} of {row['n_articles']:g}, n\u00a0=\u00a0{row['n_stories']}"
    mark, words = "", n
    if pd.notna(row["low"]):  # one story has a share, and no interval
        share, low, high = (100 * float(row[name]) for name in ("share", "low", "high"))
        words = f"{share:.0f}\u00a0% ({low:.0f}–{high:.0f}); {n}"
        mark = (
            f'<span class="range" style="left:{low:.1f}%;width:{high - low:.1f}%"></span>'
            f'<span class="dot" style="left:{share:.1f}%"></span>'
        )
    return (
        f'<tr><th scope="row"><a href="#{row["report"]}">{show_text(title)}</a></th>'
        f'<td><span class="track" aria-hidden="true">{mark}</span></td><td class="numbers">{words}</td></tr>'
    )
