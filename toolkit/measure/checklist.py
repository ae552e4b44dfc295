"""What a reader of a content analysis asks, answered as far as the study and the texts tell.

The one rule: what is not known stands there as not known, for the author to fill in.

The questions are those that methods texts put to any content analysis of news: population and sample, units, coding
instrument, validity and reliability, inference, and replication (Krippendorff 2018, Content Analysis, 4th ed.; Riffe,
Lacy, Watson & Lovejoy 2019, Analyzing Media Messages, 4th ed.; on automated coding Grimmer & Stewart 2013, Political
Analysis 21).
"""

from __future__ import annotations

import pandas as pd

from toolkit.codebook import Codebook
from toolkit.rows import Corpus

_OPEN = "not told: for the author"


def tabulate_checklist(corpus: Corpus, codebook: Codebook) -> pd.DataFrame:
    """Lay out a reporting checklist, filled in from the study, the ledger and the codebook.

    Returns
    -------
    pandas.DataFrame
        ``part``, ``asks``, ``answer``, ``known`` (False where the author has to answer).
    """
    study = corpus.study
    dropped = corpus.ledger.table()["fate"].eq("dropped").sum() if corpus.ledger else 0
    dated = sum(d.published_earliest is not None and d.published_latest is not None for d in corpus)
    to_the_day = sum(d.published_earliest is not None and d.published_earliest == d.published_latest for d in corpus)
    stories = len({d.story_id or d.doc_id for d in corpus})
    dyad = " and ".join(study.dyad) if study.dyad else ""
    relevant = f"both {dyad} named within one {study.relevance}" if dyad else "every article: the study names no dyad"
    rows = [
        ("sample", "Where do the texts come from?", study.source),
        ("sample", "How were they selected?", study.selection),
        (
            "sample",
            "Which database, which query, when retrieved?",
            _joined(study.database, study.query, study.retrieved),
        ),
        ("sample", "How many hits were there, and how many were analysed?", _hits(corpus)),
        ("sample", "What was left out, and why?", f"{dropped} of what was handed over was dropped; see the ledger"),
        ("sample", "How many texts were printed more than once?", f"{len(corpus)} articles are {stories} stories"),
        ("sample", "How sure are the dates?", f"{dated} of {len(corpus)} are dated, {to_the_day} of them to the day"),
        ("units", "Which articles count?", relevant),
        ("units", "What is the primary measure?", study.primary_measure.replace("_", " ")),
        ("units", "Were measure, periods and events declared before the texts were read?", ""),
        ("instrument", "Which codebook?", f"{codebook.name} {codebook.version}: {codebook.title}"),
        ("instrument", "Who wrote it, with which texts at hand?", codebook.description),
        ("validity", "Was it validated on a coded sample of these texts, by whom?", ""),
        ("validity", "How well do two coders agree (alpha, with its interval)?", ""),
        ("validity", "Were shares corrected for errors of the coding?", ""),
        ("inference", "What do intervals cover?", "drawing of stories; not errors of finding or coding"),
        ("inference", "How few stories are too few?", f"below {study.minimum_n} only counts are given"),
        ("inference", "Would other defensible choices give another answer?", "see the chapter on robustness"),
        ("replication", "Which texts exactly?", f"fingerprint {corpus.fingerprint}"),
        ("replication", "May the texts be passed on?", ""),
        ("limits", "What do the authors of the study warn of?", " ".join(study.caveats)),
    ]
    table = pd.DataFrame(rows, columns=["part", "asks", "answer"])
    known = ~table["answer"].str.strip().isin(["", "unknown"])
    return table.assign(answer=table["answer"].where(known, _OPEN), known=known)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _hits(corpus: Corpus) -> str:
    hits = corpus.study.hits
    return (
        f"{hits:,} hits, {len(corpus):,} analysed" if hits is not None else f"{len(corpus):,} analysed; hits: {_OPEN}"
    )
