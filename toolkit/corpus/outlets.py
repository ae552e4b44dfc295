"""Give every outlet one name, however a source writes it: "NYT", "nytimes.com", "The New York Times".

The one rule: only a declared table decides; a name that is not in it stays as written.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from toolkit.errors import CorpusError

OutletHow = Literal["name", "alias", "domain", "unknown"]

_COLUMNS = ["name", "aliases", "domains"]
_BETWEEN = " | "
_HOST = r"(?P<host>[\w-]+(?:\.[\w-]+)+)\.?(?::\d+)?"
_URL = re.compile(rf"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^\s/@]*@)?{_HOST}(?:[/?#]\S*)?", re.I)
_MARKS = re.compile(r"[^\w+&]|_")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[^/]+/(?=\S)", re.I)


@dataclass(frozen=True, slots=True)
class OutletTable:
    """Hold a table of outlets: the canonical name of every spelling and of every internet domain."""

    spellings: dict[str, tuple[str, OutletHow]]
    domains: dict[str, str]


def canonical_outlet(name_or_url: str, *, table: OutletTable | None = None) -> tuple[str, OutletHow]:
    """Give the canonical name of an outlet, and by what it was known.

    Case, accents, punctuation and a leading or trailing *The* make no difference; a URL is known by its
    host or any domain above it.

    Parameters
    ----------
    table
        Outlets as `load_outlets` reads them; by default those that ship with the toolkit.

    Examples
    --------
    >>> canonical_outlet("NYT"), canonical_outlet("https://www.nytimes.com/2016/03/01/world")
    (('The New York Times', 'alias'), ('The New York Times', 'domain'))
    >>> canonical_outlet("new york times, the"), canonical_outlet("The Harbour Gazette")
    (('The New York Times', 'name'), ('The Harbour Gazette', 'unknown'))
    """
    table = load_outlets() if table is None else table
    if known := table.spellings.get(_key(name_or_url)):
        return known
    for domain in _domains(name_or_url) if "." in name_or_url else ():
        if domain in table.domains:
            return table.domains[domain], "domain"
    return name_or_url, "unknown"


def load_outlets(path: Path | str | None = None) -> OutletTable:
    """Load a table of outlets: tab-separated name, aliases, domains, several of these separated by " | ".

    Parameters
    ----------
    path
        A file of one's own; by default the one that ships with the toolkit.

    Raises
    ------
    CorpusError
        If the header or a row is another, or a spelling or a domain stands for two outlets; the message names
        file and line, and what may stand there.
    """
    if path is None:
        return _shipped()
    path = Path(path)
    try:
        return _read(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path.name} cannot be read as a table of outlets: {error}") from error


def merge_outlets(own: OutletTable) -> OutletTable:
    """Lay a table of one's own over the one that ships: what it says of a name holds for all spellings of that name."""
    shipped = _shipped()
    spellings = {key: (_under(own, name), how) for key, (name, how) in shipped.spellings.items()}
    domains = {domain: _under(own, name) for domain, name in shipped.domains.items()}
    return OutletTable(spellings | own.spellings, domains | own.domains)


def _under(own: OutletTable, name: str) -> str:
    known = own.spellings.get(_key(name))
    return known[0] if known else name


@cache
def _shipped() -> OutletTable:
    return _read(files("toolkit").joinpath("corpus/data/outlets.tsv").read_text(encoding="utf-8"), "outlets.tsv")


def _read(stored: str, place: str) -> OutletTable:
    table = OutletTable({}, {})
    rows = csv.reader(stored.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if (header := next(rows, [])) != _COLUMNS:
        raise CorpusError(f"{place}, line 1 is {header}; it has to be {', '.join(_COLUMNS)}, separated by tabs")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(_COLUMNS) or not row[0].strip():
            raise CorpusError(
                f"{place}, line {number} is {row}; it needs {', '.join(_COLUMNS)}, separated by tabs; of these "
                f"aliases and domains may be empty, or several, separated by {_BETWEEN!r}"
            )
        _enter(row, table, f"{place}, line {number}")
    return table


def _enter(row: list[str], table: OutletTable, place: str) -> None:
    name, aliases, domains = row[0].strip(), _several(row[1]), _several(row[2])
    spellings: list[tuple[str, OutletHow]] = [(name, "name"), *((alias, "alias") for alias in aliases)]
    for spelling, how in spellings:
        known = table.spellings.setdefault(_key(spelling), (name, how))[0]
        _refuse_two(spelling, known, name, place)
    for domain in domains:
        _refuse_two(domain, table.domains.setdefault(domain.casefold(), name), name, place)


def _refuse_two(sign: str, known: str, name: str, place: str) -> None:
    if known != name:
        raise CorpusError(f"{place}: {sign!r} stands for {name!r} and, in a line above, for {known!r}; drop one")


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_BETWEEN) if part.strip()]


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.strip().casefold())
    plain = plain.removesuffix(", the").removeprefix("the ")  # databases sort "Guardian, The"
    return _MARKS.sub("", plain) or name


def _domains(url: str) -> Iterator[str]:
    """Give the host of a URL and every domain above it, the narrowest first."""
    match = _URL.fullmatch(_ARCHIVED.sub("", url.strip()))
    labels = match["host"].casefold().split(".") if match else []
    yield from (".".join(labels[i:]) for i in range(len(labels) - 1))
