"""Items are mapped in order, wherever the work is done."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.annotate import extract_quotes
from toolkit.engine import map_items
from toolkit.errors import ToolkitError
from toolkit.rows import Corpus


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(map_items(str.upper, ["b", "a", "c"])) == ["B", "A", "C"]


def test_worker_processes_give_the_same_in_the_same_order() -> None:
    items = [f"{n:03}" for n in range(120)]
    assert list(map_items(int, items, workers=2)) == list(map_items(int, items)) == list(range(120))


def test_an_extract_verb_gives_the_same_table_with_workers(seeds: Corpus) -> None:
    pd.testing.assert_frame_equal(extract_quotes(seeds, workers=2), extract_quotes(seeds))


def test_nothing_to_do_starts_no_process() -> None:
    assert list(map_items(len, [], workers=8)) == []


def test_an_error_in_a_worker_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(map_items(int, ["1", "two", "3"], workers=2))


def test_fewer_than_one_worker_is_refused() -> None:
    with pytest.raises(ToolkitError, match="workers is 0; it must be 1"):
        list(map_items(len, ["a"], workers=0))
