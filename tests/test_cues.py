"""Reading a cue (which word reports, and how) and a source (is somebody named)."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from toolkit.corpus import load_corpus
from toolkit.language import cue_words, read_cue, read_source, reporting_verbs

HERE = Path(__file__).parent
ACTS = {"speech", "thought", "plan"}


# ---------------------------------------------------------------- the head


@pytest.mark.parametrize(
    ("words", "lemma", "cue_class", "act"),
    [
        ("said", "say", "say", "speech"),
        ("has been telling", "tell", "say", "speech"),
        ("did not say", "say", "say", "speech"),
        ("didn’t say", "say", "say", "speech"),
        ("is going to try", "try", "plan", "plan"),
        ("vowed not to", "vow", "promise", "speech"),
        ("was accused of", "accuse", "accuse", "speech"),
        ("has long trumpeted", "trumpet", "boast", "speech"),
        ("is thought", "think", "believe", "thought"),
        ("emphasized", "emphasise", "emphasise", "speech"),
    ],
)
def test_the_head_is_the_main_verb(words: str, lemma: str, cue_class: str, act: str) -> None:
    reading = read_cue(words)
    assert (reading.lemma, reading.pos, reading.cue_class, reading.act) == (lemma, "verb", cue_class, act)


@pytest.mark.parametrize(
    ("words", "lemma", "cue_class"),
    [
        ("according to", "according to", "report"),
        ("is calling for", "call for", "demand"),
        ("made it clear", "make clear", "emphasise"),
        ("pointed out", "point out", "emphasise"),
        ("was quoted as saying", "quote as saying", "quote"),
        ("pleaded guilty", "plead guilty", "admit"),
        ("of the opinion", "of the opinion", "believe"),
        ("under the impression", "under the impression", "believe"),
    ],
)
def test_a_phrase_is_read_as_one(words: str, lemma: str, cue_class: str) -> None:
    reading = read_cue(words)
    assert (reading.lemma, reading.pos, reading.cue_class) == (lemma, "phrase", cue_class)


@pytest.mark.parametrize(
    ("words", "pos"),
    [
        ("questions about", "noun"),
        ("questions", "verb"),
        ("have questions about", "noun"),
        ("has questioned", "verb"),
        ("to support", "verb"),
        ("in support of", "phrase"),
        ("support for", "noun"),
        ("strongly support", "verb"),
        ("a friendly warning", "noun"),
        ("is warning", "verb"),
    ],
)
def test_a_word_of_two_parts_of_speech_is_read_by_its_neighbours(words: str, pos: str) -> None:
    assert read_cue(words).pos == pos


def test_the_verb_after_a_noun_is_the_head_if_it_is_finite() -> None:
    assert read_cue("reports show").lemma == "show"
    assert read_cue("issued a statement saying").lemma == "statement"


def test_a_verb_that_carries_a_noun_leaves_it_the_class_and_makes_it_speech() -> None:
    assert read_cue("concern").act == "thought"
    voiced = read_cue("voiced concern over")
    assert (voiced.lemma, voiced.cue_class, voiced.act) == ("concern", "fear", "speech")


def test_going_on_with_something_is_that_thing() -> None:
    assert read_cue("continued to hope").act == "thought"
    assert read_cue("continued").cue_class == "say"


def test_an_adjective_is_a_head_after_a_form_of_be() -> None:
    assert read_cue("was convinced").pos == "adjective"
    assert read_cue("convinced").pos == "verb"


def test_an_adverb_is_a_head_only_alone() -> None:
    assert read_cue("reportedly").cue_class == "report"
    assert read_cue("allegedly").cue_class == "allege"
    assert read_cue("reportedly urged").lemma == "urge"


def test_a_refusal_to_speak_is_a_plan() -> None:
    assert read_cue("declined to comment").act == "plan"


def test_long_is_no_longing() -> None:
    assert read_cue("has long held").lemma == "hold"


@pytest.mark.parametrize(
    ("words", "lemma", "pos", "act"),
    [
        ("glowered", "glower", "verb", "speech"),
        ("was drubbing", "drub", "verb", "speech"),
        ("a canard of", "canard", "noun", "thought"),
        ("is gobsmackable", "gobsmackable", "adjective", "thought"),
        ("in", "in", "phrase", "speech"),
        ("", "", "phrase", "speech"),
    ],
)
def test_an_unknown_head_is_other(words: str, lemma: str, pos: str, act: str) -> None:
    reading = read_cue(words)
    assert (reading.lemma, reading.pos, reading.cue_class, reading.act) == (lemma, pos, "other", act)


def test_a_colon_says() -> None:
    assert read_cue(":").cue_class == "say"


# ---------------------------------------------------------------- the table


def test_every_class_of_the_table_is_explained_and_no_other() -> None:
    text = files("toolkit").joinpath("language/data/README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(\w+)` \| (?!speech|the dictionary|yes)", text, re.MULTILINE))
    assert explained == {word.cue_class for word in cue_words()}


def test_the_table_holds_a_lemma_once_per_part_of_speech_and_a_form_once() -> None:
    words = cue_words()
    assert {word.act for word in words} == ACTS
    assert max(Counter((word.lemma, word.pos) for word in words).values()) == 1
    twice = [key for key, n in Counter((f, w.pos) for w in words for f in w.forms).items() if n > 1]
    assert twice == []


def test_every_form_of_the_table_is_found_again() -> None:
    lost = [
        (word.lemma, form)
        for word in cue_words()
        if word.pos == "verb"
        for form in word.forms
        if read_cue(f"they {form}").cue_class == "other"
    ]
    assert lost == []


def test_the_rules_read_only_judged_verbs() -> None:
    judged = {word.lemma for word in cue_words() if word.bare}
    assert len(judged) == 70
    assert "lament" not in reporting_verbs()


# ---------------------------------------------------------------- the source


@pytest.mark.parametrize(
    "words",
    [
        "Okoro",
        "Mr. Okoro’s",
        "al-Okoro",
        "former Secretary of State Jane Okoro",
        "the company's chief executive, Jane Okoro,",
        "Another user, Jane O.",
        "Okoro and her aides",
        "the White House",
        "the Post",
        "The State Department",
        "the United Nations",
        "Okoro campaign",
        "the Turkish government",
        "a Daily Herald poll",
        "the results of the latest Daily Herald poll",
        "a report by the Daily Herald",
        "Sen. Jane Okoro (D-Mass.)",
    ],
)
def test_a_source_with_a_name_is_named(words: str) -> None:
    assert read_source(words) == "named"


@pytest.mark.parametrize(
    "words",
    [
        "sources",
        "Critics",
        "a senior official",
        "the official",
        "many Americans",
        "Democrats",
        "an Israeli",
        "residents of Newark, New Jersey",
        "a person familiar with the matter",
        "one aide to Okoro",
        "Okoro’s aides",
        "Okoro supporters",
        "a spokesman for the Ministry of Health",
        "Turkish officials",
        "a Turkish newspaper",
        "the campaign",
        "Polls",
        "a winning candidate",
        "the Democratic leader (D-Mass.)",
        "",
    ],
)
def test_a_source_without_a_name_of_its_own_is_unnamed(words: str) -> None:
    assert read_source(words) == "unnamed"


@pytest.mark.parametrize("words", ["he", "They", "who", "both of them", "his"])
def test_a_pronoun_is_neither(words: str) -> None:
    assert read_source(words) == "pronoun"


# ---------------------------------------------------------------- the seeds


def test_the_seeds_are_read_as_a_reader_marked_them() -> None:
    """On texts that were looked at while the tables were written: no estimate for others."""
    texts = {document.doc_id: document.text for document in load_corpus(HERE.parent / "seeds")}
    acts, sourced = [], []
    for line in (HERE / "gold" / "seeds_quotes.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = texts[row["doc_id"]]
        for quote in row["quotes"]:
            cue, source = (" ".join(text[a:b] for a, b in quote[part] or []) for part in ("cue", "source"))
            acts.append(read_cue(cue).act == quote["act"])
            if source:
                found = read_source(source)
                sourced.append(("named" if found == "pronoun" else found) == quote["sourced"])
    assert sum(acts) / len(acts) >= 0.97
    assert sum(sourced) / len(sourced) >= 0.89  # "the report" is named by another sentence
