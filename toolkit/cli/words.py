"""What several commands read from the command line, and how their help looks."""

from __future__ import annotations

import argparse
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.errors import ParameterError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def new_command(
    commands: Commands, name: str, *, help_line: str, description: str, examples: str = ""
) -> argparse.ArgumentParser:
    """Add a command whose help ends with examples, line by line."""
    return commands.add_parser(
        name,
        help=help_line,
        description=description,
        epilog=examples or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def read_pair(words: str) -> tuple[str, str]:
    """Read ``NAME=VALUE``."""
    name, equals, value = words.partition("=")
    if not equals or not name.isidentifier():
        raise ParameterError(f"expected NAME=VALUE, and got {words!r}")
    return name, value


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep back what libraries log and warn: it is for their developers."""
    logging.getLogger().addHandler(logging.NullHandler())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def counted(n: int, noun: str) -> str:
    """Write a number with what is counted: "1 note", "2 notes"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
