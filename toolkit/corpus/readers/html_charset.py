"""Decode the bytes of a web page.

The one rule: bytes that are UTF-8 are read as UTF-8 whatever the page says; every other guess is reported.
"""

from __future__ import annotations

import codecs
import re

from toolkit.corpus.decoding import Decoded, decode_bytes
from toolkit.corpus.records import Refusal, Warn

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
_HEAD = 8192
_NOT_PROSE = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>|\s+", re.IGNORECASE | re.DOTALL)
_STRAY = 5  # one bad byte among this many good UTF-8 characters is damage, not another encoding

# Browsers read these labels as the larger code page; https://encoding.spec.whatwg.org/#names-and-labels
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


def decode_page(raw: bytes, *, declared: str = "") -> Decoded | Refusal:
    r"""Decode a page, and say what had to be guessed.

    Parameters
    ----------
    declared
        The charset of the HTTP header, where there is one; the page's own declaration is looked for otherwise.

    Examples
    --------
    >>> decode_page("<p>“Oui”</p>".encode("cp1252"), declared="windows-1252")
    Decoded(text='<p>“Oui”</p>', encoding='cp1252', warnings=())
    """
    if raw.startswith(_MARKS) or b"\x00" in raw[:_HEAD]:
        return decode_bytes(raw)
    label = declared or _declaration(raw)
    codec = _codec(label)
    text = _utf8(raw)
    if text is not None:
        odd = codec not in ("", "utf-8") and not text.isascii()
        warnings = (Warn("encoding_guessed", f"the page says {label}, its bytes are UTF-8"),) if odd else ()
        return Decoded(text, "utf-8", warnings)
    try:
        return Decoded(raw.decode(codec or "ascii"), codec)
    except UnicodeError:
        return _guess(raw, label)


def _declaration(raw: bytes) -> str:
    found = _DECLARED.search(raw, 0, _HEAD)
    return found.group(1).decode("ascii", "replace") if found else ""


def _codec(label: str) -> str:
    """Name the codec of a declaration, or "" where it is none in which the declaration itself could stand."""
    try:
        name = codecs.lookup(label.strip()).name
        return _WIDER.get(name, name) if b"<p>".decode(name) == "<p>" else ""
    except (LookupError, ValueError):
        return ""


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start >= len(raw) - 3 and problem.reason == "unexpected end of data":
            return raw[: problem.start].decode("utf-8")  # the file was cut inside its last character
        return None


def _guess(raw: bytes, label: str) -> Decoded | Refusal:
    lenient = raw.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    if sum(character > "\x7f" for character in lenient) - bad > bad * _STRAY:
        damage = Warn("replacement_characters", f"{bad} damaged characters in UTF-8 text")
        return Decoded(lenient, "utf-8", (damage,))
    found = decode_bytes(_NOT_PROSE.sub(b" ", raw))  # the words alone tell the encoding, not the markup
    if isinstance(found, Refusal):
        return found
    said = f"the page says {label}" if label else "the page names no charset"
    warning = Warn("encoding_guessed", f"{said}; read as {found.encoding}")
    return Decoded(raw.decode(found.encoding, "replace"), found.encoding, (warning,))
