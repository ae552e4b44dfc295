"""Run a report notebook through papermill and put the finished report in its place.

The one rule: a report is made aside and moved into place when it is whole; a failure leaves the old one untouched.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from toolkit.corpus import load_corpus
from toolkit.errors import CodebookError, CorpusError, ParameterError, ReportFailed, StudyError, ToolkitError
from toolkit.reports.canonical import canonical_notebook
from toolkit.reports.chapters import bind_chapters, find_chapters
from toolkit.reports.parameters import Parameter, check_parameters, declared_parameters, literal
from toolkit.reports.provenance import write_provenance
from toolkit.reports.render import render_html
from toolkit.rows import Corpus

_CELL_SECONDS = 3600
# a user's mistakes that show only when a cell runs, such as a dyad of unknown sides
_MISTAKES: dict[str, type[ToolkitError]] = {
    "CodebookError": CodebookError,
    "CodebookMissing": CodebookError,
    "CorpusError": CorpusError,
    "StudyError": StudyError,
}


class _QuietKernelManager(AsyncKernelManager):
    """Encrypt the kernel's channels, and let it say nothing but what its cells say.

    It would warn about plain TCP, and now and then about the interruption by which it is shut down.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.transport_encryption = "required"

    async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]  # declared as if it blocked
        await super().start_kernel(**{"stderr": subprocess.DEVNULL, **settings})


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
        Processes that read articles.
    progress
        Whether to show a progress bar on standard error.

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
        _check_place(out, each)
    texts = load_corpus(sources, study=study)
    work = _work_folder(out)
    kept = {"annotations": Path(annotations).resolve().as_posix() if annotations else "", "workers": workers}
    try:
        _make(
            run,
            texts,
            {name: value for name, value in kept.items() if name in run.declared},
            work,
            out,
            progress=progress,
        )
        _replace(work, out)
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


def _make(run: Run, texts: Corpus, kept: Mapping[str, Any], work: Path, out: Path, *, progress: bool) -> None:
    executed = work / "report.ipynb"
    places = [each.as_posix() for each in run.sources]
    source = work / "bound.ipynb"
    nbformat.write(run.notebook, source)
    try:
        papermill.execute_notebook(
            literal(source),
            literal(executed),
            {**run.values, **kept, "corpus": places if len(places) > 1 else places[0], "out": "."},
            kernel_name="python3",
            progress_bar={"desc": "Report", "unit": "cell", "leave": False} if progress else False,
            record_timing=False,
            execution_timeout=_CELL_SECONDS,
            kernel_manager_class=_QuietKernelManager,
            cwd=str(work),
        )
    except PapermillExecutionError as failure:
        if failure.ename in _MISTAKES:
            raise _MISTAKES[failure.ename](failure.evalue) from None
        raise _failed(executed, out, failure.ename, failure.evalue) from failure
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as failure:
        raise _failed(executed, out, type(failure).__name__, str(failure)) from failure
    source.unlink()
    names = {**run.names, work.as_posix(): "."}
    whole = canonical_notebook(
        executed, title=texts.study.title, parameters=run.recorded, names=names, machine=("annotations", "workers")
    )
    executed.write_text(nbformat.writes(whole) + "\n", encoding="utf-8")
    beside = [p.relative_to(work).as_posix() for kind in ("tables", "figures") for p in sorted((work / kind).glob("*"))]
    page = render_html(whole, files=[*beside, "report.ipynb", "provenance.json"])
    (work / "index.html").write_text(page, encoding="utf-8")
    write_provenance(work, corpus=texts, chapters=run.chapters, parameters=run.recorded)


def _failed(executed: Path, out: Path, name: str, words: str) -> ReportFailed:
    """Keep the notebook beside `out`, and say at which of its prompts, ``[1]``, ``[2]``, …, it stopped."""
    cells = nbformat.read(executed, as_version=4).cells
    code = [c.metadata["papermill"] for c in cells if c.cell_type == "code" and c.source.strip()]
    cell = sum(1 for run in code if run.get("start_time"))
    partial = out.with_name(f"{out.name}.failed.ipynb")
    executed.replace(partial)
    error = ": ".join([name, *words.splitlines()[:1]])
    message = f"the report stopped at cell [{cell}] with {error}; the notebook up to there is {partial.name}"
    return ReportFailed(message, cell=cell, error=error, partial=str(partial))


def _check_place(out: Path, corpus: Path) -> None:
    """Refuse to replace a folder that is no report: it may hold somebody's work."""
    if out.is_file():
        raise ParameterError(f"--out names a file: {out.name}; it must be a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / "provenance.json").is_file():
        raise ParameterError(f"the folder {out.name!r} holds other files and no report; name a new or empty one")
    if out == corpus.resolve() or out in corpus.resolve().parents:
        raise ParameterError(f"the report would replace the corpus itself; name another folder than {out.name!r}")


def _work_folder(out: Path) -> Path:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as problem:
        raise ParameterError(f"cannot write {out.name!r} into {out.parent.name!r}: {problem.strerror}") from None


def _replace(work: Path, out: Path) -> None:
    """Swap the finished report in; the old one goes only when the new one stands."""
    work.chmod(0o755)  # temporary folders are private to their maker, a report is not
    if not out.exists():
        work.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.replace(old / "report")
    try:
        work.replace(out)
    except OSError:
        (old / "report").replace(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
