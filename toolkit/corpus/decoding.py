"""Turn the bytes of a file into text.

The one rule: UTF-8 first; a guess is reported, and nothing is repaired: no quotation mark is straightened, no damaged
sequence mended, no line end translated.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from toolkit.corpus.records import Refusal, Warn
from toolkit.corpus.text_checks import check_text

CANDIDATES = (
    *("cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"),
    *("iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_15"),
    *("gb18030", "big5", "shift_jis", "euc_kr"),
)
_MARKS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_SAMPLE = 1 << 16
_CLOSE_SAMPLE = 1 << 13  # where every character is looked at
_BINARY_SHARE = 0.05
_ODD_SHARE = 0.3
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_HIGH = bytes(range(0x80, 0x100))
_LEADS = bytes(range(0xC2, 0xF5))  # first bytes of UTF-8 sequences
_CONTROL_BYTES = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})
_WORD = re.compile(r"[^\W\d_]+")
_TYPOGRAPHY = frozenset("“”‘’„‚«»‹›–—…•·€£¥§©®™°½¼¾¡¿\u00a0\u200b\u200c\u200d\u200e\u200f،؛؟٪\u0640")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Hold a text, the encoding it was read in, and what is odd about it."""

    text: str
    encoding: str
    warnings: tuple[Warn, ...] = ()


class _Guess(NamedTuple):
    text: str
    encoding: str
    warning: Warn | None = None


def decode(raw: bytes, *, place: str = "") -> Decoded | Refusal:
    r"""Decode a file and check its text; a file that is no text is refused with what it looks like.

    Examples
    --------
    >>> found = decode("The mayor’s office did not comment on the café, and that was all.".encode("cp1252"))
    >>> found.encoding, found.warnings[0].reason
    ('cp1252', 'encoding_guessed')
    >>> decode(b"\x89PNG\r\n").reason
    'binary'
    """
    guess = decode_bytes(raw, place=place)
    if isinstance(guess, Refusal):
        return guess
    warnings = (*guess.warnings, *check_text(guess.text))
    return Decoded(guess.text, guess.encoding, warnings)


def decode_bytes(raw: bytes, *, place: str = "") -> Decoded | Refusal:
    """Decode without looking at the text; the warnings are about the encoding alone."""
    if not raw:
        return Refusal(place, "empty_file", "it has no bytes")
    for start, kind in _KINDS:
        if raw.startswith(start):
            return Refusal(place, "binary", f"it begins like {kind}")
    guess = _marked(raw) or _unmarked(raw)
    if guess is None and _count(raw[:_SAMPLE], _CONTROL_BYTES) <= _BINARY_SHARE * len(raw[:_SAMPLE]):
        guess = _utf8(raw) or _nearly_utf8(raw) or _single_byte(raw)
    if guess is None or _is_binary(guess.text):
        return Refusal(place, "binary", "no encoding makes text of its bytes")
    return Decoded(guess.text, guess.encoding, (guess.warning,) if guess.warning else ())


