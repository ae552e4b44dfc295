"""Printings of one text are one story, however cut, edited or extended; reports on one event are not."""

from __future__ import annotations

import random
import re
import resource
import time

import pytest
from generators.newsroom import Event, Newsroom
from generators.stories import (
    copied,
    cut,
    edited,
    excerpted,
    extended,
    make_printings,
    noisy,
    prefixed,
    retitled,
    score,
)
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.shingles import _words, read_shingles
from toolkit.corpus.stories import assign_stories, find_stories

SEEDS = range(5)


@pytest.fixture
def room() -> Newsroom:
    return Newsroom(11)


@pytest.fixture
def event(room: Newsroom) -> Event:
    return room.event()


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def sentences(room: Newsroom, event: Event, n: int) -> list[str]:
    return [room.sentence(event) for _ in range(n)]


def groups(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(i for i, other in enumerate(labels) if other == label) for label in labels}


# ---------------------------------------------------------------- what joins


@pytest.mark.parametrize("change", [copied, retitled, prefixed, cut, excerpted, edited, extended, noisy])
def test_a_printing_joins_the_text_it_was_made_from(room, event, change):
    story = sentences(room, event, 24)
    assert find_stories([page(*story), page(*change(room, event, story))]) == [0, 0]


def test_case_punctuation_quotation_marks_hyphenation_and_line_breaks_make_no_difference():
    printed = "“We’re ready,” the envoy said — again — in Doha; talks go on."
    scanned = "“We're READY” the en-\nvoy said, again,\r\nin Doha. Talks go on"
    assert find_stories([printed, scanned]) == [0, 0]


def test_ligatures_and_composed_letters_make_no_difference():
    assert find_stories(["The o\ufb03ce of Jos\u00e9", "The office of Jose\u0301"]) == [0, 0]


def test_two_excerpts_with_nothing_in_common_join_through_printings_of_the_whole(room, event):
    story = sentences(room, event, 24)
    wholes = [page(*story), page(*story, *sentences(room, event, 3)), page(*sentences(room, event, 3), *story)]
    assert len(set(find_stories([*wholes, page(*story[:8]), page(*story[16:])]))) == 1


def test_texts_in_a_script_without_spaces_are_compared_by_letters():
    text = "".join(chr(0x4E00 + 37 * i % 2000) for i in range(200))
    assert find_stories([text, text[:120] + "。"]) == [0, 0]


# ---------------------------------------------------------------- what does not join


def test_two_reports_that_share_quotations_and_background_are_two_stories(room, event):
    shared = [*event.quotes[:4], event.background[0]]
    one, other = (page(*sentences(room, event, 14), *shared) for _ in range(2))
    assert find_stories([one, other]) == [0, 1]


def test_a_page_pasted_together_from_two_wires_does_not_make_them_one(room, event):
    long, short = sentences(room, event, 20), sentences(room, event, 14)
    labels = find_stories([page(*short), page(*long), page(*long, *short)])
    assert groups(labels) == {frozenset({0}), frozenset({1, 2})}


def test_copies_of_both_wires_stay_apart_around_their_merged_page(room, event):
    long, short = sentences(room, event, 20), sentences(room, event, 14)
    pages = [page(*long, *short)] + [
        page(*change(room, event, story)) for story in (long, short) for change in (copied, retitled, edited, extended)
    ]
    assert groups(find_stories(pages)) == {frozenset({0, 1, 2, 3, 4}), frozenset({5, 6, 7, 8})}


def test_a_page_that_holds_a_hundred_stories_joins_none_of_them_to_another(room):
    stories = [page(*sentences(room, room.event(), 10)) for _ in range(100)]
    labels = find_stories([*stories, page(*stories)])
    assert len(set(labels[:100])) == 100


def test_standing_lines_longer_than_the_news_above_them_join_nothing(room, event):
    standing = page(*sentences(room, event, 5))
    briefs = [page(*sentences(room, event, 2), standing) for _ in range(40)]
    assert len(set(find_stories(briefs))) == 40


def test_a_statement_printed_inside_ten_reports_does_not_make_them_one(room, event):
    statement = page(*sentences(room, event, 6))
    reports = [page(*sentences(room, event, 8), statement, *sentences(room, event, 4)) for _ in range(10)]
    assert len(set(find_stories([statement, *reports]))) >= 10


def test_short_texts_are_one_story_only_if_their_words_are_the_same():
    brief = "Talks on the harbour treaty resumed on Monday in the old customs house, the ministry said"
    assert find_stories([brief, brief + ".", brief + " in a statement"]) == [0, 0, 2]


