"""Find the indicator phrases of the codebook's frames, sentence by sentence, and whose words they are.

The one rule: a hit is a cue, not a judgement; what it is worth is settled by validation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook, Frame, compile_phrases
from toolkit.corpus import as_document
from toolkit.language import find_sentences, make_view
from toolkit.rows import Document, FrameCue, Quote, Span, Zone, make_row_id

METHOD = "phrases-1"


def find_frames(
    document: Document | str,
    *,
    codebook: Codebook,
    quotes: Sequence[Quote] | None = None,
    within: Collection[Span] | None = None,
) -> list[FrameCue]:
    """Find frame cues in title, dek and body; of overlapping hits of a frame the first, longest one counts.

    Parameters
    ----------
    quotes
        The article's quotations with speakers, which decide the voice; None finds them.
    within
        Only in these sentences, as cues have them; None is all.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> rows = find_frames("Iran moved to strengthen ties with Hamas.", codebook=load_codebook("iran-hamas"))
    >>> [(row.frame, row.cue.text) for row in rows]
    [('rapprochement', 'strengthen ties')]
    """
    document = as_document(document)
    quotes = find_quotes(document, codebook=codebook) if quotes is None else quotes
    rows: list[FrameCue] = []
    for zone in read_zones(document):
        for sentence in _sentences(document, zone, within):
            for frame, phrase, span in _hits(document, sentence, codebook):
                rows.append(_row(document, zone, sentence, span, frame, phrase, quotes))
    return rows


def attribute_frames(document: Document, cues: Iterable[FrameCue], quotes: Sequence[Quote]) -> list[FrameCue]:
    """Give cues of an article the voices and speakers that they have where these are its quotations."""
    zones = list(read_zones(document))
    rows = []
    for cue in cues:
        zone = next(zone for zone in zones if zone.span.start <= cue.cue.start < zone.span.end)
        whose = attribute(document, zone, cue.cue, quotes)
        rows.append(
            replace(
                cue,
                voice=whose.voice,
                speaker=whose.speaker,
                speaker_name=whose.speaker_name,
                reported_of=whose.reported_of,
            )
        )
    return rows


def _sentences(document: Document, zone: Zone, within: Collection[Span] | None) -> Sequence[Span]:
    if within is None:
        return find_sentences(document.text, zone.span.start, zone.span.end)
    inside = [span for span in within if zone.span.start <= span.start and span.end <= zone.span.end]
    return sorted(inside, key=lambda span: span.start)


def _hits(document: Document, sentence: Span, codebook: Codebook) -> Iterator[tuple[Frame, str, Span]]:
    view = make_view(sentence.text)
    for frame, pattern, exclusions in _patterns(codebook):
        hits = list(pattern.finditer(view.text))
        barred = [m.span() for m in exclusions.finditer(view.text)] if hits and exclusions else []
        for match in hits:
            if any(a < match.end() and match.start() < b for a, b in barred):
                continue
            start, end = view.to_text(*match.span())
            phrase = frame.phrases[int((match.lastgroup or "p0")[1:])]
            yield frame, phrase, document.span(sentence.start + start, sentence.start + end)


def _row(
    document: Document,
    zone: Zone,
    sentence: Span,
    span: Span,
    frame: Frame,
    phrase: str,
    quotes: Sequence[Quote],
) -> FrameCue:
    whose = attribute(document, zone, span, quotes)
    return FrameCue(
        row_id=make_row_id(f"frame:{frame.frame_id}", document.doc_id, (span,), METHOD),
        doc_id=document.doc_id,
        zone=zone.kind,
        voice=whose.voice,
        method=METHOD,
        frame=frame.frame_id,
        frame_title=frame.title,
        phrase=phrase,
        speaker=whose.speaker,
        speaker_name=whose.speaker_name,
        reported_of=whose.reported_of,
        cue=span,
        sentence=sentence,
    )


@lru_cache(maxsize=8)
def _patterns(codebook: Codebook) -> tuple[tuple[Frame, re.Pattern[str], re.Pattern[str] | None], ...]:
    compiled = [(f, compile_phrases(f.phrases), compile_phrases(f.exclusions)) for f in codebook.frames]
    return tuple((frame, phrases, exclusions) for frame, phrases, exclusions in compiled if phrases)
