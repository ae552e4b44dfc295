"""A passage that somebody searched for, and whose words it is.

The one rule: a passage is evidence of the words only; what they mean is for whoever searched.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.rows.evidence import Voice
from toolkit.rows.spans import Span, ZoneKind


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold words that a search found; speakers as in `Label`.

    Attributes
    ----------
    searched
        What was searched for: the phrase, the regular expression, or the actor's id.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    searched: str
    speaker: str | None
    speaker_name: str | None
    reported_of: str | None
    passage: Span
