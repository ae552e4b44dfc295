"""Read web pages: the article of a page, its parts as zones, its date, its outlet.

The one rule: a page gives one article or one reason why it gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolkit.corpus.readers.html_charset import decode_page
from toolkit.corpus.readers.html_dates import Published, find_published
from toolkit.corpus.readers.html_match import extracted_lines, match_article
from toolkit.corpus.readers.html_meta import (
    Entry,
    author_of,
    clean_byline,
    find_title,
    is_paid,
    linked_data,
    main_article,
    meta_values,
    outlet_of,
    page_url,
)
from toolkit.corpus.readers.html_page import Element, PageLine, cut_noise, ease_extraction, page_lines, text_amount
from toolkit.corpus.readers.html_zones import Block, arrange, place_blocks
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn
from toolkit.language import count_words
from toolkit.rows import BODY_ZONES

LARGEST_PAGE = 20_000_000  # bytes; larger "pages" are logs and data dumps
_SHORT = 80  # words of a text below which a page is a teaser, a brief or a gallery
_SHORT_IF_PAID = 150
_LEAST = 40  # words that a page must have if nothing else about it says that it is an article
_ENOUGH = 0.7  # share of a page's long paragraphs
_LINKED = 0.5  # share of linked text above which a page is a list of other pages
_ANY_TAG = re.compile(r"<(?:!doctype|!--|\?xml|[a-z])", re.IGNORECASE)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
# What lxml and the extractor raise on trees that no browser would show.
_ODD_PAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class _Head:
    """Hold what a page says about itself before anything is cut from it."""

    url: str
    meta: dict[str, str]
    entry: Entry
    title: str
    author: str
    supposed_author: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Hold all that was read from a page."""

    place: str
    blocks: tuple[Block, ...]
    title: str
    head: _Head
    published: Published

    @property
    def n_words(self) -> int:
        return sum(count_words(block.text) for block in self.blocks if block.kind in BODY_ZONES)

    @property
    def byline(self) -> str:
        printed = next((block.text for block in self.blocks if block.kind == "byline"), "")
        return self.head.author or clean_byline(printed) or self.head.supposed_author


def read_html(source: SourceFile) -> Iterator[Record | Refusal]:
    """Read the article of a saved web page.

    Examples
    --------
    >>> next(read_html(SourceFile("empty.html", b"")))
    Refusal(place='empty.html', reason='empty_file', detail='')
    """
    yield read_page(source.name, source.raw)


def recognises_html(source: SourceFile) -> bool:
    """Tell by name or first bytes whether a file is a web page."""
    start = source.raw[:2048].decode("latin-1").replace("\x00", "")
    return source.name.lower().endswith(PAGE_SUFFIXES) or _DOCUMENT.search(start) is not None


def read_page(place: str, raw: bytes, *, url: str = "", charset: str = "") -> Record | Refusal:
    """Read the article of a page whose address and charset may be known from outside it.

    Returns
    -------
    Record
        Its text has one line per block: title, dek, byline and date if the page shows them, the text, the captions.
    """
    if not raw.strip():
        return Refusal(place, "empty_file")
    if len(raw) > LARGEST_PAGE:
        return Refusal(place, "too_large", f"{len(raw):,} bytes; a page may have {LARGEST_PAGE:,}")
    page = decode_page(raw, declared=charset)
    if isinstance(page, Refusal):
        return replace(page, place=place)
    if not _ANY_TAG.search(page.text):
        return Refusal(place, "unknown_format", "there is no HTML tag in it")
    try:
        from lxml.etree import LxmlError

        return _read(place, page.text, url, page.warnings)
    except ImportError as missing:
        return Refusal(place, "extra_missing", f"{missing.name}: install framing-toolkit[html]")
    except (*_ODD_PAGE, LxmlError) as problem:
        return Refusal(place, "unreadable", f"{type(problem).__name__}: {problem}"[:200])


