"""What the reader of web archives promises."""

from __future__ import annotations

import gzip
import sys

import pytest
from fixtures.pages.make import make_pages
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.readers.warc import read_warc, recognises_warc
from toolkit.corpus.records import Record, Refusal, SourceFile

PAGES = {page.name: page for page in make_pages()}
ADDRESS = "https://www.harbourpost.example/2016/03/18/bridge"


def block(kind: str, content: bytes, *, address: str = ADDRESS, more: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2016-03-19T08:00:00Z\r\n{more}"
    is_http = kind in ("request", "response")
    media = "application/http; msgtype=" + kind if is_http else "application/warc-fields"
    return f"{head}Content-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


def response(body: bytes, *, media: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:100], body[100:], b""))


PAGE = PAGES["plain-no-metadata"].raw
ARTICLE = block("response", response(PAGE))
OTHERS = [block("warcinfo", b"software: none\r\n"), block("request", b"GET / HTTP/1.1\r\n\r\n")]
ARCHIVE = [*OTHERS, ARTICLE, block("response", response(b"\x89PNG", media="image/png")), ARTICLE]


def read(*blocks: bytes) -> list[Record | Refusal]:
    return list(read_warc(SourceFile("news.warc", b"".join(blocks))))


def fates(found: list[Record | Refusal]) -> list[str]:
    return [one.reason if isinstance(one, Refusal) else "article" for one in found]


WHOLE = ["no_article", "no_article", "article", "unknown_format", "article"]


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip members"])
def test_every_record_is_answered_for(compress: type) -> None:
    assert fates(read(*map(compress, ARCHIVE))) == WHOLE


def test_one_gzip_stream_around_all_is_read_too() -> None:
    assert fates(read(gzip.compress(b"".join(ARCHIVE)))) == WHOLE


def test_an_article_has_its_address_its_day_and_the_day_it_was_fetched() -> None:
    (found,) = read(block("response", response(PAGE.replace(b"1 February 2017", b""))))
    assert isinstance(found, Record)
    assert (found.fields["url"], found.fields["published_earliest"]) == (ADDRESS, "2016-03-18")
    assert found.fields["notes"] == "retrieved 2016-03-19"


def test_a_place_names_the_record_and_its_address() -> None:
    assert [found.place for found in read(ARTICLE)] == [f"news.warc, record 1 ({ADDRESS})"]


@pytest.mark.parametrize(
    ("body", "more"),
    [(gzip.compress(PAGE), "Content-Encoding: gzip\r\n"), (chunked(PAGE), "Transfer-Encoding: chunked\r\n")],
)
def test_a_response_is_decoded_as_it_was_sent(body: bytes, more: str) -> None:
    assert fates(read(block("response", response(body, more=more)))) == ["article"]


def test_the_charset_of_the_header_counts() -> None:
    raw = PAGES["charset-arabic"].raw.replace(b"windows-1256", b"")
    (found,) = read(block("response", response(raw, media="text/html; charset=windows-1256")))
    assert isinstance(found, Record) and found.fields["title"] == PAGES["charset-arabic"].gold.title


def test_an_article_cannot_have_appeared_after_it_was_fetched() -> None:
    (found,) = read(block("response", response(PAGE), address="https://eldervalley.example/x"))
    assert isinstance(found, Record) and "date_implausible" in [warn.reason for warn in found.warnings]


def test_a_page_that_the_crawler_cut_off_is_kept_with_a_warning() -> None:
    (found,) = read(block("response", response(PAGE), more="WARC-Truncated: length\r\n"))
    assert isinstance(found, Record) and "truncated" in [warn.reason for warn in found.warnings]


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved Permanently", "500 Internal Server Error"])
def test_an_answer_that_is_no_success_is_no_article(status: str) -> None:
    assert fates(read(block("response", response(PAGE, status=status)))) == ["no_article"]


# ------------------------------------------------------------------ damage


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip members"])
@pytest.mark.parametrize("lost", [60, 500, 1000])
def test_a_damaged_tail_costs_the_last_record_alone(compress: type, lost: int) -> None:
    raw = b"".join(map(compress, ARCHIVE))[:-lost]
    assert fates(read(raw)) == [*WHOLE[:-1], "truncated"]


def test_junk_behind_the_last_record_is_named() -> None:
    assert fates(read(*ARCHIVE, b"junk that is no record")) == [*WHOLE, "truncated"]


def test_a_damaged_member_costs_itself_alone() -> None:
    members = [bytearray(gzip.compress(one)) for one in ARCHIVE]
    members[2][30:60] = bytes(30)
    assert fates(read(*map(bytes, members))) in (
        [*WHOLE[:2], "archive_damaged", *WHOLE[3:]],
        [*WHOLE[:2], "truncated", "archive_damaged", *WHOLE[3:]],
    )


def test_a_wrong_length_costs_no_other_record() -> None:
    first, *rest = ARCHIVE
    found = fates(read(first, rest[0], rest[1].replace(b"Content-Length: ", b"Content-Length: 9"), *rest[2:]))
    assert found[-2:] == WHOLE[-2:]


@pytest.mark.parametrize(("raw", "reason"), [(b"", "empty_file"), (b"not an archive", "unknown_format")])
def test_what_is_no_archive_is_refused(raw: bytes, reason: str) -> None:
    assert fates(read(raw)) == [reason]


@settings(max_examples=40, deadline=None)
@given(st.booleans(), st.floats(0, 1), st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=8)), max_size=6))
def test_no_damage_breaks_the_reader(packed: bool, cut: float, damage: list[tuple[float, bytes]]) -> None:
    raw = bytearray(b"".join(map(gzip.compress if packed else bytes, ARCHIVE)))
    for where, junk in damage:
        raw[int(where * len(raw)) : int(where * len(raw)) + len(junk)] = junk
    assert read(bytes(raw[: int(cut * len(raw))]))


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    (found,) = read(ARTICLE)
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail.split(": ")[1]) == ("extra_missing", "install framing-toolkit[warc]")


@pytest.mark.parametrize(("name", "raw"), [("a.warc.gz", b""), ("a", b"WARC/1.1\r\n")])
def test_an_archive_is_recognised_by_name_or_first_bytes(name: str, raw: bytes) -> None:
    assert recognises_warc(SourceFile(name, raw))


def test_another_file_is_not_taken_for_an_archive() -> None:
    assert not recognises_warc(SourceFile("warc.txt", b"A warc is an archive."))
