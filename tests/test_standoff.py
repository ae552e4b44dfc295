"""Texts come with what people marked in them, and a mark that does not fit is said, not moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.importing import import_records
from toolkit.corpus.readers.gold import GoldLink, GoldMark, find_gold, gold_marks
from toolkit.corpus.readers.standoff import read_standoff
from toolkit.corpus.records import Record, SourceFile
from toolkit.rows import Span
from toolkit.tables import check_spans, to_frame

TEXT = "“We will wait,” the mayor said on Monday. “Until spring.”"
ANN = """\
T1\tContent 0 15;42 57\t“We will wait,” “Until spring.”
T2\tSource 16 25\tthe mayor
T3\tCue 26 30\tsaid
A1\tCertain T1
A2\tKind T1 direct
#1\tAnnotatorNotes T2\twho else?
R1\tSaidBy Arg1:T1 Arg2:T2
E1\tSaying:T3 Who:T2 What:T1
N1\tReference T2 Base:7\tmayor
*\tAlias T1 T2
"""


def record(text: str, ann: str | bytes) -> Record:
    raw = ann if isinstance(ann, bytes) else ann.encode()
    [found] = read_standoff(SourceFile("a.txt", text.encode()), SourceFile("a.ann", raw))
    assert isinstance(found, Record)
    return found


def reasons(found: Record) -> list[str]:
    return [warning.reason for warning in found.warnings if warning.reason != "very_short"]


def test_marks_keep_their_segments_kinds_attributes_and_notes() -> None:
    found = record(TEXT, ANN)
    marks, _ = gold_marks(found, "a")
    assert (found.text, reasons(found)) == (TEXT, [])
    content = (Span(0, 15, TEXT[:15]), Span(42, 57, TEXT[42:]))
    assert marks == [
        GoldMark("a", "T1", "Content", content, '{"Certain": "true", "Kind": "direct"}'),
        GoldMark("a", "T2", "Source", (Span(16, 25, "the mayor"),), '{"note": "who else?"}'),
        GoldMark("a", "T3", "Cue", (Span(26, 30, "said"),), "{}"),
    ]


def test_relations_and_events_are_links_between_marks() -> None:
    _, links = gold_marks(record(TEXT, ANN), "a")
    assert links == [
        GoldLink("a", "R1", "SaidBy", '[["Arg1", "T1"], ["Arg2", "T2"]]'),
        GoldLink("a", "E1", "Saying", '[["trigger", "T3"], ["Who", "T2"], ["What", "T1"]]'),
    ]


@pytest.mark.parametrize("line", ["T9\tX 0 3\tnot the words", "T9\tX 50 99\tbeyond", "T9\tX 3 3\tempty", "nonsense"])
def test_a_mark_that_does_not_read_its_words_is_left_out_with_a_warning(line: str) -> None:
    found = record(TEXT, f"{ANN}{line}\n")
    assert reasons(found) == ["gold_mismatch"]
    assert [mark.mark for mark in gold_marks(found, "a")[0]] == ["T1", "T2", "T3"]


def test_an_empty_file_of_marks_says_that_nothing_is_marked() -> None:
    assert (gold_marks(record(TEXT, ""), "a"), reasons(record(TEXT, ""))) == (([], []), [])


def test_a_folder_of_pairs_gives_articles_and_the_marks_are_side_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT * 5 + name, encoding="utf-8")
        (tmp_path / f"{name}.ann").write_text(ANN, encoding="utf-8")
    (tmp_path / "annotation.conf").write_text("[entities]", encoding="utf-8")
    records, ledger = import_records(tmp_path)
    assert [len(gold_marks(one, one.fields["doc_id"])[0]) for one in records] == [3, 3]
    assert (ledger.side_files, ledger.totals().kept) == (("a.ann", "annotation.conf", "b.ann"), 2)


def test_marks_without_their_text_have_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text(ANN, encoding="utf-8")
    assert [(row.place, row.reason) for row in import_records(tmp_path)[1].rows] == [("a.ann", "no_article")]


@pytest.mark.parametrize(
    "marks",
    [
        [[16, 25, "Source"]],
        [{"start": 16, "end": 25, "label": "Source"}],
        [{"start_offset": 16, "end_offset": 25, "type": "Source", "text": "the mayor"}],
        [{"id": "E1", "Source": [[16, 25]]}],
    ],
)
def test_marks_in_a_column_are_read_in_their_usual_forms(tmp_path: Path, marks: object) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT * 5, "spans": marks}), encoding="utf-8")
    [found], _ = import_records(tmp_path)
    [mark] = gold_marks(found, "a")[0]
    assert (mark.kind, mark.passage) == ("Source", (Span(16, 25, "the mayor"),))


@pytest.mark.parametrize("value", [None, 3, "x", [], ["x"], [[1]], [["a", "b", "c"]], [{"a": 1}], {"a": [[0, 1]]}])
def test_a_column_that_only_bears_the_name_holds_no_marks(value: object) -> None:
    assert find_gold({"label": value}, TEXT) is None


def test_marks_are_rows_for_tables_whose_spans_read_again() -> None:
    from toolkit.rows import Corpus, Document

    marks, links = gold_marks(record(TEXT, ANN), "a")
    assert check_spans(to_frame(marks, GoldMark), Corpus((Document("a", TEXT),))) == 4
    assert list(to_frame(links, GoldLink)["kind"]) == ["SaidBy", "Saying"]


@given(st.one_of(st.binary(max_size=200), st.text(alphabet="TREAN#*123 \t:;\n0", max_size=120).map(str.encode)))
def test_no_marks_make_a_text_raise_or_change(raw: bytes) -> None:
    found = record(TEXT, raw)
    assert found.text == TEXT
    for mark in gold_marks(found, "a")[0]:
        assert all(TEXT[span.start : span.end] == span.text for span in mark.passage)


def test_a_long_line_of_colons_does_not_take_long() -> None:
    assert reasons(record(TEXT, "R1\t" + "a:b:c:d:e " * 20_000 + "x\ny")) == ["gold_mismatch"]
