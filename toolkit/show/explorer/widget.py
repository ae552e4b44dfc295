"""The widget of the explorer; imported only where the extra ``explore`` is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from toolkit.show.texts import Html

_HERE = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """Hold rows of evidence as points on a timeline, and which of them are picked."""

    _esm = _HERE / "explorer.js"
    _css = _HERE / "explorer.css"
    points: traitlets.List[Any] = traitlets.List().tag(sync=True)
    of = traitlets.Unicode().tag(sync=True)
    picked = traitlets.List(traitlets.Int()).tag(sync=True)
    rows: pd.DataFrame
    fallback: Html

    @property
    def selection(self) -> pd.DataFrame:
        """The rows that are picked, in the order of the table."""
        return self.rows.iloc[sorted(self.picked)].reset_index(drop=True)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        return {**data, "text/html": self.fallback._repr_html_(), "text/plain": repr(self.fallback)}, metadata


def make_explorer(rows: pd.DataFrame, points: list[dict[str, Any]], *, of: str, fallback: Html) -> Explorer:
    """Make the widget of these rows, a point for each, and of what stands in for it where there is no kernel."""
    explorer = Explorer(points=points, of=of)
    explorer.rows, explorer.fallback = rows, fallback
    return explorer
