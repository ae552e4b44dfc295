"""Turn the tags of one window into spans of tokens, and lay out what the linker asks about them.

The one rule: all that is counted here is counted once per window, so that a pair of spans costs look-ups only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.annotate.quotes.features import stem
from toolkit.annotate.quotes.reading import OPENING, UNCLOSED, Window

Role = Literal["content", "cue", "source"]
TokenSpan = tuple[int, int]

ROLES: tuple[Role, ...] = ("content", "cue", "source")
# tag 0 is outside; 2 r + 1 begins a span of role r, 2 r + 2 goes on in it
CONTENT, CUE, SOURCE = 1, 3, 5
N_TAGS = 1 + 2 * len(ROLES)
_LEAST_SHARE = 0.02  # of a runner-up
_LETTER = {"content": "C", "cue": "V", "source": "S"}


def retag(tags: list[int], span: TokenSpan, tag: int) -> None:
    """Let a span of tokens be one span of the role that begins with `tag`."""
    tags[slice(*span)] = [tag, *[tag + 1] * (span[1] - span[0] - 1)]


def read_spans(window: Window, tags: Sequence[int]) -> dict[Role, list[TokenSpan]]:
    """Give the spans of each role in order; none reaches over a separator."""
    spans: dict[Role, list[TokenSpan]] = {role: [] for role in ROLES}
    start, before = 0, 0
    for i, tag in enumerate(tag if word else 0 for word, tag in zip(window.words, tags, strict=True)):
        goes_on = tag > 0 and tag % 2 == 0 and before > 0 and (before - 1) // 2 == (tag - 1) // 2
        if goes_on:
            before = tag
            continue
        if before:
            spans[ROLES[(before - 1) // 2]].append((start, i))
        start, before = i, tag
    return spans  # a window ends with a separator, so none is left open


@dataclass(frozen=True, slots=True)
class Doubts:
    """Hold the network's probability, token by token, of being part of a cue and of a source."""

    cue: Sequence[float]
    source: Sequence[float]


class Layout:
    """Hold a window with its spans, and answer what stands between two of them."""

    def __init__(self, window: Window, spans: dict[Role, list[TokenSpan]], doubts: Doubts) -> None:
        self.window = window
        self.spans = spans
        self._doubts = doubts
        self.words = [word.lower() or "¶" for word in window.words]
        self.sentences = window.sentences
        self.roles = [""] * len(window)
        for role in ROLES:
            for start, stop in spans[role]:
                self.roles[start:stop] = [_LETTER[role]] * (stop - start)
        self._starts = {role: [start for start, _ in spans[role]] for role in ROLES}
        self.paragraphs: list[int] = []
        for word in window.words:
            self.paragraphs.append((self.paragraphs[-1] if self.paragraphs else 0) + (not word))

    def between(self, role: Role, start: int, stop: int) -> tuple[int, int]:
        """Give which spans of a role, by number, begin in a range."""
        starts = self._starts[role]
        return bisect_left(starts, start), bisect_left(starts, stop)

    def count(self, role: Role, start: int, stop: int) -> int:
        """Count the spans of a role that begin in a range, up to 2."""
        first, last = self.between(role, start, stop)
        return min(2, last - first)

    def neighbours(self, role: Role, span: TokenSpan) -> tuple[TokenSpan | None, TokenSpan | None]:
        """Give the last span of a role that ends before another span, and the first that begins after it."""
        spans = self.spans[role]
        first, last = self.between(role, *span)
        before = spans[first - 1] if first and spans[first - 1][1] <= span[0] else None
        return before, spans[last] if last < len(spans) else None

    def runner_up(self, role: Role, span: TokenSpan) -> tuple[TokenSpan, float] | None:
        """Find what the tagger all but tagged in the sentences of a span, with its probability.

        It is the run of untagged tokens with the highest probability of the role.
        """
        shares = self._doubts.cue if role == "cue" else self._doubts.source
        first = bisect_left(self.sentences, self.sentences[span[0]])
        last = bisect_right(self.sentences, self.sentences[span[1] - 1])
        runs: list[TokenSpan] = []
        for i in range(first, last):
            if self.roles[i] or shares[i] < _LEAST_SHARE:
                continue
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
        tops = [max(shares[run[0] : run[1]]) for run in runs]
        return max(zip(runs, tops, strict=True), key=lambda found: found[1], default=None)

    def word(self, i: int) -> str:
        """Give the lower-case token at a place, ``#`` outside the window."""
        return self.words[i] if 0 <= i < len(self.words) else "#"

    def role(self, i: int) -> str:
        """Give the letter of the role at a place: C, V, S or nothing."""
        return self.roles[i] if 0 <= i < len(self.roles) else "#"

    def cue_stems(self, cue: TokenSpan) -> tuple[str, str]:
        """Give the stems of a cue's first and last word."""
        return stem(self.words[cue[0]]), stem(self.words[cue[1] - 1])

    def marks(self, content: TokenSpan) -> str:
        """Say how content stands to quotation marks: Q opens with one, q holds one, n none."""
        states = self.window.states
        if states[content[0]] in (OPENING, OPENING + UNCLOSED):
            return "Q"
        return "q" if any(states[content[0] : content[1]]) else "n"

    def pattern(self, start: int, stop: int, kept: frozenset[str]) -> str:
        """Give the roles and the `kept` words of a range, runs as one; "" where it is long."""
        runs: list[str] = []
        for role, word in zip(self.roles[start:stop], self.words[start:stop], strict=True):
            part = role or (word if word in kept else "w")
            if not runs or runs[-1] != part:
                runs.append(part)
                if len(runs) > 6:
                    return ""
        return " ".join(runs) or "-"
