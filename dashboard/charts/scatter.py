"""Two metrics of the same things as points: what they have to do with each other, and what stands apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from dashboard.charts.axes import value_axis
from dashboard.charts.keys import keys_of, text_of
from dashboard.charts.layout import HEIGHT, Drawing, Panel, figure, place_target, titles
from dashboard.charts.palette import ACCENT, looks
from dashboard.charts.series import MAX_SERIES, groups_of
from dashboard.charts.words import not_drawn, noted, value_in_words
from dashboard.text import in_plotly
from services.insights.view import View
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.labels import network_name
from services.results.number_format import in_digits

__all__ = ["draw_scatter", "unfit_for_scatter"]

_POINTS: Final = 2_000
"""More would hide each other, and the browser draws each as a thing of its own."""
_NAMED_UP_TO: Final = 12
_NAME_LENGTH: Final = 28
_NAME_WIDTH: Final = 0.5
_NAME_ROOM: Final = 0.08
"""Parts of the plot that a name takes."""
_EDGE: Final = 0.35
_HOVER_LENGTH: Final = 120


def unfit_for_scatter(results: Sequence[ResultFrame]) -> str:
    """What the results lack to be drawn as points, or ""."""
    if len(results) < 2:
        return "needs a second metric with the same breakdown"
    one, other = results[:2]
    if not one.query.dimensions or set(one.query.dimensions) != set(other.query.dimensions):
        return "needs the same breakdown for both metrics"
    return "" if one.has_values and other.has_values else "needs values of both metrics"


def draw_scatter(results: Sequence[ResultFrame], view: View) -> Drawing:
    """A point for each combination that has both: the first metric along the width, the second upward.

    Needs two results with the same dimensions.
    """
    one, other = results[:2]
    pairs = _pairs(one, other)
    notes = []
    if len(results) > 2:
        notes.append("The first two metrics are drawn.")
    missing = len(one.frame) - len(pairs)
    if missing:
        several = "are" if missing > 1 else "is"
        notes.append(
            f"{in_digits(missing)} of {in_digits(len(one.frame))} {several} not drawn, for want of a value of both."
        )
    if len(pairs) > _POINTS:
        notes.append(
            f"The {in_digits(_POINTS)} largest of {in_digits(len(pairs))} points are drawn; the "
            "table and the CSV hold all."
        )
        pairs = pairs.head(_POINTS)
    title_x, title_y = titles(results)[:2]
    chart = figure(HEIGHT + 20)
    by_colour = _colours(one, pairs)
    x_axis = value_axis([*pairs["x"], *([] if view.target is None else [view.target])], one.unit, from_zero=False)
    y_axis = value_axis(list(pairs["y"]), other.unit, from_zero=False)
    named = _with_room(pairs, x_axis["range"], y_axis["range"]) if len(pairs) <= _NAMED_UP_TO else frozenset()
    for (name, members), look in zip(by_colour, looks([name for name, _ in by_colour]), strict=True):
        chart.add_scatter(
            x=list(members["x"]),
            y=list(members["y"]),
            mode="markers+text" if named else "markers",
            name=in_plotly(name, _NAME_LENGTH),
            text=[
                in_plotly(label, _NAME_LENGTH) if place in named else ""
                for place, label in zip(members.index, members["label"], strict=True)
            ],
            textposition=[_beside(x, x_axis["range"]) for x in members["x"]],
            customdata=[
                [
                    in_plotly(label, _HOVER_LENGTH),
                    value_in_words(x, one.unit),
                    value_in_words(y, other.unit),
                    text_of(dict(zip(one.query.dimensions, key, strict=True))),
                ]
                for label, x, y, key in zip(members["label"], members["x"], members["y"], members["key"], strict=True)
            ],
            hovertemplate=(
                f"%{{customdata[0]}}<br>{title_x}: %{{customdata[1]}}<br>{title_y}: %{{customdata[2]}}<extra></extra>"
            ),
            marker={
                "size": 9,
                "color": look.colour if len(by_colour) > 1 else ACCENT,
                "symbol": look.symbol,
                "opacity": 0.8,
            },
            cliponaxis=False,
        )
    chart.update_layout(
        showlegend=len(by_colour) > 1,
        xaxis={**x_axis, "title": {"text": title_x}},
        yaxis={**y_axis, "title": {"text": title_y}},
    )
    if view.target is not None:
        place_target(chart, Panel(place=0, domain=(0, 1)), view.target, one.unit, is_horizontal=True)
    notes.append(not_drawn(results, View()))
    return Drawing(figure=chart, note=noted(notes))


def _pairs(one: ResultFrame, other: ResultFrame) -> pd.DataFrame:
    """Label, key, x and y of what has both values, the largest x first."""
    names = list(one.query.dimensions)
    groups = groups_of(one, names)
    keys = keys_of(one, names, groups.firsts)
    left = pd.DataFrame(
        {
            "key": keys,
            "label": groups.labels,
            "x": one.frame.loc[groups.firsts, VALUE].to_numpy(dtype=float, na_value=np.nan),
            "row": groups.firsts,
        }
    )
    theirs = dict(zip(keys_of(other, names, other.frame.index), other.frame[VALUE], strict=True))
    left["y"] = pd.Series([theirs.get(key) for key in keys], dtype="Float64").to_numpy(dtype=float, na_value=np.nan)
    return left.dropna(subset=["x", "y"]).sort_values("x", ascending=False, kind="stable").reset_index(drop=True)


def _with_room(pairs: pd.DataFrame, across: Sequence[float], up: Sequence[float]) -> frozenset[int]:
    """The points whose names don't run into one that is named already, on a phone's width; the others tell on hover."""
    found: list[tuple[int, float, float]] = []
    for place, x, y in zip(pairs.index, pairs["x"], pairs["y"], strict=True):
        at = (x - across[0]) / (across[1] - across[0]), (y - up[0]) / (up[1] - up[0])
        if all(abs(at[0] - left) > _NAME_WIDTH or abs(at[1] - top) > _NAME_ROOM for _, left, top in found):
            found.append((int(place), *at))
    return frozenset(place for place, *_ in found)


def _beside(x: float, across: Sequence[float]) -> str:
    """Where a name stands: towards the middle of the plot, whose edge would cut it."""
    at = (x - across[0]) / (across[1] - across[0])
    return "top right" if at < _EDGE else "top left" if at > 1 - _EDGE else "top center"


def _colours(result: ResultFrame, pairs: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The points by network where they have one, else all of one colour."""
    if "network" in result.query.dimensions:
        networks = result.frame.loc[pairs["row"], "network"].astype(str).to_numpy()
    elif "post" in result.query.dimensions and "post.network" in result.frame:
        raw = result.frame.loc[pairs["row"], "post.network"]
        networks = np.array([EMPTY_LABEL if pd.isna(name) else network_name(str(name)) for name in raw], dtype=object)
    else:
        return [("", pairs)]
    found = [(str(name), members) for name, members in pairs.groupby(networks, sort=False)]
    return found if 1 < len(found) <= MAX_SERIES else [("", pairs)]
