"""Propose entries for names that no actor of a codebook owns, and names that may be one.

The one rule: nothing is decided here; every proposal comes with its counts and places for a person to read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

import pandas as pd

from toolkit.annotate.bearers import without_initials
from toolkit.annotate.lexicon import make_lexicon
from toolkit.annotate.runs import Run, find_runs
from toolkit.codebook import Codebook, CodebookLike, codebook_for, variant_key
from toolkit.engine import map_items
from toolkit.language import make_view, name_key
from toolkit.rows import Corpus, Span

_EXAMPLES = 3
_COLUMNS = {
    "proposal": "str",
    "name": "str",
    "spellings": "str",
    "into": "str",
    "actor": "str",
    "why": "str",
    "n": "int64",
    "n_articles": "int64",
    "n_quoted": "int64",
    "examples": "str",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """Hold a name at one place."""

    name: str
    run: Run
    span: Span
    opens: bool  # a sentence


def suggest_actors(
    corpus: Corpus, *, codebook: CodebookLike = None, at_least: int = 2, engine: str = "", workers: int = 1
) -> pd.DataFrame:
    """Propose actors that the codebook lacks, and names to merge, for a person to accept; nothing is written.

    Names are runs of capitalised words in dek and body. Words before a name that the corpus also writes in small
    letters ("President") are cut off; a word that only ever opens sentences is no name, and what stands right before
    an actor of the codebook is taken for a title.

    Parameters
    ----------
    codebook
        Whose names are left out; by default the study's. Without any, every name is proposed.
    at_least
        Mentions that a name must have.
    engine
        Folder of the engine that finds quotations; "" is the one that ships.
    workers
        Processes to use; 1 is this one.

    Returns
    -------
    pandas.DataFrame
        Most frequent first. ``proposal`` is *entry* or *merge*; ``name``; ``spellings`` that meet under the spelling
        key, joined by "; "; for a merge ``into`` which name, with its id in ``actor`` where the codebook has it;
        ``why`` (*same sounds*, *the same but for initials*, *surname of one name*, or of how many, which is then no
        merge); ``n`` mentions,
        ``n_articles``, ``n_quoted`` (as the source of a quotation); ``examples`` as ``doc_id start:end``.
    """
    known = codebook_for(corpus, codebook, verb="suggest_actors") if codebook or corpus.study.codebook else None
    read = list(map_items(partial(find_runs, codebook=known, engine=engine), corpus.documents, workers=workers))
    small = frozenset(word for each in read for word in each.small)
    found = [_named(run, small) for run in chain.from_iterable(each.runs for each in read)]
    groups = _groups([each for each in found if each], known, at_least)
    twins = _twins(groups, known)
    full_names = _full_names([group for group in groups if _main(group) not in twins], known)
    rows = chain.from_iterable(_proposals(group, full_names, twins) for group in groups)
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    return table.sort_values(["n", "name", "proposal"], ascending=[False, True, True], ignore_index=True)


def _named(run: Run, small: frozenset[str]) -> _Found | None:
    """Cut off the words that are no part of a name; None where nothing is left of it."""
    words = list(run.words)
    common = [word.text.lower() in small for word in words]
    if len(words) == 1 and common[0]:
        return None
    while len(words) > 1 and common[0] and not all(common[1:]):
        words, common = words[1:], common[1:]
    if run.opens and len(words) > 1 and common[0]:
        return None
    start = words[0].start
    text = run.text[start - run.words[0].start :]
    opens = run.opens and len(words) == len(run.words)
    return _Found(" ".join(make_view(text).text.split()), run, Span(start, words[-1].end, text), opens)


def _groups(found: Iterable[_Found], codebook: Codebook | None, at_least: int) -> list[list[_Found]]:
    owned = make_lexicon(codebook).owners if codebook else {}
    groups: dict[tuple[str, ...], list[_Found]] = defaultdict(list)
    found = list(found)
    within = {each.name for each in found if not each.opens or " " in each.name}
    for each in found:
        if each.name in within and each.name not in owned:
            groups[variant_key(each.name, "person") or (each.name,)].append(each)
    return [group for group in groups.values() if len(group) >= at_least]


def _proposals(
    group: list[_Found],
    full_names: dict[tuple[str, ...], dict[str, str | None]],
    twins: dict[str, tuple[str, str | None]],
) -> Iterator[tuple[object, ...]]:
    spellings = Counter(each.name for each in group)
    name, spelled = _main(group), "; ".join(sorted(spellings))
    if name in twins:
        yield ("merge", name, spelled, *twins[name], "the same but for initials", *_evidence(group))
        return
    longer = full_names.get(name_key(name), {})
    if len(longer) == 1:
        ((into, actor),) = longer.items()
        yield ("merge", name, spelled, into, actor, "surname of one name", *_evidence(group))
        return
    why = f"surname of {len(longer)} names: {'; '.join(sorted(longer))}" if longer else None
    yield ("entry", name, spelled, None, None, why, *_evidence(group))
    for other in sorted(set(spellings) - {name}):
        held = [each for each in group if each.name == other]
        yield ("merge", other, other, name, None, "same sounds", *_evidence(held))


def _twins(groups: Iterable[list[_Found]], codebook: Codebook | None) -> dict[str, tuple[str, str | None]]:
    """Give the names that are another one but for initials inside, and which one, with its id if it is declared.

    "Ada M. Vale" and "Ada Vale" are, unless there is an "Ada N. Vale", too. Names merge into a declared one, or else
    into the more frequent.
    """
    counts = {_main(group): len(group) for group in groups}
    declared = {actor.name: actor.actor_id for actor in codebook.actors if actor.kind == "person"} if codebook else {}
    forms: dict[str, set[str]] = defaultdict(set)
    for name in (*counts, *declared):
        forms[" ".join(without_initials(tuple(name.split())))].add(name)
    twins: dict[str, tuple[str, str | None]] = {}
    for bare, names in forms.items():
        if len(names) == 2 and bare in names:
            into, other = sorted(names, key=lambda name: (name not in declared, -counts.get(name, 0), name))
            if other in counts:
                twins[other] = into, declared.get(into)
    return twins


def _full_names(
    groups: Iterable[list[_Found]], codebook: Codebook | None
) -> dict[tuple[str, ...], dict[str, str | None]]:
    """Give by the key of a surname the full names that end in it, declared and found; an id with those declared."""
    names: dict[tuple[str, ...], dict[str, str | None]] = defaultdict(dict)
    for actor in codebook.actors if codebook else ():
        if actor.kind == "person" and actor.surname != actor.name:
            names[name_key(actor.surname)][actor.name] = actor.actor_id
    for name in map(_main, groups):
        key = name_key(name)
        if len(key) > 1 and " of " not in name:
            names[key[-1:]].setdefault(name, None)
    return names


def _main(group: list[_Found]) -> str:
    counted = Counter(each.name for each in group)
    return min(counted, key=lambda name: (-counted[name], name))


def _evidence(group: list[_Found]) -> tuple[int, int, int, str]:
    first = {each.run.doc_id: each for each in reversed(group)}  # one example of each article before a second of one
    examples = [*reversed(first.values()), *group]
    places = dict.fromkeys(f"{each.run.doc_id} {each.span.start}:{each.span.end}" for each in examples)
    return len(group), len(first), sum(each.run.quoted for each in group), "; ".join([*places][:_EXAMPLES])
