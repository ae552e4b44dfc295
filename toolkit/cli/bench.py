"""``toolkit bench``: measure the toolkit itself on somebody's data."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli import stances
from toolkit.cli.evaluate import figure_lines
from toolkit.cli.words import new_command

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.cli.words import Commands


_EXAMPLES = """examples:
  toolkit bench texts
  toolkit bench robustness gold.jsonl
  toolkit bench quotes gold.jsonl --card
  toolkit bench quotes gold.jsonl --engine my-engine --set-aside 13
  toolkit bench stance targets.jsonl --card

robustness rewrites articles with their gold, so that it stays true: single, straight and other quotation marks,
no-break spaces, block quotations, press releases, transcripts. GOLD is what toolkit evaluate takes, with texts.
quotes scores the quotations found against gold, and times their finding; --card puts that into the README.md beside
the weights, with digests of data and engine. --set-aside takes the articles that training with the same N kept aside.
stance trains five times for each of three seeds on labelled targets (see toolkit train), scores the model on documents
that were kept aside, swaps names in invented sentences, and takes minutes; --card as for quotes.
"""


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    bench = new_command(
        commands,
        "bench",
        help_line="measure speed on a corpus, or quotations or stances on gold",
        description="Time every step on a corpus, also as a ratio to splitting sentences, since machines differ; "
        "or score the quotations found, as they are or in articles rewritten in other newsrooms' habits.",
        examples=_EXAMPLES,
    )
    bench.add_argument("what", nargs="?", choices=tuple(_BENCHES), default="speed", help="default: %(default)s")
    bench.add_argument(
        "data",
        help="a folder of .txt files, a .jsonl or a .csv file; for robustness, quotes and stance, gold with texts",
    )
    bench.add_argument("--workers", type=int, default=1, help="processes for robustness (default: %(default)s)")
    bench.add_argument(
        "--engine", default="", metavar="DIR", help="for quotes and stance: an engine that toolkit train made"
    )
    bench.add_argument(
        "--set-aside",
        type=int,
        default=0,
        metavar="N",
        help="only articles kept aside; for stance 8",
    )
    bench.add_argument("--card", action="store_true", help="write the figures into the engine's README.md")
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


def _quotes(options: argparse.Namespace) -> int:
    from toolkit.annotate.quotes.weights import CARD, find_engine
    from toolkit.bench import check_card, measure_quotes, save_scores
    from toolkit.standoff import load_quotes
    from toolkit.training.gold import set_aside

    card = Path(str(find_engine(options.engine))) / CARD
    if options.card:
        check_card(card)
    gold = load_quotes(options.data)
    if options.set_aside:
        _, gold = set_aside(gold, one_in=options.set_aside)
    figures, speed = measure_quotes(gold, engine=options.engine)
    lines = [*_about(options, len(gold)), *figure_lines(figures, "kind"), "", *_speed_lines(speed)]
    print(*lines, sep="\n")
    if options.card:
        save_scores(card, "\n".join(["", "```text", *lines, "```", "", ""]))
    return 0


def _about(options: argparse.Namespace, n: int) -> list[str]:
    from toolkit.annotate.quotes.weights import engine_digest, load_engine

    aside = f", one in {options.set_aside} set aside" if options.set_aside else ""
    data = Path(options.data)
    return [
        f"{n} articles of {data.name}{aside}; engine {load_engine(options.engine).name}",
        f"data   sha256 {sha256(data.read_bytes()).hexdigest()}",
        f"engine sha256 {engine_digest(options.engine)}",
    ]


def _speed_lines(speed: pd.DataFrame) -> list[str]:
    found = speed.set_index("step").loc["quotations"]
    return [
        f"{found['articles_per_second']:.1f} articles per second in one process, "
        f"{found['ratio']:.1f} times the time of splitting sentences"
    ]


_BENCHES = {"quotes": _quotes, "speed": _speed, "robustness": _robustness, "stance": stances.bench}
