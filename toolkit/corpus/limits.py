"""How much of a source is read before it is refused.

The one rule: sizes are counted while reading; what a header claims about itself is never believed.
"""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the limits of an import; each is an option, and what exceeds one gets its line in the ledger.

    Attributes
    ----------
    file_bytes
        Largest file, also inside an archive and after unpacking.
    line_bytes
        Longest line of a JSONL file, and longest field of a CSV file.
    archive_bytes
        Most that one archive may hold, with all archives inside it.
    ratio, harmless_bytes
        How many times its own size an archive may unpack to, once it unpacks to more than `harmless_bytes`.
    depth
        How many archives may stand in each other: 1 reads no archive inside an archive.

    Examples
    --------
    >>> Limits(line_bytes=1000).may_unpack(10)
    16777216
    """

    file_bytes: int = 1024 * _MIB
    line_bytes: int = 32 * _MIB
    archive_bytes: int = 8192 * _MIB
    ratio: int = 200
    harmless_bytes: int = 16 * _MIB
    depth: int = 3

    def may_unpack(self, packed: int) -> int:
        """Give the bytes that an archive of `packed` bytes may unpack to."""
        return min(self.archive_bytes, max(self.harmless_bytes, self.ratio * packed))
