"""The command line: one module per command of ``toolkit``.

The one rule: a mistake of the user's is one line on standard error and exit status 2, with nothing written.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from toolkit.cli import bench, check, doctor, evaluate, extract, importing, new, report, train
from toolkit.errors import ReportFailed, ToolkitError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ReportFailed as failure:
        print(f"toolkit: {failure}", file=sys.stderr)
        return 1
    except ToolkitError as mistake:
        print(f"toolkit: {mistake}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("toolkit", description="Measure how ties between actors are framed in news texts.")
    parser.add_argument("--version", action="version", version=f"framing-toolkit {version('framing-toolkit')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (new, report, importing, extract, check, doctor, evaluate, train, bench):
        command.add_parser(commands)
    return parser
