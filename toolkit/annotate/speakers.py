"""Say who speaks in a quotation, on whose side, and who passed the words on.

The one rule: speakers are named from the article's beginning to its end, since each can be whom the next "he" means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.annotate.cast import collect_cast
from toolkit.annotate.quotes import read_marked_quotes, segment_quotes
from toolkit.annotate.referents import Scene
from toolkit.annotate.relays import with_relays
from toolkit.annotate.sources import SourceReader, Speaker
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.language.nouns import read_nouns
from toolkit.language.sourcing import is_person_noun
from toolkit.rows import Document, MarkedQuote, Quote, Sourced

_NEXT = 3  # sentences to a name that comes late
_PAPERS = frozenset(
    "paper newspaper daily weekly magazine outlet agency network station website site broadcaster".split()
)


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
    return name_speakers(document, segment_quotes(document, engine=engine), codebook)


def name_marked(document: Document, marked: Sequence[MarkedQuote], codebook: Codebook | None = None) -> list[Quote]:
    """Give rows, with speakers, for quotations whose places somebody else has marked.

    Those without content, or outside the parts of the article that are read, are left out.
    """
    return name_speakers(document, read_marked_quotes(document, marked), codebook)


def name_speakers(document: Document, quotes: Sequence[Quote], codebook: Codebook | None) -> list[Quote]:
    """Give quotations with speaker, side and relays, in the order in which they come."""
    if not quotes:
        return []
    speech = sorted((span.start, span.end) for quote in quotes for span in quote.verbatim)
    scene = Scene(document.text, collect_cast(document, codebook), speech)
    reader = SourceReader(document, codebook, scene, quotes)
    order = sorted(range(len(quotes)), key=lambda i: _place(quotes[i]))
    named = _name_late([_with_speaker(quotes[i], reader) for i in order], reader)
    back = dict(zip(order, named, strict=True))
    return with_relays(reader, [back[i] for i in range(len(quotes))])


def _place(quote: Quote) -> int:
    return quote.source.start if quote.source else quote.content[0].start


def _with_speaker(quote: Quote, reader: SourceReader) -> Quote:
    if quote.source is None:
        return quote
    found = reader.read(quote.source, quote.content)
    return replace(
        quote,
        speaker=found.actor,
        speaker_name=found.name,
        speaker_how=found.how,
        side=reader.side(found),
        sourced=_sourced(quote, found),
    )


def _sourced(quote: Quote, found: Speaker) -> Sourced:
    if found.how == "none":
        return quote.sourced
    return "unnamed" if found.how == "class" else "named"


def _name_late(quotes: Sequence[Quote], reader: SourceReader) -> list[Quote]:
    """Name who is brought in without a name and named in the next quotation that has another source.

    "An envoy said …" and then "…, said Ada Vale", of whom nothing else is told; "a paper reported …" and then
    "the Daily Herald reported".
    """
    late = []
    for i, quote in enumerate(quotes):
        after = next((other for other in quotes[i + 1 :] if other.source != quote.source), None)
        if after is None or quote.speaker_how != "class" or after.speaker_how != "name":
            late.append(quote)
            continue
        naming = next((n for n in reader.cast.namings if n.figure.name == after.speaker_name), None)
        same = naming is not None and _comes_late(quote, after, naming.start, naming.end, reader)
        how = {"speaker_how": "description", "sourced": "named"}
        taken = {key: getattr(after, key) for key in ("speaker", "speaker_name", "side")}
        late.append(replace(quote, **taken, **how) if same else quote)  # type: ignore[arg-type]
    return late


def _comes_late(quote: Quote, after: Quote, start: int, end: int, reader: SourceReader) -> bool:
    if quote.source is None or after.source is None or start < quote.source.start:
        return False
    noun = next(iter(read_nouns(quote.source.text)), None)
    sentence_at = reader.cast.sentence_at
    near = sentence_at(after.source.start) - sentence_at(quote.source.start) <= _NEXT
    if noun is None or noun.determiner not in ("a", "an") or not near:
        return False
    if noun.head in _PAPERS:
        return reader.is_outlet(after.source)
    whole = (start, end) == (after.source.start, after.source.end)
    return is_person_noun(noun.head) and whole and quote.side in (None, after.side)
