"""How to cite what a report was made with.

The one rule: what is cited can be found again, by versions and by the fingerprint of the texts.
"""

from __future__ import annotations

from importlib.metadata import metadata

from toolkit.codebook import Codebook
from toolkit.markup import show_text
from toolkit.rows import Corpus
from toolkit.show.texts import Html


def show_citation(corpus: Corpus, codebook: Codebook) -> Html:
    """Show a sentence that cites toolkit, codebook and texts, and the same as an entry for BibTeX.

    Notes
    -----
    Name, authors and version of the toolkit are those of the installed package, which ``CITATION.cff`` gives, too.
    """
    package = metadata("framing-toolkit")
    name, version, authors = package["Name"], package["Version"], package["Author"]
    book = f"Codebook {codebook.name}, version {codebook.version}"
    texts = f"Texts: {len(corpus):,} articles, fingerprint {corpus.fingerprint}"
    sentence = f"{authors}: {name}, version {version}. {book}. {texts}."
    fields = {"author": f"{{{authors}}}", "title": name, "version": version, "note": f"{book}. {texts}"}
    lines = ",\n".join(f"  {field} = {{{value}}}" for field, value in fields.items())
    entry = f"@software{{{name},\n{lines}\n}}"
    return Html(f"<p>{show_text(sentence)}</p><pre>{show_text(entry)}</pre>", f"{sentence}\n\n{entry}")
