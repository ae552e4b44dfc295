"""How well quotations are found, against those that people marked, and what a new engine gained and lost.

The one rule: a figure is a ratio of sums over articles and travels with its numbers and an interval over articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import pandas as pd

from toolkit.errors import TableError
from toolkit.measure.figures import draw_articles, figure_table, with_changes
from toolkit.measure.marked_words import Text, read_text
from toolkit.measure.matching import ALL, Counts, Grouping, Piece, Unit, count_matches, exact, pieces
from toolkit.rows import (
    Corpus,
    MarkedArticle,
    MarkedQuote,
    Quote,
    QuoteAct,
    QuoteForm,
    QuoteKind,
    Sourced,
)
from toolkit.standoff import mark_quotes, with_texts
from toolkit.tables import from_frame

Found = Sequence[MarkedArticle] | pd.DataFrame

_GROUPS = {"kind": QuoteKind, "act": QuoteAct, "form": QuoteForm, "sourced": Sourced}


def evaluate_quotes(
    gold: Sequence[MarkedArticle],
    pred: Found,
    *,
    by: Grouping = "kind",
    unit: Unit = "segment",
    against: Found | None = None,
    corpus: Corpus | None = None,
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the quotations found with those marked.

    A passage is the set of words (letters, digits) it touches. Units of content are contiguous segments, or whole
    attributions. *strict*: units of the very same words, paired one to one. *soft*: the share of a unit's words that
    lies in any unit of the other side, averaged over units (Johansson & Moschitti 2010). Precision is over units
    found, recall over units marked, of the group; either is matched with all units of the other side.
    Attributions are paired one to one, the most alike first, from a Dice of their content's words of 0.5.

    Parameters
    ----------
    gold
        From `load_quotes`. An article that `pred` lacks counts as one in which nothing was found.
    pred, against
        From `load_quotes`, or a table of `Quote` rows. `against` is an older answer to compare with.
    by
        ``kind`` is read off the double marks in the text, for both sides alike; ``act``, ``form`` and ``sourced``
        are what each side states.
    corpus
        Gives the texts, if the gold comes without.
    n_boot
        Draws for the intervals; 0 leaves them missing.

    Returns
    -------
    pandas.DataFrame
        One row per ``group`` (all first) and ``figure``: ``n_gold`` and ``n_pred`` (its denominators), ``value``,
        ``low``, ``high``. Figures: ``strict_…`` and ``soft_…`` with precision, recall, f1; ``source_overlap``,
        ``source_exact``, ``source_given`` (shares of pairs whose gold names a source that share a word with it, name
        the same, name any); for all only: ``unsourced`` (of pairs whose gold has no source, those found without
        one), ``words_…``, ``paired_…``, ``quote_source_…`` (pairs with sources that overlap, or none on both sides),
        ``cue_exact_…``, ``cue_overlap_…``. The share of nothing is missing. Intervals are percentiles 2.5 and 97.5
        of the figure over articles drawn again with replacement. With `against` also ``old``, ``change``,
        ``change_low``, ``change_high``, from the same draws for both.

    Examples
    --------
    >>> text = "“No,” she said."
    >>> gold = [MarkedArticle("a", text, (MarkedQuote(((0, 5),), ((10, 14),), ((6, 9),)),))]
    >>> pred = [MarkedArticle("a", None, (MarkedQuote(((1, 3),), ((10, 14),)),))]
    >>> table = evaluate_quotes(gold, pred, n_boot=0).set_index(["group", "figure"])["value"]
    >>> float(table["direct", "strict_f1"]), float(table["all", "source_overlap"])
    (1.0, 0.0)
    """
    marked = _texts(gold, corpus)
    groups = (ALL, *get_args(_GROUPS[by]))
    draws = draw_articles(len(marked), n_boot, seed=seed)
    table = figure_table(_counts(marked, _by_id(pred, marked, by), by, unit), groups, draws)
    if against is None:
        return table.drop(columns="drawn")
    older = figure_table(_counts(marked, _by_id(against, marked, by), by, unit), groups, draws)
    return with_changes(table, older)


