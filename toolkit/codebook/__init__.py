"""What the researcher declares, as data: actors, label sets, frames, events and rules of one topic."""

from toolkit.codebook.load import CodebookLike, codebook_for, load_codebook, shipped_codebooks
from toolkit.codebook.model import Actor, Affiliation, Codebook, Event, Frame, LabelSet, Rule
from toolkit.codebook.phrases import compile_phrases
from toolkit.codebook.rules import plain_form
from toolkit.codebook.variants import variant_key

__all__ = [
    "Actor",
    "Affiliation",
    "Codebook",
    "CodebookLike",
    "Event",
    "Frame",
    "LabelSet",
    "Rule",
    "codebook_for",
    "compile_phrases",
    "load_codebook",
    "plain_form",
    "shipped_codebooks",
    "variant_key",
]
