"""Tokens and searches: every row points at its words and says in whose voice they stand; captions have no rows."""

from __future__ import annotations

from typing import Any

import pytest
from nltk.stem.snowball import EnglishStemmer

from toolkit.annotate import extract_passages, extract_quotes, extract_tokens, find_passages
from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.voices import attribute, read_zones
from toolkit.codebook import Codebook
from toolkit.corpus import make_document
from toolkit.errors import CodebookError, TableError
from toolkit.language import count_words, word_places
from toolkit.rows import BODY_ZONES, Corpus
from toolkit.tables import check_spans

PAGE = """Dam talks stall
Mira Vale of Ruritania at the dam. (Photo: XYZ)
Vale said the talks had “stalled,” and that the old dam would stay. “We will not sell the old dam,” said Vale.
The so-called “peace dam” is Ruritania’s own."""


def corpus_of(*texts: str) -> Corpus:
    return Corpus(tuple(make_document(f"d{number}", text) for number, text in enumerate(texts)))


# ---------------------------------------------------------------- tokens


def test_a_token_stands_where_it_says_in_small_letters_with_plain_marks() -> None:
    corpus = corpus_of(PAGE)
    tokens = extract_tokens(corpus)
    text = corpus["d0"].text
    for row in tokens.to_dict("records"):
        assert text[row["start"] : row["end"]].lower().replace("’", "'") == row["token"]
    assert "ruritania's" in set(tokens["token"])


def test_the_words_of_the_body_are_those_that_the_article_counts(seeds: Corpus) -> None:
    tokens = extract_tokens(seeds, voiced=False)
    counted = tokens[tokens["zone"].isin(BODY_ZONES)].groupby("doc_id").size()
    assert counted.to_dict() == {document.doc_id: document.n_words for document in seeds}


def test_titles_are_marked_and_captions_are_left_out() -> None:
    tokens = extract_tokens(corpus_of(PAGE))
    assert tokens[tokens["zone"] == "title"]["token"].tolist() == ["dam", "talks", "stall"]
    assert "photo" not in set(tokens["token"])


def test_every_token_has_the_voice_of_its_place(seeds: Corpus) -> None:
    tokens = extract_tokens(seeds)
    expected = [
        attribute(document, zone, document.span(start, end), quotes).voice
        for document in seeds
        for quotes in [segment_quotes(document)]
        for zone in read_zones(document)
        for start, end in word_places(document.text, zone.span.start, zone.span.end)
    ]
    assert tokens["voice"].tolist() == expected
    assert {"narrator", "verbatim", "paraphrase"} <= set(expected)


def test_quotations_that_are_given_decide_as_those_that_are_found(seeds: Corpus) -> None:
    assert extract_tokens(seeds, quotes=extract_quotes(seeds)).equals(extract_tokens(seeds))


def test_without_voices_nothing_else_changes(seeds: Corpus) -> None:
    bare = extract_tokens(seeds, voiced=False)
    assert bare["voice"].isna().all()
    assert bare.drop(columns="voice").equals(extract_tokens(seeds).drop(columns="voice"))


def test_stems_are_those_of_nltk() -> None:
    corpus = corpus_of(PAGE)
    words, stems = (extract_tokens(corpus, unit=unit, voiced=False)["token"] for unit in ("word", "stem"))
    assert stems.tolist() == [EnglishStemmer().stem(word) for word in words]


def test_a_pair_of_words_has_nothing_but_space_between() -> None:
    pairs = extract_tokens(corpus_of("Nothing.\nThe old dam, the new\u00a0dam"), unit="bigram", voiced=False)
    body = pairs[pairs["zone"] == "body"]["token"].tolist()
    assert body == ["the old", "old dam", "the new", "new dam"]


def test_a_capital_that_is_two_letters_when_small_moves_no_token() -> None:
    corpus = corpus_of("İzmir and the Dam")
    tokens = extract_tokens(corpus, voiced=False)
    assert [corpus["d0"].text[row.start : row.end] for row in tokens.itertuples()] == ["İzmir", "and", "the", "Dam"]
    assert tokens["token"].tolist()[1:] == ["and", "the", "dam"]


