"""From tables to figures, and to what is read beside them; computes nothing."""

from toolkit.show.figures import plot_dates, plot_labels, plot_speakers, plot_timeline
from toolkit.show.pictures import Picture, show_dates, show_labels, show_speakers, show_timeline, write_figure
from toolkit.show.stances import explain_stance
from toolkit.show.texts import Html, read_passages, show_study, show_summary, show_table

__all__ = [
    "Html",
    "Picture",
    "explain_stance",
    "plot_dates",
    "plot_labels",
    "plot_speakers",
    "plot_timeline",
    "read_passages",
    "show_dates",
    "show_labels",
    "show_speakers",
    "show_study",
    "show_summary",
    "show_table",
    "show_timeline",
    "write_figure",
]
