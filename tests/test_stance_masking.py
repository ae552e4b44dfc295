"""The stance model reads a sentence with its names hidden: no name leaves a trace."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.annotate.stance.masking import NAME, TARGET, mask_names, mask_target, word_list
from toolkit.annotate.stance.model import Judgement, load_stance_model
from toolkit.errors import SpanError

NAMES = [
    "Kim Sol-un",
    "Rui da Costa",
    "the People’s Front’s Sea Guard",
    "5M",
    "Quillon",
    "Mr. Ardent Pell",
    "Lt. Col. J. R. Moss",
    "the Front for Unity and Justice",
    "the Ministry of the Sea",
    "Brave New Orm",
    "Hall & Sons",
    "Al-Qasr",
    "bin Rashad",
    "Dame Ethel D’Arcy",
    "St. Olave",
    "the O.R.M.",
    "K-9 Unit 44",
    "Ærø",
    "Zoë\u0301 Grace",
    "Nova Orm–Vale",
    "Дума",
    "@orm_news",
]
SENTENCES = [
    "{} praised the deal.",
    "Critics say {} lied about the money, and that it was wrong.",
    "“We trust {},” she said.",
    "The speech of {} was dull; nobody laughed.",
    "They met {}'s envoy.",
    "An anti-{} crowd shouted.",
]
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåéü", min_size=1, max_size=9).map(str.capitalize)


def judged(sentence: str, name: str, *, target: str | None = None) -> Judgement:
    """Judge the name in the sentence, or another target."""
    text = sentence.format(name)
    wanted = target or name
    start = text.index(wanted)
    return load_stance_model().judge(text, start, start + len(wanted))


def without_places(found: Judgement) -> tuple[object, ...]:
    return found.label, found.best, found.score, found.confidence, len(found.words)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_token_however_long_it_is(sentence: str, name: str) -> None:
    assert mask_names(sentence.format(name)).forms == mask_names(sentence.format("Orm")).forms


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_the_target_gets_the_same_judgement(sentence: str, name: str) -> None:
    assert without_places(judged(sentence, name)) == without_places(judged(sentence, "Orm"))


@given(name=st.lists(words, min_size=1, max_size=4).map(" ".join), sentence=st.sampled_from(SENTENCES))
def test_any_capitalised_name_gets_the_same_judgement_as_a_target(name: str, sentence: str) -> None:
    assume(name.split()[0].lower() not in word_list("openers") and name.split()[0] != "I")
    assert without_places(judged(sentence, name)) == without_places(judged(sentence, "Orm"))


@given(name=st.lists(words, min_size=1, max_size=4).map(" ".join), sentence=st.sampled_from(SENTENCES))
def test_any_capitalised_name_beside_the_target_changes_nothing(name: str, sentence: str) -> None:
    assume(name.split()[0].lower() not in word_list("openers") and name.split()[0] != "I")
    sentence = sentence + " Later Vale, too, spoke badly of it."
    assert without_places(judged(sentence, name, target="Vale")) == without_places(
        judged(sentence, "Orm", target="Vale")
    )


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("But Orm won.", ["but", NAME, "won", "."]),
        ("However, the Orman army lost.", ["however", ",", NAME, "army", "lost", "."]),
        ("Hope Grace left. May Love stayed.", [NAME, "left", ".", NAME, "stayed", "."]),
        ("I think I. Vale is good.", ["i", "think", NAME, "is", "good", "."]),
        ("the Ormans’ king", [NAME, "'s", "king"]),
        ("an Orman king", ["a", NAME, "king"]),
        ("Orm-backed rebels", [NAME, "-", "backed", "rebels"]),
        ("Critics of Orm hit the 82nd Sea Guard.", ["critics", "of", NAME, "hit", NAME, "."]),
        ("Orm – Vale too – won", [NAME, "–", NAME, "too", "–", "won"]),
        ("a black man in 2009", ["a", NAME, "man", "in", "0"]),
        ("see http://orm.example/a", ["see", NAME]),
        ("اورم won", [NAME, "won"]),
    ],
)
def test_what_is_hidden_and_what_is_seen(text: str, forms: list[str]) -> None:
    assert list(mask_names(text).forms) == forms


def test_the_target_takes_its_whole_name_and_the_article_with_it() -> None:
    text = "Critics of the Vale and Orm Bank laughed."
    masked, k = mask_target(text, text.index("Orm"), text.index(" Bank"))
    assert masked.forms == ("critics", "of", TARGET, "laughed", ".")
    assert k == 2


def test_a_target_without_a_capital_is_hidden_too() -> None:
    masked, _ = mask_target("They blamed the militia.", 12, 23)
    assert masked.forms == ("they", "blamed", TARGET, ".")


@pytest.mark.parametrize(("one", "other"), [("He", "She"), ("His son", "Her daughter"), ("A man", "A woman")])
def test_the_sex_of_those_around_the_target_changes_nothing(one: str, other: str) -> None:
    sentence = "{} said that Vale had lied."
    assert without_places(judged(sentence, one, target="Vale")) == without_places(
        judged(sentence, other, target="Vale")
    )


@given(st.text(max_size=60))
def test_tokens_point_into_the_text_in_order(text: str) -> None:
    masked = mask_names(text)
    edges = [edge for place in zip(masked.starts, masked.ends, strict=True) for edge in place]
    assert edges == sorted(edges)
    assert all(a < b <= len(text) for a, b in zip(masked.starts, masked.ends, strict=True))


def test_a_target_without_any_word_is_refused() -> None:
    with pytest.raises(SpanError, match="no word at 3:4"):
        mask_target("Orm  won.", 3, 4)


@pytest.mark.xfail(reason="a sentence may open with the first word of a name that is a common word", strict=True)
def test_a_name_that_begins_with_a_common_word_is_hidden_whole_where_it_opens_a_sentence() -> None:
    assert mask_names("Every Nation won.").forms == (NAME, "won", ".")


@pytest.mark.xfail(reason="names in small letters look like words", strict=True)
def test_a_name_in_small_letters_is_hidden() -> None:
    assert mask_names("they met quillon there").forms == ("they", "met", NAME, "there")
