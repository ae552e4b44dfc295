"""What ``toolkit extract``, ``evaluate``, ``train`` and ``bench`` do with stances.

The one rule: a target is a place in a text, as the line says; nothing else about it is read.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import ParameterError

if TYPE_CHECKING:
    import pandas as pd

_SEEDS = (1, 2, 3)


def extract(options: argparse.Namespace) -> int:
    """Judge every target of a .jsonl."""
    from toolkit.annotate.stance.model import load_stance_model
    from toolkit.files import whole_file
    from toolkit.training.stance_scores import judge_targets
    from toolkit.training.targets import load_targets

    if Path(options.out).suffix.lower() != ".jsonl":
        raise ParameterError(f"--out is {options.out!r}; for stances its name must end in .jsonl")
    targets = load_targets(options.corpus, labelled=False)
    found = judge_targets(targets, load_stance_model(options.engine))
    rows = found.rename(columns={"row_id": "id"})[["id", "label", "best", "score", "confidence"]]
    with whole_file(options.out) as part:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows.to_dict("records"))
        part.write_text("".join(lines), encoding="utf-8", newline="\n")
    unclear = int((found["label"] == "unclear").sum())
    print(f"{options.out}: {len(found)} targets, {unclear} of them unclear; not validated on your corpus")
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Compare the stances of PRED with those of GOLD."""
    import pandas as pd

    from toolkit.measure import evaluate_stances
    from toolkit.training.targets import load_targets

    gold = {target.row_id: target for target in load_targets(options.gold)}
    pred = _by_id(options.pred)
    if lacking := [name for name in gold if name not in pred]:
        raise ParameterError(f"{options.pred} has no line for {len(lacking)} targets, such as {lacking[0]!r}")
    rows = [
        {"doc_id": target.doc_id, "gold": target.label, **{name: pred[key][name] for name in _READ}}
        for key, target in gold.items()
    ]
    table = pd.DataFrame(rows)
    figures = evaluate_stances(table, n_boot=options.boot)
    if options.json:
        from toolkit.files import whole_file

        plain = figures.astype(object).where(figures.notna(), None).to_dict("records")
        with whole_file(options.json) as part:
            part.write_text(json.dumps({"figures": plain}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(table)} targets in {table['doc_id'].nunique()} documents")
    print(*figure_lines({"": figures}), sep="\n")
    return 0


_READ = ("label", "best", "confidence")


def _by_id(path: str) -> dict[str, dict[str, object]]:
    found = {}
    for n, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
                found[str(row["id"])] = {name: row[name] for name in _READ}
            except (ValueError, KeyError, TypeError) as wrong:
                wish = "id, label, best and confidence"
                raise ParameterError(f"{path}, line {n}: a line needs {wish} ({wrong!r})") from wrong
    return found


def train(options: argparse.Namespace) -> int:
    """Train a stance model."""
    from toolkit.training.stance import ONE_IN, train_stance

    if len(options.gold) != 1:
        raise ParameterError(f"a stance model is trained on one file; there are {len(options.gold)}")
    folder = train_stance(
        options.gold[0],
        options.out,
        seed=options.seed,
        one_in=ONE_IN if options.set_aside is None else options.set_aside,
        name=options.name or "stance-1",
        say=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(f"{folder}: to use it: toolkit extract stance … --engine {folder}")
    return 0


def bench(options: argparse.Namespace) -> int:
    """Score a stance model, and write the figures into its card."""
    from toolkit.annotate.stance.model import CARD, find_stance_model, load_stance_model, stance_digest
    from toolkit.bench import check_card, save_scores
    from toolkit.training.audit import audit_swaps
    from toolkit.training.stance import ONE_IN
    from toolkit.training.stance_scores import score_stance, targets_per_second
    from toolkit.training.targets import load_targets

    card = Path(str(find_stance_model(options.engine))) / CARD
    if options.card:
        check_card(card)
    model, targets = load_stance_model(options.engine), load_targets(options.data)
    scores = score_stance(targets, model, one_in=options.set_aside or ONE_IN, seeds=_SEEDS)
    data = Path(options.data)
    lines = [
        f"{len(targets)} targets of {data.name}, one document in {options.set_aside or ONE_IN} set aside; {model.name}",
        f"data  sha256 {sha256(data.read_bytes()).hexdigest()}",
        f"model sha256 {stance_digest(options.engine)}",
        "",
        "seed: five folds of documents of what is not set aside, by a model trained anew for each fold",
        *(f"  {name}: {n} targets in {documents} documents" for name, (n, documents) in scores.n.items()),
        "",
        *figure_lines(scores.figures),
        "",
        *_error_lines(scores.errors),
        "",
        *_swap_lines(audit_swaps(model)),
        "",
        f"{targets_per_second(targets, model):,.0f} targets per second in one process",
    ]
    print(*lines, sep="\n")
    if options.card:
        save_scores(card, "\n".join(["", "```text", *lines, "```", "", ""]))
    return 0


def figure_lines(parts: dict[str, pd.DataFrame]) -> list[str]:
    """Lay figures out, one column for each part; shares in per cent, with intervals."""
    tables = {name: table.set_index("figure") for name, table in parts.items()}
    figures = list(next(iter(tables.values())).index)
    lines = [f"{'figure':<22}" + "".join(f"{name:>22}" for name in tables)]
    for figure in figures:
        cells = "".join(f"{_cell(*table.loc[figure, ['value', 'low', 'high']]):>22}" for table in tables.values())
        lines.append(f"{figure:<22}{cells}")
    return lines


def _cell(value: float, low: float, high: float) -> str:
    interval = f" [{100 * low:.1f}, {100 * high:.1f}]" if low == low else ""
    return f"{100 * value:.1f}{interval}" if value == value else "–"


def _error_lines(errors: pd.DataFrame) -> list[str]:
    lines = [f"{'target ends in':<22}{'targets':>10}{'mean of gold':>14}{'mean error of score':>28}"]
    for row in errors.to_dict("records"):
        error = f"{row['error']:+.2f} [{row['low']:+.2f}, {row['high']:+.2f}]"
        lines.append(f"{row['group']:<22}{row['n']:>10}{row['mean']:>+14.2f}{error:>28}")
    return lines


def _swap_lines(swaps: pd.DataFrame) -> list[str]:
    lines = [f"{'swapped':<22}{'sentences':>10}{'words':>10}{'mean change':>14}{'largest':>10}"]
    for row in swaps.to_dict("records"):
        changes = f"{row['mean']:>14.3f}{row['largest']:>10.3f}"
        lines.append(f"{row['slot']:<22}{row['sentences']:>10}{row['words']:>10}{changes}")
    return lines
