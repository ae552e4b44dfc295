"""Tagging: the best path that is allowed, for an article whatever was read before it, in time that grows with it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from time import process_time

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.annotate import find_quotes
from toolkit.annotate.quotes.reading import Window, read_windows, split_passages
from toolkit.annotate.quotes.spans import N_TAGS, ROLES, read_spans
from toolkit.annotate.quotes.tagger import FORBIDDEN, Tagged, Tagger, tag_scores
from toolkit.annotate.quotes.weights import load_engine
from toolkit.corpus import make_document

ALLOWED = [(a, b) for a in range(N_TAGS) for b in range(N_TAGS) if b % 2 or b == 0 or a in (b, b - 1)]
ARTICLE = "“We will wait here,” Ada Vale said.\n\nThe mayor of Arle told reporters that the bridge was safe."
OTHER = "Bron’s foreign ministry denied on Monday that it had closed the northern road to lorries and buses."


def fresh_tagger() -> Tagger:
    """Load the engine's tagger anew, without a word that it has seen."""
    return load_engine.__wrapped__("").tagger


def read(text: str) -> list[Window]:
    return read_windows(text, list(split_passages(text)))


def tag(tagger: Tagger, text: str) -> list[Tagged]:
    return tagger.tag(read(text))


def window_of(lengths: list[int]) -> Window:
    words = ["", *itertools.chain.from_iterable([*["w"] * n, ""] for n in lengths)]
    return Window(words, *([0] * len(words) for _ in range(5)))


# ---- decoding


def path_score(path: tuple[int, ...], scores: npt.NDArray[np.float32], transitions: npt.NDArray[np.float32]) -> float:
    steps = sum(transitions[a, b] for a, b in itertools.pairwise((0, *path, 0)))
    return float(steps + sum(scores[i, t] for i, t in enumerate(path)))


@settings(max_examples=40)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 2**32), st.booleans())
def test_the_best_of_all_paths_is_found(lengths: list[int], seed: int, forbidding: bool) -> None:
    rng = np.random.default_rng(seed)
    # whole numbers, so that sums are exact whatever their order
    transitions = rng.integers(-9, 10, (N_TAGS, N_TAGS)).astype(np.float32)
    if forbidding:
        transitions[rng.random((N_TAGS, N_TAGS)) < 0.4] = FORBIDDEN
    window = window_of(lengths)
    scores = rng.integers(-9, 10, (len(window), N_TAGS)).astype(np.float32)
    [tagged] = tag_scores([window], [scores], transitions)
    for start, stop in window.paragraphs():
        here = scores[start:stop]
        best = max(path_score(p, here, transitions) for p in itertools.product(range(N_TAGS), repeat=stop - start))
        assert path_score(tuple(tagged.tags[start:stop]), here, transitions) == best


@settings(max_examples=50)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 2**32), st.sampled_from([0.1, 1, 30]))
def test_no_span_goes_on_that_has_not_begun(lengths: list[int], seed: int, spread: float) -> None:
    window = window_of(lengths)
    scores = (np.random.default_rng(seed).normal(size=(len(window), N_TAGS)) * spread).astype(np.float32)
    [tagged] = tag_scores([window], [scores], engine_transitions())
    assert set(itertools.pairwise([0, *tagged.tags])) <= set(ALLOWED)
    assert not any(tag for tag, word in zip(tagged.tags, window.words, strict=True) if not word)


def engine_transitions() -> npt.NDArray[np.float32]:
    return load_engine().tagger._tables.transitions


def test_the_engine_forbids_exactly_to_go_on_without_having_begun() -> None:
    allowed = engine_transitions() > FORBIDDEN / 2
    assert {(int(a), int(b)) for a, b in np.argwhere(allowed)} == set(ALLOWED)


def test_no_window_gives_no_tags() -> None:
    assert load_engine().tagger.tag([]) == []


