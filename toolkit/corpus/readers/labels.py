"""Know the labels that exports of Nexis put before the parts of an article, and what each stands for.

The one rule: a label counts only where the layout puts labels; the same word in a body is a word of the body.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from toolkit.corpus.readers.layout import Draft

_CAPITALS = re.compile(r"(?P<name>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ -]{1,28}[A-ZÀ-ÖØ-Þ]):(?:\s+(?P<value>.*))?", re.DOTALL)
_TITLE_CASE = re.compile(r"(?P<name>[^\W\d_][\w -]{2,30}):\s*(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Hold a labelled passage; `place` is head, tail or, for a label nobody declared, ""."""

    name: str
    value: str
    place: str
    role: str


def read_label(words: str, *, capitals: bool) -> Labelled | None:
    r"""Read the label that a passage begins with, if there is one.

    Parameters
    ----------
    capitals
        True for layouts that write labels in capitals, where unknown labels are recognised too.

    Examples
    --------
    >>> read_label("LENGTH: 355 words", capitals=True)
    Labelled(name='LENGTH', value='355 words', place='head', role='length')
    >>> read_label("Length: 355 words", capitals=True) is None
    True
    >>> read_label("Load-Date:\u00a0May 2, 2002", capitals=False).value
    'May 2, 2002'
    """
    match = (_CAPITALS if capitals else _TITLE_CASE).fullmatch(words)
    if not match:
        return None
    place, role = _labels().get(match["name"].lower(), ("", ""))
    return Labelled(match["name"], (match["value"] or "").strip(), place, role) if capitals or place else None


def with_label(draft: Draft, label: Labelled) -> Draft:
    """Put a labelled passage where it belongs in the draft; subject terms of the vendor's index are left out."""
    if label.role == "title":
        # What looked like a title before HEADLINE: was the edition.
        edition = tuple(("edition", words) for words in (draft.title, *draft.dek))
        return replace(draft, title=label.value, dek=(), notes=(*draft.notes, *edition))
    if label.role == "length":
        return replace(draft, words=label.value)
    if label.role == "byline":
        return replace(draft, byline=label.value)
    if label.role == "dateline":
        return replace(draft, dateline=label.value)
    if label.role == "dek":
        return replace(draft, dek=(*draft.dek, label.value))
    if label.role == "caption":
        return replace(draft, captions=(*draft.captions, label.value))
    if label.role == "index":
        return draft
    return replace(draft, notes=(*draft.notes, (label.name.lower(), label.value)))


@cache
def _labels() -> dict[str, tuple[str, str]]:
    with files("toolkit").joinpath("corpus/readers/data/nexis_labels.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    return {row["label"]: (row["place"], row["role"]) for row in rows}
