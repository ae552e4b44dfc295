"""Take a web page apart: its lines, and what each of them is by the page's own markup.

The one rule: the page is read as it would be shown; what is not shown, and what readers wrote below it, is cut first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

Element = Any  # lxml's elements carry no types

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output q rb rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
_UNSEEN = frozenset("head math noscript script select style svg template textarea title button iframe object".split())
_TAG_ROLES = {"figcaption": "caption", "blockquote": "quote", "h1": "title", "li": "item", "dd": "item"}
_TAG_ROLES |= dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "head") | {"time": "time", "td": "cell", "th": "cell"}
_TAG_ROLES |= dict.fromkeys(("amp-consent", "amp-sidebar", "aside", "nav"), "noise")
_WEAK = frozenset(("item", "cell", "head", "time", "title", ""))  # a caption or a quotation around them outweighs these
# These stand on a line of their own even if they are a <span>.
_OWN_LINE = frozenset(("attribution", "byline", "caption", "credit", "dek", "modified", "published", "time"))
_LOOSE = ("article", "body", "center", "div", "font", "main", "section", "td")  # what old pages write text into
_PARTS = frozenset(("article", "aside", "div", "section"))
_NAMING = ("class", "id", "itemprop", "rel", "name")  # and whatever begins with data-
_LONGEST_NAME = 60
# Characters up to which an element can be what its names say; a longer one only holds such a thing, or is about it.
_LONGEST = {"byline": 200, "caption": 1500, "credit": 200, "dek": 400, "modified": 80, "published": 80, "quote": 3000}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INDENT = re.compile(r"(?:margin|padding)(?:-left)?\s*:\s*(?:[1-9]\d+px|[1-9](?:\.\d+)?r?em)\s*(?:;|$)", re.IGNORECASE)
_EMBED = re.compile(r"embed|widget|social|quote", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_LONG = 100  # characters of a paragraph that is more than a teaser
_MANY, _LINKED = 10, 0.8  # so many links, with so large a share of its text, make a list a menu
_WHOLE = 0.5  # what holds more than this share of a page's text is the page, whatever it is called


@dataclass(frozen=True, slots=True)
class PageLine:
    """Hold one line of a page as shown: its words, its role, and how many characters are links."""

    text: str
    role: str = ""
    linked: int = 0

    @property
    def key(self) -> str:
        """Give the letters and digits alone, by which two extractions of one line are known to be the same."""
        return line_key(self.text)

    @property
    def is_link(self) -> bool:
        """Tell whether the line is mostly a link."""
        return self.linked > 0.6 * len(self.text)


def line_key(text: str) -> str:
    """Reduce a line to its letters and digits.

    Examples
    --------
    >>> line_key("“It is going home,” she said.")
    'itisgoinghomeshesaid'
    """
    return "".join(filter(str.isalnum, text)).casefold()


def cut_noise(tree: Element) -> None:
    """Remove from a tree what is hidden, readers' comments, consent layers and links to other articles."""
    from lxml.etree import strip_elements

    strip_elements(tree, *_UNSEEN - {"head", "script", "title"}, with_tail=False)
    whole, headings = text_amount(tree), len(tree.findall(".//h1"))
    for element in [element for element in tree.iter("*") if _is_noise(element)]:
        holds_article = headings == 1 and element.find(".//h1") is not None
        if not holds_article and text_amount(element) <= _WHOLE * whole:
            element.drop_tree()
    for menu in list(tree.iter("ul", "ol")):
        links = menu.findall(".//a")
        if len(links) >= _MANY and sum(len(a.text_content()) for a in links) > _LINKED * len(menu.text_content()):
            menu.drop_tree()


def text_amount(element: Element) -> int:
    """Measure a part of a page by its long paragraphs; articles have them, and lists of articles do not."""
    lengths = (len(p.text_content()) for p in element.iter("p"))
    return sum(length for length in lengths if length > _LONG) or len(element.text_content()) // _LONG


def ease_extraction(tree: Element) -> None:
    """Rewrite what the extractor would lose: quotations in figures and embeds, dates in sentences, <q>."""
    for figure in [figure for figure in tree.iter("figure") if figure.find(".//blockquote") is not None]:
        figure.tag = "div"
    for quotation in tree.iter("blockquote"):
        for around in quotation.iterancestors("div", "section", "figure"):
            if _EMBED.search(f"{around.get('class', '')} {around.get('id', '')}"):
                around.attrib.clear()
    for element in list(tree.iter("time")):
        if next(element.iterancestors("p"), None) is not None:
            element.tag = "span"
    for element in list(tree.iter("q")):
        element.tag, element.text = "span", "“" + (element.text or "")
        element.tail = "”" + (element.tail or "")
    for element in tree.iterfind(".//section[@name='articleBody']"):
        element.set("itemprop", "articleBody")
    for element in list(tree.iter(*_LOOSE)):
        if element.find("br") is not None or (element.find("blockquote") is not None and element.find("p") is None):
            _wrap_loose(element)


