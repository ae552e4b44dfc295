"""Sentences with their places in the text, by NLTK's Punkt with parameters that ship in the package.

The one rule: no sentence ends inside a marked passage, so a quotation and its reporting clause stay together.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.language.marks import Marked, find_marked
from toolkit.rows import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

_NEXT = re.compile(r"\s*(\S)")
_INITIALS = re.compile(r"(?:\b\w\.){2,}$")


def find_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Find the sentences of one paragraph.

    Examples
    --------
    >>> [s.text for s in find_sentences('Gen. Suleimani left. "We won. We stay," he said.')]
    ['Gen. Suleimani left.', '"We won. We stay," he said.']

    Notes
    -----
    Punkt: Kiss & Strunk 2006, "Unsupervised multilingual sentence boundary detection",
    Computational Linguistics 32(4).
    """
    end = len(text) if end is None else end
    paragraph = text[start:end]
    if not paragraph.strip():
        return []
    ends = [e for _, e in _tokenizer().span_tokenize(paragraph)]
    marked = find_marked(paragraph)
    kept = [e for e in ends[:-1] if not _within_quotation(paragraph, e, marked) and not _within_initials(paragraph, e)]
    bounds = [0, *kept, len(paragraph)]
    pieces = [_trimmed(paragraph, a, b) for a, b in pairwise(bounds)]
    return [Span(start + a, start + b, paragraph[a:b]) for a, b in pieces if a < b]


def train_sentences(texts: Iterable[str]) -> dict[str, list[str]]:
    """Learn Punkt parameters from raw texts; gives what ``weights/punkt.json`` holds.

    Returns
    -------
    dict
        ``abbreviations`` and ``starters`` (words that begin sentences), sorted, lower case. Collocations are
        left out: they are pieces of the training texts.
    """
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    cases: Counter[str] = Counter()
    for text in texts:
        trainer.train(text, finalize=False)
        cases.update(text.split())
    trainer.finalize_training()
    learnt = trainer.get_params()
    # names of the training years open sentences too; only words that live in lower case may stay
    starters = [w for w in learnt.sent_starters if cases[w] > cases[w.capitalize()] / 10]
    return {
        "abbreviations": sorted(w for w in learnt.abbrev_types if w[0].isalpha()),
        "starters": sorted(starters),
    }


@cache
def _tokenizer() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktLanguageVars, PunktSentenceTokenizer

    class CurlyVars(PunktLanguageVars):  # type: ignore[misc]
        """Let a sentence take its curly closing marks along, which Punkt knows only as straight ones."""

        re_boundary_realignment = re.compile(r"[\"'”’»)\]}]+?(?:\s+|(?=--)|$)", re.MULTILINE)

    return PunktSentenceTokenizer(_parameters(), lang_vars=CurlyVars())


def _parameters() -> PunktParameters:
    from nltk.tokenize.punkt import PunktParameters

    stored = json.loads(files("toolkit").joinpath("weights/punkt.json").read_text(encoding="utf-8"))
    titles = files("toolkit").joinpath("language/data/abbreviations.txt").read_text(encoding="utf-8")
    parameters = PunktParameters()
    parameters.abbrev_types = {*stored["abbreviations"], *titles.split()}
    parameters.sent_starters = set(stored["starters"])
    return parameters


def _within_quotation(text: str, end: int, marked: Sequence[Marked]) -> bool:
    """Say whether a boundary parts a quotation or its reporting clause: “Why?” he asked."""
    before = bisect_left(marked, end, key=lambda mark: mark.start)
    if before == 0 or marked[before - 1].end < end:
        return False
    return marked[before - 1].end > end or _goes_on(text, end)


def _within_initials(text: str, end: int) -> bool:
    """Say whether a boundary stands after initials in mid-sentence: the I.R.G.C. in Tehran."""
    return _goes_on(text, end) and _INITIALS.search(text, max(0, end - 12), end) is not None


def _goes_on(text: str, end: int) -> bool:
    following = _NEXT.match(text, end)
    return following is not None and following[1].islower()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
