"""An outlet has one name, however it is written; an agency is credited where its credit is printed."""

from __future__ import annotations

import unicodedata

import pytest

from toolkit.corpus.outlets import canonical_outlet, load_outlets
from toolkit.corpus.wires import find_wire, find_wires
from toolkit.corpus.zones import find_zones
from toolkit.errors import CorpusError
from toolkit.rows import Document

# ---------------------------------------------------------------- outlets


@pytest.mark.parametrize(
    "written",
    [
        "NYT",
        "nytimes.com",
        "www.nytimes.com/2016/03/01/world",
        "The New York Times",
        "New York Times",
        "NEW YORK TIMES, THE",
        "https://www.nytimes.com/2016/03/01/world/x.html?hp#top",
        "http://cooking.nytimes.com:8080/",
        "https://web.archive.org/web/20160301000000/http://www.nytimes.com/x",
        " n.y. times ",
    ],
)
def test_every_way_to_write_an_outlet_gives_one_name(written):
    assert canonical_outlet(written)[0] == "The New York Times"


@pytest.mark.parametrize(
    ("written", "how"),
    [("The Guardian", "name"), ("guardian", "name"), ("The Guardian (London)", "alias"), ("theguardian.com", "domain")],
)
def test_the_answer_tells_by_what_an_outlet_was_known(written, how):
    assert canonical_outlet(written) == ("The Guardian", how)


@pytest.mark.parametrize(
    "written",
    [
        "The Harbour Gazette",
        "  as Written ",
        "Times",  # of which town?
        "The Daily Telegraph",  # London or Sydney
        "ABC",
        "notnytimes.com",
        "nytimes.com.example.org",
        "https://example.org/nytimes.com",
        "com",
        "",
        "The",
    ],
)
def test_what_the_table_does_not_have_stays_as_written(written):
    assert canonical_outlet(written) == (written, "unknown")


@pytest.mark.parametrize("written", ["El Pais", "el país", unicodedata.normalize("NFD", "El País")])
def test_accents_make_no_difference_to_a_name(written):
    assert canonical_outlet(written)[0] == "El País"


@pytest.mark.parametrize("written", ["Ha'aretz", "Ha’aretz", "HAARETZ"])
def test_apostrophes_and_case_make_no_difference_to_a_name(written):
    assert canonical_outlet(written)[0] == "Haaretz"


def test_the_narrowest_domain_decides():
    assert canonical_outlet("english.ahram.org.eg/News/1")[0] == "Ahram Online"
    assert canonical_outlet("gate.ahram.org.eg/News/1")[0] == "Al-Ahram"


