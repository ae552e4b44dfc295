"""Read gold for training: stand-off articles with the places of content, cue and source.

The one rule: the file says where; what a place says is read from the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from toolkit.annotate.quotes.reading import Passage, split_passages
from toolkit.errors import TrainingError

Range = tuple[int, int]


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
    """Load stand-off gold, ``{doc_id, text, attributions: [{content, cue, source}]}`` a line, in order of a hash.

    The order has nothing to do with outlets or dates, so that every n-th article makes a fair fold.
    """
    articles = [_article(line, f"{path}, line {n}") for path in paths for n, line in _lines(Path(path))]
    if not articles:
        raise TrainingError("no article to learn from; gold is JSON lines with doc_id, text and attributions")
    return sorted(articles, key=lambda article: _hash(article.doc_id))


def set_aside(articles: Sequence[Article], *, one_in: int) -> tuple[list[Article], list[Article]]:
    """Split into what is learnt from and what is kept for the test: by hash of the id, so it never changes."""
    if one_in == 0:
        return list(articles), []
    kept = [article for article in articles if int(_hash(article.doc_id), 16) % one_in == 0]
    return [article for article in articles if article not in kept], kept


def _lines(path: Path) -> list[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    return [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def _article(line: str, place: str) -> Article:
    try:
        row = json.loads(line)
        text = row["text"]
        found = tuple(_attribution(a, len(text)) for a in row.get("attributions") or row.get("quotes") or ())
        return Article(row["doc_id"], text, found, tuple(split_passages(text)))
    except (ValueError, KeyError, TypeError) as fault:
        raise TrainingError(f"{place} is no gold: {fault!r}; expected doc_id, text, attributions") from fault


def _attribution(row: Mapping[str, Any], length: int) -> Attribution:
    parts = [tuple((int(a), int(b)) for a, b in row.get(name) or ()) for name in ("content", "cue", "source")]
    for start, end in (place for part in parts for place in part):
        if not 0 <= start < end <= length:
            raise ValueError(f"{start}:{end} lies outside the text of {length} characters")
    return Attribution(*parts)


def _hash(doc_id: str) -> str:
    return sha256(doc_id.encode("utf-8")).hexdigest()
