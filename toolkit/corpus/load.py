"""Load texts of every kind a researcher holds into a corpus.

The one rule: a text is kept exactly as decoded, and what cannot be kept is named, never skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from toolkit.corpus.checkpoint import Checkpoint
from toolkit.corpus.documents import Made, read_record
from toolkit.corpus.formats import READERS
from toolkit.corpus.importing import account, import_records
from toolkit.corpus.languages import UNDETERMINED
from toolkit.corpus.limits import Limits
from toolkit.corpus.listing import DOCUMENTS_FILE, read_listing
from toolkit.corpus.outlets import OutletTable, load_outlets, merge_outlets
from toolkit.corpus.overrides import OVERRIDES_FILE, apply_overrides, load_overrides
from toolkit.corpus.records import Record, Warn
from toolkit.corpus.store import is_saved_corpus, read_saved
from toolkit.corpus.stories import assign_stories
from toolkit.corpus.study import STUDY_FILE, load_study
from toolkit.corpus.zones import find_zones
from toolkit.engine import map_items
from toolkit.errors import CorpusError
from toolkit.language import count_words
from toolkit.rows import BODY_ZONES, Corpus, Document, Fate, Ledger, Override, Study

Source = Path | str


def load_corpus(
    source: Source | Iterable[Source],
    *,
    study: Study | Path | str | None = None,
    mapping: Mapping[str, str] | None = None,
    outlets: OutletTable | Path | str | None = None,
    languages: Collection[str] = ("en",),
    dropped: Literal["raise", "ledger"] = "raise",
    limits: Limits | None = None,
    workers: int = 1,
    known: Mapping[str, Document] | None = None,
    base: Path | None = None,
    progress: bool = False,
    checkpoint: Checkpoint | None = None,
) -> Corpus:
    """Load files, folders, patterns and archives of texts, tables, web pages and database exports.

    Parameters
    ----------
    source
        One or several paths, also ``*.jsonl`` and archives; or a ``.parquet`` file that `save_corpus` wrote.
        A folder with ``documents.csv`` holds exactly the texts listed there.
    study
        A `Study`, the path of one, or the name of one that ships; by default ``study.yaml`` beside the texts, if there
        is one. Of a saved corpus, it takes the place of the study saved with it.
    mapping
        Field → column of tables, such as ``{"text": "content", "published": "seendate"}``.
    outlets
        A table of one's own (tab-separated name, aliases, domains), laid over the one that ships; by default
        the one that the study names, if it does.
    languages
        ISO 639 codes; articles surely in another language are dropped. None are dropped if it is empty.
    dropped
        What to do if anything seen is no article: ``raise`` names it and loads nothing, ``ledger`` loads the rest
        and leaves the account in ``corpus.ledger``.
    workers
        Processes that make the documents; 1 is this one.
    known
        Documents by id that were made before; those whose text is the same are taken as they are.
    base
        The folder that names are relative to; by default the one that all sources have in common.
    progress
        Whether to show a progress bar on standard error.
    checkpoint
        Where `run_import` keeps what is done, and finds it again after an interruption.

    Returns
    -------
    Corpus
        Ordered by doc_id, or as ``documents.csv`` lists them, with zones, dates as intervals, languages, stories,
        and the ledger of everything seen. Corrections in ``overrides.csv`` beside the texts are applied last.

    Raises
    ------
    CorpusError
        If nothing is there, a list and its folder disagree, an id is used twice, or something was dropped.
    """
    paths = [Path(source)] if isinstance(source, (str, Path)) else [Path(item) for item in source]
    first = paths[0] if paths else Path()
    if len(paths) == 1 and is_saved_corpus(first):
        if outlets is not None:
            raise CorpusError(f"outlets got their names when {first.name} was imported; import the articles again")
        saved = read_saved(first)
        return saved if study is None else replace(saved, study=study_of(first, study))
    study = study_of(first, study)
    table = outlets_of(study, outlets)
    listed = len(paths) == 1 and (first / DOCUMENTS_FILE).is_file()
    found = account(read_listing(first)) if listed else import_records(
        paths, mapping=mapping, limits=limits, readers=READERS, base=base, checkpoint=checkpoint
    )  # fmt: skip
    records, ledger = found
    make = read_record if table is None else partial(read_record, outlets=table)
    made = _make_all(records, make, known or {}, checkpoint, workers=workers, progress=progress)
    overrides = _overrides_beside(first)
    rescued = {o.doc_id: o for o in overrides if o.field == "language" and o.value in languages}
    documents, ledger = _sorted_out(records, made, ledger, languages, rescued)
    documents = documents if listed else tuple(sorted(documents, key=lambda document: document.doc_id))
    if dropped == "raise":
        _refuse_drops(ledger, documents, first)
    documents, overrides = apply_overrides(documents, overrides)
    name = first.resolve().name if len(paths) == 1 else "corpus"
    return Corpus(with_stories(documents), study, name, ledger, overrides)


def as_document(text: Document | str) -> Document:
    """Take a document as it is, and a string as an article that is all body."""
    if isinstance(text, Document):
        return text
    return Document("text", text, find_zones(text, title=None), n_words=count_words(text))


def with_stories(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Give every document the id of its story: all printings of one text share it."""
    bodies = ((d.doc_id, "\n".join(z.span.text for z in d.zones if z.kind in BODY_ZONES)) for d in documents)
    stories = assign_stories(bodies)
    return tuple(replace(document, story_id=stories[document.doc_id]) for document in documents)


