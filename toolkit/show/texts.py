"""Tables and the study as they are read in a notebook or report.

The one rule: whatever comes from a text is escaped, and a shortened list says how long the whole is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from toolkit.excerpts import Evidence, cut_table
from toolkit.markup import NO_MATH, show_text, wrap
from toolkit.rows import Alternatives, Corpus
from toolkit.tables import require_columns

_LONG = 40
_HEADINGS = {
    "doc_id": "article",
    "published_earliest": "from",
    "published_latest": "to",
    "published_how": "date is",
    "published_basis": "date: words of the text [from:to]",
    "published_external": "date: facts from outside the text",
    "outlet_basis": "outlet: words of the text",
    "n_words": "body words",
    "n_quotes": "quotations",
    "n_labels": "labels",
    "n_articles": "articles",
    "n_stories": "stories",
    "n_specifications": "specifications",
    "n_estimated": "of them estimated",
    "share_same_sign": "share of one sign",
    "n_with_cue": "with a cue",
    "n_touching": "articles that touch the period",
    "zone_start": "from",
    "zone_end": "to",
    "zone_text": "line",
    "relay_names": "passed on by",
    "speaker_name": "speaker",
    "actor_name": "actor",
    "described_text": "called",
    "conflict": "differs in",
    "other_name": "fits in the codebook",
    "described_start": "at letter",
    "form": "found as",
    "frame_title": "frame",
    "counter_example": "does not count",
    "exclusions": "not within",
    "mean_valence": "mean",
    "source_side_name": "who acts",
    "target_side_name": "towards whom",
    "target_name": "towards",
    "low": "95 % from",
    "high": "95 % to",
}


@dataclass(frozen=True, slots=True)
class Html:
    """Hold a piece of HTML for display, the plain words that stand in for it, and whether it takes colours."""

    html: str
    plain: str
    coloured: bool = False

    def _repr_html_(self) -> str:
        if self.coloured:
            return wrap(self.html)
        return f'<div class="{NO_MATH}">{self.html}</div>'

    def __repr__(self) -> str:
        return self.plain


def show_table(
    table: pd.DataFrame,
    *,
    caption: str,
    columns: Mapping[str, str] | Sequence[str] | None = None,
    limit: int = 200,
    folded: bool = False,
    evidence: Evidence = "full",
) -> Html:
    """Show a table with a caption that gives its number of rows.

    Parameters
    ----------
    columns
        Which columns to show, and their headings; of names alone, and by default of all columns, the usual ones.
    limit
        Rows to show at most; the caption says how many there are.
    folded
        Whether only the caption is seen until it is opened.
    evidence
        How much of the texts to show: all, ``"snippet"`` or ``"offsets"``; see `cut_table`.
    """
    names = [str(name) for name in (columns or table.columns)]
    headings = dict(columns) if isinstance(columns, Mapping) else {name: heading_of(name) for name in names}
    require_columns(table, headings, what="the table to show")
    shown = cut_table(table[list(headings)].head(limit), evidence=evidence)
    styles = [_style(shown[name]) for name in headings]
    head = "".join(f'<th scope="col"{s}>{show_text(h)}</th>' for h, s in zip(headings.values(), styles, strict=True))
    body = "".join(_row(row, styles) for row in shown.itertuples(index=False))
    many = f"{len(table)} row{'s' if len(table) != 1 else ''}"
    size = many if len(table) <= limit else f"the first {limit} of {many}"
    title = f"{show_text(caption)} <small>({size})</small>"
    above = "" if folded else f"<caption><span>{title}</span></caption>"
    html = f'<div class="table"><table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    html = f"<details><summary>{title}</summary>{html}</details>" if folded else html
    return Html(html, f"{caption} ({size})")


def heading_of(column: str) -> str:
    """Give the usual heading of a column: its name in words, where there is no better one."""
    return _HEADINGS.get(column, column.replace("_", " "))


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
    terms = "".join(f"<dt>{show_text(k)}</dt><dd>{show_text(v)}</dd>" for k, v in rows.items() if v)
    caveats = "".join(f"<li>{show_text(caveat)}</li>" for caveat in study.caveats)
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
    return Html(f"<ul>{''.join(f'<li>{show_text(line)}</li>' for line in lines)}</ul>", " ".join(lines))


def _row(values: tuple[Any, ...], styles: list[str]) -> str:
    return (
        "<tr>"
        + "".join(f"<td{s}>{show_text(value_in_words(v))}</td>" for v, s in zip(values, styles, strict=True))
        + "</tr>"
    )


def _style(column: pd.Series[Any]) -> str:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return ' class="number"'
    if pd.api.types.is_datetime64_any_dtype(column):
        return ' class="date"'
    return ' class="long"' if any(isinstance(v, str) and len(v) > _LONG for v in column) else ""


def value_in_words(value: Any) -> str:
    """Write a value of a table as it is read: a dash for none, a day without its hour, two places."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".removesuffix(".00")
    return str(value)
