"""From any number to the words: every evidence table is read, and every cell of every count leads to its passages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import toolkit as tk
from toolkit.errors import TableError
from toolkit.rows import Corpus, Study
from toolkit.show import Html

HARBOUR = "tests/data/codebooks/harbour.yaml"
TEXTS = {
    "a": "“The criminal mob has close ties with the Dune Front,” Ada Lind said.\n\n"
    "Vessia met the Dune Front, a trade group. They are at odds, and have close ties.",
    "b": "The Dune Front attacked Vessia. Lind said that the Harbour League, a trade group, was at odds with it.\n\n"
    "The wreckers left. Its “vanguard” stayed.",
}
DAYS = {"a": "2021-02-03", "b": "2021-08-09"}
Case = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | list[pd.DataFrame]]


def read(shown: Html) -> BeautifulSoup:
    return BeautifulSoup(shown.html, "html.parser")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    documents = tuple(tk.make_document(name, text, title=None) for name, text in TEXTS.items())
    return Corpus(documents, Study(codebook=HARBOUR))


@pytest.fixture(scope="module")
def articles(corpus: Corpus) -> pd.DataFrame:
    table = corpus.describe()
    days = pd.to_datetime(table["doc_id"].map(DAYS))
    return table.assign(published_earliest=days, published_latest=days, outlet=["Herald", "Post"])


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> dict[str, pd.DataFrame]:
    return {
        "quotes": tk.extract_quotes(corpus),
        "mentions": tk.extract_mentions(corpus),
        "labels": tk.extract_labels(corpus),
        "frames": tk.extract_frames(corpus),
        "ties": tk.extract_ties(corpus),
        "stances": tk.extract_stances(corpus),
        "breaches": tk.extract_breaches(corpus),
        "scare quotes": tk.extract_scare_quotes(corpus),
        "role conflicts": conflicts(corpus),
        "passages": tk.extract_passages(corpus, "Dune Front"),
        "tokens": tk.extract_tokens(corpus),
        "sentences": tk.extract_sentences(corpus),
        "zones": tk.extract_zones(corpus),
        "kwic": tk.extract_kwic(tk.extract_labels(corpus), corpus),
    }


def conflicts(corpus: Corpus) -> pd.DataFrame:
    """Make a row as `extract_role_conflicts` would, because these texts hold none."""
    start = corpus["b"].text.index("trade group")
    given = {"row_id": "r1", "doc_id": "b", "zone": "body", "method": "m", "actor": "lind", "conflict": "role"}
    span = {"described_start": start, "described_end": start + 11, "described_text": "trade group"}
    return pd.DataFrame([{**given, "other": "chair", **span}])


TABLES = "quotes mentions labels frames ties stances breaches kwic passages tokens zones sentences".split()


@pytest.mark.parametrize("name", [*TABLES, "scare quotes", "role conflicts"])
def test_every_evidence_table_can_be_read_and_laid_out(
    name: str, found: dict[str, pd.DataFrame], corpus: Corpus
) -> None:
    rows = found[name]

    shown = read(tk.read_passages(rows, corpus, limit=len(rows)))

    assert len(rows) > 0
    assert len(shown.select("li mark")) >= len(rows)
    assert len(tk.extract_kwic(rows, corpus)) == len(rows)


def test_every_table_that_is_extracted_is_among_them() -> None:
    extracted = {name.removeprefix("extract_").replace("_", " ") for name in tk.__all__ if name.startswith("extract_")}

    assert extracted == {*TABLES, "scare quotes", "role conflicts"}


# ---------------------------------------------------------------- every count


def cases(found: dict[str, pd.DataFrame], articles: pd.DataFrame, corpus: Corpus) -> dict[str, Callable[[], Case]]:
    """Give, for each verb that has a companion, a table of counts, the companion, and the table that was counted."""
    q, m, labels, cues, ties = (found[name] for name in ("quotes", "mentions", "labels", "frames", "ties"))
    days = ["published_earliest", "published_latest"]
    scores = tk.with_articles(tk.score_frames(corpus), articles, columns=days)
    windows = {"before": ("2021-01-01", "2021-05-01"), "after": ("2021-05-02", "2021-12-31")}
    dated = tk.with_articles(found["tokens"], articles)
    storied = tk.with_articles(tk.score_frames(corpus), articles, columns=["outlet", "story_id"])
    tried = tk.score_multiverse(corpus)
    return {
        "count_labels": lambda: (tk.count_labels(labels), tk.count_labels_evidence(labels), labels),
        "count_frames": lambda: (tk.count_frames(cues), tk.count_frames_evidence(cues), cues),
        "count_quotes": lambda: (tk.count_quotes(q), tk.count_quotes_evidence(q), q),
        "count_speakers": lambda: (tk.count_speakers(q), tk.count_speakers_evidence(q), q),
        "count_ties": lambda: (tk.count_ties(ties), tk.count_ties_evidence(ties), ties),
        "count_stances": lambda: (
            tk.count_stances(found["stances"]),
            tk.count_stances_evidence(found["stances"]),
            found["stances"],
        ),
        "count_edges": lambda: (tk.count_edges(q, m), tk.count_edges_evidence(q, m), m),
        "measure_quotes": lambda: (tk.measure_quotes(q, of="side"), tk.measure_quotes_evidence(q, of="side"), q),
        "measure_labels": lambda: (
            tk.measure_labels(labels, m, articles, n_boot=0),
            tk.measure_labels_evidence(labels, m, articles),
            [labels, m],
        ),
        "tabulate_spellings": lambda: (tk.tabulate_spellings(m), tk.tabulate_spellings_evidence(m), m),
        "build_timeline": lambda: (tk.build_timeline(scores), tk.build_timeline_evidence(scores), cues),
        "build_tie_series": lambda: (
            tk.build_tie_series(ties, articles),
            tk.build_tie_series_evidence(ties, articles),
            ties,
        ),
        "compare_periods": lambda: (
            tk.compare_periods(scores, **windows),
            tk.compare_periods_evidence(scores, **windows),
            cues,
        ),
        "compare_printings": lambda: (
            tk.compare_printings(storied, between="outlet"),
            tk.compare_printings_evidence(storied, between="outlet"),
            cues,
        ),
        "count_comentions": lambda: (
            tk.count_comentions(m, found["sentences"]),
            tk.count_comentions_evidence(m, found["sentences"]),
            m,
        ),
        "build_multiverse": lambda: (
            tk.build_multiverse(corpus, scores=tried).head(30),
            tk.build_multiverse_evidence(corpus, scores=tried),
            cues,
        ),
        "compare_keyness": lambda: (
            tk.compare_keyness(dated, by="outlet", minimum_n=1, n_permutations=1),
            tk.compare_keyness_evidence(dated, by="outlet"),
            dated,
        ),
    }


# what coders said has no places in texts
WITHOUT_PLACES = ["tabulate_agreement"]
WITH_COMPANION = [name.removesuffix("_evidence") for name in tk.__all__ if name.endswith("_evidence")]
WITH_COMPANION = [name for name in WITH_COMPANION if name not in WITHOUT_PLACES]


@pytest.mark.parametrize("verb", WITH_COMPANION)
def test_from_a_row_of_counts_to_its_passages_is_one_call(
    verb: str, found: dict[str, pd.DataFrame], articles: pd.DataFrame, corpus: Corpus
) -> None:
    counts, evidence, rows = cases(found, articles, corpus)[verb]()
    keys = [name for name in counts.columns if name in evidence.columns]

    assert len(counts) > 0
    for at in range(len(counts)):
        shown = tk.read_passages(rows, corpus, behind=evidence, cell=counts.iloc[at])
        meant = evidence[(evidence[keys] == counts[keys].iloc[at]).all(axis=1)]
        assert int(repr(shown).split()[0]) == n_rows(meant)


def n_rows(meant: pd.DataFrame) -> int:
    """Count the different rows that evidence names."""
    if "row_ids" in meant:
        return int(meant["row_ids"].explode().nunique())
    return int(meant["row_id"].nunique()) if "row_id" in meant else len(meant)


def test_one_number_of_a_row_of_counts_leads_to_just_its_rows(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    labels = found["labels"]
    counts, evidence = tk.count_labels(labels), tk.count_labels_evidence(labels)

    for record in counts.to_dict("records"):
        for polarity in ("delegitimising", "neutral", "legitimising"):
            cell = {"actor": record["actor"], "voice": record["voice"], "cell": polarity}
            if record[polarity]:
                shown = read(tk.read_passages(labels, corpus, behind=evidence, cell=cell))
                assert len(shown.select("li")) == record[polarity]


def test_rows_can_be_chosen_by_their_own_columns(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    labels = found["labels"]

    shown = tk.read_passages(labels, corpus, cell={"actor": None, "voice": "verbatim"})

    assert repr(shown).startswith(f"{(labels['actor'].isna() & (labels['voice'] == 'verbatim')).sum()} passage")


def test_articles_that_are_counted_for_having_nothing_are_named(
    found: dict[str, pd.DataFrame], articles: pd.DataFrame, corpus: Corpus
) -> None:
    counts, evidence, cues = cases(found, articles, corpus)["build_timeline"]()
    empty = counts.query("n_articles == 1 and n_with_cue == 0").iloc[0]

    shown = tk.read_passages(cues, corpus, behind=evidence, cell=empty)

    assert repr(shown) == "0 passages. Without such a passage: 1 article (b)."


def test_a_value_that_is_nowhere_is_named_with_the_choices(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    with pytest.raises(TableError, match=r"voice is nowhere 'narator' in the table of passages; it is "):
        tk.read_passages(found["labels"], corpus, cell={"voice": "narator"})
    with pytest.raises(TableError, match="counts give missing values such names: pass their evidence as behind"):
        tk.read_passages(found["labels"], corpus, cell={"actor": "(left open)"})


def test_a_companion_alone_says_what_is_missing(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    with pytest.raises(TableError, match="give the table that was counted, and this one as behind"):
        tk.read_passages(tk.count_labels_evidence(found["labels"]), corpus)


def test_the_wrong_table_is_refused_and_a_part_of_the_right_one_says_so(
    found: dict[str, pd.DataFrame], corpus: Corpus
) -> None:
    labels, evidence = found["labels"], tk.count_labels_evidence(found["labels"])

    with pytest.raises(TableError, match="are in the table of passages; give the table that was counted"):
        tk.read_passages(found["quotes"], corpus, behind=evidence)
    part = tk.read_passages(labels.head(1), corpus, behind=evidence)
    assert (
        repr(part)
        == f"1 passage. {len(labels) - 1} more rows are counted here that the table of passages does not hold."
    )


# ---------------------------------------------------------------- key words in context


def test_a_line_keeps_what_is_asked_for_beside_it(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    kwic = tk.extract_kwic(found["labels"], corpus, columns=["voice", "outlet", "published_earliest"])

    assert list(kwic.columns[:3]) == ["voice", "outlet", "published_earliest"]
    assert kwic["voice"].tolist() == found["labels"]["voice"].tolist()
    with pytest.raises(TableError, match=r"neither the table of passages nor corpus.describe\(\) has colour"):
        tk.extract_kwic(found["labels"], corpus, columns=["colour"])


def test_lines_are_filtered_like_any_table_and_written_out(
    found: dict[str, pd.DataFrame], articles: pd.DataFrame, corpus: Corpus, tmp_path: Path
) -> None:
    rows = tk.with_articles(found["labels"], articles, columns=["outlet"], every="year")

    kwic = tk.extract_kwic(rows, corpus, columns=["outlet", "period", "voice"])
    part = kwic.query("outlet == 'Post' and period == '2021' and voice == 'narrator'")

    assert part["hit"].tolist() == ["wreckers"]
    again = tk.load_table(tk.save_table(part.reset_index(drop=True), tmp_path / "lines.parquet"))
    assert again["left"].tolist() == part["left"].tolist()


def test_lines_can_stand_in_order_of_their_days(articles: pd.DataFrame, found: dict[str, pd.DataFrame]) -> None:
    days = {"a": pd.Timestamp("2021-08-09").date(), "b": pd.Timestamp("2021-02-03").date(), "c": None}
    documents = [tk.Document(name, "The dam broke.", published_earliest=day) for name, day in days.items()]
    corpus = Corpus(tuple(documents))
    rows = pd.DataFrame({"doc_id": ["a", "b", "c"], "row_id": ["1", "2", "3"], "start": 4, "end": 7})

    assert tk.extract_kwic(rows, corpus, order="date")["doc_id"].tolist() == ["b", "a", "c"]


def test_several_rows_of_a_count_open_what_stands_behind_any_of_them(
    found: dict[str, pd.DataFrame], corpus: Corpus
) -> None:
    labels = found["labels"]
    counts, evidence = tk.count_labels(labels), tk.count_labels_evidence(labels)

    def shown(cell: pd.DataFrame | pd.Series) -> set[str]:
        page = read(tk.read_passages(labels, corpus, behind=evidence, cell=cell))
        return {str(item) for item in page.select("li")}

    assert shown(counts.head(1)) == shown(counts.iloc[0])
    assert shown(counts.head(2)) == shown(counts.iloc[0]) | shown(counts.iloc[1])
    assert shown(counts.head(0)) == set(), "an empty count has nothing behind it, and that is no mistake"


def test_the_middle_can_be_the_cue_of_quotations(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    kwic = tk.extract_kwic(found["quotes"], corpus, node="cue")

    assert set(kwic["hit"]) == set(found["quotes"]["cue_text"].dropna())
    assert "said" in set(kwic["hit"])


def test_lines_are_shown_with_the_words_in_one_column(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    shown = tk.show_kwic(tk.extract_kwic(found["labels"], corpus, columns=["voice"]), limit=2)

    page = BeautifulSoup(shown._repr_html_(), "html.parser")
    n_rest = len(found["labels"]) - 2
    assert [div["align"] for div in page.select("tbody tr")[0].select("td div")[:3]] == ["right", "center", "left"]
    assert page.p.text == f"{n_rest:,} more lines in the table."
    assert len({line.index("[") for line in repr(shown).splitlines()[:2]}) == 1


def test_grouped_lines_are_folded_under_their_names(found: dict[str, pd.DataFrame], corpus: Corpus) -> None:
    kwic = tk.extract_kwic(found["labels"], corpus, columns=["voice"])

    page = BeautifulSoup(tk.show_kwic(kwic, by="voice").html, "html.parser")

    counts = kwic["voice"].value_counts()
    assert [each.text for each in page.select("summary")] == [
        f"{name} ({counts[name]})" for name in sorted(counts.index)
    ]
