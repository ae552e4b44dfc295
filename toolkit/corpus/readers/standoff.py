"""Read texts whose marks stand in a file of their own: brat's ``a.txt`` beside ``a.ann``.

The one rule: the text is the article, unchanged; marks travel with it and never replace it.

The format is described at https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from toolkit.corpus.decoding import decode_bytes
from toolkit.corpus.readers.gold import Mark, pack_gold
from toolkit.corpus.readers.text import read_text
from toolkit.corpus.records import Record, Refusal, SourceFile, Warn

ANN_SUFFIX = ".ann"
_MARK = re.compile(r"(T\S+)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)(?:\t(.*))?")
_LINK = re.compile(r"([RE]\S+)\t(\S+)((?: \S+)*)\s*")
_ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (.+))?")
_NOTE = re.compile(r"#\S*\t\S+ (\S+)\t(.*)")
_SET_ASIDE = ("N", "*")  # links to outside databases, and equivalences


def read_standoff(text: SourceFile, marks: SourceFile) -> Iterator[Record | Refusal]:
    r"""Read an article and what is marked in it; `gold_marks` gives the marks as rows.

    Examples
    --------
    >>> text = SourceFile("a.txt", b"The bridge was closed.")
    >>> [record] = read_standoff(text, SourceFile("a.ann", b"T1\tPLACE 4 10\tbridge\n"))
    >>> "PLACE" in record.fields["gold"]
    True
    """
    for found in read_text(text):
        yield _marked(found, marks) if isinstance(found, Record) else found


def _marked(record: Record, source: SourceFile) -> Record:
    if not source.raw:  # brat leaves an empty file where nothing was marked
        return record
    decoded = decode_bytes(source.raw, place=source.name)
    if isinstance(decoded, Refusal):
        return _warned(record, Warn("gold_mismatch", f"{source.name}: {decoded.reason}"))
    lines = [line.rstrip("\r") for line in decoded.text.split("\n") if line.strip()]
    marks, links, unread = _parse(lines)
    gold = pack_gold(record.text, marks, links)
    warnings = list(gold.warnings)
    if unread:
        warnings.append(Warn("gold_mismatch", f"{len(unread)} lines are no marks, as {unread[0]!r:.60}"))
    fields = {**record.fields, "gold": gold.json}
    return _warned(replace(record, fields=fields), *warnings)


def _parse(lines: list[str]) -> tuple[list[Mark], list[dict[str, Any]], list[str]]:
    """Give the marks with their attributes and notes, the links, and the lines that are neither."""
    drafts: list[re.Match[str]] = []
    links: list[dict[str, Any]] = []
    attributes: dict[str, dict[str, str]] = defaultdict(dict)
    unread: list[str] = []
    for line in lines:
        if match := _MARK.fullmatch(line):
            drafts.append(match)
        elif match := _LINK.fullmatch(line):
            links.append(_link(match))
        elif match := _ATTRIBUTE.fullmatch(line):
            attributes[match[2]][match[1]] = match[3] or "true"
        elif match := _NOTE.fullmatch(line):
            attributes[match[1]]["note"] = match[2]
        elif not line.startswith(_SET_ASIDE):
            unread.append(line)
    return [_mark(match, attributes.get(match[1], {})) for match in drafts], links, unread


def _mark(match: re.Match[str], attributes: Mapping[str, str]) -> Mark:
    pairs = [part.split() for part in match[3].split(";")]
    return Mark(match[1], match[2], tuple((int(start), int(end)) for start, end in pairs), match[4], attributes)


def _link(match: re.Match[str]) -> dict[str, Any]:
    """Read a relation (``Owner Arg1:T1 Arg2:T2``) or an event (``Owner:T1 Theme:T2``)."""
    kind, _, trigger = match[2].partition(":")
    roles = [["trigger", trigger]] if trigger else []
    return {"name": match[1], "kind": kind, "roles": roles + [part.split(":", 1) for part in match[3].split()]}


def _warned(record: Record, *warnings: Warn) -> Record:
    return replace(record, warnings=(*record.warnings, *warnings))
