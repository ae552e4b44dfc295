"""Find the words that name actors: names, aliases and demonyms of the codebook.

The one rule: the longest form wins, and what a codebook does not list is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.language import make_view
from toolkit.rows import Document, Mention, MentionForm, Quote, Span, make_row_id

METHOD = "codebook-1"


@dataclass(frozen=True, slots=True)
class Named:
    """Hold the words that name an actor, before anything is known about their voice."""

    actor: str
    form: MentionForm
    span: Span


def find_mentions(
    document: Document | str, *, codebook: Codebook, quotes: Sequence[Quote] | None = None
) -> list[Mention]:
    """Find every name, alias and demonym of the codebook's actors in title, dek and body.

    Matching is case-sensitive, on whole words; apostrophes, hyphens and spaces of every kind are alike.

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


def find_names(document: Document, codebook: Codebook, start: int, end: int) -> list[Named]:
    """Find the named actors in one range of a document."""
    pattern, owners = _matcher(codebook)
    view = make_view(document.text[start:end])
    found = []
    for match in pattern.finditer(view.text):
        a, b = view.to_text(*match.span())
        actor, form = owners[" ".join(match.group().split())]
        found.append(Named(actor, form, document.span(start + a, start + b)))
    return found


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> tuple[re.Pattern[str], dict[str, tuple[str, MentionForm]]]:
    owners: dict[str, tuple[str, MentionForm]] = {}
    for actor in codebook.actors:
        owners |= {make_view(form).text: (actor.actor_id, "demonym") for form in actor.demonyms}
        owners |= {make_view(form).text: (actor.actor_id, "alias") for form in actor.aliases}
        owners[make_view(actor.name).text] = (actor.actor_id, "name")
    forms = sorted(owners, key=len, reverse=True)
    words = [re.escape(form).replace(r"\ ", r"\s+") for form in forms] or ["(?!)"]  # no actors, no mentions
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"), owners
