"""Quotations as JSON lines beside their texts: one article per line, offsets for words.

The one rule: every article has its line, also one without a quotation; a line that cannot be read is named.

A line reads ``{"doc_id": …, "text": …, "quotes": [{"content": [[0, 9]], "cue": [[10, 14]], "source": null, …}]}``.
What people marked may stand under ``attributions`` instead, and the text may lie elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

from toolkit.errors import CorpusError
from toolkit.files import whole_file
from toolkit.rows import Corpus, MarkedArticle, MarkedQuote, Quote, Range, Span

SUFFIXES = (".jsonl", ".ndjson")
_PLACES = ("content", "cue", "source")
_STATED = [f.name for f in fields(MarkedQuote) if f.name not in _PLACES]
_CHOICES = {
    name: tuple(get_args(get_args(hint)[0]))
    for name, hint in get_type_hints(MarkedQuote).items()
    if name in ("kind", "form", "act", "sourced")
}
_LISTS = ("quotes", "attributions")


def load_quotes(path: Path | str) -> list[MarkedArticle]:
    """Read quotations from JSON lines, those of people (``attributions``) or of an engine (``quotes``).

    Raises
    ------
    CorpusError
        Names file and line where a line is no article with quotations, or an offset lies outside its text.
    """
    path = Path(path)
    articles = [_article(place, line) for place, line in read_lines(path)]
    if not articles:
        raise CorpusError(f"{path}: there is no line in it; it should hold one JSON object per article")
    seen: set[str] = set()
    for article in articles:
        if article.doc_id in seen:
            raise CorpusError(f"{path}: doc_id {article.doc_id!r} is used twice; give each article one line")
        seen.add(article.doc_id)
    return articles


def write_quotes(articles: Iterable[MarkedArticle], path: Path | str) -> Path:
    """Write one line per article; an older file is replaced only when the new one is whole.

    Texts are left out: the offsets count in the file that was read.
    """
    path = Path(path)
    with whole_file(path) as part, part.open("w", encoding="ascii", newline="\n") as file:
        for article in articles:
            line = {"doc_id": article.doc_id, "quotes": [_written(quote) for quote in article.quotes]}
            file.write(json.dumps(line) + "\n")
    return path


def mark_quotes(doc_id: str, text: str | None, quotes: Iterable[Quote]) -> MarkedArticle:
    """Reduce quotation rows of one article to their places."""
    return MarkedArticle(doc_id, text, tuple(_marked(quote) for quote in quotes))


def with_texts(articles: Iterable[MarkedArticle], corpus: Corpus) -> list[MarkedArticle]:
    """Take from `corpus` the texts that the articles lack; an offset outside its text is an error."""
    found = [article if article.text is not None else _in_corpus(article, corpus) for article in articles]
    for article in found:
        _check(article, article.doc_id)
    return found


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the objects of a file of JSON lines, each with its place."""
    if not path.is_file():
        raise CorpusError(f"there is no file {str(path)!r}")
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            place = f"{path.name}, line {number}"
            try:
                line = json.loads(raw.decode("utf-8-sig"))
            except (ValueError, RecursionError) as problem:
                raise CorpusError(f"{place}: it is no JSON object in UTF-8 ({problem!s:.80})") from None
            if not isinstance(line, dict):
                raise CorpusError(f"{place}: it is of type {type(line).__name__}; each line must be an object")
            yield place, line


def holds_articles(path: Path) -> bool:
    """Say whether the first line of a file is an object with ``doc_id`` and ``text``: clean texts with ids."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    try:
        _, line = next(read_lines(path))
    except (StopIteration, CorpusError):
        return False
    return isinstance(line.get("doc_id"), str) and isinstance(line.get("text"), str)


def _article(place: str, line: Mapping[str, Any]) -> MarkedArticle:
    doc_id, text = line.get("doc_id"), line.get("text")
    name = next((name for name in _LISTS if isinstance(line.get(name), list)), None)
    if not isinstance(doc_id, str) or name is None:
        raise CorpusError(f"{place}: it needs a doc_id and a list of {' or '.join(_LISTS)}; it has {', '.join(line)}")
    if not (text is None or isinstance(text, str)):
        raise CorpusError(f"{place}: text is of type {type(text).__name__}")
    quotes = tuple(_read(f"{place}, {name} {number}", quote) for number, quote in enumerate(line[name], 1))
    article = MarkedArticle(doc_id, text, quotes)
    if text is not None:
        _check(article, place)
    return article


def _read(place: str, quote: object) -> MarkedQuote:
    if not isinstance(quote, Mapping):
        raise CorpusError(f"{place}: it is of type {type(quote).__name__}; a quotation is an object with content")
    stated: dict[str, Any] = {name: quote.get(name) for name in _STATED}
    for name, choices in _CHOICES.items():
        if stated[name] not in (None, *choices):
            raise CorpusError(f"{place}: {name} is {stated[name]!r}; it must be one of {', '.join(choices)}")
    content, cue, source = (_ranges(f"{place}, {name}", quote.get(name)) for name in _PLACES)
    if not content:
        raise CorpusError(f"{place}: it has no content; write content as [[start, end], …]")
    return MarkedQuote(content, cue, source, **stated)


def _ranges(place: str, value: object) -> tuple[Range, ...]:
    if value is None:
        return ()
    pairs: list[Any] = value if isinstance(value, list) else [value]
    for pair in pairs:
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(number) is int for number in pair)
        if not whole or not 0 <= pair[0] < pair[1]:
            raise CorpusError(f"{place} holds {pair!r:.40}; a passage is [start, end] with 0 ≤ start < end")
    return tuple((start, end) for start, end in pairs)


def _check(article: MarkedArticle, place: str) -> None:
    if article.text is None:
        return
    for quote in article.quotes:
        last = max(end for _, end in (*quote.content, *quote.cue, *quote.source))
        if last > len(article.text):
            raise CorpusError(
                f"{place}: a passage ends at {last} and the text of {article.doc_id!r} has {len(article.text)} "
                f"characters; do the offsets count Unicode characters of this very text?"
            )


def _in_corpus(article: MarkedArticle, corpus: Corpus) -> MarkedArticle:
    return replace(article, text=corpus[article.doc_id].text)


def _marked(quote: Quote) -> MarkedQuote:
    stated = {name: getattr(quote, name) for name in _STATED}
    return MarkedQuote(tuple(map(_range, quote.content)), _one(quote.cue), _one(quote.source), **stated)


def _one(span: Span | None) -> tuple[Range, ...]:
    return (_range(span),) if span else ()


def _range(span: Span) -> Range:
    return span.start, span.end


def _written(quote: MarkedQuote) -> dict[str, Any]:
    plain = asdict(quote)
    return plain | {name: plain[name] or None for name in ("cue", "source")}
