"""Names that no codebook owns are proposed with their places, and what may be one name is said and not decided."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from toolkit.annotate import extract_mentions, suggest_actors
from toolkit.codebook import Actor, Codebook
from toolkit.corpus import make_document
from toolkit.errors import TableError
from toolkit.measure import tabulate_spellings, tabulate_spellings_evidence
from toolkit.rows import Corpus

OMAR = Actor("omar", "Omar Daroudi", "person", titles=("President",))
VELDORIA = Actor("veldoria", "Veldoria", "state", demonyms=("Veldorian",), metonyms=("Marnholt",))


def book(*actors: Actor) -> Codebook:
    return Codebook("t", "t", "1", "en", "", actors, (), (), ())


def corpus(*texts: str) -> Corpus:
    return Corpus(tuple(make_document(f"d{n}", text, title="none") for n, text in enumerate(texts)))


def suggest(*texts: str, actors: tuple[Actor, ...] = (), at_least: int = 1) -> list[dict[Any, Any]]:
    table = suggest_actors(corpus(*texts), codebook=book(*actors), at_least=at_least)
    return table.astype(object).where(table.notna(), None).to_dict("records")


def names(*texts: str, actors: tuple[Actor, ...] = ()) -> list[str]:
    return sorted(row["name"] for row in suggest(*texts, actors=actors))


def test_a_name_that_nobody_owns_is_proposed_with_its_places() -> None:
    (row,) = suggest("They met Samir Tolan twice.", "The visit pleased Samir Tolan most, friends recall.")
    assert row["proposal"] == "entry"
    assert (row["name"], row["n"], row["n_articles"]) == ("Samir Tolan", 2, 2)
    assert row["examples"] == "d0 9:20; d1 18:29"


def test_the_places_of_examples_can_be_read_again() -> None:
    texts = corpus("They met Samir Tolan twice.", "Later Samir Tolan and Rana Velk left the palace.")
    for row in suggest_actors(texts, codebook=book(), at_least=1).to_dict("records"):
        for example in row["examples"].split("; "):
            doc_id, place = example.split()
            start, end = map(int, place.split(":"))
            assert texts[doc_id].text[start:end] == row["name"]


def test_what_the_codebook_owns_is_not_proposed() -> None:
    text = "The Veldorian envoy met Umar Darudi of Veldoria in Marnholt with Samir Tolan."
    assert names(text, actors=(OMAR, VELDORIA)) == ["Samir Tolan"]


def test_a_name_is_counted_where_it_is_a_quotations_source() -> None:
    (row,) = suggest("“We had no role,” Samir Tolan said on Monday. They met Samir Tolan twice.")
    assert (row["n"], row["n_quoted"]) == (2, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Although nobody came, people waited.", []),
        ("Rebels took the bridge. They call the rebels brave.", []),
        ("Tolan took the bridge. They call Tolan brave.", ["Tolan"]),
        ("The president spoke. They heard President Samir Tolan twice.", ["Samir Tolan"]),
        ("They heard President Omar Daroudi twice, people said.", []),
        ("They left on Monday with Samir Tolan’s brother.", ["Samir Tolan"]),
        ("They left the Ministry of Health of the country.", ["Ministry of Health"]),
        ("They met Samir al-Tolan and Rana Velk there.", ["Rana Velk", "Samir al-Tolan"]),
        ("Samir Tolan Meets Rana Velk", []),
        ("", []),
    ],
)
def test_a_run_of_capitals_is_a_name_only_where_its_sentence_lets_it_be_one(text: str, found: list[str]) -> None:
    assert names(text, actors=(OMAR,)) == found


def test_titles_are_not_read() -> None:
    assert names("Samir Tolan has left the country\nThey stayed there.") == ["Samir Tolan"]
    document = make_document("d", "Samir Tolan has left the country\nThey stayed there.")
    assert document.title == "Samir Tolan has left the country"
    assert len(suggest_actors(Corpus((document,)), codebook=book(), at_least=1)) == 0


def test_spellings_that_sound_alike_are_proposed_for_merging() -> None:
    rows = suggest("They met Yusuf Tolan twice. They saw Yusuf Tolan there. They heard Youssef Tolan speak.")
    assert [(r["proposal"], r["name"], r["into"], r["why"], r["n"]) for r in rows] == [
        ("entry", "Yusuf Tolan", None, None, 3),
        ("merge", "Youssef Tolan", "Yusuf Tolan", "same sounds", 1),
    ]
    assert rows[0]["spellings"] == "Youssef Tolan; Yusuf Tolan"


def test_a_surname_of_one_name_is_proposed_for_merging() -> None:
    rows = suggest("They met Samir Tolan twice, and Tolan left the room.")
    assert [(r["proposal"], r["name"], r["into"], r["why"]) for r in rows] == [
        ("entry", "Samir Tolan", None, None),
        ("merge", "Tolan", "Samir Tolan", "surname of one name"),
    ]


def test_a_surname_of_a_declared_actor_names_its_id() -> None:
    (row,) = suggest("They met Omar Daroudi twice, and Daroudi left the room.", actors=(OMAR,))
    assert (row["proposal"], row["into"], row["actor"]) == ("merge", "Omar Daroudi", "omar")


def test_a_surname_of_two_names_is_left_to_the_reader() -> None:
    rows = suggest("They met Samir Tolan and Rana Tolan, and Tolan left the room.")
    (row,) = [row for row in rows if row["name"] == "Tolan"]
    assert (row["proposal"], row["why"]) == ("entry", "surname of 2 names: Rana Tolan; Samir Tolan")


def test_a_name_with_an_initial_is_proposed_for_merging_and_counts_no_second_bearer() -> None:
    rows = suggest("They met Samir J. Tolan twice. They saw Samir Tolan there. They heard Samir Tolan, and Tolan left.")
    assert [(r["proposal"], r["name"], r["into"], r["why"], r["n"]) for r in rows] == [
        ("entry", "Samir Tolan", None, None, 2),
        ("merge", "Samir J. Tolan", "Samir Tolan", "the same but for initials", 1),
        ("merge", "Tolan", "Samir Tolan", "surname of one name", 1),
    ]


def test_names_with_two_initials_stay_two() -> None:
    rows = suggest("They met Samir J. Tolan twice. They saw Samir Tolan there. They heard Samir K. Tolan as well.")
    assert [(r["proposal"], r["name"]) for r in rows] == [
        ("entry", "Samir J. Tolan"),
        ("entry", "Samir K. Tolan"),
        ("entry", "Samir Tolan"),
    ]


def test_a_declared_actor_takes_the_name_with_an_initial() -> None:
    (row,) = suggest("They met Omar J. Daroudi twice.", actors=(OMAR,))
    assert (row["name"], row["into"], row["actor"]) == ("Omar J. Daroudi", "Omar Daroudi", "omar")


def test_an_initial_before_what_an_actor_owns_is_part_of_it() -> None:
    owned = Actor("omar", "Omar Daroudi", "person", aliases=("Daroudi",))
    assert names("They met Omar J. Daroudi twice.", actors=(owned,)) == []


def test_rare_names_are_left_out_on_request() -> None:
    text = "They met Samir Tolan twice, and Samir Tolan met Rana Velk there."
    assert [row["name"] for row in suggest(text, at_least=2)] == ["Samir Tolan"]


def test_without_a_codebook_every_name_is_proposed_and_an_empty_corpus_keeps_the_columns() -> None:
    full = suggest_actors(corpus("They met Omar Daroudi in Veldoria."), at_least=1)
    assert list(full["name"]) == ["Omar Daroudi", "Veldoria"]
    empty = suggest_actors(Corpus(()))
    assert len(empty) == 0
    assert empty.dtypes.equals(full.dtypes)


# ---- spellings that were found


def test_every_spelling_of_an_actor_is_laid_out_with_its_articles() -> None:
    texts = corpus("Umar Darudi met Omar Daroudi.", "Umar\u00a0Darudi left.")
    table = tabulate_spellings(extract_mentions(texts, codebook=book(OMAR)))
    assert table.to_dict("split")["data"] == [
        ["omar", "Umar Darudi", "variant", 2, 2 / 3, 2, "d0; d1"],
        ["omar", "Omar Daroudi", "name", 1, 1 / 3, 1, "d0"],
    ]


def test_every_row_of_spellings_is_the_recount_of_its_evidence(seeds: Corpus) -> None:
    mentions = extract_mentions(seeds)
    table, evidence = tabulate_spellings(mentions), tabulate_spellings_evidence(mentions)
    assert sorted(evidence["row_id"]) == sorted(mentions["row_id"])
    counted = evidence.groupby(["actor", "spelling", "form"]).size()
    assert table.set_index(["actor", "spelling", "form"])["n"].sort_index().equals(counted.rename("n"))


def test_spellings_of_no_mentions_keep_their_columns(seeds: Corpus) -> None:
    mentions = extract_mentions(seeds)
    empty, full = tabulate_spellings(mentions.head(0)), tabulate_spellings(mentions)
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)


def test_a_table_without_forms_is_refused() -> None:
    with pytest.raises(TableError, match="the table of mentions lacks form, row_id"):
        tabulate_spellings(pd.DataFrame({"actor": [], "mention_text": [], "doc_id": []}))
