"""A name is found in the spellings that news gives it, and nobody else's name is taken for it."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from random import Random
from time import process_time

import pytest

from toolkit.annotate.names import Named, find_names
from toolkit.codebook import Actor, Codebook
from toolkit.corpus import make_document
from toolkit.language import name_key, spelling_keys
from toolkit.language.names import find_name_runs
from toolkit.rows import Corpus

DATA = Path(__file__).parent / "data"
# The pairs were written before the rules; those of odd checksum were held back until the rules stood.
PAIRS = [line.split("\t") for line in (DATA / "name_pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def book(*actors: Actor) -> Codebook:
    return Codebook("t", "t", "1", "en", "", actors, (), (), ())


def find(codebook: Codebook, text: str) -> list[Named]:
    return find_names(make_document("d", text), codebook, 0, len(text))


def actors(codebook: Codebook, text: str) -> list[str]:
    return [named.actor for named in find(codebook, text)]


# ---- spellings

MISSED = {
    ("Abbas Araghchi", "Abbas Aragchi"): "gh is read as k, and g alone is not",
    ("Salah ad-Din Rafiq", "Saladdin Rafiq"): "the h of Salah is lost where the words are joined",
    ("Mikhail Bogdanov", "Michail Bogdanow"): "ch is another sound than kh",
    ("Moammar Gaddafi", "Muammar Qaddafi"): "g and q begin two names elsewhere (Gamal, Kamal)",
    ("Mahmoud Ahmadinejad", "Mahmoud Ahmadi-Nejad"): "one word and two are two names",
    ("Benjamin Netanyahu", "Binyamin Netanyahu"): "j is another sound than y",
    ("Yevgeny Prigozhin", "Evgeny Prigozhin"): "a first y is a sound of its own",
    ("al-Qaeda", "al-Qaida"): "two consonants are too few; such forms are listed",
}


def held_back(form: str, other: str) -> bool:
    return zlib.crc32(f"{form}|{other}".encode()) % 2 == 1


def agrees(kind: str, form: str, other: str, verdict: str) -> bool:
    """Look for a form that is declared; a person's surname in an article that names the person in full first."""
    surname = kind == "person" and " " not in form
    name = f"Zafar {form}" if surname else form
    codebook = book(Actor("one", name, kind, aliases=(form,)))  # type: ignore[arg-type]
    introduced = [f"Zafar {form}"] if surname else []
    text = "".join(f"{words} came. " for words in introduced) + f"On Monday {other} answered in writing."
    found = [named.span.text for named in find(codebook, text)]
    return found == introduced + ([other] if verdict == "same" else [])


@pytest.mark.parametrize(
    ("kind", "form", "other", "verdict"),
    [
        pytest.param(*pair, marks=[pytest.mark.xfail(reason=MISSED[form, other], strict=True)])
        if (form := pair[1], other := pair[2]) in MISSED
        else pair
        for pair in PAIRS
    ],
)
def test_two_forms_are_one_name_or_two(kind: str, form: str, other: str, verdict: str) -> None:
    assert agrees(kind, form, other, verdict)


@pytest.mark.parametrize(("held", "right", "n"), [(False, 73, 77), (True, 71, 75)])
def test_both_halves_of_the_pairs_are_right_about_as_often(held: bool, right: int, n: int) -> None:
    half = [pair for pair in PAIRS if held_back(pair[1], pair[2]) == held]
    assert (sum(agrees(*pair) for pair in half), len(half)) == (right, n)


# Found later, when all capitalised pairs of words of two corpora were held against each other.
@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("Bashar Darwish", "Bashir Darwish"),
        ("Hamad Darwish", "Hamid Darwish"),
        ("Kamal Darwish", "Kamil Darwish"),
        ("Abdul Darwish", "Abdullah Darwish"),
        ("Ahmad Darwish", "Hamad Darwish"),
        ("Sinise", "Since"),
        ("Steele", "Seattle"),
        ("Hewlett", "Health"),
    ],
)
def test_given_names_that_are_close_are_two(form: str, other: str) -> None:
    assert agrees("person", form, other, "different")


