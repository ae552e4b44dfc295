"""Turn one row of a table, or one JSON object, into a record.

The one rule: a value is taken as it stands or left with a warning; the text must be a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from toolkit.corpus.readers.columns import Columns, value_at
from toolkit.corpus.readers.gold import find_gold
from toolkit.corpus.readers.language_names import language_code
from toolkit.corpus.readers.stamps import read_stamp
from toolkit.corpus.records import Record, Refusal, Warn
from toolkit.rows import DateHow

_PLACEHOLDERS = frozenset(("[removed]", "[deleted]", "nan", "none", "null", "n/a", "#n/a"))
_CUT = re.compile(r"\[\+\d+ chars\]\s*$")  # the end of `content` in answers of newsapi.org
_CELL = 32_767  # the longest text of an Excel cell
_COUNTER = re.compile(r"\d{1,7}")
_NAME_KEYS = ("name", "title", "uri")
_DAYS = ("published_earliest", "published_latest")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row as read: its place, its values by column, and what is odd about reading it."""

    place: str
    values: Mapping[str, Any]
    warnings: tuple[Warn, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table before its rows are read: its place, the names of its columns, and how to read the rows.

    `read` takes the columns that are needed, so that a format which stores columns can leave the others alone.
    """

    place: str
    names: tuple[str, ...]
    read: Callable[[set[str]], Iterator[Row | Refusal]]


def make_record(row: Row, columns: Columns, *, file: str) -> Record | Refusal:
    """Make a record of a row, or say why its text is none.

    Examples
    --------
    >>> columns = Columns("any", {"text": ("body",), "published": ("date",)})
    >>> row = Row("a.csv, row 2", {"body": "The bridge was closed.", "date": "2016-03-18"})
    >>> record = make_record(row, columns, file="a.csv")
    >>> record.text, record.fields["published_earliest"], record.fields["published_basis"]
    ('The bridge was closed.', '2016-03-18', 'date: 2016-03-18')
    """
    text = value_at(row.values, columns.paths["text"])
    if isinstance(text, Mapping) and columns.source == "fundus":
        text = "\n\n".join(_paragraphs(text))
    if refusal := _no_text(text, row.place):
        return refusal
    known = {"file": file} | _own(row, columns) | _named(row, columns, file)
    # How a file was decoded matters to those of its records that have a character beyond ASCII.
    warnings = [
        *(() if text.isascii() else row.warnings),
        *_cut(text),
        *_dates(row, columns, known),
        *_missing(columns, known),
    ]
    if columns.gold and (gold := find_gold({name: row.values.get(name) for name in columns.gold}, text)):
        known["gold"] = gold.json
        warnings += gold.warnings
    return Record(row.place, text, known, None, tuple(warnings))


def as_words(value: object) -> str:
    """Write a value of a cell as words: lists joined by commas, objects by the name they hold.

    Examples
    --------
    >>> as_words([{"name": "A. Writer", "uri": "x"}, "B. Author", None])
    'A. Writer, B. Author'
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (list, tuple)):
        return ", ".join(words for part in value if (words := _name(part)))
    return _name(value)


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NAME_KEYS if value.get(key)), None)
    if value is None or value != value or isinstance(value, (list, tuple, Mapping)):  # NaN alone differs from itself
        return ""
    return str(value).strip()


def _no_text(text: object, place: str) -> Refusal | None:
    if text is None or text != text:
        return Refusal(place, "empty_text", "there is no text")
    if not isinstance(text, str):
        return Refusal(place, "not_text", f"the text is of type {type(text).__name__}: {as_words(text)!r:.60}")
    if not text or text.isspace():
        return Refusal(place, "empty_text", "there is no text")
    if len(text) < 12 and text.strip().lower() in _PLACEHOLDERS:
        return Refusal(place, "empty_text", f"{text.strip()!r} stands for no text")
    return None


def _named(row: Row, columns: Columns, file: str) -> dict[str, str]:
    """Take what is known beside text and date, under the names of `Document`'s fields."""
    known = {}
    for name in ("title", "outlet", "url", "byline", "doc_id", "language"):
        if (path := columns.paths.get(name)) and (words := as_words(value_at(row.values, path))):
            known[name] = words
    return known if columns.source == "toolkit" else _adapted(known, columns, file)


def _adapted(known: dict[str, str], columns: Columns, file: str) -> dict[str, str]:
    """Bring what others call language and id to what these are here."""
    if "outlet" in known:
        known["outlet_basis"] = ".".join(columns.paths["outlet"])
    language = known.pop("language", "")
    if code := language_code(language):
        known["language"] = code
    elif language:
        known["notes"] = f"language: {language}"
    counts_rows = columns.paths.get("doc_id") == ("id",) and columns.source == "any"
    if counts_rows and _COUNTER.fullmatch(known.get("doc_id", "")):  # other files count from one, too
        known["doc_id"] = f"{file}:{known['doc_id']}"
    return known


def _own(row: Row, columns: Columns) -> dict[str, str]:
    return {name: words for name in columns.own if (words := as_words(row.values.get(name)))}


def _dates(row: Row, columns: Columns, known: dict[str, str]) -> Iterator[Warn]:
    """Add the days of publication to `known`, or give the reason why they stay unknown."""
    if columns.source == "toolkit":
        yield from _own_dates(known)
    path = columns.paths.get("published")
    if path is None:
        return
    value = value_at(row.values, path)
    column = ".".join(path)
    if not as_words(value):
        yield Warn("no_date", f"{column} is empty")
        return
    found = read_stamp(value)
    if isinstance(found, Warn):
        known["notes"] = "; ".join(filter(None, (known.get("notes"), f"{column}: {as_words(value)}")))
        yield found
        return
    known |= {"published_earliest": str(found.earliest), "published_latest": str(found.latest)}
    known |= {"published_how": "metadata", "published_basis": f"{column}: {as_words(value)}"}


def _own_dates(known: dict[str, str]) -> Iterator[Warn]:
    """Check dates that this toolkit wrote and a person may have edited."""
    for name in _DAYS:
        if name in known:
            try:
                known[name] = str(date.fromisoformat(known[name][:10]))
            except ValueError:
                yield Warn("date_unreadable", f"{name} is {known.pop(name)!r:.60}")
    if known.get(_DAYS[0], "") > known.get(_DAYS[1], "9999"):
        yield Warn("date_implausible", f"{known.pop(_DAYS[0])} lies after {known.pop(_DAYS[1])}")
    if known.get("published_how", "unknown") not in get_args(DateHow):
        yield Warn("date_unreadable", f"published_how is {known.pop('published_how')!r:.60}")


def _missing(columns: Columns, known: Mapping[str, str]) -> Iterator[Warn]:
    if "title" in columns.paths and "title" not in known:
        yield Warn("no_title", f"{'.'.join(columns.paths['title'])} is empty")


def _cut(text: str) -> Iterator[Warn]:
    if text.endswith("]") and (match := _CUT.search(text)):
        yield Warn("text_cut", f"the source gave only the beginning: {match.group()}")
    elif len(text) == _CELL:
        yield Warn("text_cut", f"{_CELL:,} characters is all that a cell of Excel holds")


def _paragraphs(body: Mapping[str, Any]) -> Iterator[str]:
    """Give summary, headlines and paragraphs of a body as fundus writes it, in the order in which it prints them."""
    parts = [body.get("summary")]
    for section in body.get("sections") or ():
        if isinstance(section, Mapping):
            parts += [section.get("headline"), section.get("paragraphs")]
    for part in parts:
        yield from (words for words in part or () if isinstance(words, str))
