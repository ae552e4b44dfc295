"""``toolkit doctor``: what a codebook leaves out, counts twice, or declares in vain."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from toolkit.cli.words import counted, new_command

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.cli.words import Commands

_EXAMPLES = """examples:
  toolkit doctor iran-hamas
  toolkit doctor my_codebook.yaml my_texts
  toolkit doctor my_codebook.yaml my_texts --all
  toolkit doctor us-election train.jsonl dev.jsonl

Problems distort counts: a label set without one of the three kinds, an actor named five times or more that no set
holds, a phrase that two frames count, one that makes half of a frame's hits. Notes may be meant so: forms and phrases
that never occur in these texts, frames without a counterpart. The exit status is 1 if there is a problem, else 0; a
codebook that cannot be read ends with 2, and the line in which to look.
"""
_SHOWN = 10


def add_parser(commands: Commands) -> None:
    """Add the command and its options."""
    doctor = new_command(
        commands,
        "doctor",
        help_line="look a codebook over",
        description="Say what a codebook leaves out or counts twice and, in texts, what of it never occurs.",
        examples=_EXAMPLES,
    )
    doctor.add_argument("codebook", metavar="CODEBOOK", help="a .yaml file, or the name of one that ships")
    doctor.add_argument("corpus", metavar="CORPUS", nargs="*", help="texts in which names, forms, phrases are counted")
    doctor.add_argument("--all", action="store_true", help=f"list every note, not {_SHOWN} of a kind")
    doctor.add_argument("--workers", type=int, default=1, help="processes to use (default: %(default)s)")
    doctor.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from toolkit.annotate import check_codebook
    from toolkit.cli.extract import load_texts
    from toolkit.codebook import load_codebook
    from toolkit.corpus import load_corpus

    codebook = load_codebook(options.codebook)
    texts = options.corpus
    corpus = None if not texts else load_texts(texts[0]) if len(texts) == 1 else load_corpus(texts, dropped="ledger")
    findings = check_codebook(codebook, corpus, workers=options.workers)
    for (severity, check), some in findings.groupby(["severity", "check"], sort=False):
        print(*_lines(f"{severity}: {check}", some, shown=len(some) if options.all else _SHOWN), "", sep="\n")
    n_problems = int((findings["severity"] == "problem").sum())
    where = f", against {counted(len(corpus), 'article')}" if corpus is not None else ""
    print(f"{codebook!r}{where}: {counted(n_problems, 'problem')}, {counted(len(findings) - n_problems, 'note')}")
    return 1 if n_problems else 0


def _lines(heading: str, findings: pd.DataFrame, *, shown: int) -> list[str]:
    advice = list(dict.fromkeys(findings["advice"]))
    lines = [f"{heading} ({len(findings)})"]
    for where, what, to_do in findings[["where", "what", "advice"]].head(shown).itertuples(index=False):
        lines += [f"  {where}: {what}", *([f"    {to_do}"] if len(advice) > 1 else [])]
    lines += [f"  … and {len(findings) - shown} more; --all lists them"] if len(findings) > shown else []
    return lines + ([f"  {advice[0]}"] if len(advice) == 1 else [])
