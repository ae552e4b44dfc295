"""Figures and what is read beside them: the same numbers in words, nothing of a text taken for code, no traces left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.colors import to_rgb
from matplotlib.text import Text

import toolkit as tk
from toolkit.errors import TableError
from toolkit.measure import build_timeline, count_edges, count_labels, count_speakers, measure_quotes
from toolkit.rows import Corpus, Label, Mention, Quote, Study
from toolkit.show import (
    Picture,
    plot_dates,
    plot_grid,
    plot_labels,
    plot_network,
    plot_shares,
    plot_speakers,
    plot_timeline,
    read_passages,
    show_dates,
    show_grid,
    show_labels,
    show_network,
    show_shares,
    show_speakers,
    show_study,
    show_summary,
    show_table,
    show_timeline,
    write_figure,
)
from toolkit.tables import to_frame

NASTY = '$x_{$ & <script>alert("1")</script> -->'


def timeline_table(*periods: tuple[str, float, float], title: str = "Draw closer") -> pd.DataFrame:
    """Make the series of one frame from (period, n_articles, n_with_cue)."""
    table = pd.DataFrame([*periods], columns=["period", "n_articles", "n_with_cue"])
    return table.assign(frame="closer", frame_title=title)


def label_counts(*rows: tuple[str, str, int, int, int]) -> pd.DataFrame:
    """Make counts from (actor, voice, delegitimising, neutral, legitimising)."""
    table = pd.DataFrame([*rows], columns=["actor_name", "voice", "delegitimising", "neutral", "legitimising"])
    return table.assign(n=table[["delegitimising", "neutral", "legitimising"]].sum(axis=1))


def speaker_counts(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    """Make counts from (speaker, direct, mixed, indirect)."""
    table = pd.DataFrame([*rows], columns=["speaker", "direct", "mixed", "indirect"])
    return table.assign(n=table[["direct", "mixed", "indirect"]].sum(axis=1))


def article_table(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    """Make articles from (doc_id, first day, last day)."""
    table = pd.DataFrame([*rows], columns=["doc_id", "published_earliest", "published_latest"])
    return table.astype({"published_earliest": "datetime64[s]", "published_latest": "datetime64[s]"})


TIMELINE = timeline_table(("2015Q1", 2.5, 1.5), ("2015Q2", 0, 0), ("2015Q3", 12, 0))
LABELS = label_counts(
    ("Hamas", "narrator", 4, 1, 0),
    ("Hamas", "paraphrase", 5, 1, 0),
    ("Hamas", "verbatim", 0, 2, 0),
    ("(left open)", "narrator", 3, 16, 0),
    ("Israel", "verbatim", 7, 0, 0),
    ("Hezbollah", "republished", 9, 0, 0),
)
SPEAKERS = speaker_counts(("(nobody named)", 0, 0, 6), ("Hajizadeh", 2, 0, 1), ("Mashaal", 0, 1, 0))
ARTICLES = article_table(
    ("iran-visit", "2015-02-06", "2015-02-08"), ("iftar", "2015-06-21", "2015-06-21"), ("lost", None, None)
)
SHARES = pd.DataFrame(
    [
        ["Daily Herald", "Graustark", "words", 30, 40, 0.75, 0.5, 0.9, 9, 12],
        ["Daily Herald", "(side not known)", "words", 10, 40, 0.25, None, None, 9, 12],
        ["Evening Post", "Graustark", "words", 5, 5, None, None, None, 1, 1],
    ],
    columns="outlet side unit n n_all share low high n_articles n_texts".split(),
)
EDGES = pd.DataFrame(
    [["Ada Vale", "Ruritania", 4], ["Tom Okoro", "Tom Okoro", 3], ["Tom Okoro", "Ada Vale", 1]],
    columns=["speaker", "actor", "n"],
)
EVENTS = pd.DataFrame({"title": ["Agreement in Vienna"], "first_day": pd.to_datetime(["2015-07-14"])})

FIGURES: dict[str, tuple[Callable[..., Picture], Callable[..., Any], pd.DataFrame]] = {
    "timeline": (show_timeline, plot_timeline, TIMELINE),
    "labels": (show_labels, plot_labels, LABELS),
    "speakers": (show_speakers, plot_speakers, SPEAKERS),
    "dates": (show_dates, plot_dates, ARTICLES),
    "shares": (show_shares, plot_shares, SHARES),
    "grid": (show_grid, plot_grid, SHARES),
    "network": (show_network, plot_network, EDGES),
}
every_figure = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(autouse=True)
def no_figure_is_left_open() -> Iterator[None]:
    yield
    plt.close("all")


# ---------------------------------------------------------------- the same numbers in words


def test_the_words_for_a_timeline_hold_its_totals() -> None:
    assert show_timeline(TIMELINE).alt == (
        "Bars by period, 2015Q1 to 2015Q3, one panel per frame. "
        "Relevant articles with a cue, all periods together: Draw closer: 1.5 of 14.5."
    )


@pytest.mark.parametrize(("every", "n"), [("month", 24), ("quarter", 9), ("year", 24)])
def test_the_periods_under_a_timeline_do_not_run_into_each_other(every: str, n: int) -> None:
    periods = pd.period_range("2021-01", periods=n, freq=every[0].upper()).astype(str)

    (ax,) = plot_timeline(timeline_table(*((period, 3, 1) for period in periods)))

    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert len(boxes) >= 3
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))


def test_the_note_under_a_timeline_gives_n_gaps_and_periods_below_the_minimum() -> None:
    assert show_timeline(TIMELINE, minimum_n=10).note == (
        "n = 14.5 relevant articles; an article with a date interval is spread over it. No article in 2015Q2. "
        "Fewer than 10 articles in 2015Q1: read counts, not shares."
    )


def test_the_note_under_a_timeline_says_no_more_than_there_is_to_say() -> None:
    assert show_timeline(timeline_table(("2015", 12, 1)), minimum_n=10).note == (
        "n = 12 relevant articles; an article with a date interval is spread over it."
    )


def test_a_timeline_says_no_article_in_a_gap_and_none_of_them_at_zero() -> None:
    (ax,) = plot_timeline(TIMELINE)

    assert [text.get_text() for text in ax.texts] == ["1.5\nof 2.5", "no\narticle", "0\nof 12"]


def test_the_words_for_labels_hold_every_number_of_every_bar() -> None:
    picture = show_labels(LABELS)

    assert picture.alt == (
        "Stacked bars of labels per actor. "
        "Outlets' own wording: Hamas 9 delegitimising, 2 neutral; (left open) 3 delegitimising, 16 neutral. "
        "Verbatim speech: Hamas 2 neutral; Israel 7 delegitimising."
    )
    assert picture.note == (
        "n = 30 labels in the outlets' own wording (narrator and paraphrase), 9 in verbatim speech; "
        "9 in republished excerpts are in the table only."
    )


def test_the_words_for_shares_hold_every_count_its_whole_and_the_interval_where_there_is_one() -> None:
    picture = show_shares(SHARES)

    assert picture.alt == (
        "Bars of words by side and outlet. "
        "Daily Herald: Graustark 30 of 40: 75 % (50–90); (side not known) 10 of 40: 25 %. "
        "Evening Post: Graustark 5 of 5."
    )
    assert picture.note.startswith("n = 45 words. Where texts are too few for a share, only counts are given.")
    assert picture.note.endswith("not validated on this corpus.")


def test_bars_of_shares_carry_the_same_numbers_and_panels_their_n_and_unit() -> None:
    axes = plot_shares(SHARES)

    assert [text.get_text() for ax in axes for text in ax.texts] == [
        "30 of 40: 75 % (50–90)",
        "10 of 40: 25 %",
        "5 of 5",
    ]
    titles = [ax.get_title(loc="left") for ax in axes]
    assert titles == ["Daily Herald (n = 40 in 12 texts)", "Evening Post (n = 5 in 1 text)"]
    assert axes[-1].get_xlabel() == "words"


def test_a_grid_writes_every_number_the_noughts_too_and_says_what_it_left_out() -> None:
    ax, picture = plot_grid(SHARES), show_grid(SHARES, top=1)

    assert [text.get_text() for text in ax.texts] == ["30", "5", "10", "0"]
    assert picture.alt == "Grid of words by side and outlet. Graustark: 30 Daily Herald, 5 Evening Post."
    assert picture.note.startswith("n = 45 words. 35 of them are drawn, the rest is in the table.")


def test_a_network_draws_an_arrow_per_edge_and_leaves_who_names_themselves_to_the_table() -> None:
    ax, picture = plot_network(EDGES), show_network(EDGES)

    numbers = [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    assert numbers == ["4", "1"]
    assert picture.alt == (
        "Arrows from speakers to the actors they name. Ada Vale about Ruritania 4; Tom Okoro about Ada Vale 1."
    )
    assert picture.note.startswith("n = 8 times that a quotation names an actor; 5 are drawn")


@pytest.mark.parametrize("show", [show_shares, show_grid])
@pytest.mark.parametrize("by", [[], ["sourced"]])
def test_a_corpus_without_quotations_has_empty_figures_of_who_speaks(
    show: Callable[..., Picture], by: list[str]
) -> None:
    picture = show(measure_quotes(to_frame([], Quote), of="side", by=by))

    assert picture.alt.endswith("None.")
    assert picture.note.startswith("n = 0 quotations.")


def test_a_corpus_in_which_nobody_names_anybody_has_an_empty_network() -> None:
    assert show_network(count_edges(to_frame([], Quote), to_frame([], Mention))).note.startswith("n = 0 times")


def test_the_words_for_labels_name_just_the_actors_that_are_drawn() -> None:
    axes, picture = plot_labels(LABELS, top=2), show_labels(LABELS, top=2)

    assert [label.get_text() for label in axes[0].get_yticklabels()] == ["Hamas", "(left open)"]
    assert "Israel" not in picture.alt
    assert picture.note.endswith("Not drawn, but in the table: 1 with fewer labels.")


def test_the_words_for_speakers_hold_every_number_of_every_bar() -> None:
    picture = show_speakers(SPEAKERS)

    assert picture.alt == (
        "Stacked bars of quotations per speaker. "
        "(nobody named) 6 indirect; Hajizadeh 2 direct, 1 indirect; Mashaal 1 mixed."
    )
    assert picture.note == "n = 10 quotations by 3 speakers or kinds of source."


def test_what_is_not_drawn_is_counted_in_the_note() -> None:
    picture = show_speakers(SPEAKERS, top=1)

    assert picture.alt.endswith("(nobody named) 6 indirect.")
    assert (
        picture.note == "n = 10 quotations by 3 speakers or kinds of source; the 2 quoted least are in the table only."
    )


def test_the_words_for_dates_hold_every_interval_and_the_note_the_events() -> None:
    picture = show_dates(ARTICLES, events=EVENTS)

    assert "iran-visit 2015-02-06 to 2015-02-08; iftar 2015-06-21 to 2015-06-21." in picture.alt
    assert picture.note.startswith("n = 2 dated articles of 3;")
    assert picture.note.endswith("1 Agreement in Vienna (14 Jul 2015).")


@every_figure
def test_a_picture_carries_its_words_into_the_page(name: str) -> None:
    show, _, table = FIGURES[name]
    picture = show(table)

    page = BeautifulSoup(picture._repr_mimebundle_()[0]["text/html"], "html.parser")

    assert page.img["alt"] == picture.alt
    assert page.figcaption.text == picture.note
    assert picture.note.startswith("n = ")


# ---------------------------------------------------------------- nothing of a text is taken for code


def nasty_pictures() -> dict[str, Picture]:
    events = EVENTS.assign(title=NASTY)
    return {
        "timeline": show_timeline(timeline_table(("2015", 1, 1), title=NASTY)),
        "labels": show_labels(label_counts((NASTY, "narrator", 1, 0, 0))),
        "speakers": show_speakers(speaker_counts((NASTY, 1, 0, 0))),
        "dates": show_dates(article_table((NASTY, "2015-01-01", "2015-01-02")), events=events),
    }


def test_markup_in_a_name_is_shown_as_it_stands_in_words_and_drawings() -> None:
    for picture in nasty_pictures().values():
        page = BeautifulSoup(picture._repr_mimebundle_()[0]["text/html"], "html.parser")
        svg = ElementTree.fromstring(picture.svg)

        assert NASTY in page.img["alt"]
        assert page.script is None
        assert not [element for element in svg.iter() if element.tag.endswith("script")]


def test_dollar_signs_in_a_name_are_never_typeset_as_mathematics() -> None:
    plots = [
        plot_timeline(timeline_table(("2015", 1, 1), title=NASTY))[0],
        plot_labels(label_counts((NASTY, "narrator", 1, 0, 0)))[0],
        plot_speakers(speaker_counts((NASTY, 1, 0, 0))),
        plot_dates(article_table((NASTY, "2015-01-01", "2015-01-02"))),
    ]
    for ax in plots:
        ax.figure.canvas.draw()  # as a user's own savefig does, outside the house style
        named = [text for text in ax.figure.findobj(Text) if "$" in text.get_text()]

        assert named
        assert not any(text.get_parse_math() for text in named)


def test_markup_in_a_table_is_shown_as_it_stands() -> None:
    table = pd.DataFrame({"outlet": [NASTY]})

    for folded in (False, True):
        shown = show_table(table, caption=NASTY, columns={"outlet": NASTY}, folded=folded)
        page = BeautifulSoup(shown._repr_html_(), "html.parser")

        assert page.script is None
        assert page.td.text == NASTY
        assert page.th.text == NASTY
        assert page.select_one("summary" if folded else "caption").text.startswith(NASTY)


def test_markup_in_a_study_is_shown_as_it_stands() -> None:
    study = Study(title=NASTY, source=NASTY, selection=NASTY, codebook=NASTY, dyad=(NASTY, "b"), caveats=(NASTY,))

    page = BeautifulSoup(show_study(Corpus((), study))._repr_html_(), "html.parser")

    assert page.script is None
    assert page.li.text == NASTY
    assert [entry.text for entry in page.select("dd")][1:3] == [NASTY, NASTY]


def test_markup_in_a_passage_is_shown_as_it_stands() -> None:
    document = tk.make_document("a<b>", f"“We met,” he said of {NASTY}.", title=None)
    quotes = to_frame(tk.find_quotes(document), Quote).assign(speaker_name=NASTY)

    page = BeautifulSoup(read_passages(quotes, Corpus((document,)), by="speaker_name")._repr_html_(), "html.parser")

    assert page.script is None
    assert page.li.text.startswith(document.text)
    assert NASTY in page.summary.text


def test_a_notebook_leaves_dollar_signs_of_the_texts_alone() -> None:
    shown = [show_table(ARTICLES, caption="$5 and $6")._repr_html_(), show_study(Corpus(()))._repr_html_()]
    shown.append(show_speakers(SPEAKERS)._repr_mimebundle_()[0]["text/html"])

    for html in shown:
        (outermost,) = BeautifulSoup(html, "html.parser").find_all(recursive=False)
        assert outermost["class"] == ["mathjax_ignore"]  # what MathJax, as JupyterLab sets it up, passes by


# ---------------------------------------------------------------- tables and passages


def test_a_table_that_is_cut_says_how_long_it_is() -> None:
    shown = show_table(ARTICLES, caption="Articles", limit=2)
    page = BeautifulSoup(shown.html, "html.parser")

    assert page.caption.text == "Articles (the first 2 of 3 rows)"
    assert len(page.select("tbody tr")) == 2
    assert repr(shown) == page.caption.text


@pytest.mark.parametrize(("n", "size"), [(0, "0 rows"), (1, "1 row"), (3, "3 rows")])
def test_a_whole_table_gives_its_number_of_rows(n: int, size: str) -> None:
    assert repr(show_table(ARTICLES.head(n), caption="Articles")) == f"Articles ({size})"


def test_a_missing_value_is_a_dash_and_a_number_keeps_two_places() -> None:
    table = pd.DataFrame({"a": [None, "x"], "b": [0.5, float("nan")], "c": [1 / 3, 2.0], "d": [True, False]})

    page = BeautifulSoup(show_table(table.assign(e=pd.NaT), caption="Values").html, "html.parser")

    cells = [[cell.text for cell in row.select("td")] for row in page.select("tbody tr")]
    assert cells == [["–", "0.50", "0.33", "yes", "–"], ["x", "–", "2", "no", "–"]]


def test_a_table_shows_just_the_columns_asked_for_under_their_headings() -> None:
    page = BeautifulSoup(show_table(ARTICLES, caption="x", columns={"doc_id": "article"}).html, "html.parser")

    assert [heading.text for heading in page.select("th")] == ["article"]
    with pytest.raises(TableError, match="the table to show lacks outlet;"):
        show_table(ARTICLES, caption="x", columns={"outlet": "outlet"})


def test_every_segment_of_a_split_quotation_is_marked_in_its_paragraph() -> None:
    document = tk.make_document("a", "Before.\n“We met,” he said, “in Doha.” They left.\nAfter.", title=None)
    quotes = to_frame(tk.find_quotes(document), Quote)

    page = BeautifulSoup(read_passages(quotes, Corpus((document,))).html, "html.parser")

    assert [mark.text for mark in page.li.select("mark")] == [part["text"] for part in quotes["content"].iloc[0]]
    assert len(page.li.select("mark")) == 2
    assert page.li.text.startswith("“We met,” he said, “in Doha.” They left. a [")


def test_the_line_under_a_passage_gives_article_place_voice_and_row() -> None:
    document = tk.make_document("a", "“We met,” he said.", title=None)
    quotes = to_frame(tk.find_quotes(document), Quote)

    (line,) = BeautifulSoup(read_passages(quotes, Corpus((document,))).html, "html.parser").select("li small")

    row = quotes.iloc[0]
    assert line.text == f"a [{row.content_start}:{row.content_end}] · verbatim · {row.row_id}"


def test_what_is_asked_for_beside_a_passage_stands_first_in_its_line_and_what_is_missing_does_not() -> None:
    document = tk.make_document("a", "“We met,” he said.", title=None)
    quotes = to_frame(tk.find_quotes(document), Quote).assign(day=pd.Timestamp("2015-03-11"), other=pd.NaT, value=-4.0)

    page = read_passages(quotes, Corpus((document,)), beside={"day": "on", "other": "or on", "value": "value"}).html

    assert "<small>on 2015-03-11, value -4 · a [" in page


@pytest.mark.parametrize(
    ("extract", "field"),
    [
        (tk.extract_quotes, "content"),
        (tk.extract_labels, "label"),
        (tk.extract_frames, "cue"),
        (tk.extract_mentions, "mention"),
        (tk.extract_scare_quotes, "passage"),
        (tk.extract_ties, "trigger"),
    ],
)
def test_every_passage_of_the_seeds_reads_as_its_row_says(
    extract: Callable[..., pd.DataFrame], field: str, seeds: Corpus
) -> None:
    rows = extract(seeds)

    page = BeautifulSoup(read_passages(rows, seeds, limit=len(rows)).html, "html.parser")

    segments = rows[field] if field in rows else [[{"text": text}] for text in rows[f"{field}_text"]]
    marked = [[mark.text for mark in entry.select("mark")] for entry in page.select("li")]
    assert marked == [[part["text"] for part in parts] for parts in segments]


def test_passages_that_are_cut_say_how_many_there_are(seeds: Corpus) -> None:
    cues = tk.extract_frames(seeds)

    page = BeautifulSoup(read_passages(cues, seeds, limit=3).html, "html.parser")

    assert len(page.select("li")) == 3
    assert page.p.text == f"A sample of 3 of {len(cues)}; all are in the table."


def test_passages_whose_group_the_text_leaves_open_are_shown_as_such(seeds: Corpus) -> None:
    labels = tk.extract_labels(seeds)

    page = BeautifulSoup(read_passages(labels, seeds, by="actor_name").html, "html.parser")

    n_open = int(labels["actor_name"].isna().sum())
    assert f"(left open) ({n_open})" in [summary.text for summary in page.select("summary")]


def test_the_summary_counts_what_the_tables_hold(seeds: Corpus) -> None:
    quotes, labels, scores = tk.extract_quotes(seeds), tk.extract_labels(seeds), tk.score_frames(seeds)
    scores["relevant"] = scores["doc_id"] != "iran-visit"

    words = repr(show_summary(seeds.describe(), quotes, labels, scores))

    assert words.startswith("5 articles; 5 can be dated, 1 of them to one day. 4 are relevant")
    assert f"{len(quotes)} quotations: {(quotes['kind'] == 'direct').sum()} direct" in words
    assert f"{len(labels)} naming choices" in words
    assert f"For {labels['actor'].isna().sum()} the text leaves open" in words
    assert f"{scores['n_cues'].sum()} frame cues in the outlets' own wording" in words


def test_a_study_without_a_dyad_says_that_every_article_counts() -> None:
    words = BeautifulSoup(show_study(Corpus(())).html, "html.parser").text

    assert "none declared: every article counts as relevant" in words
    assert "Selectionnot stated" in words


# ---------------------------------------------------------------- legible without colour


def lightness(colour: str | tuple[float, ...]) -> float:
    """Give CIE L*, from 0 (black) to 100 (white): what is left of a colour in black and white."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize("name", ["labels", "speakers"])
