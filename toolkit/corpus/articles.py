"""Load JSON lines of clean texts with ids, as annotated data sets come: ``{"doc_id": …, "text": …}``.

The one rule: every line is an article, unchanged; nothing is guessed about pages, since none was copied.
"""

from __future__ import annotations

from pathlib import Path

from toolkit.corpus.zones import find_paragraphs
from toolkit.errors import CorpusError
from toolkit.language import count_words
from toolkit.rows import Corpus, Document
from toolkit.standoff import read_lines


def load_articles(path: Path | str) -> Corpus:
    """Load every article of a ``.jsonl`` file of ``doc_id`` and ``text``, in the order of its lines.

    Unlike `load_corpus`, this takes all lines of a text for body, as someone who marked it did: headline, dates,
    language and stories are not looked for, and no article is put aside.

    Raises
    ------
    CorpusError
        Names the line that has no ``doc_id`` or ``text``, or an id that is used twice.
    """
    path = Path(path)
    documents = tuple(_document(place, line, path.name) for place, line in read_lines(path))
    if not documents:
        raise CorpusError(f"{str(path)!r} holds no articles")
    return Corpus(documents, name=path.stem)


def _document(place: str, line: dict[str, object], file: str) -> Document:
    doc_id, text, title = (line.get(name) for name in ("doc_id", "text", "title"))
    if not isinstance(doc_id, str) or not isinstance(text, str):
        raise CorpusError(f"{place}: an article needs doc_id and text as words; it has {', '.join(line)}")
    headline = title if isinstance(title, str) else ""
    return Document(doc_id, text, find_paragraphs(text), title=headline, n_words=count_words(text), file=file)
