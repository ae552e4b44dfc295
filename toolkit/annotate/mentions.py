"""Find the words that stand for actors of the codebook, and say in whose voice they stand.

The one rule: a mention is a name, or words that can mean nobody else; each says by its form how it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.annotate.cast import collect_cast
from toolkit.annotate.figures import Figure
from toolkit.annotate.names import Named, find_names
from toolkit.annotate.referents import Scene, resolve_noun, resolve_pronoun, same_office
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.language.nouns import read_nouns
from toolkit.rows import Document, Mention, MentionForm, Quote, Span, Zone, make_row_id

METHOD = "codebook-3"
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")  # of him and his the words before tell less
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself)\b(?![.’'])")
_LEAST = 3  # letters of a noun
_DEFINITE = re.compile(r"\b[Tt]he\s(?:[\w’'-]+\s){0,4}?[a-z][\w-]+\b")


def find_mentions(
    document: Document | str, *, codebook: Codebook, quotes: Sequence[Quote] | None = None
) -> list[Mention]:
    """Find the words that stand for the codebook's actors in title, dek and body.

    Declared names, aliases and demonyms are matched in their own letters, on whole words; apostrophes, hyphens and
    spaces of every kind are alike. Persons and organisations are also found in spellings that nobody listed
    (variant), and places that stand for an actor where they act (metonym). A person whom the article names is also
    found as the holder of a role ("the Hamas leader"), by what the article calls them (nominal) and by he, she and,
    in their own words, I (pronoun); where two could be meant, nobody is.

    Parameters
    ----------
    quotes
        The article's quotations, which decide the voice; None finds them.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> text = "Iran\u2019s Fars news agency spoke of Hamas."
    >>> [(row.actor, row.mention.text) for row in find_mentions(text, codebook=load_codebook("iran-hamas"))]
    [('iran', 'Iran'), ('fars', 'Fars news agency'), ('hamas', 'Hamas')]
    """
    document = as_document(document)
    quotes = find_quotes(document, codebook=codebook) if quotes is None else quotes
    references = _References(document, codebook, quotes)
    rows = []
    for zone in read_zones(document):
        named = find_names(document, codebook, zone.span.start, zone.span.end)
        for found in sorted([*named, *references.find(zone, named)], key=lambda found: found.span.start):
            rows.append(
                Mention(
                    row_id=make_row_id(f"mention:{found.actor}", document.doc_id, (found.span,), METHOD),
                    doc_id=document.doc_id,
                    zone=zone.kind,
                    voice=attribute(document, zone, found.span, quotes).voice,
                    method=METHOD,
                    actor=found.actor,
                    side=codebook.side(found.actor, document),
                    form=found.form,
                    mention=found.span,
                )
            )
    return rows


class _References:
    """Find pronouns and noun phrases that stand for persons of the codebook."""

    def __init__(self, document: Document, codebook: Codebook, quotes: Sequence[Quote]) -> None:
        self._document = document
        self._codebook = codebook
        self._quotes = quotes
        speech = sorted((span.start, span.end) for quote in quotes for span in quote.verbatim)
        self._scene = Scene(document.text, collect_cast(document, codebook), speech)
        actors = {figure.actor: figure for figure in self._scene.cast.figures if figure.actor}
        spoken = [(q.source.start, actors[q.speaker]) for q in quotes if q.source and q.speaker in actors]
        self._scene.spoken.extend(sorted(spoken, key=lambda item: item[0]))
        self._nameless = [q.source.start for q in quotes if q.source and q.speaker_how == "class"]
        self._sources = {q.source.start: q.speaker for q in quotes if q.source}

    def find(self, zone: Zone, named: Sequence[Named]) -> Iterator[Named]:
        """Give the references in a zone that are part of no name."""
        taken = [found.span for found in named]
        for span, actor, form in (*self._pronouns(zone), *self._own_words(zone), *self._nouns(zone)):
            if not any(span.start < other.end and other.start < span.end for other in taken):
                yield Named(actor, form, span)

    def _pronouns(self, zone: Zone) -> Iterator[tuple[Span, str, MentionForm]]:
        for found in _PRONOUN.finditer(self._document.text, zone.span.start, zone.span.end):
            if found.start() in self._sources:
                actor = self._sources[found.start()]
            elif self._scene.in_speech(found.start()) or self._after_nameless(found.start()):
                continue  # of whom somebody speaks, the words before seldom tell
            else:
                actor = _actor_of(resolve_pronoun(self._scene, found.group(), found.start()))
            if actor:
                yield self._document.span(*found.span()), actor, "pronoun"

    def _after_nameless(self, place: int) -> bool:
        """Say whether somebody without a name speaks in the sentence before the place, and so may be meant."""
        here = self._scene.cast.sentence_at(place)
        return any(start < place and self._scene.cast.sentence_at(start) >= here - 1 for start in self._nameless)

    def _own_words(self, zone: Zone) -> Iterator[tuple[Span, str, MentionForm]]:
        """Let I be who speaks, if that is a person."""
        for quote in self._quotes:
            person = quote.speaker and self._codebook.actor(quote.speaker).kind == "person"
            for part in quote.verbatim if person else ():
                if zone.span.start <= part.start < zone.span.end and quote.speaker:
                    for found in _FIRST_PERSON.finditer(self._document.text, part.start, part.end):
                        yield self._document.span(*found.span()), quote.speaker, "pronoun"

    def _nouns(self, zone: Zone) -> Iterator[tuple[Span, str, MentionForm]]:
        heads = {head for head, told in self._scene.described.items() if any(figure.actor for figure, _ in told)}
        for found in _DEFINITE.finditer(self._document.text, zone.span.start, zone.span.end):
            noun = next(iter(read_nouns(found.group())), None)
            if noun is None or len(noun.head) < _LEAST or same_office(noun.head) not in heads:
                continue
            if not found.group().lower().endswith(noun.head):
                continue
            if actor := _actor_of(resolve_noun(self._scene, noun, found.start())):
                yield self._document.span(*found.span()), actor, self._form(actor, noun.head)

    def _form(self, actor: str, head: str) -> MentionForm:
        called = [form for held in self._codebook.actor(actor).affiliations for form in held.called]
        roles = {same_office(noun.head) for form in called for noun in read_nouns(form)}
        return "role" if same_office(head) in roles else "nominal"


def _actor_of(figure: Figure | None) -> str | None:
    return figure.actor if figure is not None and figure.person else None
