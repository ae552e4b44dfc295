"""Lay out the forms under which a codebook's actors are found, by their first word.

The one rule: what a text's word leads to is looked up, never tried one after another, so that more actors take no more
time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from toolkit.annotate.places import read_sections
from toolkit.codebook import Actor, Codebook, variant_key
from toolkit.language import (
    ARTICLES,
    CAPITALS,
    NAME_WORD,
    SPACED_ARTICLES,
    count_consonants,
    make_view,
    name_key,
    read_name,
    read_word,
    spelling_keys,
    word_shape,
)
from toolkit.rows import MentionForm

EITHER = "."  # a closing vowel that may be any
_MOST_WORDS = 65536  # whose outcome is kept
FIRST = re.compile(r"\w+|[^\w\s]")


@dataclass(slots=True)
class Node:
    """Hold where the next word of a name leads, and whose name ends here, with the vowels that close its words."""

    onward: dict[str, Node] = field(default_factory=dict)
    owners: dict[str, set[str]] = field(default_factory=dict)

    def owner(self, vowels: str) -> str | None:
        """Give whose name it is; None where it is nobody's or may be that of several."""
        if len(self.owners) != 1:
            return None
        ((actor, declared),) = self.owners.items()
        return actor if any(_fits(vowels, own) for own in declared) else None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Hold the forms of a codebook.

    Attributes
    ----------
    begins
        The words at which a name may begin: those of declared forms, articles, and all with a capital.
    exact
        By first word, a pattern of the declared forms that begin with it.
    owners
        By form, whom it names and how.
    variants
        Where the spelling keys of a name's words lead.
    own_names
        Names of the actors with metonyms.
    own_keys
        By actor, the keys of all words of its names.
    shapes
        By actor, the shapes of the names that are one word.
    later
        The keys of all words of names but the first.
    """

    begins: re.Pattern[str]
    exact: dict[str, re.Pattern[str]]
    owners: dict[str, tuple[str, MentionForm]]
    variants: Node
    actors: dict[str, Actor]
    own_names: dict[str, re.Pattern[str]]
    own_keys: dict[str, frozenset[str]]
    shapes: dict[str, frozenset[str]]
    later: frozenset[str]
    leads: _Leads = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leads", _Leads(self))


class Lead(NamedTuple):
    """Say what may begin with a word: a declared form, another spelling of a name.

    `onward` has the keys of which one must follow, and is None where the word may be all of a name.
    """

    exact: re.Pattern[str] | None
    varies: bool
    onward: Mapping[str, Node] | None = None


class _Leads(dict[str, Lead | None]):
    """Say what may begin with a word, None for nothing; hardly a word begins a name, and following it takes time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, word: str) -> Lead | None:
        letters = NAME_WORD.match(word)
        keys = read_word(letters.group()) if letters else ()
        node: Node | None = self._lexicon.variants
        for key, _ in keys:
            node = node.onward.get(key) if node else None
        opens = word.lower() in ARTICLES or not keys
        exact = self._lexicon.exact.get(word)
        if len(self) >= _MOST_WORDS:
            self.clear()
        onward = node.onward if node and not node.owners and not opens else None
        self[word] = Lead(exact, opens or node is not None, onward) if opens or node or exact else None
        return self[word]


@cache
def given_names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give given names as they are spelled, the keys of those long enough, and the keys of those that join others."""
    sections = read_sections("given_names.txt")
    spelled = [name for names in sections.values() for name in names]
    keys = [spelling_keys(name) for name in (*sections["joined"], *sections["others"])]
    return (
        frozenset(name.lower() for name in spelled),
        frozenset(key for pair in keys for key in pair if count_consonants(pair) > 2),
        frozenset(key for name in sections["joined"] for key in spelling_keys(name)),
    )


@lru_cache(maxsize=8)
def make_lexicon(codebook: Codebook) -> Lexicon:
    """Lay out the forms of a codebook for matching; kept, since a codebook is asked for again and again."""
    owners = _owners(codebook.actors)
    variants = _variants(codebook.actors)
    firsts: dict[str, list[str]] = {}
    for form in owners:
        if first := FIRST.match(form):
            firsts.setdefault(first.group(), []).append(form)
    return Lexicon(
        begins=_begins(firsts),
        exact={first: _compile(forms) for first, forms in firsts.items()},
        owners=owners,
        variants=variants,
        actors={actor.actor_id: actor for actor in codebook.actors},
        own_names={actor.actor_id: _compile(map(_plain, _names(actor))) for actor in codebook.actors if actor.metonyms},
        own_keys={
            actor.actor_id: frozenset(chain.from_iterable(map(name_key, _names(actor)))) for actor in codebook.actors
        },
        shapes={actor.actor_id: frozenset(_shapes(actor)) for actor in codebook.actors},
        later=frozenset(key for node in variants.onward.values() for key in _keys_below(node)),
    )


def _begins(firsts: Iterable[str]) -> re.Pattern[str]:
    """Give the pattern, its letters first and then what stands before them: twice as fast as the other way round."""
    small = {first: r"(?!\w)" for first in firsts if not first[0].isupper()}
    articles = {article: "(?=[- ])" if article in SPACED_ARTICLES else "(?=-)" for article in ARTICLES}
    rests: dict[str, list[str]] = {}
    for words in (small, articles):
        for word, end in sorted(words.items()):
            rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]) + end)
    choices = [rf"(?<=[{CAPITALS}])\w*", *(f"(?<={letter})(?:{'|'.join(rest)})" for letter, rest in rests.items())]
    return re.compile(rf"[{CAPITALS}{''.join(rests)}](?<!\w.)(?:{'|'.join(choices)})")


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
            owners |= {_plain(form): (actor.actor_id, "nominal") for form in _names(actor)}
    return {form: (min(ids), "alias") for form, ids in titled.items() if len(ids) == 1} | owners


def _titled(actor: Actor) -> Iterator[str]:
    """Give a person's titles put to a surname that is not listed alone: President Abbas."""
    if actor.surname not in actor.aliases:
        yield from (f"{title} {actor.surname}" for title in actor.titles)


def _shapes(actor: Actor) -> Iterator[str]:
    """Give the shapes of the names that are one word, without its article."""
    for name in _names(actor):
        if len(name_key(name)) == 1:
            yield word_shape([*NAME_WORD.finditer(name)][-1].group())


def _keys(actor: Actor) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(name_key, _names(actor))))


def _names(actor: Actor) -> tuple[str, ...]:
    return actor.name, *actor.aliases


def _variants(actors: Iterable[Actor]) -> Node:
    root = Node()
    for actor in actors:
        for form in (*_names(actor), *_titled(actor)):
            if not variant_key(form, actor.kind):
                continue
            node = root
            for key, _ in read_name(form):
                node = node.onward.setdefault(key, Node())
            vowels = "".join(vowel or EITHER for _, vowel in read_name(form))
            node.owners.setdefault(actor.actor_id, set()).add(vowels)
    return root


def _keys_below(node: Node) -> Iterator[str]:
    for key, following in node.onward.items():
        yield key
        yield from _keys_below(following)


def _compile(forms: Iterable[str]) -> re.Pattern[str]:
    words = [re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def _plain(form: str) -> str:
    return make_view(form).text


def _fits(vowels: str, declared: str) -> bool:
    return all(EITHER in (one, other) or one == other for one, other in zip(vowels, declared, strict=True))
