"""Match the codebook's names against a text; by itself, because quotations' sources are matched before mentions exist.

The one rule: the longest form wins; a spelling that nobody listed counts only where it can be nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from toolkit.annotate.places import acts, is_headline, read_sections
from toolkit.codebook import Actor, Codebook, variant_key
from toolkit.language import NAME_WORD, count_consonants, is_article, make_view, read_name, spelling_keys
from toolkit.rows import Document, MentionForm, Span

_START = re.compile(r"\w+|[^\w\s]")
_GLUE = re.compile(r"\s+|-")
_CAPITAL_NEXT = re.compile(r"\s[A-Z][a-z]")
_LINKS = frozenset(("bin", "ben", "ibn", "abu", "bint"))  # in lower case inside names
_NEAR = 400  # characters around a place that are looked at, within its paragraph
_LETTERS = 5  # of a surname in a spelling that nobody listed


@dataclass(frozen=True, slots=True)
class Named:
    """Hold the words that name an actor, before anything is known about their voice."""

    actor: str
    form: MentionForm
    span: Span


@dataclass(frozen=True, slots=True)
class _Match:
    actor: str
    form: MentionForm
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    """Hold where the next word of a name leads, and whose name ends here: several actors are nobody."""

    onward: dict[str, _Node] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Hold the forms of a codebook by their first word, so that more actors take no more time."""

    exact: dict[str, re.Pattern[str]]
    owners: dict[str, tuple[str, MentionForm]]
    variants: _Node
    actors: dict[str, Actor]
    own_names: dict[str, re.Pattern[str]]  # of the actors with metonyms
    own_keys: dict[str, frozenset[str]]


def find_names(document: Document, codebook: Codebook, start: int, end: int) -> list[Named]:
    """Find the named actors in one range of a document.

    Declared forms are matched as they are written. Persons and organisations are also found in other spellings
    (variant), a place that stands for an actor (metonym) only where it acts. A person's surname behind somebody
    else's given name is somebody else.
    """
    matcher = _matcher(codebook)
    view = make_view(document.text[start:end])
    found = []
    for match in _matches(matcher, view.text):
        a, b = view.to_text(match.start, match.end)
        span = document.span(start + a, start + b)
        if match.form != "metonym" or _acts(document.text, span, matcher.own_names[match.actor]):
            found.append(Named(match.actor, match.form, span))
    return found


def _matches(matcher: _Matcher, text: str) -> Iterator[_Match]:
    done = 0
    for token in _START.finditer(text):
        if token.start() < done:
            continue
        candidates = [match for match in (_exact(matcher, text, token), _variant(matcher, text, token)) if match]
        if candidates:
            match = max(candidates, key=lambda match: match.end)  # of two as long the first, the exact one
            done = match.end
            if not _somebody_else(matcher, match, text):
                yield match


def _exact(matcher: _Matcher, text: str, token: re.Match[str]) -> _Match | None:
    pattern = matcher.exact.get(token.group())
    found = pattern.match(text, token.start()) if pattern else None
    if found is None:
        return None
    actor, form = matcher.owners[" ".join(found.group().split())]
    return _Match(actor, form, found.start(), found.end())


def _variant(matcher: _Matcher, text: str, token: re.Match[str]) -> _Match | None:
    """Follow the keys of the words from here on as far as they lead to somebody."""
    if not token.group()[0].isupper() and not is_article(token.group(), text[token.end() : token.end() + 1]):
        return None
    node, best, n_keys = matcher.variants, None, 0
    for word, end in _name_words(text, token.start()):
        if is_article(word, text[end : end + 1]):
            continue
        for key in spelling_keys(word):
            following = node.onward.get(key)
            if following is None:
                return best
            node, n_keys = following, n_keys + 1
        if len(node.owners) == 1 and (n_keys > 1 or _stands_alone(text, word, end)):
            (actor,) = node.owners
            words = text[token.start() : end]
            if matcher.actors[actor].kind == "organisation" or _all_capital(words):
                best = _Match(actor, "variant", token.start(), end)
    return best


