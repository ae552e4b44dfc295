"""What the researcher declares, as data: actors, label sets, frames and events of one topic."""

from toolkit.codebook.load import CodebookLike, codebook_for, load_codebook, shipped_codebooks
from toolkit.codebook.model import Actor, Affiliation, Codebook, Event, Frame, LabelSet
from toolkit.codebook.phrases import compile_phrases
from toolkit.codebook.variants import variant_key

__all__ = [
    "Actor",
    "Affiliation",
    "Codebook",
    "CodebookLike",
    "Event",
    "Frame",
    "LabelSet",
    "codebook_for",
    "compile_phrases",
    "load_codebook",
    "shipped_codebooks",
    "variant_key",
]
