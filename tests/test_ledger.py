"""The account of an import adds up, or the import fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import CorpusError
from toolkit.rows import Fate, Ledger, LedgerRow, Totals

KEPT = LedgerRow("a.txt", "a.txt", "a", "kept")
WARNED = LedgerRow(
    "b.jsonl", "b.jsonl, line 1", "b", "kept_with_warning", "no_date, very_short", "date is empty; 9 characters"
)
DROPPED = LedgerRow("b.jsonl", "b.jsonl, line 2", "", "dropped", "empty_text", "there is no text")


def test_the_totals_count_each_fate() -> None:
    totals = Ledger(3, (KEPT, WARNED, DROPPED)).check()
    assert (totals, totals.articles) == (Totals(3, 1, 1, 1), 2)


@pytest.mark.parametrize("seen", [1, 3])
def test_a_record_lost_or_invented_fails_the_check(seen: int) -> None:
    with pytest.raises(CorpusError, match=f"{seen} seen, 1 kept, 0 kept with warning, 1 dropped"):
        Ledger(seen, (KEPT, DROPPED)).check()


def test_an_id_kept_twice_fails_the_check() -> None:
    with pytest.raises(CorpusError, match="keeps ids twice: 'a'"):
        Ledger(2, (KEPT, KEPT)).check()


def test_the_same_id_may_be_dropped_any_number_of_times() -> None:
    again = LedgerRow("c", "c", "a", "dropped", "duplicate_id")
    assert Ledger(3, (KEPT, again, again)).check().dropped == 2


@pytest.mark.parametrize("row", [LedgerRow("a", "a", "", "dropped"), LedgerRow("a", "a", "a", "kept", "no_date")])
def test_a_fate_without_its_reason_fails_the_check(row: LedgerRow) -> None:
    with pytest.raises(CorpusError, match="no reason, or one too many, for a"):
        Ledger(1, (row,)).check()


def test_reasons_are_counted_one_by_one() -> None:
    ledger = Ledger(4, (WARNED, WARNED, DROPPED, KEPT))
    assert ledger.reasons() == {
        ("kept_with_warning", "no_date"): 2,
        ("kept_with_warning", "very_short"): 2,
        ("dropped", "empty_text"): 1,
    }


def test_the_table_has_one_row_per_line_of_the_ledger() -> None:
    table = Ledger(3, (KEPT, WARNED, DROPPED)).table()
    assert list(table.columns) == ["source", "place", "doc_id", "fate", "reason", "detail"]
    assert list(table["fate"]) == ["kept", "kept_with_warning", "dropped"]


def test_an_empty_ledger_has_a_table_with_all_columns() -> None:
    assert list(Ledger(0, ()).table().columns) == ["source", "place", "doc_id", "fate", "reason", "detail"]


@given(st.lists(st.sampled_from(["kept", "kept_with_warning", "dropped"])))
def test_any_account_of_all_that_was_seen_adds_up(fates: list[Fate]) -> None:
    rows = tuple(LedgerRow("f", str(n), str(n), fate, "" if fate == "kept" else "r") for n, fate in enumerate(fates))
    totals = Ledger(len(rows), rows).check()
    assert totals.seen == totals.articles + totals.dropped
