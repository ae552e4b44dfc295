"""Find quotations in one article: direct, mixed, indirect, in marks or in blocks.

The one rule: one face, `segment_quotes`, so that another engine can stand behind it.
"""

from __future__ import annotations

from dataclasses import replace

from toolkit.annotate.quotes.cues import find_cues
from toolkit.annotate.quotes.drafts import METHOD, Draft, Range, finish
from toolkit.annotate.quotes.patterns import sentence_drafts
from toolkit.annotate.quotes.sources import source_left
from toolkit.language import MARKS, find_marked, find_sentences, plain
from toolkit.rows import BODY_ZONES, Document, Quote, Zone

__all__ = ["METHOD", "segment_quotes"]

_SENTENCE_LIKE = 5


def segment_quotes(document: Document) -> list[Quote]:
    """Find the quotations of an article, without saying which actor speaks.

    Returns
    -------
    list of Quote
        In order of place; `speaker`, `speaker_name` and `side` are empty.
    """
    text = plain(document.text)
    zones = [zone for zone in document.zones if zone.kind in BODY_ZONES]
    # the true marks are looked at: in the plain view ’ is an apostrophe like any other
    marked = [m for zone in zones for m in find_marked(document.text, zone.span.start, zone.span.end)]
    marks = [(m.start, m.end) for m in marked]
    drafts: list[tuple[Zone, Draft]] = []
    for i, zone in enumerate(zones):
        if zone.kind == "block_quotation" and i:
            drafts.append((zone, _block(text, zones[i - 1], zone)))
        drafts += [(zone, draft) for draft in _paragraph(document.text, text, zone, marks)]
    drafts = _join_paragraphs(drafts, {(m.start, m.end) for m in marked if not m.closed})
    rows = [finish(document, draft, marks, zone.kind) for zone, draft in drafts]
    unique = {row.row_id: row for row in rows}
    return sorted(unique.values(), key=lambda row: (row.content[0].start, -row.content[-1].end))


def _paragraph(original: str, text: str, zone: Zone, marks: list[Range]) -> list[Draft]:
    """Find the quotations of one paragraph; marked sentences without a cue go on with the speaker before."""
    drafts: list[Draft] = []
    for span in find_sentences(original, zone.span.start, zone.span.end):
        sentence = (span.start, span.end)
        found = sentence_drafts(text, sentence, marks)
        used = [part for draft in found for part in draft.content]
        for mark in (m for m in marks if span.start <= m[0] and m[1] <= span.end):
            speech = mark == sentence or _is_sentence(original, mark)
            if not speech or any(a <= mark[0] and mark[1] <= b for a, b in used):
                continue
            last = drafts[-1] if drafts else None
            if last and mark[0] == span.start and _in_marks(last, marks):
                drafts[-1] = replace(last, content=(*last.content, mark))
            else:
                found = [*found, Draft((mark,))]
        drafts += found
    return drafts


def _block(text: str, before: Zone, zone: Zone) -> Draft:
    """Make a block quotation, introduced by the cue that ends the paragraph before it."""
    content = ((zone.span.start, zone.span.end),)
    sentence = find_sentences(before.span.text)[-1]
    start, end = before.span.start + sentence.start, before.span.start + sentence.end
    cues = find_cues(text, (start, end), [])
    if not cues:
        return Draft(content, form="block")
    last = cues[-1]
    source = source_left(text, start, last.place[0])
    if last.word.endswith("ing"):  # "The general called on Hamas …, stating,": the first cue has the source
        source = source_left(text, start, cues[0].place[0])
    return Draft(content, last.place, last.verb.cue_class, "speech", source, form="block")


def _join_paragraphs(drafts: list[tuple[Zone, Draft]], unclosed: set[Range]) -> list[tuple[Zone, Draft]]:
    """Join newspaper style: a paragraph that opens without closing goes on in the next one that opens."""
    joined: list[tuple[Zone, Draft]] = []
    for zone, draft in drafts:
        last = joined[-1] if joined else None
        if last and last[1].content[-1] in unclosed and draft.start == zone.span.start:
            whole = replace(draft if draft.cue else last[1], content=(*last[1].content, *draft.content))
            joined[-1] = (last[0], whole)
        else:
            joined.append((zone, draft))
    return joined


def _is_sentence(text: str, mark: Range) -> bool:
    """Tell unattributed speech from scare quotes, nicknames and titles of works."""
    inside = text[mark[0] : mark[1]].strip(MARKS + " ")
    return len(inside.split()) >= _SENTENCE_LIKE and inside[-1:] in ".!?,…-–—" and inside[:1].isupper()


def _in_marks(draft: Draft, marks: list[Range]) -> bool:
    return draft.content[-1] in marks and draft.form == "marked"
