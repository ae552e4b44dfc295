"""Counts and timelines: small tables counted by hand, and every number of the seeds counted again from its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import TableError
from toolkit.measure import (
    build_timeline,
    build_timeline_evidence,
    count_frames,
    count_frames_evidence,
    count_labels,
    count_labels_evidence,
    count_quotes,
    count_quotes_evidence,
    count_speakers,
    count_speakers_evidence,
    tabulate_articles,
)
from toolkit.rows import Corpus, FrameCue, Label, Quote, Span
from toolkit.tables import to_frame

Every = Literal["month", "quarter", "year"]
EVERY: tuple[Every, ...] = ("month", "quarter", "year")
WORDS = Span(0, 5, "words")


# ---------------------------------------------------------------- small tables


def label_table(*rows: tuple[str, str | None, str, str]) -> pd.DataFrame:
    """Make labels of (doc_id, actor, voice, polarity)."""
    made = [
        Label(
            row_id=f"row{number}", doc_id=doc_id, zone="body", voice=voice, method="by hand",
            label_set="groups", form="words", polarity=polarity, actor=actor and actor.lower(), actor_name=actor,
            actor_how="own", speaker=None, speaker_name=None, reported_of=None, label=WORDS, sentence=WORDS,
        )
        for number, (doc_id, actor, voice, polarity) in enumerate(rows)
    ]  # fmt: skip
    return to_frame(made, Label)


def quote_table(*rows: tuple[str, str | None, str, str]) -> pd.DataFrame:
    """Make quotations of (doc_id, speaker_name, sourced, kind)."""
    made = [
        Quote(
            row_id=f"row{number}", doc_id=doc_id, zone="body", voice="verbatim", method="by hand", kind=kind,
            form="marked", act="speech", sourced=sourced, content=(WORDS,), verbatim=(), cue=None, cue_class=None,
            source=None, speaker_name=name,
        )
        for number, (doc_id, name, sourced, kind) in enumerate(rows)
    ]  # fmt: skip
    return to_frame(made, Quote)


def score_table(*articles: tuple[str, str | None, str | None], **changes: Any) -> pd.DataFrame:
    """Make scores on one frame of articles (doc_id, first day, last day): relevant, and with a cue unless changed."""
    columns = ["doc_id", "published_earliest", "published_latest"]
    table = pd.DataFrame([*articles], columns=columns).assign(frame="closer", frame_title="Draw closer")
    table = table.assign(relevant=True, has_cue=True, cue_ids=[[f"cue of {a[0]}"] for a in articles]).assign(**changes)
    return table.astype({"published_earliest": "datetime64[s]", "published_latest": "datetime64[s]"})


def cells(table: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(table[[*columns]].itertuples(index=False, name=None))


# ---------------------------------------------------------------- over time


def period_of(day: date, every: Every) -> str:
    return {
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}Q{(day.month + 2) // 3}",
        "year": f"{day.year}",
    }[every]


def day_by_day(first: date, last: date, every: Every) -> dict[str, Fraction]:
    """Give each period its part of an interval, by walking through the days."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return {period: Fraction(n, len(days)) for period, n in Counter(period_of(d, every) for d in days).items()}


@pytest.mark.parametrize("every", EVERY)
@settings(max_examples=20, deadline=None)
@given(
    first=st.dates(date(2010, 1, 1), date(2020, 1, 1)),
    n_days=st.integers(1, 500),
)
def test_an_article_is_spread_over_the_days_of_its_interval(every: Every, first: date, n_days: int) -> None:
    last = first + timedelta(n_days - 1)

    timeline = build_timeline(score_table(("a", str(first), str(last))), every=every)

    assert dict(cells(timeline, "period", "n_articles")) == pytest.approx(day_by_day(first, last, every))


def test_two_of_five_days_in_a_quarter_are_two_fifths_of_an_article() -> None:
    timeline = build_timeline(score_table(("a", "2015-03-30", "2015-04-03")))

    assert cells(timeline, "period", "n_articles", "n_touching") == [
        ("2015Q1", pytest.approx(2 / 5), 1),
        ("2015Q2", pytest.approx(3 / 5), 1),
    ]


