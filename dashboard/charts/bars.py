"""Categories as bars from zero: side by side, stacked, or stacked to a hundred percent.

Bars stand upright where they have an order of their own (hours, weekdays, days), else they lie, the largest at the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.heaps import Colour, colours_in, colours_scale
from dashboard.charts.keys import text_of
from dashboard.charts.layout import Drawing, Panel, even_panels, figure, head_panels, make_room, panels, place_target
from dashboard.charts.moments import Stand
from dashboard.charts.palette import ACCENT, CUT_PATTERN, PALE, QUIET, UNFINISHED_PATTERN, colours, ink_on
from dashboard.charts.places import Places, bars_of, places_of, ticks_of
from dashboard.charts.series import Scale, all_numbers, groups_of, numbers
from dashboard.charts.standing import ON_ONE_ANOTHER, Mode, stood_in
from dashboard.charts.words import not_drawn, noted, period, value_in_words
from dashboard.text import in_plotly
from services.insights.models import Unit
from services.insights.view import View
from services.results.frame import ResultFrame
from services.results.values import short

__all__ = ["bars_scale", "draw_bars"]

_HOVER_LENGTH: Final = 120
_BAR_HEIGHT: Final = 30
_JOINED_BAR_HEIGHT: Final = 40
_TEXTS: Final = 80
_BETWEEN: Final = 64
"""Pixels over a panel of lying bars, since each has ticks below."""

_PATTERNS: Final = {Stand.UNFINISHED: UNFINISHED_PATTERN, Stand.CUT: CUT_PATTERN}


def bars_scale(results: Sequence[ResultFrame], mode: Mode = Mode.GROUPED) -> Scale:
    """How many bars there are; where these have an order and are all shown, how many colours."""
    scales = []
    for result in results:
        names, is_ordered = stood_in(result, mode)
        others = [name for name in result.query.dimensions if name not in names]
        scales.append(
            colours_scale(len(groups_of(result, others).labels), 0 if mode in ON_ONE_ANOTHER else _count(result, names))
            if is_ordered
            else bars_of(len(groups_of(result, names).labels))
        )
    return max(scales, key=lambda scale: scale.count)


def draw_bars(results: Sequence[ResultFrame], view: View, mode: Mode = Mode.GROUPED) -> Drawing:
    """Bars for the first dimension, in colours for the others, and what the chart leaves out in words.

    A dimension with an order of its own comes first, and then `top` is how many of the others are shown; else it is
    how many bars. Where most combinations have no row, each that has one is a bar of its own: side by side they would
    stand between gaps. Several metrics stand as panels over the same bars. Needs a dimension and at least one value.
    """
    stood = [stood_in(result, mode) for result in results]
    placed = places_of(results, view, [names for names, _ in stood], is_ranked=mode is Mode.RANKED)
    worked = [
        colours_in(result, places, view, is_ordered=is_ordered, is_beside=mode not in ON_ONE_ANOTHER)
        for result, places, (_, is_ordered) in zip(results, placed, stood, strict=True)
    ]
    is_upright = all(is_ordered for _, is_ordered in stood)
    has_pairs = mode is not Mode.SHARES
    if is_upright:
        stands, height = even_panels(len(results))
    else:
        stands, height = panels(
            [_height(places, colours, mode, has_pairs) for places, (colours, _) in zip(placed, worked, strict=True)],
            between=_BETWEEN,
        )
    chart, notes = figure(height), []
    for panel, result, places, (drawn, said) in zip(stands, results, placed, worked, strict=True):
        notes += [places.note, *said]
        _draw_panel(chart, panel, result, places, drawn, view, mode, is_upright=is_upright)
        is_last = panel is stands[-1]
        if is_upright and not is_last and places.names == placed[-1].names:
            chart.update_layout({f"xaxis{panel.suffix}": {"showticklabels": False, "matches": f"x{stands[-1].suffix}"}})
    compared = next(
        (result for result, places in zip(results, placed, strict=True) if has_pairs and places.before_period), None
    )
    if mode is Mode.SHARES:
        notes.append(not_drawn(results, view))
    elif compared is None:
        notes.append(not_drawn(results, View()))
    has_names = any(len(drawn) > 1 for drawn, _ in worked)
    _name(chart, compared, has_names=has_names)
    head_panels(chart, stands, results)
    chart.update_layout(
        uniformtext={"minsize": 10, "mode": "hide"}, barmode="stack" if mode in ON_ONE_ANOTHER else "group"
    )
    make_room(chart)
    return Drawing(figure=chart, note=noted(notes))


def _count(result: ResultFrame, names: Sequence[str]) -> int:
    """How many places bars with an order stand in."""
    return len(places_of([result], View(), [names])[0].labels)


def _height(places: Places, colours: Sequence[Colour], mode: Mode, has_pairs: bool) -> int:
    bar = _JOINED_BAR_HEIGHT if len(places.names) > 1 else _BAR_HEIGHT
    side_by_side = 1 if mode in ON_ONE_ANOTHER else len(colours)
    if has_pairs and any(colour.before is not None for colour in colours):
        side_by_side *= 2
    return max(160, 60 + len(places.labels) * max(bar, 18 * side_by_side))


def _draw_panel(
    chart: go.Figure,
    panel: Panel,
    result: ResultFrame,
    places: Places,
    drawn: Sequence[Colour],
    view: View,
    mode: Mode,
    *,
    is_upright: bool,
) -> None:
    target = view.target if panel.place == 0 and mode is not Mode.SHARES else None
    has_names = len(drawn) > 1
    table = pd.DataFrame({number: colour.values for number, colour in enumerate(drawn)}).astype("Float64")
    totals = table.sum(axis=1, min_count=1)
    count = len(places.labels)
    has_texts = mode not in ON_ONE_ANOTHER and len(drawn) <= 2 and count * len(drawn) <= _TEXTS
    own_colours = colours(places.labels) if list(places.names) == ["network"] and not has_names else None
    reach: list[float] = [] if target is None else [target]
    for number, colour in enumerate(drawn):
        if colour.before is not None and mode is not Mode.SHARES:
            words = [value_in_words(value, result.unit) for value in colour.before]
            told = (*places.before_labels, *("--",) * (count - len(places.before_labels)))
            bar = _bar(colour.before, is_upright=is_upright, panel=panel)
            bar.update(
                name=colour.name if has_names else places.before_period,
                **_hover(told, colour.name if has_names else "", words, [""] * count),
                opacity=PALE,
                marker={"color": own_colours or colour.look.colour, "pattern": {"shape": colour.look.pattern}},
                legendgroup="before",
                showlegend=False,
                offsetgroup="before" if mode in ON_ONE_ANOTHER else f"before{number}",
                textposition="none",
            )
            chart.add_trace(bar)
            reach += all_numbers(colour.before.to_frame())
        shown = colour.values / totals * 100 if mode is Mode.SHARES else colour.values
        words = [
            _words(value, share if mode is Mode.SHARES else None, result.unit, remark)
            for value, share, remark in zip(colour.values, shown, places.remarks, strict=True)
        ]
        marks = ["" if colour.is_other else text_of(mark | colour.mark) for mark in places.marks]
        bar = _bar(shown, is_upright=is_upright, panel=panel)
        bar.update(
            name=colour.name,
            **_hover(places.labels, colour.name if has_names else "", words, marks),
            marker={
                "color": own_colours or colour.look.colour,
                "pattern": {"shape": [_PATTERNS.get(stand, colour.look.pattern) for stand in places.stands]},
            },
            legendgroup=f"c.{colour.name}",
            offsetgroup="now" if mode in ON_ONE_ANOTHER else f"now{number}",
            text=[short(value, result.unit) for value in colour.values],
            # In a hatched bar nothing can be read.
            textposition=["outside" if stand in _PATTERNS else "auto" for stand in places.stands]
            if has_texts
            else "none",
            textangle=0,
            insidetextfont={"color": [ink_on(shade) for shade in own_colours or [colour.look.colour] * count]},
        )
        chart.add_trace(bar)
        reach += all_numbers(colour.values.to_frame())
    _set_axes(chart, panel, result, places, mode, reach, totals, is_upright=is_upright)
    if target is not None:
        place_target(chart, panel, target, result.unit, is_horizontal=not is_upright)


def _bar(values: pd.Series[Any], *, is_upright: bool, panel: Panel) -> go.Bar:
    at, heights = list(range(len(values))), numbers(values)
    return go.Bar(
        x=at if is_upright else heights,
        y=heights if is_upright else at,
        orientation="v" if is_upright else "h",
        xaxis=f"x{panel.suffix}",
        yaxis=f"y{panel.suffix}",
    )


def _hover(labels: Sequence[str], name: str, words: Sequence[str], marks: Sequence[str]) -> dict[str, Any]:
    """What a hover says of each bar, line by line, and what the bar stands for, which is no line."""
    told = [in_plotly(label, _HOVER_LENGTH) for label in labels]
    columns = [told, [name] * len(told), words, marks] if name else [told, words, marks]
    lines = "<br>".join(f"%{{customdata[{line}]}}" for line in range(len(columns) - 1))
    return {
        "customdata": [list(row) for row in zip(*columns, strict=True)],
        "hovertemplate": f"{lines}<extra></extra>",
    }


def _words(value: Any, share: Any, unit: Unit | None, remark: str) -> str:
    part = "" if share is None or pd.isna(share) else f" · {short(share, Unit.PERCENT)}"
    return f"{value_in_words(value, unit)}{part}{remark}"


def _set_axes(
    chart: go.Figure,
    panel: Panel,
    result: ResultFrame,
    places: Places,
    mode: Mode,
    reach: Sequence[float],
    totals: pd.Series[Any],
    *,
    is_upright: bool,
) -> None:
    """The axis of values, from zero, and the one that the bars stand on."""
    if mode is Mode.SHARES:
        value = value_axis([0.0, 100.0], Unit.PERCENT, from_zero=True)
    else:
        stacked = all_numbers(totals.to_frame()) if mode is Mode.STACKED else []
        value = value_axis([*reach, *stacked], result.unit, from_zero=True)
    value = {**value, "automargin": True}
    ticks = ticks_of(places, is_upright=is_upright)
    suffix, domain = panel.suffix, {"domain": panel.domain}
    if is_upright:
        axes = {f"xaxis{suffix}": {**ticks, "anchor": f"y{suffix}"}, f"yaxis{suffix}": {**value, **domain}}
    else:
        # The largest bar stands at the top, as one reads.
        lying = {**ticks, "autorange": "reversed", **domain}
        axes = {f"xaxis{suffix}": {**value, "anchor": f"y{suffix}"}, f"yaxis{suffix}": lying}
    chart.update_layout(axes)


def _name(chart: go.Figure, compared: ResultFrame | None, *, has_names: bool) -> None:
    """What the legend holds: the colours where there are several, and both periods where one is compared."""
    seen: set[str] = set()
    for trace in list(chart.data):
        is_named = has_names and trace.legendgroup != "before" and trace.legendgroup not in seen
        seen.add(trace.legendgroup)
        # The legend draws the first bar: hatches there would be read as all of them.
        is_hatched = is_named and trace.marker.pattern.shape[0] in _PATTERNS.values()
        trace.showlegend = is_named and not is_hatched
        if is_hatched:
            chart.add_bar(
                x=[None],
                y=[None],
                name=trace.name,
                legendgroup=trace.legendgroup,
                offsetgroup=trace.offsetgroup,
                marker={"color": trace.marker.color},
                hoverinfo="skip",
                showlegend=True,
            )
    if compared is not None and compared.before is not None:
        for name, opacity, group in ((period(compared.before), PALE, "before"), (period(compared), 1.0, "now")):
            offsets = [trace.offsetgroup for trace in chart.data if trace.offsetgroup.startswith(group)]
            if not offsets:
                # Nothing is drawn of that period.
                continue
            # A bar that stands for a period; it has no place in the plot.
            chart.add_bar(
                x=[None],
                y=[None],
                name=name,
                legendgroup=group,
                opacity=opacity,
                offsetgroup=offsets[0],
                marker={"color": QUIET if has_names else ACCENT},
                hoverinfo="skip",
                showlegend=True,
            )
    chart.update_layout(showlegend=has_names or compared is not None)
