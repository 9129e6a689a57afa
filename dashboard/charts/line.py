"""Time as a line: gaps stay gaps, days whose numbers may still grow are dotted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import figure
from dashboard.charts.palette import DASHES, SYMBOLS, colours
from dashboard.charts.series import MAX_SERIES, joined_labels, largest
from dashboard.text import in_plotly
from services.results.frame import VALUE, ResultFrame
from services.results.values import full

__all__ = ["draw_line"]

_MARKERS_UP_TO = 62
"""More points than two months of days: markers would run together."""


def draw_line(result: ResultFrame) -> tuple[go.Figure, str]:
    """One line a combination of the other dimensions, and what the chart leaves out in words.

    Needs a time dimension with at least one value.
    """
    time = result.time_dimension
    if time is None:
        raise ValueError("a line needs a time dimension")
    others = [name for name in result.query.dimensions if name != time]
    labels = joined_labels(result, others)
    selection = largest(labels, result.frame[VALUE], MAX_SERIES)
    moments = _moments(result, time)
    wide = _wide(result, time, labels, moments)
    chart = figure()
    shown = wide[list(selection.labels)]
    for place, (label, colour) in enumerate(zip(selection.labels, colours(selection.labels), strict=True)):
        dash = DASHES[place // len(SYMBOLS) % len(DASHES)]
        _add(chart, result, shown[label], label, colour, dash, SYMBOLS[place % len(SYMBOLS)])
    numbers = [
        float(value) for value in shown.to_numpy(dtype="float64", na_value=float("nan")).ravel() if value == value
    ]
    chart.update_layout(
        hovermode="x unified",
        showlegend=len(selection.labels) > 1,
        yaxis=value_axis(numbers, result.unit, from_zero=False),
        xaxis={"type": "category" if time == "month" else "date"},
    )
    return chart, selection.note


def _moments(result: ResultFrame, time: str) -> pd.Index[Any]:
    """Every moment of the period, so that one without data is a gap and not a straight line over it."""
    dates = result.query.dates
    if time == "date":
        return pd.date_range(dates.start, dates.end, freq="D")
    if time == "week":
        monday = pd.Timestamp(dates.start) - pd.Timedelta(days=dates.start.weekday())
        return pd.date_range(monday, dates.end, freq="7D")
    months: pd.Index[Any] = pd.Index(list(result.frame[time].cat.categories))
    return months


def _wide(result: ResultFrame, time: str, labels: pd.Series[str], moments: pd.Index[Any]) -> pd.DataFrame:
    """Moments down, series across; NA where there is no row."""
    tidy = pd.DataFrame({"moment": result.frame[time], "label": labels, "value": result.frame[VALUE]})
    if time not in ("date", "week"):
        tidy["moment"] = tidy["moment"].astype("str")
    wide = tidy.pivot(index="moment", columns="label", values="value")
    return wide.reindex(wide.index.union(moments)) if time in ("date", "week") else wide.reindex(moments)


def _add(
    chart: go.Figure, result: ResultFrame, values: pd.Series[Any], label: str, colour: str, dash: str, symbol: str
) -> None:
    unfinished = [_is_unfinished(result, moment) for moment in values.index]
    first = unfinished.index(True) if any(unfinished) else len(values)
    name = in_plotly(label, 40)
    few = len(values) <= _MARKERS_UP_TO
    common: dict[str, Any] = {
        "mode": "lines+markers" if few or values.notna().sum() < 3 else "lines",
        "marker": {"size": 6, "symbol": symbol, "color": colour},
        "connectgaps": False,
        "legendgroup": label,
        "hovertemplate": "%{customdata}",
    }
    settled = values.iloc[:first]
    if len(settled):
        chart.add_trace(_trace(settled, result, name, {"color": colour, "width": 2, "dash": dash}, common))
    if first < len(values):
        # The last settled point is drawn twice, without a second hover, so that the dotted part joins on.
        open_days = values.iloc[max(first - 1, 0) :]
        trace = _trace(open_days, result, f"{name} (not final)", {"color": colour, "width": 2, "dash": "dot"}, common)
        trace.showlegend = not len(settled)
        if first:
            trace.customdata = ["", *trace.customdata[1:]]
        chart.add_trace(trace)


def _trace(
    values: pd.Series[Any], result: ResultFrame, name: str, line: dict[str, Any], common: dict[str, Any]
) -> go.Scatter:
    return go.Scatter(
        x=list(values.index),
        y=[None if pd.isna(value) else float(value) for value in values],
        customdata=[full(value, result.unit) for value in values],
        name=name,
        line=line,
        **common,
    )


def _is_unfinished(result: ResultFrame, moment: Any) -> bool:
    """Whether the moment holds a day that is not final; a week does when its last day in the period does."""
    if not isinstance(moment, pd.Timestamp):
        return False
    last = moment.date()
    if result.time_dimension == "week":
        last = min((moment + pd.Timedelta(days=6)).date(), result.query.dates.end)
    return result.calendar.is_unfinished(last)
