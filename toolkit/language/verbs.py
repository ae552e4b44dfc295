"""The plain reporting verbs: those by which a line that ends in one leads into what is said.

The one rule: they are the verbs of `cues.tsv` that somebody has judged (column `bare`), not all that can report.
"""

from __future__ import annotations

from functools import cache

from toolkit.language.cues import cue_words


@cache
def reporting_verbs() -> frozenset[str]:
    """Give every inflected form of the plain reporting verbs, lower case.

    Examples
    --------
    >>> "boasted" in reporting_verbs(), "lamented" in reporting_verbs()
    (True, False)
    """
    judged = (word for word in cue_words() if word.pos == "verb" and word.bare)
    return frozenset(form for word in judged for form in word.forms)
