"""Tables of every kind give their articles, and say what they hold back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.columns import FIELDS, Columns, Recogniser
from toolkit.corpus.readers.language_names import language_code
from toolkit.corpus.readers.stamps import Days, read_stamp
from toolkit.corpus.readers.tabular import read_table_file
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn
from toolkit.errors import ParameterError

TEXT = "The council said that the bridge would reopen."


def read(
    content: str | bytes, name: str, *, mapping: Mapping[str, str] | None = None, limits: Limits | None = None
) -> list[Record | Refusal]:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return list(read_table_file(SourceFile(name, raw), mapping=mapping, limits=limits))


def record(content: str | bytes, name: str, **options: Any) -> Record:
    [found] = read(content, name, **options)
    assert isinstance(found, Record), found
    return found


def outcome(found: Sequence[Record | Refusal]) -> list[tuple[str, str]]:
    """Give for each thing found its place, and its text or the reason why there is none."""
    return [(one.place, one.text if isinstance(one, Record) else one.reason) for one in found]


def refused(found: Sequence[Record | Refusal]) -> Refusal:
    [one] = found
    assert isinstance(one, Refusal), one
    return one


def parquet(rows: list[dict[str, Any]], schema: pa.Schema | None = None) -> bytes:
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


def workbook(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# ---------------------------------------------------------------- which column is which

SOURCES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "mediacloud": (
        {"id": "ab12", "indexed_date": "2020-02-02", "language": "en", "media_name": "courier.example", "text": TEXT}
        | {
            "media_url": "courier.example",
            "publish_date": "2016-03-18",
            "title": "Bridge",
            "url": "https://c.example/1",
        },
        {"outlet": "courier.example", "doc_id": "ab12", "published_earliest": "2016-03-18"},
    ),
    "mediacloud-old": (
        {"stories_id": 99, "publish_date": "2016-03-18 10:00:00", "title": "Bridge", "url": "https://c.example/1"}
        | {"media_id": 1, "media_name": "Courier", "media_url": "https://c.example", "story_text": TEXT},
        {"outlet": "Courier", "doc_id": "99", "published_earliest": "2016-03-18"},
    ),
    "gdelt-doc": (
        {"url": "https://c.example/1", "title": "Bridge", "seendate": "20160318T101500Z", "domain": "c.example"}
        | {"language": "English", "sourcecountry": "Nowhere", "text": TEXT},
        {"outlet": "c.example", "language": "en", "published_earliest": "2016-03-18"},
    ),
    "event-registry": (
        {"uri": "77", "lang": "eng", "dateTime": "2016-03-19T01:00:00Z", "dateTimePub": "2016-03-18T23:00:00Z"}
        | {
            "url": "https://c.example/1",
            "title": "Bridge",
            "body": TEXT,
            "source": {"uri": "c.example", "title": "Courier"},
        }
        | {"authors": [{"uri": "x", "name": "A. Writer"}, {"uri": "y", "name": "B. Author"}]},
        {"outlet": "Courier", "doc_id": "77", "byline": "A. Writer, B. Author", "language": "en"}
        | {"published_earliest": "2016-03-18"},
    ),
    "newsapi": (
        {"source": {"id": None, "name": "Courier"}, "author": "A. Writer", "title": "Bridge", "content": TEXT}
        | {"description": "…", "url": "https://c.example/1", "publishedAt": "2016-03-18T10:00:00Z"},
        {"outlet": "Courier", "byline": "A. Writer", "published_earliest": "2016-03-18"},
    ),
    "fundus": (
        {"title": "Bridge", "plaintext": TEXT, "authors": ["A. Writer"], "publishing_date": "2016-03-18 10:00:00+00:00"}
        | {"topics": ["x"], "free_access": True, "publisher": "Courier", "lang": "en"},
        {"outlet": "Courier", "byline": "A. Writer", "language": "en", "published_earliest": "2016-03-18"},
    ),
    "newspaper4k": (
        {"url": "https://c.example/1", "title": "Bridge", "top_image": "", "authors": ["A. Writer"], "text": TEXT}
        | {"publish_date": "2016-03-18T10:00:00", "summary": "…", "meta_lang": "en", "meta_site_name": "Courier"}
        | {"canonical_link": "https://c.example/one"},
        {"outlet": "Courier", "url": "https://c.example/one", "published_earliest": "2016-03-18"},
    ),
    "trafilatura": (
        {"title": "Bridge", "author": "A. Writer", "hostname": "c.example", "date": "2016-03-18", "fingerprint": "ab"}
        | {"raw_text": "…", "text": TEXT, "source": "https://c.example/1", "source-hostname": "Courier", "id": None},
        {"outlet": "Courier", "url": "https://c.example/1", "byline": "A. Writer", "published_earliest": "2016-03-18"},
    ),
    "news-please": (
        {"authors": ["A. Writer"], "date_download": "2020-02-02", "date_publish": "2016-03-18 10:00:00", "url": "u"}
        | {"maintext": TEXT, "title": "Bridge", "source_domain": "c.example", "language": "en", "description": "…"},
        {"outlet": "c.example", "language": "en", "published_earliest": "2016-03-18"},
    ),
    "cc_news": (
        {"title": "Bridge", "text": TEXT, "domain": "c.example", "date": "2016-03-18 10:00:00", "description": "…"}
        | {"url": "https://c.example/1", "image_url": ""},
        {"outlet": "c.example", "url": "https://c.example/1", "published_earliest": "2016-03-18"},
    ),
    "cnn_dailymail": ({"article": TEXT, "highlights": "…", "id": "ab"}, {"doc_id": "ab"}),
    "all-the-news": (
        {"date": "2016-03-18", "author": "A. Writer", "title": "Bridge", "article": TEXT, "publication": "Courier"}
        | {"url": "https://c.example/1"},
        {"outlet": "Courier", "byline": "A. Writer", "published_earliest": "2016-03-18"},
    ),
    "any": (
        {"Headline": "Bridge", "Full Text": TEXT, "Publication-Date": "2016-03-18", "Newspaper": "Courier"},
        {"outlet": "Courier", "title": "Bridge", "published_earliest": "2016-03-18"},
    ),
}


@pytest.mark.parametrize("source", SOURCES)
def test_the_columns_of_known_sources_are_recognised(source: str) -> None:
    row, expected = SOURCES[source]
    columns = Recogniser().recognise(row, place="")
    assert isinstance(columns, Columns)
    assert columns.source == source
    found = record(json.dumps(row), "a.jsonl")
    assert found.text == TEXT
    assert expected.items() <= found.fields.items()


def test_what_others_call_a_text_may_be_the_structured_body_of_fundus() -> None:
    body = {"summary": ["In short."], "sections": [{"headline": ["Why"], "paragraphs": ["One.", "Two."]}]}
    assert (
        record(json.dumps({"publishing_date": "2016-03-18", "body": body}), "a.jsonl").text
        == "In short.\n\nWhy\n\nOne.\n\nTwo."
    )


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("url,title,seendate,domain", "GDELT lists articles without their text"),
        ("id,media_name,publish_date,title,url", "Media Cloud lists stories without their text"),
        ("GKGRECORDID,DATE,DocumentIdentifier", "knowledge graph has no texts"),
        ("headline,date,teaser", "the columns are headline, date, teaser"),
    ],
)
def test_a_table_without_texts_is_refused_with_its_remedy(names: str, words: str) -> None:
    found = refused(read(f"{names}\n" + ",".join("x" for _ in names.split(",")) + "\n", "a.csv"))
    assert (found.place, found.reason) == ("a.csv", "missing_column")
    assert words in found.detail


def test_a_knowledge_graph_file_without_header_is_recognised_by_its_first_field() -> None:
    line = "\t".join(["20160318101500-12", "20160318101500", "1", "c.example", "https://c.example/1", *[""] * 22])
    assert refused(read(line + "\n", "x.gkg.csv")).reason == "missing_column"


def test_two_columns_that_could_be_the_text_are_named_and_refused() -> None:
    found = refused(read("content,body,title\na,b,c\n", "a.csv"))
    assert found.reason == "ambiguous_columns"
    assert "content and body could be the text: say which it is with --map text=NAME" in found.detail


def test_a_column_that_stands_twice_is_ambiguous() -> None:
    assert refused(read("text,Text\na,b\n", "a.csv")).reason == "ambiguous_columns"


def test_what_is_mapped_wins_over_what_is_recognised() -> None:
    found = record(
        "text,remark,seendate,title\nno,yes,20160318,T\n", "a.csv", mapping={"text": "remark", "published": "seendate"}
    )
    assert (found.text, found.fields["published_earliest"], found.fields["title"]) == ("yes", "2016-03-18", "T")


def test_a_mapping_leads_into_objects() -> None:
    found = record(json.dumps({"story": {"full": TEXT}}), "a.jsonl", mapping={"text": "story.full"})
    assert found.text == TEXT


def test_a_mapped_column_that_is_not_there_refuses_the_table() -> None:
    found = refused(read("text,title\na,b\n", "a.csv", mapping={"text": "content"}))
    assert (found.reason, "content" in found.detail) == ("missing_column", True)


def test_a_field_that_does_not_exist_cannot_be_mapped() -> None:
    with pytest.raises(ParameterError, match="cannot map headline; the fields are text, title"):
        read("text\na\n", "a.csv", mapping={"headline": "x"})


def test_numbers_that_count_rows_are_made_ids_of_their_file() -> None:
    assert [record("id,text\n1,a\n", name).fields["doc_id"] for name in ("a.csv", "b.csv")] == ["a.csv:1", "b.csv:1"]
    assert record("doc_id,text\n1,a\n", "a.csv").fields["doc_id"] == "1"
    assert record("id,text\n1,a\n", "a.csv", mapping={"doc_id": "doc_id"} | {"doc_id": "id"}).fields["doc_id"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), ("eng", "en"), ("EN", "en"), ("en-GB", "en"), ("zh_Hant_TW", "zh"), ("Klingon", ""), ("", "")],
)
def test_languages_have_one_code_however_they_are_named(name: str, code: str) -> None:
    assert language_code(name) == code


def test_a_language_nobody_knows_is_kept_as_a_note() -> None:
    found = record("text,language\na,Klingon\n", "a.csv")
    assert ("language" in found.fields, found.fields["notes"]) == (False, "language: Klingon")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_no_names_make_recognition_raise(names: list[str]) -> None:
    found = Recogniser().recognise(names, place="x")
    assert isinstance(found, Refusal) or set(found.paths) <= set(FIELDS)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    "value",
    [
        "2016-03-18",
        "2016-03-18T23:30:00+03:00",
        "2016-03-18 10:00:00.123456Z",
        "2016/03/18",
        "20160318",
        "20160318T101500Z",
        "20160318101500",
        "Fri, 18 Mar 2016 10:00:00 GMT",
        "March 18, 2016",
        "18 March 2016",
        "18/03/2016",
        "03/18/2016 10:22 AM",
        "1458295200",
        1458295200,
        1458295200.0,
        "1458295200000",
        date(2016, 3, 18),
        datetime(2016, 3, 18, 23, 59, tzinfo=UTC),
    ],
)
def test_a_date_with_one_reading_is_read(value: object) -> None:
    assert read_stamp(value) == Days(date(2016, 3, 18), date(2016, 3, 18))


def test_a_month_or_a_year_is_an_interval() -> None:
    assert read_stamp("2016-02") == Days(date(2016, 2, 1), date(2016, 2, 29))
    assert read_stamp("2016") == Days(date(2016, 1, 1), date(2016, 12, 31))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("03/04/2016", "date_ambiguous"),
        ("3.4.2016 10:00", "date_ambiguous"),
        ("12/11/2016", "date_ambiguous"),
        ("18.03.16", "date_ambiguous"),
        ("some time in spring", "date_unreadable"),
        ("2016-13-01", "date_unreadable"),
        ("31/02/2016", "date_unreadable"),
        ("42447", "date_unreadable"),
        ("9" * 400, "date_unreadable"),
        ("0", "date_implausible"),
        ("1970-01-01T00:00:00Z", "date_implausible"),
        ("0001-01-01", "date_implausible"),
        ("9999-12-31", "date_implausible"),
    ],
)
def test_a_date_with_no_reading_or_two_is_not_read(value: str, reason: str) -> None:
    found = read_stamp(value)
    assert isinstance(found, Warn)
    assert found.reason == reason


def test_a_day_of_twice_the_same_number_has_one_reading() -> None:
    assert read_stamp("04/04/2016") == Days(date(2016, 4, 4), date(2016, 4, 4))


def test_an_ambiguous_date_names_both_days_and_stays_in_the_notes() -> None:
    found = record("text,date\na,03/04/2016\n", "a.csv")
    assert found.warnings == (Warn("date_ambiguous", "'03/04/2016' is 2016-04-03 or 2016-03-04"),)
    assert (found.fields["notes"], "published_earliest" in found.fields) == ("date: 03/04/2016", False)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/.]\d{1,4}")))
def test_no_value_makes_a_date_raise_and_none_is_read_in_the_wrong_order(value: object) -> None:
    found = read_stamp(value)
    assert isinstance(found, Warn) or found.earliest <= found.latest


# ---------------------------------------------------------------- JSON


def test_a_bad_line_costs_itself() -> None:
    lines = ['{"text": "a"}', '{"text": "b"', "", '{"text": "c"}', '["d"]', '{"text": "e"}']
    assert outcome(read("\n".join(lines) + "\n", "a.jsonl")) == [
        ("a.jsonl, line 1", "a"),
        ("a.jsonl, line 2", "invalid_json"),
        ("a.jsonl, line 4", "c"),
        ("a.jsonl, line 5", "invalid_json"),
        ("a.jsonl, line 6", "e"),
    ]


def test_a_file_cut_off_inside_its_last_line_says_so() -> None:
    found = read('{"text": "a"}\n{"text": "b', "a.jsonl")
    assert outcome(found) == [("a.jsonl, line 1", "a"), ("a.jsonl, line 2", "truncated")]


def test_a_last_line_without_line_end_is_whole_if_it_is() -> None:
    assert outcome(read('{"text": "a"}\n{"text": "b"}', "a.jsonl"))[1] == ("a.jsonl, line 2", "b")


def test_a_line_over_the_limit_costs_itself() -> None:
    lines = '{"text": "a"}\n' + json.dumps({"text": "x" * 5000}) + '\n{"text": "c"}\n'
    found = read(lines, "a.jsonl", limits=Limits(line_bytes=1000))
    assert [reason for _, reason in outcome(found)] == ["a", "line_too_long", "c"]


def test_a_line_in_another_encoding_costs_nothing_but_a_warning() -> None:
    lines = '{"text": "“a”"}\n'.encode() + '{"text": "The café was closed and the “bar” too"}\n'.encode("cp1252")
    found = read(lines, "a.jsonl")
    assert [one.text for one in found if isinstance(one, Record)] == ["“a”", "The café was closed and the “bar” too"]
    assert [[w.reason for w in one.warnings] for one in found if isinstance(one, Record)] == [[], ["encoding_guessed"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_lines_in_wide_encodings_are_read(encoding: str) -> None:
    assert record('{"text": "“a” b c d e f g"}\n'.encode(encoding), "a.jsonl").text == "“a” b c d e f g"


@pytest.mark.parametrize("text", ["a\u2028b", "a\u0085b", "a\x0bb", "a\r\nb"])
def test_only_a_line_feed_ends_a_line_of_json(text: str) -> None:
    assert record(json.dumps({"text": text}, ensure_ascii=False), "a.jsonl").text == text


def test_half_a_surrogate_pair_is_kept() -> None:
    assert record(r'{"text": "a\ud800b"}', "a.jsonl").text == "a\ud800b"


@pytest.mark.parametrize(
    "value",
    [
        [{"text": "a"}, {"text": "b"}],
        {"status": "ok", "articles": [{"text": "a"}, {"text": "b"}]},
        {"articles": {"results": [{"text": "a"}, {"text": "b"}], "totalResults": 2}},
        {"rows": [{"row_idx": 0, "row": {"text": "a"}}, {"row_idx": 1, "row": {"text": "b"}}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_is_read_bare_or_wrapped(value: object, indent: int | None) -> None:
    assert outcome(read(json.dumps(value, indent=indent), "a.json")) == [
        ("a.json, item 1", "a"),
        ("a.json, item 2", "b"),
    ]


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_is_one_article(indent: int | None) -> None:
    assert record(json.dumps({"title": "T", "text": "a"}, indent=indent), "a.json").fields["title"] == "T"


def test_an_article_with_a_list_of_objects_is_no_wrapper() -> None:
    assert record(json.dumps({"text": "a", "items": [{"price": 1}, {"price": 2}]}), "a.json").text == "a"


def test_json_lines_in_a_json_file_are_read_all_the_same() -> None:
    assert len(read('{"text": "a"}\n{"text": "b"}\n', "a.json")) == 2


def test_a_list_cut_off_gives_what_stands_before_the_cut() -> None:
    whole = json.dumps([{"text": "a"}, {"text": "b"}, {"text": "c"}])
    assert outcome(read(whole[:-8], "a.json")) == [
        ("a.json, item 1", "a"),
        ("a.json, item 2", "b"),
        ("a.json, item 3", "truncated"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "[" * 200_000,
        '{"a":' * 200_000,
        "1" * 10_000,
        "NaN",
        "null",
        "{}",
        "[]",
        "[1, 2]",
        '{"text": {"a": []}}',
        "{",
        "[",
        '"',
    ],
)
def test_odd_json_is_refused_and_never_raises(raw: str) -> None:
    assert not [one for one in read(raw, "a.json") if isinstance(one, Record)]


def test_a_record_may_have_other_names_than_the_one_before_it() -> None:
    lines = [{"text": "a"}, {"body": "b", "headline": "B"}, {"teaser": "c"}]
    found = read("\n".join(map(json.dumps, lines)), "a.jsonl")
    assert [what for _, what in outcome(found)] == ["a", "b", "missing_column"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "empty_text"),
        ("", "empty_text"),
        (" \n", "empty_text"),
        (math.nan, "empty_text"),
        ("[Removed]", "empty_text"),
        ("null", "empty_text"),
        (7, "not_text"),
        (["a"], "not_text"),
        ({"a": 1}, "not_text"),
        (True, "not_text"),
    ],
)
def test_what_is_no_text_is_refused(text: object, reason: str) -> None:
    assert refused(read(json.dumps({"text": text}), "a.jsonl")).reason == reason


def test_a_text_that_the_source_cut_is_marked() -> None:
    assert [w.reason for w in record(json.dumps({"text": "Only the start… [+1893 chars]"}), "a.jsonl").warnings] == [
        "text_cut"
    ]


def test_an_empty_title_or_date_is_remarked_on_only_where_there_is_a_column() -> None:
    assert [w.reason for w in record("text,title,date\na,,\n", "a.csv").warnings] == ["no_date", "no_title"]
    assert record("text\na\n", "a.csv").warnings == ()


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_whatever_separates_and_encodes_it(delimiter: str, end: str, encoding: str) -> None:
    lines = [delimiter.join(["title", "text"]), delimiter.join(["T", f'"a {delimiter} ""b""\nc “d”"']), ""]
    found = record(end.join(lines).encode(encoding), "a.csv")
    assert (found.text, found.fields["title"]) == (f'a {delimiter} "b"\nc “d”', "T")


def test_the_separator_that_excel_announces_is_believed() -> None:
    assert record("sep=;\ntitle;text\nT;a\n", "a.csv").text == "a"


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    found = read('text,n\n"a\n\nb",1\n\nc,2\n', "a.csv")
    assert outcome(found) == [("a.csv, row 2", "a\n\nb"), ("a.csv, row 4", "c")]


def test_a_row_of_too_many_or_too_few_fields_costs_itself() -> None:
    found = read("text,n\na,1\nb,2,3\nc\nd,4\n", "a.csv")
    assert [what for _, what in outcome(found)] == ["a", "broken_row", "broken_row", "d"]


def test_a_quotation_mark_that_is_not_closed_costs_its_row() -> None:
    found = read('title,text,n\nT,a,1\nU,"b,2\nV,"c",3\nW,d,4\n', "a.csv")
    assert [what for _, what in outcome(found)] == ["a", "broken_row", "c", "d"]


def test_the_rest_of_a_torn_row_is_not_read_as_articles() -> None:
    torn = 'U,"b said "no" today\n\nand more, or less\nuntil the end",2\n'
    found = read(f'title,text,n\nT,a,1\n{torn}V,"c",3\n', "a.csv")
    assert [what for _, what in outcome(found)] == ["a", "broken_row", "c"]


def test_two_torn_rows_cost_two() -> None:
    found = read('title,text,n\nU,"b "x,2\nV,"c "y,3\nW,d,4\n', "a.csv")
    assert [what for _, what in outcome(found)] == ["broken_row", "broken_row", "d"]


def test_tab_separated_lines_may_hold_bare_quotation_marks() -> None:
    found = read('title\ttext\nT\t"We had no role," she said.\nU\tb "c\n', "a.tsv")
    assert [what for _, what in outcome(found)] == ['"We had no role," she said.', 'b "c']


def test_a_field_may_be_longer_than_the_csv_module_likes() -> None:
    assert len(record("text,n\n" + "x" * 500_000 + ",1\n", "a.csv").text) == 500_000


def test_a_field_over_the_limit_costs_its_row() -> None:
    found = read("text,n\n" + "x" * 5000 + ",1\nb,2\n", "a.csv", limits=Limits(line_bytes=1000))
    assert [what for _, what in outcome(found)] == ["broken_row", "b"]


def test_a_table_in_cp1252_warns_of_the_rows_that_depend_on_it() -> None:
    rows = "text,n\nthe café and the bar were closed,1\nthe bar and the inn were open,2\n"
    found = read(rows.encode("cp1252"), "a.csv")
    assert [[w.reason for w in one.warnings] for one in found if isinstance(one, Record)] == [["encoding_guessed"], []]


def test_rows_and_names_alone_are_no_articles() -> None:
    assert read("text,title\n", "a.csv") == []
    assert refused(read("\n\n", "a.csv")).reason == "empty_file"


# ---------------------------------------------------------------- Parquet


def test_parquet_is_read_with_its_dates_in_their_own_time_zone() -> None:
    rows = [{"text": TEXT, "date": datetime(2016, 3, 18, 23, 30)}, {"text": None, "date": None}]
    for kind in (pa.timestamp("ns"), pa.timestamp("us", tz="UTC"), pa.timestamp("s")):
        found = read(parquet(rows, pa.schema([("text", pa.string()), ("date", kind)])), "a.parquet")
        assert outcome(found) == [("a.parquet, row 1", TEXT), ("a.parquet, row 2", "empty_text")]
        assert isinstance(found[0], Record)
        assert found[0].fields["published_earliest"] == "2016-03-18"


def test_the_day_of_a_time_is_the_day_where_the_column_says_it_is() -> None:
    schema = pa.schema([("text", pa.string()), ("date", pa.timestamp("s", tz="America/New_York"))])
    found = record(parquet([{"text": TEXT, "date": datetime(2016, 3, 19, 3, 30, tzinfo=UTC)}], schema), "a.parquet")
    assert found.fields["published_earliest"] == "2016-03-18"


def test_parquet_holds_objects_and_lists() -> None:
    row = {"text": TEXT, "source": {"name": "Courier"}, "authors": ["A. Writer", "B. Author"]}
    found = record(parquet([row]), "a.parquet")
    assert (found.fields["outlet"], found.fields["byline"]) == ("Courier", "A. Writer, B. Author")


def test_a_time_outside_the_calendar_costs_its_date_alone() -> None:
    table = pa.table({"text": [TEXT, TEXT], "date": pa.array([2**60, 0], pa.timestamp("us"))})
    out = BytesIO()
    pq.write_table(table, out)
    found = read(out.getvalue(), "a.parquet")
    assert [what for _, what in outcome(found)] == [TEXT, TEXT]
    reasons = [[warning.reason for warning in one.warnings] for one in found if isinstance(one, Record)]
    assert reasons == [["date_unreadable"], ["date_implausible"]]


@pytest.mark.parametrize(
    "kind", [pa.binary(), pa.large_binary(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
)
def test_words_are_read_however_parquet_stores_them(kind: pa.DataType) -> None:
    value = TEXT.encode() if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) else TEXT
    out = BytesIO()
    pq.write_table(pa.table({"text": pa.array([value], kind)}), out)
    assert record(out.getvalue(), "a.parquet").text == TEXT


def test_parquet_that_is_cut_off_is_refused() -> None:
    whole = parquet([{"text": TEXT}] * 100)
    assert refused(read(whole[: len(whole) // 2], "a.parquet")).reason == "unreadable"


def test_parquet_whose_texts_are_numbers_is_refused_row_by_row() -> None:
    assert [what for _, what in outcome(read(parquet([{"text": 1}, {"text": 2}]), "a.parquet"))] == ["not_text"] * 2


# ---------------------------------------------------------------- Excel


def test_every_sheet_with_articles_is_read_and_the_others_have_a_line() -> None:
    sheets = {
        "One": [["title", "text", "date"], ["T", "a", datetime(2016, 3, 18)]],
        "Notes": [["remark"], ["x"]],
        "Blank": [],
        "Two": [["text"], [None], ["b"]],
    }
    found = read(workbook(sheets), "a.xlsx")
    assert outcome(found) == [
        ("a.xlsx, sheet 'One', row 2", "a"),
        ("a.xlsx, sheet 'Notes'", "missing_column"),
        ("a.xlsx, sheet 'Two', row 3", "b"),
    ]
    assert isinstance(found[0], Record)
    assert found[0].fields["published_earliest"] == "2016-03-18"


def test_a_cell_that_is_full_may_have_been_cut() -> None:
    found = record(workbook({"S": [["text"], ["x" * 32_767]]}), "a.xlsx")
    assert [warning.reason for warning in found.warnings] == ["text_cut"]


def test_a_workbook_that_is_none_is_refused() -> None:
    assert refused(read(b"PK\x03\x04" + bytes(100), "a.xlsx")).reason == "unreadable"
    assert refused(read(b"\xd0\xcf\x11\xe0" + bytes(600), "a.xls")).reason == "unreadable"


def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    raw = workbook({"S": [["text"], *[["x" * 1000] for _ in range(500)]]})
    found = refused(read(raw, "a.xlsx", limits=Limits(ratio=2, harmless_bytes=10_000)))
    assert found.reason == "archive_too_large"


def test_a_workbook_under_the_name_of_a_csv_is_read_as_what_it_is() -> None:
    assert record(workbook({"S": [["text"], ["a"]]}), "a.csv").text == "a"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = workbook({"S": [["text"], ["a"]]})
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert refused(read(raw, "a.xlsx")) == Refusal("a.xlsx", "extra_missing", "install framing-toolkit[exports]")


# ---------------------------------------------------------------- anything


@given(
    st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json", "a.parquet", "a.xlsx", "a.xls"])
)
@example(b"PAR1PAR1", "a.parquet")
@example(b'"', "a.csv")
@example(b"sep=;", "a.csv")
@example(b"sep=\n\n", "a.csv")
def test_no_bytes_make_a_reader_raise(raw: bytes, name: str) -> None:
    for found in read(raw, name):
        assert isinstance(found, (Record, Refusal))


@given(st.text(alphabet=st.sampled_from('",;\t\n\r ab'), max_size=60))
def test_no_arrangement_of_quotes_and_line_ends_makes_csv_raise(content: str) -> None:
    for found in read("text,n\n" + content, "a.csv"):
        assert isinstance(found, (Record, Refusal))


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
def test_every_text_comes_back_as_it_was_from_json_and_parquet(texts: list[str]) -> None:
    rows = [{"text": text, "title": "T"} for text in texts]
    lines = read("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "a.jsonl")
    stored = read(parquet(rows), "a.parquet")
    stands_for_none = ("nan", "none", "null", "n/a", "#n/a", "[removed]", "[deleted]")
    whole = [text if text.strip() and text.strip().lower() not in stands_for_none else "" for text in texts]
    assert [getattr(one, "text", "") for one in lines] == [getattr(one, "text", "") for one in stored] == whole
