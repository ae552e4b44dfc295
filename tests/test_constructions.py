"""Invented sentences of many registers against their marks: does the engine hold beyond the news it learned from?

Known failures are listed with reasons in `data/constructions/known_failures.tsv`, and a variant of that list that
passes is a failure, too: `python tests/write_known_failures.py` writes it again. Changing a variant or lowering the
floor must be asked for out loud.
"""

from __future__ import annotations

from collections import Counter

import pytest
from constructions_reading import (
    digest,
    failing_cases,
    find_differences,
    read_cases,
    read_file,
    read_known_failures,
    read_variant,
    to_standoff,
)

from toolkit.annotate import find_quotes

SET_SHA256 = "7de63fcf06b253563e74a3b3f6f1856d080e077c40379be074c1be4b8fac2325"
PASSING_SHARE = 0.73  # a little below the present one


def variants() -> list[object]:
    """Give every variant under its id, the known failures as such."""
    known = read_known_failures()
    return [
        pytest.param(
            case.case_id,
            id=case.case_id,
            marks=[pytest.mark.xfail(reason=known[case.case_id], strict=True)] if case.case_id in known else [],
        )
        for case in read_cases()
    ]


@pytest.mark.parametrize("case_id", variants())
def test_exactly_the_marked_quotations_are_found(case_id: str) -> None:
    assert failing_cases().get(case_id, []) == []


def test_the_share_of_passing_variants_keeps_its_floor() -> None:
    assert digest() == SET_SHA256
    assert 1 - len(failing_cases()) / len(read_cases()) >= PASSING_SHARE


def test_known_failures_are_variants_of_the_set() -> None:
    assert read_known_failures().keys() <= {case.case_id for case in read_cases()}


# ---- the set


def test_there_are_many_constructions_with_ten_variants_each() -> None:
    sizes = Counter(case.construction for case in read_cases())
    assert len(sizes) >= 35
    assert min(sizes.values()) >= 10


def test_no_text_stands_twice() -> None:
    texts = Counter(case.text for case in read_cases())
    assert [text for text, n in texts.items() if n > 1] == []


def test_constructions_without_quotations_are_those_called_not() -> None:
    called_not = {case.case_id for case in read_cases() if "/not-" in case.case_id}
    assert called_not == {case.case_id for case in read_cases() if not case.quotations}


# ---- reading


def test_a_paragraph_sign_is_a_break_and_values_follow_bars() -> None:
    case = read_variant(
        "f/c/1", "<source>He</source> <cue>said</cue>: ¶ <content>Go.</content> || kind=direct act=speech"
    )
    assert (case.text, case.values) == ("He said:\n\nGo.", {"kind": "direct", "act": "speech"})


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("<content>It rained, he said.", "never closed"),
        ("It rained</content>, he said.", "never opened"),
        ("<content>It <content>rained</content></content>, he said.", "inside itself"),
        ("<content></content>It rained, he said.", "is empty"),
        ("<content>It rained </content>he said.", "blank at its edge"),
        ("<content>It <cue>rained</cue></content>, he said.", "overlap"),
        ("It rained, <cue>he said</cue>.", "no content"),
        ("<content2>It rained</content2>, he said.", "numbered"),
        ("<contents>It rained</contents>, he said.", "left in the text"),
        ("<content>It rained</content>,  he said.", "side by side"),
        ("<content>It rained</content>, he said. || kind=strange", "no value"),
        ("It rained. || kind=direct", "without a quotation"),
    ],
)
def test_unsound_markup_is_refused(line: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        read_variant("f/c/1", line)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("It rained.\n", "before the first heading"),
        ("# Rain\nIt rained.\n", "not a heading"),
        ("# rain: it falls\nIt rained.\n# rain: it falls\nIt rained.\n", "two sections"),
    ],
)
def test_unsound_files_are_refused(content: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        list(read_file("f", content))


def test_standoff_offsets_give_the_marked_words() -> None:
    cases = [case for case in read_cases() if case.case_id == "wire/second-hand-chain/1"]
    (row,) = to_standoff(cases)
    words = [{k: [row["text"][s:e] for s, e in places] for k, places in a.items()} for a in row["attributions"]]
    assert row["doc_id"] == "wire/second-hand-chain/1"
    assert words == [
        {
            "content": ["that the general had said the prisoners would walk free by Easter"],
            "cue": ["told"],
            "source": ["The mediator"],
        },
        {"content": ["the prisoners would walk free by Easter"], "cue": ["had said"], "source": ["the general"]},
    ]


def test_standoff_gold_of_a_file_has_every_variant_and_mark() -> None:
    cases = [case for case in read_cases() if case.case_id.startswith("broadcast/")]
    rows = list(to_standoff(cases))
    assert [row["doc_id"] for row in rows] == [case.case_id for case in cases]
    assert [len(row["attributions"]) for row in rows] == [len(case.quotations) for case in cases]


# ---- comparing


SAID = "<content>“We won,”</content> <source>the aide</source> <cue>said</cue>."


@pytest.mark.parametrize(
    "marked",
    [
        SAID,
        "“<content>We won</content>,” <source>the aide</source> <cue>said</cue>.",
        "<content>“We won,”</content> the <source>aide</source> <cue>said</cue>.",
        f"{SAID} || kind=direct act=speech",
    ],
)
def test_marks_edges_and_parts_of_a_source_make_no_difference(marked: str) -> None:
    case = read_variant("f/c/1", marked)
    assert find_differences(case, find_quotes(case.text)) == []


@pytest.mark.parametrize(
    ("marked", "differences"),
    [
        ("“<content>We</content> won,” <source>the aide</source> <cue>said</cue>.", ["content of 1", "extra"]),
        ("<content>“We won,”</content> the aide <cue>said</cue>.", ["source of 1"]),
        ("<content>“We won,”</content> <source>the aide</source> said.", ["cue of 1"]),
        ("<content>“We won,”</content> <cue>the aide</cue> <source>said</source>.", ["cue of 1", "source of 1"]),
        ("“We won,” the aide said.", ["extra"]),
        (f"{SAID} || kind=mixed", ["kind is direct"]),
    ],
)
def test_every_other_difference_is_named(marked: str, differences: list[str]) -> None:
    case = read_variant("f/c/1", marked)
    assert find_differences(case, find_quotes(case.text)) == differences
