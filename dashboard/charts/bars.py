"""Categories as bars from zero: sorted by value, or in their own order where they have one (hours, weekdays, days)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import HEIGHT, figure
from dashboard.charts.moments import moments
from dashboard.charts.palette import UNFINISHED_PATTERN, colours, looks
from dashboard.charts.series import MAX_SERIES, cut_labels, groups_of, largest
from dashboard.text import in_plotly
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.values import full, short

__all__ = ["draw_bars"]

MAX_BARS = 20
_LABEL_LENGTH = 28
_HOVER_LENGTH = 120
_BAR_HEIGHT = 30
_TICKS = 24
_TEXTS = 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Places:
    """Where bars stand: each row's place (-1 for none), and each place's label and whether it is unfinished."""

    of_row: pd.Series[int]
    labels: tuple[str, ...]
    unfinished: tuple[bool, ...]
    note: str = ""


def draw_bars(result: ResultFrame) -> tuple[go.Figure, str]:
    """Bars for the first dimension, side by side for the others, and what the chart leaves out in words.

    A dimension with an order of its own comes first. Needs a dimension and at least one value.
    """
    names = list(result.query.dimensions)
    ordered = [name for name in names if result.faces[name].kind in (DimensionKind.CYCLE, DimensionKind.TIME)]
    bar_name = ordered[0] if ordered else names[0]
    places = _places(result, bar_name)
    groups = groups_of(result, [name for name in names if name != bar_name])
    chosen = largest(groups, result.frame[VALUE], MAX_SERIES, what="colours")
    labels = [groups.labels[key] for key in chosen.keys]
    is_drawn = (places.of_row >= 0) & groups.of_row.isin(chosen.keys)
    tidy = pd.DataFrame({"place": places.of_row, "key": groups.of_row, "value": result.frame[VALUE]})[is_drawn]
    chart = figure(HEIGHT if ordered else _height(len(places.labels), len(labels)))
    own_colours = colours(places.labels) if bar_name == "network" and len(names) == 1 else None
    for key, label, look in zip(chosen.keys, labels, looks(labels), strict=True):
        values = tidy[tidy["key"] == key].set_index("place")["value"].reindex(range(len(places.labels)))
        trace = _bars(values, result, places, label if len(labels) > 1 else "", is_horizontal=not ordered)
        trace.name = cut_labels(labels, 40)[labels.index(label)] if labels.count(label) == 1 else in_plotly(label, 40)
        trace.marker.color = own_colours or look.colour
        trace.marker.pattern.shape = [UNFINISHED_PATTERN if late else look.pattern for late in places.unfinished]
        trace.textposition = "auto" if len(places.labels) * len(labels) <= _TEXTS else "none"
        chart.add_trace(trace)
    value = value_axis([float(value) for value in tidy["value"].dropna()], result.unit, from_zero=True)
    ticks = _ticks(places.labels)
    chart.update_layout(
        barmode="group",
        showlegend=len(labels) > 1,
        xaxis=ticks if ordered else value,
        # The largest bar stands at the top, as one reads.
        yaxis=value if ordered else {**ticks, "autorange": "reversed"},
    )
    return chart, " ".join(filter(None, (places.note, chosen.note)))
