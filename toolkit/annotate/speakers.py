"""Say who speaks in a quotation, on whose side, and who passed the words on.

The one rule: "a Hamas official" is somebody of Hamas, not Hamas; where the text leaves the speaker open, so do the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from toolkit.annotate.cast import Cast, Figure, Naming, collect_cast
from toolkit.annotate.names import Named, find_names
from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.referents import (
    Scene,
    resolve_body,
    resolve_noun,
    resolve_pronoun,
    resolve_relative,
)
from toolkit.annotate.relays import with_relays
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.corpus.outlets import canonical_outlet
from toolkit.language import read_source
from toolkit.language.names import find_name_runs
from toolkit.language.nouns import Noun, read_nouns
from toolkit.language.sourcing import class_of, is_person_noun, noun_kind
from toolkit.rows import Document, Quote, Range, Sourced, SpeakerHow, Span

_FILLER = re.compile(r"(?:the|a|an|and|also|both|officials? (?:in|of)|'s|,|\s)+", re.IGNORECASE)
_JOINED = re.compile(r",|\sand\s|\sor\s", re.IGNORECASE)
_RELATIVE = re.compile(r",?\s*\b(?:who|which|whom)$", re.IGNORECASE)
_NEXT = 3  # sentences to a name that comes late
_PAPERS = frozenset("paper newspaper daily weekly magazine outlet agency network station website site broadcaster".split())
_FARTHEST = 2000  # letters back to where somebody unnamed was brought in
_THE = re.compile(r"the\s", re.IGNORECASE)
_FIRST_PERSON = frozenset("i we me us my our".split())


def find_quotes(document: Document | str, *, codebook: Codebook | None = None, engine: str = "") -> list[Quote]:
    """Find direct, mixed and indirect quotations, with cue, source, speaker and who passed the words on.

    Parameters
    ----------
    codebook
        Whose actors may be speakers; None leaves `speaker` and `side` empty, and speakers have the names of the text.
    engine
        Folder of an engine that `toolkit train quotes` made; "" is the one that ships.

    Returns
    -------
    list of Quote
        In order of place; `speaker_name` is the codebook's name, the fullest name in the article, or a class
        ("unnamed officials"), and None where the text leaves open who speaks.

    Examples
    --------
    >>> quote, = find_quotes("\u201cWe had no role,\u201d the aide said.")
    >>> quote.kind, quote.content[0].text, quote.source.text, quote.cue.text
    ('direct', '\u201cWe had no role,\u201d', 'the aide', 'said')
    """
    document = as_document(document)
    quotes = segment_quotes(document, engine=engine)
    if not quotes:
        return quotes
    cast = collect_cast(document, codebook)
    speech = sorted((s.start, s.end) for quote in quotes for s in quote.verbatim)
    reader = _Reader(document, codebook, Scene(document.text, cast, speech), quotes)
    ordered = [reader.read(quote) for quote in sorted(quotes, key=_place)]
    named = {quote.row_id: quote for quote in reader.name_late(ordered)}
    return with_relays(document, [named[quote.row_id] for quote in quotes], reader.name_at, reader.is_outlet)


def _place(quote: Quote) -> int:
    return quote.source.start if quote.source else quote.content[0].start


@dataclass(frozen=True, slots=True)
class Speaker:
    """Hold who a source is."""

    name: str | None
    how: SpeakerHow
    actor: str | None = None
    owner: str | None = None  # the actor an unnamed speaker belongs to


@dataclass(slots=True)
class _Reader:
    """Read the sources of one article, from its beginning."""

    document: Document
    codebook: Codebook | None
    scene: Scene
    quotes: Sequence[Quote]
    classes: list[tuple[str, Span]] = field(default_factory=list)  # the nameless who spoke, by their noun

    @property
    def _cast(self) -> Cast:
        return self.scene.cast

    def read(self, quote: Quote) -> Quote:
        """Give a quotation with its speaker."""
        if quote.source is None:
            return quote
        found = self._speaker(quote.source, tuple((s.start, s.end) for s in quote.content))
        sourced: Sourced = quote.sourced
        if found.how in ("name", "pronoun", "relative", "description", "several"):
            sourced = "named"
        elif found.how == "class":
            sourced = "unnamed"
        actor = found.actor or found.owner
        side = self.codebook.side(actor, self.document) if self.codebook and actor else None
        return replace(
            quote,
            speaker=found.actor,
            speaker_name=found.name,
            speaker_how=found.how,
            side=side,
            sourced=sourced,
        )

    def name_late(self, quotes: Sequence[Quote]) -> list[Quote]:
        """Name who is brought in without a name and named in the next quotation.

        "An envoy said …" and then "…, said Ada Vale", of whom nothing else is told; "a paper reported …" and then
        "the Daily Herald reported".
        """
        late = []
        for quote, after in zip(quotes, [*quotes[1:], None], strict=True):
            same = after is not None and quote.speaker_how == "class" and self._is_late_name(quote, after)
            if same and after is not None:
                quote = replace(
                    quote,
                    speaker=after.speaker,
                    speaker_name=after.speaker_name,
                    speaker_how="description",
                    side=after.side,
                    sourced="named",
                )
            late.append(quote)
        return late

    def _is_late_name(self, quote: Quote, after: Quote) -> bool:
        if quote.source is None or after.source is None or after.speaker_how != "name":
            return False
        noun = next(iter(read_nouns(quote.source.text)), None)
        if noun is None or noun.determiner not in ("a", "an"):
            return False
        namings = [n for n in self._cast.namings if n.figure.name == after.speaker_name]
        near = self._cast.sentence_at(after.source.start) - self._cast.sentence_at(quote.source.start) <= _NEXT
        if not namings or not near or namings[0].start < quote.source.start:
            return False
        if noun.head in _PAPERS:
            return namings[0].figure.outlet
        whole = (namings[0].start, namings[0].end) == (after.source.start, after.source.end)
        return is_person_noun(noun.head) and whole and quote.side in (None, after.side)

    def name_at(self, span: Span) -> str | None:
        """Give the name of who a stretch of words is, for relays."""
        return self._speaker(span).name

    def is_outlet(self, span: Span) -> bool:
        """Say whether words name an outlet: by the codebook, the table of outlets, or their own noun."""
        if self.codebook is not None:
            named = find_names(self.document, self.codebook, span.start, span.end)
            if any(self.codebook.actor(n.actor).kind == "outlet" for n in named):
                return True
        return names_outlet(span.text)

    def _speaker(self, source: Span, own: Sequence[Range] = ()) -> Speaker:
        words = _RELATIVE.sub("", source.text)
        if not words:
            return self._figure(source, resolve_relative(self.scene, source.start), "relative")
        reading = read_source(words)
        if reading == "pronoun":
            return self._pronoun(source, words.lower(), own)
        kept = self.document.span(source.start, source.start + len(words))
        named = self._named(kept) if reading == "named" else None
        if named is not None and named.how == "several":
            return named
        if (actor := self._actor(kept)) is not None:
            return self._figure(source, self._of_actor(actor), "name")
        if named is not None:
            return named
        return self._nameless(kept, words)

    def _figure(self, source: Span, figure: Figure | None, how: SpeakerHow) -> Speaker:
        if figure is None:
            return Speaker(None, "none")
        self.scene.note(source.start, figure)
        figure.outlet = figure.outlet or (figure.person is not True and names_outlet(figure.name))
        return Speaker(figure.name, how, figure.actor)

    def _pronoun(self, source: Span, word: str, own: Sequence[Range]) -> Speaker:
        if word in _FIRST_PERSON:
            return self._outer(source)
        if word in ("it", "its", "itself"):
            return self._figure(source, resolve_body(self.scene, source.start), "pronoun")
        return self._figure(source, resolve_pronoun(self.scene, word, source.start, own), "pronoun")

    def _outer(self, source: Span) -> Speaker:
        """Let I and we be who speaks the words that hold them."""
        outer = [q for q in self.quotes if q.source and any(s.start <= source.start < s.end for s in q.verbatim)]
        inner = max(outer, key=lambda q: q.content[0].start, default=None)
        if inner is None or inner.source is None or inner.source.start == source.start:
            return Speaker(None, "none")
        found = self._speaker(inner.source)
        return replace(found, how="pronoun") if found.name and found.how != "class" else Speaker(None, "none")

    def _of_actor(self, actor: str) -> Figure | None:
        return next((f for f in self._cast.figures if f.actor == actor), None)

    # ---- names

    def _actor(self, source: Span) -> str | None:
        if self.codebook is None:
            return None
        named = find_names(self.document, self.codebook, source.start, source.end)
        return _actor_of(source, named, self.codebook)

    def _named(self, source: Span) -> Speaker | None:
        """Find the name that a source is, past the names in what it tells about the speaker."""
        heads = [n for n in self._cast.within(source.start, source.end) if self._heads(source, n)]
        people = [n for n in heads if n.figure.person is not False] or heads
        if not people:
            return None
        names = list(dict.fromkeys(n.figure.name for n in _joined(self.document.text, people)))
        if len(names) > 1:
            return Speaker(f"{', '.join(names[:-1])} and {names[-1]}", "several")
        if people[0].figure.person is None and len(people[0].figure.words) > 1 and not _THE.match(source.text):
            people[0].figure.person = True
        return self._figure(source, people[0].figure, "name")

    def _heads(self, source: Span, naming: Naming) -> bool:
        before = self.document.text[source.start : naming.start]
        return not naming.owner and not _GOVERNED.search(before)

    # ---- no names

    def _nameless(self, source: Span, words: str) -> Speaker:
        noun = next(iter(read_nouns(words)), None)
        if noun is not None and noun.definite:
            figure = resolve_noun(self.scene, noun, source.start)
            if figure is not None:
                return self._figure(source, figure, "description")
        if noun is not None and (group := self._group(source, noun)):
            return replace(group, name=f"{' '.join(group.name.split()[:-1])} {noun.head}" if group.name else None)
        earlier = self._introduced(source, noun) if noun is not None and noun.definite else None
        first = earlier or self.document.span(source.start, source.start + len(words))
        name = class_of(first.text)
        if name is None:
            return Speaker(None, "none")
        owner = None if noun is not None and noun_kind(noun.head) == "document" else self._owner(first)
        if noun is not None and earlier is None and not noun.definite:
            self.classes.append((noun.head, first))
        return Speaker(f"unnamed {name}", "class", owner=owner)

    def _group(self, source: Span, noun: Noun) -> Speaker | None:
        """Find the group that "one source" is one of: "Ruritanian security officials", a sentence before."""
        if noun.modifiers or noun.determiner not in ("one", "another") or not is_person_noun(noun.head):
            return None
        here = self._cast.sentence_at(source.start)
        groups = [(h, s) for h, s in self.classes if h.endswith("s") and here - 2 <= self._cast.sentence_at(s.start)]
        name = class_of(groups[-1][1].text) if groups and is_person_noun(groups[-1][0]) else None
        return Speaker(f"unnamed {name}", "class", owner=self._owner(groups[-1][1])) if name else None

    def _introduced(self, source: Span, noun: Noun) -> Span | None:
        """Find where the article brings in what "the delegation" points back to: "a Hamas delegation"."""
        if noun.modifiers:
            return None
        spoke = [span for head, span in self.classes if head == noun.head and span.start < source.start]
        if spoke:
            return spoke[-1]
        start = max(0, source.start - _FARTHEST)
        number = "s?" if noun.head.endswith("s") else ""
        introduced = re.compile(rf"\b[Aa]n?\s(?:[\w’'-]+\s){{0,3}}{re.escape(noun.head.removesuffix('s'))}{number}\b")
        found = list(introduced.finditer(self.document.text, start, source.start))
        return self.document.span(*found[-1].span()) if found else None

    def _owner(self, source: Span) -> str | None:
        """Give the actor a nameless source belongs to; None for several sides ("Hezbollah, Syria and Iran")."""
        if self.codebook is None:
            return None
        named = find_names(self.document, self.codebook, source.start, source.end)
        sides = {self.codebook.side(n.actor, self.document) for n in named}
        if len(sides) > 1 and _JOINED.search(source.text):
            return None
        return named[0].actor if named else None


_GOVERNED = re.compile(
    r"\b(?:of|for|to|in|at|from|with|by|near|on|against|about|under|over|behind|than|as|like|including)"
    r"(?:\s(?:the|a|an|his|her|their|its))?\s[^,]*$"
)


def names_outlet(words: str) -> bool:
    """Say whether words name an outlet, by the table of outlets or by a noun such as "Herald" or "news agency"."""
    names = [run.name for run in find_name_runs(words)]
    if any(canonical_outlet(name)[1] != "unknown" for name in (words, *names)):
        return True
    return bool(names) and any(word in _OUTLET_NOUNS for word in words.lower().replace("-", " ").split())


_OUTLET_NOUNS = frozenset(
    "agency bulletin channel chronicle courier daily dispatch echo examiner express gazette globe guardian herald "
    "inquirer journal magazine mail mirror monitor network news newspaper observer paper post press radio record register "
    "reporter reporters review site standard star sun telegraph television times tribune tv website weekly wire".split()
)


def _joined(text: str, people: Sequence[Naming]) -> list[Naming]:
    """Take the names that "and" joins to the first; an apposition adds nobody."""
    taken, listed = [people[0]], []
    for naming in people[1:]:
        listed.append(naming)
        between = text[(listed[-2:-1] or taken[-1:])[0].end : naming.start]
        if re.fullmatch(r",?\s(?:and|or)\s(?:\w+\.?\s){0,3}", between):
            return [*taken, *listed]
        if not re.fullmatch(r",\s(?:\w+\.?\s){0,2}", between):
            break
    return taken


def _actor_of(source: Span, named: Sequence[Named], codebook: Codebook) -> str | None:
    """Take the one person named; else a body or state if the source holds nothing but its name."""
    people = {n.actor for n in named if codebook.actor(n.actor).kind == "person"}
    if len(people) == 1:
        last = [n for n in named if n.actor in people][-1]
        after = source.text[last.span.end - source.start :]
        return last.actor if not after.startswith(("'s ", "’s ")) else None
    outlets = [n.actor for n in named if codebook.actor(n.actor).kind == "outlet"]
    if outlets and not people:
        return outlets[0]
    proper = [n for n in named if n.form != "demonym"]
    rest = source.text
    for name in reversed(proper):
        rest = rest[: name.span.start - source.start] + rest[name.span.end - source.start :]
    return proper[0].actor if len(proper) == 1 and not _FILLER.sub("", rest.replace("’", "'")) else None
