"""Write again which variants and claims fail: `PYTHONPATH=. python tests/write_known_failures.py`.

The one rule: the reason of an id that stays is kept, since a person may have written it; a new id gets the differences.
"""

from __future__ import annotations

from pathlib import Path

import constructions_reading
import seeds_speakers
import speakers_reading


def write_known_failures(path: Path, failing: dict[str, list[str]]) -> None:
    """Replace a list by what fails now, in the order of the files."""
    reasons = constructions_reading.read_known_failures(path)
    rows = [(i, reasons.get(i, "; ".join(differences))) for i, differences in failing.items()]
    path.write_text("".join(f"{i}\t{reason}\n" for i, reason in rows), encoding="utf-8")


def failing_speakers() -> dict[str, list[str]]:
    """Give what fails of the speakers, in each way."""
    return {
        f"{way}/{case_id}": differences
        for way in speakers_reading.WAYS
        for case_id, differences in (speakers_reading.failing_cases(way) | seeds_speakers.claims(way)).items()
        if differences
    }


if __name__ == "__main__":
    write_known_failures(constructions_reading.KNOWN, constructions_reading.failing_cases())
    write_known_failures(speakers_reading.KNOWN, failing_speakers())
