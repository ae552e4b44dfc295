"""A name is found in the spellings that news gives it, and nobody else's name is taken for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.annotate.names import Named, find_names
from toolkit.codebook import Actor, Codebook
from toolkit.corpus import make_document

DATA = Path(__file__).parent / "data"
PAIRS = [line.split("\t") for line in (DATA / "name_pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def book(*actors: Actor) -> Codebook:
    return Codebook("t", "t", "1", "en", "", actors, (), (), ())


def find(codebook: Codebook, text: str) -> list[Named]:
    return find_names(make_document("d", text), codebook, 0, len(text))


def actors(codebook: Codebook, text: str) -> list[str]:
    return [named.actor for named in find(codebook, text)]


# ---- places that act

VELDORIA = book(
    Actor("veldoria", "Veldoria", "state", metonyms=("Marnholt", "Ostrava Hall", "MARNHOLT")),
    Actor("norrland", "Norrland", "state", metonyms=("Keld",)),
    Actor("red-front", "Red Front", "organisation"),
)
PLACES = [line for line in (DATA / "metonyms.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("marked", PLACES)
def test_a_place_stands_for_an_actor_only_where_it_acts(marked: str) -> None:
    expected = re.findall("<acts>(.*?)</acts>", marked)
    text = re.sub("</?(?:acts|place)>", "", marked)
    assert [named.span.text for named in find(VELDORIA, text) if named.form == "metonym"] == expected
