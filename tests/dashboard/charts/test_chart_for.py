"""Which chart suits a result: a line where time runs, bars where there is a breakdown, none for a number or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.charts import CHARTS, ChartType, judge
from services.insights.view import View
from services.results.frame import ResultFrame
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


def chart_for(result: ResultFrame, wanted: str | None = None) -> ChartType | None:
    return judge([result], wanted).chart


def drawing(chart: ChartType, result: ResultFrame, top: int | None = None) -> tuple[Any, str]:
    assert chart.draw is not None
    drawn = chart.draw((result,), View(top=top))
    return drawn.figure, drawn.note


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
    figure, note = drawing(chart, result)
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
    reason = chart.unfit([result_of([], [([], 5)])])
    assert reason.startswith(("need", "would"))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
@pytest.mark.parametrize(
    "names", [["date"], ["month"], ["date", "hour", "weekday"], ["week", "date"], ["date", "month"]]
)
def test_every_chart_draws_time_in_any_company(chart: Any, names: list[str]) -> None:
    rows = [([VALUE_OF[name] for name in names], 5)]
    if len(names) > 1:
        rows.append(([VALUE_OF[names[0]], *[None] * (len(names) - 1)], None))
    result = result_of(names, rows)
    figure, _ = drawing(chart, result)
    assert any(5 in trace.y for trace in figure.data)


def test_the_chart_that_is_wanted_is_drawn_where_it_fits() -> None:
    dated = result_of(["date", "network"], [(["2026-11-16", "x"], 5)])
    assert [chart_for(dated, wanted).name for wanted in (None, "line", "bars", "hologram")] == [  # type: ignore[union-attr]
        "line",
        "line",
        "bars",
        "line",
    ]
    undated = result_of(["network"], [(["x"], 5)])
    assert chart_for(undated, "line").name == "bars"  # type: ignore[union-attr]


CITIES = result_of(["city"], [([f"city {place}"], place) for place in range(60)])
LINES = result_of(
    ["date", "city"], [([day, f"city {place}"], place) for place in range(20) for day in ("2026-11-16", "2026-11-17")]
)
SHOWN = [
    ("bars", CITIES, None, 20),
    ("bars", CITIES, 5, 5),
    ("bars", CITIES, 50, 50),
    ("bars", CITIES, 1000, 50),
    ("line", LINES, None, 12),
    ("line", LINES, 5, 5),
    ("line", LINES, 50, 12),
    ("bars", LINES, 3, 3),
]


@pytest.mark.parametrize(("name", "result", "top", "shown"), SHOWN)
def test_a_chart_shows_the_largest_and_says_how_many_it_leaves_out(
    name: str, result: Any, top: int | None, shown: int
) -> None:
    chart = next(chart for chart in CHARTS if chart.name == name)
    scale = chart.scale([result])
    assert scale.shown(top) == shown
    figure, left_out = drawing(chart, result, top)
    drawn = figure.data if result is LINES else figure.data[0].x
    assert len(drawn) == shown
    assert f"the {shown} largest of {scale.count} {scale.things}" in left_out
    if result is CITIES:
        assert list(figure.data[0].x) == sorted(range(60), reverse=True)[:shown]


def test_all_are_shown_where_all_fit() -> None:
    few = result_of(["city"], [([f"city {place}"], place) for place in range(7)])
    bars = next(chart for chart in CHARTS if chart.name == "bars")
    assert (bars.scale([few]).shown(None), drawing(bars, few)[1]) == (7, "")
