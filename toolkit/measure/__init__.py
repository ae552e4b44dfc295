"""From evidence tables to smaller tables, each with a companion that leads back to the evidence."""

from toolkit.measure.agreement import evaluate_agreement, tabulate_agreement, tabulate_agreement_evidence
from toolkit.measure.changes import measure_changes
from toolkit.measure.checklist import tabulate_checklist
from toolkit.measure.collocations import measure_collocations
from toolkit.measure.comentions import count_comentions, count_comentions_evidence
from toolkit.measure.corrected import measure_corrected
from toolkit.measure.corrections import tabulate_corrections
from toolkit.measure.counts import (
    count_frames,
    count_frames_evidence,
    count_labels,
    count_labels_evidence,
    count_quotes,
    count_quotes_evidence,
    count_ties,
    count_ties_evidence,
    tabulate_articles,
)
from toolkit.measure.dispersion import measure_dispersion
from toolkit.measure.evaluation import compare_quotes, evaluate_quotes
from toolkit.measure.events import compare_event, compare_events, compare_periods, compare_periods_evidence
from toolkit.measure.flow import build_flow
from toolkit.measure.halves import compare_halves
from toolkit.measure.joins import with_articles, with_attributes
from toolkit.measure.keyness import compare_keyness, compare_keyness_evidence
from toolkit.measure.multiverse import measure_multiverse
from toolkit.measure.naming import measure_labels, measure_labels_evidence
from toolkit.measure.network import build_network, count_edges, count_edges_evidence
from toolkit.measure.printings import compare_printings, compare_printings_evidence
from toolkit.measure.speakers import count_speakers, count_speakers_evidence, measure_quotes, measure_quotes_evidence
from toolkit.measure.spellings import tabulate_spellings, tabulate_spellings_evidence
from toolkit.measure.stance_counts import count_stances, count_stances_evidence
from toolkit.measure.stances import evaluate_stances
from toolkit.measure.tie_scores import evaluate_ties
from toolkit.measure.tie_series import build_tie_series, build_tie_series_evidence
from toolkit.measure.timeline import build_timeline, build_timeline_evidence

__all__ = [
    "build_flow",
    "build_network",
    "build_tie_series",
    "build_tie_series_evidence",
    "build_timeline",
    "build_timeline_evidence",
    "compare_event",
    "compare_events",
    "compare_halves",
    "compare_keyness",
    "compare_keyness_evidence",
    "compare_periods",
    "compare_periods_evidence",
    "compare_printings",
    "compare_printings_evidence",
    "compare_quotes",
    "count_comentions",
    "count_comentions_evidence",
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
    "count_stances",
    "count_stances_evidence",
    "count_ties",
    "count_ties_evidence",
    "evaluate_agreement",
    "evaluate_quotes",
    "evaluate_stances",
    "evaluate_ties",
    "measure_changes",
    "measure_collocations",
    "measure_corrected",
    "measure_dispersion",
    "measure_labels",
    "measure_labels_evidence",
    "measure_multiverse",
    "measure_quotes",
    "measure_quotes_evidence",
    "tabulate_agreement",
    "tabulate_agreement_evidence",
    "tabulate_articles",
    "tabulate_checklist",
    "tabulate_corrections",
    "tabulate_spellings",
    "tabulate_spellings_evidence",
    "with_articles",
    "with_attributes",
]
