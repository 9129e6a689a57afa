"""A document's results as charts that Excel and PowerPoint draw themselves.

No number is made up. What does not fit is left out and said, or is one part, "Other", where that is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from dashboard.charts import judge
from dashboard.charts.moments import moments
from dashboard.charts.palette import OTHER_LOOK, QUIET, looks
from dashboard.charts.series import groups_of
from dashboard.exports.beside import BEFORE, beside, in_period
from dashboard.exports.cells import in_xml
from dashboard.exports.document import Document
from dashboard.exports.plot import Plot, PlotSeries, Role, Shape, paled
from dashboard.text import distinct
from services.insights.models import Unit
from services.insights.view import Sort, View
from services.results.additivity import Rule
from services.results.dimensions import DimensionKind
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.labels import named
from services.results.number_format import in_digits
from services.results.rollup import OTHER, with_other
from services.results.sentence import dates_in_words
from services.results.values import full

__all__ = ["plot_of", "plots_of"]

_NAME_LENGTH: Final = 40

_SHAPES: Final = {
    "line": Shape.LINE,
    "area": Shape.AREA,
    "stacked": Shape.STACKED,
    "shares": Shape.SHARES,
    "donut": Shape.DOUGHNUT,
    "ranking": Shape.BAR,
}
"""The screen's charts that are more than bars here; those that no office program draws become bars."""

_ARE_BARS: Final = ("bars", "heatmap", "treemap", "scatter")
"""What stays bars though it has a time."""

_WITHOUT_BEFORE: Final = (Shape.DOUGHNUT, Shape.GRID, Shape.AREA, Shape.STACKED, Shape.SHARES)
"""Where the other period has no room, or would stand on this one's numbers as if it were a part of the same whole."""

_MOST_THINGS: Final = {Shape.DOUGHNUT: (6, 6), Shape.BAR: (15, 30)}
_MOST_SERIES: Final = {Shape.LINE: (8, 12), Shape.AREA: (8, 12), Shape.STACKED: (8, 12), Shape.SHARES: (8, 12)}
_MOST_SIDE_BY_SIDE: Final = (4, 6)
"""How many there are without a wish, and at most: nobody can hover a slide to learn which is which."""


_MOST_ACROSS: Final = 31
"""Columns of a GRID: the hours of a day, the days of a month."""


def plots_of(document: Document) -> list[Plot]:
    """The charts of a document, one a result that can be drawn, as the screen draws it."""
    found = []
    for result in document.drawn:
        chart = judge((result,), document.view.chart).chart
        plot = plot_of(result, document.view, chart.name if chart else None)
        found += [plot] if plot else []
    return found


def plot_of(result: ResultFrame, view: View, chart: str | None) -> Plot | None:
    """The chart of a result that the screen draws as the chart type of that name, or None where a table says more: a
    number that stands alone, or nothing but missing values."""
    if not result.query.dimensions or not result.has_values:
        return None
    shape, axis = _shape(result, chart)
    others = [name for name in result.query.dimensions if name not in axis]
    is_ordered = len(axis) == 1 and _has_order(result, axis[0])
    # As on screen: `top` is how many things are compared, whichever way these are drawn.
    most_series = _most(_MOST_SERIES.get(shape, _MOST_SIDE_BY_SIDE), view.top if is_ordered else None)
    most_things = _most(_MOST_THINGS.get(shape, _MOST_THINGS[Shape.BAR]), view.top)
    if shape is Shape.GRID:
        most_series = _MOST_ACROSS
    notes: list[str] = []
    for names, most in ((others, most_series), ([] if is_ordered else axis, most_things)):
        result, note = _with_other(result, names, most)
        notes.append(note)
    paired = beside(result)
    is_alone = shape in _WITHOUT_BEFORE or "post" in result.query.dimensions
    has_before = BEFORE in paired.frame and not is_alone
    if result.before is not None and not has_before:
        notes.append(f"{dates_in_words(result.before.query.dates)} is not drawn.")
    paired = in_period(paired, result.query.dimensions)
    row_places, days, words, late = _categories(paired, axis, most_things, view)
    if others and shape is not Shape.DOUGHNUT:
        groups = groups_of(paired, others)
        keys = _ranked(groups.labels, groups.of_row, paired.frame[VALUE], most_series, has_order=groups.has_order)
        labels = [groups.labels[key] for key in keys]
        of_row = groups.of_row
    else:
        keys, labels, of_row = [0], [""], pd.Series(0, index=paired.frame.index)
    series: list[PlotSeries] = []
    tables = {
        column: _pivoted(row_places, of_row, paired.frame[column], len(words))
        for column in ((VALUE, BEFORE) if has_before else (VALUE,))
    }
    names = list(distinct(dict(enumerate(map(in_xml, labels))), _NAME_LENGTH).values())
    for key, name, look in zip(keys, names, looks(labels), strict=True):
        colour = OTHER_LOOK.colour if name == OTHER else look.colour
        series += _series(paired, tables, key, name, colour, late, shape)
    if late:
        notes.append(_late_note(shape, days, late, is_daily=axis[0] == "date"))
    notes.append(_target(series, view, result.unit, shape, len(words)))
    return Plot(
        shape=shape,
        title=in_xml(named(result.metric)),
        axis=" · ".join(in_xml(named(item)) for item in result.dimensions if item.name in axis),
        categories=days or words,
        words=words,
        series=tuple(series),
        unit=result.unit,
        notes=tuple(filter(None, notes)),
    )