@pytest.mark.xfail(reason="an e behind n is silent in names that came through French, and not in this one", strict=True)
def test_a_last_e_makes_another_name() -> None:
    assert agrees("person", "Mark Levin", "Mark Levine", "different")


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("Abdelrahman", ("bd/F+/", "rhmn/F/")),
        ("Abdurrahman", ("bd/F+/", "rhmn/F/")),
        ("Izzeddin", ("z/F+/", "dn/F/")),
        ("Mish’al", ("mSl/F/",)),
        ("ʿAlī", ("l/F+/i",)),
        ("'", ("//",)),
    ],
)
def test_a_key_keeps_the_consonants_and_the_kind_of_two_vowels(word: str, keys: tuple[str, ...]) -> None:
    assert spelling_keys(word) == keys


def test_articles_are_no_part_of_a_key() -> None:
    forms = ("Mahmoud al-Zahar", "Mahmoud a-Zahar", "Mahmoud Al Zahar", "Mahmoud Zahar")
    assert len({name_key(form) for form in forms}) == 1


# ---- whom a name names


def test_with_two_of_one_surname_the_surname_alone_is_nobodys() -> None:
    brothers = book(Actor("ali", "Ali Larijani", "person"), Actor("sadeq", "Sadeq Larijani", "person"))
    text = "Ali Larijani met Hossein Larijani; Larijani and Larijany left."
    assert [(n.actor, n.span.text) for n in find(brothers, text)] == [("ali", "Ali Larijani")]
    text = "Sadeq Larijani met Aly Larijani."
    assert actors(brothers, text) == ["sadeq", "ali"]


def test_a_spelling_that_two_share_is_neithers() -> None:
    two = book(Actor("a", "Hasan Nasri", "person", apart=("b",)), Actor("b", "Hassan Nasry", "person"))
    assert actors(two, "Hasan Nasri met Hassan Nasry and Hassan Nasri.") == ["a", "b"]


@pytest.mark.parametrize(
    "before", ["Hafez ", "Hafiz ", "Sadeq ", "Bill ", "Mohammad-", "Hafez al-", "Maher Al ", "Mohammed "]
)
def test_a_surname_behind_anothers_given_name_is_somebody_else(before: str) -> None:
    assert (
        actors(book(Actor("one", "Ali Daroudi", "person", aliases=("Daroudi",))), f"Then {before}Daroudi left.") == []
    )


@pytest.mark.parametrize("before", ["", "President ", "Ali ", "Iran’s ", "In ", "In Paris, ", "from Paul. ", "al-"])
def test_a_surname_behind_any_other_word_is_the_persons(before: str) -> None:
    codebook = book(Actor("one", "Ali Daroudi", "person", aliases=("Daroudi", "al-Daroudi")))
    assert actors(codebook, f"Then {before}Daroudi left.") == ["one"]


def test_a_title_makes_a_surname_a_name() -> None:
    codebook = book(Actor("one", "Omar Daroudi", "person", titles=("President",)))
    assert [n.span.text for n in find(codebook, "President Daroudi met Mr. Daroudi.")] == ["President Daroudi"]


def test_a_title_of_two_with_one_surname_makes_it_nobodys() -> None:
    two = [Actor(name, f"{name} Daroudi", "person", titles=("President",)) for name in ("Omar", "Samir")]
    assert actors(book(*two), "President Daroudi left.") == []


MASHAAL = book(Actor("one", "Khaled Mashaal", "person", aliases=("Mashaal",)))