@pytest.mark.parametrize(
    ("every", "periods"),
    [
        ("month", [("2015-12", "2015-12-01", "2015-12-31"), ("2016-01", "2016-01-01", "2016-01-31")]),
        ("quarter", [("2015Q4", "2015-10-01", "2015-12-31"), ("2016Q1", "2016-01-01", "2016-03-31")]),
        ("year", [("2015", "2015-01-01", "2015-12-31"), ("2016", "2016-01-01", "2016-12-31")]),
    ],
)
def test_a_period_tells_its_first_and_last_day(every: Every, periods: list[tuple[str, str, str]]) -> None:
    timeline = build_timeline(score_table(("a", "2015-12-31", "2016-01-01")), every=every)

    assert cells(timeline.astype(str), "period", "starts", "ends") == periods


def test_a_period_without_articles_is_a_row_whose_share_is_missing_not_zero() -> None:
    timeline = build_timeline(score_table(("a", "2015-01-05", "2015-01-05"), ("b", "2015-12-05", "2015-12-05")))

    assert list(timeline["period"]) == ["2015Q1", "2015Q2", "2015Q3", "2015Q4"]
    assert list(timeline["n_articles"]) == [1, 0, 0, 1]
    assert list(timeline["share"].isna()) == [False, True, True, False]
    assert timeline["starts"].notna().all()


def test_a_period_whose_articles_hold_no_cue_has_the_share_zero() -> None:
    timeline = build_timeline(score_table(("a", "2015-01-05", "2015-01-05"), has_cue=False))

    assert cells(timeline, "n_articles", "n_with_cue", "share") == [(1, 0, 0)]


@pytest.mark.parametrize(("first", "last"), [(None, "2015-01-05"), ("2015-01-05", None), (None, None)])
def test_an_article_that_misses_an_end_of_its_interval_stands_whole_in_undated(
    first: str | None, last: str | None
) -> None:
    timeline = build_timeline(score_table(("a", "2015-01-05", "2015-01-05"), ("b", first, last)))

    assert cells(timeline, "period", "n_articles") == [("2015Q1", 1), ("undated", 1)]
    assert timeline[["starts", "ends"]].iloc[-1].isna().all()


def test_a_corpus_without_any_date_is_one_row_of_undated_articles() -> None:
    timeline = build_timeline(score_table(("a", None, None), ("b", None, None), has_cue=[True, False]))

    assert cells(timeline, "period", "n_articles", "n_with_cue", "share") == [("undated", 2, 1, 0.5)]


def test_an_irrelevant_article_is_not_in_the_denominator() -> None:
    frames = score_table(*[(name, "2015-01-05", "2015-01-05") for name in "abc"], relevant=[True, True, False])
    frames["has_cue"] = [True, False, True]

    assert cells(build_timeline(frames), "n_articles", "n_with_cue", "share") == [(2, 1, 0.5)]


def test_a_share_weighs_articles_alike_above_and_below_the_line() -> None:
    frames = score_table(("a", "2015-03-31", "2015-04-01"), ("b", "2015-01-05", "2015-01-05"), has_cue=[True, False])

    first_quarter = build_timeline(frames).iloc[0]

    assert first_quarter["n_articles"] == pytest.approx(3 / 2)
    assert first_quarter["n_with_cue"] == pytest.approx(1 / 2)
    assert first_quarter["share"] == pytest.approx(1 / 3)


def test_every_period_has_a_row_for_every_frame() -> None:
    frames = score_table(("a", "2015-01-05", "2015-01-05"), ("b", "2015-12-05", "2015-12-05"))
    frames = pd.concat([frames, frames.assign(frame="apart", frame_title="Draw apart", has_cue=False)])

    timeline = build_timeline(frames, every="year")

    assert cells(timeline, "frame", "frame_title", "n_articles", "n_with_cue") == [
        ("closer", "Draw closer", 2, 2),
        ("apart", "Draw apart", 2, 0),
    ]