@pytest.mark.parametrize("text", ["", " \n", "— … —"])
def test_texts_without_words_are_no_printings_of_each_other(text):
    assert find_stories([text, text]) == [0, 1]


def test_no_texts_are_no_stories():
    assert find_stories([]) == []
    assert assign_stories([]) == {}


# ---------------------------------------------------------------- names and order


def test_a_story_is_named_by_its_smallest_doc_id_wherever_that_stands(room, event):
    story = sentences(room, event, 20)
    articles = [("c", page(*story)), ("a", page(*story[:12])), ("b", page(*sentences(room, event, 20)))]
    assert assign_stories(articles) == {"a": "a", "b": "b", "c": "a"}


def test_the_order_of_texts_makes_no_difference():
    articles = [(f"{i:04}", p.text) for i, p in enumerate(make_printings(400, seed=3))]
    shuffled = random.Random(1).sample(articles, len(articles))
    assert assign_stories(shuffled) == assign_stories(articles)


def test_the_order_of_texts_makes_no_difference_to_a_large_story(room, event, monkeypatch):
    monkeypatch.setattr("toolkit.corpus.stories._BLOCK", 10)
    story = sentences(room, event, 20)
    texts = [page(*edited(room, event, story)) for _ in range(60)]
    order = random.Random(1).sample(range(60), 60)
    moved = find_stories([texts[i] for i in order])
    assert groups(find_stories(texts)) == {frozenset(order[i] for i in group) for group in groups(moved)}


def test_a_text_printed_often_keeps_all_its_shingles(room, event):
    story = sentences(room, event, 12)
    reprints = [page(*story, f"Page {i}") for i in range(20)]
    assert read_shingles(reprints).sizes.tolist() == [int(read_shingles([text]).sizes[0]) for text in reprints]


def test_a_line_of_many_unlike_texts_is_left_out_of_their_shingles(room, event):
    line = room.sentence(event)
    reports = [page(*sentences(room, event, 4), line) for _ in range(20)]
    sets = read_shingles(reports)
    alone = [int(read_shingles([text]).sizes[0]) for text in reports]
    of_line = int(read_shingles([line]).sizes[0])
    assert all(size <= whole - of_line for size, whole in zip(sets.sizes[sets.text_of], alone, strict=True))


# ---------------------------------------------------------------- measured


@pytest.mark.parametrize("seed", SEEDS)
def test_pairwise_f1_on_printings_of_known_truth_is_at_least_95(seed):
    printings = make_printings(1500, seed=seed)
    scores = score(printings, find_stories([p.text for p in printings]))
    precision, _, f1 = scores["all"]
    assert f1 >= 0.95
    assert precision >= 0.98
    assert {kind: values for kind, values in scores.items() if values[2] < 0.92} == {}


def test_the_score_counts_pairs_as_a_plain_loop_does():
    printings = make_printings(120, seed=9)
    found = [i // 3 for i in range(len(printings))]
    pairs = [(i, j) for i in range(len(printings)) for j in range(i)]
    true = {(i, j) for i, j in pairs if printings[i].story == printings[j].story}
    proposed = {(i, j) for i, j in pairs if found[i] == found[j]}
    hits = true & proposed
    assert score(printings, found)["all"][:2] == (len(hits) / len(proposed), len(hits) / len(true))
    of_cuts = {(i, j) for i, j in pairs if "cut" in (printings[i].kind, printings[j].kind)}
    assert score(printings, found)["cut"][1] == len(hits & of_cuts) / len(true & of_cuts)


def test_two_thousand_edited_printings_of_one_text_do_not_take_minutes(room, event):
    story = sentences(room, event, 20)
    texts = [page(*story), *(page(*edited(room, event, story)) for _ in range(2000))]
    start = time.perf_counter()
    labels = find_stories(texts)
    assert time.perf_counter() - start < 60
    assert labels.count(0) > 1800


@pytest.mark.long
def test_a_fifth_of_100_000_articles_takes_a_fifth_of_three_minutes_and_of_four_gib():
    printings = make_printings(20_000, seed=7)
    texts = [p.text for p in printings]
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    labels = find_stories(texts)
    assert time.perf_counter() - start < 36
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 2**20 < 0.8
    assert score(printings, labels)["all"][2] >= 0.95


@given(st.text(st.characters(max_codepoint=0x2100)) | st.text("aB_9é “”’—.-\x1c\x85\n"))
def test_words_are_runs_of_letters_digits_and_underscores_also_where_no_pattern_is_asked(text):
    assert _words(text) == re.findall(r"\w+", text)
