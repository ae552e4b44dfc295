"""From one article to evidence rows: quotations, mentions, speakers, labels, frames, words in marks."""

from toolkit.annotate.extract import (
    extract_frames,
    extract_labels,
    extract_mentions,
    extract_quotes,
    extract_scare_quotes,
    extract_stances,
)
from toolkit.annotate.frames import find_frames
from toolkit.annotate.labels import find_labels
from toolkit.annotate.mentions import find_mentions
from toolkit.annotate.scare_quotes import find_scare_quotes
from toolkit.annotate.scores import score_frames
from toolkit.annotate.speakers import find_quotes
from toolkit.annotate.stance import find_stances

__all__ = [
    "extract_frames",
    "extract_labels",
    "extract_mentions",
    "extract_quotes",
    "extract_scare_quotes",
    "extract_stances",
    "find_frames",
    "find_labels",
    "find_mentions",
    "find_quotes",
    "find_scare_quotes",
    "find_stances",
    "score_frames",
]
