"""Read the rules of the house, and in which lines of the file things stand.

The one rule: a rule that could never be broken, because it names what no label set has, is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import get_args

from toolkit.codebook.model import Rule
from toolkit.declared import Entry
from toolkit.language import make_view
from toolkit.rows import Polarity, Voice

_EVERYBODY = "all"
_WORDED = ("phrases", *get_args(Polarity))


def plain_form(form: str) -> str:
    r"""Give a form as label rows have it: plain signs, small letters, one space.

    Examples
    --------
    >>> plain_form("Freedom\u00a0Fighter’s")
    "freedom fighter's"
    """
    return " ".join(make_view(form).text.lower().split())


def read_rule(entry: Entry, actor_ids: list[str], forms: Collection[str]) -> Rule:
    """Read one rule; `forms` are those of all label sets, plain."""
    fields = entry.fields(required=["id", "actors", "allowed", "message"], optional=["label", "kind"])
    if ("label" in fields) == ("kind" in fields):
        raise entry.error(f"{entry.name} has either label (forms) or kind ({', '.join(get_args(Polarity))})")
    about = {key: fields[key].each() if key in fields else [] for key in ("label", "kind")}
    if not about["label"] + about["kind"]:
        raise entry.error(f"{entry.name} names no form and no kind, so nothing could break it")
    actors = [each.one_of([_EVERYBODY, *actor_ids]) for each in fields["actors"].each()]
    if not actors:
        raise fields["actors"].error(f"actors names nobody; it is {_EVERYBODY}, or a list of {', '.join(actor_ids)}")
    return Rule(
        rule_id=fields["id"].text(),
        forms=tuple(_form(each, forms) for each in about["label"]),
        kinds=tuple(each.choice(Polarity) for each in about["kind"]),  # type: ignore[misc]
        actors=() if _EVERYBODY in actors else tuple(actors),
        allowed=tuple(each.choice(Voice) for each in fields["allowed"].items()),  # type: ignore[misc]
        message=fields["message"].text(),
    )


def read_lines(listed: dict[str, list[Entry]]) -> dict[tuple[str, ...], int]:
    """Say where entries stand, by part and id, and their forms and phrases, by part, id and words."""
    lines: dict[tuple[str, ...], int] = {}
    for part, entries in listed.items():
        for entry in entries:
            fields = dict(entry.pairs())
            name = fields["id"].text()
            lines[part, name] = entry.line
            worded = [each for key in _WORDED if key in fields for each in fields[key].items()]
            lines |= {(part, name, each.text()): each.line for each in worded}
    return lines


def _form(entry: Entry, forms: Collection[str]) -> str:
    form = plain_form(entry.text())
    if form not in forms:
        near = get_close_matches(form, sorted(forms))
        hint = f"; near it are {', '.join(near)}" if near else ""
        raise entry.error(f"{entry.text()!r} is a form of no label set{hint}")
    return form