def compare_quotes(
    gold: Sequence[MarkedArticle],
    pred: Found,
    against: Found,
    *,
    unit: Unit = "segment",
    corpus: Corpus | None = None,
) -> pd.DataFrame:
    """List the units of content that `pred` finds and `against` does not, and the other way round.

    Returns
    -------
    pandas.DataFrame
        ``change`` (gained, lost), ``right`` (whether the gold has a unit of the very same words), ``kind`` (read off
        the marks), ``doc_id``, ``start``, ``end``, ``text`` (segments joined by an ellipsis); gained before lost,
        right before wrong, then by place.
    """
    rows = []
    marked = _texts(gold, corpus)
    answers = _by_id(pred, marked, "kind"), _by_id(against, marked, "kind")
    for article in marked:
        text = read_text(article.text or "")
        truth = pieces(article.quotes, text, by="kind", unit=unit)
        new, old = (pieces(answer.get(article.doc_id, ()), text, by="kind", unit=unit) for answer in answers)
        for change, ours, theirs in (("gained", new, old), ("lost", old, new)):
            kept, right = exact(ours, theirs)[0], exact(ours, truth)[0]
            changed = [(piece, n in right) for n, piece in enumerate(ours) if n not in kept]
            rows += [(change, hit, piece.group, article.doc_id, *_place(piece, text)) for piece, hit in changed]
    rows.sort(key=lambda row: (row[0], not row[1]))
    return pd.DataFrame(rows, columns=["change", "right", "kind", "doc_id", "start", "end", "text"])


def _texts(gold: Sequence[MarkedArticle], corpus: Corpus | None) -> list[MarkedArticle]:
    found = with_texts(gold, corpus) if corpus is not None else list(gold)
    if lacking := [article.doc_id for article in found if article.text is None]:
        raise TableError(f"the gold has no text for {lacking[0]!r}; name the corpus that has it: corpus=load_corpus(…)")
    return found


def _by_id(found: Found, gold: list[MarkedArticle], by: Grouping) -> dict[str, tuple[MarkedQuote, ...]]:
    """Give the answers by article, after a look at whether they can be compared at all."""
    articles = _from_rows(found) if isinstance(found, pd.DataFrame) else found
    answers = {article.doc_id: article.quotes for article in articles}
    if answers and not answers.keys() & {article.doc_id for article in gold}:
        raise TableError(
            f"no article of the gold is among those found, as {gold[0].doc_id!r} and {next(iter(answers))!r}; "
            f"both must have the same doc_id"
        )
    if by != "kind":
        _require_stated(gold, by, "the gold")
        _require_stated(articles, by, "what was found")
    texts = {article.doc_id: article.text for article in gold}
    checked = (MarkedArticle(name, texts[name], quotes) for name, quotes in answers.items() if name in texts)
    with_texts(checked, Corpus(()))
    return answers


def _from_rows(table: pd.DataFrame) -> list[MarkedArticle]:
    rows: dict[str, list[Quote]] = {}
    for quote in from_frame(table, Quote):
        rows.setdefault(quote.doc_id, []).append(quote)
    return [mark_quotes(doc_id, None, quotes) for doc_id, quotes in rows.items()]


def _require_stated(articles: Iterable[MarkedArticle], by: Grouping, what: str) -> None:
    for article in articles:
        if any(getattr(quote, by) is None for quote in article.quotes):
            raise TableError(f"{what} states no {by} for a quotation of {article.doc_id!r}; take by='kind' instead")


def _counts(
    gold: list[MarkedArticle], answers: Mapping[str, tuple[MarkedQuote, ...]], by: Grouping, unit: Unit
) -> list[Counts]:
    return [
        count_matches(article.quotes, answers.get(article.doc_id, ()), read_text(article.text or ""), by=by, unit=unit)
        for article in gold
    ]


def _place(piece: Piece, text: Text) -> tuple[int, int, str]:
    words = " … ".join(text.text[start:end] for start, end in piece.content)
    return piece.content[0][0], piece.content[-1][1], words
