"""The codebook on the election of 2016 declares for one side what it declares for the other, and its study finds it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from toolkit.annotate import check_codebook, find_frames, find_labels, find_mentions
from toolkit.codebook import Actor, Codebook, Frame, LabelSet, load_codebook
from toolkit.corpus import load_corpus, load_study
from toolkit.corpus.study import shipped_studies
from toolkit.errors import StudyError
from toolkit.rows import Document, Polarity

BOOK = load_codebook("us-election")
FRAMES = {frame.frame_id: frame for frame in BOOK.frames}
SETS = {label_set.set_id: label_set for label_set in BOOK.labels}
COUNTERPARTS = {
    "clinton": "trump",
    "clinton-campaign": "trump-campaign",
    "clinton-foundation": "trump-foundation",
    "clinton-supporters": "trump-supporters",
    "kaine": "pence",
    "democratic-party": "republican-party",
    "dnc": "rnc",
    "sanders": "cruz",
    "sanders-campaign": "cruz-campaign",
    "sanders-supporters": "cruz-supporters",
    "pelosi": "ryan",
    "reid": "mcconnell",
}
SWAPPED = [("Clinton", "Trump"), ("Democrats", "Republicans"), ("Democratic", "Republican"), ("Sanders", "Cruz")]
MIRRORED_FRAMES = [
    ("clinton-ahead", "trump-ahead"),
    ("clinton-qualified", "trump-qualified"),
    ("clinton-unfit", "trump-unfit"),
    ("democrats-united", "republicans-united"),
    ("democrats-divided", "republicans-divided"),
]


def actor(actor_id: str) -> Actor:
    return BOOK.actor(actor_id)


def exchanged(words: str) -> str:
    """Exchange the names of the two sides."""
    to = {a: b for one, other in SWAPPED for a, b in ((one, other), (other, one))}
    return re.sub("|".join(to), lambda found: to[found.group()], words)


# ---- one side as the other


@pytest.mark.parametrize(("one", "other"), COUNTERPARTS.items())
def test_counterparts_are_of_one_kind_and_in_the_same_sets(one: str, other: str) -> None:
    assert actor(one).kind == actor(other).kind
    assert [dict(actor(a).attributes).keys() for a in (one, other)] == [dict(actor(one).attributes).keys()] * 2
    classes = [{s for s in SETS if a in SETS[s].actors and len(SETS[s].actors) > 1} for a in (one, other)]
    assert classes[0] == classes[1] != set()


@pytest.mark.parametrize(("one", "other"), [("clinton", "trump"), ("kaine", "pence"), ("dnc", "rnc")])
def test_counterparts_have_the_same_roles_on_days_of_their_own(one: str, other: str) -> None:
    roles = [[a.role for a in actor(each).affiliations] for each in (one, other)]
    if one == "kaine":
        assert [r.pop() for r in roles] == ["senator", "governor"]
    assert roles[0] == roles[1]


@pytest.mark.parametrize(("one", "party"), [("clinton", "democratic-party"), ("trump", "republican-party")])
def test_each_candidate_belongs_to_a_campaign_while_it_lasts_and_to_a_party_always(one: str, party: str) -> None:
    days = [date(2014, 1, 1), date(2016, 6, 20), date(2016, 9, 1), date(2017, 6, 1)]
    chains = [BOOK.chain(one, Document("d", "x", published_earliest=day, published_latest=day)) for day in days]
    assert [chain[1:] for chain in chains] == [(party,), *[(f"{one}-campaign", party)] * 2, (party,)]
    assert BOOK.attribute(one, "party") == actor(party).name.removesuffix(" Party")


@pytest.mark.parametrize(("one", "other"), [("clinton-only", "trump-only"), ("democrats-only", "republicans-only")])
def test_sets_of_one_actor_stand_in_twos_of_one_size(one: str, other: str) -> None:
    sizes = [{kind: len(forms) for kind, forms in SETS[name].forms} for name in (one, other)]
    assert sizes[0] == sizes[1]


def test_no_actor_but_the_two_candidates_and_parties_has_forms_of_its_own() -> None:
    alone = {label_set.actors[0] for label_set in BOOK.labels if len(label_set.actors) == 1}
    assert alone == {"clinton", "trump", "democratic-party", "republican-party", "immigrants"}


@pytest.mark.parametrize("label_set", BOOK.labels, ids=SETS)
def test_every_set_offers_all_three_kinds(label_set: LabelSet) -> None:
    assert [kind for kind, forms in label_set.forms if forms] == [*get_args(Polarity)]


def test_every_actor_is_offered_forms() -> None:
    offered = {actor_id for label_set in BOOK.labels for actor_id in label_set.actors}
    assert offered == {each.actor_id for each in BOOK.actors}


@pytest.mark.parametrize(("one", "other"), MIRRORED_FRAMES)
def test_a_frame_about_one_side_is_that_about_the_other_with_the_names_exchanged(one: str, other: str) -> None:
    first, second = FRAMES[one], FRAMES[other]
    assert [*map(exchanged, first.phrases)] == [*second.phrases]
    assert [*map(exchanged, first.exclusions)] == [*second.exclusions]
    assert exchanged(first.definition) == second.definition


def test_scrutiny_of_the_candidates_has_as_many_phrases_for_each() -> None:
    one, other = FRAMES["clinton-scrutiny"], FRAMES["trump-scrutiny"]
    assert len(one.phrases) == len(other.phrases)
    assert [*map(exchanged, one.exclusions)] == [*other.exclusions]


def test_the_two_parties_have_as_many_people_within_one_in_four() -> None:
    sides = Counter(BOOK.side(each.actor_id) for each in BOOK.actors if each.kind == "person")
    assert 0.75 <= sides["democratic-party"] / sides["republican-party"] <= 1 / 0.75


# ---- sound by itself


def test_the_doctor_finds_no_problem() -> None:
    findings = check_codebook(BOOK)
    assert list(findings.loc[findings["severity"] == "problem", "what"]) == []


@pytest.mark.parametrize("frame", [f for f in BOOK.frames if not f.origin], ids=lambda frame: frame.frame_id)
def test_every_frame_meets_its_example_and_passes_its_counter_example(frame: Frame) -> None:
    assert frame.frame_id in {row.frame for row in find_frames(frame.example, codebook=BOOK, quotes=())}
    assert frame.frame_id not in {row.frame for row in find_frames(frame.counter_example, codebook=BOOK, quotes=())}


def test_every_frame_of_its_own_has_a_counterpart_that_names_it() -> None:
    own = {frame.frame_id: frame.pair for frame in BOOK.frames if not frame.origin}
    assert all(own[pair or ""] == frame_id for frame_id, pair in own.items())


def test_every_person_has_a_gender() -> None:
    assert all("gender" in dict(each.attributes) for each in BOOK.actors if each.kind == "person")


def test_relatives_are_told_from_the_candidates_by_their_full_names() -> None:
    text = "Bill Clinton and Melania Trump waved. Hillary Clinton and Donald Trump did not. Donald Trump Jr. left."
    found = [(m.actor, m.mention.text) for m in find_mentions(text, codebook=BOOK)]
    assert [who for who, _ in found] == ["bill-clinton", "melania-trump", "clinton", "trump", "donald-trump-jr"]


def test_a_name_given_to_one_candidate_is_found_as_the_name_given_to_the_other() -> None:
    rows = find_labels("They shouted “Crooked Hillary” and “Dangerous Donald”.", codebook=BOOK)
    assert [(row.actor, row.polarity) for row in rows] == [("clinton", "delegitimising"), ("trump", "delegitimising")]


# ---- the study


def test_the_study_ships_and_fits_its_codebook() -> None:
    study = load_study("us-election")
    assert shipped_studies() == ("us-election",)
    assert (study.codebook, study.every) == ("us-election", "month")
    assert {*(study.dyad or ())} <= {each.actor_id for each in BOOK.actors}
    assert {*study.events} <= {event.event_id for event in BOOK.events}


def test_an_unknown_study_is_refused_with_the_choices() -> None:
    with pytest.raises(StudyError, match="no study named 'election'; the toolkit ships us-election, and a file"):
        load_study("election")


def test_a_study_is_laid_over_several_files_that_have_none(tmp_path: Path) -> None:
    for name in ("one", "two"):
        row = {"doc_id": name, "publisher": "west-journal", "date": "2016-09-01", "text": "Trump met Clinton."}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    texts = load_corpus([tmp_path / "one.jsonl", tmp_path / "two.jsonl"], study="us-election")
    assert texts.study == load_study("us-election")
    assert {document.outlet for document in texts} == {"Western Journalism"}
    assert {str(document.published_earliest) for document in texts} == {"2016-09-01"}


def test_the_codebook_is_named_by_the_study(codebook: Codebook) -> None:
    assert load_codebook(load_study("us-election").codebook) is BOOK
    assert codebook is not BOOK
