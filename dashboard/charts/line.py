"""Time as a line: gaps stay gaps, days whose numbers may still grow are dotted, weeks that the period cuts too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.ends import End, label_ends
from dashboard.charts.layout import Drawing, Panel, even_panels, figure, head_panels, make_room, place_target
from dashboard.charts.lines import Line, Plot, moment_marks, plots
from dashboard.charts.moments import Stand, named_by, stretches
from dashboard.charts.palette import CUT_DASH, PALE, QUIET, UNFINISHED_DASH
from dashboard.charts.series import all_numbers, numbers
from dashboard.charts.timeline import along_time
from dashboard.charts.words import noted, period, told_moment, value_in_words
from services.insights.view import View
from services.results.frame import ResultFrame

__all__ = ["draw_line"]

_MARKER_SIZE: Final = 6
_DASHES: Final = {Stand.UNFINISHED: UNFINISHED_DASH, Stand.CUT: CUT_DASH}


def draw_line(results: Sequence[ResultFrame], view: View) -> Drawing:
    """A panel for each metric, in it one line a combination of the other dimensions, the largest, and what is left out.

    Needs one time dimension that all have, with at least one value.
    """
    shown = plots(results, view)
    stands, height = even_panels(len(shown))
    chart = figure(height)
    has_one = all(len(plot.lines) == 1 for plot in shown)
    for panel, plot in zip(stands, shown, strict=True):
        target = view.target if panel.place == 0 else None
        _draw_plot(chart, panel, plot, is_named_by_period=has_one and len(shown) == 1)
        axis = value_axis(_reach(plot, target), plot.result.unit, from_zero=False)
        chart.update_layout({f"yaxis{panel.suffix}": {**axis, "domain": panel.domain, "automargin": True}})
        if target is not None:
            place_target(chart, panel, target, plot.result.unit)
    ends = [
        End(panel=panel, name=line.name, values=line.values, colour=line.look.colour)
        for panel, plot in zip(stands, shown, strict=True)
        for line in plot.lines
        if len(plot.lines) > 1
    ]
    is_labelled = has_one or label_ends(chart, ends, height=height)
    _name(chart, shown, is_labelled=is_labelled, has_one=has_one)
    head_panels(chart, stands, results)
    along_time(chart, stands, shown[0].calendar)
    make_room(chart)
    return Drawing(figure=chart, note=noted(note for plot in shown for note in plot.notes))


def _reach(plot: Plot, target: float | None) -> list[float]:
    """Every number that the axis has to hold."""
    columns = [column for line in plot.lines for column in (line.values, line.before) if column is not None]
    # A metric of which no row came has no line at all.
    numbers = all_numbers(pd.concat(columns, axis=1)) if columns else []
    return [*numbers, *([] if target is None else [target])]


def _draw_plot(chart: go.Figure, panel: Panel, plot: Plot, *, is_named_by_period: bool) -> None:
    # What was before lies under what is.
    for line in plot.lines:
        if line.before is not None:
            _add_before(chart, panel, plot, line, line.before)
    for line in plot.lines:
        name = period(plot.result) if is_named_by_period and plot.earlier else line.name
        _add(chart, panel, plot, line, name)


def _add(chart: go.Figure, panel: Panel, plot: Plot, line: Line, name: str) -> None:
    calendar, labels = plot.calendar, plot.calendar.labels
    seen = _are_seen(line.values, is_marked=plot.has_symbols)
    words = [
        value_in_words(value, plot.result.unit) + told_moment(calendar, place, is_final_told=False)
        for place, value in enumerate(line.values)
    ]
    marks = moment_marks(plot, line)
    y = numbers(line.values)
    runs = list(stretches(calendar.stands))
    named = named_by([stretch.stand for stretch in runs])
    for number, stretch in enumerate(runs):
        points = stretch.points
        ending = " (not final)" if stretch.stand is Stand.UNFINISHED else ""
        chart.add_scatter(
            x=[labels[place] for place in points],
            y=[y[place] for place in points],
            yaxis=f"y{panel.suffix}",
            customdata=[[words[place], marks[place]] for place in points],
            hovertemplate="%{customdata[0]}",
            # A point that joins on is told once, where it belongs.
            hoverinfo=["all" if place in stretch.own else "none" for place in points],
            name=f"{name}{ending}",
            legendgroup=line.group,
            showlegend=number == named,
            mode="lines+markers",
            line={"color": line.look.colour, "width": 2, "dash": _DASHES.get(stretch.stand, line.look.dash)},
            marker={
                "size": _MARKER_SIZE,
                "opacity": [seen[place] for place in points],
                "symbol": line.look.symbol,
                "color": line.look.colour,
            },
            connectgaps=False,
            # The highest point may stand on the edge of the plot: its marker must not be cut.
            cliponaxis=False,
        )


def _add_before(chart: go.Figure, panel: Panel, plot: Plot, line: Line, before: pd.Series[Any]) -> None:
    """The period before as a thin, pale line in the places of this one; hovering tells its own dates."""
    told = [
        f"{value_in_words(value, plot.result.unit)} · {words}"
        for value, words in zip(before, plot.earlier_told, strict=True)
    ]
    has_one = len(plot.lines) == 1
    chart.add_scatter(
        x=list(plot.calendar.labels),
        y=numbers(before),
        yaxis=f"y{panel.suffix}",
        customdata=[[words, ""] for words in told],
        hovertemplate="%{customdata[0]}",
        name=plot.earlier if has_one else f"{line.name} · before",
        legendgroup="before",
        showlegend=False,
        mode="lines+markers",
        opacity=PALE,
        line={"color": line.look.colour, "width": 1.5, "dash": "solid"},
        marker={"size": 4, "opacity": _are_seen(before, is_marked=False), "color": line.look.colour},
        connectgaps=False,
        cliponaxis=False,
    )


def _name(chart: go.Figure, shown: Sequence[Plot], *, is_labelled: bool, has_one: bool) -> None:
    """Which names the legend holds: a line's where it bears none at its end; both periods where one is compared."""
    compared = next((plot for plot in shown if plot.earlier), None)
    if is_labelled and not (has_one and len(shown) == 1):
        chart.update_traces(showlegend=False)
    else:
        seen: set[str] = set()
        for trace in chart.data:
            trace.showlegend = bool(trace.showlegend) and trace.legendgroup not in seen
            if trace.showlegend:
                seen.add(trace.legendgroup)
    if compared is not None:
        if has_one and len(shown) == 1:
            chart.update_traces(selector={"legendgroup": "before"}, showlegend=True)
        else:
            _name_period(chart, period(compared.result), width=2, opacity=1, group="now")
            _name_period(chart, compared.earlier, width=1.5, opacity=PALE, group="before")
    chart.update_layout(showlegend=compared is not None or not is_labelled)


def _name_period(chart: go.Figure, name: str, *, width: float, opacity: float, group: str) -> None:
    """A line in the legend that stands for a period; it has no point in the plot."""
    chart.add_scatter(
        x=[None],
        y=[None],
        name=name,
        legendgroup=group,
        mode="lines",
        opacity=opacity,
        line={"color": QUIET, "width": width},
        hoverinfo="skip",
    )


def _are_seen(values: pd.Series[Any], *, is_marked: bool) -> list[float]:
    """How opaque each marker is: a value between two gaps is on no line and would not be seen without.

    The others are there too, since a click needs a mark to fall on.
    """
    is_there = values.notna()
    is_alone = is_there & ~is_there.shift(1, fill_value=False) & ~is_there.shift(-1, fill_value=False)
    return [1.0 if is_marked or alone else 0.0 for alone in is_alone]
