"""Reports compared with each other and with what is made of their record."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from test_reports import contents, write_notebook

import toolkit as tk
from toolkit.cli import main
from toolkit.errors import ParameterError
from toolkit.reports import check_report, compare_reports, tell_changes
from toolkit.reports import checking as checking_module
from toolkit.tables import write_tables

QUOTES = pd.DataFrame(
    {
        "row_id": ["q1", "q2", "q3"],
        "speaker_name": ["Ada Lind", None, "Bo Falk"],
        "confidence": [0.5, 0.75, 1.0],
        "content_text": ["We met.", "No.", "Yes."],
    }
)
SHARES = pd.DataFrame(
    {
        "side": ["north", "south"],
        "unit": ["words", "words"],
        "n": [10, 30],
        "share": [0.25, 0.75],
        "low": [0.1, 0.5],
        "high": [0.4, 0.9],
    }
)


def report(folder: Path, **tables: pd.DataFrame) -> Path:
    """Write a report of these tables, a figure, and a record that says nothing."""
    write_tables(tables, folder / "tables")
    (folder / "figures").mkdir()
    (folder / "figures" / "shares.png").write_bytes(b"drawn")
    (folder / "provenance.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return report(tmp_path / "first", quotes=QUOTES, shares=SHARES)


# ---------------------------------------------------------------- two reports


def test_reports_that_say_the_same_have_no_changes(first: Path, tmp_path: Path) -> None:
    shuffled = report(tmp_path / "second", quotes=QUOTES.iloc[::-1], shares=SHARES)

    changes = compare_reports(first, shuffled)

    assert changes.empty
    assert [*changes.dtypes.astype("str")] == [*["str"] * 6, *["float64"] * 5]


def test_rows_that_came_and_went_are_named_by_their_ids(first: Path, tmp_path: Path) -> None:
    second = report(tmp_path / "second", quotes=QUOTES.assign(row_id=["q1", "q2", "q4"]), shares=SHARES)

    changes = compare_reports(first, second)

    assert changes[["name", "change", "row"]].to_numpy().tolist() == [
        ["quotes", "lost", "q3"],
        ["quotes", "gained", "q4"],
    ]
    assert tell_changes(changes) == ["quotes: 1 row gained, 1 row lost"]


def test_values_that_changed_are_told_with_the_largest_difference(first: Path, tmp_path: Path) -> None:
    other = QUOTES.assign(speaker_name=["Ada Lind", "Cy Roth", "Bo Falk"], confidence=[0.5, 0.5, 0.9])
    second = report(tmp_path / "second", quotes=other, shares=SHARES)

    changes = compare_reports(first, second).set_index(["row", "column"])

    assert pd.isna(changes.loc[("q2", "speaker_name"), "first"])
    assert changes.loc[("q2", "speaker_name"), "second"] == "Cy Roth"
    assert changes.loc[("q2", "confidence"), "difference"] == -0.25
    assert tell_changes(changes.reset_index()) == ["quotes: 2 changed in speaker_name, confidence (by 0.25 at most)"]


def test_a_share_that_moved_is_told_with_both_intervals(first: Path, tmp_path: Path) -> None:
    moved = SHARES.assign(share=[0.3, 0.7], low=[0.2, 0.5])
    second = report(tmp_path / "second", quotes=QUOTES, shares=moved)

    changes = compare_reports(first, second)

    north = changes[(changes["row"] == "north") & (changes["column"] == "share")].iloc[0]
    assert [*north["first_low":]] == [0.1, 0.4, 0.2, 0.4]
    assert tell_changes(changes)[1:] == [
        "shares, south: share 0.750 [0.500, 0.900] → 0.700 [0.500, 0.900]",
        "shares, north: share 0.250 [0.100, 0.400] → 0.300 [0.200, 0.400]",
    ]


def test_tables_columns_and_figures_that_came_went_or_changed_are_named(first: Path, tmp_path: Path) -> None:
    second = report(tmp_path / "second", quotes=QUOTES.drop(columns="confidence"), ties=SHARES)
    (second / "figures" / "shares.png").write_bytes(b"drawn otherwise")

    assert tell_changes(compare_reports(first, second)) == [
        "quotes: column confidence lost",
        "shares: lost",
        "shares.png: changed",
        "ties: gained",
    ]


def test_rows_of_the_same_words_are_told_apart_by_their_number(first: Path, tmp_path: Path) -> None:
    twice = pd.DataFrame({"doc_id": ["a", "a", "b"], "fate": ["kept", "kept", "kept"]})
    one, two = report(tmp_path / "one", ledger=twice), report(tmp_path / "two", ledger=twice.iloc[1:])

    assert tell_changes(compare_reports(one, two)) == ["ledger: 1 row lost"]


def test_lists_are_compared_item_by_item(tmp_path: Path) -> None:
    kind = pd.ArrowDtype(pa.list_(pa.string()))
    lists = [pd.DataFrame({"doc_id": ["a"], "ids": pd.Series([ids], dtype=kind)}) for ids in (["q1", "q2"], ["q1"])]
    one, two = (report(tmp_path / str(n), scores=table) for n, table in enumerate(lists))

    assert compare_reports(one, one).empty
    assert tell_changes(compare_reports(one, two)) == ["scores: 1 changed in ids"]


def test_what_is_no_report_cannot_be_compared(first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--compare", str(first), str(tmp_path)]) == 2
    assert "there is no report in" in capsys.readouterr().err


def test_the_command_says_what_differs_between_two_reports(
    first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = report(tmp_path / "second", quotes=QUOTES.head(2), shares=SHARES)

    assert main(["report", "--compare", str(first), str(first)]) == 0
    assert main(["report", "--compare", str(first), str(second)]) == 1
    assert capsys.readouterr().out == "identical\nquotes: 1 row lost\n"


# ---------------------------------------------------------------- a report and the same made again


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two texts, a notebook that makes a table of them, and its report."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "texts").mkdir()
    for name in ("a", "b"):
        (folder / "texts" / f"{name}.txt").write_text(f"The {name} council met.\n\nIt was late.", encoding="utf-8")
    write_notebook(
        folder / "mine.ipynb",
        "import toolkit as tk\ntk.write_tables({'articles': tk.load_corpus(corpus).describe()}, f'{out}/tables')",
    )
    tk.run_report(folder / "texts", folder / "r", chapters=[folder / "mine.ipynb"])
    return folder


def test_a_report_made_again_of_the_same_is_identical_and_stays_as_it_is(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(desk)
    words = ["--check", str(desk / "r"), "--corpus", str(desk / "texts"), "--chapters", str(desk / "mine.ipynb")]

    assert main(["report", *words, "--quiet"]) == 0
    assert capsys.readouterr().out == "identical\n"
    assert contents(desk) == before


@pytest.fixture
def made(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the report, which is what is made when it is to be made again."""
    shutil.copytree(desk / "r", tmp_path / "made")
    monkeypatch.setattr(checking_module, "run_report", lambda _, out, **how: shutil.copytree(tmp_path / "made", out))
    return tmp_path / "made"


