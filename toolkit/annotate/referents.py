"""Say whom a pronoun or a noun phrase stands for: the figure of the article that is meant, or nobody.

The one rule: a wrong speaker is worse than none; where two figures fit about as well, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from toolkit.annotate.cast import Cast, Figure, Naming
from toolkit.language.names import gender_of
from toolkit.language.nouns import Noun
from toolkit.language.sourcing import is_person_noun, noun_kind
from toolkit.rows import Range

_SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_FARTHEST = 6  # sentences back
_FAR = 8  # sentences back for "the report"
_PRINTED = frozenset("report paper newspaper article story magazine daily poll survey study outlet agency".split())
_FADES = 0.4  # a sentence
_LEADS, _OTHER, _OWNER = 1.0, 0.45, 0.6
_SAID = 1.0  # by a source of a quotation
_IN_SPEECH = 0.1  # what is named inside somebody's words
_LAST = 0.5  # more for who spoke last
_UNTOLD = 0.4  # of the weight of somebody whose gender nothing tells
_CLEAR = 0.62  # of the weight of the two first
_LEAST = 0.12
_FAINT = 0.13  # of somebody described far away
_RANKS = frozenset(
    "senior top former longtime current new then late own chief leading high-ranking top-ranking".split()
)
_OFFICES = {
    "sen.": "senator", "gov.": "governor", "rep.": "representative", "congressman": "representative",
    "congresswoman": "representative", "lawmaker": "representative", "gen.": "general", "prof.": "professor",
    "dr.": "doctor", "chief": "leader", "head": "leader", "boss": "leader", "nominee": "candidate",
    "contender": "candidate", "hopeful": "candidate", "front-runner": "candidate", "frontrunner": "candidate",
    "tycoon": "mogul", "magnate": "mogul", "businessman": "mogul", "attorney": "lawyer",
}


@dataclass(slots=True)
class Scene:
    """Hold what is known while an article is read from its beginning: names, and who has spoken so far."""

    text: str
    cast: Cast
    speech: Sequence[tuple[int, int]]
    spoken: list[tuple[int, Figure]] = field(default_factory=list)

    def note(self, place: int, figure: Figure) -> None:
        """Remember that a source at this place is the figure."""
        self.spoken.append((place, figure))


def resolve_pronoun(scene: Scene, word: str, place: int, own: Sequence[Range] = ()) -> Figure | None:
    """Find the person that he or she stands for, by salience: place, role in the sentence, and who spoke before.

    Notes
    -----
    The weighing of recency and of the subject follows Lappin & Leass 1994, "An algorithm for pronominal anaphora
    resolution", Computational Linguistics 20(4).
    """
    gender = _SINGULAR.get(word.lower())
    if gender is None:
        return None
    return _clearest(scene, _weigh(scene, place, gender, own))


def _clearest(scene: Scene, weights: dict[int, float]) -> Figure | None:
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _LEAST:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    figure = next(f for f in scene.cast.figures if id(f) == ranked[0][0])
    return figure if ranked[0][1] >= _CLEAR * (ranked[0][1] + second) else None


def _same_office(word: str) -> str:
    return _OFFICES.get(word, word.rstrip("."))


def _weigh(scene: Scene, place: int, gender: str | None, own: Sequence[Range] = ()) -> dict[int, float]:
    # after "…," of many sentences, the sentence before the quotation is the last one
    here = scene.cast.sentence_at(min([place, *(start for start, _ in own)]))
    weights: dict[int, float] = {}

    def add(figure: Figure, sentence: int, weight: float) -> None:
        told = 1.0 if gender is None or figure.gender else _UNTOLD
        weights[id(figure)] = weights.get(id(figure), 0.0) + told * weight * _FADES ** max(0, here - sentence)

    for naming in scene.cast.namings:
        if naming.start >= place or not here - _FARTHEST <= naming.sentence or not _fits(naming.figure, gender):
            continue
        weight = _LEADS if naming.leads else _OWNER if naming.owner else _OTHER
        if any(start <= naming.start < end for start, end in own):
            continue
        within = any(start <= naming.start < end for start, end in scene.speech)
        add(naming.figure, naming.sentence, weight * (_IN_SPEECH if within else 1.0))
    said = [(where, figure) for where, figure in scene.spoken if where < place and _fits(figure, gender)]
    for where, figure in said:
        sentence = scene.cast.sentence_at(where)
        if here - _FARTHEST <= sentence:
            add(figure, sentence, _SAID + (_LAST if (where, figure) == said[-1] else 0.0))
    return weights


def _fits(figure: Figure, gender: str | None) -> bool:
    """Say whether a figure may be a person of that gender."""
    return figure.person is True and (gender is None or figure.gender in (None, gender))


def resolve_body(scene: Scene, place: int) -> Figure | None:
    """Find the body or state that "it" stands for, where one alone leads the sentences before."""
    here = scene.cast.sentence_at(place)
    near = [
        naming
        for naming in scene.cast.namings
        if naming.start < place and here - 1 <= naming.sentence and naming.leads and naming.figure.person is not True
    ]
    spoken = [f for where, f in scene.spoken if where < place and here - 1 <= scene.cast.sentence_at(where)]
    figures = {id(f): f for f in [*(n.figure for n in near), *(f for f in spoken if f.person is not True)]}
    return figures.popitem()[1] if len(figures) == 1 else None


def resolve_relative(scene: Scene, place: int) -> Figure | None:
    """Find the figure whose name stands right before "who" or "which"."""
    before = scene.text[max(0, place - 2) : place]
    end = place - len(before) + len(before.rstrip(", \u00a0"))
    naming = next((n for n in scene.cast.within(max(0, place - 80), place) if n.end == end), None)
    return naming.figure if naming else None


def resolve_noun(scene: Scene, noun: Noun, place: int) -> Figure | None:
    """Find the figure that a definite noun phrase stands for ("the senator"), by what the article calls it."""
    if is_person_noun(noun.head):
        return _by_description(scene, noun, place)
    kind = noun_kind(noun.head)
    if kind in ("body", "state_body"):
        return _by_kind(scene, noun, place)
    if noun.head in _PRINTED and not noun.modifiers:
        return _last_outlet(scene, place)
    return None


def _by_description(scene: Scene, noun: Noun, place: int) -> Figure | None:
    gender = gender_of(noun.head)
    weights = _weigh(scene, place, gender)
    fits = {}
    for figure in scene.cast.figures:
        if _fits(figure, gender):
            fits[id(figure)] = max((_likeness(noun, told, figure) for told in figure.descriptions), default=0.0)
    best = max(fits.values(), default=0.0)
    if best <= 0:
        return None
    return _clearest(scene, {key: weights.get(key, _FAINT) for key, fit in fits.items() if fit == best})


def _likeness(noun: Noun, told: Noun, figure: Figure) -> float:
    """Say how well what the article calls somebody fits a noun phrase: 0 where it does not."""
    if _same_office(noun.head) != _same_office(told.head):
        return 0.0
    asked = [word for word in noun.modifiers if word not in _RANKS]
    held = sum(word in told.modifiers or word in figure.belongs for word in asked)
    return 0.0 if asked and 2 * held <= len(asked) else 1.0 + held


def _by_kind(scene: Scene, noun: Noun, place: int) -> Figure | None:
    """Find the body whose name ends in the noun: "the department" after "the Justice Department"."""
    fit = [
        n
        for n in scene.cast.namings
        if n.start < place and len(n.figure.words) > 1 and n.figure.words[-1].lower() == noun.head
    ]
    told = [word for word in noun.modifiers if word not in _RANKS]
    fit = [n for n in fit if all(word in n.figure.name.lower() for word in told)]
    if fit:
        return fit[-1].figure
    return _last_body(scene, place, 2) if not told else None


def _last_outlet(scene: Scene, place: int) -> Figure | None:
    """Give the outlet that spoke last: "the report" is its report."""
    here = scene.cast.sentence_at(place)
    near = [f for where, f in scene.spoken if where < place and here - _FAR <= scene.cast.sentence_at(where)]
    return next((figure for figure in reversed(near) if figure.outlet), None)


def _last_body(scene: Scene, place: int, sentences: int) -> Figure | None:
    """Give the last speaker of the sentences before, if it is no person."""
    here = scene.cast.sentence_at(place)
    spoke = [f for where, f in scene.spoken if where < place and here - sentences <= scene.cast.sentence_at(where)]
    return spoke[-1] if spoke and spoke[-1].person is not True else None
