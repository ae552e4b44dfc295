"""Quotations: which words are said, by which words they are reported, and who says them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import parse, parts_of

from toolkit.annotate import find_quotes
from toolkit.codebook import Codebook
from toolkit.corpus import make_document
from toolkit.rows import Quote


def check(marked: str) -> list[Quote]:
    """Find in a marked-up text the quotations that it marks: the same content, cue and source with a word in common.

    How far a cue or a source reaches is a habit of the training newspapers, and is measured, not claimed here.
    """
    text, expected = parse(marked)
    quotes = find_quotes(text)
    found = sorted(parts_of(quote) for quote in quotes)
    assert [words(part.content) for part in found] == [words(part.content) for part in expected]
    for part, wanted in zip(found, expected, strict=True):
        for name in ("cue", "source", "relay"):
            have, want = words(getattr(part, name)), words(getattr(wanted, name))
            assert bool(have) == bool(want), (name, part, wanted)
            assert not want or have & want, (name, part, wanted)
    return quotes


def words(spans: tuple[str, ...]) -> set[tuple[int, str]]:
    """Give the words of some spans with their places; marks and stops at the edges do not matter."""
    starts = [(int(start), text) for start, _, text in (span.partition(":") for span in spans)]
    return {(start + word.start(), word.group()) for start, text in starts for word in re.finditer(r"\w+", text)}


def one(marked: str) -> Quote:
    (quote,) = check(marked)
    return quote


# ---- direct


@pytest.mark.parametrize(
    "said",
    [
        "“We had no role,”", '"We had no role,"', "‘We had no role,’", "'We had no role,'", "«We had no role,»",
        "‹We had no role,›", "„We had no role,“", "„We had no role,”", "``We had no role,''",
        "“Did you know?”", "“We won!”", "“We had no —”", "“Iran’s ‘axis’ stands,”", "‘The officials’ plan failed,’",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "clause",
    [
        "<source>he</source> <cue>said</cue>.",
        "<source>the aide</source> <cue>said</cue> on Friday.",
        "<cue>said</cue> <source>the aide</source>.",
        "<cue>said</cue> <source>Ali al-Baraka</source>, who lives in Beirut.",
        "<cue>said</cue> <source>the commander of the force</source> in Tehran on Monday.",
    ],
)
def test_words_in_marks_before_a_reporting_clause_are_direct(said: str, clause: str) -> None:
    quote = one(f"<content>{said}</content> {clause}")
    assert (quote.kind, quote.voice, quote.act) == ("direct", "verbatim", "speech")


@pytest.mark.parametrize(
    "clause",
    [
        "<source>He</source> <cue>said</cue>, ",
        "<source>The minister</source> <cue>said</cue>: ",
        "<source>He</source> <cue>said</cue> on Monday, ",
        "<source>He</source> <cue>said</cue> in a statement: ",
        "<source>The minister</source> <cue>told</cue> reporters: ",
        "<source>The aide</source> <cue>told</cue> <relay>Al-Manar television</relay>, ",
        "In Doha, <source>the aide</source> <cue>said</cue>: ",
    ],
)
def test_words_in_marks_after_a_reporting_clause_are_direct(clause: str) -> None:
    assert one(f"{clause}<content>“We had no role.”</content>").kind == "direct"


def test_a_comma_may_stand_outside_the_marks() -> None:
    assert one("<content>“We had no role”</content>, <source>he</source> <cue>said</cue>.").kind == "direct"


def test_speech_without_a_reporting_clause_is_kept_without_a_source() -> None:
    quote = one("They met in Doha. <content>“We had no role in the attack on the convoy.”</content>")
    assert (quote.kind, quote.sourced, quote.cue) == ("direct", "none", None)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “axis of resistance” met in Tehran.",
        "Qassem “the Shadow” Soleimani left for Damascus.",
        "It was the ‘Persian Gulf’ missile.",
    ],
)
def test_nicknames_titles_and_scare_quotes_are_no_quotations(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Islamic State lost ground there.",
        "It was the state’s fear, and their hope.",
    ],
)
def test_nouns_and_adjectives_spelled_like_verbs_report_nothing(text: str) -> None:
    check(text)


def test_an_odd_mark_costs_no_other_quotation() -> None:
    check('An odd “mark stands here, and <source>he</source> <cue>said</cue>, <content>"We had no role."</content>')
    check("The wall was 6'2\" high. <content>“We had no role,”</content> <source>he</source> <cue>said</cue>.")


# ---- in several pieces


@pytest.mark.parametrize(
    "marked",
    [
        "<content>“We won,”</content> <source>he</source> <cue>said</cue>, <content>“and we stay.”</content>",
        "<content>“We won,”</content> <source>he</source> <cue>said</cue>. <content>“We stay.”</content>",
        "<content>“We will,”</content> <source>he</source> <cue>said</cue> on Monday, <content>“stay.”</content>",
        "<content>“We do,”</content> <source>he</source> <cue>told</cue> <relay>Fars</relay>, <content>“go.”</content>",
    ],
)  # fmt: skip
def test_a_split_quotation_is_one(marked: str) -> None:
    quote = one(marked)
    assert len(quote.content) == len(quote.verbatim) == 2


def test_a_second_reporting_clause_makes_a_second_quotation() -> None:
    first = "<content>“We had no role,”</content> <cue>said</cue> <source>one source</source>."
    second = "<content2>“We knew nothing,”</content2> <source2>he</source2> <cue2>added</cue2>."
    assert len(check(f"{first} {second}")) == 2


def test_paragraphs_that_open_and_close_once_are_one_quotation() -> None:
    quote = one(
        "<content>“Sanctions hurt us.</content>\n<content>“They hurt you.</content>\n"
        "<content>“But we endure,”</content> <source>he</source> <cue>said</cue>.\nNobody answered."
    )
    assert (quote.kind, len(quote.content)) == ("direct", 3)


def test_every_kind_of_segment_is_in_the_row_id() -> None:
    (one_piece,), (two_pieces,) = find_quotes("“A is.” he said."), find_quotes("“A is,” he said, “B.”")
    assert one_piece.row_id != two_pieces.row_id


# ---- block quotations


@pytest.mark.parametrize(
    "before",
    [
        "<source>A member of the delegation</source> <cue>said</cue>,",
        "<source>The member</source> <cue>continued</cue>,",
        "<source>The general</source> <cue>said</cue>:",
        "They met. <source>He</source> <cue>added</cue>,",
    ],
)
def test_a_paragraph_after_a_cue_is_said_by_its_source(before: str) -> None:
    quote = one(f"{before}\n<content>We need new foundations. The world has changed.</content>\nThey left.")
    assert (quote.kind, quote.form, quote.voice, quote.zone) == ("direct", "block", "verbatim", "block_quotation")


def test_a_participle_before_a_block_takes_the_source_of_its_sentence() -> None:
    check(
        "<source2><source>The general</source></source2> <cue2>called on</cue2> "
        "<content2>Hamas to stay neutral</content2> <cue>stating</cue>,\n<content>We need you.</content>"
    )


# ---- indirect


@pytest.mark.parametrize(
    "marked",
    [
        "<source>Iran</source> <cue>asserted</cue> <content>that it wanted to expand its role</content>.",
        "<source>Officials</source> <cue>told</cue> <relay>the paper</relay> "
        "<content>that Tehran arms the group</content>.",
        "<source>He</source> <cue>also claimed</cue> <content>that Iran was developing radar</content>.",
        "<source>Doha</source> <cue>has openly admitted</cue> <content>that it aids the front</content>.",
        "<source>He</source> <cue>went on to say</cue> <content>that the general was offended</content>.",
        "Meanwhile, <source>the paper</source> <cue>reported</cue> <content>that the two had met</content>.",
        "<source>Larijani</source>, who <cue>said</cue> <content>that the deal was close</content>, left Doha.",
        "On Monday <source>Iran</source>, which <cue>claims</cue> <content>that it won</content>, left Doha.",
    ],
)
def test_what_follows_a_verb_and_that_is_indirect(marked: str) -> None:
    quote = one(marked)
    assert (quote.kind, quote.voice, quote.verbatim) == ("indirect", "paraphrase", ())


@pytest.mark.parametrize(
    "marked",
    [
        "<source>She</source> <cue>said</cue> <content>the movement would not take sides</content>.",
        "<source>The report</source> <cue>claims</cue> <content>the money came from Tehran</content>.",
        "<content>The two men met again in Doha</content>, <source>the paper</source> <cue>reported</cue> Tuesday.",
    ],
)  # fmt: skip
def test_that_may_be_left_out(marked: str) -> None:
    assert one(marked).kind == "indirect"


@pytest.mark.parametrize(
    "marked",
    [
        "<content>The two sides met</content>, <cue>according to</cue> <source>a report by Fars in Tehran</source>.",
        "<cue>According to</cue> <source>Palestinian media reports</source>, <content>the dinner angered us</content>.",
    ],
)  # fmt: skip
def test_according_to_may_stand_behind_or_before(marked: str) -> None:
    assert one(marked).cue_class == "report"


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("<content>Tehran</content> <cue>is thought</cue> <content>to have armed them</content>.", "thought"),
        ("<content>The unit</content> <cue>is currently known</cue> <content>to fight in Iraq</content>.", "thought"),
        ("<content>The country</content> <cue>was said</cue> <content>to be close to a deal</content>.", "speech"),
    ],
)
def test_a_passive_names_no_source_and_keeps_its_subject(marked: str, act: str) -> None:
    quote = one(marked)
    assert (quote.source, quote.sourced, quote.act) == (None, "none", act)


@pytest.mark.parametrize(
    "marked",
    [
        "<source>The general</source> <cue>called on</cue> <content>Hamas to remain neutral</content>.",
        "<source>She</source> <cue>urged</cue> <content>both sides to talk</content>.",
        "<source>Israel</source> <cue>has vowed</cue> <content>to prevent the transfer</content>.",
        "<source>They</source> <cue>promised</cue> <content>to continue backing Hamas</content>.",
    ],
)
def test_what_is_asked_or_promised_is_reported_speech(marked: str) -> None:
    assert one(marked).act == "speech"


def test_two_verbs_share_one_source() -> None:
    first, second = find_quotes("Iran asserted that it wanted more and promised to continue backing Hamas.")
    assert (first.content[0].text, second.content[0].text) == ("that it wanted more", "to continue backing Hamas")
    assert first.source == second.source
    assert first.source is not None
    assert first.source.text == "Iran"


def test_a_quotation_can_stand_within_what_another_reports() -> None:
    check(
        "<content2><content>“We had no role,”</content> <source>he</source> <cue>said</cue></content2>, "
        "<cue2>according to</cue2> <source2><relay>Fars</relay></source2>."
    )


# ---- mixed


@pytest.mark.parametrize(
    "marked",
    [
        "<source>The aide</source> <cue>said</cue> <content>that relations were “excellent”</content>.",
        "<source>Clinton</source> <cue>said</cue> <content>that Iran is the “chief sponsor of terrorism.”</content>",
        "<content>Relations were “positive,”</content> <source>an official</source> <cue>said</cue> in December.",
    ],
)
def test_marks_within_reported_words_make_them_mixed(marked: str) -> None:
    quote = one(marked)
    assert (quote.kind, quote.voice) == ("mixed", "paraphrase")
    assert [span.text[0] + span.text[-1] for span in quote.verbatim] == ["“”"]


def test_an_editors_brackets_are_not_verbatim() -> None:
    (quote,) = find_quotes("“We [Hamas] ask [w]hen it ends [soon],” he said.")
    assert [span.text for span in quote.verbatim] == ["“We ", " ask [w]hen it ends ", ",”"]


# ---- relays


@pytest.mark.parametrize(
    "marked",
    [
        "<content>“He will go,”</content> <relay>Fars</relay> quoted <source>the aide</source> <cue>as saying</cue>.",
        "<content>“He will go,”</content> <relay>Fars</relay> cited <source>the aide</source> <cue>as saying</cue>.",
        "<relay>Fars</relay> quoted <source>the aide</source> <cue>as saying</cue> <content>that he left</content>.",
        "<relay>Fars</relay> quoted <source>the aide</source> <cue>as saying</cue>: <content>“He will go.”</content>",
    ],
)  # fmt: skip
def test_who_quotes_somebody_as_saying_passes_it_on(marked: str) -> None:
    one(marked)


# ---- who speaks


@pytest.mark.parametrize(
    ("source", "speaker", "name", "side", "sourced"),
    [
        ("Ali al-Baraka", "baraka", "Ali al-Baraka", "hamas", "named"),
        ("Hamas official Ali al-Baraka", "baraka", "Ali al-Baraka", "hamas", "named"),
        ("Hamas", "hamas", "Hamas", "hamas", "named"),
        ("the Islamic Republic", "iran", "Iran", "iran", "named"),
        ("Iran’s Fars news agency", "fars", "Fars news agency", "fars", "named"),
        ("a Hamas official", None, "unnamed Hamas official", "hamas", "unnamed"),
        ("senior Iranian officials", None, "unnamed Iranian officials", "iran", "unnamed"),
        ("Iran and Hamas", None, "Iran and Hamas", None, "named"),
        ("Soleimani’s deputy", None, "unnamed Soleimani deputy", "iran", "unnamed"),
        ("the aide", None, "unnamed aide", None, "unnamed"),
        ("he", None, None, None, "named"),
    ],
)
def test_a_speaker_is_who_the_source_names(
    codebook: Codebook, source: str, speaker: str | None, name: str | None, side: str | None, sourced: str
) -> None:
    (quote,) = find_quotes(f"“We had no role in it,” {source} said.", codebook=codebook)
    assert quote.source is not None
    assert quote.source.text == source
    assert (quote.speaker, quote.speaker_name, quote.side, quote.sourced) == (speaker, name, side, sourced)


def test_without_a_codebook_speakers_keep_the_words_of_the_text() -> None:
    (quote,) = find_quotes("“We had no role,” Ali al-Baraka said.")
    assert (quote.speaker, quote.speaker_name, quote.side) == (None, "Ali al-Baraka", None)


# ---- everywhere


def test_titles_captions_and_page_lines_are_not_searched() -> None:
    page = "“We won,” he said\nsearch\n“We won,” he said (Reuters)\nThey left Doha.\n“We won,” he said."
    assert [quote.content[0].start for quote in find_quotes(make_document("d", page))] == [page.rindex("“We")]


def test_quotations_stand_in_order_of_place_with_an_id_each() -> None:
    quotes = find_quotes("“We had no role,” he said. She said: “We did.”\nHe said that it was over.")
    assert [quote.content[0].start for quote in quotes] == sorted(quote.content[0].start for quote in quotes)
    assert len({quote.row_id for quote in quotes}) == 3


PIECES = ["“", "”", '"', "‘", "’", "'", " he said", " said the aide", " said that ", "Iran", ", ", ". ", "\n", "to go "]
PIECES += [
    "according to ",
    "is thought to ",
    "We won",
    "[so]",
    "\u00a0",
    "e\u0301",
    "?",
    " told ",
    "quoted X as saying ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_stands_in_a_text_its_quotations_can_be_read_again(text: str) -> None:
    for quote in find_quotes(text):
        for span in (*quote.content, *quote.verbatim, *quote.relays, quote.cue, quote.source):
            assert span is None or text[span.start : span.end] == span.text
        assert quote.content == tuple(sorted(quote.content))


# ---- what the rules before this engine passed over


@pytest.mark.parametrize(
    "marked",
    [
        "<content>“Did you know?”</content> <source>Rouhani</source> <cue>asked</cue>.",
        "<source>He</source> <cue>called</cue> <content>it “a grave mistake”</content>.",
        "<content>“We had no role,”</content> <cue>said</cue> <source>Ali al-Baraka, the movement’s envoy</source>.",
        "<content>The move</content>, <source>he</source> <cue>said</cue>, <content>would fail</content>.",
        "<source>Hamas</source> <cue>denied</cue> <content>the report</content>.",
        "<source>Israel</source> <cue>accused</cue> <content>Iran of arming Hamas</content>.",
        "In a speech <source>the minister</source> <cue>said</cue> <content>that the deal was close</content>.",
    ],
)
def test_cues_of_every_kind_are_found(marked: str) -> None:
    check(marked)


def test_a_passage_that_opens_inside_a_paragraph_goes_on_in_the_next() -> None:
    check(
        "<source>He</source> <cue>said</cue>, <content>“Sanctions hurt us.</content>\n<content>“We endure.”</content>"
    )


# ---- known failures

FAILURES = {
    "a report of a report is found as one quotation": (
        "<source>The agency</source> <cue>reported</cue> <content>that <source2>he</source2> <cue2>said</cue2> "
        "<content2>that it was over</content2></content>."
    ),
    "who is asked to act is left out of the content": (
        "<source>The minister</source> <cue>asked</cue> <content>Iran to step up aid</content>."
    ),
    "what a report lists is taken for what it says": "A U.N. report listed the shipments.",
    "a call that is not answered is taken for a refusal": "The claims were false, and the call was never answered.",
}


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(marked, marks=pytest.mark.xfail(reason=reason, raises=AssertionError))
        for reason, marked in FAILURES.items()
    ],
)
def test_known_failure(marked: str) -> None:
    check(marked)


def test_a_title_of_a_work_after_a_verb_is_no_speech() -> None:
    assert find_quotes("They read “The Road to Mecca” together.") == []


# ---- at second hand


@pytest.mark.parametrize(
    ("sentence", "source", "said"),
    [
        ("The Bron Front has reportedly rejected an offer of a truce from Arle.", "The Bron Front", "an offer"),
        ("The minister reportedly denied that the dam had burst.", "The minister", "that the dam"),
        ("An Arlese envoy spoke on Monday, reportedly stressing that he wanted calm.", "An Arlese envoy", "that he"),
        ("Ada Vale has allegedly threatened to close the port.", "Ada Vale", "to close"),
        ("The general reportedly said that the road was safe.", "The general", "that the road"),
        ("Her lawyer has purportedly admitted that the letter was false.", "Her lawyer", "that the letter"),
        ("The league reportedly warned of a long winter.", "The league", "a long winter"),
        ("The ferry company reportedly told its captains to stay in port.", "The ferry company", "to stay"),
        ("The rebels reportedly claimed that they had taken the bridge.", "The rebels", "that they"),
        ("Kestria reportedly announced that it would send two ships.", "Kestria", "that it"),
    ],
)
def test_who_is_said_to_have_spoken_is_the_source(sentence: str, source: str, said: str) -> None:
    (row,) = find_quotes(sentence)
    assert row.source is not None
    assert (row.source.text, row.sourced != "none") == (source, True)
    assert row.content[0].text.startswith(said)


@pytest.mark.parametrize(
    ("sentence", "source", "outlet"),
    [
        ("The minister was quoted by the Glas news agency as saying that it rained.", "The minister", "the Glas news"),
        ("Ada Vale was quoted by Radio Tarsu as saying, “We will wait.”", "Ada Vale", "Radio Tarsu"),
        ("An official was quoted in the Daily Herald as saying that talks had failed.", "An official", "the Daily"),
        ("The general has been quoted by state television as saying that the road was open.", "The general", "state"),
        ("He was quoted by Radio Tarsu as telling reporters that the bridge was closed.", "He", "Radio Tarsu"),
        ("Ben Roth, a spokesman, was cited by the agency as saying that nobody was hurt.", "Ben Roth, a", "the agency"),
        ("The colonel was quoted by Glas on Sunday as saying that the garrison had flour.", "The colonel", "Glas"),
        ("“We will wait,” Ada Vale was quoted as saying by Radio Tarsu.", "Ada Vale", "Radio Tarsu"),
        ("The envoy is quoted by the Lantern as saying that the dam is safe.", "The envoy", "the Lantern"),
        ("Two aides were quoted by the Lantern as saying that the pact was off.", "Two aides", "the Lantern"),
    ],
)
def test_who_is_quoted_by_an_outlet_speaks_and_the_outlet_passes_it_on(sentence: str, source: str, outlet: str) -> None:
    (row,) = find_quotes(sentence)
    (relay,) = row.relays
    assert row.source is not None
    assert row.source.text.startswith(source)
    assert relay.text.startswith(outlet)


def test_of_what_is_no_speech_the_adverb_alone_is_the_cue() -> None:
    (row,) = find_quotes("The chief of staff has reportedly left the capital.")
    assert (row.source, row.sourced) == (None, "none")
    assert [segment.text.removesuffix(" has") for segment in row.content] == ["The chief of staff", "left the capital"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Reports surfaced that the envoy had left Arle in secret.",
        "A rumor circulated that the general was ill.",
        "In May, a report surfaced that the port would be sold.",
        "Reports have surfaced of secret talks in Dunmarra.",
        "Allegations surfaced that the mayor had taken money.",
        "Reports circulated that two ships had been sunk.",
        "Rumors have emerged that the minister will resign.",
        "Then reports emerged that the army was moving north.",
        "A rumour surfaced that the dam had been mined.",
        "Last week reports surfaced that the bridge would be closed.",
    ],
)
def test_what_only_surfaced_has_no_source(sentence: str) -> None:
    (row,) = find_quotes(sentence)
    assert (row.source, row.sourced) == (None, "none")
    assert row.cue is not None
