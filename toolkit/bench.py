"""Time the steps of the toolkit on a corpus, and score its quotations; here, because it needs every floor.

The one rule: a time is given as a ratio to a baseline of the same run, since machines differ.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Literal

import pandas as pd

from toolkit.annotate import find_frames, find_labels, find_quotes, find_ties
from toolkit.annotate.quotes import segment_quotes
from toolkit.annotate.speakers import name_marked
from toolkit.annotate.ties import GivenPair, find_given_ties, load_pairs, plover_label, plover_signs
from toolkit.codebook import codebook_for
from toolkit.corpus import load_corpus
from toolkit.corpus.importing import import_records
from toolkit.corpus.zones import find_paragraphs
from toolkit.errors import CorpusError, ParameterError
from toolkit.files import whole_file
from toolkit.language import find_sentences
from toolkit.measure import evaluate_quotes, evaluate_ties
from toolkit.measure.referents import NamedSource, Referent, evaluate_referents
from toolkit.rows import Corpus, Document, MarkedArticle, Quote, Span
from toolkit.standoff import mark_quotes, read_lines

TieRows = Literal["odd", "even", "all"]

_ENOUGH_SECONDS = 5.0  # of the slowest step
_ENOUGH_TEXTS = 150
_ROUNDS = 5
_ENOUGH_ARTICLES = 500  # of one import: below that, its fixed costs are what is timed
_SCORES = re.compile(r"(<!-- scores -->\n).*?(<!-- /scores -->)", re.DOTALL)


def measure_speed(corpus: Corpus, *, engine: str = "") -> pd.DataFrame:
    """Measure articles per second of each step, in one process, by its processor time.

    ``quotations`` are those without speakers, ``with speakers`` with them, ``with actors`` with those of the study's
    codebook; these and the other steps take one article at a time. ``reading`` is reading and checking the texts as
    JSONL, ``import`` the same with zones, dates, languages and stories.

    Parameters
    ----------
    engine
        Folder of the engine that finds quotations; "" is the one that ships.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``articles_per_second``, ``ratio`` (time per article over that of splitting sentences).
    """
    if not len(corpus):
        raise CorpusError("an empty corpus cannot be timed")
    steps: dict[str, Callable[[Document], object]] = {
        "sentences (baseline)": lambda document: find_sentences(document.text),
        "quotations": partial(segment_quotes, engine=engine),
        "with speakers": partial(find_quotes, engine=engine),
    }
    if corpus.study.codebook:
        codebook = codebook_for(corpus, None, verb="measure_speed")
        steps["with actors"] = partial(find_quotes, codebook=codebook, engine=engine)
        steps["labels"] = partial(find_labels, codebook=codebook)
        steps["frames"] = partial(find_frames, codebook=codebook)
        steps["ties"] = partial(find_ties, codebook=codebook)
    speeds = _articles_per_second(steps, corpus)
    with TemporaryDirectory() as folder:
        lines, n = _as_lines(corpus, Path(folder))
        speeds["reading"] = _per_second(lambda: import_records(lines), n)
        speeds["import"] = _per_second(lambda: load_corpus(lines, dropped="ledger", languages=()), n)
    baseline = speeds["sentences (baseline)"]
    rows = [(name, round(speed, 1), round(baseline / speed, 2)) for name, speed in speeds.items()]
    return pd.DataFrame(rows, columns=["step", "articles_per_second", "ratio"])


def measure_quotes(gold: Sequence[MarkedArticle], *, engine: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score the quotations that are found in articles with gold, and time their finding.

    Parameters
    ----------
    engine
        Folder of the engine; "" is the one that ships.

    Returns
    -------
    tuple of pandas.DataFrame
        What `evaluate_quotes` gives, with intervals, and what `measure_speed` gives.
    """
    texts = {article.doc_id: article.text for article in gold}
    if not any(texts.values()):
        raise CorpusError(f"there is no text in {len(gold)} articles of gold; nothing can be found")
    corpus = Corpus(tuple(Document(name, text or "", find_paragraphs(text or "")) for name, text in texts.items()))
    found = [mark_quotes(d.doc_id, None, find_quotes(d, engine=engine)) for d in corpus]
    return evaluate_quotes(gold, found), measure_speed(corpus, engine=engine)


def measure_speakers(
    articles: Sequence[MarkedArticle], referents: Sequence[Referent], *, given: bool = False, engine: str = ""
) -> pd.DataFrame:
    """Score whom `find_quotes` names for sources without a name, in the articles whose sources were coded.

    A class ("unnamed officials") is no name, and so no answer.

    Parameters
    ----------
    given
        Whether speakers are named for the quotations of the gold, so that what is not found costs nothing.

    Returns
    -------
    pandas.DataFrame
        What `evaluate_referents` gives, with intervals.
    """
    texts = {article.doc_id: article.text for article in articles}
    marked = {article.doc_id: article.quotes for article in articles}
    wanted = dict.fromkeys(case.doc_id for case in referents)
    if lacking := [doc_id for doc_id in wanted if texts.get(doc_id) is None]:
        raise CorpusError(
            f"{len(lacking)} of {len(wanted)} articles with coded sources have no text, as {lacking[0]!r}"
        )
    answers: list[NamedSource] = []
    for doc_id in wanted:
        text = texts[doc_id] or ""
        document = Document(doc_id, text, find_paragraphs(text))
        found = name_marked(document, marked[doc_id]) if given else find_quotes(document, engine=engine)
        answers += [_answer(quote, quote.source) for quote in found if quote.source]
    return evaluate_referents(referents, answers)


