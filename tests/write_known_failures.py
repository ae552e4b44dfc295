"""Write again which variants of `data/constructions` fail: `python tests/write_known_failures.py`.

The one rule: the reason of an id that stays is kept, since a person may have written it; a new id gets the differences.
"""

from __future__ import annotations

from constructions_reading import KNOWN, failing_cases, read_known_failures


def write_known_failures() -> None:
    """Replace the list by the variants that fail now, in the order of the files."""
    reasons = read_known_failures()
    rows = [(i, reasons.get(i, "; ".join(differences))) for i, differences in failing_cases().items()]
    KNOWN.write_text("".join(f"{i}\t{reason}\n" for i, reason in rows), encoding="utf-8")


if __name__ == "__main__":
    write_known_failures()
