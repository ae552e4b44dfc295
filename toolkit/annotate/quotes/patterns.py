"""Put cue, source and content of one sentence together.

The one rule: patterns are tried from the surest to the loosest, and each cue makes at most one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.annotate.quotes.cues import Cue, find_cues
from toolkit.annotate.quotes.drafts import Draft, Range
from toolkit.annotate.quotes.sources import relative_before, source_left, source_right

_THAT = re.compile(r"(?:\s+(?!that\b)[\w'./-]+){0,7}?\s+that\b", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+(?!the\b|a\b|an\b|him\b|her\b|them\b|reporters\b)[a-z]", re.IGNORECASE)
_SOMEONE_TO = re.compile(r"\s+(?:on\s+)?((?:[\w'.-]+\s+){1,8}?to\s+[a-z])", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\s+(?:(?:he|she|it|they|we|you|i|there|this|these|those|the|a|an|its|their|his|her|no|both)\s+|[A-Z][\w'-]+\s+"
    r"(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|did|does)\b)"
)
_AFTER_CUE = re.compile(
    r"\s*(?:(?:on|in|last|late|early|this)\s+[\w ]{1,25}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today"
    r"|(?:told\s+)?[A-Z][\w' -]{2,60}?(?:,[^,.]{3,80})?)?\s*(?:[.?!]|,|$)",
    re.IGNORECASE,
)
_COORDINATE = re.compile(r",?\s+(?:and|but)\s+$")
_TRAILING = re.compile(r";\s|,\s+(?:according to|which|(?!including)\w+ing\s)|\s+(?:stating|saying|adding),?$|,\s+and\s+(?:last|this|that|he|she|it|they)\s|\s+despite\s", re.I)
_NEXT_COMMA = re.compile(r",\s")
_ASKING = {"ask", "urge", "tell", "call", "warn", "demand"}
_WILLING = {"promise", "pledge", "vow", "threaten", "agree", "ask", "demand", "hope", "claim"}
_FRAGMENT = 8


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


def sentence_drafts(text: str, sentence: Range, marks: Sequence[Range]) -> list[Draft]:
    """Find the quotations of one sentence; `text` is the plain view, all places count in it."""
    within = tuple(m for m in marks if sentence[0] <= m[0] and m[1] <= sentence[1])
    clause = Clause(text, sentence, within, tuple(find_cues(text, sentence, within)))
    drafts: list[Draft] = []
    for i, cue in enumerate(clause.cues):
        start = clause.cues[i - 1].place[1] if i else sentence[0]
        previous = drafts[-1] if drafts else None
        for pattern in _PATTERNS:
            draft = pattern(clause, cue, start, previous)
            if draft:
                drafts.append(draft)
                break
    return drafts


def _as_saying(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "…, Fars quoted the aide as saying": the aide speaks, Fars passes it on."""
    if cue.verb.lemma != "say" or clause.text[cue.place[0] - 3 : cue.place[0]] != "as ":
        return None
    quoting = next((c for c in clause.cues if c.verb.lemma in ("quote", "cite") and c.place < cue.place), None)
    if quoting is None or not (content := _marked_left(clause, quoting)):
        return None
    relay = source_left(clause.text, content[1], quoting.place[0])
    source = source_right(clause.text, quoting.place[1], cue.place[0] - 3, whole_phrase=True)
    place = (cue.place[0] - 3, cue.place[1])
    return _draft((content,), cue, source, place=place, relays=(relay,) if relay else ())


