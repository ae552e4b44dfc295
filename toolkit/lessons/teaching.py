"""A small invented corpus for the lessons, with what is true of it, so that an estimate can be held against the truth.

The one rule: every text says in its first line that it is invented, and no name in it is that of a real actor.
"""

from __future__ import annotations

import random
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import pandas as pd

from toolkit.errors import ParameterError
from toolkit.lessons.invented import Course, world, write_articles
from toolkit.rows import Corpus, Study

_SEED = 1
_FIRST_UNITS = 120
_ARTICLES = ["outlet", "story_id", "published_earliest", "published_latest"]


def load_teaching_corpus(*, course: Course = "step", n: int = 360, seed: int = _SEED) -> Corpus:
    """Load invented articles of two years on the ties between a state, Kelmaria, and a group, the Tidal Front.

    Parameters
    ----------
    course
        How the chance of "closer" moves: step (.25, from 1 January 2032 on .55), trend (from the one to the other in
        a straight line), level (.4 throughout).
    n
        How many stories; some are printed by two outlets, so that there are more articles.
    seed
        The same seed gives the same texts.

    Examples
    --------
    >>> corpus = load_teaching_corpus(n=3)
    >>> next(iter(corpus)).text.splitlines()[0]
    'Invented text for teaching.'
    """
    documents, _ = write_articles(course, n, seed)
    study = Study(
        title="How ties between Kelmaria and the Tidal Front are told in invented articles",
        source="Written by a program for the lessons; countries, group, people and outlets are invented.",
        selection=f"All {len(documents)} articles that the program wrote.",
        retrieved="never",
        caveats=("Nothing in these texts is news, and nothing learnt from them is about the world.",),
        codebook=str(_data("teaching.yaml")),
        dyad=("kelmaria", "tidal-front"),
        every="month",
        events=("harbour-accord",),
    )
    return Corpus(documents, study=study, name="teaching")


def load_teaching_truth(*, course: Course = "step", n: int = 360, seed: int = _SEED) -> pd.DataFrame:
    """Load what is true of every sentence of ``load_teaching_corpus`` with the same options.

    Returns
    -------
    pandas.DataFrame
        One row per sentence of the body: ``row_id``, ``doc_id``, ``outlet``, ``story_id``, ``published_earliest``,
        ``published_latest``, ``kind`` (pair, label, quote, filler), ``start``, ``end``, ``text``, ``meant`` (of a
        pair: closer, apart, neither), ``planted`` (of a pair: the chance of "closer" on that day), ``label``,
        ``speaker`` (the actor's id).

    Examples
    --------
    >>> truth = load_teaching_truth(n=3)
    >>> sorted(truth["kind"].unique())
    ['filler', 'label', 'pair', 'quote']
    """
    documents, facts = write_articles(course, n, seed)
    articles = pd.DataFrame([{name: getattr(d, name) for name in ("doc_id", *_ARTICLES)} for d in documents])
    table = pd.DataFrame([asdict(fact) for fact in facts]).merge(articles, on="doc_id")
    table = table.astype(dict.fromkeys(_ARTICLES[2:], "datetime64[s]"))
    row_ids = table["doc_id"] + ":" + table["start"].astype("str")
    columns = ["kind", "start", "end", "text", "meant", "planted", "label", "speaker"]
    return table.assign(row_id=row_ids)[["row_id", "doc_id", *_ARTICLES, *columns]]


def load_teaching_codes(*, n: int = _FIRST_UNITS, seed: int = _SEED) -> pd.DataFrame:
    """Load what two invented coders, Ann and Bo, made of `n` sentences, before and after they wrote a better rule.

    Returns
    -------
    pandas.DataFrame
        One row per sentence, round and coder: ``round`` (first, second), ``unit`` (the sentence's ``row_id``),
        ``coder``, ``code`` (closer, apart, neither), ``text``, ``meant``. How often a coder misreads which meaning
        stands in the data of the lessons.

    Examples
    --------
    >>> load_teaching_codes(n=2)[["round", "coder"]].drop_duplicates().values.tolist()
    [['first', 'Ann'], ['first', 'Bo'], ['second', 'Ann'], ['second', 'Bo']]
    """
    truth = load_teaching_truth(course="level", seed=seed)
    once = truth[(truth["kind"] == "pair") & (truth["doc_id"] == truth["story_id"])]
    if not 0 < n <= len(once):
        raise ParameterError(f"n is {n}; there are {len(once)} sentences to code")
    units = once.sample(n, random_state=seed).sort_values("row_id")
    rng = random.Random(seed)
    rows = []
    for name, coders in world()["coders"].items():
        for coder, read in coders.items():
            for unit in units.to_dict("records"):
                shares = read[unit["meant"]]
                code = rng.choices([*shares], [*shares.values()])[0]
                rows.append({"round": name, "unit": unit["row_id"], "coder": coder, "code": code,
                             "text": unit["text"], "meant": unit["meant"]})  # fmt: skip
    return pd.DataFrame(rows)


def write_teaching_study(folder: Path | str, *, n: int = 12, seed: int = _SEED) -> Path:
    """Write a small study to start one's own from: ``study.yaml``, ``codebook.yaml``, ``documents.csv`` and texts.

    Parameters
    ----------
    folder
        A new or empty folder; one that holds anything is refused, because it may be somebody's work.

    Returns
    -------
    pathlib.Path
        The folder, for `load_corpus`.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParameterError(f"{folder.name!r} is there and not empty; name a new folder for your study")
    folder.mkdir(parents=True, exist_ok=True)
    corpus = load_teaching_corpus(n=n, seed=seed)
    for document in corpus:
        (folder / f"{document.doc_id}.txt").write_text(document.text, encoding="utf-8", newline="\n")
    listed = corpus.describe()[["doc_id", "title", "outlet", *_ARTICLES[2:], "published_how", "published_basis"]]
    listed = listed.assign(file=listed["doc_id"] + ".txt")
    listed.to_csv(folder / "documents.csv", index=False, lineterminator="\n")
    for name, source in (("codebook.yaml", "teaching.yaml"), ("study.yaml", "study.yaml")):
        words = _data(source).read_text(encoding="utf-8")
        (folder / name).write_text(words, encoding="utf-8", newline="\n")
    return folder


def _data(name: str) -> Path:
    return Path(str(files("toolkit").joinpath(f"lessons/data/{name}")))
