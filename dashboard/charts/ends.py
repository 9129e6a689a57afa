"""Names at the ends of lines, where the eye already is, instead of a legend that has to be looked up.

They stand right of the plot, each as high as its line ends, moved apart where two would touch. Where they are many, or
would have to move so far that nobody could tell whose they are, there is none, and a legend serves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import Panel

__all__ = ["End", "label_ends"]

_MOST: Final = 5
_LENGTH: Final = 16
"""Characters: longer names would take a phone's screen from the plot."""
_LINE_HEIGHT: Final = 15
_FARTHEST: Final = 26
_CHARACTER: Final = 6.6
_FOOT: Final = 60
"""Pixels under the plots: ticks and legend."""
_LATE: Final = 0.9
"""A line that ends before this part of the axis is not where its name would stand."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class End:
    """A line of a panel, to be named at its end; `values` are in the order of the axis."""

    panel: Panel
    name: str
    values: pd.Series[Any]
    colour: str


def label_ends(chart: go.Figure, ends: Sequence[End], *, height: int) -> bool:
    """Whether the names stand at the ends of all lines now: all of them, or none. The value axes must be set."""
    by_panel: dict[int, list[End]] = {}
    for end in ends:
        by_panel.setdefault(end.panel.place, []).append(end)
    placed: list[tuple[End, float, float]] = []
    for members in by_panel.values():
        spots = _spots(chart, members, height)
        if spots is None:
            return False
        placed += spots
    for end, value, shift in placed:
        chart.add_annotation(
            text=end.name,
            xref="paper",
            x=1,
            yref=f"y{end.panel.suffix}",
            y=value,
            yshift=shift,
            xanchor="left",
            yanchor="middle",
            xshift=8,
            showarrow=False,
            font={"color": end.colour, "size": 12},
        )
    widest = max((len(end.name) for end in ends), default=0)
    chart.update_layout(margin={"r": 14 + round(widest * _CHARACTER)})
    return True


def _spots(chart: go.Figure, ends: Sequence[End], height: int) -> list[tuple[End, float, float]] | None:
    """Each end with its value and how many pixels its name has to move up; None where the names don't fit."""
    if len(ends) > _MOST or any(len(end.name) > _LENGTH for end in ends):
        return None
    panel = ends[0].panel
    low, high = chart.layout[f"yaxis{panel.suffix}"].range
    pixels = (height - _FOOT) * (panel.domain[1] - panel.domain[0])
    found = []
    for end in ends:
        there = [place for place, value in enumerate(end.values) if not pd.isna(value)]
        if not there or there[-1] < _LATE * (len(end.values) - 1):
            return None
        value = float(end.values.iloc[there[-1]])
        found.append((end, value, (value - low) / (high - low) * pixels))
    found.sort(key=lambda spot: spot[2])
    moved = _apart([at for *_, at in found], pixels)
    if any(abs(to - at) > _FARTHEST for (*_, at), to in zip(found, moved, strict=True)):
        return None
    return [(end, value, to - at) for (end, value, at), to in zip(found, moved, strict=True)]


def _apart(spots: Sequence[float], most: float) -> list[float]:
    """Rising places moved apart so that neighbours are a line's height from each other, each as little as can be.

    Neighbours that touch become one block around their middle, until no two blocks touch.
    """
    blocks: list[list[float]] = []
    for spot in spots:
        blocks.append([spot])
        while len(blocks) > 1 and _bottom(blocks[-1], most) - _top(blocks[-2], most) < _LINE_HEIGHT:
            last = blocks.pop()
            blocks[-1] += last
    return [_bottom(block, most) + place * _LINE_HEIGHT for block in blocks for place in range(len(block))]


def _bottom(block: Sequence[float], most: float) -> float:
    half = (len(block) - 1) * _LINE_HEIGHT / 2
    middle = sum(block) / len(block)
    return min(max(middle - half, 0.0), max(most - 2 * half, 0.0))


def _top(block: Sequence[float], most: float) -> float:
    return _bottom(block, most) + (len(block) - 1) * _LINE_HEIGHT
