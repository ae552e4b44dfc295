"""Where articles were lost between a database's answer and the analysis.

The one rule: every step is the one before less what it names, and the sums are checked.
"""

from __future__ import annotations

import pandas as pd

from toolkit.errors import TableError
from toolkit.tables import require_columns


def build_flow(
    ledger: pd.DataFrame, articles: pd.DataFrame, *, frames: pd.DataFrame | None = None, hits: int | None = None
) -> pd.DataFrame:
    """Build the flow found → seen → read → in language → distinct → (selected →) stories → relevant.

    Parameters
    ----------
    ledger
        ``corpus.ledger.table()``.
    articles
        ``corpus.describe()``.
    frames
        ``score_frames(corpus)``, for the last step.
    hits
        How many results the database reported.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``n``, ``removed`` (from the step before; missing at the first) and ``why``. Up to ``distinct``
        or ``selected``, which is a step where only a part of the articles was taken, n counts files and records, from
        ``stories`` on texts of which several printings may exist.

    Raises
    ------
    TableError
        If the ledger and the articles do not agree.
    """
    require_columns(ledger, ["fate", "reason"], what="the ledger")
    require_columns(articles, ["doc_id", "story_id"], what="the table of articles")
    dropped = ledger.loc[ledger["fate"] == "dropped", "reason"]
    reasons = ("other_language", "duplicate_id", "not_selected")
    n_language, n_double, n_unselected = (int((dropped == why).sum()) for why in reasons)
    n_unread = len(dropped) - n_language - n_double - n_unselected
    stories = articles["story_id"].where(articles["story_id"] != "", articles["doc_id"])  # "": nobody looked
    steps = [("found", hits, "as the database reported")] if hits is not None else []
    steps += [
        ("seen", len(ledger), "files and records in what was handed over"),
        ("read", len(ledger) - n_unread, "not an article, or unreadable: see the ledger"),
        ("in language", len(ledger) - n_unread - n_language, "in another language"),
        ("distinct", len(ledger) - len(dropped) + n_unselected, "an id that was there before"),
    ]
    if n_unselected:
        steps.append(("selected", len(ledger) - len(dropped), "of another outlet, or not surely of the period"))
    if steps[-1][1] != len(articles):
        raise TableError(f"the ledger keeps {steps[-1][1]} articles and the corpus has {len(articles)}")
    steps.append(("stories", stories.nunique(), "further printings of the same text"))
    if frames is not None:
        require_columns(frames, ["doc_id", "relevant"], what="the table of frames")
        relevant = frames.loc[frames["relevant"], "doc_id"].unique()
        n_relevant = stories[articles["doc_id"].isin(relevant)].nunique()
        steps.append(("relevant", n_relevant, "not relevant in the sense of the study"))
    table = pd.DataFrame(steps, columns=["step", "n", "why"]).astype({"n": "Int64"})
    table["removed"] = table["n"].shift(1) - table["n"]
    return table[["step", "n", "removed", "why"]]
