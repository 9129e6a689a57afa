"""Two breakdowns as a grid of cells: weekday by hour, or any two; the darker, the less.

The scale (after cividis) rises evenly in lightness, so that colour-blind people read it too. A cell without data is no
colour at all and bears a small cross: it is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import Drawing, figure
from dashboard.charts.moments import moments
from dashboard.charts.palette import QUIET, ink_on
from dashboard.charts.parts import ONE_METRIC
from dashboard.charts.series import Scale, groups_of, largest
from dashboard.charts.words import not_drawn, noted, told_moment, value_in_words
from dashboard.text import distinct, in_plotly
from services.insights.view import View
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.values import short

__all__ = ["draw_heatmap", "grid_colour", "grid_marks", "heatmap_scale", "unfit_for_heatmap"]

_ROWS: Final = 20
_LIMIT: Final = 50
_CELL: Final = 30
_LABEL_LENGTH: Final = 24
_SHORT_LABEL_LENGTH: Final = 14
_TEXT_COLUMNS: Final = 8
_GRID_COLOURS: Final = ("#31446B", "#575C6D", "#7C7B78", "#A59C74", "#D3C064", "#FFEA46")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """One axis of the grid: each row's place (NA for none), what the places are called on it and on hover."""

    of_row: pd.Series[Any]
    ticks: list[str]
    tick_places: list[int]
    told: list[str]
    note: str = ""


def unfit_for_heatmap(results: Sequence[ResultFrame]) -> str:
    """What the results lack to be drawn as a grid, or ""."""
    if len(results) > 1:
        return ONE_METRIC
    return "" if len(results[0].query.dimensions) == 2 else "needs exactly two breakdowns"


def heatmap_scale(results: Sequence[ResultFrame]) -> Scale | None:
    """Of how many categories it shows the largest; None where both breakdowns have an order and are shown whole."""
    (result,) = results
    counts = [
        len(groups_of(result, [name]).labels)
        for name in result.query.dimensions
        if result.faces[name].kind in (DimensionKind.CATEGORY, DimensionKind.POST)
    ]
    return Scale(things="categories", count=max(counts), most=_ROWS, limit=_LIMIT) if counts else None


