"""Corrections by hand come last, leave a trace, and are listed where they no longer fit."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from toolkit.corpus import load_corpus, load_overrides, make_document
from toolkit.corpus.overrides import apply_overrides
from toolkit.errors import CorpusError
from toolkit.rows import Document, Override

TEXT = "The bridge reopens\nThe council voted on it.\nA ship passes below"
BODY, LAST = "zone [19:43]", "zone [44:63]"
WHO, WHY = "E. Reader", "seen in print"


def article() -> Document:
    return make_document("a", TEXT, known={"outlet": "Courier"})


def corrected(field: str, value: str, *, doc_id: str = "a") -> tuple[Document, str]:
    (document,), (override,) = apply_overrides((article(),), (Override(doc_id, field, value, WHO, WHY),))
    return document, override.outcome


def written(folder: Path, *rows: tuple[str, ...], header: str = "doc_id,field,value,who,why") -> Path:
    path = folder / "overrides.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header.split(","), *rows])
    return path


def says(path: Path, message: str) -> None:
    with pytest.raises(CorpusError, match=re.escape(message)):
        load_overrides(path)


# ---- what can be corrected


@pytest.mark.parametrize("field", ["title", "outlet", "byline", "url", "language", "notes"])
def test_a_field_says_what_the_correction_says(field: str) -> None:
    document, outcome = corrected(field, "The Post")
    assert (getattr(document, field), outcome) == ("The Post", "applied")


@pytest.mark.parametrize("field", ["published_earliest", "published_latest"])
def test_a_corrected_day_is_a_day_that_rests_on_who_corrected_it(field: str) -> None:
    document, _ = corrected(field, "2016-03-18")
    assert getattr(document, field) == date(2016, 3, 18)
    assert document.published_basis == "corrected by E. Reader: seen in print"


def test_a_line_becomes_what_the_correction_says_it_is() -> None:
    document, outcome = corrected(LAST, "caption")
    assert outcome == "applied"
    assert [(z.kind, z.rule) for z in document.zones][1:] == [
        ("body", "paragraph"),
        ("caption", "corrected by E. Reader"),
    ]


@pytest.mark.parametrize(("kind", "n_words"), [("caption", 5), ("body", 9), ("republished", 9), ("boilerplate", 5)])
def test_words_are_counted_anew_when_a_line_changes(kind: str, n_words: int) -> None:
    assert article().n_words == 9
    assert corrected(LAST, kind)[0].n_words == n_words


def test_neither_text_nor_offsets_change() -> None:
    document, _ = corrected(BODY, "dek")
    assert document.text == TEXT
    assert [zone.span for zone in document.zones] == [zone.span for zone in article().zones]


def test_of_two_corrections_the_later_stands() -> None:
    rows = (Override("a", "outlet", "Post", WHO, WHY), Override("a", "outlet", "Gazette", WHO, WHY))
    (document,), outcomes = apply_overrides((article(),), rows)
    assert (document.outlet, [o.outcome for o in outcomes]) == ("Gazette", ["applied", "applied"])


# ---- what becomes of a correction


def test_a_correction_of_an_article_that_is_gone_is_stale() -> None:
    assert corrected("outlet", "Post", doc_id="b") == (article(), "stale")


@pytest.mark.parametrize("field", ["zone [19:42]", "zone [900:901]"])
def test_a_correction_of_a_line_that_is_gone_is_stale(field: str) -> None:
    assert corrected(field, "caption") == (article(), "stale")


def test_a_correction_to_what_stands_already_is_unchanged() -> None:
    assert corrected("outlet", "Courier") == (article(), "unchanged")


def test_days_corrected_into_disorder_are_named() -> None:
    rows = [Override("a", f"published_{end}", day, WHO, WHY) for end, day in (("earliest", "2016-03-18"),)]
    rows.append(Override("a", "published_latest", "2016-03-01", WHO, WHY))
    with pytest.raises(CorpusError, match="'a': published_earliest 2016-03-18 lies after published_latest 2016-03-01"):
        apply_overrides((article(),), tuple(rows))


# ---- the file


def test_the_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = written(tmp_path, ("a", " outlet ", "Post", WHO, WHY), ("b", BODY, "caption", WHO, WHY))
    assert load_overrides(path) == (
        Override("a", "outlet", "Post", WHO, WHY),
        Override("b", BODY, "caption", WHO, WHY),
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("a", "outlet", "Post", "", WHY), "row 3: a correction says who made it and why"),
        (("a", "outlet", "Post", WHO, " "), "row 3: a correction says who made it and why"),
        (("a", "outlet", "Post"), "row 3: a correction says who made it and why"),
        (("a", "text", "x", WHO, WHY), "row 3: 'text' cannot be corrected; choose from title, outlet, byline, url, "),
        (("a", "zone [a:b]", "body", WHO, WHY), "'zone [a:b]' cannot be corrected; choose from title"),
        (
            ("a", "published_latest", "18.3.2016", WHO, WHY),
            "row 3: published_latest is '18.3.2016'; a day is written YYYY-MM-DD",
        ),
        (("a", BODY, "heading", WHO, WHY), "row 3: a zone is one of title, dek, byline, dateline, caption, "),
    ],
)
def test_a_wrong_correction_is_named_with_its_row(tmp_path: Path, row: tuple[str, ...], message: str) -> None:
    says(written(tmp_path, ("a", "outlet", "Post", WHO, WHY), row), message)


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    says(written(tmp_path, header="doc_id,field,value"), "overrides.csv lacks who, why; its columns are doc_id, field")


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b'doc_id,field\n"a'])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "overrides.csv").write_bytes(raw)
    says(tmp_path / "overrides.csv", "overrides.csv cannot be read")


# ---- a corpus


def test_corrections_beside_the_texts_are_applied_and_leave_their_trace(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    written(tmp_path, ("a", "outlet", "Post", WHO, WHY), ("b", "outlet", "Post", WHO, WHY))
    for source in (tmp_path, tmp_path / "a.txt"):
        corpus = load_corpus(source)
        assert corpus["a"].outlet == "Post"
        assert [(o.doc_id, o.outcome, o.who) for o in corpus.overrides] == [("a", "applied", WHO), ("b", "stale", WHO)]


def test_a_corpus_without_corrections_has_no_trace(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert load_corpus(tmp_path).overrides == ()
