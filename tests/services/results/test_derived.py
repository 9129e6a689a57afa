"""Shares, running means and running totals: what they say, and why they are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.insights.models import Unit
from services.insights.periods import Calendar, DateRange
from services.results.additivity import Rule
from services.results.derived import cumulative, running_mean, share_of_total
from services.results.frame import ResultFrame
from services.results.rollup import rolled_up, total_of
from tests.services.results.answers import result_of
from tests.services.results.sums import ALL_FIVE, NETWORKS, day_of, numbers, told, views, week_before, with_whole

LONG = DateRange(start=date(2026, 11, 16), end=date(2026, 12, 31))
NAMES = {"instagram": "Instagram", "tiktok": "TikTok", "x": "X"}
cells = st.dictionaries(st.tuples(st.integers(0, 40), st.sampled_from(NETWORKS)), numbers, max_size=80)


def exactly(found: ResultFrame | Rule) -> ResultFrame:
    assert isinstance(found, ResultFrame), found
    return found


def refused(found: object) -> str:
    assert isinstance(found, Rule)
    return found.reason


def daily(values: list[int | None], **changes: Any) -> ResultFrame:
    rows = [([day_of(place)], value) for place, value in enumerate(values)]
    return views(["date"], rows, **{"dates": LONG, **changes})


def table(cells: dict[tuple[int, str], int | None]) -> ResultFrame:
    rows = [([day_of(place), network], value) for (place, network), value in cells.items()]
    return views(["date", "network"], rows, dates=LONG)


# --- shares


def test_a_share_is_a_percentage_of_all_rows_and_its_query_says_so() -> None:
    found = exactly(share_of_total(views(["network"], [(["x"], 1), (["tiktok"], 3), (["instagram"], None)])))
    assert told(found) == {"X": 25.0, "TikTok": 75.0, "Instagram": None}
    assert (found.unit, found.query.aggregator, found.derived) == (Unit.PERCENT, "percent", "share of total")
    assert total_of(found).value == 100


def test_the_asked_total_is_what_shares_are_of() -> None:
    tags = with_whole(views(["tag"], [(["a"], 30), (["b"], 90)]), 100, before=50)
    found = exactly(share_of_total(replace(tags, before=views(["tag"], [(["a"], 10)], dates=week_before()))))
    assert told(found) == {"a": 30.0, "b": 90.0}
    assert total_of(found).value == 100
    assert found.before is not None
    assert told(found.before) == {"a": 20.0}


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (views([], [([], 1)]), "break the result down"),
        (views(["network"], [(["x"], 1)], aggregator="percent"), "shares already"),
        (views(["network"], [(["x"], 1)], aggregator="average"), "Only sums"),
        (views(["tag"], [(["a"], 1)]), "two tags"),
        (with_whole(result_of(["network"], [(["x"], 1)], config=ALL_FIVE), 2), "counts people"),
        (views(["network"], [(["x"], 0)]), "a total of 0"),
        (views(["network"], [(["x"], None)]), "no data"),
        (views(["network"], [(["x"], 5), (["tiktok"], -1)]), "of less"),
        (views(["network"], [(["x"], 5)], hasMore=True), "Not all rows came"),
    ],
)
def test_there_is_no_share_of_what_is_no_whole(result: ResultFrame, reason: str) -> None:
    assert reason in refused(share_of_total(result))


def test_a_comparison_whose_total_is_not_known_has_no_shares() -> None:
    earlier = views(["network"], [(["x"], 1)], dates=week_before(), hasMore=True)
    assert exactly(share_of_total(replace(views(["network"], [(["x"], 1)]), before=earlier))).before is None


# --- running means


@settings(max_examples=40)
@given(cells=cells)
def test_a_running_mean_is_the_mean_of_the_known_values_of_its_seven_days(cells: Any) -> None:
    result = table(cells)
    found = running_mean(result)
    if isinstance(found, Rule):
        assert len({place for (place, _), value in cells.items() if value is not None}) < 7
        return
    for (place, network), value in cells.items():
        window = [cells.get((place - back, network)) for back in range(7)]
        known = [one for one in window if one is not None]
        is_told = value is not None and place >= 6 and len(known) > 3
        expected = pytest.approx(sum(known) / len(known)) if is_told else None
        assert told(found)[day_of(place), NAMES[network]] == expected
    assert found.derived == "7-day running mean"


def test_days_that_are_not_final_have_no_mean_and_are_in_none() -> None:
    seen = Calendar(today=date(2026, 11, 24), lag_days=1, timezone="UTC")
    means = told(exactly(running_mean(daily([7] * 8 + [1000], calendar=seen))))
    assert [means[day_of(place)] for place in (6, 7, 8)] == [7, 7, None]


def test_a_mean_begins_in_the_days_of_the_comparison_where_these_lie_right_before() -> None:
    earlier = views(["date"], [([day_of(place)], 1) for place in range(-7, 0)], dates=week_before())
    week = replace(views(["date"], [([day_of(place)], 8) for place in range(7)]), before=earlier)
    means = told(exactly(running_mean(week)))
    assert means[day_of(0)] == 2.0
    assert means[day_of(6)] == 8.0
    elsewhere = replace(earlier, query=replace(earlier.query, dates=week_before(week_before())))
    assert told(exactly(running_mean(replace(week, before=elsewhere))))[day_of(0)] is None


def test_weeks_run_over_three_whole_ones() -> None:
    days = DateRange(start=date(2026, 11, 18), end=date(2026, 12, 13))
    rows = [([day_of(7 * week)], value) for week, value in enumerate([100, 1, 2, 6])]
    found = exactly(running_mean(views(["week"], rows, dates=days)))
    assert list(told(found).values()) == [None, None, None, 3.0]
    assert found.derived == "3-week running mean"


def test_weeks_from_sunday_run_over_whole_weeks_from_sunday() -> None:
    days = DateRange(start=date(2026, 11, 15), end=date(2026, 12, 12))
    rows = [([day_of(place)], 1) for place in range(-1, 27)]
    calendar = Calendar(today=date(2027, 3, 1), lag_days=1, timezone="UTC", week_start=6)
    weeks = exactly(rolled_up(views(["date"], rows, dates=days, calendar=calendar), ("week",)))
    assert list(told(exactly(running_mean(weeks))).values()) == [None, None, 7.0, 7.0]


def test_too_few_days_have_no_running_mean() -> None:
    assert refused(running_mean(daily([1] * 6))) == (
        "A running mean needs at least 7 final days with data; there are 6."
    )
    assert "needs days, weeks or months" in refused(running_mean(views(["network"], [])))


def test_a_running_mean_has_no_total_and_is_not_worked_out_twice() -> None:
    found = exactly(running_mean(with_whole(daily([1] * 9), 9)))
    assert not total_of(found).is_known
    assert "worked out" in refused(running_mean(found))


# --- running totals


@settings(max_examples=40)
@given(cells=cells)
def test_a_running_total_is_the_sum_of_its_series_up_to_that_day(cells: Any) -> None:
    found = exactly(cumulative(table(cells)))
    totals = told(found)
    for network in NETWORKS:
        known = {place: value for (place, name), value in cells.items() if name == network and value is not None}
        for place in range(41):
            is_within = bool(known) and min(known) <= place <= max(known)
            expected = sum(value for at, value in known.items() if at <= place) if is_within else None
            assert totals.get((day_of(place), NAMES[network])) == expected
    assert found.frame["date"].is_monotonic_increasing


def test_months_without_a_row_stand_in_their_order() -> None:
    months = views(["month"], [(["2026-09"], 1), (["2026-12"], 5), ([None], 9)])
    found = exactly(cumulative(months))
    assert told(found) == {"Sep 2026": 1, "Oct 2026": 1, "Nov 2026": 1, "Dec 2026": 6, "(none)": None}
    assert found.frame["month"].cat.ordered
    assert list(found.frame["month"].cat.categories) == ["Sep 2026", "Oct 2026", "Nov 2026", "Dec 2026", "(none)"]


def test_weeks_without_a_row_are_filled_week_by_week() -> None:
    found = exactly(cumulative(views(["week"], [([day_of(0)], 1), ([day_of(21)], 5)])))
    assert told(found) == {day_of(0): 1, day_of(7): 1, day_of(14): 1, day_of(21): 6}


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (result_of(["date"], [([day_of(0)], 1)], config=ALL_FIVE), "counts people"),
        (views(["date"], [([day_of(0)], 1)], aggregator="average"), "Averages"),
        (views(["date"], [([day_of(0)], 1)], aggregator="max"), "Only sums"),
        (views(["network"], [(["x"], 1)]), "needs days, weeks or months"),
    ],
)
def test_only_what_adds_up_over_time_has_a_running_total(result: ResultFrame, reason: str) -> None:
    assert reason in refused(cumulative(result))


@pytest.mark.parametrize("work_out", [share_of_total, running_mean, cumulative])
def test_an_empty_answer_is_worked_out_or_refused_without_an_error(work_out: Any) -> None:
    found = work_out(views(["date", "network"], []))
    assert isinstance(found, Rule) or not len(found.frame)
