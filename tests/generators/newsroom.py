"""Write news stories in an invented vocabulary that have in common what stories in life have.

The one rule: two stories on one event share names, places, quotations and background, never a text; every choice
is drawn from one seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

ONSETS = "b br c ch d dr f g gr h j k kl l m n p pr qu r s sh st t tr v w z".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = ["", "", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "x"]
OPENERS = """
    On {day} | Late on {day} | Meanwhile | In {place} | Hours after the {n} | Despite the {a} {n} |
    According to {name} | Two weeks earlier | As the {n} of {place} grew | With the {n} still {a} |
    In a {a} move | For the first time in years | Before the {n} in {place} | At the same time |
    By {day} evening | Under the {a} plan
""".split("|")
SUBJECTS = """
    {name} | the {n} of {place} | officials from {body} | {body} | a {a} {n} | the {a} {n} near {place} |
    residents | a spokesman for {body} | the {n} and the {n} | several {n}s | three {a} {n}s from {place} |
    {name} and {name} | critics of the {n} | a delegation of {body} | most {n}s in {place} | observers |
    an adviser to {name} | the council
""".split("|")
VERBS = """
    said that {n}s would {v} the {n} | had {v}ed the {a} {n} | will {v} {num} {n}s |
    refused to {v} the {n} of {place} | {v}ed {body} over the {n} | agreed to {v} a {a} {n} with {name} |
    was {v}ed by {num} {n}s | denied any {a} {n} | told reporters that the {n} was {a} | warned of a {a} {n} |
    has not {v}ed since the {n} | voted to {v} {num} {a} {n}s | called for the {n} to be {v}ed |
    {v}ed and {v}ed the {n} | asked {body} to {v} its {n} | met {name} in {place} |
    could {v} up to {num} {n}s | did not {v} a request for comment | rejected the {n} as {a} |
    expects the {n} to {v}
""".split("|")
ENDINGS = """
    on {day} | in {place} | after the {a} {n} | , {name} added | for {num} days | despite {n} from {body} |
    again | without the {n} | , citing {a} {n}s | , the {n} showed | at a {n} near {place} |
    until the {n} ends | by {num} percent | , according to {body} | since the {n} of {place} |
    , as {name} had {v}ed | over {num} years
""".split("|")
QUOTE_VERBS = ("said", "told reporters", "added", "wrote in a letter", "insisted")
BODIES = ("Council", "Party", "Ministry", "Union")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(frozen=True)
class Event:
    """What the stories on one event have in common."""

    names: list[str]
    places: list[str]
    bodies: list[str]
    topic: list[str]
    quotes: list[str]
    background: list[str]


class Newsroom:
    """Write stories in an invented vocabulary, every choice drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words = list(dict.fromkeys(self._word() for _ in range(9000)))[:6000]
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.words))))
        self.footers = [self._footer() for _ in range(60)]

    def event(self) -> Event:
        rng = self.rng
        names = [f"{self._word().title()} {self._word().title()}" for _ in range(7)]
        places = [self._word().title() for _ in range(5)]
        bodies = [f"the {self._word().title()} {rng.choice(BODIES)}" for _ in range(4)]
        event = Event(names, places, bodies, self.common(40), [], [])
        event.quotes.extend(self._quote(event) for _ in range(6))
        event.background.extend(" ".join(self.sentence(event) for _ in range(3)) for _ in range(3))
        return event

    def story(self, event: Event) -> list[str]:
        """Paragraphs of a story of its own on an event: some of its quotations, at times a background paragraph."""
        rng = self.rng
        n_own = max(3, round(rng.lognormvariate(2.55, 0.45)))
        paragraphs = [" ".join(self.sentence(event) for _ in range(rng.choice((1, 1, 2)))) for _ in range(n_own)]
        shared = rng.sample(event.quotes, rng.randint(0, min(6, n_own // 2)))
        shared += rng.sample(event.background, rng.randint(0, 1 + (n_own > 12)))
        for paragraph in shared:
            paragraphs.insert(rng.randint(1, len(paragraphs)), paragraph)
        return paragraphs

    def sentence(self, event: Event) -> str:
        rng = self.rng
        parts = [rng.choice(SUBJECTS), rng.choice(VERBS)]
        if rng.random() < 0.4:
            parts.insert(0, rng.choice(OPENERS).strip() + ",")
        if rng.random() < 0.35:
            parts += ["and", rng.choice(VERBS)]
        parts.append(rng.choice(["", *ENDINGS]))
        line = " ".join(self._fill(word, event) for part in parts for word in part.split())
        return (line[0].upper() + line[1:]).replace(" ,", ",") + "."

    def headline(self, event: Event) -> str:
        words = ["{name}", "{v}s", "{n}", "in", event.places[0]]
        return " ".join(self._fill(word, event) for word in words)

    def footer(self) -> str:
        return self.rng.choice(self.footers)

    def _fill(self, word: str, event: Event) -> str:
        start, end = word.find("{"), word.find("}")
        if start < 0:
            return word
        rng = self.rng
        slot = word[start + 1 : end]
        if slot in ("n", "a", "v"):
            filled = rng.choice(event.topic) if rng.random() < 0.35 else self.common(1)[0]
        elif slot == "num":
            filled = str(rng.randint(2, 900))
        else:
            filled = rng.choice({"name": event.names, "place": event.places, "body": event.bodies, "day": DAYS}[slot])
        return word[:start] + filled + word[end + 1 :]

    def common(self, n: int) -> list[str]:
        return self.rng.choices(self.words, cum_weights=self.weights, k=n)

    def _quote(self, event: Event) -> str:
        said = " ".join(self.sentence(event) for _ in range(self.rng.choice((1, 1, 2))))
        return f"“{said[:-1]},” {self.rng.choice(event.names)} {self.rng.choice(QUOTE_VERBS)}."

    def _word(self) -> str:
        rng = self.rng
        syllables = rng.choice((1, 2, 2, 2, 3))
        return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))

    def _footer(self) -> str:
        event = Event([self._word().title()], [self._word().title()], [self._word().title()], self.common(9), [], [])
        return " ".join(self.sentence(event) for _ in range(self.rng.choice((1, 2, 3, 4))))
