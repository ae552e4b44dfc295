"""What an article calls a person against what the codebook says: warnings, and nobody is merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.annotate import extract_role_conflicts, find_quotes, find_role_conflicts
from toolkit.codebook import Codebook, load_codebook
from toolkit.rows import Corpus

FICTIONAL = Path(__file__).parent / "data" / "speakers" / "codebook.yaml"


@pytest.fixture
def codebook() -> Codebook:
    return load_codebook(FICTIONAL)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nils Arvo, a Kestrian envoy, left.", [("arvo", "side", "kestria", "a Kestrian envoy")]),
        ("The Kestrian minister, Nils Arvo, left.", [("arvo", "side", "kestria", "The Kestrian minister")]),
        ("Nils Arvo, a Belmoran envoy, left.", []),
        ("Nils Arvo, a staunch ally of Kestria, left.", []),
        ("Nils Arvo, who lives in Kestria, left.", []),
        ("Nils Arvo met a Kestrian envoy, Sela Dorn, there.", [("dorn", "side", "kestria", "a Kestrian envoy")]),
    ],
)
def test_another_side_is_a_conflict_and_an_ally_is_none(
    text: str, found: list[tuple[str, str, str, str]], codebook: Codebook
) -> None:
    rows = find_role_conflicts(text, codebook=codebook)
    assert [(row.actor, row.conflict, row.other, row.described.text) for row in rows] == found


def test_a_speaker_takes_the_side_that_the_article_gives(codebook: Codebook) -> None:
    (quote,) = find_quotes("Nils Arvo, a Kestrian envoy, said that it rained.", codebook=codebook)
    assert (quote.speaker, quote.side) == ("arvo", "kestria")


def test_the_seeds_give_one_role_to_two_people_who_stay_two(seeds: Corpus) -> None:
    table = extract_role_conflicts(seeds)
    assert [*table[["doc_id", "actor", "conflict", "other"]].itertuples(index=False, name=None)] == [
        ("clandestine-meeting", "abu-marzouk", "role", "mashaal")
    ]
