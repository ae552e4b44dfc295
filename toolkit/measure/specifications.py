"""One measure under many specifications: which articles, counted how, with whose words, by which codebook.

The one rule: every combination of choices is a row, also one that cannot be measured, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.events import DayNumbers, side_of
from toolkit.measure.intervals import FEWEST, Numbers, difference_interval, share_interval
from toolkit.measure.printings import count_once
from toolkit.measure.speakers import drawn_texts
from toolkit.rows import Window
from toolkit.tables import require_columns

CHOICES = ["relevance", "unit", "voices", "dates", "quotations", "codebook", "contrast"]
NO_CONTRAST = "none"
ANY_ARTICLE = "any"
VOICES: dict[str, list[str]] = {
    "own": ["narrator", "paraphrase"],
    "narrator": ["narrator"],
    "all": ["narrator", "paraphrase", "verbatim", "republished"],
}
_STATED = ["printed", "metadata", "url", "dateline"]
_WINDOWS = get_args(Window)
_MISSING = (np.nan, np.nan, np.nan)
_COUNTS = ["n_with", "n", "n_stories", "n_before", "share_before", "n_after", "share_after", "n_left_out"]
_CUES = [f"cues_{voice}" for voice in VOICES["all"]]
_NEEDED = ["doc_id", "published_earliest", "published_latest", "published_how", "together", "codebook", "quotations",
           "frame", "frame_title", *_CUES]  # fmt: skip

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Articles:
    """Hold the articles as one codebook reads them, in the order of `doc_ids`; `cues` by frame and voice."""

    doc_ids: npt.NDArray[Any]
    story: npt.NDArray[np.int64]
    window: npt.NDArray[np.int64]
    stated: Flags
    days: pd.DataFrame
    cues: dict[str, dict[str, list[list[str]]]]
    titles: dict[str, str]

    def relevant(self, specification: Mapping[Any, Any]) -> Flags:
        kept = self.stated if specification["dates"] == "stated" else np.ones(len(self.doc_ids), bool)
        if specification["relevance"] == ANY_ARTICLE:
            return kept
        return kept & (self.window <= _WINDOWS.index(specification["relevance"]))

    def has_cue(self, frame: str, voices: str) -> Flags:
        columns = [self.cues[frame][f"cues_{voice}"] for voice in VOICES[voices]]
        found: Flags = np.any([[len(ids) > 0 for ids in column] for column in columns], axis=0)
        return found


def lay_out_specifications(choices: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Combine all choices, those of the study first: ``specification`` (from 1), ``primary``, and a column for each."""
    combined = pd.DataFrame(list(product(*(choices[name] for name in CHOICES))), columns=CHOICES)
    combined.insert(0, "specification", range(1, len(combined) + 1))
    combined.insert(1, "primary", combined["specification"] == 1)
    return combined


def measure_specifications(
    scores: pd.DataFrame,
    specifications: pd.DataFrame,
    *,
    contrasts: Mapping[str, DayNumbers],
    minimum_n: int,
) -> pd.DataFrame:
    """Measure every specification: one row for each and each frame, columns as in `build_multiverse`.

    Parameters
    ----------
    scores
        As `score_multiverse` gives them.
    specifications
        As `lay_out_specifications` gives them.
    contrasts
        By name, the first and last days (numbers since 1970) of the time before and of that after.
    """
    specifications, read = _read(scores, specifications)
    held: dict[tuple[str, ...], Flags] = {}
    rows = []
    for specification in specifications.to_dict("records"):
        articles = read[specification["codebook"], specification["quotations"]]
        sides = _sides(articles, specification, contrasts)
        for frame, title in articles.titles.items():
            key = (specification["codebook"], specification["quotations"], specification["voices"], frame)
            if key not in held:
                held[key] = articles.has_cue(frame, specification["voices"])
            counted = [_count(articles, held[key], side, specification["unit"]) for side in sides.values()]
            figures = _figures(counted, max(1, minimum_n))
            left_out = int((articles.relevant(specification) & ~np.any([*sides.values()], axis=0)).sum())
            rows.append(specification | {"frame": frame, "frame_title": title, "n_left_out": left_out} | figures)
    columns = [*specifications.columns, "frame", "frame_title", "measure", "estimate", "low", "high", *_COUNTS, "note"]
    kinds = dict.fromkeys(("n_stories", "n_left_out"), "int64")
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def list_specification_evidence(
    scores: pd.DataFrame, specifications: pd.DataFrame, *, contrasts: Mapping[str, DayNumbers]
) -> pd.DataFrame:
    """Give the articles and cues behind every specification, columns as in `build_multiverse_evidence`."""
    specifications, read = _read(scores, specifications)
    rows: list[tuple[Any, ...]] = []
    for specification in specifications.to_dict("records"):
        articles = read[specification["codebook"], specification["quotations"]]
        for side, inside in _sides(articles, specification, contrasts).items():
            weights = _weights(articles, inside, specification["unit"])
            counted = np.flatnonzero(inside)
            key = (specification["specification"], side)
            rows += [(*key, "n", None, articles.doc_ids[at], weights[at], None) for at in counted]
            for frame in articles.titles:
                cues = _cues(articles, frame, counted, specification["voices"])
                rows += [(*key, "n_with", frame, articles.doc_ids[at], weights[at], row_id) for at, row_id in cues]
    order = ["specification", "side", "cell", "frame", "doc_id", "weight", "row_id"]
    kinds = dict.fromkeys(order, "str") | {"specification": "int64", "weight": "float64"}
    table = pd.DataFrame(rows, columns=order).astype(kinds)
    ordered = table.sort_values([name for name in order if name != "weight"], ignore_index=True)
    return ordered[["specification", "frame", "side", "cell", "doc_id", "weight", "row_id"]]


