"""Find where an article and the codebook say different things about a person: a warning for whoever declared it.

The one rule: nothing is decided here; speakers take the article's side, and both statements stand in the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from toolkit.annotate.cast import RELATIONS, collect_cast
from toolkit.annotate.figures import Told
from toolkit.annotate.names import find_names
from toolkit.annotate.referents import likeness, same_office
from toolkit.codebook import Codebook
from toolkit.corpus import as_document
from toolkit.language.nouns import Noun, read_nouns
from toolkit.language.sourcing import is_person_noun
from toolkit.rows import Document, RoleConflict, make_row_id

METHOD = "roles-1"


def find_role_conflicts(document: Document | str, *, codebook: Codebook) -> list[RoleConflict]:
    """Find titles and appositions that give a person another side, or another person's role, than the codebook does.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> text = "Musa Abu Marzouk, head of Hamas's political bureau, left."
    >>> row, = find_role_conflicts(text, codebook=load_codebook("iran-hamas"))
    >>> row.actor, row.conflict, row.other, row.described.text
    ('abu-marzouk', 'role', 'mashaal', "head of Hamas's political bureau")
    """
    document = as_document(document)
    cast = collect_cast(document, codebook)
    rows = {}
    for told in cast.told:
        for conflict, other in _conflicts(document, codebook, told):
            span = document.span(told.start, told.end)
            row_id = make_row_id(f"conflict:{told.figure.actor}:{other}", document.doc_id, (span,), METHOD)
            zone = next(z.kind for z in document.zones if z.span.start <= span.start < z.span.end)
            actor = told.figure.actor or ""
            rows[row_id] = RoleConflict(row_id, document.doc_id, zone, METHOD, actor, conflict, other, span)
    return sorted(rows.values(), key=lambda row: row.described.start)


def _conflicts(document: Document, codebook: Codebook, told: Told) -> Iterator[tuple[Literal["side", "role"], str]]:
    actor = told.figure.actor
    if actor is None or codebook.actor(actor).kind != "person":
        return
    body = _one_body(document, codebook, told) if told.noun.head not in RELATIONS else None
    if body and is_person_noun(told.noun.head) and codebook.side(body, document) != codebook.side(actor, document):
        yield "side", body
    if not any(_fits(told.noun, form) for form in _called(codebook, actor, document)):
        for other in codebook.actors:
            if other.actor_id != actor and any(
                _fits(told.noun, form) for form in _called(codebook, other.actor_id, document)
            ):
                yield "role", other.actor_id


def _one_body(document: Document, codebook: Codebook, told: Told) -> str | None:
    """Give the body or state that the words name, if they name one."""
    named = {n.actor for n in find_names(document, codebook, told.start, told.end)}
    bodies = [actor for actor in named if codebook.actor(actor).kind != "person"]
    return bodies[0] if len(bodies) == 1 else None


def _called(codebook: Codebook, actor: str, document: Document) -> Iterator[Noun]:
    days = document.published_earliest, document.published_latest
    for affiliation in codebook.actor(actor).affiliations:
        if affiliation.holds_on(*days):
            for form in affiliation.called:
                yield from read_nouns(form)


def _fits(noun: Noun, form: Noun) -> bool:
    """Say whether words call somebody what the codebook calls the holder of a role, body included."""
    asked, known = {*noun.modifiers, *noun.of}, {*form.modifiers, *form.of}
    return same_office(noun.head) == same_office(form.head) and known <= asked and likeness(noun, form) > 1
