"""Frame → Plotly figure, without Streamlit. A chart type is one row of CHARTS and one function.

A chart never changes a number and never asks for one; what it leaves out it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.bars import bars_scale, draw_bars
from dashboard.charts.layout import CONFIG
from dashboard.charts.line import draw_line, line_scale
from dashboard.charts.moments import moments
from dashboard.charts.series import Scale
from services.results.frame import VALUE, ResultFrame

__all__ = ["CHARTS", "CONFIG", "ChartType", "Scale", "Verdict", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartType:
    """`unfit` says what a result lacks to be drawn so, as it stands after the label, or "".

    `scale` tells of how many things it may show the largest; `draw` gives the figure of the `top` largest (None for as
    many as suit it) and what it leaves out.
    """

    name: str
    label: str
    unfit: Callable[[ResultFrame], str]
    scale: Callable[[ResultFrame], Scale]
    draw: Callable[[ResultFrame, int | None], tuple[go.Figure, str]]


def _unfit_for_line(result: ResultFrame) -> str:
    if result.time_dimension is None:
        return "needs a breakdown by day, week or month"
    is_dated = moments(result, result.time_dimension).of_row.notna()
    return "" if result.frame.loc[is_dated, VALUE].notna().any() else "needs a value that has a date"


def _unfit_for_bars(result: ResultFrame) -> str:
    if not result.query.dimensions:
        return "need a breakdown"
    if "post" in result.query.dimensions and len(result.frame) > 1 and result.frame[VALUE].nunique() == 1:
        return "would all be alike: every post has the same value, and the table says more"
    return ""


CHARTS: Final = (
    ChartType(
        name="line",
        label="Line",
        unfit=_unfit_for_line,
        scale=line_scale,
        draw=draw_line,
    ),
    ChartType(
        name="bars",
        label="Bars",
        unfit=_unfit_for_bars,
        scale=bars_scale,
        draw=draw_bars,
    ),
)
"""In the order of preference: the first that fits a result is its chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which charts fit a result, in the order of preference, the one to draw, and why the others don't fit."""

    chart: ChartType | None
    fitting: tuple[ChartType, ...]
    unfit: tuple[tuple[ChartType, str], ...]


def judge(result: ResultFrame, wanted: str | None = None) -> Verdict:
    """The chart of the name that is wanted where it fits, else the one that suits the result; None where none does."""
    reasons = [(chart, chart.unfit(result)) for chart in CHARTS] if result.has_values else []
    fitting = tuple(chart for chart, reason in reasons if not reason)
    chart = next((chart for chart in fitting if chart.name == wanted), fitting[0] if fitting else None)
    return Verdict(chart=chart, fitting=fitting, unfit=tuple((chart, reason) for chart, reason in reasons if reason))
