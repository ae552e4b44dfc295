"""What the readers of vendor exports share: the draft of one article, and the refusal of a whole file.

The one rule: an export is read whole or not at all; every number it states about itself must equal what was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.corpus.readers.days import read_days
from toolkit.corpus.records import Reason, Record, Refusal, SourceFile, Warn
from toolkit.errors import CorpusError
from toolkit.language import count_words
from toolkit.rows import ZoneKind

WORDS_TOLERANCE = 0.15
_NUMBER = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+")


class Refused(CorpusError):
    """Say that a file as a whole is not read, and why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold what a vendor's layout says of one article, in the vendor's words.

    Attributes
    ----------
    published
        The words of the date; they are read by `read_days`.
    words
        The vendor's own word count, as written ("355 words"); "" where it states none.
    notes
        ``(name, value)`` pairs that have no field of their own: section, page, edition …
    """

    title: str = ""
    outlet: str = ""
    byline: str = ""
    dateline: str = ""
    published: str = ""
    words: str = ""
    dek: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    doc_id: str = ""
    url: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Warn, ...] = ()


def read_whole(
    source: SourceFile, read: Callable[[SourceFile], Iterable[Record | Refusal]]
) -> Iterator[Record | Refusal]:
    """Give all that `read` finds, or one refusal of the file: for its layout, a count, or a missing library.

    Examples
    --------
    >>> def read(source):
    ...     raise Refused("count_mismatch", "the file states 3 articles; 2 were found")
    >>> list(read_whole(SourceFile("a.txt", b""), read))
    [Refusal(place='a.txt', reason='count_mismatch', detail='the file states 3 articles; 2 were found')]
    """
    try:
        found = list(read(source)) or [Refusal(source.name, "no_article", "the layout is known, but holds no article")]
    except ImportError as missing:
        needs = f"reading it needs {missing.name}: install framing-toolkit[exports]"
        found = [Refusal(source.name, "extra_missing", needs)]
    except Refused as refused:
        found = [Refusal(source.name, refused.reason, refused.detail)]
    yield from found


def finish(source: SourceFile, number: int, vendor: str, draft: Draft) -> Record | Refusal:
    """Make the record of one article: its text, a zone per line, and the fields known; no body makes a refusal."""
    place = f"{source.name}, article {number}"
    if not draft.body:
        return Refusal(place, "empty_text", f"no body under the title {draft.title!r:.120}")
    text, zones = _compose(vendor, draft)
    days = read_days(draft.published)
    fields = {"title": draft.title, "outlet": draft.outlet, "byline": draft.byline, "notes": _notes(draft)}
    fields |= {"outlet_basis": f"stated by {vendor}" if draft.outlet else "", "doc_id": draft.doc_id, "url": draft.url}
    if days.earliest and days.latest:
        fields |= {"published_earliest": days.earliest.isoformat(), "published_latest": days.latest.isoformat()}
        fields |= {"published_how": "metadata", "published_basis": f'{vendor}: "{draft.published}"'}
    warnings = (*draft.warnings, *_warnings(draft), *([days.warning] if days.warning else []))
    return Record(place, text, {name: value for name, value in fields.items() if value}, zones, warnings)


def check_count(stated: int, found: int, how: str) -> None:
    """Refuse a file whose own count differs from the articles found in it; `how` says where it states the count."""
    if stated != found:
        raise Refused("count_mismatch", f"{how} {stated} articles; {found} were found")


def check_titles(listed: Sequence[str], drafts: Sequence[Draft]) -> None:
    """Refuse a file whose list of titles differs from its articles, in number or in order."""
    check_count(len(listed), len(drafts), "the list in front names")
    for number, (title, draft) in enumerate(zip(listed, drafts, strict=True), 1):
        if not same_title(title, draft.title):
            detail = (
                f"the list in front names {title!r:.80} as number {number}; article {number} is {draft.title!r:.80}"
            )
            raise Refused("count_mismatch", detail)


def unknown_layout(what: str, lines: Iterable[str]) -> Refused:
    """Make the refusal of a layout that is not known: what is missed, and the first lines as they are."""
    return Refused("unknown_layout", f"{what}. It begins: {first_lines(lines)}")


def first_lines(lines: Iterable[str], *, n: int = 5, characters: int = 200) -> str:
    """Give the first lines that are not empty, for a person to look at.

    Examples
    --------
    >>> first_lines(["", "  Harbour Post ", "", "May 2"])
    "'Harbour Post' / 'May 2'"
    """
    shown = [f"{line.strip()!r}" for line in lines if line.strip()][:n]
    return " / ".join(shown)[:characters]


def stated_words(words: str) -> int | None:
    """Read the number out of a stated length.

    Examples
    --------
    >>> stated_words("1,033 words"), stated_words("355 mots"), stated_words("")
    (1033, 355, None)
    """
    match = _NUMBER.search(words)
    return int(re.sub(r"\D", "", match.group())) if match else None


def spaced(words: str) -> str:
    r"""Write a passage on one line, with single blanks where the file breaks lines or pads them.

    Examples
    --------
    >>> spaced(" two\n   lines ")
    'two lines'
    """
    return re.sub(r"[ \t\r\n\f]+", " ", words).strip()


def same_title(one: str, other: str) -> bool:
    """Compare titles by their letters; a list may shorten a long one.

    Examples
    --------
    >>> same_title("Port reopens, late", "Port Reopens – Late")
    True
    """
    a, b = (re.sub(r"\W+", "", title).casefold() for title in (one, other))
    return a == b or (min(len(a), len(b)) >= 30 and (a.startswith(b) or b.startswith(a)))


def _compose(vendor: str, draft: Draft) -> tuple[str, tuple[tuple[ZoneKind, int, int, str], ...]]:
    lines: list[tuple[ZoneKind, str, str]] = [("title", draft.title, "title")]
    lines += [("dek", dek, "dek") for dek in draft.dek]
    lines += [("byline", draft.byline, "byline"), ("dateline", draft.dateline, "dateline")]
    lines += [("body", paragraph, "paragraph") for paragraph in draft.body]
    lines += [("caption", caption, "caption") for caption in draft.captions]
    lines += [("credit", credit, "credit") for credit in draft.credits]
    kept = [(kind, words, rule) for kind, words, rule in lines if words]
    zones: list[tuple[ZoneKind, int, int, str]] = []
    start = 0
    for kind, words, rule in kept:
        zones.append((kind, start, start + len(words), f"{vendor}:{rule}"))
        start += len(words) + 1
    return "\n".join(words for _, words, _ in kept), tuple(zones)


def _notes(draft: Draft) -> str:
    pairs = (*draft.notes, ("length", draft.words))
    return " | ".join(f"{name}: {value}" for name, value in pairs if value)


def _warnings(draft: Draft) -> list[Warn]:
    """Compare with the stated length; vendors differ in whether they count the title too."""
    warnings = [] if draft.title else [Warn("no_title")]
    stated = stated_words(draft.words)
    ours = sum(count_words(paragraph) for paragraph in draft.body)
    least, most = ours, ours + count_words(draft.title)
    if stated and (most < stated * (1 - WORDS_TOLERANCE) or least > stated * (1 + WORDS_TOLERANCE)):
        warnings.append(Warn("length_differs", f"the vendor states {stated} words; the body has {ours}"))
    return warnings
