"""Match the codebook's names against a text; by itself, because quotations' sources are matched before mentions exist.

The one rule: the longest form wins; a spelling that nobody listed counts only where it can be nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from toolkit.annotate.lexicon import EITHER, Lexicon, given_names, make_lexicon
from toolkit.annotate.places import acts, is_headline
from toolkit.codebook import Codebook
from toolkit.language import (
    CAPITALS,
    NAME_WORD,
    SPACED_ARTICLES,
    is_article,
    make_view,
    name_key,
    read_word,
    spelling_keys,
    word_shape,
)
from toolkit.rows import Document, MentionForm, Span

_GLUE = re.compile(r"\s+|-")
_CAPITAL_NEXT = re.compile(rf"[\s-][{CAPITALS}](?![{CAPITALS}])[^\W\d_]")
_WITHIN_WORDS = ("'", "`", "\u02be", "\u02bf")  # the word of a name goes on after them: O'Neill
_ENDS = ',.;:!?()[]"“”'  # and the end of the text
_OWNS = ("'s ", "' ")  # a possessive ends a name
_LINKS = frozenset(("bin", "ben", "ibn", "abu", "bint"))  # in lower case inside names
_NAME_BEFORE = re.compile(rf"([{CAPITALS}][\w']+)(?: |-)(?:(?:al|el|Al|El)[ -])?$")
_GOAL = re.compile(r"\b(?:to|visit|visits|visited|visiting)\s$")
_NEAR = 400  # characters around a place that are looked at, within its paragraph
_LETTERS = 5  # of a surname in a spelling that nobody listed


class Named(NamedTuple):
    """Hold the words that name an actor, before anything is known about their voice."""

    actor: str
    form: MentionForm
    span: Span


class Match(NamedTuple):
    """Hold where a text names an actor; `alone` is a surname in a spelling that nobody listed."""

    actor: str
    form: MentionForm
    start: int
    end: int
    alone: bool = False


def find_names(document: Document, codebook: Codebook, start: int, end: int, *, goals: bool = False) -> list[Named]:
    """Find the named actors in one range of a document.

    Declared forms are matched as they are written. Persons and organisations are also found in other spellings
    (variant), a place that stands for an actor (metonym) only where it acts. A person's surname behind somebody
    else's given name is somebody else. A surname alone is found in another spelling only behind a declared title, or
    where the document names the person in some other way, as news does at first. With `goals`, seats of government
    are also found where somebody goes to them: who travels to a capital visits its state.
    """
    places = place_names(document.text, codebook, start, end, goals=goals)
    return [Named(place.actor, place.form, document.span(place.start, place.end)) for place in places]


def place_names(text: str, codebook: Codebook, start: int, end: int, *, goals: bool = False) -> Iterator[Match]:
    """Find where the actors are named, as `find_names` does; places alone are had sooner than spans."""
    lexicon = make_lexicon(codebook)
    view = make_view(text[start:end])
    for match in _matches(lexicon, view.text):
        actor, form, a, b, alone = match
        if view.starts is not None:
            a, b = view.to_text(a, b)
        a, b = start + a, start + b
        may_be_place = form == "metonym" and not (goals and _GOAL.search(text, max(0, a - 12), a))
        if may_be_place and not _acts(text, a, b, lexicon.own_names[actor]):
            continue
        if not alone or _titled(lexicon, match, view.text) or actor in _introduced(text, codebook):
            yield Match(actor, form, a, b, alone)


def _matches(lexicon: Lexicon, text: str) -> Iterator[Match]:
    done = 0
    for token in lexicon.begins.finditer(text):
        word = token.group()
        lead = lexicon.leads[word]
        start = token.start()
        if start < done or (lead is None and not text.startswith(_WITHIN_WORDS, start + len(word))):
            continue
        match = _exact(lexicon, lead.exact, text, start) if lead and lead.exact else None
        keys, end = (lexicon.later, match.end) if match else (lead and lead.onward, start + len(word))
        if (lead is None or lead.varies) and (keys is None or _may_go_on(keys, text, end)):
            match = _variant(lexicon, text, start, word, match.end if match else 0) or match
        if match is not None:
            done = match.end
            if not _somebody_else(lexicon, match, text):
                yield match


def _exact(lexicon: Lexicon, pattern: re.Pattern[str], text: str, start: int) -> Match | None:
    found = pattern.match(text, start)
    if found is None:
        return None
    words = found.group()
    actor, form = lexicon.owners.get(words) or lexicon.owners[" ".join(words.split())]
    return Match(actor, form, start, found.end())


def _may_go_on(keys: Container[str], text: str, end: int) -> bool:
    """Say whether what follows may be more of a name, whose next word has one of the keys, by one word at most."""
    if text[end : end + 1] in _ENDS or text.startswith(_OWNS, end):
        return False
    word = NAME_WORD.match(text, end + 1) if text[end] == " " else None
    if word is None or is_article(word.group(), text[word.end() : word.end() + 1]):
        return True
    read = read_word(word.group().removesuffix("'s"))
    return not read or read[0][0] in keys


def _variant(lexicon: Lexicon, text: str, start: int, first: str, beyond: int) -> Match | None:
    """Follow the keys of the words from here on as far as they lead to somebody, who is named `beyond` a place."""
    if not first[0].isupper() and not is_article(first, text[start + len(first) : start + len(first) + 1]):
        return None
    node, best, vowels = lexicon.variants, None, ""
    for word, end in _name_words(text, start):
        if is_article(word, text[end : end + 1]):
            continue
        for key, vowel in read_word(word):
            following = node.onward.get(key)
            if following is None:
                return best
            node, vowels = following, vowels + (vowel or EITHER)
        if end <= beyond:
            continue
        actor = node.owner(vowels)
        alone = len(vowels) == 1
        if actor is None or (alone and not _stands_alone(lexicon, actor, text, word, end)):
            continue
        person = lexicon.actors[actor].kind == "person"
        if not person or _all_capital(text[start:end]):
            best = Match(actor, "variant", start, end, alone=person and alone)
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


def _titled(lexicon: Lexicon, match: Match, text: str) -> bool:
    return text[: match.start].rstrip().endswith(lexicon.actors[match.actor].titles or "\n")


@lru_cache(maxsize=8)
def _introduced(text: str, codebook: Codebook) -> frozenset[str]:
    """Give the actors whom a text names otherwise than by a surname in a spelling that nobody listed."""
    return frozenset(m.actor for m in _matches(make_lexicon(codebook), make_view(text).text) if not m.alone)


def _stands_alone(lexicon: Lexicon, actor: str, text: str, word: str, end: int) -> bool:
    """Say whether one word in an unlisted spelling can be a surname: Meshaal, but not Jeffery or Meshaal Smith."""
    known = len(word) >= _LETTERS and word_shape(word) in lexicon.shapes[actor]
    if not known or word.lower() in given_names()[0]:
        return False
    return _CAPITAL_NEXT.match(text, end) is None or is_headline(text[max(0, end - _NEAR) : end + _NEAR])


def _all_capital(words: str) -> bool:
    return all(
        word.group()[0].isupper() or word.group() in _LINKS or is_article(word.group(), words[word.end() :][:1])
        for word in NAME_WORD.finditer(words)
    )


def _somebody_else(lexicon: Lexicon, match: Match, text: str) -> bool:
    """Say whether a given name not the person's own stands right before: Hafez al-Assad, Mohammad Ali Jafari."""
    if lexicon.actors[match.actor].kind != "person" and match.form != "metonym":
        return False
    near = text[max(0, match.start - 40) : match.start]
    last = near[:-1].rsplit(None, 1)[-1:] if near.endswith((" ", "-")) else []
    # hardly a name has another before it, and letters are compared sooner than a pattern
    if not last or (last[0].islower() and last[0] not in SPACED_ARTICLES) or not (before := _NAME_BEFORE.search(near)):
        return False
    spelled, keyed, joined = given_names()
    word, keys = before[1].lower(), frozenset(spelling_keys(before[1]))
    if len(name_key(text[match.start : match.end])) > 1:
        return keys <= joined and not keys <= lexicon.own_keys[match.actor]
    return (word in spelled or keys <= keyed) and not keys <= lexicon.own_keys[match.actor]


def _acts(text: str, start: int, end: int, owner: re.Pattern[str]) -> bool:
    """Say whether a place acts, by what stands around it in its paragraph."""
    first = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
    last = text.find("\n", end)
    view = make_view(text[first : min(len(text) if last < 0 else last, end + _NEAR)])
    return acts(view.text, view.from_text(start - first), view.from_text(end - first), owner=owner)
