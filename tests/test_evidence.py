"""How much of the texts is shown: places alone, excerpts, or all; and how many rows of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.errors import ParameterError, SpanError
from toolkit.excerpts import cut_table, cut_words, find_excerpt
from toolkit.rows import Corpus
from toolkit.show.samples import sample_rows
from toolkit.tables import check_spans, load_table

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"


def runs_of(text: str, n: int) -> set[tuple[str, ...]]:
    """Give every `n` words that stand in a row; at an ellipsis words are missing, and a row ends."""
    rows = [re.findall(r"\w+", part) for part in text.lower().split("…")]
    return {tuple(words[at : at + n]) for words in rows for at in range(len(words) - n + 1)}


@pytest.fixture(scope="module")
def held(seeds: Corpus) -> dict[int, set[tuple[str, ...]]]:
    """Every 9 and every 41 words in a row of the seeds."""
    return {n: set().union(*(runs_of(document.text, n) for document in seeds)) for n in (9, 41)}


@pytest.fixture(scope="module")
def tables(seeds: Corpus) -> dict[str, pd.DataFrame]:
    return {
        "quotes": tk.extract_quotes(seeds),
        "labels": tk.extract_labels(seeds),
        "frames": tk.extract_frames(seeds),
        "stances": tk.extract_stances(seeds),
        "zones": tk.extract_zones(seeds),
        "articles": seeds.describe(),
    }


def text_of(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ")


# ---------------------------------------------------------------- cutting


@given(st.text(alphabet="ab ,.-\n", max_size=80), st.data())
def test_an_excerpt_has_as_many_words_as_it_may_and_those_that_are_meant(text: str, data: st.DataObject) -> None:
    words = [found.span() for found in re.finditer(r"\w+", text)]
    if not words:
        return
    start, end = data.draw(st.sampled_from(words))
    most = data.draw(st.integers(1, 12))

    first, last = find_excerpt(text, start, end, first=0, last=len(text), most=most)

    assert first <= start < end <= last
    assert len(re.findall(r"\w+", text[first:last])) == min(most, len(words))


def test_an_excerpt_takes_as_much_before_as_after_where_there_is_as_much() -> None:
    text = "one two three four five six seven"

    start, end = find_excerpt(text, 14, 18, first=0, last=len(text), most=3)

    assert text[start:end] == "three four five"
    assert find_excerpt(text, 0, 3, first=0, last=len(text), most=3) == (0, 13)


@given(st.text(alphabet="ab ,.…\n", max_size=80), st.integers(1, 12))
def test_what_is_cut_says_so_and_what_is_not_stays(text: str, most: int) -> None:
    cut = cut_words(text, most)

    assert len(re.findall(r"\w+", cut)) == min(most, len(re.findall(r"\w+", text)))
    assert cut == text or (cut.endswith(" …") and text.startswith(cut.removesuffix(" …")))


@pytest.mark.parametrize(("evidence", "most"), [("offsets", 8), ("snippet", 40)])
def test_no_cell_of_a_cut_table_holds_more_words_of_a_text(
    evidence: str, most: int, tables: dict[str, pd.DataFrame], held: dict[int, set[tuple[str, ...]]]
) -> None:
    whole = [cell for table in tables.values() for cell in cells_of(table)]
    cut = [cell for table in tables.values() for cell in cells_of(cut_table(table, evidence=evidence))]

    assert any(runs_of(cell, most + 1) & held[most + 1] for cell in whole)
    assert [cell for cell in cut if runs_of(cell, most + 1) & held[most + 1]] == []


def cells_of(table: pd.DataFrame) -> Iterable[str]:
    """Give the words of every cell; of a list of passages, those of all."""
    for name in table.columns:
        for value in table[name]:
            if isinstance(value, str):
                yield value
            elif isinstance(value, (list, np.ndarray)):
                yield " ".join(part["text"] for part in value if isinstance(part, dict))


def test_cutting_changes_no_offset_no_id_and_no_dtype(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        cut = cut_table(table, evidence="offsets")

        assert [*cut.dtypes] == [*table.dtypes], name
        for column in (c for c in table.columns if c.endswith(("_start", "_end", "_id", "sha256"))):
            pd.testing.assert_series_equal(cut[column], table[column])


def test_full_evidence_is_the_table_as_it_is(tables: dict[str, pd.DataFrame]) -> None:
    assert cut_table(tables["quotes"], evidence="full") is tables["quotes"]


def test_another_word_for_how_much_is_shown_is_a_mistake(tables: dict[str, pd.DataFrame], seeds: Corpus) -> None:
    told = "evidence is 'all'; it must be one of offsets, snippet, full"
    with pytest.raises(ParameterError, match=told):
        cut_table(tables["quotes"], evidence="all")
    with pytest.raises(ParameterError, match=told):
        tk.read_passages(tables["quotes"], seeds, evidence="all")
    with pytest.raises(ParameterError, match=told):
        tk.explain_stance(tables["stances"], evidence="all")


def test_a_cut_table_can_still_be_read_back_as_far_as_it_goes(tables: dict[str, pd.DataFrame], seeds: Corpus) -> None:
    cut = cut_table(tables["quotes"], evidence="offsets")
    moved = cut.assign(source_start=cut["source_start"] + 1, source_end=cut["source_end"] + 1)

    assert check_spans(cut, seeds) == check_spans(tables["quotes"], seeds) > len(cut)
    with pytest.raises(SpanError, match="does not read"):
        check_spans(moved, seeds)


# ---------------------------------------------------------------- passages


def test_of_places_alone_no_word_is_read_but_where_they_stand(
    tables: dict[str, pd.DataFrame], seeds: Corpus, held: dict[int, set[tuple[str, ...]]]
) -> None:
    quotes = tables["quotes"]
    page = BeautifulSoup(tk.read_passages(quotes, seeds, by="kind", evidence="offsets").html, "html.parser")
    stances = tk.explain_stance(tables["stances"], by="target", evidence="offsets").html

    assert page.select("mark") == []
    assert sorted(line.text.split(" · ")[-1] for line in page.select("li small")) == sorted(quotes["row_id"])
    assert "<mark>" not in stances
    assert not (runs_of(page.get_text(" "), 9) | runs_of(text_of(stances), 9)) & held[9]


def test_no_snippet_is_longer_than_forty_words_and_each_holds_its_mark(
    tables: dict[str, pd.DataFrame], seeds: Corpus
) -> None:
    page = BeautifulSoup(tk.read_passages(tables["frames"], seeds, evidence="snippet").html, "html.parser")
    items = [(item, item.small.extract()) for item in page.select("li")]

    assert [mark.text for item, _ in items for mark in item.select("mark")] == [*tables["frames"]["cue_text"]]
    assert max(len(re.findall(r"\w+", item.text)) for item, _ in items) == 40


def test_a_long_passage_is_cut_and_says_so(seeds: Corpus) -> None:
    document = next(iter(seeds))
    body = max((zone.span for zone in document.zones if zone.kind == "body"), key=lambda span: span.end - span.start)
    row = pd.DataFrame({"doc_id": [document.doc_id], "start": [body.start], "end": [body.end]})

    page = BeautifulSoup(tk.read_passages(row, seeds, evidence="snippet").html, "html.parser")
    page.small.extract()

    assert len(re.findall(r"\w+", page.li.text)) == 40
    assert page.li.text.rstrip().endswith("…")


def test_a_stance_in_a_snippet_keeps_its_target(tables: dict[str, pd.DataFrame]) -> None:
    stances = tables["stances"]
    page = BeautifulSoup(tk.explain_stance(stances, limit=len(stances), evidence="snippet").html, "html.parser")

    assert [item.strong.text for item in page.select("li")] == [*stances["mention_text"]]


# ---------------------------------------------------------------- how many


def test_what_is_drawn_does_not_move_when_other_rows_come() -> None:
    rows = pd.DataFrame({"row_id": [f"r{n}" for n in range(1000)]})
    few, many = sample_rows(rows.head(500), 50), sample_rows(rows, 50)

    assert len(few) == len(many) == 50
    assert {*many["row_id"]} & {*rows["row_id"].head(500)} <= {*few["row_id"]}
    assert [*many.index] == sorted(many.index)
    assert {*sample_rows(rows, 50, seed=1)["row_id"]} != {*many["row_id"]}


def test_a_list_in_groups_is_bounded_in_all_and_says_what_it_leaves_out(seeds: Corpus) -> None:
    doc_id = next(iter(seeds)).doc_id
    sizes = {"a": 300, "b": 30, "c": 3}
    groups = [group for group, n in sizes.items() for _ in range(n)]
    rows = pd.DataFrame({"doc_id": doc_id, "start": range(333), "end": range(1, 334), "group": groups})

    page = BeautifulSoup(tk.read_passages(rows, seeds, by="group", most=43).html, "html.parser")
    two = BeautifulSoup(tk.read_passages(rows, seeds, by="group", most=2).html, "html.parser")

    assert [len(group.select("li")) for group in page.select("details")] == [20, 20, 3]
    assert [p.text for p in page.select("p")] == [
        "A sample of 20 of 300; all are in the table.",
        "A sample of 20 of 30; all are in the table.",
    ]
    assert [summary.text for summary in two.select("summary")] == ["a (300)", "b (30)"]
    assert two.select("p")[-1].text == "1 more groups with 3 rows are in the table."


def test_a_page_on_twenty_thousand_articles_stays_below_ten_megabytes(seeds: Corpus) -> None:
    """The lists of the ten chapters at their bounds, with the longest lines of the seeds."""
    n = 20_000
    document = max(seeds, key=lambda document: max(zone.span.end - zone.span.start for zone in document.zones))
    longest = max((zone.span for zone in document.zones), key=lambda span: span.end - span.start)
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"row_id": [f"row-{at}" for at in range(10 * n)], "doc_id": document.doc_id})
    rows = rows.assign(start=longest.start, end=longest.start + 60, group=rng.zipf(1.5, len(rows)).astype("str"))
    articles = pd.DataFrame({"doc_id": [f"outlet-{at:05}" for at in range(n)], "title": document.text[:200]})
    articles = articles.assign(outlet="outlet", published_earliest=pd.Timestamp("2000-01-01"), n_words=500, n_quotes=5)

    passages = tk.read_passages(rows, Corpus((document,)), by="group")._repr_html_()
    table = tk.show_table(articles, caption="Articles")._repr_html_()

    assert 450 < passages.count("<li>") <= 500
    assert passages.count("<summary>") == 40
    # six lists of passages, tables of 6,000 rows in all, and fourteen figures as large as the largest of the seeds
    assert 6 * len(passages) + 30 * len(table) + 14 * 290_000 < 10_000_000


# ---------------------------------------------------------------- a whole report


@pytest.mark.long
@pytest.mark.parametrize(("evidence", "most"), [("offsets", 8), ("snippet", 40)])
def test_no_file_of_a_report_holds_more_words_of_a_text_in_a_row(
    evidence: str, most: int, tmp_path: Path, held: dict[int, set[tuple[str, ...]]]
) -> None:
    tk.run_report(SEEDS, tmp_path / "r", parameters={"evidence": evidence})
    told = dict(words_of_files(tmp_path / "r"))

    assert {Path(name).suffix for name in told} == {".html", ".ipynb", ".csv", ".parquet", ".svg", ".json"}
    assert sorted(name for name, words in told.items() if runs_of(words, most + 1) & held[most + 1]) == []


def words_of_files(folder: Path) -> Iterable[tuple[str, str]]:
    """Give the words of every file but pictures in points, as a reader or a program would read them."""
    csv.field_size_limit(10**9)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".png"):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".parquet":
            yield name, " … ".join(cells_of(load_table(path)))
        elif path.suffix == ".ipynb":
            yield name, " … ".join(outputs_of(path))
        elif path.suffix == ".html":
            page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            yield name, " … ".join([page.get_text(" "), *(image["alt"] for image in page.select("img"))])
        else:
            yield name, path.read_text(encoding="utf-8")


def outputs_of(path: Path) -> Iterable[str]:
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            for kind, said in output.get("data", {"text/plain": output.get("text", "")}).items():
                yield text_of(said) if kind == "text/html" else str(said)


# ---------------------------------------------------------------- how to cite it


def test_a_citation_names_versions_and_texts_as_citation_cff_does(seeds: Corpus) -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    codebook = tk.load_codebook("iran-hamas")
    sentence, entry = repr(tk.show_citation(seeds, codebook)).split("\n\n")

    assert sentence == (
        f"{cited['authors'][0]['name']}: {cited['title']}, version {cited['version']}. "
        f"Codebook iran-hamas, version {codebook.version}. Texts: 5 articles, fingerprint {seeds.fingerprint}."
    )
    assert entry.startswith(f"@software{{{cited['title']},\n  author = {{{{{cited['authors'][0]['name']}}}}},\n")
    assert entry.count("{") == entry.count("}")
