"""Read a source: whether the words that say who is quoted name somebody or leave them unnamed.

The one rule: only the words of the source count, not what another sentence says: "the official" is unnamed here.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from toolkit.language.tokens import CAPITALS

SourceReading = Literal["named", "unnamed", "pronoun"]

_PRONOUNS = frozenset(
    "he him his himself she her hers herself it its itself they them their theirs themselves i me my mine myself "
    "we us our ours ourselves you your yours who whom which whose that this".split()
)
_BESIDE_PRONOUNS = frozenset("both all also too of each".split())
_BEFORE = frozenset("by to for from among with of as in including even especially not".split())
_LEADS_ON = frozenset("himself herself itself themselves alone too also".split())
_QUANTITIES = frozenset("one two three some many most several few another other both all any each".split())
_NO_HEADS = frozenset(
    "a an the no every his her its their my our this that these those recent new latest super early late local senior "
    "top former retired state federal national republican democratic gop conservative liberal public such".split()
)
_COMMON = _QUANTITIES | _NO_HEADS  # capitals of these, as in "Many", are no names
_DETERMINERS = _QUANTITIES | frozenset(
    "a an no every his her its their my our this that these those recent new latest super".split()
)
_RANKS = frozenset(
    "the this that these those my our your senior top leading high-ranking top-ranking high-level "
    "lower-level low-level mid-level unnamed anonymous "
    "certain".split()
)
_ONE_OF = re.compile(
    r"^(?:one|two|three|some|several|many|most|both|all|none|a few) of (?=the |his |her |its |their )", re.IGNORECASE
)
_OF_NAME = re.compile(rf"\s(?:of|for|from)\s(?:the\s)?((?:[{CAPITALS}][\w'-]*)(?:\s(?:of\s)?[{CAPITALS}][\w'-]*)*)")
# The noun that says who speaks stands before these.
_AFTER_HEAD = re.compile(
    r"\s(?:of|for|at|in|from|to|with|on|by|about|near|outside|inside|within|under|over|like|among|against|around|across|"
    r"behind|before|after|since|during|between|through|than|who|whom|whose|which|that|where|when|as|close|familiar|present|"
    r"last|this|next|today|yesterday|here|there|taken|led|run|[a-z]{2,}(?:ing|ed))\s.*"
)
_SEPARATOR = re.compile(r"[,;:()\[\]]|\s[—–-]+\s|[—–]")
_SEGMENTS = re.compile(rf"\s*(?:{_SEPARATOR.pattern})\s*")
_AND = re.compile(r"\s(?:and|or|but|&)\s")
_OFFICE = re.compile(r"\b(secretary|minister) (?:of|for) (?:the )?[A-Z][\w-]+(?= [A-Z])", re.IGNORECASE)
_IN_PLACE = re.compile(rf"\b(?:in|of|from|at|near|outside) (?:[{CAPITALS}][\w.'-]*\s?)+$")
_PLACE = re.compile(r"\w+\.?|(?:New|North|South|East|West|Rhode|United|District) .*")  # Newark, New Jersey
_PARTY = re.compile(r"[RDI](?:\s?-.*)?")  # Smith (D-Mass.)
_MADE_BY = re.compile(r"\b(?:by|from)\s(.+)")
_DEMONYM = re.compile(
    r"(?:[a-z]{2}ian|ish|ese|aeli|ican|aqi|rench|utch|erman|merican|udi|rab|abic|reek|wiss|orean|exan)(?:-\w+)?$"
)
_PEOPLES = re.compile(r"(?:ians|icans|ists|ites|ocrats)$")


@lru_cache(maxsize=1 << 14)
def read_source(words: str) -> SourceReading:
    """Read whether a source's words name a person, organisation, state or outlet.

    Unnamed are indefinite words, classes of people ("Democrats", "many Americans") and people without a name, even with
    somebody else's ("one aide to Smith"). A body or document takes the name of whose it is ("the Okoro campaign",
    "a report by the Daily Herald").

    Examples
    --------
    >>> read_source("Mr. Okoro"), read_source("one aide to Mr. Okoro"), read_source("they")
    ('named', 'unnamed', 'pronoun')
    """
    words = " ".join(words.replace("’", "'").split()).strip(" ,.;:—–-\"“”'")
    words = _OFFICE.sub(r"\1", words)  # Secretary of State Jane Okoro
    lowered = words.lower().split()
    if lowered and all(word in _PRONOUNS or word in _BESIDE_PRONOUNS for word in lowered):
        return "pronoun" if any(word in _PRONOUNS for word in lowered) else "unnamed"
    before = ""
    for segment in _SEGMENTS.split(words):
        place = _IN_PLACE.search(before) and _PLACE.fullmatch(segment)
        if segment and not place and not _PARTY.fullmatch(segment) and _names(segment):
            return "named"
        before = segment
    return "unnamed"


def _names(segment: str) -> bool:
    tokens = segment.split()
    while tokens and tokens[0].lower() in _BEFORE:
        tokens = tokens[1:]
    if not tokens or tokens[0].lower() in ("who", "whose", "which", "where", "when", "that"):
        return False
    segment = " ".join(tokens)
    core = _AFTER_HEAD.sub("", segment + " ").strip()
    if core.split()[-1].lower() in _NO_HEADS:  # "a winning candidate" is no noun "a" that wins
        core = segment
    if any(_names_one(part.split()) for part in _AND.split(core) if part):
        return True
    return noun_kind(core.split()[-1]) == "document" and _is_made_by_name(segment[len(core) :].strip())


def _is_made_by_name(rest: str) -> bool:
    """Find the name in "(a report) by the Daily Herald" and "(results) of a Daily Herald poll"."""
    if rest.startswith("of "):
        core = _AFTER_HEAD.sub("", rest[3:] + " ").strip()
        if noun_kind(core.split()[-1]) == "document" and _names(rest[3:]):
            return True
    made_by = _MADE_BY.search(rest)
    return made_by is not None and _names(made_by[1])


def _names_one(tokens: list[str]) -> bool:
    """Tell whether one noun phrase, without what follows its noun, names somebody."""
    while len(tokens) > 1 and tokens[-1].lower() in _LEADS_ON:
        tokens = tokens[:-1]
    head = tokens[-1].strip("\"“”'").removesuffix("'s")
    kind = noun_kind(head)
    one_of_a_people = len(tokens) > 1 and tokens[0].lower() in _COMMON and _DEMONYM.search(head)  # an Iranian
    if kind in ("person", "people") or _PEOPLES.search(head) or one_of_a_people:
        return " ".join(tokens[-2:]).lower() == "united states"
    if kind is None:
        return _is_capital(head) and head.lower() not in _PRONOUNS and head.lower() not in _COMMON
    return _is_proper(head, tokens[:-1]) or _has_name(tokens[:-1], states=kind == "state_body")


def _is_proper(head: str, before: list[str]) -> bool:
    """Tell "the State Department" and "the Journal" from "Polls" and "the department"."""
    if not _is_capital(head) or not before:
        return False
    return before[-1].lower() == "the" or (_is_capital(before[-1]) and before[-1].lower() not in _DETERMINERS)


def _has_name(tokens: list[str], *, states: bool) -> bool:
    """Find a name among the words before a noun; "Turkish" names a state ("government"), but no outlet ("paper")."""
    names = [token.strip("\"“”'").removesuffix("'s") for token in tokens if _is_capital(token)]
    names = [name for name in names if name.lower() not in _COMMON and noun_kind(name) in (None, "people")]
    return any(states or (noun_kind(name) is None and not _DEMONYM.search(name)) for name in names)


def _is_capital(token: str) -> bool:
    return token != token.lower()


@cache
def _kinds() -> dict[str, str]:
    with files("toolkit").joinpath("language/data/sources.tsv").open(encoding="utf-8") as lines:
        return {row["word"]: row["kind"] for row in csv.DictReader(lines, delimiter="\t")}


def nouns_of(kind: str) -> frozenset[str]:
    """Give the nouns that stand for persons, or for something else, in small letters."""
    return frozenset(noun for noun, its in _kinds().items() if its == kind)


@lru_cache(maxsize=65536)
def core_of(words: str) -> str:
    """Give a noun phrase up to its head, without what is told after it.

    Examples
    --------
    >>> core_of("the aide to the minister, who left")
    'the aide'
    """
    first = words
    if _SEPARATOR.search(words):  # few have one, and search is quick
        first = next(filter(None, _SEGMENTS.split(words)), "")
    return _AFTER_HEAD.sub("", first + " ").strip()


def class_of(words: str) -> str | None:
    """Give the class of people or papers that a source without a name is, None for a bare quantity or pronoun.

    Examples
    --------
    >>> class_of("several senior Ruritanian officials in the capital"), class_of("a spokesman for the Vale Board")
    ('Ruritanian officials', 'Vale Board spokesman')
    """
    words = _ONE_OF.sub("", " ".join(words.replace("’", "'").split()))
    core = core_of(words)
    tokens = core.split()
    while tokens and (tokens[0].lower() in _DETERMINERS | _RANKS or tokens[0].isdigit()):
        tokens = tokens[1:]
    if not tokens or not _is_class_noun(tokens[-1], words):
        return None
    owner = _OF_NAME.match(words, len(core))
    if owner and not is_person_noun(owner[1].split()[0]):
        tokens = [*owner[1].split(), *tokens]
    return " ".join(token.removesuffix("'s") for token in tokens)


def _is_class_noun(noun: str, words: str) -> bool:
    """Say whether a noun can be a class of sources: a known one, or any with "one" or "a" before it or in plural."""
    if noun_kind(noun) is not None:
        return True
    indefinite = words.split()[0].lower() in _DETERMINERS - {"the"} or noun.endswith(("s", "men", "women"))
    return noun.isalpha() and noun.islower() and indefinite and noun not in _PRONOUNS and noun not in _COMMON


@lru_cache(maxsize=65536)
def is_demonym(word: str) -> bool:
    """Say whether a word has the form of an adjective of a country: "Ruritanian", "Danish".

    Examples
    --------
    >>> is_demonym("Ruritanian"), is_demonym("Vale")
    (True, False)
    """
    return _DEMONYM.search(word) is not None and word[:1].isupper()


def is_person_noun(word: str) -> bool:
    """Say whether a noun stands for a person, as "general" does where it ends a phrase."""
    return noun_kind(word) == "person" or word.lower() in _OFFICERS


_OFFICERS = frozenset(
    "general colonel major captain lieutenant sergeant admiral marshal president premier governor mayor senator "
    "representative congressman congresswoman judge justice bishop archbishop cardinal pope ayatollah imam rabbi king "
    "queen prince princess emir sultan sheikh professor doctor nominee mogul front-runner frontrunner".split()
)


@lru_cache(maxsize=65536)
def noun_kind(word: str) -> str | None:
    """Give what a noun stands for (person, people, body, state_body, document), None for other words.

    Examples
    --------
    >>> noun_kind("spokesman"), noun_kind("ministry"), noun_kind("river")
    ('person', 'state_body', None)
    """
    return _kinds().get(word.lower().strip("\"“”'").removesuffix("'s"))
