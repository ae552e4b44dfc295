"""Check the answer to an exercise: right or wrong, with a hint, and never the solution.

The one rule: what ships are digests of right answers and of common wrong ones, so that nobody reads them by chance.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from numbers import Real
from typing import Any, Literal

from toolkit.errors import LessonError

State = Literal["right", "wrong", "open"]
AnswerKind = Literal["number", "word", "words"]

_TITLES = {"right": "Right.", "wrong": "Not yet.", "open": "No answer yet."}
_NO_ANSWER = "Put your answer in place of the three dots."
_ASKED = {"number": "a number", "word": "one word or name", "words": "a list of words"}
_AROUND = "\"'“”‘’«».,;:!? "
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_DIGITS = 16
_SEVERAL = "several values, or none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what became of an answer; true where it is right.

    Attributes
    ----------
    state
        right, wrong, or open where no answer was given.
    hint
        What to look at next; "" where the answer is right and there is nothing to add.
    """

    exercise: str
    state: State
    hint: str = ""

    def __bool__(self) -> bool:
        return self.state == "right"

    def __repr__(self) -> str:
        return f"{self.exercise}: {_TITLES[self.state]} {self.hint}".rstrip()

    def _repr_html_(self) -> str:
        sign = {"right": "✓", "wrong": "✗", "open": "…"}[self.state]
        told = f" {escape(self.hint)}" if self.hint else ""
        return f"<p>{sign} <strong>{escape(self.exercise)}: {_TITLES[self.state]}</strong>{told}</p>"


@dataclass(frozen=True, slots=True)
class Exercise:
    """Hold what is known of an exercise: the kind of its answer, the digests, and the hints.

    Attributes
    ----------
    step, slack
        Of a number: what it is rounded to, and by how many steps an answer may be off.
    parts
        Of words: the digest of each.
    wrong
        The hint for each common wrong answer, by its digest.
    """

    name: str
    kind: AnswerKind
    right: tuple[str, ...]
    hint: str
    step: float = 1.0
    slack: int = 0
    parts: tuple[str, ...] = ()
    wrong: Mapping[str, str] | None = None


class _OtherKind(Exception):
    """Say that an answer is of another kind than asked."""


def check_answer(exercise: str, answer: object) -> Verdict:
    """Check an answer to an exercise of the lessons.

    Parameters
    ----------
    exercise
        Its number, such as ``"2.3"``.
    answer
        A number (also as words: "0.35", or one cell of a table), a word (case and quotation marks make no
        difference; true and false are yes and no), or several words in any order (a list, a set, a column, or
        "one, two"). Three dots or None is no answer.

    Examples
    --------
    >>> check_answer("7.1", ...)
    7.1: No answer yet. Put your answer in place of the three dots.
    >>> bool(check_answer("7.1", -5))
    False
    """
    asked = _find(str(exercise))
    if answer is None or answer is ...:
        return Verdict(asked.name, "open", _NO_ANSWER)
    try:
        forms = answer_forms(asked.kind, answer, step=asked.step, slack=asked.slack)
    except _OtherKind as other:
        return Verdict(asked.name, "wrong", f"The answer is {_ASKED[asked.kind]}; yours is {other}.")
    if any(digest(asked.name, form) in asked.right for form in forms):
        return Verdict(asked.name, "right")
    return Verdict(asked.name, "wrong", _hint(asked, answer, forms))


def answer_forms(kind: AnswerKind, answer: object, *, step: float = 1.0, slack: int = 0) -> list[str]:
    """Give the normal form of an answer first, then those that are near enough to it.

    Examples
    --------
    >>> answer_forms("number", "0.349", step=0.01, slack=1)
    ['35', '34', '36']
    >>> answer_forms("word", " “Said,” "), answer_forms("words", {"b", "A"})
    (['said'], ['a|b'])
    """
    if kind == "number":
        middle = round(_number(answer) / step)
        return [str(middle + off) for off in sorted(range(-slack, slack + 1), key=lambda n: (abs(n), n))]
    return [word_form(answer)] if kind == "word" else ["|".join(word_forms(answer))]


