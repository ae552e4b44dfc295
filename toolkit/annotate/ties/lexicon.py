"""The words of ties, read from tables: categories, triggers, classes of words, inflected forms.

The one rule: what a word means for a tie stands in the tables under `data`, never in code.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from toolkit.language import cue_words
from toolkit.rows import TieStatus

FormKind = Literal["base", "s", "past", "participle", "ing"]
TriggerKind = Literal["verb", "noun", "predicate", "modal"]
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Category:
    """Hold a category of ties and its value on the published scale."""

    name: str
    plover: str
    cameo: str
    valence: float
    mutual: bool
    definition: str
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """Hold words that tell a tie, what has to stand beside them, and where the parties stand.

    Attributes
    ----------
    needs
        Classes of words of which one is needed: ``@`` beside the verb, ``^`` as its subject, ``=`` right
        behind it, ``%`` as an adjective.
    target, source
        Places in the order in which they are tried: obj, subj, any, that, or a preposition.
    swallows
        Whether what is told inside is asked for, refused or threatened, and so no tie of its own.
    """

    category: str
    kind: TriggerKind
    words: tuple[str, ...]
    needs: tuple[str, ...]
    target: tuple[str, ...]
    source: str
    swallows: bool


@cache
def tie_categories() -> dict[str, Category]:
    """Give the categories by name."""
    rows = _rows("categories.tsv")
    return {r["category"]: _category(r) for r in rows}


@cache
def plover_signs() -> dict[str, Literal[-1, 1]]:
    """Give the sign of each PLOVER label: 1 for cooperation, -1 for conflict."""
    return {r["label"]: 1 if r["sign"] == "+" else -1 for r in _rows("plover_signs.tsv")}


def plover_label(category: str, status: TieStatus) -> str:
    """Give the label by which PLOVER codes a tie: what is promised or refused is an act of its own there.

    Examples
    --------
    >>> plover_label("visit", "asserted"), plover_label("visit", "planned"), plover_label("fight", "planned")
    ('CONSULT', 'AGREE', 'THREATEN')
    """
    known = tie_categories()[category]
    if status == "planned":
        return "AGREE" if known.valence > 0 else "THREATEN"
    return "REJECT" if status == "denied" and known.valence > 0 else known.plover


@cache
def trigger_index() -> dict[str, list[tuple[Trigger, frozenset[FormKind]]]]:
    """Give, by first word in every form, the triggers that begin with it and the forms that the word can be."""
    index: dict[str, dict[Trigger, frozenset[FormKind]]] = defaultdict(dict)
    for row in _rows("triggers.tsv"):
        for phrase in row["words"].split():
            trigger = _trigger(row, tuple(phrase.split("_")))
            for form, kind in _forms(trigger):
                index[form][trigger] = index[form].get(trigger, frozenset()) | {kind}
    return {form: list(found.items()) for form, found in index.items()}


@cache
def word_class(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the words or phrases of a class, each as a tuple of words."""
    return tuple(tuple(str(entry).lower().split()) for entry in (_yaml("classes.yaml") | _yaml("words.yaml"))[name])


@cache
def words_of(*names: str) -> frozenset[str]:
    """Give the single words of some classes as a set."""
    return frozenset(phrase[0] for name in names for phrase in word_class(name) if len(phrase) == 1)


@cache
def verb_lemmas() -> dict[str, frozenset[str]]:
    """Give the lemmas that a verb form may belong to: verbs of triggers, of plans and denials, and reporting verbs."""
    found: dict[str, set[str]] = defaultdict(set)
    lemmas = {t.words[0] for known in trigger_index().values() for t, _ in known if t.kind == "verb"}
    listed = words_of("deny", "dismissing", "proposing", "planning", "under_way", "relying", "receiving")
    for lemma in {*lemmas, *listed, *_irregular(), "call", "welcome", "lead", "leave", "become", "want", "come"}:
        for form, _ in inflect(lemma):
            found[form].add(lemma)
    return {form: frozenset(known) for form, known in found.items()}


@cache
def reporting_forms() -> frozenset[str]:
    """Give the forms of verbs by which somebody says, thinks or admits something."""
    verbs = (word for word in cue_words() if word.pos == "verb" and word.cue_class in words_of("reporting_classes"))
    return frozenset(form for word in verbs for form in word.forms) - words_of("no_reports")


@cache
def cue_forms() -> frozenset[str]:
    """Give the forms of all verbs that are known to report, whatever their sense."""
    return frozenset(form for word in cue_words() if word.pos == "verb" for form in word.forms)


def inflect(lemma: str) -> list[tuple[str, FormKind]]:
    """Give the forms of a verb.

    Examples
    --------
    >>> [form for form, _ in inflect("supply")]
    ['supply', 'supplies', 'supplied', 'supplied', 'supplying']
    """
    if known := _irregular().get(lemma):
        return known
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        s, ed = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
        ed = lemma + ("d" if lemma.endswith("e") else "ed")
    ing = lemma[:-1] + "ing" if lemma.endswith("e") and not lemma.endswith("ee") else lemma + "ing"
    return [(lemma, "base"), (s, "s"), (ed, "past"), (ed, "participle"), (ing, "ing")]


@cache
def _irregular() -> dict[str, list[tuple[str, FormKind]]]:
    kinds: tuple[FormKind, ...] = ("s", "past", "participle", "ing")
    return {r["lemma"]: [(r["lemma"], "base"), *((r[kind], kind) for kind in kinds)] for r in _rows("irregular.tsv")}


def _forms(trigger: Trigger) -> list[tuple[str, FormKind]]:
    head = trigger.words[0]
    if trigger.kind == "verb":
        return inflect(head)
    if trigger.kind == "noun" and len(trigger.words) == 1 and not head.endswith("s"):
        return [(head, "base"), (_plural(head), "base")]
    return [(head, "base")]


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in _VOWELS else noun + "s"


def _category(row: dict[str, str]) -> Category:
    words = (row["definition"], row["example"], row["counter_example"])
    return Category(row["category"], row["plover"], row["cameo"], float(row["valence"]), row["mutual"] == "yes", *words)


def _trigger(row: dict[str, str], words: tuple[str, ...]) -> Trigger:
    kind: TriggerKind = row["kind"]  # type: ignore[assignment]
    needs, target = tuple(row["needs"].split()), tuple(row["target"].split())
    return Trigger(row["category"], kind, words, needs, target, row["source"] or "subj", row["swallows"] == "yes")


def _rows(name: str) -> list[dict[str, str]]:
    with files("toolkit").joinpath(f"annotate/ties/data/{name}").open(encoding="utf-8") as lines:
        return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(lines, delimiter="\t")]


@cache
def _yaml(name: str) -> dict[str, list[str]]:
    text = files("toolkit").joinpath(f"annotate/ties/data/{name}").read_text(encoding="utf-8")
    read: dict[str, list[str]] = yaml.load(text, Loader=yaml.BaseLoader)  # "on" and "no" stay words
    return read
