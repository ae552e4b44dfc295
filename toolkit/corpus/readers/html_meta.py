"""Read what a page says about itself in its head: who published it, where, and under which address.

The one rule: a value is taken from where the page declares it, and its source is named; nothing is inferred.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from toolkit.corpus.readers.html_page import Element, PageLine, line_key

Entry = Mapping[str, Any]

_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)$")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
BY = re.compile(r"(?:(?:written|posted|submitted|published|reported)\s+)?by:?\s+(?=\w)", re.IGNORECASE)
_AFTER_NAMES = re.compile(r"\s*(?:[|·•]|\b(?:on|published|updated)\b|\d).*$", re.IGNORECASE)
_ACCOUNTS = frozenset(("admin", "administrator", "editor", "root", "super user", "superuser", "webmaster"))
_HEAD = 4096
_AUTHOR_NAMES = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
_LONGEST_TITLE = 300
_SHORTEST_KEY = 8
_MOST = 0.4  # of a declared title is the title itself; the rest are names of section and outlet


def linked_data(tree: Element) -> list[Entry]:
    """Read the page's JSON-LD: its top-level entries and the members of its graphs."""
    entries: list[Entry] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        entries += _flat(_json(script.text or ""))
    return entries


def _flat(value: Any) -> Iterator[Entry]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, dict):
        yield value
        if isinstance(value.get("@graph"), list):
            yield from (item for item in value["@graph"] if isinstance(item, dict))


def _json(text: str) -> Any:
    """Read JSON as publishers write it: with line breaks in strings and commas before closing brackets."""
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$", "", text)
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text).strip(" \t\r\n;")):
        try:
            return json.loads(attempt, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def main_article(entries: list[Entry], title: str) -> Entry:
    """Choose the entry that describes the page's own article: the one with its headline, else the first."""
    articles = [entry for entry in entries if _is_a(entry, _ARTICLE)]
    key = line_key(title)
    named = [entry for entry in articles if key and _same(line_key(str(entry.get("headline", ""))), key)]
    pages = [entry for entry in entries if _is_a(entry, re.compile("WebPage$")) and "datePublished" in entry]
    return next(iter(named or articles or pages), {})


def _is_a(entry: Entry, kind: re.Pattern[str]) -> bool:
    types = entry.get("@type")
    return any(isinstance(t, str) and kind.match(t) for t in (types if isinstance(types, list) else [types]))


def _same(one: str, other: str) -> bool:
    return bool(one) and (one.startswith(other) or other.startswith(one))


def is_paid(article: Entry) -> bool:
    """Tell whether the page says that its article is not free to read."""
    return str(article.get("isAccessibleForFree", "")).lower() == "false"


def meta_values(tree: Element) -> dict[str, str]:
    """Read the page's <meta> elements by name, lower case; the first of a name counts."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            values.setdefault(name.strip().lower(), content)
    return values


def page_url(tree: Element, text: str, meta: Mapping[str, str]) -> str:
    """Find the address of a page: in what a browser noted when it saved the page, else as the page gives it."""
    saved = _SAVED_FROM.search(text, 0, _HEAD)
    links: list[str] = [element.get("href", "") for element in tree.iterfind(".//link[@rel='canonical']")]
    for url in (saved.group(1) if saved else "", *links[:1], meta.get("og:url", "")):
        if _host(url):
            return url.strip()
    return ""


def outlet_of(meta: Mapping[str, str], article: Entry, url: str) -> tuple[str, str]:
    """Name the outlet, and where the name stands.

    Examples
    --------
    >>> outlet_of({}, {"publisher": {"name": "Island Observer"}}, "")
    ('Island Observer', 'json-ld publisher')
    >>> outlet_of({}, {}, "https://www.harbourpost.example/a")
    ('harbourpost.example', 'domain of the address')
    """
    if meta.get("og:site_name"):
        return meta["og:site_name"], "og:site_name"
    publisher = article.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    name: object = publisher.get("name") if isinstance(publisher, dict) else publisher
    if isinstance(name, str) and name.strip():
        return name.strip(), "json-ld publisher"
    host = _host(url).removeprefix("www.")
    return (host, "domain of the address") if host else ("", "")


def author_of(meta: Mapping[str, str], article: Entry) -> str:
    """Name the authors that the page's head names, separated by semicolons; addresses of profiles are no names.

    Examples
    --------
    >>> author_of({}, {"author": [{"name": "Ana Brook"}, {"name": "Lio Santer"}]})
    'Ana Brook; Lio Santer'
    """
    given = article.get("author")
    people = given if isinstance(given, list) else [given]
    names = [person.get("name") if isinstance(person, dict) else person for person in people]
    names = names if any(names) else [meta.get(name) for name in _AUTHOR_NAMES]
    kept = (" ".join(name.split()) for name in names if isinstance(name, str) and "://" not in name)
    return "; ".join(dict.fromkeys(name for name in kept if name and name.lower() not in _ACCOUNTS))


def clean_byline(line: str) -> str:
    """Take the names out of a printed byline.

    Examples
    --------
    >>> clean_byline("Submitted by Ana Brook on 18 March 2016")
    'Ana Brook'
    """
    names = _AFTER_NAMES.sub("", BY.sub("", line.strip()))
    return names.strip(" |·•,–—-")


def _host(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def find_title(lines: list[PageLine], declared: tuple[str, ...]) -> str:
    """Find the headline as the page shows it: its <h1>, or the longest line that its <title> repeats.

    Parameters
    ----------
    declared
        What the page's head gives as its title; the first is taken where the page shows none of them.
    """
    short = [line for line in lines if len(line.key) >= _SHORTEST_KEY and len(line.text) <= _LONGEST_TITLE]
    short = [line for line in short if not line.is_link]
    titles = [" ".join(title.split()) for title in declared]
    keys = [key for key in map(line_key, titles) if key]
    headings = [line for line in short if line.role == "title"]
    heads = [line for line in short if line.role == "head"]
    for shown in (headings, heads, short):
        if fitting := [line for line in shown if any(_repeats(line.key, key) for key in keys)]:
            return max(fitting, key=lambda line: len(line.text)).text
        if shown is headings and len(headings) == 1:
            return headings[0].text
    return heads[0].text if len(heads) == 1 else next(filter(None, titles), "")


def _repeats(shown: str, declared: str) -> bool:
    """Tell whether a declared title is the shown one, perhaps with the outlet's name beside it."""
    return shown in declared and len(shown) > _MOST * len(declared)
