"""What is found in the seeds can be read again in the files, and is counted in nobody's voice but its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from toolkit.annotate import (
    extract_frames,
    extract_labels,
    extract_mentions,
    extract_quotes,
    extract_ties,
    find_frames,
    find_labels,
    find_mentions,
    find_quotes,
    score_frames,
)
from toolkit.codebook import Codebook
from toolkit.corpus import load_corpus, make_document
from toolkit.errors import CodebookMissing, StudyError
from toolkit.rows import Corpus, Study
from toolkit.tables import write_table

SEEDS = Path(__file__).parent.parent / "seeds"
EXTRACT: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "quotes": extract_quotes,
    "mentions": extract_mentions,
    "labels": extract_labels,
    "frames": extract_frames,
    "ties": extract_ties,
}


@cache
def table(name: str) -> pd.DataFrame:
    return EXTRACT[name](load_corpus(SEEDS))


def within(rows: pd.DataFrame, doc_id: str, words: str, column: str) -> pd.DataFrame:
    """Give the rows of an article that stand in a passage, named by its words."""
    text = load_corpus(SEEDS)[doc_id].text
    assert text.count(words) == 1
    start = text.index(words)
    inside = rows[f"{column}_start"].between(start, start + len(words) - 1)
    return rows[(rows["doc_id"] == doc_id) & inside]


# ---- every span


@pytest.mark.parametrize("name", EXTRACT)
def test_every_span_is_read_again_from_the_bytes_of_the_file(name: str, tmp_path: Path) -> None:
    """Read the CSV and the files with nothing of the toolkit, each segment by itself."""
    csv, _ = write_table(table(name), tmp_path, name)
    rows = pd.read_csv(csv, keep_default_na=False, dtype=str)
    files = pd.read_csv(SEEDS / "documents.csv").set_index("doc_id")["file"]
    texts = {doc_id: (SEEDS / file).read_bytes().decode("utf-8") for doc_id, file in files.items()}
    lists = [column for column in ("content", "verbatim", "relays") if column in rows]
    singles = [c.removesuffix("_start") for c in rows if c.endswith("_start") and c.removesuffix("_start") not in lists]
    n_read = 0
    for record in rows.to_dict("records"):
        spans = [(part["start"], part["end"], part["text"]) for column in lists for part in json.loads(record[column])]
        spans += [
            (record[f"{s}_start"], record[f"{s}_end"], record[f"{s}_text"]) for s in singles if record[f"{s}_start"]
        ]
        for start, end, words in spans:
            assert texts[record["doc_id"]][int(start) : int(end)] == words
            n_read += 1
    assert n_read >= 2 * len(rows) if name != "mentions" else n_read == len(rows)


@pytest.mark.parametrize("name", EXTRACT)
def test_every_row_has_an_id_of_its_own(name: str) -> None:
    assert table(name)["row_id"].is_unique


@pytest.mark.parametrize("name", EXTRACT)
def test_every_article_gives_rows(name: str) -> None:
    assert set(table(name)["doc_id"]) == {document.doc_id for document in load_corpus(SEEDS)}


@pytest.mark.parametrize(
    ("name", "column"), [("mentions", "mention"), ("labels", "label"), ("frames", "cue"), ("ties", "trigger")]
)
def test_nothing_is_read_in_captions_credits_and_page_lines(name: str, column: str) -> None:
    for document in load_corpus(SEEDS):
        unread = [z.span for z in document.zones if z.kind in ("caption", "credit", "boilerplate", "dateline")]
        starts = table(name).query("doc_id == @document.doc_id")[f"{column}_start"]
        assert unread
        assert not [start for start in starts for span in unread if span.start <= start < span.end]


def test_quotations_come_from_the_body_alone() -> None:
    assert set(table("quotes")["zone"]) == {"body", "block_quotation", "republished"}
    for document in load_corpus(SEEDS):
        unread = [z.span for z in document.zones if z.kind not in ("body", "block_quotation", "republished")]
        rows = table("quotes").query("doc_id == @document.doc_id")
        places = zip(rows["content_start"], rows["content_end"], strict=True)
        assert not [start for start, end in places for span in unread if span.start < end and start < span.end]


def test_a_title_that_stands_twice_is_counted_once() -> None:
    title = load_corpus(SEEDS)["covert-meeting"].title
    assert load_corpus(SEEDS)["covert-meeting"].text.count(title) == 2
    rows = table("mentions").query("doc_id == 'covert-meeting' and zone == 'title'")
    assert list(rows["mention_text"]) == ["Hamas", "Iran"]


# ---- voices


@pytest.mark.parametrize(
    ("passage", "reported_of"),
    [
        ("in a bid to strengthen ties between the terror group and the Islamic Republic", "Fars news agency"),
        ("asked Iran and Hezbollah to step up aid to the terror group, requesting", "Mahmoud al-Zahar"),
    ],
)
def test_the_terror_group_in_a_paraphrase_is_nobodys_wording_but_the_outlets(passage: str, reported_of: str) -> None:
    rows = within(table("labels"), "iran-visit", passage, "label")
    (row,) = rows[rows["form"] == "terror group"].to_dict("records")
    assert (row["voice"], row["actor"], row["reported_of"]) == ("paraphrase", "hamas", reported_of)
    assert pd.isna(row["speaker"])
    assert pd.isna(row["speaker_name"])


@pytest.mark.parametrize("name", ["labels", "frames"])
def test_only_verbatim_wording_has_a_speaker_and_only_paraphrase_is_reported(name: str) -> None:
    rows = table(name)
    assert {"narrator", "verbatim", "paraphrase"} <= set(rows["voice"])
    assert rows[rows["voice"] != "verbatim"][["speaker", "speaker_name"]].isna().all(axis=None)
    assert rows[rows["voice"] != "paraphrase"]["reported_of"].isna().all()


def test_the_words_of_a_block_quotation_are_its_speakers() -> None:
    passage = "The support for the Palestinian resistance is a fundamental ideological issue for us."
    (row,) = within(table("labels"), "clandestine-meeting", passage, "label").to_dict("records")
    assert (row["form"], row["voice"], row["speaker"]) == ("palestinian resistance", "verbatim", "soleimani")


def test_the_excerpt_of_another_outlet_is_republished() -> None:
    passage = "Senior members of the Palestinian terror group Hamas and the Lebanese terror group Hezbollah met"
    for name, column in (("labels", "label"), ("mentions", "mention")):
        rows = within(table(name), "beirut-iftar", passage, column)
        assert len(rows) >= 2
        assert set(rows["voice"]) == set(rows["zone"]) == {"republished"}
    assert set(table("quotes").query("zone == 'republished'")["voice"]) == {"republished"}


@pytest.mark.parametrize(
    ("passage", "inserted"),
    [("the ISIL [Islamic State group] and other", "Islamic State group"), ("“We [Hamas] stretch our hand", "Hamas")],
)
def test_an_editors_insertion_is_nobodys_verbatim_wording(passage: str, inserted: str) -> None:
    rows = within(table("mentions"), "iran-visit", passage, "mention")
    voices = dict(zip(rows["mention_text"], rows["voice"], strict=True))
    assert voices.pop(inserted) == "narrator"
    assert set(voices.values()) <= {"verbatim"}
    segments = [part["text"] for parts in table("quotes")["verbatim"] for part in parts]
    assert not [text for text in segments if f"[{inserted}" in text]


def test_a_label_in_scare_quotes_is_verbatim_without_a_speaker(codebook: Codebook) -> None:
    (row,) = find_labels("Tehran armed the “terror group” for years.", codebook=codebook)
    assert (row.voice, row.speaker, row.speaker_name, row.reported_of) == ("verbatim", None, None, None)


@pytest.mark.xfail(reason="a report of a report is found as one quotation", strict=True)
def test_the_innermost_quotation_decides(codebook: Codebook) -> None:
    text = "Fars reported that Ali Larijani said that the terror group Hamas had won."
    (row,) = find_labels(text, codebook=codebook)
    assert (row.voice, row.reported_of) == ("paraphrase", "Ali Larijani")


# ---- whom a label names


@pytest.mark.parametrize(
    ("text", "actors", "how"),
    [
        ("They met the terror group Hamas.", ["hamas"], "apposition"),
        ("They met the terrorist groups Hamas and Hezbollah.", ["hamas", "hezbollah"], "apposition"),
        ("They met the terror group Hamas and Hezbollah.", ["hamas"], "apposition"),
        ("They met Hamas, a militant group.", ["hamas"], "apposition"),
        ("They fought the regime of Bashar Assad.", ["syria"], "of"),
        ("They met the Palestinian terror group.", ["hamas"], "modifier"),
        ("They met the Assad regime.", ["syria"], "modifier"),
        ("They met a Zionist entity.", ["israel"], "own"),
        ("Hamas lost ground as the terror group split.", ["hamas"], "topic"),
        ("Hamas won. The terror group split.", ["hamas"], "antecedent"),
        ("Hamas won. A terror group split.", [None], "open"),
        ("Hamas won. Other terror groups split.", [None], "open"),
        ("The terror group split.", [None], "open"),
        ("Mashaal left. The leader was tired.", [None], "open"),
        ("They met the terror group Hamas’s envoy.", [None], "open"),
    ],
)
def test_a_label_names_whom_the_text_lets_it_name(
    codebook: Codebook, text: str, actors: list[str | None], how: str
) -> None:
    rows = find_labels(text, codebook=codebook)
    assert [(row.actor, row.actor_how) for row in rows] == [(actor, how) for actor in actors]


# ---- mentions and frames


def test_the_longest_form_of_a_name_wins(codebook: Codebook) -> None:
    rows = find_mentions("Iran’s al-Quds Force and the Islamic Republic of Iran met the U.N.", codebook=codebook)
    assert [(row.actor, row.side, row.form) for row in rows] == [
        ("iran", "iran", "name"),
        ("quds-force", "iran", "variant"),
        ("iran", "iran", "alias"),
        ("united-nations", "united-nations", "alias"),
    ]


@pytest.mark.parametrize("text", ["Iranians left.", "IRAN", "Shamash left.", "ISISX"])
def test_a_name_is_a_whole_word_in_its_own_letters(codebook: Codebook, text: str) -> None:
    assert find_mentions(text, codebook=codebook) == []


def test_a_name_across_odd_spaces_and_decomposed_letters_is_found(codebook: Codebook) -> None:
    rows = find_mentions("Khaled\u00a0Mashaal went to Tu\u0308rkiye.", codebook=codebook)
    assert [(row.actor, row.mention.text) for row in rows] == [
        ("mashaal", "Khaled\u00a0Mashaal"),
        ("turkey", "Tu\u0308rkiye"),
    ]


def test_overlapping_cues_of_a_frame_count_once(codebook: Codebook) -> None:
    (row,) = find_frames("They moved to repair close ties.", codebook=codebook)
    assert (row.frame, row.cue.text) == ("rapprochement", "repair close ties")


def test_an_excluded_context_is_no_cue(codebook: Codebook) -> None:
    assert not find_frames("Diplomats saw no rapprochement with the group.", codebook=codebook)


def test_finders_take_quotations_that_are_known(codebook: Codebook) -> None:
    document = make_document("d", "“The terror group Hamas and Iran have close ties,” Mohsen Rezaei said.", title="t")
    known = find_quotes(document, codebook=codebook)
    assert find_labels(document, codebook=codebook, quotes=known) == find_labels(document, codebook=codebook)
    assert find_frames(document, codebook=codebook, quotes=known) == find_frames(document, codebook=codebook)
    assert {row.voice for row in find_mentions(document, codebook=codebook, quotes=[])} == {"narrator", "verbatim"}


# ---- scores


def test_every_article_is_scored_on_every_frame(seeds: Corpus, codebook: Codebook) -> None:
    scores = score_frames(seeds)
    assert len(scores) == len(seeds) * len(codebook.frames)
    assert scores["relevant"].all()
    assert scores[~scores["has_cue"]]["n_cues"].sum() == 0


def test_every_count_of_cues_is_the_recount_of_its_evidence(seeds: Corpus) -> None:
    cues = table("frames")
    own = cues[cues["voice"].isin(["narrator", "paraphrase"]) & (cues["zone"] != "title")]
    for row in score_frames(seeds).to_dict("records"):
        counted = own[(own["doc_id"] == row["doc_id"]) & (own["frame"] == row["frame"])]
        assert sorted(row["cue_ids"]) == sorted(counted["row_id"])
        assert row["n_cues"] == len(counted)


def test_an_article_without_a_word_gives_zeros() -> None:
    empty = Corpus((make_document("d", ""),), Study(codebook="iran-hamas", dyad=("iran", "hamas")))
    scores = score_frames(empty)
    assert len(scores) > 0
    assert not scores["relevant"].any()
    assert scores[["n_cues", "n_sentences"]].sum().sum() == 0
    assert all(len(extract(empty)) == 0 for extract in EXTRACT.values())


@pytest.mark.parametrize(
    ("text", "relevance", "relevant"),
    [
        ("Iran and Hamas met.", "paragraph", True),
        ("Larijani and Mashaal met.", "paragraph", True),
        ("Iran won.\nHamas lost.", "paragraph", False),
        ("Iran won.\nHamas lost.", "document", True),
        ("Iran won.", "document", False),
        ("Iran won. Hamas lost.", "paragraph", True),
        ("Iran won. Hamas lost.", "sentence", False),
        ("Iran won. Iran and Hamas met.", "sentence", True),
    ],
)
def test_an_article_is_relevant_where_both_sides_are_named(text: str, relevance: str, relevant: bool) -> None:
    study = Study(codebook="iran-hamas", dyad=("iran", "hamas"), relevance=relevance)  # type: ignore[arg-type]
    scores = score_frames(Corpus((make_document("d", text, title="none"),), study))
    assert scores["relevant"].eq(relevant).all()


def test_a_dyad_that_the_codebook_does_not_know_is_named() -> None:
    study = Study(codebook="iran-hamas", dyad=("iran", "fatah"))
    with pytest.raises(StudyError, match="dyad names 'fatah'; codebook iran-hamas has iran, israel, "):
        score_frames(Corpus((), study))


@pytest.mark.parametrize("verb", [extract_mentions, extract_labels, extract_frames, extract_ties, score_frames])
def test_a_verb_without_a_codebook_says_so(verb: Callable[[Corpus], pd.DataFrame]) -> None:
    with pytest.raises(CodebookMissing, match=f"^{verb.__name__} needs a codebook"):
        verb(Corpus(()))


def test_quotations_need_no_codebook() -> None:
    corpus = Corpus((make_document("d", "Title\n“We had no role,” he said.\nThey left."),))
    assert list(extract_quotes(corpus)["content_text"]) == ["“We had no role,”"]
