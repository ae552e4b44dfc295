"""How figures look: legible in black and white, to colour-blind readers, and the same on every machine.

The one rule: colour never stands alone; every kind also has its lightness, its hatch and its words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

INK = "#1a1a1a"
QUIET = "#6b6b6b"
PAPER = "#ffffff"
WIDTH = 7.0
"""Width of every figure, in inches: that of a printed page, so that its letters keep their size there."""
HEIGHT = 7.8
"""The most of a printed page that a figure may take, in inches."""
SMALL = 8.0
"""Size of the smallest letters, in points."""
LETTER = 0.0088
"""Inches that a letter takes on average, for each point of its size; a bold one takes a sixth more."""


@dataclass(frozen=True, slots=True)
class Look:
    """Hold how one kind of bar looks; the colours are from ColorBrewer's PuOr, safe for colour-blind readers."""

    fill: str
    hatch: str
    ink: str


LOOKS = {
    "delegitimising": Look("#e08214", "////", INK),
    "neutral": Look("#f2f2f2", "", INK),
    "legitimising": Look("#542788", "....", PAPER),
    "direct": Look("#542788", "....", PAPER),
    "mixed": Look("#b2abd2", "////", INK),
    "indirect": Look("#f2f2f2", "", INK),
}

_SETTINGS: dict[Any, Any] = {
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.0,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.dpi": 100.0,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "hatch.color": PAPER,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "savefig.dpi": 200.0,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "framing-toolkit",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with the house's settings whatever a user's own settings are."""
    import matplotlib as mpl

    # Whether figures are shown at once is no matter of style: a notebook's backend sets it with its first figure.
    at_once = mpl.is_interactive()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS | {"interactive": at_once})
        yield
        at_once = mpl.is_interactive()
    mpl.interactive(at_once)


def broken(words: str, *, inches: float, points: float = 9.0) -> str:
    """Break words, such as a bold title, into lines that are no longer than there is room."""
    return "\n".join(textwrap.wrap(words, max(8, int(inches / (1.17 * LETTER * points))))) or words
