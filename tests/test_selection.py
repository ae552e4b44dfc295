"""A part of a corpus is taken by outlet and period, and what is left out is accounted for."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pandas as pd
import pytest

import toolkit as tk
from toolkit.corpus.selection import select_articles
from toolkit.measure import build_flow
from toolkit.rows import Corpus, Document, Ledger, LedgerRow, Override


def article(doc_id: str, outlet: str, first: str = "", last: str = "") -> Document:
    days = [date.fromisoformat(day) if day else None for day in (first, last or first)]
    return Document(doc_id, "Words.", outlet=outlet, published_earliest=days[0], published_latest=days[1])


@pytest.fixture
def corpus() -> Corpus:
    documents = (
        article("in", "The Lamp", "2015-02-01"),
        article("edge", "The Lamp", "2015-01-01", "2015-12-31"),
        article("across", "The Lamp", "2015-12-30", "2016-01-02"),
        article("later", "The Lamp", "2016-05-01"),
        article("undated", "The Lamp"),
        article("other", "Hill Gazette", "2015-03-01"),
    )
    rows = tuple(LedgerRow(f"{d.doc_id}.txt", f"{d.doc_id}.txt", d.doc_id, "kept") for d in documents)
    overrides = tuple(Override(doc_id, "title", "T", who="us", why="a test") for doc_id in ("in", "other"))
    return Corpus(documents, ledger=Ledger(len(rows), rows), overrides=overrides)


@pytest.fixture
def part(corpus: Corpus) -> Corpus:
    return select_articles(corpus, outlet="The Lamp", first_day="2015-01-01", last_day="2015-12-31")


def test_an_article_is_of_a_period_if_it_appeared_on_no_day_outside_it(part: Corpus) -> None:
    assert [document.doc_id for document in part] == ["in", "edge"]


def test_each_article_left_out_stands_in_the_ledger_with_its_reason(part: Corpus) -> None:
    assert part.ledger is not None
    assert part.ledger.check().dropped == 4
    assert [(row.doc_id, row.reason, row.detail) for row in part.ledger.rows if row.fate == "dropped"] == [
        ("across", "not_selected", "dated to days in and outside the period"),
        ("later", "not_selected", "another period"),
        ("undated", "not_selected", "without a date"),
        ("other", "not_selected", "another outlet"),
    ]


def test_the_study_warns_of_what_was_left_out(part: Corpus) -> None:
    assert part.study.caveats == (
        "Only The Lamp, from 2015-01-01 to 2015-12-31: 4 of 6 articles are left out: 1 another outlet, "
        "1 another period, 1 without a date, 1 dated to days in and outside the period.",
    )


def test_corrections_of_articles_left_out_go_with_them(part: Corpus) -> None:
    assert [override.doc_id for override in part.overrides] == ["in"]


def test_the_flow_has_a_step_for_what_was_selected(part: Corpus) -> None:
    assert part.ledger is not None
    flow = build_flow(part.ledger.table(), part.describe()).set_index("step")

    assert flow["n"].to_dict() == {"seen": 6, "read": 6, "in language": 6, "distinct": 6, "selected": 2, "stories": 2}
    assert flow.loc["selected", "removed"] == 4


def test_without_a_choice_nothing_is_left_out(corpus: Corpus) -> None:
    assert select_articles(corpus) is corpus


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"outlet": "Lamp"}, "the outlets are Hill Gazette, The Lamp"),
        ({"first_day": "2015"}, "first_day is '2015'; a day is written YYYY-MM-DD"),
        ({"first_day": "2030-01-01"}, "no article is left of from 2030-01-01"),
    ],
)
def test_a_choice_that_leaves_nothing_is_a_mistake(chosen: dict[str, str], told: str, corpus: Corpus) -> None:
    with pytest.raises(tk.CorpusError, match=told):
        select_articles(corpus, **chosen)


def test_what_was_found_in_a_part_is_the_part_of_what_was_found(seeds: Corpus) -> None:
    outlet = seeds.documents[0].outlet
    overrides = (Override(seeds.documents[0].doc_id, "title", "T", who="us", why="a test"),)
    corpus = replace(seeds, overrides=overrides)

    chosen = tk.load_annotations(corpus).select(outlet=outlet)
    alone = tk.load_annotations(select_articles(corpus, outlet=outlet))

    assert 0 < len(chosen.corpus) < len(seeds)
    assert chosen.corpus == alone.corpus
    for field in fields(tk.Annotations):
        if field.name not in ("corpus", "codebook"):
            pd.testing.assert_frame_equal(getattr(chosen, field.name), getattr(alone, field.name))


def test_another_dyad_makes_other_articles_relevant(seeds: Corpus) -> None:
    one = Corpus(seeds.documents[:1], seeds.study)

    found = tk.load_annotations(one, dyad=["iran", "syria"])

    assert found.corpus.study.dyad == ("iran", "syria")
    pd.testing.assert_frame_equal(found.scores, tk.score_frames(found.corpus))
    with pytest.raises(tk.StudyError, match="two different sides"):
        tk.load_annotations(one, dyad=["iran"])
