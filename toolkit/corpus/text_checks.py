"""Say what is odd about a text that is kept: characters that stand for damage, markup, length.

The one rule: a finding is a warning with its first place; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.corpus.records import Reason, Warn

SHORTEST = 200  # characters; fewer is a teaser, a caption or a brief
LONGEST = 100_000  # characters; more is rarely one article

# How the second byte of a UTF-8 pair looks when it was read as cp1252, and as mac-roman.
_TAIL = "[" + re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "\x81\x8d\x8f\x90\x9d") + "]"
_MAC_TAIL = "[" + re.escape(bytes(range(0x80, 0xC0)).decode("mac_roman")) + "]"
_CHARACTERS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("nul_characters", re.compile("\x00")),
    ("replacement_characters", re.compile("\ufffd")),
    ("lone_surrogates", re.compile("[\ud800-\udfff]")),
    ("control_characters", re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")),
    ("bidi_controls", re.compile("[\u202a-\u202e\u2066-\u2069]")),
    ("bom_mismatch", re.compile("\ufeff")),
    ("carriage_returns", re.compile("\r(?!\n)")),
)
_MOJIBAKE_LEADS = ("â€", "Ã", "Â", "Ð", "Ñ", "Ø", "Ù", "‚Ä", "√")
_MOJIBAKE = re.compile(
    f"â€{_TAIL}|Ã{_TAIL}|Â[\xa0£©«®°·»]|(?:[ÐÑ]{_TAIL}){{3}}|(?:[ØÙ]{_TAIL}){{3}}"  # UTF-8 read as cp1252
    f"|‚Ä[ôúùìî¶]|√{_MAC_TAIL}"  # UTF-8 read as mac-roman
)
_TAG = re.compile(r"</?(?:p|div|span|br|a|img|script|style|b|i|em|strong|ul|ol|li|h[1-6]|table|figure)\b[^<>]*>", re.I)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][ds]quo|[mn]dash|hellip|[a-z](?:acute|grave|uml|circ|tilde)|ccedil"
    r"|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)


def check_text(text: str) -> tuple[Warn, ...]:
    r"""List what a person should know about a text before relying on it.

    Examples
    --------
    >>> check_text("The caf\u00c3\u00a9 was closed. " * 10)
    (Warn(reason='mojibake_suspected', detail="10 × 'Ã©', first at 7"),)
    """
    return tuple(_findings(text))


def _findings(text: str) -> Iterator[Warn]:
    if _may_be_damaged(text):
        for reason, pattern in _CHARACTERS:
            yield from _found(reason, pattern, text)
    if not text.isascii() and any(lead in text for lead in _MOJIBAKE_LEADS):
        yield from _found("mojibake_suspected", _MOJIBAKE, text)
    if "<" in text:
        yield from _found("html_in_text", _TAG, text)
    if "&" in text:
        yield from _found("entities_left", _ENTITY, text)
    if len(text) < SHORTEST:
        yield Warn("very_short", f"{len(text)} characters")
    elif len(text) > LONGEST:
        yield Warn("very_long", f"{len(text):,} characters")


def _may_be_damaged(text: str) -> bool:
    """Say quickly that a text is sound: the patterns cost more than all other reading together."""
    plain = text.replace("\n", "").replace("\u00a0", "")
    return not plain.isprintable() or "\ufffd" in text


def _found(reason: Reason, pattern: re.Pattern[str], text: str) -> Iterator[Warn]:
    if first := pattern.search(text):
        n = sum(1 for _ in pattern.finditer(text))
        shown = ascii(first.group()) if reason != "mojibake_suspected" else repr(first.group())
        yield Warn(reason, f"{n} × {shown:.40}, first at {first.start()}")
