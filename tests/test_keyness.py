"""Keyness: formulas against other computations, chances against all draws there are, and nothing found in nothing."""

from __future__ import annotations

import json
import math
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures
from scipy.sparse import csc_array
from scipy.stats import chi2_contingency, kstest

from toolkit.annotate import extract_labels, extract_tokens
from toolkit.cli import main
from toolkit.corpus import make_document
from toolkit.errors import TableError
from toolkit.measure import (
    compare_halves,
    compare_keyness,
    compare_keyness_evidence,
    measure_collocations,
    measure_dispersion,
)
from toolkit.measure.effects import log_likelihood, log_odds, log_ratio
from toolkit.measure.permutation import Cells, draw_chances
from toolkit.rows import Corpus

tables_of_two = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(300, 9000), st.integers(300, 9000))


def rows_of(*articles: tuple[str, str, str]) -> pd.DataFrame:
    """Make words from (story, outlet, text); every tuple is an article."""
    rows = [
        (f"doc{number:03d}", story, outlet, word)
        for number, (story, outlet, text) in enumerate(articles)
        for word in text.split()
    ]
    return pd.DataFrame(rows, columns=["doc_id", "story_id", "outlet", "token"])


def invented(n_stories: int, *, seed: int, n_words: int = 150, length: int = 120) -> pd.DataFrame:
    """Make stories in one language: common words, and each story's own subject, of which it speaks again and again."""
    rng = np.random.default_rng(seed)
    usual = 1 / np.arange(1, n_words + 1)
    rows = []
    for story in range(n_stories):
        weights = usual.copy()
        weights[rng.integers(5, n_words, size=6)] += 0.25
        size = int(rng.integers(length // 2, 2 * length))
        words = rng.choice(n_words, size=size, p=weights / weights.sum())
        rows += [(f"s{story:03d}", f"w{word:03d}") for word in words]
    return pd.DataFrame(rows, columns=["doc_id", "token"])


def row_of(table: pd.DataFrame, feature: str, group: str = "") -> dict[Any, Any]:
    rows = table[(table["feature"] == feature) & (table["group"] == (group or table["group"].iloc[0]))]
    assert len(rows) == 1
    return rows.iloc[0].to_dict()


# ---------------------------------------------------------------- effect sizes


def sizes(measure: Any, table: tuple[int, int, int, int], **options: Any) -> Any:
    n, n_against, all_n, all_against = table
    return measure(np.array([float(n)]), np.array([float(n_against)]), all_n, all_against, **options)


@given(tables_of_two)
def test_the_log_likelihood_is_that_of_scipy(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    if a + b == 0 or a + b == c + d:
        assert sizes(log_likelihood, table)[0] == 0
        return
    expected = chi2_contingency([[a, b], [c - a, d - b]], correction=False, lambda_="log-likelihood").statistic
    assert abs(sizes(log_likelihood, table)[0]) == pytest.approx(expected, abs=1e-7)


def test_the_log_likelihood_is_that_of_nltk() -> None:
    expected = BigramAssocMeasures.likelihood_ratio(30, (50, 1000), 5000)  # 30 of 1000, 20 of 4000
    assert sizes(log_likelihood, (30, 20, 1000, 4000))[0] == pytest.approx(expected, abs=1e-6)


def test_the_log_likelihood_of_a_published_example() -> None:
    """Lancaster's teaching example: 52 of 50,000 and 57 of 75,000 words give 2.65 by the formula of two cells."""
    assert sizes(log_likelihood, (52, 57, 50_000, 75_000))[0] == pytest.approx(2.65, abs=0.01)


@given(tables_of_two)
def test_a_word_is_as_much_the_one_groups_as_it_is_not_the_others(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    turned = (b, a, d, c)
    share = np.array([(a + b) / (c + d)]) if a + b else np.array([0.5])
    assert sizes(log_ratio, table)[0] == pytest.approx(-sizes(log_ratio, turned)[0])
    assert sizes(log_likelihood, table)[0] == pytest.approx(-sizes(log_likelihood, turned)[0], abs=1e-9)
    for one, other in zip(
        sizes(log_odds, table, share=share, prior=50.0),
        sizes(log_odds, turned, share=share, prior=50.0),
        strict=True,
    ):
        assert one[0] == pytest.approx(-other[0], abs=1e-9)


def test_four_times_as_often_is_a_log_ratio_of_two() -> None:
    """Hardie 2014: each point is a doubling."""
    assert sizes(log_ratio, (40, 10, 1000, 1000))[0] == pytest.approx(2)
    assert sizes(log_ratio, (20, 10, 500, 1000))[0] == pytest.approx(2)


def test_the_log_odds_are_those_of_the_paper_computed_by_hand() -> None:
    rows = rows_of(("a", "X", "dam dam dam sea sky"), ("b", "Y", "dam sea sea sea sky sky sky"))
    found = row_of(compare_keyness(rows, by="outlet", minimum_n=1, prior=24), "dam")
    alpha = 24 * 4 / 12  # the prior's words, as often as all groups together have it
    one = math.log((3 + alpha) / (5 + 24 - 3 - alpha))
    other = math.log((1 + alpha) / (7 + 24 - 1 - alpha))
    assert found["log_odds"] == pytest.approx(one - other)
    assert found["log_odds_z"] == pytest.approx((one - other) / math.sqrt(1 / (3 + alpha) + 1 / (1 + alpha)))


# ---------------------------------------------------------------- chances


def differences(rows: pd.DataFrame, word: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Give each article's count of a word less what the share in all would give, and whether its outlet is X."""
    counts = rows.groupby("doc_id")["token"].agg([lambda tokens: (tokens == word).sum(), "size"])
    outlets = rows.groupby("doc_id")["outlet"].first()
    counts.columns = pd.Index(["n", "all"])
    rest = counts["n"] - counts["n"].sum() / counts["all"].sum() * counts["all"]
    return rest.to_numpy(), (outlets == "X").to_numpy()


def test_a_chance_is_the_share_of_all_draws_that_reach_what_was_found() -> None:
    texts = "a a b|a b b b|a a a|b b|a b|a a a a b|b b b|a a|a b b|a a b b|b|b b|a b b b b|b b|a|b b b|b b a|b|a b|b b"
    rows = rows_of(*((f"s{i}", "XY"[i >= 10], text) for i, text in enumerate(texts.split("|"))))
    rest, in_x = differences(rows, "a")
    drawn = np.array([rest[list(chosen)].sum() for chosen in combinations(range(20), 10)])
    found = row_of(compare_keyness(rows, by="outlet", minimum_n=1, n_permutations=20_000), "a")
    exact = (np.abs(drawn) >= abs(rest[in_x].sum()) - 1e-9).mean()
    assert 0.01 < exact < 0.5
    assert found["p"] == pytest.approx(exact, abs=4 * math.sqrt(exact / 20_000))


def test_means_and_deviations_are_those_of_all_draws_also_within_stories_of_both_groups() -> None:
    counts = np.array([[3.0, 0], [1, 1], [0, 2], [4, 0], [2, 2], [0, 1], [5, 1]])
    cell_sizes = counts.sum(axis=1) + np.arange(7)
    story, group = np.array([0, 1, 2, 3, 3, 4, 4]), np.array([0, 0, 1, 0, 1, 1, 0])
    rest = counts - counts.sum(axis=0) / cell_sizes.sum() * cell_sizes[:, None]
    drawn = np.array(
        [
            rest[[*alone, third, fourth]].sum(axis=0)
            for alone, third, fourth in product(combinations(range(3), 2), (3, 4), (5, 6))
        ]
    )
    found = (rest[group == 0].sum(axis=0) - drawn.mean(axis=0)) / drawn.std(axis=0)
    chances = draw_chances(
        Cells(csc_array(counts), cell_sizes, story, group), groups=np.array([0]), n_draws=4000, seed=1
    )
    assert chances.z[0] == pytest.approx(found)
    z = np.abs((drawn - drawn.mean(axis=0)) / drawn.std(axis=0))
    assert chances.p[0] == pytest.approx((z >= np.abs(found) - 1e-9).mean(axis=0), abs=0.04)
    largest = z.max(axis=1)
    assert chances.p_max[0] == pytest.approx([(largest >= size - 1e-9).mean() for size in np.abs(found)], abs=0.04)


def test_printing_a_story_again_changes_nothing_by_story() -> None:
    articles = [(f"s{i:02d}", "XY"[i % 2], f"dam sea sky {'dam ' * (i % 5)}") for i in range(24)]
    once = compare_keyness(rows_of(*articles), by="outlet", minimum_n=1, n_permutations=500)
    wired = compare_keyness(rows_of(*articles, *[articles[4]] * 30), by="outlet", minimum_n=1, n_permutations=500)
    pd.testing.assert_frame_equal(once, wired)


def test_per_printing_every_printing_counts_but_chances_stay_by_story() -> None:
    articles = [(f"s{i:02d}", "XY"[i % 2], "dam sea") for i in range(24)]
    rows = rows_of(*articles, *[articles[4]] * 30)
    found = row_of(compare_keyness(rows, by="outlet", per="printing", minimum_n=1, n_permutations=500), "dam")
    assert (found["n"], found["n_against"], found["n_stories"]) == (42, 12, 12)
    assert found["p"] == 1


def test_a_wire_story_in_both_groups_makes_no_difference() -> None:
    own = [(f"s{i:02d}", "XY"[i % 2], "dam sea sky") for i in range(20)]
    wire = [("wire", outlet, "fog " * 50) for outlet in "XY"]
    found = row_of(compare_keyness(rows_of(*own, *wire), by="outlet", minimum_n=1, n_permutations=500), "fog")
    assert (found["n"], found["n_against"], found["p"]) == (50, 50, 1)


def test_voices_of_the_same_stories_are_compared_within_stories() -> None:
    """In each story the speaker says "grave" a little more often, though stories differ far more than voices."""
    articles = [
        (f"s{i:02d}", voice, "grave " * (i + extra) + "word " * (100 - i - extra))
        for i in range(16)
        for voice, extra in (("narrator", 0), ("verbatim", 2))
    ]
    paired = row_of(compare_keyness(rows_of(*articles), by="outlet", n_permutations=4000), "grave")
    apart = [(f"{story}{voice}", voice, text) for story, voice, text in articles]
    unpaired = row_of(compare_keyness(rows_of(*apart), by="outlet", n_permutations=4000), "grave")
    assert paired["p"] < 0.001
    assert unpaired["p"] > 0.2


def test_under_ten_stories_a_side_there_is_no_test_and_the_table_says_why() -> None:
    articles = [(f"s{i:02d}", "X" if i < 9 else "Y", "dam sea") for i in range(30)]
    table = compare_keyness(rows_of(*articles), by="outlet", minimum_n=1)
    assert table[["p", "p_max", "p_fdr"]].isna().all(axis=None)
    assert set(table["why_no_p"]) == {"9 stories in X and 21 in Y; a test takes 10 in each"}
    assert table["log_ratio"].notna().all()


def test_printings_of_one_story_do_not_make_ten_stories() -> None:
    articles = [("wire", "X", "dam sea")] * 40 + [(f"s{i}", "Y", "dam sea") for i in range(40)]
    assert compare_keyness(rows_of(*articles), by="outlet")["p"].isna().all()


def test_a_planted_word_is_found_and_little_else() -> None:
    rows = invented(80, seed=3).assign(outlet=lambda t: np.where(t["doc_id"] < "s040", "X", "Y"))
    planted = pd.DataFrame({"doc_id": [f"s{i:03d}" for i in range(40)] * 2, "token": "harbour", "outlet": "X"})
    table = compare_keyness(pd.concat([rows, planted]), by="outlet")
    assert row_of(table, "harbour")["p_max"] < 0.001
    assert table["feature"].iloc[0] == "harbour"
    assert (table["p_fdr"] < 0.05).sum() <= 3


# ---------------------------------------------------------------- random halves


@pytest.fixture(scope="module")
def halves() -> pd.DataFrame:
    return compare_halves(invented(100, seed=11), cuts=50, n_permutations=2000, seed=4)


def check_halves(table: pd.DataFrame) -> None:
    n = table["n_features"]
    assert (table["by_story"] / n).mean() <= 0.002
    assert (table["by_log_likelihood"] / n).mean() > 0.01
    assert (table["by_log_odds"] / n).mean() > 0.005
    assert kstest(table["p"], "uniform").pvalue > 0.01
    assert (table["p_max"] < 0.05).mean() < 0.12


def test_between_random_halves_stories_find_next_to_nothing_and_words_find_much(halves: pd.DataFrame) -> None:
    check_halves(halves)


@pytest.mark.long
def test_between_two_hundred_random_halves_stories_find_next_to_nothing() -> None:
    table = compare_halves(invented(200, seed=12, n_words=600), cuts=200, seed=5)
    check_halves(table)
    assert (table["p_max"] < 0.05).mean() <= 0.09  # 95 % of such runs, if it is 5 %


def test_halves_of_too_few_stories_are_refused() -> None:
    with pytest.raises(TableError, match="19 stories are too few to cut in halves; it takes 20"):
        compare_halves(invented(19, seed=1))


# ---------------------------------------------------------------- the table


def test_of_three_groups_each_is_set_against_the_others_together() -> None:
    articles = [(f"s{i:02d}", "XYZ"[i % 3], "dam sea " + "dam " * (i % 4) + "fog " * (i % 3)) for i in range(60)]
    rows = rows_of(*articles)
    three = compare_keyness(rows, by="outlet", minimum_n=1)
    assert list(dict.fromkeys(three["group"])) == ["X", "Y", "Z"]
    assert set(three["against"]) == {"(the rest)"}
    merged = rows.assign(outlet=rows["outlet"].replace({"Y": "other", "X": "other"}))
    two = row_of(compare_keyness(merged, by="outlet", groups=["Z", "other"], minimum_n=1), "fog", "Z")
    one_of_three = row_of(three, "fog", "Z")
    for name in ("n", "n_against", "n_stories", "n_stories_against", "log_ratio", "log_likelihood", "log_odds_z"):
        assert one_of_three[name] == pytest.approx(two[name])
    assert one_of_three["p"] < 0.001


def test_a_group_that_is_too_small_does_not_keep_the_others_from_being_tested() -> None:
    articles = [(f"s{i:02d}", "XYZ"[min(i % 8, 2) if i < 24 else i % 2], "dam sea") for i in range(60)]
    rows = rows_of(*[row for row in articles if row[1] != "Z"], *[row for row in articles if row[1] == "Z"][:5])
    table = compare_keyness(rows, by="outlet", minimum_n=1, n_permutations=100)
    tested = table.groupby("group")["p"].apply(lambda p: bool(p.notna().all()))
    assert tested.to_dict() == {"X": True, "Y": True, "Z": False}


def test_groups_are_chosen_and_ordered_by_name() -> None:
    rows = rows_of(("a", "X", "dam sea"), ("b", "Y", "dam sky"), ("c", "Z", "fog"))
    table = compare_keyness(rows, by="outlet", groups=["Y", "X"], minimum_n=1)
    assert table[["group", "against"]].drop_duplicates().values.tolist() == [["Y", "X"]]
    assert "fog" not in set(table["feature"])


def test_rare_words_are_left_out_of_the_table_but_not_of_the_totals() -> None:
    rows = rows_of(("a", "X", "dam dam dam sea"), ("b", "Y", "dam dam sky"))
    table = compare_keyness(rows, by="outlet", minimum_n=5)
    assert table[["feature", "n_all", "n_all_against"]].values.tolist() == [["dam", 4.0, 3.0]]


def test_titles_stay_apart() -> None:
    rows = rows_of(("a", "X", "dam sea"), ("b", "Y", "dam sky")).assign(zone=["title", "body", "title", "body"])
    assert set(compare_keyness(rows, by="outlet", minimum_n=1)["feature"]) == {"sea", "sky"}
    assert set(compare_keyness(rows, by="outlet", minimum_n=1, zones=["title"])["feature"]) == {"dam"}


def test_any_column_is_counted_and_a_missing_name_has_one() -> None:
    rows = pd.DataFrame({"doc_id": list("abc"), "outlet": ["X", "Y", None], "speaker_name": ["Vale", None, "Vale"]})
    table = compare_keyness(rows, by="outlet", of="speaker_name", groups=["X", "Y"], minimum_n=1)
    assert set(table["feature"]) == {"Vale", "(nobody named)"}
    every = compare_keyness(rows, by="outlet", of="speaker_name", minimum_n=1)
    assert set(every["group"]) == {"(no group)", "X", "Y"}


def test_the_order_of_rows_and_the_names_of_articles_make_no_difference() -> None:
    rows = invented(40, seed=2).assign(outlet=lambda t: np.where(t["doc_id"] < "s020", "X", "Y"))
    usual = compare_keyness(rows, by="outlet", n_permutations=3000)
    shuffled = compare_keyness(rows.sample(frac=1, random_state=1), by="outlet", n_permutations=3000)
    columns = ["feature", "n", "log_ratio", "log_odds_z", "n_stories"]
    pd.testing.assert_frame_equal(usual[columns], shuffled[columns])
    assert shuffled["p"].to_numpy() == pytest.approx(usual["p"].to_numpy(), abs=0.05)


def test_the_same_seed_draws_the_same() -> None:
    rows = invented(30, seed=2).assign(outlet=lambda t: np.where(t["doc_id"] < "s015", "X", "Y"))
    once, again = (compare_keyness(rows, by="outlet", n_permutations=300, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)


def test_every_count_can_be_counted_again_from_its_rows() -> None:
    articles = [(f"s{i:02d}", "XYZ"[i % 3], "dam sea " + "fog " * (i % 3)) for i in range(9)]
    rows = rows_of(*articles)
    table = compare_keyness(rows, by="outlet", minimum_n=1)
    evidence = compare_keyness_evidence(rows, by="outlet")
    counted = evidence.groupby(["group", "feature"]).size().to_dict()
    assert {(r["group"], r["feature"]): r["n"] for r in table.to_dict("records") if r["n"]} == counted
    assert {"doc_id", "story_id"} <= set(evidence.columns)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"by": "paper"}, "lacks paper; it has"),
        ({"of": "lemma"}, "lacks lemma; it has"),
        ({"groups": ["Q", "X"]}, "outlet is nowhere 'Q'; it is X, Y"),
        ({"groups": ["X"]}, "outlet has one group only, X; comparing takes two"),
        ({"minimum_n": 99}, "nothing stands 99 times in these 4 rows; lower minimum_n"),
        ({"per": "article"}, "per is 'article'; it must be story or printing"),
        ({"n_permutations": 0}, "n_permutations is 0"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_choices(options: dict[str, Any], says: str) -> None:
    rows = rows_of(("a", "X", "dam sea"), ("b", "Y", "dam sky"))
    with pytest.raises(TableError, match=says):
        compare_keyness(rows, **{"by": "outlet", "minimum_n": 1, **options})


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(TableError, match="as the table is empty"):
        compare_keyness(rows_of(), by="outlet")


# ---------------------------------------------------------------- dispersion and collocations


def test_dispersion_of_the_published_example() -> None:
    """Gries 2008: a stands 1, 2, 3, 4 and 5 times in parts of 9, 10, 10, 10 and 11 of 50; DP is 0.18."""
    parts = {"p1": (1, 9), "p2": (2, 10), "p3": (3, 10), "p4": (4, 10), "p5": (5, 11)}
    rows = [(doc_id, "a" if i < n else "x") for doc_id, (n, size) in parts.items() for i in range(size)]
    table = measure_dispersion(pd.DataFrame(rows, columns=["doc_id", "token"])).set_index("token")
    assert table.loc["a", "n"] == 15
    assert table.loc["a", "dp"] == pytest.approx(0.18)
    assert table.loc["a", "dp_norm"] == pytest.approx(0.18 / (1 - 0.18))


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=8), min_size=2, max_size=6))
def test_dispersion_is_half_the_sum_of_what_parts_differ_by(articles: list[list[str]]) -> None:
    rows = pd.DataFrame([(str(i), word) for i, words in enumerate(articles) for word in words])
    table = measure_dispersion(rows.set_axis(["doc_id", "token"], axis=1)).set_index("token")
    total = sum(map(len, articles))
    for word in table.index:
        n = sum(words.count(word) for words in articles)
        parts = (abs(words.count(word) / n - len(words) / total) for words in articles)
        assert table.loc[word, "dp"] == pytest.approx(sum(parts) / 2)


def tokens_of(*texts: str) -> pd.DataFrame:
    documents = (make_document(f"d{number}", text, title=None) for number, text in enumerate(texts))
    return extract_tokens(Corpus(tuple(documents)), voiced=False)


WORDS = "the harbour master met the harbour board and the harbour master left the board with the master of the quay"


@pytest.mark.parametrize("window", [2, 5])
def test_collocations_are_those_of_nltk(window: int) -> None:
    finder = BigramCollocationFinder.from_words(WORDS.split(), window_size=window)
    table = measure_collocations(tokens_of(WORDS), window=window, minimum_n=1).set_index(["first", "second"])
    for column, measure in {
        "log_likelihood": BigramAssocMeasures.likelihood_ratio,
        "pmi": BigramAssocMeasures.pmi,
        "t": BigramAssocMeasures.student_t,
    }.items():
        assert table[column].to_dict() == pytest.approx(dict(finder.score_ngrams(measure)))
    assert table["n"].to_dict() == dict(finder.ngram_fd)


def test_a_pair_ends_with_its_paragraph_and_its_article() -> None:
    pairs = measure_collocations(tokens_of("dam sea\n\nfog", "sky dam"), window=5, minimum_n=1)
    assert sorted(pairs[["first", "second"]].values.tolist()) == [["dam", "sea"], ["sky", "dam"]]


def test_collocations_of_one_word_say_in_how_many_articles_they_stand() -> None:
    table = measure_collocations(tokens_of("old dam, old dam, new sea", "old dam"), node="dam", minimum_n=2)
    assert table[["first", "second", "n", "n_first", "n_articles"]].values.tolist() == [["old", "dam", 3, 3, 2]]


def test_no_tokens_have_no_collocations_and_no_dispersion() -> None:
    none = tokens_of("")
    assert list(measure_collocations(none).columns)[:3] == ["first", "second", "n"]
    assert len(measure_collocations(none)) == len(measure_dispersion(none)) == 0


def test_a_window_of_one_word_is_refused() -> None:
    with pytest.raises(TableError, match="window is 1"):
        measure_collocations(tokens_of("dam"), window=1)


# ---------------------------------------------------------------- from articles to numbers


def test_labels_of_articles_are_compared_by_voice(seeds: Corpus) -> None:
    labels = extract_labels(seeds)
    table = compare_keyness(labels, by="voice", of="form", groups=["narrator", "verbatim"], minimum_n=1)
    counted = labels[labels["zone"] != "title"].groupby(["voice", "form"]).size()
    assert len(table) > 3
    for row in table.to_dict("records"):
        assert row["n"] == counted.get(("narrator", row["feature"]), 0)
        assert row["n_against"] == counted.get(("verbatim", row["feature"]), 0)


def test_the_bench_says_what_each_method_flags(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = invented(24, seed=6).groupby("doc_id")["token"].apply(" ".join)
    lines = [json.dumps({"doc_id": doc_id, "text": f"A title\n\nThe {text}."}) for doc_id, text in words.items()]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert main(["bench", "keyness", str(tmp_path / "texts.jsonl"), "--cuts", "2"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("24 articles in 24 stories of texts.jsonl, ")
    assert said[1].startswith("2 random halves; ")
    assert [line.split(",")[0].strip() for line in said[2:5]] == ["by story", "weighted log-odds", "log-likelihood"]
