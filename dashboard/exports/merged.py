"""Several metrics in one chart of Excel's or PowerPoint's own, where that can be read: the same breakdown and unit, and
numbers of about the same size. Gained and lost are seen together so; reach and likes would be a line and the floor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.charts.palette import colours
from dashboard.exports.cells import in_xml
from dashboard.exports.plot import Plot, PlotSeries, Role, Shape, paled
from dashboard.exports.plotted import plot_of
from dashboard.exports.table import Kind, table_of
from dashboard.text import distinct
from services.insights.view import Sort, View
from services.results.frame import EMPTY_LABEL, ResultFrame
from services.results.labels import named
from services.results.number_format import in_digits
from services.results.sentence import dates_in_words, filter_in_words, measure_in_words

__all__ = ["merged", "metric_names"]

_NAME_LENGTH: Final = 40
_FARTHEST: Final = 20
"""How many times as high as another metric's highest number one may be: in a twentieth nobody sees a change."""
_MOST_WITH_BEFORE: Final = 2
"""How many metrics are drawn with their other period: more would be a tangle."""
_MOST_BARS: Final = 24
_FEWEST_THINGS: Final = 6


def merged(results: Sequence[ResultFrame], view: View, chart: str | None) -> Plot | None:
    """One chart of all results, drawn as the chart type of that name; None where each has to have its own.

    The results have the same dimensions. A metric is a series; its other period is one too, beside a few metrics only.
    """
    if len({result.unit for result in results}) > 1 or len(results[0].query.dimensions) != 1:
        return None
    views = (view, *(replace(view, target=None) for _ in results[1:]))
    plots = [plot_of(result, own, chart) for result, own in zip(results, views, strict=True)]
    found = [plot for plot in plots if plot is not None]
    if len(found) < len(results) or not _are_near(found):
        return None
    match found[0].shape:
        case Shape.BAR if all(plot.shape is Shape.BAR for plot in found):
            return _bars(results, view, found[0])
        case Shape.LINE | Shape.COLUMN as shape if all(
            plot.shape is shape and plot.words == found[0].words for plot in found
        ):
            return _along(results, found)
    return None


def metric_names(results: Sequence[ResultFrame]) -> list[str]:
    """What each metric is called where all stand in one chart or side by side: no two alike."""
    names = [named(result.metric, _NAME_LENGTH) for result in results]
    for tell in (_measure, _conditions):
        count = Counter(names)
        names = [tell(result, name) if count[name] > 1 else name for result, name in zip(results, names, strict=True)]
    return list(distinct(dict(enumerate(map(in_xml, names))), 2 * _NAME_LENGTH).values())


def _measure(result: ResultFrame, _name: str) -> str:
    return measure_in_words(result)


def _conditions(result: ResultFrame, name: str) -> str:
    words = ", ".join(filter_in_words(item, result.config, result.labels) for item in result.query.filters)
    return f"{name} ({words})" if words else name


def _are_near(plots: Sequence[Plot]) -> bool:
    highest = [max(abs(value) for value in plot.values) for plot in plots]
    above = [value for value in highest if value]
    return not above or max(above) <= _FARTHEST * min(above)


def _along(results: Sequence[ResultFrame], plots: Sequence[Plot]) -> Plot:
    """Lines or columns over the same days, hours or weekdays."""
    has_before = len(results) <= _MOST_WITH_BEFORE
    names = metric_names(results)
    series: list[PlotSeries] = []
    notes: list[str] = []
    for result, plot, name, colour in zip(results, plots, names, colours(names), strict=True):
        notes += plot.notes
        for one in plot.series:
            match one.role:
                case Role.BEFORE if result.before is not None:
                    if has_before:
                        called = f"{name} · {dates_in_words(result.before.query.dates)}"
                        series.append(replace(one, name=called, colour=paled(colour)))
                    else:
                        notes.append(_not_drawn(result.before))
                case Role.UNFINISHED:
                    series.append(replace(one, name=f"{name}, not final", colour=colour))
                case Role.CURRENT:
                    series.append(replace(one, name=name, colour=colour))
    # Over bars it is drawn as a line, which the programs do with the last series.
    series += [one for plot in plots for one in plot.series if one.role is Role.TARGET]
    return replace(plots[0], title=_title(names), series=tuple(series), notes=tuple(dict.fromkeys(notes)))


def _bars(results: Sequence[ResultFrame], view: View, first: Plot) -> Plot:
    """Bars of the things that are largest by the first metric: what only another one has, comes after them."""
    table = table_of([replace(result, before=None) for result in results])
    labels = [in_xml(label or EMPTY_LABEL) for label in table.columns[0].cells]
    metrics = [column.cells for column in table.columns if column.kind is Kind.NUMBER]
    order = sorted(range(len(table)), key=lambda row: _rank([cells[row] for cells in metrics]))
    most = max(_MOST_BARS // len(results), _FEWEST_THINGS)
    kept = order[: min(view.top or most, most)]
    if view.sort is Sort.NAME:
        kept.sort(key=lambda row: (labels[row] == EMPTY_LABEL, labels[row].casefold()))
    names = metric_names(results)
    notes = [_not_drawn(result.before) for result in results if result.before is not None]
    if len(kept) < len(order):
        notes.append(f"The chart shows the {len(kept)} largest of {in_digits(len(order))} by {names[0]}.")
    if view.target is not None:
        notes += [note for note in first.notes if note.startswith("Target ")]
    words = tuple(distinct({row: labels[row] for row in kept}, _NAME_LENGTH).values())
    return replace(
        first,
        title=_title(names),
        categories=words,
        words=words,
        series=tuple(
            PlotSeries(name=name, values=tuple(cells[row] for row in kept), role=Role.CURRENT, colour=colour)
            for name, cells, colour in zip(names, metrics, colours(names), strict=True)
        ),
        notes=tuple(dict.fromkeys(notes)),
    )


def _rank(values: Sequence[int | float | None]) -> tuple[float, ...]:
    """The highest first by the first metric, then by the next; no data last."""
    return tuple(float("inf") if value is None else -value for value in values)


def _not_drawn(before: ResultFrame) -> str:
    return f"{dates_in_words(before.query.dates)} is not drawn."


def _title(names: Sequence[str]) -> str:
    return " · ".join(names)
