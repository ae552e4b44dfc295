"""Words in marks without a speaker are listed; names, titles, words spoken of, and speech are not."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit import extract_scare_quotes, find_quotes, find_scare_quotes, make_document
from toolkit.language import count_words
from toolkit.rows import Corpus, Document, Quote, ScareQuote, Zone
from toolkit.tables import check_spans, from_frame

SECOND = (Path(__file__).parent / "data" / "scare_quotes_second.txt").read_text(encoding="utf-8").splitlines()

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
    text, expected = read(marked)
    assert [row.passage.text for row in find_scare_quotes(text, quotes=())] == expected


@pytest.mark.parametrize("text", [text for texts in OTHERS.values() for text in texts])
def test_what_stands_in_marks_for_another_reason_is_not_listed(text: str) -> None:
    assert find_scare_quotes(text, quotes=()) == []


@pytest.mark.parametrize("text", ATTRIBUTED)
def test_words_with_a_speaker_are_not_listed(text: str) -> None:
    assert find_scare_quotes(text) == []


@pytest.mark.parametrize("marked", HEADLINES)
def test_in_a_title_reporting_words_and_a_colon_give_the_marks_a_speaker(marked: str) -> None:
    title, expected = read(marked)
    document = make_document("a", f"{title}\n\nIt rained in Sarid all day, and the river rose.", title=title)
    assert [row.passage.text for row in find_scare_quotes(document, quotes=())] == expected


# ---- a second set, written after the rules, which were not changed for it


@pytest.mark.parametrize(("quotes", "least_precision", "least_recall"), [((), 0.9, 0.95), (None, 0.95, 0.7)])
def test_on_the_second_set_precision_and_recall_stay(
    quotes: tuple[()] | None, least_precision: float, least_recall: float
) -> None:
    """The first with no quotations known, which is the rules by themselves; the second with those that are found."""
    sentences = [read(marked) for marked in SECOND]
    found = [[row.passage.text for row in find_scare_quotes(text, quotes=quotes)] for text, _ in sentences]
    right = sum(passage in expected for rows, (_, expected) in zip(found, sentences, strict=True) for passage in rows)
    assert len(sentences) == 30
    assert right / sum(map(len, found)) >= least_precision
    assert right / sum(len(expected) for _, expected in sentences) >= least_recall


# ---- where rows come from


def test_a_row_holds_its_sentence() -> None:
    (row,) = find_scare_quotes("It rained. The “moderate” rebels left. It stopped.", quotes=())
    assert row.sentence.text == "The “moderate” rebels left."


def zoned(**zones: str) -> Document:
    text = "\n".join(zones.values())
    bare = Document("d", text)
    spans = {kind: bare.span(text.index(line), text.index(line) + len(line)) for kind, line in zones.items()}
    return make_document("d", text, zones=tuple(Zone(kind, span, "test") for kind, span in spans.items()))


def test_titles_deks_bodies_and_excerpts_are_read() -> None:
    document = zoned(
        title="‘Safe’ road shut",
        dek="Trips on a ‘free’ bus",
        body="The “moderate” rebels left.",
        republished="The “heroic” brigade left.",
        caption="The “voluntary” bus.",
    )
    rows = find_scare_quotes(document, quotes=())
    assert [(row.zone, row.voice) for row in rows] == [
        ("title", "narrator"),
        ("dek", "narrator"),
        ("body", "narrator"),
        ("republished", "republished"),
    ]


def test_a_block_quotation_is_somebodys_words() -> None:
    document = zoned(body="The aide wrote:", block_quotation="The “moderate” rebels have left.")
    assert find_scare_quotes(document, quotes=()) == []


def known(text: str, content: str) -> Quote:
    """Put a quotation of `content` into the text, from one that is found."""
    (quote,) = find_quotes("“We had no role,” the aide said.")
    document, start = Document("text", text), text.index(content)
    segments = (document.span(start, start + len(content)),)
    return Quote(**{**{name: getattr(quote, name) for name in quote.__slots__}, "content": segments})


def test_the_quotations_that_are_given_decide() -> None:
    text = "The aide praised the “moderate” rebels and the “free” press."
    assert [row.passage.text for row in find_scare_quotes(text, quotes=())] == ["“moderate”", "“free”"]
    (row,) = find_scare_quotes(text, quotes=[known(text, "the “moderate” rebels")])
    assert row.passage.text == "“free”"


def test_what_is_joined_to_a_quotation_is_part_of_it() -> None:
    text = "The aide called it “reckless” and “mad”, and the “moderate” rebels left."
    (row,) = find_scare_quotes(text, quotes=[known(text, "“reckless”")])
    assert row.passage.text == "“moderate”"


def test_what_is_joined_to_a_word_or_title_is_one_too() -> None:
    (row,) = find_scare_quotes("The words “calm,” “order” and “rest” of the “moderate” rebels.", quotes=())
    assert row.passage.text == "“moderate”"


# ---- properties


news = st.lists(
    st.sampled_from([*"“”„«»‹›\"‘’'`.,:!?()-6\n\u00a0é", " ", " ", "``", "''", "word", "Sarid", "the", " so-called "]),
    max_size=30,
).map("".join)


@given(news)
@example('The “moderate” rebels’ ‘free’ 6\'2" "press" left.')
def test_every_row_reads_again_lies_in_its_sentence_and_is_short(text: str) -> None:
    rows = find_scare_quotes(text, quotes=())
    for row in rows:
        for span in (row.passage, row.sentence):
            assert text[span.start : span.end] == span.text
        assert row.sentence.start <= row.passage.start < row.passage.end <= row.sentence.end
        assert 1 <= count_words(row.passage.text) <= 5
    places = [row.passage for row in rows]
    assert places == sorted(places)
    assert len({row.row_id for row in rows}) == len(rows)


def test_the_table_of_a_corpus_reads_again(seeds: Corpus) -> None:
    table = extract_scare_quotes(seeds)
    rows = from_frame(table, ScareQuote)
    assert check_spans(table, seeds) == 2 * len(rows) > 0
    assert rows == [row for document in seeds for row in find_scare_quotes(document)]


def test_an_empty_table_keeps_its_columns() -> None:
    table = extract_scare_quotes(Corpus((Document("d", "no marks"),)))
    assert [*table.columns][-6:] == [
        f"{n}_{part}" for n in ("passage", "sentence") for part in ("start", "end", "text")
    ]


@pytest.mark.parametrize("between", ["\n\n", ""], ids=["paragraphs", "one paragraph"])
def test_time_grows_with_the_length(between: str) -> None:
    piece = "The “moderate” rebels left the 6'2\" wall. He read ‘The Long Quay’ to Karim “the Fox” Varan. " + between

    def seconds(length: int) -> float:
        document = make_document("d", piece * (length // len(piece)), title=None)
        start = time.process_time()
        assert len(find_scare_quotes(document, quotes=())) == length // len(piece)
        return time.process_time() - start

    find_scare_quotes(piece, quotes=())  # what is read once
    assert seconds(240_000) < 20 * seconds(30_000)  # 8 where it is linear, 64 where it is quadratic
