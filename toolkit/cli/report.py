"""``toolkit report``: make a report on a corpus."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from toolkit.cli.words import new_command, quiet_libraries, read_pair

if TYPE_CHECKING:
    from toolkit.cli.words import Commands

_EXAMPLES = """examples:
  toolkit report seeds --out reports/seeds
  toolkit report texts --out r -p every=year -p minimum_n=20
  toolkit report articles.jsonl --out r --chapters corpus,speakers,mine.ipynb
  toolkit report articles.parquet --out r --annotations kept --workers 4
  toolkit report train.jsonl dev.jsonl --study us-election --out r

A folder of .txt files is enough; study.yaml beside them names the codebook and the question,
documents.csv gives dates and outlets. exit status: 0 done, 1 a cell failed, 2 something to put right first.
"""


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    report = new_command(
        commands,
        "report",
        help_line="make a report on a corpus",
        description="Run chapters on a corpus: HTML page, executed notebook, tables, figures, provenance.",
        examples=_EXAMPLES,
    )
    report.add_argument("corpus", nargs="+", help="a folder of .txt files, a .jsonl or a .csv file, or several")
    report.add_argument("--out", required=True, metavar="DIR", help="folder of the report; an older report is replaced")
    report.add_argument(
        "--study",
        metavar="STUDY",
        help="a study.yaml, or the name of one that ships, for texts without one",
    )
    report.add_argument(
        "-p",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter of the notebook",
    )
    report.add_argument(
        "--chapters",
        default="",
        metavar="NAMES",
        help="which chapters, by name, number or path, with commas between them (default: all that come along)",
    )
    report.add_argument(
        "--annotations", default="", metavar="DIR", help="keep there what is found in the texts, for the next report"
    )
    report.add_argument("--workers", type=int, default=1, help="processes that read articles (default: %(default)s)")
    report.add_argument("--pdf", action="store_true", help="write index.pdf, too (needs the extra pdf)")
    report.add_argument("--quiet", action="store_true", help="show no progress bar")
    report.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    parameters = dict(read_pair(words) for words in options.parameters)
    with quiet_libraries():
        from toolkit.reports import run_report
        from toolkit.reports.pdf import load_weasyprint, write_pdf

        if options.pdf:
            load_weasyprint()  # said before the work is done, not after
        page = run_report(
            options.corpus,
            options.out,
            study=options.study,
            chapters=[name.strip() for name in options.chapters.split(",") if name.strip()],
            annotations=options.annotations,
            workers=options.workers,
            parameters=parameters,
            progress=not options.quiet,
        )
        if options.pdf:
            write_pdf(page)
    print(f"The report is in {page}")
    return 0
