"""Lay out where sentences and paragraphs begin and end, for what is measured within them.

The one rule: the same parts of an article are laid out that names, labels and frames are looked for in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language import find_sentences
from toolkit.rows import READ_ZONES, Corpus

if TYPE_CHECKING:
    import pandas as pd

_KINDS = {"doc_id": "str", "zone": "str", "paragraph": "int64", "sentence": "int64", "start": "int64", "end": "int64"}


def extract_sentences(corpus: Corpus) -> pd.DataFrame:
    r"""Lay out the sentences of title, dek and body of all articles.

    Returns
    -------
    pandas.DataFrame
        One row per sentence in order of place: ``doc_id``, ``zone``, ``paragraph`` and ``sentence`` (their numbers in
        the article, from 0), ``start``, ``end``.

    Examples
    --------
    >>> from toolkit.corpus import make_document
    >>> document = make_document("a", "Ada Vale came. Tom Okoro left.\nNobody stayed.", title=None)
    >>> extract_sentences(Corpus((document,)))[["paragraph", "sentence", "start", "end"]].values.tolist()
    [[0, 0, 0, 14], [0, 1, 15, 30], [1, 2, 31, 45]]
    """
    import pandas as pd

    rows = []
    for document in corpus:
        zones = [zone for zone in document.zones if zone.kind in READ_ZONES]
        found = [
            (zone.kind, paragraph, span.start, span.end)
            for paragraph, zone in enumerate(zones)
            for span in find_sentences(document.text, zone.span.start, zone.span.end)
        ]
        rows += [(document.doc_id, kind, paragraph, n, *place) for n, (kind, paragraph, *place) in enumerate(found)]
    return pd.DataFrame(rows, columns=list(_KINDS)).astype(_KINDS)
