"""Find the lines that credit a news agency, so that wire copy is known as such wherever it was printed.

The one rule: a credit is a form of print — a dateline, a byline, a closing line; an agency that the reporter
only quotes ("told AFP", "Reuters reported") is none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal

from toolkit.corpus.alternatives import any_of
from toolkit.rows import Document, Span, ZoneKind

WireRole = Literal["source", "contributor"]

_HEAD_LINES = 8  # bylines stand no lower
_NO_CREDIT: frozenset[ZoneKind] = frozenset({"title", "caption", "block_quotation", "republished"})
_LINE = re.compile(r"[^\n]+")
_DATELINE = r"(?!By\b)[^\W\d_a-z][^\n()“”\"]{0,60}\s"
_PLACE = r"(?:[^\W\d_a-z][\w./'’-]*,? |\d{1,4},? ){1,5}"
_GIVEN = (
    r"(?:[Ww]ith|[Aa]dditional|[Ii]ncludes) (?:\w+ )?(?:inputs?|files?|reporting|material|contributions?|information)"
)
_HELPED = r"[^.\n]{0,80}? contributed(?: \w+)? to th(?:is|e) \w+"
_CONTRIBUTED = r"^(?=[^\n]* contributed)[^\n]*?(?<!\w)"  # looks ahead first: few lines have the word
# Form, role, pattern; group 1 is the credit. WHO is one agency or several; <WHO> stands in brackets, where even
# abbreviations that mean other things as well are agencies.
_FORMS: tuple[tuple[str, WireRole, str], ...] = (
    ("dateline", "source", rf"BEGIN(?:{_DATELINE})?(\(<WHO>\)\s*(?:--|[-–—:]))"),
    ("dateline", "source", rf"BEGIN(?:{_PLACE})?(WHO\s?(?:--|[–—]|-\s))"),
    ("byline", "source", r"BEGIN([Bb][Yy] (?:[Tt]he )?WHO(?: [Ss]taff)?)END"),
    ("byline", "source", r"BEGIN([Bb][Yy] [^\n:]{2,60}?(?:,| /| \||/| and| of| for)\s?(?:[Tt]he )?WHO)END"),
    ("byline", "source", r"BEGIN([^\n.]{0,40}\b(?:[Ss]taff|[Aa]gencies)(?:,| and|/)\s?WHO)END"),
    ("line", "source", r"BEGIN((?:[-–—]{1,2} ?)?(?:(?:[Ss]ource|SOURCE|[Vv]ia):? )?(?:[Tt]he )?WHO(?: Staff)?\.?)END"),
    ("line", "source", r"BEGIN([(\[]<WHO>[)\]]\.?)END"),
    ("closing", "source", r"[.!?”\"’'] ([-–—]{1,2} ?WHO)\.?\s*\Z"),
    ("closing", "source", r"[.!?”\"’'] (\(<WHO>\))\.?\s*\Z"),
    ("copyright", "source", r"((?:©|\([Cc]\)|[Cc]opyright)[ ©]*(?:\d{4})?,? ?(?:by )?(?:[Tt]he )?WHO)"),
    ("contributed", "contributor", rf"{_CONTRIBUTED}((?:[Tt]he )?WHO{_HELPED})"),
    ("with", "contributor", rf"({_GIVEN} (?:from|by) (?:[Tt]he )?WHO)"),
)


@dataclass(frozen=True, slots=True)
class WireCredit:
    """Hold one agency that a text credits.

    Attributes
    ----------
    agency
        Its name in the table of agencies.
    role
        ``source``: the text is the agency's; ``contributor``: the agency helped with it.
    form
        How the credit stands: dateline, byline, line, closing, copyright, contributed, with.
    """

    agency: str
    role: WireRole
    form: str
    span: Span


def find_wire(text: str | Document) -> WireCredit | None:
    """Find the first credit that makes a text an agency's, else the first contribution, else None.

    Examples
    --------
    >>> find_wire("TEHRAN, Iran (AP) — Talks resumed on Monday.")
    WireCredit(agency='Associated Press', role='source', form='dateline', span=Span(start=13, end=19, text='(AP) —'))
    >>> find_wire("Talks resumed, an official told AFP.") is None
    True
    """
    return min(find_wires(text), key=lambda credit: credit.role != "source", default=None)


def find_wires(text: str | Document) -> list[WireCredit]:
    r"""Find every agency that a text credits, in the order of the text; each agency once in each role.

    Of a document, titles, captions, block quotations and republished passages are left out.

    Examples
    --------
    >>> [(c.agency, c.role) for c in find_wires("Talks resumed.\nAFP and the AP contributed to this report.")]
    [('Agence France-Presse', 'contributor'), ('Associated Press', 'contributor')]
    """
    first: dict[tuple[str, WireRole], WireCredit] = {}
    for credit in sorted(_credits(text), key=lambda credit: credit.span.start):
        first.setdefault((credit.agency, credit.role), credit)
    return list(first.values())


def _credits(text: str | Document) -> Iterator[WireCredit]:
    words = text.text if isinstance(text, Document) else text
    if not _any_name().search(words):  # most articles; one search spares them all the others
        return
    elsewhere = [z.span for z in text.zones if z.kind in _NO_CREDIT] if isinstance(text, Document) else []
    head_ends = _head_end(words)
    for form, role, pattern in _patterns():
        for match in pattern.finditer(words, 0, head_ends if form == "byline" else len(words)):
            span = Span(*match.span(1), match[1])
            if not any(zone.start <= span.start < zone.end for zone in elsewhere):
                yield from (WireCredit(agency, role, form, span) for agency in _agencies_in(match["who"]))


def _head_end(text: str) -> int:
    """Give the end of the last line in which a byline may stand."""
    return max((line.end() for line in islice(_LINE.finditer(text), _HEAD_LINES)), default=0)


def _agencies_in(names: str) -> list[str]:
    return [_agencies()[match.group()] for match in _name_pattern().finditer(names)]


@cache
def _patterns() -> list[tuple[str, WireRole, re.Pattern[str]]]:
    everywhere = {**_table("agency"), **_table("forms")}
    compiled: list[tuple[str, WireRole, re.Pattern[str]]] = []
    for form, role, pattern in _FORMS:
        pattern = pattern.replace("<WHO>", _several(_agencies())).replace("WHO", _several(everywhere))
        pattern = pattern.replace("BEGIN", r"^[ \t]*").replace("END", r"[ \t\r]*$")
        compiled.append((form, role, re.compile(pattern, re.MULTILINE)))
    return compiled


@cache
def _any_name() -> re.Pattern[str]:
    """Match an agency's name, if need be at the end of a longer word: looking behind is what costs time."""
    return re.compile(rf"(?:{any_of(_agencies())})(?!\w)")


@cache
def _name_pattern() -> re.Pattern[str]:
    return re.compile(_one_of(_agencies()))


def _several(names: Iterable[str]) -> str:
    one = _one_of(names)
    return rf"(?P<who>{one}(?:(?:, and |, | and | & | ?/ ?)(?:[Tt]he )?{one})*)"


def _one_of(names: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{any_of(names)})(?!\w)"


@cache
def _agencies() -> dict[str, str]:
    """Give the agency of every form of its name."""
    return {**_table("agency"), **_table("forms"), **_table("only_in_brackets")}


@cache
def _table(column: Literal["agency", "forms", "only_in_brackets"]) -> dict[str, str]:
    stored = files("toolkit").joinpath("corpus/data/wires.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(stored.splitlines(), delimiter="\t")
    return {name: row["agency"] for row in rows for name in row[column].split(" | ") if name}
