"""Days, weeks and months as a calendar has them: all of the period's, also those without a row."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import pandas as pd

from services.results.dimensions import face_of
from services.results.frame import ResultFrame
from services.results.spans import first_days, last_day, moments_in

__all__ = ["Moments", "moments"]

_TICKS: Final = 6


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
    def told(self) -> tuple[str, ...]:
        """Each of `all` as a hover tells it: "Thu 19 Nov 2026", "Week of Mon 16 Nov 2026", "Nov 2026"."""
        if self.name == "month":
            return self.labels
        before = "Week of " if self.name == "week" else ""
        return tuple(f"{before}{day:%a} {day.day} {day:%b %Y}" for day in self.all)

    def ticks(self) -> tuple[list[int], list[str]]:
        """As many places in `all` as stand side by side on a phone, each with its words for Plotly: "19 Nov", and the
        year below where it begins or changes."""
        places = list(range(0, len(self.all), ceil(len(self.all) / _TICKS) or 1))
        if self.name == "month":
            return places, [self.labels[place] for place in places]
        days = [self.all[place] for place in places]
        years = [None, *(day.year for day in days)]
        return places, [
            f"{day.day} {day:%b}" + (f"<br>{day.year}" if day.year != before else "")
            for day, before in zip(days, years, strict=False)
        ]

    @property
    def without(self) -> int:
        """How many rows have no moment and so no place on a time axis."""
        return int(self.of_row.isna().sum())


def moments(result: ResultFrame, name: str) -> Moments:
    """The calendar of the time dimension of that name; a moment is unfinished when its last day in the period is."""
    of_row = first_days(result.frame[name])
    every = moments_in(result.query.dates, name).union(pd.DatetimeIndex(of_row.dropna().unique()))
    return Moments(
        name=name, of_row=of_row, all=every, unfinished=tuple(_is_unfinished(result, name, day) for day in every)
    )


def _is_unfinished(result: ResultFrame, name: str, moment: pd.Timestamp) -> bool:
    first = moment.date()
    # Days past the period are not in the number, unless the whole moment lies past it.
    return result.calendar.is_unfinished(max(min(last_day(first, name), result.query.dates.end), first))