def test_a_table_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("name\taliases\tdomains\nHarbour Gazette\tHG | Gazette\tgazette.example\n", encoding="utf-8")
    mine = load_outlets(path)
    assert canonical_outlet("hg", table=mine) == ("Harbour Gazette", "alias")
    assert canonical_outlet("news.gazette.example/1", table=mine) == ("Harbour Gazette", "domain")
    assert canonical_outlet("NYT", table=mine) == ("NYT", "unknown")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("outlet\taliases\tdomains\n", "line 1"),
        ("name\taliases\tdomains\nGazette\tG\n", "line 2"),
        ("name\taliases\tdomains\nGazette\tG\t\nGlobe\tg\t\n", "line 3.*'g' stands for 'Globe'.*'Gazette'"),
        ("name\taliases\tdomains\nGazette\t\tg.example\nGlobe\t\tG.example\n", "line 3.*G.example"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(tmp_path, lines, said):
    path = tmp_path / "mine.tsv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(CorpusError, match=f"mine.tsv.*{said}"):
        load_outlets(path)


def test_a_table_that_is_not_there_is_refused_with_its_name(tmp_path):
    with pytest.raises(CorpusError, match=r"nowhere\.tsv"):
        load_outlets(tmp_path / "nowhere.tsv")


def test_the_shipped_table_is_alphabetical_and_knows_all_its_own_entries():
    table = load_outlets()
    names = list(dict.fromkeys(name for name, _ in table.spellings.values()))
    plain = [unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() for name in names]
    assert plain == sorted(plain, key=lambda name: name.removeprefix("the "))
    assert len(names) >= 80
    assert all(canonical_outlet(name) == (name, "name") for name in names)
    pages = {f"https://www.{domain}/x": name for domain, name in table.domains.items()}
    assert all(canonical_outlet(url) == (name, "domain") for url, name in pages.items())


# ---------------------------------------------------------------- agencies

NEWS = "The council met in the old customs house and adjourned until Friday."


@pytest.mark.parametrize(
    ("text", "agency", "credit"),
    [
        (f"TEHRAN, Iran (AP) — {NEWS}", "Associated Press", "(AP) —"),
        (f"(Reuters) - {NEWS}", "Reuters", "(Reuters) -"),
        (f"BEIRUT/PARIS (Reuters) – {NEWS}", "Reuters", "(Reuters) –"),
        (f"GAZA, March 3 (Xinhua) -- {NEWS}", "Xinhua News Agency", "(Xinhua) --"),
        (f"Tehran, IRNA – {NEWS}", "Islamic Republic News Agency", "IRNA –"),
        (f"ANKARA (AA) - {NEWS}", "Anadolu Agency", "(AA) -"),
        (f"AFP - {NEWS}", "Agence France-Presse", "AFP - "),
        (f"By the Associated Press\n\n{NEWS}", "Associated Press", "By the Associated Press"),
        (f"By ODA QUIST, Associated Press\n\n{NEWS}", "Associated Press", "By ODA QUIST, Associated Press"),
        (f"Council meets\nReuters Staff\n{NEWS}", "Reuters", "Reuters Staff"),
        (f"By Harbour Gazette staff and AFP\r\n{NEWS}", "Agence France-Presse", "By Harbour Gazette staff and AFP"),
        (f"{NEWS} (AFP)", "Agence France-Presse", "(AFP)"),
        (f"{NEWS} — Reuters\n", "Reuters", "— Reuters"),
        (f"{NEWS}\nSource: Tasnim", "Tasnim News Agency", "Source: Tasnim"),
        (f"{NEWS}\n© 2016 AFP. All rights reserved.", "Agence France-Presse", "© 2016 AFP"),
    ],
)
def test_a_credit_makes_a_text_the_agencys(text, agency, credit):
    found = find_wire(text)
    assert found is not None
    assert (found.agency, found.role, found.span.text) == (agency, "source", credit)
    assert text[found.span.start : found.span.end] == credit


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("AFP contributed to this report.", "Agence France-Presse"),
        ("Associated Press writer Oda Quist in Doha contributed to this report.", "Associated Press"),
        ("Imre Castellan and Reuters contributed to this article.", "Reuters"),
        ("With inputs from PTI", "Press Trust of India"),
        ("Additional reporting by Reuters.", "Reuters"),
    ],
)
def test_an_agency_that_helped_is_a_contributor(line, agency):
    found = find_wire(f"{NEWS}\n\n{line}")
    assert found is not None
    assert (found.agency, found.role) == (agency, "contributor")


@pytest.mark.parametrize(
    "text",
    [
        f"{NEWS} An aide told AFP that more would follow.",
        "Reuters reported on Monday that the council had met.",
        "The Associated Press reported that the council had met.",
        f"{NEWS} according to the AP.",
        f"{NEWS} With a statement from Reuters, the council closed.",
        "An agency (AP) source said so.",
        "Hamas-Tehran-meeting-AP",
        "MAP — a chart of the harbour",
        "By an aide to AFP's editor, in part",
        "The PA\nwas asked.",
        "",
    ],
)
def test_an_agency_that_is_quoted_or_meant_otherwise_is_no_credit(text):
    assert find_wire(text) is None


def test_every_agency_of_one_credit_is_named():
    found = find_wires(f"{NEWS}\nReuters, AFP and the AP contributed to this report.")
    assert [credit.agency for credit in found] == ["Reuters", "Agence France-Presse", "Associated Press"]


def test_a_source_goes_before_a_contributor_that_stands_above_it():
    text = f"{NEWS}\nReuters contributed to this report.\n© 2016 The Associated Press"
    assert [credit.agency for credit in find_wires(text)] == ["Reuters", "Associated Press"]
    assert getattr(find_wire(text), "agency", None) == "Associated Press"


def test_the_credit_of_a_photograph_is_no_credit_of_the_article():
    text = f"Council meets\nThe council in March. (AFP)\n{NEWS}"
    assert find_wire(Document("a", text, find_zones(text))) is None


def test_a_byline_low_in_the_text_is_none():
    assert find_wire(f"{NEWS}\n" * 10 + "By AP") is None
