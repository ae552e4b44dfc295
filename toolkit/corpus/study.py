"""Read ``study.yaml``: where the texts come from, how they were selected, and what is asked of them.

The one rule: a study declares its topic, dyad and primary measure before anything is counted.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_type_hints

from toolkit.corpus.choices import read_alternatives
from toolkit.declared import Entry, load_declared
from toolkit.errors import StudyError
from toolkit.rows import Study

STUDY_FILE = "study.yaml"
_CHOSEN = ("relevance", "primary_measure", "every")


def load_study(name: Path | str) -> Study:
    """Read a study; a `StudyError` names file, line and choices.

    Parameters
    ----------
    name
        A path to a YAML file, or the name of a study that ships with the toolkit, without its texts. A codebook given
        as a path, and a table of outlets, are sought from the folder of the study.

    Examples
    --------
    >>> load_study("us-election").dyad
    ('democratic-party', 'republican-party')
    """
    if str(name).endswith((".yaml", ".yml")):
        return _read(Path(name))
    if str(name) not in shipped_studies():
        raise StudyError(
            f"no study named {str(name)!r}; the toolkit ships {', '.join(shipped_studies())}, "
            "and a file of your own is given by its path, ending in .yaml"
        )
    with as_file(_shelf().joinpath(f"{name}.yaml")) as path:
        return _read(path)


def shipped_studies() -> tuple[str, ...]:
    """Give the names of the studies in the package."""
    return tuple(sorted(p.name.removesuffix(".yaml") for p in _shelf().iterdir() if p.name.endswith(".yaml")))


def _shelf() -> Traversable:
    return files("toolkit").joinpath("corpus/data/studies")


def _read(path: Path) -> Study:
    root = load_declared(path, error_type=StudyError)
    fields = root.fields(
        required=["title"],
        optional=["corpus", "codebook", "dyad", *_CHOSEN, "minimum_n", "events", "outlets", "alternatives"],
    )
    hints = get_type_hints(Study)
    values: dict[str, Any] = {"title": fields["title"].text()}
    if "corpus" in fields:
        values |= _origin(fields["corpus"])
    if "codebook" in fields:
        values["codebook"] = _codebook(fields["codebook"], path.parent)
    if "outlets" in fields:
        values["outlets"] = _beside(fields["outlets"], path.parent)
    if "dyad" in fields:
        values["dyad"] = _dyad(fields["dyad"])
    for name in _CHOSEN:
        if name in fields:
            values[name] = fields[name].choice(hints[name])
    if "minimum_n" in fields:
        values["minimum_n"] = fields["minimum_n"].whole_number()
    if "events" in fields:
        values["events"] = fields["events"].texts()
    if "alternatives" in fields:
        values["alternatives"] = read_alternatives(fields["alternatives"], lambda entry: _codebook(entry, path.parent))
    return Study(**values)


def _origin(entry: Entry) -> dict[str, Any]:
    fields = entry.fields(
        required=["source", "selection"], optional=["retrieved", "database", "query", "inclusion", "hits", "caveats"]
    )
    origin: dict[str, Any] = {name: fields[name].text() for name in ("source", "selection")}
    for name in ("retrieved", "database", "query", "inclusion"):
        if name in fields:
            origin[name] = fields[name].text()
    if "hits" in fields:
        origin["hits"] = fields["hits"].whole_number()
    if "caveats" in fields:
        origin["caveats"] = fields["caveats"].texts()
    return origin


def _codebook(entry: Entry, folder: Path) -> str:
    """Keep a shipped codebook's name; make a path stand on its own."""
    value = entry.text()
    if not value.endswith((".yaml", ".yml")):
        return value
    return _beside(entry, folder)


def _beside(entry: Entry, folder: Path) -> str:
    path = folder / entry.text()
    if not path.is_file():
        raise entry.error(f"{entry.name}: there is no file {entry.text()!r} beside the study")
    return str(path)


def _dyad(entry: Entry) -> tuple[str, str]:
    sides = entry.texts()
    if len(sides) != 2 or sides[0] == sides[1]:
        raise entry.error(f"dyad must name two different sides, such as [iran, hamas]; it names {list(sides)}")
    return sides[0], sides[1]
