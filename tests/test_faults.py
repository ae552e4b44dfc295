"""Ten thousand records, three hundred planted faults: each meets its fate, and the sums add up."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from generators.faults import DROPPED, KINDS, LIMITS, N_FAULTS, N_RECORDS, WARNED, Planted, plant

from toolkit.corpus.importing import import_records
from toolkit.corpus.records import Record
from toolkit.rows import Ledger


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("faults") / "corpus", seed=20260101)


@pytest.fixture(scope="module")
def imported(planted: Planted) -> tuple[list[Record], Ledger]:
    return import_records(planted.folder, limits=LIMITS)


def test_the_set_is_as_large_and_as_varied_as_it_claims(planted: Planted) -> None:
    fates = Counter(fate for fate, _ in planted.fates.values())
    assert (fates[DROPPED], fates[WARNED], len(KINDS) >= 30) == (150, 150, True)
    assert Counter(planted.kinds.values()) == {kind: n for kind, (n, _, _) in KINDS.items()}
    assert planted.n_sound == N_RECORDS - N_FAULTS


def test_every_fault_meets_its_fate_for_the_right_reason(
    planted: Planted, imported: tuple[list[Record], Ledger]
) -> None:
    found = {row.place: (row.fate, row.reason) for row in imported[1].rows if row.fate != "kept"}
    assert found == planted.fates


def test_all_other_records_come_in_and_the_totals_are_equal(imported: tuple[list[Record], Ledger]) -> None:
    records, ledger = imported
    totals = ledger.check()
    assert (totals.seen, totals.kept, totals.kept_with_warning, totals.dropped) == (N_RECORDS, 9_700, 150, 150)
    assert len(records) == totals.articles == 9_850
    assert [record.fields["doc_id"] for record in records] == [r.doc_id for r in ledger.rows if r.fate != DROPPED]


def test_the_order_in_which_sources_are_named_is_irrelevant(planted: Planted) -> None:
    parts = sorted(planted.folder.iterdir())
    shuffled = random.Random(3).sample(parts, len(parts))
    assert shuffled != parts
    assert import_records(shuffled, limits=LIMITS) == import_records(parts, limits=LIMITS)


def test_the_same_seed_plants_the_same_faults(tmp_path: Path, planted: Planted) -> None:
    assert plant(tmp_path / "corpus", seed=20260101).fates == planted.fates