def test_a_timeline_without_articles_keeps_columns_and_dtypes() -> None:
    frames = score_table(("a", "2015-01-05", "2015-01-05"))

    for build in (build_timeline, build_timeline_evidence):
        pd.testing.assert_series_equal(build(frames.head(0)).dtypes, build(frames).dtypes)
        assert build(frames.head(0)).empty


def test_the_evidence_of_a_period_is_its_articles_with_their_parts_and_their_cues() -> None:
    frames = score_table(("a", "2015-03-30", "2015-04-03"), cue_ids=[["cue1", "cue2"]])

    evidence = build_timeline_evidence(frames)

    assert cells(evidence[evidence["period"] == "2015Q1"].fillna({"row_id": ""}), "cell", "weight", "row_id") == [
        ("n_articles", pytest.approx(2 / 5), ""),
        ("n_with_cue", pytest.approx(2 / 5), "cue1"),
        ("n_with_cue", pytest.approx(2 / 5), "cue2"),
    ]


def test_an_interval_that_ends_before_it_begins_is_refused_not_dropped() -> None:
    with pytest.raises(TableError, match="b: published_earliest lies after"):
        build_timeline(score_table(("a", "2015-01-05", "2015-01-05"), ("b", "2015-01-05", "2015-01-04")))


def test_a_table_that_lacks_a_column_is_told_which() -> None:
    with pytest.raises(TableError, match="frame scores lacks relevant;"):
        build_timeline(score_table(("a", None, None)).drop(columns="relevant"))
    with pytest.raises(TableError, match="table of labels lacks voice;"):
        count_labels(label_table().drop(columns="voice"))


# ---------------------------------------------------------------- counts

LABELS = label_table(
    ("a", "Hamas", "narrator", "neutral"),
    ("a", "Hamas", "narrator", "delegitimising"),
    ("b", "Hamas", "narrator", "delegitimising"),
    ("b", "Hamas", "verbatim", "legitimising"),
    ("b", "Iran", "narrator", "neutral"),
    ("b", None, "narrator", "neutral"),
)


def test_labels_are_counted_by_actor_and_voice_most_first() -> None:
    counted = count_labels(LABELS, by=["actor_name", "voice"])

    columns = ["actor_name", "voice", "delegitimising", "neutral", "legitimising", "n", "n_articles"]
    assert cells(counted, *columns) == [
        ("Hamas", "narrator", 2, 1, 0, 3, 2),
        ("(left open)", "narrator", 0, 1, 0, 1, 1),
        ("Hamas", "verbatim", 0, 0, 1, 1, 1),
        ("Iran", "narrator", 0, 1, 0, 1, 1),
    ]
    assert counted["share_delegitimising"].iloc[0] == pytest.approx(2 / 3)


def test_the_shares_of_a_cell_add_up_to_one() -> None:
    counted = count_labels(LABELS)

    assert list(counted.filter(like="share_").sum(axis=1)) == pytest.approx([1.0] * len(counted))


@pytest.mark.parametrize("by", [["doc_id"], ["voice"], ["doc_id", "voice"], ["actor", "zone", "voice"]])
def test_labels_can_be_counted_by_any_of_their_columns(by: list[str]) -> None:
    counted = count_labels(LABELS, by=by)

    assert counted["n"].sum() == len(LABELS)
    assert recount(counted, count_labels_evidence(LABELS, by=by), by) == []


@pytest.mark.parametrize(
    ("by", "name"),
    [("actor", "(left open)"), ("actor_name", "(left open)"), ("speaker_name", "(nobody named)")],
)
def test_a_label_without_a_name_for_its_cell_is_counted_under_a_name_that_says_so(by: str, name: str) -> None:
    nameless = LABELS[LABELS[by].isna()]

    assert cells(count_labels(nameless, by=[by]), by, "n") == [(name, len(nameless))]


def test_counts_do_not_depend_on_the_order_of_the_rows() -> None:
    turned = LABELS.iloc[::-1]

    pd.testing.assert_frame_equal(count_labels(turned), count_labels(LABELS))
    pd.testing.assert_frame_equal(count_labels_evidence(turned), count_labels_evidence(LABELS))


