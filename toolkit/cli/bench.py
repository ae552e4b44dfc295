"""``toolkit bench``: measure the toolkit itself on somebody's data."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from toolkit.cli import keyness, stances
from toolkit.cli.evaluate import figure_cell, figure_lines
from toolkit.cli.words import new_command, quiet_libraries
from toolkit.errors import ParameterError

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.cli.words import Commands
    from toolkit.measure.referents import Referent

_SPEAKER_FIGURES = {
    "precision": "right, of those named",
    "coverage": "named, of named ones",
    "recall": "named rightly",
    "nobody_named": "nobody, yet named",
}

_PARTS = ("train.jsonl", "dev.jsonl")  # of a folder with gold, which may hold other files

_EXAMPLES = """examples:
  toolkit bench texts
  toolkit bench robustness gold.jsonl
  toolkit bench quotes gold.jsonl --card
  toolkit bench quotes gold.jsonl --engine my-engine --set-aside 13
  toolkit bench speakers texts.jsonl --referents referents.jsonl
  toolkit bench ties plover.jsonl
  toolkit bench stance targets.jsonl --card
  toolkit bench keyness texts.jsonl --cuts 200
  toolkit bench report polnear --study us-election

robustness rewrites articles with their gold, so that it stays true: single, straight and other quotation marks,
no-break spaces, names in other letters or from other languages (of these the same speakers), block quotations, press
releases, transcripts.
GOLD is what toolkit evaluate takes, with texts.
quotes scores the quotations found against gold, and times their finding; --card puts that into the README.md beside
the weights, with digests of data and engine. --set-aside takes the articles that training with the same N kept aside.
speakers scores the names given to sources without one ("he", "the senator") in articles of DATA, by a file with a line
per source: {"doc_id": …, "source": [20, 22], "form": "pronoun", "referent": "Ada Vale" or null, "sure": true}.
ties scores sign and label of the ties found between given parties; DATA holds id, text, source, target and label, one
of PLOVER's. The rules were written with the odd rows of PLOVER's own records at hand: the even ones are the default.
stance trains five times for each of three seeds on labelled targets (see toolkit train), scores the model on documents
that were kept aside, swaps names in invented sentences, and takes minutes; --card as for quotes.
report makes the report of DATA twice, the second time from what the first found, says how long each took, and whether
the two are the same to the byte; of a folder that holds train.jsonl and dev.jsonl, these two are the texts. The exit
status is 1 if they differ.
keyness cuts the articles of a corpus into random halves and counts the words flagged as different at p < .001.
"""


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    bench = new_command(
        commands,
        "bench",
        help_line="measure speed on a corpus, or quotations, speakers, ties and stances on gold",
        description="Time every step on a corpus, also as a ratio to splitting sentences, since machines differ; "
        "or score the quotations found, as they are or in articles rewritten in other newsrooms' habits, "
        "or the speakers named.",
        examples=_EXAMPLES,
    )
    bench.add_argument("what", nargs="?", choices=tuple(_BENCHES), default="speed", help="default: %(default)s")
    bench.add_argument("data", help="a folder of .txt files, a .jsonl or a .csv file; for the others, gold with texts")
    bench.add_argument(
        "--workers", type=int, default=1, help="processes for robustness and report (default: %(default)s)"
    )
    bench.add_argument(
        "--engine", default="", metavar="DIR", help="for quotes, speakers and stance: an engine that toolkit train made"
    )
    bench.add_argument("--given", action="store_true", help="for speakers: of the gold's quotations, not those found")
    bench.add_argument("--referents", metavar="FILE", help="for speakers: whom sources mean, as a person coded it")
    bench.add_argument("--set-aside", type=int, default=0, metavar="N", help="only articles kept aside; for stance 8")
    bench.add_argument("--rows", choices=("odd", "even", "all"), default="even", help="for ties (default: %(default)s)")
    bench.add_argument("--cuts", type=int, default=20, help="for keyness: random halves (default: %(default)s)")
    bench.add_argument("--study", metavar="STUDY", help="for report: a study.yaml, or the name of one that ships")
    bench.add_argument("--chapters", default="", metavar="NAMES", help="for report: as for toolkit report")
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


def _speakers(options: argparse.Namespace) -> int:
    from toolkit.bench import measure_speakers
    from toolkit.measure.referents import load_referents
    from toolkit.standoff import load_quotes

    if not options.referents:
        raise ParameterError("speakers needs the file that says whom the sources mean: --referents FILE")
    cases = load_referents(options.referents)
    figures = measure_speakers(load_quotes(options.data), cases, given=options.given, engine=options.engine)
    print(*_speaker_lines(cases, figures), sep="\n")
    return 0


def _speaker_lines(cases: list[Referent], figures: pd.DataFrame) -> list[str]:
    rows = {(row["group"], row["figure"]): row for row in figures.to_dict("records")}
    n = rows["all", "found"]["n"]
    lost = round(n * (1 - rows["all", "found"]["value"]))
    lines = [
        f"{n} sources in {len({case.doc_id for case in cases if case.sure})} articles; "
        f"{len(cases) - n} of which the coder was not sure are left out",
        f"{lost} are the source of no quotation found and count as unanswered",
        "",
        f"{'':<12}" + "".join(f"{title:>26}" for title in _SPEAKER_FIGURES.values()),
    ]
    for group in dict.fromkeys(figures["group"]):
        cells = (rows[group, name] for name in _SPEAKER_FIGURES)
        lines.append(f"  {group:<10}" + "".join(f"{_with_n(row):>26}" for row in cells))
    return lines


def _with_n(row: dict[Any, Any]) -> str:
    return f"{figure_cell(row['value'], row['low'], row['high'])} {row['n']:>4}"


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
    by_step = speed.set_index("step")
    found, named = by_step.loc["quotations"], by_step.loc["with speakers"]
    return [
        f"{found['articles_per_second']:.1f} articles per second in one process, "
        f"{found['ratio']:.1f} times the time of splitting sentences; with speakers {named['articles_per_second']:.1f}"
    ]


def _ties(options: argparse.Namespace) -> int:
    from toolkit.bench import measure_ties

    data = Path(options.data)
    figures = measure_ties(data, rows=options.rows)
    print(f"{figures['n'].iloc[0]} {options.rows} rows of {data.name}")
    print(f"data   sha256 {sha256(data.read_bytes()).hexdigest()}")
    values = ["value", "low", "high", "baseline"]
    print(figures.assign(**(100 * figures[values]).round(1)).to_string(index=False))
    return 0


def _report(options: argparse.Namespace) -> int:
    from toolkit.bench import measure_twice
    from toolkit.reports import run_report

    parts = [Path(options.data) / name for name in _PARTS]
    texts = parts if all(part.is_file() for part in parts) else Path(options.data)
    chapters = options.chapters.split(",") if options.chapters else ()
    with quiet_libraries(), TemporaryDirectory() as kept:
        how: dict[str, Any] = {"study": options.study, "chapters": chapters, "annotations": kept}
        seconds, unlike, n_files = measure_twice(lambda out: run_report(texts, out, workers=options.workers, **how))
    print(f"{n_files} files; {seconds[0]:.0f} seconds the first time, {seconds[1]:.0f} the second")
    print("the same to the byte" if not unlike else f"not the same: {', '.join(unlike)}")
    return 1 if unlike else 0


_BENCHES = {
    "quotes": _quotes,
    "speakers": _speakers,
    "stance": stances.bench,
    "keyness": keyness.bench,
    "ties": _ties,
    "speed": _speed,
    "robustness": _robustness,
    "report": _report,
}