def _marked_after(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "he said, “…”"."""
    for mark in clause.marks:
        between = clause.text[cue.place[1] : mark[0]]
        if mark[0] >= cue.place[1] and re.fullmatch(r"[\s,:]*(?:in \w+ [\w ]{0,30}[,:]\s*)?", between):
            # a split quotation: “A,” he said, “B.”
            before = _marked_left(clause, cue)
            content = (before, mark) if before and before in clause.marks else (mark,)
            left = before[1] if before else start
            return _draft(content, cue, _subject(clause, cue, left, previous))
    return None


def _marked_before(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "“…,” he said" and "“…,” said the aide"."""
    content = _marked_left(clause, cue)
    if content is None or content[1] < start or cue.pattern != "verb":
        return None
    if cue.verb.lemma in ("quote", "cite") and " as saying" in clause.text[cue.place[1] : clause.end]:
        return None  # the one quoted speaks; who quotes becomes a relay
    source = source_left(clause.text, content[1], cue.place[0])
    if source is None:
        source = source_right(clause.text, cue.place[1], clause.sentence[1])
    return _draft((content,), cue, source) if source else None


def _according(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "…, according to the report" and "According to the report, …"."""
    if cue.pattern != "according":
        return None
    source = source_right(clause.text, cue.place[1], clause.sentence[1], whole_phrase=True)
    if source is None:
        return None
    if clause.text[clause.sentence[0] : cue.place[0]].strip():
        content = _strip(clause.text, clause.sentence[0], cue.place[0])
    else:
        comma = clause.text.find(",", source[1], clause.end)
        content = _strip(clause.text, comma + 1, clause.end) if comma >= 0 else None
    return _draft((content,), cue, source) if content else None


def _passive(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "Tehran is thought to have armed them": nobody is named, the clause's own subject belongs to it."""
    if cue.pattern != "passive":
        return None
    to_clause = _strip(clause.text, cue.place[1], _right_end(clause, cue))
    subject = relative_before(clause.text, start, cue.place[0]) or source_left(clause.text, start, cue.place[0])
    segments = tuple(part for part in (subject, to_clause) if part)
    return _draft(segments, cue, None) if to_clause else None


def _that(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "officials told the paper that …"."""
    match = _THAT.match(clause.text, cue.place[1], clause.sentence[1])
    if match is None or cue.pattern != "verb" or _another_cue(clause, cue, match.end()):
        return None
    content = _strip(clause.text, match.end() - len("that"), _right_end(clause, cue))
    source = _subject(clause, cue, start, previous)
    return _draft((content,), cue, source) if content else None


def _to_do(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "they vowed to …", "he asked them to …", "she called on them to …"."""
    place = cue.place
    if cue.verb.lemma in _WILLING and (match := _TO.match(clause.text, place[1], clause.end)):
        begin = match.start()
    elif cue.verb.lemma in _ASKING and (match := _SOMEONE_TO.match(clause.text, place[1], clause.end)):
        begin = match.start(1)
        if re.match(r"\s+on\b", clause.text[place[1] : begin]):
            place = (place[0], place[1] + clause.text[place[1] : begin].index("on") + 2)
    else:
        return None
    if _another_cue(clause, cue, begin):
        return None
    content = _strip(clause.text, begin, _right_end(clause, cue))
    source = _subject(clause, cue, start, previous)
    return _draft((content,), cue, source, place=place) if content and source else None


def _clause_before(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "…, the paper reported Tuesday"."""
    comma = clause.text.rfind(", ", clause.sentence[0], cue.place[0])
    if cue.pattern != "verb" or not cue.verb.bare or comma < start or cue.word.endswith("ing"):
        return None
    if not _AFTER_CUE.match(clause.text, cue.place[1], clause.sentence[1]):
        return None
    source = source_left(clause.text, comma + 1, cue.place[0])
    content = _strip(clause.text, clause.sentence[0], comma)
    fits = source and content and source[0] - comma <= 3 and len(clause.text[slice(*content)].split()) > 3
    return _draft((content,), cue, source) if fits and content else None


def _clause_after(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "he said Iran had won"."""
    if cue.pattern != "verb" or not cue.verb.bare or not _CLAUSE.match(clause.text, cue.place[1], clause.end):
        return None
    content = _strip(clause.text, cue.place[1], _right_end(clause, cue))
    source = _subject(clause, cue, start, previous)
    long_enough = content and len(clause.text[slice(*content)].split()) > 3
    return _draft((content,), cue, source) if content and source and long_enough else None


Pattern = Callable[[Clause, Cue, int, Draft | None], Draft | None]
_PATTERNS: tuple[Pattern, ...] = (
    _as_saying,
    _according,
    _passive,
    _marked_after,
    _that,
    _to_do,
    _marked_before,
    _clause_before,
    _clause_after,
)


def _draft(
    content: tuple[Range, ...],
    cue: Cue,
    source: Range | None,
    *,
    place: Range | None = None,
    relays: tuple[Range, ...] = (),
) -> Draft:
    act = cue.verb.act
    return Draft(content, place or cue.place, cue.verb.cue_class, act, source, relays)  # type: ignore[arg-type]


def _marked_left(clause: Clause, cue: Cue) -> Range | None:
    """Find the content that ends in marks before the cue; a short fragment takes its clause along."""
    before = [m for m in clause.marks if m[1] <= cue.place[0]]
    if not before or len(clause.text[before[-1][1] : cue.place[0]].split()) > 16:
        return None
    mark = before[-1]
    inside = clause.text[mark[0] : mark[1]].rstrip("\"”'’»")
    if not inside.endswith((",", ".", "!", "?", "-", "–", "—")):
        return None
    if len(inside.split()) < _FRAGMENT and clause.text[mark[0] + 1].islower() and mark[0] > clause.sentence[0]:
        return clause.sentence[0], mark[1]
    return mark


def _subject(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Range | None:
    """Find the source to the left; "… asserted that A and promised to B" and "said A, stressing B" share one."""
    before = clause.text[start : cue.place[0]]
    if previous and (_COORDINATE.search(before) or (cue.word.endswith("ing") and before.rstrip().endswith(","))):
        return previous.source
    return source_left(clause.text, start, cue.place[0])


def _another_cue(clause: Clause, cue: Cue, end: int) -> bool:
    return any(cue.place[1] <= c.place[0] < end for c in clause.cues)


def _right_end(clause: Clause, cue: Cue) -> int:
    """Find where the reported clause ends: the sentence's end, a coordinated cue, or the narrator's afterthought."""
    end = clause.end
    for other in clause.cues:
        before = clause.text[cue.place[1] : other.place[0]]
        if other.place[0] > cue.place[1] and (joint := _COORDINATE.search(before)):
            end = min(end, cue.place[1] + joint.start())
    stop = _TRAILING
    if relative_before(clause.text, clause.sentence[0], cue.place[0]):  # "Iran, which claims that …, has …"
        stop = _NEXT_COMMA
    afterthought = stop.search(clause.text, cue.place[1] + 8, end)
    return afterthought.start() if afterthought else end


def _strip(text: str, start: int, end: int) -> Range | None:
    while start < end and (text[start].isspace() or text[start] == ","):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return (start, end) if start < end else None
