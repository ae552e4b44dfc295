"""A codebook is checked before anything is counted, and the one that ships treats all sides alike."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from toolkit.annotate import extract_mentions, find_frames, find_labels, find_mentions
from toolkit.codebook import Affiliation, Codebook, codebook_for, compile_phrases, load_codebook, shipped_codebooks
from toolkit.codebook.phrases import check_phrase
from toolkit.errors import CodebookError, CodebookMissing
from toolkit.language import make_view
from toolkit.rows import Corpus, Document, Polarity, Study

GOOD = """\
name: small
title: A small codebook
version: "1"
language: en
actors:
  - {id: iran, name: Iran, kind: state, aliases: [Tehran], demonyms: [Iranian]}
  - id: irgc
    name: IRGC
    kind: organisation
    affiliations:
      - {with: iran, role: branch, from: 1979-05-05}
labels:
  - id: governments
    actors: [iran]
    modifiers: {iran: [Iranian]}
    delegitimising: [regime, mullahs’ regime]
    neutral: [government]
    legitimising: [elected government]
frames:
  - id: close
    title: Close
    pair: apart
    definition: They draw closer.
    phrases: [close ties]
    exclusions: [no close ties]
    example: They have close ties.
    counter_example: They have no close ties.
  - {id: apart, title: Apart, pair: close, definition: d, phrases: [at odds], example: e, counter_example: c}
events:
  - {id: deal, title: A deal, date: 2015-07-14, source: a record}
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "my.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "my.yaml"


# ---- loading


def test_a_codebook_of_ones_own_is_loaded_by_its_path(tmp_path: Path) -> None:
    codebook = load_codebook(written(tmp_path, GOOD))
    assert (codebook.name, codebook.file) == ("small", "my.yaml")
    assert codebook.actor("irgc").affiliations == (Affiliation("iran", "branch", date(1979, 5, 5), None),)
    assert [(frame.frame_id, frame.pair) for frame in codebook.frames] == [("close", "apart"), ("apart", "close")]
    assert codebook.events[0].last_day == date(2015, 7, 14)


