"""Read what a short passage in marks is by its own words and those beside it: a measure, a name, a title, a sentence.

The one rule: only the form decides; a passage that fits no form is read as nothing, whatever its words mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.language.marks import Marked
from toolkit.language.sentences import find_sentences
from toolkit.language.tokens import CAPITALS, count_words, find_tokens
from toolkit.language.view import plain
from toolkit.rows import Span

MarkedReading = Literal["unclosed", "wordless", "long", "measure", "sentence", "word", "nickname", "title"]

MOST_WORDS = 5
_REACH = 80  # characters on either side that are looked at, so that a long paragraph costs no more than a short one

_SMALL = frozenset(
    "a an the of to in on at for from with by and or but nor as into over under upon is de la le el al".split()
)
_ARTICLES = frozenset(("the", "el", "la", "le", "al"))
_NO_NAMES = frozenset(
    "a an the this that these those its his her their our my your some many most all both no such other any each few "
    "several two three in on at of to for from with by and but or so as if when while after before under even only "
    "one another what where there it they he she we who".split()
)
_TERMS = (
    "word|term|phrase|expression|adjective|noun|verb|prefix|suffix|acronym|abbreviation|epithet|slogan|motto|mantra|"
    "buzzword|label|euphemism|letter|syllable|password|hashtag|name|title|spelling|translation"
)
_WORKS = (
    "film|movie|documentary|book|novel|novella|memoir|biography|trilogy|story|poem|ode|essay|article|paper|study|report|"
    "thesis|lecture|song|hymn|anthem|ballad|album|single|opera|operetta|musical|symphony|play|drama|comedy|sketch|"
    "painting|portrait|mural|sculpture|exhibition|show|series|sitcom|episode|chapter|column|podcast|program|programme|"
    "magazine|newspaper|journal|game|video|operation|exercise"
)
_DISTANCED = re.compile(
    r"\b(?:so-called|self-(?:styled|proclaimed|declared|described|appointed)|supposed|purported|alleged|ostensible|"
    r"would-be)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\s?(?:high|wide|tall|long|deep|thick|by|x|×)\b")
_TERM_BEFORE = re.compile(rf"\b(?:{_TERMS})s?(?:\s(?:of|like|such as|for|is|was|being))?[\s,:(]*$", re.IGNORECASE)
_LANGUAGE = r"[A-Z]\w*(?:ese|ish|ic|ian|ew|rdu|indi|atin|utch|rench|erman|reek|arsi)"
_GLOSS_BEFORE = re.compile(
    r"\b(?:mean(?:s|t|ing)?|translate[sd]? (?:as|to|into)|stand(?:s|ing)? for|stood for|literally|pronounced|spell?ed|"
    r"spelt)[\s,:]*$|,\sor\s$|\b(?:word|term|name) (?:comes|came|derives|is derived) from\s$|"
    rf"(?:\b(?:is|was|the)|[,(])\s?{_LANGUAGE} for\s$"
)
_INSCRIBED = re.compile(r"\b(?:reading|reads?|marked|stamped|inscribed|lettered|emblazoned)(?: with)?[\s,:]*$")
_TERM_AFTER = re.compile(
    r"[\s,]*(?:which\s)?(?:means|meant|meaning|translates|stands for|comes from|derives from|"
    rf"(?:(?:is|are|was|were|being)\s)?(?:(?:an?|the)\s(?:\w+\s){{0,2}}(?:{_TERMS})s?\b|{_LANGUAGE} for\b))"
)
_NICKNAMED = re.compile(
    r"\b(?:nick-?named?|alias|a\.?k\.?a\.?|noms? de guerre|code-?named?|call ?sign|pseudonym|pen name|moniker|"
    r"sobriquet)[\s,:]*(?:(?:of|as|was|is)\s)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:called|named|renamed|dubbed|christened|known as)[\s,:]*$")
_TITLED = re.compile(r"\b(?:titled|entitled|subtitled)[\s,:]*$")
_WORK_BEFORE = re.compile(
    rf"\b(?:{_WORKS})(?:e?s)?[\s,:]*$|"
    r"\b(?:read|reads|wrote|writes|written|sang|sings|sung|published|directed|watched|performed|recorded|staged|"
    r"composed|translated|starred in|stars in)\s$",
    re.IGNORECASE,
)
_WORK_AFTER = re.compile(
    rf"[\s,]*(?:(?:is|was)\s)?(?:an?|the|his|her|their|its)\s(?:\w+\s){{0,3}}(?:{_WORKS})\b|\s\(\d{{4}}"
)
_LAST_WORD = re.compile(r"([\w'-]+)\.?\s$")
_JOINED = re.compile(r"\s?,?\s(?:(?:and|or)\s)?")
_INHERITED: frozenset[MarkedReading] = frozenset(("word", "nickname", "title"))


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """Hold a passage in marks with its sentence, and what its form says it is; None where it fits no form.

    `joined` says that it only goes on what another passage began: “a” and “b”.
    """

    start: int
    end: int
    sentence: Span
    reading: MarkedReading | None
    joined: bool


@dataclass(frozen=True, slots=True)
class _View:
    """Hold the words inside the marks and beside them; `before` and `after` do not leave the paragraph."""

    inner: str
    before: str
    after: str
    opens: bool  # its sentence
    alone: bool  # no other word is in its sentence
    capitals: bool  # the paragraph has capitals throughout, as some headlines: they say nothing


def read_marked(text: str, marked: Sequence[Marked], start: int, end: int) -> list[MarkedPassage]:
    """Read the marked passages of one paragraph.

    Parameters
    ----------
    marked
        What `find_marked` finds in this paragraph.

    Examples
    --------
    >>> from toolkit.language import find_marked
    >>> text = "The word “regime” is not used, nor is “moderate” here."
    >>> [passage.reading for passage in read_marked(text, find_marked(text), 0, len(text))]
    ['word', None]

    Notes
    -----
    A passage is, in this order,

    - *unclosed*, *wordless* or *long* (more than five words);
    - a *measure*, feet and inches: the mark opens after a digit or closes after feet (6'2");
    - read as nothing after so-called, self-styled, alleged and the like, whatever its form;
    - a *word* spoken of: beside "word", "term", "means", "reading", a language ("Latin for"), alone in brackets,
      or after ", or";
    - a *nickname*: between the names of a person, after "alias", or capitalised after "called", "known as";
    - a *title*: every main word capitalised, and at least two of them, or one beside a word for a work;
    - a *sentence*: no other word is in its sentence, or it begins with a capital and has its own "!" or "?", its own
      full stop after a colon or dash, or its own comma at the beginning of the sentence;
    - else nothing.

    What "and", "or" or a comma joins to a word, nickname or title is one, too.
    """
    if not marked:
        return []
    sentences = find_sentences(text, start, end)
    starts = [sentence.start for sentence in sentences]
    capitals = _has_capitals_throughout(text, marked, start, end)
    passages: list[MarkedPassage] = []
    for mark in marked:
        sentence = sentences[max(0, bisect_right(starts, mark.start) - 1)]
        last = passages[-1] if passages else None
        joined = last is not None and _JOINED.fullmatch(text, last.end, mark.start) is not None
        reading: MarkedReading | None = "unclosed"
        if mark.closed:
            view = _view(text, mark, sentence, start, end, capitals=capitals)
            reading = _read(view, last.reading if last and joined else None)
        passages.append(MarkedPassage(mark.start, mark.end, sentence, reading, joined))
    return passages


def _view(text: str, mark: Marked, sentence: Span, start: int, end: int, *, capitals: bool) -> _View:
    wide = 2 if text.startswith("``", mark.start) else 1
    before = plain(text[max(start, mark.start - _REACH) : mark.start])
    after = plain(text[mark.end : min(end, mark.end + _REACH)])
    beside = before[max(0, len(before) - (mark.start - sentence.start)) :], after[: max(0, sentence.end - mark.end)]
    return _View(
        inner=plain(text[mark.start + wide : mark.end - wide]).strip(),
        before=before,
        after=after,
        opens=mark.start == sentence.start,
        alone=not any(map(count_words, beside)),
        capitals=capitals,
    )


def _read(view: _View, before: MarkedReading | None) -> MarkedReading | None:
    n_words = count_words(view.inner)
    if n_words == 0:
        return "wordless"
    if n_words > MOST_WORDS:
        return "long"
    if _is_measure(view):
        return "measure"
    if _DISTANCED.search(view.before):
        return None
    if before in _INHERITED:
        return before
    return next((reading for reading, holds in _FORMS if holds(view)), None)


def _is_measure(view: _View) -> bool:
    if view.before[-1:].isdigit() or re.search(r"\d'\s?\d+$", view.inner):
        return True
    return view.inner[-1].isdigit() and _MEASURED.match(view.after) is not None


def _is_word(view: _View) -> bool:
    if view.before.endswith("(") and view.after.startswith(")"):
        return True
    if any(pattern.search(view.before) for pattern in (_TERM_BEFORE, _GLOSS_BEFORE, _INSCRIBED)):
        return True
    return _TERM_AFTER.match(view.after) is not None


def _is_nickname(view: _View) -> bool:
    if _NICKNAMED.search(view.before) or (_NAMED.search(view.before) and _main_words(view.inner)):
        return True
    name = _LAST_WORD.search(view.before)
    if name is None or not re.match(rf"\s[{CAPITALS}]", view.after):
        return False
    word, words = name[1], view.inner.split()
    if not word[0].isupper() or word.lower() in _NO_NAMES or word.endswith("'s"):
        return False
    return words[0].lower() in _ARTICLES or (words[-1][0].isupper() and not view.capitals)


def _is_title(view: _View) -> bool:
    if _TITLED.search(view.before):
        return True
    n_main = _main_words(view.inner)
    if n_main > 1 and not view.capitals:
        return True
    beside = _WORK_BEFORE.search(view.before) or _WORK_AFTER.match(view.after)
    return n_main > 0 and beside is not None


def _is_sentence(view: _View) -> bool:
    if view.alone:
        return True
    if not view.inner[0].isupper():
        return False
    end = view.inner[-1]
    if end in "!?":
        return True
    return (end in ".…" and view.before.rstrip()[-1:] in (":", "—", "–")) or (end == "," and view.opens)


def _main_words(words: str) -> int:
    """Count the words that carry meaning if every one of them is capitalised or a number; else give 0."""
    main = [t.text for t in find_tokens(words) if t.text[0].isalnum() and t.text not in _SMALL]
    return len(main) if all(word[0].isupper() or word[0].isdigit() for word in main) else 0


def _has_capitals_throughout(text: str, marked: Sequence[Marked], start: int, end: int) -> bool:
    """Say whether every longer word outside the marks is capitalised, and there are at least two."""
    edges = [start, *(edge for mark in marked for edge in (mark.start, mark.end)), end]
    outside = " ".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    longer = re.findall(r"(?<![\w'’])[^\W\d_]{4,}", outside)
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


_FORMS: tuple[tuple[MarkedReading, Callable[[_View], bool]], ...] = (
    ("word", _is_word),
    ("nickname", _is_nickname),
    ("title", _is_title),
    ("sentence", _is_sentence),
)
