"""A set of frames is included by name or path, and the one that ships finds its examples and nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from toolkit.annotate import check_codebook, find_frames
from toolkit.codebook import Codebook, load_codebook
from toolkit.codebook.frames import shipped_sets
from toolkit.errors import CodebookError

HARBOUR = (Path(__file__).parent / "data" / "codebooks" / "harbour.yaml").read_text(encoding="utf-8")
OWN_SET = """\
name: weather
title: Weather
version: "2"
language: en
source: nobody
description: Invented.
frames:
  - {id: rain, title: Rain, definition: d, phrases: [heavy rain*], example: e, counter_example: c}
"""
DIMENSIONS = [
    "economic",
    "capacity-resources",
    "morality",
    "fairness-equality",
    "legality",
    "policy-prescription",
    "crime-punishment",
    "security-defense",
    "health-safety",
    "quality-of-life",
    "cultural-identity",
    "public-sentiment",
    "political",
    "external-regulation",
]


def including(folder: Path, name: str) -> Path:
    (folder / "my.yaml").write_text(HARBOUR.replace("actors:", f"include: [{name}]\nactors:", 1), encoding="utf-8")
    return folder / "my.yaml"


@cache
def policy() -> Codebook:
    """Give the dimensions alone, in a codebook without actors."""
    return Codebook("dimensions", "t", "1", "en", "", (), (), load_codebook("us-election").frames[-14:], ())


def test_included_frames_follow_those_of_the_codebook_and_say_where_they_come_from(tmp_path: Path) -> None:
    frames = load_codebook(including(tmp_path, "policy-frames")).frames
    assert [frame.frame_id for frame in frames] == ["close", "apart", *DIMENSIONS]
    assert {frame.origin for frame in frames[:2]} == {""}
    assert {frame.origin for frame in frames[2:]} == {"policy-frames 1.0"}


def test_included_frames_are_found_like_any_other(tmp_path: Path) -> None:
    codebook = load_codebook(including(tmp_path, "policy-frames"))
    rows = find_frames("They have close ties, the appeals court said.", codebook=codebook)
    assert [row.frame for row in rows] == ["close", "legality"]


def test_a_set_of_ones_own_is_included_by_its_path_from_the_codebook(tmp_path: Path) -> None:
    (tmp_path / "weather.yaml").write_text(OWN_SET, encoding="utf-8")
    assert load_codebook(including(tmp_path, "weather.yaml")).frames[-1].origin == "weather 2"


def test_an_unknown_set_is_refused_with_the_choices(tmp_path: Path) -> None:
    message = "my.yaml, line 5: no set of frames is named 'policy'; the toolkit ships policy-frames, and a file"
    with pytest.raises(CodebookError, match=re.escape(message)):
        load_codebook(including(tmp_path, "policy"))


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("id: rain", "id: close", "'close' is used twice as an id; the other is 'close' in "),
        ("heavy rain*", "~2 rain", "the phrase '~2 rain' begins or ends with a gap"),
    ],
)
def test_a_slip_in_a_set_is_named_with_its_file(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    (tmp_path / "weather.yaml").write_text(OWN_SET.replace(right, wrong), encoding="utf-8")
    with pytest.raises(CodebookError, match=rf"weather\.yaml, line 8: {re.escape(message)}"):
        load_codebook(including(tmp_path, "weather.yaml"))


def test_a_phrase_of_the_codebook_may_stand_in_a_set_too(tmp_path: Path) -> None:
    (tmp_path / "weather.yaml").write_text(OWN_SET.replace("heavy rain*", "at odds"), encoding="utf-8")
    codebook = load_codebook(including(tmp_path, "weather.yaml"))
    assert [row.frame for row in find_frames("They are at odds.", codebook=codebook)] == ["apart", "rain"]
    assert "phrase in two frames" not in set(check_codebook(codebook)["check"])


def test_one_set_of_frames_ships() -> None:
    assert shipped_sets() == ("policy-frames",)


@pytest.mark.parametrize("frame_id", DIMENSIONS)
def test_every_dimension_meets_its_example_and_passes_its_counter_example(frame_id: str) -> None:
    frame = next(frame for frame in policy().frames if frame.frame_id == frame_id)
    assert frame_id in {row.frame for row in find_frames(frame.example, codebook=policy(), quotes=())}
    assert frame_id not in {row.frame for row in find_frames(frame.counter_example, codebook=policy(), quotes=())}


def test_no_hit_counts_for_two_dimensions() -> None:
    findings = check_codebook(policy())
    assert list(findings.loc[findings["severity"] == "problem", "what"]) == []


def test_dimensions_fit_beside_the_frames_on_iran_and_hamas(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[1] / "toolkit/codebook/data/iran-hamas.yaml").read_text(encoding="utf-8")
    (tmp_path / "both.yaml").write_text(shipped.replace("\nactors:", "\ninclude: [policy-frames]\nactors:", 1), "utf-8")
    frames = load_codebook(tmp_path / "both.yaml").frames
    assert len({frame.frame_id for frame in frames}) == len(load_codebook("iran-hamas").frames) + 14