def word_form(answer: object) -> str:
    """Give the normal form of a word: small letters, plain spaces, no marks around it."""
    value = _single(answer)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        if isinstance(value, Iterable):
            raise _OtherKind(_SEVERAL)
        value = f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
    plain = unicodedata.normalize("NFKC", value).replace("’", "'").casefold()
    return " ".join(plain.split()).strip(_AROUND)


def word_forms(answer: object) -> list[str]:
    """Give the normal forms of several words in order, each once."""
    if isinstance(answer, Mapping):
        raise _OtherKind("a mapping")
    if isinstance(answer, str):
        parts: Iterable[object] = answer.split(",")
    elif getattr(answer, "ndim", 1) == 2:
        raise _OtherKind("a table: give one of its columns")
    elif isinstance(answer, Iterable):
        parts = answer
    else:
        parts = [answer]
    return sorted({word_form(part) for part in parts})


def digest(exercise: str, form: str) -> str:
    """Give what is stored of a form: it hides the answer from the eye, not from a search."""
    return sha256(f"{exercise}: {form}".encode()).hexdigest()[:_DIGITS]


@cache
def exercises() -> Mapping[str, Exercise]:
    """Read the exercises that ship, by their numbers."""
    stored = json.loads(files("toolkit").joinpath("lessons/data/answers.json").read_text(encoding="utf-8"))
    return {
        name: Exercise(name, **entry | {key: tuple(entry.get(key, ())) for key in ("right", "parts")})
        for name, entry in stored.items()
    }


def _find(exercise: str) -> Exercise:
    known = exercises()
    if exercise in known:
        return known[exercise]
    near = get_close_matches(exercise, known, n=1, cutoff=0.0)
    raise LessonError(f"there is no exercise {exercise!r}; the numbers are like {near[0]!r}, the lesson first")


def _hint(asked: Exercise, answer: object, forms: list[str]) -> str:
    wrong = asked.wrong or {}
    if known := wrong.get(digest(asked.name, forms[0])):
        return known
    if asked.kind == "number":
        return _of_scale(asked, answer) or asked.hint
    if asked.kind == "words":
        return f"{_of_parts(asked, word_forms(answer))} {asked.hint}"
    return asked.hint


def _of_scale(asked: Exercise, answer: object) -> str:
    """Tell a percentage from a share."""
    value = _number(answer)
    for factor, told in ((0.01, "a share between 0 and 1, not a percentage"), (100.0, "a percentage, not a share")):
        near = answer_forms("number", value * factor, step=asked.step, slack=asked.slack)
        if any(digest(asked.name, form) in asked.right for form in near):
            return f"The scale is another: the answer is {told}."
    return ""


def _of_parts(asked: Exercise, given: list[str]) -> str:
    hits = sum(digest(asked.name, word) in asked.parts for word in given)
    return f"{hits} of your {len(given)} belong to the answer, and {len(asked.parts) - hits} are missing."


def _number(answer: object) -> float:
    value = _single(answer)
    if isinstance(value, str):
        try:
            value = float(_plain_number(value))
        except ValueError:
            raise _OtherKind("a word") from None
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _OtherKind("yes or no" if isinstance(value, bool) else "something else")
    if not math.isfinite(value):
        raise _OtherKind("a missing value")
    return float(value)


def _plain_number(words: str) -> str:
    """Take a number out of its dress: "1,200" is twelve hundred, "0,35" and "35 %" keep their values."""
    bare = words.strip().removesuffix("%").strip()
    return bare.replace(",", "" if _THOUSANDS.fullmatch(bare) else ".")


def _single(answer: object) -> Any:
    """Take the only value out of a cell, a column of one row, or a list of one."""
    if isinstance(answer, (list, tuple, set)):
        if len(answer) != 1:
            raise _OtherKind(_SEVERAL)
        return _single(next(iter(answer)))
    if getattr(answer, "ndim", 0) and hasattr(answer, "to_numpy"):
        answer = answer.to_numpy(dtype=object)
    if hasattr(answer, "item") and getattr(answer, "size", 1) == 1:
        return answer.item()
    if getattr(answer, "size", 1) != 1:
        raise _OtherKind(_SEVERAL)
    return answer
