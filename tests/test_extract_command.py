"""`toolkit extract quotes` gives every article its line, keeps its text, and leaves nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.annotate import extract_quotes, find_quotes
from toolkit.cli import main
from toolkit.corpus import load_articles
from toolkit.errors import CorpusError
from toolkit.rows import Corpus
from toolkit.tables import load_table

QUOTED = "“The bridge is open,” Mayor Ada Lind said.\n\nNothing else happened."
TEXTS = {
    "b": QUOTED,
    "a": "The bridge is old.",
    "empty": "",
    "odd": "\ufeff \r\nHe said “so\u2028\u202etoo” \x00 🙂.\r\n",
    "french": "« Le pont est ouvert », a dit la maire hier soir devant la presse réunie sur la place du village. " * 3,
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "in.jsonl", [{"doc_id": name, "text": text} for name, text in TEXTS.items()])


def write_lines(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def extract(source: Path | str, out: Path, *options: str) -> int:
    return main(["extract", "quotes", str(source), "--out", str(out), *options])


# ---------------------------------------------------------------- clean texts with ids


def test_every_article_is_loaded_unchanged_and_in_order(articles: Path) -> None:
    assert [(d.doc_id, d.text) for d in load_articles(articles)] == list(TEXTS.items())


def test_a_clean_text_is_all_body(tmp_path: Path) -> None:
    page = "Mayor backs bridge\n\nPHOTO: Someone\nMarch 18, 2016\nMayor backs bridge\n(Fictional Agency/AP)\n"
    text = f"{page}She said,\nWait."
    path = write_lines(tmp_path / "a.jsonl", [{"doc_id": "a", "text": text, "title": "Mayor backs bridge"}])
    [document] = load_articles(path)
    assert [zone.kind for zone in document.zones] == ["body"] * 6 + ["block_quotation"]
    assert document.title == "Mayor backs bridge"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"doc_id": "a"}', "line 1: an article needs doc_id and text"),
        ('{"doc_id": "a", "text": 3}', "line 1: an article needs doc_id and text"),
        ("[1]", "line 1: it is of type list"),
        ("{", "line 1: it is no JSON object"),
        ("", "holds no articles"),
        ('{"doc_id": "a", "text": ""}\n{"doc_id": "a", "text": ""}', "documents share a doc_id: a"),
    ],
)
def test_a_line_that_is_no_article_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        load_articles(tmp_path / "a.jsonl")


# ---------------------------------------------------------------- what is written


def test_every_article_has_its_line_also_without_a_quotation(articles: Path, tmp_path: Path) -> None:
    assert extract(articles, tmp_path / "out.jsonl", "--quiet") == 0
    lines = read_lines(tmp_path / "out.jsonl")
    assert [line["doc_id"] for line in lines] == list(TEXTS)
    assert lines[1]["quotes"] == lines[2]["quotes"] == []


def test_a_line_gives_places_and_what_is_known(articles: Path, tmp_path: Path) -> None:
    extract(articles, tmp_path / "out.jsonl")
    [quote] = read_lines(tmp_path / "out.jsonl")[0]["quotes"]
    assert "confidence" in quote
    assert {name: value for name, value in quote.items() if name != "confidence"} == {
        "content": [[0, 21]],
        "cue": [[37, 41]],
        "source": [[22, 36]],
        "kind": "direct",
        "form": "marked",
        "act": "speech",
        "sourced": "named",
        "speaker": None,
        "speaker_name": "Ada Lind",
    }


def test_the_lines_are_what_find_quotes_gives(seeds: Corpus, tmp_path: Path) -> None:
    extract(Path(__file__).parents[1] / "seeds", tmp_path / "out.jsonl", "--codebook", "iran-hamas")
    written = {line["doc_id"]: line["quotes"] for line in read_lines(tmp_path / "out.jsonl")}
    for document in seeds:
        found = [[[s.start, s.end] for s in quote.content] for quote in find_quotes(document)]
        assert [quote["content"] for quote in written[document.doc_id]] == found
    assert any(quote["speaker"] for quotes in written.values() for quote in quotes)


def test_two_processes_write_the_same_bytes_as_one(articles: Path, tmp_path: Path) -> None:
    extract(articles, tmp_path / "one.jsonl", "--quiet")
    extract(articles, tmp_path / "two.jsonl", "--quiet", "--workers", "2")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_table_has_the_columns_of_extract_quotes(articles: Path, tmp_path: Path) -> None:
    assert extract(articles, tmp_path / "out.parquet") == 0
    expected = extract_quotes(load_articles(articles))
    assert load_table(tmp_path / "out.parquet").equals(expected)


def test_a_csv_is_a_table_as_well(articles: Path, tmp_path: Path) -> None:
    assert extract(articles, tmp_path / "out.csv", "--format", "table") == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("row_id,doc_id,")


def test_a_short_run_shows_no_bar(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract(articles, tmp_path / "out.jsonl")
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.endswith(" quotations in 5 articles\n")


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("out", "options", "said"),
    [
        ("out.txt", (), "its name must end in .csv or .jsonl or .ndjson or .parquet"),
        ("out.csv", ("--format", "standoff"), "its name must end in .jsonl or .ndjson with --format standoff"),
        ("out.jsonl", ("--format", "table"), "its name must end in .csv or .parquet with --format table"),
        ("out.jsonl", ("--codebook", "nonsense"), "nonsense"),
        ("out.jsonl", ("--workers", "0"), "workers is 0"),
    ],
)
def test_a_mistake_is_one_line_and_writes_nothing(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str, options: tuple[str, ...], said: str
) -> None:
    assert extract(articles, tmp_path / out, *options) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_run_that_fails_leaves_the_older_file(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("older", encoding="utf-8")
    find: Callable[..., Any] = find_quotes

    def stumbling(document: Any, **options: Any) -> Any:
        if document.doc_id == "odd":
            raise MemoryError
        return find(document, **options)

    monkeypatch.setattr("toolkit.annotate.find_quotes", stumbling)
    with pytest.raises(MemoryError):
        extract(articles, out, "--quiet")
    assert out.read_text(encoding="utf-8") == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_the_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["extract", "--help"])
    assert "toolkit extract quotes articles.jsonl --out pred.jsonl" in capsys.readouterr().out
