"""An import is added to, never repeated; whatever the order, the same corpus and an account that adds up."""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.cli import main
from toolkit.corpus import load, load_corpus, run_import, runs, save_corpus
from toolkit.corpus.store import read_saved
from toolkit.errors import CorpusError
from toolkit.measure.flow import build_flow
from toolkit.rows import Corpus, Document, LedgerRow, Study, Totals

PLACES = "bridge harbour market station library school theatre hospital".split()


def english(place: str) -> str:
    return (
        f"The council of Aldmouth said on Monday that the {place} would reopen in spring, after a winter of repairs.\n"
        f"“We had hoped to be done with the {place} by now,” the mayor said, and she thanked all who had worked on "
        f"the {place} through the storms. Visitors of the {place} were asked to wait, and to use the other entrance.\n"
    )


GERMAN = (
    "Der Rat von Altmünde teilte am Montag mit, dass die Brücke im Frühjahr wieder geöffnet werde, nachdem sie den "
    "ganzen Winter über ausgebessert worden war. Die Bürgermeisterin dankte allen, die daran gearbeitet hatten.\n"
) * 2


def laid(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def lines(**texts: str) -> str:
    return "\n".join(json.dumps({"doc_id": doc_id, "text": text}) for doc_id, text in texts.items())


def ids(corpus: Corpus) -> list[str]:
    return [document.doc_id for document in corpus]


def adds_up(corpus: Corpus) -> Totals:
    """Say that the ledger is whole, and that it keeps just what the corpus holds."""
    assert corpus.ledger is not None
    totals = corpus.ledger.check()
    assert sorted(row.doc_id for row in corpus.ledger.rows if row.fate != "dropped") == sorted(ids(corpus))
    build_flow(corpus.ledger.table(), corpus.describe())
    return totals


def fates(corpus: Corpus) -> dict[str, tuple[str, str]]:
    assert corpus.ledger is not None
    return {row.place: (row.fate, row.reason) for row in corpus.ledger.rows}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return laid(
        tmp_path / "pages", {"a.txt": english("bridge"), "b.txt": english("harbour"), "c.txt": bytes(range(256)) * 8}
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out" / "corpus.parquet"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents that are made, as they are made."""
    seen: list[str] = []
    make = load.read_record

    def spy(record: Any) -> Any:
        seen.append(record.fields["doc_id"])
        return make(record)

    monkeypatch.setattr(load, "read_record", spy)
    return seen


# ---- the first run


def test_a_first_run_saves_what_it_gives(pages: Path, out: Path) -> None:
    corpus, n_new = run_import([pages], out)
    assert (ids(corpus), n_new) == (["a", "b"], 2)
    assert load_corpus(out) == corpus


def test_a_first_run_of_one_source_is_what_loading_it_gives(pages: Path, out: Path) -> None:
    assert run_import(pages, out)[0] == load_corpus(pages, dropped="ledger")


def test_the_ledger_of_a_first_run_adds_up(pages: Path, out: Path) -> None:
    totals = adds_up(run_import([pages], out)[0])
    assert (totals.seen, totals.articles, totals.dropped) == (3, 2, 1)


def test_two_folders_with_files_of_one_name_are_two_articles(tmp_path: Path, out: Path) -> None:
    laid(tmp_path, {"x/a.txt": english("bridge"), "y/a.txt": english("harbour")})
    corpus, _ = run_import([tmp_path / "x", tmp_path / "y"], out)
    assert ids(corpus) == ["x/a", "y/a"]
    adds_up(corpus)


# ---- further runs


def test_a_second_run_adds_only_what_is_new(pages: Path, out: Path) -> None:
    first, _ = run_import([pages], out)
    laid(pages, {"d.txt": english("market")})
    second, n_new = run_import([pages], out)
    assert (ids(second), n_new) == (["a", "b", "d"], 1)
    assert [second[doc_id] for doc_id in ids(first)] == list(first)


def test_a_second_run_makes_no_known_article_again(pages: Path, out: Path, made: list[str]) -> None:
    run_import([pages], out)
    laid(pages, {"d.txt": english("market")})
    made.clear()
    run_import([pages], out)
    assert made == ["d"]


def test_a_second_run_over_the_same_changes_no_byte(pages: Path, out: Path) -> None:
    laid(pages, {"e.jsonl": lines(x=english("market"), y=GERMAN), "f.jsonl": lines(x=english("station"))})
    run_import([pages], out)
    before = out.read_bytes()
    assert run_import([pages], out)[1] == 0
    assert out.read_bytes() == before


def test_the_ledger_of_two_runs_adds_up(pages: Path, out: Path) -> None:
    run_import([pages], out)
    laid(pages, {"d.txt": english("market"), "e.txt": ""})
    totals = adds_up(run_import([pages], out)[0])
    assert (totals.seen, totals.articles, totals.dropped) == (5, 3, 2)


def test_a_warning_of_the_first_run_outlasts_the_second(tmp_path: Path, out: Path) -> None:
    laid(tmp_path / "p", {"a.txt": "The bridge\n03/04/2016\n" + english("bridge")})
    first, _ = run_import([tmp_path / "p"], out)
    assert "date_ambiguous" in fates(first)["a.txt"][1]
    assert fates(run_import([tmp_path / "p"], out)[0]) == fates(first)


def test_a_file_that_is_mended_is_taken_in(pages: Path, out: Path) -> None:
    run_import([pages], out)
    corpus, n_new = run_import([laid(pages, {"c.txt": english("market")})], out)
    assert (n_new, adds_up(corpus).dropped) == (1, 0)


def test_a_file_whose_text_was_changed_stays_as_it_was_and_the_ledger_says_so(pages: Path, out: Path) -> None:
    first, _ = run_import([pages], out)
    second, n_new = run_import([laid(pages, {"a.txt": english("library")})], out)
    assert (second["a"], n_new) == (first["a"], 0)
    assert second.ledger is not None
    assert (
        LedgerRow("a.txt", "a.txt", "a", "dropped", "duplicate_id", "a.txt has this id and another text")
        in second.ledger.rows
    )
    adds_up(second)


@pytest.mark.parametrize(("text", "other"), [("bridge", "the same"), ("harbour", "another")])
def test_an_id_that_another_source_has_is_dropped_and_told(tmp_path: Path, out: Path, text: str, other: str) -> None:
    laid(
        tmp_path, {"1.jsonl": lines(x=english("bridge"), z=""), "2.jsonl": lines(x=english(text), y=english("market"))}
    )
    corpus, _ = run_import([tmp_path / "1.jsonl", tmp_path / "2.jsonl"], out)
    assert corpus["x"].text == english("bridge")
    assert corpus.ledger is not None
    assert [row.detail for row in corpus.ledger.rows if row.fate == "dropped"] == [
        "there is no text",
        f"1.jsonl, line 1 has this id and {other} text",
    ]
    adds_up(corpus)


def test_a_run_that_found_no_article_is_in_the_account_of_the_next(tmp_path: Path, out: Path) -> None:
    laid(tmp_path, {"1.txt": "", "2.txt": english("bridge")})
    run_import([tmp_path / "1.txt"], out)
    corpus, _ = run_import([tmp_path / "2.txt"], out)
    assert fates(corpus)["1.txt"] == ("dropped", "empty_file")


def test_printings_of_one_text_in_two_runs_are_one_story(tmp_path: Path, out: Path) -> None:
    laid(tmp_path, {"1.jsonl": lines(x=english("bridge")), "2.jsonl": lines(b=english("bridge"))})
    run_import([tmp_path / "1.jsonl"], out)
    corpus, _ = run_import([tmp_path / "2.jsonl"], out)
    assert [document.story_id for document in corpus] == ["b", "b"]


def test_a_correction_made_after_the_first_run_reaches_what_was_kept(pages: Path, out: Path) -> None:
    run_import([pages], out)
    laid(pages, {"overrides.csv": "doc_id,field,value,who,why\na,outlet,Post,E. Reader,seen\n"})
    for _ in range(2):
        corpus, _ = run_import([pages], out)
        assert corpus["a"].outlet == "Post"
        assert [(o.doc_id, o.outcome) for o in corpus.overrides] == [("a", "applied")]


def test_a_correction_beside_several_sources_is_applied_where_its_article_is(pages: Path, out: Path) -> None:
    laid(pages, {"overrides.csv": "doc_id,field,value,who,why\na,outlet,Post,E. Reader,seen\n"})
    corpus, _ = run_import(sorted(pages.glob("*.txt")), out)
    assert [(o.doc_id, o.outcome) for o in corpus.overrides] == [("a", "applied")]


def test_the_study_stays_unless_another_is_named(pages: Path, out: Path) -> None:
    assert run_import([pages], out, study=Study("Bridges"))[0].study.title == "Bridges"
    assert run_import([pages], out)[0].study.title == "Bridges"
    assert run_import([pages], out, study=Study("Harbours"))[0].study.title == "Harbours"


def test_an_import_that_stops_goes_on_from_where_it_was(
    tmp_path: Path, out: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path, {f"{place}.txt": english(place) for place in PLACES[:3]})
    sources = sorted(tmp_path.glob("*.txt"))
    save = runs.save_corpus

    def stop_at_the_third(corpus: Corpus, path: Path) -> Path:
        if len(corpus) == 3:
            raise KeyboardInterrupt
        return save(corpus, path)

    with monkeypatch.context() as patch:
        patch.setattr(runs, "save_corpus", stop_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            run_import(sources, out)
    assert ids(read_saved(out)) == ["bridge", "harbour"]
    made.clear()
    corpus, n_new = run_import(sources, out)
    assert (made, n_new, len(corpus)) == ([], 1, 3)


def test_a_corpus_saved_among_its_own_sources_is_not_read_as_one(pages: Path) -> None:
    first, _ = run_import([pages], pages / "all.parquet")
    second, n_new = run_import([pages], pages / "all.parquet")
    assert (n_new, fates(second)) == (0, fates(first))


# ---- where it cannot go


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mine.parquet", "'mine.parquet' is there and is no saved corpus; name another file"),
        ("mine.csv", "a corpus is saved as a .parquet file; 'mine.csv' is none"),
    ],
)
def test_a_file_that_is_no_corpus_is_not_written_over(
    pages: Path, tmp_path: Path, made: list[str], name: str, message: str
) -> None:
    pd.DataFrame({"x": [1]}).to_parquet(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    with pytest.raises(CorpusError, match=re.escape(message)):
        run_import([pages], tmp_path / name)
    assert ((tmp_path / name).read_bytes(), made) == (before, [])


@pytest.mark.parametrize(
    ("sources", "message"), [([], "there is nothing to import"), (["no/such/folder"], "no file or folder")]
)
def test_nothing_to_import_is_an_error_and_makes_no_file(sources: Sequence[str], message: str, out: Path) -> None:
    with pytest.raises(CorpusError, match=message):
        run_import(sources, out)
    assert not out.exists()


def test_a_source_that_is_missing_is_said_before_anything_is_read(pages: Path, out: Path, made: list[str]) -> None:
    with pytest.raises(CorpusError, match="no file or folder"):
        run_import([pages, pages / "gone"], out)
    assert made == []


# ---- order


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_the_order_of_sources_is_irrelevant(tmp_path_factory: pytest.TempPathFactory, rng: random.Random) -> None:
    folder = tmp_path_factory.mktemp("order")
    for n in range(4):
        texts = {f"d{rng.randrange(5)}": english(rng.choice(PLACES)) for _ in range(3)}
        laid(folder, {f"{n}.jsonl": lines(**texts)})
    sources = sorted(folder.glob("*.jsonl"))
    one, _ = run_import(sources, folder / "one.parquet")
    other, _ = run_import(rng.sample(sources, len(sources)), folder / "other.parquet")
    assert one.fingerprint == other.fingerprint
    pd.testing.assert_frame_equal(one.describe(), other.describe())
    assert one.ledger == other.ledger
    adds_up(one)


@settings(max_examples=8)
@given(st.permutations(PLACES[:5]), st.integers(0, 5))
def test_in_which_runs_articles_came_is_irrelevant(
    tmp_path_factory: pytest.TempPathFactory, places: list[str], cut: int
) -> None:
    folder = laid(tmp_path_factory.mktemp("runs"), {f"{place}.txt": english(place) for place in places})
    files = [folder / f"{place}.txt" for place in places]
    for part in filter(None, (files[:cut], files[cut:])):
        corpus, _ = run_import(part, folder / "parts.parquet")
    at_once = load_corpus(folder)
    assert corpus.fingerprint == at_once.fingerprint
    pd.testing.assert_frame_equal(corpus.describe(), at_once.describe())


# ---- a folder of everything


def word_file(text: str) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def web_page(text: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<!DOCTYPE html><html><head><title>News</title></head><body><article>{body}</article></body></html>"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    files: dict[str, str | bytes] = {
        "a.txt": english("bridge"),
        "b.jsonl": lines(b1=english("harbour"), b2=""),
        "c.csv": 'doc_id,text\nc1,"' + english("market") + '"\nc2,\n',
        "d.html": web_page(english("station")),
        "e.docx": word_file(english("library")),
        "f.odt": "x",
    }
    laid(folder, files)
    with zipfile.ZipFile(folder / "g.zip", "w") as archive:
        for name, content in files.items():
            if name[0] in "ade":
                raw = content if isinstance(content, bytes) else content.encode()
                archive.writestr(name, raw.replace(b"the bridge", b"the school"))
    return folder


def test_a_folder_of_everything_loads_with_its_account(mixed: Path) -> None:
    corpus = load_corpus(mixed, dropped="ledger")
    totals = adds_up(corpus)
    assert (totals.seen, totals.articles, totals.dropped) == (11, 6, 5)
    assert {place: reason for place, (fate, reason) in fates(corpus).items() if fate == "dropped"} == {
        "b.jsonl, line 2": "empty_text",
        "c.csv, row 3": "empty_text",
        "f.odt": "unknown_format",
        "g.zip!/d.html": "duplicate_id",
        "g.zip!/e.docx": "duplicate_id",
    }


@pytest.mark.parametrize("place", PLACES[:6])
def test_each_kind_of_file_gives_its_article(mixed: Path, place: str) -> None:
    texts = [document.text for document in load_corpus(mixed, dropped="ledger")]
    assert any("the mayor said" in text and f"the {place} would reopen" in text for text in texts)


def test_by_default_the_first_thing_that_is_no_article_is_named(mixed: Path) -> None:
    with pytest.raises(CorpusError, match=r"^b\.jsonl, line 2: empty text \(there is no text\) and 4 more cannot"):
        load_corpus(mixed)


# ---- languages


@pytest.fixture
def tongues(tmp_path: Path) -> Path:
    return laid(tmp_path / "tongues", {"de.txt": GERMAN, "en.txt": english("bridge")})


def test_an_article_in_another_language_is_put_aside_with_its_language(tongues: Path) -> None:
    corpus = load_corpus(tongues, dropped="ledger")
    assert (ids(corpus), fates(corpus)["de.txt"]) == (["en"], ("dropped", "other_language"))
    assert corpus.ledger is not None
    assert corpus.ledger.rows[0].detail == "de"
    adds_up(corpus)


@pytest.mark.parametrize(("languages", "kept"), [((), ["de", "en"]), (("de",), ["de"]), (("de", "en"), ["de", "en"])])
def test_the_languages_asked_for_are_kept(tongues: Path, languages: tuple[str, ...], kept: list[str]) -> None:
    assert ids(load_corpus(tongues, languages=languages, dropped="ledger")) == kept


def test_an_article_put_aside_for_its_language_can_be_taken_in_later(tongues: Path, out: Path) -> None:
    run_import([tongues], out)
    corpus, n_new = run_import([tongues], out, languages=())
    assert (n_new, adds_up(corpus)) == (1, Totals(2, *fate_counts(corpus)))


def test_an_article_kept_for_its_language_stays_when_fewer_are_asked_for(tongues: Path, out: Path) -> None:
    first, _ = run_import([tongues], out, languages=())
    second, _ = run_import([tongues], out)
    assert (ids(second), second.ledger) == (ids(first), first.ledger)


def fate_counts(corpus: Corpus) -> tuple[int, int, int]:
    found = [fate for fate, _ in fates(corpus).values()]
    return found.count("kept"), found.count("kept_with_warning"), found.count("dropped")


# ---- the command


def test_the_command_prints_what_came_in_and_what_did_not(
    pages: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(pages), "--out", str(out), "--quiet"]) == 0
    printed = capsys.readouterr().out.splitlines()
    kept, warned, dropped = fate_counts(read_saved(out))
    assert printed[:2] == [
        f"{out}: 2 articles, 2 of them new",
        f"seen 3: {kept} kept, {warned} with warning, {dropped} dropped",
    ]
    assert [line.split() for line in printed if "binary" in line] == [["1", "dropped:", "binary"]]


def test_the_command_says_how_many_are_new_the_second_time(
    pages: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for n_new in (2, 0):
        assert main(["import", str(pages), "--out", str(out), "--quiet"]) == 0
        assert f"2 articles, {n_new} of them new" in capsys.readouterr().out


def test_the_command_keeps_all_languages_if_asked(tongues: Path, out: Path) -> None:
    assert main(["import", str(tongues), "--out", str(out), "--language", "all", "--quiet"]) == 0
    assert ids(read_saved(out)) == ["de", "en"]


def test_the_command_takes_a_mapping_of_columns(tmp_path: Path, out: Path) -> None:
    laid(tmp_path, {"a.csv": f'remark,paper\n"{english("bridge")}",Courier\n'})
    options = ["--map", "text=remark,outlet=paper", "--out", str(out), "--quiet"]
    assert main(["import", str(tmp_path / "a.csv"), *options]) == 0
    assert [document.outlet for document in read_saved(out)] == ["Courier"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["gone", "--out", "OUT"], 2, "there is no file or folder"),
        (["PAGES", "--out", "x.csv"], 2, "saved as a .parquet file"),
        (["PAGES", "--out", "OUT", "--map", "text"], 2, "expected NAME=VALUE"),
    ],
)
def test_the_command_fails_with_its_reason(
    pages: Path, out: Path, arguments: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"PAGES": str(pages), "OUT": str(out)}
    assert main(["import", *(words.get(word, word) for word in arguments), "--quiet"]) == status
    assert message in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("arguments", [["--out", "x.parquet"], ["pages"]])
def test_the_command_without_sources_or_place_is_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["import", *arguments])
    assert stopped.value.code == 2


def test_a_corpus_saved_by_hand_can_be_added_to(pages: Path, out: Path) -> None:
    save_corpus(Corpus((Document("own", english("school")),)), out)
    assert ids(run_import([pages], out)[0]) == ["a", "b", "own"]
