"""Look a codebook over: what it leaves out, what in it never occurs, what counts twice or carries a frame alone.

The one rule: every finding says where the entry stands and what to do; nothing is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal, get_args

import pandas as pd

from toolkit.annotate.frames import find_frames
from toolkit.annotate.labels import find_labels
from toolkit.annotate.mentions import find_mentions
from toolkit.codebook import Codebook, Frame, LabelSet, compile_phrases, plain_form
from toolkit.engine import map_items
from toolkit.language import make_view
from toolkit.rows import NAMING_FORMS, Corpus, Document, Polarity

Severity = Literal["problem", "note"]
_COLUMNS = ("severity", "check", "where", "what", "advice")
_NAMED_OFTEN = 5  # mentions
_HITS_WORTH_A_NOTE, _HITS_ENOUGH = 2, 10
_ALONE = 0.5  # of a frame's hits


@dataclass(frozen=True, slots=True)
class _Finding:
    severity: Severity
    check: str
    key: tuple[str, ...]
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Hold how often a corpus names each actor, and how often each form and each phrase of a frame stands in it."""

    actors: Counter[str]
    forms: Counter[str]
    phrases: Counter[tuple[str, str]]


def check_codebook(codebook: Codebook, corpus: Corpus | None = None, *, workers: int = 1) -> pd.DataFrame:
    """Check what a codebook leaves out or counts twice, and, in a corpus, what of it never occurs.

    Problems distort counts: a label set without one of the three kinds; two frames of one set that share their hits,
    or two that are not each other's counterparts; with a corpus, an actor named there five times or more without a
    label set, and a phrase that makes half of a frame's hits or more, of ten at least. Notes may be meant so: a frame
    without a counterpart, a form in two sets, a rule for some actors of a set and not for others; an actor without a
    label set, where there is no corpus; with one, every form and phrase that never occurs, and each frame's commonest
    phrase, if it occurs twice.

    Parameters
    ----------
    corpus
        Texts in which names, forms and phrases are counted, in title, dek and body, whoever says them. Demonyms
        and pronouns are no mentions here.
    workers
        Processes to use; 1 is this one.

    Returns
    -------
    pandas.DataFrame
        Problems first, each kind in the order of the file: ``severity`` (problem, note), ``check``, ``where``
        (file and line, as far as known), ``what``, ``advice`` (what to do). Empty where nothing is found.

    Examples
    --------
    >>> from toolkit.codebook import load_codebook
    >>> findings = check_codebook(load_codebook("iran-hamas"))
    >>> sorted(set(findings["severity"]))
    ['note']
    """
    found = None if corpus is None else _count(corpus, codebook, workers)
    findings = [*_actors(codebook, found), *_sets(codebook), *_frames(codebook), *_rules(codebook)]
    findings += [*_dead(codebook, found), *_alone(codebook, found)] if found else []
    place = {finding.key: codebook.lines.get(finding.key, 0) for finding in findings}
    ordered = sorted(findings, key=lambda f: (get_args(Severity).index(f.severity), f.check, place[f.key]))
    rows = [(f.severity, f.check, _where(codebook, f, place[f.key]), f.what, f.advice) for f in ordered]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype("str")


def _where(codebook: Codebook, finding: _Finding, line: int) -> str:
    file = codebook.file or codebook.name
    return f"{file}, line {line}" if line else f"{file}, {': '.join(finding.key)}"


def _count(corpus: Corpus, codebook: Codebook, workers: int) -> _Found:
    found = _Found(Counter(), Counter(), Counter())
    for actors, forms, phrases in map_items(partial(_read, codebook=codebook), corpus.documents, workers=workers):
        found.actors.update(actors)
        found.forms.update(forms)
        found.phrases.update(phrases)
    return found


