"""Which chart suits a result: a line where time runs, bars where there is a breakdown, none for a number or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.charts import CHARTS, chart_for
from tests.services.results.answers import post, result_of

VALUE_OF: dict[str, Any] = {
    "date": "2026-11-16",
    "week": "2026-11-16",
    "month": "2026-11",
    "hour": 3,
    "weekday": 1,
    "network": "x",
    "tag": "t",
    "post": post("p", "Hi"),
}


@pytest.mark.parametrize(
    ("dimensions", "name"),
    [
        (["date"], "line"),
        (["network", "week"], "line"),
        (["hour", "month"], "line"),
        (["post", "date", "tag"], "line"),
        (["hour"], "bars"),
        (["weekday", "hour"], "bars"),
        (["post"], "bars"),
        (["tag", "network", "weekday"], "bars"),
    ],
)
def test_the_first_chart_that_fits_is_drawn(dimensions: list[str], name: str) -> None:
    result = result_of(dimensions, [([VALUE_OF[dimension] for dimension in dimensions], 5)])
    chart = chart_for(result)
    assert chart is not None
    assert chart.name == name
    figure, note = chart.draw(result)
    drawn = [value for trace in json.loads(figure.to_json())["data"] for axis in "xy" for value in trace[axis]]
    assert 5 in drawn
    assert note == ""


def test_a_number_alone_has_no_chart() -> None:
    assert chart_for(result_of([], [([], 5)])) is None


@pytest.mark.parametrize("dimensions", [["date"], ["network"], ["post", "hour"]])
def test_nothing_and_nothing_but_missing_values_have_no_chart(dimensions: list[str]) -> None:
    assert chart_for(result_of(dimensions, [])) is None
    missing = [([VALUE_OF[dimension] for dimension in dimensions], None)]
    assert chart_for(result_of(dimensions, missing)) is None


def test_values_without_a_date_are_bars() -> None:
    chart = chart_for(result_of(["date", "network"], [([None, "x"], 5)]))
    assert chart is not None
    assert chart.name == "bars"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_a_chart_that_does_not_fit_says_why(chart: Any) -> None:
    reason = chart.unfit(result_of([], [([], 5)]))
    assert reason.endswith(".")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
@pytest.mark.parametrize(
    "names", [["date"], ["month"], ["date", "hour", "weekday"], ["week", "date"], ["date", "month"]]
)
def test_every_chart_draws_time_in_any_company(chart: Any, names: list[str]) -> None:
    rows = [([VALUE_OF[name] for name in names], 5)]
    if len(names) > 1:
        rows.append(([VALUE_OF[names[0]], *[None] * (len(names) - 1)], None))
    result = result_of(names, rows)
    figure, _ = chart.draw(result)
    assert any(5 in trace.y for trace in figure.data)
