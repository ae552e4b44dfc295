"""A correction of an evidence row comes last, is counted, and outlasts a change of the rules where its row stands."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from toolkit.annotate import (
    extract_frames,
    extract_labels,
    extract_mentions,
    extract_quotes,
    quotes,
    score_frames,
)
from toolkit.annotate.corrections import correct_rows
from toolkit.annotate.quotes.weights import load_engine
from toolkit.codebook import Codebook
from toolkit.corpus import load_corpus, load_overrides, make_document, run_import
from toolkit.corpus.store import read_saved
from toolkit.errors import CorpusError
from toolkit.measure import tabulate_corrections
from toolkit.rows import Corpus, Mention, Override, Span
from toolkit.tables import to_frame

TEXT = (
    "Talks in Doha\n"
    "“The terrorist group Hamas has lost our trust for good,” Hassan Rouhani said on Monday.\n"
    "The two sides had met before, and Hamas called the talks of last year in the city useful."
)
NOTHING = pd.DataFrame(
    columns=[
        "row_id",
        "doc_id",
        *(f"{s}_{end}" for s in ("content", "mention", "label", "cue") for end in ("start", "end")),
    ]
)
WHO, WHY = "E. Reader", "read again"


def override(field: str, value: str, *, row_id: str = "", place: str = "", doc_id: str = "a") -> Override:
    return Override(doc_id, field, value, WHO, WHY, row_id=row_id, place=place)


def corpus(*overrides: Override) -> Corpus:
    return Corpus((make_document("a", TEXT),), overrides=overrides)


@pytest.fixture(scope="module")
def quote() -> pd.Series:
    return extract_quotes(corpus()).iloc[0]


def place(row: pd.Series, kind: str = "quote", span: str = "content") -> str:
    return f"{kind} [{row[f'{span}_start']}:{row[f'{span}_end']}]"


def became(codebook: Codebook, *overrides: Override) -> list[str]:
    whole = corpus(*overrides)
    tables = {
        "quotes": extract_quotes(whole, codebook=codebook),
        "mentions": extract_mentions(whole, codebook=codebook),
        "labels": extract_labels(whole, codebook=codebook),
        "frames": extract_frames(whole, codebook=codebook),
    }
    return tabulate_corrections(to_frame(overrides, Override), **tables)["outcome"].tolist()


# ---- quotations


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("speaker", "hamas"),
        ("speaker_name", "the aide"),
        ("side", "hamas"),
        ("kind", "mixed"),
        ("act", "thought"),
        ("sourced", "unnamed"),
    ],
)
def test_a_field_of_a_quotation_says_what_the_correction_says(quote: pd.Series, field: str, value: str) -> None:
    for pointer in ({"row_id": quote["row_id"]}, {"place": place(quote)}):
        corrected = extract_quotes(corpus(override(field, value, **pointer)))
        assert corrected.loc[0, field] == value
        others = [name for name in corrected.columns if name != field]
        pd.testing.assert_frame_equal(corrected[others], extract_quotes(corpus())[others])


def test_a_row_id_alone_is_enough(quote: pd.Series) -> None:
    only_id = override("speaker_name", "the aide", row_id=quote["row_id"], doc_id="")
    assert extract_quotes(corpus(only_id)).loc[0, "speaker_name"] == "the aide"


def test_an_empty_value_says_that_there_is_none(quote: pd.Series) -> None:
    corrected = extract_quotes(corpus(override("speaker_name", "", row_id=quote["row_id"])))
    assert pd.isna(corrected.loc[0, "speaker_name"])


def test_of_two_corrections_of_a_field_the_later_stands(quote: pd.Series) -> None:
    rows = [override("act", act, row_id=quote["row_id"]) for act in ("thought", "plan")]
    assert extract_quotes(corpus(*rows)).loc[0, "act"] == "plan"


def test_a_correction_reaches_no_other_article(quote: pd.Series) -> None:
    elsewhere = override("act", "plan", place=place(quote), doc_id="b")
    pd.testing.assert_frame_equal(extract_quotes(corpus(elsewhere)), extract_quotes(corpus()))


# ---- what rests on quotations, and the other rows


def test_name_and_side_follow_a_corrected_speaker(quote: pd.Series, codebook: Codebook) -> None:
    corrected = extract_quotes(corpus(override("speaker", "obama", row_id=quote["row_id"])), codebook=codebook)
    assert [*corrected.loc[0, ["speaker_name", "side"]]] == ["Barack Obama", "united-states"]


def test_a_side_corrected_itself_stays(quote: pd.Series, codebook: Codebook) -> None:
    fixed = override("speaker", "obama", row_id=quote["row_id"]), override("side", "iran", row_id=quote["row_id"])
    assert extract_quotes(corpus(*fixed), codebook=codebook).loc[0, "side"] == "iran"


def test_labels_in_a_corrected_quotation_are_its_new_speakers(quote: pd.Series, codebook: Codebook) -> None:
    fixed = override("speaker", "hamas", row_id=quote["row_id"]), override("speaker_name", "X", row_id=quote["row_id"])
    label = extract_labels(corpus(*fixed), codebook=codebook).iloc[0]
    assert (label["voice"], label["speaker"], label["speaker_name"]) == ("verbatim", "hamas", "X")


@pytest.mark.parametrize(("field", "value"), [("actor", "iran"), ("polarity", "neutral"), ("voice", "narrator")])
def test_a_label_says_what_the_correction_says(codebook: Codebook, field: str, value: str) -> None:
    before = extract_labels(corpus(), codebook=codebook).iloc[0]
    for pointer in ({"row_id": before["row_id"]}, {"place": place(before, "label", "label")}):
        after = extract_labels(corpus(override(field, value, **pointer)), codebook=codebook).iloc[0]
        assert (after[field], after["row_id"]) == (value, before["row_id"])


def test_a_mention_says_what_the_correction_says(codebook: Codebook) -> None:
    before = extract_mentions(corpus(), codebook=codebook).iloc[0]
    after = extract_mentions(corpus(override("voice", "republished", row_id=before["row_id"])), codebook=codebook)
    assert after.loc[0, "voice"] == "republished"


def test_a_cue_moved_into_a_speakers_voice_is_no_longer_counted_for_the_outlet(codebook: Codebook) -> None:
    plain = Corpus((make_document("a", "Iran armed Hamas with rockets, and Iran sent weapons to Hamas again."),))
    cues = extract_frames(plain, codebook=codebook)
    fixed = replace(plain, overrides=(override("voice", "verbatim", row_id=cues.loc[0, "row_id"]),))
    moved = extract_frames(fixed, codebook=codebook)
    assert moved.loc[0, "voice"] == "verbatim"
    before, after = (int(score_frames(c, codebook=codebook)["n_cues"].sum()) for c in (plain, fixed))
    assert before - after == 1


# ---- another version of the rules


def test_a_correction_with_its_place_outlasts_other_rules(
    quote: pd.Series, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = override("act", "plan", row_id=quote["row_id"], place=place(quote))
    only_id = override("act", "plan", row_id=quote["row_id"])
    other = replace(load_engine(), name="tagger-99")
    monkeypatch.setattr(quotes, "load_engine", lambda *folder: other)
    changed = extract_quotes(corpus(both))
    assert changed.loc[0, "row_id"] != quote["row_id"]
    assert changed.loc[0, "act"] == "plan"
    assert became(codebook, both, only_id) == ["applied", "stale"]


def test_where_two_rows_stand_at_a_place_none_is_corrected() -> None:
    row = Mention("1", "a", "body", "narrator", "m", "iran", "iran", "name", Span(0, 4, "Iran"))
    rows = [row, replace(row, row_id="2", actor="hamas")]
    assert correct_rows(rows, "mention", [override("voice", "verbatim", place="mention [0:4]")]) == rows


# ---- the account


def test_a_corrected_tie_is_applied_where_the_ties_are_at_hand() -> None:
    found = pd.DataFrame({"row_id": ["t" * 12], "doc_id": ["a"], "trigger_start": [4], "trigger_end": [9]})
    overrides = to_frame([override("status", "denied", place="tie [4:9]")], Override)
    tables = dict.fromkeys(("quotes", "mentions", "labels", "frames"), NOTHING)
    assert tabulate_corrections(overrides, ties=found, **tables)["outcome"].to_list() == ["applied"]
    assert tabulate_corrections(overrides, ties=found.head(0), **tables)["outcome"].to_list() == ["stale"]


def test_what_was_corrected_is_applied_and_what_is_gone_is_stale(quote: pd.Series, codebook: Codebook) -> None:
    there = override("act", "plan", place=place(quote))
    gone = override("act", "plan", place="quote [1:3]"), override("act", "plan", row_id="0" * 12)
    assert became(codebook, there, *gone) == ["applied", "stale", "stale"]


def test_a_correction_of_an_article_keeps_the_outcome_it_has(codebook: Codebook) -> None:
    assert became(codebook, replace(override("outlet", "Post"), outcome="unchanged")) == ["unchanged"]


def test_a_field_of_another_kind_of_row_is_refused_with_the_choices(quote: pd.Series) -> None:
    wrong = override("polarity", "neutral", row_id=quote["row_id"])
    message = f"'polarity' cannot be corrected in row {quote['row_id']}, a quote; choose from speaker, "
    with pytest.raises(CorpusError, match=message):
        extract_quotes(corpus(wrong))


# ---- the file


def written(folder: Path, *rows: tuple[str, ...], header: str = "doc_id,row_id,place,field,value,who,why") -> Path:
    path = folder / "overrides.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header.split(","), *rows])
    return path


def test_a_file_may_name_rows_alone(tmp_path: Path) -> None:
    path = written(tmp_path, ("abc", "act", "plan", WHO, WHY), header="row_id,field,value,who,why")
    assert load_overrides(path) == (override("act", "plan", row_id="abc", doc_id=""),)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("a", "1", "", "confidence", "1"),
            "row 2: 'confidence' cannot be corrected; choose from speaker, ",
        ),
        (
            ("a", "", "quote [1:2]", "polarity", "x"),
            "'polarity' cannot be corrected; choose from speaker, ",
        ),
        (("a", "", "quote [1:2]", "kind", "odd"), "row 2: kind is 'odd'; it must be one of direct, mixed, indirect"),
        (("a", "", "quote 1:2", "kind", "mixed"), "a place is one of quote, mention, label, frame, tie with offsets"),
        (
            ("", "", "quote [1:2]", "kind", "mixed"),
            "row 2: a correction names an article by doc_id, or ",
        ),
        (("", "1", "quote [1:2]", "kind", "mixed"), "row 2: a place needs the doc_id of its article"),
        (("a", "", "", "speaker", "x"), "row 2: 'speaker' cannot be corrected; choose from title, outlet"),
    ],
)
def test_a_wrong_correction_is_named_with_its_row_and_the_choices(
    tmp_path: Path, row: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CorpusError, match=re.escape(message)):
        load_overrides(written(tmp_path, (*row, WHO, WHY)))


def test_corrections_of_rows_travel_with_a_saved_corpus(tmp_path: Path, quote: pd.Series) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t/a.txt").write_text(TEXT, encoding="utf-8")
    written(
        tmp_path / "t",
        ("a", "", place(quote), "act", "plan", WHO, WHY),
        ("b", "", "quote [1:2]", "act", "plan", WHO, WHY),
    )
    run_import(tmp_path / "t", tmp_path / "c.parquet")
    saved = read_saved(tmp_path / "c.parquet")
    assert [(o.doc_id, o.outcome) for o in saved.overrides] == [("a", "pending"), ("b", "stale")]
    assert extract_quotes(saved).loc[0, "act"] == "plan"


# ---- articles dropped for their language


FOREIGN = (
    "Der Rat von Altmünde teilte am Montag mit, dass die Brücke im Frühjahr wieder geöffnet werde, nachdem sie den "
    "ganzen Winter über ausgebessert worden war. Die Bürgermeisterin dankte allen, die daran gearbeitet hatten.\n"
)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    folder = tmp_path / "f"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(FOREIGN + name, encoding="utf-8")
    written(folder, ("a", "", "", "language", "en", WHO, WHY))
    return folder


def test_an_article_dropped_for_its_language_can_be_rescued(foreign: Path) -> None:
    kept = load_corpus(foreign, dropped="ledger")
    assert [(d.doc_id, d.language) for d in kept] == [("a", "en")]
    assert [o.outcome for o in kept.overrides] == ["applied"]
    assert kept.ledger is not None
    assert [(row.fate, row.reason) for row in kept.ledger.rows] == [
        ("kept_with_warning", "language_uncertain"),
        ("dropped", "other_language"),
    ]
    assert kept.ledger.rows[0].detail == "taken for de, en according to E. Reader"
    kept.ledger.check()


def test_a_correction_to_a_language_that_is_not_asked_for_rescues_nothing(foreign: Path) -> None:
    written(foreign, ("a", "", "", "language", "de", WHO, WHY))
    kept = load_corpus(foreign, dropped="ledger")
    assert (len(kept), [o.outcome for o in kept.overrides]) == (0, ["stale"])


def test_an_article_dropped_in_one_run_is_rescued_in_the_next(foreign: Path, tmp_path: Path) -> None:
    (foreign / "overrides.csv").rename(tmp_path / "aside.csv")
    assert len(run_import(foreign, tmp_path / "c.parquet")[0]) == 0
    (tmp_path / "aside.csv").rename(foreign / "overrides.csv")
    for n_new in (1, 0):
        found, new = run_import(foreign, tmp_path / "c.parquet")
        assert ([d.doc_id for d in found], new) == (["a"], n_new)
        assert found.ledger is not None
        assert found.ledger.check().articles == 1
