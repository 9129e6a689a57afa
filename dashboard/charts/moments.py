"""Days, weeks and months as a calendar has them: all of the period's, also those without a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from services.results.dimensions import face_of, month_start
from services.results.frame import EMPTY_LABEL, ResultFrame

__all__ = ["Moments", "moments"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """`of_row` is each row's moment, NaT where it has none; `all` is the period's and the rows', in order.

    A week is its Monday, a month its first day.
    """

    name: str
    of_row: pd.Series[Any]
    all: pd.DatetimeIndex
    unfinished: tuple[bool, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Each of `all` in words: "2026-11-01", "Nov 2026"."""
        words = face_of(self.name).words
        return tuple(words(f"{day:%Y-%m}" if self.name == "month" else day) for day in self.all)

    @property
    def without(self) -> int:
        """How many rows have no moment and so no place on a time axis."""
        return int(self.of_row.isna().sum())


def moments(result: ResultFrame, name: str) -> Moments:
    """The calendar of the time dimension of that name; a moment is unfinished when its last day in the period is."""
    column = result.frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        starts = {label: pd.Timestamp(month_start(label)) for label in column.cat.categories if label != EMPTY_LABEL}
        of_row = pd.to_datetime(column.astype(object).map(starts))
    else:
        of_row = column
    of_row = of_row.astype("datetime64[s]")
    period = _period(result, name).as_unit("s")
    every = pd.DatetimeIndex(period.union(pd.DatetimeIndex(of_row.dropna().unique())))
    return Moments(
        name=name, of_row=of_row, all=every, unfinished=tuple(_is_unfinished(result, name, day) for day in every)
    )


def _period(result: ResultFrame, name: str) -> pd.DatetimeIndex:
    start, end = pd.Timestamp(result.query.dates.start), pd.Timestamp(result.query.dates.end)
    match name:
        case "week":
            return pd.date_range(start - pd.Timedelta(days=start.weekday()), end, freq="7D")
        case "month":
            return pd.date_range(start.replace(day=1), end, freq="MS")
        case _:
            return pd.date_range(start, end, freq="D")


def _is_unfinished(result: ResultFrame, name: str, moment: pd.Timestamp) -> bool:
    last = moment
    if name == "week":
        last = moment + pd.Timedelta(days=6)
    elif name == "month":
        last = moment + pd.offsets.MonthEnd(0)
    day: date = last.date()
    # Days past the period are not in the number, unless the whole moment lies past it.
    return result.calendar.is_unfinished(max(min(day, result.query.dates.end), moment.date()))
