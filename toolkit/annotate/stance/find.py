"""Find the stance of the sentence around each mention of an actor, and who holds it.

The one rule: wording in quotation marks is its speaker's, all other wording is the outlet's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.stance.model import StanceModel, load_stance_model
from toolkit.annotate.voices import Attribution, attribute, read_zones
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.language import find_sentences
from toolkit.rows import Document, Mention, Quote, Span, Stance, Zone, make_row_id


def find_stances(
    document: Document | str,
    *,
    codebook: Codebook,
    targets: Collection[str] = (),
    mentions: Sequence[Mention] | None = None,
    quotes: Sequence[Quote] | None = None,
    engine: str = "",
) -> list[Stance]:
    """Say of each mention whether its sentence speaks for the actor, against it, or neither.

    The model sees neither the actor nor any other name. It was trained on American news about politicians and is
    **not validated on your corpus**: label some hundred mentions by hand before you report its shares.

    Parameters
    ----------
    targets
        Ids of the actors wanted; empty is all of the codebook.
    mentions, quotes
        The article's mentions and its quotations with speakers; None finds them.
    engine
        Folder of a model that `toolkit train stance` made; "" is the one that ships.

    Returns
    -------
    list of Stance
        One row per mention, in order. ``unclear`` is an abstention and no middle position: leave it out of
        shares, and say how many there are.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> text = "Hamas is a brutal and corrupt organisation that has betrayed its own people."
    >>> row, = find_stances(text, codebook=load_codebook("iran-hamas"))
    >>> row.target, row.label, row.voice, [word.text for word in row.words][:3]
    ('hamas', 'against', 'narrator', ['brutal', 'corrupt', 'betrayed'])
    """
    document = as_document(document)
    quotes = find_quotes(document, codebook=codebook) if quotes is None else quotes
    mentions = find_mentions(document, codebook=codebook, quotes=quotes) if mentions is None else mentions
    for target in targets:
        codebook.actor(target)
    wanted = [m for m in mentions if not targets or m.actor in targets]
    model = load_stance_model(engine)
    rows: list[Stance] = []
    for zone in read_zones(document):
        inside = [m for m in wanted if zone.span.start <= m.mention.start < zone.span.end]
        sentences = find_sentences(document.text, zone.span.start, zone.span.end) if inside else []
        for mention in inside:
            sentence = next(s for s in sentences if mention.mention.start < s.end)
            rows.append(_row(document, zone, _whole(document, sentence, mention.mention), mention, quotes, model))
    return rows


def _whole(document: Document, sentence: Span, mention: Span) -> Span:
    """Let a sentence reach to the end of a mention that a full stop cut in two."""
    return sentence if mention.end <= sentence.end else document.span(sentence.start, mention.end)


def _row(
    document: Document, zone: Zone, sentence: Span, mention: Mention, quotes: Sequence[Quote], model: StanceModel
) -> Stance:
    place = mention.mention
    judged = model.judge(sentence.text, place.start - sentence.start, place.end - sentence.start)
    whose = attribute(document, zone, place, quotes)
    holder, holder_name = _holder(document, whose)
    return Stance(
        row_id=make_row_id(f"stance:{mention.actor}", document.doc_id, (place,), model.name),
        doc_id=document.doc_id,
        zone=zone.kind,
        voice=whose.voice,
        method=model.name,
        holder=holder,
        holder_name=holder_name,
        reported_of=whose.reported_of,
        target=mention.actor,
        label=judged.label,
        best=judged.best,
        score=judged.score,
        confidence=judged.confidence,
        words=tuple(document.span(sentence.start + a, sentence.start + b) for a, b in judged.words),
        mention=place,
        sentence=sentence,
    )


def _holder(document: Document, whose: Attribution) -> tuple[str | None, str | None]:
    if whose.voice == "verbatim":
        return whose.speaker, whose.speaker_name
    return None, None if whose.voice == "republished" else document.outlet
