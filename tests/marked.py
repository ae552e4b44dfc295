"""Read expected quotations out of marked-up text.

The one rule: a tag stands around exactly the words of the span; its number says which quotation they belong to.

``<content>“We had no role,”</content> <source>he</source> <cue>said</cue>.`` is one quotation; a second one has
``<content2>``, a third ``<content3>``. Segments of one content carry the same number. Tags may nest and cross.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from toolkit.rows import Quote

_TAG = re.compile(r"<(/?)(content|cue|source|relay)(\d?)>")


@dataclass(frozen=True, order=True)
class Parts:
    """Hold the words of one quotation with their places, as ``"start:words"``, so that a difference can be read."""

    content: tuple[str, ...]
    cue: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    relay: tuple[str, ...] = ()


def read_spans(marked: str) -> tuple[str, dict[str, dict[str, list[tuple[int, int]]]]]:
    """Give the text without its tags, and by number ("" is the first) and part the places that they mark."""
    spans: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    opened: dict[tuple[str, str], int] = {}
    removed = 0
    for tag in _TAG.finditer(marked):
        place = tag.start() - removed
        removed += len(tag.group())
        closing, part, number = tag.groups()
        if not closing:
            assert (part, number) not in opened, f"{tag.group()} stands inside itself"
            opened[part, number] = place
        else:
            assert (part, number) in opened, f"{tag.group()} was never opened"
            spans[number][part].append((opened.pop((part, number)), place))
    assert not opened, f"tags are never closed: {sorted(opened)}"
    return _TAG.sub("", marked), spans


def parse(marked: str) -> tuple[str, list[Parts]]:
    """Give the text without its tags, and the quotations they mark."""
    text, quotations = read_spans(marked)
    return text, sorted(
        Parts(
            **{part: tuple(f"{start}:{text[start:end]}" for start, end in spans) for part, spans in quotation.items()}
        )
        for quotation in quotations.values()
    )


def parts_of(quote: Quote) -> Parts:
    """Give a found quotation in the same form."""
    spans = {"content": quote.content, "cue": (quote.cue,), "source": (quote.source,), "relay": quote.relays}
    return Parts(**{part: tuple(f"{s.start}:{s.text}" for s in found if s) for part, found in spans.items()})
