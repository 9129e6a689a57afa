"""What a period is compared with, and the fewest requests that answer a question with its comparison exactly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import QuestionInvalid
from services.insights.comparison import Against, compared_dates
from services.insights.models import Basis, Metric, MetricName, SpaceId
from services.insights.periods import Calendar, DateRange, Preset
from services.insights.plan import can_join, free_comparison, plan, queries_of
from services.insights.question import InsightsQuery, Question, Series, SpaceScope

REACH = MetricName("profile_reach")
CALENDAR = Calendar(today=date(2026, 11, 24), lag_days=1, timezone="Europe/Berlin")
WEEK = DateRange(start=date(2026, 11, 17), end=date(2026, 11, 23))

days = st.dates(date(2010, 1, 1), date(2026, 12, 31))
ranges = st.tuples(days, st.integers(0, 400)).map(
    lambda pair: DateRange(start=pair[0], end=pair[0] + timedelta(days=pair[1]))
)


def question(*dimensions: str, compare: Against | DateRange = Against.PREVIOUS, aggregator: str = "sum") -> Question:
    series = Series(metric=REACH, dimensions=dimensions, aggregator=aggregator)
    return Question(
        scope=SpaceScope(space_id=SpaceId("spce_1")), period=Preset.LAST_7_DAYS, series=(series,), compare=compare
    )


def every_one_costs(queries: object) -> int:
    return len(tuple(queries))  # type: ignore[arg-type]


class TestComparedDates:
    @given(ranges)
    def test_the_period_before_is_as_long_and_ends_the_day_before(self, dates: DateRange) -> None:
        before = compared_dates(dates, Against.PREVIOUS)
        assert before is not None
        assert (before.days, before.end) == (dates.days, dates.start - timedelta(days=1))

    def test_last_year_has_the_same_dates_and_29_february_becomes_the_28th(self) -> None:
        leap = DateRange(start=date(2024, 2, 29), end=date(2024, 3, 1))
        assert compared_dates(WEEK, Against.LAST_YEAR) == DateRange(start=date(2025, 11, 17), end=date(2025, 11, 23))
        assert compared_dates(leap, Against.LAST_YEAR) == DateRange(start=date(2023, 2, 28), end=date(2023, 3, 1))

    def test_nothing_and_own_days_are_what_they_are(self) -> None:
        assert compared_dates(WEEK, Against.NONE) is None
        assert compared_dates(WEEK, WEEK) == WEEK

    @pytest.mark.parametrize("against", [Against.PREVIOUS, Against.LAST_YEAR])
    def test_days_before_the_calendar_are_refused_in_words(self, against: Against) -> None:
        with pytest.raises(QuestionInvalid, match="no days before"):
            compared_dates(DateRange(start=date(1, 1, 1), end=date(1, 1, 7)), against)


class TestJoining:
    @pytest.mark.parametrize(
        ("dimensions", "start", "joins"),
        [
            (("date",), date(2026, 11, 17), True),
            (("network", "date"), date(2026, 11, 17), True),
            (("week", "date"), date(2026, 11, 17), True),
            (("week",), date(2026, 11, 16), True),
            (("week",), date(2026, 11, 17), False),
            (("month",), date(2026, 11, 1), True),
            (("month",), date(2026, 11, 2), False),
            (("network",), date(2026, 11, 16), False),
            ((), date(2026, 11, 16), False),
            (("weekday",), date(2026, 11, 16), False),
        ],
    )
    def test_two_periods_are_one_request_only_where_rows_tell_which_they_belong_to(
        self, dimensions: tuple[str, ...], start: date, joins: bool
    ) -> None:
        later = DateRange(start=start, end=start + timedelta(days=6))
        earlier = DateRange(start=start - timedelta(days=7), end=start - timedelta(days=1))
        series = Series(metric=REACH, dimensions=dimensions, aggregator="sum")
        assert can_join(series, earlier, later) is joins

    def test_a_share_of_the_total_is_of_the_days_that_were_asked_for_and_never_split(self) -> None:
        earlier = compared_dates(WEEK, Against.PREVIOUS)
        assert earlier is not None
        assert not can_join(Series(metric=REACH, dimensions=("date",), aggregator="percent"), earlier, WEEK)

    def test_periods_that_do_not_touch_are_two_requests(self) -> None:
        earlier = DateRange(start=date(2026, 11, 1), end=date(2026, 11, 7))
        assert not can_join(Series(metric=REACH, dimensions=("date",), aggregator="sum"), earlier, WEEK)


class TestPlan:
    def test_a_comparison_by_day_is_one_request_over_both_periods(self) -> None:
        (found,) = plan(question("date"), CALENDAR, every_one_costs)
        (query,) = found.queries
        assert query.dates == DateRange(start=date(2026, 11, 10), end=date(2026, 11, 23))
        assert found.current.dates == WEEK
        assert found.before is not None
        assert found.before.dates == DateRange(start=date(2026, 11, 10), end=date(2026, 11, 16))

    def test_a_comparison_by_network_is_two(self) -> None:
        (found,) = plan(question("network"), CALENDAR, every_one_costs)
        assert [query.dates.start for query in found.queries] == [date(2026, 11, 17), date(2026, 11, 10)]

    def test_what_is_in_memory_is_not_fetched_again(self) -> None:
        in_memory = question("date", compare=Against.NONE).queries(CALENDAR)

        def price(queries: object) -> int:
            return sum(query not in in_memory for query in queries)  # type: ignore[attr-defined]

        (found,) = plan(question("date"), CALENDAR, price)
        assert [query.dates for query in found.queries if query not in in_memory] == [
            DateRange(start=date(2026, 11, 10), end=date(2026, 11, 16))
        ]

    def test_a_comparison_that_is_switched_off_again_is_free(self) -> None:
        in_memory = queries_of(plan(question("date"), CALENDAR, every_one_costs))

        def price(queries: object) -> int:
            return sum(query not in in_memory for query in queries)  # type: ignore[attr-defined]

        (found,) = plan(question("date", compare=Against.NONE), CALENDAR, price)
        assert (price(found.queries), found.current.dates, found.before) == (0, WEEK, None)

    def test_without_memory_a_question_without_comparison_asks_for_its_own_days_alone(self) -> None:
        (found,) = plan(question("date", compare=Against.NONE), CALENDAR, every_one_costs)
        assert found.queries == question("date", compare=Against.NONE).queries(CALENDAR)

    def test_series_are_planned_each_for_itself(self) -> None:
        both = Question(
            scope=SpaceScope(space_id=SpaceId("spce_1")),
            period=Preset.LAST_7_DAYS,
            compare=Against.PREVIOUS,
            series=(
                Series(metric=REACH, dimensions=("date",), aggregator="sum"),
                Series(metric=MetricName("likes"), dimensions=("network",), aggregator="sum"),
            ),
        )
        plans = plan(both, CALENDAR, every_one_costs)
        assert [len(one.queries) for one in plans] == [1, 2]
        assert len(queries_of(plans)) == 3


def metric(basis: Basis | None) -> Metric:
    return Metric(name=REACH, label="Reach", description="", category="", networks=(), basis=basis)


class TestFreeComparison:
    def test_is_made_by_itself_where_it_takes_no_further_request(self) -> None:
        asked = question("date", compare=Against.NONE)
        assert free_comparison(asked, CALENDAR, [metric(Basis.PERIOD)]) is Against.PREVIOUS
        assert free_comparison(asked, CALENDAR, [metric(None)]) is Against.PREVIOUS

    def test_is_not_made_by_itself_where_it_would_double_the_lines_of_a_chart(self) -> None:
        asked = question("date", "network", compare=Against.NONE)
        assert free_comparison(asked, CALENDAR, [metric(Basis.PERIOD)]) is Against.NONE

    def test_is_not_made_where_it_costs_one(self) -> None:
        asked = question("network", compare=Against.NONE)
        assert free_comparison(asked, CALENDAR, [metric(Basis.PERIOD)]) is Against.NONE

    def test_is_never_made_by_itself_of_what_posts_earned_in_their_whole_life(self) -> None:
        asked = question("date", compare=Against.NONE)
        assert free_comparison(asked, CALENDAR, [metric(Basis.LIFETIME)]) is Against.NONE


def test_the_queries_of_a_question_are_those_of_both_periods() -> None:
    found = question("network").queries(CALENDAR)
    assert [query.dates.start for query in found] == [date(2026, 11, 17), date(2026, 11, 10)]
    assert all(isinstance(query, InsightsQuery) for query in found)
