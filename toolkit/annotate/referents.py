"""Say whom a pronoun or a noun phrase stands for: the figure of the article that is meant, or nobody.

The one rule: a wrong speaker is worse than none; where two figures fit about as well, neither is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.annotate.figures import Cast, Figure, Naming
from toolkit.language.names import Gender, gender_of
from toolkit.language.nouns import Noun
from toolkit.language.sourcing import noun_kind
from toolkit.rows import Range, Span

_SINGULAR: dict[str, Gender] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
_FARTHEST = 6  # sentences back for a pronoun
_FAR = 8  # for "the report"
_FADES = 0.4  # a sentence
_LEADS, _OTHER, _OWNER = 1.0, 0.45, 0.6
_SAID = 1.0  # by a source of a quotation
_LAST = 0.5  # more for who spoke last
_IN_SPEECH = 0.1  # of what is named inside somebody's words
_UNTOLD = 0.4  # of somebody whose gender nothing tells
_UNSURE = 0.7  # of somebody who may be no person
_FAINT = 0.01  # of somebody described far away
_CLEAR = 0.62  # of the weight of the first two
_LEAST = 0.02
_RANKS = frozenset(
    "senior top former longtime current new then late own chief leading high-ranking top-ranking".split()
)
_PRINTED = frozenset("report paper newspaper article story magazine daily outlet agency station website site".split())
_OFFICES = {
    "sen.": "senator",
    "gov.": "governor",
    "rep.": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "lawmaker": "representative",
    "gen.": "general",
    "prof.": "professor",
    "dr.": "doctor",
    "chief": "leader",
    "head": "leader",
    "boss": "leader",
    "chairman": "leader",
    "nominee": "candidate",
    "contender": "candidate",
    "hopeful": "candidate",
    "front-runner": "candidate",
    "frontrunner": "candidate",
    "tycoon": "mogul",
    "magnate": "mogul",
    "businessman": "mogul",
    "attorney": "lawyer",
}


@dataclass
class Scene:
    """Hold what is known while the sources of an article are read: names, speech, and who has spoken so far.

    Attributes
    ----------
    speech
        Passages in somebody's own words, in order.
    spoken
        Places of sources, in order, and who they are.
    """

    text: str
    cast: Cast
    speech: Sequence[Range]
    spoken: list[tuple[int, Figure]] = field(default_factory=list)

    def note(self, place: int, figure: Figure) -> None:
        """Remember that a source at this place is the figure."""
        self.spoken.append((place, figure))

    def spoke_before(self, place: int, sentences: int) -> list[tuple[int, Figure]]:
        """Give who spoke before a place, at most so many sentences back, the last one last."""
        first = self.cast.sentences[max(0, self.cast.sentence_at(place) - sentences)]
        near = []
        for where, figure in reversed(self.spoken):
            if where < first:
                break
            if where < place:
                near.append((where, figure))
        return near[::-1]

    def in_speech(self, place: int) -> bool:
        """Say whether a place stands in somebody's own words."""
        i = bisect_right(self.speech, (place, len(self.text)))
        return i > 0 and place < self.speech[i - 1][1]

    @cached_property
    def described(self) -> dict[str, list[tuple[Figure, Noun]]]:
        """The figures by the nouns that the article has for them."""
        found: dict[str, list[tuple[Figure, Noun]]] = {}
        for figure in self.cast.figures:
            for noun in figure.descriptions:
                found.setdefault(same_office(noun.head), []).append((figure, noun))
        return found

    @cached_property
    def headed(self) -> dict[str, list[Naming]]:
        """The places of bodies' names by the noun in them."""
        found: dict[str, list[Naming]] = {}
        for naming in self.cast.namings:
            if len(naming.figure.words) > 1:
                found.setdefault(naming.figure.head, []).append(naming)
        return found


def resolve_pronoun(scene: Scene, word: str, place: int, own: Sequence[Span] = ()) -> Figure | None:
    """Find the person that he or she stands for, by salience: distance, role in the sentence, and who spoke before.

    Parameters
    ----------
    own
        What the pronoun's owner says; who is named there does not speak.

    Notes
    -----
    The weighing of recency and of the subject follows Lappin & Leass 1994, "An algorithm for pronominal anaphora
    resolution", Computational Linguistics 20(4).
    """
    gender = _SINGULAR.get(word.lower())
    return _clearest(_weigh(scene, place, gender, own)) if gender else None


def resolve_body(scene: Scene, place: int) -> Figure | None:
    """Find the body or state that "it" stands for, where one alone leads the sentences before."""
    near = [n.figure for n in scene.cast.before(place, 1) if n.leads and n.figure.person is not True]
    near += [figure for _, figure in scene.spoke_before(place, 1) if figure.person is not True]
    figures = {id(figure): figure for figure in near}
    return figures.popitem()[1] if len(figures) == 1 else None


def last_body(scene: Scene, place: int) -> Figure | None:
    """Give the body that spoke last, a few sentences back at most."""
    spoke = [figure for _, figure in scene.spoke_before(place, _FARTHEST) if figure.person is not True]
    return spoke[-1] if spoke else None


def resolve_relative(scene: Scene, place: int) -> Figure | None:
    """Find the figure whose name stands right before "who" or "which"."""
    end = place - 2 + len(scene.text[max(0, place - 2) : place].rstrip(", \u00a0")) if place > 1 else 0
    naming = next((n for n in scene.cast.within(max(0, place - 80), place) if n.end == end), None)
    return naming.figure if naming else None


