"""Lay the parts of a page out as the lines of one text, and say what each line is.

The one rule: the extractor says which lines belong to the article, the page says what they are, in its own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.corpus.readers.html_dates import printed_day
from toolkit.corpus.readers.html_match import Matched
from toolkit.corpus.readers.html_meta import BY
from toolkit.corpus.readers.html_page import PageLine, line_key
from toolkit.corpus.zones import find_zones
from toolkit.rows import ZoneKind

_SIGN_OFF = re.compile(
    r"\(?(?:additional |further )?(?:reporting|writing|editing|compiled) by .{1,200}"
    r"|.{1,120} contributed (?:reporting )?to this (?:article|report|story)\.?\)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?(?:\s?h)?", re.IGNORECASE)
_ADDRESS = re.compile(r".{0,60}\bhttps?://\S+")
_SIGNED = ("—", "–", "―", "- ")
_REPEATED = 30  # letters from which on a passage cannot stand twice by chance
_NEVER_BODY: dict[str, tuple[ZoneKind, str]] = {
    "caption": ("caption", "html:caption"),
    "credit": ("credit", "html:credit"),
    "byline": ("byline", "html:byline"),
    "modified": ("boilerplate", "html:modified"),
    "other_language": ("boilerplate", "html:other-language"),
}
_LONGEST_BYLINE = 150
_QUOTED = {"quote": "html:blockquote", "pull": "html:pull-quote-alone", "indented": "html:indented"}
_SETTING_OFF = ("indented", "other_language", "byline", "dek", "caption", "modified", "pull")
_BODY = frozenset(("cell", "head", "item"))
_LINKS_ALLOWED = _BODY | {"quote"}


@dataclass(frozen=True, slots=True)
class Block:
    """Hold one line of the text to be; no kind leaves it to the zone rules for pasted text."""

    text: str
    kind: ZoneKind | None
    rule: str = ""

    @property
    def key(self) -> str:
        """Give the letters and digits alone."""
        return line_key(self.text)


def arrange(page: Sequence[PageLine], matched: Matched, title: str) -> list[Block]:
    """Put title, head lines, text and captions in order, each with its kind and rule."""
    blocks = [Block(title, "title", "html:title")] if title else []
    blocks += _head(matched.head)
    body = [_block(line) for line in _where_few([match.line for match in matched.text])]
    blocks += _once(body, {block.key for block in blocks})
    held = {block.key for block in blocks}
    captions = {line.key: line for line in page if line.role in ("caption", "credit") and line.key not in held}
    blocks += [Block(line.text, *_NEVER_BODY[line.role]) for line in captions.values()]
    return _by_line_rules(blocks, title)


def _head(lines: Sequence[PageLine]) -> Iterator[Block]:
    """Give dek, byline and date; what else stands there, such as a rubric or buttons, is no part of the article."""
    seen: set[ZoneKind | None] = {None}
    for line in lines:
        kind = _head_kind(line, first=line is lines[0])
        if kind not in seen:
            seen.add(kind)
            yield Block(line.text, kind, f"html:{kind}")


def _head_kind(line: PageLine, *, first: bool) -> ZoneKind | None:
    if printed_day(line.text):
        return "dateline"
    if line.role == "dek" or (line.role == "head" and first and not line.is_link):
        return "dek"
    by = line.role == "byline" or BY.match(line.text)
    return "byline" if by and len(line.text) <= _LONGEST_BYLINE else None


def _where_few(lines: Sequence[PageLine]) -> list[PageLine]:
    """Forget the roles that set a passage off from the text where they hold for most of the text."""
    often = {role for role in _SETTING_OFF if sum(line.role == role for line in lines) * 2 > len(lines)}
    return [replace(line, role="") if line.role in often else line for line in lines]


def _block(line: PageLine) -> Block:
    """Say what a line of the text is by its role."""
    if line.role in _NEVER_BODY:
        return Block(line.text, *_NEVER_BODY[line.role])
    if _CLOCK.fullmatch(line.text):
        return Block(line.text, "boilerplate", "html:time-of-day")
    if _ADDRESS.fullmatch(line.text) or (line.is_link and line.role not in _LINKS_ALLOWED):
        return Block(line.text, "boilerplate", "html:link")
    if _SIGN_OFF.fullmatch(line.text):
        return Block(line.text, "credit", "html:sign-off")
    if line.role == "attribution" or (line.role == "quote" and line.text.startswith(_SIGNED)):
        return Block(line.text, "credit", "html:attribution")
    if line.role in _QUOTED:
        return Block(line.text, "block_quotation", _QUOTED[line.role])
    if line.role in _BODY:
        return Block(line.text, "body", f"html:{line.role}")
    return Block(line.text, None)


def _once(blocks: list[Block], taken: set[str]) -> Iterator[Block]:
    """Mark what stands in the text a second time: a title, a paragraph, or a passage that is shown large."""
    seen = set(taken)
    keys = [block.key for block in blocks]
    for block in blocks:
        key = block.key
        pulled = len(key) >= _REPEATED and any(key in other and key != other for other in keys)
        if key in seen and (len(key) >= _REPEATED or key in taken):
            yield Block(block.text, "boilerplate", "html:repeated")
        elif pulled and block.kind in (None, "block_quotation"):
            yield Block(block.text, "boilerplate", "html:pull-quote")
        else:
            yield block
        seen.add(key)


def _by_line_rules(blocks: list[Block], title: str) -> list[Block]:
    """Let the rules for pasted text speak where the markup says no more than that this is a paragraph."""
    zones = find_zones("\n".join(block.text for block in blocks), title=title or None)
    return [
        block if block.kind else Block(block.text, *_line_rule(zone.kind, zone.rule))
        for block, zone in zip(blocks, zones, strict=True)
    ]


def _line_rule(kind: ZoneKind, rule: str) -> tuple[ZoneKind, str]:
    return ("body", "html:paragraph") if kind in ("title", "dek") else (kind, f"html:{rule}")


def place_blocks(blocks: Sequence[Block]) -> tuple[str, tuple[tuple[ZoneKind, int, int, str], ...]]:
    r"""Join the lines to one text, and give each its offsets.

    Examples
    --------
    >>> place_blocks([Block("A storm", "title", "html:title"), Block("It came.", "body", "html:paragraph")])
    ('A storm\nIt came.', (('title', 0, 7, 'html:title'), ('body', 8, 16, 'html:paragraph')))
    """
    zones, start = [], 0
    for block in blocks:
        zones.append((block.kind or "body", start, start + len(block.text), block.rule))
        start += len(block.text) + 1
    return "\n".join(block.text for block in blocks), tuple(zones)
