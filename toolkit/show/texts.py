"""Tables, passages and the study as they are read in a notebook or report.

The one rule: whatever comes from a text is escaped, and a shortened list says how long the whole is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from toolkit.rows import Alternatives, Corpus, Document
from toolkit.tables import require_columns

_LONG = 40
NO_MATH = "mathjax_ignore"
"""Class of HTML in which JupyterLab leaves dollar signs alone: "$5 million and $6 million" is no formula."""


@dataclass(frozen=True, slots=True)
class Html:
    """Hold a piece of HTML for display, and the plain words that stand in for it."""

    html: str
    plain: str

    def _repr_html_(self) -> str:
        return f'<div class="{NO_MATH}">{self.html}</div>'

    def __repr__(self) -> str:
        return self.plain


def show_table(
    table: pd.DataFrame,
    *,
    caption: str,
    columns: Mapping[str, str] | None = None,
    limit: int = 200,
    folded: bool = False,
) -> Html:
    """Show a table with a caption that gives its number of rows.

    Parameters
    ----------
    columns
        Which columns to show, and their headings; by default all, under their own names.
    limit
        Rows to show at most; the caption says how many there are.
    folded
        Whether only the caption is seen until it is opened.
    """
    headings = dict(columns) if columns else {str(name): str(name).replace("_", " ") for name in table.columns}
    require_columns(table, headings, what="the table to show")
    shown = table[list(headings)].head(limit)
    styles = [_style(shown[name]) for name in headings]
    head = "".join(f'<th scope="col"{s}>{escape(h)}</th>' for h, s in zip(headings.values(), styles, strict=True))
    body = "".join(_row(row, styles) for row in shown.itertuples(index=False))
    many = f"{len(table)} row{'s' if len(table) != 1 else ''}"
    size = many if len(table) <= limit else f"the first {limit} of {many}"
    title = f"{escape(caption)} <small>({size})</small>"
    above = "" if folded else f"<caption><span>{title}</span></caption>"
    html = f'<div class="table"><table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    html = f"<details><summary>{title}</summary>{html}</details>" if folded else html
    return Html(html, f"{caption} ({size})")


def show_study(corpus: Corpus) -> Html:
    """Show what a study says about its texts: source, selection, retrieval, dyad, and every caveat."""
    study = corpus.study
    dyad = " and ".join(study.dyad) if study.dyad else "none declared: every article counts as relevant"
    rows = {
        "Texts": f"{len(corpus)} articles, {sum(d.n_words for d in corpus):,} words of body text",
        "Source": study.source,
        "Selection": study.selection,
        "Database": study.database,
        "Query": study.query,
        "Hits": "" if study.hits is None else f"{study.hits:,}",
        "Kept if": study.inclusion,
        "Retrieved": study.retrieved,
        "Codebook": study.codebook.rsplit("/", 1)[-1] if study.codebook else "none",
        "Dyad": dyad,
        "Relevant": f"both sides named within one {study.relevance}" if study.dyad else "all",
        "Primary measure": "share of relevant articles with a cue of a frame in the outlet's own wording",
        "Also tried": _alternatives(study.alternatives) if study.alternatives else "",
    }
    terms = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in rows.items() if v)
    caveats = "".join(f"<li>{escape(caveat)}</li>" for caveat in study.caveats)
    listed = f"<p><strong>Read with these limits in mind</strong></p><ul>{caveats}</ul>" if caveats else ""
    return Html(f'<dl class="study">{terms}</dl>{listed}', f"{study.title}: {rows['Texts']}")


def _alternatives(alternatives: Alternatives) -> str:
    """List the declared alternatives: "voices narrator, all; codebook without_top_phrases"."""
    tried = {field.name: getattr(alternatives, field.name) for field in fields(alternatives)}
    tried["codebook"] = [name.rsplit("/", 1)[-1] for name in alternatives.codebook]
    tried["contrasts"] = [contrast.name for contrast in alternatives.contrasts]
    return "; ".join(f"{name} {', '.join(values)}" for name, values in tried.items() if values)


def show_summary(articles: pd.DataFrame, quotes: pd.DataFrame, labels: pd.DataFrame, frames: pd.DataFrame) -> Html:
    """Show in a few sentences how many articles, quotations, labels and frame cues there are."""
    relevant = int(frames.drop_duplicates("doc_id")["relevant"].sum())
    dated = articles.dropna(subset=["published_earliest", "published_latest"])
    one_day = int((dated["published_earliest"] == dated["published_latest"]).sum())
    kinds = quotes["kind"].value_counts()
    unnamed = int((quotes["sourced"] != "named").sum())
    settled = int(labels["actor"].notna().sum())
    own = labels["voice"].isin(["narrator", "paraphrase"])
    lines = [
        f"{len(articles)} articles; {len(dated)} can be dated, {one_day} of them to one day. "
        f"{relevant} are relevant in the sense of the study.",
        f"{len(quotes)} quotations: "
        + ", ".join(f"{int(kinds.get(k, 0))} {k}" for k in ("direct", "mixed", "indirect"))
        + f". {unnamed} of them name no source or an unnamed one.",
        f"{len(labels)} naming choices for actors: {int(own.sum())} in the outlets' own wording, "
        f"{int((labels['voice'] == 'verbatim').sum())} in verbatim speech. "
        f"For {len(labels) - settled} the text leaves open whom they name.",
        f"{int(frames['n_cues'].sum())} frame cues in the outlets' own wording, "
        f"{int(frames['n_cues_verbatim'].sum())} in verbatim speech.",
    ]
    return Html(f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>", " ".join(lines))


def read_passages(
    rows: pd.DataFrame,
    corpus: Corpus,
    *,
    by: str | None = None,
    beside: Mapping[str, str] | None = None,
    limit: int = 100,
) -> Html:
    """Read the passages behind any evidence table, each in its paragraph, with its place in the text.

    Parameters
    ----------
    rows
        Rows of an evidence table (quotations, mentions, labels, frame cues, ties, stances).
    by
        A column to group by; groups come folded, with their number of passages.
    beside
        Further columns for the line under each passage, and the words before them; a missing value is left out.
    limit
        Passages to show at most per group.
    """
    beside = dict(beside or {})
    require_columns(rows, ["doc_id", "row_id", "voice", *beside, *([by] if by else [])], what="the table of passages")
    listed = partial(_passages, corpus=corpus, field=_field(rows), beside=beside, limit=limit)
    if by is None:
        return Html(listed(rows), f"{len(rows)} passages")
    return Html(fold_groups(rows, by, listed), f"{len(rows)} passages by {by}")


def list_passages(items: Sequence[str], *, n: int) -> str:
    """Give the HTML of a list of passages, and how many of the `n` it leaves out."""
    more = f"<p><small>{n - len(items)} more in the table.</small></p>" if n > len(items) else ""
    return f'<ol class="passages">{"".join(items)}</ol>{more}'


def fold_groups(rows: pd.DataFrame, by: str, listed: Callable[[pd.DataFrame], str]) -> str:
    """Give the HTML of each group of rows, folded under its name and number of rows."""
    groups = rows.assign(**{by: rows[by].fillna("(left open)")}).groupby(by, sort=True)
    return "".join(
        f"<details><summary>{escape(str(name))} <small>({len(group)})</small></summary>{listed(group)}</details>"
        for name, group in groups
    )


def _field(rows: pd.DataFrame) -> str:
    for name in ("content", "label", "cue", "mention", "passage", "trigger"):
        if f"{name}_start" in rows.columns:
            return name
    require_columns(rows, ["content_start"], what="the table of passages")
    return "content"


def _passages(rows: pd.DataFrame, *, corpus: Corpus, field: str, beside: Mapping[str, str], limit: int) -> str:
    records = rows.head(limit).to_dict("records")
    return list_passages([_passage(r, corpus[r["doc_id"]], field, beside) for r in records], n=len(rows))


def _passage(record: dict[Any, Any], document: Document, field: str, beside: Mapping[str, str]) -> str:
    spans = record.get(field)
    if isinstance(spans, str) or spans is None:
        places = [(int(record[f"{field}_start"]), int(record[f"{field}_end"]))]
    else:
        places = [(part["start"], part["end"]) for part in spans]
    start, end = _context(document, places[0][0], places[-1][1])
    pieces: list[str] = []
    position = start
    for a, b in places:
        pieces += [escape(document.text[position:a]), f"<mark>{escape(document.text[a:b])}</mark>"]
        position = b
    pieces.append(escape(document.text[position:end]))
    whose = record.get("speaker_name") if record["voice"] == "verbatim" else record.get("reported_of")
    voice = record["voice"] if pd.isna(whose) else f"{record['voice']}: {whose}"
    told = [f"{words} {_words(record[name])}".strip() for name, words in beside.items() if pd.notna(record[name])]
    place = f"{document.doc_id} [{places[0][0]}:{places[-1][1]}]"
    where = " · ".join([*([", ".join(told)] if told else []), place, voice, record["row_id"]])
    return f"<li>{''.join(pieces)} <small>{escape(where)}</small></li>"


def _context(document: Document, start: int, end: int) -> tuple[int, int]:
    """Give the lines of the text that hold the passage."""
    holding = [z.span for z in document.zones if z.span.start < end and start < z.span.end]
    return (holding[0].start, holding[-1].end) if holding else (start, end)


def _row(values: tuple[Any, ...], styles: list[str]) -> str:
    return "<tr>" + "".join(f"<td{s}>{escape(_words(v))}</td>" for v, s in zip(values, styles, strict=True)) + "</tr>"


def _style(column: pd.Series[Any]) -> str:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return ' class="number"'
    if pd.api.types.is_datetime64_any_dtype(column):
        return ' class="date"'
    return ' class="long"' if any(isinstance(v, str) and len(v) > _LONG for v in column) else ""


def _words(value: Any) -> str:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".removesuffix(".00")
    return str(value)
