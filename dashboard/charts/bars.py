"""Categories as bars from zero: sorted by value, or in their own order where they have one (hours, weekdays)."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import HEIGHT, figure
from dashboard.charts.palette import colours
from dashboard.charts.series import MAX_SERIES, Selection, joined_labels, largest
from dashboard.text import in_plotly, shown
from services.results.dimensions import DimensionKind
from services.results.frame import VALUE, ResultFrame
from services.results.values import full, short

__all__ = ["draw_bars"]

MAX_BARS = 20
_LABEL_LENGTH = 28
_BAR_HEIGHT = 30


def draw_bars(result: ResultFrame) -> tuple[go.Figure, str]:
    """Bars for the first dimension, side by side for the others, and what the chart leaves out in words.

    Needs a dimension and at least one value.
    """
    names = list(result.query.dimensions)
    ordered = [name for name in names if result.faces[name].kind in (DimensionKind.CYCLE, DimensionKind.TIME)]
    bar_name = ordered[0] if ordered else names[0]
    bars = joined_labels(result, [bar_name])
    groups = joined_labels(result, [name for name in names if name != bar_name])
    chosen_groups = largest(groups, result.frame[VALUE], MAX_SERIES)
    chosen_bars = _in_order(result, bar_name) if ordered else largest(bars, result.frame[VALUE], MAX_BARS)
    tidy = pd.DataFrame({"bar": bars, "group": groups, "value": result.frame[VALUE]})
    tidy = tidy[tidy["bar"].isin(chosen_bars.labels) & tidy["group"].isin(chosen_groups.labels)]
    chart = figure(HEIGHT if ordered else _height(len(chosen_bars.labels), len(chosen_groups.labels)))
    single_colours = colours(chosen_bars.labels) if bar_name == "network" and len(names) == 1 else None
    for label, colour in zip(chosen_groups.labels, colours(chosen_groups.labels), strict=True):
        own = tidy[tidy["group"] == label].set_index("bar")["value"].reindex(list(chosen_bars.labels))
        chart.add_trace(_bars(own, result, label, single_colours or colour, is_horizontal=not ordered))
    numbers = [float(value) for value in tidy["value"].dropna()]
    value = value_axis(numbers, result.unit, from_zero=True)
    ticks = {
        "type": "category",
        "tickvals": list(range(len(chosen_bars.labels))),
        "ticktext": [in_plotly(label, _LABEL_LENGTH) for label in chosen_bars.labels],
    }
    chart.update_layout(
        barmode="group",
        showlegend=len(chosen_groups.labels) > 1,
        xaxis=ticks if ordered else value,
        # The largest bar stands at the top, as one reads.
        yaxis=value if ordered else {**ticks, "autorange": "reversed"},
    )
    return chart, " ".join(filter(None, (chosen_bars.note, chosen_groups.note)))


def _in_order(result: ResultFrame, name: str) -> Selection:
    column = result.frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        labels = [str(label) for label in column.cat.categories]
    else:
        labels = [f"{day:%Y-%m-%d}" for day in sorted(column.dropna().unique())]
    return Selection(labels=tuple(labels), of=len(labels))


def _height(bars: int, groups: int) -> int:
    return max(160, 60 + bars * max(_BAR_HEIGHT, 14 * groups))


def _bars(
    values: pd.Series[Any], result: ResultFrame, label: str, colour: str | list[str], *, is_horizontal: bool
) -> go.Bar:
    places = list(range(len(values)))
    numbers = [None if pd.isna(value) else float(value) for value in values]
    return go.Bar(
        x=numbers if is_horizontal else places,
        y=places if is_horizontal else numbers,
        orientation="h" if is_horizontal else "v",
        name=in_plotly(label, 40),
        marker={"color": colour},
        text=[short(value, result.unit) for value in values],
        textposition="auto",
        customdata=[
            [in_plotly(shown(str(bar), 120), 120), full(value, result.unit)]
            for bar, value in zip(values.index, values, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
