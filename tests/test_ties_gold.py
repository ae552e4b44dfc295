"""The ties of the seeds against those a reader marked, so that no change goes unnoticed.

The figures say how the finder does on the texts it was developed with, not on others (see gold/README.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from floors import SAID, Floors
from ties_reading import found_ties, gold_ties, missed, paired, tie_figures

from toolkit.annotate.ties import tie_categories
from toolkit.corpus import load_corpus

HERE = Path(__file__).parent
FLOORS = Floors(HERE / "gold" / "ties_floors.json", HERE / "gold" / "seeds_ties.jsonl")


@pytest.fixture(scope="module")
def lower(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--lower-floors"))


def test_the_gold_is_the_one_the_floors_were_measured_on(lower: bool) -> None:
    FLOORS.check_gold(lower=lower)


@pytest.mark.parametrize("name", FLOORS.values)
def test_a_figure_reaches_its_floor(name: str, lower: bool, pytestconfig: pytest.Config) -> None:
    if said := FLOORS.check(name, tie_figures()[name], lower=lower):
        pytestconfig.stash[SAID].append(said)


def test_the_gold_marks_words_of_known_categories() -> None:
    seeds = load_corpus(HERE.parent / "seeds")
    for tie in gold_ties():
        words = seeds[tie.doc_id].text[slice(*tie.trigger)]
        assert words == words.strip() != ""
        assert tie.category in tie_categories()
        assert set(tie.sides) == {"iran", "hamas"}


def test_nothing_is_found_that_is_not_marked() -> None:
    assert [tie for tie in found_ties() if not any(tie is found for _, found in paired())] == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            "clandestine-meeting meet", marks=pytest.mark.xfail(reason="a label that points ahead", strict=True)
        ),
        *(
            pytest.param(
                f"clandestine-meeting {category}",
                marks=pytest.mark.xfail(reason="“we” and “you” are not traced to speaker and listener", strict=True),
            )
            for category in ("relations", "aid", "reduce_aid")
        ),
    ],
)
def test_a_tie_that_is_known_to_be_missed_is_found(name: str) -> None:
    assert missed()[name] == 0


def test_only_the_known_ones_are_missed() -> None:
    assert sum(missed().values()) == 4
