"""Time as a line: gaps stay gaps, days whose numbers may still grow are dotted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import figure
from dashboard.charts.moments import Moments, moments
from dashboard.charts.palette import UNFINISHED_DASH, Look, looks
from dashboard.charts.series import MAX_SERIES, Groups, Scale, cut_labels, groups_of, largest
from services.results.frame import VALUE, ResultFrame
from services.results.values import full

__all__ = ["draw_line", "line_scale"]

_MARKERS_UP_TO = 62
"""More points than two months of days: markers would run together."""

_MARKER_SIZE = 6
_NAME_LENGTH = 40


def line_scale(result: ResultFrame) -> Scale:
    """How many lines there are, and how many can be told apart."""
    return _scale(_groups(result))


def draw_line(result: ResultFrame, top: int | None = None) -> tuple[go.Figure, str]:
    """One line a combination of the other dimensions, the `top` largest, and what the chart leaves out in words.

    Needs a time dimension with at least one value.
    """
    time = result.time_dimension
    if time is None:
        raise ValueError("a line needs a time dimension")
    calendar = moments(result, time)
    groups = _groups(result)
    dated = calendar.of_row.notna()
    most = _scale(groups).shown(top)
    selection = largest(groups, result.frame[VALUE].where(dated), most, what="lines")
    labels = [groups.labels[key] for key in selection.keys]
    is_drawn = dated & groups.of_row.isin(selection.keys)
    tidy = pd.DataFrame({"moment": calendar.of_row, "key": groups.of_row, "value": result.frame[VALUE]})[is_drawn]
    wide = tidy.pivot(index="moment", columns="key", values="value").reindex(calendar.all)
    chart = figure()
    names = cut_labels(labels, _NAME_LENGTH)
    has_symbols = len(calendar.all) <= _MARKERS_UP_TO
    for key, name, look in zip(selection.keys, names, looks(labels, has_symbols=has_symbols), strict=True):
        values = wide[key] if key in wide else pd.Series(pd.NA, index=calendar.all, dtype="Float64")
        _add(chart, result, calendar, values, name, look, has_symbols=has_symbols)
    chart.update_layout(
        hovermode="x unified",
        showlegend=len(labels) > 1,
        yaxis=value_axis([float(value) for value in tidy["value"].dropna()], result.unit, from_zero=False),
        xaxis=_time_axis(time, calendar),
    )
    return chart, " ".join(filter(None, (selection.note, _undated_note(calendar.without, time))))


def _groups(result: ResultFrame) -> Groups:
    return groups_of(result, [name for name in result.query.dimensions if name != result.time_dimension])


def _scale(groups: Groups) -> Scale:
    return Scale(things="lines", count=len(groups.labels), most=MAX_SERIES, limit=MAX_SERIES)


def _time_axis(time: str, calendar: Moments) -> dict[str, Any]:
    """Ticks at days that have a place, written as on the rest of the page, the year where it begins or changes.

    Plotly's own would stand on Sundays under weeks of Mondays, past the period, or at milliseconds of a single day.
    """
    if time == "month":
        return {"type": "category"}
    days = calendar.all
    places, words = calendar.ticks()
    step = pd.Timedelta(days=7 if time == "week" else 1) * 0.6
    return {
        "type": "date",
        "hoverformat": "Week of %a %-d %b %Y" if time == "week" else "%a %-d %b %Y",
        "tickvals": [calendar.labels[place] for place in places],
        "ticktext": words,
        "range": [days[0] - step, days[-1] + step],
    }


def _undated_note(rows: int, time: str) -> str:
    if not rows:
        return ""
    return (
        f"{rows:,} row{'s have' if rows > 1 else ' has'} no {time} and can't be drawn; the table and the CSV hold all."
    )


def _add(
    chart: go.Figure,
    result: ResultFrame,
    calendar: Moments,
    values: pd.Series[Any],
    name: str,
    look: Look,
    *,
    has_symbols: bool,
) -> None:
    first = calendar.unfinished.index(True) if any(calendar.unfinished) else len(values)
    sizes = _sizes(values, has_symbols=has_symbols)

    def add(points: slice, name: str, dash: str, **more: Any) -> None:
        chart.add_scatter(
            x=list(calendar.labels[points]),
            y=[None if pd.isna(value) else float(value) for value in values.iloc[points]],
            customdata=[full(value, result.unit) for value in values.iloc[points]],
            hovertemplate="%{customdata}",
            name=name,
            legendgroup=str(values.name),
            mode="lines+markers",
            line={"color": look.colour, "width": 2, "dash": dash},
            marker={"size": sizes[points], "symbol": look.symbol, "color": look.colour},
            connectgaps=False,
            # The highest point may stand on the edge of the plot: its marker must not be cut.
            cliponaxis=False,
            **more,
        )

    if first:
        add(slice(first), name, look.dash)
    if first < len(values):
        # The last settled point is drawn twice, the second time without a hover, so that the dotted part joins on.
        hover = ["none"] * bool(first) + ["all"] * (len(values) - first)
        add(
            slice(max(first - 1, 0), None),
            f"{name} (not final)",
            UNFINISHED_DASH,
            showlegend=not first,
            hoverinfo=hover,
        )


def _sizes(values: pd.Series[Any], *, has_symbols: bool) -> list[int]:
    """The size of each marker: a value between two gaps is on no line and would not be seen without."""
    is_there = values.notna()
    is_alone = is_there & ~is_there.shift(1, fill_value=False) & ~is_there.shift(-1, fill_value=False)
    return [_MARKER_SIZE if has_symbols or alone else 0 for alone in is_alone]