def test_kinds_of_bars_differ_in_lightness_and_hatch(name: str) -> None:
    _, plot, table = FIGURES[name]
    drawn = plot(table)
    ax = drawn[0] if name == "labels" else drawn

    bars = {container.get_label(): container.patches[0] for container in ax.containers}
    looks = [(lightness(bar.get_facecolor()), bar.get_hatch() or "") for bar in bars.values()]

    assert len(bars) == 3
    assert all(abs(a - b) > 20 for (a, _), (b, _) in combinations(looks, 2))
    assert len({hatch for _, hatch in looks}) == 3


def test_articles_with_a_cue_are_dark_on_a_light_whole() -> None:
    (ax,) = plot_timeline(TIMELINE)

    whole, with_cue = (container.patches[0] for container in ax.containers)
    assert lightness(whole.get_facecolor()) - lightness(with_cue.get_facecolor()) > 60


@pytest.mark.parametrize("name", ["labels", "speakers"])
def test_a_number_stands_out_from_its_bar(name: str) -> None:
    _, plot, table = FIGURES[name]
    drawn = plot(table)

    numbers = [text for ax in (drawn if name == "labels" else [drawn]) for text in ax.texts]
    assert numbers
    for text in numbers:
        behind = lightness(text.get_bbox_patch().get_facecolor())
        assert abs(lightness(text.get_color()) - behind) > 45


