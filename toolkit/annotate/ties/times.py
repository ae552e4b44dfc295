"""When an interaction took place, as far as its own clause says, and what makes two tellings one event.

The one rule: the day on which somebody told of it, or on which the article appeared, is not the day of the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from toolkit.annotate.ties.arguments import Hit, governor
from toolkit.annotate.ties.lexicon import reporting_forms, tie_categories, words_of
from toolkit.annotate.ties.reading import Reading
from toolkit.corpus.expressions import DateExpression, Interval, find_dates
from toolkit.rows import Document

NOWHEN = Interval(None, None)


def find_times(document: Document) -> list[DateExpression]:
    """Find the words of a document that say when, read from the days of its publication."""
    published = Interval(document.published_earliest, document.published_latest)
    return find_dates(document.text, base=None if published == NOWHEN else published)


def event_days(reading: Reading, hit: Hit, times: Sequence[DateExpression]) -> Interval:
    """Give the days that the trigger's clause leaves for the event; the nearest expression counts."""
    within = [t for t in times if reading.sentence.start <= t.span.start and t.span.end <= reading.sentence.end]
    for found in sorted(within, key=lambda t: _distance(reading, hit, t)):
        if found.resolution and found.resolution.precision != "none" and _belongs(reading, hit, found):
            return found.resolution.interval
    return NOWHEN


def event_id(sides: tuple[str, str], category: str, days: Interval, doc_id: str) -> str:
    """Name an event by its parties, category and days, and by its article where the days are not known."""
    parties = sorted(sides) if tie_categories()[category].mutual else list(sides)
    known = days.earliest is not None and days.latest is not None
    place = "" if known else doc_id
    words = "\x1f".join(("event", *parties, category, str(days), place))
    return sha256(words.encode()).hexdigest()[:12]


def _distance(reading: Reading, hit: Hit, found: DateExpression) -> int:
    here = reading.tokens[hit.start].start
    return min(abs(found.span.start - here), abs(found.span.end - here))


def _belongs(reading: Reading, hit: Hit, found: DateExpression) -> bool:
    """Say whether no other clause and no reporting verb stands between a trigger and words of time."""
    first = next(i for i, t in enumerate(reading.tokens) if t.end > found.span.start)
    last = next((i for i, t in enumerate(reading.tokens) if t.start >= found.span.end), len(reading.tokens))
    beside = reading.words[max(0, first - 2) : first] + reading.words[last : last + 1]
    if any(word in reporting_forms() for word in beside if word not in reading.words[hit.start : hit.end]):
        return False
    between = range(hit.end, first) if first >= hit.end else range(last, hit.start)
    own = governor(reading, hit.start) if hit.trigger.kind == "noun" else None
    words = [reading.words[k] for k in between]
    if any(word in words_of("subordinators") or word in (";", ":", "—", "–") for word in words):
        return False
    return not any(reading.is_verb(k) and k != own and reading.words[k] != "to" for k in between)
