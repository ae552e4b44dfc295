"""Correct the tags where a rule is certain: blocks, passages in marks, signed and labelled speech.

The one rule: rules change tags and say which links are certain; the linker does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.annotate.quotes.clauses import as_saying, name_taken_for_cue, quoted_as_saying
from toolkit.annotate.quotes.reading import CLOSING, FOLLOWED, GOES_ON, INSIDE, OPENING, UNCLOSED, Window
from toolkit.annotate.quotes.spans import CONTENT, CUE, SOURCE, TokenSpan, retag

_LABEL = 6  # tokens of a name before the colon
_SIGNATURE = 24  # tokens of name and title after the dash
_DASHES = frozenset("-–—―")
_LEFT_OUT = 2  # tokens at the end of a passage in marks that the tagger may miss


@dataclass(slots=True)
class Certain:
    """Hold the links that need no linker: cues of blocks, sources of speech without a cue, relays of cues."""

    cues: dict[TokenSpan, TokenSpan] = field(default_factory=dict)
    sources: dict[TokenSpan, TokenSpan] = field(default_factory=dict)
    relays: dict[TokenSpan, TokenSpan] = field(default_factory=dict)


def apply_certain(window: Window, tags: list[int], *, transcript: bool) -> Certain:
    """Correct the tags of a window in place.

    Parameters
    ----------
    transcript
        Whether the article labels its speakers (`is_transcript`), so that words after a label are speech.
    """
    known = Certain()
    for block in _blocks(window):
        retag(tags, block, CONTENT)
        if cue := _tag_lead(window, tags, block[0]):
            known.cues[block] = cue
    for paragraph in window.paragraphs():
        known.sources.update(_signed(window, tags, paragraph))
        known.sources.update(_labelled(window, tags, paragraph, transcript=transcript))
    name_taken_for_cue(window, tags)
    known.relays.update(as_saying(window, tags))
    known.relays.update(quoted_as_saying(window, tags))
    for paragraph in window.paragraphs():
        _go_on(window, tags, paragraph)
    _complete_marked(window, tags)
    return known


def is_transcript(windows: Sequence[Window]) -> bool:
    """Say whether an article labels what its speakers say: two paragraphs or more begin with a name and a colon."""
    labels = (_label(window, paragraph) for window in windows for paragraph in window.paragraphs())
    return sum(label is not None for label in labels) > 1


def _blocks(window: Window) -> Iterator[TokenSpan]:
    """Find the paragraphs that marks were put around."""
    return (span for span in window.paragraphs() if window.starts[span[0]] == window.ends[span[0]])


def _tag_lead(window: Window, tags: list[int], block: int) -> TokenSpan | None:
    """Let the cue that ends the paragraph before a block be a cue; gives it.

    The paragraph ends so ("…, stating,"), or the next one would be no block.
    """
    end = block - 1  # the separator
    while end > 0 and window.words[end - 1] and not window.words[end - 1][0].isalnum():
        end -= 1
    start = end - 1
    if start < 1 or not window.words[start]:
        return None
    while tags[start] == CUE + 1 and tags[start - 1] in (CUE, CUE + 1):
        start -= 1
    retag(tags, (start, end), CUE)
    return start, end


def _signed(window: Window, tags: list[int], paragraph: TokenSpan) -> Iterator[tuple[TokenSpan, TokenSpan]]:
    """Read a paragraph "“…” – Name, Title": content and source, no cue."""
    words, (start, stop) = window.words, paragraph
    closing = next((i for i in range(start, stop) if window.states[i] == CLOSING), stop)
    dash = closing + 1
    while dash < stop and words[dash] in _DASHES:
        dash += 1
    name = (dash, stop - 1 if words[stop - 1] == "." else stop)
    if window.states[start] != OPENING or dash == closing + 1 or not 0 < name[1] - name[0] <= _SIGNATURE:
        return
    if words[dash][0].isupper() and not any(window.states[dash:stop]):
        content = (start, closing + 1)
        retag(tags, content, CONTENT)
        retag(tags, name, SOURCE)
        yield content, name


def _labelled(
    window: Window, tags: list[int], paragraph: TokenSpan, *, transcript: bool
) -> Iterator[tuple[TokenSpan, TokenSpan]]:
    """Read "Name: “…”", and "NAME: …" in a transcript: source and content, no cue."""
    label = _label(window, paragraph)
    if label is None:
        return
    content = (label[1] + 1, paragraph[1])
    marked = window.states[content[0]] == OPENING and window.states[content[1] - 1] == CLOSING
    if marked or (transcript and not any(window.states[slice(*content)])):
        retag(tags, label, SOURCE)
        tags[label[1]] = 0
        retag(tags, content, CONTENT)
        yield content, label


def _label(window: Window, paragraph: TokenSpan) -> TokenSpan | None:
    """Find the name that a paragraph begins with and a colon ends."""
    start, stop = paragraph
    for i in range(start, min(start + _LABEL + 1, stop - 1)):
        if window.words[i] == ":":
            return (start, i) if i > start else None
        if not (window.words[i][0].isupper() or window.words[i] in ".-’'&"):
            return None
    return None


def _go_on(window: Window, tags: list[int], paragraph: TokenSpan) -> None:
    """Let a passage that is closed in a later paragraph only be content from paragraph to paragraph."""
    start, stop = paragraph
    opened = next((i for i in range(start, stop) if window.states[i] == OPENING + UNCLOSED), None)
    if opened is not None and window.flags[start] & FOLLOWED:
        passage = (opened, stop)
    elif window.states[start] == OPENING and window.flags[start] & GOES_ON:
        passage = (start, next(i + 1 for i in range(start, stop) if window.states[i] == CLOSING))
    else:
        return
    if not any(tag > CONTENT + 1 for tag in tags[slice(*passage)]):
        retag(tags, passage, CONTENT)


def _complete_marked(window: Window, tags: list[int]) -> None:
    """Let content in marks reach both marks, and to the paragraph's end where it goes on in the next one."""
    for i in range(1, len(tags) - 1):
        state = window.states[i]
        if not tags[i] and state in (OPENING, OPENING + UNCLOSED) and tags[i + 1] == CONTENT:
            tags[i], tags[i + 1] = CONTENT, CONTENT + 1
        elif not tags[i] and tags[i - 1] in (CONTENT, CONTENT + 1) and _ends_here(window, i):
            tags[i] = CONTENT + 1


def _ends_here(window: Window, i: int) -> bool:
    """Say whether a token lies at the very end of the passage in marks that the token before it belongs to."""
    if not window.words[i] or not window.states[i - 1]:
        return False
    if window.states[i] == INSIDE + UNCLOSED:
        return True
    return CLOSING in window.states[i : i + _LEFT_OUT] and OPENING not in window.states[i : i + _LEFT_OUT]
