"""What a reader is told so as not to misread a result."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.insights.models import Basis
from services.insights.periods import Calendar, DateRange
from services.results.frame import ResultFrame
from services.results.notes import notes_on
from tests.services.results.answers import result_of

TODAY = date(2026, 11, 30)


def told(time: str, start: date, end: date, **changes: object) -> str:
    """The notes on a result by `time` over these days, seen when all of them are final."""
    calendar = Calendar(today=end + timedelta(days=9), lag_days=1, timezone="UTC")
    result = result_of([time], [], calendar=calendar)
    query = dataclasses.replace(result.query, dates=DateRange(start=start, end=end))
    return " ".join(notes_on(with_(result, query=query, **changes)))


def with_(result: ResultFrame, **changes: object) -> ResultFrame:
    return dataclasses.replace(result, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("time", "start", "end", "expected"),
    [
        ("week", date(2026, 11, 2), date(2026, 11, 15), ""),
        (
            "week",
            date(2026, 10, 31),
            date(2026, 11, 15),
            "The first week is not whole: the period holds 2 of its 7 days.",
        ),
        (
            "week",
            date(2026, 11, 2),
            date(2026, 11, 17),
            "The last week is not whole: the period holds 2 of its 7 days.",
        ),
        ("week", date(2026, 11, 3), date(2026, 11, 5), "The week is not whole: the period holds 3 of its 7 days."),
        ("week", date(2026, 11, 2), date(2026, 11, 8), ""),
        ("month", date(2026, 10, 1), date(2026, 11, 30), ""),
        (
            "month",
            date(2026, 2, 27),
            date(2026, 3, 31),
            "The first month is not whole: the period holds 2 of its 28 days.",
        ),
        ("month", date(2026, 12, 1), date(2026, 12, 30), "The month is not whole: the period holds 30 of its 31 days."),
        ("date", date(2026, 11, 3), date(2026, 11, 5), ""),
    ],
)
def test_a_week_or_month_that_the_period_cuts_is_named_with_its_days(
    time: str, start: date, end: date, expected: str
) -> None:
    assert told(time, start, end) == expected


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(1, 100),
    time=st.sampled_from(["week", "month"]),
)
def test_nothing_is_said_of_a_period_of_whole_weeks_or_months_and_something_of_every_other(
    start: date, days: int, time: str
) -> None:
    end = start + timedelta(days=days - 1)
    after = end + timedelta(days=1)
    is_whole = (start.weekday(), after.weekday()) == (0, 0) if time == "week" else (start.day, after.day) == (1, 1)
    assert (told(time, start, end) == "") is is_whole


def test_a_running_total_says_what_the_period_chooses() -> None:
    result = result_of(["network"], [])
    lifetime = with_(result, metric=dataclasses.replace(result.metric, basis=Basis.LIFETIME))
    assert "Counts since each post was published" in " ".join(notes_on(lifetime))
    assert "A day stands for" not in " ".join(notes_on(lifetime))
    by_day = result_of(["date"], [])
    by_day = with_(by_day, metric=dataclasses.replace(by_day.metric, basis=Basis.LIFETIME))
    assert "A day stands for the posts published on it." in " ".join(notes_on(by_day))


def test_what_is_cut_off_unfinished_or_in_an_unknown_zone_is_said() -> None:
    result = result_of(["date"], [])
    calendar = Calendar(today=result.query.dates.end, lag_days=1, timezone="UTC", is_zone_known=False)
    notes = notes_on(with_(result, is_cut_off=True, calendar=calendar))
    assert "more rows than these" in notes[0]
    assert "are not final" in notes[1]
    assert "counted in UTC" in notes[-1]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((2026, 11, 2), (2026, 11, 22), ""),
        ((2026, 11, 2), (2026, 11, 23), "The period holds Monday 4 times, all other weekdays 3 times."),
        ((2026, 11, 2), (2026, 11, 10), "The period holds Monday and Tuesday twice, all other weekdays once."),
        ((2026, 11, 7), (2026, 11, 9), "holds Saturday, Sunday and Monday once, all other weekdays not at all."),
    ],
)
def test_weekdays_that_the_period_holds_more_often_are_named(
    start: tuple[int, int, int], end: tuple[int, int, int], said: str
) -> None:
    dates = DateRange(start=date(*start), end=date(*end))
    found = [note for note in notes_on(result_of(["weekday"], [([1], 5)], dates=dates)) if "weekdays" in note]
    assert (said in found[0]) if said else not found
    # An average is not higher for it.
    averaged = notes_on(result_of(["weekday"], [([1], 5)], dates=dates, aggregator="average"))
    assert not [note for note in averaged if "weekdays" in note]
