"""Load and check a codebook: one that ships with the toolkit, or a YAML file of one's own.

The one rule: whatever is wrong is said with file, line and the possible choices, before anything is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from toolkit.codebook.model import Actor, ActorKind, Affiliation, Codebook, Event, Frame, LabelSet
from toolkit.codebook.phrases import check_phrase
from toolkit.declared import Entry, load_declared
from toolkit.errors import CodebookError, CodebookMissing
from toolkit.rows import Corpus, Polarity


def load_codebook(name: Path | str) -> Codebook:
    """Load a codebook.

    Parameters
    ----------
    name
        A path to a YAML file, or the name of a codebook that ships with the toolkit.

    Raises
    ------
    CodebookError
        Naming file, line and choices.

    Examples
    --------
    >>> load_codebook("iran-hamas").actor("hamas").kind
    'organisation'
    """
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


def codebook_for(corpus: Corpus, codebook: Codebook | Path | str | None, *, verb: str) -> Codebook:
    """Give the codebook that `verb` is to use: the one passed, else the study's; there is no default topic."""
    if isinstance(codebook, Codebook):
        return codebook
    name = codebook or corpus.study.codebook
    if name is None:
        raise CodebookMissing(verb, shipped_codebooks())
    return load_codebook(name)


def _shelf() -> Any:
    return files("toolkit").joinpath("codebook/data")


@cache
def _shipped(name: str) -> Codebook:
    with as_file(_shelf().joinpath(f"{name}.yaml")) as path:
        return _read(load_declared(path, error_type=CodebookError))


def _read(root: Entry) -> Codebook:
    fields = root.fields(
        required=["name", "title", "version", "language", "actors", "labels", "frames"],
        optional=["description", "events"],
    )
    ids = [entry.fields(required=["id"], optional=_ACTOR_KEYS)["id"] for entry in fields["actors"].items()]
    _check_ids(ids)
    actor_ids = [entry.text() for entry in ids]
    actors = tuple(_actor(entry, actor_ids) for entry in fields["actors"].items())
    _check_names(actors, fields["actors"])
    labels = tuple(_label_set(entry, actor_ids) for entry in fields["labels"].items())
    _check_forms(labels, fields["labels"])
    frames = tuple(_frame(entry, fields["frames"]) for entry in fields["frames"].items())
    _check_phrases(frames, fields["frames"])
    events = tuple(_event(entry) for entry in fields["events"].items()) if "events" in fields else ()
    return Codebook(
        **{key: fields[key].text() for key in ("name", "title", "version", "language")},
        description=fields["description"].text() if "description" in fields else "",
        actors=actors,
        labels=labels,
        frames=frames,
        events=events,
        file=Path(root.file).name,
    )


_ACTOR_KEYS = ("name", "kind", "aliases", "demonyms", "affiliations")


def _actor(entry: Entry, actor_ids: list[str]) -> Actor:
    fields = entry.fields(required=["id", "name", "kind"], optional=_ACTOR_KEYS[2:])
    return Actor(
        actor_id=fields["id"].text(),
        name=fields["name"].text(),
        kind=fields["kind"].choice(ActorKind),  # type: ignore[arg-type]
        aliases=_texts(fields, "aliases"),
        demonyms=_texts(fields, "demonyms"),
        affiliations=tuple(_affiliation(e, actor_ids) for e in _items(fields, "affiliations")),
    )


def _affiliation(entry: Entry, actor_ids: list[str]) -> Affiliation:
    fields = entry.fields(required=["with", "role"], optional=["from", "to"])
    since, until = (fields[key].day() if key in fields else None for key in ("from", "to"))
    if since and until and since > until:
        raise entry.error(f"the affiliation begins on {since} and ends before, on {until}")
    return Affiliation(fields["with"].one_of(actor_ids), fields["role"].text(), since, until)


def _label_set(entry: Entry, actor_ids: list[str]) -> LabelSet:
    kinds = get_args(Polarity)
    fields = entry.fields(required=["id", "actors", *kinds], optional=["modifiers"])
    actors = tuple(item.one_of(actor_ids) for item in fields["actors"].items())
    pairs = list(fields["modifiers"].pairs()) if "modifiers" in fields else []
    if strange := [e for key, e in pairs if key not in actors]:
        raise strange[0].error(f"modifiers name {strange[0].name!r}; the set's actors are {', '.join(actors)}")
    return LabelSet(
        set_id=fields["id"].text(),
        actors=actors,
        modifiers=tuple((key, e.texts()) for key, e in pairs),
        forms=tuple((kind, fields[kind].texts()) for kind in kinds),
    )


def _frame(entry: Entry, everything: Entry) -> Frame:
    required = ["id", "title", "definition", "phrases", "example", "counter_example"]
    fields = entry.fields(required=required, optional=["pair", "exclusions"])
    ids = [e.node.value for f in everything.items() for key, e in f.pairs() if key == "id"]
    pair = fields.get("pair")
    for phrase in chain(fields["phrases"].items(), _items(fields, "exclusions")):
        if problem := check_phrase(phrase.text()):
            raise phrase.error(problem)
    return Frame(
        frame_id=fields["id"].text(),
        title=fields["title"].text(),
        pair=None if pair is None or pair.is_null() else pair.one_of(ids),
        definition=fields["definition"].text(),
        phrases=fields["phrases"].texts(),
        exclusions=_texts(fields, "exclusions"),
        example=fields["example"].text(),
        counter_example=fields["counter_example"].text(),
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


def _texts(fields: dict[str, Entry], key: str) -> tuple[str, ...]:
    return fields[key].texts() if key in fields else ()


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


def _check_ids(entries: list[Entry]) -> None:
    for value in _twice(entry.text() for entry in entries):
        raise [e for e in entries if e.text() == value][1].error(f"the id {value!r} is used twice")


def _check_names(actors: tuple[Actor, ...], entry: Entry) -> None:
    if twice := _twice(form for a in actors for form in {a.name, *a.aliases, *a.demonyms}):
        raise entry.error(f"a name cannot stand for two actors: {', '.join(twice)}")


def _check_forms(labels: tuple[LabelSet, ...], entry: Entry) -> None:
    for label_set in labels:
        if twice := _twice(form.lower() for _, forms in label_set.forms for form in set(forms)):
            raise entry.error(f"in the set {label_set.set_id} a form is of two kinds: {', '.join(twice)}")


def _check_phrases(frames: tuple[Frame, ...], entry: Entry) -> None:
    if twice := _twice(phrase.lower() for frame in frames for phrase in set(frame.phrases)):
        raise entry.error(f"a phrase stands in two frames: {', '.join(twice)}")
