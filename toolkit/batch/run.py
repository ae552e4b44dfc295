"""Make all reports of a plan, several at a time, and an index that compares them.

The one rule: whatever stops one report or the whole run, a second run ends with the bytes of an undisturbed one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby, product
from pathlib import Path

import pandas as pd

from toolkit.annotate import load_annotations
from toolkit.annotate.scores import check_dyad
from toolkit.batch.comparison import compare_frames, join_compared
from toolkit.batch.matrix import Planned, plan_reports
from toolkit.batch.overview import Finished, write_overview
from toolkit.batch.plans import Plan, load_plan
from toolkit.batch.workers import run_each
from toolkit.codebook import codebook_for
from toolkit.corpus import load_corpus
from toolkit.corpus.selection import select_articles, with_dyad
from toolkit.digests import digest_code, digest_values
from toolkit.errors import ParameterError, ReportFailed, ToolkitError
from toolkit.files import whole_file
from toolkit.reports.provenance import package_versions, read_inputs
from toolkit.reports.run import plan_run, run_report
from toolkit.rows import Corpus
from toolkit.tables import write_tables

COPY = "plan.yaml"
_DONE, _WITHOUT = Finished("done"), Finished("no articles")


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold what became of a plan: its index, and of every report, by its name; `n_before` were made before."""

    index: Path
    reports: dict[str, Finished]
    n_before: int


@dataclass(frozen=True, slots=True)
class _Task:
    """Hold all that a process needs to make a report."""

    report: Planned
    plan: Plan
    out: Path
    annotations: Path
    inputs: str


def list_batch(plan: Path | str) -> list[Planned]:
    """List the reports that a plan makes, also those without an article; nothing is written."""
    return _read(load_plan(plan))[1]


def run_batch(plan: Path | str, out: Path | str, *, workers: int = 1, progress: bool = False) -> Batch:
    """Make the reports of a plan that are not made yet, and the index.

    Parameters
    ----------
    plan
        A YAML file: ``title``, ``corpora``, and what is crossed with them.
    out
        Folder of ``index.html``, ``reports/``, ``tables/`` (what the index compares), ``annotations/`` (what was found
        in the texts, once for all reports) and a copy of the plan. A report there that was made from the same plan,
        texts and code is kept.
    workers
        Reports that are made at a time, each in a process of its own with a kernel of its own.
    progress
        Whether to show a line on standard error that says how many are done, and how long the others will take.

    Raises
    ------
    ParameterError, CorpusError, StudyError, CodebookError
        If something is to be put right first; nothing is written.
    """
    declared, out = load_plan(plan), Path(out).resolve()
    if workers < 1:
        raise ParameterError(f"workers is {workers}; it must be 1 or more")
    corpora, reports = _read(declared)
    _begin(declared, out)
    finished = {report.name: _WITHOUT for report in reports if not report.n_articles}
    tables, tasks = _prepare(declared, corpora, [r for r in reports if r.n_articles], out, workers=workers)
    finished |= {task.report.name: _DONE for task in tasks if read_inputs(task.out) == task.inputs}
    n_before = sum(one.state == "done" for one in finished.values())
    left = [task for task in tasks if task.report.name not in finished]
    finished |= dict(_run(left, workers=workers, n_before=len(finished), progress=progress))
    for task in tasks:
        if finished[task.report.name].state == "done":
            task.out.with_name(f"{task.out.name}.failed.ipynb").unlink(missing_ok=True)
    if tables:
        write_tables(tables, out / "tables")
    index = write_overview(
        out, declared.title, _about(declared), reports, finished=finished, compared=tables.get("comparison")
    )
    return Batch(index, finished, n_before)


def _about(plan: Plan) -> str:
    """Say what all reports have in common."""
    dyads = ", ".join(" and ".join(dyad.split()) for dyad in plan.dyads)
    return f"Texts: {', '.join(source.name for source in plan.corpora)}." + (f" Dyad: {dyads}." if dyads else "")


def _read(plan: Plan) -> tuple[dict[Path, Corpus], list[Planned]]:
    """Read the corpora of a plan, list its reports, and check what they are to be made with."""
    corpora = {source: load_corpus(source, study=plan.study) for source in plan.corpora}
    reports = plan_reports(plan, corpora)
    given = {name: value for report in reports for name, value in report.values.items()}
    run = plan_run(plan.corpora, study=plan.study, chapters=plan.chapters, parameters=given)
    if "annotations" in run.declared:
        for corpus, dyad in product(corpora.values(), plan.dyads or [""]):
            asked = with_dyad(corpus, dyad.split())
            check_dyad(codebook_for(asked, None, verb="load_annotations"), asked.study)
    return corpora, reports


