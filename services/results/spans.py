"""The days of weeks and months, in one place: what charts, notes and headline call whole, final or unfinished.

A moment is one value of a time dimension (a date, a week, a month) and is told by its first day. The API's weeks begin
on Monday; those that are rolled up from days begin where the account wants it, and say so by their own first days.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from services.insights.periods import DateRange
from services.results.dimensions import month_start
from services.results.frame import EMPTY_LABEL, ResultFrame

__all__ = ["are_settled", "first_day", "first_days", "last_day", "moments_in", "week_start_of"]

_STEPS: Final = {"week": "7D", "month": "MS"}


def week_start_of(result: ResultFrame) -> int:
    """The weekday on which the result's weeks begin, 0 (Monday) to 6 (Sunday), as its rows tell it."""
    if "week" not in result.frame:
        return 0
    known = result.frame["week"].dropna()
    return int(known.iloc[0].weekday()) if len(known) else 0


def first_day(day: date, time: str, week_start: int = 0) -> date:
    """The first day of the moment that holds `day`; `time` is the name of a time dimension."""
    match time:
        case "week":
            return day - timedelta(days=(day.weekday() - week_start) % 7)
        case "month":
            return day.replace(day=1)
        case _:
            return day


def last_day(first: date, time: str) -> date:
    """The last day of the moment that begins on `first`."""
    match time:
        case "week":
            return first + timedelta(days=6)
        case "month":
            return first.replace(day=monthrange(first.year, first.month)[1])
        case _:
            return first


def moments_in(dates: DateRange, time: str, week_start: int = 0) -> pd.DatetimeIndex:
    """The first day of each moment that has a day in the period, in order; the first may begin before the period."""
    return pd.date_range(first_day(dates.start, time, week_start), dates.end, freq=_STEPS.get(time, "D"), unit="s")


def first_days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Each row's moment as datetime64[s], NaT where it has none, from a result's column of a time dimension."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype("datetime64[s]")
    months = [pd.NaT if label == EMPTY_LABEL else pd.Timestamp(month_start(label)) for label in column.cat.categories]
    # The place after them is for the code -1: no category at all.
    firsts = pd.DatetimeIndex([*months, pd.NaT]).as_unit("s")
    return pd.Series(firsts.take(column.cat.codes.to_numpy()), index=column.index)


def are_settled(result: ResultFrame, time: str, firsts: npt.NDArray[np.datetime64]) -> npt.NDArray[np.bool_]:
    """Which of the moments that begin on these days are final and, weeks and months, wholly in the period.

    Only these can be compared: the others are low for no other reason than that days are missing in them.
    """
    dates, last_final = result.query.dates, result.calendar.last_final_day
    if time == "date":
        return np.asarray(firsts <= np.datetime64(last_final))
    latest = _latest_over(min(dates.end, last_final), time)
    return np.asarray((firsts >= np.datetime64(dates.start)) & (firsts <= np.datetime64(latest)))


def _latest_over(end: date, time: str) -> date:
    """The latest day on which a week or month can begin that is over on `end`."""
    if time == "week":
        return end - timedelta(days=6)
    # The month before the one that holds the day after.
    return first_day(end + timedelta(days=1), time) - timedelta(days=1)