@given(st.lists(st.integers(0, N_TAGS - 1), max_size=30))
def test_spans_are_the_runs_of_their_tags(tags: list[int]) -> None:
    window = window_of([len(tags)] if tags else [])
    spans = read_spans(window, [0, *tags, 0][: len(window)])
    for number, role in enumerate(ROLES):
        tagged = {i for i, tag in enumerate(tags, 1) if tag in (2 * number + 1, 2 * number + 2)}
        assert {i for span in spans[role] for i in range(*span)} == tagged
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans[role]))
        begun = {i for i, tag in enumerate(tags, 1) if tag == 2 * number + 1}
        assert begun <= {start for start, _ in spans[role]}


# ---- an article by itself


@pytest.mark.parametrize("kept", [1, 20, 50_000])
def test_tags_do_not_depend_on_what_was_read_before(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    alone = tag(fresh_tagger(), ARTICLE)
    monkeypatch.setattr("toolkit.annotate.quotes.tagger._WORDS_KEPT", kept)
    tagger = fresh_tagger()
    for text in (OTHER, ARTICLE.upper(), OTHER * 3):
        tag(tagger, text)
    assert tag(tagger, ARTICLE) == alone
    assert tag(tagger, ARTICLE) == alone


def test_the_words_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.annotate.quotes.tagger._WORDS_KEPT", 50)
    tagger = fresh_tagger()
    for i in range(20):
        tag(tagger, " ".join(f"word{i}x{j}" for j in range(10)))
        assert len(tagger._known) <= 50


def test_a_word_looks_the_same_in_whatever_company_it_was_met() -> None:
    words = list(dict.fromkeys(f"{ARTICLE} {OTHER}".split()))
    one_by_one, together = fresh_tagger(), fresh_tagger()
    singly = [one_by_one._lexical[one_by_one._rows([word])].copy() for word in words]
    assert (np.concatenate(singly) == together._lexical[together._rows(words)]).all()


# ---- odd texts


ODD = st.text(
    st.characters() | st.sampled_from("\x00\ud800\udfff\u202e\u200f🙂“”‘’«»\"'`\r\n\u2028\ufeff…:—"), max_size=60
)


@settings(max_examples=150)
@given(
    st.lists(ODD | st.sampled_from(["“We wait,” ", "Ada Vale said ", "that ", ": ", "\n\n"]), max_size=8).map("".join)
)
def test_what_is_found_in_any_text_can_be_read_again(text: str) -> None:
    document = make_document("a", text)
    for quote in find_quotes(document):
        spans = (*quote.content, *quote.verbatim, *quote.relays, quote.cue, quote.source)
        for span in filter(None, spans):
            assert span.text == text[span.start : span.end] != ""


# ---- time


def seconds(text: str) -> float:
    document = make_document("a", text)
    start = process_time()
    find_quotes(document)
    return process_time() - start


@pytest.mark.parametrize("unit", ["river ", "“", "said ", "“we wait” she said "])
def test_time_grows_with_the_text_also_without_a_full_stop(unit: str) -> None:
    n = 8_000 // len(unit)
    short = min(seconds(unit * n) for _ in range(3))
    assert seconds(unit * 8 * n) < 28 * max(0.03, short)  # 8 where it is linear, 64 where it is quadratic


@pytest.mark.long
def test_a_million_letters_without_a_full_stop_take_twice_the_time_of_half_of_them() -> None:
    text = "wolves said that they came home and " * 28_000
    assert seconds(text) < 3 * seconds(text[: len(text) // 2])


def test_the_network_tells_its_maker_nothing(tmp_path: Path) -> None:
    """From 1.29 on, onnxruntime keeps an id of the machine and sends what is run, unless it is forbidden."""
    told = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    code = f"from toolkit.annotate import find_quotes; assert find_quotes({ARTICLE!r})"
    subprocess.run([sys.executable, "-c", code], env=told | home, check=True)
    assert [path.name for path in tmp_path.rglob("*")] == []
