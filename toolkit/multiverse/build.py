"""The declared measure under all defensible choices: each article is read once, each combination measured on that.

The one rule: what the study declared is always among the rows, and no row is left out because of what it shows.

The method is the multiverse analysis of Steegen, Tuerlinckx, Gelman and Vanpaemel (2016, Perspectives on Psychological
Science 11); its picture is the specification curve of Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4).
"""

from __future__ import annotations

import pandas as pd

from toolkit.codebook import CodebookLike
from toolkit.measure.specifications import list_specification_evidence, measure_specifications
from toolkit.multiverse.plan import plan_multiverse
from toolkit.multiverse.scores import score_plan
from toolkit.rows import Alternatives, Corpus


def build_multiverse(
    corpus: Corpus,
    choices: Alternatives | None = None,
    *,
    scores: pd.DataFrame | None = None,
    codebook: CodebookLike = None,
    minimum_n: int | None = None,
    workers: int = 1,
    progress: bool = False,
) -> pd.DataFrame:
    """Measure the share of articles with a cue of each frame under every combination of choices.

    Parameters
    ----------
    choices
        What is tried; None takes the study's ``alternatives``, or where it has none what `Alternatives` holds by
        itself. The study's own choice of each is always added.
    scores
        What `score_multiverse` gave for the same corpus and choices; None reads the articles.
    minimum_n
        With fewer stories (on a side) nothing is estimated; None takes the study's.
    progress
        Whether to show a progress bar on standard error, once it takes longer than two seconds.

    Returns
    -------
    pandas.DataFrame
        One row per specification and frame, the study's own specification first: ``specification``, ``primary``,
        ``relevance``, ``unit``, ``voices``, ``dates``, ``quotations``, ``codebook``, ``contrast``, ``frame``,
        ``frame_title``, ``measure`` (share, or difference where times are compared), ``estimate``, ``low``, ``high``
        (95 %, over stories), ``n_with`` and ``n`` (relevant articles, or stories, with a cue and in all; a story counts
        with the mean of its printings), ``n_stories``, ``n_before``, ``share_before``, ``n_after``, ``share_after``
        (missing without a contrast), ``n_left_out`` (relevant articles on neither side), ``note`` (why there is no
        estimate).

    Notes
    -----
    Specifications share their articles: that many of them agree is no evidence beyond that of one, and the share that
    agrees depends on which choices were thought of.
    """
    plan = plan_multiverse(corpus, choices, codebook)
    if scores is None:
        scores = score_plan(corpus, plan, workers=workers, progress=progress)
    least = corpus.study.minimum_n if minimum_n is None else minimum_n
    return measure_specifications(scores, plan.specifications, contrasts=plan.contrasts, minimum_n=least)


def build_multiverse_evidence(
    corpus: Corpus,
    choices: Alternatives | None = None,
    *,
    scores: pd.DataFrame | None = None,
    codebook: CodebookLike = None,
    workers: int = 1,
    progress: bool = False,
) -> pd.DataFrame:
    """Give what stands behind every row of `build_multiverse`.

    Returns
    -------
    pandas.DataFrame
        ``specification``, ``frame`` (missing for ``n``, which is the same for all frames), ``side`` (before, after, or
        all), ``cell`` (``n`` or ``n_with``), ``doc_id``, ``weight``, ``row_id`` (a frame cue; missing for ``n``). A
        cell is the sum of ``weight`` over its articles, each once.
    """
    plan = plan_multiverse(corpus, choices, codebook)
    if scores is None:
        scores = score_plan(corpus, plan, workers=workers, progress=progress)
    return list_specification_evidence(scores, plan.specifications, contrasts=plan.contrasts)


def score_multiverse(
    corpus: Corpus,
    choices: Alternatives | None = None,
    *,
    codebook: CodebookLike = None,
    quotes: pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
    frames: pd.DataFrame | None = None,
    workers: int = 1,
    progress: bool = False,
) -> pd.DataFrame:
    """Score every article on every frame in all ways that `build_multiverse` needs, reading it once.

    Parameters
    ----------
    quotes, mentions, frames
        What the ``extract_`` verbs gave for this corpus and codebook; None finds them.

    Returns
    -------
    pandas.DataFrame
        One row per article, frame, codebook and choice of quotations: ``doc_id``, ``story_id``, the date,
        ``together`` (the narrowest of sentence, paragraph, document that names both sides of the dyad; missing where
        none does), ``codebook``, ``quotations``, ``frame``, ``frame_title``, ``left_out`` (the phrase that this
        codebook goes without) and, voice by voice, ``cues_…``: the ids of the cues outside the title.
    """
    return score_plan(
        corpus,
        plan_multiverse(corpus, choices, codebook),
        quotes=quotes,
        mentions=mentions,
        frames=frames,
        workers=workers,
        progress=progress,
    )