QUOTES = quote_table(
    ("a", "Mashaal", "named", "direct"),
    ("b", "Mashaal", "named", "indirect"),
    ("b", None, "none", "indirect"),
    ("b", None, "unnamed", "mixed"),
    ("b", None, "unnamed", "mixed"),
    ("b", None, "named", "direct"),
)


def test_quotations_without_a_speaker_are_counted_as_nobodys_or_as_a_pronouns() -> None:
    assert cells(count_speakers(QUOTES), "speaker", "side", "direct", "mixed", "indirect", "n", "n_articles") == [
        ("(not traced)", "", 1, 2, 0, 3, 1),
        ("Mashaal", "", 1, 0, 1, 2, 2),
        ("(nobody named)", "", 0, 0, 1, 1, 1),
    ]


def test_frame_cues_are_counted_by_voice() -> None:
    cue = {"zone": "body", "method": "by hand", "frame": "closer", "frame_title": "Draw closer", "phrase": "words",
           "speaker": None, "speaker_name": None, "reported_of": None, "cue": WORDS, "sentence": WORDS}  # fmt: skip
    voices = ["narrator", "narrator", "paraphrase", "verbatim", "republished"]
    cues = to_frame([FrameCue(row_id=f"r{i}", doc_id="a", voice=v, **cue) for i, v in enumerate(voices)], FrameCue)

    columns = ["frame", "narrator", "paraphrase", "verbatim", "republished", "n", "n_articles"]
    assert cells(count_frames(cues), *columns) == [("closer", 2, 1, 1, 1, 5, 1)]


def test_an_article_in_which_nothing_was_found_keeps_its_row() -> None:
    articles = pd.DataFrame({"doc_id": ["c", "b", "a"]})

    table = tabulate_articles(articles, QUOTES, LABELS)

    assert cells(table, "doc_id", "n_quotes", "n_direct", "n_mixed", "n_indirect", "n_labels") == [
        ("c", 0, 0, 0, 0, 0),
        ("b", 5, 1, 2, 2, 4),
        ("a", 1, 1, 0, 0, 2),
    ]


def test_counting_nothing_keeps_every_column_and_dtype() -> None:
    for count in (count_labels, count_labels_evidence):
        pd.testing.assert_series_equal(count(LABELS.head(0)).dtypes, count(LABELS).dtypes)
    for count in (count_quotes, count_quotes_evidence, count_speakers, count_speakers_evidence):
        pd.testing.assert_series_equal(count(QUOTES.head(0)).dtypes, count(QUOTES).dtypes)
    for count in (count_frames, count_frames_evidence):
        assert count(to_frame([], FrameCue)).empty


# ---------------------------------------------------------------- every number counted again


