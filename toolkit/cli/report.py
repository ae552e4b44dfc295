"""``toolkit report``: make a report on a corpus, check one, or compare two."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from toolkit.cli.words import counted, new_command, quiet_libraries, read_pair
from toolkit.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.batch.matrix import Planned
    from toolkit.cli.words import Commands

_EXAMPLES = """examples:
  toolkit report seeds --out reports/seeds
  toolkit report texts --out r -p every=year -p minimum_n=20
  toolkit report articles.jsonl --out r --chapters corpus,speakers,mine.ipynb
  toolkit report articles.parquet --out r --annotations kept --workers 4
  toolkit report train.jsonl dev.jsonl --study us-election --out r
  toolkit report texts --out r --evidence offsets
  toolkit report --plan plan.yaml --out reports --workers 2
  toolkit report --check reports/seeds --corpus seeds
  toolkit report --compare reports/march reports/april

A folder of .txt files is enough; study.yaml beside them names the codebook and the question,
documents.csv gives dates and outlets. A plan names corpora, outlets, periods and dyads: there is a report on each
with each, and an index that compares them; run it again after an interruption. exit status: 0 done (or identical),
1 a cell failed (or something differs), 2 something to put right first.
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
    report.add_argument("corpus", nargs="*", help="a folder of .txt files, a .jsonl or a .csv file, or several")
    report.add_argument("--plan", metavar="PLAN", help="a plan.yaml: make many reports, and an index of them")
    report.add_argument("--dry-run", action="store_true", help="list the reports of a plan, and make none")
    report.add_argument("--corpus", nargs="+", default=[], metavar="PATH", dest="texts", help="the same, by name")
    task = report.add_mutually_exclusive_group(required=True)
    task.add_argument("--out", metavar="DIR", help="folder of the report; an older report is replaced")
    task.add_argument("--check", metavar="DIR", help="make the report in DIR again, and say what differs")
    task.add_argument("--compare", nargs=2, metavar="DIR", help="say what differs between two reports")
    report.add_argument(
        "--evidence",
        choices=("offsets", "snippet", "full"),
        help="how much of the texts to give: places alone, 40 words around each mark (default), or all",
    )
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
    report.add_argument(
        "--workers",
        type=int,
        default=min(2, os.cpu_count() or 1),
        help="how many articles, chapters, or reports of a plan are worked on at a time (default here: %(default)s); "
        "each takes memory of its own",
    )
    report.add_argument("--pdf", action="store_true", help="write index.pdf, too (needs the extra pdf)")
    report.add_argument("--quiet", action="store_true", help="show no progress bar")
    report.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.plan:
        return _run_plan(options)
    if options.dry_run:
        raise ParameterError("name a corpus, or a plan with --plan; --dry-run lists the reports of a plan")
    with quiet_libraries():
        if options.compare:
            return _compare(*options.compare)
        texts = [*options.corpus, *options.texts]
        if not texts:
            raise ParameterError("name the texts: a folder of .txt files, a .jsonl or a .csv file, or several")
        chapters = [name.strip() for name in options.chapters.split(",") if name.strip()]
        return (_check if options.check else _make)(options, texts, chapters)


def _make(options: argparse.Namespace, texts: list[str], chapters: list[str]) -> int:
    from toolkit.reports import run_report
    from toolkit.reports.pdf import load_weasyprint, write_pdf

    if options.pdf:
        load_weasyprint()  # said before the work is done, not after
    evidence = {"evidence": options.evidence} if options.evidence else {}
    page = run_report(
        texts,
        options.out,
        study=options.study,
        chapters=chapters,
        annotations=options.annotations,
        workers=options.workers,
        parameters={**dict(read_pair(words) for words in options.parameters), **evidence},
        progress=not options.quiet,
    )
    if options.pdf:
        write_pdf(page)
    print(f"The report is in {page}")
    return 0


def _run_plan(options: argparse.Namespace) -> int:
    own = {"a corpus": options.corpus, "--study": options.study, "-p": options.parameters}
    own |= {"--chapters": options.chapters, "--annotations": options.annotations}
    if doubled := [name for name, value in own.items() if value]:
        raise ParameterError(f"with --plan the plan says it all; leave out {', '.join(doubled)}")
    with quiet_libraries():
        from toolkit.batch import list_batch, run_batch

        if options.dry_run:
            return _list(list_batch(options.plan))
        batch = run_batch(options.plan, options.out, workers=options.workers, progress=not options.quiet)
    states = [report.state for report in batch.reports.values()]
    told = f"{states.count('done')} done ({batch.n_before} of them before), {states.count('failed')} failed"
    print(f"{counted(len(states), 'report')}: {told}, {states.count('no articles')} without articles")
    print(f"The index is in {batch.index}")
    return 1 if "failed" in states else 0


def _list(reports: Sequence[Planned]) -> int:
    for report in reports:
        print(f"{report.name}: {report.title}; {counted(report.n_articles, 'article')}")
    print(f"{counted(sum(1 for report in reports if report.n_articles), 'report')} to make; nothing is written")
    return 0


def _check(options: argparse.Namespace, texts: list[str], chapters: list[str]) -> int:
    from toolkit.reports import check_report, tell_changes

    if options.parameters or options.evidence:
        raise ParameterError("a report is checked with its own parameters; leave out -p and --evidence")
    checked = check_report(
        options.check,
        texts,
        study=options.study,
        chapters=chapters,
        workers=options.workers,
        progress=not options.quiet,
    )
    if checked.identical:
        print("identical")
        return 0
    told = [f"differs: {', '.join(checked.files)}", *tell_changes(checked.changes)]
    why = [f"why it may: {reason}" for reason in checked.reasons] or ["versions, texts and chapters are the same"]
    print("\n".join([*told, *why]))
    return 1


def _compare(first: str, second: str) -> int:
    from toolkit.reports import compare_reports, tell_changes

    changes = compare_reports(first, second)
    print("\n".join(tell_changes(changes) or ["identical"]))
    return 1 if len(changes) else 0
