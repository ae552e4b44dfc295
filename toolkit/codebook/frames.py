"""Read frames: those a codebook declares, and the sets of frames that it includes.

The one rule: an included frame is a frame like any other, and says which set it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path

from toolkit.codebook.checks import check_phrases, read_ids
from toolkit.codebook.model import Frame
from toolkit.codebook.phrases import check_phrase
from toolkit.declared import Entry, load_declared

_OWN = ""


def read_frames(entries: list[Entry], *, origin: str = _OWN) -> tuple[Frame, ...]:
    """Read the frames of one file; a pair is sought in the same file."""
    ids = read_ids(entries)
    return tuple(_frame(entry, ids, origin) for entry in entries)


def read_sets(included: list[Entry]) -> Iterator[tuple[list[Entry], tuple[Frame, ...]]]:
    """Read the sets that a codebook includes: names of those that ship, or paths beside the codebook."""
    for entry in included:
        root = _load(entry)
        fields = root.fields(required=["name", "title", "version", "language", "source", "description", "frames"])
        frames = fields["frames"].items()
        check_phrases(frames)
        yield frames, read_frames(frames, origin=f"{fields['name'].text()} {fields['version'].text()}")


def shipped_sets() -> tuple[str, ...]:
    """Give the names of the sets of frames in the package."""
    shelf = files("toolkit").joinpath("codebook/data/frames")
    return tuple(sorted(path.name.removesuffix(".yaml") for path in shelf.iterdir() if path.name.endswith(".yaml")))


def _load(entry: Entry) -> Entry:
    name = entry.text()
    if name.endswith((".yaml", ".yml")):
        return load_declared(Path(entry.file).parent / name, error_type=entry.error_type)
    if name not in shipped_sets():
        raise entry.error(
            f"no set of frames is named {name!r}; the toolkit ships {', '.join(shipped_sets())}, "
            "and a file of your own is given by its path from here, ending in .yaml"
        )
    with as_file(files("toolkit").joinpath(f"codebook/data/frames/{name}.yaml")) as path:
        return load_declared(path, error_type=entry.error_type)


def _frame(entry: Entry, frame_ids: list[str], origin: str) -> Frame:
    required = ["id", "title", "definition", "phrases", "example", "counter_example"]
    fields = entry.fields(required=required, optional=["pair", "exclusions"])
    pair = fields.get("pair")
    exclusions = fields["exclusions"].items() if "exclusions" in fields else []
    for phrase in chain(fields["phrases"].items(), exclusions):
        if problem := check_phrase(phrase.text()):
            raise phrase.error(problem)
    return Frame(
        frame_id=fields["id"].text(),
        title=fields["title"].text(),
        pair=None if pair is None or pair.is_null() else pair.one_of(frame_ids),
        definition=fields["definition"].text(),
        phrases=fields["phrases"].texts(),
        exclusions=tuple(exclusion.text() for exclusion in exclusions),
        example=fields["example"].text(),
        counter_example=fields["counter_example"].text(),
        origin=origin,
    )