@pytest.mark.parametrize(
    "text",
    ["Meshaal Smith left the building.", "The meshaal left.", "Mesha’al-Smith’s house stood empty.", "Mshaal left."],
)
def test_a_surname_in_a_new_spelling_must_stand_alone(text: str) -> None:
    assert actors(MASHAAL, f"Khaled Mashaal left. {text}") == ["one"]


@pytest.mark.parametrize("introduced", ["Khaled Mashaal", "Khalid Mish’al", "Mashaal"])
def test_a_surname_in_a_new_spelling_is_found_where_the_article_names_the_person(introduced: str) -> None:
    assert actors(MASHAAL, "Meshaal left the building.") == []
    assert actors(MASHAAL, f"Meshaal left the building.\nNobody saw {introduced} there.") == ["one", "one"]


def test_a_surname_in_a_new_spelling_is_found_behind_a_declared_title() -> None:
    titled = book(Actor("one", "Khaled Mashaal", "person", aliases=("Mashaal",), titles=("Doctor",)))
    assert [n.span.text for n in find(titled, "Doctor Meshaal left; Professor Meshaal stayed.")] == ["Meshaal"]


def test_a_headlines_capitals_do_not_lengthen_a_surname() -> None:
    document = make_document("d", "Meshaal Meets Envoy\nKhaled Mashaal met an envoy.")
    assert [named.span.text for named in find_names(document, MASHAAL, 0, 19)] == ["Meshaal"]


def test_the_longest_form_wins_over_a_listed_one_inside_it() -> None:
    codebook = book(Actor("force", "Quds Force", "organisation"), Actor("city", "Qods", "state"))
    assert [(n.actor, n.form, n.span.text) for n in find(codebook, "The Qods Force left Qods’s gates.")] == [
        ("force", "variant", "Qods Force"),
        ("city", "name", "Qods"),
    ]


def test_an_unnamed_class_is_found_as_a_description() -> None:
    official = Actor("official", "Iranian official", "unnamed", aliases=("Iranian officials",))
    (named,) = find(
        book(official, Actor("iran", "Iran", "state", demonyms=("Iranian",))), "Two Iranian officials left."
    )
    assert (named.actor, named.form, named.span.text) == ("official", "nominal", "Iranian officials")


def test_a_possessive_is_no_part_of_a_name() -> None:
    (named,) = find(book(Actor("one", "Khaled Mashaal", "person")), "Khalid Mish’al’s office")
    assert (named.form, named.span.text) == ("variant", "Khalid Mish’al")


def test_a_range_is_matched_with_its_own_offsets() -> None:
    document = make_document("d", "Hezbollah left. A\u0300 la Hizbullah!")
    codebook = book(Actor("one", "Hezbollah", "organisation"))
    (named,) = find_names(document, codebook, 16, len(document.text))
    assert named.span == document.span(22, 31)


# ---- places that act

