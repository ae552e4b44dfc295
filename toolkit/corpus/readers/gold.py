"""Keep what people have marked in a text: passages, their kinds and roles, and the links between them.

The one rule: a mark is kept only where its offsets read the words it was made on; the others are counted in a warning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.corpus.records import Record, Warn
from toolkit.errors import CorpusError
from toolkit.rows import Span

_KINDS = ("label", "kind", "type", "tag")
_STARTS, _ENDS = ("start", "start_offset", "begin"), ("end", "end_offset", "stop")


@dataclass(frozen=True, slots=True)
class GoldMark:
    """Hold a marked passage, in one segment or several, with its attributes as JSON."""

    doc_id: str
    mark: str
    kind: str
    passage: tuple[Span, ...]
    attributes: str = "{}"


@dataclass(frozen=True, slots=True)
class GoldLink:
    """Hold a link between marks: a relation or an event, with its roles and the marks that fill them as JSON."""

    doc_id: str
    link: str
    kind: str
    roles: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold a mark before it is checked: its segments, and the words it says it stands on, if it says so."""

    name: str
    kind: str
    segments: tuple[tuple[int, int], ...]
    words: str | None = None
    attributes: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """Hold the marks of one text as they travel in ``Record.fields["gold"]``."""

    json: str
    warnings: tuple[Warn, ...] = ()


def pack_gold(text: str, marks: Iterable[Mark], links: Iterable[Mapping[str, Any]] = ()) -> Gold:
    """Write down the marks that fit `text`, and warn of those that do not."""
    fitting: list[Mark] = []
    unfit: list[Mark] = []
    for mark in marks:
        (fitting if _fits(text, mark) else unfit).append(mark)
    packed = {"marks": [_packed(mark) for mark in fitting], "links": list(links)}
    return Gold(json.dumps(packed, sort_keys=True), tuple(_unfit(unfit, len(fitting))))


def find_gold(values: Mapping[str, object], text: str) -> Gold | None:
    """Read marks out of columns; None if these hold something else.

    Parameters
    ----------
    values
        By column, a list of ``[start, end, kind]``, of ``{"start": …, "end": …, "label": …}``, or of objects whose
        roles are lists of ``[start, end]``.

    Examples
    --------
    >>> find_gold({"spans": [[4, 10, "PLACE"]]}, "The bridge was closed.").json
    '{"links": [], "marks": [{"attributes": {}, "kind": "PLACE", "name": "spans.1", "segments": [[4, 10]]}]}'
    """
    marks = [
        mark
        for column, value in values.items()
        if isinstance(value, (list, tuple))
        for number, part in enumerate(value, 1)
        for mark in _marks(part, f"{column}.{number}")
    ]
    return pack_gold(text, marks) if marks else None


def gold_marks(record: Record, doc_id: str) -> tuple[list[GoldMark], list[GoldLink]]:
    """Give the marks and links that came with a record, as rows for tables."""
    packed = _unpacked(record)
    marks = [
        GoldMark(
            doc_id,
            mark["name"],
            mark["kind"],
            tuple(Span(start, end, record.text[start:end]) for start, end in mark["segments"]),
            json.dumps(mark["attributes"], ensure_ascii=False, sort_keys=True),
        )
        for mark in packed["marks"]
    ]
    links = [
        GoldLink(doc_id, link["name"], link["kind"], json.dumps(link["roles"], ensure_ascii=False, sort_keys=True))
        for link in packed["links"]
    ]
    return marks, links


def _unpacked(record: Record) -> dict[str, list[dict[str, Any]]]:
    try:
        packed: dict[str, list[dict[str, Any]]] = json.loads(record.fields.get("gold", '{"marks": [], "links": []}'))
    except json.JSONDecodeError as problem:
        raise CorpusError(f"{record.place}: the gold is no JSON ({problem.msg})") from None
    return packed


def _unfit(marks: list[Mark], n_fitting: int) -> Iterator[Warn]:
    if marks:
        first = f"{marks[0].name} {marks[0].kind} {list(marks[0].segments)}"
        yield Warn("gold_mismatch", f"{len(marks)} of {n_fitting + len(marks)} marks do not fit, as {first:.80}")


def _packed(mark: Mark) -> dict[str, Any]:
    segments = [list(segment) for segment in mark.segments]
    return {"name": mark.name, "kind": mark.kind, "segments": segments, "attributes": dict(mark.attributes or {})}


def _fits(text: str, mark: Mark) -> bool:
    if not mark.segments or not all(0 <= start < end <= len(text) for start, end in mark.segments):
        return False
    if mark.words is None:
        return True
    read = " ".join(text[start:end] for start, end in mark.segments)
    return " ".join(read.split()) == " ".join(mark.words.split())


def _marks(part: object, name: str) -> Iterator[Mark]:
    """Read the marks of one member of a list, in whichever of the three forms it has."""
    if isinstance(part, (list, tuple)):
        if len(part) in (2, 3) and _is_pair(part[:2]):
            yield Mark(name, str(part[2]) if len(part) == 3 else "", ((part[0], part[1]),))
    elif isinstance(part, Mapping):
        name = str(part.get("id", name))
        pair = [_of(part, _STARTS), _of(part, _ENDS)]
        if _is_pair(pair):
            words = part.get("text")
            yield Mark(
                name, str(_of(part, _KINDS) or ""), ((pair[0], pair[1]),), words if isinstance(words, str) else None
            )
        else:
            for role, spans in part.items():
                if isinstance(spans, (list, tuple)) and spans and all(_is_pair(span) for span in spans):
                    yield Mark(f"{name}.{role}", str(role), tuple((span[0], span[1]) for span in spans))


def _of(part: Mapping[Any, Any], names: Iterable[str]) -> Any:
    return next((part[name] for name in names if name in part), None)


def _is_pair(value: object) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(type(part) is int for part in value)
