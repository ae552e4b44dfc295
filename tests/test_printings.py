"""Printings and stories: both counted, and where they have opposite signs that is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import TableError
from toolkit.measure import build_timeline, compare_printings, compare_printings_evidence
from toolkit.measure.intervals import difference_interval
from toolkit.show import show_disagreements


def labels(n: int = 120, seed: int = 0) -> pd.DataFrame:
    """Make rows of labels in articles, some of them printings of one story by several outlets."""
    rng = np.random.default_rng(seed)
    article = rng.integers(0, 60, n)
    rows = pd.DataFrame({"row_id": [f"r{i}" for i in range(n)], "doc_id": [f"a{i}" for i in article]})
    rows["story_id"] = [f"s{i % 35}" for i in article]
    rows["outlet"] = [["Herald", "Post", "Wire"][i % 3] for i in article]
    return rows.assign(polarity=rng.choice(["negative", "neutral"], n))


LABELS = labels()
FOUND = compare_printings(LABELS, between="outlet", of="polarity").set_index(["outlet", "polarity"])
# One story that the Herald printed four times is harsh, its three others are mild; the Post is harsh in two of five.
TURNED = pd.DataFrame(
    [(f"h{n}", "s1", "Herald", "harsh") for n in range(4)]
    + [(f"h{n}", f"s{n}", "Herald", "mild") for n in range(4, 7)]
    + [(f"p{n}", f"t{n}", "Post", "harsh" if n < 2 else "mild") for n in range(5)],
    columns=["doc_id", "story_id", "outlet", "tone"],
)


def by_hand(rows: pd.DataFrame, value: str) -> tuple[dict[str, float], dict[str, float]]:
    """Give hits and sizes of each story with plain loops."""
    hits: dict[str, float] = {}
    sizes: dict[str, float] = {}
    for row in rows.to_dict("records"):
        sizes[row["story_id"]] = sizes.get(row["story_id"], 0) + 1
        hits[row["story_id"]] = hits.get(row["story_id"], 0) + (row["polarity"] == value)
    return hits, sizes


@pytest.mark.parametrize("outlet", ["Herald", "Post", "Wire"])
def test_both_differences_and_their_intervals_are_those_counted_by_hand(outlet: str) -> None:
    row: Any = FOUND.loc[outlet, "negative"]

    sides = [by_hand(LABELS[keep], "negative") for keep in (LABELS["outlet"] == outlet, LABELS["outlet"] != outlet)]
    shares = [sum(hits.values()) / sum(sizes.values()) for hits, sizes in sides]
    means = [sum(hits[s] / sizes[s] for s in sizes) / len(sizes) for hits, sizes in sides]
    assert (row["share"], row["share_against"]) == pytest.approx(shares)
    assert (row["share_stories"], row["share_stories_against"]) == pytest.approx(means)
    assert (row["difference"], row["difference_stories"]) == pytest.approx((shares[0] - shares[1], means[0] - means[1]))
    stories = sorted({*sides[0][1], *sides[1][1]})
    for names, once in ((("low", "high"), False), (("low_stories", "high_stories"), True)):
        ends = []
        for hits, sizes in reversed(sides):
            all_hits = np.array([hits.get(s, 0) / (sizes.get(s, 1) if once else 1) for s in stories])
            ends.append((all_hits, np.array([float(s in sizes) if once else sizes.get(s, 0.0) for s in stories])))
        assert (row[names[0]], row[names[1]]) == pytest.approx(difference_interval(*ends)[1:])


def test_opposite_signs_are_marked_and_told() -> None:
    found = compare_printings(TURNED, between="outlet", of="tone", minimum_n=1)

    assert found["disagrees"].all()
    harsh = found.set_index("tone").loc["harsh"]
    assert (harsh["difference"], harsh["difference_stories"]) == pytest.approx((4 / 7 - 2 / 5, 1 / 4 - 2 / 5))
    assert repr(show_disagreements(found)) == (
        "Printings and stories have opposite signs in 2 of 2 comparisons. "
        "Herald, harsh: +0.17 per printing, -0.15 per story. Herald, mild: -0.17 per printing, +0.15 per story."
    )
    assert "The first 1 are listed." in repr(show_disagreements(found, limit=1))


def test_agreement_is_told_with_how_much_was_compared() -> None:
    alone = TURNED.drop(columns="story_id")
    found = compare_printings(alone, between="outlet", of="tone", minimum_n=1)
    assert repr(show_disagreements(found)) == "Printings and stories agree in sign in all of 2 comparisons."


def test_a_timeline_tells_in_which_periods_printings_and_stories_move_apart() -> None:
    days = pd.to_datetime(["2021-01-05"] * 2 + ["2021-02-05"] * 5)
    rows = pd.DataFrame({"doc_id": [f"a{n}" for n in range(7)], "published_earliest": days, "published_latest": days})
    rows["story_id"] = ["s1", "s2", "t1", "t1", "t1", "t2", "t3"]
    rows["tone"] = ["harsh", "mild", "harsh", "harsh", "harsh", "mild", "mild"]
    told = repr(show_disagreements(build_timeline(rows, every="month", of="tone")))
    assert "opposite signs in 2 of 4 shares, each with the period before." in told
    assert "2021-02, harsh: 0.60 per printing, 0.33 per story." in told


def test_few_stories_are_counted_and_not_compared() -> None:
    found = compare_printings(TURNED, between="outlet", of="tone", minimum_n=6)
    assert found[["difference", "difference_stories", "share"]].isna().all().all()
    assert list(found["n"]) == [4, 3]
    assert set(found["note"]) == {"fewer than 6 stories on a side: read the counts"}
    assert repr(show_disagreements(found)) == "Printings and stories were not compared: there are too few stories."


def test_frames_are_compared_over_relevant_articles_with_their_titles() -> None:
    scores = TURNED.assign(frame="closer", frame_title="Draw closer", relevant=TURNED["doc_id"] != "p4")
    scores = scores.assign(has_cue=TURNED["tone"] == "harsh")
    found = compare_printings(scores, between="outlet", minimum_n=1).iloc[0]
    assert (found["frame_title"], found["n"], found["n_all"], found["n_all_against"]) == ("Draw closer", 4, 7, 4)


def test_every_count_is_the_recount_of_its_evidence() -> None:
    evidence = compare_printings_evidence(LABELS, between="outlet", of="polarity")
    for key, here in evidence.groupby(["outlet", "polarity"]):
        row: Any = FOUND.loc[key]
        assert (row["n"], row["n_all"]) == (here["num"].sum(), here["den"].sum())
        sums = here.groupby("story")[["num", "den"]].sum()
        assert row["share_stories"] == pytest.approx((sums["num"] / sums["den"]).mean())


def test_one_group_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(TableError, match="'outlet' makes 1 group of these rows"):
        compare_printings(TURNED.assign(outlet="Herald"), between="outlet", of="tone")


def test_a_table_that_was_not_counted_twice_is_refused() -> None:
    with pytest.raises(TableError, match="the table lacks disagrees"):
        show_disagreements(TURNED)
    with pytest.raises(TableError, match="neither difference and difference_stories nor share and share_stories"):
        show_disagreements(TURNED.assign(disagrees=False))


def test_markup_in_a_name_is_shown_as_it_stands() -> None:
    found = compare_printings(TURNED.replace("Herald", "<b>Herald"), between="outlet", of="tone", minimum_n=1)
    assert "&lt;b&gt;Herald" in show_disagreements(found)._repr_html_()
