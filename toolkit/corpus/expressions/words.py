"""The words of date expressions, as data: names, numbers, parts, seasons, holidays, cues.

The one rule: every word and every cut stands in a file beside this module, so that a reader can question it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from toolkit.corpus.expressions.model import CalendarUnit, Fit, Precision

MonthDay = tuple[int, int]
_DATA = files("toolkit").joinpath("corpus/expressions/data")


@dataclass(frozen=True, slots=True)
class Cut:
    """Hold where a part begins and ends in its unit: 1 is the first step, -1 the last."""

    first: int
    last: int
    precision: Precision


@dataclass(frozen=True, slots=True)
class Season:
    """Hold a season from its earliest beginning to its latest end, and the day from which one says "last"."""

    first: MonthDay
    last: MonthDay
    over: MonthDay


@dataclass(frozen=True, slots=True)
class NamedDay:
    """Hold a day that has become a name when one of `nouns` follows it."""

    month: int
    day: int
    year: int
    nouns: frozenset[str]


def read_rows(name: str) -> list[dict[str, str]]:
    """Read one of the tables."""
    with _DATA.joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read_lines(name: str) -> list[str]:
    """Read one of the lists, without its comments."""
    lines = _DATA.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def word_set(name: str) -> frozenset[str]:
    """Give the words of a list file."""
    return frozenset(" ".join(read_lines(f"{name}.txt")).split())


@cache
def calendar_names(kind: str) -> dict[str, int]:
    """Give the number of every name and abbreviation of months or weekdays, lower case.

    Examples
    --------
    >>> calendar_names("month")["sept"], calendar_names("weekday")["sunday"]
    (9, 7)
    """
    rows = [row for row in read_rows("names.tsv") if row["kind"] == kind]
    return {word.lower(): int(row["number"]) for row in rows for word in (row["name"], *row["short"].split())}


@cache
def full_names() -> frozenset[str]:
    """Give the names that are not abbreviated, lower case."""
    return frozenset(row["name"].lower() for row in read_rows("names.tsv"))


@cache
def numbers() -> dict[str, tuple[int, int]]:
    """Give the least and the most that a number word can mean."""
    return {row["words"]: (int(row["at_least"]), int(row["at_most"])) for row in read_rows("numbers.tsv")}


@cache
def hedges() -> dict[str, Fit]:
    """Give what words before a number make of it: "a little over", "nearly"."""
    return {words: row["fit"] for row in read_rows("hedges.tsv") for words in row["words"].split("|")}  # type: ignore[misc]


@cache
def reaches() -> dict[str, tuple[int, CalendarUnit]]:
    """Give how far "recent weeks" reach at most: three months."""
    return {row["unit"]: (int(row["number"]), row["reach"]) for row in read_rows("vague.tsv")}  # type: ignore[misc]


@cache
def seasons() -> dict[str, Season]:
    """Give the seasons of the northern half of the earth."""
    return {
        row["name"]: Season(month_day(row["first"]), month_day(row["last"]), month_day(row["over"]))
        for row in read_rows("seasons.tsv")
    }


@cache
def holidays() -> dict[str, tuple[MonthDay, MonthDay] | None]:
    """Give first and last day of holidays, None where another calendar is needed."""
    return {
        row["name"]: (month_day(row["first"]), month_day(row["last"])) if row["first"] else None
        for row in read_rows("holidays.tsv")
    }


@cache
def named_days() -> tuple[NamedDay, ...]:
    """Give the days that have become names."""
    return tuple(
        NamedDay(int(row["month"]), int(row["day"]), int(row["year"]), frozenset(row["noun"].split("|")))
        for row in read_rows("named_days.tsv")
    )


@cache
def cue_words(kind: str) -> frozenset[str]:
    """Give the words of one kind that tell a tense, or that only look as if they did."""
    return frozenset(next(row["words"] for row in read_rows("cues.tsv") if row["kind"] == kind).split())


@cache
def cut_of(unit: str, part: str) -> Cut | None:
    """Say where a part lies in a unit; None if that part of it is no narrower than the whole."""
    cuts = _cuts()
    nearest = {"start": "early", "end": "late"}.get(part, part)
    return cuts.get((unit, part)) or cuts.get((unit, nearest))


@cache
def name_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what before, and what after, a day or month makes it part of a name."""
    pairs = [line.partition("<>")[::2] for line in read_lines("names.txt")]
    before = [left for left, right in pairs if left and not right]
    after = [right for left, right in pairs if right and not left]
    return re.compile(rf"\b(?:{'|'.join(before)})\Z"), re.compile(rf"(?:{'|'.join(after)})\b")


def month_day(words: str) -> MonthDay:
    """Read "08-31" as (8, 31)."""
    month, day = words.split("-")
    return int(month), int(day)


def alternatives(words: Iterable[str]) -> str:
    """Join words to one pattern, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _cuts() -> dict[tuple[str, str], Cut]:
    return {
        (row["unit"], row["part"]): Cut(int(row["first"]), int(row["last"]), row["precision"])  # type: ignore[arg-type]
        for row in read_rows("parts.tsv")
    }
