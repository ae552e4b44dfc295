"""Mark what each line of a page copy is: title, caption, body, block quotation, or no part of the article.

The one rule: nothing is removed or repaired; every mark carries the name of the rule that set it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from toolkit.corpus.dates import parse_day
from toolkit.language import CAPITALS, make_view, reporting_verbs
from toolkit.rows import BODY_ZONES, Corpus, Span, Zone, ZoneKind, ZoneRow

if TYPE_CHECKING:
    import pandas as pd

_LINE = re.compile(r"[^\n\r]+")
_BULLETS = " \t\u00a0•·*-–—>|"
_AGENCY = r"AFP|AP|EPA|Reuters|Getty|Flash90|Xinhua|Anadolu|screen ?(?:capture|shot|grab)|credit|photo|image"
_CAPTION_CREDIT = re.compile(rf"\((?:[^()]*\b)?(?:{_AGENCY})\b[^()]*\)\.?$", re.IGNORECASE)
_CREDIT = re.compile(r"\[?(?:photo|image|picture|credit|illustration)s?\s*(?:credit|by)?:.{1,120}", re.IGNORECASE)
_ALT_TEXT = re.compile(r"\w+(?:[-_]\w+){2,}(?:\.\w{3,4})?")
_BYLINE = re.compile(rf"[Bb]y [{CAPITALS}][\w.'-]+(?: [\w.'&,-]+){{0,8}}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_EXCERPT_END = re.compile(r"[.!?][\"'”’)]*\s+(?:…|\.\.\.|\[(?:…|\.\.\.)\])$")
_CUE_END = re.compile(r"(\w+)\s*[,:]$")
_CLOSING = ".'\""  # a database may end a headline with a full stop, before or after a quotation mark
_LONGEST_TITLE = 200
_LONGEST_DEK = 300


def find_zones(text: str, *, title: str | None = "") -> tuple[Zone, ...]:
    r"""Mark every non-empty line of a page copy.

    Parameters
    ----------
    title
        The headline, if it is known; "" takes the first line that can be one, None says that there is none.

    Returns
    -------
    tuple of Zone
        In order, without gaps but for white space.

    Examples
    --------
    >>> page = "Hamas team in Tehran\nsearch\nAn aide said,\nWe came to talk.\nThey left."
    >>> [(zone.kind, zone.rule) for zone in find_zones(page)]
    [('title', 'first-line'), ('boilerplate', 'page-phrase'), ('body', 'paragraph'),
     ('block_quotation', 'after-cue'), ('body', 'paragraph')]
    """
    lines = _lines(text)
    plain = [make_view(line.text).text for line in lines]
    repeated = {words for words, n in Counter(plain).items() if n > 1}
    zones: list[Zone] = []
    headline: str | None = None
    in_body = False
    for line, words in zip(lines, plain, strict=True):
        kind, rule = _outside_body(words, repeated - {headline or words}, in_body=in_body)
        if not kind and headline is None and not in_body and _can_be_title(words, title):
            kind, rule, headline = "title", "given" if title else "first-line", words
        elif words == headline:
            kind, rule = "boilerplate", "title-again"
        elif not kind and headline and not in_body and _can_be_dek(words):
            kind, rule = "dek", "before-body"
        if not kind:
            kind, rule = _inside_body(words, zones)
        in_body = in_body or kind in BODY_ZONES
        zones.append(Zone(kind, line, rule))
    return tuple(zones)


def find_paragraphs(text: str) -> tuple[Zone, ...]:
    r"""Mark every non-empty line of a text that is an article and nothing else: no headline, caption or menu in it.

    Examples
    --------
    >>> [zone.kind for zone in find_paragraphs("Talks end\nThe envoy said,\nWe are done.")]
    ['body', 'body', 'block_quotation']
    """
    zones: list[Zone] = []
    for line in _lines(text):
        kind, rule = _inside_body(make_view(line.text).text, zones)
        zones.append(Zone(kind, line, rule))
    return tuple(zones)


def extract_zones(corpus: Corpus) -> pd.DataFrame:
    """Lay out the zones of all articles, to be looked at: doc_id, kind, rule, and the passage."""
    from toolkit.tables import to_frame

    return to_frame([ZoneRow(d.doc_id, z.kind, z.rule, z.span) for d in corpus for z in d.zones], ZoneRow)


def _outside_body(words: str, repeated: set[str], *, in_body: bool) -> tuple[ZoneKind | None, str]:
    if _page_phrases().fullmatch(words.strip(_BULLETS)):
        return "boilerplate", "page-phrase"
    if parse_day(words):
        return "dateline", "date-line"
    if _CREDIT.fullmatch(words):
        return "credit", "photo-credit"
    if words.endswith((")", ").")) and _CAPTION_CREDIT.search(words):
        return "caption", "credit-in-brackets"
    if words in repeated and not _SENTENCE_END.search(words):
        return "caption", "line-twice"
    if _ALT_TEXT.fullmatch(words):
        return "caption", "alt-text"
    if not in_body and _BYLINE.fullmatch(words) and not _SENTENCE_END.search(words):
        return "byline", "by-name"
    return None, ""


def _inside_body(words: str, before: list[Zone]) -> tuple[ZoneKind, str]:
    last = before[-1] if before else None
    announced = last is not None and last.kind == "body" and _ends_in_cue(last.span.text)
    if announced and words[0] not in "“\"'‘":
        return "block_quotation", "after-cue"
    if words.endswith(("…", "...", "]")) and _EXCERPT_END.search(words):
        return "republished", "excerpt-ellipsis"
    return "body", "paragraph"


def _can_be_title(words: str, title: str | None) -> bool:
    if title is None:
        return False
    if title:
        return words.rstrip(_CLOSING) == make_view(title).text.rstrip(_CLOSING)
    return len(words) <= _LONGEST_TITLE and not words.endswith((".", ".”", '."')) and not _ends_in_cue(words)


def _can_be_dek(words: str) -> bool:
    return len(words) <= _LONGEST_DEK and not _SENTENCE_END.search(words) and not _ends_in_cue(words)


def _ends_in_cue(words: str) -> bool:
    if not words.rstrip().endswith((",", ":")):
        return False
    match = _CUE_END.search(words)
    return match is not None and match.group(1).lower() in reporting_verbs()


def _lines(text: str) -> list[Span]:
    spans = []
    for match in _LINE.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.start() + len(words.rstrip())
        if start < end:
            spans.append(Span(start, end, text[start:end]))
    return spans


@cache
def _page_phrases() -> re.Pattern[str]:
    stored = files("toolkit").joinpath("corpus/data/boilerplate.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in stored.splitlines()]
    phrases = "|".join(line for line in lines if line and not line.startswith("#"))
    return re.compile(rf"(?:{phrases})", re.IGNORECASE)
