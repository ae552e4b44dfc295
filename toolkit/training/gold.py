"""Read gold for training: stand-off articles with the places of content, cue and source.

The one rule: the file says where; what a place says is read from the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from toolkit.annotate.quotes.reading import Passage, split_passages
from toolkit.errors import TrainingError
from toolkit.rows import MarkedArticle, Range
from toolkit.standoff import load_quotes, read_lines


class HasId(Protocol):
    """Have the id by which an article is set aside."""

    @property
    def doc_id(self) -> str:
        """Id of the article."""


A = TypeVar("A", bound=HasId)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Hold one attribution of the gold: ranges of its content, cue and source."""

    content: tuple[Range, ...]
    cue: tuple[Range, ...] = ()
    source: tuple[Range, ...] = ()

    @property
    def ranges(self) -> tuple[Range, ...]:
        """All ranges, content first."""
        return (*self.content, *self.cue, *self.source)


@dataclass(frozen=True, slots=True)
class Article:
    """Hold a text with its gold, and the paragraphs that are read, blocks among them."""

    doc_id: str
    text: str
    attributions: tuple[Attribution, ...]
    passages: tuple[Passage, ...]


def load_gold(paths: Iterable[str | Path]) -> list[Article]:
    """Load stand-off gold, as `toolkit.standoff.load_quotes` does, in order of a hash.

    The order has nothing to do with outlets or dates, so that every n-th article makes a fair fold.
    """
    articles = [_article(marked, path) for path in paths for marked in load_quotes(path)]
    if not any(article.attributions for article in articles):
        raise TrainingError(
            f"nothing is marked in {len(articles)} articles; gold is JSON lines with doc_id, text and attributions"
        )
    return sorted(articles, key=lambda article: _hash(article.doc_id))


def load_unmarked(paths: Iterable[str | Path]) -> list[Article]:
    """Load texts that nobody marked, JSON lines of ``{doc_id, text}``, in their order."""
    return [_unmarked(place, line) for path in paths for place, line in read_lines(Path(path))]


def _unmarked(place: str, line: Mapping[str, object]) -> Article:
    doc_id, text = line.get("doc_id"), line.get("text")
    if not (isinstance(doc_id, str) and isinstance(text, str)):
        raise TrainingError(f"{place}: it needs a doc_id and a text; it has {', '.join(line)}")
    return Article(doc_id, text, (), tuple(split_passages(text)))


def set_aside(articles: Iterable[A], *, one_in: int) -> tuple[list[A], list[A]]:
    """Split into what is learnt from and what is kept for the test: by hash of the id, so it never changes."""
    learnt: list[A] = []
    kept: list[A] = []
    for article in articles:
        aside = one_in > 0 and int(_hash(article.doc_id), 16) % one_in == 0
        (kept if aside else learnt).append(article)
    return learnt, kept


def _article(marked: MarkedArticle, path: str | Path) -> Article:
    if marked.text is None:
        raise TrainingError(f"{path} has no text for {marked.doc_id!r}; training needs articles with their texts")
    found = tuple(Attribution(quote.content, quote.cue, quote.source) for quote in marked.quotes)
    return Article(marked.doc_id, marked.text, found, tuple(split_passages(marked.text)))


def _hash(doc_id: str) -> str:
    return sha256(doc_id.encode("utf-8", "surrogatepass")).hexdigest()
