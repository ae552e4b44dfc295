"""Rewritten articles keep their gold true: the same words in the same roles, and everything else untouched."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import Parts, parse

from toolkit.cli import main
from toolkit.errors import CorpusError, SpanError
from toolkit.robustness import (
    HABITS,
    Piece,
    Rewriting,
    assemble,
    carry_article,
    carry_back,
    change_form,
    change_marks,
    make_spaces_unbreakable,
    make_straight,
    measure_robustness,
    rewrite,
)
from toolkit.robustness.persons import PersonNames, Renamed, change_persons, read_persons
from toolkit.rows import MarkedArticle, MarkedQuote, Range

FORMS: tuple[Any, ...] = ("block", "press release", "label")


def article(marked: str) -> MarkedArticle:
    text, parts = parse(marked)
    return MarkedArticle("a", text, tuple(MarkedQuote(*map(ranges, (p.content, p.cue, p.source))) for p in parts))


def ranges(words: tuple[str, ...]) -> tuple[Range, ...]:
    pairs = (one.split(":", 1) for one in words)
    return tuple((int(start), int(start) + len(passage)) for start, passage in pairs)


def parts_of(article: MarkedArticle) -> list[Parts]:
    text = article.text or ""

    def said(passages: tuple[Range, ...]) -> tuple[str, ...]:
        return tuple(f"{start}:{text[start:end]}" for start, end in passages)

    return sorted(Parts(said(q.content), said(q.cue), said(q.source)) for q in article.quotes)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def read(text: str, passages: tuple[Range, ...]) -> list[str]:
    return [word for start, end in passages for word in words(text[start:end])]


# ---------------------------------------------------------------- marks and spaces


@pytest.mark.parametrize(
    ("before", "habit", "after"),
    [
        ("“No,” she said.", "single", "‘No,’ she said."),
        ("“It’s the girls’ ‘big day’,” she said.", "single", "‘It’s the girls’ “big day”,’ she said."),
        ("“They said ‘never’ and ‘no’,” she said.", "single", "‘They said “never” and “no”,’ she said."),
        ("The ‘big day’ of the ’90s isn’t “here”.", "single", "The ‘big day’ of the ’90s isn’t ‘here’."),
        ('"No," she said of the 6" nail.', "single", '‘No,’ she said of the 6" nail.'),
        ("“It goes on\n\n“and ends.”", "single", "‘It goes on\n\n‘and ends.’"),
        ("“No,” she said.", "guillemets", "«No,» she said."),
        ("“No,” she said.", "low-high", "„No,“ she said."),
        ('"No," she said.', "backticks", "``No,'' she said."),
        ("``No,'' she said.", "guillemets", "«No,» she said."),
        ("Nothing was said.", "single", "Nothing was said."),
    ],
)
def test_marks_are_those_of_the_habit(before: str, habit: str, after: str) -> None:
    assert change_marks(before, habit).new == after


def test_straight_marks_take_the_place_of_curly_ones() -> None:
    assert make_straight("“It’s the ‘big day’,” she said.").new == "\"It's the 'big day',\" she said."


def test_spaces_at_marks_and_in_names_do_not_break() -> None:
    made = make_spaces_unbreakable("Mr. Vale said, “No way,” to J. R. Oak today.")
    assert made.new == "Mr.\u00a0Vale said,\u00a0“No way,”\u00a0to J.\u00a0R.\u00a0Oak today."


TEXTS = st.text(st.sampled_from("abIs   ,.“”\"‘’'«»`\n\u00a0"), max_size=60)
PASSAGES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1])), max_size=3)
REWRITERS = [*((lambda text, habit=habit: change_marks(text, habit)) for habit in HABITS)]
REWRITERS += [make_straight, make_spaces_unbreakable]


@pytest.mark.parametrize("change", REWRITERS)
@given(text=TEXTS, passages=PASSAGES)
def test_a_habit_changes_no_word_and_no_passage(change: Any, text: str, passages: list[Range]) -> None:
    made = change(text)
    assert words(made.new) == words(text)
    inside = tuple((start, min(end, len(text))) for start, end in passages if start < len(text))
    carried = made.to_new(inside)
    assert read(made.new, carried) == read(text, inside)
    assert read(text, made.to_old(carried)) == read(text, inside)


@pytest.mark.parametrize("change", REWRITERS)
@given(text=TEXTS)
def test_a_habit_touches_marks_and_spaces_only(change: Any, text: str) -> None:
    for (start, end), (first, last), same in change(text).stretches:
        assert same or not (set(text[start:end]) - set("“”\"‘’'«»` "))
        assert not same or change(text).new[first:last] == text[start:end]


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize(
    ("before", "form", "after"),
    [
        (
            "Rain. <source>Ada Vale</source> <cue>said</cue>, <content>“We will wait here.”</content> It ended.",
            "block",
            "Rain.\n\n<source>Ada Vale</source> <cue>said</cue>,\n\n<content>We will wait here.</content>\n\nIt ended.",
        ),
        (
            "<content>“We will wait here,”</content> <source>she</source> <cue>said</cue>.",
            "block",
            "<source>She</source> <cue>said</cue>,\n\n<content>We will wait here.</content>",
        ),
        (
            "<content>“We will wait here!”</content> <cue>added</cue> <source>Ada Vale</source>.\n\nIt ended.",
            "block",
            "<source>Ada Vale</source> <cue>added</cue>,\n\n<content>We will wait here!</content>\n\nIt ended.",
        ),
        (
            "<content>“We will wait here,”</content> <cue>said</cue> <source>Ada Vale</source>.",
            "press release",
            "<content>“We will wait here.”</content> – <source>Ada Vale</source>",
        ),
        (
            "<source>Ada Vale</source> <cue>said</cue>: <content>\"We will wait here.\"</content>\n\nIt ended.",
            "press release",
            "<content>\"We will wait here.\"</content> – <source>Ada Vale</source>\n\nIt ended.",
        ),
        (
            "It rained. <content>“We will wait here,”</content> <source>Ada Vale</source> <cue>said</cue>. It ended.",
            "label",
            "It rained.\n\n<source>Ada Vale</source>: <content>“We will wait here.”</content>\n\nIt ended.",
        ),
    ],
)  # fmt: skip
def test_a_quotation_takes_the_form(before: str, form: Any, after: str) -> None:
    text, expected = parse(after)
    made = change_form(article(before), form)
    assert made.article.text == text
    assert parts_of(made.article) == expected
    assert [quote.form for quote in made.changed] == ["block" if form == "block" else "marked"]


def test_every_second_block_follows_stating() -> None:
    one = "<content{0}>“We will wait here,”</content{0}> <source{0}>she</source{0}> <cue{0}>said</cue{0}>."
    made = change_form(article("\n\n".join(one.format(n) for n in (1, 2))), "block")
    assert "She said,\n\nWe will wait here.\n\nShe made a statement, stating,\n\nWe" in (made.article.text or "")
    cues = [(made.article.text or "")[slice(*quote.cue[0])] for quote in made.changed]
    assert cues == ["said", "stating"]


@pytest.mark.parametrize(
    "kept",
    [
        "<content>“wait here, please,”</content> <source>Ada Vale</source> <cue>said</cue>.",  # no whole sentence
        "<content>“Wait here,”</content> <source>Ada Vale</source> <cue>said</cue>.",  # a phrase
        "<content>“We will wait here,”</content> <source>Ada Vale</source> <cue>said</cue> on Monday.",
        "<content>“We will wait here,”</content> <source>Vale</source> <cue>said</cue>. <content>“Or not.”</content>",
        "<content>that we will wait here</content>, <source>Ada Vale</source> <cue>said</cue>.",
        "<content>“We will wait here,”</content> <source>Vale</source> <cue>said</cue>",
        "Or <source>Ada Vale</source> <cue>said</cue>, <content>“We will wait here.”</content>",
        "<content2><content>“We will wait here,”</content> <source>Ada Vale</source> <cue>said</cue>.</content2>",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_more_than_content_source_and_cue_is_left(kept: str, form: Any) -> None:
    made = change_form(article(kept), form)
    assert (made.article.text, made.changed) == (parse(kept)[0], ())


@pytest.mark.parametrize("form", ["press release", "label"])
@pytest.mark.parametrize("source", ["she", "The mayor", "a spokesman", "Ada Vale, the mayor"])
def test_only_a_name_can_stand_as_a_label(form: Any, source: str) -> None:
    marked = f"<content>“We will wait here,”</content> <cue>said</cue> <source>{source}</source>."
    assert not change_form(article(marked), form).changed


def test_what_is_quoted_inside_a_block_moves_with_it() -> None:
    inner = "We heard that <source2>he</source2> <cue2>thinks</cue2> <content2>it is over</content2>."
    made = change_form(article(f"<source>Ada Vale</source> <cue>said</cue>, <content>“{inner}”</content>"), "block")
    assert parts_of(made.article) == parse(
        f"<source>Ada Vale</source> <cue>said</cue>,\n\n<content>{inner}</content>"
    )[1]  # fmt: skip


NAMES = st.sampled_from(["Ada Vale", "Tom Oak", "she", "The mayor of Lund", "Rep. Kit Moor"])
INNER = st.sampled_from(["We will wait here", "It’s ‘over’ for us now", "No", "The bridge is open, and we go"])
SHAPES = st.sampled_from(
    [
        "<content{n}>“{inner},”</content{n}> <source{n}>{name}</source{n}> <cue{n}>said</cue{n}>.",
        "<content{n}>“{inner},”</content{n}> <cue{n}>added</cue{n}> <source{n}>{name}</source{n}>.",
        "<source{n}>{name}</source{n}> <cue{n}>said</cue{n}: <content{n}>“{inner}.”</content{n}>",
        "<source{n}>{name}</source{n}> <cue{n}>denied</cue{n}> <content{n}>that {inner}</content{n}>.",
        "Rain fell on the 2nd.",
    ]
)
BREAKS = st.sampled_from([" ", "\n\n", "\n"])


@st.composite
def articles(draw: st.DrawFn) -> MarkedArticle:
    marked = ""
    for n in range(draw(st.integers(1, 6))):
        shape = draw(SHAPES).replace("</cue{n}:", "</cue{n}>:")
        marked += shape.format(n=n, inner=draw(INNER), name=draw(NAMES)) + draw(BREAKS)
    return article(marked)


@pytest.mark.parametrize("form", FORMS)
@given(before=articles())
def test_a_form_keeps_the_words_of_every_content_and_source(form: Any, before: MarkedArticle) -> None:
    after = change_form(before, form).article
    for old, new in zip(before.quotes, after.quotes, strict=True):
        assert read(after.text or "", new.content) == read(before.text or "", old.content)
        old_source, new_source = read(before.text or "", old.source), read(after.text or "", new.source)
        assert [word.lower() for word in new_source] == [word.lower() for word in old_source]


@pytest.mark.parametrize("form", FORMS)
@given(before=articles())
def test_a_form_loses_no_words_but_cues(form: Any, before: MarkedArticle) -> None:
    made = change_form(before, form)
    lost = Counter(words((before.text or "").lower())) - Counter(words((made.article.text or "").lower()))
    assert set(lost) <= {"said", "added"}
    assert lost.total() <= len(made.changed)
    cues = [quote.cue for quote in made.changed]
    assert all(cues) if form == "block" else not any(cues)


@pytest.mark.parametrize("form", FORMS)
@given(before=articles())
def test_a_form_leaves_the_rest_of_the_text(form: Any, before: MarkedArticle) -> None:
    made = change_form(before, form)
    if not made.changed:
        assert made.article.text == before.text
    for (start, end), (first, last), same in made.made.stretches:
        if same:
            assert made.made.new[first:last] == (before.text or "")[start:end]


@given(before=articles())
def test_a_block_is_a_paragraph_of_its_own(before: MarkedArticle) -> None:
    made = change_form(before, "block")
    paragraphs = [line.strip() for line in (made.article.text or "").split("\n")]
    for quote in made.changed:
        [(start, end)] = quote.content
        assert (made.article.text or "")[start:end] in paragraphs


# ---------------------------------------------------------------- pieces


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text(max_size=3)), max_size=4),
    PASSAGES,
)
def test_carrying_there_and_back_stays_within_what_was_touched(
    text: str, wishes: list[tuple[int, int, str]], passages: list[Range]
) -> None:
    changes: list[Piece] = []
    for start, length, new in sorted(wishes):
        if start + length <= len(text) and start >= (changes[-1].end if changes else 0):
            changes.append(Piece(start, start + length, new))
    made = rewrite(text, changes)
    touched = {n for piece in changes for n in range(piece.start, piece.end)}
    inside = [(start, min(end, len(text))) for start, end in passages if start < len(text)]
    for start, end in inside:
        back = {n for first, last in made.to_old(made.to_new([(start, end)])) for n in range(first, last)}
        assert set(range(start, end)) - touched <= back
        assert back <= set(range(start, end)) | touched


def test_pieces_in_a_new_order_carry_passages_apart() -> None:
    made = assemble("ab cd", [Piece(3, 5), Piece(2, 3), Piece(0, 2)])
    assert made.new == "cd ab"
    assert made.to_new([(0, 2), (1, 4)]) == ((3, 5), (0, 1), (2, 3), (4, 5))


@pytest.mark.parametrize("pieces", [[Piece(0, 2)], [Piece(0, 3), Piece(2, 5)], [Piece(0, 5), Piece(5, 6)]])
def test_pieces_that_are_not_the_text_are_refused(pieces: list[Piece]) -> None:
    with pytest.raises(SpanError):
        assemble("ab cd", pieces)


def test_an_article_is_carried_over_and_back() -> None:
    before = article("<content>“No,”</content> <source>she</source> <cue>said</cue>.")
    made: Rewriting = change_marks(before.text or "", "backticks")
    after = carry_article(before, made)
    assert parts_of(after) == parse("<content>``No,''</content> <source>she</source> <cue>said</cue>.")[1]
    assert carry_back(after, made) == before


# ---------------------------------------------------------------- the measure


GOLD = [
    article(
        "<source1>Ada Vale</source1> <cue1>said</cue1>, <content1>“We will wait here.”</content1>\n\n"
        "<content2>“The bridge is open now,”</content2> <source2>Tom Oak</source2> <cue2>said</cue2>."
    )
]


def test_every_transform_has_its_line() -> None:
    table = measure_robustness(GOLD).set_index("transform")
    assert list(table.index) == [
        *(f"{habit} marks" for habit in HABITS),
        *("straight marks", "no-break spaces", "letters"),
        *(f"{language} names" for language in read_persons()),
        *("block", "press release", "label"),
    ]
    assert (table.loc[["block", "press release", "label"], "n_changed"] == 2).all()
    assert table.loc["straight marks", "n_changed"] == 4
    assert (table["untouched"].dropna().between(0, 1)).all()
    assert table["untouched"].isna().tolist() == (table["n_changed"] == 0).tolist()
    assert table["difference"].dropna().tolist() == (table["changed"] - table["untouched"]).dropna().tolist()


def test_a_speaker_who_is_renamed_and_lost_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    gold = [article("“We will wait here,” Mary Hale said. “No,” the mayor said. “Yes,” Hale said.")]
    assert measure_robustness(gold).set_index("transform").loc["Korean names", "changed"] == 1
    monkeypatch.setattr(Renamed, "restore", lambda renamed, name: "nobody")
    row = measure_robustness(gold).set_index("transform").loc["Korean names"]
    assert (row["n_articles"], row["n_changed"], row["changed"]) == (1, 2, 0)


# ---------------------------------------------------------------- persons

FAMILY = (
    "Mary Hale met John Hale. Hale’s aide, Mr. Paul Reed, said Mary was late.\n\n"
    "REED: Not so. The Halen Bridge is open. Reed wept."
)


@pytest.mark.parametrize("language", sorted(read_persons()))
def test_renamed_persons_stay_as_many_and_can_be_led_back(language: str) -> None:
    renamed = change_persons(FAMILY, language)
    assert {"Mary Hale", "John Hale", "Paul Reed", "Hale", "Reed", "Mary"} <= set(renamed.names)
    assert [renamed.restore(new) for new in renamed.names.values()] == [old.lower() for old in renamed.names]
    assert renamed.restore(renamed.made.new) == FAMILY.lower()
    assert "The Halen Bridge is" in renamed.made.new
    assert not re.search(r"\b(?:Hale|Reed|REED|Mary|John|Paul)\b", renamed.made.new)


def test_the_order_of_a_name_and_the_capital_of_its_particle_are_those_of_the_language() -> None:
    korean, dutch, arabic = (change_persons(FAMILY, name) for name in ("Korean", "Dutch", "Arabic"))
    last, first = korean.names["Hale"], korean.names["Mary"]
    assert korean.names["Mary Hale"] == f"{last} {first}"
    assert dutch.names["Mary Hale"] == f"{dutch.names['Mary']} {dutch.names['Hale']}"
    for renamed, particle in ((dutch, " "), (arabic, "al-")):
        particled = [n for old, n in renamed.names.items() if " " not in old and n[0].islower() and particle in n]
        assert particled
        for new in particled:
            assert f"\n\n{new}" not in renamed.made.new
            assert f". {new}" not in renamed.made.new


@pytest.mark.parametrize("names", read_persons().values(), ids=lambda names: names.language)
def test_names_of_a_language_are_told_apart(names: PersonNames) -> None:
    words = [word.lower() for name in (*names.given, *names.surnames) for word in name.split()]
    particles = {"van", "de", "den", "der", "ten"}
    assert len({*words} - particles) == sum(word not in particles for word in words)
    assert len(names.given) == len(names.surnames) == 12


def test_a_text_without_persons_stays_and_holds_no_name() -> None:
    renamed = change_persons("Nothing was said.", "Hebrew")
    assert renamed.made.new == renamed.made.old
    assert not renamed.touches("the mayor")
    assert renamed.restore("The mayor") == "the mayor"


def test_more_persons_than_names_leave_the_others_as_they_are() -> None:
    surnames = [f"{a}{b}rk" for a in "BDFGHKLMN" for b in "aiou"]
    text = " ".join(f"Mary {name} left." for name in surnames)
    renamed = change_persons(text, "Turkish")
    assert sum(name in renamed.names for name in surnames) == 12
    assert renamed.restore(renamed.made.new) == text.lower()


def test_gold_that_nothing_can_be_done_to_gives_no_figures() -> None:
    table = measure_robustness([MarkedArticle("a", "Nothing was said.", ())])
    assert (table[["n_articles", "n_changed"]] == 0).all(axis=None)
    assert table[["untouched", "changed", "difference"]].isna().all(axis=None)


def test_gold_without_texts_is_refused() -> None:
    with pytest.raises(CorpusError, match="no text for 'a'"):
        measure_robustness([MarkedArticle("a", None, ())])


def test_the_command_prints_one_line_per_transform(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc_id": "a", "text": "“We will wait here,” Ada Vale said.", "quotes": []}', encoding="utf-8")
    assert main(["bench", "robustness", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(HABITS) + 3 + len(read_persons()) + len(FORMS)
    assert lines[0].split()[:2] == ["transform", "figure"]