def rewrite(folder: Path, **changes: object) -> None:
    """Change the record of a report."""
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    (folder / "provenance.json").write_text(json.dumps(record | changes), encoding="utf-8")


def test_a_report_of_other_texts_and_versions_names_tables_rows_and_reasons(
    desk: Path, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = tk.load_table(made / "tables" / "articles.parquet")
    write_tables({"articles": articles.head(1).assign(n_words=9)}, made / "tables")
    corpus = {"name": "texts", "fingerprint": "other", "documents": {"a": "other bytes"}}
    rewrite(made, corpus=corpus, packages={"numpy": "0.1"}, files={"tables/articles.parquet": "other"})
    words = ["--check", str(desk / "r"), "--corpus", str(desk / "texts"), "--chapters", str(desk / "mine.ipynb")]

    assert main(["report", *words, "--quiet"]) == 1
    differs, articles_said, *reasons = capsys.readouterr().out.splitlines()
    assert differs == "differs: tables/articles.csv, tables/articles.parquet"
    assert articles_said == "articles: 1 row lost, 1 changed in n_words (by 2 at most)"
    assert reasons[0].startswith("why it may: other texts: 0 articles gained, 1 lost, 1 with other bytes; fingerprint ")
    assert "numpy" in reasons[1]
    assert "→ 0.1" in reasons[1]


def test_a_table_that_was_changed_by_hand_is_not_identical(desk: Path, made: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "r", tmp_path / "r")
    with (tmp_path / "r" / "tables" / "articles.csv").open("a", encoding="utf-8") as file:
        file.write("c\n")

    checked = check_report(tmp_path / "r", desk / "texts", chapters=[desk / "mine.ipynb"])

    assert not checked.identical
    assert checked.files == ["tables/articles.csv"]
    assert checked.reasons == ["changed since the report was made: tables/articles.csv"]


def test_what_is_needed_to_make_a_report_again_is_asked_for(desk: Path, made: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "r", tmp_path / "r")
    with pytest.raises(ParameterError, match=r"was made with mine\.ipynb, which did not come with the toolkit"):
        check_report(tmp_path / "r", desk / "texts")
    rewrite(tmp_path / "r", parameters={"study_name": "mine.yaml"})
    with pytest.raises(ParameterError, match=r"was made with the study mine\.yaml; give its path with --study"):
        check_report(tmp_path / "r", desk / "texts", chapters=[desk / "mine.ipynb"])
    (tmp_path / "r" / "provenance.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ParameterError, match="lacks chapters, corpus, files, packages, parameters"):
        check_report(tmp_path / "r", desk / "texts")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--check", "r"], "name the texts"),
        (["--out", "r"], "name the texts"),
        (["texts", "--check", "r", "-p", "every=year"], "is checked with its own parameters"),
        (["texts", "--check", "r", "--evidence", "full"], "is checked with its own parameters"),
        (["texts", "--check", "nowhere"], "there is no report in 'nowhere'"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(
    words: list[str], told: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)

    assert main(["report", *words]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.long
def test_the_report_on_the_seeds_can_be_made_again_from_its_record(tmp_path: Path) -> None:
    seeds = Path(__file__).parents[1] / "seeds"
    tk.run_report(seeds, tmp_path / "r", parameters={"evidence": "offsets", "every": "year"})

    assert check_report(tmp_path / "r", seeds).identical
