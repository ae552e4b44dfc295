"""Rows become tables and files, and come back the same."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.annotate import extract_quotes
from toolkit.corpus import make_document
from toolkit.errors import CorpusError, SpanError, TableError
from toolkit.rows import Corpus, Document, FrameCue, Label, Mention, Quote, Span, Zone, ZoneRow
from toolkit.tables import (
    check_spans,
    export_spreadsheet,
    from_frame,
    load_table,
    require_columns,
    save_table,
    schema,
    to_frame,
    write_table,
    write_tables,
)

ROW_TYPES = [Zone, ZoneRow, Quote, Mention, Label, FrameCue]
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
spans = st.builds(
    lambda start, text: Span(start, start + len(text), text),
    st.integers(0, 10**9),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
)
for known, strategy in ((str, words), (Span, spans), (float, st.floats(0, 1))):
    st.register_type_strategy(known, strategy)


def quote(*content: Span, **known: object) -> Quote:
    row = {"row_id": "q1", "doc_id": "d1", "zone": "body", "voice": "verbatim", "method": "m", "kind": "direct"}
    row |= {"form": "marked", "act": "speech", "sourced": "none", "content": content, "verbatim": ()}
    return Quote(**{**row, "cue": None, "cue_class": None, "source": None, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize("row_type", ROW_TYPES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rows_survive_frame_parquet_and_back(row_type: type, tmp_path: Path, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.from_type(row_type), max_size=4))
    table = to_frame(rows, row_type)
    write_table(table, tmp_path, "rows")
    again = load_table(tmp_path / "rows.parquet")
    pd.testing.assert_frame_equal(again, table)
    assert from_frame(again, row_type) == rows
    write_table(again, tmp_path, "again")
    assert (tmp_path / "again.parquet").read_bytes() == (tmp_path / "rows.parquet").read_bytes()


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_an_empty_table_keeps_every_column_and_type(row_type: type) -> None:
    assert {name: str(dtype) for name, dtype in to_frame([], row_type).dtypes.items()} == {
        name: str(dtype) for name, dtype in schema(row_type).items()
    }


def test_a_span_becomes_start_end_and_text() -> None:
    assert [name for name in schema(Mention) if name.startswith("mention")] == [
        "mention_start",
        "mention_end",
        "mention_text",
    ]


def test_segments_stand_beside_their_envelope() -> None:
    row = to_frame([quote(Span(0, 1, "A"), Span(9, 10, "B"))], Quote).iloc[0]
    assert (row["content_start"], row["content_end"], row["content_text"]) == (0, 10, "A … B")
    assert [dict(part) for part in row["content"]] == [
        {"start": 0, "end": 1, "text": "A"},
        {"start": 9, "end": 10, "text": "B"},
    ]


def test_a_csv_holds_segments_as_json(tmp_path: Path) -> None:
    rows = [quote(Span(0, 3, "“A”"), Span(9, 12, "“B”")), quote(Span(0, 1, "A"))]
    path, _ = write_table(to_frame(rows, Quote), tmp_path, "quotes")
    with path.open(encoding="utf-8", newline="") as lines:
        records = list(csv.DictReader(lines))
    assert [[Span(**part) for part in json.loads(record["content"])] for record in records] == [
        list(row.content) for row in rows
    ]
    assert records[0]["verbatim"] == "[]"
    assert "“A”" in records[0]["content"]


def test_a_csv_is_raw_with_plain_line_ends(tmp_path: Path) -> None:
    path, _ = write_table(pd.DataFrame({"text": ["=1+1", "a\nb", "x"]}), tmp_path, "raw")
    assert path.read_bytes() == b'text\n=1+1\n"a\nb"\nx\n'


def test_a_carriage_return_ends_no_record(tmp_path: Path) -> None:
    path, _ = write_table(pd.DataFrame({"n": [1, 2], "text": ["a\rb", "c"]}), tmp_path, "lone")
    with path.open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [["n", "text"], ["1", "a\rb"], ["2", "c"]]


def test_a_folder_is_made_for_tables_of_several_names(tmp_path: Path) -> None:
    table = pd.DataFrame({"n": [1]})
    written = write_tables({"one": table, "two": table}, tmp_path / "new" / "tables")
    assert sorted(path.name for path in written) == ["one.csv", "one.parquet", "two.csv", "two.parquet"]
    assert all(path.is_file() for path in written)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_never_meets_a_formula(start: str, tmp_path: Path) -> None:
    table = pd.DataFrame({"text": [f"{start}HYPERLINK(1)"], "n": [-1]})
    path = export_spreadsheet(table, tmp_path / "safe.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        record = next(csv.DictReader(lines))
    assert record == {"text": f"'{start}HYPERLINK(1)", "n": "-1"}
    assert table["text"][0].startswith(start)


def test_a_spreadsheet_announces_its_encoding(tmp_path: Path) -> None:
    path = export_spreadsheet(pd.DataFrame({"text": ["“A”"]}), tmp_path / "safe.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_pandas_reads_a_written_table_without_the_toolkit(tmp_path: Path) -> None:
    """Rows that hold several passages in a column, too: of pandas' own name for such a type, reading it fails."""
    rows = extract_quotes(Corpus((make_document("a", "“We wait,” Ada Vale said. “It rains.”"),)))
    save_table(rows, tmp_path / "rows.parquet")

    plain = pd.read_parquet(tmp_path / "rows.parquet")

    assert list(plain.columns) == list(rows.columns)
    assert plain["content_text"].tolist() == rows["content_text"].tolist()
    segments = [[part["text"] for part in parts] for parts in plain["content"]]
    assert segments == [["“We wait,”", "“It rains.”"]]
    pd.testing.assert_frame_equal(load_table(tmp_path / "rows.parquet"), rows)


