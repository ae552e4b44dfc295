"""``toolkit bench``: measure the toolkit itself on somebody's data."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from toolkit.cli.words import new_command

if TYPE_CHECKING:
    from toolkit.cli.words import Commands


_EXAMPLES = """examples:
  toolkit bench texts
  toolkit bench robustness gold.jsonl

robustness rewrites articles with their gold, so that it stays true: single, straight and other quotation marks,
no-break spaces, block quotations, press releases, transcripts. GOLD is what toolkit evaluate takes, with texts.
"""


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    bench = new_command(
        commands,
        "bench",
        help_line="measure speed on a corpus, or robustness on gold",
        description="Time every step on a corpus, also as a ratio to splitting sentences, since machines differ; "
        "or find quotations in articles that were rewritten in other newsrooms' habits.",
        examples=_EXAMPLES,
    )
    bench.add_argument("what", nargs="?", choices=tuple(_BENCHES), default="speed", help="default: %(default)s")
    bench.add_argument("data", help="a folder of .txt files, a .jsonl or a .csv file; for robustness, gold with texts")
    bench.add_argument("--workers", type=int, default=1, help="processes for robustness (default: %(default)s)")
    bench.set_defaults(run=lambda options: _BENCHES[options.what](options))


def _speed(options: argparse.Namespace) -> int:
    from toolkit.bench import measure_speed
    from toolkit.corpus import load_corpus

    print(measure_speed(load_corpus(options.data)).to_string(index=False))
    return 0


def _robustness(options: argparse.Namespace) -> int:
    from toolkit.robustness import measure_robustness
    from toolkit.standoff import load_quotes

    table = measure_robustness(load_quotes(options.data), workers=options.workers)
    shares = ["untouched", "changed", "difference", "exact", "source"]
    print(table.assign(**(100 * table[shares]).round(1)).to_string(index=False, na_rep="–"))
    return 0


_BENCHES = {"speed": _speed, "robustness": _robustness}
