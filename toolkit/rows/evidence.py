"""What annotators find: rows that point into a text and say in whose voice the words stand.

The one rule: every row has its id, its article, its zone, its voice, and the method that found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.rows.spans import Span, ZoneKind

Voice = Literal["narrator", "verbatim", "paraphrase", "republished"]
QuoteKind = Literal["direct", "mixed", "indirect"]
QuoteForm = Literal["marked", "block"]
QuoteAct = Literal["speech", "thought", "plan"]
Sourced = Literal["named", "unnamed", "none"]
MentionForm = Literal["name", "alias", "demonym"]
Polarity = Literal["delegitimising", "neutral", "legitimising"]
StanceLabel = Literal["favour", "against", "neutral", "unclear"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Hold attributed speech, thought or plan: what was said, the words that report it, and who said it.

    Attributes
    ----------
    content
        All segments of what was said, in order; “A,” he said. “B.” is one quotation.
    verbatim
        The parts of `content` in quotation marks or in a block quotation, without the editor's brackets.
    source
        The words that say who is quoted; None where the text names nobody.
    speaker
        Actor id of the person or body quoted, where a codebook knows it.
    side
        The actor at the end of the speaker's chain of affiliations, as of the article's date.
    relays
        Who passed the words on, outermost first.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    kind: QuoteKind
    form: QuoteForm
    act: QuoteAct
    sourced: Sourced
    content: tuple[Span, ...]
    verbatim: tuple[Span, ...]
    cue: Span | None
    cue_class: str | None
    source: Span | None
    speaker: str | None = None
    speaker_name: str | None = None
    side: str | None = None
    relays: tuple[Span, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold the words that name an actor of the codebook."""

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    actor: str
    side: str
    form: MentionForm
    mention: Span


@dataclass(frozen=True, slots=True)
class Label:
    """Hold a naming choice for an actor, and whose choice it is.

    Attributes
    ----------
    actor, actor_how
        Whom the label names, and how that is known (own, apposition, modifier, topic, antecedent);
        None where the text leaves it open.
    speaker, speaker_name
        Filled only in `verbatim` voice: the wording is the speaker's.
    reported_of
        Filled only in `paraphrase` voice: whose speech the outlet is wording.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    label_set: str
    form: str
    polarity: Polarity
    actor: str | None
    actor_name: str | None
    actor_how: str
    speaker: str | None
    speaker_name: str | None
    reported_of: str | None
    label: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class FrameCue:
    """Hold an indicator phrase of a frame at the place where it stands; speakers as in `Label`."""

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    frame: str
    frame_title: str
    phrase: str
    speaker: str | None
    speaker_name: str | None
    reported_of: str | None
    cue: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class Stance:
    """Hold how a sentence speaks of an actor that it names, and who speaks.

    Attributes
    ----------
    holder, holder_name
        In `verbatim` voice the speaker: actor id, where a codebook knows it, and name. In `narrator` and
        `paraphrase` voice the outlet, which has no actor id. Both are None where the text does not say.
    reported_of
        Filled only in `paraphrase` voice: whose speech the outlet is wording.
    target
        Actor id of whom is spoken of.
    label, best
        What is answered, "unclear" where the model abstains; and what it would have answered.
    score
        Probability of favour less that of against, from −1 to 1.
    confidence
        Calibrated probability that `best` is right.
    words
        What moved the score to the side where it is, in order of place.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    holder: str | None
    holder_name: str | None
    reported_of: str | None
    target: str
    label: StanceLabel
    best: StanceLabel
    score: float
    confidence: float
    words: tuple[Span, ...]
    mention: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class ScareQuote:
    """Hold a short passage in quotation marks, marks included, that no quotation holds: nobody is said to say it."""

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Literal["narrator", "republished"]
    method: str
    passage: Span
    sentence: Span


_ANY: tuple[str, ...] = ()  # any words, or none
_VOICED = {"voice": get_args(Voice), "speaker": _ANY, "speaker_name": _ANY, "reported_of": _ANY}
# By kind of row: what can be corrected by hand, and the choices.
ROW_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "quote": {
        "speaker": _ANY,
        "speaker_name": _ANY,
        "side": _ANY,
        "kind": get_args(QuoteKind),
        "act": get_args(QuoteAct),
        "sourced": get_args(Sourced),
    },
    "mention": {"voice": get_args(Voice)},
    "label": {"actor": _ANY, "actor_name": _ANY, "polarity": get_args(Polarity), **_VOICED},
    "frame": _VOICED,
}
# By kind of row: the field whose place is the row's.
ROW_SPANS = {"quote": "content", "mention": "mention", "label": "label", "frame": "cue"}
