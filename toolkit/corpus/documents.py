"""Make documents from records: zones, dates, outlet, language, word count.

The one rule: what a record says of itself stands; what is worked out says on which words it rests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256
from typing import Any, get_args

from toolkit.corpus.expressions import combine_proposals, propose_published
from toolkit.corpus.languages import UNDETERMINED, find_language
from toolkit.corpus.outlets import OutletTable, canonical_outlet
from toolkit.corpus.records import Record, Warn
from toolkit.corpus.wires import find_wires
from toolkit.corpus.zones import find_zones
from toolkit.errors import CorpusError
from toolkit.language import count_words
from toolkit.rows import BODY_ZONES, DateHow, Document, Zone

_FUNCTION_WORDS = frozenset(
    "the of to and that for was with is on at by from has have had were said which who "
    "a an in as it its he his she her they their be not but are this".split()
)
_SAMPLE_CHARACTERS = 600
_ENOUGH_WORDS = 40
_ENGLISH, _ENGLISH_THIRD = 0.25, 0.2  # share of function words: of the whole, and at least of each third
_ENOUGH_CHARACTERS = 120  # a name and a verb are taken for any language
_DAYS = ("published_earliest", "published_latest")
_WORDS = [f.name for f in fields(Document) if f.name not in ("doc_id", "text", "zones", "n_words", *_DAYS)]


@dataclass(frozen=True, slots=True)
class Made:
    """Hold a document, and what there is to know about how it was made."""

    document: Document
    warnings: tuple[Warn, ...]


def make_document(
    doc_id: str,
    text: str,
    *,
    title: str | None = "",
    known: Mapping[str, Any] | None = None,
    zones: tuple[Zone, ...] | None = None,
) -> Document:
    r"""Make a document from a text: zones, word count, hash, and the days on which it can have appeared.

    Parameters
    ----------
    title
        The headline; "" takes the first line that can be one, None says that there is none.
    known
        What else is known, under the names of `Document`'s fields; a date that is known is kept as it is.
    zones
        What each line is, where the format says so; None asks the rules for pasted pages.

    Examples
    --------
    >>> make_document("a", "March 18, 2016\nIran denied it.").published_how
    'printed'
    """
    zones = find_zones(text, title=title) if zones is None else zones
    return _make(doc_id, text, {**(known or {}), **({"title": title} if title else {})}, zones).document


def _make(doc_id: str, text: str, known: Mapping[str, Any], zones: tuple[Zone, ...]) -> Made:
    """Make a document, and say what about it is doubtful."""
    body = [zone.span.text for zone in zones if zone.kind in BODY_ZONES]
    values = {
        "title": next((zone.span.text for zone in zones if zone.kind == "title"), ""),
        "sha256": sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        **known,
    }
    document = Document(doc_id, text, zones, n_words=sum(map(count_words, body)), **values)
    if document.published_earliest or document.published_latest:
        return Made(document, ())
    return _dated(document)


def read_record(record: Record, outlets: OutletTable | None = None) -> Made:
    """Make a document from what a reader found, its outlet under its declared name, agency and language recognised."""
    known = known_fields(record.fields, record.place)
    bare = Document("", record.text)
    if record.zones is None:
        zones = find_zones(record.text, title=known.get("title", ""))
    else:
        zones = tuple(Zone(kind, bare.span(start, end), rule) for kind, start, end, rule in record.zones)
    made = _make(record.fields["doc_id"], record.text, known, zones)
    document = made.document
    body = "\n".join(zone.span.text for zone in document.zones if zone.kind in BODY_ZONES)
    outlet = canonical_outlet(document.outlet, table=outlets)[0] if document.outlet != "unknown" else "unknown"
    language = document.language or _language(body or document.text)
    wire = document.wire or "; ".join(dict.fromkeys(w.agency for w in find_wires(document) if w.role == "source"))
    return Made(replace(document, outlet=outlet, wire=wire, language=language), made.warnings)


def known_fields(record: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Read what a record says of itself; a `CorpusError` names place, value and choices.

    Columns that are no fields of `Document` are left where they are.
    """
    known: dict[str, Any] = {name: str(record[name]) for name in _WORDS if record.get(name)}
    known |= {name: _day(record[name], name, place) for name in _DAYS if record.get(name)}
    if known.get("published_how", "unknown") not in get_args(DateHow):
        choices = ", ".join(get_args(DateHow))
        raise CorpusError(f"{place}: published_how is {known['published_how']!r}; it must be one of {choices}")
    first, last = (known.get(name) for name in _DAYS)
    if first and last and first > last:
        raise CorpusError(f"{place}: published_earliest {first} lies after published_latest {last}")
    return known


def _language(text: str) -> str:
    """Name the language of a text that is long enough to tell."""
    if len(text) < _ENOUGH_CHARACTERS:
        return UNDETERMINED
    thirds = (text[: len(text) // 3], text[len(text) // 3 : -len(text) // 3], text[-len(text) // 3 :])
    return "en" if _are_plain_english(thirds) else find_language(text)[0]


def _are_plain_english(thirds: tuple[str, ...]) -> bool:
    """Say whether a quarter of the words are English function words, and many in each third; few articles need a model.

    The beginning of each third is looked at; "the" has to stand in each.
    """
    samples = [third[:_SAMPLE_CHARACTERS].lower().split() for third in thirds]
    hits = [sum(map(_FUNCTION_WORDS.__contains__, words)) for words in samples]
    return sum(hits) >= _ENGLISH * sum(map(len, samples)) and all(
        len(words) >= _ENOUGH_WORDS and n >= _ENGLISH_THIRD * len(words) and "the" in words
        for words, n in zip(samples, hits, strict=True)
    )


def _dated(document: Document) -> Made:
    """Give the document the days that its page allows; a contradiction is a warning, not a choice."""
    published = combine_proposals(propose_published(document))
    interval = published.interval
    dated = replace(
        document,
        published_earliest=interval.earliest,
        published_latest=interval.latest,
        published_how=published.how,
        published_basis=published.basis,
    )
    return Made(dated, published.warnings)


def _day(value: object, name: str, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CorpusError(f"{place}: {name} is {value!r}; a day is written YYYY-MM-DD") from None
