"""The command line: ``toolkit report``, ``toolkit import`` and ``toolkit bench``.

The one rule: a mistake of the user's is one line on standard error and exit status 2, with nothing written.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from collections.abc import Sequence
from importlib.metadata import version

from toolkit.errors import ParameterError, ReportFailed, ToolkitError

_EXAMPLES = """examples:
  toolkit report seeds --out reports/seeds
  toolkit report texts --out r -p every=year -p minimum_n=20
  toolkit report articles.jsonl --out r --notebook mine.ipynb

A folder of .txt files is enough; study.yaml beside them names the codebook and the question,
documents.csv gives dates and outlets. exit status: 0 done, 1 a cell failed, 2 something to put right first.
"""

_IMPORT_EXAMPLES = """examples:
  toolkit import export.docx pages/ "wires/*.jsonl" archive.zip --out corpus.parquet
  toolkit import dump.csv --map text=content,published=seendate --out corpus.parquet
  toolkit report corpus.parquet --out r

A second run adds only what is new. The account of what was kept, kept with a warning and dropped travels in the file.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ReportFailed as failure:
        print(f"toolkit: {failure}", file=sys.stderr)
        return 1
    except ToolkitError as mistake:
        print(f"toolkit: {mistake}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("toolkit", description="Measure how ties between actors are framed in news texts.")
    parser.add_argument("--version", action="version", version=f"framing-toolkit {version('framing-toolkit')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    report = commands.add_parser(
        "report",
        help="make a report on a corpus",
        description="Run the report notebook on a corpus: HTML page, executed notebook, tables, figures, provenance.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    report.add_argument("corpus", help="a folder of .txt files, a .jsonl or a .csv file")
    report.add_argument("--out", required=True, metavar="DIR", help="folder of the report; an older report is replaced")
    report.add_argument(
        "-p",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter of the notebook",
    )
    report.add_argument(
        "--notebook", default="10_report", help="another notebook: a name or a path (default: %(default)s)"
    )
    report.add_argument("--quiet", action="store_true", help="show no progress bar")
    report.set_defaults(run=_report)
    bring = commands.add_parser(
        "import",
        help="import articles of any format into one corpus file",
        description="Read files, folders, patterns and archives into one corpus, with an account of everything seen.",
        epilog=_IMPORT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
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
    bring.set_defaults(run=_import)
    bench = commands.add_parser(
        "bench",
        help="measure speed on a corpus",
        description="Time every step on a corpus, also as a ratio to splitting sentences, since machines differ.",
    )
    bench.add_argument("corpus", help="a folder of .txt files, a .jsonl or a .csv file")
    bench.set_defaults(run=_bench)
    return parser


def _report(options: argparse.Namespace) -> int:
    parameters = dict(_pair(words) for words in options.parameters)
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log and warn is for their developers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from toolkit.reports import run_report

        page = run_report(
            options.corpus,
            options.out,
            notebook=options.notebook,
            parameters=parameters,
            progress=not options.quiet,
        )
    print(f"The report is in {page}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from toolkit.corpus import run_import

    languages = options.language or ["en"]
    corpus, n_new = run_import(
        options.sources,
        options.out,
        study=options.study,
        mapping=dict(_pair(words) for words in options.map.split(",") if words),
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


def _bench(options: argparse.Namespace) -> int:
    from toolkit.bench import measure_speed
    from toolkit.corpus import load_corpus

    print(measure_speed(load_corpus(options.corpus)).to_string(index=False))
    return 0


def _pair(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not equals or not name.isidentifier():
        raise ParameterError(f"expected NAME=VALUE, and got {words!r}")
    return name, value
