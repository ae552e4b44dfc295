"""What readers give: one record per article found in a source, or the reason why there is none.

The one rule: whatever a reader has seen it hands on, as a record or as a refusal; nothing vanishes between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolkit.rows import ZoneKind

Reason = Literal[
    # refusals: there is no article
    "ambiguous_columns",
    "archive_damaged",
    "archive_too_deep",
    "archive_too_large",
    "binary",
    "broken_row",
    "count_mismatch",
    "duplicate_id",
    "empty_file",
    "empty_text",
    "extra_missing",
    "invalid_json",
    "invalid_value",
    "line_too_long",
    "link_loop",
    "missing_column",
    "no_article",
    "not_text",
    "other_language",
    "path_outside",
    "too_large",
    "truncated",
    "unknown_format",
    "unknown_layout",
    "unreadable",
    # warnings: the article is kept
    "abstract_only",
    "bidi_controls",
    "bom_mismatch",
    "byline_missing",
    "carriage_returns",
    "control_characters",
    "date_ambiguous",
    "date_implausible",
    "date_unreadable",
    "encoding_guessed",
    "entities_left",
    "gold_mismatch",
    "html_in_text",
    "language_uncertain",
    "length_differs",
    "lone_surrogates",
    "mojibake_suspected",
    "no_date",
    "no_title",
    "nul_characters",
    "replacement_characters",
    "same_text",
    "text_cut",
    "very_long",
    "very_short",
]


@dataclass(frozen=True, slots=True)
class Warn:
    """Hold one thing to know about an article that is kept."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Hold one file as found.

    Attributes
    ----------
    name
        Its path inside what the user named, with ``!/`` before members of archives.
    skip
        How many of the things found in it are known already. A reader still gives one thing for each of them,
        but need not take the trouble to read it.
    """

    name: str
    raw: bytes
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """Hold one article as a reader found it.

    Attributes
    ----------
    place
        Where it stands for a person who looks: ``file.jsonl, line 7``; ``export.docx, article 3``.
    text
        The article's text as decoded or extracted, never cleaned.
    fields
        What is known beside the text, under the names of `Document`'s fields (title, outlet, url, byline,
        published_earliest, published_latest as YYYY-MM-DD, published_how, published_basis, doc_id …).
    zones
        ``(kind, start, end, rule)`` where the format itself says what a passage is; None leaves it to the zone rules.
    """

    place: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    zones: tuple[tuple[ZoneKind, int, int, str], ...] | None = None
    warnings: tuple[Warn, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Hold one thing that is no article, and why."""

    place: str
    reason: Reason
    detail: str = ""