def _read(document: Document, *, codebook: Codebook) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Find what is declared in an article; its quotations make no difference here, so they are not looked for."""
    mentions = [m.actor for m in find_mentions(document, codebook=codebook, quotes=()) if m.form in NAMING_FORMS]
    labels = {(row.label, row.form) for row in find_labels(document, codebook=codebook, quotes=())}
    cues = find_frames(document, codebook=codebook, quotes=())
    return mentions, [form for _, form in labels], [(cue.frame, cue.phrase) for cue in cues]


def _actors(codebook: Codebook, found: _Found | None) -> Iterator[_Finding]:
    offered = {actor for label_set in codebook.labels for actor in label_set.actors}
    for actor in codebook.actors:
        n = found.actors[actor.actor_id] if found else 0
        if actor.actor_id in offered or actor.kind == "unnamed" or (found and n < _NAMED_OFTEN):
            continue
        named = f", named {n} times in the corpus," if found else ""
        yield _Finding(
            "problem" if found else "note",
            "actor without label set",
            ("actors", actor.actor_id),
            f"{actor.actor_id}{named} is in no label set",
            "add it to the set of actors of its class, so that it is offered the same forms",
        )


def _sets(codebook: Codebook) -> Iterator[_Finding]:
    homes: dict[str, list[LabelSet]] = {}
    for label_set in codebook.labels:
        for kind, forms in label_set.forms:
            if not forms:
                yield _Finding(
                    "problem",
                    "set lacks a kind",
                    ("labels", label_set.set_id),
                    f"{label_set.set_id} has no {kind} form",
                    f"declare {kind} forms: shares of {' and '.join(k for k in get_args(Polarity) if k != kind)} forms "
                    "mean little where the third kind cannot be found",
                )
            for form in forms:
                homes.setdefault(plain_form(form), []).append(label_set)
    for form, sets in homes.items():
        if len(sets) > 1:
            yield _Finding(
                "note",
                "form in two sets",
                ("labels", sets[1].set_id, _written(sets[1], form)),
                f"{form!r} stands in {' and '.join(s.set_id for s in sets)}",
                "keep it in both if actors of both are called so; a label that names none of them counts for the first",
            )


def _written(label_set: LabelSet, plain: str) -> str:
    forms = chain.from_iterable(forms for _, forms in label_set.forms)
    return next(form for form in forms if plain_form(form) == plain)


def _frames(codebook: Codebook) -> Iterator[_Finding]:
    frames = {frame.frame_id: frame for frame in codebook.frames}
    for frame in codebook.frames:
        key = ("frames", frame.frame_id)
        if frame.pair is None:
            advice = "declare the frame it is weighed against, so that a rise can be told from more text on the topic"
            yield _Finding("note", "frame without counterpart", key, f"{frame.frame_id} has no pair", advice)
        elif frames[frame.pair].pair != frame.frame_id:
            what = f"{frame.frame_id} is weighed against {frame.pair}, and that against {frames[frame.pair].pair}"
            yield _Finding("problem", "counterpart of another", key, what, "let the two name each other as pair")
        for other in [each for each in codebook.frames if each.origin == frame.origin and each is not frame]:
            for phrase, hit in _shared(frame, other):
                yield _Finding(
                    "problem",
                    "phrase in two frames",
                    (*key, phrase),
                    f"hits of {phrase!r} count for {frame.frame_id} and, by {hit!r}, for {other.frame_id}",
                    f"drop one of the two, or exclude {phrase!r} from {other.frame_id}",
                )


def _shared(frame: Frame, other: Frame) -> Iterator[tuple[str, str]]:
    """Give the phrases of a frame whose words another frame counts, too, with the phrase by which it does."""
    pattern, exclusions = compile_phrases(other.phrases), compile_phrases(other.exclusions)
    for phrase in frame.phrases if pattern else ():
        words = make_view(" ".join(word.rstrip("*") for word in phrase.split() if not word.startswith("~"))).text
        if pattern and (match := pattern.search(words)) and not (exclusions and exclusions.search(words)):
            yield phrase, other.phrases[int((match.lastgroup or "p0")[1:])]


def _rules(codebook: Codebook) -> Iterator[_Finding]:
    for rule in codebook.rules:
        sets = [s for s in codebook.labels if rule.actors and set(rule.actors) & set(s.actors)]
        if spared := [actor for s in sets for actor in s.actors if actor not in rule.actors]:
            yield _Finding(
                "note",
                "rule for some actors",
                ("rules", rule.rule_id),
                f"{rule.rule_id} holds for {', '.join(rule.actors)}, and not for {', '.join(dict.fromkeys(spared))}, "
                "whom the same forms may name",
                "write actors: all, unless the house means to treat them differently",
            )


def _dead(codebook: Codebook, found: _Found) -> Iterator[_Finding]:
    advice = "look for its spellings and inflections in the texts; a form that other corpora need may stay"
    for label_set in codebook.labels:
        for form in chain.from_iterable(forms for _, forms in label_set.forms):
            if not found.forms[plain_form(form)]:
                key = ("labels", label_set.set_id, form)
                yield _Finding("note", "dead form", key, f"{form!r} of {label_set.set_id} never occurs", advice)
    for frame in codebook.frames:
        for phrase in frame.phrases:
            if not found.phrases[frame.frame_id, phrase]:
                key = ("frames", frame.frame_id, phrase)
                yield _Finding("note", "dead phrase", key, f"{phrase!r} of {frame.frame_id} never occurs", advice)


def _alone(codebook: Codebook, found: _Found) -> Iterator[_Finding]:
    for frame in codebook.frames:
        counts = {phrase: found.phrases[frame.frame_id, phrase] for phrase in frame.phrases}
        total, phrase = sum(counts.values()), max(counts, key=lambda each: counts[each], default="")
        if not phrase or counts[phrase] < _HITS_WORTH_A_NOTE:
            continue
        heavy = total >= _HITS_ENOUGH and counts[phrase] >= _ALONE * total
        yield _Finding(
            "problem" if heavy else "note",
            "share of one phrase",
            ("frames", frame.frame_id, phrase),
            f"{phrase!r} makes {counts[phrase]} of the {total} hits of {frame.frame_id} ({counts[phrase] / total:.0%})",
            "read its hits first: the frame's figures are mostly its own; narrow it, or say so"
            if heavy
            else "read some of its hits: it is the commonest of the frame",
        )