def recount(table: pd.DataFrame, evidence: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """Count every cell of `table` again from its evidence; give the cells that differ, and evidence of no cell."""
    held: dict[tuple[Any, ...], pd.DataFrame] = dict(iter(evidence.groupby([*keys, "cell"])))
    nothing = evidence.head(0)
    differing = []
    for row in table.to_dict("records"):
        place = tuple(row[key] for key in keys)
        for column in count_columns(table, keys):
            again = held.pop((*place, column), nothing)
            if "weight" in evidence:
                number = again.drop_duplicates("doc_id")["weight"].sum()
            else:
                number = len(again)
                assert again["row_id"].is_unique
            if number != pytest.approx(row[column]):
                differing.append(f"{place} {column}: {row[column]}, recounted {number}")
            whole = {"n": "n_articles", "n_articles": "n_touching"}.get(column, "")
            if whole in table and again["doc_id"].nunique() != row[whole]:
                differing.append(f"{place} {whole}: {row[whole]}, recounted {again['doc_id'].nunique()}")
    return differing + [f"{place}: {len(rows)} rows of evidence for no cell" for place, rows in held.items()]


def count_columns(table: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """Give the columns that are recounted as they stand; whole articles are recounted beside them."""
    if "n_touching" in table:
        return ["n_articles", "n_with_cue"]
    whole = {"n_articles", *keys}
    return [name for name in table.select_dtypes("integer").columns if name not in whole]


@pytest.fixture(scope="module")
def tables(seeds: Corpus) -> dict[str, pd.DataFrame]:
    labels = tk.extract_labels(seeds)
    return {
        "labels": labels,
        "spoken": labels[labels["voice"] == "verbatim"],
        "cues": tk.extract_frames(seeds),
        "quotes": tk.extract_quotes(seeds),
        "scores": tk.score_frames(seeds),
    }


COUNTS: dict[str, tuple[str, Any, Any, list[str]]] = {
    "labels_by_voice": ("labels", count_labels, count_labels_evidence, ["actor_name", "voice"]),
    "labels_by_speaker": ("spoken", count_labels, count_labels_evidence, ["speaker_name", "actor_name"]),
    "frames_by_voice": ("cues", count_frames, count_frames_evidence, ["frame_title"]),
    "quotes_by_article": ("quotes", count_quotes, count_quotes_evidence, ["doc_id"]),
}


@pytest.mark.parametrize("name", COUNTS)
def test_every_count_of_the_seeds_is_the_recount_of_its_evidence(name: str, tables: dict[str, pd.DataFrame]) -> None:
    source, count, give_evidence, by = COUNTS[name]
    table, evidence = count(tables[source], by=by), give_evidence(tables[source], by=by)

    assert table["n"].sum() == len(tables[source])
    assert recount(table, evidence, by) == []


def test_every_count_of_a_speaker_is_the_recount_of_its_evidence(tables: dict[str, pd.DataFrame]) -> None:
    table, evidence = count_speakers(tables["quotes"]), count_speakers_evidence(tables["quotes"])

    assert table["n"].sum() == len(tables["quotes"])
    assert recount(table, evidence, ["speaker", "side"]) == []


@pytest.mark.parametrize("every", EVERY)
def test_every_number_over_time_is_the_recount_of_its_evidence(every: Every, tables: dict[str, pd.DataFrame]) -> None:
    timeline = build_timeline(tables["scores"], every=every)
    evidence = build_timeline_evidence(tables["scores"], every=every)

    assert (timeline["n_articles"] > 0).any()
    assert recount(timeline, evidence, ["period", "frame"]) == []


def test_the_recount_notices_a_number_that_is_wrong_and_evidence_that_is_left_over() -> None:
    table, evidence = count_labels(LABELS), count_labels_evidence(LABELS)

    assert recount(table.replace({"neutral": {1: 2}}), evidence, ["actor", "voice"]) != []
    assert recount(table.assign(n_articles=9), evidence, ["actor", "voice"]) != []
    assert recount(table.iloc[1:], evidence, ["actor", "voice"]) != []


def test_the_evidence_of_a_label_count_leads_to_labels_of_that_cell(tables: dict[str, pd.DataFrame]) -> None:
    evidence = count_labels_evidence(tables["labels"], by=["actor_name", "voice"])
    found = evidence.merge(tables["labels"], on="row_id", suffixes=("", "_found"), validate="many_to_one")

    assert len(found) == len(evidence)
    assert (found["doc_id"] == found["doc_id_found"]).all()
    assert (found["actor_name"] == found["actor_name_found"].fillna("(left open)")).all()
    assert (found["voice"] == found["voice_found"]).all()
    assert ((found["cell"] == found["polarity"]) | (found["cell"] == "n")).all()


def test_the_evidence_over_time_leads_to_cues_of_that_frame_in_the_outlets_own_wording(
    tables: dict[str, pd.DataFrame],
) -> None:
    evidence = build_timeline_evidence(tables["scores"]).dropna(subset=["row_id"])
    found = evidence.merge(tables["cues"], on="row_id", suffixes=("", "_found"), validate="many_to_one")

    assert len(found) == len(evidence) > 0
    assert (found["frame"] == found["frame_found"]).all()
    assert set(found["voice"]) <= {"narrator", "paraphrase"}
    assert "title" not in set(found["zone"])
