"""What all figures share: size, margins, legend. Colours of text and ground come from Streamlit's theme."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

__all__ = ["CONFIG", "HEIGHT", "figure"]

HEIGHT: Final = 420

CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
    "responsive": True,
    # A post that says "$5 or $6" is no formula.
    "typesetMath": False,
}
"""Plotly's settings in the browser: the bar of buttons keeps picture, zoom and reset."""


def figure(height: int = HEIGHT) -> go.Figure:
    """An empty figure in the house's shape."""
    return go.Figure(
        layout={
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "title": None},
            "xaxis": {"automargin": True},
            "yaxis": {"automargin": True},
            # Names are cut where they are made; here a "(not final)" would be lost.
            "hoverlabel": {"namelength": -1},
        }
    )
