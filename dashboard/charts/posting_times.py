"""When posts do well, as a grid: weekdays down, the day across; the darker, the less, as on every grid here.

A cell with too few posts for a median is pale and says how many it has; one without any posts bears nothing.
"""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.heatmap import grid_colour, grid_marks
from dashboard.charts.layout import figure
from dashboard.charts.palette import QUIET, ink_on
from dashboard.charts.words import value_in_words
from services.posts.times import Times
from services.posts.words import weekday_in_words
from services.results.number_format import in_digits
from services.results.phrases import counted
from services.results.values import NO_DATA, short

__all__ = ["draw_posting_times"]

_CELL: Final = 44
_MARGIN: Final = 110
_TEXT_COLUMNS: Final = 8


def draw_posting_times(found: Times) -> go.Figure:
    """The grid of medians, each cell with its median and count, on hover in full."""
    medians = [[found.cell(weekday, hour).median for hour in found.hours] for weekday in found.weekdays]
    scale = value_axis(
        [value for line in medians for value in line if value is not None], found.number.unit, from_zero=False
    )
    low, high = scale["range"]
    chart = figure(_MARGIN + _CELL * len(found.weekdays))
    chart.add_heatmap(
        z=medians,
        x=list(range(len(found.hours))),
        y=list(range(len(found.weekdays))),
        hovertext=[[_hover(found, weekday, hour) for hour in found.hours] for weekday in found.weekdays],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=True,
        **grid_marks(scale),
    )
    if len(found.hours) <= _TEXT_COLUMNS:
        _write_cells(chart, found, low, high)
    every = max(1, len(found.hours) // _TEXT_COLUMNS)
    chart.update_layout(
        showlegend=False,
        xaxis={
            # At the edge where the part of the day begins.
            "tickvals": [place - 0.5 for place in range(0, len(found.hours), every)],
            "ticktext": [f"{hour:02d}" for hour in found.hours[::every]],
            "showgrid": False,
            "zeroline": False,
            "range": [-0.5, len(found.hours) - 0.5],
        },
        yaxis={
            "tickvals": list(range(len(found.weekdays))),
            "ticktext": [weekday_in_words(weekday)[:3] for weekday in found.weekdays],
            "showgrid": False,
            "zeroline": False,
            "range": [len(found.weekdays) - 0.5, -0.5],
        },
    )
    return chart


def _write_cells(chart: go.Figure, found: Times, low: float, high: float) -> None:
    """Median over count in each cell; of too few posts the count alone."""
    columns, rows, words, inks = [], [], [], []
    for row, weekday in enumerate(found.weekdays):
        for column, hour in enumerate(found.hours):
            cell = found.cell(weekday, hour)
            if not cell.posts:
                continue
            columns.append(column)
            rows.append(row)
            told = NO_DATA if cell.median is None else short(cell.median, found.number.unit)
            words.append(f"{told}<br><span style='font-size:10px'>{in_digits(cell.posts)}</span>")
            part = 0.0 if cell.median is None or high == low else (cell.median - low) / (high - low)
            inks.append(QUIET if cell.median is None else ink_on(grid_colour(part)))
    chart.add_scatter(
        x=columns, y=rows, mode="text", text=words, textfont={"color": inks, "size": 12}, hoverinfo="skip"
    )


def _hover(found: Times, weekday: int, hour: int) -> str:
    cell = found.cell(weekday, hour)
    told = "no median" if cell.median is None else f"median {value_in_words(cell.median, found.number.unit)}"
    when = f"{weekday_in_words(weekday)}, {hour:02d}:00–{(hour + found.block_hours) % 24:02d}:00"
    return f"{when}<br>{counted(cell.posts, 'post')}, {told}"
