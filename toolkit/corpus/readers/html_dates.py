"""Find the day on which a page says it was published.

The one rule: the page's own statements are compared; where they differ, the interval holds them all and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

from toolkit.corpus.readers.days import read_days
from toolkit.corpus.readers.html_meta import Entry
from toolkit.corpus.readers.html_page import Element, element_role
from toolkit.corpus.records import Warn
from toolkit.rows import DateHow

_URL_DAY = re.compile(r"/((?:19|20)\d{2})(?:(/)|-?)(\d{1,2}|[a-z]{3})(?(2)/|-?)(\d{1,2})(?=[/._-]|$)", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:updated?|modified|edited|changed|corrected|last)\b", re.IGNORECASE)
_APPEARED = re.compile(r"\b(?:published|posted)\b", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"(?:(?:first )?(?:published|posted)(?: on)?:?|date:|on)?\s*"
    r"(?P<day>(?:\w+,?\s+)?(?:\w+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th|\.)?\s+\w+\.?,?\s+\d{4}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}))"
    r"(?:[\s,|–—-]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,25})?",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("noise", "update", "modified", "caption", "quote"))
_LONG = 100  # characters of a paragraph that is certainly text, so that what comes later is no head line


@dataclass(frozen=True, slots=True)
class Said:
    """Hold one statement of a day: where it stands, in which words, and the instant if they give one."""

    how: DateHow
    where: str
    words: str
    day: date
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Hold what a page's statements amount to; the statements disagree where both days differ."""

    earliest: date | None = None
    latest: date | None = None
    how: DateHow = "unknown"
    basis: str = ""
    warnings: tuple[Warn, ...] = ()


def find_published(
    tree: Element, *, article: Entry, meta: Mapping[str, str], url: str, printed: Iterable[str]
) -> Published:
    """Compare what JSON-LD, <meta>, <time>, the address and the printed lines say.

    Parameters
    ----------
    printed
        The lines between title and text; only one that is nothing but a date is read.
    """
    warnings: list[Warn] = []
    said = list(_declared(tree, article, meta, warnings))
    said += _in_url(url)
    said += _printed(printed, said, warnings)
    if not said:
        return Published(warnings=tuple(warnings))
    days = sorted(_days(said))
    if days[0] != days[-1]:
        detail = "; ".join(dict.fromkeys(f"{one.where} says {one.day}" for one in said))
        warnings.append(Warn("date_ambiguous", detail))
    basis = f"{said[0].where}: {said[0].words}"
    return Published(days[0], days[-1], said[0].how, basis, tuple(warnings))


def read_stamp(words: str) -> tuple[date, datetime | None] | None:
    """Read a machine's date: ISO 8601, RFC 2822, a count of seconds, or a day in words.

    Examples
    --------
    >>> read_stamp("2016-03-18T23:30:00-05:00")[0]
    datetime.date(2016, 3, 18)
    >>> read_stamp("03/04/2016") is None
    True
    """
    words = words.strip()
    for read in (_iso, _rfc, _seconds):
        try:
            stamp = read(words)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if stamp:
            return stamp.date(), stamp if stamp.tzinfo else None
    days = read_days(words) if len(words) <= _LONG else None
    return (days.earliest, None) if days and days.earliest and days.earliest == days.latest else None


def _iso(words: str) -> datetime | None:
    return datetime.fromisoformat(words.replace("/", "-").upper().replace(" UTC", "Z").replace(" GMT", "Z"))


def _rfc(words: str) -> datetime | None:
    return parsedate_to_datetime(words) if re.match(r"\w{3}, \d", words) else None


def _seconds(words: str) -> datetime | None:
    if not re.fullmatch(r"\d{10}|\d{13}", words):
        return None
    return datetime.fromtimestamp(int(words[:10]), UTC)


