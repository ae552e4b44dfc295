"""Offset-true sentences, tokens and quotation marks: the only floor that knows how English is written."""

from toolkit.language.cues import CueAct, CuePos, CueReading, CueWord, cue_words, read_cue
from toolkit.language.marks import MARKS, Marked, find_marked
from toolkit.language.passages import MarkedPassage, MarkedReading, read_marked
from toolkit.language.sentences import find_sentences, train_sentences
from toolkit.language.sourcing import SourceReading, read_source
from toolkit.language.spelling import (
    ARTICLES,
    NAME_WORD,
    SPACED_ARTICLES,
    count_consonants,
    is_article,
    name_key,
    read_name,
    read_word,
    spelling_keys,
    word_shape,
)
from toolkit.language.tokens import CAPITALS, count_words, find_tokens, word_places
from toolkit.language.verbs import reporting_verbs
from toolkit.language.view import View, make_view, plain

__all__ = [
    "ARTICLES",
    "CAPITALS",
    "MARKS",
    "NAME_WORD",
    "SPACED_ARTICLES",
    "CueAct",
    "CuePos",
    "CueReading",
    "CueWord",
    "Marked",
    "MarkedPassage",
    "MarkedReading",
    "SourceReading",
    "View",
    "count_consonants",
    "count_words",
    "cue_words",
    "find_marked",
    "find_sentences",
    "find_tokens",
    "is_article",
    "make_view",
    "name_key",
    "plain",
    "read_cue",
    "read_marked",
    "read_name",
    "read_source",
    "read_word",
    "reporting_verbs",
    "spelling_keys",
    "train_sentences",
    "word_places",
    "word_shape",
]
