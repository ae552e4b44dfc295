"""Collect the cast of an article: whose name stands where, and what is said of them around it.

The one rule: figures are made from full names first, and only then it is asked whose the lone words are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from toolkit.annotate.bearers import find_fullest, find_surnames, read_names
from toolkit.annotate.figures import Cast, Figure, Naming, Told
from toolkit.annotate.names import place_names
from toolkit.annotate.namesakes import Namesakes
from toolkit.annotate.voices import read_zones
from toolkit.codebook import Affiliation, Codebook
from toolkit.language import CAPITALS
from toolkit.language.names import Gender, NameRun, find_name_runs, gender_of, names_no_person
from toolkit.language.nouns import Noun, read_nouns
from toolkit.language.sourcing import core_of, is_demonym, is_person_noun
from toolkit.rows import Document, Range, Span

_PREPOSITIONS = frozenset(
    "of to with by for from against about in on at than like between over under toward towards after before near "
    "behind including call called".split()
)
_PLACING = frozenset("in at near from to across outside inside".split())
_DETERMINERS = frozenset("the a an his her its their".split())
_LISTED = re.compile(r"(?:,|,? (?:and|or))\s(?:(?:[\w’'-]+\.?\s){0,2})?")
_AFTER = re.compile(
    r"(?:,|\s(?:is|was|became|remains))\s"
    r"((?:an?|the|his|her|its|their)\s[^,.;:“”\"()—]{3,90}|[a-z][^,.;:“”\"()—]{3,70})(?=[,.])"
)
_BEFORE = re.compile(r"(?:(?<=\s)|^)((?:[\w’'./-]+\s){1,6})$")
_PHRASE = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he|[{CAPITALS}][\w-]*[’']s?|[a-z][\w-]+(?=\sof\s))\s(?=[^,.;:“”\"()—]{{3,70}},\s$)"
)
_CLAUSE = re.compile(r"\s(?:who|whom|which|that|and)\s")
_OF = re.compile(r"\s(?:of|for|at|in|to)\s[^,]*")
_POSSESSIVE = re.compile(r"[’'](?:s\b|(?=\s))")
RELATIONS = frozenset(  # nouns for somebody of another side than the one they name
    "ally allies enemy foe rival critic opponent supporter backer friend partner client adversary guest "
    "counterpart".split()
)
_SURE, _NEAREST, _TITLED, _DECLARED = 3, 1, 5, 100  # votes for a gender
_HIS = frozenset("he his him himself".split())
# a letter first, and only then what stands before it: three times as fast as \b first
_PRONOUN = re.compile(r"[HhSs](?<!\w.)(?:(?<=[Hh])(?:e|is|er)|(?<=h)(?:im(?:self)?|ers(?:elf)?)|(?<=[Ss])he)\b")
_NEXT_WORD = re.compile(r"\s([^\W\d_]\w*)")
_SAYING = frozenset("said says told wrote added asked argued".split())
_STOP = re.compile(
    rf"[.!?](?<![\s.][{CAPITALS}].)(?<!\b(?:Mr|Ms|Dr|St).)(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col).)[’”\"')]*\s+"
    rf"(?=[“‘\"'{CAPITALS}\d])"
)
_THE = re.compile(r"\b[Tt]he\s$")


_Run = tuple[NameRun, str | None]  # a name in the text and, where the codebook knows it, whose it is
_Key = str | tuple[str, ...]  # of a figure: its actor, or else its name


def collect_cast(document: Document, codebook: Codebook | None) -> Cast:
    """Collect the figures of an article and the places that name them."""
    return _Collector(document, codebook).collect()


class _Collector:
    def __init__(self, document: Document, codebook: Codebook | None) -> None:
        self._document = document
        self._text = document.text
        self._codebook = codebook
        zones = read_zones(document)
        self._sentences = [start for zone in zones for start in _sentence_starts(document.text, zone.span)] or [0]
        runs = sorted((r for zone in zones for r in self._find(zone.span)), key=lambda item: item[0].start)
        captions = [r for z in document.zones if z.kind == "caption" for r in self._find(z.span)]
        written = read_names(self._text, (run for run, actor in runs if actor is None))
        (self._fullest, self._shared), self._surnames = find_fullest(written), find_surnames(written)
        self._runs, self._captions = list(self._keyed(runs)), list(self._keyed(captions))
        self._told: list[Told] = []
        self._figures: dict[_Key, Figure] = {}
        self._beside: dict[tuple[str, ...], Figure] = {}  # the "Vale" of "the Vale campaign"
        self._namesakes = Namesakes(self._shared)

    def collect(self) -> Cast:
        """Make the figures from full names, then say whose the lone words are."""
        for run, key in self._runs:
            if key not in self._figures:
                if isinstance(key, str):
                    self._figures[key] = self._of_actor(key)
                elif len(run.words) > 1 and key not in self._shared:
                    self._figures[key] = _of_words(run._replace(words=key))
            if len(run.words) > 1 and key in self._figures:
                self._figures[key].in_full += 1
        for run, key in (*self._runs, *self._captions):
            if figure := self._figures.get(key):
                self._describe(figure, run)
        for figure in self._unique():
            self._namesakes.add(figure)
        cast = Cast((), tuple(self._place()), tuple(self._sentences))
        self._judge(cast)
        self._count_pronouns(cast)
        for figure in self._unique():
            if figure.person is None and sum(figure.genders.values()) >= _SURE:
                figure.person = True
        return Cast(tuple(self._unique()), cast.namings, cast.sentences, tuple(self._told))

    def _unique(self) -> list[Figure]:
        return list({id(figure): figure for figure in (*self._figures.values(), *self._beside.values())}.values())

    def _find(self, span: Span) -> Iterator[_Run]:
        runs = list(find_name_runs(self._text, span.start, span.end))
        known = place_names(self._text, self._codebook, span.start, span.end) if self._codebook else ()
        named = [match for match in known if match.form != "demonym"]
        ends = [match.end for match in named]
        beginning: dict[int, NameRun] = {}
        for run in runs:
            after = bisect_right(ends, run.start)  # the first that ends behind the run's start
            if after == len(ends) or named[after].start >= run.end:
                yield run, None
            else:
                beginning[run.start] = run
        for match in named:
            same = beginning.get(match.start)
            words = tuple(self._text[match.start : match.end].split())
            title, gender = (same.title, same.gender) if same else ("", None)
            yield NameRun(match.start, match.end, words, title, gender), match.actor

    def _keyed(self, runs: Iterable[_Run]) -> Iterator[tuple[NameRun, _Key]]:
        """Give the names that are somebody's, each with its figure's key."""
        for run, actor in runs:
            if actor or not self._is_adjective(run):
                yield run, actor or self._fullest.get(run.words, run.words)

    def _is_adjective(self, run: NameRun) -> bool:
        """Tell the first word of "Iranian officials" from that of "Petrosian said"."""
        if len(run.words) > 1 or run.title or run.words[0] in self._surnames or not is_demonym(run.words[0]):
            return False
        after = _NEXT_WORD.match(self._text, run.end)
        return after is not None and (after[1] not in _SAYING or self._words_before(run)[0] in _DETERMINERS)

    # ---- figures

    def _of_actor(self, actor: str) -> Figure:
        codebook = self._codebook
        if codebook is None:
            raise LookupError(actor)
        entry = codebook.actor(actor)
        words, gender, called = _read_actor(codebook, actor)
        figure = Figure(
            entry.name,
            words,
            actor,
            person=entry.kind == "person",
            declared_outlet=entry.kind == "outlet",
            belongs=_words_of_bodies(codebook, codebook.chain(actor, self._document)[1:]),
        )
        if gender:
            figure.genders[gender] += _DECLARED
        for held, nouns in called:
            if held.holds_on(self._document.published_earliest, self._document.published_latest):
                figure.descriptions += nouns
        return figure

    # ---- what is said of them

    def _describe(self, figure: Figure, run: NameRun) -> None:
        """Note titles and appositions: "senior aide Ada Vale", "Ada Vale, a senior aide,", "the aide, Ada Vale,"."""
        if run.gender:
            figure.genders[run.gender] += _TITLED
        if run.title:
            figure.person = figure.person is not False
            figure.descriptions += read_nouns(run.title)
        if figure.person is False:
            return
        begin = run.start - len(run.title) - bool(run.title)
        if before := self._before(begin):
            self._tell(figure, *before)
        if (
            self._text.startswith((",", " is ", " was"), run.end)
            and (after := _AFTER.match(self._text, run.end))
            and _is_phrase(_CLAUSE.split(after[1])[0])
        ):
            self._tell(figure, *after.span(1))

    def _before(self, begin: int) -> Range | None:
        low = max(0, begin - 90)
        before = self._text[low:begin]
        last = before.rsplit(None, 1)[-1:]
        if last and _tells_person(last[0]) and (found := _BEFORE.search(before)):
            return low + found.start(1), low + found.start(1) + len(found[1].rstrip())
        if before.endswith(", ") and (phrase := _phrase_before(before)):
            return low + phrase[0], low + phrase[1]
        return None

    def _tell(self, figure: Figure, start: int, end: int) -> None:
        for noun in read_nouns(self._text[start:end]):
            self._told.append(Told(figure, noun, start, end))
            self._take(self._told[-1])

    def _take(self, told: Told) -> None:
        figure, noun = told.figure, told.noun
        person = _tells_person(noun.head)
        figure.descriptions.append(noun)
        figure.person = figure.person or person or None
        if gender := gender_of(noun.head):
            figure.genders[gender] += _SURE
        if self._codebook and figure.side is None and person and noun.head not in RELATIONS:
            put = {match.actor for match in place_names(self._text, self._codebook, told.start, told.end)}
            bodies = [actor for actor in put if self._codebook.actor(actor).kind != "person"]
            figure.side = bodies[0] if len(bodies) == 1 else None

    # ---- places

    def _place(self) -> Iterator[Naming]:
        previous: Naming | None = None
        number, led = 0, -1  # the sentence, and the last one with a name that leads
        begins = [*self._sentences[1:], len(self._text) + 1]
        for run, key in self._runs:
            figure = self._figures.get(key) or self._by_place(run)
            while begins[number] <= run.start:
                number += 1
            last, governing = self._words_before(run)
            if not run.title:
                figure.after_the += last == "the"
                figure.after_place += last in _PLACING
            owner = _POSSESSIVE.match(self._text, run.end) is not None
            if led == number:  # "Vale and Okoro met": both lead
                between = self._text[previous.end : run.start] if previous and previous.leads else ""
                leads = not owner and _LISTED.fullmatch(between) is not None
            else:
                leads = not owner and governing not in _PREPOSITIONS
            led = number if leads else led
            previous = Naming(run.start, run.end, figure, number, leads, owner, run.title and run.title + " ")
            yield previous

    def _words_before(self, run: NameRun) -> tuple[str, str]:
        """Give the word before a name, and the one before its determiner; a preposition there makes it no subject."""
        start = run.start - len(run.title) - bool(run.title)
        words = self._text[max(0, start - 24) : start].lower().split()
        last = words[-1] if words else ""
        return last, last if last not in _DETERMINERS else words[-2] if len(words) > 1 else ""

    def _by_place(self, run: NameRun) -> Figure:
        """Find or make the figure of words that are nobody's full name: Vale, the Kremlin, "the Vale campaign"."""
        figure = self._namesakes.find(run)
        the = self._text[max(0, run.start - 3) : run.start - 1] == "he"  # compared sooner than a pattern
        if figure is None or not (the and _THE.search(self._text, max(0, run.start - 5), run.start)):
            return figure or self._lone(run)
        # after "the" a surname alone is no person's; later without it, it is again
        named_after = figure.person and not run.words[0].isupper()
        return self._beside.setdefault(run.words, Figure(run.name, run.words)) if named_after else self._lone(run)

    def _lone(self, run: NameRun) -> Figure:
        figure = self._figures[run.words] = _of_words(run)
        self._namesakes.add(figure)
        self._describe(figure, run)
        return figure

    def _judge(self, cast: Cast) -> None:
        """Let "the" before most of its places tell that a name is no person's."""
        times = Counter([id(naming.figure) for naming in cast.namings])
        for figure in self._unique():
            often = 2 * (figure.after_the + figure.after_place) > times[id(figure)]
            if often and not figure.actor and (figure.after_the or not figure.person):
                figure.person = False

    def _count_pronouns(self, cast: Cast) -> None:
        """Let pronouns vote on the gender of the person named before them in the sentence: "Okoro left her home"."""
        people: dict[int, list[Naming]] = {}
        for naming in cast.namings:
            if naming.figure.person is not False:
                people.setdefault(naming.sentence, []).append(naming)
        for found in _PRONOUN.finditer(self._text, self._sentences[0]):
            number = cast.sentence_at(found.start())
            before = [n.figure for n in people.get(number, ()) if n.start < found.start()]
            if not before and found.start() == self._sentences[number]:
                before = [n.figure for n in people.get(number - 1, ())]
            if before:
                gender: Gender = "m" if found[0].lower() in _HIS else "f"
                before[-1].genders[gender] += _SURE if len(set(map(id, before))) == 1 else _NEAREST


