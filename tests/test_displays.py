"""How a corpus, an article and its findings look in a notebook: nothing taken for code, nothing lost without colour."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import TableError
from toolkit.markup import Mark, mark_text, show_text
from toolkit.rows import Corpus, Document, Ledger, LedgerRow, Study

NASTY = '<script>alert("1")</script> & **bold** $x$ \u202eevil\u202c'
HARBOUR = "tests/data/codebooks/harbour.yaml"
TEXT = """Harbour talks

“The criminal mob has close ties with the Dune Front,” Ada Lind said.

Vessia met the Dune Front. They are at odds.
"""

# What JupyterLab 4 leaves of HTML in a notebook that is not trusted: of the tags and attributes it knows, those used.
TAGS = set(
    "a b blockquote br caption code details div em li mark nobr ol p small span strong sub summary sup table "
    "tbody td th thead tr ul".split()
)
ATTRIBUTES = {"*": {"class", "title"}, "th": {"scope", "align"}, "td": {"align"}, "div": {"align"}, "details": {"open"}}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus((tk.make_document("talks", TEXT, title="Harbour talks"),), Study(codebook=HARBOUR), "harbour")


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> dict[str, pd.DataFrame]:
    return {
        "quotes": tk.extract_quotes(corpus),
        "labels": tk.extract_labels(corpus),
        "frames": tk.extract_frames(corpus),
        "ties": tk.extract_ties(corpus),
    }


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def sanitised(html: str) -> BeautifulSoup:
    """Take away what an untrusted notebook loses; whatever else it would lose is an error of ours."""
    page = read(html)
    for style in page.find_all("style"):
        style.decompose()
    for tag in page.find_all(True):
        assert tag.name in TAGS, tag.name
        assert {*tag.attrs} <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set()), tag
    return page


# ---------------------------------------------------------------- marks


def test_marks_that_cross_are_cut_and_marks_inside_others_are_nested() -> None:
    html = mark_text("abcdef", [Mark(0, 4, kind="q"), Mark(2, 6, kind="l"), Mark(2, 3, kind="f")])

    assert html.replace("tk-", "") == (
        '<mark class="q">ab<mark class="l"><mark class="f">c</mark>d</mark></mark><mark class="l">ef</mark>'
    )


def test_a_mark_says_without_colours_where_it_begins_where_it_ends_and_what_it_means() -> None:
    page = read(mark_text("abcdef", [Mark(0, 4, "Q1", "Ada Lind"), Mark(2, 6, "L1", "neutral")]))

    assert page.text == "[ab[cd]\u2009L1…]\u2009Q1 Ada Lind[ef]\u2009L1 neutral"
    assert [each["class"] for each in page.select("mark > span")] == [["tk-bracket"]] * 6


@given(
    st.text("ab<&\n", min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5),
    st.integers(0, 4),
)
def test_marks_however_they_lie_keep_the_text_and_cover_just_their_passages(
    text: str, places: list[tuple[int, int]], first: int
) -> None:
    marks = [Mark(a, min(b, len(text)), kind=f"k{i}") for i, (a, b) in enumerate(places)]

    html = mark_text(text, marks, start=min(first, len(text)))

    opened: list[str] = []
    covered = {mark.kind: "" for mark in marks}
    for tag, closing, words in re.findall(r'<mark class="tk-(\w+)">|(</mark>)|([^<]+)', html):
        if tag:
            opened.append(tag)
        elif closing:
            opened.pop()
        for kind in opened if words else ():
            covered[kind] += words
    unescaped = {kind: words.replace("&lt;", "<").replace("&amp;", "&") for kind, words in covered.items()}
    assert opened == []
    # not by Beautiful Soup, which makes one newline of two where nothing else stands in a mark
    assert unescape(re.sub("<[^>]*>", "", html)) == text[min(first, len(text)) :]
    assert unescaped == {mark.kind: text[max(mark.start, min(first, len(text))) : mark.end] for mark in marks}


def test_characters_that_turn_words_round_or_cannot_be_seen_are_written_out() -> None:
    assert show_text("a\u202eb\u2066c\x00") == "a[U+202E]b[U+2066]c[U+0000]"
    assert show_text("שלום «é»\t\n") == "שלום «é»\t\n"


# ---------------------------------------------------------------- cards


def test_a_corpus_shows_its_size_dates_outlets_and_what_is_to_be_known() -> None:
    day = date(2021, 3, 4)
    documents = (
        Document("a", "One.", outlet="Daily Herald", published_earliest=day, published_latest=day, n_words=1),
        Document("b", "Two.", n_words=1),
    )
    ledger = Ledger(3, (LedgerRow("x", "x", "a", "kept"), LedgerRow("y", "y", "", "dropped", "empty_text")))

    page = read(Corpus(documents, Study(caveats=("Few.",)), "mine", ledger)._repr_html_())

    rows = {row.th.text: row.td.get_text("; ") for row in page.select("tr")}
    assert rows["Articles"] == "2, 2 words of body text"
    assert rows["Dates"] == "2021-03-04 to 2021-03-04; 1 of 2 dated, 1 to one day"
    assert rows["Outlets"] == "Daily Herald (1), unknown (1)"
    assert rows["To know"] == (
        "1 without dates: in no period of a timeline; 1 of unknown outlet; "
        'tk.save_table(corpus.describe(), "documents.csv"), beside a folder\'s texts, is a list to fill them in; '
        "1 dropped: empty text; "
        "no codebook: labels, frames and ties need one; 1 caveat of the study: tk.show_study(corpus)"
    )


def test_an_empty_corpus_has_a_card_too() -> None:
    assert "Dates" in read(Corpus(())._repr_html_()).text


def test_an_article_is_shown_whole_with_what_is_no_body_named() -> None:
    text = "Title here\n\nBy Ana Velk\n\nBody of it."
    page = read(tk.make_document("a", text, title="Title here")._repr_html_())

    assert page.strong.text == "Title here"
    assert page.select_one(".tk-aside").text == "[byline] By Ana Velk"
    assert page.find_all("p")[-1].text == "Body of it."


def test_an_article_without_zones_is_shown_line_by_line() -> None:
    assert [p.text for p in read(Document("a", "One.\n\nTwo.")._repr_html_()).select("p")][1:] == ["One.", "Two."]


def test_a_long_article_is_folded() -> None:
    assert read(Document("a", "word " * 5000)._repr_html_()).details.summary.text == "25,000 characters"


def test_an_article_in_plain_words_does_not_spill_its_text() -> None:
    assert repr(tk.make_document("a", "Body of it.", title=None)) == "Document('a', unknown, undated, 3 body words)"


# ---------------------------------------------------------------- an article with its findings


def test_every_finding_is_marked_with_its_meaning_in_words(corpus: Corpus, found: dict[str, pd.DataFrame]) -> None:
    shown = tk.show_article(corpus["talks"], *found.values())

    page = read(shown.html)
    said = {sup.text.strip() for sup in page.select("mark sup")}
    assert {"Q1 Ada Lind", "source of Q1", "F1 They draw closer", "F2 They draw apart"} <= said
    assert {"L1 delegitimising: (left open)", "T1 vessia meet front"} <= said
    assert repr(shown).startswith("talks: 1 quotation (Q), 1 label (L), 2 frame cues (F), ")


def test_a_label_inside_a_quotation_is_a_mark_inside_a_mark(corpus: Corpus, found: dict[str, pd.DataFrame]) -> None:
    page = read(tk.show_article(corpus["talks"], found["quotes"], found["labels"]).html)

    assert page.select_one("mark.tk-quote mark.tk-label").text.startswith("[criminal mob]")


def test_every_mark_is_listed_with_its_row(corpus: Corpus, found: dict[str, pd.DataFrame]) -> None:
    page = read(tk.show_article(corpus["talks"], *found.values()).html)

    listed = {row.find_all("td")[-1].text for row in page.select("details tbody tr")}
    assert listed == {row_id for table in found.values() for row_id in table["row_id"]}


def test_every_segment_of_a_split_quotation_carries_its_number() -> None:
    document = tk.make_document("a", "“We met,” she said, “in Doha.”", title=None)

    page = read(tk.show_article(document, tk.find_quotes(document)).html)

    names = [mark.sup.text.strip() for mark in page.select("mark.tk-quote")]
    assert [name[:3] for name in names] == ["Q1…", "Q1 "]


def test_rows_of_other_articles_are_left_aside_and_none_is_no_error(
    corpus: Corpus, found: dict[str, pd.DataFrame]
) -> None:
    other = tk.make_document("other", "Nothing here.", title=None)

    assert repr(tk.show_article(other, found["labels"], [])) == "other: 0 labels (L)"


def test_rows_that_do_not_fit_the_article_are_refused(corpus: Corpus, found: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(TableError, match=r"stands at \d+:\d+, outside talks"):
        tk.show_article(Document("talks", "Short."), found["labels"])


def test_a_quotation_inside_a_quotation_is_marked_inside_it() -> None:
    document = Document("a", "He said that she said no.")
    rows = pd.DataFrame(
        {
            "row_id": ["q1", "q2"],
            "doc_id": "a",
            "voice": "paraphrase",
            "sourced": "named",
            "speaker_name": ["Him", "Her"],
            "content_start": [8, 17 + 5],
            "content_end": [24, 24],
        }
    )

    page = read(tk.show_article(document, rows).html)

    assert page.select_one("mark mark").text == "[no]\u2009Q2 Her"


# ---------------------------------------------------------------- any text, any notebook


def nasty_displays() -> list[Any]:
    document = tk.make_document("a<b>", f"{NASTY}\n\n“We met {NASTY},” Ada Lind said.", title=NASTY)
    corpus = Corpus((document,), Study(title=NASTY, codebook=None), NASTY)
    rows = tk.extract_passages(corpus, "met").assign(searched=NASTY)
    kwic = tk.extract_kwic(rows, corpus, columns=["searched"])
    passages = tk.read_passages(rows, corpus, by="searched")
    return [corpus, document, tk.show_article(document, rows), tk.show_kwic(kwic), passages]


@pytest.mark.parametrize("at", range(5))
def test_nothing_of_a_text_is_taken_for_code_and_nothing_is_lost_in_an_untrusted_notebook(at: int) -> None:
    html = nasty_displays()[at]._repr_html_()
    page = sanitised(html)

    assert "<script>alert" in page.text
    assert "[U+202E]evil" in page.text
    assert "\u202e" not in html
    assert "mathjax_ignore" in page.find(True)["class"]


# ---------------------------------------------------------------- errors


def test_a_mistake_is_one_line_in_a_notebook_and_says_what_to_do(tmp_path: Path) -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    quiet = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell(ipython_dir=str(tmp_path), config=quiet)  # one of its own, which nobody else finds
    with capture_output() as said:
        shell.run_cell("import toolkit as tk\ntk.extract_labels(tk.Corpus((tk.Document('a', 'b'),)))")

    (line,) = said.stdout.strip().splitlines()
    assert line.startswith("CodebookMissing: extract_labels needs a codebook and the corpus names none. Pass codebook=")
    assert not InteractiveShell.initialized()
