"""From one article to evidence rows: quotations, mentions, speakers, labels, frames, ties, words in marks."""

from toolkit.annotate.annotations import Annotations, load_annotations
from toolkit.annotate.breaches import find_breaches
from toolkit.annotate.conflicts import find_role_conflicts
from toolkit.annotate.doctor import check_codebook
from toolkit.annotate.extract import (
    extract_breaches,
    extract_frames,
    extract_labels,
    extract_mentions,
    extract_quotes,
    extract_role_conflicts,
    extract_scare_quotes,
    extract_stances,
    extract_ties,
)
from toolkit.annotate.frames import find_frames
from toolkit.annotate.kwic import extract_kwic
from toolkit.annotate.labels import find_labels
from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.passages import extract_passages, find_passages
from toolkit.annotate.scare_quotes import find_scare_quotes
from toolkit.annotate.scores import score_frames
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.stance import find_stances
from toolkit.annotate.suggestions import suggest_actors
from toolkit.annotate.ties import find_ties
from toolkit.annotate.tokens import extract_tokens

__all__ = [
    "Annotations",
    "check_codebook",
    "extract_breaches",
    "extract_frames",
    "extract_kwic",
    "extract_labels",
    "extract_mentions",
    "extract_passages",
    "extract_quotes",
    "extract_role_conflicts",
    "extract_scare_quotes",
    "extract_stances",
    "extract_ties",
    "extract_tokens",
    "find_breaches",
    "find_frames",
    "find_labels",
    "find_mentions",
    "find_passages",
    "find_quotes",
    "find_role_conflicts",
    "find_scare_quotes",
    "find_stances",
    "find_ties",
    "load_annotations",
    "score_frames",
    "suggest_actors",
]
