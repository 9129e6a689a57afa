"""Which days stand out from the same weekday's other days."""

from __future__ import annotations

import random
from datetime import date, timedelta
from statistics import median

import pytest

from services.insights.periods import Calendar, DateRange
from services.results.frame import ResultFrame
from services.results.unusual import unusual_days
from tests.services.results.comparisons import daily, likes

START = date(2026, 10, 5)
"""A Monday."""


def by_day(values: list[float | None], **options: object) -> ResultFrame:
    dates = DateRange(start=START, end=START + timedelta(days=len(values) - 1))
    return likes(["date"], daily(*values, start=START), dates=dates, **options)


def rhythm(weeks: int, seed: int = 1) -> list[float | None]:
    """Weekdays high, weekends low, some noise."""
    chance = random.Random(seed)
    return [(100 if place % 7 < 5 else 40) + chance.randint(-5, 5) for place in range(7 * weeks)]


def test_a_day_far_from_its_weekdays_others_is_named_with_what_is_usual() -> None:
    values = rhythm(6)
    values[15], values[19] = 300, 90
    found = unusual_days(by_day(values))
    assert [one.day for one in found] == [START + timedelta(days=15), START + timedelta(days=19)]
    others = [value for place, value in enumerate(values) if place % 7 == 1 and place != 15]
    assert (found[0].value, found[0].usual) == (300, median(others))
    # As high as any working day, and unusual for a Saturday.
    assert found[1].distances > 3.5


def test_a_low_day_is_unusual_too() -> None:
    values = rhythm(6)
    values[15] = 10
    (found,) = unusual_days(by_day(values))
    assert found.distances < -3.5


@pytest.mark.parametrize("weeks", [1, 4])
def test_of_fewer_than_four_other_days_of_the_weekday_nothing_is_said(weeks: int) -> None:
    values = rhythm(weeks)
    values[2] = 10_000
    assert unusual_days(by_day(values)) == ()


def test_noise_is_not_news() -> None:
    assert sum(bool(unusual_days(by_day(rhythm(8, seed)))) for seed in range(50)) == 0


def test_days_without_data_and_days_that_are_not_final_say_nothing() -> None:
    values = rhythm(6)
    values[3] = None
    values[-1] = 0
    calendar = Calendar(today=START + timedelta(days=42), lag_days=2, timezone="UTC")
    assert unusual_days(by_day(values, calendar=calendar)) == ()
    assert unusual_days(by_day(values))


def test_where_hardly_anything_happens_a_single_event_is_not_unusual() -> None:
    values: list[float | None] = [0] * 42
    values[9] = 1
    assert unusual_days(by_day(values)) == ()


def test_only_a_result_by_day_alone_has_unusual_days() -> None:
    rows = [([day, "x"], value) for (day,), value in daily(*[1, 2, 3, 4, 5, 6, 7] * 6, start=START)]
    dates = DateRange(start=START, end=START + timedelta(days=41))
    assert unusual_days(likes(["date", "network"], rows, dates=dates)) == ()
    assert unusual_days(likes([], [([], 5)])) == ()
