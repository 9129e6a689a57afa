"""Time as areas on top of one another: only of parts that add up, since the upper edge is read as their sum.

Where no part has a number the areas are interrupted; days that are not final and weeks that are cut are hatched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import Drawing, Panel, even_panels, figure, head_panels, make_room, place_target
from dashboard.charts.lines import Line, Plot, moment_marks, plots
from dashboard.charts.moments import Stand, Stretch, named_by, stretches
from dashboard.charts.palette import CUT_PATTERN, QUIET, UNFINISHED_PATTERN
from dashboard.charts.parts import no_parts
from dashboard.charts.series import all_numbers, numbers
from dashboard.charts.timeline import along_time, shared_time, unfit_for_time
from dashboard.charts.words import noted, period, told_moment, value_in_words
from services.insights.view import View
from services.results.frame import ResultFrame

__all__ = ["draw_area", "unfit_for_area"]

_PATTERNS: Final = {Stand.UNFINISHED: UNFINISHED_PATTERN, Stand.CUT: CUT_PATTERN}


def unfit_for_area(results: Sequence[ResultFrame]) -> str:
    """What the results lack to be drawn as areas, or ""."""
    if lacking := unfit_for_time(results):
        return lacking
    time = shared_time(results)
    reasons = (no_parts(result, [name for name in result.query.dimensions if name != time]) for result in results)
    return next(filter(None, reasons), "")


def draw_area(results: Sequence[ResultFrame], view: View) -> Drawing:
    """A panel for each metric, in it an area a combination of the other dimensions, and what is left out.

    The period before is the line of its sum. Needs one time dimension that all have, and parts that add up.
    """
    shown = plots(results, view, most_compared=None)
    stands, height = even_panels(len(shown))
    chart = figure(height)
    for panel, plot in zip(stands, shown, strict=True):
        target = view.target if panel.place == 0 else None
        table = pd.DataFrame({place: line.values for place, line in enumerate(plot.lines)}).astype("Float64")
        total = table.sum(axis=1, min_count=1)
        for line in plot.lines:
            _add(chart, panel, plot, line, total)
        before = _add_before(chart, panel, plot)
        reach = [*all_numbers(total.to_frame()), *before, *([] if target is None else [target])]
        axis = value_axis(reach, plot.result.unit, from_zero=True)
        chart.update_layout({f"yaxis{panel.suffix}": {**axis, "domain": panel.domain, "automargin": True}})
        if target is not None:
            place_target(chart, panel, target, plot.result.unit)
    _name(chart, shown)
    head_panels(chart, stands, results)
    along_time(chart, stands, shown[0].calendar)
    make_room(chart)
    notes = [note for plot in shown for note in plot.notes]
    if any(_has_gaps_beside_values(plot) for plot in shown):
        notes.append("Where one part has no number, nothing is stacked for it.")
    return Drawing(figure=chart, note=noted(notes))


def _add(chart: go.Figure, panel: Panel, plot: Plot, line: Line, total: pd.Series[Any]) -> None:
    calendar, labels, unit = plot.calendar, plot.calendar.labels, plot.result.unit
    words = [
        value_in_words(value, unit) + told_moment(calendar, place, is_final_told=False)
        for place, value in enumerate(line.values)
    ]
    marks = moment_marks(plot, line)
    y = numbers(line.values)
    is_there = list(total.notna())
    pieces = list(_pieces(calendar.stands, is_there))
    named = named_by([stretch.stand for stretch, _ in pieces])
    for number, (stretch, points) in enumerate(pieces):
        ending = " (not final)" if stretch.stand is Stand.UNFINISHED else ""
        shape = _PATTERNS.get(stretch.stand, "")
        chart.add_scatter(
            x=[labels[place] for place in points],
            # Nothing is stacked for what is not there; its hover still says "--".
            y=[y[place] or 0.0 for place in points],
            yaxis=f"y{panel.suffix}",
            # Each stretch is a stack of its own: one stack would reach over the gaps.
            stackgroup=f"{panel.place}.{number}",
            customdata=[[words[place], marks[place]] for place in points],
            hovertemplate="%{customdata[0]}",
            hoverinfo=["all" if place in stretch.own else "none" for place in points],
            name=f"{line.name}{ending}",
            legendgroup=line.group,
            showlegend=number == named,
            mode="lines+markers",
            line={"color": line.look.colour, "width": 1.5, "dash": line.look.dash},
            # A click needs a mark to fall on, seen or not.
            marker={"size": 6, "color": line.look.colour, "opacity": 1 if len(points) == 1 else 0},
            fillpattern={"shape": shape, "fgcolor": line.look.colour, "size": 6, "solidity": 0.3} if shape else None,
        )


def _pieces(stands: Sequence[Stand], is_there: Sequence[bool]) -> Iterator[tuple[Stretch, list[int]]]:
    """The stretches, cut where no part has a number."""
    for stretch in stretches(stands):
        for there, places in groupby(stretch.points, key=lambda place: is_there[place]):
            points = list(places)
            # A point that only joins on joins nothing where a gap follows.
            if there and any(place in stretch.own for place in points):
                yield stretch, points


def _add_before(chart: go.Figure, panel: Panel, plot: Plot) -> list[float]:
    """The sum of the period before as a thin line, where it is exact, and its values."""
    if not plot.earlier or plot.before_total is None:
        return []
    unit = plot.result.unit
    chart.add_scatter(
        x=list(plot.calendar.labels),
        y=numbers(plot.before_total),
        yaxis=f"y{panel.suffix}",
        customdata=[
            [f"{value_in_words(value, unit)} · {words}", ""]
            for value, words in zip(plot.before_total, plot.earlier_told, strict=True)
        ],
        hovertemplate="%{customdata[0]}",
        name=f"{plot.earlier}, together" if len(plot.lines) > 1 else plot.earlier,
        legendgroup="before",
        mode="lines",
        line={"color": QUIET, "width": 2.5},
        connectgaps=False,
    )
    return all_numbers(plot.before_total.to_frame())


def _name(chart: go.Figure, shown: Sequence[Plot]) -> None:
    """The legend holds each name once; a single area is named by its period where another is compared."""
    is_compared = any(plot.earlier for plot in shown)
    is_single = all(len(plot.lines) == 1 for plot in shown)
    seen: set[str] = set()
    for trace in chart.data:
        trace.showlegend = trace.showlegend is not False and trace.legendgroup not in seen
        if trace.showlegend:
            seen.add(trace.legendgroup)
    if is_single and is_compared and len(shown) == 1:
        next(trace for trace in chart.data if trace.showlegend).name = period(shown[0].result)
    chart.update_layout(showlegend=is_compared or not is_single)


def _has_gaps_beside_values(plot: Plot) -> bool:
    table = pd.DataFrame({place: line.values.isna() for place, line in enumerate(plot.lines)})
    return bool((table.any(axis=1) & ~table.all(axis=1)).any())
