"""Getting text in: formats, zones and dates, and the study that texts serve."""

from toolkit.corpus.load import as_document, load_corpus, make_document
from toolkit.corpus.study import load_study
from toolkit.corpus.zones import extract_zones, find_zones

__all__ = ["as_document", "extract_zones", "find_zones", "load_corpus", "load_study", "make_document"]
