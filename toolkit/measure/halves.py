"""How many differences a method finds where there are none: between random halves of one corpus.

The one rule: the halves are drawn from stories, so that nothing but chance sets them apart.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.keyness import FEWEST_STORIES, compare_keyness
from toolkit.measure.speakers import drawn_texts
from toolkit.rows import BODY_ZONES
from toolkit.tables import require_columns

_HALF = "half"


def compare_halves(
    tokens: pd.DataFrame,
    *,
    of: str = "token",
    cuts: int = 20,
    alpha: float = 0.001,
    zones: Collection[str] = ("dek", *BODY_ZONES),
    minimum_n: float = 5,
    n_permutations: int = 10_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Cut the stories into random halves again and again, and count what each method takes for a difference.

    Parameters
    ----------
    tokens, of, zones, minimum_n, n_permutations
        As in `compare_keyness`.
    cuts
        How often to cut; 200 for results that are reported.
    alpha
        The level at which a word is flagged.

    Returns
    -------
    pandas.DataFrame
        One row per cut: ``cut``, ``n_features``; how many of them are flagged at `alpha` by the chances by story
        (``by_story``), by the log-likelihood (``by_log_likelihood``) and by the weighted log-odds
        (``by_log_odds``), which both take words for independent; ``p_max``, the smallest chance that bounds all;
        ``feature`` and ``p``: one word drawn among those that a fifth of the stories have, and its chance by story,
        which over many cuts should be anything from 0 to 1 equally often.
    """
    from scipy.stats import chi2, norm

    require_columns(tokens, ["doc_id", of], what="the table of tokens")
    if cuts < 1:
        raise TableError(f"cuts is {cuts}; it must be 1 or more")
    story = drawn_texts(tokens)
    stories = np.sort(story.unique())
    if len(stories) < 2 * FEWEST_STORIES:
        raise TableError(f"{len(stories)} stories are too few to cut in halves; it takes {2 * FEWEST_STORIES}")
    rng = np.random.default_rng(seed)
    rows = []
    for cut in range(cuts):
        first = rng.permutation(stories)[: len(stories) // 2]
        halves = tokens.assign(**{_HALF: np.where(story.isin(first), "first", "second")})
        compared = compare_keyness(
            halves,
            by=_HALF,
            of=of,
            zones=zones,
            minimum_n=minimum_n,
            n_permutations=n_permutations,
            seed=int(rng.integers(2**32)),
        )
        common = compared[compared["n_stories"] + compared["n_stories_against"] >= len(stories) / 5]
        drawn = (common if len(common) else compared).sample(1, random_state=int(rng.integers(2**32))).iloc[0]
        rows.append(
            {
                "cut": cut,
                "n_features": len(compared),
                "by_story": int((compared["p"] < alpha).sum()),
                "by_log_likelihood": int((compared["log_likelihood"].abs() > chi2.isf(alpha, 1)).sum()),
                "by_log_odds": int((compared["log_odds_z"].abs() > norm.isf(alpha / 2)).sum()),
                "p_max": compared["p_max"].min(),
                "feature": drawn["feature"],
                "p": drawn["p"],
            }
        )
    return pd.DataFrame(rows)
