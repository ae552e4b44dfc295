"""Who speaks: shares that add up, intervals that say what they do not know, and every number counted again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import TableError
from toolkit.measure import (
    build_network,
    count_edges,
    count_edges_evidence,
    count_speakers,
    count_speakers_evidence,
    measure_quotes,
    measure_quotes_evidence,
    with_articles,
    with_attributes,
)
from toolkit.measure.intervals import share_interval
from toolkit.rows import Corpus, Mention, Quote, Span
from toolkit.tables import to_frame

ACTORS = pd.DataFrame(
    [
        ["vale", "Ada Vale", "gender: female; country: Ruritania"],
        ["okoro", "Tom Okoro", "gender: male"],
        ["ruritania", "Ruritania", ""],
    ],
    columns=["actor_id", "name", "attributes"],
)


def quote(number: int, doc_id: str, **values: Any) -> Quote:
    """Make a quotation of three words, two of them in marks, at a place of its own."""
    start = 100 * number
    fields: dict[str, Any] = {
        "row_id": f"q{number}", "doc_id": doc_id, "zone": "body", "voice": "verbatim", "method": "by hand",
        "kind": "mixed", "form": "marked", "act": "speech", "sourced": "named",
        "content": (Span(start, start + 13, "one two three"),), "verbatim": (Span(start, start + 7, "one two"),),
        "cue": None, "cue_class": "say", "source": None,
    }  # fmt: skip
    return Quote(**(fields | values))


def mention(number: int, doc_id: str, actor: str, start: int) -> Mention:
    return Mention(
        f"m{number}", doc_id, "body", "verbatim", "by hand", actor, actor, "name", Span(start, start + 3, "xxx")
    )


VALE = {"speaker": "vale", "speaker_name": "Ada Vale", "side": "ruritania", "speaker_how": "name"}
OKORO = {"speaker": "okoro", "speaker_name": "Tom Okoro", "side": "okoro", "cue_class": "admit"}
NOBODY = {"sourced": "none", "cue_class": None}
QUOTES = to_frame(
    [
        quote(0, "a", **VALE),
        quote(1, "a", **VALE, relays=(Span(1, 2, "x"),), relay_names="Daily Herald"),
        quote(2, "a", **OKORO),
        quote(3, "b", **VALE, verbatim=()),
        quote(4, "b", **NOBODY),
    ],
    Quote,
)
MENTIONS = to_frame(
    [
        mention(0, "a", "okoro", 3),  # in q0
        mention(1, "a", "okoro", 9),  # in q0, again
        mention(2, "a", "ruritania", 205),  # in q2
        mention(3, "a", "ruritania", 212),  # reaches over the end of q2
        mention(4, "b", "okoro", 3),  # where q0 stands, but in another article
        mention(5, "b", "okoro", 400),  # in q4
    ],
    Mention,
)
ARTICLES = pd.DataFrame(
    {
        "doc_id": ["a", "b"],
        "outlet": ["Daily Herald", "Evening Post"],
        "story_id": ["s", "s"],
        "published_earliest": pd.to_datetime(["2015-03-30", "2015-01-05"]),
        "published_latest": pd.to_datetime(["2015-04-02", "2015-01-06"]),
    }
)


def cells(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(table[[*columns]].itertuples(index=False, name=None))


def many(*articles: Sequence[str]) -> pd.DataFrame:
    """Make quotations from the sides that speak in each article."""
    rows = [(f"d{place:02}", side) for place, sides in enumerate(articles) for side in sides]
    return to_frame([quote(n, doc_id, side=side) for n, (doc_id, side) in enumerate(rows)], Quote)


# ---------------------------------------------------------------- shares


def test_a_share_comes_with_its_count_its_denominator_and_its_texts() -> None:
    measured = measure_quotes(QUOTES, of="side", minimum_n=1)

    assert cells(measured, "side", "unit", "n", "n_all", "share", "n_articles", "n_texts") == [
        ("ruritania", "quotations", 3, 5, 0.6, 2, 2),
        ("(side not known)", "quotations", 1, 5, 0.2, 1, 2),
        ("okoro", "quotations", 1, 5, 0.2, 1, 2),
    ]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("words", [("(nobody named)", 3, 15), ("Ada Vale", 9, 15), ("Tom Okoro", 3, 15)]),
        ("verbatim words", [("(nobody named)", 2, 8), ("Ada Vale", 4, 8), ("Tom Okoro", 2, 8)]),
    ],
)
def test_words_are_counted_in_all_that_was_said_or_only_in_marks(unit: Any, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(cells(measure_quotes(QUOTES, unit=unit), "speaker", "n", "n_all")) == expected


def test_the_ellipsis_between_the_parts_of_a_split_quotation_is_no_word() -> None:
    parts = (Span(0, 7, "one two"), Span(20, 25, "three"))
    split = to_frame([quote(0, "a", content=parts)], Quote)

    assert list(measure_quotes(split, unit="words")["n"]) == [3]


def test_the_depth_of_hearsay_is_the_number_of_relays() -> None:
    assert cells(measure_quotes(QUOTES, of="n_relays"), "n_relays", "n", "n_all") == [(0, 4, 5), (1, 1, 5)]


def test_who_admits_and_who_says_stand_apart_by_side() -> None:
    measured = measure_quotes(QUOTES, of="cue_class", by=["side"])

    assert cells(measured, "side", "cue_class", "n", "n_all") == [
        ("(side not known)", "(no cue)", 1, 1),
        ("okoro", "admit", 1, 1),
        ("ruritania", "say", 3, 3),
    ]


def test_below_the_minimum_of_texts_there_are_counts_and_nothing_else() -> None:
    measured = measure_quotes(many("xy", "xx", "yy"), of="side", minimum_n=4)

    assert list(measured["n"]) == [3, 3]
    assert measured[["share", "low", "high"]].isna().all(axis=None)


def test_where_every_article_is_alike_the_interval_still_has_width() -> None:
    measured = measure_quotes(many(*["xy"] * 6), of="side", minimum_n=3)

    assert list(measured["share"]) == [0.5, 0.5]
    assert (measured["low"] < 0.45).all()
    assert (measured["high"] > 0.55).all()


def test_printings_of_one_story_count_as_one_text() -> None:
    joined = with_articles(QUOTES, ARTICLES, columns=["outlet", "story_id"])

    assert set(measure_quotes(joined, of="side")["n_texts"]) == {1}
    assert set(measure_quotes(joined.assign(story_id=""), of="side")["n_texts"]) == {2}


def test_the_interval_is_that_of_the_articles_counts() -> None:
    sides = ["xy", "xx", "yyy", "xyy", "y", "xxxxx", "xyx", "yx"]
    measured = measure_quotes(many(*sides), of="side", minimum_n=5)
    x = measured[measured["side"] == "x"].iloc[0]

    hits, sizes = (np.array(counts, float) for counts in ([s.count("x") for s in sides], [len(s) for s in sides]))
    assert (x["low"], x["high"]) == pytest.approx(share_interval(hits, sizes))


def test_printings_of_one_story_do_not_narrow_the_interval() -> None:
    quotes = many("xy", "xx", "yyy", "xyy", "y", "xxxxx", "xyx", "yx")
    twice = pd.concat([quotes, quotes.assign(doc_id=quotes["doc_id"] + "-2", row_id=quotes["row_id"] + "-2")])
    stories = twice.assign(story_id=twice["doc_id"].str.removesuffix("-2"))
    once, printed = (measure_quotes(table, of="side", minimum_n=5) for table in (quotes, stories))

    pd.testing.assert_frame_equal(once[["share", "low", "high"]], printed[["share", "low", "high"]])


@given(st.lists(st.text("xyz", min_size=1, max_size=5), min_size=1, max_size=6))
def test_the_counts_of_a_group_add_up_to_its_whole_and_shares_to_one(articles: list[str]) -> None:
    measured = measure_quotes(many(*articles), of="side", by=["doc_id"], minimum_n=1)
    groups = measured.groupby("doc_id")

    assert (groups["n"].sum() == groups["n_all"].first()).all()
    assert list(groups["share"].sum()) == pytest.approx([1.0] * len(articles))
    assert measured["n"].sum() == sum(map(len, articles))


@given(st.lists(st.text("xyz", min_size=1, max_size=5), min_size=2, max_size=6))
def test_an_interval_lies_between_nought_and_one_and_has_width(articles: list[str]) -> None:
    known = measure_quotes(many(*articles), of="side", minimum_n=1).dropna(subset=["low"])

    assert ((known["low"] >= 0) & (known["high"] <= 1) & (known["low"] < known["high"])).all()


def test_shares_of_nothing_keep_every_column_and_dtype() -> None:
    full, empty = (measure_quotes(table, of="side", by=["cue_class"]) for table in (QUOTES, QUOTES.head(0)))

    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
    assert empty.empty


def test_a_share_of_a_column_within_itself_and_an_unknown_unit_are_refused() -> None:
    with pytest.raises(TableError, match="by has to name other columns"):
        measure_quotes(QUOTES, of="side", by=["side"])
    with pytest.raises(TableError, match="no unit 'letters': quotations, words, verbatim words"):
        measure_quotes(QUOTES, unit="letters")  # type: ignore[arg-type]
    with pytest.raises(TableError, match="table of quotations lacks outlet;"):
        measure_quotes(QUOTES, by=["outlet"])


# ---------------------------------------------------------------- speakers


def test_speakers_are_counted_by_outlet() -> None:
    counted = count_speakers(with_articles(QUOTES, ARTICLES), by=["outlet"])

    assert cells(counted, "outlet", "speaker", "side", "mixed", "n", "n_articles") == [
        ("Daily Herald", "Ada Vale", "ruritania", 2, 2, 1),
        ("Daily Herald", "Tom Okoro", "okoro", 1, 1, 1),
        ("Evening Post", "(nobody named)", "", 1, 1, 1),
        ("Evening Post", "Ada Vale", "ruritania", 1, 1, 1),
    ]


def test_the_evidence_of_speakers_by_outlet_has_a_row_for_every_quotation_of_a_cell() -> None:
    joined = with_articles(QUOTES, ARTICLES)
    evidence = count_speakers_evidence(joined, by=["outlet"])
    sizes = evidence[evidence["cell"] == "n"].groupby(["outlet", "speaker", "side"]).size()

    assert dict(sizes) == count_speakers(joined, by=["outlet"]).set_index(["outlet", "speaker", "side"])["n"].to_dict()


# ---------------------------------------------------------------- joined columns


def test_rows_keep_their_number_and_order_when_they_get_the_columns_of_articles() -> None:
    joined = with_articles(QUOTES.iloc[::-1], ARTICLES.iloc[:1])

    assert list(joined["row_id"]) == ["q4", "q3", "q2", "q1", "q0"]
    assert list(joined["outlet"].isna()) == [True, True, False, False, False]


def test_a_period_that_a_date_does_not_settle_is_said_to_be_several_or_undated() -> None:
    undated = pd.DataFrame({"doc_id": ["c"], "outlet": ["Daily Herald"], "story_id": [""]})
    articles = pd.concat([ARTICLES, undated], ignore_index=True)
    rows = pd.DataFrame({"doc_id": ["a", "b", "c"]})

    assert list(with_articles(rows, articles, every="quarter")["period"]) == ["(several)", "2015Q1", "(undated)"]
    assert list(with_articles(rows, articles, every="year")["period"]) == ["2015", "2015", "(undated)"]


def test_an_article_described_twice_is_refused_not_counted_twice() -> None:
    with pytest.raises(TableError, match="a has two rows of articles"):
        with_articles(QUOTES, pd.concat([ARTICLES, ARTICLES]))


def test_declared_attributes_become_columns_and_what_is_not_declared_stays_missing() -> None:
    joined = with_attributes(QUOTES, ACTORS)

    assert list(joined["speaker_gender"].fillna("?")) == ["female", "female", "male", "female", "?"]
    assert cells(measure_quotes(joined, of="speaker_country"), "speaker_country", "n") == [
        ("Ruritania", 3),
        ("(not given)", 2),
    ]
    assert list(with_attributes(QUOTES, ACTORS, actor="side")["side_name"].fillna("?"))[:3] == [
        "Ruritania",
        "Ruritania",
        "Tom Okoro",
    ]


def test_a_semicolon_in_the_value_of_an_attribute_stays_in_it() -> None:
    actors = pd.DataFrame({"actor_id": ["vale"], "attributes": ["posts: envoy; minister; gender: female"]})
    joined = with_attributes(QUOTES.head(1), actors)

    assert cells(joined, "speaker_posts", "speaker_gender") == [("envoy; minister", "female")]


# ---------------------------------------------------------------- who speaks about whom


def test_an_edge_counts_quotations_whose_content_holds_the_whole_name_in_the_same_article() -> None:
    edges = count_edges(QUOTES, MENTIONS, actors=ACTORS)

    assert cells(edges, "speaker", "actor", "n", "n_all", "n_mentions", "n_articles") == [
        ("(nobody named)", "Tom Okoro", 1, 1, 1, 1),
        ("Ada Vale", "Tom Okoro", 1, 3, 2, 1),
        ("Tom Okoro", "Ruritania", 1, 1, 1, 1),
    ]


def test_a_name_between_the_parts_of_a_split_quotation_is_not_inside_it() -> None:
    split = to_frame([quote(0, "a", **VALE, content=(Span(0, 10, "x" * 10), Span(20, 30, "x" * 10)))], Quote)
    mentions = to_frame([mention(0, "a", "okoro", 13), mention(1, "a", "ruritania", 22)], Mention)

    assert cells(count_edges(split, mentions), "speaker", "actor") == [("Ada Vale", "ruritania")]


def test_edges_between_sides_name_the_side_that_nobody_knows() -> None:
    edges = count_edges(QUOTES, MENTIONS, actors=ACTORS, level="side")

    assert set(cells(edges, "speaker", "actor")) == {
        ("(side not known)", "Tom Okoro"),
        ("Ruritania", "Tom Okoro"),
        ("Tom Okoro", "Ruritania"),
    }


def test_the_graph_has_an_edge_per_row_of_the_table_with_its_numbers() -> None:
    edges = count_edges(QUOTES, MENTIONS, actors=ACTORS)
    graph = build_network(edges)

    assert {(a, b, data["weight"], data["n_mentions"]) for a, b, data in graph.edges(data=True)} == set(
        cells(edges, "speaker", "actor", "n", "n_mentions")
    )


def test_no_edges_make_an_empty_table_and_an_empty_graph() -> None:
    edges = count_edges(QUOTES, MENTIONS.head(0))

    pd.testing.assert_series_equal(edges.dtypes, count_edges(QUOTES, MENTIONS).dtypes)
    assert len(build_network(edges)) == 0


# ---------------------------------------------------------------- the seeds, counted again


@pytest.fixture(scope="module")
def spoken(seeds: Corpus) -> pd.DataFrame:
    return with_articles(tk.extract_quotes(seeds), seeds.describe())


@pytest.mark.parametrize("unit", ["quotations", "words", "verbatim words"])
@pytest.mark.parametrize(
    ("of", "by"),
    [("speaker", ["outlet"]), ("side", []), ("sourced", ["outlet"]), ("n_relays", []), ("cue_class", ["side"])],
)
def test_every_share_of_the_seeds_is_the_recount_of_its_evidence(
    of: str, by: list[str], unit: Any, spoken: pd.DataFrame
) -> None:
    measured = measure_quotes(spoken, of=of, by=by, unit=unit)
    evidence = measure_quotes_evidence(spoken, of=of, by=by, unit=unit)
    again = evidence.groupby([*by, of]).agg(n=("weight", "sum"), n_articles=("doc_id", "nunique")).reset_index()

    left, right = (table.sort_values([*by, of], ignore_index=True) for table in (measured, again))
    pd.testing.assert_frame_equal(left[[*by, of, "n", "n_articles"]], right)
    assert evidence["row_id"].is_unique


def test_every_edge_of_the_seeds_is_the_recount_of_its_evidence(spoken: pd.DataFrame, seeds: Corpus) -> None:
    mentions = tk.extract_mentions(seeds)
    edges, evidence = count_edges(spoken, mentions), count_edges_evidence(spoken, mentions)
    again = evidence.groupby(["speaker", "actor"]).agg(
        n=("quote_id", "nunique"), n_mentions=("row_id", "nunique"), n_articles=("doc_id", "nunique")
    )

    columns = ["n", "n_mentions", "n_articles"]
    pd.testing.assert_frame_equal(edges.set_index(["speaker", "actor"])[columns].sort_index(), again)
    assert len(edges) > 0
