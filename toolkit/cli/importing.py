"""``toolkit import``: bring articles of any format into one corpus file."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from toolkit.cli.words import new_command, read_pair

if TYPE_CHECKING:
    from toolkit.cli.words import Commands

_EXAMPLES = """examples:
  toolkit import export.docx pages/ "wires/*.jsonl" archive.zip --out corpus.parquet
  toolkit import dump.csv --map text=content,published=seendate --out corpus.parquet
  toolkit report corpus.parquet --out r

A second run adds only what is new. The account of what was kept, kept with a warning and dropped travels in the file.
"""


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    bring = new_command(
        commands,
        "import",
        help_line="import articles of any format into one corpus file",
        description="Read files, folders, patterns and archives into one corpus, with an account of everything seen.",
        examples=_EXAMPLES,
    )
    bring.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, folder, pattern in quotes, or archive")
    bring.add_argument(
        "--out", required=True, metavar="FILE", help="the corpus, a .parquet file; new articles are added"
    )
    bring.add_argument("--map", default="", metavar="FIELD=COLUMN,…", help="which columns of tables hold what")
    bring.add_argument(
        "--language", action="append", metavar="CODE", help="languages to keep (default: en); 'all' keeps all"
    )
    bring.add_argument("--outlets", metavar="FILE", help="a table of outlets of your own: name, aliases, domains")
    bring.add_argument("--study", metavar="FILE", help="study.yaml, if it does not lie beside the first source by name")
    bring.add_argument("--workers", type=int, default=1, help="processes to use (default: %(default)s)")
    bring.add_argument("--quiet", action="store_true", help="show no progress bar")
    bring.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from toolkit.corpus import run_import

    languages = options.language or ["en"]
    corpus, n_new = run_import(
        options.sources,
        options.out,
        study=options.study,
        mapping=dict(read_pair(words) for words in options.map.split(",") if words),
        outlets=options.outlets,
        languages=() if "all" in languages else languages,
        workers=options.workers,
        progress=not options.quiet,
        tell=lambda message: print(f"toolkit: {message}", file=sys.stderr),
    )
    print(f"{options.out}: {len(corpus)} articles, {n_new} of them new")
    if corpus.ledger:
        totals = corpus.ledger.totals()
        print(
            f"seen {totals.seen}: {totals.kept} kept, {totals.kept_with_warning} with warning, {totals.dropped} dropped"
        )
        for (fate, reason), n in corpus.ledger.reasons().items():
            print(f"  {n:>6}  {fate.replace('_', ' ')}: {reason.replace('_', ' ')}")
    return 0
