"""Articles, the study they serve, and the corpus that holds both.

The one rule: a corpus is never changed; what filters or samples it gives a new one.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from toolkit.errors import CorpusError
from toolkit.rows.alternatives import Alternatives, Window
from toolkit.rows.ledger import Ledger, Override
from toolkit.rows.spans import Span, Zone

if TYPE_CHECKING:
    import pandas as pd

DateHow = Literal["printed", "metadata", "url", "dateline", "inferred", "unknown"]


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one article exactly as decoded, with what is known about where and when it appeared.

    Attributes
    ----------
    zones
        One `Zone` per non-empty line of `text`, in order.
    published_earliest, published_latest
        First and last day on which the article can have appeared, inclusive; None is unknown.
    published_basis, published_external
        The words of the text, with offsets, and the facts from outside it, on which the dates rest.
    wire
        News agencies that the article credits as its source, joined by "; ".
    language
        ISO 639 code, ``und`` where the text does not tell, "" where nobody looked.
    story_id
        Smallest doc_id among all printings of the text in the corpus; "" where nobody looked.
    n_words
        Words in the body, block quotations and republished passages.
    sha256
        Hash of the bytes of the file, or of the encoded text where there was no file.
    """

    doc_id: str
    text: str
    zones: tuple[Zone, ...] = ()
    title: str = ""
    outlet: str = "unknown"
    outlet_basis: str = ""
    published_earliest: date | None = None
    published_latest: date | None = None
    published_how: DateHow = "unknown"
    published_basis: str = ""
    published_external: str = ""
    url: str = ""
    byline: str = ""
    wire: str = ""
    language: str = ""
    story_id: str = ""
    n_words: int = 0
    file: str = ""
    sha256: str = ""
    notes: str = ""

    def __repr__(self) -> str:
        title = f", {self.title!r}" if self.title else ""
        return f"Document({self.doc_id!r}{title}, {self.outlet}, {self.published}, {self.n_words:,} body words)"

    def _repr_html_(self) -> str:
        from toolkit.rows.cards import document_card

        return document_card(self)

    @property
    def published(self) -> str:
        """The days of publication in words: "2015-03-11 to 2015-03-13"."""
        first, last = (str(day or "unknown") for day in (self.published_earliest, self.published_latest))
        return "undated" if first == last == "unknown" else first if first == last else f"{first} to {last}"

    def span(self, start: int, end: int) -> Span:
        """Mark ``text[start:end]``; a `SpanError` says that the range is empty or outside the text."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Study:
    """Hold what a researcher declares about a corpus: its origin, and what is asked of it."""

    title: str = "Untitled study"
    source: str = "not stated"
    selection: str = "not stated"
    retrieved: str = "unknown"
    database: str = ""
    query: str = ""
    hits: int | None = None
    inclusion: str = ""
    caveats: tuple[str, ...] = ()
    codebook: str | None = None
    dyad: tuple[str, str] | None = None
    relevance: Window = "paragraph"
    primary_measure: Literal["frame_share"] = "frame_share"
    every: Literal["month", "quarter", "year"] = "quarter"
    minimum_n: int = 10
    events: tuple[str, ...] = ()
    outlets: str | None = None
    alternatives: Alternatives | None = None


@dataclass(frozen=True)
class Corpus:
    """Hold an ordered, unchanging set of documents and the study they serve.

    Attributes
    ----------
    ledger
        The account of the import: what became of every file and record seen; None if there was no import.
    overrides
        Corrections made by hand, with what became of each.

    Examples
    --------
    >>> corpus = Corpus((Document("d1", "Iran denied it."), Document("d2", "So did Hamas.")))
    >>> len(corpus), corpus["d2"].text
    (2, 'So did Hamas.')
    >>> corpus["d9"]
    Traceback (most recent call last):
    toolkit.errors.CorpusError: no document 'd9' in this corpus of 2; it has: d1, d2
    """

    documents: tuple[Document, ...]
    study: Study = Study()
    name: str = "corpus"
    ledger: Ledger | None = None
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        if len(self._by_id) < len(self.documents):
            times = Counter(document.doc_id for document in self.documents)
            twice = sorted(doc_id for doc_id, n in times.items() if n > 1)
            raise CorpusError(f"documents share a doc_id: {', '.join(twice)}; give each its own")

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __getitem__(self, doc_id: str) -> Document:
        try:
            return self._by_id[doc_id]
        except KeyError:
            some = ", ".join(list(self._by_id)[:10])
            more = "…" if len(self) > 10 else ""
            raise CorpusError(f"no document {doc_id!r} in this corpus of {len(self)}; it has: {some}{more}") from None

    def __repr__(self) -> str:
        return f"Corpus({self.name!r}, {len(self)} documents, {sum(d.n_words for d in self):,} body words)"

    def _repr_html_(self) -> str:
        from toolkit.rows.cards import corpus_card

        return corpus_card(self)

    def filter(self, keep: Callable[[Document], bool]) -> Corpus:
        """Return a new corpus with the documents for which `keep` is true."""
        return replace(self, documents=tuple(d for d in self if keep(d)))

    def sample(self, n: int, *, seed: int = 0) -> Corpus:
        """Return a new corpus of `n` documents drawn without replacement, in their old order."""
        if n > len(self):
            raise CorpusError(f"cannot draw {n} of {len(self)} documents")
        drawn = sorted(random.Random(seed).sample(range(len(self)), n))
        return replace(self, documents=tuple(self.documents[i] for i in drawn))

    def describe(self) -> pd.DataFrame:
        """Return one row per document: title, outlet, dates (inclusive days), what they rest on, n_words."""
        import pandas as pd

        names = ["doc_id", "title", "outlet", "outlet_basis", "published_earliest", "published_latest"]
        names += [
            "published_how",
            "published_basis",
            "published_external",
            "url",
            "byline",
            "wire",
            "language",
            "story_id",
        ]
        names += ["n_words", "file", "sha256"]
        records = [{name: getattr(d, name) for name in names} for d in self]
        table = pd.DataFrame(records, columns=names)
        return table.astype({"published_earliest": "datetime64[s]", "published_latest": "datetime64[s]"})

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all ids and texts in order: equal fingerprints mean equal texts."""
        digest = sha256()
        for document in self:
            for part in (document.doc_id, document.text):
                raw = part.encode("utf-8", "surrogatepass")
                digest.update(len(raw).to_bytes(8, "big") + raw)
        return digest.hexdigest()

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {d.doc_id: d for d in self.documents}
