"""What many tests share: the seeds, and the codebook that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from toolkit.codebook import Codebook, load_codebook
from toolkit.corpus import load_corpus
from toolkit.rows import Corpus

ROOT = Path(__file__).parent.parent

# The same examples in every run: a test that fails today fails tomorrow, too.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.fixture(scope="session")
def seeds() -> Corpus:
    return load_corpus(ROOT / "seeds")


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook("iran-hamas")