def outlets_of(study: Study, outlets: OutletTable | Path | str | None) -> OutletTable | None:
    """Give the table of outlets that is meant, or the study's, over the one that ships; None where there is none."""
    own = study.outlets if outlets is None else outlets
    return None if own is None else merge_outlets(own if isinstance(own, OutletTable) else load_outlets(own))


def _make_all(
    records: list[Record],
    make: Callable[[Record], Made],
    known: Mapping[str, Document],
    checkpoint: Checkpoint | None,
    *,
    workers: int,
    progress: bool,
) -> dict[str, Made]:
    """Make the documents that are not known yet."""
    from tqdm import tqdm

    old = ((record, known.get(record.fields["doc_id"])) for record in records)
    made = {one.doc_id: Made(one, ()) for record, one in old if one and one.text == record.text}
    if checkpoint:
        checkpoint.check(records)
        made = {r.fields["doc_id"]: kept for r in records if (kept := checkpoint.made_of(r))} | made
    new = [record for record in records if record.fields["doc_id"] not in made]
    bar = tqdm(map_items(make, new, workers=workers), total=len(new), unit=" articles", disable=not progress)
    for record, one in zip(new, bar, strict=True):
        made[record.fields["doc_id"]] = one
        if checkpoint:
            checkpoint.keep_made(record, one)
    return made


def _sorted_out(
    records: list[Record],
    made: Mapping[str, Made],
    ledger: Ledger,
    languages: Collection[str],
    rescued: Mapping[str, Override],
) -> tuple[tuple[Document, ...], Ledger]:
    """Enter what is doubtful about the documents, and put other languages aside, unless a person says otherwise."""
    kept: list[Document] = []
    fates: dict[str, tuple[Fate, tuple[tuple[str, str], ...]]] = {}
    for record in records:
        document, warnings = (one := made[record.fields["doc_id"]]).document, one.warnings
        other = bool(languages) and document.language not in (*languages, UNDETERMINED)
        if other and (by_hand := rescued.get(document.doc_id)):
            detail = f"taken for {document.language}, {by_hand.value} according to {by_hand.who}"
            warnings = (*warnings, Warn("language_uncertain", detail))
        elif other:
            fates[document.doc_id] = ("dropped", (("other_language", document.language),))
            continue
        if document.language == UNDETERMINED:
            warnings = (*warnings, Warn("language_uncertain"))
        if warnings:
            fates[document.doc_id] = ("kept_with_warning", tuple((w.reason, w.detail) for w in warnings))
        kept.append(document)
    return tuple(kept), ledger.amend(fates)


def _refuse_drops(ledger: Ledger, documents: tuple[Document, ...], source: Path) -> None:
    gone = [row for row in ledger.rows if row.fate == "dropped"]
    if gone:
        first = gone[0]
        why = f"{first.place}: {first.reason.replace('_', ' ')}" + (f" ({first.detail})" if first.detail else "")
        more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        raise CorpusError(
            f"{why}{more} cannot be read as articles; load the other {len(documents)} with dropped='ledger' "
            f"or toolkit import, which keep the account"
        )
    if not documents:
        raise CorpusError(f"{str(source)!r} holds no articles")


def _overrides_beside(source: Path) -> tuple[Override, ...]:
    path = (source if source.is_dir() else source.parent) / OVERRIDES_FILE
    return load_overrides(path) if path.is_file() else ()


def study_of(path: Path, study: Study | Path | str | None) -> Study:
    """Give the study that is meant, or the one beside the texts, or one that says nothing."""
    if isinstance(study, Study):
        return study
    if study is not None:
        return load_study(study)
    beside = (path if path.is_dir() else path.parent) / STUDY_FILE
    return load_study(beside) if beside.is_file() else Study(title=path.stem)
