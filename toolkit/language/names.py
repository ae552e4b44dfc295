"""Find words that are written as names, and part the titles before a name from it.

The one rule: only the writing counts here (capitals, titles, particles); who is meant is another floor's question.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from toolkit.language.sourcing import noun_kind, nouns_of
from toolkit.language.tokens import CAPITALS

Gender = Literal["f", "m"]

_ARTICLE = "(?:[Aa]l|[Ee]l|[Aa]d|[Aa]s|[Aa]sh|[Aa]n|[Aa]t|[Aa]z|[Aa])"
# what hardly a word has is asked for by a look ahead first, which saves going through the choices
_REST = r"[^\W_]*(?:[-'’\u2011](?!s\b)[^\W_]+)*"
_WORD = rf"(?:(?=[AaEe][a-z]{{0,2}}[-\u2011]){_ARTICLE}[-\u2011])?[{CAPITALS}]{_REST}"
_SHORT = (
    "Mr|Mrs|Ms|Dr|Prof|Rev|Fr|Sr|Jr|St|Hon|Sen|Sens|Rep|Reps|Gov|Lt|Gen|Col|Maj|Capt|Cmdr|Sgt|Adm|Brig|Cpl|Pvt|Insp|"
    "Det|Supt|Inc|Corp|Co|Ltd"
)
_AFTER_INITIAL = rf"\.(?:[{CAPITALS}]\.)*(?:[-{CAPITALS}]\.)*"
_ABBREVIATED = rf"(?=[{CAPITALS}][a-z]{{0,3}}\.)(?:[{CAPITALS}]{_AFTER_INITIAL}|(?:{_SHORT})\.)"
PARTICLES = "al el bin ben ibn bint abu de da di del della dos du la le van von der den ter ten".split()
_PARTICLE = rf"(?:{'|'.join(PARTICLES)})"
_TOKEN = rf"(?:{_ABBREVIATED}|{_WORD})"
_ARTICLE_BEFORE = re.compile(rf"(?<![\w@#]){_ARTICLE}[-\u2011]$")
_HYPHENS = ("-", "\u2011")
_SHORT_RESTS = "|".join(rf"(?<={short[0]}){short[1:]}" for short in _SHORT.split("|"))
_RUN = re.compile(  # its first letter by itself, since a letter is found sooner than a name
    rf"[{CAPITALS}](?<![\w@#].)"
    rf"(?:(?=[a-z]{{0,3}}\.)(?:{_AFTER_INITIAL}|(?:{_SHORT_RESTS})\.)|{_REST})"
    rf"(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}(?:{_TOKEN}))*"
)
_OFFICE = re.compile(r"(?:[Ss]ecretary|[Mm]inister)[ \u00a0](?:of|for)[ \u00a0](?:the[ \u00a0])?$")
_BRANCHES = frozenset(  # of government, after "Minister of"
    "affairs agriculture commerce culture defence defense development economy education energy finance foreign health "
    "homeland housing human information intelligence interior justice labor labour security services state trade "
    "transport transportation treasury urban veterans war".split()
)
_DAYS = frozenset("mon sun sat".split())
_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_PARTY_MEMBERS = frozenset("republican democrat independent conservative liberal".split())
_SUFFIXES = frozenset("jr. jr sr. sr ii iii iv".split())
_OPENERS = frozenset(  # words that begin sentences; none of them begins a name
    "a about according across after against ago all almost along already also although always among amid an and "
    "another "
    "any anyone anything are around as asked at away back be because been before behind being below beside besides "
    "between beyond both but by can citing could despite did do does down during each earlier early either else even "
    "ever every everyone everything except few finally first following for former from further given had has have he "
    "hence her here hers him his how however i i’m i'm i've i’ve i’ll i'll i'd i’d if in indeed inside instead into is "
    "it it’s it's its just last late later least less let like likewise many may maybe me meanwhile might mine more "
    "moreover most much must my near nearly neither never nevertheless next no nobody none nor not nothing now "
    "of off often on once one only onto or other others our out outside over own perhaps please rather recently "
    "said saying says second see several she should similarly since so some somebody someone something soon still such "
    "than that that’s that's the their them then there there’s there's thereby therefore these they they’re they're "
    "they've they’ve third this those though through throughout thus to today together tomorrow too toward towards "
    "two three under unless unlike until up upon us very was we we’re we're we've we’ve were what what’s what's "
    "whatever when whenever where whereas whether which while who whoever whom whose why will with within without "
    "would yes yesterday yet you you’re you're your yours monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december mon tue wed thu fri sat sun "
    "mr mrs ms sir dr".split()
)


_JOINTS = {" of ": "of", " of the ": "of", "’ ": "’", "' ": "'"}


class NameRun(NamedTuple):
    """Hold words written as a name.

    Attributes
    ----------
    start, end
        The name without titles, possessive 's and words that begin a sentence.
    words
        Its words.
    title
        The titles right before it, "" if none.
    gender
        What a title such as "Mrs." tells; None otherwise: names themselves are never taken to tell it.
    """

    start: int
    end: int
    words: tuple[str, ...]
    title: str
    gender: Gender | None

    @property
    def name(self) -> str:
        """The words, with one space between them."""
        return " ".join(self.words).replace(" ’", "’").replace(" '", "'")


def find_name_runs(text: str, start: int = 0, end: int | None = None) -> Iterator[NameRun]:
    """Find the runs of words that are written as names, one after another.

    Examples
    --------
    >>> [(run.title, run.name) for run in find_name_runs("On Monday Gen. Ada al-Vale met Mrs. Okoro's brother.")]
    [('Gen.', 'Ada al-Vale'), ('Mrs.', 'Okoro')]
    """
    end = len(text) if end is None else end
    before: NameRun | None = None
    done = start
    for found in _RUN.finditer(text, start, end):
        begin = found.start()
        if text[begin - 1 : begin] in _HYPHENS:
            article = _ARTICLE_BEFORE.search(text, max(done, begin - 4), begin)
            begin = article.start() if article else begin
        done = found.end()
        office = begin > 1 and text[begin - 2] in "fre" and _OFFICE.search(text, max(0, begin - 24), begin) is not None
        part = _part(text[begin:done], office, text[done : done + 2] in ("’ ", "' "))
        if part is None:
            continue
        skipped, words, title, gender = part
        run = NameRun(begin + skipped, done, words, title, gender)
        if before is not None and (joint := _JOINTS.get(text[before.end : run.start])) and _goes_on(before, run, joint):
            before = before._replace(end=run.end, words=(*before.words, *joint.split(), *run.words))
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _goes_on(before: NameRun, run: NameRun, joint: str) -> bool:
    """Say whether two runs are one name: "Court of Belmora", "Dockers' League"."""
    if joint != "of":
        return before.words[-1].endswith("s") and len(run.words) == 1 and run.words[-1].lower() in _no_people()
    return not run.title and before.words[-1].lower() in (*_no_people(), "ministry", "department", "office")


def gender_of(noun: str) -> Gender | None:
    """Give the gender that a noun for a person tells ("spokeswoman"), None for most.

    Examples
    --------
    >>> gender_of("spokeswoman"), gender_of("officer")
    ('f', None)
    """
    return _words("noun").get(noun.lower())


def names_no_person(words: tuple[str, ...]) -> bool:
    """Say whether a name ends in a noun for something else than a person: "House", "Ministry", "Times".

    Examples
    --------
    >>> names_no_person(("Harbour", "Times")), names_no_person(("Ada", "Vale"))
    (True, False)
    """
    last = words[-1].lower()
    return last in _no_people() or noun_kind(last) in ("body", "state_body", "document", "people")


_Parts = tuple[int, tuple[str, ...], str, Gender | None]


@lru_cache(maxsize=65536)  # the names of one story come again and again
def _part(run: str, office: bool, owns: bool) -> _Parts | None:  # noqa: FBT001 - names of arguments take time
    """Part a run from titles and from words that begin sentences.

    Parameters
    ----------
    office
        Whether "minister of" stands before it.
    owns
        Whether an apostrophe and another word come after it.

    Returns
    -------
    tuple
        How many letters are none of the name's, its words, its title, the gender that the title tells.
    """
    words = run.replace("\u00a0", " ").split(" ")
    lowered = [word.lower() for word in words]
    known = _words("title")
    passed = _BRANCHES if office and lowered[0] in _BRANCHES else _OPENERS
    for first, word in enumerate(lowered):  # noqa: B007
        if word in known or word.rstrip(".") not in passed:
            break
    else:
        return None
    if first and lowered[first - 1] in _DAYS:  # "Sun" alone is a day, and in "Sun Yulan" a name
        first -= 1
    callings = _callings()
    titles = [i for i in range(first, len(words)) if (word := lowered[i]) in known or word in callings]
    # "Foreign Ministry", "Supreme Court", but not "Mrs. Park"
    if titles and not known.get(lowered[titles[-1]]) and names_no_person(tuple(words[titles[-1] + 1 :] or words)):
        titles = []
    body = titles[-1] + 1 if titles and titles[-1] < len(words) - 1 else first
    if titles and titles[-1] == len(words) - 1 and not owns:
        return None  # "Chairman" alone, or "the Supreme Leader": no name
    if all(word in _SUFFIXES for word in lowered[body:]):
        return None
    genders = {known.get(lowered[i]) or gender_of(lowered[i]) for i in titles if i < body} - {None}
    skipped = sum(len(word) + 1 for word in words[:body])
    return skipped, tuple(words[body:]), " ".join(words[first:body]), genders.pop() if len(genders) == 1 else None


@cache
def _callings() -> frozenset[str]:
    return (nouns_of("person") | _PARTY_MEMBERS | _words("noun").keys()) - _NUMBERS


@cache
def _no_people() -> frozenset[str]:
    return frozenset(files("toolkit").joinpath("language/data/not_people.txt").read_text(encoding="utf-8").split())


@cache
def _words(use: str) -> dict[str, Gender | None]:
    with files("toolkit").joinpath("language/data/titles.tsv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["use"] == use]
    return {row["word"]: row["gender"] or None for row in rows}  # type: ignore[misc]