def _declared(tree: Element, article: Entry, meta: Mapping[str, str], warnings: list[Warn]) -> Iterator[Said]:
    for where, words in _statements(tree, article, meta):
        stamp = read_stamp(words)
        if stamp is None:
            warnings.append(_unread(where, words))
        elif stamp[0].year <= 1970:
            warnings.append(Warn("date_implausible", f"{where} says {stamp[0]}"))
        else:
            yield Said("metadata", where, words, *stamp)


def _statements(tree: Element, article: Entry, meta: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    published = article.get("datePublished")
    if isinstance(published, str) and published.strip():
        yield "json-ld datePublished", published
    for name in meta_names():
        if name in meta:
            yield f"meta {name}", meta[name]
    for element in _head_elements(tree):
        words = element.get("datetime") or element.get("content") or ""
        if words.strip():
            yield f"<{element.tag}>", words
            return


def _head_elements(tree: Element) -> Iterator[Element]:
    """Go through the elements before the first long paragraph that belong to no update, caption or comment."""
    for element in tree.iter("*"):
        if element.tag == "p" and len(element.text_content()) > _LONG:
            return
        declares = element.get("datetime") or "datePublished" in element.get("itemprop", "")
        if declares and element.tag not in ("meta", "del", "ins"):
            roles = map(element_role, (element, *element.iterancestors()))
            if not _ELSEWHERE.intersection(roles) and not _tells_change(element):
                yield element


def _tells_change(element: Element) -> bool:
    """Tell whether the words around a date say that it is the day of a change."""
    words = element.getparent().text_content() if element.getparent() is not None else ""
    return len(words) <= _LONG and bool(_CHANGED.search(words)) and not _APPEARED.search(words)


def _in_url(url: str) -> Iterator[Said]:
    for match in _URL_DAY.finditer(url):
        year, slash, month, day = match.groups()
        words = f"{day} {month} {year}" if month.isalpha() else f"{year}-{month:0>2}-{day:0>2}"
        days = read_days(words) if slash or len(match.group()) in (9, 11) else None  # /20160318 or /2016-03-18
        if days and days.earliest and days.earliest == days.latest:
            yield Said("url", "the address", match.group().strip("/"), days.earliest)
            return


def _printed(lines: Iterable[str], said: list[Said], warnings: list[Warn]) -> Iterator[Said]:
    for line in lines:
        match = printed_day(line)
        if match is None:
            continue
        days = read_days(match)
        if days.earliest and days.earliest == days.latest:
            yield Said("printed", "the printed date", f'"{line}"', days.earliest)
        elif days.warning and days.warning.reason == "date_ambiguous" and not said:
            warnings.append(days.warning)
        return


def printed_day(line: str) -> str | None:
    """Give the date of a line that is nothing but the date of publication.

    Examples
    --------
    >>> printed_day("Published Friday, 18 March 2016, 10:30")
    'Friday, 18 March 2016'
    >>> printed_day("Updated 3 April 2016") is None
    True
    """
    match = None if _CHANGED.search(line) else _DATE_LINE.fullmatch(line.strip())
    return match["day"] if match else None


def _days(said: list[Said]) -> set[date]:
    """Give the days; of two clocks that show one instant, the one that is not set to UTC tells the outlet's day."""
    local = {one.instant: one.day for one in said if one.instant and one.instant.utcoffset()}
    return {local.get(one.instant, one.day) if one.instant else one.day for one in said}


def _unread(where: str, words: str) -> Warn:
    days = read_days(words[:_LONG])
    if days.warning and days.warning.reason == "date_ambiguous":
        return Warn("date_ambiguous", f"{where}: {days.warning.detail}")
    return Warn("date_unreadable", f"{where} says {words[:_LONG]!r}")


@cache
def meta_names() -> tuple[str, ...]:
    """Name the <meta> elements that say when a page was published."""
    stored = files("toolkit").joinpath("corpus/readers/data/date_names.txt").read_text(encoding="utf-8")
    return tuple(line for line in stored.splitlines() if line and not line.startswith("#"))
