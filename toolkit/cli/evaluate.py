"""``toolkit evaluate``: what was found against what people marked, and what a new engine changed."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from toolkit.cli import stances
from toolkit.cli.extract import load_texts
from toolkit.cli.words import new_command
from toolkit.errors import ParameterError

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.cli.words import Commands
    from toolkit.rows import Corpus, MarkedArticle

_EXAMPLES = """examples:
  toolkit extract quotes gold.jsonl --out pred.jsonl
  toolkit evaluate quotes gold.jsonl pred.jsonl
  toolkit evaluate quotes gold.jsonl pred.jsonl --against older.jsonl --json figures.json
  toolkit evaluate quotes marks_without_texts.jsonl pred.jsonl --corpus seeds --by act
  toolkit evaluate stance targets.jsonl stances.jsonl

GOLD has one line per article: {"doc_id": …, "text": …, "attributions": [{"content": [[0, 9]], "cue": …, "source": …}]}
or the same with "quotes". Figures are per cent; in brackets the interval in which 95 of 100 draws of articles lie.
strict: the same words; soft: the share of words in common; n: units marked / found.
"""
_SPLIT = ("precision", "recall", "f1")
_SHOWN = 90


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    evaluate = new_command(
        commands,
        "evaluate",
        help_line="compare quotations or stances found with those people marked",
        description="Compare what PRED found with what people marked in GOLD: precision, recall, F1, with intervals.",
        examples=_EXAMPLES,
    )
    evaluate.add_argument("what", choices=("quotes", "stance"), help="what to compare")
    evaluate.add_argument("gold", metavar="GOLD", help="a .jsonl of articles with what people marked")
    evaluate.add_argument("pred", metavar="PRED", help="a .jsonl that toolkit extract quotes wrote, or one like it")
    evaluate.add_argument("--by", default="kind", choices=("kind", "act", "form", "sourced"), help="groups to show")
    evaluate.add_argument("--unit", default="segment", choices=("segment", "attribution"), help="units of content")
    evaluate.add_argument("--corpus", metavar="IN", help="where the texts are, if GOLD has none")
    evaluate.add_argument("--against", metavar="OLD", help="an older PRED: what was gained and lost since")
    evaluate.add_argument(
        "--boot", type=int, default=1000, metavar="N", help="draws of articles (default: %(default)s)"
    )
    evaluate.add_argument("--json", metavar="FILE", help="write the figures there, too")
    evaluate.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.boot < 0:
        raise ParameterError(f"--boot is {options.boot}; it must be 0 (no intervals) or more")
    return stances.evaluate(options) if options.what == "stance" else _quotes(options)


def _quotes(options: argparse.Namespace) -> int:
    from toolkit.measure import compare_quotes, evaluate_quotes
    from toolkit.standoff import load_quotes

    gold, pred = load_quotes(options.gold), load_quotes(options.pred)
    old = load_quotes(options.against) if options.against else None
    corpus = _texts(gold, options)
    figures = evaluate_quotes(
        gold, pred, by=options.by, unit=options.unit, against=old, corpus=corpus, n_boot=options.boot
    )
    units = compare_quotes(gold, pred, old, unit=options.unit, corpus=corpus) if old else None
    if options.json:
        _write(figures, units, options)
    print(_heading(gold, pred))
    print(*figure_lines(figures, options.by), sep="\n")
    if units is not None:
        print(*_change_lines(units), sep="\n")
    return 0


def _texts(gold: list[MarkedArticle], options: argparse.Namespace) -> Corpus | None:
    if options.corpus:
        return load_texts(options.corpus)
    if any(article.text is None for article in gold):
        raise ParameterError(f"{options.gold} has no texts; say where they are: --corpus IN")
    return None


def figure_lines(figures: pd.DataFrame, by: str) -> list[str]:
    """Lay the figures out: content by group first, then sources, then what concerns whole attributions."""
    rows = {(row["group"], row["figure"]): row for row in figures.to_dict("records")}
    groups = list(dict.fromkeys(figures["group"]))
    lines = []
    for measure in ("strict", "soft"):
        lines += ["", f"{measure + ', by ' + by:<22}{'precision':>22}{'recall':>22}{'F1':>22}{'n':>14}"]
        lines += [_line(group, [rows[group, f"{measure}_{part}"] for part in _SPLIT]) for group in groups]
    lines += ["", f"{'source, by ' + by:<22}{'overlap':>22}{'exact':>22}{'given':>22}{'n':>14}"]
    parts = ("source_overlap", "source_exact", "source_given")
    lines += [_line(group, [rows[group, part] for part in parts]) for group in groups]
    lines += ["", f"{'over all':<22}{'precision':>22}{'recall':>22}{'F1':>22}{'n':>14}"]
    wholes = {"words": "words", "paired": "attributions paired", "quote_source": "quote and source"}
    wholes |= {"cue_exact": "cue exact", "cue_overlap": "cue overlap"}
    lines += [_line(name, [rows["all", f"{key}_{part}"] for part in _SPLIT]) for key, name in wholes.items()]
    return lines + _changes(figures)


def _heading(gold: list[MarkedArticle], pred: list[MarkedArticle]) -> str:
    names, found = {article.doc_id for article in gold}, {article.doc_id for article in pred}
    words = f"{len(gold)} articles"
    if lacking := len(names - found):
        words += f"; {lacking} of them have no line in PRED and count as nothing found"
    if more := len(found - names):
        words += f"; {more} articles of PRED are not in GOLD and do not count"
    return words


def _line(name: str, rows: list[dict[Any, Any]]) -> str:
    cells = "".join(f"{figure_cell(row['value'], row['low'], row['high']):>22}" for row in rows)
    n = "{n_gold} / {n_pred}".format(**rows[0])
    return f"  {name:<20}{cells}{n:>14}"


def figure_cell(value: float, low: float, high: float, *, sign: str = "") -> str:
    """Write a share per cent with its interval, as far as there is one."""
    if value != value:
        return "–"
    interval = f" [{100 * low:{sign}.1f}, {100 * high:{sign}.1f}]" if low == low else ""
    return f"{100 * value:{sign}.1f}{interval}"


def _changes(figures: pd.DataFrame) -> list[str]:
    """Lay out how F1 and sources changed."""
    if "change" not in figures:
        return []
    lines = ["", f"{'change':<34}{'old':>8}{'new':>8}{'change':>24}"]
    for row in figures.to_dict("records"):
        if row["figure"].endswith("_f1") or row["figure"] in ("source_overlap", "source_exact"):
            old, new = (figure_cell(row[name], float("nan"), 0) for name in ("old", "value"))
            change = figure_cell(row["change"], row["change_low"], row["change_high"], sign="+")
            lines.append(f"  {row['group']:<10}{row['figure']:<22}{old:>8}{new:>8}{change:>24}")
    return lines


def _change_lines(units: pd.DataFrame) -> list[str]:
    lines = []
    for change in ("gained", "lost"):
        for right, verdict in ((True, "right"), (False, "wrong")):
            some = units[(units["change"] == change) & (units["right"] == right)]
            lines += ["", f"{change}, {verdict}: {len(some)}"]
            for row in some.to_dict("records"):
                words = " ".join(row["text"].split())
                short = words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]} … {words[-_SHOWN // 2 :]}"
                lines.append(f"  {row['doc_id']} {row['start']}–{row['end']} ({row['kind']}): {short}")
    return lines


def _write(figures: pd.DataFrame, units: pd.DataFrame | None, options: argparse.Namespace) -> None:
    """Write the figures as JSON; what is missing is null."""
    from toolkit.files import whole_file

    about = {name: getattr(options, name) for name in ("gold", "pred", "against", "by", "unit", "boot")}
    plain = figures.astype(object).where(figures.notna(), None).to_dict("records")
    changed = {} if units is None else {"units": units.to_dict("records")}
    with whole_file(options.json) as part:
        part.write_text(json.dumps({**about, "figures": plain, **changed}, indent=1) + "\n", encoding="utf-8")
