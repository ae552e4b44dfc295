"""Recognise which column of a table is the text, the title, the date, the outlet.

The one rule: what a user maps wins; what is known by its source comes next; where two columns could be the text, nobody
guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

from toolkit.corpus.records import Refusal
from toolkit.errors import ParameterError
from toolkit.rows import Document

FIELDS = ("text", "title", "published", "outlet", "url", "byline", "doc_id", "language")
# What this toolkit writes beside these, and reads back as it stands.
OWN = tuple(f.name for f in fields(Document) if f.name not in (*FIELDS, "zones", "n_words"))
GOLD_NAMES = frozenset("spans entities label labels annotations marks quotes attributions".split())
_DEFAULT = "any"
_SHOWN = 12
_REMEMBERED = 10_000  # sets of names; records of one file rarely have more than a few


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold one line of ``columns.tsv``: the columns that give a source away, and what its columns are."""

    source: str
    needs: frozenset[str]
    names: Mapping[str, tuple[str, ...]]
    note: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold where each field stands in the rows of a table.

    Attributes
    ----------
    paths
        Field → the way to its value: one column, or a column and the keys inside the object it holds.
    own
        Columns of the toolkit's own tables, read as they stand.
    gold
        Columns that may hold marks with offsets.
    """

    source: str
    paths: Mapping[str, tuple[str, ...]]
    own: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()

    def needed(self) -> set[str]:
        """Name the columns that have to be read at all."""
        return {path[0] for path in self.paths.values()} | {*self.own, *self.gold}


@dataclass(slots=True)
class Recogniser:
    """Find the columns of a table by its names, remembering the answer for names already seen.

    Examples
    --------
    >>> Recogniser().recognise(["Headline", "Body", "PubDate"], place="a.csv").paths["text"]
    ('Body',)
    >>> Recogniser().recognise(["body", "content"], place="a.csv").reason
    'ambiguous_columns'
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, ...], Columns | Refusal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_mapping(self.mapping)

    def recognise(self, names: Iterable[str], *, place: str) -> Columns | Refusal:
        """Say where the fields stand, or refuse, naming the columns and a remedy."""
        key = tuple(names)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = _recognise(key, self.mapping)
        found = self._known[key]
        return Refusal(place, found.reason, found.detail) if isinstance(found, Refusal) else found


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Raise a `ParameterError` for a field that does not exist."""
    if unknown := [name for name in mapping if name not in (*FIELDS, *OWN)]:
        raise ParameterError(f"cannot map {', '.join(unknown)}; the fields are {', '.join((*FIELDS, *OWN))}")


def has_text_name(names: Iterable[str]) -> bool:
    """Say whether one of `names` is one that any table may use for its text."""
    return not {_plain(name) for name in names}.isdisjoint(_layouts()[-1].names["text"])


def value_at(row: Mapping[str, Any], path: Sequence[str]) -> Any:
    """Follow a path into a row; None where it ends early.

    Examples
    --------
    >>> value_at({"source": {"name": "The Harbour Post"}}, ("source", "name"))
    'The Harbour Post'
    """
    value: Any = row
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _recognise(names: tuple[str, ...], mapping: Mapping[str, str]) -> Columns | Refusal:
    by_plain: dict[str, list[str]] = {}
    for name in names:
        by_plain.setdefault(_plain(name), []).append(name)
    layout = next(layout for layout in _layouts() if layout.needs <= by_plain.keys())
    paths = {name: path for name in FIELDS if (path := _first(layout.names[name], by_plain))}
    if "text" not in mapping:
        text = _text(layout, by_plain)
        if isinstance(text, Refusal):
            return text
        paths["text"] = text
    mapped = {name: _mapped(column, names, by_plain) for name, column in mapping.items()}
    if missing := [mapping[name] for name, path in mapped.items() if path is None]:
        return Refusal("", "missing_column", f"--map names {', '.join(missing)}; the columns are {_shown(names)}")
    own = tuple(n for n in names if n in OWN) if layout.source == "toolkit" else ()
    gold = tuple(n for n in names if _plain(n) in GOLD_NAMES)
    return Columns(layout.source, paths | {n: path for n, path in mapped.items() if path}, own, gold)


def _text(layout: Layout, by_plain: Mapping[str, Sequence[str]]) -> tuple[str, ...] | Refusal:
    """Choose the column of the text; a layout without one falls back on the names that any table may use."""
    names = [name for plain in by_plain.values() for name in plain]
    if layout.source != _DEFAULT and (path := _first(layout.names["text"], by_plain)):
        return path
    found = [name for plain in _layouts()[-1].names["text"] for name in by_plain.get(plain, ())]
    remedy = f"say which it is with --map text=NAME; the columns are {_shown(names)}"
    if not found:
        return Refusal("", "missing_column", layout.note or f"no column is known to be the text: {remedy}")
    if len(found) > 1:
        return Refusal("", "ambiguous_columns", f"{' and '.join(found)} could be the text: {remedy}")
    return (found[0],)


def _first(wanted: Iterable[str], by_plain: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    for name in wanted:
        head, *inner = name.split(".")
        if name in by_plain:
            return (by_plain[name][0],)
        if inner and head in by_plain:
            return (by_plain[head][0], *inner)
    return None


def _mapped(column: str, names: Sequence[str], by_plain: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    return (column,) if column in names else _first([_plain(column)], by_plain)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _shown(names: Sequence[str]) -> str:
    shown = [f"{name:.40}" for name in names[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


@cache
def _layouts() -> tuple[Layout, ...]:
    stored = files("toolkit").joinpath("corpus/readers/data/columns.tsv").read_text(encoding="utf-8")
    header, *lines = [line.split("\t") for line in stored.splitlines() if line and not line.startswith("#")]
    return tuple(_layout(dict(zip(header, line, strict=True))) for line in lines)


def _layout(cells: Mapping[str, str]) -> Layout:
    names = {name: () if cells[name] == "-" else tuple(cells[name].split()) for name in FIELDS}
    needs = frozenset() if cells["needs"] == "-" else frozenset(cells["needs"].split())
    return Layout(cells["source"], needs, names, "" if cells["note"] == "-" else cells["note"])
