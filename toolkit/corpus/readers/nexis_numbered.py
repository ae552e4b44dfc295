"""Read the older Nexis exports, text or RTF, in which every article says "3 of 10 DOCUMENTS".

The one rule: the numbers of the articles must run from the first to the last that the file states, each once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.corpus.readers.days import names_year, read_days
from toolkit.corpus.readers.labels import Labelled, read_label, with_label
from toolkit.corpus.readers.layout import Draft, Refused, check_count, spaced, unknown_layout

_NUMBER = re.compile(
    r"\f?(?P<indent>\s*)(?:(\d+) of (\d+) DOCUMENTS?|Dokument (\d+) von (\d+)|Document (\d+) de (\d+))\s*"
)
_REQUEST = re.compile(r"\s*(?:Download Request|Ausgabeauftrag)\s*:(?P<items>.*\d.*)")
_PAGE_HEAD = re.compile(r"\f?\s{20,}Page \d+\s*|\f\s*Page \d+\s*")
_RIGHTS = re.compile(
    r"(?:Copyright|©|\(c\))\s*(?:©|\(c\))?\s*\d{4}\b.*|(?:All Rights Reserved|Alle Rechte|Tous Droits)\b.*",
    re.IGNORECASE,
)
_EDITION = re.compile(r".{0,30}\bedition\b.{0,30}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_CENTRED = 8


@dataclass(frozen=True, slots=True)
class Item:
    """Hold a paragraph, a label with its value, or one centred line."""

    words: str
    centred: bool = False

    @property
    def label(self) -> Labelled | None:
        """The label the passage begins with; centred lines have none."""
        return None if self.centred else read_label(self.words, capitals=True)


@dataclass(frozen=True, slots=True)
class _Marker:
    line: int
    number: int
    stated: int


def has_numbers(lines: Sequence[str]) -> bool:
    """Tell whether lines hold at least one number line such as "1 of 10 DOCUMENTS".

    Examples
    --------
    >>> has_numbers(["", "    1 of 10 DOCUMENTS", ""]), has_numbers(["only 1 of 10 DOCUMENTS"])
    (True, False)
    """
    return bool(_markers(lines))


def read_numbered(lines: Sequence[str], *, wrapped: bool) -> list[Draft]:
    """Read every article of an export.

    Parameters
    ----------
    wrapped
        True for text files, where a paragraph is broken into lines and ends with an empty one.
    """
    markers = _markers(lines)
    _check_numbers(lines, markers)
    ends = [marker.line for marker in markers[1:]] + [len(lines)]
    blocks = [list(lines[marker.line + 1 : end]) for marker, end in zip(markers, ends, strict=True)]
    articles = [_items(block, wrapped=wrapped) for block in blocks]
    for items, marker in zip(articles, markers, strict=True):
        if _tail_start(items) == len(items):
            raise Refused("truncated", f"article {marker.number} is cut off: no label or notice stands behind its body")
    return [_draft(items, marker.number) for items, marker in zip(articles, markers, strict=True)]


def _markers(lines: Sequence[str]) -> list[_Marker]:
    """Find number lines standing by themselves; where some are centred, only those."""
    found: list[tuple[int, _Marker]] = []
    for i, line in enumerate(lines):
        match = _NUMBER.fullmatch(line)
        alone = not any(near.strip() for near in (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2]))
        if match and alone:
            number, stated = (int(part) for part in match.groups()[1:] if part)
            found.append((len(match["indent"]), _Marker(i, number, stated)))
    centred = any(indent >= _CENTRED for indent, _ in found)
    return [marker for indent, marker in found if indent >= _CENTRED or not centred]


def _check_numbers(lines: Sequence[str], markers: Sequence[_Marker]) -> None:
    if requested := _requested(lines[: markers[0].line]):
        check_count(requested, len(markers), "the cover states")
    stated = markers[0].stated
    for due, marker in enumerate(markers, 1):
        if (marker.number, marker.stated) != (due, stated) or due > stated:
            detail = f"the file states {stated} articles and has {len(markers)} number lines; as number {due} stands"
            raise Refused("count_mismatch", f"{detail} {marker.number} of {marker.stated}")
    check_count(stated, len(markers), "the file states")


def _requested(cover: Sequence[str]) -> int:
    """Count the articles of a line such as "Download Request: Selected Items: 1-10"; 0 if there is none."""
    for match in filter(None, map(_REQUEST.fullmatch, cover)):
        items = re.findall(r"(\d+)(?:\s*-\s*(\d+))?", match["items"])
        return sum(int(last or first) - int(first) + 1 for first, last in items)
    return 0


def _items(lines: list[str], *, wrapped: bool) -> list[Item]:
    if not wrapped:
        return [Item(line.strip()) for line in lines if line.strip()]
    items: list[Item] = []
    open_ = False
    for line in _without_page_heads(lines):
        centred = len(line) - len(line.lstrip()) >= _CENTRED
        words = spaced(line)
        if words and open_ and not centred and not _starts_label(words):
            items[-1] = replace(items[-1], words=f"{items[-1].words} {words}")
        elif words:
            items.append(Item(words, centred))
        open_ = bool(words) and not centred
    return items


def _starts_label(words: str) -> bool:
    label = read_label(words, capitals=True)
    return label is not None and bool(label.place)


def _without_page_heads(lines: list[str]) -> Iterator[str]:
    """Leave out "Page 2" and the centred running title under it; a sentence they interrupt runs on."""
    kept: list[str] = []
    in_head = False
    runs_on = False
    for line in lines:
        if _PAGE_HEAD.fullmatch(line):
            in_head, runs_on = True, _interrupted(kept)
        elif in_head and line.startswith(" " * _CENTRED):
            continue
        elif runs_on and not line.strip():
            in_head = False
        else:
            in_head = runs_on = False
            kept.append(line)
    yield from kept


def _interrupted(kept: list[str]) -> bool:
    """Say whether the text so far stops within a sentence, and if so take the empty lines off its end."""
    last = next((line for line in reversed(kept) if line.strip()), "")
    if not last or last.startswith(" " * _CENTRED) or _SENTENCE_END.search(last.rstrip()):
        return False
    while not kept[-1].strip():
        kept.pop()
    return True


def _tail_start(items: Sequence[Item]) -> int:
    """Find where labels and the copyright notice begin that stand behind the body."""
    start = len(items)
    for i in range(len(items) - 1, -1, -1):
        label = items[i].label
        if (label and label.place == "tail") or _RIGHTS.match(items[i].words):
            start = i
        elif not items[i].centred and not (label and not label.place):
            break
    return start


def _draft(items: Sequence[Item], number: int) -> Draft:
    head, body = _split_head(items[: _tail_start(items)], number)
    first = next((i for i, item in enumerate(head) if item.label), len(head))
    draft = _imprint(head[:first], number)
    labels = _labelled(head[first:]) + _labelled(items[_tail_start(items) :])
    picture = next((i for i, item in enumerate(body) if item.label and item.label.role == "caption"), len(body))
    captions = [item.label.value if item.label else item.words for item in body[picture:]]
    draft = replace(draft, body=tuple(item.words for item in body[:picture]), captions=tuple(captions))
    for label in labels:
        draft = with_label(draft, label)
    return draft


def _split_head(items: Sequence[Item], number: int) -> tuple[Sequence[Item], Sequence[Item]]:
    """Cut before the first passage that is text: behind BODY:, or behind the labels around LENGTH:."""
    for i, item in enumerate(items):
        if (label := item.label) and label.role == "body" and (not label.value or items[i - 1].label):
            return items[:i], (*([Item(label.value)] if label.value else []), *items[i + 1 :])
    labelled = [i for i, item in enumerate(items) if item.label and item.label.role == "length"]
    if not labelled:
        plain = [item for item in items if not item.centred and not item.label]
        if len(plain) > 1 or not items:
            raise unknown_layout(f"article {number} has neither LENGTH: nor BODY:", [item.words for item in items])
        return items, ()
    end = labelled[0] + 1
    while end < len(items) and (label := items[end].label) and label.place == "head":
        end += 1
    return items[:end], items[end:]


def _imprint(items: Sequence[Item], number: int) -> Draft:
    """Read what stands before the first label: rights, outlet, date, edition, and perhaps the title."""
    dates = [i for i, item in enumerate(items) if not _RIGHTS.match(item.words) and names_year(item.words)]
    dated = [i for i in dates if read_days(items[i].words).earliest] or dates
    if not dated:
        raise unknown_layout(f"article {number} has no date before its first label", [item.words for item in items])
    outlet = next((item.words for item in reversed(items[: dated[0]]) if not _RIGHTS.match(item.words)), "")
    rest = [item for item in items[dated[0] + 1 :] if not _RIGHTS.match(item.words)]
    titles = [item.words for item in rest if not item.centred]
    editions = [item.words for item in rest if item.centred]
    while len(titles) > 1 and _EDITION.fullmatch(titles[0]):
        editions.append(titles.pop(0))
    return Draft(
        title=titles[0] if titles else "",
        dek=tuple(titles[1:]),
        outlet=outlet,
        published=items[dated[0]].words,
        notes=(("edition", "; ".join(editions)),),
    )


def _labelled(items: Sequence[Item]) -> list[Labelled]:
    """Collect labels; a passage without one belongs to the label before it, rights notices to none."""
    labels: list[Labelled] = []
    for item in items:
        if label := item.label:
            labels.append(label)
        elif labels and not _RIGHTS.match(item.words) and not item.centred:
            labels[-1] = replace(labels[-1], value=f"{labels[-1].value} {item.words}".strip())
    return labels
