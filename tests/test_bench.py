"""The speed of an import is measured beside that of its parts, as a ratio to splitting sentences."""

from __future__ import annotations

import pytest

from toolkit import bench
from toolkit.bench import measure_speed
from toolkit.rows import Corpus


def test_reading_and_importing_have_a_speed_and_a_ratio(seeds: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_ENOUGH_SECONDS", 0.01)
    monkeypatch.setattr(bench, "_ENOUGH_ARTICLES", 10)
    speeds = measure_speed(seeds).set_index("step")
    assert speeds.loc["reading", "articles_per_second"] > speeds.loc["import", "articles_per_second"] > 0
    assert speeds.loc["sentences (baseline)", "ratio"] == 1
