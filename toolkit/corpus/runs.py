"""Import sources into one saved corpus, a second time only what is new.

The one rule: the file is replaced only by a whole new one, and what an earlier run kept stays and is not made again.
"""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from toolkit.corpus.checkpoint import Checkpoint
from toolkit.corpus.limits import Limits
from toolkit.corpus.load import Source, load_corpus, outlets_of, study_of, with_stories
from toolkit.corpus.outlets import OutletTable
from toolkit.corpus.sources import common_folder
from toolkit.corpus.store import check_place, is_saved_corpus, read_saved, save_corpus
from toolkit.errors import CorpusError
from toolkit.rows import Corpus, Document, Ledger, LedgerRow, Override, Study


def run_import(
    sources: Source | Iterable[Source],
    out: Path | str,
    *,
    study: Study | Path | str | None = None,
    mapping: Mapping[str, str] | None = None,
    outlets: OutletTable | Path | str | None = None,
    languages: Collection[str] = ("en",),
    limits: Limits | None = None,
    workers: int = 1,
    progress: bool = False,
    tell: Callable[[str], None] = warnings.warn,
) -> tuple[Corpus, int]:
    """Import `sources` into the saved corpus `out`, which is made or added to.

    Sources are taken one after another, in the order of their names, and `out` is saved after each. An import that
    is interrupted, even killed, goes on inside the source it was at when it is started again, by what it keeps in a
    hidden folder beside `out` until it is done. An article whose id is there already is not added; if its text is
    another, the ledger says so.

    Parameters
    ----------
    tell
        Is told if a source, or how it is to be read, has changed since it was interrupted, so that it starts again.

    Returns
    -------
    corpus, n_new
        The whole corpus as saved, and how many of its articles were new. Its ledger holds what became of every
        place ever seen: what was kept once stays; of what was dropped, why it was the last time.
    """
    out = check_place(out)
    if out.exists() and not is_saved_corpus(out):
        raise CorpusError(f"{out.name!r} is there and is no saved corpus; name another file")
    paths = sorted({str(source) for source in ([sources] if isinstance(sources, (str, Path)) else sources)})
    base = common_folder(paths) if paths else None
    whole = read_saved(out) if out.exists() else None
    n_before = len(whole or ())
    kept = out.with_name(f".{out.name}.unfinished")
    options = {"version": version("framing-toolkit"), "mapping": dict(mapping or {}), "base": str(base)}
    options["limits"] = asdict(limits or Limits())
    for source in paths:
        table = outlets_of(study_of(Path(source), study), outlets)
        about = json.dumps({**options, "source": source, "outlets": table and asdict(table)}, sort_keys=True)
        checkpoint = Checkpoint(kept / sha256(source.encode()).hexdigest()[:12], about, tell)
        found = load_corpus(
            source,
            study=study,
            mapping=mapping,
            outlets=outlets,
            languages=languages,
            dropped="ledger",
            limits=limits,
            workers=workers,
            known={document.doc_id: document for document in whole or ()},
            base=base,
            progress=progress,
            checkpoint=checkpoint,
        )
        checkpoint.close()
        whole = found if whole is None else _joined(whole, found)
        whole = whole if study is None else replace(whole, study=found.study)
        save_corpus(whole, out)
    if whole is None:
        raise CorpusError("there is nothing to import: name files, folders, patterns or archives")
    shutil.rmtree(kept, ignore_errors=True)
    return whole, len(whole) - n_before


def _joined(old: Corpus, new: Corpus) -> Corpus:
    """Add what is new; a document there already is the new one only as far as it was corrected by hand."""
    documents = {document.doc_id: document for document in old}
    for document in new:
        if document.text == documents.get(document.doc_id, document).text:
            documents[document.doc_id] = document
    return replace(
        old,
        documents=with_stories(tuple(documents[doc_id] for doc_id in sorted(documents))),
        ledger=_one_ledger(old, new),
        overrides=_one_trace(old.overrides, new.overrides),
    )


def _one_ledger(old: Corpus, new: Corpus) -> Ledger | None:
    """Keep a line for every article, and of what was dropped the newest line of every place."""
    if old.ledger is None or new.ledger is None:
        return new.ledger or old.ledger
    kept = {row.doc_id: row for row in old.ledger.rows if row.fate != "dropped"}
    texts = {document.doc_id: document for document in old}, {document.doc_id: document for document in new}
    rows = {_key(row): row for row in old.ledger.rows}
    for row in new.ledger.rows:
        one = _judged(row, kept.get(row.doc_id), *texts)
        rows[_key(one)] = one
        if one.fate != "dropped":
            rows.pop((row.source, row.place), None)
    side = tuple(dict.fromkeys((*old.ledger.side_files, *new.ledger.side_files)))
    return Ledger(len(rows), tuple(rows.values()), side)


def _judged(
    row: LedgerRow, kept: LedgerRow | None, old: Mapping[str, Document], new: Mapping[str, Document]
) -> LedgerRow:
    """Say what becomes of a line whose article is there already: the old line, or a drop."""
    again = kept is not None and (row.source, row.place) == (kept.source, kept.place)
    if kept is None or (row.fate == "dropped" and not (again and row.reason == "other_language")):
        return row
    same = row.doc_id not in new or old[row.doc_id].text == new[row.doc_id].text
    if again and same:
        return kept
    detail = f"{kept.place} has this id and {'the same' if same else 'another'} text"
    return replace(row, fate="dropped", reason="duplicate_id", detail=detail)


def _key(row: LedgerRow) -> tuple[str, ...]:
    return (row.source, row.place) if row.fate == "dropped" else (row.doc_id,)


def _one_trace(old: tuple[Override, ...], new: tuple[Override, ...]) -> tuple[Override, ...]:
    """Keep one outcome of every correction: the first that is not that its article was not there."""
    trace: dict[Override, Override] = {}
    for override in (*old, *new):
        asked = replace(override, outcome="pending")
        if trace.setdefault(asked, override).outcome == "stale":
            trace[asked] = override
    return tuple(trace.values())
