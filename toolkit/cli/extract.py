"""``toolkit extract``: what the finders find in a corpus or between given parties, as a file for other programs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli import stances
from toolkit.cli.words import new_command
from toolkit.errors import ParameterError

if TYPE_CHECKING:
    from toolkit.cli.words import Commands
    from toolkit.codebook import Codebook
    from toolkit.rows import Corpus, Document, Quote

_EXAMPLES = """examples:
  toolkit extract quotes articles.jsonl --out pred.jsonl
  toolkit extract quotes corpus.parquet --out quotes.parquet --workers 4
  toolkit extract quotes seeds --out quotes.csv --codebook iran-hamas
  toolkit extract ties pairs.jsonl --out ties.jsonl
  toolkit extract ties seeds --out ties.csv
  toolkit extract quotes articles.jsonl --out pred.jsonl --engine my-engine
  toolkit extract stance targets.jsonl --out stances.jsonl

Lines of {"doc_id": …, "text": …} are read as they are: every line an article, its whole text body. Anything else is
read as toolkit report reads it. .jsonl gives one line per article, also where nothing is quoted:
  {"doc_id": …, "quotes": [{"content": [[0, 9]], "cue": [[10, 14]], "source": [[15, 17]], "kind": "direct", …}]}
.csv and .parquet give a table of one row per quotation. Offsets count Unicode characters, half-open.

ties: lines of {"id": …, "text": …, "source": …, "target": …} give the ties between these parties, as named there (words
or a list of words; no target: the sources with each other), the one told most fully first:
  {"id": …, "ties": [{"category": "meet", "valence": 1.0, "status": "asserted", "plover": "CONSULT", …}]}
A corpus with a codebook gives a table of the ties between its actors.

For stance, IN has a line for each target, {"id": …, "text": a sentence, "start": 4, "end": 9}, and so has --out:
  {"id": …, "label": favour|against|neutral|unclear, "best": never unclear, "score": −1 to 1, "confidence": 0 to 1}
"""
_SECONDS_BEFORE_THE_BAR = 2


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    extract = new_command(
        commands,
        "extract",
        help_line="write the quotations or ties of a corpus to a file, or the stances towards targets",
        description="Find every quotation of a corpus (content, cue, source, kind, form, act, speaker), or every tie "
        "(parties, category, valence, status, days); or say of every target in IN whether its sentence speaks for it, "
        "against it, or neither (not validated on your corpus).",
        examples=_EXAMPLES,
    )
    extract.add_argument("what", choices=("quotes", "ties", "stance"), help="what to look for")
    extract.add_argument("corpus", metavar="IN", help="a .jsonl of articles, or any corpus that loads")
    extract.add_argument("--out", required=True, metavar="FILE", help="a .jsonl, .csv or .parquet; replaced when whole")
    extract.add_argument("--format", choices=("standoff", "table"), help="by default what the name of FILE ends in")
    extract.add_argument("--codebook", metavar="NAME", help="whose actors are speakers (default: the study's, if any)")
    extract.add_argument(
        "--engine", default="", metavar="DIR", help="one that toolkit train made (default: the one that ships)"
    )
    extract.add_argument("--workers", type=int, default=1, help="processes to use (default: %(default)s)")
    extract.add_argument("--quiet", action="store_true", help="show no progress bar")
    extract.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.what == "stance":
        return stances.extract(options)
    form = _format(options.out, options.format)
    return _TIES[form](options) if options.what == "ties" else _quotes(options, form)


def _quotes(options: argparse.Namespace, form: str) -> int:
    from toolkit.codebook import codebook_for

    corpus = load_texts(options.corpus)
    named = options.codebook or corpus.study.codebook
    codebook = codebook_for(corpus, options.codebook, verb="toolkit extract quotes") if named else None
    n = _COUNTED[form](corpus, codebook, options)
    print(f"{options.out}: {n} quotations in {len(corpus)} articles")
    return 0


def load_texts(source: str) -> Corpus:
    """Load clean texts with ids as they are, and any other corpus by its own rules."""
    from toolkit.corpus import load_articles, load_corpus
    from toolkit.standoff import holds_articles

    return load_articles(source) if holds_articles(Path(source)) else load_corpus(source)


def _format(out: str, asked: str | None) -> str:
    """Say in which form to write; the file's name and --format must not disagree."""
    from toolkit.standoff import SUFFIXES
    from toolkit.tables import TABLE_SUFFIXES

    forms = dict.fromkeys(SUFFIXES, "standoff") | dict.fromkeys(TABLE_SUFFIXES, "table")
    fits = {suffix for suffix, form in forms.items() if asked in (None, form)}
    suffix = Path(out).suffix.lower()
    if suffix not in fits:
        wish = f" with --format {asked}" if asked else ""
        raise ParameterError(f"--out is {out!r}; its name must end in {' or '.join(sorted(fits))}{wish}")
    return forms[suffix]


def _write_standoff(corpus: Corpus, codebook: Codebook | None, options: argparse.Namespace) -> int:
    from toolkit.rows import MarkedArticle
    from toolkit.standoff import mark_quotes, write_quotes

    n = 0

    def articles() -> Iterator[MarkedArticle]:
        nonlocal n
        for document, quotes in _found(corpus, codebook, options):
            n += len(quotes)
            yield mark_quotes(document.doc_id, document.text, quotes)

    write_quotes(articles(), options.out)
    return n


def _write_table(corpus: Corpus, codebook: Codebook | None, options: argparse.Namespace) -> int:
    from toolkit.rows import Quote
    from toolkit.tables import save_table, to_frame

    rows = [quote for _, quotes in _found(corpus, codebook, options) for quote in quotes]
    save_table(to_frame(rows, Quote), options.out)
    return len(rows)


def _found(
    corpus: Corpus, codebook: Codebook | None, options: argparse.Namespace
) -> Iterator[tuple[Document, list[Quote]]]:
    from tqdm import tqdm

    from toolkit.annotate import find_quotes
    from toolkit.engine import map_items

    find = partial(find_quotes, codebook=codebook, engine=options.engine)
    found = map_items(find, corpus.documents, workers=options.workers)
    bar = tqdm(found, total=len(corpus), unit=" articles", disable=options.quiet, delay=_SECONDS_BEFORE_THE_BAR)
    yield from zip(corpus, bar, strict=True)


def _given_ties(options: argparse.Namespace) -> int:
    from toolkit.annotate.ties import find_given_ties, load_pairs, write_ties
    from toolkit.engine import map_items

    pairs = load_pairs(options.corpus)
    found = list(map_items(find_given_ties, pairs, workers=options.workers))
    write_ties(zip(pairs, found, strict=True), options.out)
    print(f"{options.out}: {sum(map(len, found))} ties in {len(pairs)} texts")
    return 0


def _table_of_ties(options: argparse.Namespace) -> int:
    from toolkit.annotate import extract_ties
    from toolkit.tables import save_table

    corpus = load_texts(options.corpus)
    table = extract_ties(corpus, codebook=options.codebook, workers=options.workers)
    save_table(table, options.out)
    print(f"{options.out}: {len(table)} ties in {len(corpus)} articles")
    return 0


_TIES = {"standoff": _given_ties, "table": _table_of_ties}
_COUNTED = {"standoff": _write_standoff, "table": _write_table}
