"""Correct the tags where a rule is certain: blocks, marks left out at the ends, "quoted X as saying".

The one rule: a rule changes tags before they are linked; it finds nothing beside the tagger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.annotate.quotes.reading import CLOSING, OPENING, UNCLOSED, Window
from toolkit.annotate.quotes.spans import TokenSpan

Relays = Mapping[TokenSpan, Sequence[TokenSpan]]

_CONTENT, _CUE, _SOURCE = 1, 3, 5
_QUOTING = frozenset("quoted quotes quoting cited cites citing".split())
_SAYING = frozenset("saying stating telling writing adding warning claiming arguing".split())
_LONGEST_SOURCE = 20  # tokens between "quoted" and "as saying"


def apply_certain(window: Window, tags: list[int]) -> Relays:
    """Correct the tags of a window in place; gives who passed the words on, by cue."""
    _tag_blocks(window, tags)
    relays = {cue: relay for cue, relay in _as_saying(window, tags)}
    _take_marks_in(window, tags)
    return relays


def _tag_blocks(window: Window, tags: list[int]) -> None:
    """Let a block be content from end to end; inside it nothing is tagged."""
    inside = False
    for i, word in enumerate(window.words):
        put_there = bool(word) and window.starts[i] == window.ends[i]
        opens = put_there and window.states[i] == OPENING
        if opens or inside:
            tags[i] = _CONTENT if opens else _CONTENT + 1
        inside = opens or (inside and not put_there)


def _take_marks_in(window: Window, tags: list[int]) -> None:
    """Let content that reaches to a mark hold the mark, on both sides."""
    for i in range(1, len(tags) - 1):
        if tags[i]:
            continue
        if window.states[i] in (OPENING, OPENING + UNCLOSED) and tags[i + 1] == _CONTENT:
            tags[i], tags[i + 1] = _CONTENT, _CONTENT + 1
        elif window.states[i] == CLOSING and tags[i - 1] in (_CONTENT, _CONTENT + 1):
            tags[i] = _CONTENT + 1


def _as_saying(window: Window, tags: list[int]) -> Iterator[tuple[TokenSpan, list[TokenSpan]]]:
    """Read "Fars quoted the aide as saying": the aide speaks by "as saying", and Fars passes it on.

    In the passive ("the aide was quoted as saying") nobody stands between, and the tagger's own tags hold.
    """
    words = [word.lower() for word in window.words]
    for i, word in enumerate(words):
        if word not in _QUOTING or window.states[i]:
            continue
        stop = next((j for j in range(i + 1, min(i + _LONGEST_SOURCE, len(words) - 1)) if not words[j] or words[j] == "."), len(words))
        cue = next((j for j in range(i + 2, min(i + _LONGEST_SOURCE, stop - 1)) if words[j] == "as" and words[j + 1] in _SAYING), None)
        if cue is None:
            continue
        relay = _source_before(tags, i)
        tags[i:cue] = [0, _SOURCE, *[_SOURCE + 1] * (cue - i - 2)]
        tags[cue : cue + 2] = [_CUE, _CUE + 1]
        yield (cue, cue + 2), [relay] if relay else []


def _source_before(tags: list[int], i: int) -> TokenSpan | None:
    """Find the source tagged right before a place, and take its tags away, since it does not speak."""
    stop = i
    while stop > 0 and tags[stop - 1] in (_CUE, _CUE + 1):  # "has quoted"
        tags[stop - 1] = 0
        stop -= 1
    start = stop
    while start > 0 and tags[start - 1] in (_SOURCE, _SOURCE + 1):
        start -= 1
    tags[start:stop] = [0] * (stop - start)
    return (start, stop) if start < stop else None
