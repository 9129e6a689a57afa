"""The days of weeks and months, held against a calendar that is walked day by day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.periods import Calendar, DateRange
from services.results.spans import are_settled, first_day, first_days, last_day, moments_in
from tests.services.results.answers import result_of

TIMES = ("date", "week", "month")
DAYS = st.dates(date(2023, 1, 1), date(2029, 1, 1))


def same(one: date, other: date, time: str) -> bool:
    """Whether two days are of one moment."""
    match time:
        case "week":
            return one.isocalendar()[:2] == other.isocalendar()[:2]
        case "month":
            return (one.year, one.month) == (other.year, other.month)
        case _:
            return one == other


def days_of(day: date, time: str) -> list[date]:
    around = (day + timedelta(days=place) for place in range(-31, 32))
    return [other for other in around if same(day, other, time)]


@given(day=DAYS, time=st.sampled_from(TIMES))
def test_a_moment_runs_from_its_first_day_to_its_last(day: date, time: str) -> None:
    held = days_of(day, time)
    assert first_day(day, time) == held[0]
    assert last_day(held[0], time) == held[-1]


@given(start=DAYS, length=st.integers(1, 100), time=st.sampled_from(TIMES))
def test_a_period_has_every_moment_that_one_of_its_days_is_in(start: date, length: int, time: str) -> None:
    dates = DateRange(start=start, end=start + timedelta(days=length - 1))
    every = [start + timedelta(days=place) for place in range(length)]
    assert [day.date() for day in moments_in(dates, time)] == list(
        dict.fromkeys(days_of(day, time)[0] for day in every)
    )


@given(
    start=DAYS,
    length=st.integers(1, 100),
    time=st.sampled_from(TIMES),
    seen_after=st.integers(-20, 20),
    lag_days=st.integers(0, 2),
)
def test_a_moment_is_settled_when_all_its_days_are_final_and_the_period_holds_them(
    start: date, length: int, time: str, seen_after: int, lag_days: int
) -> None:
    dates = DateRange(start=start, end=start + timedelta(days=length - 1))
    calendar = Calendar(today=dates.end + timedelta(days=seen_after), lag_days=lag_days, timezone="UTC")
    firsts = [day.date() for day in moments_in(dates, time)]
    settled = are_settled(
        result_of([time], [], dates=dates, calendar=calendar), time, np.array(firsts, dtype="datetime64[D]")
    )
    assert settled.tolist() == [
        all(dates.start <= day <= dates.end and not calendar.is_unfinished(day) for day in days_of(first, time))
        for first in firsts
    ]


def test_a_day_that_was_not_asked_is_settled_by_its_date_alone() -> None:
    firsts = np.array(["2020-01-01", "2031-01-01"], dtype="datetime64[D]")
    assert are_settled(result_of(["date"], []), "date", firsts).tolist() == [True, False]


@pytest.mark.parametrize(
    ("time", "keys", "firsts"),
    [
        ("date", ["2026-11-17", None], ["2026-11-17", None]),
        ("week", ["2026-11-16", None], ["2026-11-16", None]),
        ("month", ["2026-11", None, "2025-01"], ["2026-11-01", None, "2025-01-01"]),
        ("month", [None], [None]),
        ("month", [], []),
    ],
)
def test_each_row_has_its_moment_or_none(time: str, keys: list[str | None], firsts: list[str | None]) -> None:
    found = first_days(result_of([time], [([key], 1) for key in keys]).frame[time])
    assert found.dtype == "datetime64[s]"
    assert found.tolist() == [pd.NaT if day is None else pd.Timestamp(day) for day in firsts]
