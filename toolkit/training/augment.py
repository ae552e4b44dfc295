"""Rewrite some quotations of a training article in forms that its newspaper does not print.

The one rule: nobody's words are invented; only the frame around a direct quotation changes, and its gold with it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from toolkit.annotate.quotes.reading import Passage, split_passages
from toolkit.rows import Range
from toolkit.training.gold import Article, Attribution

_PRONOUNS = frozenset("i he she it they we you who".split())
_INNER_MARKS = re.compile(r"[“”\"]")


def rewrite_some(article: Article, rng: random.Random, *, share: float) -> Article:
    """Rewrite a share of the paragraphs that hold nothing but one direct quotation of somebody named.

    The forms, each as likely: ``Name: “…”``, ``“…” – Name``, and a block without marks after "Name said:".
    """
    pieces: list[_Piece] = []
    for passage in split_passages(article.text):
        here = [a for a in article.attributions if _within(a, passage)]
        words = _direct(article.text, passage, here) if rng.random() < share else None
        pieces.append(rng.choice(_FORMS)(*words) if words else _same(article.text, passage, here))
    return _put_together(article.doc_id, pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Hold the text of some paragraphs, its gold and its passages, all counted from its own start."""

    text: str
    attributions: tuple[Attribution, ...]
    passages: tuple[Passage, ...]


def _within(attribution: Attribution, passage: Passage) -> bool:
    return all(passage.start <= start and end <= passage.end for start, end in attribution.ranges)


def _direct(text: str, passage: Passage, here: Sequence[Attribution]) -> tuple[str, str, str] | None:
    """Give what is said, the source and the cue, if the paragraph holds one direct quotation of somebody named."""
    if len(here) != 1 or len(here[0].source) != 1 or len(here[0].cue) != 1:
        return None
    said = [text[start:end].strip() for start, end in here[0].content]
    if not all(words[:1] == "“" and words[-1:] == "”" and not _INNER_MARKS.search(words[1:-1]) for words in said):
        return None
    source = text[slice(*here[0].source[0])].strip()
    if not source[:1].isupper() or source.lower() in _PRONOUNS or source.lower().startswith(("the ", "a ")):
        return None
    if here[0].source[0][0] > passage.start and not text[passage.start : passage.end].startswith("“"):
        return None  # something else stands before the name
    spoken = " ".join(words[1:-1] for words in said)
    if spoken.endswith(","):
        spoken = spoken[:-1] + "."
    return spoken, source, text[slice(*here[0].cue[0])]


def _labelled(spoken: str, source: str, cue: str) -> _Piece:
    text = f"{source}: “{spoken}”"
    start = len(source) + 2
    return _Piece(text, (Attribution(((start, len(text)),), (), ((0, len(source)),)),), (Passage(0, len(text)),))


def _signed(spoken: str, source: str, cue: str) -> _Piece:
    content = f"“{spoken}”"
    text = f"{content} – {source}"
    place = (len(content) + 3, len(text))
    return _Piece(text, (Attribution(((0, len(content)),), (), (place,)),), (Passage(0, len(text)),))


def _block(spoken: str, source: str, cue: str) -> _Piece:
    lead = f"{source} {cue}:"
    text = f"{lead}\n\n{spoken}"
    start = len(lead) + 2
    gold = Attribution(((start, len(text)),), ((len(source) + 1, len(lead) - 1),), ((0, len(source)),))
    return _Piece(text, (gold,), (Passage(0, len(lead)), Passage(start, len(text), block=True)))


_FORMS: tuple[Callable[[str, str, str], _Piece], ...] = (_labelled, _signed, _block)


def _same(text: str, passage: Passage, here: Sequence[Attribution]) -> _Piece:
    moved = tuple(_moved(attribution, -passage.start) for attribution in here)
    return _Piece(text[passage.start : passage.end], moved, (Passage(0, passage.end - passage.start),))


def _moved(attribution: Attribution, by: int) -> Attribution:
    def move(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
        return tuple((start + by, end + by) for start, end in ranges)

    return Attribution(move(attribution.content), move(attribution.cue), move(attribution.source))


def _put_together(doc_id: str, pieces: Sequence[_Piece]) -> Article:
    text = ""
    attributions: list[Attribution] = []
    passages: list[Passage] = []
    for piece in pieces:
        text += "\n\n" if text else ""
        attributions += [_moved(a, len(text)) for a in piece.attributions]
        passages += [replace(p, start=p.start + len(text), end=p.end + len(text)) for p in piece.passages]
        text += piece.text
    return Article(doc_id, text, tuple(attributions), tuple(passages))
