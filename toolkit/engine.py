"""Map a function over items, here or in worker processes; knows nothing about language.

The one rule: results come back in the order of the items, whatever ran where.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from toolkit.errors import ToolkitError

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 50


def map_items(function: Callable[[Item], Result], items: Sequence[Item], *, workers: int = 1) -> Iterator[Result]:
    """Yield ``function(item)`` for every item, in order.

    Parameters
    ----------
    workers
        1 runs in this process; more starts that many processes, for which `function` must be picklable
        and a script needs its ``if __name__ == "__main__":`` guard.

    Examples
    --------
    >>> list(map_items(len, ["Fars", "Ynet", "Wafa news"]))
    [4, 4, 9]
    """
    if workers < 1:
        raise ToolkitError(f"workers is {workers}; it must be 1 (this process) or more")
    if workers == 1 or len(items) <= 1:
        yield from map(function, items)
        return
    # spawn on every system: the same behaviour on Linux, macOS and Windows, and no inherited state
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(function, items, chunksize=max(1, min(_CHUNK, len(items) // workers)))
