"""Frames → Plotly figure, without Streamlit. A chart type is one row of CHARTS and one function.

A chart never changes a number and never asks for one; what it leaves out it says. It is given results as they are to
be seen (coarser time, shares, hidden values are `services.results.seen`'s matter) and the view's top, sort and target.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.charts.bars import bars_scale, draw_bars
from dashboard.charts.choice import ChartType, Verdict
from dashboard.charts.keys import mark_of, marks
from dashboard.charts.layout import CONFIG, Drawing
from dashboard.charts.line import draw_line
from dashboard.charts.lines import lines_scale
from dashboard.charts.series import Scale
from dashboard.charts.timeline import unfit_for_time
from services.results.frame import VALUE, ResultFrame

__all__ = ["CHARTS", "CONFIG", "ChartType", "Drawing", "Scale", "Verdict", "judge", "mark_of", "marks"]


def _unfit_for_bars(results: Sequence[ResultFrame]) -> str:
    if not all(result.query.dimensions for result in results):
        return "need a breakdown"
    if any(
        "post" in result.query.dimensions and len(result.frame) > 1 and result.frame[VALUE].nunique() == 1
        for result in results
    ):
        return "would all be alike: every post has the same value, and the table says more"
    return ""


CHARTS: Final = (
    ChartType(name="line", label="Line", unfit=unfit_for_time, scale=lines_scale, draw=draw_line),
    ChartType(name="bars", label="Bars", unfit=_unfit_for_bars, scale=bars_scale, draw=draw_bars),
)
"""In the order of preference: the first that fits a result is its chart."""


def judge(results: Sequence[ResultFrame], wanted: str | None = None) -> Verdict:
    """The chart of the name that is wanted where it fits, else the one that suits the results; None where none does."""
    has_values = any(result.has_values for result in results)
    reasons = [(chart, chart.unfit(results)) for chart in CHARTS] if has_values else []
    fitting = tuple(chart for chart, reason in reasons if not reason)
    best = next((chart for chart in fitting if chart.suits(results)), fitting[0] if fitting else None)
    chart = next((chart for chart in fitting if chart.name == wanted), best)
    return Verdict(chart=chart, fitting=fitting, unfit=tuple((chart, reason) for chart, reason in reasons if reason))