def draw_heatmap(results: Sequence[ResultFrame], view: View) -> Drawing:
    """A grid of cells, time or the longer round along the width, the largest categories at the top.

    Needs one result with two dimensions.
    """
    (result,) = results
    across, down = _sides(result)
    x, y = _side(result, across, view, is_across=True), _side(result, down, view, is_across=False)
    is_drawn = x.of_row.notna() & y.of_row.notna() & result.frame[VALUE].notna()
    grid = np.full((len(y.told), len(x.told)), np.nan)
    rows, columns = y.of_row[is_drawn].to_numpy(dtype=int), x.of_row[is_drawn].to_numpy(dtype=int)
    grid[rows, columns] = result.frame[VALUE][is_drawn].to_numpy(dtype=float)
    known = [float(value) for value in grid[~np.isnan(grid)]]
    scale = value_axis(known, result.unit, from_zero=False)
    cells = [[None if np.isnan(value) else float(value) for value in line] for line in grid]
    chart = figure(max(200, 110 + _CELL * len(y.told)))
    chart.add_heatmap(
        z=cells,
        x=list(range(len(x.told))),
        y=list(range(len(y.told))),
        hovertext=[
            [
                f"{x.told[column]}<br>{y.told[row]}<br>{value_in_words(value, result.unit)}"
                for column, value in enumerate(line)
            ]
            for row, line in enumerate(cells)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        **grid_marks(scale),
    )
    if len(x.told) <= _TEXT_COLUMNS:
        low, high = scale["range"]
        there = np.argwhere(~np.isnan(grid))
        chart.add_scatter(
            x=[int(column) for _, column in there],
            y=[int(row) for row, _ in there],
            mode="text",
            text=[short(grid[row, column], result.unit) for row, column in there],
            # Plotly's own choice is hard to read in the middle of the scale.
            textfont={
                "color": [ink_on(grid_colour((grid[row, column] - low) / (high - low))) for row, column in there]
            },
            hoverinfo="skip",
        )
    empty = np.argwhere(np.isnan(grid))
    chart.add_scatter(
        x=[int(column) for _, column in empty],
        y=[int(row) for row, _ in empty],
        mode="markers",
        marker={"symbol": "x-thin", "size": 5, "color": QUIET, "line": {"width": 1, "color": QUIET}},
        hovertext=[f"{x.told[column]}<br>{y.told[row]}<br>No data" for row, column in empty],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )
    chart.update_layout(
        showlegend=False,
        xaxis={"tickvals": x.tick_places, "ticktext": x.ticks, "showgrid": False, "range": [-0.5, len(x.told) - 0.5]},
        yaxis={"tickvals": y.tick_places, "ticktext": y.ticks, "showgrid": False, "range": [len(y.told) - 0.5, -0.5]},
    )
    return Drawing(figure=chart, note=noted((x.note, y.note, not_drawn(results, view))))


def grid_marks(scale: Mapping[str, Any]) -> dict[str, Any]:
    """How the cells of a grid are coloured, and the bar that says so: `range`, `tickvals`, `ticktext` of the scale."""
    low, high = scale["range"]
    return {
        "colorscale": [[place / (len(_GRID_COLOURS) - 1), colour] for place, colour in enumerate(_GRID_COLOURS)],
        "zmin": low,
        "zmax": high,
        "xgap": 2,
        "ygap": 2,
        "colorbar": {
            "orientation": "h",
            "thickness": 10,
            "len": 1,
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "tickvals": scale["tickvals"],
            "ticktext": scale["ticktext"],
            "outlinewidth": 0,
        },
    }


def grid_colour(part: float) -> str:
    """The colour of the scale at that part of its length, nearly."""
    place = min(max(part, 0.0), 1.0) * (len(_GRID_COLOURS) - 1)
    lower, upper = _GRID_COLOURS[int(place)], _GRID_COLOURS[min(int(place) + 1, len(_GRID_COLOURS) - 1)]
    mixed = (
        round(int(lower[at : at + 2], 16) * (1 - place % 1) + int(upper[at : at + 2], 16) * (place % 1))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _sides(result: ResultFrame) -> tuple[str, str]:
    """Which dimension runs across and which down: time, then hours, then weekdays run across before a category does."""
    ranks = {DimensionKind.TIME: 0, DimensionKind.CYCLE: 1}
    one, other = sorted(
        result.query.dimensions,
        key=lambda name: (ranks.get(result.faces[name].kind, 2), -len(result.faces[name].round)),
    )
    if ranks.get(result.faces[one].kind, 2) == 2:
        # Of two categories the one with fewer values stands along the width.
        one, other = sorted(result.query.dimensions, key=lambda name: len(groups_of(result, [name]).labels))
    return one, other


def _side(result: ResultFrame, name: str, view: View, *, is_across: bool) -> _Side:
    length = _SHORT_LABEL_LENGTH if is_across else _LABEL_LENGTH
    match result.faces[name].kind:
        case DimensionKind.TIME:
            calendar = moments(result, name)
            places = pd.Series(
                calendar.all.get_indexer(pd.DatetimeIndex(calendar.of_row)), index=calendar.of_row.index, dtype="Int64"
            )
            at, words = calendar.ticks()
            told = [f"{label}{told_moment(calendar, place)}" for place, label in enumerate(calendar.told)]
            note = f"{calendar.without:,} rows without a {name} are in the table." if calendar.without else ""
            return _Side(of_row=places.where(places >= 0), ticks=words, tick_places=at, told=told, note=note)
        case DimensionKind.CYCLE:
            column = result.frame[name]
            labels = [str(label) for label in column.cat.categories]
            every = 4 if is_across and len(labels) > 12 else 1
            return _Side(
                of_row=pd.Series(column.cat.codes, index=column.index, dtype="Int64"),
                ticks=[in_plotly(label, length) for label in labels[::every]],
                tick_places=list(range(0, len(labels), every)),
                told=[in_plotly(label) for label in labels],
            )
        case _:
            groups = groups_of(result, [name])
            most = Scale(things="", count=len(groups.labels), most=_ROWS, limit=_LIMIT).shown(view.top)
            what = f"values of {_label(result, name)}"
            chosen = largest(groups, result.frame[VALUE], most, what=what, sort=view.sort)
            labels = [groups.labels[key] for key in chosen.keys]
            rank = {key: place for place, key in enumerate(chosen.keys)}
            return _Side(
                of_row=groups.of_row.map(rank).astype("Int64"),
                ticks=[in_plotly(text) for text in distinct(dict(enumerate(labels)), length).values()],
                tick_places=list(range(len(labels))),
                told=[in_plotly(label, 120) for label in labels],
                note=chosen.note,
            )


def _label(result: ResultFrame, name: str) -> str:
    return next((dimension.label or name for dimension in result.dimensions if dimension.name == name), name)
