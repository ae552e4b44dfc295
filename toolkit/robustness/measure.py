"""Measure whether quotations are found as well when an article has other marks, spaces, names or forms.

The one rule: an answer to a rewritten text is compared with the gold of that very text, or carried back to the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import get_args

import pandas as pd

from toolkit.annotate import find_quotes
from toolkit.corpus.zones import find_paragraphs
from toolkit.engine import map_items
from toolkit.errors import CorpusError
from toolkit.measure import evaluate_quotes
from toolkit.robustness.forms import Form, Reformed, change_form
from toolkit.robustness.habits import (
    HABITS,
    LETTERS,
    change_letters,
    change_marks,
    make_spaces_unbreakable,
    make_straight,
)
from toolkit.robustness.persons import change_persons, read_persons
from toolkit.robustness.pieces import Rewriting, carry_back
from toolkit.rows import Document, MarkedArticle, Quote, Range
from toolkit.standoff import mark_quotes

_Found = dict[str, MarkedArticle]
_Quotes = dict[str, list[Quote]]

_REWRITERS: dict[str, Callable[[str], Rewriting]] = {
    **{f"{habit} marks": partial(change_marks, habit=habit) for habit in HABITS},
    "straight marks": make_straight,
    "no-break spaces": make_spaces_unbreakable,
}
_BARE = str.maketrans({other: letter for letter, other in LETTERS.items()})
_COLUMNS = ["transform", "figure", "n_articles", "n_changed", "untouched", "changed", "difference", "exact", "source"]


def measure_robustness(gold: Sequence[MarkedArticle], *, workers: int = 1) -> pd.DataFrame:
    """Measure direct quotations in articles as they are and rewritten, and block quotations made of direct ones.

    Parameters
    ----------
    gold
        From `load_quotes`, with texts.

    Returns
    -------
    pandas.DataFrame
        One row per transform: ``figure`` (direct or block strict F1), ``n_articles`` (those it changes, on which all
        is measured), ``n_changed`` (marks or quotations), ``untouched`` (the figure in these articles as they are;
        for blocks that of the direct quotations), ``changed``, ``difference``; for forms also ``exact`` (share of
        the changed quotations found with the very same words) and ``source`` (of those found, share with a word of
        the source). In the rows of names the figure is the share of the quotations found in the article as it is
        that are found with the same speaker where names begin with other letters, or, of the quotations of persons
        who are renamed, where those have names from another language.
    """
    if lacking := [article.doc_id for article in gold if article.text is None]:
        raise CorpusError(f"the gold has no text for {lacking[0]!r}; robustness is measured on texts with their marks")
    quotes = _quotes(gold, workers)
    plain = _marked(quotes)
    rows = [_of_habit(name, gold, plain, workers) for name in _REWRITERS]
    rows.append(_of_letters(gold, quotes, workers))
    rows += [_of_persons(language, gold, quotes, workers) for language in read_persons()]
    rows += [_of_form(form, gold, plain, workers) for form in get_args(Form)]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _of_habit(name: str, gold: Sequence[MarkedArticle], plain: _Found, workers: int) -> dict[str, object]:
    made = {article.doc_id: _REWRITERS[name](article.text or "") for article in gold}
    some = [article for article in gold if made[article.doc_id].new != article.text]
    found = _find([MarkedArticle(a.doc_id, made[a.doc_id].new, ()) for a in some], workers)
    back = [carry_back(answer, made[doc_id]) for doc_id, answer in found.items()]
    n = sum(not same for article in some for _, _, same in made[article.doc_id].stretches)
    return _row(name, "direct strict F1", some, n, _figure(some, _answers(some, plain)), _figure(some, back))


def _of_letters(gold: Sequence[MarkedArticle], quotes: _Quotes, workers: int) -> dict[str, object]:
    made = {article.doc_id: change_letters(article.text or "") for article in gold}
    asked = {doc_id: [quote for quote in found if quote.speaker_name] for doc_id, found in quotes.items()}
    restore = dict.fromkeys(made, lambda name: name.translate(_BARE).lower())
    return _of_speakers("letters", gold, made, asked, restore, workers)


def _of_persons(language: str, gold: Sequence[MarkedArticle], quotes: _Quotes, workers: int) -> dict[str, object]:
    renamed = {article.doc_id: change_persons(article.text or "", language) for article in gold}
    made = {doc_id: one.made for doc_id, one in renamed.items()}
    asked = {
        doc_id: [quote for quote in found if quote.speaker_name and renamed[doc_id].touches(quote.speaker_name)]
        for doc_id, found in quotes.items()
    }
    restore = {doc_id: one.restore for doc_id, one in renamed.items()}
    return _of_speakers(f"{language} names", gold, made, asked, restore, workers)


def _of_speakers(
    transform: str,
    gold: Sequence[MarkedArticle],
    made: Mapping[str, Rewriting],
    asked: _Quotes,
    restore: Mapping[str, Callable[[str], str]],
    workers: int,
) -> dict[str, object]:
    """Measure how many of the quotations asked for keep their speaker; `restore` leads new names back, by article."""
    some = [article for article in gold if made[article.doc_id].new != article.text]
    changed = _quotes([MarkedArticle(a.doc_id, made[a.doc_id].new, ()) for a in some], workers)
    named = {
        (doc_id, _content(quote)): restore[doc_id](quote.speaker_name)
        for doc_id, found in changed.items()
        for quote in found
        if quote.speaker_name
    }
    same = [
        named.get((a.doc_id, made[a.doc_id].to_new(_content(quote)))) == (quote.speaker_name or "").lower()
        for a in some
        for quote in asked[a.doc_id]
    ]
    n = sum(not kept for article in some for _, _, kept in made[article.doc_id].stretches)
    before, after = (1.0, sum(same) / len(same)) if same else (float("nan"), float("nan"))
    return _row(transform, "same speaker", some, n, before, after)


def _content(quote: Quote) -> tuple[Range, ...]:
    return tuple((span.start, span.end) for span in quote.content)


def _of_form(form: Form, gold: Sequence[MarkedArticle], plain: _Found, workers: int) -> dict[str, object]:
    reformed = {article.doc_id: change_form(article, form) for article in gold}
    some = [article for article in gold if reformed[article.doc_id].changed]
    texts = [reformed[article.doc_id] for article in some]
    found = list(_find([one.article for one in texts], workers).values())
    n = sum(len(one.changed) for one in texts)
    by, group = ("form", "block") if form == "block" else ("kind", "direct")
    changed = _figure([one.article for one in texts], found, by=by, group=group)
    row = _row(form, f"{group} strict F1", some, n, _figure(some, _answers(some, plain)), changed)
    return row | _parts(texts, found)


def _parts(texts: list[Reformed], found: list[MarkedArticle]) -> dict[str, float]:
    """Look at the changed quotations alone: how many are found exactly, and with the right source."""
    gold = [MarkedArticle(one.article.doc_id, one.article.text, one.changed) for one in texts]
    if not gold:
        return {}
    table = evaluate_quotes(gold, found, n_boot=0).set_index(["group", "figure"])["value"]
    return {"exact": table["all", "strict_recall"], "source": table["all", "source_overlap"]}


def _row(name: str, figure: str, some: list[MarkedArticle], n: int, before: float, after: float) -> dict[str, object]:
    numbers = {"n_articles": len(some), "n_changed": n, "untouched": before, "changed": after}
    return {"transform": name, "figure": figure, **numbers, "difference": after - before}


def _figure(
    gold: list[MarkedArticle], found: Sequence[MarkedArticle], *, by: str = "kind", group: str = "direct"
) -> float:
    if not gold:
        return float("nan")
    table = evaluate_quotes(gold, found, by="form" if by == "form" else "kind", n_boot=0)
    return float(table.set_index(["group", "figure"])["value"][group, "strict_f1"])


def _answers(some: list[MarkedArticle], plain: _Found) -> list[MarkedArticle]:
    return [plain[article.doc_id] for article in some]


def _find(articles: Sequence[MarkedArticle], workers: int) -> _Found:
    return _marked(_quotes(articles, workers))


def _marked(quotes: _Quotes) -> _Found:
    return {doc_id: mark_quotes(doc_id, None, found) for doc_id, found in quotes.items()}


def _quotes(articles: Sequence[MarkedArticle], workers: int) -> _Quotes:
    documents = [Document(a.doc_id, a.text or "", find_paragraphs(a.text or "")) for a in articles]
    found = map_items(find_quotes, documents, workers=workers)
    return {document.doc_id: quotes for document, quotes in zip(documents, found, strict=True)}
