"""Categories as bars from zero: sorted by value, or in their own order where they have one (hours, weekdays, days)."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.axes import value_axis
from dashboard.charts.layout import HEIGHT, figure
from dashboard.charts.moments import moments
from dashboard.charts.palette import UNFINISHED_PATTERN, colours, looks
from dashboard.charts.series import MAX_SERIES, Scale, cut_labels, groups_of, largest
from dashboard.text import distinct, in_plotly
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.values import full, short

__all__ = ["bars_scale", "draw_bars"]

MOST_BARS = 20
"""As many as fit a screen; more are one choice away."""
MAX_BARS = 50
_LABEL_LENGTH = 28
_JOINED_LENGTH = 52
_NAME_LENGTH = 40
_HOVER_LENGTH = 120
_BAR_HEIGHT = 30
_JOINED_BAR_HEIGHT = 40
_TICKS = 24
_TEXTS = 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Places:
    """Where bars stand: each row's place (-1 for none), and each place's label and whether it is unfinished.

    `ticks` are the places that have one, and its words; None where the labels serve.
    """

    of_row: pd.Series[int]
    labels: tuple[str, ...]
    unfinished: tuple[bool, ...]
    ticks: tuple[list[int], list[str]] | None = None
    note: str = ""


def bars_scale(result: ResultFrame) -> Scale:
    """How many bars there are; where these have an order and are all shown, how many colours."""
    names = list(result.query.dimensions)
    bar_names, is_ordered = _bar_names(result)
    if is_ordered:
        others = [name for name in names if name not in bar_names]
        return _colours(len(groups_of(result, others).labels))
    return _bars_of(len(groups_of(result, bar_names).labels))


def draw_bars(result: ResultFrame, top: int | None = None) -> tuple[go.Figure, str]:
    """Bars for the first dimension, side by side for the others, and what the chart leaves out in words.

    A dimension with an order of its own comes first, and then `top` is how many of the others are shown; else it is
    how many bars. Where most combinations have no row, each that has one is a bar of its own: side by side they would
    stand between gaps. Needs a dimension and at least one value.
    """
    names = list(result.query.dimensions)
    bar_names, ordered = _bar_names(result)
    places = _places(result, bar_names, top)
    groups = groups_of(result, [name for name in names if name not in bar_names])
    most = _colours(len(groups.labels)).shown(top if ordered else None)
    chosen = largest(groups, result.frame[VALUE], most, what="colours")
    labels = [groups.labels[key] for key in chosen.keys]
    is_drawn = (places.of_row >= 0) & groups.of_row.isin(chosen.keys)
    tidy = pd.DataFrame({"place": places.of_row, "key": groups.of_row, "value": result.frame[VALUE]})[is_drawn]
    bar_height = _JOINED_BAR_HEIGHT if len(bar_names) > 1 else _BAR_HEIGHT
    chart = figure(HEIGHT if ordered else _height(len(places.labels), len(labels), bar_height))
    own_colours = colours(places.labels) if names == ["network"] else None
    has_texts = len(labels) <= 2 and len(places.labels) * len(labels) <= _TEXTS
    for key, name, look in zip(chosen.keys, cut_labels(labels, _NAME_LENGTH), looks(labels), strict=True):
        values = tidy[tidy["key"] == key].set_index("place")["value"].reindex(range(len(places.labels)))
        trace = _bars(values, result, places, name, has_name=len(labels) > 1, is_horizontal=not ordered)
        trace.textposition = "auto" if has_texts else "none"
        trace.marker.color = own_colours or look.colour
        trace.marker.pattern.shape = [UNFINISHED_PATTERN if late else look.pattern for late in places.unfinished]
        chart.add_trace(trace)
    value = value_axis([float(value) for value in tidy["value"].dropna()], result.unit, from_zero=True)
    ticks = _ticks(places, is_joined=len(bar_names) > 1)
    chart.update_layout(
        barmode="group",
        showlegend=len(labels) > 1,
        xaxis=ticks if ordered else value,
        # The largest bar stands at the top, as one reads.
        yaxis=value if ordered else {**ticks, "autorange": "reversed"},
    )
    return chart, " ".join(filter(None, (places.note, chosen.note)))


def _bar_names(result: ResultFrame) -> tuple[list[str], bool]:
    """The dimensions whose values are the bars, and whether these have an order of their own."""
    names = list(result.query.dimensions)
    ordered = [name for name in names if result.faces[name].kind in (DimensionKind.CYCLE, DimensionKind.TIME)]
    return ordered[:1] or (names if _is_sparse(result, names) else names[:1]), bool(ordered)


def _bars_of(count: int) -> Scale:
    return Scale(things="bars", count=count, most=MOST_BARS, limit=MAX_BARS)


def _colours(count: int) -> Scale:
    return Scale(things="colours", count=count, most=MAX_SERIES, limit=MAX_SERIES)


def _is_sparse(result: ResultFrame, names: list[str]) -> bool:
    """Whether fewer than half of the places in a grid of these dimensions hold a row."""
    if len(names) == 1:
        return False
    bars, groups = (len(groups_of(result, part).labels) for part in (names[:1], names[1:]))
    return len(result.frame) < 0.5 * bars * groups


def _places(result: ResultFrame, names: list[str], top: int | None) -> _Places:
    kinds = [result.faces[name].kind for name in names]
    match kinds:
        case [DimensionKind.TIME]:
            return _time_places(result, names[0])
        case [DimensionKind.CYCLE]:
            column = result.frame[names[0]]
            labels = tuple(map(str, column.cat.categories))
            codes = pd.Series(column.cat.codes, index=column.index).astype(int)
            return _Places(of_row=codes, labels=labels, unfinished=(False,) * len(labels))
        case _:
            groups = groups_of(result, names)
            most = _bars_of(len(groups.labels)).shown(top)
            chosen = largest(groups, result.frame[VALUE], most, what="bars")
            rank = {key: place for place, key in enumerate(chosen.keys)}
            return _Places(
                of_row=groups.of_row.map(rank).fillna(-1).astype(int),
                labels=tuple(groups.labels[key] for key in chosen.keys),
                unfinished=(False,) * len(chosen.keys),
                note=chosen.note,
            )


def _time_places(result: ResultFrame, name: str) -> _Places:
    """Every moment of the period, and a place after them for rows without a date."""
    calendar = moments(result, name)
    of_row = pd.Series(calendar.all.get_indexer(pd.DatetimeIndex(calendar.of_row)), index=calendar.of_row.index)
    labels, unfinished = calendar.told, calendar.unfinished
    places, words = calendar.ticks()
    if calendar.without:
        of_row = of_row.where(calendar.of_row.notna(), len(labels))
        places, words = [*places, len(labels)], [*words, EMPTY_LABEL]
        labels, unfinished = (*labels, EMPTY_LABEL), (*unfinished, False)
    return _Places(of_row=of_row, labels=labels, unfinished=unfinished, ticks=(places, words))


def _ticks(places: _Places, *, is_joined: bool) -> dict[str, Any]:
    """A tick for each bar, or for every so many of them: more than these would run into each other.

    Joined labels stand on two lines, or their last part, which tells them apart, would be cut.
    """
    if places.ticks is not None:
        return {"type": "category", "tickvals": places.ticks[0], "ticktext": places.ticks[1], "tickangle": 0}
    labels = places.labels
    every = ceil(len(labels) / _TICKS)
    texts = _two_lines(labels) if is_joined else cut_labels(labels, _LABEL_LENGTH)
    return {"type": "category", "tickvals": list(range(0, len(labels), every)), "ticktext": texts[::every]}


def _two_lines(labels: tuple[str, ...]) -> list[str]:
    names = distinct(dict(enumerate(labels)), _JOINED_LENGTH).values()
    # Broken before it is made safe for Plotly: a break must not fall into what stands for a "<".
    return ["<br>".join(in_plotly(line) for line in textwrap.wrap(name, _LABEL_LENGTH)) for name in names]


def _height(bars: int, groups: int, bar_height: int) -> int:
    return max(160, 60 + bars * max(bar_height, 14 * groups))


def _bars(
    values: pd.Series[Any], result: ResultFrame, places: _Places, name: str, *, has_name: bool, is_horizontal: bool
) -> go.Bar:
    at = list(range(len(values)))
    numbers = [None if pd.isna(value) else float(value) for value in values]
    hover = [
        [in_plotly(label, _HOVER_LENGTH), full(value, result.unit) + (" · not final" if late else "")]
        for label, value, late in zip(places.labels, values, places.unfinished, strict=True)
    ]
    return go.Bar(
        x=numbers if is_horizontal else at,
        y=at if is_horizontal else numbers,
        orientation="h" if is_horizontal else "v",
        name=name,
        text=[short(value, result.unit) for value in values],
        customdata=[[label, name, words] for label, words in hover] if has_name else hover,
        hovertemplate="<br>".join(f"%{{customdata[{line}]}}" for line in range(3 if has_name else 2))
        + "<extra></extra>",
    )
