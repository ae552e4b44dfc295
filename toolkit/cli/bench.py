"""``toolkit bench``: measure the toolkit itself on somebody's data."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from toolkit.cli.words import new_command

if TYPE_CHECKING:
    from toolkit.cli.words import Commands


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    bench = new_command(
        commands,
        "bench",
        help_line="measure speed on a corpus",
        description="Time every step on a corpus, also as a ratio to splitting sentences, since machines differ.",
    )
    bench.add_argument("corpus", help="a folder of .txt files, a .jsonl or a .csv file")
    bench.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from toolkit.bench import measure_speed
    from toolkit.corpus import load_corpus

    print(measure_speed(load_corpus(options.corpus)).to_string(index=False))
    return 0
