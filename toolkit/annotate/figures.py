"""Hold whom an article names: figures, the places that name them, and the sentences between which distances count.

The one rule: everything about a figure stands in the article or is declared in the codebook; a name tells no gender.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.annotate.outlets import names_outlet
from toolkit.language.names import Gender
from toolkit.language.nouns import Noun

_ONE_SIDED = 2  # votes for a gender to one against it


@dataclass(slots=True)
class Figure:
    """Hold somebody whom an article names.

    Attributes
    ----------
    name
        The fullest form in the article; the codebook's name for an actor.
    person
        None where the article does not tell.
    open
        Whether the name could be one of two: a surname that two people share.
    genders
        Votes, by titles, nouns and pronouns.
    descriptions
        What titles and appositions call the figure.
    side
        The actor that an apposition puts the figure with; the codebook is not asked then.
    belongs
        Words in the names of the bodies that the codebook says an actor belongs to.
    after_the, after_place, in_full
        How often "the" stands before the name, how often "in", and how often it has two words or more.
    """

    name: str
    words: tuple[str, ...]
    actor: str | None = None
    person: bool | None = None
    declared_outlet: bool = False
    open: bool = False
    genders: dict[Gender, int] = field(default_factory=lambda: {"f": 0, "m": 0})
    descriptions: list[Noun] = field(default_factory=list)
    side: str | None = None
    belongs: frozenset[str] = frozenset()
    after_the: int = 0
    after_place: int = 0
    in_full: int = 0

    @property
    def gender(self) -> Gender | None:
        """What the article tells, if it does not contradict itself."""
        f, m = self.genders["f"], self.genders["m"]
        return "f" if f > _ONE_SIDED * m else "m" if m > _ONE_SIDED * f else None

    @property
    def outlet(self) -> bool:
        """Whether the codebook declares an outlet, or the name is one's."""
        return self.declared_outlet or (self.person is not True and names_outlet(self.name))

    @property
    def head(self) -> str:
        """The noun in the name of a body: "court" in "Supreme Court of Belmora"."""
        return self.name.partition(" of ")[0].split()[-1].lower()


class Naming(NamedTuple):
    """Hold one place where a figure is named.

    Attributes
    ----------
    sentence
        Its number in the article.
    leads
        Whether it is the first name of its sentence and no preposition's, or joined to that one.
    owner
        Whether somebody else's noun follows, as after "Okoro's".
    title
        What stands right before the name, with the space between.
    """

    start: int
    end: int
    figure: Figure
    sentence: int
    leads: bool
    owner: bool
    title: str


class Told(NamedTuple):
    """Hold what a title or an apposition calls a figure, and where."""

    figure: Figure
    noun: Noun
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Hold the figures of an article, the places that name them, and where its sentences begin, in order."""

    figures: tuple[Figure, ...]
    namings: tuple[Naming, ...]
    sentences: tuple[int, ...]
    told: tuple[Told, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(naming.start for naming in self.namings))

    def sentence_at(self, place: int) -> int:
        """Give the number of the sentence that holds a place."""
        return max(0, bisect_right(self.sentences, place) - 1)

    def within(self, start: int, end: int) -> Sequence[Naming]:
        """Give the namings inside a stretch of text."""
        low = bisect_left(self._starts, start)
        return [n for n in self.namings[low : bisect_left(self._starts, end)] if n.end <= end]

    def before(self, place: int, sentences: int) -> Sequence[Naming]:
        """Give the namings before a place, at most so many sentences back."""
        first = self.sentences[max(0, self.sentence_at(place) - sentences)]
        low = bisect_left(self._starts, first)
        return self.namings[low : bisect_left(self._starts, place)]