VELDORIA = book(
    Actor("veldoria", "Veldoria", "state", metonyms=("Marnholt", "Ostrava Hall", "MARNHOLT")),
    Actor("norrland", "Norrland", "state", metonyms=("Keld",)),
    Actor("red-front", "Red Front", "organisation"),
)
PLACES = [line for line in (DATA / "metonyms.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("marked", PLACES)
def test_a_place_stands_for_an_actor_only_where_it_acts(marked: str) -> None:
    expected = re.findall("<acts>(.*?)</acts>", marked)
    text = re.sub("</?(?:acts|place)>", "", marked)
    assert [named.span.text for named in find(VELDORIA, text) if named.form == "metonym"] == expected


@pytest.mark.parametrize("name", ["Arthur", "Denzel"])
def test_a_place_behind_a_given_name_is_a_person(name: str) -> None:
    assert actors(VELDORIA, f"{name} Marnholt said so.") == []


def test_what_surrounds_a_place_is_read_beyond_the_range() -> None:
    document = make_document("d", "They met in Marnholt.\nMarnholt said so.")
    assert find_names(document, VELDORIA, 12, 20) == []
    assert [n.form for n in find_names(document, VELDORIA, 22, 30)] == ["metonym"]


# ---- the codebook that ships

ONCE = [line.split("\t") for line in (DATA / "spellings_once_listed.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("actor", "spelling"), ONCE)
def test_spellings_that_were_listed_once_are_found_without(codebook: Codebook, actor: str, spelling: str) -> None:
    declared = codebook.actor(actor)
    text = f"On Monday {spelling} answered in writing.\nNobody had seen {declared.name} there."
    assert spelling not in (declared.name, *declared.aliases)
    assert [(n.actor, n.span.text) for n in find(codebook, text)] == [(actor, spelling), (actor, declared.name)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tehran denied it, and Doha agreed.", ["iran", "qatar"]),
        ("They met in Tehran and Doha.", []),
        ("Al-Quds Day was marked in Jerusalem.", []),
        ("Jerusalem’s decision angered Ramallah.", ["israel", "palestinian-authority"]),
        ("The Jerusalem Post was quoted by The Washington Post.", []),
        ("The White House said so at the White House.", ["united-states"]),
        ("Ruhollah Khomeini and Sadeq Larijani", []),
        ("Hamad and Bill Clinton", []),
        ("Hafez al-Assad and Michelle Obama", []),
        ("Mohammad Abbas", []),
    ],
)
def test_the_shipped_codebook_tells_places_and_relatives_from_actors(
    codebook: Codebook, text: str, found: list[str]
) -> None:
    assert actors(codebook, text) == found


def test_every_government_of_the_codebook_has_its_seat_as_a_metonym(codebook: Codebook) -> None:
    assert all(actor.metonyms for actor in codebook.actors if actor.kind == "state")
    assert codebook.actor("palestinian-authority").metonyms == ("Ramallah",)


# ---- letters


@pytest.mark.parametrize(
    "name", ["Łukasz Nowak", "Čedomir Šimić", "İbrahim Öz", "Ōe Ryūta", "Đorđe Žižek", "Ş. Şentürk", "Αλέξης Βάρδας"]
)
def test_a_name_begins_with_any_capital(name: str) -> None:
    text = f"On Monday {name} answered in writing."
    assert [run.name for run in find_name_runs(text)] == [name]
    [found] = find(book(Actor("one", name, "person")), text)
    assert (found.span.text, found.form) == (name, "name")


def test_a_title_of_a_person_makes_a_person_of_any_word() -> None:
    runs = list(find_name_runs("On Monday Mrs. Park met the Foreign Ministry."))
    assert [(run.title, run.name) for run in runs] == [("Mrs.", "Park"), ("", "Foreign Ministry")]


def test_a_surname_behind_a_given_name_in_other_letters_is_somebody_else() -> None:
    listed = book(Actor("one", "Ada Vale", "person", aliases=("Vale",)))
    assert (
        actors(listed, "On Monday İbrahim Vale answered.") == actors(listed, "On Monday Ibrahim Vale answered.") == []
    )


# ---- speed


def lexical(n: int) -> Codebook:
    syllables = "ba dar mos ka fi sha ran tou zi lem gho nar sa dib rou han mir yas".split()
    random = Random(n)

    def name(k: int) -> str:
        return "".join(random.choice(syllables) for _ in range(k)).capitalize()

    return book(*(Actor(f"a{i}", f"{name(2)} {name(4)}", "person", aliases=(name(4),)) for i in range(n)))


def test_more_actors_take_no_more_time(seeds: Corpus) -> None:
    few, many = lexical(30), lexical(1000)

    def seconds(codebook: Codebook) -> float:
        start = process_time()
        for document in seeds.documents * 4:
            find_names(document, codebook, 0, len(document.text))
        return process_time() - start

    seconds(few), seconds(many)  # lay out the forms outside the clock
    assert min(seconds(many) for _ in range(3)) < 2 * min(seconds(few) for _ in range(3))