def _read(place: str, text: str, url: str, warnings: tuple[Warn, ...]) -> Record | Refusal:
    from trafilatura import load_html

    tree = load_html(text)
    if tree is None:
        return Refusal(place, "no_article", "there is no HTML tree in it")
    cut_noise(tree)
    ease_extraction(tree)
    head = _read_head(tree, text, url)
    page, article = page_lines(tree), _extract(tree)
    title = find_title(page, (head.meta.get("og:title", ""), str(head.entry.get("headline") or ""), head.title))
    matched = match_article(page, article, title)
    printed = [line.text for line in matched.head]
    published = find_published(tree, article=head.entry, meta=head.meta, url=head.url, printed=printed)
    found = _Found(place, tuple(arrange(page, matched, title)), title, head, published)
    refusal = _refuse(found, [match.line for match in matched.text])
    return refusal or _record(found, warnings)


def _read_head(tree: Element, text: str, url: str) -> _Head:
    """Read the head; the extractor's search for an author in the page is asked only where the head names none."""
    meta = meta_values(tree)
    title = tree.findtext(".//title") or ""
    entry = main_article(linked_data(tree), meta.get("og:title") or title)
    author, supposed = author_of(meta, entry), ""
    if not author:
        from trafilatura.metadata import extract_author

        supposed = extract_author(tree) or ""
    return _Head(url or page_url(tree, text, meta), meta, entry, title, author, supposed)


def _extract(tree: Element) -> list[PageLine]:
    """Let the extractor choose the lines of the article; its slower second opinions only where it leaves much out."""
    lines = _extract_lines(tree, fast=True)
    if sum(len(line.text) for line in lines) < _ENOUGH * text_amount(tree):
        return _extract_lines(tree, fast=False)
    return lines


def _extract_lines(tree: Element, *, fast: bool) -> list[PageLine]:
    """Take the extractor's XML, which alone keeps block quotations."""
    from trafilatura import bare_extraction

    found = bare_extraction(tree, fast=fast, output_format="xml", include_comments=False)
    return extracted_lines(found.body) if found is not None and not isinstance(found, dict) else []


def _refuse(found: _Found, lines: list[PageLine]) -> Refusal | None:
    """Refuse a page without text, a list of links, and a few words that nothing declares to be an article."""
    shown = sum(len(line.text) for line in lines)
    if shown and sum(line.linked for line in lines) > _LINKED * shown:
        return Refusal(found.place, "no_article", "most of its text are links to other pages")
    if not any(block.kind in BODY_ZONES or block.kind == "caption" for block in found.blocks):
        return Refusal(found.place, "no_article", "there is no text in it")
    declared = bool(found.head.entry) or found.head.meta.get("og:type", "").lower() == "article"
    if found.n_words < _LEAST and not (declared or found.published.earliest or found.byline):
        return Refusal(found.place, "no_article", f"words: {found.n_words}; no date, byline or markup of an article")
    return None


def _record(found: _Found, warnings: tuple[Warn, ...]) -> Record:
    text, zones = place_blocks(found.blocks)
    outlet, basis = outlet_of(found.head.meta, found.head.entry, found.head.url)
    fields = {"title": found.title, "byline": found.byline, "url": found.head.url}
    fields |= {"outlet": outlet, "outlet_basis": basis}
    published = found.published
    if published.earliest and published.latest:
        fields["published_earliest"], fields["published_latest"] = map(str, (published.earliest, published.latest))
        fields |= {"published_how": published.how, "published_basis": published.basis}
    known = {name: value for name, value in fields.items() if value}
    return Record(found.place, text, known, zones, warnings + published.warnings + _short(found))


def _short(found: _Found) -> tuple[Warn, ...]:
    """Warn of a text that may be the beginning of a longer one."""
    paid = is_paid(found.head.entry)
    if found.n_words >= (_SHORT_IF_PAID if paid else _SHORT):
        return ()
    why = "; the page says that it is not free to read" if paid else ""
    return (Warn("very_short", f"words: {found.n_words}{why}"),)
