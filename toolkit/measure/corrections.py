"""Say what became of the corrections made by hand, once the evidence is there.

The one rule: every correction is a row; one that no longer fits is listed as stale.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from toolkit.rows import ROW_SPANS
from toolkit.tables import require_columns


def tabulate_corrections(
    overrides: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    labels: pd.DataFrame,
    frames: pd.DataFrame,
    ties: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Lay out all corrections with what became of them.

    Parameters
    ----------
    overrides
        ``to_frame(corpus.overrides, Override)``, in which corrections of evidence rows are still pending.
    quotes, mentions, labels, frames, ties
        What the ``extract_`` verbs give, where those corrections have been applied. Without `ties`, a correction of
        one is ``stale``.

    Returns
    -------
    pandas.DataFrame
        As `overrides`. A correction of an evidence row is ``applied`` if its row is there, by its id or as the only
        one at its place; else ``stale``.
    """
    require_columns(overrides, ["doc_id", "outcome", "row_id", "place"], what="the table of corrections")
    tables = {"quote": quotes, "mention": mentions, "label": labels, "frame": frames}
    tables |= {} if ties is None else {"tie": ties}
    ids = {row_id for table in tables.values() for row_id in table["row_id"]}
    places = Counter(place for kind, table in tables.items() for place in _places(kind, table))
    pointers = zip(overrides["outcome"], overrides["row_id"], overrides["doc_id"], overrides["place"], strict=True)
    outcomes = [
        outcome if outcome != "pending" else "applied" if row_id in ids or places[doc_id, place] == 1 else "stale"
        for outcome, row_id, doc_id, place in pointers
    ]
    return overrides.assign(outcome=pd.Series(outcomes, index=overrides.index, dtype="str"))


def _places(kind: str, table: pd.DataFrame) -> list[tuple[str, str]]:
    span = ROW_SPANS[kind]
    rows = zip(table["doc_id"], table[f"{span}_start"], table[f"{span}_end"], strict=True)
    return [(doc_id, f"{kind} [{start}:{end}]") for doc_id, start, end in rows]