def resolve_noun(scene: Scene, noun: Noun, place: int) -> Figure | None:
    """Find the figure that a definite noun phrase stands for ("the senator"), by what the article calls it."""
    if found := _by_description(scene, noun, place):
        return found
    told = [word for word in noun.modifiers if word not in _RANKS]
    if noun.head in _PRINTED and not told:
        near = [figure for _, figure in scene.spoke_before(place, _FAR) if figure.outlet]
        near = near or [n.figure for n in scene.cast.before(place, 1) if n.figure.outlet]
        return near[-1] if near else None
    return _by_kind(scene, noun, told, place) if noun_kind(noun.head) in ("body", "state_body") else None


def _by_description(scene: Scene, noun: Noun, place: int) -> Figure | None:
    gender = gender_of(noun.head)
    fits: dict[int, tuple[float, Figure]] = {}
    for figure, told in scene.described.get(same_office(noun.head), ()):
        if (
            _fits(figure, gender)
            and (fit := likeness(noun, told, figure.belongs)) > fits.get(id(figure), (0.0, figure))[0]
        ):
            fits[id(figure)] = fit, figure
    best = max((fit for fit, _ in fits.values()), default=0.0)
    likest = [figure for fit, figure in fits.values() if fit == best]
    if len(likest) < 2:
        return likest[0] if likest else None
    near = {id(figure): weight for figure, weight in _weigh(scene, place, gender)}
    return _clearest([(figure, near.get(id(figure), _FAINT)) for figure in likest])


def likeness(noun: Noun, told: Noun, belongs: Collection[str] = ()) -> float:
    """Say how well what somebody is called fits a noun phrase with the same head: 0 where it does not.

    Parameters
    ----------
    belongs
        Words in the names of the bodies that the figure belongs to.
    """
    known = {*told.modifiers, *told.of, *belongs}
    asked = [word for word in noun.modifiers if word not in _RANKS]
    held = sum(word in known for word in asked)
    of = sum(word in known for word in noun.of)
    return 0.0 if (asked and 2 * held <= len(asked)) or (noun.of and not of) else 1.0 + held + of


def _by_kind(scene: Scene, noun: Noun, told: Sequence[str], place: int) -> Figure | None:
    """Find the body that a noun means: "the department" after "the Justice Department"."""
    same = [n for n in scene.headed.get(noun.head, ()) if all(word in n.figure.name.lower() for word in told)]
    fit = [n for n in same if n.start < place] or same
    if fit:
        near = {id(n.figure): n.figure for n in fit if n.sentence >= fit[-1].sentence}
        return near.popitem()[1] if len(near) == 1 else None
    if told or noun_kind(noun.head) == "state_body":
        return None
    spoke = [figure for _, figure in scene.spoke_before(place, 2)]
    if spoke:
        return spoke[-1] if spoke[-1].person is not True else None
    return resolve_body(scene, place)


def same_office(word: str) -> str:
    """Give the word under which offices count as the same: "chief" and "chairman" are leaders."""
    return _OFFICES.get(word, word.rstrip("."))


def _weigh(scene: Scene, place: int, gender: Gender | None, own: Sequence[Span] = ()) -> list[tuple[Figure, float]]:
    """Weigh the persons who may be meant at a place."""
    # after "…," of many sentences, the sentence before the quotation is the last one
    anchor = min([place, *(span.start for span in own)])
    here = scene.cast.sentence_at(anchor)
    weights: dict[int, float] = {}
    figures: dict[int, Figure] = {}

    def add(figure: Figure, sentence: int, weight: float) -> None:
        told = 1.0 if gender is None or figure.gender else _UNTOLD
        sure = 1.0 if figure.person else _UNSURE
        figures[id(figure)] = figure
        weight *= told * sure * _FADES ** max(0, here - sentence)
        weights[id(figure)] = weights.get(id(figure), 0.0) + weight

    for naming in scene.cast.before(place, _FARTHEST):
        if _fits(naming.figure, gender) and not any(span.start <= naming.start < span.end for span in own):
            weight = _LEADS if naming.leads else _OWNER if naming.owner else _OTHER
            add(naming.figure, naming.sentence, weight * (_IN_SPEECH if scene.in_speech(naming.start) else 1.0))
    said = [(where, figure) for where, figure in scene.spoke_before(place, _FARTHEST) if _fits(figure, gender)]
    for number, (where, figure) in enumerate(said, 1):
        add(figure, scene.cast.sentence_at(where), _SAID + (_LAST if number == len(said) else 0.0))
    return [(figures[key], weight) for key, weight in weights.items()]


def _clearest(weighed: Sequence[tuple[Figure, float]]) -> Figure | None:
    """Take the one that outweighs the next clearly; nobody if that one's name itself is open."""
    ranked = sorted(weighed, key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _LEAST or ranked[0][0].open:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0] if ranked[0][1] >= _CLEAR * (ranked[0][1] + second) else None


def _fits(figure: Figure, gender: Gender | None) -> bool:
    """Say whether a figure may be a person of that gender."""
    may_be = figure.person is True or (figure.person is None and len(figure.words) > 1)
    return may_be and (gender is None or figure.gender in (None, gender))
