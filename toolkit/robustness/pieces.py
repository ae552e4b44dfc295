"""Rewrite an article piece by piece, and carry passages over to the new text and back.

The one rule: every character of the old text stands in exactly one piece, copied or replaced, so that none is lost
without a trace; a passage of the new text is made of the pieces that its old one touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from toolkit.errors import SpanError
from toolkit.rows import MarkedArticle, MarkedQuote, Range


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold a stretch of the old text, and what stands for it in the new; None is the same words.

    A stretch of no length inserts; an empty `new` deletes.
    """

    start: int
    end: int
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Hold an old text, a new one, and the stretches of both that stand for each other, in the order of the new.

    Examples
    --------
    >>> made = rewrite("He said “no”.", [Piece(8, 9, "«"), Piece(11, 12, "»")])
    >>> made.new, made.to_new([(8, 12)]), made.to_old([(9, 11)])
    ('He said «no».', ((8, 12),), ((9, 11),))
    """

    old: str
    new: str
    stretches: tuple[tuple[Range, Range, bool], ...]

    def to_new(self, passages: Sequence[Range]) -> tuple[Range, ...]:
        """Carry passages of the old text over; what was deleted is gone, what was moved apart is several."""
        return _carry(passages, [(old, new, same) for old, new, same in self.stretches])

    def to_old(self, passages: Sequence[Range]) -> tuple[Range, ...]:
        """Carry passages of the new text back."""
        return _carry(passages, sorted((new, old, same) for old, new, same in self.stretches))


def rewrite(text: str, changes: Iterable[Piece]) -> Rewriting:
    """Replace some stretches of a text and leave the rest; changes must not overlap."""
    pieces: list[Piece] = []
    position = 0
    for change in sorted(changes, key=_place):
        if position < change.start:
            pieces.append(Piece(position, change.start))
        pieces.append(change)
        position = change.end
    if position < len(text):
        pieces.append(Piece(position, len(text)))
    return assemble(text, pieces)


def assemble(text: str, pieces: Sequence[Piece]) -> Rewriting:
    """Put pieces together in a new order; a `SpanError` names a character that is in none of them or in two."""
    position = 0
    for piece in sorted(pieces, key=_place):
        if piece.start != position:
            raise SpanError(f"the pieces of a text of {len(text)} characters do not fit at {position}: {piece}")
        position = piece.end
    if position != len(text):
        raise SpanError(f"the pieces end at {position} and the text at {len(text)}")
    words = [text[p.start : p.end] if p.new is None else p.new for p in pieces]
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    stretches = [
        ((piece.start, piece.end), (ends[n], ends[n + 1]), piece.new is None) for n, piece in enumerate(pieces)
    ]
    return Rewriting(text, "".join(words), tuple(stretches))


def carry_article(article: MarkedArticle, made: Rewriting) -> MarkedArticle:
    """Carry an article's quotations over to its new text; parts that were deleted are gone."""
    return replace(article, text=made.new, quotes=_carried(article, made.to_new))


def carry_back(found: MarkedArticle, made: Rewriting) -> MarkedArticle:
    """Carry what was found in the new text back to the old one."""
    return replace(found, text=made.old, quotes=_carried(found, made.to_old))


def _carried(article: MarkedArticle, carry: Callable[[Sequence[Range]], tuple[Range, ...]]) -> tuple[MarkedQuote, ...]:
    quotes = (
        replace(quote, content=carry(quote.content), cue=carry(quote.cue), source=carry(quote.source))
        for quote in article.quotes
    )
    return tuple(quote for quote in quotes if quote.content)


def _place(piece: Piece) -> Range:
    return piece.start, piece.end


def _carry(passages: Sequence[Range], stretches: Sequence[tuple[Range, Range, bool]]) -> tuple[Range, ...]:
    carried: list[Range] = []
    for start, end in passages:
        parts = [_part(start, end, *stretch) for stretch in stretches]
        carried += _joined([part for part in parts if part[0] < part[1]])
    return tuple(carried)


def _part(start: int, end: int, here: Range, there: Range, same: bool) -> Range:  # noqa: FBT001
    """Give the part of a stretch over there that a passage touches here; an insertion counts if it is inside."""
    first, last = max(start, here[0]), min(end, here[1])
    inside = here[0] == here[1] and start < here[0] < end
    if first >= last and not inside:
        return (0, 0)
    return (there[0] + first - here[0], there[0] + last - here[0]) if same else there


def _joined(parts: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in parts:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
