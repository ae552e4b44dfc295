"""Say which actor speaks in a quotation, where the words of its source name one.

The one rule: "a Hamas official" is somebody of Hamas, not Hamas; only a source that is the name is the actor.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.annotate.mentions import Named, find_names
from toolkit.annotate.quotes import segment_quotes
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.rows import Document, Quote, Sourced, Span

_FILLER = re.compile(r"(?:the|a|an|and|also|both|officials? (?:in|of)|'s|,|\s)+", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:an?|one|some|several|many|senior|unnamed|anonymous|other|two|three)\s", re.IGNORECASE)
_JOINED = re.compile(r",|\sand\s|\sor\s", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|she|it|they|we|i|who|which)", re.IGNORECASE)


def find_quotes(document: Document | str, *, codebook: Codebook | None = None, engine: str = "") -> list[Quote]:
    """Find direct, mixed and indirect quotations, with cue, source and, where a codebook knows it, speaker.

    Parameters
    ----------
    codebook
        Whose actors may be speakers; None leaves `speaker` and `side` empty.
    engine
        Folder of an engine that `toolkit train quotes` made; "" is the one that ships.

    Returns
    -------
    list of Quote
        In order of place; `speaker_name` is the actor's name or, without one, the source's words.

    Examples
    --------
    >>> quote, = find_quotes("\u201cWe had no role,\u201d the aide said.")
    >>> quote.kind, quote.content[0].text, quote.source.text, quote.cue.text
    ('direct', '\u201cWe had no role,\u201d', 'the aide', 'said')
    """
    document = as_document(document)
    return [_named(document, quote, codebook) for quote in segment_quotes(document, engine=engine)]


def _named(document: Document, quote: Quote, codebook: Codebook | None) -> Quote:
    if quote.source is None or _PRONOUN.fullmatch(quote.source.text):
        return quote
    name = " ".join(quote.source.text.split())
    if codebook is None:
        return replace(quote, speaker_name=name)
    named = find_names(document, codebook, quote.source.start, quote.source.end)
    speaker = _speaker(quote.source, named, codebook)
    sourced: Sourced = quote.sourced
    if speaker:
        name, sourced = codebook.actor(speaker).name, "named"
    elif _INDEFINITE.match(quote.source.text):
        sourced = "unnamed"
    belongs_to = speaker or _shared_owner(quote.source, named, codebook, document)
    side = codebook.side(belongs_to, document) if belongs_to else None
    return replace(quote, speaker=speaker, speaker_name=name, side=side, sourced=sourced)


def _shared_owner(source: Span, named: list[Named], codebook: Codebook, document: Document) -> str | None:
    """Give the actor a nameless source belongs to; None for several sides ("Hezbollah, Syria and Iran")."""
    sides = {codebook.side(n.actor, document) for n in named}
    if len(sides) > 1 and _JOINED.search(source.text):
        return None
    return named[0].actor if named else None


def _speaker(source: Span, named: list[Named], codebook: Codebook) -> str | None:
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
