"""Read the language that a column names: "English", "eng" and "en-GB" are one.

The one rule: a name that is not in the table is no language; nobody guesses from it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")


def language_code(name: str) -> str:
    """Give the ISO 639-1 code of a language; "" where the name is unknown.

    Examples
    --------
    >>> [language_code(name) for name in ("English", "eng", "en-GB", "unknown")]
    ['en', 'en', 'en', '']
    """
    low = name.strip().lower()
    tagged = _CODE.fullmatch(low)
    return _codes().get(tagged[1] if tagged else low, "")


@cache
def _codes() -> dict[str, str]:
    stored = files("toolkit").joinpath("corpus/readers/data/language_names.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in stored.splitlines() if not line.startswith(("#", "code\t"))]
    return {name: code for code, names in lines for name in (code, *names.split())}
