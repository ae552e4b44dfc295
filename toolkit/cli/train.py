"""``toolkit train``: make an engine of one's own from articles in which people marked the quotations."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from toolkit.cli import stances
from toolkit.cli.words import new_command
from toolkit.errors import ParameterError

if TYPE_CHECKING:
    from toolkit.cli.words import Commands

_EXAMPLES = """examples:
  toolkit train quotes gold.jsonl --out my-engine
  toolkit train quotes gold.jsonl more.jsonl --out my-engine --seed 2 --epochs 4 --half-epochs 3
  toolkit train quotes gold.jsonl --out my-engine-2 --seed 2 --links-from my-engine
  toolkit extract quotes articles.jsonl --out pred.jsonl --engine my-engine
  toolkit bench quotes gold.jsonl --engine my-engine --set-aside 13
  toolkit train teacher gold.jsonl --encoder all-MiniLM-L6-v2 --unmarked news.jsonl --out labels.npz
  toolkit train quotes gold.jsonl --taught-by labels.npz --unmarked news.jsonl --out my-engine-3
  toolkit train stance targets.jsonl --out my-stance --seed 1

GOLD is what toolkit evaluate takes, with texts:
  {"doc_id": "a", "text": "“No,” she said.", "attributions": [{"content": [[0, 5]], "cue": [[10, 14]], "source": …}]}
It needs PyTorch and onnx: pip install 'framing-toolkit[train]'. 800 articles take some hours on one processor.

A teacher is a large pretrained encoder (a local folder; none is fetched) fitted to the same gold. What it finds likely
in the gold and in further news, {"doc_id": …, "text": …}, teaches the small network. Give both commands the same files.
It wants an accelerator.

For stance, GOLD has a line for each target; it needs nothing more, and takes minutes. Rows of one document (doc_id, or
the first three parts of the id between underscores) stay together. One document in 8 is set aside:
  {"id": …, "text": a sentence, "start": 4, "end": 9, "label": favour|against|neutral}
"""


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    train = new_command(
        commands,
        "train",
        help_line="train an engine that finds quotations, or one that finds stances",
        description="Train an engine on GOLD, and write it into a folder for --engine of other commands; or a teacher, "
        "and write its labels into a file for --taught-by.",
        examples=_EXAMPLES,
    )
    train.add_argument("what", choices=("quotes", "stance", "teacher"), help="what the engine finds, or teacher")
    train.add_argument("gold", nargs="+", metavar="GOLD", help="a .jsonl of articles with what people marked")
    train.add_argument(
        "--out",
        required=True,
        metavar="DIR",
        help="folder of the engine; an older engine is replaced (teacher: a .npz)",
    )
    train.add_argument("--seed", type=int, default=1, metavar="N", help="for all random choices (default: %(default)s)")
    train.add_argument(
        "--epochs", type=int, metavar="N", help="passes over the articles (default: 12, for a teacher 9)"
    )
    train.add_argument(
        "--half-epochs",
        type=int,
        default=9,
        metavar="N",
        help="passes over every second article, for links and confidence (default: %(default)s)",
    )
    train.add_argument(
        "--set-aside",
        type=int,
        metavar="N",
        help="learn nothing from one article in N, by hash of its doc_id; 0: from all (default: 13, for stance 8)",
    )
    train.add_argument(
        "--links-from", metavar="DIR", help="take links and confidence from this engine of the same gold"
    )
    train.add_argument("--taught-by", metavar="FILE", help="learn also from these labels of toolkit train teacher")
    train.add_argument("--encoder", metavar="DIR", help="folder of the pretrained encoder of a teacher")
    train.add_argument(
        "--unmarked", nargs="+", default=[], metavar="FILE", help="a .jsonl of articles that nobody marked"
    )
    train.add_argument(
        "--name", help="how the engine signs in the column method (default: tagger-1, for stance stance-1)"
    )
    train.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    return {"stance": stances.train, "quotes": _quotes, "teacher": _teacher}[options.what](options)


def _teacher(options: argparse.Namespace) -> int:
    from toolkit.training import train_teacher

    if not (options.encoder and options.unmarked):
        raise ParameterError("a teacher needs --encoder DIR and --unmarked FILE; see toolkit train --help")
    path = train_teacher(
        options.gold,
        options.out,
        encoder=options.encoder,
        unmarked=options.unmarked,
        epochs=9 if options.epochs is None else options.epochs,
        one_in=13 if options.set_aside is None else options.set_aside,
        say=_say,
    )
    print(f"{path}: labels; to use them: toolkit train quotes … --taught-by {path} --unmarked …")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _quotes(options: argparse.Namespace) -> int:
    from toolkit.training import train_quotes

    name = options.name or "tagger-1"
    folder = train_quotes(
        options.gold,
        options.out,
        seed=options.seed,
        epochs=12 if options.epochs is None else options.epochs,
        half_epochs=options.half_epochs,
        one_in=13 if options.set_aside is None else options.set_aside,
        name=name,
        held_out=options.links_from,
        taught_by=options.taught_by,
        unmarked=options.unmarked,
        say=_say,
    )
    print(f"{folder}: engine {name}; to use it: toolkit extract quotes … --engine {folder}")
    return 0
