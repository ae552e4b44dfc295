"""Lay the primary measure of several reports side by side.

The one rule: what is compared was counted alike, and stands there with its interval and its n.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from toolkit.annotate import Annotations
from toolkit.batch.matrix import Planned
from toolkit.measure import with_articles
from toolkit.measure.units import FRAME, MEASURED, count_units, list_row_ids, measure_cells

_BY = ["report", "frame_title"]
_NAMES = {"n": "n_with_cue", "n_all": "n_articles"}


def compare_frames(found: Annotations, report: Planned) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure, over all articles of a report, the share of relevant ones with a cue of a frame; with its evidence.

    Returns
    -------
    tuple of pandas.DataFrame
        ``report``, ``frame``, ``frame_title``, ``n_articles``, ``n_with_cue``, ``n_stories``, ``n_stories_with``,
        ``share``, ``low``, ``high`` (95 %, over stories; missing below the study's number of stories) and
        ``share_stories``, with a row of zeros for a frame without relevant articles; and ``report``, ``frame``,
        ``doc_id``, ``row_id`` of the cues.
    """
    scores = with_articles(found.scores, found.corpus.describe(), columns=["story_id"]).assign(report=report.name)
    least = int(report.values.get("minimum_n", 0)) or found.corpus.study.minimum_n
    counts = count_units(scores, of=FRAME, by=_BY).assign(part=1.0)
    cell = [*_BY, FRAME]
    measured = measure_cells(counts, cell, minimum_n=least, method="wilson", n_boot=1000, seed=0).rename(columns=_NAMES)
    frames = [(report.name, frame.title, frame.frame_id) for frame in found.codebook.frames]
    table = measured.reindex(pd.MultiIndex.from_tuples(frames, names=cell)).reset_index()
    counted = ["n_articles", "n_with_cue", "n_stories", "n_stories_with"]
    table[counted] = table[counted].fillna(0)
    table = table.astype({"n_stories": "int64", "n_stories_with": "int64"})
    shares = [name for name in MEASURED if name.startswith(("share", "low", "high"))]
    rows = list_row_ids(scores, of=FRAME, by=["report"]).explode("row_ids").dropna(subset=["row_ids"])
    evidence = rows.rename(columns={"row_ids": "row_id"})[["report", FRAME, "doc_id", "row_id"]]
    return table[["report", FRAME, "frame_title", *counted, *shares]], evidence.reset_index(drop=True)


def join_compared(compared: Sequence[tuple[pd.DataFrame, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Give the tables of all reports as ``comparison`` and ``comparison_evidence``; none gives none."""
    if not compared:
        return {}
    tables, evidence = zip(*compared, strict=True)
    return {
        "comparison": pd.concat(tables, ignore_index=True),
        "comparison_evidence": pd.concat(evidence, ignore_index=True).astype("str"),
    }