def _shape(result: ResultFrame, chart: str | None) -> tuple[Shape, list[str]]:
    """What to draw, and the dimensions along its axis: several where most of their combinations have no row."""
    names = list(result.query.dimensions)
    ordered = next((name for name in names if _has_order(result, name)), None)
    time = result.time_dimension
    shape = _SHAPES.get(chart or "")
    if chart == "heatmap" and len(names) == 2:
        down = min(names, key=lambda name: (_has_order(result, name), len(result.faces[name].round)))
        across = next(name for name in names if name != down)
        if len(groups_of(result, [across]).labels) <= _MOST_ACROSS and result.time_dimension != down:
            return Shape.GRID, [down]
    if shape is None and time and chart not in _ARE_BARS:
        shape = Shape.LINE
    if shape in (Shape.LINE, Shape.AREA) and time:
        return shape, [time]
    if shape is Shape.DOUGHNUT and len(names) == 1 and not (result.frame[VALUE].dropna() < 0).any():
        return shape, names
    if shape in (Shape.STACKED, Shape.SHARES) and len(names) > 1:
        return shape, [ordered or names[0]]
    if ordered and shape is not Shape.BAR:
        return Shape.COLUMN, [ordered]
    return Shape.BAR, names if _is_sparse(result, names) else names[:1]


def _has_order(result: ResultFrame, name: str) -> bool:
    return result.faces[name].kind in (DimensionKind.TIME, DimensionKind.CYCLE)


def _is_sparse(result: ResultFrame, names: list[str]) -> bool:
    if len(names) == 1:
        return False
    bars, groups = (len(groups_of(result, part).labels) for part in (names[:1], names[1:]))
    return len(result.frame) < 0.5 * bars * groups


def _most(bounds: tuple[int, int], wanted: int | None) -> int:
    return min(wanted or bounds[0], bounds[1])


def _with_other(result: ResultFrame, names: list[str], most: int) -> tuple[ResultFrame, str]:
    """The result with what is left out as "Other" where that is exact; and in words what became of it."""
    if not names:
        return result, ""
    groups = groups_of(result, names)
    count = len(groups.labels)
    if count <= most:
        return result, ""
    told = f"The chart shows the {most} largest of {in_digits(count)}."
    if len(names) > 1 or groups.has_order:
        return result, told
    keys = _ranked(groups.labels, groups.of_row, result.frame[VALUE], most - 1, has_order=False)
    other = with_other(result, names[0], [groups.labels[key] for key in keys])
    if isinstance(other, Rule):
        return result, f"{told} There is no “Other”: {other.reason}" if other.reason else told
    return other, f"“{OTHER}” is the remaining {in_digits(count - most + 1)} of {in_digits(count)}."


def _ranked(
    labels: Sequence[str], of_row: pd.Series[Any], values: pd.Series[Any], most: int, *, has_order: bool
) -> list[int]:
    """The keys of the largest, the largest first, "Other" last; in their own order where they have one."""
    ranking = values.astype("Float64").groupby(of_row, sort=False).sum(min_count=1)
    ordered = ranking.sort_values(ascending=False, kind="stable", na_position="last")
    keys = [int(key) for key in ordered.index[:most]]
    return sorted(keys) if has_order else sorted(keys, key=lambda key: labels[key] == OTHER)


