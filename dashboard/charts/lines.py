"""What lines and areas are drawn from: for each metric its largest combinations over one calendar, "Other", and the
period before in the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.charts.before import before_in_place, total_in_place
from dashboard.charts.keys import keys_of, text_of
from dashboard.charts.moments import Moments, moments
from dashboard.charts.palette import OTHER_LOOK, Look, looks
from dashboard.charts.parts import how_of
from dashboard.charts.series import MAX_SERIES, OTHER, Groups, Scale, cut_labels, groups_of, largest, spread
from dashboard.charts.timeline import shared_time, undated_note
from dashboard.charts.words import period, told_moment
from services.insights.view import View
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits

__all__ = ["COMPARED_UP_TO", "Line", "Plot", "lines_scale", "moment_marks", "plots"]

_NAME_LENGTH: Final = 40
_MARKERS_UP_TO: Final = 62
"""More points than two months of days: markers would run together."""
COMPARED_UP_TO: Final = 5
"""More lines than these, and as many again of the period before, are a tangle."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """The values of all moments, those of the period before in the same places, and what the line stands for.

    `group` is the same for all that a click in the legend hides together; `mark` is {} for "Other".
    """

    group: str
    name: str
    look: Look
    values: pd.Series[Any]
    before: pd.Series[Any] | None
    mark: dict[str, Any]
    is_other: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plot:
    """What one panel shows of one metric over the shared calendar.

    `earlier` is what the period before is called, "" where none is drawn, and `earlier_told` what a hover says of each
    of its moments, in the places of these; `before_total` is the sum of its lines, where only that is drawn.
    """

    result: ResultFrame
    calendar: Moments
    earlier: str
    earlier_told: tuple[str, ...]
    before_total: pd.Series[Any] | None
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    has_symbols: bool


def lines_scale(results: Sequence[ResultFrame]) -> Scale:
    """How many lines there are in the panel that has the most, and how many can be told apart."""
    time = shared_time(results)
    return _scale(max(len(_groups(result, time).labels) for result in results))


def plots(
    results: Sequence[ResultFrame], view: View, *, most_compared: int | None = COMPARED_UP_TO
) -> tuple[Plot, ...]:
    """A plot for each metric over the moments of all of them; the same name has the same look in each.

    `most_compared` is beside how many lines the period before is drawn, None where only its sum is.
    Needs a time dimension that all have.
    """
    time = shared_time(results)
    if time is None:
        raise ValueError("lines need a time dimension")
    every = moments(results[0], time).all
    for result in results[1:]:
        every = every.union(moments(result, time).all)
    has_symbols = len(every) <= _MARKERS_UP_TO
    worked = [_worked(result, moments(result, time, also=every), view, most_compared) for result in results]
    labels = list(dict.fromkeys(label for one in worked if len(one.labels) > 1 for label in one.labels))
    by_label = dict(zip(labels, looks(labels, has_symbols=has_symbols), strict=True))
    # A line that is alone in its panel has the colour of one that is alone.
    by_label |= {
        one.labels[0]: looks(one.labels)[0] for one in worked if len(one.labels) == 1 and one.labels[0] not in labels
    }
    return tuple(_plot(one, place, by_label, len(results), has_symbols) for place, one in enumerate(worked))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Worked:
    result: ResultFrame
    calendar: Moments
    keys: tuple[int, ...]
    labels: tuple[str, ...]
    marks: tuple[dict[str, Any], ...]
    wide: pd.DataFrame
    before: dict[int, pd.Series[Any]]
    before_total: pd.Series[Any] | None
    left_out: int
    notes: tuple[str, ...]


def _worked(result: ResultFrame, calendar: Moments, view: View, most_compared: int | None) -> _Worked:
    groups = _groups(result, calendar.name)
    others = [name for name in result.query.dimensions if name != calendar.name]
    dated = calendar.of_row.notna()
    most = _scale(len(groups.labels)).shown(view.top)
    chosen = largest(groups, result.frame[VALUE].where(dated), most, what="lines", sort=view.sort)
    how, reason = how_of(result, others) if chosen.left_out else (None, "")
    wide = spread(result.frame[VALUE], calendar.of_row, groups.of_row, chosen.keys, how).reindex(calendar.all)
    notes = [chosen.note_beside_other(how, reason), undated_note(calendar.without, calendar.name)]
    before: dict[int, pd.Series[Any]] = {}
    before_total = None
    if result.before is not None and most_compared is None:
        before_total = total_in_place(result.before, calendar)
    elif result.before is not None and most_compared is not None and len(chosen.keys) > most_compared:
        notes.append(
            f"{period(result.before)} is drawn beside up to {most_compared} lines: choose Top {most_compared}."
        )
    elif result.before is not None:
        before, said = before_in_place(result, result.before, calendar, groups, chosen.keys)
        notes.append(said)
    return _Worked(
        result=result,
        calendar=calendar,
        keys=chosen.keys,
        labels=tuple(groups.labels[key] for key in chosen.keys),
        marks=tuple(
            dict(zip(others, key, strict=True)) for key in keys_of(result, others, groups.firsts[list(chosen.keys)])
        ),
        wide=wide,
        before=before,
        before_total=before_total,
        left_out=chosen.left_out,
        notes=tuple(notes),
    )


def _plot(worked: _Worked, place: int, by_label: dict[str, Look], count: int, has_symbols: bool) -> Plot:
    result = worked.result
    names = cut_labels(worked.labels, _NAME_LENGTH)
    lines = [
        Line(
            # Of several metrics the same name is one entry in the legend; within one, two things may bear one name.
            group=name if count > 1 else f"{place}.{key}",
            name=name,
            look=by_label[label],
            values=worked.wide[key],
            before=worked.before.get(key),
            mark=mark,
            is_other=False,
        )
        for key, name, label, mark in zip(worked.keys, names, worked.labels, worked.marks, strict=True)
    ]
    if OTHER in worked.wide:
        lines.append(
            Line(
                group="other",
                name=f"Other ({in_digits(worked.left_out)})",
                look=OTHER_LOOK,
                values=worked.wide[OTHER],
                before=None,
                mark={},
                is_other=True,
            )
        )
    earlier, told = "", ("--",) * len(worked.calendar.all)
    if result.before is not None and (worked.before or worked.before_total is not None):
        earlier, then = period(result.before), moments(result.before, worked.calendar.name)
        told = (*(f"{words}{told_moment(then, at)}" for at, words in enumerate(then.told)), *told)
    return Plot(
        result=result,
        calendar=worked.calendar,
        earlier=earlier,
        earlier_told=told[: len(worked.calendar.all)],
        before_total=worked.before_total,
        lines=tuple(lines),
        notes=worked.notes,
        has_symbols=has_symbols,
    )


def moment_marks(plot: Plot, line: Line) -> list[str]:
    """What a click on each point of the line stands for: of one line its value, of several the moment alone.

    Hovering tells all lines of a moment, and then the browser reports the last one's point whichever was clicked.
    """
    part = line.mark if len(plot.lines) == 1 else {}
    return [text_of({plot.calendar.name: day} | part) for day in plot.calendar.raw]


def _groups(result: ResultFrame, time: str | None) -> Groups:
    return groups_of(result, [name for name in result.query.dimensions if name != time])


def _scale(count: int) -> Scale:
    return Scale(things="lines", count=count, most=MAX_SERIES, limit=MAX_SERIES)
