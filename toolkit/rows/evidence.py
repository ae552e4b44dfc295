"""What annotators find: rows that point into a text and say in whose voice the words stand.

The one rule: every row has its id, its article, its zone, its voice, and the method that found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from toolkit.rows.spans import Span, ZoneKind

Voice = Literal["narrator", "verbatim", "paraphrase", "republished"]
QuoteKind = Literal["direct", "mixed", "indirect"]
QuoteForm = Literal["marked", "block"]
QuoteAct = Literal["speech", "thought", "plan"]
Sourced = Literal["named", "unnamed", "none"]
SpeakerHow = Literal["name", "pronoun", "relative", "description", "class", "several", "none"]
MentionForm = Literal["name", "alias", "demonym", "variant", "metonym", "role", "nominal", "pronoun"]
Polarity = Literal["delegitimising", "neutral", "legitimising"]
TieStatus = Literal["asserted", "reported", "denied", "planned", "habitual", "hypothetical"]
StanceLabel = Literal["favour", "against", "neutral", "unclear"]
# Mentions that choose words for an actor; demonyms mostly mean its people, and a pronoun offers no choice.
NAMING_FORMS: tuple[MentionForm, ...] = ("name", "alias", "variant", "metonym", "role", "nominal")


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
    speaker_how
        How the text says who speaks: by a name, a pronoun, a relative clause, a description ("the senator"), an
        unnamed class of people or reports ("an official"), several at once, or not (none).
    relays
        Who passed the words on, outermost first; `relay_names` are their names in that order, parted by "; ".
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
    speaker_how: SpeakerHow = "none"
    side: str | None = None
    relays: tuple[Span, ...] = ()
    relay_names: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold the words that name an actor of the codebook.

    Attributes
    ----------
    form
        How they name it: a declared name, alias or demonym; a spelling that nobody listed (variant); a place that acts
        for it (metonym); what it is (role, nominal); or a pronoun.
    """

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
class RoleConflict:
    """Hold words that call a person something else than the codebook does on the article's date.

    Attributes
    ----------
    conflict
        side: the words put the person with `other`, another side than the codebook's; role: the words are what the
        codebook calls `other`.
    described
        The words.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    method: str
    actor: str
    conflict: Literal["side", "role"]
    other: str
    described: Span


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
class Breach:
    """Hold a naming choice that stands where a rule of the codebook does not allow it.

    Attributes
    ----------
    rule, message
        The rule's id, and what it says to whoever wrote the passage.
    form, actor, actor_name
        As in the `Label` that the row rests on.
    passage
        The words of the label.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    rule: str
    message: str
    form: str
    actor: str | None
    actor_name: str | None
    passage: Span
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


@dataclass(frozen=True, slots=True)
class Tie:
    """Hold an interaction between two actors as a sentence tells it.

    Attributes
    ----------
    source, target
        Actor ids; who acts and towards whom. In mutual categories ("A met B") the order says nothing.
    valence
        The category's value on the published scale from -10 (conflict) to 10 (cooperation).
    event_earliest, event_latest
        The days that the text leaves for the interaction itself; None where it does not say. Not the day on which
        somebody told of it, and not the day of publication.
    event_id
        The same for ties of the same sides, category and days, also in several articles; ties whose days are not known
        on both ends share it only within their article.
    """

    row_id: str
    doc_id: str
    zone: ZoneKind
    voice: Voice
    method: str
    source: str
    target: str
    source_side: str
    target_side: str
    category: str
    valence: float
    status: TieStatus
    event_earliest: date | None
    event_latest: date | None
    event_id: str
    trigger: Span
    source_mention: Span | None
    target_mention: Span | None
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
    "tie": {"source": _ANY, "target": _ANY, "status": get_args(TieStatus), "voice": get_args(Voice)},
}
# By kind of row: the field whose place is the row's.
ROW_SPANS = {"quote": "content", "mention": "mention", "label": "label", "frame": "cue", "tie": "trigger"}
