"""Words with their places in the text.

The one rule: tokens point into the text; nothing is rewritten, as treebank tokenisers do with marks.
"""

from __future__ import annotations

import re

from toolkit.rows import Span

# for a class in a pattern: not only A to Z, since Łukasz, Šefčovič and İbrahim bear names, too
CAPITALS = "A-Z" + "".join(letter for letter in map(chr, range(0x80, 0x2000)) if letter.isupper())
_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                      # U.S., I.R.G.C.
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?    # 15,000, 2011, 18th
    | \#?\w+(?:[-'’‑]\w+)*                  # Hamas's, anti-ship, #AskHamas
    | [^\w\s]                               # one mark
    """,
    re.VERBOSE,
)

_WORD = re.compile(
    r"""
    [a-zA-Z]\w++(?:[-'’‑]\w++)*+           # most words, tried first; they are the third of the following forms
    | (?![ ,.])(?:
        (?:[^\W\d_]\.){2,}
        | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?
        | \#?_*[^\W_]\w*(?:[-'’‑]\w+)*
    )
    """,
    re.VERBOSE,
)


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Find words, numbers and single punctuation marks.

    Examples
    --------
    >>> [token.text for token in find_tokens("The U.S. knew, Hamas\u2019s aide said.")]
    ['The', 'U.S.', 'knew', ',', 'Hamas\u2019s', 'aide', 'said', '.']
    """
    end = len(text) if end is None else end
    return [Span(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, start, end)]


def word_places(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the places of the tokens that hold a letter or a digit: those that `count_words` counts."""
    return [match.span() for match in _WORD.finditer(text, start, end)]


def count_words(text: str) -> int:
    """Count tokens that hold a letter or a digit."""
    return len(_WORD.findall(text))
