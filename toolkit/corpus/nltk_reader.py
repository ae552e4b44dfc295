"""Hand a corpus to NLTK: its concordances, collocations and distributions then work on it.

The one rule: only words of the article go over, in the order of the text; captions and lines of the page stay behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import CorpusError
from toolkit.language import find_sentences, find_tokens
from toolkit.rows import BODY_ZONES, Corpus

if TYPE_CHECKING:
    from nltk.corpus.reader.plaintext import PlaintextCorpusReader


class _Words:
    """Cut words as the toolkit does, under the name by which NLTK asks for it."""

    def tokenize(self, text: str) -> list[str]:
        """Give the tokens of a text."""
        return [token.text for token in find_tokens(text)]


class _Sentences:
    """Cut sentences as the toolkit does, under the name by which NLTK asks for it."""

    def tokenize(self, text: str) -> list[str]:
        """Give the sentences of a text."""
        return [sentence.text for sentence in find_sentences(text)]


def export_nltk(corpus: Corpus, folder: Path | str) -> PlaintextCorpusReader:
    """Write the body of every article into `folder` and give NLTK's reader of it.

    Parameters
    ----------
    folder
        A new or empty folder, which is added to ``nltk.data.path``; each article becomes ``<number>.txt``, in the
        corpus's order.

    Returns
    -------
    nltk.corpus.reader.PlaintextCorpusReader
        With ``words()``, ``sents()``, ``paras()``; ``nltk.Text(reader.words())`` has concordances.
    """
    import nltk.data
    from nltk.corpus.reader.plaintext import PlaintextCorpusReader

    folder = Path(folder).resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(f"{folder.name!r} is not a new or empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{number:06d}.txt" for number in range(1, len(corpus) + 1)]
    for name, document in zip(names, corpus, strict=True):
        body = "\n\n".join(zone.span.text for zone in document.zones if zone.kind in BODY_ZONES)
        (folder / name).write_text(body, encoding="utf-8", errors="replace")
    if str(folder) not in nltk.data.path:  # from 3.10 on, NLTK reads nothing that does not lie below one of these
        nltk.data.path.append(str(folder))
    words: Any = _Words()
    sentences: Any = _Sentences()
    return PlaintextCorpusReader(str(folder), names, word_tokenizer=words, sent_tokenizer=sentences, encoding="utf-8")
