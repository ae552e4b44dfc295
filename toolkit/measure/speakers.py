"""Who speaks: quotations and their words by speaker, side, outlet, or any other column.

The one rule: a quotation of which something is not known is counted under a name that says so, never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import pandas as pd

from toolkit.errors import TableError
from toolkit.language import count_words
from toolkit.measure.counts import NOBODY, count_cells, list_evidence
from toolkit.measure.shares import share_table
from toolkit.rows import QuoteKind
from toolkit.tables import require_columns

Unit = Literal["quotations", "words", "verbatim words"]
PRONOUN = "(not traced)"
NO_SIDE = "(side not known)"
NO_CUE = "(no cue)"
NOT_GIVEN = "(not given)"
_KINDS: list[str] = list(get_args(QuoteKind))
_STAND_INS = {"speaker": NOBODY, "side": NO_SIDE, "side_name": NO_SIDE, "cue_class": NO_CUE}
_WORDS_OF = {"words": "content", "verbatim words": "verbatim"}


def count_speakers(quotes: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count quotations per speaker.

    Parameters
    ----------
    by
        Further columns that make the rows of the result, before the speaker: ``outlet`` (see `with_articles`), a
        declared attribute (see `with_attributes`), or any other.

    Returns
    -------
    pandas.DataFrame
        One row per combination of `by`, speaker and side, most quotations first: `by`, ``speaker`` (the actor's name,
        else the words of the source; ``(nobody named)`` and ``(not traced)`` where there is no name),
        ``side``, ``direct``, ``mixed``, ``indirect``, ``n``, ``n_articles``.
    """
    return count_cells(_speaker_cells(quotes, by), [*by, "speaker", "side"], _KINDS)


def count_speakers_evidence(quotes: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Give the quotations behind every cell of ``count_speakers(quotes, by=by)``."""
    return list_evidence(_speaker_cells(quotes, by), [*by, "speaker", "side"])


def measure_quotes(
    quotes: pd.DataFrame,
    *,
    of: str = "speaker",
    by: Sequence[str] = (),
    unit: Unit = "quotations",
    minimum_n: int = 10,
) -> pd.DataFrame:
    """Measure what share of the quotations, or of their words, each value of a column has.

    Parameters
    ----------
    quotes
        A table of `Quote` rows; with ``story_id`` (see `with_articles`), stories are drawn instead of articles.
    of
        Whose or what share: ``speaker`` (as in `count_speakers`), ``side``, ``sourced`` or ``speaker_how`` (named,
        unnamed, none), ``cue_class``, ``n_relays`` (how many hands the words went through: the depth of hearsay), a
        declared attribute, or any other column.
    by
        Columns within whose groups shares are taken: ``outlet``, ``period``, ``side``.
    unit
        What is counted: quotations, all words of what was said, or only the words in quotation marks and blocks.
    minimum_n
        With fewer texts in a group, share and interval are missing and the counts alone are to be read.

    Returns
    -------
    pandas.DataFrame
        One row per group and value, the largest first: `by`, `of`, ``unit``, ``n``, ``n_all`` (of the whole group: the
        denominator), ``share`` (n / n_all), ``low``, ``high`` (95 % interval over the
        group's texts, see `toolkit.measure.intervals`; missing for fewer than five texts), ``n_articles`` (that hold
        the value), ``n_texts`` (articles or stories of the group with a quotation).

    Notes
    -----
    A split quotation is one. The interval speaks of texts like these having been others; it does not know how often
    the tagger or the naming of a speaker errs.

    Examples
    --------
    Who "admits" and who "says": ``measure_quotes(quotes, of="cue_class", by=["side"])``.
    """
    cells = _cells(quotes, of, by, unit)
    whole = cells.drop(columns=of)
    table = share_table(cells, whole, by=by, of=of, minimum_n=minimum_n)
    table.insert(len(by) + 1, "unit", pd.Series(unit, index=table.index, dtype="str"))
    return table


def measure_quotes_evidence(
    quotes: pd.DataFrame, *, of: str = "speaker", by: Sequence[str] = (), unit: Unit = "quotations"
) -> pd.DataFrame:
    """Give the quotations behind every row of `measure_quotes`.

    Returns
    -------
    pandas.DataFrame
        `by`, `of`, ``doc_id``, ``row_id``, ``weight`` (1, or the quotation's words): ``n`` is the sum of ``weight``
        over a group and value, ``n_all`` that over the group.
    """
    cells = _cells(quotes, of, by, unit)
    keys = [*by, of, "doc_id", "row_id"]
    return cells[cells["weight"] > 0].sort_values(keys, ignore_index=True)[[*dict.fromkeys(keys), "weight"]]


def name_speakers(quotes: pd.DataFrame) -> pd.Series[str]:
    """Give the name under which each quotation's speaker is counted."""
    require_columns(quotes, ["speaker_name", "sourced"], what="the table of quotations")
    stand_in = quotes["sourced"].map(lambda sourced: NOBODY if sourced == "none" else PRONOUN)
    return quotes["speaker_name"].fillna(stand_in)


def drawn_texts(rows: pd.DataFrame) -> pd.Series[str]:
    """Give what is drawn for an interval: the story where the table has one, else the article."""
    if "story_id" not in rows:
        return rows["doc_id"]
    return rows["story_id"].where(rows["story_id"].notna() & (rows["story_id"] != ""), rows["doc_id"])


def _speaker_cells(quotes: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    require_columns(quotes, [*by, "side", "kind", "row_id", "doc_id"], what="the table of quotations")
    cells = quotes[["row_id", "doc_id"]].assign(cell=quotes["kind"])
    cells = cells.assign(**{name: _named(quotes, name) for name in by})
    return cells.assign(speaker=name_speakers(quotes), side=quotes["side"].fillna(""))


def _cells(quotes: pd.DataFrame, of: str, by: Sequence[str], unit: Unit) -> pd.DataFrame:
    if of in by:
        raise TableError(f"shares of {of!r} within groups of {of!r} are all one; by has to name other columns")
    if unit not in get_args(Unit):
        raise TableError(f"there is no unit {unit!r}: {', '.join(get_args(Unit))}")
    require_columns(quotes, ["row_id", "doc_id"], what="the table of quotations")
    cells = quotes[["row_id", "doc_id"]].assign(text=drawn_texts(quotes), weight=_weights(quotes, unit))
    return cells.assign(**{name: _named(quotes, name) for name in (*by, of)})


def _named(quotes: pd.DataFrame, name: str) -> pd.Series[str] | pd.Series[int]:
    if name == "speaker":
        return name_speakers(quotes)
    if name == "n_relays" and name not in quotes:
        require_columns(quotes, ["relays"], what="the table of quotations")
        return quotes["relays"].map(len).astype("int64")
    require_columns(quotes, [name], what="the table of quotations")
    column = quotes[name]
    return column if column.notna().all() else column.astype("str").fillna(_STAND_INS.get(name, NOT_GIVEN))


def _weights(quotes: pd.DataFrame, unit: Unit) -> pd.Series[int]:
    if unit == "quotations":
        return pd.Series(1, index=quotes.index, dtype="int64")
    column = _WORDS_OF[unit]
    require_columns(quotes, [column], what="the table of quotations")
    words = [sum(count_words(part["text"]) for part in parts) for parts in quotes[column]]
    return pd.Series(words, index=quotes.index, dtype="int64")
