"""One reading of each article gives what the verbs give one by one, and what is kept is what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from toolkit.annotate import annotations
from toolkit.rows import Corpus, Override

VERBS: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "quotes": tk.extract_quotes,
    "mentions": tk.extract_mentions,
    "labels": tk.extract_labels,
    "frames": tk.extract_frames,
    "ties": tk.extract_ties,
    "stances": tk.extract_stances,
    "conflicts": tk.extract_role_conflicts,
    "scores": tk.score_frames,
}


@pytest.fixture(scope="module")
def corrected(seeds: Corpus) -> Corpus:
    """The seeds with one quotation given to another speaker."""
    row = tk.extract_quotes(seeds).iloc[0]
    override = Override(row["doc_id"], "speaker", "khamenei", who="us", why="a test", row_id=row["row_id"])
    return replace(seeds, overrides=(override,))


@pytest.fixture(scope="module")
def found(corrected: Corpus) -> tk.Annotations:
    return tk.load_annotations(corrected)


@pytest.fixture(scope="module")
def kept(seeds: Corpus, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tk.Annotations]:
    folder = tmp_path_factory.mktemp("annotations")
    return folder, tk.load_annotations(seeds, folder=folder)


@pytest.mark.parametrize("name", VERBS)
def test_each_table_follows_corrections_as_that_of_its_verb(
    name: str, corrected: Corpus, found: tk.Annotations
) -> None:
    pd.testing.assert_frame_equal(getattr(found, name), VERBS[name](corrected))


@pytest.mark.parametrize("name", VERBS)
def test_each_table_is_that_of_its_verb(name: str, kept: tuple[Path, tk.Annotations], seeds: Corpus) -> None:
    pd.testing.assert_frame_equal(getattr(kept[1], name), VERBS[name](seeds))


def test_what_is_kept_is_read_and_not_found_again(
    kept: tuple[Path, tk.Annotations], seeds: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, first = kept
    monkeypatch.setattr(annotations, "_annotate", None)

    again = tk.load_annotations(seeds, folder=folder)

    for name in VERBS:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(first, name))


@pytest.mark.parametrize("change", [{"outlet": "Another Paper"}, {"text": "Iran met Hamas."}])
def test_another_article_is_not_taken_for_the_one_that_is_kept(change: dict[str, str], seeds: Corpus) -> None:
    book = tk.load_codebook("iran-hamas")
    other = replace(seeds, documents=(replace(seeds.documents[0], **change), *seeds.documents[1:]))

    assert annotations._key(other, book) != annotations._key(seeds, book)


def test_an_interrupted_reading_is_not_taken_for_a_whole_one(
    kept: tuple[Path, tk.Annotations], seeds: Corpus, tmp_path: Path
) -> None:
    _, first = kept
    shelf = tmp_path / annotations._key(seeds, first.codebook)
    shelf.mkdir()
    tk.save_table(first.quotes.head(1), shelf / "quotes.parquet")

    assert len(tk.load_annotations(seeds, folder=tmp_path).quotes) == len(first.quotes)
