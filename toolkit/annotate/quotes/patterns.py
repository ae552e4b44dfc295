"""Put cue, source and content of one sentence together.

The one rule: patterns are tried from the surest to the loosest, and each cue makes at most one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from toolkit.annotate.quotes.clauses import Clause
from toolkit.annotate.quotes.cues import Cue, find_cues
from toolkit.annotate.quotes.drafts import Draft, Range
from toolkit.annotate.quotes.sources import relative_before, source_left, source_right

_TO = re.compile(r"\s+to\s+(?!the\b|a\b|an\b|him\b|her\b|them\b|reporters\b)[a-z]", re.IGNORECASE)
_SOMEONE_TO = re.compile(r"\s+(?:on\s+)?((?:[\w'.-]+\s+){1,8}?to\s+[a-z])", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\s+(?:(?:he|she|it|they|we|you|i|there|this|these|those|the|a|an|its|their|his|her|no|both)\s+|[A-Z][\w'-]+\s+"
    r"(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|did|does)\b)"
)
_AFTER_CUE = re.compile(
    r"\s*(?:(?:on|in|last|late|early|this)\s+[\w ]{1,25}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today"
    r"|(?:told\s+)?[A-Z][\w' -]{2,60}?(?:,[^,.]{3,80})?)?\s*(?:[.?!]|,|$)",
    re.IGNORECASE,
)
_QUOTING = {"quote", "cite"}
_ASKING = {"ask", "urge", "tell", "call", "warn", "demand"}
_WILLING = {"promise", "pledge", "vow", "threaten", "agree", "ask", "demand", "hope", "claim"}


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
    before = [c for c in clause.cues if c.place < cue.place]
    quoting = next((c for c in before if c.verb.lemma in _QUOTING), None)
    if quoting is None:
        return None
    ahead = clause.marked_left(quoting)
    content = ahead or clause.marked_right(cue) or clause.that_clause(cue)
    if content is None:
        return None
    relay = source_left(clause.text, ahead[1] if ahead else clause.sentence[0], quoting.place[0])
    source = source_right(clause.text, quoting.place[1], cue.place[0] - 3, whole_phrase=True)
    place = (cue.place[0] - 3, cue.place[1])
    return _draft((content,), cue, source, place=place, relays=(relay,) if relay else ())


def _marked_after(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "he said, “…”"."""
    mark = clause.marked_right(cue)
    if mark is None:
        return None
    # a split quotation: “A,” he said, “B.”
    before = clause.marked_left(cue)
    content = (before, mark) if before and before in clause.marks else (mark,)
    left = before[1] if before else start
    return _draft(content, cue, clause.subject(cue, left, previous))


def _marked_before(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "“…,” he said" and "“…,” said the aide"."""
    content = clause.marked_left(cue)
    if content is None or content[1] < start or cue.pattern != "verb":
        return None
    if cue.verb.lemma in _QUOTING and " as saying" in clause.text[cue.place[1] : clause.end]:
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
        content = clause.strip(clause.sentence[0], cue.place[0])
    else:
        comma = clause.text.find(",", source[1], clause.end)
        content = clause.strip(comma + 1, clause.end) if comma >= 0 else None
    return _draft((content,), cue, source) if content else None


def _passive(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "Tehran is thought to have armed them": nobody speaks, the clause's own subject belongs to it."""
    if cue.pattern != "passive":
        return None
    to_clause = clause.strip(cue.place[1], clause.right_end(cue))
    before = (clause.text, start, cue.place[0])
    subject = relative_before(*before) or source_left(*before)
    segments = tuple(part for part in (subject, to_clause) if part)
    return _draft(segments, cue, None) if to_clause else None


def _that(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "officials told the paper that …"."""
    content = clause.that_clause(cue) if cue.pattern == "verb" else None
    return _draft((content,), cue, clause.subject(cue, start, previous)) if content else None


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
    if clause.another_cue(cue, begin):
        return None
    content = clause.strip(begin, clause.right_end(cue))
    source = clause.subject(cue, start, previous)
    return _draft((content,), cue, source, place=place) if content and source else None


def _clause_before(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "…, the paper reported Tuesday"."""
    comma = clause.text.rfind(", ", clause.sentence[0], cue.place[0])
    if cue.pattern != "verb" or not cue.verb.bare or comma < start or cue.word.endswith("ing"):
        return None
    if not _AFTER_CUE.match(clause.text, cue.place[1], clause.sentence[1]):
        return None
    source = source_left(clause.text, comma + 1, cue.place[0])
    content = clause.strip(clause.sentence[0], comma)
    fits = source and content and source[0] - comma <= 3 and len(clause.text[slice(*content)].split()) > 3
    return _draft((content,), cue, source) if fits and content else None


def _clause_after(clause: Clause, cue: Cue, start: int, previous: Draft | None) -> Draft | None:
    """Read "he said Iran had won"."""
    if cue.pattern != "verb" or not cue.verb.bare or not _CLAUSE.match(clause.text, cue.place[1], clause.end):
        return None
    content = clause.strip(cue.place[1], clause.right_end(cue))
    source = clause.subject(cue, start, previous)
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
