"""Text is decoded as it is; every guess and every oddity is said."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.corpus.decoding import Decoded, decode
from toolkit.corpus.records import Refusal
from toolkit.corpus.text_checks import LONGEST, SHORTEST, check_text

ENGLISH = (
    "The council said on Tuesday that it had no plans to close the bridge, and the office which had asked for a delay "
    "did not comment. Nobody was hurt, according to the fire service, and the road was open again at noon. "
)
TEXTS = {
    "English": ENGLISH + "The café’s owner – a “regular” – paid £5.",
    "French": "Le conseil a déclaré mardi qu’il n’avait « aucun projet » de fermer le pont, et la mairie, qui avait "
    "demandé un délai, n’a pas répondu. Où est passée la fenêtre ? " * 2,
    "German": "Der Rat sagte am Dienstag, er habe „keine Pläne“, die Brücke zu schließen, und das Büro der "
    "Bürgermeisterin äußerte sich nicht dazu. " * 2,
    "Polish": "Rada powiedziała we wtorek, że nie ma żadnych planów zamknięcia mostu, a biuro burmistrza, które "
    "prosiło o zwłokę, nie odpowiedziało. " * 2,
    "Turkish": "Konsey salı günü köprüyü kapatma planı olmadığını söyledi, belediye başkanlığı ise bir açıklama "
    "yapmadı. " * 3,
    "Russian": "Совет заявил во вторник, что не планирует закрывать мост, а мэрия, просившая об отсрочке, не ответила. "
    * 2,
    "Hebrew": "המועצה אמרה ביום שלישי כי אין לה תוכניות לסגור את הגשר, ולשכת ראש העיר לא הגיבה. " * 3,
    "Arabic": "قال المجلس يوم الثلاثاء إنه لا يعتزم إغلاق الجسر، ولم يرد مكتب رئيس البلدية الذي طلب مهلة. " * 3,
}
LONG_ENOUGH = "x" * SHORTEST


def decoded(raw: bytes) -> Decoded:
    found = decode(raw)
    assert isinstance(found, Decoded), found
    return found


def reasons(found: Decoded) -> list[str]:
    return [warning.reason for warning in found.warnings if warning.reason != "very_short"]


@pytest.mark.parametrize("language", TEXTS)
def test_utf8_is_read_without_a_word(language: str) -> None:
    found = decoded(TEXTS[language].encode())
    assert (found.text, found.encoding, reasons(found)) == (TEXTS[language], "utf-8", [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("language", ["English", "Arabic"])
def test_a_byte_order_mark_is_believed_and_left_out(language: str, encoding: str) -> None:
    found = decoded(TEXTS[language].encode(encoding))
    assert (found.text, reasons(found)) == (TEXTS[language], [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", TEXTS)
def test_wide_encodings_without_a_mark_are_recognised_and_reported(language: str, encoding: str) -> None:
    found = decoded(TEXTS[language].encode(encoding))
    assert (found.text, found.encoding, reasons(found)) == (TEXTS[language], encoding, ["encoding_guessed"])


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("English", "cp1252"),
        ("English", "mac_roman"),
        ("French", "cp1252"),
        ("French", "mac_roman"),
        ("German", "cp1252"),
        ("Polish", "cp1250"),
        ("Polish", "iso8859_2"),
        ("Turkish", "cp1254"),
        ("Russian", "cp1251"),
        ("Russian", "koi8_r"),
        ("Hebrew", "cp1255"),
        ("Arabic", "cp1256"),
    ],
)
def test_single_byte_text_is_guessed_right_and_reported(language: str, encoding: str) -> None:
    found = decoded(TEXTS[language].encode(encoding))
    assert (found.text, reasons(found)) == (TEXTS[language], ["encoding_guessed"])


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "tail",
    ["A café.", "It’s late.", "“Yes,” he said.", "Mr. Müller left.", "Señor Núñez", "naïve Çelik", "€50…", "a – b"],
)
def test_one_odd_byte_in_english_text_is_enough(tail: str, encoding: str) -> None:
    assert decoded((ENGLISH + tail).encode(encoding)).text == ENGLISH + tail


@pytest.mark.xfail(strict=True, reason="one Polish name is too little evidence against cp1252")
def test_a_foreign_name_in_english_text_is_guessed_right() -> None:
    assert decoded((ENGLISH + "Łódź").encode("cp1250")).text == ENGLISH + "Łódź"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
@pytest.mark.parametrize("extra", ["", "x"])
def test_a_wrong_mark_is_not_believed(mark: bytes, extra: str) -> None:
    text = TEXTS["English"] + extra
    found = decoded(mark + text.encode())
    assert (found.text, found.encoding, reasons(found)) == (text, "utf-8", ["bom_mismatch"])


def test_a_utf8_mark_before_cp1252_is_not_believed() -> None:
    found = decoded(codecs.BOM_UTF8 + TEXTS["English"].encode("cp1252"))
    assert (found.text, found.encoding, reasons(found)) == (TEXTS["English"], "cp1252", ["bom_mismatch"])


def test_damaged_utf8_stays_utf8_and_shows_its_damage() -> None:
    raw = TEXTS["French"].encode()
    at = raw.index("é".encode())
    found = decoded(raw[: at + 1] + raw[at + 2 :])
    assert (found.encoding, reasons(found), found.text.count("\ufffd")) == ("utf-8", ["replacement_characters"], 1)


def test_a_file_that_ends_inside_a_character_is_read_to_there() -> None:
    found = decoded((ENGLISH + "café").encode()[:-1])
    assert (found.text, reasons(found)) == (ENGLISH + "caf\ufffd", ["replacement_characters"])


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” ‘quotes’ and ’apostrophes’",
        "two\r\nlines\r\n",
        " spaces \u00a0 kept \n\n",
        "cafe\u0301, not café",
        "ﬁgure",
    ],
)
def test_nothing_is_repaired(text: str) -> None:
    assert decoded(text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\0b", "nul_characters"),
        ("a\ufffdb", "replacement_characters"),
        ("a\ud800b", "lone_surrogates"),
        ("a\x0bb", "control_characters"),
        ("a\x93b", "control_characters"),
        ("a\u202eb", "bidi_controls"),
        ("a\ufeffb", "bom_mismatch"),
        ("a\rb", "carriage_returns"),
        ("itâ€™s", "mojibake_suspected"),
        ("cafÃ©", "mojibake_suspected"),
        ("Â«ouiÂ»", "mojibake_suspected"),
        ("ÐœÐ¸Ñ€", "mojibake_suspected"),
        ("Ø§Ù„Ù…", "mojibake_suspected"),
        ("it‚Äôs", "mojibake_suspected"),
        ("caf√©", "mojibake_suspected"),
        ("<p>a</p>", "html_in_text"),
        ("a<br/>b", "html_in_text"),
        ("a &amp; b", "entities_left"),
        ("it&#8217;s", "entities_left"),
    ],
)
def test_what_is_odd_about_a_text_is_said(text: str, reason: str) -> None:
    assert [warning.reason for warning in check_text(text + LONG_ENOUGH)] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "NÃO, SÃO PAULO",
        "ÂGE D’OR",
        "“Quote” – dash — and …",
        "5 < 6 and 7 > 6",
        "AT&T & Co; M&S",
        "√2 and ‚low’ quotes",
        "الجسر\u200cها",
        "two\r\nlines\tand tabs",
        "a\u00a0b\u2028c\u200b",
        "ЧТО ЭТО? ÐÑ",
    ],
)
def test_what_is_not_odd_is_not_said(text: str) -> None:
    assert check_text(text + LONG_ENOUGH) == ()


def test_a_finding_says_how_often_and_where_first() -> None:
    assert check_text(LONG_ENOUGH + "\0\0")[0].detail == f"2 × '\\x00', first at {SHORTEST}"


def test_length_is_remarked_on_at_both_ends() -> None:
    found = {n: [w.reason for w in check_text("x" * n)] for n in (SHORTEST - 1, SHORTEST, LONGEST, LONGEST + 1)}
    assert list(found.values()) == [["very_short"], [], [], ["very_long"]]


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.4\n", b"PK\x03\x04abc", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0", bytes(range(256)) * 20, bytes(500)]
)
def test_what_is_no_text_is_refused_as_binary(raw: bytes) -> None:
    found = decode(raw, place="a.txt")
    assert isinstance(found, Refusal)
    assert (found.place, found.reason) == ("a.txt", "binary")


def test_an_empty_file_is_refused_as_empty() -> None:
    assert decode(b"") == Refusal("", "empty_file", "it has no bytes")


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xff\xfea")
@example(b"\xef\xbb\xbf\xff")
@example(b"\xed\xa0\x80")
@example(b"\x80")
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    assert isinstance(decode(raw), (Decoded, Refusal))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1))
def test_every_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert decoded(text.encode()).text == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], max_codepoint=0x24F)))
def test_a_check_never_raises_and_gives_each_reason_once(text: str) -> None:
    found = [warning.reason for warning in check_text(text)]
    assert len(found) == len(set(found))
