"""Read a plan: which corpora, outlets, periods and dyads reports are made on, every one with every other.

The one rule: nothing unknown is ignored, and no report is begun before the whole plan has been read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.declared import Entry, load_declared
from toolkit.errors import ParameterError

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Period:
    """Hold a stretch of days by its name; days are inclusive and written YYYY-MM-DD, "" is open."""

    name: str
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what a plan declares.

    Attributes
    ----------
    outlets
        Names, with the lines they stand at; empty makes one report on all of them together.
    each_outlet, each_year
        Whether there is a report on each outlet, or each year, that a corpus has.
    limit
        The most reports there may be.
    """

    file: Path
    title: str
    corpora: tuple[Path, ...]
    study: str | None = None
    outlets: tuple[Entry, ...] = ()
    each_outlet: bool = False
    periods: tuple[Period, ...] = ()
    each_year: bool = False
    dyads: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    limit: int = LIMIT


def load_plan(path: Path | str) -> Plan:
    """Read a plan; a `ParameterError` names file, line and choices. Paths in it are sought from its folder."""
    path = Path(path)
    root = load_declared(path, error_type=ParameterError)
    found = root.fields(
        required=["title", "corpora"],
        optional=["study", "outlets", "periods", "dyads", "chapters", "parameters", "limit"],
    )
    outlets, periods = found.get("outlets"), found.get("periods")
    each_outlet, each_year = _is(outlets, "each"), _is(periods, "year")
    return Plan(
        path,
        found["title"].text(),
        tuple(_place(entry, path.parent) for entry in _once(_some(found["corpora"]))),
        study=_study(found["study"], path.parent) if "study" in found else None,
        outlets=() if each_outlet or outlets is None else tuple(_once(_some(outlets))),
        each_outlet=each_outlet,
        periods=() if each_year or periods is None else _periods(periods),
        each_year=each_year,
        dyads=tuple(_dyad(entry) for entry in _some(found["dyads"])) if "dyads" in found else (),
        chapters=_chapters(found.get("chapters"), path.parent),
        parameters=_pairs(found.get("parameters")),
        limit=found["limit"].whole_number() if "limit" in found else LIMIT,
    )


def _pairs(entry: Entry | None) -> tuple[tuple[str, str], ...]:
    return () if entry is None else tuple((name, value.text()) for name, value in entry.pairs())


def _is(entry: Entry | None, word: str) -> bool:
    """Say whether an entry is the one word that may stand instead of a list; an `Entry` of another word is an error."""
    if entry is None or not entry.is_scalar():
        return False
    if entry.text() != word:
        raise entry.error(f"{entry.name} is {entry.text()!r}; it must be the word {word}, or a list")
    return True


def _some(entry: Entry) -> list[Entry]:
    found = entry.each()
    if not found:
        raise entry.error(f"{entry.name} names nothing: leave the line out, or name something")
    return found


def _once(entries: list[Entry]) -> list[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry.text() in seen:
            raise entry.error(f"{entry.text()!r} stands twice")
        seen.add(entry.text())
    return entries


def _place(entry: Entry, folder: Path) -> Path:
    place = folder / entry.text()
    if not place.exists():
        raise entry.error(f"there is no file or folder {entry.text()!r} beside the plan")
    return place


def _study(entry: Entry, folder: Path) -> str:
    """Keep the name of a study that ships; make a path stand on its own."""
    return str(_place(entry, folder)) if entry.text().endswith((".yaml", ".yml")) else entry.text()


def _chapters(entry: Entry | None, folder: Path) -> tuple[str, ...]:
    return () if entry is None else tuple(_chapter(each, folder) for each in _some(entry))


def _chapter(entry: Entry, folder: Path) -> str:
    return str(_place(entry, folder)) if entry.text().endswith(".ipynb") else entry.text()


def _dyad(entry: Entry) -> str:
    sides = entry.texts()
    if len(sides) != 2 or sides[0] == sides[1]:
        raise entry.error(f"a dyad is two different sides, such as [iran, hamas]; this one is {list(sides)}")
    return " ".join(sides)


def _periods(entry: Entry) -> tuple[Period, ...]:
    periods = [_period(each) for each in _some(entry)]
    names = [period.name for period in periods]
    for each, period in zip(entry.items(), periods, strict=True):
        if names.count(period.name) > 1:
            raise each.error(f"two periods are named {period.name!r}")
    return tuple(periods)


def _period(entry: Entry) -> Period:
    found = entry.fields(required=["name"], optional=["from", "to"])
    days = {name: found[name].day() for name in ("from", "to") if name in found}
    if not days:
        raise entry.error("a period has a first day, from, or a last day, to, or both")
    if len(days) == 2 and days["from"] > days["to"]:
        raise entry.error(f"the period ends on {days['to']}, before it begins on {days['from']}")
    first, last = (str(days.get(name, "")) for name in ("from", "to"))
    return Period(found["name"].text(), first, last)