def test_every_cell_of_the_table_is_written_on_its_bar() -> None:
    written = [int(text.get_text()) for text in plot_speakers(SPEAKERS).texts]

    assert sorted(written) == [1, 1, 2, 6]


def test_names_stand_above_what_stands_for_a_missing_name() -> None:
    names = [label.get_text() for label in plot_speakers(SPEAKERS).get_yticklabels()]

    assert names == ["Hajizadeh", "Mashaal", "(nobody named)"]


# ---------------------------------------------------------------- the same every time, and no traces


@every_figure
def test_a_figure_drawn_twice_is_the_same_to_the_byte(name: str) -> None:
    show, _, table = FIGURES[name]
    first, second = show(table), show(table)

    assert first.png == second.png
    assert first.svg == second.svg
    assert first.png.startswith(b"\x89PNG")
    assert first.svg.startswith(b"<?xml")


def test_a_users_settings_neither_change_a_figure_nor_are_changed() -> None:
    usual = show_labels(LABELS)
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "savefig.dpi": 30, "text.parse_math": True}):
        before = mpl.rcParams.copy()

        assert show_labels(LABELS) == usual
        plot_speakers(SPEAKERS)
        plot_timeline(TIMELINE.head(0))
        with pytest.raises(TableError):
            plot_timeline(TIMELINE[["period"]])
        assert mpl.rcParams == before