SLIPS = [
    ("kind: state", "kind: country", 6, "kind is 'country'; it must be one of person, organisation, state, "),
    ("version: \"1\"\n", "", 1, "the file lacks version"),
    ("language: en", "lang: en", 4, "'lang' is not a key of the file; the keys are name, title, version, language, "),
    ("id: irgc", "id: iran", 7, "'iran' is used twice as an id; the other is 'iran' in line 6"),
    ("id: governments", "ident: governments", 13, "'ident' is not a key of an entry of labels; the keys are id, "),
    ("name: IRGC", "name: Tehran", 8, "'Tehran' stands for two actors; the other is 'Tehran' in line 6"),
    ("name: IRGC", "name: IRGC\n    metonyms: [Tehran]", 9, "'Tehran' stands for two actors; the other is "),
    ("name: IRGC", "name: IRGC\n    apart: [persia]", 9, "an entry of apart is 'persia'; it must be one of iran, irgc"),
    ("name: IRGC", "name: IRGC\n    attributes: {sector: }", 9, "sector must be words"),
    ("name: IRGC", "name: IRGC\n    attributes: military", 9, "attributes must be a mapping of keys to values"),
    ("role: branch, ", "role: branch, called: guard chief, ", 11, "called must be a list"),
    ("with: iran,", "with: irgc,", 11, "affiliations go round in a ring: irgc -> irgc (line 11)"),
    ("with: iran", "with: persia", 11, "with is 'persia'; it must be one of iran, irgc"),
    ("from: 1979-05-05", "from: May 1979", 11, "from is 'May 1979'; a day is written YYYY-MM-DD"),
    ("from: 1979-05-05", "from: 1979-05-05, to: 1978-01-01", 11,
     "the affiliation begins on 1979-05-05 and ends before, on 1978-01-01 (lines 11 and 11)"),
    ("role: branch, ", "", 11, "an entry of affiliations lacks role"),
    ("actors: [iran]", "actors: [persia]", 14, "an entry of actors is 'persia'; it must be one of iran, irgc"),
    ("modifiers: {iran:", "modifiers: {irgc:", 15, "modifiers name 'irgc'; the set's actors are iran"),
    ("neutral: [government]", "neutral: government", 17, "neutral must be a list"),
    ("neutral: [government]", "neutral: [Regime]", 17, "'Regime' is a form of two kinds; the other is 'regime' in "),
    ("neutral: [government]", "neutral: []\n    neutral: []", 18, "'neutral' stands twice in an entry of labels"),
    ("pair: apart", "pair: far", 22, "pair is 'far'; it must be one of close, apart"),
    ("phrases: [close ties]", "phrases: [close (ties)]", 24, "the phrase 'close (ties)' has '(ties)'; it may hold"),
    ("phrases: [close ties]", "phrases: [close ties ~2]", 24, "the phrase 'close ties ~2' begins or ends with a gap"),
    ("exclusions: [no close", "exclusions: [~3 close", 25, "the phrase '~3 close ties' begins or ends with a gap"),
    ("phrases: [at odds]", "phrases: [Close ties]", 28, "'Close ties' stands in two frames; the other is 'close "),
    ("date: 2015-07-14", "date: 2015-07-14, to: 2015-07-13", 30, "the event ends on 2015-07-13, before it begins"),
    ("source: a record", "source: ''", 30, "source must be words"),
    ("events:\n", "events: [\n", 30, "not valid YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "message"), SLIPS)
def test_a_slip_is_named_with_file_line_and_choices(
    tmp_path: Path, right: str, wrong: str, line: int, message: str
) -> None:
    assert right in GOOD
    with pytest.raises(CodebookError, match=re.escape(f"my.yaml, line {line}: {message}")):
        load_codebook(written(tmp_path, GOOD.replace(right, wrong, 1)))


def test_a_codebook_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"my\.yaml cannot be read"):
        load_codebook(tmp_path / "my.yaml")
    with pytest.raises(CodebookError, match=r"my\.yaml is empty"):
        load_codebook(written(tmp_path, "# nothing yet\n"))


def test_an_unknown_name_names_those_that_ship() -> None:
    with pytest.raises(CodebookError, match="no codebook named 'iran'; the toolkit ships iran-hamas, us-election, and"):
        load_codebook("iran")
    assert shipped_codebooks() == ("iran-hamas", "us-election")


def test_an_unknown_actor_names_the_choices(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="codebook small has no actor 'usa'; it has iran, irgc"):
        load_codebook(written(tmp_path, GOOD)).actor("usa")


def test_there_is_no_default_topic() -> None:
    with pytest.raises(CodebookMissing, match=r"extract_frames needs a codebook .*: iran-hamas, us-election\.$"):
        codebook_for(Corpus(()), None, verb="extract_frames")


def test_a_codebook_that_is_passed_goes_before_that_of_the_study(codebook: Codebook, tmp_path: Path) -> None:
    studied = Corpus((), Study(codebook="iran-hamas"))
    assert codebook_for(studied, None, verb="v") is codebook
    assert codebook_for(studied, written(tmp_path, GOOD), verb="v").name == "small"
    mine = load_codebook(written(tmp_path, GOOD))
    assert codebook_for(studied, mine, verb="v") is mine


def test_a_codebook_without_actors_finds_nobody(tmp_path: Path) -> None:
    start, end = GOOD.index("  - {id: iran"), GOOD.index("frames:")
    empty = load_codebook(written(tmp_path, GOOD[:start].rstrip() + " []\nlabels: []\n" + GOOD[end:]))
    assert find_mentions("Iran and Hamas met.", codebook=empty) == []
    assert find_labels("The regime of Iran fell.", codebook=empty) == []


def test_a_curly_apostrophe_in_a_form_is_like_a_plain_one(tmp_path: Path) -> None:
    codebook = load_codebook(written(tmp_path, GOOD))
    for text in ("The mullahs’ regime fell.", "The mullahs' regime fell."):
        assert [row.form for row in find_labels(text, codebook=codebook)] == ["mullahs' regime"]


# ---- two entries that clash

TWO = """\
  - {id: omar, name: Omar Daroudi, kind: person, aliases: [Daroudi]}
  - id: umar
    name: Umar Darudi
    kind: person
"""


def with_actors(tmp_path: Path, actors: str) -> Path:
    return written(tmp_path, GOOD.replace("labels:\n", actors + "labels:\n", 1))


def test_spellings_of_one_name_for_two_actors_are_refused(tmp_path: Path) -> None:
    message = "my.yaml, line 14: 'Umar Darudi' of umar is a spelling of 'Omar Daroudi' of omar in line 12; "
    with pytest.raises(CodebookError, match=re.escape(message) + ".* apart: .omar.$"):
        load_codebook(with_actors(tmp_path, TWO))


def test_one_actors_surname_listed_alone_for_another_is_refused(tmp_path: Path) -> None:
    message = "my.yaml, line 14: 'Daroudi', the surname of samir, is listed alone for omar in line 12; "
    two = TWO.replace("id: umar", "id: samir").replace("Umar Darudi", "Samir Daroudi")
    with pytest.raises(CodebookError, match=re.escape(message)):
        load_codebook(with_actors(tmp_path, two))


@pytest.mark.parametrize("name", ["Umar Darudi", "Samir Daroudi"])
def test_two_that_are_declared_apart_are_accepted(tmp_path: Path, name: str) -> None:
    apart = TWO.replace("Umar Darudi", name) + "    apart: [omar]\n"
    assert load_codebook(with_actors(tmp_path, apart)).actor("umar").apart == ("omar",)


def test_spellings_of_one_actor_are_no_clash(tmp_path: Path) -> None:
    one = TWO.split("  - id")[0].replace("[Daroudi]", "[Daroudi, Umar Darudi]")
    assert load_codebook(with_actors(tmp_path, one)).actor("omar").aliases == ("Daroudi", "Umar Darudi")


def test_a_ring_of_affiliations_is_refused_with_both_of_its_ends(tmp_path: Path) -> None:
    ring = GOOD.replace("demonyms: [Iranian]}", "demonyms: [Iranian], affiliations: [{with: irgc, role: r}]}")
    message = "my.yaml, line 6: affiliations go round in a ring: iran -> irgc -> iran (line 6 and line 11)"
    with pytest.raises(CodebookError, match=re.escape(message)):
        load_codebook(written(tmp_path, ring))


def test_a_long_ring_is_refused(tmp_path: Path) -> None:
    three = "".join(
        f"  - {{id: {a}, name: The {a.upper()}, kind: organisation, affiliations: [{{with: {b}, role: r}}]}}\n"
        for a, b in ("xy", "yz", "zx")
    )
    with pytest.raises(CodebookError, match=r"line 12: .* x -> y -> z -> x \(line 12 and line 14\)"):
        load_codebook(with_actors(tmp_path, three))


def test_two_ways_to_one_body_are_no_ring(tmp_path: Path) -> None:
    both = "  - {id: x, name: X, kind: person, affiliations: [{with: irgc, role: r}, {with: iran, role: s}]}\n"
    assert load_codebook(with_actors(tmp_path, both)).chain("x") == ("x", "irgc", "iran")


# ---- what is declared of an actor

DECLARED = (
    GOOD.replace("name: IRGC", "name: IRGC\n    titles: [the]\n    attributes: {sector: army, Founded in: 1979}")
    .replace("aliases: [Tehran]", "metonyms: [Tehran], attributes: {country: Iran, sector: state}")
    .replace("role: branch,", "role: branch, called: [guard chief],")
)


def test_attributes_titles_metonyms_and_forms_of_a_role_are_read(tmp_path: Path) -> None:
    codebook = load_codebook(written(tmp_path, DECLARED))
    assert codebook.actor("irgc").attributes == (("sector", "army"), ("Founded in", "1979"))
    assert codebook.actor("irgc").titles == ("the",)
    assert codebook.actor("iran").metonyms == ("Tehran",)
    assert codebook.actor("irgc").affiliations[0].called == ("guard chief",)


@pytest.mark.parametrize(
    ("actor", "name", "day", "value"),
    [
        ("irgc", "sector", date(1990, 1, 1), "army"),
        ("irgc", "country", date(1990, 1, 1), "Iran"),
        ("irgc", "country", date(1970, 1, 1), None),
        ("irgc", "gender", date(1990, 1, 1), None),
        ("iran", "sector", None, "state"),
    ],
)
def test_an_attribute_is_the_actors_own_or_that_of_what_it_belongs_to_then(
    tmp_path: Path, actor: str, name: str, day: date | None, value: str | None
) -> None:
    document = Document("d", "x", published_earliest=day, published_latest=day)
    assert load_codebook(written(tmp_path, DECLARED)).attribute(actor, name, document) == value


def test_actors_are_described_with_what_is_declared_of_them(tmp_path: Path) -> None:
    table = load_codebook(written(tmp_path, DECLARED)).describe("actors").set_index("actor_id")
    assert table.loc["irgc", "attributes"] == "sector: army; Founded in: 1979"
    assert table.loc["iran", "metonyms"] == "Tehran"


# ---- affiliations


def test_a_chain_follows_what_an_actor_belongs_to(codebook: Codebook) -> None:
    assert codebook.chain("soleimani") == ("soleimani", "quds-force", "irgc", "iran")
    assert codebook.side("soleimani") == "iran"
    assert codebook.side("hamas") == "hamas"


def test_an_affiliation_holds_only_between_its_days(codebook: Codebook) -> None:
    first = codebook.actor("mashaal").affiliations[0]
    assert first.until == date(2017, 5, 6)
    assert first.holds_on(date(2017, 5, 1), date(2017, 6, 1))
    assert not first.holds_on(date(2017, 5, 7), None)
    assert first.holds_on(None, None)


def test_a_tie_that_may_or_may_not_hold_goes_by_the_articles_date(codebook: Codebook) -> None:
    changed = replace(
        codebook.actor("mashaal"),
        affiliations=(
            Affiliation("qatar", "guest", date(2020, 1, 1), None),
            Affiliation("hamas", "member", None, None),
        ),
    )
    book = replace(codebook, actors=tuple(changed if a.actor_id == "mashaal" else a for a in codebook.actors))
    assert book.side("mashaal", Document("d", "x", published_latest=date(2019, 12, 31))) == "hamas"
    assert book.side("mashaal", Document("d", "x", published_latest=date(2021, 1, 1))) == "qatar"


def test_actors_that_belong_to_each_other_make_no_endless_chain(codebook: Codebook) -> None:
    changed = replace(codebook.actor("iran"), affiliations=(Affiliation("irgc", "r", None, None),))
    ring = replace(codebook, actors=tuple(changed if a.actor_id == "iran" else a for a in codebook.actors))
    assert ring.chain("iran") == ("iran", "irgc")


# ---- phrases


@pytest.mark.parametrize(
    ("phrase", "text", "hit"),
    [
        ("close ties", "of close ties with", "close ties"),
        ("close ties", "of CLOSE ties", "CLOSE ties"),
        ("close ties", "of close-ties", "close-ties"),
        ("close ties", "of close\n ties", "close\n ties"),
        ("close ties", "of closest ties", None),
        ("clos* ties", "of closest ties", "closest ties"),
        ("clos* ties", "of close, ties", None),
        ("arm* Hamas", "to disarm Hamas", None),
        ("Iran ~2 threat", "Iran threat", "Iran threat"),
        ("Iran ~2 threat", "Iran is a threat", "Iran is a threat"),
        ("Iran ~2 threat", "Iran is not a threat", None),
        ("Iran ~2 threat", "Iran, a threat", "Iran, a threat"),
        ("relies on Tehran", "relies on Tehran's support", "relies on Tehran's"),
        ("U.S. strike*", "a U.S. strike", "U.S. strike"),
        ("U.S. strike*", "a UXSX strike", None),
        ("at odds", "that odds", None),
    ],
)
def test_a_phrase_reads_as_it_is_written(phrase: str, text: str, hit: str | None) -> None:
    pattern = compile_phrases([phrase])
    assert pattern is not None
    match = pattern.search(text)
    assert (match.group() if match else None) == hit


def test_the_longer_phrase_is_tried_first_and_named() -> None:
    pattern = compile_phrases(["nuclear", "nuclear deal"])
    assert pattern is not None
    match = pattern.search("the nuclear deal")
    assert match is not None
    assert (match.group(), match.lastgroup) == ("nuclear deal", "p1")


def test_no_phrases_make_no_pattern() -> None:
    assert compile_phrases([]) is None


@pytest.mark.parametrize("phrase", ["a|b", "a.*b", "(a)", "a ~200 b", "~1", "a ~", "*", "a [b]", "“a”"])
def test_what_is_not_in_the_language_is_refused(phrase: str) -> None:
    assert check_phrase(phrase) is not None


# ---- the codebook that ships

FRAMES = [frame.frame_id for frame in load_codebook("iran-hamas").frames]
SETS = [label_set.set_id for label_set in load_codebook("iran-hamas").labels]


def test_every_person_of_the_shipped_codebook_has_a_gender_and_nobody_else(codebook: Codebook) -> None:
    declared = {actor.kind for actor in codebook.actors if "gender" in dict(actor.attributes)}
    assert declared == {"person"}
    assert all(codebook.attribute(actor.actor_id, "gender") for actor in codebook.actors if actor.kind == "person")


def test_countries_are_declared_for_states_and_reach_their_bodies(codebook: Codebook) -> None:
    assert codebook.attribute("soleimani", "country") == "Iran"
    assert codebook.attribute("idf", "country") == "Israel"
    assert codebook.attribute("mashaal", "country") is None


@pytest.mark.parametrize("frame_id", FRAMES)
def test_every_frame_meets_its_example_and_passes_its_counter_example(codebook: Codebook, frame_id: str) -> None:
    frame = next(frame for frame in codebook.frames if frame.frame_id == frame_id)
    assert frame_id in {row.frame for row in find_frames(frame.example, codebook=codebook)}
    assert frame_id not in {row.frame for row in find_frames(frame.counter_example, codebook=codebook)}


def test_frames_stand_in_pairs_that_name_each_other(codebook: Codebook) -> None:
    pairs = {frame.frame_id: frame.pair for frame in codebook.frames}
    assert all(pairs[pair] == frame_id for frame_id, pair in pairs.items() if pair)
    assert sorted(frame_id for frame_id, pair in pairs.items() if not pair) == [
        "mediation",
        "nuclear-deal",
        "outside-pressure",
    ]


@pytest.mark.parametrize("set_id", SETS)
def test_every_set_offers_all_three_kinds(codebook: Codebook, set_id: str) -> None:
    label_set = next(label_set for label_set in codebook.labels if label_set.set_id == set_id)
    assert [kind for kind, forms in label_set.forms if forms] == [*get_args(Polarity)]


def test_every_actor_the_seeds_often_name_is_offered_all_three_kinds(codebook: Codebook, seeds: Corpus) -> None:
    mentions = Counter(extract_mentions(seeds)["actor"])
    often = {actor for actor, n in mentions.items() if n >= 5 and codebook.actor(actor).kind != "outlet"}
    assert {"iran", "hamas", "israel"} < often
    assert often <= {actor for label_set in codebook.labels for actor in label_set.actors}


@pytest.mark.long
@pytest.mark.parametrize("set_id", ["armed-organisations", "governments"])
def test_every_actor_of_a_set_can_be_called_by_every_form_of_it(codebook: Codebook, set_id: str) -> None:
    label_set = next(label_set for label_set in codebook.labels if label_set.set_id == set_id)
    forms = [(kind, make_view(form).text.lower()) for kind, forms in label_set.forms for form in forms]
    for actor in label_set.actors:
        name = codebook.actor(actor).name
        found = [find_labels(f"They spoke of {name}, a {form}.", codebook=codebook) for _, form in forms]
        named = [[(row.polarity, row.form) for row in rows if row.actor == actor] for rows in found]
        assert named == [[form] for form in forms], name


def test_a_state_and_an_armed_body_are_offered_forms_in_sets_that_both_sides_share(codebook: Codebook) -> None:
    members = {label_set.set_id: {*label_set.actors} for label_set in codebook.labels}
    assert {"iran", "israel", "united-states", "palestinian-authority"} < members["governments"]
    assert {"hamas", "hezbollah", "irgc", "idf"} < members["armed-organisations"]
    assert {"palestinians", "israelis", "syrians"} < members["members-and-people"]


def test_every_state_and_people_of_the_seeds_has_a_set_of_its_own_or_none_has(codebook: Codebook) -> None:
    alone = {label_set.actors[0] for label_set in codebook.labels if len(label_set.actors) == 1}
    assert alone == {"hamas", "iran", "israel", "united-states", "palestinians", "israelis"}


def test_every_event_of_the_seeds_study_is_declared(codebook: Codebook, seeds: Corpus) -> None:
    assert {*seeds.study.events} <= {event.event_id for event in codebook.events}
    assert all(event.source for event in codebook.events)
