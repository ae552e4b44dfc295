"""Run tasks in processes of their own, several at a time.

The one rule: what ends one process, ends one task; the others go on.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_each(
    function: Callable[[Task], Result], tasks: Sequence[Task], *, workers: int
) -> Iterator[tuple[Task, Result | BaseException]]:
    """Yield every task with its result, or with the error that it ended with, as they come.

    A process serves one task after another; one that dies is replaced.
    """
    waiting = deque(tasks)
    free = [_process() for _ in range(min(workers, len(tasks)))]
    running: dict[Future[Result], tuple[Task, ProcessPoolExecutor]] = {}
    try:
        while waiting or running:
            while waiting and free:
                task, process = waiting.popleft(), free.pop()
                running[process.submit(function, task)] = task, process
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task, process = running.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    process.shutdown(wait=False)
                    process = _process()
                free.append(process)
                yield task, future.result() if error is None else error
    finally:
        for process in (*free, *(process for _, process in running.values())):
            process.shutdown(cancel_futures=True)


def _process() -> ProcessPoolExecutor:
    # spawn on every system: the same behaviour on Linux, macOS and Windows, and no inherited state
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Keep a process quiet, and let it end with the one that started it, even if that is killed."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)  # a kernel that it runs ends, too: it watches this process
