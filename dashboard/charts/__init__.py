"""Frames → Plotly figure, without Streamlit. A chart type is one row of CHARTS and one function.

A chart never changes a number and never asks for one; what it leaves out it says. It is given results as they are to
be seen (coarser time, shares, hidden values are `services.results.seen`'s matter) and the view's top, sort and target.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from dashboard.charts.area import draw_area, unfit_for_area
from dashboard.charts.bars import bars_scale, draw_bars
from dashboard.charts.choice import ChartType, Verdict
from dashboard.charts.donut import draw_donut, unfit_for_donut
from dashboard.charts.files import for_file
from dashboard.charts.heatmap import draw_heatmap, heatmap_scale, unfit_for_heatmap
from dashboard.charts.keys import Mark, mark_of, marks, text_of
from dashboard.charts.layout import CONFIG, Drawing
from dashboard.charts.line import draw_line
from dashboard.charts.lines import lines_scale
from dashboard.charts.moments import moments
from dashboard.charts.ranking import draw_ranking, ranking_scale, unfit_for_ranking
from dashboard.charts.scatter import draw_scatter, unfit_for_scatter
from dashboard.charts.series import Scale
from dashboard.charts.standing import Mode, unfit_for_bars, unfit_for_stacks
from dashboard.charts.timeline import unfit_for_time
from dashboard.charts.treemap import draw_treemap, treemap_scale, unfit_for_treemap
from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame
from services.results.rollup import total_of

__all__ = [
    "CHARTS",
    "CONFIG",
    "ChartType",
    "Drawing",
    "Mark",
    "Scale",
    "Verdict",
    "for_file",
    "judge",
    "mark_of",
    "marks",
    "text_of",
]


def _unfit_for_figure(results: Sequence[ResultFrame]) -> str:
    reasons = [total_of(result).reason for result in results]
    return "" if "" in reasons else reasons[0].rstrip(".")


def _unfit_for_table(results: Sequence[ResultFrame]) -> str:
    # What is no figure has to be shown somehow.
    has_rows = any(result.query.dimensions for result in results)
    return "" if has_rows or _unfit_for_figure(results) else "needs a breakdown: it is one number"


def _unfit_for_pivot(results: Sequence[ResultFrame]) -> str:
    return "" if any(len(result.query.dimensions) > 1 for result in results) else "needs two breakdowns"


def _is_one_number(results: Sequence[ResultFrame]) -> bool:
    return not any(result.query.dimensions for result in results)


def _has_course(results: Sequence[ResultFrame]) -> bool:
    """Whether there is more than one moment: a line of a single day is a row of dots."""
    return any(len(moments(result, result.time_dimension).all) > 1 for result in results if result.time_dimension)


def _is_grid(results: Sequence[ResultFrame]) -> bool:
    """Whether both breakdowns go round, as weekdays and hours do."""
    return all(face.kind is DimensionKind.CYCLE for result in results for face in result.faces.values())


CHARTS: Final = (
    ChartType(name="figure", label="Figure", unfit=_unfit_for_figure, suits=_is_one_number),
    ChartType(
        name="line",
        label="Line",
        unfit=unfit_for_time,
        scale=lines_scale,
        draw=draw_line,
        suits=_has_course,
        is_common=True,
    ),
    ChartType(
        name="heatmap",
        label="Heat map",
        unfit=unfit_for_heatmap,
        scale=heatmap_scale,
        draw=draw_heatmap,
        is_clickable=False,
        suits=_is_grid,
    ),
    ChartType(name="bars", label="Bars", unfit=unfit_for_bars, scale=bars_scale, draw=draw_bars, suits=lambda _: True),
    ChartType(name="ranking", label="Ranking", unfit=unfit_for_ranking, scale=ranking_scale, draw=draw_ranking),
    ChartType(name="area", label="Area", unfit=unfit_for_area, scale=lines_scale, draw=draw_area),
    ChartType(
        name="stacked",
        label="Stacked",
        unfit=unfit_for_stacks,
        scale=partial(bars_scale, mode=Mode.STACKED),
        draw=partial(draw_bars, mode=Mode.STACKED),
        is_common=True,
    ),
    ChartType(
        name="shares",
        label="100 % bars",
        unfit=unfit_for_stacks,
        scale=partial(bars_scale, mode=Mode.SHARES),
        draw=partial(draw_bars, mode=Mode.SHARES),
    ),
    ChartType(name="donut", label="Donut", unfit=unfit_for_donut, draw=draw_donut, is_common=True, is_clickable=False),
    ChartType(name="treemap", label="Tree map", unfit=unfit_for_treemap, scale=treemap_scale, draw=draw_treemap),
    ChartType(name="scatter", label="Scatter", unfit=unfit_for_scatter, draw=draw_scatter),
    ChartType(name="table", label="Table", unfit=_unfit_for_table),
    ChartType(name="pivot", label="Pivot", unfit=_unfit_for_pivot),
)
"""In the order of preference: the first that fits a result and suits it is its chart. Names stand in links."""


def judge(results: Sequence[ResultFrame], wanted: str | None = None) -> Verdict:
    """The chart of the name that is wanted where it fits, else the one that suits the results; None where none does."""
    has_values = any(result.has_values for result in results)
    reasons = [(chart, chart.unfit(results)) for chart in CHARTS] if has_values else []
    fitting = tuple(chart for chart, reason in reasons if not reason)
    best = next((chart for chart in fitting if chart.suits(results)), fitting[0] if fitting else None)
    chart = next((chart for chart in fitting if chart.name == wanted), best)
    return Verdict(chart=chart, fitting=fitting, unfit=tuple((chart, reason) for chart, reason in reasons if reason))