def test_an_empty_corpus_has_every_column() -> None:
    none, some = extract_tokens(Corpus(())), extract_tokens(corpus_of("Dam"))
    assert none.dtypes.to_dict() == some.dtypes.to_dict()
    assert len(none) == 0


def test_processes_find_the_same(seeds: Corpus) -> None:
    assert extract_tokens(seeds, voiced=False, workers=2).equals(extract_tokens(seeds, voiced=False))


def test_an_unknown_unit_is_refused_with_the_choices() -> None:
    wrong: Any = "lemma"
    with pytest.raises(TableError, match="unit is 'lemma'; it must be one of word, stem, bigram"):
        extract_tokens(corpus_of("Dam"), unit=wrong)


def test_words_are_counted_as_they_are_placed(seeds: Corpus) -> None:
    for document in seeds:
        assert len(word_places(document.text, 0, len(document.text))) == count_words(document.text)


# ---------------------------------------------------------------- searches


def found(text: str, phrase: str = "", **options: Any) -> list[str]:
    return [row.passage.text for row in find_passages(text, phrase, **options)]


def test_a_phrase_is_found_in_any_case_with_any_mark_and_over_gaps() -> None:
    assert found(PAGE, "old dam") == ["old dam", "old dam"]
    assert found(PAGE, "Ruritania's own") == ["Ruritania’s own"]
    assert found(PAGE, "sell ~2 dam") == ["sell the old dam"]
    assert found(PAGE, "stall*") == ["stall", "stalled"]


def test_a_regular_expression_finds_what_it_matches_and_never_nothing() -> None:
    assert found(PAGE, regex=r"\bst\w+") == ["stall", "stalled", "stay"]
    assert found("dam", regex="x*") == []


def test_every_passage_says_in_whose_voice_it_stands() -> None:
    rows = find_passages(PAGE, "old dam")
    assert [(row.voice, row.speaker_name) for row in rows] == [("paraphrase", None), ("verbatim", "Vale")]
    assert rows[0].reported_of == "Vale"


def test_only_the_voices_asked_for_are_found() -> None:
    assert [row.voice for row in find_passages(PAGE, "dam", voices=["narrator"])] == ["narrator"]


def test_an_actor_is_found_under_all_names(codebook: Codebook) -> None:
    text = "Hamas left Damascus. The Islamic Resistance Movement had been there for years. Iran stayed."
    rows = find_passages(text, actor="hamas", codebook=codebook)
    assert [row.passage.text for row in rows] == ["Hamas", "Islamic Resistance Movement"]
    assert {row.searched for row in rows} == {"hamas"}


def test_a_table_of_passages_reads_back_from_the_texts(seeds: Corpus) -> None:
    table = extract_passages(seeds, "Hamas")
    assert check_spans(table, seeds) == len(table) > 10
    assert table["row_id"].is_unique


def test_no_passage_is_found_where_there_is_none(seeds: Corpus) -> None:
    table = extract_passages(seeds, "Ruritania")
    assert len(table) == 0
    assert {"row_id", "doc_id", "passage_start", "passage_text", "voice"} <= set(table.columns)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "a search takes one of phrase, regex and actor"),
        ({"phrase": "dam", "regex": "dam"}, "a search takes one of phrase, regex and actor"),
        ({"phrase": "dam ~2"}, "begins or ends with a gap"),
        ({"regex": "(dam"}, r"'\(dam' is no regular expression"),
        ({"phrase": "dam", "voices": ["author"]}, "voices has 'author'; a voice is one of narrator"),
        ({"actor": "vale"}, "takes a codebook that declares it"),
    ],
)
def test_a_search_that_cannot_be_is_refused_with_the_reason(options: dict[str, Any], says: str) -> None:
    with pytest.raises(TableError, match=says):
        find_passages("Dam.", **options)


def test_an_actor_whom_the_codebook_does_not_declare_is_refused(codebook: Codebook) -> None:
    with pytest.raises(CodebookError, match="nobody"):
        find_passages("Dam.", actor="nobody", codebook=codebook)