@every_figure
def test_showing_leaves_no_figure_open_and_the_table_as_it_was(name: str) -> None:
    show, _, table = FIGURES[name]
    before = table.copy(deep=True)

    show(table)

    assert plt.get_fignums() == []
    pd.testing.assert_frame_equal(table, before)


def test_a_picture_is_written_as_png_and_svg(tmp_path: Path) -> None:
    picture = Picture(b"png", b"svg", "alt", "note")

    written = write_figure(picture, tmp_path / "figures", "labels")

    assert {path.name: path.read_bytes() for path in written} == {"labels.png": b"png", "labels.svg": b"svg"}
    assert sorted((tmp_path / "figures").iterdir()) == sorted(written)


# ---------------------------------------------------------------- tables that are odd


def test_of_no_relevant_article_the_timeline_says_why_nothing_is_drawn() -> None:
    (ax,) = plot_timeline(TIMELINE.head(0))
    picture = show_timeline(TIMELINE.head(0))

    assert "no article is relevant, or the codebook declares no frames" in ax.texts[0].get_text()
    assert (picture.alt.startswith("Nothing is drawn: no article"), picture.note) == (True, "n = 0 relevant articles.")


@pytest.mark.parametrize("name", ["labels", "speakers", "dates"])
def test_nothing_found_is_a_figure_that_says_n_is_nought(name: str) -> None:
    show, _, table = FIGURES[name]

    picture = show(table.head(0))

    assert picture.note.startswith("n = 0 ")
    assert picture.png