def _name_words(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Give the words of a name, joined by spaces or hyphens, each with its end; a possessive ends the name."""
    while word := NAME_WORD.match(text, start):
        bare = word.group().removesuffix("'s")
        yield bare, start + len(bare)
        glue = _GLUE.match(text, word.end())
        if bare != word.group() or glue is None:
            return
        start = glue.end()


def _stands_alone(text: str, word: str, end: int) -> bool:
    """Say whether one word in an unlisted spelling can be a surname: Meshaal, but not Jeffery or Meshaal Smith."""
    longer = _CAPITAL_NEXT.match(text, end) is not None and not is_headline(text[max(0, end - _NEAR) : end + _NEAR])
    return len(word) >= _LETTERS and not longer and word.lower() not in _given_names()[0]


def _all_capital(words: str) -> bool:
    return all(
        word.group()[0].isupper() or word.group() in _LINKS or is_article(word.group(), words[word.end() :][:1])
        for word in NAME_WORD.finditer(words)
    )


def _somebody_else(matcher: _Matcher, match: _Match, text: str) -> bool:
    """Say whether a given name not the person's own stands right before: Hafez al-Assad, Mohammad Ali Jafari."""
    if matcher.actors[match.actor].kind != "person" and match.form != "metonym":
        return False
    before = re.search(r"([A-Z][\w']+)(?: |-)(?:(?:al|el|Al|El)[ -])?$", text[max(0, match.start - 40) : match.start])
    if before is None:
        return False
    spelled, keyed, joined = _given_names()
    word, keys = before[1].lower(), frozenset(spelling_keys(before[1]))
    if len(read_name(text[match.start : match.end])) > 1:
        return keys <= joined and not keys <= matcher.own_keys[match.actor]
    return (word in spelled or keys <= keyed) and not keys <= matcher.own_keys[match.actor]


def _acts(text: str, span: Span, owner: re.Pattern[str]) -> bool:
    """Say whether a place acts, by what stands around it in its paragraph."""
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - _NEAR)
    last = text.find("\n", span.end)
    view = make_view(text[first : min(len(text) if last < 0 else last, span.end + _NEAR)])
    return acts(view.text, view.from_text(span.start - first), view.from_text(span.end - first), owner=owner)


@cache
def _given_names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give given names as they are spelled, the keys of those long enough, and the keys of those that join others."""
    sections = read_sections("given_names.txt")
    spelled = [name for names in sections.values() for name in names]
    keys = [spelling_keys(name) for name in spelled]
    return (
        frozenset(name.lower() for name in spelled),
        frozenset(key for pair in keys for key in pair if count_consonants(pair) > 2),
        frozenset(key for name in sections["joined"] for key in spelling_keys(name)),
    )


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> _Matcher:
    owners = _owners(codebook.actors)
    firsts: dict[str, list[str]] = {}
    for form in owners:
        if first := _START.match(form):
            firsts.setdefault(first.group(), []).append(form)
    return _Matcher(
        exact={first: _compile(forms) for first, forms in firsts.items()},
        owners=owners,
        variants=_variants(codebook.actors),
        actors={actor.actor_id: actor for actor in codebook.actors},
        own_names={a.actor_id: _compile(map(_plain, (a.name, *a.aliases))) for a in codebook.actors if a.metonyms},
        own_keys={
            a.actor_id: frozenset(k for form in (a.name, *a.aliases) for k in read_name(form)) for a in codebook.actors
        },
    )


def _owners(actors: Iterable[Actor]) -> dict[str, tuple[str, MentionForm]]:
    """Give every form as it is written, and whom it names; what is declared goes before titles put to names."""
    titled: dict[str, set[str]] = {}
    owners: dict[str, tuple[str, MentionForm]] = {}
    for actor in actors:
        for form in _titled(actor):
            titled.setdefault(_plain(form), set()).add(actor.actor_id)
        owners |= {_plain(form): (actor.actor_id, "metonym") for form in actor.metonyms}
        owners |= {_plain(form): (actor.actor_id, "demonym") for form in actor.demonyms}
        owners |= {_plain(form): (actor.actor_id, "alias") for form in actor.aliases}
        owners[_plain(actor.name)] = (actor.actor_id, "name")
        if actor.kind == "unnamed":
            owners |= {_plain(form): (actor.actor_id, "nominal") for form in (actor.name, *actor.aliases)}
    return {form: (min(ids), "alias") for form, ids in titled.items() if len(ids) == 1} | owners


def _titled(actor: Actor) -> Iterator[str]:
    names = dict.fromkeys((actor.name, *actor.aliases, *([actor.surname] if actor.kind == "person" else [])))
    yield from (f"{title} {name}" for title in actor.titles for name in names)


def _variants(actors: Iterable[Actor]) -> _Node:
    root = _Node()
    for actor in actors:
        for form in (actor.name, *actor.aliases, *_titled(actor)):
            node = root
            for key in variant_key(form, actor.kind) or ():
                node = node.onward.setdefault(key, _Node())
            if node is not root:
                node.owners.add(actor.actor_id)
    return root


def _compile(forms: Iterable[str]) -> re.Pattern[str]:
    words = [re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def _plain(form: str) -> str:
    return make_view(form).text
