"""What the readers of vendor exports do with odd articles, dates, tables and files."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import pytest
from exports_reading import read, reasons, records, refusal, same, zones
from fixtures.exports.articles import ARTICLES, NO_BYLINE, PICTURE_ONLY, Article, centre, long_day
from fixtures.exports.containers import docx, pdf, rtf, xls, xlsx
from fixtures.exports.make import FACTIVA, LAYOUTS, NEXIS, PROQUEST
from fixtures.exports.nexis import nexis_uk, nexis_us, uni_docx, uni_lines
from fixtures.exports.proquest import proquest_rows, proquest_txt

from toolkit.corpus.readers.documents import read_document, recognises_document
from toolkit.corpus.readers.extraction import docx_lines
from toolkit.corpus.records import Record, Refusal, SourceFile

# ---------------------------------------------------------------- words of the layout in a body


NEXIS_WORDS = (
    *(
        "1 of 3 DOCUMENTS",
        "2 of 3 DOCUMENTS",
        "LENGTH: 40 metres of rope",
        "Length: 40 metres",
        "Body",
        "Classification",
    ),
    *(
        "BYLINE: that was the word",
        "LANGUAGE: ENGLISH",
        "LOAD-DATE: May 1, 2013",
        "GRAPHIC it was not",
        "SUBJECT: ropes",
    ),
    *("Copyright is a long word.", "Copyright 2013 was written on it.", "LONDON: rain", "Load-Date: May 1, 2013"),
)
FACTIVA_WORDS = ("IN the harbour it rained.", "CO", "TD", "PD was her name", "AN old song", "HD video")
PROQUEST_WORDS = (
    *(
        "Title: A talk on words",
        "Title: a word",
        "Subject: ropes",
        "Full text: none",
        "Document 1 of 3",
        "1. A list",
        "Location: the pier",
    ),
    *("Bibliography", "TY is no tag", "Contact us at: the pier"),
)


def with_body(*paragraphs: str) -> tuple[Article, ...]:
    odd = replace(ARTICLES[0], title="A talk on words", body=("It began at nine.", *paragraphs, "It ended at ten."))
    return (ARTICLES[0], odd, ARTICLES[2])


@pytest.mark.parametrize("paragraph", NEXIS_WORDS)
@pytest.mark.parametrize("name", NEXIS)
def test_words_of_the_layout_in_a_body_stay_in_it_or_refuse_the_file(name: str, paragraph: str) -> None:
    articles = with_body(paragraph)
    found = read(name, LAYOUTS[name](articles))
    if len(found) == 1:
        assert "DOCUMENTS" in paragraph
        assert name.endswith("rtf")
    else:
        assert all(same(one, article) for one, article in zip(found, articles, strict=True))


@pytest.mark.parametrize("paragraph", ["End of Document", "Documents (3)"])
def test_the_end_mark_in_a_body_refuses_a_nexis_uni_export(paragraph: str) -> None:
    articles = with_body(paragraph)
    found = read("nexis.docx", uni_docx(articles))
    assert isinstance(found[0], Refusal) or all(same(one, a) for one, a in zip(found, articles, strict=True))


@pytest.mark.parametrize("paragraph", FACTIVA_WORDS)
@pytest.mark.parametrize("name", FACTIVA)
def test_codes_in_a_factiva_body_are_words(name: str, paragraph: str) -> None:
    articles = with_body(paragraph)
    found = records(name, LAYOUTS[name](articles))
    assert all(same(one, article) for one, article in zip(found, articles, strict=True))


def test_a_line_that_cannot_be_told_from_a_factiva_code_refuses_the_file() -> None:
    assert refusal("factiva.txt", LAYOUTS["factiva.txt"](with_body("NS  a pair : of words"))).reason == "unknown_layout"


def test_words_beside_the_paragraphs_of_a_factiva_cell_are_kept() -> None:
    raw = LAYOUTS["factiva.html"](ARTICLES).replace(b"<td><p class", b"<td>Corrected version<p class", 1)
    assert zones(records("factiva.html", raw)[0], "body") == ("Corrected version", *ARTICLES[0].body)


@pytest.mark.parametrize("paragraph", PROQUEST_WORDS)
@pytest.mark.parametrize("name", PROQUEST)
def test_field_names_in_a_proquest_body_are_words(name: str, paragraph: str) -> None:
    articles = with_body(paragraph)
    found = records(name, LAYOUTS[name](articles))
    assert all(same(one, article) for one, article in zip(found, articles, strict=True))


# ---------------------------------------------------------------- odd articles


@pytest.mark.parametrize("name", NEXIS)
def test_an_article_without_a_body_is_a_refusal_and_the_others_are_kept(name: str) -> None:
    raw = LAYOUTS[name]((ARTICLES[0], PICTURE_ONLY, ARTICLES[2]))
    first, picture, last = read(name, raw)
    assert isinstance(picture, Refusal)
    assert (picture.reason, picture.place) == ("empty_text", f"{name}, article 2")
    assert PICTURE_ONLY.title in picture.detail
    assert same(first, ARTICLES[0])
    assert same(last, ARTICLES[2])


def test_an_article_without_byline_has_no_byline_zone() -> None:
    assert zones(records("nexis.txt", nexis_uk((NO_BYLINE,)))[0], "byline") == ()


def test_page_heads_are_left_out_and_the_sentence_they_cut_runs_on() -> None:
    lines = nexis_us(ARTICLES).decode().split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("The ferry between")) + 1
    head = ["", " " * 70 + "Page 2", *centre("Ferry to Marrow Bay sails The Ellery Harbour Post"), ""]
    raw = "\n".join([*lines[:at], *head, *lines[at:]]).encode()
    assert same(records("nexis.txt", raw)[0], ARTICLES[0])


def test_page_heads_between_paragraphs_leave_them_apart() -> None:
    lines = nexis_us(ARTICLES).decode().split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("“We had no bread"))
    head = ["\f" + " " * 70 + "Page 2", *centre("Ferry to Marrow Bay sails The Ellery Harbour Post"), ""]
    raw = "\n".join([*lines[:at], *head, *lines[at:]]).encode()
    assert same(records("nexis.txt", raw)[0], ARTICLES[0])


def test_an_abstract_before_the_full_text_is_a_summary() -> None:
    lines = uni_lines(ARTICLES[:1])
    at = lines.index("Body") + 2
    raw = docx([*lines[:at], "ABSTRACT", "The boat is back.", "FULL TEXT", *lines[at:]])
    record = records("nexis.docx", raw)[0]
    assert (zones(record, "dek"), zones(record, "body")) == (("The boat is back.",), ARTICLES[0].body)


def test_a_summary_in_the_paragraph_of_the_byline_is_no_part_of_it() -> None:
    lines = uni_lines(ARTICLES[:1])
    at = lines.index("Byline:\u00a0Mara Quill")
    raw = docx([*lines[:at], "Byline:\u00a0Mara Quill\nHighlight:\u00a0The boat is back.", *lines[at + 1 :]])
    record = records("nexis.docx", raw)[0]
    assert (record.fields["byline"], zones(record, "dek")) == ("Mara Quill", ("The boat is back.",))


def test_the_heading_of_the_index_is_a_word_where_no_index_follows() -> None:
    lines = [line for line in uni_lines(with_body("Classification")[1:2]) if line != "Classification"]
    at = lines.index("It ended at ten.")
    raw = docx([*lines[:at], "Classification", *lines[at:]])
    assert "Classification" in zones(records("nexis.docx", raw)[0], "body")


def test_a_title_over_two_lines_is_one_title() -> None:
    lines = uni_lines(ARTICLES[:1], cover=False)
    at = lines.index(ARTICLES[0].title)
    raw = docx([*lines[:at], "Ferry to Marrow Bay\nsails again after nine weeks", *lines[at + 1 :]])
    assert records("nexis.docx", raw)[0].fields["title"] == ARTICLES[0].title


def test_a_file_in_another_encoding_says_so() -> None:
    found = records("nexis.txt", nexis_us(ARTICLES).decode().encode("cp1252"))
    assert all("encoding_guessed" in reasons(record) for record in found)
    assert same(found[2], ARTICLES[2])


@pytest.mark.parametrize("name", ["nexis_us.txt", "factiva.txt", "proquest.txt", "proquest.ris"])
def test_line_ends_of_windows_change_nothing(name: str) -> None:
    raw = LAYOUTS[name](ARTICLES)
    assert [r.text for r in records(name, raw.replace(b"\n", b"\r\n"))] == [r.text for r in records(name, raw)]


@pytest.mark.parametrize("stated, warned", [("82", False), ("71", True), ("72", False), ("100", False), ("109", True)])
def test_a_stated_length_more_than_15_percent_off_is_a_warning(stated: str, warned: bool) -> None:
    raw = nexis_us(ARTICLES[:1]).replace(b"LENGTH: 82", f"LENGTH: {stated}".encode())
    assert ("length_differs" in reasons(records("nexis.txt", raw)[0])) is warned


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize("line, first, last", [
    ("March 18, 2014 Tuesday", "2014-03-18", "2014-03-18"),
    ("Tuesday, March 18, 2014", "2014-03-18", "2014-03-18"),
    ("18 March 2014 Tuesday", "2014-03-18", "2014-03-18"),
    ("March 18, 2014 Tuesday 10:15 PM GMT", "2014-03-18", "2014-03-18"),
    ("March 18, 2014, Tuesday,, FINAL EDITION", "2014-03-18", "2014-03-18"),
    ("18. März 2014 Dienstag", "2014-03-18", "2014-03-18"),
    ("mardi 18 mars 2014", "2014-03-18", "2014-03-18"),
    ("2014-03-18", "2014-03-18", "2014-03-18"),
    ("18/03/2014", "2014-03-18", "2014-03-18"),
    ("March 2014", "2014-03-01", "2014-03-31"),
    ("03/04/2014", "", ""),
    ("Spring 2014", "", ""),
    ("March/April 2014", "", ""),
    ("March 18, 2014 - March 20, 2014", "", ""),
])  # fmt: skip
def test_a_date_line_gives_the_days_it_allows_and_none_where_it_is_ambiguous(line: str, first: str, last: str) -> None:
    raw = nexis_us(ARTICLES[:1]).replace(b"March 18, 2014 Tuesday", line.encode())
    record = records("nexis.txt", raw)[0]
    assert (record.fields.get("published_earliest", ""), record.fields.get("published_latest", "")) == (first, last)
    assert bool({"date_ambiguous", "date_unreadable"} & set(reasons(record))) is (not first)


def test_the_day_of_loading_is_never_the_day_of_publication() -> None:
    record = records("nexis.txt", nexis_us(ARTICLES[:1]).replace(b"March 18, 2014", b"Winter 2014"))[0]
    assert "published_earliest" not in record.fields
    assert "July 1, 2014" in record.fields["notes"]


def test_a_weekday_that_contradicts_the_day_is_a_warning() -> None:
    record = records("nexis.txt", nexis_us(ARTICLES[:1]).replace(b"2014 Tuesday", b"2014 Friday"))[0]
    assert reasons(record) == ["date_implausible"]


# ---------------------------------------------------------------- ProQuest's tables and references


@pytest.mark.parametrize("build", [xlsx, xls])
def test_a_table_without_full_text_warns_that_it_holds_abstracts(build) -> None:
    found = records("proquest", build(proquest_rows(ARTICLES, full_text=False)))
    assert [reasons(record) for record in found] == [["abstract_only"]] * 3
    assert [zones(record, "body") for record in found] == [article.body[:1] for article in ARTICLES]


def test_a_reference_warns_that_it_holds_an_abstract() -> None:
    assert [reasons(record) for record in records("proquest.ris", LAYOUTS["proquest.ris"](ARTICLES))] == [
        ["abstract_only"]
    ] * 3


@pytest.mark.parametrize("build", [xlsx, xls])
def test_a_table_of_other_columns_is_refused_with_their_names(build) -> None:
    found = refusal("proquest", build([["Name", "pubtitle"], ["a", "b"]]))
    assert (found.reason, "Name, pubtitle" in found.detail) == ("missing_column", True)


def test_a_text_that_fills_its_cell_is_refused_because_excel_cut_it() -> None:
    rows = proquest_rows(ARTICLES)
    rows[2][-1] = "a" * 32_767
    assert refusal("proquest", xlsx(rows)).reason == "truncated"


def test_two_rows_with_one_document_number_are_refused() -> None:
    rows = proquest_rows(ARTICLES)
    assert refusal("proquest", xlsx([*rows, rows[1]])).reason == "count_mismatch"


def test_addresses_keep_neither_the_librarys_proxy_nor_the_account() -> None:
    record = records("proquest.txt", proquest_txt(ARTICLES))[0]
    assert record.fields["url"] == "https://www.proquest.com/newspapers/x/docview/1000000001/se-2"
    assert record.fields["doc_id"] == "proquest-1000000001"


def test_an_article_whose_full_text_is_not_available_is_a_refusal() -> None:
    text = proquest_txt(ARTICLES).decode()
    raw = text.replace("\n".join(ARTICLES[1].body), "Not available.").encode()
    assert [type(one) for one in read("proquest.txt", raw)] == [Record, Refusal, Record]


# ---------------------------------------------------------------- missing libraries, plain documents


@pytest.mark.parametrize("name, library", [("nexis_uni.docx", "docx"), ("nexis_uni.rtf", "striprtf.striprtf"),
                                           ("factiva.html", "bs4"), ("factiva.rtf", "striprtf.striprtf"),
                                           ("proquest.xlsx", "openpyxl"), ("proquest.xls", "xlrd")])  # fmt: skip
def test_a_missing_library_is_named_with_the_extra_to_install(name: str, library: str, monkeypatch) -> None:
    raw = LAYOUTS[name](ARTICLES)
    monkeypatch.setitem(sys.modules, library, None)
    found = refusal(name, raw)
    assert found.reason == "extra_missing"
    assert "install framing-toolkit[exports]" in found.detail


def test_importing_the_readers_loads_none_of_their_libraries() -> None:
    import subprocess

    code = (
        "import sys, toolkit.corpus.readers.nexis, toolkit.corpus.readers.factiva, toolkit.corpus.readers.proquest\n"
        "import toolkit.corpus.readers.documents\n"
        "sys.exit(str({'docx', 'striprtf', 'bs4', 'openpyxl', 'xlrd', 'pypdf'} & set(sys.modules)) != 'set()')"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


PLAIN = ["The ferry sails again", "It left the quay on Monday, with “forty” people.", "Nobody was late."]
WRITERS = {"docx": docx, "rtf": rtf, "pdf": lambda lines: pdf([[line] for line in lines])}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_plain_document_is_one_record_of_its_paragraphs(kind: str) -> None:
    source = SourceFile(f"a.{kind}", WRITERS[kind](PLAIN))
    assert recognises_document(source)
    assert list(read_document(source)) == [Record(f"a.{kind}", "\n".join(PLAIN))]


def test_a_word_files_tables_are_read_where_they_stand() -> None:
    from io import BytesIO

    from docx import Document

    document = Document()
    document.add_paragraph("Before")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.add_paragraph("After")
    saved = BytesIO()
    document.save(saved)
    assert docx_lines(SourceFile("a.docx", saved.getvalue())) == ["Before", "left", "right", "After"]


def test_lines_of_a_pdf_page_are_joined_into_paragraphs() -> None:
    page = ["The ferry sails", "The ferry between Port Ellery and Marrow Bay left the", "quay on Monday."]
    page += [
        "Nobody was late, and the band of the fire brigade",
        "played on the pier until it was out of sight.",
        "Later,",
    ]
    assert next(read_document(SourceFile("a.pdf", pdf([page])))).text.split("\n") == [
        "The ferry sails",
        "The ferry between Port Ellery and Marrow Bay left the quay on Monday.",
        "Nobody was late, and the band of the fire brigade played on the pier until it was out of sight. Later,",
    ]


@pytest.mark.parametrize("raw, reason", [
    (pdf([[]]), "empty_text"), (docx([]), "empty_text"), (b"%PDF-1.4 nothing", "unreadable"),
    (docx(PLAIN)[:900], "unknown_format"), (b"{\\rtf1\\ansi The ferry", "truncated"), (b"words", "unknown_format"),
    (rtf(PLAIN) * 2, "count_mismatch"),
])  # fmt: skip
def test_a_document_without_readable_text_is_refused(raw: bytes, reason: str) -> None:
    assert [one.reason for one in read_document(SourceFile("a", raw))] == [reason]


@pytest.mark.parametrize("name", ["nexis_us.txt", "factiva.txt", "proquest.txt"])
def test_an_export_saved_as_pdf_is_not_taken_for_one_article(name: str) -> None:
    lines = LAYOUTS[name](ARTICLES).decode().split("\n")
    found = list(read_document(SourceFile("a.pdf", pdf([[line for line in lines if line]]))))
    assert [one.reason for one in found] == ["unknown_layout"]


def test_the_days_of_the_samples_are_the_days_they_name() -> None:
    assert long_day(date(2014, 3, 18), "de") == "18. März 2014 Dienstag"