def _marked(raw: bytes) -> _Guess | None:
    """Read what begins with a byte order mark, which may be wrong."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            guess = _utf8(body) or _nearly_utf8(body) if encoding == "utf-8" else _wide(body, encoding)
            return guess or _mismarked(body, encoding)
    return None


def _wide(body: bytes, encoding: str) -> _Guess | None:
    """Read UTF-16 or UTF-32, unless the bytes are single-byte text without a NUL."""
    if b"\x00" not in body and (_utf8(body) or _told_by_words(body[:_SAMPLE])):
        return None
    try:
        return _Guess(body.decode(encoding, "surrogatepass"), encoding)
    except UnicodeDecodeError:  # cut off inside a character, or damaged
        text = body.decode(encoding, "replace")
        return _Guess(text, encoding) if text.count("\ufffd") <= 1 + len(text) // 100 else None


def _mismarked(body: bytes, encoding: str) -> _Guess | None:
    guess = _utf8(body) or _single_byte(body)
    said = f"the byte order mark says {encoding}; read as {guess.encoding}" if guess else ""
    return guess._replace(warning=Warn("bom_mismatch", said)) if guess else None


def _utf8(raw: bytes) -> _Guess | None:
    try:
        text = raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return None if _is_binary(text) else _Guess(text, "utf-8")


def _unmarked(raw: bytes) -> _Guess | None:
    """Read UTF-16 or UTF-32 without a mark, where the NUL bytes make the pattern clear."""
    if b"\x00" not in raw[:_SAMPLE]:
        return None
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if len(raw) % width == 0 and _is_plain(raw[:_SAMPLE].decode(encoding, "replace")):
            text = raw.decode(encoding, "replace")
            return _Guess(text, encoding, Warn("encoding_guessed", f"{encoding}, without a byte order mark"))
    return None


def _nearly_utf8(raw: bytes) -> _Guess | None:
    """Read UTF-8 in which a few bytes are damaged; each damage shows as a replacement character."""
    kept = raw.decode("utf-8", "ignore").encode()
    n_bad, n_good = len(raw) - len(kept), _count(kept, _HIGH)
    cut_off = n_bad <= 3 and raw.startswith(kept) and raw[-n_bad] in _LEADS
    return _Guess(raw.decode("utf-8", "replace"), "utf-8") if n_good >= 4 * n_bad or cut_off else None


def _single_byte(raw: bytes) -> _Guess | None:
    """Read what is no Unicode: as the frequent words in it suggest, else as the library guesses."""
    sample = raw[:_SAMPLE]
    told = _told_by_words(sample)
    encoding = (None if told else _library_guess(sample)) or min(
        told or CANDIDATES, key=lambda name: _n_odd(sample.decode(name, "replace"))
    )
    text = raw.decode(encoding, "replace")
    if _n_odd(text) > _ODD_SHARE * len(_NOT_ASCII.findall(text, 0, _CLOSE_SAMPLE)) + 1:
        return None
    said = f"{encoding}, from {_count(raw, _HIGH):,} bytes beyond ASCII"
    return _Guess(text, encoding, Warn("encoding_guessed", said))


def _count(raw: bytes, of: bytes) -> int:
    return len(raw) - len(raw.translate(None, of))


def _library_guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(CANDIDATES), enable_fallback=False).best()
    return best.encoding if best else None


def _told_by_words(sample: bytes) -> tuple[str, ...]:
    """Give the encodings of the languages whose words stand in a sample; none where these are too few."""
    words = Counter(_WORD.findall(sample.decode("cp1252", "replace").lower()))
    hits = Counter({told: sum(words[word] for word in known) for told, known in _encoding_words().items()})
    told, n = hits.most_common(1)[0]
    return told if n >= 2 and n >= 0.02 * words.total() else ()


def _n_odd(text: str) -> int:
    """Count characters beyond ASCII that stand where the like of them does not belong."""
    places = (match.start() for match in _NOT_ASCII.finditer(text, 0, _CLOSE_SAMPLE))
    return sum(_is_odd(text[at], text[max(0, at - 1) : at], text[at + 1 : at + 3]) for at in places)


def _is_odd(character: str, before: str, after: str) -> bool:
    category = unicodedata.category(character)
    if category.startswith(("C", "N")) or character == "\ufffd":
        return character not in _TYPOGRAPHY
    if category.startswith("L"):
        if not character.isupper():
            return category == "Ll" and after[:1].isupper()
        alone = not before.isalpha() and not after[:1].isalpha()
        inside = before.isalpha() and after[:1].islower()
        return before.islower() or alone or inside or (after[:1].isupper() and after[1:].islower())
    inside = before.isalpha() and after[:1].islower()
    return (character not in _TYPOGRAPHY and category != "Mn") or (inside and character not in "’—·\u200c\u200d")


def _is_plain(text: str) -> bool:
    """Say whether nearly all characters are of the alphabets that news is written in."""
    n_plain = sum("\x1f" < c < "\u0700" or c in "\t\n\r" or "\u2010" <= c <= "\u203a" for c in text)
    return n_plain >= 0.97 * len(text)


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > _BINARY_SHARE * len(sample)


@cache
def _encoding_words() -> dict[tuple[str, ...], frozenset[str]]:
    stored = files("toolkit").joinpath("corpus/data/encoding_words.tsv").read_text(encoding="utf-8")
    words: dict[tuple[str, ...], frozenset[str]] = {}
    for line in stored.splitlines()[1:]:
        if not line.startswith(("#", "encodings\t")):
            encodings, _, of = line.split("\t")
            told = tuple(encodings.split())
            words[told] = words.get(told, frozenset()) | frozenset(of.split())
    return words