def _read(scores: pd.DataFrame, specifications: pd.DataFrame) -> tuple[pd.DataFrame, dict[tuple[str, str], _Articles]]:
    """Give the specifications that can be measured, none where there is no article, and what each is measured on."""
    require_columns(scores, _NEEDED, what="the table of scores")
    if scores.empty:
        return specifications.head(0), {}
    groups = scores.assign(text=drawn_texts(scores)).groupby(["codebook", "quotations"], sort=False)
    read = {(str(key[0]), str(key[1])): _articles(rows) for key, rows in groups}
    for codebook, quotations in specifications[["codebook", "quotations"]].drop_duplicates().itertuples(index=False):
        if (codebook, quotations) not in read:
            told = f"codebook {codebook} and quotations {quotations}"
            raise TableError(f"the scores have no rows of {told}: give score_multiverse the same choices")
    return specifications, read


def _articles(rows: pd.DataFrame) -> _Articles:
    of_frames = {str(frame): of_frame.reset_index(drop=True) for frame, of_frame in rows.groupby("frame", sort=False)}
    first = next(iter(of_frames.values()))
    ranks = {window: rank for rank, window in enumerate(_WINDOWS)}
    days = first[["published_earliest", "published_latest"]].set_axis(["earliest", "latest"], axis=1)
    return _Articles(
        doc_ids=first["doc_id"].to_numpy(),
        story=pd.factorize(first["text"])[0].astype(np.int64),
        window=first["together"].map(ranks).fillna(len(ranks)).to_numpy().astype(np.int64),
        stated=first["published_how"].isin(_STATED).to_numpy(),
        days=days,
        cues={frame: {name: of_frame[name].tolist() for name in _CUES} for frame, of_frame in of_frames.items()},
        titles={frame: str(of_frame["frame_title"].iloc[0]) for frame, of_frame in of_frames.items()},
    )


def _sides(
    articles: _Articles, specification: Mapping[Any, Any], contrasts: Mapping[str, DayNumbers]
) -> dict[str, Flags]:
    """Give which articles are counted, by the side of the contrast; all of them on one where there is none."""
    kept = articles.relevant(specification)
    if specification["contrast"] == NO_CONTRAST:
        return {"all": kept}
    where = np.array(side_of(articles.days, contrasts[specification["contrast"]]))
    return {side: kept & (where == side) for side in ("before", "after")}


def _count(articles: _Articles, has_cue: Flags, inside: Flags, unit: str) -> tuple[Numbers, Numbers]:
    """Give hits and sizes of every story: its printings, or itself with the mean of its printings."""
    many = int(articles.story.max(initial=-1)) + 1
    sizes = np.bincount(articles.story[inside], minlength=many).astype(float)
    hits = np.bincount(articles.story[inside], has_cue[inside], minlength=many).astype(float)
    return (hits, sizes) if unit == "article" else count_once((hits, sizes))


def _figures(counted: Sequence[tuple[Numbers, Numbers]], minimum_n: int) -> dict[str, Any]:
    here = [sizes > 0 for _, sizes in counted]
    few = min(int(some.sum()) for some in here) < minimum_n
    shares = [np.nan if few else hits.sum() / sizes.sum() for hits, sizes in counted]
    row: dict[str, Any] = {"measure": "share" if len(counted) == 1 else "difference"}
    row |= {"n_with": sum(hits.sum() for hits, _ in counted), "n": sum(sizes.sum() for _, sizes in counted)}
    row |= {"n_stories": int(np.any(here, axis=0).sum())}
    row["note"] = f"fewer than {minimum_n} stories{' on a side' if len(counted) > 1 else ''}" if few else ""
    if len(counted) > 1:
        for name, (_, sizes), share in zip(("before", "after"), counted, shares, strict=True):
            row |= {f"n_{name}": sizes.sum(), f"share_{name}": share}
    row |= dict(zip(("estimate", "low", "high"), _MISSING if few else _estimate(counted, here, shares), strict=True))
    return row


def _estimate(
    counted: Sequence[tuple[Numbers, Numbers]], here: Sequence[Flags], shares: Sequence[float]
) -> tuple[float, float, float]:
    if len(counted) == 1:
        hits, sizes = counted[0]
        return (shares[0], *share_interval(hits[here[0]], sizes[here[0]]))
    if min(int(some.sum()) for some in here) < FEWEST:
        return shares[1] - shares[0], np.nan, np.nan
    return difference_interval(counted[0], counted[1])


def _weights(articles: _Articles, inside: Flags, unit: str) -> Numbers:
    """Give what each article counts for."""
    printings = np.bincount(articles.story[inside], minlength=int(articles.story.max(initial=-1)) + 1)
    if unit == "article":
        return inside.astype(float)
    return np.where(inside, 1 / np.maximum(printings, 1)[articles.story], 0.0)


def _cues(articles: _Articles, frame: str, counted: npt.NDArray[np.int64], voices: str) -> Iterator[tuple[int, str]]:
    """Give the cues of some articles, each with the place of its article."""
    for voice in VOICES[voices]:
        column = articles.cues[frame][f"cues_{voice}"]
        yield from ((at, row_id) for at in counted for row_id in column[at])
