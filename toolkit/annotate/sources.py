"""Read the sources of an article's quotations: whom the words that say who is quoted stand for.

The one rule: "a Hamas official" is somebody of Hamas, not Hamas; what the text leaves open stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from toolkit.annotate.figures import Cast, Figure, Naming
from toolkit.annotate.names import find_names
from toolkit.annotate.outlets import names_outlet
from toolkit.annotate.referents import Scene, last_body, resolve_body, resolve_noun, resolve_pronoun, resolve_relative
from toolkit.codebook import Codebook
from toolkit.language import read_source
from toolkit.language.nouns import Noun, read_nouns
from toolkit.language.sourcing import class_of, core_of, is_demonym, is_person_noun, noun_kind
from toolkit.rows import Document, Quote, Span, SpeakerHow

_JOINED = re.compile(r",|\sand\s|\sor\s", re.IGNORECASE)
_RELATIVE = re.compile(r",?\s*\b(?:who|which|whom)$", re.IGNORECASE)
_RELATIVES = ("who", "which", "whom")
_SEGMENT = re.compile(r"[^,;()—–]+")
_MADE_BY = re.compile(r"\b(?:by|from|in|of)\s+(?:(?:the|an?|its)\s+)?(?:[a-z][\w-]*\s+){0,3}$")
_AND = re.compile(r",?\s(?:and|or)\s(?:\w+\.?\s){0,3}")
_COMMA = re.compile(r",\s(?:\w+\.?\s){0,2}")
_OFFICE = re.compile(r"\b(?:[Ss]ecretary|[Mm]inister|[Cc]hief|[Dd]irector) (?:of|for) (?:the )?(?:[\w-]+ ){1,3}$")
_FIRST_PERSON = frozenset("i we me us my our myself ourselves".split())
_ONE_OF = re.compile(r"^(?:one|two|three|some|several|many|most|both|all|none|a few) of ", re.IGNORECASE)
_IT = frozenset("it its itself".split())
_POSSESSIVE = re.compile(r"[’']s?\s*")
_INDEFINITE = re.compile(r"\b[Aa]n?\s(?:[\w’'-]+\s){0,3}$")
_END, _PLURAL_END = re.compile(r"\b"), re.compile(r"s?\b")
_NEAR = 120  # letters that four words take
_FARTHEST = 2000  # letters back to where somebody unnamed was brought in


@dataclass(frozen=True, slots=True)
class Speaker:
    """Hold who a source is; `owner` is the actor whose side it takes."""

    name: str | None
    how: SpeakerHow
    actor: str | None = None
    owner: str | None = None


NOBODY = Speaker(None, "none")


@dataclass(slots=True)
class SourceReader:
    """Read the sources of one article, from its beginning."""

    document: Document
    codebook: Codebook | None
    scene: Scene
    quotes: Sequence[Quote]
    classes: list[tuple[str, Span]] = field(default_factory=list)  # the nameless who spoke, by their noun

    @property
    def cast(self) -> Cast:
        """The figures of the article."""
        return self.scene.cast

    def read(self, source: Span, own: Sequence[Span] = ()) -> Speaker:
        """Say who a source is, given its own words."""
        words = _RELATIVE.sub("", source.text) if source.text[-5:].lower().endswith(_RELATIVES) else source.text
        if not words:
            return self._figure(source, resolve_relative(self.scene, source.start), "relative")
        kept = source if words == source.text else self.document.span(source.start, source.start + len(words))
        if read_source(words) == "pronoun":
            return self._pronoun(kept, words.lower().split()[0], own)
        named = self._named(kept)
        return named or self._nameless(kept)

    def is_outlet(self, span: Span) -> bool:
        """Say whether words name an outlet: by the codebook, the table of outlets, or their own noun."""
        if any(naming.figure.outlet for naming in self.cast.within(span.start, span.end)):
            return True
        return names_outlet(span.text)

    def side(self, speaker: Speaker) -> str | None:
        """Give the side of a speaker; what the article says of a person goes before the codebook."""
        actor = speaker.owner or speaker.actor
        return self.codebook.side(actor, self.document) if self.codebook and actor else None

    def _figure(self, source: Span, figure: Figure | None, how: SpeakerHow) -> Speaker:
        if figure is None or figure.open:
            return NOBODY
        self.scene.note(source.start, figure)
        return Speaker(figure.name, how, figure.actor, figure.side)

    # ---- pronouns

    def _pronoun(self, source: Span, word: str, own: Sequence[Span]) -> Speaker:
        if word in _FIRST_PERSON:
            return self._outer(source)
        if word in _IT:
            speaks = self._spoke_body(source)
            return self._figure(source, speaks or resolve_body(self.scene, source.start), "pronoun")
        return self._figure(source, resolve_pronoun(self.scene, word, source.start, own), "pronoun")

    def _spoke_body(self, source: Span) -> Figure | None:
        """Find the body in whose reported words "it" stands: "Ruritania said that it wanted"."""
        outer = self._around(source, self.quotes)
        spoke = [
            figure for where, figure in self.scene.spoken if outer and outer.source and where == outer.source.start
        ]
        return spoke[-1] if spoke and spoke[-1].person is not True else None

    def _outer(self, source: Span) -> Speaker:
        """Let I and we be who speaks the words that hold them."""
        inner = self._around(source, [quote for quote in self.quotes if quote.kind != "indirect"])
        if inner is None or inner.source is None:
            return NOBODY
        found = self.read(inner.source, inner.content)
        return found if found.how in ("class", "none") else replace(found, how="pronoun")

    def _around(self, source: Span, quotes: Sequence[Quote]) -> Quote | None:
        """Give the innermost quotation whose words hold a source other than its own."""
        outer = [
            quote
            for quote in quotes
            if quote.source
            and quote.source.start != source.start
            and any(span.start <= source.start < span.end for span in quote.content)
        ]
        return max(outer, key=lambda quote: quote.content[0].start, default=None)

    # ---- names

    def _named(self, source: Span) -> Speaker | None:
        """Find the name that a source is, past the names in what it tells about the speaker."""
        if state := self._state(source):
            return state
        heads = list(self._heads(source))
        heads = [n for n in heads if n.figure.person is not False] or heads
        if not heads:
            return self._made_by(source) or self._with_name(source)
        names = list(dict.fromkeys(n.figure.name for n in _joined(self.document.text, heads)))
        if len(names) > 1:
            return Speaker(f"{', '.join(names[:-1])} and {names[-1]}", "several")
        figure = heads[0].figure
        if figure.person is None and len(figure.words) > 1 and not source.text.lower().startswith("the "):
            figure.person = True
        return self._figure(source, figure, "name")

    def _state(self, source: Span) -> Speaker | None:
        """Find the state whose adjective is all of a source: the "Israeli" of "an Israeli offer"."""
        if self.codebook is None or not is_demonym(source.text):
            return None
        named = find_names(self.document, self.codebook, source.start, source.end)
        actor = next((n.actor for n in named if n.form == "demonym" and n.span == source), None)
        return Speaker(self.codebook.actor(actor).name, "name", actor) if actor else None

    def _heads(self, source: Span) -> Iterator[Naming]:
        """Give the names that end a noun phrase of the source, each between commas."""
        namings = self.cast.within(source.start, source.end)
        if len(namings) == 1 and _is_whole(namings[0], source):  # most are, and this is seen at once
            yield namings[0]
            return
        for segment in _SEGMENT.finditer(source.text) if namings else ():
            start = source.start + segment.start()
            core = core_of(segment.group())
            end = start + segment.group().find(core) + len(core)
            parts = [n for n in namings if start <= n.start and n.end <= start + len(segment.group())]
            for naming in parts:
                ends = naming.start < end <= naming.end or _AND.match(self.document.text, naming.end) is not None
                before = self.document.text[start : naming.start]
                office = naming.end > end and naming is parts[0] and _OFFICE.search(before) is not None
                possessor = naming.owner and _POSSESSIVE.fullmatch(self.document.text[naming.end : source.end]) is None
                if (ends or office) and not possessor and noun_kind(naming.figure.words[-1]) != "people":
                    yield naming

    def _made_by(self, source: Span) -> Speaker | None:
        """Find who made a paper: "a report by Ada Vale", "a Daily Herald poll"."""
        noun = next(iter(read_nouns(source.text)), None)
        if noun is None or noun_kind(noun.head) != "document":
            return None
        core = source.start + len(core_of(source.text))
        makers = [
            naming
            for naming in self.cast.within(source.start, source.end)
            if naming.end <= core or _MADE_BY.search(self.document.text[core - 1 : naming.start])
        ]
        return self._figure(source, makers[0].figure, "name") if makers and self._speaks(makers[0], core) else None

    def _speaks(self, maker: Naming, core: int) -> bool:
        """Tell "a Daily Herald report" from "Ruritanian media reports"."""
        return maker.end > core or maker.figure.outlet or maker.figure.person is False

    def _with_name(self, source: Span) -> Speaker | None:
        """Find a body that takes somebody's name: "the Okoro campaign"."""
        core = core_of(source.text)
        if not core:
            return None  # a lone bracket, which an engine may take for a source
        body = noun_kind(core.split()[-1]) in ("body", "state_body") and read_source(source.text) == "named"
        if not body and not (core.lower().startswith(("state ", "local ")) and names_outlet(core)):
            return None
        return Speaker(re.sub(r"^(?:[Tt]he|[Aa]n?)\s", "", " ".join(core.split())), "name", owner=self._owner(source))

    # ---- no names

    def _nameless(self, source: Span) -> Speaker:
        words = _ONE_OF.sub("", source.text)
        noun = next(iter(read_nouns(words)), None)
        if noun is None:
            return NOBODY
        if noun.definite and words == source.text and (figure := resolve_noun(self.scene, noun, source.start)):
            return self._figure(source, figure, "description")
        if group := self._group(source, noun):
            return group
        earlier = self._introduced(source, noun) if noun.definite else None
        if noun.definite and earlier is None and noun_kind(noun.head) in ("body", "state_body"):
            return NOBODY  # some company or ministry that the text has named
        first = earlier or source
        name = class_of(first.text)
        if name is None:
            return NOBODY
        if earlier is None and not noun.definite:
            self.classes.append((noun.head, first))
        owner = None if noun_kind(noun.head) == "document" else self._owner(first)
        if noun.determiner == "its" and (body := last_body(self.scene, source.start)):
            return Speaker(f"unnamed {body.name} {name}", "class", owner=body.actor)
        return self._of_state(source, name) or Speaker(f"unnamed {name}", "class", owner=owner)

    def _of_state(self, source: Span, name: str) -> Speaker | None:
        """Say whose "regime officials" are: the state's that spoke right before."""
        first, _, rest = name.partition(" ")
        body = last_body(self.scene, source.start) if rest and noun_kind(first) == "state_body" else None
        if self.codebook is None or body is None or body.actor is None:
            return None
        actor = self.codebook.actor(body.actor)
        if actor.kind != "state" or not actor.demonyms:
            return None
        return Speaker(f"unnamed {actor.demonyms[0]} {rest}", "class", owner=actor.actor_id)

    def _group(self, source: Span, noun: Noun) -> Speaker | None:
        """Find the group that "one source" is one of: "Ruritanian security officials", a sentence before."""
        if noun.modifiers or noun.determiner not in ("one", "another") or not is_person_noun(noun.head):
            return None
        here = self.cast.sentence_at(source.start)
        groups = [span for head, span in self.classes if head.endswith("s") and is_person_noun(head)]
        if not groups or self.cast.sentence_at(groups[-1].start) < here - 2 or not (name := class_of(groups[-1].text)):
            return None
        return Speaker(" ".join(["unnamed", *name.split()[:-1], noun.head]), "class", owner=self._owner(groups[-1]))

    def _introduced(self, source: Span, noun: Noun) -> Span | None:
        """Find where the article brings in what "the delegation" points back to: "a Hamas delegation"."""
        if noun.modifiers:
            return None
        if spoke := [span for head, span in self.classes if head == noun.head and span.start < source.start]:
            return spoke[-1]
        text, low = self.document.text, max(0, source.start - _FARTHEST)
        singular = noun.head.removesuffix("s")
        ending = _END if singular == noun.head else _PLURAL_END
        at = source.start
        while singular and (at := text.rfind(singular, low, at)) >= 0:  # a pattern of the noun would take longer
            end = ending.match(text, at + len(singular), source.start)
            if end and (before := _INDEFINITE.search(text, max(low, at - _NEAR), at)):
                return self.document.span(before.start(), end.end())
        return None

    def _owner(self, source: Span) -> str | None:
        """Give the actor a nameless source belongs to; None for several sides ("Hezbollah, Syria and Iran")."""
        if self.codebook is None:
            return None
        named = find_names(self.document, self.codebook, source.start, source.end)
        sides = {self.codebook.side(n.actor, self.document) for n in named}
        if len(sides) > 1 and _JOINED.search(source.text):
            return None
        return named[0].actor if named else None


def _is_whole(naming: Naming, source: Span) -> bool:
    """Say whether a source is a name, with its title at most, and no people's."""
    bare = naming.end == source.end and naming.start - len(naming.title) == source.start and not naming.owner
    return bare and noun_kind(naming.figure.words[-1]) != "people"


def _joined(text: str, heads: Sequence[Naming]) -> list[Naming]:
    """Take the names that "and" joins to the first; an apposition adds nobody."""
    taken = [heads[0]]
    for before, naming in pairwise(heads):
        between = text[before.end : naming.start]
        if _AND.fullmatch(between):
            return [*taken, naming]
        if not _COMMA.fullmatch(between):
            break
        taken.append(naming)
    return [heads[0]]
