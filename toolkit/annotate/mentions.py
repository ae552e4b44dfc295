"""Find the words that name actors of the codebook, and say in whose voice they stand.

The one rule: a mention is one match of `names`, in a zone that is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.annotate.names import Named, find_names
from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.rows import Document, Mention, Quote, make_row_id

METHOD = "codebook-2"

__all__ = ["Named", "find_mentions", "find_names"]


def find_mentions(
    document: Document | str, *, codebook: Codebook, quotes: Sequence[Quote] | None = None
) -> list[Mention]:
    """Find the words that name the codebook's actors in title, dek and body.

    Declared names, aliases and demonyms are matched in their own letters, on whole words; apostrophes, hyphens and
    spaces of every kind are alike. Persons and organisations are also found in spellings that nobody listed, and
    places that stand for an actor where they act.

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
    quotes = segment_quotes(document) if quotes is None else quotes
    rows = []
    for zone in read_zones(document):
        for named in find_names(document, codebook, zone.span.start, zone.span.end):
            rows.append(
                Mention(
                    row_id=make_row_id(f"mention:{named.actor}", document.doc_id, (named.span,), METHOD),
                    doc_id=document.doc_id,
                    zone=zone.kind,
                    voice=attribute(document, zone, named.span, quotes).voice,
                    method=METHOD,
                    actor=named.actor,
                    side=codebook.side(named.actor, document),
                    form=named.form,
                    mention=named.span,
                )
            )
    return rows