def _of_words(run: NameRun) -> Figure:
    return Figure(run.name, run.words, person=False if names_no_person(run.words) else None)


@lru_cache(maxsize=4096)
def _read_actor(
    codebook: Codebook, actor: str
) -> tuple[tuple[str, ...], Gender | None, list[tuple[Affiliation, list[Noun]]]]:
    """Read an actor's words, gender and what its affiliations have it called."""
    entry = codebook.actor(actor)
    called = [(held, [noun for form in held.called for noun in read_nouns(form)]) for held in entry.affiliations]
    return tuple(entry.name.split()), _GENDERS.get(dict(entry.attributes).get("gender", "")), called


@lru_cache(maxsize=4096)
def _words_of_bodies(codebook: Codebook, actors: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.lower() for actor in actors for word in codebook.actor(actor).name.split())


_GENDERS: dict[str, Gender] = {"f": "f", "female": "f", "m": "m", "male": "m"}


def _sentence_starts(text: str, span: Span) -> list[int]:
    """Give where sentences begin, by their stops alone: distances need no more, and this takes no time."""
    return [span.start, *(match.end() for match in _STOP.finditer(text, span.start, span.end))]


@lru_cache(maxsize=65536)
def _tells_person(noun: str) -> bool:
    return is_person_noun(noun) or gender_of(noun) is not None


def _phrase_before(before: str) -> Range | None:
    """Find the noun phrase that ends at a comma: "the minister of Belmora, " but not "he met the minister, "."""
    for found in _PHRASE.finditer(before):
        bare = found.group()[0].islower() and found.group().split()[0] not in ("a", "an", "the")
        if (not bare or is_person_noun(found.group().split()[0])) and _is_phrase(before[found.start() : -2]):
            return found.start(), len(before) - 2
    return None


def _is_phrase(words: str) -> bool:
    """Say whether words are a noun and what it is of, and no clause."""
    rest = words[len(core_of(words)) :]
    return not rest or _OF.fullmatch(rest) is not None
