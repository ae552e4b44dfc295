"""All evidence tables of a corpus from one reading of each article, kept in a folder where one is named.

The one rule: the tables are those that the extract_ verbs give, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.annotate.conflicts import find_role_conflicts
from toolkit.annotate.corrections import correct_rows
from toolkit.annotate.extract import correct_quotes
from toolkit.annotate.frames import find_frames
from toolkit.annotate.labels import find_labels
from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.scores import check_dyad, lay_out_scores, score_article
from toolkit.annotate.stance import find_stances
from toolkit.annotate.ties import find_ties
from toolkit.codebook import Codebook, CodebookLike, codebook_for
from toolkit.corpus.selection import select_articles, with_dyad
from toolkit.digests import digest_code, digest_values
from toolkit.engine import map_items
from toolkit.files import held_alone
from toolkit.rows import Corpus, Document, FrameCue, Label, Mention, Override, Quote, RoleConflict, Stance, Study, Tie
from toolkit.tables import load_table, save_table, to_frame

_ROW_TYPES: dict[str, type] = {
    "quotes": Quote,
    "mentions": Mention,
    "labels": Label,
    "frames": FrameCue,
    "ties": Tie,
    "stances": Stance,
    "conflicts": RoleConflict,
}
_READING = ("annotate", "codebook", "language", "rows", "weights")  # what decides on what is found


@dataclass(frozen=True, slots=True)
class Annotations:
    """Hold a corpus, its codebook, and the tables of everything found in it.

    Attributes
    ----------
    quotes, mentions, labels, frames, ties, stances, conflicts
        What the ``extract_`` verbs give: one row per piece of evidence.
    scores
        What `score_frames` gives: one row per article and frame.
    """

    corpus: Corpus
    codebook: Codebook
    quotes: pd.DataFrame
    mentions: pd.DataFrame
    labels: pd.DataFrame
    frames: pd.DataFrame
    ties: pd.DataFrame
    stances: pd.DataFrame
    conflicts: pd.DataFrame
    scores: pd.DataFrame

    def select(self, *, outlet: str = "", first_day: str = "", last_day: str = "") -> Annotations:
        """Keep an outlet's articles, or those that appeared in a period for sure, and what was found in them.

        Parameters
        ----------
        first_day, last_day
            Inclusive days, written YYYY-MM-DD. What is left out stands in the ledger, and in a caveat of the study.
        """
        corpus = select_articles(self.corpus, outlet=outlet, first_day=first_day, last_day=last_day)
        if corpus is self.corpus:
            return self
        ids = [document.doc_id for document in corpus]
        tables = {name: getattr(self, name) for name in _TABLES}
        kept = {name: table[table["doc_id"].isin(ids)].reset_index(drop=True) for name, table in tables.items()}
        return Annotations(corpus, self.codebook, **kept)


_TABLES = tuple(f.name for f in fields(Annotations) if f.name not in ("corpus", "codebook"))


def load_annotations(
    corpus: Corpus,
    *,
    folder: Path | str = "",
    codebook: CodebookLike = None,
    dyad: Sequence[str] = (),
    workers: int = 1,
    progress: bool = False,
) -> Annotations:
    """Read every article once and give all tables; with a folder, keep them there and read them from there next time.

    Parameters
    ----------
    folder
        Where tables are kept, one folder in it for each corpus, codebook and version of the code; "" keeps nothing.
    codebook
        By default the study's.
    dyad
        Two sides to take the place of the study's.
    workers
        Processes to use; 1 is this one.
    progress
        Whether to show a progress bar on standard error.

    Examples
    --------
    >>> from toolkit.corpus import load_corpus
    >>> found = load_annotations(load_corpus("seeds"))
    >>> len(found.scores) == len(found.corpus) * len(found.codebook.frames)
    True
    """
    corpus = with_dyad(corpus, dyad)
    known = codebook_for(corpus, codebook, verb="load_annotations")
    check_dyad(known, corpus.study)
    if not folder:
        return Annotations(corpus, known, **_annotate(corpus, known, workers=workers, progress=progress))
    shelf = Path(folder) / _key(corpus, known)
    paths = {name: shelf / f"{name}.parquet" for name in _TABLES}
    with held_alone(shelf / "lock"):  # of several that ask at a time, one reads, and the others wait for it
        if not (shelf / "whole").is_file():
            for name, table in _annotate(corpus, known, workers=workers, progress=progress).items():
                save_table(table, paths[name])
            (shelf / "whole").touch()  # last: what was interrupted is made again
    return Annotations(corpus, known, **{name: load_table(path) for name, path in paths.items()})


def _annotate(corpus: Corpus, codebook: Codebook, *, workers: int, progress: bool) -> dict[str, pd.DataFrame]:
    from tqdm import tqdm

    overrides = tuple(override for override in corpus.overrides if override.of_row)
    read = partial(_read, codebook=codebook, study=corpus.study, overrides=overrides)
    rows: dict[str, list[Any]] = {name: [] for name in _TABLES}
    found_of_each = map_items(read, corpus.documents, workers=workers)
    for found in tqdm(found_of_each, "Reading", len(corpus), leave=False, disable=not progress, unit="article"):
        for name, more in found.items():
            rows[name] += more
    tables = {name: to_frame(rows[name], row_type) for name, row_type in _ROW_TYPES.items()}
    return {**tables, "scores": lay_out_scores(rows["scores"])}


def _read(
    document: Document, *, codebook: Codebook, study: Study, overrides: Sequence[Override]
) -> dict[str, Sequence[Any]]:
    """Find everything in one article: each step is given what the steps before it found."""
    quotes = correct_quotes(document, codebook=codebook, overrides=overrides)
    mentions = find_mentions(document, codebook=codebook, quotes=quotes)
    labels = find_labels(document, codebook=codebook, quotes=quotes)
    frames = correct_rows(find_frames(document, codebook=codebook, quotes=quotes), "frame", overrides)
    ties = find_ties(document, codebook=codebook, quotes=quotes, labels=labels)
    return {
        "quotes": quotes,
        "mentions": correct_rows(mentions, "mention", overrides),
        "labels": correct_rows(labels, "label", overrides),
        "frames": frames,
        "ties": correct_rows(ties, "tie", overrides),
        "stances": find_stances(document, codebook=codebook, mentions=mentions, quotes=quotes),
        "conflicts": find_role_conflicts(document, codebook=codebook),
        "scores": score_article(document, codebook=codebook, study=study, cues=frames, mentions=mentions),
    }


def _key(corpus: Corpus, codebook: Codebook) -> str:
    """Name what the tables rest on: articles and all that is known of them, corrections, study, codebook, code."""
    study = replace(corpus.study, title="", source="", selection="", caveats=())
    book = replace(codebook, file="")  # where it lies says nothing about what it holds
    return digest_values(digest_code(_READING), study, corpus.overrides, book, corpus.documents)[:32]
