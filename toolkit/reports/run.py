"""Run a report notebook through papermill and put the finished report in its place.

The one rule: a report is made aside and moved into place when it is whole; a failure leaves the old one untouched.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from toolkit.corpus import load_corpus
from toolkit.corpus.selection import describe_selection, select_articles, with_dyad
from toolkit.errors import CodebookError, CorpusError, ParameterError, ReportFailed, StudyError, ToolkitError
from toolkit.files import whole_file
from toolkit.reports.canonical import canonical_notebook
from toolkit.reports.chapters import bind_chapters, find_chapters
from toolkit.reports.kernels import CellStopped, run_cells
from toolkit.reports.parameters import Parameter, check_parameters, declared_parameters
from toolkit.reports.placing import check_place, put_in_place, work_folder
from toolkit.reports.provenance import write_provenance
from toolkit.reports.render import render_html
from toolkit.rows import Corpus

_MANY = 100  # articles: fewer are read before another process has begun
# a user's mistakes that show only when a cell runs, such as a dyad of unknown sides
_MISTAKES: dict[str, type[ToolkitError]] = {
    "CodebookError": CodebookError,
    "CodebookMissing": CodebookError,
    "CorpusError": CorpusError,
    "StudyError": StudyError,
}


def run_report(
    corpus: Path | str | Sequence[Path | str],
    out: Path | str,
    *,
    study: Path | str | None = None,
    chapters: Sequence[Path | str] = (),
    parameters: Mapping[str, Any] | None = None,
    annotations: Path | str = "",
    workers: int = 1,
    progress: bool = False,
    inputs: str = "",
) -> Path:
    """Run chapters on a corpus, bound into one notebook, and write the report.

    Parameters
    ----------
    corpus
        A folder or file that `load_corpus` reads, or several.
    out
        Folder of the report: ``index.html``, ``report.ipynb`` (executed), ``tables/``, ``figures/`` and
        ``provenance.json``. An older report there is replaced as a whole.
    study
        The path of a study, or the name of one that ships, for texts that have none beside them.
    chapters
        Names or numbers of notebooks that come with the toolkit, or paths of others; by default all that come with it.
    parameters
        Values for parameters that the chapters declare.
    annotations
        Folder in which what is found in the texts is kept for the next report on them; "" keeps nothing.
    workers
        Processes that read articles, and kernels that run chapters side by side.
    progress
        Whether to show a progress bar on standard error.
    inputs
        A digest of what the report rests on, to be kept in its provenance.

    Returns
    -------
    pathlib.Path
        The report's ``index.html``.

    Raises
    ------
    CorpusError, StudyError, CodebookError, ParameterError
        If something is to be put right first; nothing is written.
    ReportFailed
        If a cell fails for another reason; the notebook up to there is kept beside `out` as ``<out>.failed.ipynb``.
    """
    out = Path(out).resolve()
    sources = [Path(each) for each in ([corpus] if isinstance(corpus, (str, Path)) else corpus)]
    run = plan_run(sources, study=study, chapters=chapters, parameters=parameters or {})
    for each in sources:
        check_place(out, each)
    texts = run.select(load_corpus(sources, study=study))
    work = work_folder(out)
    try:
        with tempfile.TemporaryDirectory() as lent:
            # a folder in any case where there are several kernels, so that one reads the articles for all
            shelf = annotations or (lent if workers > 1 and len(run.chapters) > 1 else "")
            readers = workers if len(texts) >= _MANY else 1
            kept = {"annotations": Path(shelf).resolve().as_posix() if shelf else "", "workers": readers}
            kept = {name: value for name, value in kept.items() if name in run.declared}
            _make(run, texts, kept, work, out, kernels=workers, progress=progress, inputs=inputs)
        put_in_place(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return out / "index.html"


@dataclass(frozen=True, slots=True)
class Run:
    """Hold what is to be run: chapters bound into one notebook, on which texts, with which values."""

    chapters: list[Path]
    notebook: Any
    declared: Mapping[str, Parameter]
    sources: list[Path]
    values: dict[str, Any]
    names: dict[str, str]  # words of this machine, and what stands for them in the report

    @property
    def recorded(self) -> dict[str, Any]:
        """The parameters as the report gives them."""
        told = {"study_name": self.names[self.values["study_name"]]} if "study_name" in self.values else {}
        return {**self.values, **told, "corpus": ", ".join(each.name for each in self.sources)}

    def select(self, texts: Corpus) -> Corpus:
        """Give the texts that the report is on: where its parameters select some, these, under a title that says so."""
        chosen = {name: self.values.get(name, "") for name in ("outlet", "first_day", "last_day")}
        dyad = self.values.get("dyad", "")
        if not (words := describe_selection(**chosen, dyad=dyad)):
            return texts
        part = select_articles(with_dyad(texts, dyad.split()), **chosen)
        return replace(part, study=replace(part.study, title=f"{part.study.title}: {words}"))


def plan_run(
    sources: Sequence[Path], *, study: Path | str | None, chapters: Sequence[Path | str], parameters: Mapping[str, Any]
) -> Run:
    """Find the chapters of a report and check its parameters, before anything is read."""
    paths = find_chapters(chapters)
    notebook = bind_chapters(paths)
    declared = _declared(notebook, paths)
    values = check_parameters(declared, parameters)
    places = [each.resolve() for each in sources]
    names = {place.as_posix(): place.name for place in places}
    if study is not None:
        if "study_name" not in declared:
            raise ParameterError(f"{paths[0].name} takes no study: it has no parameter study_name")
        values["study_name"] = _words(study)
        names[values["study_name"]] = Path(study).name
    return Run(paths, notebook, declared, places, values, names)


def _declared(notebook: Any, paths: Sequence[Path]) -> dict[str, Parameter]:
    """Read the parameters of a bound notebook; an error names the chapter, where there is one."""
    if len(paths) == 1:
        return declared_parameters(paths[0])
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook, Path(folder) / "report.ipynb")
        return declared_parameters(Path(folder) / "report.ipynb")


def _words(study: Path | str) -> str:
    """Give what a notebook, which runs in another folder, is to load: a name as it is, a path from the root."""
    return Path(study).resolve().as_posix() if str(study).endswith((".yaml", ".yml")) else str(study)


def _make(
    run: Run, texts: Corpus, kept: Mapping[str, Any], work: Path, out: Path, *,
    kernels: int, progress: bool, inputs: str,
) -> None:  # fmt: skip
    executed = work / "report.ipynb"
    places = [each.as_posix() for each in run.sources]
    canonical = partial(
        canonical_notebook,
        executed,
        title=texts.study.title,
        parameters=run.recorded,
        names={**run.names, work.as_posix(): "."},
        machine=("annotations", "workers"),
    )
    values = {**run.values, **kept, "corpus": places if len(places) > 1 else places[0], "out": "."}
    try:
        run_cells(run.notebook, executed, values, kernels=kernels, progress=progress)
    except CellStopped as stop:
        if stop.name in _MISTAKES:
            raise _MISTAKES[stop.name](stop.words) from None
        raise _failed(stop, canonical, out) from stop
    whole = canonical()
    executed.write_text(nbformat.writes(whole) + "\n", encoding="utf-8")
    beside = [p.relative_to(work).as_posix() for kind in ("tables", "figures") for p in sorted((work / kind).glob("*"))]
    page = render_html(whole, files=[*beside, "report.ipynb", "provenance.json"])
    (work / "index.html").write_text(page, encoding="utf-8")
    write_provenance(work, corpus=texts, chapters=run.chapters, parameters=run.recorded, inputs=inputs)


def _failed(stop: CellStopped, canonical: Callable[[], Any], out: Path) -> ReportFailed:
    """Keep the notebook beside `out`, and say at which of its prompts, ``[1]``, ``[2]``, …, it stopped."""
    kept = out.with_name(f"{out.name}.failed.ipynb")
    with whole_file(kept) as part:
        part.write_text(nbformat.writes(canonical()) + "\n", encoding="utf-8")
    error = ": ".join([stop.name, *stop.words.splitlines()[:1]])
    message = f"the report stopped at cell [{stop.cell}] with {error}; the notebook up to there is {kept.name}"
    return ReportFailed(message, cell=stop.cell, error=error, partial=str(kept))
