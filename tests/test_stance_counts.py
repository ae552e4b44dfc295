"""Counts of stances: abstentions stand first and in no answer, and every number is counted again from its evidence."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit as tk
from toolkit.errors import TableError
from toolkit.rows import Corpus

STANCES = pd.DataFrame(
    [
        ("s1", "a", "arle", "narrator", None, "unclear"),
        ("s2", "a", "arle", "narrator", None, "against"),
        ("s3", "b", "arle", "narrator", None, "unclear"),
        ("s4", "b", "arle", "verbatim", "Ada Vale", "favour"),
        ("s5", "b", "bron-front", "narrator", None, "neutral"),
    ],
    columns=["row_id", "doc_id", "target", "voice", "holder_name", "label"],
)


def test_the_share_of_abstentions_stands_before_the_counts_and_there_is_no_mean() -> None:
    counted = tk.count_stances(STANCES)

    cells = ["share_unclear", "unclear", "favour", "against", "neutral", "n", "n_articles"]
    assert list(counted.columns) == ["target", "voice", *cells]
    assert counted.iloc[0].to_list() == ["arle", "narrator", pytest.approx(2 / 3), 2, 0, 1, 0, 3, 2]
    assert counted["n"].to_list() == [3, 1, 1]


def test_a_holder_whom_the_text_does_not_name_is_counted_as_nobody_named() -> None:
    counted = tk.count_stances(STANCES, by=["holder_name"])

    assert dict(zip(counted["holder_name"], counted["n"], strict=True)) == {"(nobody named)": 4, "Ada Vale": 1}


@pytest.mark.parametrize("by", [["target"], ["target", "voice"], ["doc_id", "holder_name"]])
def test_every_count_of_the_seeds_is_the_recount_of_its_evidence(by: list[str], seeds: Corpus) -> None:
    stances = tk.extract_stances(seeds)
    counted, evidence = tk.count_stances(stances, by=by), tk.count_stances_evidence(stances, by=by)
    again = evidence.groupby([*by, "cell"])["row_id"].nunique()
    told = counted.melt(id_vars=by, value_vars=["unclear", "favour", "against", "neutral", "n"], var_name="cell")
    told = told[told["value"] > 0].set_index([*by, "cell"])["value"].sort_index()

    assert counted["n"].sum() == len(stances) > 0
    pd.testing.assert_series_equal(told, again.sort_index(), check_names=False)


def test_counts_of_nothing_keep_their_columns() -> None:
    counted = tk.count_stances(STANCES.head(0))

    assert list(counted.columns) == list(tk.count_stances(STANCES).columns)
    assert counted.empty


def test_a_table_without_labels_is_told_so() -> None:
    with pytest.raises(TableError, match="label"):
        tk.count_stances(STANCES.drop(columns="label"))
