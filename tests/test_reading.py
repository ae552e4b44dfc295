"""Reading an article as tokens and windows: nothing is lost, and marks of every habit look alike."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.annotate.quotes.reading import (
    CLOSING,
    INSIDE,
    LONGEST_PARAGRAPH,
    OPENING,
    OUTSIDE,
    UNCLOSED,
    Passage,
    Window,
    read_paragraphs,
    read_windows,
    split_passages,
)

PIECES = ["U.S.", "15,000", "Clinton’s", "so-called", "AT&T", "don’t", "``", "''", "“No,”", "\n", "\n\n", " ", "é", "—"]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


def read(text: str) -> list[Window]:
    return read_windows(text, list(split_passages(text)))


def one(text: str) -> Window:
    (paragraph,) = read_paragraphs(text, list(split_passages(text)))
    return paragraph


@given(TEXTS)
@example("12a 1.2a 3:4 U.S.A 'tis rock'n'roll")
def test_tokens_tile_what_is_no_space(text: str) -> None:
    paragraphs = read_paragraphs(text, list(split_passages(text)))
    places = [place for p in paragraphs for place in zip(p.starts, p.ends, strict=True)]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    covered = {i for start, end in places for i in range(start, end)}
    assert covered == {i for i, c in enumerate(text) if not c.isspace()}


@given(TEXTS)
def test_tokens_without_marks_are_the_words_at_their_places(text: str) -> None:
    for window in read(text):
        for word, start, end in zip(window.words, window.starts, window.ends, strict=True):
            assert word == text[start:end] or word[0] in "“”‘’"


@given(TEXTS, st.integers(1, 60), st.none() | st.integers(1, 60))
def test_windows_hold_every_token_once_and_in_order(text: str, longest: int, first: int | None) -> None:
    passages = list(split_passages(text))
    windows = read_windows(text, passages, longest=longest, first=first)
    found = [place for w in windows for *place, word in zip(w.starts, w.ends, w.words, strict=True) if word]
    paragraphs = read_paragraphs(text, passages)
    assert found == [[*place] for p in paragraphs for place in zip(p.starts, p.ends, strict=True)]


@given(TEXTS, st.integers(1, 60))
def test_a_separator_stands_at_both_ends_and_between_paragraphs(text: str, longest: int) -> None:
    passages = list(split_passages(text))
    windows = read_windows(text, passages, longest=longest)
    for window in windows:
        assert window.words[0] == window.words[-1] == ""
        assert not any(a == b == "" for a, b in pairwise(window.words))
    paragraphs = [window.words[slice(*span)] for window in windows for span in window.paragraphs()]
    assert paragraphs == [p.words for p in read_paragraphs(text, passages)]


@given(TEXTS, st.integers(1, 60))
def test_a_window_is_longer_than_allowed_only_for_one_paragraph(text: str, longest: int) -> None:
    windows = read_windows(text, list(split_passages(text)), longest=longest)
    assert all(len(window.paragraphs()) == 1 or len(window) - 1 <= longest + 1 for window in windows)


@given(TEXTS)
def test_every_token_has_a_state_a_sentence_and_flags(text: str) -> None:
    for window in read(text):
        assert {len(window)} == {len(x) for x in (window.starts, window.ends, window.states, window.sentences)}
        assert len(window.flags) == len(window)
        assert all(b - a in (0, 1) for a, b in pairwise(window.sentences))


# ---- marks


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("‹", "›"), ("„", "“"), ("„", "”"), ("``", "''")],
)
def test_marks_of_every_habit_look_alike(opening: str, closing: str) -> None:
    window = one(f"She said {opening}we wait{closing} twice.")
    assert window.words == ["She", "said", "“", "we", "wait", "”", "twice", "."]
    assert window.states == [OUTSIDE, OUTSIDE, OPENING, INSIDE, INSIDE, CLOSING, OUTSIDE, OUTSIDE]


def test_a_passage_that_goes_on_in_the_next_paragraph_has_states_of_its_own() -> None:
    window = one("“We wait here.")
    assert window.words == ["“", "We", "wait", "here", "."]
    assert window.states == [OPENING + UNCLOSED, *[INSIDE + UNCLOSED] * 4]


def test_inner_marks_become_single_ones() -> None:
    window = one("«The “axis” stands»")
    assert window.words == ["“", "The", "‘", "axis", "’", "stands", "”"]
    assert window.states == [OPENING, *[INSIDE] * 5, CLOSING]


def test_an_apostrophe_is_no_mark() -> None:
    window = one("The mayor's dogs don't bark")
    assert window.words == ["The", "mayor", "’s", "dogs", "don't", "bark"]
    assert set(window.states) == {OUTSIDE}


def test_a_block_looks_as_if_it_stood_in_marks() -> None:
    (window,) = read_paragraphs("We wait.", [Passage(0, 8, block=True)])
    assert window.words == ["“", "We", "wait", ".", "”"]
    assert window.states == [OPENING, INSIDE, INSIDE, INSIDE, CLOSING]
    assert [(window.starts[i], window.ends[i]) for i in (0, -1)] == [(0, 0), (8, 8)]


def test_a_block_stays_with_the_paragraph_that_introduces_it() -> None:
    text = "Ada Vale said:\n\n" + "We wait. " * 30
    passages = [Passage(0, 14), Passage(16, len(text), block=True)]
    assert [len(window.paragraphs()) for window in read_windows(text, passages, longest=10)] == [2]


# ---- length


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    text = "The river rose again. " * 300
    pieces = read_paragraphs(text, [Passage(0, len(text))])
    assert len(pieces) > 1
    assert all(piece.words[-1] == "." and len(piece) <= LONGEST_PARAGRAPH for piece in pieces)


def test_a_long_paragraph_without_a_full_stop_is_cut_all_the_same() -> None:
    text = "river " * 3000
    pieces = read_paragraphs(text, [Passage(0, len(text))])
    assert [len(piece) for piece in pieces] == [LONGEST_PARAGRAPH] * 7 + [200]


def test_sentences_end_at_full_stops_that_no_abbreviation_needs() -> None:
    window = one("Mr. Lind left. “We wait.” He came back!")
    by_number: dict[int, list[str]] = {}
    for number, word in zip(window.sentences, window.words, strict=True):
        by_number.setdefault(number, []).append(word)
    assert list(by_number.values()) == [
        ["Mr", ".", "Lind", "left", "."],
        ["“", "We", "wait", ".", "”"],
        ["He", "came", "back", "!"],
    ]


def test_no_text_gives_no_window() -> None:
    assert list(chain(read(""), read(" \n\t\n "))) == []
