"""Read the ``alternatives:`` of a study: which other choices its primary measure is to be tried with.

The one rule: a choice that the toolkit does not know is refused with file and line, before anything is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, get_args

from toolkit.declared import Entry
from toolkit.rows import Alternatives, Contrast, CountedDates, CountedQuotes, CountedUnit, CountedVoices, Window
from toolkit.rows.alternatives import DECLARED, WITHOUT_TOP

_CHOICES: dict[str, tuple[str, ...]] = {
    "relevance": get_args(Window),
    "unit": get_args(CountedUnit),
    "voices": get_args(CountedVoices),
    "dates": get_args(CountedDates),
    "quotations": get_args(CountedQuotes),
}


def read_alternatives(entry: Entry, codebook: Callable[[Entry], str]) -> Alternatives:
    """Read the alternatives of a study; a decision that is not named keeps the study's own choice alone.

    Parameters
    ----------
    codebook
        Reads the name or path of a codebook.
    """
    readers: dict[str, Callable[[Entry], Any]] = {
        name: partial(Entry.one_of, choices=choices) for name, choices in _CHOICES.items()
    }
    readers |= {"codebook": partial(_codebook, other=codebook), "contrasts": _contrast}
    fields = entry.fields(optional=[*readers])
    return Alternatives(**{name: _each_once(fields.get(name), read) for name, read in readers.items()})


def _each_once(entry: Entry | None, read: Callable[[Entry], Any]) -> tuple[Any, ...]:
    if entry is None:
        return ()
    found: list[Any] = []
    for item in entry.items():
        value = read(item)
        if value in found:
            raise item.error(f"{entry.name} names a choice twice")
        found.append(value)
    if not found:
        raise entry.error(f"{entry.name} names no choice: leave the line out, or name one")
    return tuple(found)


def _codebook(entry: Entry, other: Callable[[Entry], str]) -> str:
    return entry.text() if entry.text() in (DECLARED, WITHOUT_TOP) else other(entry)


def _contrast(entry: Entry) -> Contrast:
    fields = entry.fields(optional=["split", "event", "days", "before", "after"])
    named = set(fields)
    if named == {"split"}:
        return Contrast.split(fields["split"].day())
    if named == {"event", "days"}:
        days = fields["days"].whole_number()
        if not days:
            raise fields["days"].error("days is 0; a stretch has one day at least")
        return Contrast(event=fields["event"].text(), days=days)
    if named == {"before", "after"}:
        contrast = Contrast(_days(fields["before"]), _days(fields["after"]))
        if contrast.before and contrast.after and contrast.before[1] >= contrast.after[0]:
            raise entry.error(
                f"before ends on {contrast.before[1]} and after begins on {contrast.after[0]}: they overlap"
            )
        return contrast
    raise entry.error("a contrast has the keys split; or event and days; or before and after")


def _days(entry: Entry) -> tuple[date, date]:
    days = [item.day() for item in entry.items()]
    if len(days) != 2 or days[0] > days[1]:
        raise entry.error(f"{entry.name} must name a first and a last day, such as [2015-01-01, 2015-06-30]")
    return days[0], days[1]
