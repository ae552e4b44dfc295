"""``toolkit bench keyness``: how many words each method takes for different between random halves of a corpus."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    import pandas as pd

_METHODS = {
    "by_story": "by story, drawn",
    "by_log_odds": "weighted log-odds, by word",
    "by_log_likelihood": "log-likelihood, by word",
}


def bench(options: argparse.Namespace) -> int:
    """Run ``toolkit bench keyness``."""
    from toolkit.annotate import extract_tokens
    from toolkit.corpus import load_corpus
    from toolkit.measure import compare_halves, with_articles

    corpus = load_corpus(options.data)
    articles = corpus.describe()
    tokens = with_articles(extract_tokens(corpus, voiced=False), articles, columns=("story_id",))
    start = perf_counter()
    halves = compare_halves(tokens, cuts=options.cuts)
    seconds = (perf_counter() - start) / len(halves)
    about = f"{len(corpus)} articles in {articles['story_id'].nunique()} stories of {Path(options.data).name}"
    print(f"{about}, {len(tokens):,} words", *halves_lines(halves, seconds), sep="\n")
    return 0


def halves_lines(halves: pd.DataFrame, seconds: float) -> list[str]:
    """Lay out how many words each method flags in a cut, on average, and how even the chances are."""
    from scipy.stats import kstest

    lines = [f"{len(halves)} random halves; {halves['n_features'].mean():,.0f} words each; flagged at p < .001:"]
    for column, name in _METHODS.items():
        share = (halves[column] / halves["n_features"]).mean()
        lines.append(f"  {name:<28}{halves[column].mean():>8.1f} words {100 * share:>7.3f} %")
    even = kstest(halves["p"], "uniform")
    lines.append(f"chances of one common word per cut: KS {even.statistic:.3f} from uniform, p = {even.pvalue:.2f}")
    lines.append(f"cuts with any word of p_max < .05: {(halves['p_max'] < 0.05).sum()}")
    lines.append(f"{seconds:.1f} seconds per comparison")
    return lines