def test_counts_of_nothing_can_be_drawn() -> None:
    assert show_labels(count_labels(to_frame([], Label), by=["actor_name", "voice"])).note.startswith("n = 0 ")
    assert show_speakers(count_speakers(to_frame([], Quote))).alt.endswith("None.")


@every_figure
def test_a_table_without_the_columns_is_told_what_it_lacks(name: str) -> None:
    for draw in FIGURES[name][:2]:
        with pytest.raises(TableError, match=r"lacks \w+"):
            draw(pd.DataFrame({"something": ["else"]}))


def test_passages_without_a_place_are_refused() -> None:
    with pytest.raises(TableError, match="table of passages lacks content_start"):
        read_passages(pd.DataFrame({"doc_id": ["a"], "row_id": ["r"], "voice": ["narrator"]}), Corpus(()))


def test_undated_articles_and_many_periods_are_drawn_too() -> None:
    days = [(f"a{year}", f"{year}-05-01", f"{year}-05-02") for year in range(1995, 2020)]
    frames = article_table(*days, ("lost", None, None)).assign(
        frame="closer", frame_title="Draw closer", relevant=True, has_cue=True, cue_ids=[[]] * 26
    )
    timeline = build_timeline(frames, every="year")

    (ax,) = plot_timeline(timeline)

    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels[0] == "1995"
    assert len(labels) <= 10
    assert all(a < b for a, b in pairwise(labels))
    assert show_timeline(timeline).note.startswith("n = 26 relevant articles")
