"""The verbs of the table of cues that the quotation rules read.

The one rule: the rules see only verbs somebody has judged for them (column `bare`), so a longer table changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.language.cues import cue_words

_WIDER = {  # the rules' classes are fewer than the table's
    "accuse": "allege",
    "argue": "claim",
    "demand": "ask",
    "explain": "say",
    "name": "ask",
    "quote": "report",
    "reject": "deny",
    "reply": "say",
    "threaten": "warn",
    "urge": "ask",
    "write": "say",
    "agree": "say",
}


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """Hold one verb; `bare` says that it may report without *that* ("he said Iran won")."""

    lemma: str
    cue_class: str
    act: str
    bare: bool


@cache
def reporting_verbs() -> dict[str, ReportingVerb]:
    """Give the reporting verb of every inflected form, lower case.

    Examples
    --------
    >>> reporting_verbs()["boasted"].cue_class
    'boast'
    """
    return {
        form: ReportingVerb(word.lemma, _WIDER.get(word.cue_class, word.cue_class), word.act, word.bare == "yes")
        for word in cue_words()
        if word.pos == "verb" and word.bare
        for form in word.forms
    }
