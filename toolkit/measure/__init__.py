"""From evidence tables to smaller tables, each with a companion that leads back to the evidence."""

from toolkit.measure.corrections import tabulate_corrections
from toolkit.measure.counts import (
    count_frames,
    count_frames_evidence,
    count_labels,
    count_labels_evidence,
    count_quotes,
    count_quotes_evidence,
    count_speakers,
    count_speakers_evidence,
    tabulate_articles,
)
from toolkit.measure.evaluation import compare_quotes, evaluate_quotes
from toolkit.measure.flow import build_flow
from toolkit.measure.naming import measure_labels, measure_labels_evidence
from toolkit.measure.spellings import tabulate_spellings, tabulate_spellings_evidence
from toolkit.measure.timeline import build_timeline, build_timeline_evidence

__all__ = [
    "build_flow",
    "build_timeline",
    "build_timeline_evidence",
    "compare_quotes",
    "count_frames",
    "count_frames_evidence",
    "count_labels",
    "count_labels_evidence",
    "count_quotes",
    "count_quotes_evidence",
    "count_speakers",
    "count_speakers_evidence",
    "evaluate_quotes",
    "measure_labels",
    "measure_labels_evidence",
    "tabulate_articles",
    "tabulate_corrections",
    "tabulate_spellings",
    "tabulate_spellings_evidence",
]
