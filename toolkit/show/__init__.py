"""From tables to figures, and to what is read beside them; computes nothing."""

from toolkit.show.articles import show_article
from toolkit.show.citation import show_citation
from toolkit.show.comentions import plot_comentions, show_comentions
from toolkit.show.concordance import show_kwic
from toolkit.show.dates import plot_dates
from toolkit.show.disagreements import show_disagreements
from toolkit.show.explorer import show_explorer
from toolkit.show.figures import plot_labels, plot_speakers, plot_timeline
from toolkit.show.keyness import plot_keyness
from toolkit.show.multiverse import plot_multiverse, show_multiverse
from toolkit.show.passages import read_passages
from toolkit.show.pictures import (
    Picture,
    show_dates,
    show_grid,
    show_keyness,
    show_labels,
    show_network,
    show_shares,
    show_speakers,
    show_timeline,
    write_figure,
)
from toolkit.show.series import plot_corrected, plot_periods, plot_series
from toolkit.show.series_pictures import show_corrected, show_periods, show_series
from toolkit.show.speaking import plot_grid, plot_network, plot_shares
from toolkit.show.stances import explain_stance
from toolkit.show.texts import Html, show_study, show_summary, show_table

__all__ = [
    "Html",
    "Picture",
    "explain_stance",
    "plot_comentions",
    "plot_corrected",
    "plot_dates",
    "plot_grid",
    "plot_keyness",
    "plot_labels",
    "plot_multiverse",
    "plot_network",
    "plot_periods",
    "plot_series",
    "plot_shares",
    "plot_speakers",
    "plot_timeline",
    "read_passages",
    "show_article",
    "show_citation",
    "show_comentions",
    "show_corrected",
    "show_dates",
    "show_disagreements",
    "show_explorer",
    "show_grid",
    "show_keyness",
    "show_kwic",
    "show_labels",
    "show_multiverse",
    "show_network",
    "show_periods",
    "show_series",
    "show_shares",
    "show_speakers",
    "show_study",
    "show_summary",
    "show_table",
    "show_timeline",
    "write_figure",
]
