"""Find how a text ties a source to a target that somebody else has named, as coders of events and their gold do.

The one rule: the two parties are taken as given, so that a tie is looked for between them even where the words for one
of them stand in no place of its trigger; how many of them do is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.ties.arguments import Hit
from toolkit.annotate.ties.find import make_tie
from toolkit.annotate.ties.hits import find_hits
from toolkit.annotate.ties.lexicon import plover_label
from toolkit.annotate.ties.pairing import find_pairs, places_of, sources_of, targets_of
from toolkit.annotate.ties.pronouns import Memory, find_pronouns
from toolkit.annotate.ties.reading import Naming, Party, Reading, read_parties, read_words, with_pronouns
from toolkit.annotate.ties.times import find_times
from toolkit.annotate.voices import read_zones
from toolkit.corpus import as_document
from toolkit.errors import CorpusError
from toolkit.files import whole_file
from toolkit.language import find_sentences
from toolkit.rows import Document, Tie, Zone
from toolkit.standoff import read_lines

_BOTH, _SOURCE, _TARGET = 3, 2, 1


@dataclass(frozen=True, slots=True)
class GivenPair:
    """Hold a text and the words in it that name a source and a target; without a target the sources have each other."""

    pair_id: str
    text: str
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Hold a trigger with the parties that stand in its places, and how many of them do."""

    placed: int
    reading: Reading
    hit: Hit
    pair: tuple[Party, Party]
    zone: Zone


def load_pairs(path: Path | str) -> list[GivenPair]:
    """Read lines of ``{"id": …, "text": …, "source": …, "target": …}``; a party is words or a list of words.

    Raises
    ------
    CorpusError
        Names the line that lacks one of them.
    """
    pairs = [_pair(place, line) for place, line in read_lines(Path(path))]
    if not pairs:
        raise CorpusError(f"{path}: there is no line in it; it should hold one JSON object per text")
    return pairs


def find_given_ties(given: GivenPair) -> list[Tie]:
    """Find the ties between the given parties, the one told most fully first.

    Actors are the words as given. A party that the text does not place has no mention in its row.

    Examples
    --------
    >>> row, *_ = find_given_ties(GivenPair("a", "Arle accused the Bron Front of theft.", ("Arle",), ("Bron Front",)))
    >>> row.category, row.source, row.target
    ('disapprove', 'Arle', 'Bron Front')
    """
    document = replace(as_document(given.text), doc_id=given.pair_id)
    quotes, times = find_quotes(document), find_times(document)
    found = sorted(_candidates(document, given), key=lambda c: -min(c.placed, _SOURCE))
    rows = (make_tie(c.reading, c.hit, c.pair, c.zone, quotes, times) for c in found)
    return [_unplaced(row, c) for row, c in zip(rows, found, strict=True)]


def write_ties(found: Iterable[tuple[GivenPair, Sequence[Tie]]], path: Path | str) -> Path:
    """Write one line per text with its ties; an older file is replaced only when the new one is whole."""
    path = Path(path)
    with whole_file(path) as part, part.open("w", encoding="ascii", newline="\n") as file:
        for given, ties in found:
            file.write(json.dumps({"id": given.pair_id, "ties": [_written(tie) for tie in ties]}) + "\n")
    return path


def _candidates(document: Document, given: GivenPair) -> Iterator[_Candidate]:
    memory = Memory()
    for zone in read_zones(document):
        for sentence in find_sentences(document.text, zone.span.start, zone.span.end):
            reading = read_parties(read_words(document, sentence, headline=False), _namings(document, given))
            reading = with_pronouns(reading, find_pronouns(reading, memory))
            for hit in find_hits(reading, partial(_is_placed, reading, given)):
                placed, pair = _placed(reading, hit, given)
                yield _Candidate(placed, reading, hit, pair, zone)
            memory.keep(reading, ())


def _is_placed(reading: Reading, given: GivenPair, hit: Hit) -> bool:
    return _placed(reading, hit, given)[0] > 0


def _placed(reading: Reading, hit: Hit, given: GivenPair) -> tuple[int, tuple[Party, Party]]:
    """Say how many parties stand where the trigger has them, and give both, those elsewhere as named by the user."""
    for pair in find_pairs(reading, hit):
        if given.target == () or pair[0].side == "source" or pair[1].side == "source":
            return _BOTH, pair
    places = places_of(reading, hit)
    source = next((p for p in sources_of(places, hit) if p.side != "target"), None)
    target = next((p for p in targets_of(places, hit) if p.side == "target"), None)
    partner = _named(given.target[:1] or given.source[1:2] or given.source[:1], "target", reading)
    pair = (source or _named(given.source[:1], "source", reading), target or partner)
    return (_SOURCE if source else 0) + (_TARGET if target else 0), pair


def _named(words: tuple[str, ...], side: str, reading: Reading) -> Party:
    return Party(words[0] if words else "", side, reading.sentence, 0, 0, 0)


def _unplaced(row: Tie, candidate: _Candidate) -> Tie:
    first, second = candidate.pair
    return replace(
        row,
        source_mention=row.source_mention if first.end else None,
        target_mention=row.target_mention if second.end else None,
    )


def _namings(document: Document, given: GivenPair) -> list[Naming]:
    sides = [(words, "source" if given.target else words) for words in given.source]
    sides += [(words, "target") for words in given.target]
    return [naming for words, side in sides for naming in _find(document, words, side)]


def _find(document: Document, words: str, side: str) -> Iterator[Naming]:
    """Find given words wherever they stand; of "U.S. ... negotiators" the first piece."""
    first = words.split("...")[0].split() or words.split()
    pattern = r"\s+".join(re.escape(word) for word in first)
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", document.text):
        yield Naming(words, side, document.span(*match.span()))


def _pair(place: str, line: dict[str, Any]) -> GivenPair:
    name, text = line.get("id"), line.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise CorpusError(f"{place}: it needs id and text as words, source and target; it has {', '.join(line)}")
    return GivenPair(name, text, _words(place, line, "source"), _words(place, line, "target"))


def _words(place: str, line: dict[str, Any], key: str) -> tuple[str, ...]:
    value = line.get(key)
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(words, str) for words in listed):
        raise CorpusError(f"{place}: {key} must be words or a list of words, and is {value!r:.40}")
    return tuple(words for words in listed if words.strip())


def _written(tie: Tie) -> dict[str, Any]:
    spans = {name: getattr(tie, name) for name in ("trigger", "source_mention", "target_mention")}
    stated = {name: getattr(tie, name) for name in ("source", "target", "category", "valence", "status", "voice")}
    days = {name: getattr(tie, name) for name in ("event_earliest", "event_latest")}
    return {
        **stated,
        "plover": plover_label(tie.category, tie.status),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "event_id": tie.event_id,
        **{name: [span.start, span.end] if span else None for name, span in spans.items()},
    }
