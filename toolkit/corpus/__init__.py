"""Getting text in: formats, zones, dates and stories, the account of it all, and the study that texts serve."""

from toolkit.corpus.articles import load_articles
from toolkit.corpus.documents import make_document
from toolkit.corpus.expressions import find_dates
from toolkit.corpus.languages import find_language
from toolkit.corpus.limits import Limits
from toolkit.corpus.load import as_document, load_corpus
from toolkit.corpus.nltk_reader import export_nltk
from toolkit.corpus.overrides import load_overrides
from toolkit.corpus.runs import run_import
from toolkit.corpus.sentences import extract_sentences
from toolkit.corpus.store import save_corpus
from toolkit.corpus.study import load_study
from toolkit.corpus.wires import find_wires
from toolkit.corpus.zones import extract_zones, find_zones

__all__ = [
    "Limits",
    "as_document",
    "export_nltk",
    "extract_sentences",
    "extract_zones",
    "find_dates",
    "find_language",
    "find_wires",
    "find_zones",
    "load_articles",
    "load_corpus",
    "load_overrides",
    "load_study",
    "make_document",
    "run_import",
    "save_corpus",
]