def measure_ties(path: Path, *, rows: TieRows = "even") -> pd.DataFrame:
    """Score the ties found between given parties against PLOVER's labels; gives what `evaluate_ties` gives.

    Parameters
    ----------
    path
        Lines of ``id``, ``text``, ``source``, ``target`` and ``label``, a PLOVER label.
    rows
        Which lines, counted from 1: the rules were written with the odd ones at hand, so only even ones are a test.
    """
    signs = plover_signs()
    first, step = {"odd": (0, 2), "even": (1, 2), "all": (0, 1)}[rows]
    labels = [str(line.get("label")) for _, line in read_lines(path)][first::step]
    if strange := [label for label in labels if label not in signs]:
        raise CorpusError(f"{path}: label is {strange[0]!r}; it must be one of {', '.join(signs)}")
    found = [_tie_answer(given) for given in load_pairs(path)[first::step]]
    answers = pd.DataFrame(found, columns=["found_label", "found_sign"])
    return evaluate_ties(answers.assign(label=labels, sign=[signs[label] for label in labels]))


def _tie_answer(given: GivenPair) -> tuple[str | None, int | None]:
    """Give label and sign of the first tie; one whose category PLOVER lacks has a sign only."""
    tie = next(iter(find_given_ties(given)), None)
    if tie is None:
        return None, None
    label = plover_label(tie.category, tie.status)
    return label or None, plover_signs().get(label, 1 if tie.valence > 0 else -1)


def measure_twice(make: Callable[[Path], object]) -> tuple[tuple[float, float], list[str], int]:
    """Make something twice, each time in a new folder, and compare what came of it.

    Parameters
    ----------
    make
        Writes its files into the folder it is given.

    Returns
    -------
    tuple
        The seconds of the first time, with nothing loaded yet, and of the second; the names of files that are not the
        same to the byte, or are there only once; and how many files there are.
    """
    with TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("first", "second")]
        seconds: list[float] = []
        for folder in folders:
            start = perf_counter()
            make(folder)
            seconds.append(perf_counter() - start)
        first, second = ({p.relative_to(f).as_posix(): p for p in f.rglob("*") if p.is_file()} for f in folders)
        names = sorted(first.keys() | second.keys())
        both = first.keys() & second.keys()
        unlike = [n for n in names if n not in both or first[n].read_bytes() != second[n].read_bytes()]
    return (seconds[0], seconds[1]), unlike, len(names)


def check_card(path: Path) -> None:
    """Refuse a card that has no place for scores."""
    if not path.is_file() or not _SCORES.search(path.read_text(encoding="utf-8")):
        raise ParameterError(f"{path} has no place for scores: the lines <!-- scores --> and <!-- /scores -->")


def save_scores(path: Path, words: str) -> None:
    """Write scores into a card, between its two marks."""
    check_card(path)
    card = path.read_text(encoding="utf-8")
    with whole_file(path) as part:
        part.write_text(_SCORES.sub(lambda found: found[1] + words + found[2], card), encoding="utf-8", newline="\n")


def _answer(quote: Quote, source: Span) -> NamedSource:
    name = None if quote.speaker_how == "class" else quote.speaker_name
    return NamedSource(quote.doc_id, (source.start, source.end), name)


def _articles_per_second(steps: Mapping[str, Callable[[Document], object]], corpus: Corpus) -> dict[str, float]:
    """Time the steps article by article, one beside the other, so that a change of the machine's speed meets all.

    Each takes another article in its turn: what is kept of one (its tokens, say) would make the next step too fast.
    """
    for step in steps.values():
        step(corpus.documents[0])  # compile patterns outside the clock
    documents = corpus.documents[:_ENOUGH_TEXTS]
    seconds = dict.fromkeys(steps, 0.0)
    rounds = 0
    while max(seconds.values()) < _ENOUGH_SECONDS:
        rounds += 1
        for number in range(len(documents)):
            for turn, (name, step) in enumerate(steps.items()):
                document = documents[(number + turn * len(documents) // len(steps)) % len(documents)]
                start = process_time()
                step(document)
                seconds[name] += process_time() - start
    return {name: rounds * len(documents) / spent for name, spent in seconds.items()}


def _per_second(work: Callable[[], object], n: int) -> float:
    """Give the median speed of some rounds, since the machine's own speed changes from one to the next."""
    work()  # compile patterns outside the clock
    gc.collect()
    gc.freeze()  # what the steps before have loaded is not searched for garbage in each round
    seconds: list[float] = []
    while len(seconds) < _ROUNDS or sum(seconds) < _ENOUGH_SECONDS:
        start = process_time()
        work()
        seconds.append(process_time() - start)
    gc.unfreeze()
    return n / median(seconds)


def _as_lines(corpus: Corpus, folder: Path) -> tuple[Path, int]:
    """Write the bare texts as JSONL, a small corpus several times over; gives the file and its number of lines."""
    times = -(-_ENOUGH_ARTICLES // len(corpus))
    rows = [{"doc_id": f"{n}-{document.doc_id}", "text": document.text} for n in range(times) for document in corpus]
    path = folder / "bench.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path, len(rows)
