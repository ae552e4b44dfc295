"""Load and check a codebook: one that ships with the toolkit, or a YAML file of one's own.

The one rule: whatever is wrong is said with file, line and the possible choices, before anything is counted.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import get_args

from toolkit.codebook.checks import check_meanings, check_rings, check_spellings, read_ids
from toolkit.codebook.frames import read_frames, read_sets
from toolkit.codebook.model import Actor, ActorKind, Affiliation, Codebook, Event, LabelSet
from toolkit.codebook.rules import plain_form, read_lines, read_rule
from toolkit.declared import Entry, load_declared
from toolkit.errors import CodebookError, CodebookMissing
from toolkit.rows import Corpus, Polarity

CodebookLike = Codebook | Path | str | None


def load_codebook(name: Path | str | None) -> Codebook:
    """Load a codebook.

    Parameters
    ----------
    name
        A path to a YAML file, or the name of a codebook that ships with the toolkit, such as ``study.codebook``. What
        it lists under ``include``, sets of frames by the name of one that ships or by a path, is read along with it.

    Raises
    ------
    CodebookError
        Naming file, line and choices; a `CodebookMissing` if `name` is None.

    Examples
    --------
    >>> load_codebook("iran-hamas").actor("hamas").kind
    'organisation'
    """
    if name is None:
        raise CodebookMissing("load_codebook", shipped_codebooks())
    if str(name).endswith((".yaml", ".yml")):
        return _read(load_declared(Path(name), error_type=CodebookError))
    if name not in shipped_codebooks():
        raise CodebookError(
            f"no codebook named {str(name)!r}; the toolkit ships {', '.join(shipped_codebooks())}, "
            "and a file of your own is given by its path, ending in .yaml"
        )
    return _shipped(str(name))


def shipped_codebooks() -> tuple[str, ...]:
    """Give the names of the codebooks in the package."""
    return tuple(sorted(p.name.removesuffix(".yaml") for p in _shelf().iterdir() if p.name.endswith(".yaml")))


def codebook_for(corpus: Corpus, codebook: CodebookLike, *, verb: str) -> Codebook:
    """Give the codebook for `verb`: the one passed, else the study's; there is no default topic."""
    if isinstance(codebook, Codebook):
        return codebook
    name = codebook or corpus.study.codebook
    if name is None:
        raise CodebookMissing(verb, shipped_codebooks())
    return load_codebook(name)


def _shelf() -> Traversable:
    return files("toolkit").joinpath("codebook/data")


@cache
def _shipped(name: str) -> Codebook:
    with as_file(_shelf().joinpath(f"{name}.yaml")) as path:
        return _read(load_declared(path, error_type=CodebookError))


def _read(root: Entry) -> Codebook:
    fields = root.fields(
        required=["name", "title", "version", "language", "actors", "labels", "frames"],
        optional=["description", "include", "events", "rules"],
    )
    listed = {key: _items(fields, key) for key in ("actors", "labels", "frames", "events", "rules")}
    ids = {key: read_ids(entries) for key, entries in listed.items()}
    included = list(read_sets(_items(fields, "include")))
    labels = tuple(_label_set(entry, ids["actors"]) for entry in listed["labels"])
    forms = {plain_form(form) for label_set in labels for _, listed_forms in label_set.forms for form in listed_forms}
    codebook = Codebook(
        **{key: fields[key].text() for key in ("name", "title", "version", "language")},
        description=fields["description"].text() if "description" in fields else "",
        actors=tuple(_actor(entry, ids["actors"]) for entry in listed["actors"]),
        labels=labels,
        frames=(*read_frames(listed["frames"]), *(frame for _, frames in included for frame in frames)),
        events=tuple(_event(entry) for entry in listed["events"]),
        file=Path(root.file).name,
        rules=tuple(read_rule(entry, ids["actors"], forms) for entry in listed["rules"]),
        lines=read_lines(listed),
    )
    read_ids([*listed["frames"], *(entry for entries, _ in included for entry in entries)])
    check_meanings(listed)
    check_rings(listed["actors"])
    check_spellings(codebook.actors, listed["actors"])
    return codebook


def _actor(entry: Entry, actor_ids: list[str]) -> Actor:
    fields = entry.fields(
        required=["id", "name", "kind"],
        optional=["aliases", "demonyms", "titles", "metonyms", "affiliations", "attributes", "apart"],
    )
    return Actor(
        actor_id=fields["id"].text(),
        name=fields["name"].text(),
        kind=fields["kind"].choice(ActorKind),  # type: ignore[arg-type]
        aliases=_texts(fields, "aliases"),
        demonyms=_texts(fields, "demonyms"),
        affiliations=tuple(_affiliation(e, actor_ids) for e in _items(fields, "affiliations")),
        titles=_texts(fields, "titles"),
        metonyms=_texts(fields, "metonyms"),
        attributes=tuple((key, e.text()) for key, e in _pairs(fields, "attributes")),
        apart=tuple(e.one_of(actor_ids) for e in _items(fields, "apart")),
    )


def _affiliation(entry: Entry, actor_ids: list[str]) -> Affiliation:
    fields = entry.fields(required=["with", "role"], optional=["from", "to", "called"])
    since, until = (fields[key].day() if key in fields else None for key in ("from", "to"))
    if since and until and since > until:
        lines = f"lines {fields['from'].line} and {fields['to'].line}"
        raise entry.error(f"the affiliation begins on {since} and ends before, on {until} ({lines})")
    return Affiliation(
        fields["with"].one_of(actor_ids), fields["role"].text(), since, until, called=_texts(fields, "called")
    )


def _label_set(entry: Entry, actor_ids: list[str]) -> LabelSet:
    kinds = get_args(Polarity)
    fields = entry.fields(required=["id", "actors", *kinds], optional=["modifiers"])
    actors = tuple(item.one_of(actor_ids) for item in fields["actors"].items())
    pairs = _pairs(fields, "modifiers")
    if strange := [e for key, e in pairs if key not in actors]:
        raise strange[0].error(f"modifiers name {strange[0].name!r}; the set's actors are {', '.join(actors)}")
    return LabelSet(
        set_id=fields["id"].text(),
        actors=actors,
        modifiers=tuple((key, e.texts()) for key, e in pairs),
        forms=tuple((kind, fields[kind].texts()) for kind in kinds),
    )


def _event(entry: Entry) -> Event:
    fields = entry.fields(required=["id", "title", "date", "source"], optional=["to"])
    first = fields["date"].day()
    last = fields["to"].day() if "to" in fields else first
    if last < first:
        raise fields["to"].error(f"the event ends on {last}, before it begins on {first}")
    return Event(fields["id"].text(), fields["title"].text(), first, last, fields["source"].text())


def _items(fields: dict[str, Entry], key: str) -> list[Entry]:
    return fields[key].items() if key in fields else []


def _pairs(fields: dict[str, Entry], key: str) -> list[tuple[str, Entry]]:
    return list(fields[key].pairs()) if key in fields else []


def _texts(fields: dict[str, Entry], key: str) -> tuple[str, ...]:
    return fields[key].texts() if key in fields else ()
