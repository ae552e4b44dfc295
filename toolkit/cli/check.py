"""``toolkit check``: where texts break the rules of the house on naming choices."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.cli.words import counted, new_command
from toolkit.errors import CodebookError

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.cli.words import Commands
    from toolkit.rows import Corpus

_EXAMPLES = """examples:
  toolkit check drafts --rules house.yaml
  toolkit check drafts/a_draft.txt --rules house.yaml
  toolkit check articles.jsonl --rules house.yaml --out breaches.csv

Rules stand in a codebook, beside the label sets whose forms they are about:
  rules:
    - id: as-said
      kind: delegitimising       # or label: [thugs, mob]
      actors: all                # or ids of actors
      allowed: [verbatim]        # and, or: paraphrase, narrator, republished
      message: Say who calls them so, in their words.
verbatim is what stands in quotation marks (scare quotes, too) or a block quotation, paraphrase the reporter's wording
of speech. Every occurrence is listed under its article, with its place in the text. The exit status is 1 if there is
any, else 0; texts or rules that cannot be read end with 2.
"""
_WIDTH = 45


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    check = new_command(
        commands,
        "check",
        help_line="list where texts break the rules of a codebook",
        description="List, article by article, the naming choices that stand where a rule does not allow them.",
        examples=_EXAMPLES,
    )
    check.add_argument("corpus", metavar="CORPUS", help="texts: a file, a folder, or any corpus that loads")
    check.add_argument("--rules", metavar="CODEBOOK", help="the codebook with the rules (default: the study's)")
    check.add_argument("--out", metavar="FILE", help="a .csv or .parquet of the occurrences, one row each")
    check.add_argument("--workers", type=int, default=1, help="processes to use (default: %(default)s)")
    check.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from toolkit.annotate import extract_breaches
    from toolkit.cli.extract import load_texts
    from toolkit.codebook import codebook_for
    from toolkit.tables import save_table

    corpus = load_texts(options.corpus)
    codebook = codebook_for(corpus, options.rules, verb="toolkit check")
    if not codebook.rules:
        raise CodebookError(f"{codebook.file or codebook.name} has no rules; toolkit check --help shows one")
    breaches = extract_breaches(corpus, codebook=codebook, workers=options.workers)
    if options.out:
        save_table(breaches, options.out)
    places = breaches.drop_duplicates(["rule", "doc_id", "passage_start", "passage_end"])
    for doc_id in dict.fromkeys(places["doc_id"]):
        title = corpus[doc_id].title
        print(f"{doc_id}: {title}" if title else doc_id, *_lines(breaches, corpus, doc_id), "", sep="\n")
    n = len(places)
    n_articles = places["doc_id"].nunique()
    articles, rules = counted(len(corpus), "article"), counted(len(codebook.rules), "rule")
    print(f"{counted(n, 'occurrence')} in {n_articles} of {articles}, by {rules}")
    return 1 if n else 0


def _lines(breaches: pd.DataFrame, corpus: Corpus, doc_id: str) -> Iterator[str]:
    """Lay out an article's occurrences rule by rule; a form that names several is one of them."""
    from toolkit.annotate import extract_kwic

    found = breaches[breaches["doc_id"] == doc_id]
    for (_, message), rows in found.groupby(["rule", "message"], sort=False):
        yield f"  {rows['rule'].iloc[0]}: {message}"
        contexts = extract_kwic(rows, corpus, width=_WIDTH).drop_duplicates(["start", "end"])
        for start, end, left, hit, right in contexts[["start", "end", "left", "hit", "right"]].itertuples(index=False):
            here = rows[rows["passage_start"] == start]
            names = " and ".join(here["actor_name"].fillna("(left open)"))
            voice = here["voice"].iloc[0]
            yield f"    {start}-{end}  {left} [{hit}] {right}  ({names}; {voice})"
