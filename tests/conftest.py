"""What many tests share: the seeds, the codebook that ships, and how floors are lowered."""

from __future__ import annotations

from pathlib import Path

import pytest
from floors import SAID
from hypothesis import settings

from toolkit.codebook import Codebook, load_codebook
from toolkit.corpus import load_corpus
from toolkit.rows import Corpus

ROOT = Path(__file__).parent.parent

# The same examples in every run: a test that fails today fails tomorrow, too. `make full` asks for more of them.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("many", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("same")


@pytest.fixture(scope="session")
def seeds() -> Corpus:
    return load_corpus(ROOT / "seeds")


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook("iran-hamas")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--lower-floors", action="store_true", help="lower floors in tests/gold/floors.json that are missed"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SAID] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[SAID]:
        terminalreporter.write_line(line)
