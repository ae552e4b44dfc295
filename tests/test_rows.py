"""Rows point at text and never change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from toolkit import rows
from toolkit.errors import CorpusError, SpanError
from toolkit.rows import BODY_ZONES, READ_ZONES, Corpus, Document, Span, Study, make_row_id

THREE = Corpus(tuple(Document(f"d{i}", f"text {i}") for i in (1, 2, 3)), Study(title="three"), "three")


@pytest.mark.parametrize(("start", "end", "text"), [(0, 3, "Iran"), (-1, 3, "Iran"), (4, 4, ""), (4, 0, "Iran")])
def test_a_span_must_be_as_long_as_its_words(start: int, end: int, text: str) -> None:
    with pytest.raises(SpanError, match=f"{start}:{end}"):
        Span(start, end, text)


def test_a_document_marks_spans_with_their_words() -> None:
    assert Document("d", "Iran denied it").span(5, 11) == Span(5, 11, "denied")


@pytest.mark.parametrize("place", [(3, 3), (10, 99), (99, 100)])
def test_a_document_marks_nothing_outside_its_text(place: tuple[int, int]) -> None:
    with pytest.raises(SpanError):
        Document("d", "Iran denied it").span(*place)


@pytest.mark.parametrize(
    "name",
    ["Span", "Zone", "Document", "Study", "Corpus", "Quote", "Mention", "Label", "FrameCue", "ScareQuote", "Stance"],
)
def test_every_row_is_frozen(name: str) -> None:
    row_type = getattr(rows, name)
    assert is_dataclass(row_type)
    row = object.__new__(row_type)
    with pytest.raises(FrozenInstanceError):
        setattr(row, fields(row_type)[0].name, "changed")


def test_captions_credits_and_boilerplate_are_never_read() -> None:
    assert not {"caption", "credit", "boilerplate", "byline", "dateline"} & {*READ_ZONES}
    assert {*BODY_ZONES} < {*READ_ZONES}


def test_a_corpus_gives_documents_by_id_and_in_order() -> None:
    assert THREE["d2"].text == "text 2"
    assert [document.doc_id for document in THREE] == ["d1", "d2", "d3"]


def test_an_unknown_id_names_the_choices() -> None:
    with pytest.raises(CorpusError, match=r"no document 'd9' in this corpus of 3; it has: d1, d2, d3$"):
        THREE["d9"]


def test_a_large_corpus_names_only_some_choices() -> None:
    many = Corpus(tuple(Document(f"d{i}", "x") for i in range(50)))
    with pytest.raises(CorpusError, match=r"d0, .*d9…$"):
        many["nobody"]


def test_two_documents_cannot_share_an_id() -> None:
    with pytest.raises(CorpusError, match="share a doc_id: a, c; give"):
        Corpus(tuple(Document(i, "x") for i in "abcac"))


def test_filter_keeps_order_study_and_name() -> None:
    kept = THREE.filter(lambda document: document.doc_id != "d2")
    assert [document.doc_id for document in kept] == ["d1", "d3"]
    assert (kept.study, kept.name) == (THREE.study, THREE.name)


def test_a_sample_is_the_same_for_the_same_seed_and_in_old_order() -> None:
    many = Corpus(tuple(Document(f"d{i:02}", "x") for i in range(40)))
    drawn = [document.doc_id for document in many.sample(10, seed=3)]
    assert drawn == [document.doc_id for document in many.sample(10, seed=3)]
    assert drawn == sorted(set(drawn))
    assert drawn != [document.doc_id for document in many.sample(10, seed=4)]


def test_a_sample_cannot_be_larger_than_the_corpus() -> None:
    with pytest.raises(CorpusError, match="cannot draw 4 of 3"):
        THREE.sample(4)


def test_an_empty_corpus_describes_itself_with_every_column_and_type() -> None:
    full, empty = THREE.describe(), Corpus(()).describe()
    assert list(full["doc_id"]) == ["d1", "d2", "d3"]
    assert list(empty.columns) == list(full.columns)
    assert empty["published_earliest"].dtype == full["published_earliest"].dtype


def test_a_fingerprint_depends_on_ids_texts_and_order_alone() -> None:
    one, two = Document("a", "x"), Document("b", "y")
    fingerprint = Corpus((one, two)).fingerprint
    assert fingerprint == Corpus((Document("a", "x", title="T"), two), Study(title="S"), "n").fingerprint
    others = [(two, one), (one,), (Document("a", "x "), two), (Document("a2", "x"), two), (Document("ax", ""), two)]
    assert fingerprint not in {Corpus(documents).fingerprint for documents in others}


def test_a_row_id_names_kind_document_place_and_method() -> None:
    span = Span(0, 4, "Iran")
    row_id = make_row_id("mention", "d1", (span,), "m-1")
    assert row_id == "158a82bcd899"  # the same in every run, on every system
    others = [("label", "d1", (span,), "m-1"), ("mention", "d2", (span,), "m-1"), ("mention", "d1", (span,), "m-2")]
    others += [("mention", "d1", (span, span), "m-1"), ("mention", "d1", (Span(1, 5, "Iran"),), "m-1")]
    assert row_id not in {make_row_id(*other) for other in others}
