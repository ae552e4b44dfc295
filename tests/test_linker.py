"""Linking: which cue reports a content, and which source stands with a cue."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import read_spans as read_marked

from toolkit.annotate.quotes.assemble import link_spans, to_range
from toolkit.annotate.quotes.linker import Linker, cue_choices, source_choices
from toolkit.annotate.quotes.reading import Window, read_windows, split_passages
from toolkit.annotate.quotes.spans import CONTENT, CUE, SOURCE, Doubts, Layout, read_spans, retag
from toolkit.annotate.quotes.tagger import Tagged
from toolkit.training.gold import Attribution
from toolkit.training.links import HeldOut, learn_linker

TAGS = {"content": CONTENT, "cue": CUE, "source": SOURCE}
NO_WEIGHTS = Linker({}, {}, {})


def read(marked: str) -> tuple[str, HeldOut]:
    """Read a marked-up text as a window with the tags and the attributions that it marks."""
    text, numbered = read_marked(marked)
    (window,) = read_windows(text, list(split_passages(text)))
    tags = [0] * len(window)
    for parts in numbered.values():
        for role, ranges in parts.items():
            for start, end in ranges:
                inside = [i for i, word in enumerate(window.words) if word and start <= window.starts[i] < end]
                retag(tags, (inside[0], inside[-1] + 1), TAGS[role])
    gold = [Attribution(*(tuple(parts.get(role, ())) for role in TAGS)) for parts in numbered.values()]
    sure, never = [0.99] * len(window), [0.0] * len(window)
    return text, HeldOut(window, Tagged(tags, sure, never, never), gold, 0)


def lay_out(marked: str) -> Layout:
    _, held = read(marked)
    tagged = held.tagged
    return Layout(held.window, read_spans(held.window, tagged.tags), Doubts(tagged.cue, tagged.source))


def link(marked: str, linker: Linker) -> list[tuple[str, str | None, str | None]]:
    """Link the spans of a marked-up text; gives the words of content, cue and source."""
    text, held = read(marked)

    def words(window: Window, span: tuple[int, int] | None) -> str | None:
        return text[slice(*to_range(window, span))] if span else None

    found = link_spans(held.window, held.tagged, linker)
    return [
        (" … ".join(words(held.window, span) or "" for span in one.content), *(
            words(held.window, span) for span in (one.cue, one.source)
        ))
        for one in found
    ]  # fmt: skip


NAMES = ["Ada Vale", "Ben Roth", "Cleo Lind", "Dan Marsh", "the mayor", "the envoy"]
SAID = ["We will wait here", "The bridge is safe", "Nobody came", "It rained"]


def lesson(n: int) -> str:
    """Give two quotations: one reported by what follows it, one by what stands before it."""
    a, b = NAMES[n % 6], NAMES[(n + 1) % 6]
    x, y = SAID[n % 4], SAID[(n + 1) % 4]
    return (
        f"<content>“{x},”</content> <source>{a}</source> <cue>said</cue>. Later <source2>{b}</source2> "
        f"<cue2>added</cue2>: <content2>“{y}.”</content2>"
    )


@pytest.fixture(scope="module")
def learnt() -> Linker:
    return learn_linker([read(lesson(n))[1] for n in range(40)], seed=1)


def test_what_separates_cues_and_sources_is_learnt(learnt: Linker) -> None:
    unseen = (
        "<content>“The road is closed,”</content> <source>Eva Thorn</source> <cue>said</cue>. Later "
        "<source2>Finn Holt</source2> <cue2>added</cue2>: <content2>“We went home.”</content2>"
    )
    assert link(unseen, learnt) == [
        ("“The road is closed,”", "said", "Eva Thorn"),
        ("“We went home.”", "added", "Finn Holt"),
    ]


def test_what_is_learnt_is_sure(learnt: Linker) -> None:
    layout = lay_out(lesson(3))
    first, second = layout.spans["content"]
    assert learnt.cue(layout, first).probability > 0.9
    assert learnt.source(layout, layout.spans["cue"][1], [second]).probability > 0.9


def test_one_seed_gives_one_linker(learnt: Linker) -> None:
    assert learn_linker([read(lesson(n))[1] for n in range(40)], seed=1) == learnt


def test_contents_of_one_cue_are_one_quotation(learnt: Linker) -> None:
    split = "<content>“We wait,”</content> <source>Ada Vale</source> <cue>said</cue>, <content>“until noon.”</content>"
    weights = {f"g{side}0": 5.0 for side in "AB"} | {"none": -9.0}
    found = link(split, Linker(weights, weights, {}))
    assert found == [("“We wait,” … “until noon.”", "said", "Ada Vale")]


def test_a_content_that_nothing_reports_stands_alone() -> None:
    assert link("It rained. <content>“We wait.”</content>", NO_WEIGHTS) == [("“We wait.”", None, None)]


def test_where_there_is_no_candidate_none_is_certain() -> None:
    layout = lay_out("<content>“We wait.”</content>")
    choice = NO_WEIGHTS.cue(layout, layout.spans["content"][0])
    assert (choice.partner, choice.probability) == (None, 1.0)


@given(st.dictionaries(st.sampled_from(["oA", "oB", "none", "one False", "gA0", "S0/0"]), st.floats(-30, 30)))
def test_a_probability_is_the_softmax_of_the_choice(weights: dict[str, float]) -> None:
    layout = lay_out(lesson(0))
    content = layout.spans["content"][1]
    candidates, features = cue_choices(layout, content)
    scores = [sum(weights.get(name, 0.0) for name in names) for names in features]
    choice = Linker(weights, {}, {}).cue(layout, content)
    shares = [exp(score) / sum(map(exp, scores)) for score in scores]
    assert choice.probability == pytest.approx(max(shares))
    assert shares[candidates.index(choice.partner)] == pytest.approx(max(shares))


def test_candidates_are_the_two_nearest_on_each_side_and_none() -> None:
    many = "<cue>said</cue> <source>she</source> " * 5
    layout = lay_out(f"{many}<content>“We wait,”</content> {many}")
    content = layout.spans["content"][0]
    cues = layout.spans["cue"]
    assert cue_choices(layout, content)[0] == [*cues[3:7], None]
    assert source_choices(layout, cues[0], [content])[0] == [*layout.spans["source"][:2], None]


def test_what_was_all_but_tagged_is_a_candidate_in_the_same_sentence() -> None:
    layout = lay_out("It rained. <content>“We wait,”</content> Ada said. It snowed.")
    words, content = layout.window.words, layout.spans["content"][0]
    shares = [0.4 if word == "said" else 0.3 if word == "snowed" else 0.0 for word in words]
    doubtful = Layout(layout.window, layout.spans, Doubts(shares, [0.0] * len(words)))
    place = words.index("said")
    assert cue_choices(doubtful, content)[0] == [(place, place + 1), None]
    assert "doubt" in cue_choices(doubtful, content)[1][0]


def test_a_cue_three_paragraphs_away_is_no_candidate() -> None:
    far = "<content>“We wait.”</content>\n\nIt rained.\n\nIt snowed.\n\n<source>Ada</source> <cue>said</cue> no."
    layout = lay_out(far)
    assert cue_choices(layout, layout.spans["content"][0])[0] == [None]
