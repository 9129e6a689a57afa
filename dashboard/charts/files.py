"""A drawing for a file: on white ground, with its own fonts, title and size, whoever opens it wherever."""

from __future__ import annotations

import textwrap
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.layout import Drawing
from dashboard.text import in_plotly, shown

__all__ = ["for_file"]

_INK: Final = "#0E1621"
_SOFT_INK: Final = "#5B6472"
_GRID: Final = "#DDE3EA"
_FONT: Final = "Source Sans 3, Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif"
_TITLE_SIZE: Final = 20
_SUBTITLE_SIZE: Final = 14
_EDGE: Final = 24
_TOP: Final = 26
_BOLD: Final = 0.64
_PLAIN: Final = 0.56
"""How wide a letter is for its height, in the widest font that may stand in: a machine may have none of ours."""


def for_file(drawing: Drawing, *, width: int, height: int, title: str, subtitle: str) -> go.Figure:
    """A copy of the figure in pixels of that width and height, with a title over it; the drawing stays as it is.

    Title and subtitle are plain text, broken into at most two lines each. Nothing in it depends on a theme.
    """
    # Built of the drawing's own JSON: a figure's constructor would share its traces.
    chart = go.Figure(drawing.figure)
    heads = _lines(title, width, _TITLE_SIZE * _BOLD)
    tails = _lines(subtitle, width, _SUBTITLE_SIZE * _PLAIN)
    room = _TOP + round(len(heads) * _TITLE_SIZE * 1.3) + round(len(tails) * _SUBTITLE_SIZE * 1.35)
    right = chart.layout.margin.r or 0
    chart.update_layout(
        template="none",
        width=width,
        height=height,
        autosize=False,
        paper_bgcolor="#FFFFFF",
        plot_bgcolor="#FFFFFF",
        font={"family": _FONT, "size": 14, "color": _INK},
        margin={"l": _EDGE, "r": max(_EDGE, right + 8), "t": room + 16, "b": _EDGE},
        title={
            "text": "<br>".join(
                [f"<b>{line}</b>" for line in heads]
                + [f'<span style="font-size:{_SUBTITLE_SIZE}px;color:{_SOFT_INK}">{line}</span>' for line in tails]
            ),
            "font": {"size": _TITLE_SIZE, "color": _INK, "family": _FONT},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": _EDGE, "t": _TOP},
            "y": 1,
            "yref": "container",
            "yanchor": "top",
        },
    )
    grid = {"gridcolor": _GRID, "zerolinecolor": _GRID, "linecolor": _GRID, "tickfont": {"color": _SOFT_INK}}
    chart.update_xaxes(**grid)
    chart.update_yaxes(**grid)
    return chart


def _lines(text: str, width: int, letter: float) -> list[str]:
    """The text in at most two lines that fit the width at that many pixels a letter, safe for Plotly."""
    if not text.strip():
        return []
    letters = max(20, int((width - 2 * _EDGE) / letter))
    found = textwrap.wrap(shown(text, 2 * letters), letters, break_long_words=True)
    if len(found) > 2:
        found = [found[0], shown(" ".join(found[1:]), letters)]
    return [in_plotly(line, letters) for line in found]