def _categories(
    result: ResultFrame, axis: list[str], most: int, view: View
) -> tuple[pd.Series[int], tuple[date, ...], tuple[str, ...], tuple[int, ...]]:
    """Each row's place along the axis (-1 for none); each place's day (of a time axis) and words; which are late."""
    frame = result.frame
    # Combinations have no order of their own, even where the first of their parts has one.
    match result.faces[axis[0]].kind if len(axis) == 1 else None:
        case DimensionKind.TIME:
            every = moments(result, axis[0])
            places = pd.Series(every.all.get_indexer(pd.DatetimeIndex(every.of_row)), index=frame.index)
            days = tuple(day.date() for day in every.all)
            late = tuple(
                place
                for place, (is_late, missing) in enumerate(zip(every.unfinished, every.missing, strict=True))
                if is_late or missing
            )
            return places, days, every.labels if axis[0] == "month" else _day_words(days), late
        case DimensionKind.CYCLE:
            column = frame[axis[0]]
            return pd.Series(column.cat.codes, index=frame.index), (), tuple(map(str, column.cat.categories)), ()
    groups = groups_of(result, axis)
    keys = _ranked(groups.labels, groups.of_row, frame[VALUE], most, has_order=False)
    if view.sort is Sort.NAME:
        keys.sort(key=lambda key: (groups.labels[key] in (OTHER, EMPTY_LABEL), groups.labels[key].casefold()))
    words = distinct({key: in_xml(groups.labels[key]) for key in keys}, _NAME_LENGTH)
    places = groups.of_row.map({key: place for place, key in enumerate(keys)}).fillna(-1).astype(int)
    return places, (), tuple(words.values()), ()


def _day_words(days: Sequence[date]) -> tuple[str, ...]:
    has_years = len({day.year for day in days}) > 1
    return tuple(f"{day.day} {day:%b %Y}" if has_years else f"{day.day} {day:%b}" for day in days)


def _pivoted(places: pd.Series[int], keys: pd.Series[int], values: pd.Series[Any], count: int) -> pd.DataFrame:
    """Values as a table of places × keys; a number that the API gave is in one cell at most."""
    tidy = pd.DataFrame({"place": places, "key": keys, "value": values})[places >= 0].dropna(subset=["value"])
    return tidy.pivot(index="place", columns="key", values="value").reindex(range(count))


def _series(
    result: ResultFrame,
    tables: dict[str, pd.DataFrame],
    key: int,
    name: str,
    colour: str,
    late: tuple[int, ...],
    shape: Shape,
) -> list[PlotSeries]:
    """What is drawn of one thing: the other period behind, then its numbers, and those that are not final."""
    found = []
    now = _column(tables[VALUE], key)
    dates = dates_in_words(result.query.dates)
    if BEFORE in tables and result.before is not None:
        other = dates_in_words(result.before.query.dates)
        before = PlotSeries(
            name=f"{name} · {other}" if name else other,
            values=_column(tables[BEFORE], key),
            role=Role.BEFORE,
            colour=paled(colour),
        )
        found.append(before)
    alone = dates if found else in_xml(named(result.metric))
    own = name or alone
    if shape is not Shape.LINE or not late:
        found.append(PlotSeries(name=own, values=now, role=Role.CURRENT, colour=colour, unfinished=late))
        return found
    # A line between two days looks like the less certain one, so the dotted one begins where the other ends.
    joins = {*late, *(place - 1 for place in late), *(place + 1 for place in late)}
    dotted = tuple(value if place in joins else None for place, value in enumerate(now))
    settled = tuple(None if place in late else value for place, value in enumerate(now))
    found.append(PlotSeries(name=own, values=settled, role=Role.CURRENT, colour=colour))
    found.append(PlotSeries(name=f"{own}, not final", values=dotted, role=Role.UNFINISHED, colour=colour))
    return found


def _column(table: pd.DataFrame, key: int) -> tuple[int | float | None, ...]:
    if key not in table:
        return (None,) * len(table)
    return tuple(
        None if pd.isna(value) else int(value) if float(value).is_integer() else float(value) for value in table[key]
    )


def _late_note(shape: Shape, days: Sequence[date], late: Sequence[int], *, is_daily: bool) -> str:
    how = {Shape.LINE: "Dotted", Shape.COLUMN: "Hatched"}.get(shape)
    what = "not final yet" if is_daily else "not whole, or not final yet"
    if how:
        return f"{how}: {what}."
    return f"{what[:1].upper()}{what[1:]}: {', '.join(_day_words([days[place] for place in late]))}."


def _target(series: list[PlotSeries], view: View, unit: Unit | None, shape: Shape, count: int) -> str:
    """Adds the line of the target where the shape has room for one; in words where it has none."""
    if view.target is None:
        return ""
    words = f"Target {full(view.target, unit)}"
    if shape not in (Shape.LINE, Shape.AREA, Shape.COLUMN, Shape.STACKED):
        return f"{words}: not drawn here."
    series.append(PlotSeries(name=words, values=(view.target,) * count, role=Role.TARGET, colour=QUIET))
    return ""
