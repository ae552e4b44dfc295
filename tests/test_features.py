"""What the tagger sees of a word: indices that depend on the word alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.annotate.quotes.features import COLUMNS, N_CUE_RATES, PAD, UNKNOWN, Looks, learn_looks, shape, stem
from toolkit.annotate.quotes.weights import load_pieces

PIECES = {"un": 0, "##bend": 1, "##ing": 2, "unbend": 3, "0": 4, "##0": 5, '"': 6}


def learn(*words: str, cues: tuple[str, ...] = ()) -> Looks:
    return learn_looks([*((word, False) for word in words), *((word, True) for word in cues)], PIECES)


def test_a_separator_has_no_looks() -> None:
    looks = learn("river")
    assert looks.row("") == (PAD,) * len(COLUMNS)
    assert looks.piece_rows("") == []


@given(st.text(min_size=1, max_size=60))
def test_a_word_never_seen_is_unknown_and_no_separator(word: str) -> None:
    row = learn().row(word)
    assert row == (*[UNKNOWN] * (len(COLUMNS) - 1), 1)


def test_words_have_an_index_from_three_occurrences_on_and_ends_from_five() -> None:
    looks = learn(*["river"] * 5, *["Lind"] * 3, *["bridge"] * 2)
    assert list(looks.values["word"]) == ["lind", "river"]
    assert list(looks.values["suffix3"]) == ["ver"]
    assert looks.row("river")[:2] == (3, 2)
    assert looks.row("bridge")[0] == UNKNOWN


def test_digits_are_alike_and_capitals_differ_in_shape_only() -> None:
    looks = learn(*["1984"] * 5, *["River"] * 5, *["river"] * 5)
    assert looks.row("1984") == looks.row("2026")
    assert looks.row("River")[:4] == looks.row("river")[:4]
    assert looks.row("River")[4] != looks.row("river")[4]


@pytest.mark.parametrize(
    ("word", "pattern"), [("Lind", "Xx"), ("U.S.", "X.X."), ("15,000", "d,d"), ("AT&T", "X&X"), ("🙂", "🙂")]
)
def test_the_shape_is_the_pattern_of_capitals_letters_and_digits(word: str, pattern: str) -> None:
    assert shape(word) == pattern


@pytest.mark.parametrize(
    ("word", "expected"), [("reports", "report"), ("reported", "report"), ("reporting", "report"), ("his", "his")]
)
def test_a_stem_has_lost_its_inflection(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_a_stem_that_is_often_a_cue_has_a_higher_step() -> None:
    looks = learn(*["river"] * 20, *["told"] * 10, cues=(*["told"] * 10, *["said"] * 20))
    steps = [looks.row(word)[-1] for word in ("bridge", "river", "told", "said")]
    assert steps == sorted(set(steps))
    assert steps[-1] <= N_CUE_RATES


def test_a_word_is_cut_into_the_longest_pieces_from_the_left() -> None:
    looks = learn()
    assert looks.piece_rows("unbending") == [3, 2]
    assert looks.piece_rows("Uning") == [0, 2]
    assert looks.piece_rows("12") == [4, 5]
    assert looks.piece_rows("“") == [6]


def test_what_is_no_piece_is_left_out() -> None:
    assert learn().piece_rows("unéing") == [0, 2]
    assert learn().piece_rows("日本") == []


@given(st.text(min_size=1, max_size=80))
def test_the_pieces_of_a_word_are_known_and_no_more_than_its_letters(word: str) -> None:
    pieces, vectors, _ = load_pieces()
    rows = Looks({name: {} for name in COLUMNS[:-1]}, {}, pieces).piece_rows(word)
    assert all(0 <= row < len(vectors) for row in rows)
    assert len(rows) <= 40
