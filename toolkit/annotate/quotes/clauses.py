"""One sentence with its cues and marks, and the questions that patterns put to it.

The one rule: every answer is a range of the plain view, or None where the sentence does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.annotate.quotes.cues import Cue
from toolkit.annotate.quotes.drafts import Draft, Range
from toolkit.annotate.quotes.sources import relative_before, source_left
from toolkit.language import MARKS

_THAT = re.compile(r"(?:\s+(?!that\b)[\w'./-]+){0,7}?\s+that\b", re.IGNORECASE)
_LEADS_IN = re.compile(r"[\s,:]*(?:(?:in|on|at|last|during) [\w' ]{1,40}[,:]\s*)?", re.IGNORECASE)
_TOLD_SOMEONE = re.compile(r"\s+(?!that\b)[\w.' -]{1,60}[,:]\s*", re.IGNORECASE)
_COORDINATE = re.compile(r",?\s+(?:and|but)\s+$")
_TRAILING = re.compile(
    r";\s|,\s+(?:according to|which|(?!including)\w+ing\s)|\s+(?:stating|saying|adding),?$"
    r"|,\s+and\s+(?:last|this|that|he|she|it|they)\s|\s+despite\s",
    re.IGNORECASE,
)
_NEXT_COMMA = re.compile(r",\s")
_FRAGMENT = 8  # words; a shorter passage in marks that begins small is part of a reported clause
_FAR = 16  # words between a passage and a cue that can still belong to it


@dataclass(frozen=True, slots=True)
class Clause:
    """Hold one sentence of a plain view, the marked passages in it, and its cues."""

    text: str
    sentence: Range
    marks: tuple[Range, ...]
    cues: tuple[Cue, ...]

    @property
    def end(self) -> int:
        """Where the sentence ends without its closing full stop."""
        end = self.sentence[1]
        return end - 1 if self.text[end - 1] in ".?!" else end

    def marked_left(self, cue: Cue) -> Range | None:
        """Find the content that ends in marks before the cue; a short fragment takes its clause along."""
        before = [m for m in self.marks if m[1] <= cue.place[0]]
        if not before or len(self.text[before[-1][1] : cue.place[0]].split()) > _FAR:
            return None
        mark = before[-1]
        inside = self.text[mark[0] : mark[1]].rstrip(MARKS)
        if not inside.endswith((",", ".", "!", "?", "-", "–", "—")):
            return None
        fragment = len(inside.split()) < _FRAGMENT and self.text[mark[0] + 1].islower()
        return (self.sentence[0], mark[1]) if fragment and mark[0] > self.sentence[0] else mark

    def marked_right(self, cue: Cue) -> Range | None:
        """Find the marked passage that the cue leads into: "said on Monday: “…”", "told them, “…”"."""
        leads_in = _TOLD_SOMEONE if cue.verb.lemma == "tell" else _LEADS_IN
        after = [m for m in self.marks if m[0] >= cue.place[1]]
        return next((m for m in after if leads_in.fullmatch(self.text, cue.place[1], m[0])), None)

    def that_clause(self, cue: Cue) -> Range | None:
        """Find what follows the cue from *that* on."""
        match = _THAT.match(self.text, cue.place[1], self.sentence[1])
        if match is None or self.another_cue(cue, match.end()):
            return None
        return self.strip(match.end() - len("that"), self.right_end(cue))

    def subject(self, cue: Cue, start: int, previous: Draft | None) -> Range | None:
        """Find the source to the left; "asserted that A and promised to B", "said A, stressing B" share one."""
        before = self.text[start : cue.place[0]]
        stressing = cue.word.endswith("ing") and before.rstrip().endswith(",")
        if previous and (stressing or _COORDINATE.search(before)):
            return previous.source
        return source_left(self.text, start, cue.place[0])

    def another_cue(self, cue: Cue, end: int) -> bool:
        """Say whether a second cue stands between `cue` and `end`."""
        return any(cue.place[1] <= c.place[0] < end for c in self.cues)

    def right_end(self, cue: Cue) -> int:
        """Find where the reported clause ends: the sentence's end, a coordinated cue, or an afterthought."""
        end = self.end
        for other in self.cues:
            before = self.text[cue.place[1] : other.place[0]]
            if other.place[0] > cue.place[1] and (joint := _COORDINATE.search(before)):
                end = min(end, cue.place[1] + joint.start())
        stop = _TRAILING
        if relative_before(self.text, self.sentence[0], cue.place[0]):  # "Iran, which claims that …, has …"
            stop = _NEXT_COMMA
        afterthought = stop.search(self.text, cue.place[1] + 8, end)
        return afterthought.start() if afterthought else end

    def strip(self, start: int, end: int) -> Range | None:
        """Leave out the white space and commas at both ends of a range."""
        while start < end and (self.text[start].isspace() or self.text[start] == ","):
            start += 1
        while start < end and (self.text[end - 1].isspace() or self.text[end - 1] == ","):
            end -= 1
        return (start, end) if start < end else None