def _begin(plan: Plan, out: Path) -> None:
    """Make the folder of a batch, or sweep what an interrupted run left in it; one of something else is refused."""
    if out.is_file():
        raise ParameterError(f"--out names a file: {out.name}; it must be a folder")
    copy = out / COPY
    if out.is_dir() and any(out.iterdir()) and not (copy.is_file() or plan.file.resolve() == copy):
        raise ParameterError(f"the folder {out.name!r} holds other files and no reports of a plan; name a new one")
    for left in (path for folder in (out, out / "reports") for path in folder.glob(".*")):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    words = plan.file.read_bytes()
    try:
        with whole_file(copy) as part:
            part.write_bytes(words)
    except OSError as problem:
        raise ParameterError(f"cannot write into {out.name!r}: {problem.strerror}") from None


def _prepare(
    plan: Plan, corpora: Mapping[Path, Corpus], reports: Sequence[Planned], out: Path, *, workers: int
) -> tuple[dict[str, pd.DataFrame], list[_Task]]:
    """Read all texts once for each dyad, and give what is compared, and what processes are to make."""
    run = plan_run(plan.corpora, study=plan.study, chapters=plan.chapters, parameters={})
    compared, tasks = [], []
    chapters = [sha256(path.read_bytes()).hexdigest() for path in run.chapters]
    for (source, dyad), group in groupby(reports, key=lambda report: (report.source, report.values.get("dyad", ""))):
        corpus, found = with_dyad(corpora[source], dyad.split()), None
        if "annotations" in run.declared:
            found = load_annotations(corpus, folder=out / "annotations", workers=workers)
        for report in group:
            if found is not None:
                compared.append(compare_frames(found.select(**report.selection), report))
            inputs = _digest(plan, report, select_articles(corpus, **report.selection), chapters)
            tasks.append(_Task(report, plan, out / "reports" / report.name, out / "annotations", inputs))
    return join_compared(compared), tasks


def _digest(plan: Plan, report: Planned, texts: Corpus, chapters: Sequence[str]) -> str:
    """Name all that decides on the bytes of a report."""
    study = texts.study
    books = [study.codebook or "", *(study.alternatives.codebook if study.alternatives else ())]
    own = [sha256(Path(book).read_bytes()).hexdigest() for book in books if book.endswith((".yaml", ".yml"))]
    declared = (sorted(report.values.items()), report.source.name, Path(plan.study or "").name)
    made = (digest_code(), sorted(package_versions().items()), chapters, own)
    return digest_values(*made, *declared, study, texts.ledger, texts.overrides, texts.documents)


def _run(tasks: Sequence[_Task], *, workers: int, n_before: int, progress: bool) -> Iterator[tuple[str, Finished]]:
    """Make reports, and show how many of all are done."""
    from tqdm import tqdm

    n_failed = 0
    bar = {"total": n_before + len(tasks), "initial": n_before, "desc": "Reports", "unit": "report"}
    with tqdm(**bar, leave=False, disable=not progress) as line:
        for task, result in run_each(_make, tasks, workers=workers):
            told = result if isinstance(result, Finished) else Finished("failed", _error(result))
            n_failed += told.state == "failed"
            line.set_postfix_str(f"{n_failed} failed" if n_failed else "", refresh=False)
            line.update()
            yield task.report.name, told


def _make(task: _Task) -> Finished:
    """Make one report, in a process of its own; a failure is told and not raised, so that it finds its way back."""
    try:
        run_report(
            task.report.source,
            task.out,
            study=task.plan.study,
            chapters=task.plan.chapters,
            parameters=task.report.values,
            annotations=task.annotations,
            inputs=task.inputs,
        )
    except ReportFailed as failure:
        return Finished("failed", failure.error, cell=failure.cell)
    except ToolkitError as mistake:
        return Finished("failed", _error(mistake))
    return _DONE


def _error(problem: BaseException) -> str:
    return ": ".join([type(problem).__name__, *str(problem).splitlines()[:1]])
