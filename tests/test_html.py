"""What the reader of web pages promises."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import cache

import pytest
from fixtures.pages.make import Page, gold_digest, make_pages
from fixtures.pages.score import bylines, days, pages_per_second, scores, zone_text
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.readers.html import read_html, read_page, recognises_html
from toolkit.corpus.readers.html_charset import decode_page
from toolkit.corpus.readers.html_dates import read_stamp
from toolkit.corpus.readers.saved_pages import find_saved_parts
from toolkit.corpus.records import Record, Refusal, SourceFile
from toolkit.rows import BODY_ZONES

PAGES = {page.name: page for page in make_pages()}
ARTICLES = [name for name, page in PAGES.items() if not page.gold.refusal]

# What was measured on these pages; a lower floor, like other pages, is to be asked for out loud.
MEASURED_ON = "f8f8ddaf35123fff"
FLOORS = {"body": 0.996, "quoted": 0.985, "dated": 1.0}

LONG = "The council of Marrow met in the old customs house on Friday and spoke for six hours about the bridge. "


def in_page(body: str, head: str = "") -> Record:
    """Read a page whose article is `body`, after one long paragraph."""
    html = f"<html lang=en><head><meta charset=utf-8><title>A title of some length</title>{head}"
    html += "<meta property=og:type content=article></head><body><article>"
    record = read_page(
        "page.html", f"{html}<h1>A title of some length</h1><p>{LONG}</p>{body}</article></body>".encode()
    )
    assert isinstance(record, Record), record
    return record


def zones_of(record: Record, kind: str) -> list[str]:
    return [record.text[start:end] for zone, start, end, _ in record.zones or () if zone == kind]


# ------------------------------------------------------------------ the invented pages


def known_to_fail(names: list[str], failing: dict[str, str]) -> list[object]:
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in failing.items()}
    return [pytest.param(name, marks=marks.get(name, [])) for name in names]


def test_the_pages_are_the_ones_that_were_measured() -> None:
    assert gold_digest() == MEASURED_ON


@pytest.mark.parametrize("part", ["body", "quoted", "dated"])
def test_pages_are_read_as_well_as_measured(part: str) -> None:
    assert sum(getattr(scored, part) for scored in scores()) / len(scores()) >= FLOORS[part]


def test_bodies_are_read_better_than_by_the_extractor_alone() -> None:
    assert sum(scored.body - scored.plain_body for scored in scores()) / len(scores()) > 0.025


def test_dates_are_read_better_than_by_the_extractor_alone() -> None:
    assert sum(scored.dated - scored.plain_dated for scored in scores()) >= 4


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_an_article_or_the_reason_why_not(name: str) -> None:
    found = read_page(name, PAGES[name].raw)
    assert (found.reason if isinstance(found, Refusal) else None) == PAGES[name].gold.refusal


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_is_warned_of_as_it_deserves(name: str) -> None:
    assert tuple(warn.reason for warn in article(PAGES[name]).warnings) == PAGES[name].gold.warns


@pytest.mark.parametrize("name", ARTICLES)
def test_a_headline_stands_first_and_as_shown(name: str) -> None:
    record = article(PAGES[name])
    assert record.fields["title"] == record.text.split("\n")[0] == PAGES[name].gold.title


@pytest.mark.parametrize("name", ARTICLES)
def test_the_line_below_the_headline_is_the_dek(name: str) -> None:
    assert zone_text(article(PAGES[name]), "dek") == PAGES[name].gold.dek


@pytest.mark.parametrize("name", ARTICLES)
def test_an_outlet_is_named_by_the_page_or_by_its_address(name: str) -> None:
    assert article(PAGES[name]).fields.get("outlet", "") == PAGES[name].gold.outlet


NAMELESS = "the name stands beside the article without any mark of what it is"
UNNAMED = dict.fromkeys(("second-release", "second-archive", "third-builder", "third-builder-plain"), NAMELESS)


@pytest.mark.parametrize("name", known_to_fail(ARTICLES, UNNAMED))
def test_authors_are_named(name: str) -> None:
    assert bylines(article(PAGES[name]).fields.get("byline", "")) == bylines(PAGES[name].gold.byline)


IN_CAPTION = "a licence link or copyright line stands inside the caption"
CAPTIONED = {"second-agency-caption": IN_CAPTION, "third-portal": IN_CAPTION}


@pytest.mark.parametrize("name", known_to_fail(ARTICLES, CAPTIONED))
def test_captions_are_kept_and_marked(name: str) -> None:
    assert tuple(zones_of(article(PAGES[name]), "caption")) == PAGES[name].gold.captions


@pytest.mark.parametrize("name", known_to_fail(ARTICLES, {"second-archive": "a quotation set as <dl><dd>"}))
def test_block_quotations_are_kept(name: str) -> None:
    kept = zone_text(article(PAGES[name]), "block_quotation")
    assert all(quotation in kept for quotation in PAGES[name].gold.quotations)


@pytest.mark.parametrize("name", ARTICLES)
def test_the_day_of_publication_is_the_one_the_page_states(name: str) -> None:
    assert days(article(PAGES[name])) == PAGES[name].gold.published


@pytest.mark.parametrize("name", ARTICLES)
def test_zones_are_the_lines_of_the_text(name: str) -> None:
    assert covers(article(PAGES[name]))


@cache
def article(page: Page) -> Record:
    found = next(read_html(SourceFile(page.name, page.raw)))
    assert isinstance(found, Record)
    return found


def covers(record: Record) -> bool:
    return "\n".join(record.text[start:end] for _, start, end, _ in record.zones or ()) == record.text


# ------------------------------------------------------------------ what a passage is


QUOTED = "We will not close the bridge before the ferry runs, whatever it may cost us."


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote><p>{}</p></blockquote>",
        "<figure><blockquote><p>{}</p></blockquote><figcaption>The mayor</figcaption></figure>",
        '<div class="embed-widget social"><blockquote class="twitter-tweet"><p>{}</p>&mdash; Mayor</blockquote></div>',
        '<div class="c-quote"><p>{}</p></div>',
        '<p style="padding-left: 40px;">{}</p>',
        "<p>The mayor wrote,</p><p>{}</p>",
    ],
)
def test_a_quotation_set_off_from_the_text_is_a_block_quotation(markup: str) -> None:
    record = in_page(markup.format(QUOTED) + f"<p>{LONG.replace('Friday', 'Monday')}</p>" * 2)
    assert zones_of(record, "block_quotation") == [QUOTED]


def test_what_signs_a_quotation_is_no_part_of_it() -> None:
    record = in_page(f"<blockquote><p>{QUOTED}</p><footer>The mayor of Marrow</footer></blockquote><p>So it went.</p>")
    assert zones_of(record, "credit") == ["The mayor of Marrow"]


@pytest.mark.parametrize("tag", ["aside", "blockquote", "div"])
def test_words_shown_large_count_once(tag: str) -> None:
    record = in_page(f"<p>“{QUOTED}” said the mayor.</p><{tag} class=pullquote>{QUOTED}</{tag}><p>{LONG[:60]}.</p>")
    assert zone_text(record, *BODY_ZONES).count(QUOTED) == 1


def test_a_repeated_paragraph_counts_once() -> None:
    record = in_page(f"<p>{QUOTED}</p><p>Somebody laughed at this.</p><p>{QUOTED}</p>")
    assert zone_text(record, *BODY_ZONES).count(QUOTED) == 1


def test_a_time_of_day_above_an_update_is_no_text() -> None:
    record = in_page(f"<div class=update><p>14:05 CET</p><p>{QUOTED}</p></div>")
    assert not any("14:05" in line for line in zones_of(record, "body"))


def test_a_link_to_another_article_between_paragraphs_is_no_text() -> None:
    record = in_page(f'<p>Read more: <a href="/x">Why the swans of Hallam are late this year</a></p><p>{QUOTED}</p>')
    assert not any("swans" in line for line in zones_of(record, "body"))


def test_a_date_inside_a_sentence_stays_there() -> None:
    sentence = "The council said on <time datetime=2016-03-11>11 March</time> that the bridge would be closed for good."
    assert "said on 11 March that" in in_page(f"<p>{sentence}</p>").text


def test_marks_of_inline_quotations_are_shown() -> None:
    assert (
        "called it “a disgrace” and left" in in_page("<p>The mayor called it <q>a disgrace</q> and left us.</p>").text
    )


def test_no_break_spaces_and_joiners_are_kept() -> None:
    sentence = "The loan of 3.4\u00a0million crowns was signed by Mr\u00a0Quill and by the co\u200cop on the east bank."
    assert sentence in in_page(f"<p>{sentence}</p>").text


def test_a_table_row_is_one_line() -> None:
    record = in_page(f"<table><tr><td>Greens</td><td>9</td></tr></table><p>{QUOTED}</p>")
    assert "Greens | 9" in record.text.split("\n")


def test_text_between_line_breaks_is_read_line_by_line() -> None:
    html = f"<html><title>A title of some length</title><body><td>{LONG}<br><br>{QUOTED}<br>{LONG * 2}</td></body>"
    record = read_page("old.html", html.encode())
    assert isinstance(record, Record)
    assert record.text.split("\n")[1:] == [LONG.strip(), QUOTED, (LONG * 2).strip()]


def test_a_page_whose_text_is_links_is_a_list_of_articles() -> None:
    cards = "".join(f'<div class=c><p><a href="/{i}">Story {i}: {LONG}</a></p></div>' for i in range(12))
    found = read_page("region.html", f"<html><title>Region</title><body><h1>Region</h1>{cards}</body>".encode())
    assert isinstance(found, Refusal) and found.detail == "most of its text are links to other pages"


@pytest.mark.parametrize(
    "around", ['<div lang="ar">{}</div>', '<div style="margin-left: 40px">{}</div>', "<div class=dek>{}</div>"]
)
def test_what_would_set_off_the_whole_text_sets_off_nothing(around: str) -> None:
    told = ["Nobody on the east bank had been asked about the plan.", "The vote was put off until the spring.", QUOTED]
    record = in_page(around.format("".join(f"<p>{line}</p>" for line in told)))
    assert zone_text(record, "body").split("\n")[1:] == told


def test_every_rule_says_that_it_read_a_page() -> None:
    rules = {rule for name in ARTICLES for *_, rule in article(PAGES[name]).zones or ()}
    assert all(rule.startswith("html:") for rule in rules)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2016-03-18", date(2016, 3, 18)),
        ("2016-03-18T23:30:00-05:00", date(2016, 3, 18)),
        ("2016-03-18T23:30:00.000Z", date(2016, 3, 18)),
        ("2016-03-18 10:30:00 UTC", date(2016, 3, 18)),
        ("20160318", date(2016, 3, 18)),
        ("2016/03/18", date(2016, 3, 18)),
        ("Fri, 18 Mar 2016 10:30:00 GMT", date(2016, 3, 18)),
        ("March 18, 2016", date(2016, 3, 18)),
        ("18/03/2016", date(2016, 3, 18)),
        ("1458297000", date(2016, 3, 18)),
        ("1458297000000", date(2016, 3, 18)),
        ("03/04/2016", None),
        ("March 2016", None),
        ("2016", None),
        ("3 hours ago", None),
        ("", None),
    ],
)
def test_a_machine_date_is_read_if_it_names_one_day(words: str, day: date | None) -> None:
    stamp = read_stamp(words)
    assert (stamp and stamp[0]) == day


def published(head: str = "", above: str = "") -> tuple[date, date] | None:
    html = f"<html><head><title>A title of some length</title>{head}</head><body><h1>A title of some length</h1>{above}"
    return days(read_page("page.html", f"{html}<p>{LONG}</p></body></html>".encode()))


@pytest.mark.parametrize("address", ["2016/03/18", "2016/mar/18", "2016/3/18", "20160318", "2016-03-18"])
def test_a_day_in_the_address_dates_a_page_that_says_nothing(address: str) -> None:
    day = date(2016, 3, 18)
    assert published(f'<link rel=canonical href="https://harbourpost.example/{address}/bridge">') == (day, day)


@pytest.mark.parametrize("address", ["2016/03", "2016/13/18", "1234/20161/8", "story-20160318123"])
def test_other_numbers_in_the_address_are_no_day(address: str) -> None:
    assert published(f'<link rel=canonical href="https://harbourpost.example/{address}/bridge">') is None


def test_statements_that_differ_give_an_interval_and_a_warning_with_both() -> None:
    head = '<meta name=date content="2016-03-18"><meta name=pubdate content="2016-03-21">'
    warning = in_page(f"<p>{QUOTED}</p>", head).warnings[0]
    assert published(head) == (date(2016, 3, 18), date(2016, 3, 21))
    assert (warning.reason, "2016-03-18" in warning.detail, "2016-03-21" in warning.detail) == (
        "date_ambiguous",
        True,
        True,
    )


@pytest.mark.parametrize(
    "changed",
    [
        "Updated 3 April 2016",
        "<span class=updated>3 April 2016</span>",
        "Last modified: <time datetime=2016-04-03>now</time>",
    ],
)
def test_the_day_of_a_change_is_not_the_day_of_publication(changed: str) -> None:
    assert published(above=f"<div>{changed}</div>") is None


def test_an_ambiguous_number_gives_no_day() -> None:
    record = in_page(f"<p>{QUOTED}</p>", '<meta name="date" content="03/04/2016">')
    assert (days(record), record.warnings[0].reason) == (None, "date_ambiguous")


def test_a_clock_that_was_never_set_gives_no_day() -> None:
    record = in_page(f"<p>{QUOTED}</p>", '<meta name="date" content="1970-01-01T00:00:00Z">')
    assert (days(record), record.warnings[0].reason) == (None, "date_implausible")


def test_the_day_of_a_caption_is_not_the_day_of_publication() -> None:
    assert published(above="<figure><img><figcaption>3 April 2013</figcaption></figure>") is None


def test_a_date_says_on_what_it_rests() -> None:
    fields = article(PAGES["print-weekday"]).fields
    assert (fields["published_how"], fields["published_basis"]) == (
        "printed",
        'the printed date: "Thursday, November 22, 2018"',
    )


# ------------------------------------------------------------------ bytes


CURLY = "<html><head>{}</head><body><p>“Neither does the café,” said Mr. Orsan – and he meant it.</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "encoding", "read_as"),
    [
        ("", "utf-8", "utf-8"),
        ("<meta charset=utf-8>", "utf-8", "utf-8"),
        ("<meta charset='iso-8859-1'>", "cp1252", "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252", "cp1252"),
        ("<meta charset=utf-16>", "utf-8", "utf-8"),
        ("", "utf-16", "utf-16-le"),
        ("", "utf-8-sig", "utf-8"),
    ],
)
def test_a_page_is_decoded_as_its_bytes_and_its_declaration_agree(declared: str, encoding: str, read_as: str) -> None:
    page = decode_page(CURLY.format(declared).encode(encoding))
    assert not isinstance(page, Refusal)
    assert ("“Neither does the café,”" in page.text, page.encoding, page.warnings) == (True, read_as, ())


@pytest.mark.parametrize(("declared", "encoding"), [("", "cp1252"), ("utf-8", "cp1252"), ("iso-8859-1", "utf-8")])
def test_a_contradicted_or_missing_declaration_is_reported(declared: str, encoding: str) -> None:
    head = f"<meta charset={declared}>" if declared else ""
    page = decode_page(CURLY.format(head).encode(encoding))
    assert not isinstance(page, Refusal)
    assert ("“Neither does the café,”" in page.text, page.warnings[0].reason) == (True, "encoding_guessed")


def test_the_http_header_wins_over_the_page() -> None:
    raw = "<meta charset=windows-1252><p>Привет из порта, где стоят корабли</p>".encode("cp1251")
    page = decode_page(raw, declared="windows-1251")
    assert not isinstance(page, Refusal) and "Привет" in page.text


def test_a_codec_that_is_no_charset_is_not_used() -> None:
    page = decode_page(CURLY.format("<meta charset=rot13>").encode())
    assert not isinstance(page, Refusal) and "Neither" in page.text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty_file"),
        (b" \n\n ", "empty_file"),
        (b"Just a few words, and no tag among them.", "unknown_format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
        (b"<html><body></body></html>", "no_article"),
    ],
)
def test_what_is_no_page_is_refused(raw: bytes, reason: str) -> None:
    found = read_page("x.html", raw)
    assert isinstance(found, Refusal) and found.reason == reason


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ARTICLES),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=12)), max_size=12),
)
def test_no_damage_to_a_page_breaks_the_reader(name: str, cut: float, damage: list[tuple[float, bytes]]) -> None:
    raw = bytearray(PAGES[name].raw)
    for where, junk in damage:
        raw[int(where * len(raw)) : int(where * len(raw)) + len(junk)] = junk
    found = read_page(name, bytes(raw[: int(cut * len(raw))]))
    assert isinstance(found, Refusal) or covers(found)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="<>/=\"'&;! -abdhipq\n\u00a0\u200f", max_size=300))
def test_no_tag_soup_breaks_the_reader(soup: str) -> None:
    found = read_page("soup.html", f"<html><body>{soup}</body></html>".encode())
    assert isinstance(found, Refusal) or covers(found)


def test_deep_nesting_breaks_nothing() -> None:
    found = read_page("deep.html", b"<html><body>" + b"<div><blockquote>" * 5000 + LONG.encode() * 3)
    assert isinstance(found, Refusal) or covers(found)


# ------------------------------------------------------------------ libraries, folders, speed


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = read_page("x.html", PAGES["plain-semantic"].raw)
    assert isinstance(found, Refusal)
    assert (found.reason, found.detail) == ("extra_missing", "trafilatura: install framing-toolkit[html]")


def test_importing_the_reader_loads_no_heavy_library() -> None:
    heavy = "{'lxml', 'trafilatura', 'charset_normalizer', 'fastwarc'}"
    code = f"import sys, toolkit.corpus.readers.warc; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_files_of_a_saved_page_are_told_from_pages_of_their_own() -> None:
    names = [
        "a/storm.html",
        "a/storm_files/ad.html",
        "a/storm_files/css/x.css",
        "a/notes.html",
        "b/Sturm-Dateien/y.htm",
    ]
    names += ["b/Sturm.htm", "b/other_files/z.html"]
    assert find_saved_parts(names) == {
        "a/storm_files/ad.html": "a/storm.html",
        "a/storm_files/css/x.css": "a/storm.html",
        "b/Sturm-Dateien/y.htm": "b/Sturm.htm",
    }


def test_a_saved_page_remembers_its_address() -> None:
    note = b"<!-- saved from url=(0041)https://harbourpost.example/2016/03/18/x -->"
    found = read_page("x.html", note + PAGES["plain-no-metadata"].raw)
    assert isinstance(found, Record) and found.fields["url"] == "https://harbourpost.example/2016/03/18/x"


@pytest.mark.parametrize(
    ("name", "raw", "is_page"),
    [
        ("a.html", b"", True),
        ("a", b"\xef\xbb\xbf <!DOCTYPE html><p>", True),
        ("a", "<html><body>".encode("utf-16"), True),
        ("a.txt", b"if a < b then html", False),
    ],
)
def test_a_page_is_recognised_by_name_or_first_bytes(name: str, raw: bytes, *, is_page: bool) -> None:
    assert recognises_html(SourceFile(name, raw)) is is_page


@pytest.mark.long
def test_thirty_heavy_pages_are_read_in_a_second() -> None:
    assert pages_per_second() >= 30
