"""Who is named together with whom: counted once per story, article or window, with the mentions behind it."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from toolkit.corpus import extract_sentences, make_document
from toolkit.errors import TableError
from toolkit.measure import count_comentions, count_comentions_evidence
from toolkit.measure.intervals import share_interval
from toolkit.rows import Corpus
from toolkit.show import plot_comentions, show_comentions

TEXTS = {
    "a1": "Vale met Okoro. Vale left.\nOkoro stayed.",
    "a2": "Vale met Okoro. Vale met Okoro again.",
    "a3": "Vale came. Okoro came later.\nRuritania was silent.",
    "a4": "Vale praised Ruritania.",
}
STORIES = {"a1": "s1", "a2": "s1", "a3": "s3", "a4": "s4"}
CORPUS = Corpus(tuple(make_document(doc_id, text, title=None) for doc_id, text in TEXTS.items()))
SENTENCES = extract_sentences(CORPUS)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Draw, but write no pixels: only words are looked at."""
    mpl.use("Agg")
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)
    yield
    plt.close("all")


def mentions_of(texts: dict[str, str]) -> pd.DataFrame:
    """Find every name by its letters."""
    rows = []
    for doc_id, text in texts.items():
        for name in ("Vale", "Okoro", "Ruritania"):
            start = text.find(name)
            while start >= 0:
                rows.append({"doc_id": doc_id, "actor": name, "mention_start": start})
                start = text.find(name, start + 1)
    table = pd.DataFrame(rows)
    side = table["actor"].replace({"Vale": "arle", "Okoro": "arle", "Ruritania": "ruritania"})
    return table.assign(row_id=[f"m{n}" for n in range(len(table))], side=side)


MENTIONS = mentions_of(TEXTS)
PRINTINGS = MENTIONS.assign(story_id=MENTIONS["doc_id"].map(STORIES))


def numbers(**options: object) -> dict[tuple[str, str], tuple[int, int]]:
    found = count_comentions(PRINTINGS, SENTENCES, **options)  # type: ignore[arg-type]
    return {(row.actor, row.other): (int(row.n), int(row.n_all)) for row in found.itertuples()}  # type: ignore[arg-type]


def test_a_pair_counts_once_in_each_story_of_which_any_printing_has_it_in_one_sentence() -> None:
    assert numbers() == {
        ("Okoro", "Vale"): (1, 2),
        ("Vale", "Okoro"): (1, 3),
        ("Ruritania", "Vale"): (1, 2),
        ("Vale", "Ruritania"): (1, 3),
    }


def test_a_pair_counts_in_every_article_or_in_every_sentence_if_that_is_asked_for() -> None:
    assert numbers(unit="article")["Vale", "Okoro"] == (2, 4)
    assert numbers(unit="window")["Vale", "Okoro"] == (3, 6)
    assert numbers(unit="window")["Okoro", "Vale"] == (3, 5)


@pytest.mark.parametrize(
    ("within", "pairs"),
    [
        ("sentence", {"Okoro-Vale": 1, "Ruritania-Vale": 1}),
        ("paragraph", {"Okoro-Vale": 2, "Ruritania-Vale": 1}),
        ("document", {"Okoro-Vale": 2, "Okoro-Ruritania": 1, "Ruritania-Vale": 2}),
    ],
)
def test_a_wider_window_names_more_together(within: str, pairs: dict[str, int]) -> None:
    found = {f"{one}-{other}": n for (one, other), (n, _) in numbers(within=within).items() if one < other}
    assert found == pairs


def test_sides_are_counted_as_actors_are() -> None:
    assert numbers(level="side")["arle", "ruritania"] == (1, 3)


def test_the_share_has_its_interval_over_stories_and_is_missing_where_they_are_few() -> None:
    texts = {f"b{n}": "Vale met Okoro." if n < 4 else "Vale came." for n in range(12)}
    sentences = extract_sentences(Corpus(tuple(make_document(d, text, title=None) for d, text in texts.items())))

    found = count_comentions(mentions_of(texts), sentences).set_index("actor")

    interval = share_interval(pd.Series([1.0] * 4 + [0.0] * 8).to_numpy(), pd.Series([1.0] * 12).to_numpy())
    assert found.loc["Vale", ["share", "low", "high"]].to_list() == pytest.approx([1 / 3, *interval])
    assert found.loc["Okoro", ["share", "low", "high"]].isna().all()


@pytest.mark.parametrize(
    ("unit", "within", "key"),
    [
        ("story", "sentence", ["story"]),
        ("article", "document", ["doc_id"]),
        ("window", "paragraph", ["doc_id", "window"]),
    ],
)
def test_every_count_is_the_recount_of_its_evidence(unit: str, within: str, key: list[str]) -> None:
    counts = numbers(unit=unit, within=within)
    evidence = count_comentions_evidence(PRINTINGS, SENTENCES, within=within)  # type: ignore[arg-type]
    recount = evidence.drop_duplicates(["actor", "other", *key]).groupby(["actor", "other"]).size().to_dict()
    assert recount == {pair: n for pair, (n, _) in counts.items()}
    assert set(evidence["row_id"]) <= set(PRINTINGS["row_id"])


def test_a_corpus_in_which_nobody_is_named_has_an_empty_table_and_figure() -> None:
    none = count_comentions(PRINTINGS.head(0), SENTENCES)
    assert list(none.columns) == list(count_comentions(PRINTINGS, SENTENCES).columns)
    assert show_comentions(none).note.startswith("n = 0 ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"within": "page"}, "within is 'page'; it must be one of sentence, paragraph, document"),
        ({"unit": "word"}, "there is no unit 'word': story, article, window"),
        ({"level": "name"}, "level is 'name'; it must be one of actor, side, actor_name, side_name"),
        ({"sentences": None}, "within one sentence needs the places of sentences"),
        ({"sentences": SENTENCES[SENTENCES["start"] > 0]}, "a mention of a1 stands in no sentence"),
    ],
)
def test_what_cannot_be_counted_is_said(options: dict[str, object], message: str) -> None:
    with pytest.raises(TableError, match=message):
        count_comentions(PRINTINGS, **({"sentences": SENTENCES} | options))  # type: ignore[arg-type]


def test_the_grid_has_every_pair_from_both_ends_and_nobody_beside_themselves() -> None:
    counted = count_comentions(PRINTINGS, SENTENCES, within="document")
    ax, picture = plot_comentions(counted), show_comentions(counted)

    assert [text.get_text() for text in ax.texts] == ["–", "2", "2", "2", "–", "1", "2", "1", "–"]
    assert picture.alt == (
        "Grid of pairs: stories that name both in one document. Okoro and Vale 2; Ruritania and Vale 2; "
        "Okoro and Ruritania 1."
    )
    assert picture.note.startswith("n = 5 stories that name both in one document, summed over 3 pairs.")
    assert show_comentions(counted, top=2).note.count("2 more pairs are in the table") == 1
