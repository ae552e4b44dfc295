"""What a study may as well have decided: for each decision, the choices that a colleague could defend.

The one rule: alternatives are declared before anything is counted; what the study itself chose is always among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Window = Literal["sentence", "paragraph", "document"]
CountedUnit = Literal["article", "story"]
CountedVoices = Literal["own", "narrator", "all"]
CountedDates = Literal["all", "stated"]
CountedQuotes = Literal["all", "sure"]

DECLARED = "declared"
WITHOUT_TOP = "without_top_phrases"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Hold two times that are compared: two stretches of days, or so many days before and from an event on.

    Attributes
    ----------
    before, after
        First and last day, inclusive; None is open.
    event, days
        Id of an event of the codebook, and the length of either stretch; the event's first day is in the second.

    Examples
    --------
    >>> Contrast.split(date(2015, 7, 14)).name
    'up to 2015-07-13 / from 2015-07-14'
    >>> Contrast(event="jcpoa", days=90).name
    '90 days around jcpoa'
    """

    before: tuple[date | None, date] | None = None
    after: tuple[date, date | None] | None = None
    event: str = ""
    days: int = 0

    @classmethod
    def split(cls, day: date) -> Contrast:
        """Compare all days before `day` with it and all after it."""
        return cls((None, day - timedelta(days=1)), (day, None))

    def around(self, day: date) -> Contrast:
        """Give the stretches of days around an event that begins on `day`."""
        long, short = timedelta(days=self.days), timedelta(days=1)
        return Contrast((day - long, day - short), (day, day + long - short), self.event, self.days)

    @property
    def name(self) -> str:
        """What is compared, in words."""
        if self.event:
            return f"{self.days} days around {self.event}"
        return " / ".join(_stretch(*days) for days in (self.before, self.after) if days)


def _stretch(first: date | None, last: date | None) -> str:
    if first is None:
        return f"up to {last}"
    return f"from {first}" if last is None else f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Hold, for each decision behind the primary measure, the choices that are tried beside the study's own.

    Attributes
    ----------
    relevance
        Within what both sides of the dyad have to be named.
    unit
        Whether each printing counts, or each story once, with the mean of its printings.
    voices
        Whose wording counts: the outlet's own (narrator and paraphrase), narrator alone, or everybody's.
    dates
        ``stated`` leaves out articles whose date was inferred or is not known.
    quotations
        ``sure`` takes only those of a confidence of .8 or more for quotations: the words of others are then narrated.
    codebook
        ``declared`` is the study's; ``without_top_phrases`` is the same without the phrase of each frame that is found
        most often; anything else is the name or path of a codebook with the same frames.
    contrasts
        Times that are compared; with none, shares of the whole corpus are measured instead of differences.

    Examples
    --------
    >>> Alternatives(unit=("story",), voices=("own",)).unit
    ('story',)
    """

    relevance: tuple[Window, ...] = ("document", "paragraph", "sentence")
    unit: tuple[CountedUnit, ...] = ("article", "story")
    voices: tuple[CountedVoices, ...] = ("own", "narrator", "all")
    dates: tuple[CountedDates, ...] = ("all",)
    quotations: tuple[CountedQuotes, ...] = ("all",)
    codebook: tuple[str, ...] = (DECLARED, WITHOUT_TOP)
    contrasts: tuple[Contrast, ...] = ()
