"""Series, questions and queries: what no metric could ever answer can't be built."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.errors import QuestionInvalid
from services.insights.filters import Filter
from services.insights.models import Widget
from services.insights.periods import Calendar, DateRange, Preset
from services.insights.question import (
    MAX_DIMENSIONS,
    InsightsQuery,
    Question,
    ReportScope,
    Series,
    SpaceScope,
    WidgetScope,
)

SPACE = SpaceScope(space_id="spce_1")
WIDGET = WidgetScope(space_id="spce_1", report_id="rprt_1", widget_id="rpwd_1")
WEEK = DateRange(start=date(2026, 8, 1), end=date(2026, 8, 7))
CALENDAR = Calendar(today=date(2026, 8, 7), lag_days=1, timezone="UTC")
REACH = Series(metric="reach", aggregator="sum")


def test_a_breakdown_can_not_be_chosen_twice() -> None:
    with pytest.raises(QuestionInvalid, match="chosen twice"):
        Series(metric="reach", dimensions=("date", "network", "date"), aggregator="sum")


def test_a_fourth_breakdown_is_one_too_many() -> None:
    names = ("date", "network", "type", "tag")
    assert Series(metric="reach", dimensions=names[:MAX_DIMENSIONS], aggregator="sum").dimensions == names[:3]
    with pytest.raises(QuestionInvalid, match="3 things at most"):
        Series(metric="reach", dimensions=names, aggregator="sum")


def test_the_order_of_breakdowns_is_kept_and_that_of_filters_is_none() -> None:
    one, other = (Filter(name=name, operator="in", values=("v",)) for name in ("b", "a"))
    assert Series(metric="m", aggregator=None, filters=(one, other, one)).filters == (other, one)
    assert Series(metric="m", aggregator=None, dimensions=("b", "a")).dimensions == ("b", "a")


def test_a_question_needs_a_series() -> None:
    with pytest.raises(QuestionInvalid, match="Choose a metric first"):
        Question(scope=SPACE, period=WEEK, series=())


def test_a_question_is_one_query_a_series_in_their_order() -> None:
    by_day = Series(
        metric="likes",
        dimensions=("date",),
        filters=(Filter(name="tag", operator="in", values=("t",)),),
        aggregator=None,
    )
    question = Question(scope=SPACE, period=Preset.LAST_7_DAYS, series=(REACH, by_day))
    week = DateRange(start=date(2026, 7, 31), end=date(2026, 8, 6))
    assert question.queries(CALENDAR) == (
        InsightsQuery(scope=SPACE, dates=week, metrics=("reach",), aggregator="sum"),
        InsightsQuery(scope=SPACE, dates=week, metrics=("likes",), dimensions=("date",), filters=by_day.filters),
    )


def test_fixed_dates_stay_and_presets_move() -> None:
    next_day = Calendar(today=date(2026, 8, 8), lag_days=1, timezone="UTC")
    fixed = Question(scope=SPACE, period=WEEK, series=(REACH,))
    moving = Question(scope=SPACE, period=Preset.YESTERDAY, series=(REACH,))
    assert fixed.queries(CALENDAR) == fixed.queries(next_day)
    assert moving.queries(CALENDAR) != moving.queries(next_day)


def test_questions_are_values() -> None:
    one, other = (Question(scope=SPACE, period=Preset.THIS_MONTH, series=(REACH,)) for _ in range(2))
    assert one == other
    assert len({one, other}) == 1
    elsewhere = Question(scope=SpaceScope(space_id="spce_2"), period=Preset.THIS_MONTH, series=(REACH,))
    assert one != elsewhere
    with pytest.raises(AttributeError):
        one.period = WEEK  # type: ignore[misc]


@pytest.mark.parametrize("metrics", [(), ("a", "b")])
def test_a_query_has_one_metric(metrics: Any) -> None:
    with pytest.raises(ValueError, match="one metric per request"):
        InsightsQuery(scope=SPACE, dates=WEEK, metrics=metrics)


@pytest.mark.parametrize("scope", [SPACE, ReportScope(space_id="s", report_id="r")], ids=["space", "report"])
def test_only_a_widget_has_a_query_of_its_own(scope: Any) -> None:
    with pytest.raises(ValueError, match="only a widget"):
        InsightsQuery(scope=scope, dates=WEEK, metrics=("a",), is_widget_own=True)


def widget(metrics: tuple[str, ...], dimensions: tuple[str, ...] = ()) -> Widget:
    return Widget(
        id="rpwd_1", title="", type="line", metrics=metrics, dimensions=dimensions, aggregator=None, filters=()
    )


def test_what_a_widget_names_twice_comes_back_once() -> None:
    own = InsightsQuery.of_widget(WIDGET, widget(("a", "b", "a"), ("date", "date")), WEEK)
    assert (own.metrics, own.dimensions) == (("a", "b"), ("date",))


def test_a_widget_that_names_no_metric_can_not_be_asked() -> None:
    with pytest.raises(QuestionInvalid, match="names no metric"):
        InsightsQuery.of_widget(WIDGET, widget(()), WEEK)


@pytest.mark.parametrize("dimensions", [("date", "date"), ("date", "reach")])
def test_two_columns_of_an_answer_never_have_one_name(dimensions: Any) -> None:
    with pytest.raises(QuestionInvalid, match="chosen twice"):
        InsightsQuery(scope=SPACE, dates=WEEK, metrics=("reach",), dimensions=dimensions)
