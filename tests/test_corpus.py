"""Texts come in unchanged, and whatever cannot come in is named with its place."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus import as_document, extract_zones, find_zones, load_corpus, load_study, make_document
from toolkit.errors import CorpusError, StudyError, ToolkitError
from toolkit.rows import Corpus, Study
from toolkit.tables import check_spans

SEEDS = Path(__file__).parent.parent / "seeds"

# Every line of the seeds that is not a body paragraph, by its number in the file.
PAGE_LINES = {
    "qatar-meeting": {
        1: ("title", "given"),
        3: ("caption", "alt-text"),
        21: ("boilerplate", "page-phrase"),
        23: ("boilerplate", "page-phrase"),
    },
    "covert-meeting": {
        1: ("title", "given"),
        2: ("boilerplate", "page-phrase"),
        4: ("boilerplate", "title-again"),
        6: ("dek", "before-body"),
        8: ("caption", "credit-in-brackets"),
        9: ("caption", "credit-in-brackets"),
        23: ("caption", "credit-in-brackets"),
        24: ("caption", "credit-in-brackets"),
        44: ("boilerplate", "page-phrase"),
        45: ("boilerplate", "page-phrase"),
    },
    "iran-visit": {
        1: ("title", "given"),
        3: ("dek", "before-body"),
        5: ("caption", "credit-in-brackets"),
        6: ("caption", "credit-in-brackets"),
        50: ("boilerplate", "page-phrase"),
        51: ("boilerplate", "page-phrase"),
    },
    "clandestine-meeting": {
        1: ("boilerplate", "page-phrase"),
        3: ("title", "given"),
        5: ("dateline", "date-line"),
        12: ("block_quotation", "after-cue"),
        16: ("block_quotation", "after-cue"),
        20: ("block_quotation", "after-cue"),
        24: ("block_quotation", "after-cue"),
    },
    "beirut-iftar": {
        1: ("boilerplate", "page-phrase"),
        2: ("boilerplate", "page-phrase"),
        4: ("title", "given"),
        8: ("republished", "excerpt-ellipsis"),
        22: ("credit", "photo-credit"),
    },
}


def page(*lines: str, title: str | None = "") -> list[tuple[str, str]]:
    return [(zone.kind, zone.rule) for zone in find_zones("\n".join(lines), title=title)]


def folder(path: Path, files: dict[str, str | bytes]) -> Path:
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def says(path: Path, message: str, *, error: type[ToolkitError] = CorpusError) -> None:
    with pytest.raises(error, match=re.escape(message)):
        load_corpus(path)


# ---- zones


@pytest.mark.parametrize("doc_id", PAGE_LINES)
def test_each_line_of_a_seed_is_what_a_reader_sees(seeds: Corpus, doc_id: str) -> None:
    text = seeds[doc_id].text
    lines = {number for number, line in enumerate(text.splitlines(), 1) if line.strip()}
    zones = {text.count("\n", 0, z.span.start) + 1: (z.kind, z.rule) for z in seeds[doc_id].zones}
    assert zones == dict.fromkeys(lines, ("body", "paragraph")) | PAGE_LINES[doc_id]


def test_the_headline_is_guessed_where_nobody_gives_it(seeds: Corpus) -> None:
    for document in seeds:
        guessed = find_zones(document.text)
        assert [z.span.text for z in guessed if z.kind == "title"] == [document.title]


def test_zones_can_be_laid_out_and_read_again(seeds: Corpus) -> None:
    table = extract_zones(seeds)
    assert len(table) == check_spans(table, seeds) == sum(len(document.zones) for document in seeds)


@pytest.mark.parametrize(
    ("title", "line"), [("Talks end", "Talks end."), ("Talks ‘end’", "Talks ‘end.’"), ("Talks end.", "Talks end")]
)
def test_a_given_title_is_known_with_or_without_a_full_stop(title: str, line: str) -> None:
    assert page(line, "The envoys left.", title=title) == [("title", "given"), ("body", "paragraph")]


@given(st.text(st.sampled_from(list("Aa .,\n\r\t\u00a0\u2028:“"))), st.sampled_from(["", None]))
def test_zones_re_read_and_cover_all_words_in_order(text: str, title: str | None) -> None:
    zones = find_zones(text, title=title)
    assert all(text[z.span.start : z.span.end] == z.span.text for z in zones)
    assert "".join("".join(z.span.text.split()) for z in zones) == "".join(text.split())


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("By Avi Issacharoff", ("byline", "by-name")),
        ("Friday, 18 March 2016", ("dateline", "date-line")),
        ("2016-03-18", ("dateline", "date-line")),
        ("Photo credit: Flash90", ("credit", "photo-credit")),
        ("Mashaal in Doha. (Reuters)", ("caption", "credit-in-brackets")),
        ("hamas_leader_in_doha.jpg", ("caption", "alt-text")),
        ("  •  Share on Facebook", ("boilerplate", "page-phrase")),
        ("Sign up for our free daily newsletter", ("boilerplate", "page-phrase")),
        ("The two sides moved closer", ("dek", "before-body")),
    ],
)
def test_a_line_under_the_headline_is_told_by_its_form(line: str, zone: tuple[str, str]) -> None:
    assert page("Hamas team in Tehran", line, "They came to talk.") == [
        ("title", "first-line"),
        zone,
        ("body", "paragraph"),
    ]


@pytest.mark.parametrize(
    "line", ["By Monday they had left.", "Photo editors protested.", "He left (it is said).", "No."]
)
def test_a_sentence_of_the_body_is_no_page_line(line: str) -> None:
    assert page("Hamas team in Tehran", "They came to talk.", line)[2] == ("body", "paragraph")


def test_a_first_sentence_that_begins_with_by_is_no_byline() -> None:
    assert page("Hamas team in Tehran", "By Monday they had left.")[1] == ("body", "paragraph")


def test_a_line_that_stands_twice_is_a_caption() -> None:
    assert page("Title", "A man at a desk", "A man at a desk", "They left.")[1:3] == [("caption", "line-twice")] * 2


def test_a_repeated_sentence_stays_in_the_body() -> None:
    assert page("Title", "They left.", "They left.")[1:] == [("body", "paragraph")] * 2


@pytest.mark.parametrize("cue", ["An aide said,", "She continued:", "He called on them to stay, stating,"])
def test_a_paragraph_after_a_cue_is_a_block_quotation(cue: str) -> None:
    assert page("Title here", cue, "We came to talk.", "They left.")[1:] == [
        ("body", "paragraph"),
        ("block_quotation", "after-cue"),
        ("body", "paragraph"),
    ]


def test_a_paragraph_in_marks_after_a_cue_is_body() -> None:
    assert page("Title here", "An aide said,", "“We came to talk.”")[2] == ("body", "paragraph")


def test_a_string_is_all_body() -> None:
    document = as_document("Hamas team in Tehran")
    assert [zone.kind for zone in document.zones] == ["body"]
    assert document.n_words == 4
    assert as_document(document) is document


# ---- documents


@pytest.mark.parametrize(
    ("line", "day"),
    [("March 18, 2016", 18), ("Friday, March 18, 2016", 18), ("18 Mar 2016", 18), ("1st March 2016", 1)],
)
def test_a_printed_day_dates_an_article_that_has_no_date(line: str, day: int) -> None:
    document = make_document("d", f"Title\n{line}\nThey left.")
    assert (document.published_earliest, document.published_latest) == (date(2016, 3, day),) * 2
    assert (document.published_how, document.published_basis) == ("printed", f'"{line}" [6:{6 + len(line)}]')


@pytest.mark.parametrize("line", ["February 30, 2016", "On March 18, 2016 they left"])
def test_a_day_that_is_not_clear_dates_nothing(line: str) -> None:
    assert make_document("d", f"Title\n{line}\nThey left.").published_how == "unknown"


def test_a_numeric_day_that_can_be_read_twice_is_an_interval_of_both_readings_with_a_warning(tmp_path: Path) -> None:
    corpus = load_corpus(folder(tmp_path, {"a.txt": "Title\n03/04/2016\nThey left the town in the morning, he said."}))
    document, (row,) = corpus["a"], corpus.ledger.rows
    assert (document.published_earliest, document.published_latest) == (date(2016, 3, 4), date(2016, 4, 3))
    assert "date_ambiguous" in row.reasons


def test_a_declared_date_is_not_overruled_by_a_printed_one() -> None:
    document = make_document("d", "Title\nMarch 18, 2016\nThey left.", known={"published_latest": date(2015, 1, 1)})
    assert (document.published_earliest, document.published_latest) == (None, date(2015, 1, 1))


def test_words_are_counted_in_the_body_alone() -> None:
    assert make_document("d", "Hamas team in Tehran\nsearch\nThey left.\nAn aide said,\nWe talked.").n_words == 7


# ---- formats


def test_the_seeds_are_the_files_as_they_are(seeds: Corpus) -> None:
    for document in seeds:
        raw = (SEEDS / document.file).read_bytes()
        assert document.text.encode() == raw
        assert document.sha256 == sha256(raw).hexdigest()
    assert (seeds.name, seeds.study.codebook, seeds.study.dyad) == ("seeds", "iran-hamas", ("iran", "hamas"))


def test_the_seeds_have_dates_outlets_and_counts(seeds: Corpus) -> None:
    known = {d.doc_id: (str(d.published_earliest), str(d.published_latest), d.published_how, d.outlet) for d in seeds}
    assert known == {
        "qatar-meeting": ("2015-03-11", "2015-03-13", "inferred", "unknown"),
        "covert-meeting": ("2015-01-20", "2015-06-20", "inferred", "The Times of Israel"),
        "iran-visit": ("2015-02-06", "2015-02-08", "inferred", "unknown"),
        "clandestine-meeting": ("2016-03-18", "2016-03-18", "printed", "AMN"),
        "beirut-iftar": ("2015-06-21", "2015-07-26", "inferred", "unknown"),
    }
    assert [d.n_words for d in seeds] == [365, 529, 764, 477, 339]


@pytest.mark.parametrize("column", ["published_basis", "outlet_basis"])
def test_the_words_a_date_or_outlet_rests_on_stand_where_the_seeds_say(seeds: Corpus, column: str) -> None:
    for document in seeds:
        for words, start, end in re.findall(r'"([^"]+)" \[(\d+):(\d+)\]', getattr(document, column)):
            assert document.text[int(start) : int(end)] == words


def test_a_folder_of_bare_texts_is_a_corpus(tmp_path: Path) -> None:
    corpus = load_corpus(folder(tmp_path / "texts", {"b.txt": "B won.", "a.txt": "A won.", "my.yaml": "no"}))
    assert [(d.doc_id, d.text, d.file) for d in corpus] == [("a", "A won.", "a.txt"), ("b", "B won.", "b.txt")]
    assert corpus.study == Study(title="texts")


def test_an_article_says_which_agency_it_credits_as_its_source(tmp_path: Path) -> None:
    page = (
        "Bridge reopens\nGENEVA (AP) — The bridge was opened again on Monday, the city said.\nTrams will run on Friday."
    )
    corpus = load_corpus(folder(tmp_path, {"a.txt": page, "b.txt": page.replace(" (AP)", "")}))
    assert [document.wire for document in corpus] == ["Associated Press", ""]


def test_one_text_is_a_corpus(tmp_path: Path) -> None:
    (document,) = load_corpus(folder(tmp_path, {"a.txt": b"\xef\xbb\xbfA won."}) / "a.txt")
    assert (document.doc_id, document.text) == ("a", "A won.")
    assert document.sha256 == sha256(b"\xef\xbb\xbfA won.").hexdigest()


@pytest.mark.parametrize("name", ["texts.csv", "texts.jsonl"])
def test_a_file_of_records_is_a_corpus(tmp_path: Path, name: str) -> None:
    record = {
        "doc_id": "a",
        "text": "Title\nA won, “they” said.",
        "outlet": "The Daily",
        "published_earliest": "2015-01-02",
    }
    record |= {"published_latest": "2015-01-03", "published_how": "inferred", "section": "World"}
    if name.endswith("csv"):
        cells = ",".join('"' + value.replace('"', '""') + '"' for value in record.values())
        content = ",".join(record) + "\n" + cells + "\n"
    else:
        content = json.dumps(record, ensure_ascii=False) + "\n\n"
    (document,) = load_corpus(folder(tmp_path, {name: content}) / name)
    assert (document.doc_id, document.text, document.outlet) == ("a", record["text"], "The Daily")
    assert (document.published_earliest, document.published_latest) == (date(2015, 1, 2), date(2015, 1, 3))


@pytest.mark.parametrize("text", ["A won.\r\nB lost.\r\n", "A won.\rB lost.", "A\u2028B\u0085C", "NA", "e\u0301"])
def test_line_ends_and_odd_characters_are_kept(tmp_path: Path, text: str) -> None:
    files = {"a.txt": text, "b.jsonl": json.dumps({"doc_id": "a", "text": text}), "c.csv": f'doc_id,text\na,"{text}"\n'}
    folder(tmp_path, dict(files))
    assert [load_corpus(tmp_path / name)["a"].text for name in files] == [text] * 3


@pytest.mark.parametrize(
    "files",
    [
        {"documents.csv": b"\xef\xbb\xbfdoc_id,file\na,a.txt\n", "a.txt": b"\xef\xbb\xbfA won."},
        {"a.txt": b"\xef\xbb\xbfA won."},
    ],
)
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert load_corpus(folder(tmp_path, files))["a"].text == "A won."


def test_a_study_beside_the_texts_is_taken_along(tmp_path: Path) -> None:
    texts = folder(tmp_path, {"a.txt": "A won.", "study.yaml": "title: Mine"})
    assert load_corpus(texts).study.title == load_corpus(texts / "a.txt").study.title == "Mine"
    assert load_corpus(texts, study=Study(title="Other")).study.title == "Other"
    other = folder(tmp_path / "elsewhere", {"my.yaml": "title: Elsewhere"}) / "my.yaml"
    assert load_corpus(texts, study=other).study.title == "Elsewhere"


# ---- what cannot come in


def test_nothing_is_no_corpus(tmp_path: Path) -> None:
    says(tmp_path / "nowhere", "there is no file or folder")
    says(tmp_path, "holds no articles")
    says(folder(tmp_path, {"a.odt": "x"}) / "a.odt", "a.odt: unknown format (no reader for .odt files)")


def test_a_text_that_is_not_utf8_is_read_by_a_guess_that_the_ledger_names(tmp_path: Path) -> None:
    words = "The café was closed, the minister’s aide said, and the naïve résumé lay there."
    corpus = load_corpus(folder(tmp_path, {"a.txt": words.encode("cp1252")}))
    (row,) = corpus.ledger.rows
    assert (corpus["a"].text, row.fate, "encoding_guessed" in row.reasons) == (words, "kept_with_warning", True)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    says(folder(tmp_path, {"a.txt": "Iran denied it.", "b.txt": bytes(range(256)) * 8}), "b.txt: binary")
    corpus = load_corpus(tmp_path, dropped="ledger")
    assert [(row.place, row.fate) for row in corpus.ledger.rows] == [
        ("a.txt", "kept_with_warning"),
        ("b.txt", "dropped"),
    ]


LISTED = "doc_id,file,sha256,published_earliest,published_latest,published_how\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,b.txt,,,,", "documents.csv, row 2: there is no file 'b.txt' in the folder"),
        ("a,../a.txt,,,,", "documents.csv, row 2: file is '../a.txt'; it must be the name of a file in this folder"),
        ("a,,,,,", "documents.csv, row 2: file is ''"),
        ("a,a.txt,0000,,,", f"a.txt is not the file that was listed (its sha256 is {sha256(b'A won.').hexdigest()})"),
        (",a.txt,,,,", "documents.csv, row 2: doc_id missing or empty"),
        ("a,a.txt,,18.3.2016,,", "row 2: published_earliest is '18.3.2016'; a day is written YYYY-MM-DD"),
        ("a,a.txt,,2016-03-18,2016-03-17,", "published_earliest 2016-03-18 lies after published_latest 2016-03-17"),
        ("a,a.txt,,,,guessed", "published_how is 'guessed'; it must be one of printed, metadata, url, "),
        ("a,a.txt,,,,\na,a.txt,,,,", "documents.csv, row 3: duplicate id (documents.csv, row 2 has this id"),
        ("a,a.txt,,,,,,", "documents.csv cannot be read as CSV"),
        ("\"a\nb\",b.txt,,,,\nc,d.txt,,,,", "documents.csv, row 2: there is no file 'b.txt'"),
    ],
)  # fmt: skip
def test_a_wrong_row_of_documents_csv_is_named(tmp_path: Path, row: str, message: str) -> None:
    files = {"documents.csv": LISTED + row + "\n", "a.txt": "A won."}
    if not row.startswith(("a,a.txt", ",a.txt")):
        files.pop("a.txt")
    says(folder(tmp_path, dict(files)), message)


def test_a_row_is_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    rows = 'doc_id,file,notes\na,a.txt,"two\nlines"\nb,b.txt,\n'
    says(folder(tmp_path, {"documents.csv": rows, "a.txt": "A won."}), "documents.csv, row 3: there is no file 'b.txt'")


def test_a_text_that_documents_csv_does_not_list_is_named(tmp_path: Path) -> None:
    files = {"documents.csv": "doc_id,file\na,a.txt\n", "a.txt": "A won.", "b.txt": "B won.", "c.txt": "C won."}
    says(folder(tmp_path, dict(files)), "documents.csv does not list b.txt, c.txt; add a row or move the file away")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.jsonl",
            '{"doc_id": "a", "text": "x"}\n{"doc_id": ',
            "a.jsonl, line 2: truncated (the last line is cut off",
        ),
        ("a.jsonl", '\n["a", "x"]', "a.jsonl, item 1: invalid json (it is no object with named values"),
        (
            "a.jsonl",
            '{"title": "x"}',
            "a.jsonl: missing column (no column is known to be the text: say which it is with --map",
        ),
        ("a.jsonl", '{"doc_id": "a", "text": ["x"]}', "a.jsonl: not text (the text is of type list"),
        ("a.csv", "doc_id,text\na,\n", "a.csv, row 2: empty text (there is no text)"),
        ("a.csv", 'doc_id,text\na,"x\n', "a.csv, row 2: broken row (line 2: a quotation mark is not closed"),
        ("a.csv", "", "a.csv: empty file"),
        (
            "a.csv",
            "doc_id,text\na,Hello, world\nb,Bye, all\n",
            "a.csv, row 2: broken row (line 2: 3 fields under 2 names) and 1 more",
        ),
    ],
)
def test_a_wrong_record_is_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    says(folder(tmp_path, {name: content}) / name, message)


# ---- studies


@pytest.mark.parametrize(
    ("study", "line", "message"),
    [
        ("titel: x", 1, "'titel' is not a key of the file; the keys are title, corpus, codebook, dyad, relevance, "),
        ("dyad: [iran, hamas]", 1, "the file lacks title"),
        ("title: x\ntitle: y", 2, "'title' stands twice in the file"),
        ("title: x\ndyad: [iran]", 2, "dyad must name two different sides, such as [iran, hamas]; it names ['iran']"),
        ("title: x\ndyad: [iran, iran]", 2, "dyad must name two different sides"),
        ("title: x\ndyad: iran", 2, "dyad must be a list"),
        ("title: x\nevery: week", 2, "every is 'week'; it must be one of month, quarter, year"),
        ("title: x\nrelevance: page", 2, "relevance is 'page'; it must be one of sentence, paragraph, document"),
        ("title: x\nminimum_n: few", 2, "minimum_n is 'few'; it must be a whole number, 0 or more"),
        ("title: x\nminimum_n: -1", 2, "minimum_n is '-1'; it must be a whole number, 0 or more"),
        ("title: x\n\ncorpus:\n  source: y", 4, "corpus lacks selection"),
        ("title: x\ncorpus: y", 2, "corpus must be a mapping of keys to values"),
        ("title: x\ncodebook: my.yaml", 2, "codebook: there is no file 'my.yaml' beside the study"),
        ("title:", 1, "title must be words"),
        ("title: [", 1, "not valid YAML"),
        ("title: x\n\tevery: month", 2, "not valid YAML"),
    ],
)
def test_a_slip_in_a_study_is_named_with_line_and_choices(tmp_path: Path, study: str, line: int, message: str) -> None:
    texts = folder(tmp_path, {"a.txt": "A won.", "study.yaml": study})
    says(texts, f"study.yaml, line {line}: {message}", error=StudyError)


@pytest.mark.parametrize(
    ("study", "message"), [("", "is empty"), (b"\xff", "cannot be read"), ("\x00", "is not valid YAML")]
)
def test_a_study_that_is_none_is_named(tmp_path: Path, study: str | bytes, message: str) -> None:
    says(folder(tmp_path, {"a.txt": "A won.", "study.yaml": study}), message, error=StudyError)


def test_a_study_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"my\.yaml cannot be read"):
        load_study(tmp_path / "my.yaml")


def test_a_study_names_a_codebook_of_ones_own_by_its_path(tmp_path: Path) -> None:
    texts = folder(tmp_path, {"study.yaml": "title: x\ncodebook: my.yaml", "my.yaml": ""})
    assert load_study(texts / "study.yaml").codebook == str(tmp_path / "my.yaml")


def test_the_study_of_the_seeds_states_selection_and_caveats(seeds: Corpus) -> None:
    assert "not documented" in seeds.study.selection
    assert len(seeds.study.caveats) == 6
