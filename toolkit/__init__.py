"""Measure how ties between actors are framed in news texts: what a text says, and who says it.

Every verb is a name of this module and is loaded when it is first used; importing it loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "corpus": (
        "Limits",
        "as_document",
        "export_nltk",
        "extract_zones",
        "find_dates",
        "find_language",
        "find_wires",
        "find_zones",
        "load_articles",
        "load_corpus",
        "load_overrides",
        "load_study",
        "make_document",
        "run_import",
        "save_corpus",
    ),
    "codebook": ("Codebook", "load_codebook", "shipped_codebooks"),
    "language": ("find_sentences", "find_tokens"),
    "annotate": (
        "extract_frames",
        "extract_labels",
        "extract_mentions",
        "extract_quotes",
        "extract_role_conflicts",
        "extract_scare_quotes",
        "extract_ties",
        "extract_stances",
        "find_frames",
        "find_labels",
        "find_mentions",
        "find_quotes",
        "find_role_conflicts",
        "find_scare_quotes",
        "find_ties",
        "find_stances",
        "score_frames",
        "suggest_actors",
    ),
    "measure": (
        "build_flow",
        "build_tie_series",
        "build_tie_series_evidence",
        "build_network",
        "build_timeline",
        "build_timeline_evidence",
        "compare_event",
        "compare_periods",
        "compare_periods_evidence",
        "compare_quotes",
        "count_edges",
        "count_edges_evidence",
        "count_frames",
        "count_frames_evidence",
        "count_labels",
        "count_labels_evidence",
        "count_quotes",
        "count_quotes_evidence",
        "count_speakers",
        "count_speakers_evidence",
        "count_ties",
        "count_ties_evidence",
        "evaluate_quotes",
        "evaluate_ties",
        "measure_changes",
        "measure_corrected",
        "measure_quotes",
        "measure_quotes_evidence",
        "evaluate_stances",
        "tabulate_articles",
        "tabulate_corrections",
        "tabulate_spellings",
        "tabulate_spellings_evidence",
        "with_articles",
        "with_attributes",
    ),
    "show": (
        "explain_stance",
        "plot_corrected",
        "plot_dates",
        "plot_grid",
        "plot_labels",
        "plot_network",
        "plot_periods",
        "plot_series",
        "plot_shares",
        "plot_speakers",
        "plot_timeline",
        "read_passages",
        "show_dates",
        "show_grid",
        "show_labels",
        "show_network",
        "show_shares",
        "show_speakers",
        "show_study",
        "show_summary",
        "show_table",
        "show_timeline",
        "write_figure",
    ),
    "reports": ("run_report",),
    "rows": (
        "Corpus",
        "Document",
        "FrameCue",
        "Label",
        "Ledger",
        "MarkedArticle",
        "MarkedQuote",
        "Mention",
        "Override",
        "Quote",
        "ScareQuote",
        "Span",
        "Stance",
        "Study",
        "Tie",
        "Zone",
    ),
    "standoff": ("load_quotes", "write_quotes"),
    "tables": (
        "check_spans",
        "export_spreadsheet",
        "from_frame",
        "load_table",
        "save_table",
        "to_frame",
        "write_table",
        "write_tables",
    ),
    "errors": ("CodebookError", "CodebookMissing", "CorpusError", "StudyError", "ToolkitError"),
}
_HOME_OF = {name: f"toolkit.{home}" for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"toolkit has no {name!r}; dir(toolkit) lists what it has")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
