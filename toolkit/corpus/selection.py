"""Take the part of a corpus that an outlet or a period makes, and keep the account of what was left out.

The one rule: an article that may have appeared outside the period is left out, and said to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from toolkit.errors import CorpusError, StudyError
from toolkit.rows import Corpus, Document

OTHER_OUTLET, OTHER_PERIOD = "another outlet", "another period"
UNDATED, STRADDLES = "without a date", "dated to days in and outside the period"


def select_articles(corpus: Corpus, *, outlet: str = "", first_day: str = "", last_day: str = "") -> Corpus:
    """Give a new corpus with the articles of an outlet and a period; what is "" selects nothing.

    Parameters
    ----------
    first_day, last_day
        Inclusive days, written YYYY-MM-DD. An article is of the period if it can have appeared on no day outside it.

    Returns
    -------
    Corpus
        With a caveat that says what was left out and why, and a line for it in the ledger. Stories keep the ids they
        have among all printings.

    Raises
    ------
    CorpusError
        If nothing is left, the outlet is none of the corpus's, or a day is none.
    """
    if not (outlet or first_day or last_day):
        return corpus
    outlets = sorted({document.outlet for document in corpus})
    if outlet and outlet not in outlets:
        raise CorpusError(f"no article is of the outlet {outlet!r}; the outlets are {', '.join(outlets)}")
    why = _reasons(corpus, outlet, first_day, last_day)
    words = describe_selection(outlet=outlet, first_day=first_day, last_day=last_day)
    if all(why.values()):
        raise CorpusError(f"no article is left of {words}")
    gone = {doc_id: reason for doc_id, reason in why.items() if reason}
    fates = {doc_id: ("dropped", (("not_selected", reason),)) for doc_id, reason in gone.items()}
    return replace(
        corpus,
        documents=tuple(document for document in corpus if document.doc_id not in gone),
        study=replace(corpus.study, caveats=(*corpus.study.caveats, _caveat(words, gone, len(corpus)))),
        ledger=corpus.ledger and corpus.ledger.amend(fates),  # type: ignore[arg-type]  # "dropped" is a Fate
        overrides=tuple(override for override in corpus.overrides if override.doc_id not in gone),
    )


def find_selected(corpus: Corpus, *, outlet: str = "", first_day: str = "", last_day: str = "") -> list[Document]:
    """Find the articles that `select_articles` keeps; there may be none."""
    why = _reasons(corpus, outlet, first_day, last_day)
    return [document for document in corpus if not why[document.doc_id]]


def with_dyad(corpus: Corpus, sides: Sequence[str]) -> Corpus:
    """Give the corpus with another dyad than its study's; none leaves it as it is."""
    if not sides:
        return corpus
    if len(set(sides)) != 2 or len(sides) != 2:
        raise StudyError(f"a dyad is two different sides, such as iran hamas; this one is {' '.join(sides)}")
    return replace(corpus, study=replace(corpus.study, dyad=(sides[0], sides[1])))


def describe_selection(*, outlet: str = "", first_day: str = "", last_day: str = "", dyad: str = "") -> str:
    """Say in words what was selected; "" where it is everything.

    Examples
    --------
    >>> describe_selection(outlet="The Example", first_day="2015-01-01")
    'The Example, from 2015-01-01'
    """
    days = [f"{word} {day}" for word, day in (("from", first_day), ("to", last_day)) if day]
    return ", ".join(filter(None, (outlet, " ".join(days), " and ".join(dyad.split()))))


def _reasons(corpus: Corpus, outlet: str, first_day: str, last_day: str) -> dict[str, str]:
    period = _day(first_day, "first_day", date.min), _day(last_day, "last_day", date.max)
    return {document.doc_id: _left_out(document, outlet, *period) for document in corpus}


def _day(words: str, name: str, default: date) -> date:
    try:
        return date.fromisoformat(words) if words else default
    except ValueError:
        raise CorpusError(f"{name} is {words!r}; a day is written YYYY-MM-DD") from None


def _left_out(document: Document, outlet: str, first: date, last: date) -> str:
    """Say why an article is left out; "" is that it is kept."""
    if outlet and document.outlet != outlet:
        return OTHER_OUTLET
    if (first, last) == (date.min, date.max):
        return ""
    earliest, latest = document.published_earliest, document.published_latest
    if (latest and latest < first) or (earliest and earliest > last):
        return OTHER_PERIOD
    if earliest is None or latest is None:
        return UNDATED
    return "" if first <= earliest and latest <= last else STRADDLES


def _caveat(words: str, gone: dict[str, str], n: int) -> str:
    counts = Counter(gone.values())
    reasons = [f"{counts[why]} {why}" for why in (OTHER_OUTLET, OTHER_PERIOD, UNDATED, STRADDLES) if counts[why]]
    told = f": {', '.join(reasons)}" if reasons else ""
    return f"Only {words}: {len(gone)} of {n} articles are left out{told}."