def _wrap_loose(container: Element) -> None:
    """Put text that stands in a container between line breaks and blocks into paragraphs of its own."""
    children = list(container)
    loose = container.makeelement("p")
    loose.text, container.text = container.text, None
    container[:] = []
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in INLINE:
            loose.append(child)
            child.tail = tail
            continue
        if loose.text_content().strip():
            container.append(loose)
        if child.tag != "br":
            container.append(child)
        loose = container.makeelement("p")
        loose.text = tail
    if loose.text_content().strip():
        container.append(loose)


def _is_noise(element: Element) -> bool:
    if element.tag in ("html", "body", "head"):
        return False
    if element.tag == "script":
        return "ld+json" not in element.get("type", "")
    if element.get("hidden") is not None or _HIDING.search(element.get("style", "")):
        return True
    return element_role(element) == "noise"


def element_role(element: Element) -> str:
    """Name the role that an element's tag and names give it, "" where they give none."""
    own = _TAG_ROLES.get(element.tag, "")
    given = element.attrib
    if not given:
        return own
    names = [given[name] for name in _NAMING if name in given]
    names += [value for name, value in given.items() if name[:5] == "data-" and len(value) < _LONGEST_NAME]
    named = _named_role(" ".join(names)) if names else ""
    if named in _LONGEST and (own == "title" or len(element.text_content()) > _LONGEST[named]):
        named = ""
    return named or own or ("indented" if _INDENT.search(given.get("style", "")) else "")


@lru_cache(maxsize=16384)
def _named_role(names: str) -> str:
    """Give the first role one of whose patterns fits one of the words."""
    words = names.split()
    return next((role for role, pattern in _patterns() if any(map(pattern.fullmatch, words))), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    stored = files("toolkit").joinpath("corpus/readers/data/page_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in stored.splitlines() if line and not line.startswith("#")]
    return tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in rows)


def page_lines(
    tree: Element, *, inline: frozenset[str] = INLINE, roles: Mapping[str, str] | None = None
) -> list[PageLine]:
    """Read a tree line by line, as its blocks and line breaks divide it.

    Parameters
    ----------
    roles
        The role of each tag, for trees that are no page; a page's elements have theirs from tag and names.
    """
    return list(_Walk(inline, roles, (tree.get("lang") or "")[:2].lower()).lines(tree))


@dataclass
class _Walk:
    """Follow a tree, and hold the line that is being read and the elements that are open."""

    inline: frozenset[str]
    tags: Mapping[str, str] | None
    lang: str
    open: list[tuple[str, bool]] = field(default_factory=lambda: [("", True)])  # role, and whether it ends lines
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    paragraphs: int = 0

    def lines(self, tree: Element) -> Iterator[PageLine]:
        from lxml.etree import iterwalk

        walk = iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                yield from self._leave(element)
                continue
            yield from self._enter(element)
            if element.tag in _UNSEEN and not self.tags:
                walk.skip_subtree()
            else:
                self._read(element.text)
        yield from self._flush()

    def _enter(self, element: Element) -> Iterator[PageLine]:
        around = self.open[-1][0]
        own = self.tags.get(element.tag, "") if self.tags else element_role(element) or self._other(element, around)
        breaks = element.tag not in self.inline or (own in _OWN_LINE and own != around and not self.paragraphs)
        if breaks:
            yield from self._flush()
        self.open.append((around if own in _WEAK and around not in _WEAK else own or around, breaks))
        self.links += element.tag == "a"
        self.paragraphs += element.tag == "p"

    def _leave(self, element: Element) -> Iterator[PageLine]:
        if self.open[-1][1]:
            yield from self._flush()
        self.open.pop()
        self.links -= element.tag == "a"
        self.paragraphs -= element.tag == "p"
        self._read(element.tail)

    def _other(self, element: Element, around: str) -> str:
        if around == "quote" and element.tag in ("cite", "footer"):
            return "attribution"
        lang = (element.get("lang") or "")[:2].lower()
        return "other_language" if lang and self.lang and lang != self.lang and element.tag in _PARTS else ""

    def _read(self, words: str | None) -> None:
        if words:
            self.parts.append(words)
            self.linked += len(words.strip()) if self.links else 0

    def _flush(self) -> Iterator[PageLine]:
        text = _SPACES.sub(" ", "".join(self.parts)).strip()
        if text:
            yield PageLine(text, self.open[-1][0], self.linked)
        self.parts, self.linked = [], 0
