"""What goes in comes out: as an article, or as a line of the ledger that says why not."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.importing import account, always, import_records
from toolkit.corpus.limits import Limits
from toolkit.corpus.readers.columns import OWN
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn
from toolkit.errors import CorpusError, ParameterError
from toolkit.rows import Ledger, LedgerRow

TEXT = "The council of Aldmouth said on Monday that the bridge would reopen in spring.\n" * 3
SMALL = Limits(file_bytes=100_000, line_bytes=10_000, harmless_bytes=100_000, ratio=20)


def laid_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def fates(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(row.place, row.fate, row.reason) for row in ledger.rows]


# ---------------------------------------------------------------- which reader reads what


def test_a_folder_of_everything_is_read(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.txt": TEXT + "a", "b.md": TEXT + "b", "c.jsonl": lines({"text": TEXT + "c"})})
    laid_out(
        tmp_path, {"d.csv": f'text\n"{TEXT}d"\n', "e.jsonl.gz": gzip.compress(lines({"text": TEXT + "e"}).encode())}
    )
    records, ledger = import_records(tmp_path)
    assert [record.text[-1] for record in records] == list("abcde")
    assert ledger.totals().kept == 5


@pytest.mark.parametrize(
    ("name", "raw", "place"),
    [
        ("article", TEXT, "article"),
        ("2016.03.18 The bridge", TEXT, "2016.03.18 The bridge"),
        ("dump", '{"text": "' + TEXT.replace("\n", " ") + '"}', "dump"),
    ],
)
def test_a_file_without_a_suffix_is_read_by_its_content(tmp_path: Path, name: str, raw: str, place: str) -> None:
    records, _ = import_records(laid_out(tmp_path, {name: raw}))
    assert [record.place for record in records] == [place]


@pytest.mark.parametrize(
    ("name", "raw"), [("a.xml", b"<a>x</a>"), ("a", b"%PDF-1.4 x"), ("a", b"<!DOCTYPE html><p>x"), ("a.html", b"x")]
)
def test_a_kind_that_nobody_reads_is_refused(tmp_path: Path, name: str, raw: bytes) -> None:
    _, ledger = import_records(laid_out(tmp_path, {name: raw}))
    assert [row.reason for row in ledger.rows] == ["unknown_format"]


def test_a_further_reader_is_asked_first_and_reads_only_what_it_recognises(tmp_path: Path) -> None:
    def read_loud(source: SourceFile) -> Iterator[Record | Refusal]:
        yield Record(source.name, source.raw.decode().upper(), {"doc_id": "loud"})

    laid_out(tmp_path, {"a.txt": "EXPORT " + TEXT, "b.txt": TEXT, "c.export.zst": TEXT})
    readers = {
        ".txt": [(read_loud, lambda source: source.raw.startswith(b"EXPORT"))],
        ".export.zst": [(read_loud, always)],
    }
    records, ledger = import_records(tmp_path, readers=readers)
    assert [record.fields["doc_id"] for record in records] == ["loud", "b"]
    assert ledger.rows[-1].reason == "duplicate_id"


def test_a_file_in_which_nothing_is_found_has_its_line(tmp_path: Path) -> None:
    _, ledger = import_records(laid_out(tmp_path, {"a.csv": "text,title\n", "b.json": "[]"}))
    assert fates(ledger) == [("a.csv", "dropped", "no_article"), ("b.json", "dropped", "no_article")]


def test_side_files_are_listed_and_not_counted(tmp_path: Path) -> None:
    _, ledger = import_records(laid_out(tmp_path, {"a.txt": TEXT, "README": "x", "documents.csv": "x"}))
    assert (ledger.side_files, ledger.totals().seen) == (("README", "documents.csv"), 1)


def test_a_mapping_reaches_the_tables(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.csv": f'remark\n"{TEXT}"\n'})
    assert import_records(tmp_path, mapping={"text": "remark"})[0][0].text == TEXT
    with pytest.raises(ParameterError, match="cannot map words"):
        import_records(tmp_path, mapping={"words": "remark"})


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no file or folder"):
        import_records(tmp_path / "gone")


# ---------------------------------------------------------------- ids and duplicates


def test_the_id_of_a_text_file_is_its_path_and_never_shared(tmp_path: Path) -> None:
    laid_out(tmp_path, {"2016/a.txt": TEXT + "1", "2017/a.txt": TEXT + "2", "2017/a.md": TEXT + "3"})
    assert [record.fields["doc_id"] for record in import_records(tmp_path)[0]] == ["2016/a", "2017/a.md", "2017/a"]


def test_the_second_of_two_with_one_id_is_dropped_and_told_where_the_first_stands(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.jsonl": lines({"doc_id": "x", "text": TEXT}, {"doc_id": "x", "text": TEXT + "!"})})
    _, ledger = import_records(tmp_path)
    assert ledger.rows[1] == LedgerRow(
        "a.jsonl", "a.jsonl, line 2", "x", "dropped", "duplicate_id", "a.jsonl, line 1 has this id and another text"
    )


def test_the_same_text_under_another_id_is_kept_with_a_warning(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.jsonl": lines({"doc_id": "x", "text": TEXT}, {"doc_id": "y", "text": TEXT})})
    assert fates(import_records(tmp_path)[1])[1] == ("a.jsonl, line 2", "kept_with_warning", "same_text")


def test_a_record_without_id_has_one_that_depends_on_nothing_else(tmp_path: Path) -> None:
    row = {"url": "https://c.example/1", "text": TEXT}
    laid_out(
        tmp_path, {"one/a.jsonl": lines(row), "two/x.jsonl": lines({"text": TEXT + "?"}), "two/y.jsonl": lines(row)}
    )
    alone, among = import_records(tmp_path / "one")[0], import_records(tmp_path / "two")[0]
    assert alone[0].fields["doc_id"] == among[1].fields["doc_id"]


def test_one_text_in_two_outlets_is_two_articles_and_twice_in_one_is_one(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "outlet": outlet} for outlet in ("Courier", "Post", "Post")]
    _, ledger = import_records(laid_out(tmp_path, {"a.jsonl": lines(*rows)}))
    assert [row.reason for row in ledger.rows] == ["", "same_text", "duplicate_id"]


def test_one_address_with_two_texts_is_two_articles(tmp_path: Path) -> None:
    rows = [{"text": TEXT + end, "url": "https://c.example/live"} for end in "12"]
    assert len(import_records(laid_out(tmp_path, {"a.jsonl": lines(*rows)}))[0]) == 2


def test_a_reason_is_given_once_however_many_find_it() -> None:
    found = Record("a.txt", TEXT + "\0", {"doc_id": "a"}, None, (Warn("nul_characters", "found by the reader"),))
    [record], ledger = account([found])
    assert record.warnings == (Warn("nul_characters", "found by the reader"),)
    assert fates(ledger) == [("a.txt", "kept_with_warning", "nul_characters")]


def test_what_another_walker_found_is_accounted_for_in_the_same_way() -> None:
    found = [Record("a.txt", TEXT, {"doc_id": "a"}), Refusal("b.txt", "binary"), Record("c.csv, row 2", " ", {})]
    records, ledger = account(found)
    assert [record.fields["doc_id"] for record in records] == ["a"]
    assert [(row.source, row.fate) for row in ledger.rows] == [
        ("a.txt", "kept"),
        ("b.txt", "dropped"),
        ("c.csv", "dropped"),
    ]


# ---------------------------------------------------------------- round trip


def test_what_the_toolkit_wrote_comes_back_as_it_was(tmp_path: Path) -> None:
    row = dict.fromkeys(OWN, "") | {"doc_id": "x", "text": TEXT, "title": "T", "outlet": "Courier", "language": "und"}
    row |= {"published_earliest": "2016-03-18", "published_latest": "2016-03-31", "published_how": "inferred"}
    row |= {
        "published_basis": '"last week" [3:12]',
        "outlet_basis": "masthead",
        "notes": "n",
        "sha256": "ab",
        "file": "f.txt",
    }
    [record], ledger = import_records(laid_out(tmp_path, {"a.jsonl": lines(row)}))
    assert {name: value for name, value in row.items() if value and name != "text"} == dict(record.fields)
    assert ledger.totals().kept == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"published_latest": "soon"}, "date_unreadable"),
        ({"published_latest": "2015-01-01"}, "date_implausible"),
        ({"published_how": "guessed"}, "date_unreadable"),
    ],
)
def test_own_dates_that_were_edited_into_nonsense_are_left_out_with_a_warning(
    tmp_path: Path, changed: dict[str, str], reason: str
) -> None:
    row = {"doc_id": "x", "text": TEXT, "published_earliest": "2016-03-18", "published_latest": "2016-03-18"} | changed
    [record], _ = import_records(laid_out(tmp_path, {"a.jsonl": lines(row)}))
    assert [warning.reason for warning in record.warnings] == [reason]
    assert changed.keys().isdisjoint(record.fields)


# ---------------------------------------------------------------- properties

_NAMES = [
    "a.txt",
    "a.md",
    "b.csv",
    "b.tsv",
    "c.json",
    "c.jsonl",
    "d.parquet",
    "d.xlsx",
    "d.xls",
    "e.zip",
    "e.gz",
    "f.ann",
    "f",
]
_BYTES = st.one_of(
    st.binary(max_size=200), st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass"))
)


@given(st.dictionaries(st.sampled_from(_NAMES), _BYTES, min_size=1, max_size=4))
def test_no_bytes_make_an_import_raise_and_the_totals_add_up(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    records, ledger = import_records(laid_out(tmp_path_factory.mktemp("raw"), files), limits=SMALL)
    totals = ledger.check()
    assert totals.articles == len(records)
    assert totals.seen + len(ledger.side_files) >= len(files)


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_named_is_irrelevant(
    tmp_path_factory: pytest.TempPathFactory, rng: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("order")
    texts = [TEXT + str(rng.randrange(3)) for _ in range(6)]
    laid_out(
        folder, {f"{n}.jsonl": lines({"doc_id": f"d{rng.randrange(4)}", "text": text}) for n, text in enumerate(texts)}
    )
    paths = sorted(folder.iterdir())
    assert import_records(rng.sample(paths, len(paths))) == import_records(paths)
