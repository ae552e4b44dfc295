"""Time the steps of the toolkit on a corpus, for ``make bench``; here, because it needs every floor.

The one rule: a time is given as a ratio to a baseline of the same run, since machines differ.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

import pandas as pd

from toolkit.annotate import find_frames, find_labels, find_quotes
from toolkit.codebook import codebook_for
from toolkit.errors import CorpusError
from toolkit.language import find_sentences
from toolkit.rows import Corpus, Document

_ENOUGH_SECONDS = 2.0


def measure_speed(corpus: Corpus) -> pd.DataFrame:
    """Measure articles per second of each step, in one process.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``articles_per_second``, ``ratio`` (time per article over that of splitting sentences).
    """
    if not len(corpus):
        raise CorpusError("an empty corpus cannot be timed")
    steps: dict[str, Callable[[Document], object]] = {
        "sentences (baseline)": lambda document: find_sentences(document.text),
        "quotations": find_quotes,
    }
    if corpus.study.codebook:
        codebook = codebook_for(corpus, None, verb="measure_speed")
        steps["labels"] = partial(find_labels, codebook=codebook)
        steps["frames"] = partial(find_frames, codebook=codebook)
    speeds = {name: _articles_per_second(step, corpus) for name, step in steps.items()}
    baseline = speeds["sentences (baseline)"]
    rows = [(name, round(speed, 1), round(baseline / speed, 2)) for name, speed in speeds.items()]
    return pd.DataFrame(rows, columns=["step", "articles_per_second", "ratio"])


def _articles_per_second(step: Callable[[Document], object], corpus: Corpus) -> float:
    step(corpus.documents[0])  # compile patterns outside the clock
    done, start = 0, perf_counter()
    while (elapsed := perf_counter() - start) < _ENOUGH_SECONDS:
        step(corpus.documents[done % len(corpus)])
        done += 1
    return done / elapsed
