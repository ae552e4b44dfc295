"""What a corpus and an article look like in a notebook.

The one rule: what a reader has to be warned of stands on the card, and what is not body is shown, but set apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.markup import Mark, mark_text, show_text, wrap

if TYPE_CHECKING:
    from toolkit.rows.documents import Corpus, Document
    from toolkit.rows.spans import ZoneKind

_OUTLETS = 5
_TO_FILL_IN = 'tk.save_table(corpus.describe(), "documents.csv"), beside a folder\'s texts, is a list to fill them in'
_LONG = 20_000  # characters above which a text is folded
_PARAGRAPHS = {"body": "<p>{}</p>", "title": "<p><strong>{}</strong></p>", "dek": "<p><em>{}</em></p>"}


def corpus_card(corpus: Corpus) -> str:
    """Give the HTML of what a corpus holds, and of what is to be known before it is counted."""
    rows: dict[str, str | list[str]] = {
        "Articles": f"{len(corpus):,}, {sum(d.n_words for d in corpus):,} words of body text",
        "Dates": _dates(corpus),
        "Outlets": _outlets(corpus),
        "Study": corpus.study.title,
        "Codebook": _name(corpus.study.codebook),
        "To know": _warnings(corpus),
    }
    table = "".join(f'<tr><th scope="row">{name}</th><td>{_cell(said)}</td></tr>' for name, said in rows.items())
    more = "<small><code>corpus.describe()</code> has a row per article; <code>corpus[doc_id]</code> is one.</small>"
    title = f"<strong>Corpus {show_text(corpus.name)}</strong>"
    return wrap(f'{title}<table class="tk-card"><tbody>{table}</tbody></table>{more}')


def document_card(document: Document) -> str:
    """Give the HTML of an article: what is known of it, and its text."""
    folded = "" if len(document.text) <= _LONG else f"<summary>{len(document.text):,} characters</summary>"
    text = article_html(document)
    text = f"<details>{folded}{text}</details>" if folded else text
    return wrap(f"{article_heading(document)}{text}")


def article_heading(document: Document) -> str:
    """Give the HTML of the line above an article: id, outlet, days, words."""
    known = [document.outlet if document.outlet != "unknown" else "outlet unknown", document.published]
    known += [f"dated: {document.published_how}"] if document.published != "undated" else []
    known += [f"{document.n_words:,} words"]
    return f"<p><code>{show_text(document.doc_id)}</code> <small>{show_text(' · '.join(known))}</small></p>"


def article_html(document: Document, marks: Iterable[Mark] = ()) -> str:
    """Give the HTML of an article's text with its marks: a paragraph per line, what is not body named and greyed."""
    marks = list(marks)
    lines = [(zone.kind, zone.span.start, zone.span.end) for zone in document.zones] or _lines(document.text)
    return "".join(
        _paragraph(kind, mark_text(document.text, marks, start=start, end=end)) for kind, start, end in lines
    )


def _lines(text: str) -> list[tuple[ZoneKind, int, int]]:
    return [("body", found.start(), found.end()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _paragraph(kind: ZoneKind, inside: str) -> str:
    if kind in _PARAGRAPHS:
        return _PARAGRAPHS[kind].format(inside)
    name = f"<small>[{kind.replace('_', ' ')}]</small>"
    if kind in ("block_quotation", "republished"):
        return f"<blockquote>{name} {inside}</blockquote>"
    return f'<p class="tk-aside">{name} <small>{inside}</small></p>'


def _dates(corpus: Corpus) -> str:
    dated = [d for d in corpus if d.published_earliest and d.published_latest]
    if not dated:
        return "none"
    first = min(d.published_earliest for d in dated if d.published_earliest)
    last = max(d.published_latest for d in dated if d.published_latest)
    n_days = sum(d.published_earliest == d.published_latest for d in dated)
    return f"{first} to {last}; {len(dated):,} of {len(corpus):,} dated, {n_days:,} to one day"


def _outlets(corpus: Corpus) -> str:
    known = Counter(d.outlet for d in corpus if d.outlet != "unknown").most_common()
    said = [f"{name} ({n:,})" for name, n in known[:_OUTLETS]]
    said += [f"{len(known) - _OUTLETS:,} more"] if len(known) > _OUTLETS else []
    n_unknown = len(corpus) - sum(n for _, n in known)
    return ", ".join([*said, *([f"unknown ({n_unknown:,})"] if n_unknown else [])])


def _warnings(corpus: Corpus) -> list[str]:
    study, warnings = corpus.study, []
    undated = sum(not (d.published_earliest and d.published_latest) for d in corpus)
    if undated:
        warnings.append(f"{undated:,} without dates: in no period of a timeline")
    if n_unknown := sum(d.outlet == "unknown" for d in corpus):
        warnings.append(f"{n_unknown:,} of unknown outlet")
    if undated or n_unknown:
        warnings.append(_TO_FILL_IN)
    n_stories = len({d.story_id or d.doc_id for d in corpus})
    if n_stories < len(corpus):
        warnings.append(f"{len(corpus) - n_stories:,} printings of a story that is there already")
    if corpus.ledger:
        warnings += [
            f"{n:,} {fate}: {reason}".replace("_", " ") for (fate, reason), n in corpus.ledger.reasons().items()
        ]
    if n_stale := sum(o.outcome == "stale" for o in corpus.overrides):
        warnings.append(f"{n_stale:,} corrections by hand no longer fit")
    if study.codebook is None:
        warnings.append("no codebook: labels, frames and ties need one")
    if study.caveats:
        many = "caveat" if len(study.caveats) == 1 else "caveats"
        warnings.append(f"{len(study.caveats)} {many} of the study: tk.show_study(corpus)")
    return warnings


def _name(codebook: str | None) -> str:
    return "none" if codebook is None else codebook.replace("\\", "/").rsplit("/", 1)[-1]


def _cell(said: str | list[str]) -> str:
    if isinstance(said, str):
        return show_text(said)
    return "<br>".join(map(show_text, said)) or "nothing"
