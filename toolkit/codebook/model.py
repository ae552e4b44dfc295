"""What a researcher declares about a topic: actors, label sets, frames, events.

The one rule: a codebook holds data and questions about it; it never reads a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from toolkit.errors import CodebookError
from toolkit.language import is_article
from toolkit.rows import Document, Polarity, Voice

if TYPE_CHECKING:
    import pandas as pd

Part = Literal["frames", "labels", "actors", "events", "rules"]
ActorKind = Literal["person", "organisation", "state", "outlet", "people", "unnamed"]


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Hold a tie of belonging (a role, a branch), and the days between which it held, where known.

    Attributes
    ----------
    called
        By which words texts name whoever holds the role: "Quds Force commander".
    """

    actor: str
    role: str
    since: date | None
    until: date | None
    called: tuple[str, ...] = ()

    def holds_on(self, earliest: date | None, latest: date | None) -> bool:
        """Say whether the affiliation may hold on some day of the interval; unknown ends are open."""
        ended = self.until is not None and earliest is not None and self.until < earliest
        not_yet = self.since is not None and latest is not None and self.since > latest
        return not ended and not not_yet


@dataclass(frozen=True, slots=True)
class Actor:
    """Hold a person, body or state that texts name, and the forms under which they name it.

    Attributes
    ----------
    kind
        ``unnamed`` is a class of people whom texts leave without a name ("Iranian official"): its name and aliases
        are descriptions, found as nominal mentions.
    titles
        Words that stand before the name: before its last word they name the actor even where that word alone
        does not ("President Abbas").
    metonyms
        Places that stand for the actor where they act or speak, and are only places elsewhere.
    attributes
        What the researcher declares of the actor: key and value. Nothing else is known of it.
    apart
        Actors whose spellings may coincide with this one's; a spelling that both share is then given to neither.
    """

    actor_id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    titles: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def surname(self) -> str:
        """The last word of the name, with its article."""
        words = self.name.split()
        with_article = len(words) > 1 and is_article(words[-2], " ")
        return " ".join(words[-2:] if with_article else words[-1:])


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Hold the naming choices open for the same actors: forms of three kinds, offered to all alike."""

    set_id: str
    actors: tuple[str, ...]
    modifiers: tuple[tuple[str, tuple[str, ...]], ...]
    forms: tuple[tuple[Polarity, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Hold a frame: its definition, its indicator phrases, and the counterpart it is weighed against.

    Attributes
    ----------
    origin
        The set of frames, with its version, from which the codebook includes it; empty for one of its own.
    """

    frame_id: str
    title: str
    pair: str | None
    definition: str
    phrases: tuple[str, ...]
    exclusions: tuple[str, ...]
    example: str
    counter_example: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold a rule of the house on naming choices: in which voices they may stand, and for whom it was made.

    Attributes
    ----------
    forms, kinds
        What it is about: forms of label sets, in plain small letters, or whole kinds of them; one of the two is empty.
    actors
        Whom the choices name; empty for everybody, also where the text leaves open who that is.
    allowed
        The voices in which they may stand; empty for none.
    """

    rule_id: str
    forms: tuple[str, ...]
    kinds: tuple[Polarity, ...]
    actors: tuple[str, ...]
    allowed: tuple[Voice, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Event:
    """Hold a dated outside event and the record in which its date can be checked."""

    event_id: str
    title: str
    first_day: date
    last_day: date
    source: str


@dataclass(frozen=True, eq=False)  # compared by identity, so that compiled patterns can be kept per codebook
class Codebook:
    """Hold all that is declared about one topic.

    Attributes
    ----------
    lines
        In which line of the file an entry stands, by part and id, and each form and phrase, by part, id and words.
    """

    name: str
    title: str
    version: str
    language: str
    description: str
    actors: tuple[Actor, ...]
    labels: tuple[LabelSet, ...]
    frames: tuple[Frame, ...]
    events: tuple[Event, ...]
    file: str = ""
    rules: tuple[Rule, ...] = ()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def __repr__(self) -> str:
        sizes = f"{len(self.actors)} actors, {len(self.labels)} label sets, {len(self.frames)} frames"
        return f"Codebook({self.name!r} {self.version}: {sizes}, {len(self.events)} events)"

    def actor(self, actor_id: str) -> Actor:
        """Give an actor by id; a `CodebookError` names the choices."""
        if actor_id not in self._actors:
            raise CodebookError(f"codebook {self.name} has no actor {actor_id!r}; it has {', '.join(self._actors)}")
        return self._actors[actor_id]

    def chain(self, actor_id: str, document: Document | None = None) -> tuple[str, ...]:
        """Give the actor and, one after another, what it belongs to as of the article's date.

        Where several affiliations may hold, the first declared one counts.
        """
        if document is None:
            return _chain(self, actor_id, None, None)
        return _chain(self, actor_id, document.published_earliest, document.published_latest)

    def side(self, actor_id: str, document: Document | None = None) -> str:
        """Give the end of the actor's chain of affiliations."""
        return self.chain(actor_id, document)[-1]

    def attribute(self, actor_id: str, name: str, document: Document | None = None) -> str | None:
        """Give what is declared of an actor, else of what it belongs to as of the article's date; None for nothing.

        Examples
        --------
        >>> from toolkit.codebook import load_codebook
        >>> load_codebook("iran-hamas").attribute("soleimani", "gender")
        'male'
        """
        declared = (dict(self.actor(each).attributes) for each in self.chain(actor_id, document))
        return next((attributes[name] for attributes in declared if name in attributes), None)

    def describe(self, part: Part = "frames", *, only: Sequence[str] | None = None) -> pd.DataFrame:
        """Lay one part of the codebook out as a table, one row per frame, label set, actor, event or rule.

        Parameters
        ----------
        only
            Ids of the rows wanted; a `CodebookError` names the choices for one that is not there.
        """
        import pandas as pd

        columns = list(_COLUMNS[part])
        rows = {getattr(row, columns[0]): row for row in getattr(self, part)}
        if strange := [name for name in only or () if name not in rows]:
            raise CodebookError(f"codebook {self.name} has no {strange[0]!r} among its {part}: {', '.join(rows)}")
        wanted = [row for name, row in rows.items() if only is None or name in only]
        return pd.DataFrame([[_plain(getattr(row, key)) for key in columns] for row in wanted], columns=columns)

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {actor.actor_id: actor for actor in self.actors}


@lru_cache(maxsize=65536)  # of one article it is asked again and again
def _chain(codebook: Codebook, actor_id: str, earliest: date | None, latest: date | None) -> tuple[str, ...]:
    chain = [actor_id]
    while True:
        held = (a.actor for a in codebook.actor(chain[-1]).affiliations if a.holds_on(earliest, latest))
        above = next(held, None)
        if above is None or above in chain:
            return tuple(chain)
        chain.append(above)


_COLUMNS = {
    "frames": (
        "frame_id",
        "title",
        "pair",
        "definition",
        "phrases",
        "exclusions",
        "example",
        "counter_example",
        "origin",
    ),
    "labels": ("set_id", "actors", "forms"),
    "actors": ("actor_id", "name", "kind", "aliases", "demonyms", "titles", "metonyms", "attributes"),
    "events": ("event_id", "title", "first_day", "last_day", "source"),
    "rules": ("rule_id", "forms", "kinds", "actors", "allowed", "message"),
}


def _plain(value: object) -> object:
    """Join what is several into one cell of words."""
    if not isinstance(value, tuple):
        return value
    return "; ".join(f"{v[0]}: {_listed(v[1])}" if isinstance(v, tuple) else str(v) for v in value)


def _listed(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
