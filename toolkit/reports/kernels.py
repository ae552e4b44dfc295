"""Run a bound notebook through papermill, its chapters dealt out to kernels side by side.

The one rule: in how many kernels the chapters ran shows in nothing that is written.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import chdir, closing
from copy import copy
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import local_file_io_cwd

from toolkit.reports.chapters import CHAPTER
from toolkit.reports.parameters import literal

_CELL_SECONDS = 3600


class CellStopped(Exception):
    """Tell what ended a run: the error's name and words, and the prompt of its cell, counted from 1."""

    def __init__(self, name: str, words: str, *, cell: int) -> None:
        super().__init__(f"{name}: {words}")
        self.name, self.words, self.cell = name, words, cell


def run_cells(
    notebook: Any, executed: Path, values: Mapping[str, Any], *, kernels: int = 1, progress: bool = False
) -> None:
    """Run a notebook in the folder of `executed`, and write it there, however it ends.

    Parameters
    ----------
    notebook
        As `bind_chapters` gives it; cells of no chapter run in every kernel.
    kernels
        How many chapters run at the same time, at most.

    Raises
    ------
    CellStopped
        If a cell fails, or its kernel dies; the other kernels are ended.
    """
    parts = _deal(notebook, executed.parent, kernels)
    running = _Running()
    # papermill keeps one folder for all threads, which each puts back: all put back the same one, and then the old one
    with chdir(executed.parent), local_file_io_cwd(), ThreadPoolExecutor(len(parts)) as pool:
        ends = [pool.submit(part.run, values, running, progress=progress) for part in parts]
        try:
            wait(ends, return_when=FIRST_EXCEPTION)
            failed = next((n for n, end in enumerate(ends) if end.done() and end.exception()), None)
        finally:
            running.stop()
    whole = _join(notebook, [part.take() for part in parts], lead=failed or 0)
    nbformat.write(whole, executed)
    if failed is not None and (failure := ends[failed].exception()):
        raise _stopped(failure, whole, parts[failed]) from failure


def _deal(notebook: Any, folder: Path, kernels: int) -> list[_Part]:
    """Deal the chapters out to and fro (0, 1, 1, 0, 0, 1, …), since long ones stand beside each other."""
    numbers = sorted({cell.metadata[CHAPTER] for cell in notebook.cells if CHAPTER in cell.metadata})
    n_parts = max(1, min(kernels, len(numbers)))
    to_and_fro = [*range(n_parts), *reversed(range(n_parts))]
    hands = {number: to_and_fro[at % len(to_and_fro)] for at, number in enumerate(numbers)}
    parts = []
    for number in range(n_parts):
        own = copy(notebook)
        own.cells = [cell for cell in notebook.cells if hands.get(cell.metadata.get(CHAPTER), number) == number]
        parts.append(_Part(own, number, n_parts, folder))
    return parts


class _Running:
    """Know the kernels that run, and end them."""

    def __init__(self) -> None:
        self._kernels: list[AsyncKernelManager] = []
        self._stopped = threading.Event()

    def add(self, kernel: AsyncKernelManager) -> None:
        """Take a kernel that has just been started; after `stop` it is ended at once."""
        self._kernels.append(kernel)
        if self._stopped.is_set():
            self.stop()

    def stop(self) -> None:
        """End the kernels that still run, and those that are to come."""
        self._stopped.set()
        for kernel in self._kernels:
            process = getattr(kernel.provisioner, "process", None)
            if process is not None:
                process.terminate()


class _QuietKernelManager(AsyncKernelManager):
    """Encrypt the kernel's channels, and let it say nothing but what its cells say.

    It would warn about plain TCP, and now and then about the interruption by which it is shut down.
    """

    running: _Running

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.transport_encryption = "required"

    async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]  # declared as if it blocked
        await super().start_kernel(**{"stderr": subprocess.DEVNULL, **settings})
        self.running.add(self)


@dataclass(slots=True)
class _Part:
    """Hold what one kernel runs, and afterwards what came of it."""

    notebook: Any
    number: int
    of: int
    folder: Path
    executed: Any = field(default=None)

    def run(self, values: Mapping[str, Any], running: _Running, *, progress: bool) -> None:
        nbformat.write(self.notebook, self._path("source"))
        name = "Report" if self.of == 1 else f"Report, part {self.number + 1} of {self.of}"
        bar = {"desc": name, "unit": "cell", "leave": False, "position": self.number}
        with closing(ensure_event_loop()):  # this thread's own
            papermill.execute_notebook(
                literal(self._path("source")),
                literal(self._path("executed")),
                dict(values),
                kernel_name="python3",
                progress_bar=bar if progress else False,
                record_timing=False,
                execution_timeout=_CELL_SECONDS,
                kernel_manager_class=type("_Manager", (_QuietKernelManager,), {"running": running}),
            )

    def take(self) -> Any:
        """Read what was executed, as far as it got, and leave no file behind."""
        path = self._path("executed")
        self.executed = nbformat.read(path, as_version=4) if path.is_file() else self.notebook
        for each in (path, self._path("source")):
            each.unlink(missing_ok=True)
        return self.executed

    def _path(self, kind: str) -> Path:
        return self.folder / f".{kind}-{self.number}.ipynb"


def _join(notebook: Any, parts: Sequence[Any], *, lead: int) -> Any:
    """Put executed cells in the order of the notebook; what papermill added stands as it does in the part `lead`."""
    known = {cell.id for cell in notebook.cells}
    done = {cell.id: cell for cell in chain.from_iterable(part.cells for part in parts)}
    added: dict[str, list[Any]] = {}
    waiting: list[Any] = []
    for cell in parts[lead].cells:
        if cell.id not in known:
            waiting.append(cell)
            continue
        done[cell.id] = cell
        added[cell.id], waiting = waiting, []
    whole = copy(parts[lead])
    whole.cells = [each for cell in notebook.cells for each in (*added.get(cell.id, ()), done[cell.id])] + waiting
    for prompt, cell in enumerate(_run_cells(whole), 1):
        if cell.execution_count is None:
            continue
        cell.execution_count = prompt
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = prompt
    return whole


def _run_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def _stopped(failure: BaseException, whole: Any, part: _Part) -> BaseException:
    """Say where a part stopped: at the last of its cells that began, even where papermill calls that one complete."""
    if isinstance(failure, PapermillExecutionError):
        name, words = failure.ename, failure.evalue
    elif isinstance(failure, (CellExecutionError, CellTimeoutError, DeadKernelError)):
        name, words = type(failure).__name__, str(failure)
    else:
        return failure
    began = [cell.id for cell in _run_cells(part.executed) if cell.metadata["papermill"].get("start_time")]
    prompts = [cell.id for cell in _run_cells(whole)]
    return CellStopped(name, words, cell=prompts.index(began[-1]) + 1 if began else 0)