def test_a_csv_is_not_read_back(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"rows\.csv is not a \.parquet file"):
        load_table(tmp_path / "rows.csv")


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(TableError, match=r"a table of Mention rows lacks row_id, doc_id.*; it has words$"):
        from_frame(pd.DataFrame({"words": ["x"]}), Mention)
    with pytest.raises(TableError, match=r"what one counts lacks side; it has actor$"):
        require_columns(pd.DataFrame({"actor": ["x"]}), ["actor", "side"], what="what one counts")


TEXT = Corpus((Document("d1", "Iran denied it, Hamas said."),))
RIGHT = quote(Span(0, 4, "Iran"), Span(16, 21, "Hamas"), cue=Span(22, 26, "said"))


def test_spans_are_read_again_from_the_text() -> None:
    assert check_spans(to_frame([RIGHT], Quote), TEXT) == 3
    assert check_spans(to_frame([], Quote), TEXT) == 0


def test_spans_are_checked_in_a_table_read_from_disk(tmp_path: Path) -> None:
    write_table(to_frame([RIGHT], Quote), tmp_path, "quotes")
    assert check_spans(load_table(tmp_path / "quotes.parquet"), TEXT) == 3


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (quote(Span(1, 5, "Iran")), "d1 1:5"),
        (quote(Span(0, 4, "Iran"), Span(16, 21, "HAMAS")), "d1 16:21"),
        (quote(Span(0, 4, "Iran"), cue=Span(23, 27, "said")), "d1 23:27"),
        (quote(Span(0, 4, "Iran"), relays=(Span(0, 4, "Iran"), Span(99, 103, "Fars"))), "d1 99:103"),
    ],
)
def test_a_wrong_span_is_named_in_whatever_segment_it_stands(wrong: Quote, place: str) -> None:
    with pytest.raises(SpanError, match=rf"{place} does not read .* \(row q1\)"):
        check_spans(to_frame([RIGHT, wrong], Quote), TEXT)


def test_a_span_of_an_unknown_document_is_no_span() -> None:
    with pytest.raises(CorpusError, match="no document 'd9'"):
        check_spans(to_frame([quote(Span(0, 4, "Iran"), doc_id="d9")], Quote), TEXT)
