"""Find ties between the actors of a codebook in an article.

The one rule: a tie needs words that tell it, and both parties in their places; naming two actors together is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.annotate.labels import find_labels
from toolkit.annotate.names import find_names
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.ties.arguments import Hit, governor
from toolkit.annotate.ties.hits import find_hits
from toolkit.annotate.ties.lexicon import reporting_forms, tie_categories, words_of
from toolkit.annotate.ties.pairing import Pair, find_pairs
from toolkit.annotate.ties.pronouns import Memory, find_pronouns
from toolkit.annotate.ties.reading import Naming, Reading, read_parties, read_words, with_pronouns
from toolkit.annotate.ties.status import read_status
from toolkit.annotate.ties.times import event_days, event_id, find_times
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.corpus.expressions import DateExpression
from toolkit.language import find_sentences
from toolkit.rows import Document, Label, Quote, Span, Tie, Zone, make_row_id

METHOD = "triggers-1"


def find_ties(
    document: Document | str,
    *,
    codebook: Codebook,
    quotes: Sequence[Quote] | None = None,
    labels: Sequence[Label] | None = None,
) -> list[Tie]:
    """Find interactions between two actors of different sides in title, dek and body.

    Verbs, nouns and fixed phrases that tell an interaction are looked up in tables; their parties are read from the
    places around them (subject, object, "by", "between", "'s"). Names, offices ("a Hamas delegation"), labels whose
    actor is known ("the terror group"), pronouns and "both sides" name parties. In one clause, a category is told of
    the same parties and direction once.

    Parameters
    ----------
    quotes
        The article's quotations with speakers, which decide voice and whether a tie is reported; None finds them.
    labels
        The article's labels, as `find_labels` gives them; None finds them.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> row, = find_ties("Hamas met with officials from Iran.", codebook=load_codebook("iran-hamas"), quotes=())
    >>> row.source, row.target, row.category, row.valence, row.status, row.trigger.text
    ('hamas', 'iran', 'meet', 1.0, 'asserted', 'met with')

    Notes
    -----
    The scale is that of Goldstein (1992), "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict
    Resolution 36(2), as the CAMEO project carries it over to its codes; names of categories follow PLOVER.
    """
    document = as_document(document)
    quotes = find_quotes(document, codebook=codebook) if quotes is None else quotes
    labels = find_labels(document, codebook=codebook, quotes=quotes) if labels is None else labels
    times = find_times(document)
    memory = Memory()
    rows: list[Tie] = []
    for zone in read_zones(document):
        for sentence in find_sentences(document.text, zone.span.start, zone.span.end):
            headline = zone.kind in ("title", "dek")
            words = read_words(document, sentence, headline=headline)
            reading = read_parties(words, _namings(document, sentence, codebook, labels))
            reading = with_pronouns(reading, find_pronouns(reading, memory))
            found = list(_ties(reading, zone, quotes, times))
            memory.keep(reading, found)
            rows += found
    return rows


def _namings(document: Document, sentence: Span, codebook: Codebook, labels: Sequence[Label]) -> list[Naming]:
    named = find_names(document, codebook, sentence.start, sentence.end, goals=True)
    found = [Naming(n.actor, codebook.side(n.actor, document), n.span, n.form == "demonym") for n in named]
    for label in labels:
        if label.actor and sentence.start <= label.label.start < sentence.end:
            found.append(Naming(label.actor, codebook.side(label.actor, document), label.label))
    return found


def _ties(reading: Reading, zone: Zone, quotes: Sequence[Quote], times: Sequence[DateExpression]) -> Iterator[Tie]:
    if len({party.side for party in reading.parties}) < 2:
        return
    told: dict[tuple[object, ...], Hit] = {}
    hits = find_hits(reading, lambda hit: bool(find_pairs(reading, hit)))
    found = [(hit, pair) for hit in hits for pair in find_pairs(reading, hit)]
    for hit, pair in found:
        key = _key(hit, pair)
        promised = hit.trigger.category == "agree" and any(_is_promised(reading, h, p, pair) for h, p in found)
        if not promised and not (key in told and _in_one_clause(reading, told[key], hit)):
            told[key] = hit
            yield make_tie(reading, hit, pair, zone, quotes, times)


def _in_one_clause(reading: Reading, first: Hit, second: Hit) -> bool:
    between = reading.words[first.end : second.start]
    return not any(word in words_of("subordinators") or word in ",;:—–" for word in between)


def _is_promised(reading: Reading, hit: Hit, pair: Pair, other: Pair) -> bool:
    """Say whether a tie of the same parties is told as what "promised to" or "offered to" leads to."""
    same = {party.side for party in pair} == {party.side for party in other}
    return same and hit.trigger.category != "agree" and read_status(reading, hit, attributed=False) == "planned"


def _key(hit: Hit, pair: Pair) -> tuple[object, ...]:
    sides = (pair[0].side, pair[1].side)
    mutual = tie_categories()[hit.trigger.category].mutual
    return hit.trigger.category, frozenset(sides) if mutual else sides


def make_tie(
    reading: Reading,
    hit: Hit,
    pair: Pair,
    zone: Zone,
    quotes: Sequence[Quote],
    times: Sequence[DateExpression],
) -> Tie:
    """Make the row of a trigger and its parties, with its status and its days."""
    document, (source, target) = reading.document, pair
    trigger = document.span(reading.tokens[hit.start].start, reading.tokens[hit.end - 1].end)
    category = tie_categories()[hit.trigger.category]
    days = event_days(reading, hit, times)
    sides = (source.side, target.side)
    return Tie(
        row_id=make_row_id(f"tie:{source.actor}:{target.actor}:{category.name}", document.doc_id, (trigger,), METHOD),
        doc_id=document.doc_id,
        zone=zone.kind,
        voice=attribute(document, zone, trigger, quotes).voice,
        method=METHOD,
        source=source.actor,
        target=target.actor,
        source_side=sides[0],
        target_side=sides[1],
        category=category.name,
        valence=category.valence,
        status=read_status(reading, hit, attributed=_is_attributed(reading, hit, quotes)),
        event_earliest=days.earliest,
        event_latest=days.latest,
        event_id=event_id(sides, category.name, days, document.doc_id),
        trigger=trigger,
        source_mention=source.span,
        target_mention=target.span,
        sentence=reading.sentence,
    )


def _is_attributed(reading: Reading, hit: Hit, quotes: Sequence[Quote]) -> bool:
    """Say whether a trigger stands in what somebody is said to have said or thought.

    Intending is no report, and nor is the act itself: in "voiced support" and "issued a threat" the verb is a cue, too.
    """
    start, end = reading.tokens[hit.start].start, reading.tokens[hit.end - 1].end
    verb = governor(reading, hit.start) if hit.trigger.kind == "noun" else hit.start
    own = reading.tokens[verb] if verb is not None and reading.words[verb] not in reporting_forms() else None
    for quote in quotes:
        acting = own and quote.cue and quote.cue.start < own.end and own.start < quote.cue.end
        if quote.act != "plan" and not acting and any(s.start <= start and end <= s.end for s in quote.content):
            return True
    return False
