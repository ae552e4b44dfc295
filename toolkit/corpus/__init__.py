"""Getting text in: formats, zones and dates, and the study that texts serve."""

from toolkit.corpus.load import as_document, load_corpus, make_document
from toolkit.corpus.study import load_study
from toolkit.corpus.zones import find_zones, zone_at

__all__ = ["as_document", "find_zones", "load_corpus", "load_study", "make_document", "zone_at"]
