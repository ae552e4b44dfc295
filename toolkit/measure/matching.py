"""Match the quotations found in one article with those marked in it, and count.

The one rule: every figure of an evaluation is a ratio of sums of these counts, so that articles can be drawn again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.measure.marked_words import Text, Words
from toolkit.rows import MarkedQuote, Range

Unit = Literal["segment", "attribution"]
Grouping = Literal["kind", "act", "form", "sourced"]
Counts = defaultdict[tuple[str, str], float]
ALL = "all"
_SAME = 0.5  # Dice of the content's words from which two attributions are about the same words


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold one unit of content: its words, its group, and its place."""

    words: Words
    group: str
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Whole:
    """Hold the words of all parts of an attribution, and its group."""

    content: Words
    cue: Words
    source: Words
    group: str


def pieces(quotes: Iterable[MarkedQuote], text: Text, *, by: Grouping, unit: Unit) -> list[Piece]:
    """Cut quotations into units of content; one without a word is none."""
    cut = []
    for quote in quotes:
        for content in [(part,) for part in quote.content] if unit == "segment" else [quote.content]:
            if words := text.words(content):
                cut.append(Piece(words, _group(quote, content, text, by), content))
    return cut


def exact(found: Sequence[Piece], marked: Sequence[Piece]) -> tuple[set[int], set[int]]:
    """Pair units of the same words, one to one; gives the numbers of those that have a partner, of either side."""
    waiting: dict[Words, list[int]] = defaultdict(list)
    for number, piece in enumerate(marked):
        waiting[piece.words].append(number)
    pairs = [(n, waiting[piece.words].pop()) for n, piece in enumerate(found) if waiting.get(piece.words)]
    return {n for n, _ in pairs}, {n for _, n in pairs}


def count_matches(
    marked: Sequence[MarkedQuote], found: Sequence[MarkedQuote], text: Text, *, by: Grouping, unit: Unit
) -> Counts:
    """Count for one article what the figures are made of; keys are (count, group)."""
    counts: Counts = defaultdict(float)
    _count_content(counts, pieces(found, text, by=by, unit=unit), pieces(marked, text, by=by, unit=unit))
    wholes = [[_whole(quote, text, by) for quote in quotes] for quotes in (found, marked)]
    _count_attributions(counts, *wholes)
    _count_cues(counts, *[list(dict.fromkeys(whole.cue for whole in side if whole.cue)) for side in wholes])
    return counts


def _count_content(counts: Counts, found: list[Piece], marked: list[Piece]) -> None:
    found_exact, marked_exact = exact(found, marked)
    all_found = frozenset[int]().union(*(piece.words for piece in found))
    all_marked = frozenset[int]().union(*(piece.words for piece in marked))
    for side, units, hits, other in (
        ("pred", found, found_exact, all_marked),
        ("gold", marked, marked_exact, all_found),
    ):
        for number, piece in enumerate(units):
            share = len(piece.words & other) / len(piece.words)
            for group in (ALL, piece.group):
                counts[side, group] += 1
                counts[f"{side}_strict", group] += number in hits
                counts[f"{side}_soft", group] += share
    counts["words_right", ALL] += len(all_found & all_marked)
    counts["words_pred", ALL] += len(all_found)
    counts["words_gold", ALL] += len(all_marked)


def _count_attributions(counts: Counts, found: list[_Whole], marked: list[_Whole]) -> None:
    counts["whole_pred", ALL] += sum(bool(whole.content) for whole in found)
    counts["whole_gold", ALL] += sum(bool(whole.content) for whole in marked)
    for ours, theirs in _pairs(found, marked):
        counts["pairs", ALL] += 1
        if not theirs.source:
            counts["unsourced", ALL] += 1
            counts["unsourced_right", ALL] += not ours.source
            counts["pairs_sourced_alike", ALL] += not ours.source
            continue
        overlap = bool(ours.source & theirs.source)
        counts["pairs_sourced_alike", ALL] += overlap
        for group in (ALL, theirs.group):
            counts["sourced", group] += 1
            counts["source_overlap", group] += overlap
            counts["source_exact", group] += ours.source == theirs.source
            counts["source_given", group] += bool(ours.source)


def _pairs(found: list[_Whole], marked: list[_Whole]) -> list[tuple[_Whole, _Whole]]:
    """Pair attributions one to one, the most alike first."""
    alike = []
    for i, ours in enumerate(found):
        for j, theirs in enumerate(marked):
            if common := len(ours.content & theirs.content):
                dice = 2 * common / (len(ours.content) + len(theirs.content))
                if dice >= _SAME:
                    alike.append((-dice, i, j))
    taken_found, taken_marked, pairs = set(), set(), []
    for _, i, j in sorted(alike):
        if i not in taken_found and j not in taken_marked:
            taken_found.add(i)
            taken_marked.add(j)
            pairs.append((found[i], marked[j]))
    return pairs


def _count_cues(counts: Counts, found: list[Words], marked: list[Words]) -> None:
    """Count cues of an article; one that serves several quotations counts once."""
    counts["cues_pred", ALL] += len(found)
    counts["cues_gold", ALL] += len(marked)
    counts["cues_exact", ALL] += _one_to_one(found, marked, lambda ours, theirs: ours == theirs)
    counts["cues_overlap", ALL] += _one_to_one(found, marked, lambda ours, theirs: bool(ours & theirs))


def _one_to_one(found: list[Words], marked: list[Words], fits: Callable[[Words, Words], bool]) -> int:
    left = dict(enumerate(marked))
    for ours in found:
        partner = next((number for number, theirs in left.items() if fits(ours, theirs)), None)
        if partner is not None:
            del left[partner]
    return len(marked) - len(left)


def _whole(quote: MarkedQuote, text: Text, by: Grouping) -> _Whole:
    content, cue, source = (text.words(part) for part in (quote.content, quote.cue, quote.source))
    return _Whole(content, cue, source, _group(quote, quote.content, text, by))


def _group(quote: MarkedQuote, content: tuple[Range, ...], text: Text, by: Grouping) -> str:
    """Read the kind off the marks, for both sides by the same rule; anything else is what the quotation states."""
    return text.kind(content, quote.cue) if by == "kind" else str(getattr(quote, by))
