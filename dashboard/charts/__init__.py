"""Frame → Plotly figure, without Streamlit. A chart type is one row of CHARTS and one function.

A chart never changes a number and never asks for one; what it leaves out it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.bars import draw_bars
from dashboard.charts.layout import CONFIG
from dashboard.charts.line import draw_line
from dashboard.charts.moments import moments
from services.results.frame import VALUE, ResultFrame

__all__ = ["CHARTS", "CONFIG", "ChartType", "chart_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartType:
    """`unfit` says why a result can't be drawn so, or ""; `draw` gives the figure and what it leaves out."""

    name: str
    label: str
    unfit: Callable[[ResultFrame], str]
    draw: Callable[[ResultFrame], tuple[go.Figure, str]]


def _unfit_for_line(result: ResultFrame) -> str:
    if result.time_dimension is None:
        return "A line needs a breakdown by day, week or month."
    is_dated = moments(result, result.time_dimension).of_row.notna()
    return "" if result.frame.loc[is_dated, VALUE].notna().any() else "A line needs a value that has a date."


def _unfit_for_bars(result: ResultFrame) -> str:
    if not result.query.dimensions:
        return "Bars need a breakdown."
    if "post" in result.query.dimensions and len(result.frame) > 1 and result.frame[VALUE].nunique() == 1:
        return "Every post has the same value: the table says more."
    return ""


CHARTS: Final = (
    ChartType(name="line", label="Line", unfit=_unfit_for_line, draw=draw_line),
    ChartType(name="bars", label="Bars", unfit=_unfit_for_bars, draw=draw_bars),
)
"""In the order of preference: the first that fits a result is its chart."""


def chart_for(result: ResultFrame) -> ChartType | None:
    """The chart that suits a result, or None for a number alone and for nothing."""
    if not result.has_values:
        return None
    return next((chart for chart in CHARTS if not chart.unfit(result)), None)
