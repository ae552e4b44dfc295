"""One process at a time: who comes later waits until the first has done."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from toolkit.files import held_alone

HOLD = """
import sys, time
from toolkit.files import held_alone
with held_alone(sys.argv[1]):
    print("held", flush=True)
    time.sleep(600)
"""


def test_who_comes_later_waits_until_the_first_process_is_gone(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "kept.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"held"
        killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(1); os.kill({first.pid}, 9)"])
        before = time.monotonic()

        with held_alone(lock):  # a process that is killed lets go, too
            waited = time.monotonic() - before

    killer.wait()
    assert waited >= 0.5


def test_the_block_can_be_entered_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with held_alone(tmp_path / "kept.lock"):
            assert (tmp_path / "kept.lock").is_file()
