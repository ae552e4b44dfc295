"""What the readers of vendor exports promise: every article whole, or one refusal that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from exports_reading import READERS, RECOGNISERS, read, reasons, records, refusal, same, zones
from fixtures.exports.articles import ARTICLES, WITH_ALL, many
from fixtures.exports.containers import docx, pdf
from fixtures.exports.make import FACTIVA, LAYOUTS, STORED
from fixtures.exports.nexis import nexis_uk, nexis_us, uni_docx, uni_lines
from fixtures.exports.proquest import proquest_report

from toolkit.corpus.readers.nexis import recognises_nexis
from toolkit.corpus.records import Record, Refusal, SourceFile

# Their layouts state no number of articles, so a file that is cut exactly between two articles looks complete.
UNCOUNTED = ("factiva.txt", "factiva_wrapped.txt", "proquest.ris")


# ---------------------------------------------------------------- every layout


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_article_comes_out_with_its_text_and_what_is_known_of_it(name: str) -> None:
    for record, article in zip(records(name, LAYOUTS[name](ARTICLES)), ARTICLES, strict=True):
        assert same(record, article)
        assert record.fields["outlet"] == article.outlet
        assert record.fields.get("byline", "") == article.byline
        assert record.fields["published_earliest"] == record.fields["published_latest"] == str(article.day)
        assert record.fields["published_how"] == "metadata"
        assert set(reasons(record)) <= {"abstract_only"}


@pytest.mark.parametrize("name", LAYOUTS)
def test_zones_divide_the_whole_text_title_first(name: str) -> None:
    for record in records(name, LAYOUTS[name](ARTICLES)):
        assert record.zones is not None
        assert "\n".join(record.text[start:end] for _, start, end, _ in record.zones) == record.text
        assert record.zones[0][0] == "title"


@pytest.mark.parametrize("name", ["nexis_uk.txt", "nexis_us.txt", "nexis_numbered.rtf", "nexis_uni.docx"])
def test_summary_byline_place_and_caption_get_zones_of_their_own(name: str) -> None:
    record = records(name, LAYOUTS[name]((WITH_ALL,)))[0]
    assert zones(record, "dek") == (WITH_ALL.dek,)
    assert zones(record, "byline") == (WITH_ALL.byline,)
    assert zones(record, "dateline") == (WITH_ALL.dateline,)
    assert zones(record, "caption") == (WITH_ALL.caption,)


@pytest.mark.parametrize("name", [*FACTIVA, "proquest.txt", "proquest_report.txt"])
def test_captions_and_credits_are_no_part_of_the_body(name: str) -> None:
    record = records(name, LAYOUTS[name]((WITH_ALL,)))[0]
    assert zones(record, "caption") == (WITH_ALL.caption,)
    assert zones(record, "credit") == (WITH_ALL.credit,)


@pytest.mark.parametrize("name", LAYOUTS)
def test_only_the_reader_of_its_vendor_recognises_an_export(name: str) -> None:
    source = SourceFile(name, LAYOUTS[name](ARTICLES))
    assert [vendor for vendor, recognises in RECOGNISERS.items() if recognises(source)] == [re.split(r"[_.]", name)[0]]


@pytest.mark.parametrize("vendor", RECOGNISERS)
def test_no_reader_of_exports_claims_a_plain_document(vendor: str) -> None:
    lines = ["The ferry", "Length: three metres, said the archivist.", "Nexis is a word for a link."]
    for raw in ("\n".join(lines).encode(), docx(lines), pdf([lines]), b"", b"PK\x03\x04", b"{\\rtf1 The ferry}"):
        assert not RECOGNISERS[vendor](SourceFile("a", raw))


SLOW = {"nexis_uni.docx", "nexis_single.docx", "factiva.html"}  # the others read in no time


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.long] if n in SLOW else []) for n in LAYOUTS])
def test_the_last_of_500_articles_is_there_and_so_is_the_first(name: str) -> None:
    articles = many(500)
    found = records(name, LAYOUTS[name](articles))
    assert all(same(record, article) for record, article in zip(found, articles, strict=True))


@pytest.mark.parametrize("name", STORED)
def test_the_stored_samples_are_what_the_script_makes(name: str) -> None:
    assert (Path(__file__).parent / "fixtures/exports" / name).read_bytes() == LAYOUTS[name](ARTICLES)


# ---------------------------------------------------------------- whole or not at all


def whole_or_refused(name: str, raw: bytes) -> bool:
    found = read(name, raw)
    if len(found) == 1 and isinstance(found[0], Refusal):
        return True
    pairs = zip(found, ARTICLES, strict=False)
    return len(found) == 3 and all(isinstance(one, Record) and same(one, article) for one, article in pairs)


def cuts(name: str, raw: bytes) -> Iterator[bytes]:
    lines = raw.splitlines(keepends=True)
    for n in range(1, len(lines)):
        if name in UNCOUNTED and b"".join(lines[n - 4 : n]).strip().endswith((b"ER  -", b"00001", b"00002", b"00003")):
            continue
        yield b"".join(lines[:n])
        yield b"".join(lines[:n]) + lines[n][: len(lines[n]) // 2]


def begins_an_article(raw: bytes) -> bool:
    rest = raw.decode().lstrip("_\n")
    return rest.startswith(("TY  -", "SE  ", "HD  ", *(article.title for article in ARTICLES)))


@pytest.mark.parametrize("name", STORED)
def test_wherever_a_file_is_cut_off_it_is_refused_unless_all_articles_are_there(name: str) -> None:
    raw = LAYOUTS[name](ARTICLES)
    assert [cut[-80:] for cut in cuts(name, raw) if not whole_or_refused(name, cut)] == []


@pytest.mark.parametrize("name", STORED)
def test_wherever_a_file_lacks_its_beginning_it_is_refused_unless_all_articles_are_there(name: str) -> None:
    lines = LAYOUTS[name](ARTICLES).splitlines(keepends=True)
    uncounted = name in (*UNCOUNTED, "proquest.txt")
    ends = [b"".join(lines[n:]) for n in range(1, len(lines))]
    counted = [end for end in ends if not (uncounted and begins_an_article(end))]
    assert [end[:80] for end in counted if not whole_or_refused(name, end)] == []


def test_a_cut_within_the_cover_list_of_a_word_file_is_refused() -> None:
    lines = uni_lines(ARTICLES)
    found = [read("nexis.docx", docx(lines[:n])) for n in range(4, len(lines), 9)]
    assert all(len(one) == 1 and isinstance(one[0], Refusal) for one in found)


@pytest.mark.parametrize("n", [2, 5, 9])
def test_a_nexis_uni_export_without_a_cover_is_refused_if_its_last_article_has_no_end(n: int) -> None:
    lines = [line for line in uni_lines(ARTICLES, cover=False) if line]
    assert refusal("nexis.docx", docx(lines[:-n])).reason == "truncated"


def test_an_rtf_file_that_is_cut_behind_an_inner_brace_is_refused() -> None:
    raw = LAYOUTS["nexis_uni.rtf"](ARTICLES)
    assert refusal("nexis.rtf", raw[: raw.rindex(b"}}\\par") + 2]).reason == "truncated"


@pytest.mark.parametrize("name", ["factiva.txt", "factiva.rtf"])
def test_words_behind_an_accession_number_refuse_a_factiva_export(name: str) -> None:
    raw = LAYOUTS[name](ARTICLES)
    at = raw.index(b"\n", raw.index(b"00002")) + 1
    stray = b"\\pard And it rained.\\par\n" if name.endswith("rtf") else b"And it rained.\n"
    assert refusal(name, raw[:at] + stray + raw[at:]).reason == "truncated"


@pytest.mark.parametrize("name", ["nexis_uni.docx", "proquest.xlsx", "proquest.xls", "nexis_uni.rtf", "factiva.rtf"])
def test_damaged_bytes_are_refused_and_never_raise(name: str) -> None:
    raw = LAYOUTS[name](ARTICLES)
    for at in range(0, len(raw), max(len(raw) // 60, 1)):
        for damaged in (raw[:at], raw[:at] + b"\xff\x00\x13" + raw[at + 3 :]):
            assert read(name, damaged)


@pytest.mark.parametrize("name", STORED)
def test_two_exports_in_one_file_are_refused_or_read_to_the_end(name: str) -> None:
    raw = LAYOUTS[name](ARTICLES)
    found = read(name, raw + b"\n" + raw)
    whole = len(found) == 6 and all(same(one, a) for one, a in zip(found, ARTICLES * 2, strict=True))
    assert whole or [one.reason for one in found] in (["count_mismatch"], ["unknown_layout"], ["truncated"])


@pytest.mark.parametrize("build", [nexis_uk, nexis_us])
@pytest.mark.parametrize("stated", [2, 4])
def test_a_stated_number_that_differs_from_the_articles_is_refused_with_both(build, stated: int) -> None:
    found = refusal("nexis.txt", build(ARTICLES, stated=stated))
    assert found.reason == "count_mismatch"
    assert re.findall(r"\d", found.detail)[0] == str(stated)
    assert "3" in found.detail


@pytest.mark.parametrize("old, new", [(b"2 of 3", b"1 of 3"), (b"2 of 3", b"3 of 3"), (b"3 of 3", b"3 of 4")])
def test_numbers_that_repeat_or_jump_are_refused(old: bytes, new: bytes) -> None:
    raw = nexis_us(ARTICLES).replace(old, new)
    assert refusal("nexis.txt", raw).reason == "count_mismatch"


def test_the_range_on_the_cover_is_compared_too() -> None:
    raw = nexis_uk(ARTICLES).replace(b"Items: 1-3", b"Items: 1-4")
    assert refusal("nexis.txt", raw).detail == "the cover states 4 articles; 3 were found"


@pytest.mark.parametrize("listed", [1, 2])
def test_a_cover_list_shorter_than_the_articles_is_refused(listed: int) -> None:
    for raw in (uni_docx(ARTICLES, listed=listed), proquest_report(ARTICLES, listed=listed)):
        found = refusal("nexis_a.docx" if raw.startswith(b"PK") else "proquest_a.txt", raw)
        assert found.reason == "count_mismatch"
        assert str(listed) in found.detail
        assert "3" in found.detail


def test_a_cover_list_of_other_titles_is_refused() -> None:
    lines = uni_lines(ARTICLES)
    at = lines.index(f"2. {ARTICLES[1].title}")
    found = refusal("nexis.docx", docx([*lines[:at], "2. A night in the lighthouse", *lines[at + 1 :]]))
    assert (found.reason, "A night in the lighthouse" in found.detail) == ("count_mismatch", True)


@pytest.mark.parametrize("name", ["factiva.html", "factiva.rtf", "factiva.txt"])
@pytest.mark.parametrize("code", ["AN", "HD"])
def test_a_headline_without_accession_number_refuses_the_file(name: str, code: str) -> None:
    raw = LAYOUTS[name](ARTICLES)
    at = raw.index(f">{code}<".encode() if name.endswith("html") else code.encode(), len(raw) // 2)
    assert refusal(name, raw[:at] + raw[at:].replace(code.encode(), b"QQ", 1)).reason in (
        "count_mismatch",
        "unknown_layout",
    )


@pytest.mark.parametrize("raw", [b"The ferry sails.\n" * 50, b"\n\n" * 9, b"a" * 900, "é\n".encode() * 9])
@pytest.mark.parametrize("vendor", READERS)
def test_an_unknown_layout_is_refused_with_its_first_lines(vendor: str, raw: bytes) -> None:
    found = refusal(vendor, raw)
    assert found.reason == "unknown_layout"
    shown = found.detail.partition("It begins: ")[2]
    assert len(shown) <= 200
    assert shown.count(" / ") <= 4
    assert raw.split()[:1] == [] or raw.split()[0].decode()[:9] in shown


@pytest.mark.parametrize("name", ["nexis_uk.txt", "nexis_uni.docx"])
def test_an_export_without_the_lines_that_divide_it_is_recognised_but_refused(name: str) -> None:
    raw = nexis_uk(ARTICLES).replace(b"DOCUMENTS", b"ARTIKELS")
    if name.endswith("docx"):
        raw = docx([line.replace("End of Document", "Ende") for line in uni_lines(ARTICLES)])
    assert recognises_nexis(SourceFile(name, raw))
    assert refusal(name, raw).reason == "unknown_layout"
