"""Say in which language an article is written, and how sure that is.

The one rule: what is too short or too mixed to tell is ``und`` (ISO 639-2: undetermined), never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from toolkit.errors import CorpusError

UNDETERMINED = "und"
_LETTER = re.compile(r"[^\W\d_]")
_PIECE = 250  # characters; beyond that a piece costs time and adds nothing
_SURE = 0.5


def find_language(text: str, *, languages: Collection[str] | None = None) -> tuple[str, float]:
    """Name the language of a text, by its beginning, middle and end.

    Parameters
    ----------
    languages
        ISO 639 codes of the languages that the text can be in; None for all of py3langid's. A text in a
        language that is not among them is given one that is, so declare all that occur.

    Returns
    -------
    tuple of str and float
        The code, or ``und``, and the mean probability of the language over the pieces read, from 0 to 1:
        a text that changes its language has less than either of its parts.

    Raises
    ------
    CorpusError
        If a declared code is none that can be recognised.

    Examples
    --------
    >>> find_language("The minister said on Monday that talks would resume within two weeks.")[0]
    'en'
    >>> find_language("Doha")[0], find_language("…")
    ('und', ('und', 0.0))
    """
    identifier = _identifier(None if languages is None else tuple(sorted(set(languages))))
    if not _LETTER.search(text):
        return UNDETERMINED, 0.0
    pieces = _pieces(text)
    sureness: dict[str, float] = {}
    for piece in pieces:
        for code, probability in identifier.rank(piece):
            sureness[code] = sureness.get(code, 0.0) + float(probability) / len(pieces)
    best = max(sorted(sureness), key=sureness.__getitem__)
    return (best if sureness[best] >= _SURE and best != "zxx" else UNDETERMINED), round(sureness[best], 4)


def _pieces(text: str) -> list[str]:
    """Take a short text whole, of a long one three pieces without cut words."""
    text = " ".join(text.split()) if len(text) <= 2 * _PIECE else text
    if len(text) <= 2 * _PIECE:
        return [text]
    starts = (0, (len(text) - _PIECE) // 2, len(text) - _PIECE)
    pieces = (text[start : start + _PIECE].partition(" ")[2] or text[start : start + _PIECE] for start in starts)
    return [piece for piece in pieces if _LETTER.search(piece)] or [text]


@cache
def _identifier(languages: tuple[str, ...] | None) -> Any:
    """Load the model, once per choice of languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if languages is not None:
        known = set(identifier.labels)
        if not languages or not known.issuperset(languages):
            wrong = ", ".join(sorted(set(languages) - known)) or "an empty list"
            raise CorpusError(f"languages: {wrong} cannot be recognised; choose from {', '.join(sorted(known))}")
        identifier.set_languages(languages)
    return identifier
