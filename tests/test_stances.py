"""Stances: of each mention who holds one, which, and by which words; a table like every other, and a display."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit import codebook as codebooks
from toolkit.annotate import extract_stances, find_stances
from toolkit.errors import CodebookError, TableError
from toolkit.rows import Corpus, Document, Stance
from toolkit.tables import check_spans, from_frame

BOOK = """
name: arle
title: Arle and the Front
version: "1"
language: en
actors:
  - {id: arle, name: Arle, kind: state, demonyms: [Arlean]}
  - {id: front, name: Bron Front, kind: organisation, aliases: [the Front]}
  - {id: velk, name: Ana Velk, kind: person, aliases: [Velk]}
labels: []
frames: []
"""
AGAINST = "Arle is a brutal and corrupt state that has betrayed its own people."
TEXT = (
    f"Talks in the hills\n\n{AGAINST}\n\n"
    "“The Bron Front is a great and honest partner,” Ana Velk said.\n\n"
    "Ana Velk said that Arle had failed and lied.\n\n"
    "The Bron Front met reporters on Monday."
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tk.Codebook:
    path = tmp_path_factory.mktemp("book") / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return codebooks.load_codebook(str(path))


@pytest.fixture(scope="module")
def rows(book: tk.Codebook) -> list[Stance]:
    return find_stances(tk.make_document("d", TEXT, known={"outlet": "The Arle Post"}), codebook=book)


def of(rows: list[Stance], words: str) -> Stance:
    (row,) = [row for row in rows if words in row.sentence.text and row.target != "velk"]
    return row


def test_every_mention_has_one_row(rows: list[Stance], book: tk.Codebook) -> None:
    mentions = tk.find_mentions(tk.make_document("d", TEXT), codebook=book)
    assert [row.mention for row in rows] == [mention.mention for mention in mentions]


def test_the_outlet_holds_what_the_narrator_says(rows: list[Stance]) -> None:
    row = of(rows, "brutal")
    assert (row.voice, row.holder, row.holder_name, row.target) == ("narrator", None, "The Arle Post", "arle")
    assert row.label == row.best == "against"
    assert {"brutal", "corrupt", "betrayed"} <= {word.text for word in row.words}


def test_a_speaker_holds_what_stands_in_marks(rows: list[Stance]) -> None:
    row = of(rows, "honest partner")
    assert (row.voice, row.holder, row.holder_name, row.target) == ("verbatim", "velk", "Ana Velk", "front")
    assert row.best == "favour"
    assert row.score > 0


def test_the_outlet_holds_its_paraphrase_and_the_speaker_is_kept(rows: list[Stance]) -> None:
    row = of(rows, "had failed")
    assert (row.voice, row.holder_name, row.reported_of) == ("paraphrase", "The Arle Post", "Ana Velk")


def test_unclear_is_an_abstention_by_confidence(seeds: Corpus) -> None:
    table = extract_stances(seeds)
    unclear = table["label"] == "unclear"
    assert set(table["best"]) <= {"favour", "against", "neutral"}
    assert (table["label"] == table["best"])[~unclear].all()
    assert table.loc[unclear, "confidence"].max() < table.loc[~unclear, "confidence"].min()
    assert table["score"].between(-1, 1).all()
    assert 0 < unclear.mean() < 0.75


def test_every_span_reads_as_the_text_says(seeds: Corpus) -> None:
    table = extract_stances(seeds)
    assert check_spans(table, seeds) > 2 * len(table)
    for row in from_frame(table, Stance):
        assert row.sentence.start <= row.mention.start < row.mention.end <= row.sentence.end
        assert list(row.words) == sorted(row.words)


def test_rows_are_the_same_alone_and_in_a_corpus_and_by_workers(seeds: Corpus, codebook: tk.Codebook) -> None:
    together = from_frame(extract_stances(seeds, workers=2), Stance)
    alone = [row for document in reversed(seeds.documents) for row in find_stances(document, codebook=codebook)]
    assert sorted(together, key=lambda row: row.row_id) == sorted(alone, key=lambda row: row.row_id)
    assert len({row.row_id for row in alone}) == len(alone)


def test_targets_choose_actors_and_must_be_in_the_codebook(rows: list[Stance], book: tk.Codebook) -> None:
    document = tk.make_document("d", TEXT, known={"outlet": "The Arle Post"})
    assert find_stances(document, codebook=book, targets=["arle"]) == [row for row in rows if row.target == "arle"]
    with pytest.raises(CodebookError, match="no actor 'orm'"):
        find_stances(document, codebook=book, targets=["orm"])


def test_an_empty_table_keeps_its_columns(book: tk.Codebook) -> None:
    table = extract_stances(Corpus((Document("d", "nobody here"),)), codebook=book)
    assert table.empty
    assert {"holder", "target", "label", "words", "mention_start", "sentence_text"} <= set(table.columns)


@given(before=st.text(max_size=20), after=st.text(max_size=40))
def test_odd_text_around_a_mention_gives_rows_and_no_error(book: tk.Codebook, before: str, after: str) -> None:
    text = f"{before} Arle {after}"
    for row in find_stances(Document("d", text, tk.find_zones(text)), codebook=book):
        assert text[row.mention.start : row.mention.end] == row.mention.text


def test_the_display_marks_words_and_says_who_holds_what(rows: list[Stance]) -> None:
    shown = tk.explain_stance(tk.to_frame([of(rows, "brutal")], Stance))
    html = shown._repr_html_()
    assert "<strong>Arle</strong>" in html
    assert "<mark>brutal</mark>" in html
    assert "style=" not in html
    assert "*Arle* is a [brutal] and [corrupt] state" in repr(shown)
    assert "narrator: The Arle Post → arle" in repr(shown)


def test_the_display_escapes_what_comes_from_texts(book: tk.Codebook) -> None:
    text = "Arle is <b>brutal</b> & corrupt."
    table = tk.to_frame(find_stances(text, codebook=book), Stance)
    html = tk.explain_stance(table.assign(holder_name="<i>X</i>"))._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html


def test_the_display_says_how_many_rows_it_leaves_out(rows: list[Stance]) -> None:
    table = tk.to_frame(rows, Stance)
    assert f"A sample of 1 of {len(rows)}; all are in the table." in repr(tk.explain_stance(table, limit=1))
    assert repr(tk.explain_stance(table.head(0))) == "no stances"


def test_the_display_folds_groups_under_their_names_and_numbers(rows: list[Stance]) -> None:
    table = tk.to_frame(rows, Stance)
    html = tk.explain_stance(table, by="target", limit=1)._repr_html_()
    n = table["target"].value_counts()
    assert all(f"<summary>{target} <small>({n[target]})</small></summary>" in html for target in n.index)
    assert html.count("<li>") == len(n) < len(table)


def test_the_display_names_what_a_table_lacks(rows: list[Stance]) -> None:
    with pytest.raises(TableError, match="lacks words"):
        tk.explain_stance(tk.to_frame(rows, Stance).drop(columns="words"))


def test_stances_can_be_read_like_any_passages(seeds: Corpus) -> None:
    table = extract_stances(seeds).head(3)
    assert "<mark>" in tk.read_passages(table, seeds)._repr_html_()
