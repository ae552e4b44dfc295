"""Read reporting clauses of a fixed form: "quoted X as saying", "was quoted as saying", "“…,” X said" in more content.

The one rule: only the form decides, never the words of the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.annotate.quotes.reading import CLOSING, OPENING, Window
from toolkit.annotate.quotes.spans import CONTENT, CUE, SOURCE, TokenSpan, retag
from toolkit.language import reporting_verbs

_QUOTING = frozenset("quoted quotes quoting cited cites citing".split())
_SAYING = frozenset("saying stating telling writing adding warning claiming arguing".split())
_BE = frozenset("is are was were been".split())
_HAVE = frozenset("has have had".split())
_NO_OUTLET = frozenset((",", *"on in at during last earlier yesterday today".split()))  # "by Fars on Sunday"
_RELATIVE = frozenset(("who", "which"))
_HELD = frozenset(
    "thought believed known said reported understood alleged rumoured rumored expected considered".split()
)
_REDUCED = frozenset("thought believed known alleged rumoured rumored understood considered".split())
_GOES_ON = frozenset("and or but which who whose where including".split())
_SECOND_HAND = frozenset("reportedly allegedly purportedly supposedly".split())
_SURFACING = frozenset("report reports rumor rumors rumour rumours allegation allegations".split())
_SURFACED = frozenset("surfaced surface surfacing emerged emerge emerging circulated circulate circulating".split())
_LONGEST_SOURCE = 20  # tokens between "quoted" and "as saying"
_LONGEST_ANTECEDENT = 8
_LONGEST_CLAUSE = 7
_BEFORE_NOUNS = frozenset(
    "to by with from at in on for about and or but as than is are was were be been has have had said says".split()
)


def as_saying(window: Window, tags: list[int]) -> Iterator[tuple[TokenSpan, TokenSpan]]:
    """Read "Fars quoted the aide as saying": the aide speaks by "as saying"; gives that cue and who passes it on."""
    words = [word.lower() for word in window.words]
    for i, word in enumerate(words):
        cue = _saying_after(words, i) if word in _QUOTING and not window.states[i] else None
        if cue is None:
            continue
        if words[i - 1] in _BE:
            if passed := _quoted_by(window, tags, i, cue):
                yield (cue, cue + 2), passed
            continue
        relay = _source_before(tags, i) or _noun_before(window, i)
        end = cue + 2
        while tags[end] == CUE + 1:
            tags[end] = 0
            end += 1
        tags[i] = 0
        retag(tags, (i + 1, cue), SOURCE)
        retag(tags, (cue, cue + 2), CUE)
        if relay:
            yield (cue, cue + 2), relay


def _quoted_by(window: Window, tags: list[int], i: int, cue: int) -> TokenSpan | None:
    """Read "the aide was quoted by Fars as saying": the aide is the source, by "as saying"; gives Fars."""
    words = [word.lower() for word in window.words[: cue + 2]]
    first = i
    while words[first - 1] in _BE or words[first - 1] in _HAVE:
        first -= 1
    start = first
    while tags[start - 1] and not window.states[start - 1] and window.words[start - 1]:
        start -= 1
    if start == first:
        start, _ = _noun_before(window, first) or (first, first)
    end = cue + 2
    while tags[end] == CUE + 1:
        end += 1
    tags[first:end] = [0] * (end - first)
    if start < first:
        retag(tags, (start, first), SOURCE)
    retag(tags, (cue, cue + 2), CUE)
    behind = i + 2 if words[i + 1] == "by" or words[i + 1 : i + 3] == ["in", "the"] else cue
    stop = next((j for j in range(behind, cue) if words[j] in _NO_OUTLET), cue)
    return (behind, stop) if behind < stop else None


def quoted_as_saying(window: Window, tags: list[int]) -> Iterator[tuple[TokenSpan, TokenSpan]]:
    """Read "the aide was quoted as saying that", also behind words in marks: what stands before is the source.

    Gives the cue and the outlet of "… as saying by Fars".
    """
    words = [word.lower() for word in window.words]
    for i in range(2, len(words) - 3):
        if words[i] not in _QUOTING or words[i - 1] not in _BE or words[i + 1] != "as" or words[i + 2] not in _SAYING:
            continue
        cue = i - 1
        while tags[cue - 1] in (CUE, CUE + 1):
            cue -= 1
        start = cue
        while tags[start - 1] in (CONTENT, CONTENT + 1) and not window.states[start - 1]:
            start -= 1
        if start < cue and (tags[i + 3] in (CONTENT, CONTENT + 1) or window.states[start - 1] == CLOSING):
            retag(tags, (start, cue), SOURCE)
        by = next((j for j in (i + 3, i + 4) if tags[j] == SOURCE), 0) if words[i + 3] == "by" else 0
        if by:
            stop = by + 1
            while tags[stop] == SOURCE + 1:
                stop += 1
            tags[by:stop] = [0] * (stop - by)
            retag(tags, (cue, i + 3), CUE)
            yield (cue, i + 3), (max(by, i + 4), stop)


def name_taken_for_cue(window: Window, tags: list[int]) -> None:
    """Read a part of a name that was taken for the cue as source: "Gen. Sayed Ada Vale said"."""
    for i in range(1, len(tags) - 2):
        alone = tags[i] == CUE and tags[i + 1] != CUE + 1
        if not alone or tags[i - 1] not in (SOURCE, SOURCE + 1) or not window.words[i][0].isupper():
            continue
        stop = i + 1
        while window.words[stop][:1].isupper():
            stop += 1
        if stop == i + 1 or window.words[stop].lower() not in reporting_verbs():
            continue
        start = i - 1
        while tags[start] == SOURCE + 1:
            start -= 1
        retag(tags, (start, stop), SOURCE)
        retag(tags, (stop, stop + 1), CUE)
        if tags[stop + 1] == CONTENT + 1:
            tags[stop + 1] = CONTENT


def find_swallowed(window: Window, content: TokenSpan) -> tuple[TokenSpan, TokenSpan, TokenSpan] | None:
    """Find the direct quotation inside a content like "“We won,” the aide said" (…, according to a report).

    Gives its content, cue and source.
    """
    if window.states[content[0]] != OPENING:
        return None
    closing = next((i for i in range(*content) if window.states[i] == CLOSING), content[1])
    start, stop = closing + 1, content[1]
    if not 1 < stop - start <= _LONGEST_CLAUSE or not all(word[:1].isalnum() for word in window.words[start:stop]):
        return None
    if window.words[stop - 1].lower() in reporting_verbs():
        return (content[0], start), (stop - 1, stop), (start, stop - 1)
    if window.words[start].lower() in reporting_verbs():
        return (content[0], start), (start, start + 1), (start + 1, stop)
    return None


def with_antecedent(window: Window, source: TokenSpan) -> TokenSpan:
    """Take in the noun before a relative pronoun: in "Iran, which claims" the source is "Iran, which"."""
    words = window.words
    if source[1] - source[0] > 1 or words[source[0]].lower() not in _RELATIVE:
        return source
    start = source[0]
    if words[start - 1] == ",":
        start -= 1
    last = start
    while last - start < _LONGEST_ANTECEDENT and _in_noun(words[start - 1]):
        start -= 1
    return (start, source[1]) if start < last else source


def is_hearsay(window: Window, cue: TokenSpan) -> bool:
    """Say whether a cue is a passive that names nobody: "is thought to", "a figure thought to be"."""
    words = [word.lower() for word in window.words[slice(*cue)]]
    after = [word.lower() for word in window.words[cue[1] : cue[1] + 2]]
    if words[-1] in _REDUCED and len(words) == 1 and after in (["to", "be"], ["to", "have"]):
        return True
    passive = words[-1] in _HELD and any(word in _BE for word in words[:-1])
    return passive and after[:1] in (["to"], ["that"])


def said_to_have_said(window: Window, cue: TokenSpan) -> bool:
    """Say whether a cue tells that somebody else told it: "has reportedly denied", "was quoted as saying".

    It has a source all the same; of other verbs ("reportedly left") the adverb alone is the cue.
    """
    words = [word.lower() for word in window.words[slice(*cue)]]
    if words[-1] in _SAYING and any(word in _QUOTING for word in words):
        return True
    adverb = next((i for i, word in enumerate(words) if word in _SECOND_HAND), len(words))
    return any(word in reporting_verbs() for word in words[adverb:])


def surfaced(window: Window, source: TokenSpan, cue: TokenSpan) -> bool:
    """Say whether nobody speaks: "reports surfaced of", "a rumour emerged that"."""
    if source[1] != cue[0] or window.words[source[1] - 1].lower() not in _SURFACING:
        return False
    return any(word.lower() in _SURFACED for word in window.words[slice(*cue)])


def end_of_relative(window: Window, content: TokenSpan, cue: TokenSpan) -> int:
    """Find where content ends that a relative clause reports: "Iran, which claims that it won, left"."""
    who = cue[0] - 1
    while who > 0 and window.words[who].lower().endswith("ly"):
        who -= 1
    if (
        window.words[who].lower() not in _RELATIVE
        or window.words[who - 1] != ","
        or any(window.states[slice(*content)])
    ):
        return content[1]
    commas = [i for i in range(content[0] + 1, content[1] - 1) if window.words[i] == ","]
    ends = [i for i in commas if window.words[i + 1].lower() not in _GOES_ON]
    return ends[-1] if ends else content[1]


def _in_noun(word: str) -> bool:
    return bool(word) and (word[0].isalnum() or word[0] in "’-") and word.lower() not in _BEFORE_NOUNS


def _saying_after(words: Sequence[str], i: int) -> int | None:
    """Find "as saying" after "quoted" and a source, in the same sentence."""
    for j in range(i + 1, min(i + _LONGEST_SOURCE, len(words) - 1)):
        if words[j] in ("", ".", "“", "”"):
            return None
        if words[j] == "as" and words[j + 1] in _SAYING:
            return j if j > i + 1 else None
    return None


def _noun_before(window: Window, i: int) -> TokenSpan | None:
    """Find the name that stands right before a place."""
    start = i
    while i - start < _LONGEST_ANTECEDENT and _in_noun(window.words[start - 1]) and not window.states[start - 1]:
        start -= 1
    named = any(word[0].isupper() for word in window.words[start:i])
    return (start, i) if named else None


def _source_before(tags: list[int], i: int) -> TokenSpan | None:
    """Find the source tagged right before a place, and take its tags away, since it does not speak."""
    stop = i
    while stop > 0 and tags[stop - 1] in (CUE, CUE + 1):  # "has quoted"
        tags[stop - 1] = 0
        stop -= 1
    start = stop
    while start > 0 and tags[start - 1] in (SOURCE, SOURCE + 1):
        start -= 1
    tags[start:stop] = [0] * (stop - start)
    return (start, stop) if start < stop else None
