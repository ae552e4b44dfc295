"""Who speaks, and who passed it on: invented variants of each construction, and the gold of the seeds.

Each variant is judged twice: on the quotations that are found in its text, and on those that its marks give, so that a
slip of the finder is not counted against the resolver. Known failures are listed with reasons in
`data/speakers/known_failures.tsv`, and one that passes is a failure, too: `python tests/write_known_failures.py` writes
the list again. Floors lie in `data/speakers/floors.json` and `gold/speakers_floors.json`; `--lower-floors` lowers them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from constructions_reading import read_known_failures
from floors import SAID, Floors
from seeds_speakers import CHAINS, SPEAKERS, claims, figures, read_gold
from speakers_reading import (
    KNOWN,
    VARIANTS,
    WAYS,
    failing_cases,
    find_differences,
    plain_name,
    read_cases,
    read_variant,
)

from toolkit.annotate import find_quotes
from toolkit.annotate.speakers import name_marked
from toolkit.codebook import Actor, Codebook, load_codebook
from toolkit.corpus import as_document
from toolkit.rows import MarkedQuote

HERE = Path(__file__).parent
FLOORS = Floors(HERE / "data" / "speakers" / "floors.json", VARIANTS)
SEED_FLOORS = Floors(HERE / "gold" / "speakers_floors.json", SPEAKERS)
LEAST_VARIANTS, LEAST_PAIRS = 10, 25


def marked_as_known(ids: list[str]) -> list[object]:
    """Give each id in each way, the known failures as such."""
    known = read_known_failures(KNOWN)
    return [
        pytest.param(
            way,
            case_id,
            id=f"{way}/{case_id}",
            marks=[pytest.mark.xfail(reason=known[f"{way}/{case_id}"], strict=True)]
            if f"{way}/{case_id}" in known
            else [],
        )
        for way in WAYS
        for case_id in ids
    ]


@pytest.fixture
def lower(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--lower-floors"))


# ---------------------------------------------------------------- variants


@pytest.mark.parametrize(("way", "case_id"), marked_as_known([case.case_id for case in read_cases()]))
def test_speaker_and_relays_are_those_of_the_chain(way: str, case_id: str) -> None:
    assert failing_cases(way).get(case_id, []) == []


@pytest.mark.parametrize("way", WAYS)
def test_the_share_of_passing_variants_keeps_its_floor(way: str, lower: bool, pytestconfig: pytest.Config) -> None:
    FLOORS.check_gold(lower=lower)
    share = 1 - len(failing_cases(way)) / len(read_cases())
    if said := FLOORS.check(f"passing {way}", share, lower=lower):
        pytestconfig.stash[SAID].append(said)


def test_known_failures_are_variants_or_claims_about_the_seeds() -> None:
    ids = {f"{way}/{i}" for way in WAYS for i in (*(case.case_id for case in read_cases()), *claims(way))}
    assert read_known_failures(KNOWN).keys() <= ids


# ---------------------------------------------------------------- the set


def test_each_construction_has_many_variants() -> None:
    sizes = Counter(case.construction for case in read_cases())
    assert len(sizes) >= 25
    assert min(sizes.values()) >= LEAST_VARIANTS


def test_no_text_is_judged_twice_on_the_same_words() -> None:
    judged = Counter((case.text, str(case.quotations)) for case in read_cases())
    assert [text for (text, _), n in judged.items() if n > 1] == []


def test_an_outlet_passes_on_in_one_of_a_pair_and_speaks_in_the_other() -> None:
    chains = {case.case_id: case.chains[-1] for case in read_cases() if case.construction.startswith("outlet-")}
    passed = [chain for case_id, chain in chains.items() if case_id.startswith("outlet-relays/") and chain]
    spoken = [chain for case_id, chain in chains.items() if case_id.startswith("outlet-speaks/") and chain]
    assert len(passed) >= LEAST_PAIRS
    assert [chain.relays for chain in passed] == [(chain.speaker,) for chain in spoken]
    assert not any(chain.relays for chain in spoken)


def test_open_pronouns_have_nobody() -> None:
    chains = [case.chains for case in read_cases() if case.construction == "open-pronoun"]
    assert all(chain and not chain.speaker for (chain,) in chains)


# ---------------------------------------------------------------- reading and comparing


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("<source>He</source> <cue>said</cue> <content>it rained</content>.", "1 quotations have 0 chains"),
        ("<source>He</source> <cue>said</cue> <content>it rained</content>. || nobody | nobody", "have 2 chains"),
        ("<source>He</source> <cue>said</cue> <content>it rained</content>. || -", "nothing is judged"),
        ("<source>He</source> <cue>said</cue> <content>it rained</content>. || Glas → nobody", "Glas is not in"),
        ("<source>He</source> <cue>said</cue> <content></content>it rained. || nobody", "is empty"),
    ],
)
def test_unsound_variants_are_refused(line: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        read_variant("c/1", line)


@pytest.mark.parametrize(
    ("chain", "differences"),
    [
        ("Varga", []),
        ("the Varga", []),
        ("Holm / Varga", []),
        ("Holm", ["1: speaker is Varga"]),
        ("nobody", ["1: speaker is Varga"]),
        ("Varga → Varga", ["1: relays are none"]),
        ("Varga @ none", []),
        ("Varga @ kestria", ["1: side is None"]),
    ],
)
def test_each_difference_of_a_chain_is_named(chain: str, differences: list[str]) -> None:
    case = read_variant("c/1", f"<content>“We won,”</content> <source>Varga</source> <cue>said</cue>. || {chain}")
    assert find_differences(case, find_quotes(case.text)) == differences


def test_a_quotation_that_is_not_found_is_named() -> None:
    case = read_variant("c/1", "<content>It rained</content>, <source>Varga</source> <cue>said</cue>. || Varga")
    assert find_differences(case, []) == ["1: not found"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the TNS news agency", "TNS"),
        ("The Foreign Ministry", "Foreign Ministry"),
        ("unnamed Belmoran officials", "unnamed Belmoran official"),
    ],
)
def test_article_common_noun_and_number_make_no_difference(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(("one", "other"), [("Dora Lund", "Lund"), ("Harbour Board", "unnamed Harbour Board official")])
def test_other_names_are_different(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


# ---------------------------------------------------------------- the seeds


@pytest.mark.parametrize(("way", "claim"), marked_as_known(list(claims("at-marks"))))
def test_the_seeds_have_their_speakers_and_chains(way: str, claim: str) -> None:
    assert claims(way)[claim] == []


@pytest.mark.parametrize("name", SEED_FLOORS.values)
def test_a_figure_on_the_seeds_reaches_its_floor(name: str, lower: bool, pytestconfig: pytest.Config) -> None:
    way, figure = name.split(" ", 1)
    SEED_FLOORS.check_gold(lower=lower)
    if said := SEED_FLOORS.check(name, figures(way)[figure], lower=lower):
        pytestconfig.stash[SAID].append(said)


def test_each_gold_quotation_has_its_speaker() -> None:
    for _, quotes, speakers in read_gold():
        assert [s["content"] for s in speakers] == [q["content"] for q in quotes]


def test_speakers_relays_and_sides_of_the_gold_are_actors_of_the_codebook() -> None:
    codebook = load_codebook("iran-hamas")
    for document, _, speakers in read_gold():
        for row in speakers:
            for named in (row | {"name": row["speaker_name"], "actor": row["speaker"]}, *row["relays"]):
                if named["actor"]:
                    assert codebook.actor(named["actor"]).name == named["name"]
            if row["speaker"]:
                assert codebook.side(row["speaker"], document) == row["side"]


def test_the_gold_holds_the_six_chains() -> None:
    chains = {}
    for document, _, speakers in read_gold():
        for row in speakers:
            for name, (doc_id, first) in CHAINS.items():
                if document.doc_id == doc_id and document.text.startswith(first, row["content"][0][0]):
                    chains[name] = [*(relay["name"] for relay in row["relays"]), row["speaker_name"]]
    assert chains == {
        "fars-yousef": ["Fars news agency", "Ahmed Yousef"],
        "ynet-al-hayat": ["Ynet", "Al-Hayat"],
        "fars-hajizadeh": ["Fars news agency", "Amir Ali Hajizadeh"],
        "hamas-member-suleimani-told": ["unnamed Hamas member", "Qassem Soleimani"],
        "hamas-member-suleimani-emphasized": ["unnamed Hamas member", "Qassem Soleimani"],
        "times-of-israel-issacharoff-media": [
            "The Times of Israel",
            "Avi Issacharoff",
            "unnamed Palestinian media reports",
        ],
        "times-of-israel-officials": ["The Times of Israel", "unnamed Israeli security officials"],
    }


@pytest.mark.parametrize(
    ("source", "text"),
    [("(", "The count went on. (See the list."), ("'s", "A range of ports opened. The port 's said it was late.")],
)
def test_a_source_that_is_no_word_names_nobody(source: str, text: str) -> None:
    at = text.index(source)
    marked = MarkedQuote(content=((len(text) - 9, len(text)),), source=((at, at + len(source)),))
    [quote] = name_marked(as_document(text), [marked])
    assert quote.source is not None
    assert (quote.source.text, quote.speaker_name) == (source, None)


@pytest.mark.parametrize("said", ["Petrosian quietly said that", "Petrosian said that", "Mr. Petrosian said that"])
def test_an_actor_of_the_codebook_is_found_though_the_name_looks_like_an_adjective(said: str) -> None:
    listed = Actor("one", "Ani Petrosian", "person", aliases=("Petrosian",))
    codebook = Codebook("t", "t", "1", "en", "", (listed,), (), (), ())
    [quote] = find_quotes(f"{said} the port would close.", codebook=codebook)
    assert quote.speaker == "one"


def test_speakers_are_named_whatever_their_first_letters() -> None:
    text = (
        "Łukasz Nowak, a senior aide, welcomed the deal on Monday. “We agreed,” Nowak told reporters.\n\n"
        "“It is too late,” said Živa Čeh. She said the port would close."
    )
    said = [(quote.kind, quote.speaker_name) for quote in find_quotes(text) if quote.act == "speech"]
    assert said[-3:] == [("direct", "Łukasz Nowak"), ("direct", "Živa Čeh"), ("indirect", "Živa Čeh")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ada Vale came home on Monday. The Vale campaign was late. “We agreed,” Vale said.", "Ada Vale"),
        ("The Kremlin was late on Monday. “We agreed,” the Kremlin said.", "Kremlin"),
        ("Ada M. Vale came home. On Monday Ada Vale left again. “We agreed,” Vale said.", "Ada M. Vale"),
        ("Ada M. Vale came home. On Monday Ada N. Vale left again. “We agreed,” Vale said.", None),
        ("On Monday Carmen Ruiz Ortega came home. “We agreed,” Ruiz Ortega said.", "Carmen Ruiz Ortega"),
        ("On Monday Jan van Dijk came home. “We agreed,” Van Dijk said.", "Jan van Dijk"),
        ("On Monday the deal was told to Ani Petrosian. “We agreed,” Petrosian said.", "Ani Petrosian"),
        ("On Monday Sun Yulan came home. “We agreed,” Sun Yulan said.", "Sun Yulan"),
        ("Kim Geun-hye Is Right\n\nOn Monday Kim Geun-hye came home. “We agreed,” Kim said.", "Kim Geun-hye"),
        ("Wherever Ada Vale went, it rained. On Monday Ada Vale came home. “We agreed,” Vale said.", "Ada Vale"),
        ("Ada Vale came home. On Monday she met Crooked Ada Vale late. “We agreed,” Vale said.", "Ada Vale"),
        ("Then Ruiz Orte left. On Monday came Xiomara Ruiz Orte. “We agreed,” Ruiz Orte said.", "Xiomara Ruiz Orte"),
        ("Xiomara Ruiz Orte has come home. “We agreed,” Ruiz Orte said.", "Xiomara Ruiz Orte"),
        ("From Ruiz Orte’s home came Xiomara Ruiz Orte. “We agreed,” Ruiz Orte said.", "Xiomara Ruiz Orte"),
        ("On Monday Crooked Jan van Dijk met Jan van Dijk’s aide. “We agreed,” Van Dijk said.", "Jan van Dijk"),
        ("On Monday Jan van Dijk came home. Later Els van Dijk left. “We agreed,” Van Dijk said.", None),
        ("On Monday Jan van Dijk came home. Later Els van Dijk left. “We agreed,” Els van Dijk said.", "Els van Dijk"),
        ("On Monday Jan van Dijk met the envoys in Africa Van Dijk knew. “Yes,” Van Dijk said.", "Jan van Dijk"),
        ("Tamta Petrosian on Monday came home. “We agreed,” Petrosian insisted.", "Tamta Petrosian"),
        ("On Monday Moon Yulan came home. The Moon campaign was late. “We agreed,” Moon said.", "Moon Yulan"),
        ("Trusting Guo was late. Guo Hai saw Guo Hai’s aide and Guo Hai’s son. “We agreed,” Guo said.", "Guo Hai"),
        ("On Monday Kim Jae-in came home. Later Kim Yulan left. “We agreed,” Kim said.", None),
        ("On Monday Li Li came home. “We agreed,” Li said.", "Li Li"),
        ("On Monday Ada Leicester came home. BBC Radio Leicester was late. “No,” Leicester said.", "Ada Leicester"),
    ],
)
def test_a_surname_stands_for_who_bears_it(text: str, speaker: str | None) -> None:
    [quote] = [quote for quote in find_quotes(text) if quote.kind == "direct"]
    assert quote.speaker_name == speaker
