"""Days, weeks and months as a calendar has them: all of the period's, also those without a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import groupby
from math import ceil
from typing import Any, Final

import pandas as pd

from services.insights.periods import DateRange
from services.results.dimensions import face_of
from services.results.frame import ResultFrame
from services.results.spans import first_days, last_day, moments_in, week_start_of

__all__ = ["Moments", "Stand", "Stretch", "moments", "named_by", "stretches"]

_TICKS: Final = 5


class Stand(IntEnum):
    """How much of a moment is in its number. The one that says more about it wins: a cut week may be unfinished too."""

    WHOLE = 0
    CUT = 1
    UNFINISHED = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """`of_row` is each row's moment, NaT where it has none; `all` is the period's and the rows', in order.

    A week is its first day, a month its first too. `missing` says of each moment that the period cuts how much of it is
    there ("5 of 7 days"), and "" of the others.
    """

    name: str
    of_row: pd.Series[Any]
    all: pd.DatetimeIndex
    unfinished: tuple[bool, ...]
    missing: tuple[str, ...]

    @property
    def stands(self) -> tuple[Stand, ...]:
        """How each of `all` stands."""
        return tuple(
            Stand.UNFINISHED if late else Stand.CUT if cut else Stand.WHOLE
            for late, cut in zip(self.unfinished, self.missing, strict=True)
        )

    @property
    def raw(self) -> tuple[str, ...]:
        """Each of `all` as the API writes it: "2026-11-01", "2026-11"."""
        return tuple(f"{day:%Y-%m}" if self.name == "month" else f"{day:%Y-%m-%d}" for day in self.all)

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
            return places, [self.labels[place].replace(" ", "<br>") for place in places]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Neighbouring moments that stand alike, to be drawn as one: `points` reach over to a neighbour that it joins on
    to, which is told there and not here; `own` are its moments alone."""

    stand: Stand
    points: range
    own: range


def moments(result: ResultFrame, name: str, *, also: pd.DatetimeIndex | None = None) -> Moments:
    """The calendar of the time dimension of that name; a moment is unfinished when its last day in the period is.

    `also` are moments that it holds besides, because another metric on the same axis has them.
    """
    of_row = first_days(result.frame[name])
    every = moments_in(result.query.dates, name, week_start_of(result)).union(
        pd.DatetimeIndex(of_row.dropna().unique())
    )
    every = every if also is None else every.union(also)
    return Moments(
        name=name,
        of_row=of_row,
        all=every,
        unfinished=tuple(_is_unfinished(result, name, day) for day in every),
        missing=tuple(_missing(result.query.dates, name, day) for day in every),
    )


def stretches(stands: Sequence[Stand]) -> Iterator[Stretch]:
    """The moments in order, cut where they begin to stand otherwise.

    The line between two moments looks like the less certain one of them, so that one's stretch reaches over.
    """
    runs: list[tuple[Stand, int, int]] = []
    place = 0
    for stand, members in groupby(stands):
        end = place + len(list(members))
        runs.append((stand, place, end))
        place = end
    for number, (stand, start, end) in enumerate(runs):
        reaches_back = number > 0 and runs[number - 1][0] < stand
        reaches_on = number + 1 < len(runs) and runs[number + 1][0] < stand
        yield Stretch(stand=stand, points=range(start - reaches_back, end + reaches_on), own=range(start, end))


def named_by(stands: Sequence[Stand]) -> int:
    """Which of the stretches stands in the legend: a whole one where there is one, since dots or hatches there would
    be read as all of it."""
    return next((number for number, stand in enumerate(stands) if stand is Stand.WHOLE), 0)


def _is_unfinished(result: ResultFrame, name: str, moment: pd.Timestamp) -> bool:
    first = moment.date()
    # Days past the period are not in the number, unless the whole moment lies past it.
    return result.calendar.is_unfinished(max(min(last_day(first, name), result.query.dates.end), first))


def _missing(dates: DateRange, name: str, moment: pd.Timestamp) -> str:
    first = moment.date()
    last = last_day(first, name)
    there = (min(last, dates.end) - max(first, dates.start) + timedelta(days=1)).days
    whole = (last - first).days + 1
    # A moment wholly outside is the API's own: nobody knows how many of its days are in it.
    return f"{there} of {whole} days" if 0 < there < whole else ""
