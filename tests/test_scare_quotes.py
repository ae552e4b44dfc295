"""Words in marks without a speaker are listed; names, titles, words spoken of, and speech are not."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.xfail(reason="the expectations are written before the rules", strict=True)

_TAG = re.compile(r"</?scare>")

# ---- the gold: <scare> stands around every passage that is to be listed

LISTED = [
    # every habit of marks
    "The <scare>“moderate”</scare> rebels left Sarid at dawn.",
    'The <scare>"moderate"</scare> rebels left Sarid at dawn.',
    "The <scare>‘moderate’</scare> rebels left Sarid at dawn.",
    "The <scare>'moderate'</scare> rebels left Sarid at dawn.",
    "The <scare>«moderate»</scare> rebels left Sarid at dawn.",
    "The <scare>„moderate“</scare> rebels left Sarid at dawn.",
    "The <scare>„moderate”</scare> rebels left Sarid at dawn.",
    "The <scare>‹moderate›</scare> rebels left Sarid at dawn.",
    "The <scare>``moderate''</scare> rebels left Sarid at dawn.",
    # what stands around them
    "The so-called <scare>“axis of calm”</scare> met in Belmora on Friday.",
    "The so-called <scare>“Axis of Calm”</scare> met in Belmora on Friday.",
    "A self-styled <scare>“People’s Court”</scare> sat in the school of Dunmarra.",
    "Marun sent <scare>“volunteers”</scare> across the river in spring.",
    "The army opened a <scare>“safe corridor”</scare> that nobody used.",
    "Roads in the <scare>“liberated”</scare> north stayed closed for a month.",
    "The fund paid for <scare>“cultural exchanges”</scare> and for two patrol boats.",
    "Its <scare>“independent”</scare> press and its <scare>“free”</scare> elections cost a great deal.",
    "<scare>“Experts”</scare> from three capitals filled the hall.",
    "They were, by then, <scare>“partners.”</scare>",
    "They were, by then, <scare>“partners”</scare>.",
    "The two fronts are <scare>“brothers,”</scare> and fight each other daily.",
    "Was it a <scare>“coup”</scare>?",
    "A <scare>“we know best”</scare> attitude ruled the ministry.",
    "Sarid’s <scare>“silent majority”</scare> stayed at home on Sunday.",
    "The Belmoran <scare>“republic”</scare> has eleven citizens.",
    "Nobody saw the <scare>“evidence”</scare> before the vote.",
    "The <scare>“terrorist”</scare> group and the <scare>“heroic”</scare> brigade are one and the same.",
    "The <scare>“voluntary”</scare> departures began at night (the <scare>“guests”</scare> had no choice).",
]

OTHERS = {
    "a nickname stands between the names of a person, before one, or after a word for it": [
        "Karim “the Shadow” Varan left for Belmora.",
        "Tommy “The Hammer” Delgado lost in the ninth round.",
        'Frances "Frankie" O’Leary ran the pier for forty years.',
        "Gen. Omar ‘Mad Dog’ Pellegrin kept a cat.",
        "The commander, nicknamed “the fox,” was never seen again.",
        "Varan, alias “Abu Salt”, crossed the border twice.",
        "He took the nom de guerre “Black Heron” in the war.",
        "Joaquim Varan (“the Baker”) died in March.",
    ],
    "a title of a work has capitals, or stands beside a word for a work": [
        "They read “The Road to Sarid” together.",
        "She wrote “A Winter in Belmora” in 1950.",
        "The film “Dunes” opened in May.",
        "His novel, “Salt,” sold well.",
        "“Letters to the River” is her best book.",
        "The choir sang ‘Land of Reeds’ at the gate.",
        "Reviewers liked “Embers,” a play about a bakery.",
        "The report was entitled “Water and War” and ran to ninety pages.",
        'Episode three of "The Long Quay" airs tonight.',
    ],
    "a word spoken of stands beside a word for words": [
        "The word “regime” is not used in its bulletins.",
        "The paper avoids the term “insurgent” altogether.",
        "The words “homeland” and “return” stood on every wall.",
        "The name comes from “sar,” which means “salt”.",
        "It is a hudna (“calm”) and no peace.",
        "A sign reading “No entry” hung at the gate.",
        "“Sarid” is Marunese for “wide river”.",
    ],
    "speech without a speaker stands as a sentence": [
        "“We will stay.” The crowd left at noon.",
        "He paused at the door. “Not yet.” Then he was gone.",
        "There was a long silence: “No comment.”",
        "A shout of “Fire!” rang out.",
        "“Why us?” ",
    ],
    "feet and inches are measures": [
        "The wall was 6'2\" high and the gate 5'11\" wide.",
        'The 24" screen and the 32" screen stood side by side.',
        "He was 6’2” and his brother 5’9”.",
        'The "wall, 6\'2" high, was old.',
    ],
    "apostrophes open nothing": [
        "The '90s and the rebels' envoys’ plan were one.",
        "Rock ’n’ roll came to Sarid in the ’60s.",
    ],
    "a long passage is no choice of a word": [
        "A leaflet of “peace with honour for all who lay down their arms” lay in the street.",
    ],
    "marks around no words are none": ["A row of “…” filled the page.", "He typed '?' twice."],
}

ATTRIBUTED = [
    "“No role,” the aide said on Monday.",
    "The minister said the talks were “very useful”.",
    "The envoy called the raid “reckless.”",
    "The aide said that the “moderate” rebels had left Sarid.",
    "The spokesman described the deal as “a new era” for Marun.",
    "The paper, according to the editor, was “dead.”",
]

HEADLINES = [
    "<scare>‘Moderate’</scare> rebels leave Sarid",
    "Belmora’s <scare>“Safe Corridor”</scare> Stays Empty",
    "Envoy calls raid ‘reckless’",
    "Varan: ‘No deal’",
    "‘No deal,’ says Varan",
]


def read(marked: str) -> tuple[str, list[str]]:
    """Give the text without its tags, and the passages that they mark."""
    return _TAG.sub("", marked), re.findall(r"<scare>(.*?)</scare>", marked)


@pytest.mark.parametrize("marked", LISTED)
def test_words_in_marks_without_a_speaker_are_listed(marked: str) -> None:
    from toolkit import find_scare_quotes

    text, expected = read(marked)
    assert [row.passage.text for row in find_scare_quotes(text, quotes=())] == expected


@pytest.mark.parametrize("text", [text for texts in OTHERS.values() for text in texts])
def test_what_stands_in_marks_for_another_reason_is_not_listed(text: str) -> None:
    from toolkit import find_scare_quotes

    assert find_scare_quotes(text, quotes=()) == []


@pytest.mark.parametrize("text", ATTRIBUTED)
def test_words_with_a_speaker_are_not_listed(text: str) -> None:
    from toolkit import find_scare_quotes

    assert find_scare_quotes(text) == []


@pytest.mark.parametrize("marked", HEADLINES)
def test_in_a_title_reporting_words_and_a_colon_give_the_marks_a_speaker(marked: str) -> None:
    from toolkit import find_scare_quotes, make_document

    title, expected = read(marked)
    document = make_document("a", f"{title}\n\nIt rained in Sarid all day, and the river rose.", title=title)
    assert [row.passage.text for row in find_scare_quotes(document, quotes=())] == expected
