"""A result's rows along its finest time: which moment each stands at, and which series it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame
from services.results.spans import first_days, week_start_of

__all__ = ["Timeline", "codes_of", "finest_time", "moment_numbers"]

_FINEST_FIRST = ("date", "week", "month")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """`firsts` is the first day of each row's moment (NaT for none), `at` that moment's number, one more for the next.

    `series` are the dimensions beside time: a date is in one week and one month, so these tell no series apart.
    """

    time: str
    series: tuple[str, ...]
    firsts: npt.NDArray[np.datetime64]
    at: npt.NDArray[np.int64]

    @classmethod
    def of(cls, result: ResultFrame) -> Timeline | None:
        """The result's timeline; None where it has no time."""
        time = finest_time(result)
        if time is None:
            return None
        firsts = first_days(result.frame[time]).to_numpy().astype("datetime64[D]")
        series = tuple(name for name, face in result.faces.items() if face.kind is not DimensionKind.TIME)
        return cls(time=time, series=series, firsts=firsts, at=moment_numbers(firsts, time, week_start_of(result)))


def finest_time(result: ResultFrame) -> str | None:
    """The finest time dimension of the result, if it has one."""
    return next((name for name in _FINEST_FIRST if name in result.query.dimensions), None)


def moment_numbers(firsts: npt.NDArray[Any], time: str, week_start: int = 0) -> npt.NDArray[np.int64]:
    """The number of each moment that begins on these days: whole numbers, one more for the next; -1 for NaT."""
    if time == "month":
        numbers = firsts.astype("datetime64[M]").astype(np.int64)
    else:
        # 1 January 1970 was a Thursday.
        numbers = firsts.astype("datetime64[D]").astype(np.int64)
        numbers = (numbers + 3 - week_start) // 7 if time == "week" else numbers
    return np.where(np.isnat(firsts), np.int64(-1), numbers)


def codes_of(frame: pd.DataFrame, names: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """A number for each combination of these columns, in the order in which they come first; 0 everywhere for none."""
    if not names or not len(frame):
        return np.zeros(len(frame), dtype=np.int64)
    numbers = frame.groupby(list(names), sort=False, observed=True, dropna=False).ngroup()
    return pd.factorize(numbers)[0].astype(np.int64)
