"""Every article lost on the way has a step that lost it, and the steps add up."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import TableError
from toolkit.measure.flow import build_flow
from toolkit.rows import Corpus, Document, Ledger, LedgerRow

UNREAD = ["binary", "empty_text", "no_article", "archive_damaged", "broken_row"]


def drops(*reasons: str) -> list[LedgerRow]:
    return [LedgerRow("x", f"x, row {n}", "", "dropped", reason) for n, reason in enumerate(reasons, 2)]


def tables(stories: dict[str, str], *reasons: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    kept = [LedgerRow(a, a, a, "kept") for a in stories]
    ledger = Ledger(len(kept) + len(reasons), (*kept, *drops(*reasons)))
    ledger.check()
    corpus = Corpus(tuple(Document(a, a, story_id=story) for a, story in stories.items()))
    return ledger.table(), corpus.describe()


def marked(**relevant: bool) -> pd.DataFrame:
    return pd.DataFrame([(a, frame, n) for a, n in relevant.items() for frame in ("x", "y")]).set_axis(
        ["doc_id", "frame", "relevant"], axis=1
    )


STORIES = {"a": "a", "b": "a", "c": "c", "d": "d"}
LOST = (*UNREAD, "other_language", "other_language", "duplicate_id")


def test_each_step_is_the_one_before_less_what_it_names() -> None:
    frames = marked(a=True, b=True, c=False, d=True)
    flow = build_flow(*tables(STORIES, *LOST), frames=frames, hits=20)
    assert dict(zip(flow["step"], flow["n"], strict=True)) == {
        "found": 20,
        "seen": 12,
        "read": 7,
        "in language": 5,
        "distinct": 4,
        "stories": 3,
        "relevant": 2,
    }
    assert list(flow["removed"][1:]) == [8, 5, 2, 1, 1, 1]


def test_what_was_lost_before_the_first_step_is_missing() -> None:
    assert build_flow(*tables(STORIES))["removed"].isna().tolist() == [True, False, False, False, False]


def test_hits_come_first_where_they_are_known() -> None:
    assert build_flow(*tables(STORIES), hits=9)["step"].iloc[0] == "found"
    assert build_flow(*tables(STORIES))["step"].iloc[0] == "seen"


def test_every_step_says_why() -> None:
    assert build_flow(*tables(STORIES), hits=9)["why"].str.len().gt(0).all()


@pytest.mark.parametrize("reason", UNREAD)
def test_whatever_is_no_article_is_lost_in_reading(reason: str) -> None:
    flow = build_flow(*tables(STORIES, reason)).set_index("step")
    assert flow.loc["read", "removed"] == 1


@pytest.mark.parametrize(("relevant", "n"), [({"a": True, "b": False}, 1), ({"a": False, "b": False}, 0), ({}, 0)])
def test_a_story_is_relevant_if_one_of_its_printings_is(relevant: dict[str, bool], n: int) -> None:
    frames = marked(**relevant) if relevant else pd.DataFrame({"doc_id": [], "relevant": pd.Series([], dtype=bool)})
    assert build_flow(*tables(STORIES), frames=frames)["n"].iloc[-1] == n


def test_articles_whose_stories_nobody_looked_for_are_each_their_own() -> None:
    assert build_flow(*tables({"a": "", "b": ""}))["n"].iloc[-1] == 2


def test_a_corpus_of_nothing_has_a_flow_of_zeros() -> None:
    assert build_flow(*tables({}))["n"].tolist() == [0] * 5


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abc")),
    st.lists(st.sampled_from([*UNREAD, "other_language", "duplicate_id"]), max_size=12),
)
def test_the_steps_add_up_whatever_was_lost(stories: dict[str, str], reasons: list[str]) -> None:
    flow = build_flow(*tables(stories, *reasons))
    assert flow["n"].iloc[0] - flow["removed"].sum() == flow["n"].iloc[-1] == len(set(stories.values()))
    assert (flow["removed"].dropna() >= 0).all()


# ---- tables that do not fit


@pytest.mark.parametrize("keep", [slice(0, 3), slice(1, 4)])
def test_a_ledger_and_articles_that_disagree_are_refused(keep: slice) -> None:
    ledger, articles = tables(STORIES, "binary")
    with pytest.raises(TableError, match="the ledger keeps 4 articles and the corpus has 3"):
        build_flow(ledger, articles.iloc[keep])


@pytest.mark.parametrize(("which", "column"), [(0, "reason"), (1, "story_id"), (2, "relevant")])
def test_a_table_that_lacks_a_column_is_refused(which: int, column: str) -> None:
    given_tables = [*tables(STORIES), marked(a=True)]
    given_tables[which] = given_tables[which].drop(columns=column)
    with pytest.raises(TableError, match=column):
        build_flow(given_tables[0], given_tables[1], frames=given_tables[2])
