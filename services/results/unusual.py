"""Days that stand out from the same weekday's other days: a rule that a reader can check, and that rarely cries wolf.

A day is unusual where its distance from the median of the other days of its weekday is more than 3.5 times what such
distances usually are (1.4826 times their median over all days, which for a bell curve is one standard deviation; 3.5
is the usual bound: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993), and at least a quarter of that
median. Fewer than four other days of its weekday say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from services.results.frame import VALUE, ResultFrame

__all__ = ["UnusualDay", "unusual_days"]

_FEWEST_OTHERS: Final = 4
_MOST_DISTANCES: Final = 3.5
_DEVIATION_OF_MEDIAN: Final = 1.4826
_WORTH_TELLING: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusualDay:
    """A day whose `value` is unusual for its weekday, where `usual` is the median of the others.

    `distances`: how many usual distances it is away, below zero where it is low.
    """

    day: date
    value: int | float
    usual: float
    distances: float


def unusual_days(result: ResultFrame) -> tuple[UnusualDay, ...]:
    """The unusual days of a result by day alone, the most unusual first; only final days are looked at.

    Empty where the result is broken down otherwise, or its numbers were worked out.
    """
    if result.query.dimensions != ("date",) or result.worked_out is not None:
        return ()
    frame = result.frame.dropna()
    frame = frame[frame["date"] <= pd.Timestamp(result.calendar.last_final_day)]
    values = frame[VALUE].to_numpy(dtype=np.float64)
    weekdays = frame["date"].dt.day_of_week.to_numpy()
    usual = np.full(len(values), np.nan)
    for weekday in range(7):
        places = np.flatnonzero(weekdays == weekday)
        if len(places) > _FEWEST_OTHERS:
            for place in places:
                # Without itself: else it would be part of what it is held against.
                usual[place] = np.median(values[places[places != place]])
    away = values - usual
    is_known = np.isfinite(away)
    if not is_known.any():
        return ()
    distance = _DEVIATION_OF_MEDIAN * float(np.median(np.abs(away[is_known])))
    if not np.isfinite(distance) or distance <= 0:
        return ()
    is_unusual = is_known & (np.abs(away) > _MOST_DISTANCES * distance)
    is_unusual &= np.abs(away) >= _WORTH_TELLING * np.abs(usual)
    found = [_day(frame, int(place), usual, away, distance) for place in np.flatnonzero(is_unusual)]
    return tuple(sorted(found, key=lambda one: (-abs(one.distances), one.day)))


def _day(frame: pd.DataFrame, place: int, usual: Any, away: Any, distance: float) -> UnusualDay:
    value = frame[VALUE].iloc[place]
    is_whole = pd.api.types.is_integer_dtype(frame[VALUE].dtype)
    return UnusualDay(
        day=frame["date"].iloc[place].date(),
        value=int(value) if is_whole else float(value),
        usual=float(usual[place]),
        distances=float(away[place] / distance),
    )
